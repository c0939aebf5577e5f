package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// EnterAttendance enters who is present; nobody counts before another
// scrutineer confirms the list.
func (k msgServer) EnterAttendance(ctx context.Context, msg *types.MsgEnterAttendance) (*types.MsgEnterAttendanceResponse, error) {
	m, err := k.GetMeeting(ctx, msg.MeetingId)
	if err != nil {
		return nil, err
	}
	sheet := types.Sheet{PaperSha256: msg.PaperSha256}
	if sheet.EnteredBy, err = k.holder(ctx, m.CoopId, msg.Scrutineer, membershiptypes.PowerScrutineer); err != nil {
		return nil, err
	}
	if err := requireAttendance(m); err != nil {
		return nil, err
	}
	for _, memberID := range msg.Members {
		sheet.Ballots = append(sheet.Ballots, types.Ballot{MemberId: memberID})
	}
	if err := k.enterSheet(ctx, &m, &sheet, false, m.RollSequence); err != nil {
		return nil, err
	}
	return &types.MsgEnterAttendanceResponse{Sheet: sheet.Number, ListHash: sheet.ListHash}, nil
}
