package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

var _ membershiptypes.MembershipHooks = Hooks{}

// Hooks follow what happens to members.
type Hooks struct{ keeper *Keeper }

// Hooks returns what x/membership calls.
func (k *Keeper) Hooks() Hooks { return Hooks{k} }

// AfterMemberLeft takes the seat of a co-op that left the root federation. Its
// membership ends at once; its seat follows the queue.
func (h Hooks) AfterMemberLeft(ctx context.Context, member membershiptypes.Member) error {
	if member.CoopId != membershiptypes.RootCoopID || member.MemberCoopId == 0 {
		return nil
	}
	seat, found, err := h.keeper.findSeat(ctx, member.MemberCoopId)
	if err != nil || !found {
		return err
	}
	_, err = h.keeper.dismiss(ctx, seat, types.SeatReason_SEAT_REASON_LEFT_FEDERATION)
	return err
}
