package keeper_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

func (h *hall) enter(by int, resolution uint64, choice types.Choice, workers ...int) (*types.MsgEnterBallotsResponse, error) {
	var ballots []types.Ballot
	for _, number := range workers {
		ballots = append(ballots, types.Ballot{MemberId: h.member(bakery, worker(number)), Choice: choice})
	}
	var answer *types.MsgEnterBallotsResponse
	err := h.try(func(ctx context.Context) (err error) {
		answer, err = h.messages.EnterBallots(ctx, &types.MsgEnterBallots{
			Scrutineer: worker(by), ResolutionId: resolution, Ballots: ballots, PaperSha256: bytes.Repeat([]byte{9}, 32),
		})
		return err
	})
	return answer, err
}

func (h *hall) confirm(by int, meeting uint64, sheet uint32, hash []byte) (applied uint32, err error) {
	err = h.try(func(ctx context.Context) error {
		answer, err := h.messages.ConfirmSheet(ctx, &types.MsgConfirmSheet{Scrutineer: worker(by), MeetingId: meeting, Sheet: sheet, ListHash: hash})
		if err == nil {
			applied = answer.Applied
		}
		return err
	})
	return applied, err
}

// stands is how a worker's ballot stands, and whether it is attested.
func (h *hall) stands(resolution uint64, number int) (types.Choice, bool) {
	h.t.Helper()
	answer, err := h.queries.Ballot(h.ctx, &types.QueryBallotRequest{ResolutionId: resolution, MemberId: h.member(bakery, worker(number))})
	if err != nil {
		return types.Choice_CHOICE_UNSPECIFIED, false
	}
	return answer.Ballot.Choice, answer.AttestedBy != 0
}

// A member's own ballot and an attested one in every order, under rules whose
// ballots change and are final: the own one stands at the end.
func TestOwnAndAttestedBallotsInEveryOrder(t *testing.T) {
	const own, entered, confirmed = "own", "entered", "confirmed"
	for _, rule := range []string{"ordinary", "final"} {
		for _, order := range [][]string{{own, entered, confirmed}, {entered, own, confirmed}, {entered, confirmed, own}} {
			t.Run("success - "+rule+" "+order[0]+" "+order[1]+" "+order[2], func(t *testing.T) {
				h := newHall(t, nil)
				meeting, resolution := h.open(rule)
				var sheet *types.MsgEnterBallotsResponse
				for _, step := range order {
					switch step {
					case own:
						require.NoError(t, h.vote(resolution, worker(5), types.Choice_CHOICE_YES))
					case entered:
						var err error
						sheet, err = h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6)
						require.NoError(t, err)
					case confirmed:
						applied, err := h.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
						require.NoError(t, err)
						want := uint32(1)
						if order[2] == own {
							want = 2
						}
						require.Equal(t, want, applied)
					}
					require.NoError(t, h.governance.CheckInvariants(h.ctx))
				}
				choice, attested := h.stands(resolution, 5)
				require.Equal(t, types.Choice_CHOICE_YES, choice)
				require.False(t, attested)
				choice, attested = h.stands(resolution, 6)
				require.Equal(t, types.Choice_CHOICE_NO, choice)
				require.True(t, attested)
				require.EqualValues(t, 1, h.tally(resolution).InFavour())
				require.EqualValues(t, 1, h.tally(resolution).Against())
				answer, err := h.queries.Tally(h.ctx, &types.QueryTallyRequest{ResolutionId: resolution})
				require.NoError(t, err)
				require.EqualValues(t, 1, answer.Attested.Present())
			})
		}
	}
}

func TestConfirmSheet(t *testing.T) {
	cases := []struct {
		name string
		do   func(h *hall, meeting, resolution uint64, sheet *types.MsgEnterBallotsResponse) error
		want error
	}{
		{"success - by another scrutineer", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, nil},
		{"error - by the same", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(2, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrCannotConfirm},
		{"error - by no scrutineer", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(1, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrNoPower},
		{"error - another list", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet, bytes.Repeat([]byte{1}, 32))
			return err
		}, types.ErrCannotConfirm},
		{"error - no such sheet", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			_, err := h.confirm(3, m, s.Sheet+1, s.ListHash)
			return err
		}, types.ErrUnknownSheet},
		{"error - twice", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			if _, err := h.confirm(3, m, s.Sheet, s.ListHash); err != nil {
				return err
			}
			h.ctx = h.ctx.WithBlockHeight(h.ctx.BlockHeight())
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrCannotConfirm},
		{"error - more than the charter's share of the roll", func(h *hall, m, r uint64, s *types.MsgEnterBallotsResponse) error {
			more, err := h.enter(2, r, types.Choice_CHOICE_YES, 1, 4, 5, 6)
			if err != nil {
				return err
			}
			_, err = h.confirm(3, m, more.Sheet, more.ListHash)
			return err
		}, types.ErrTooManyAttested},
		{"error - after the vote", func(h *hall, m, _ uint64, s *types.MsgEnterBallotsResponse) error {
			h.wait(9 * 3_600)
			_, err := h.confirm(3, m, s.Sheet, s.ListHash)
			return err
		}, types.ErrWrongStatus},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			h := newHall(t, nil)
			meeting, resolution := h.open("ordinary")
			sheet, err := h.enter(2, resolution, types.Choice_CHOICE_YES, 5, 6)
			require.NoError(t, err)
			_, voted := h.stands(resolution, 5)
			require.False(t, voted, "nothing counts before it is confirmed")
			err = tc.do(h, meeting, resolution, sheet)
			if tc.want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tc.want)
			}
			require.NoError(t, h.governance.CheckInvariants(h.ctx))
		})
	}
}

// A confirmed sheet says whom it does not count, and why: in the answer, in the
// event and on the sheet itself.
func TestAConfirmedSheetNamesThoseLeftOut(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	sheet, err := h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6, 7)
	require.NoError(t, err)
	suspended, voted := h.member(bakery, worker(5)), h.member(bakery, worker(6))
	member, err := h.membership.GetMember(h.ctx, bakery, suspended)
	require.NoError(t, err)
	require.NoError(t, h.membership.Suspend(h.ctx, member))
	require.NoError(t, h.vote(resolution, worker(6), types.Choice_CHOICE_YES))
	h.ctx = h.ctx.WithEventManager(sdk.NewEventManager())
	answer, err := h.messages.ConfirmSheet(h.ctx, &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting, Sheet: sheet.Sheet, ListHash: sheet.ListHash})
	require.NoError(t, err)
	want := []types.LeftOut{
		{MemberId: suspended, Reason: types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE},
		{MemberId: voted, Reason: types.LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT},
	}
	require.Equal(t, &types.MsgConfirmSheetResponse{Applied: 1, LeftOut: want}, answer)
	events := h.ctx.EventManager().Events()
	last, err := sdk.ParseTypedEvent(events.ToABCIEvents()[len(events)-1])
	require.NoError(t, err)
	require.Equal(t, &types.EventSheetConfirmed{
		MeetingId: meeting, Sheet: sheet.Sheet, ConfirmedBy: h.member(bakery, worker(3)), Applied: 1, LeftOut: want,
	}, last)
	sheets, err := h.queries.Sheets(h.ctx, &types.QuerySheetsRequest{MeetingId: meeting})
	require.NoError(t, err)
	require.Equal(t, want, sheets.Sheets[0].LeftOut)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))

	// Those who came with a key are not counted twice, the suspended not at all.
	list, err := h.messages.EnterAttendance(h.ctx, &types.MsgEnterAttendance{
		Scrutineer: worker(2), MeetingId: meeting, Members: []uint64{h.member(bakery, worker(1)), suspended}, PaperSha256: bytes.Repeat([]byte{9}, 32),
	})
	require.NoError(t, err)
	answer, err = h.messages.ConfirmSheet(h.ctx, &types.MsgConfirmSheet{Scrutineer: worker(3), MeetingId: meeting, Sheet: list.Sheet, ListHash: list.ListHash})
	require.NoError(t, err)
	require.Equal(t, &types.MsgConfirmSheetResponse{LeftOut: []types.LeftOut{
		{MemberId: h.member(bakery, worker(1)), Reason: types.LeftOutReason_LEFT_OUT_REASON_PRESENT},
		{MemberId: suspended, Reason: types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE},
	}}, answer)
	h.sameAfterExport()
	state := h.export()
	state.Meetings[meeting-1].Sheets[1].Sheet.LeftOut[0].MemberId = 3
	require.ErrorContains(t, state.Validate(), "left member 3 out")
	state = h.export()
	state.Meetings[meeting-1].Sheets[0].Sheet.LeftOut = nil
	require.ErrorContains(t, state.Validate(), "of 3 entries took effect")
}

func TestEnteredAttendanceMakesTheQuorum(t *testing.T) {
	h := newHall(t, nil)
	meeting, _ := h.convened("ordinary")
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 4))
	members := []uint64{h.member(bakery, worker(4)), h.member(bakery, worker(5)), h.member(bakery, worker(6)), h.member(bakery, worker(7))}
	list := &types.MsgEnterAttendance{Scrutineer: worker(2), MeetingId: meeting, Members: members, PaperSha256: bytes.Repeat([]byte{9}, 32)}
	entered, err := h.messages.EnterAttendance(h.ctx, list)
	require.NoError(t, err)
	require.EqualValues(t, 1, h.meeting(meeting).Present)
	applied, err := h.confirm(3, meeting, entered.Sheet, entered.ListHash)
	require.NoError(t, err)
	require.EqualValues(t, 3, applied, "worker 4 was present already")
	require.EqualValues(t, 3, h.meeting(meeting).AttestedPresent)
	h.wait(1_800)
	h.requireMeeting(meeting, types.MeetingStatus_MEETING_STATUS_OPEN)
	dispute := func() error {
		return h.try(func(ctx context.Context) error {
			_, err := h.messages.DisputeSheet(ctx, &types.MsgDisputeSheet{Member: worker(7), MeetingId: meeting, Sheet: entered.Sheet})
			return err
		})
	}
	require.NoError(t, dispute())
	require.ErrorIs(t, dispute(), types.ErrAlreadyDisputed)
	sheets, err := h.queries.Sheets(h.ctx, &types.QuerySheetsRequest{MeetingId: meeting})
	require.NoError(t, err)
	require.EqualValues(t, 1, sheets.Sheets[0].Disputes)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
}

// Only confirmed sheets take the meeting's places, and a scrutineer who enters
// lists that nobody confirms stops itself alone.
func TestUnconfirmedSheetsTakeNobodysPlace(t *testing.T) {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	params, err := h.governance.Params.Get(h.ctx)
	require.NoError(t, err)
	params.MaxSheetsPerMeeting, params.MaxWaitingSheets = 2, 3
	require.NoError(t, h.governance.Params.Set(h.ctx, params))
	sheets := make([]*types.MsgEnterBallotsResponse, 3)
	for i := range sheets {
		sheets[i], err = h.enter(2, resolution, types.Choice_CHOICE_YES, 5)
		require.NoError(t, err, "none of them is confirmed")
	}
	_, err = h.enter(2, resolution, types.Choice_CHOICE_YES, 5)
	require.ErrorIs(t, err, types.ErrInvalidSheet)
	other, err := h.enter(3, resolution, types.Choice_CHOICE_NO, 6)
	require.NoError(t, err, "another scrutineer goes on")
	require.EqualValues(t, 3, h.meeting(meeting).WaitingOf(2))
	_, err = h.confirm(3, meeting, sheets[0].Sheet, sheets[0].ListHash)
	require.NoError(t, err)
	require.EqualValues(t, 1, h.meeting(meeting).ConfirmedSheets)
	require.EqualValues(t, 2, h.meeting(meeting).WaitingOf(2))
	again, err := h.enter(2, resolution, types.Choice_CHOICE_YES, 5)
	require.NoError(t, err, "there is room again")
	h.sameAfterExport()
	_, err = h.confirm(2, meeting, other.Sheet, other.ListHash)
	require.NoError(t, err)
	_, err = h.confirm(3, meeting, again.Sheet, again.ListHash)
	require.ErrorIs(t, err, types.ErrInvalidSheet, "two are confirmed, the most there can be")
	_, err = h.enter(3, resolution, types.Choice_CHOICE_NO, 6)
	require.ErrorIs(t, err, types.ErrInvalidSheet)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	state := h.export()
	state.Meetings[meeting-1].Meeting.ConfirmedSheets = 1
	require.ErrorContains(t, state.Validate(), "sheets are confirmed")
}
