package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

func invoice(change func(*types.MsgPost)) *types.MsgPost {
	message := &types.MsgPost{
		Officer: testutil.Address(anna), CoopId: north, Narrative: "INV-17",
		Postings: []types.Posting{line("5000", "operating", 250), line("3000", "operating", -250)},
	}
	if change != nil {
		change(message)
	}
	return message
}

func TestPostRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*types.MsgPost)
		refusal error
	}{
		{"error - no member", func(m *types.MsgPost) { m.Officer = testutil.Address("stranger") }, membershiptypes.ErrNotAMember},
		{"error - no officer", func(m *types.MsgPost) { m.CoopId, m.Officer = east, testutil.Address("east-anna") }, types.ErrUnauthorized},
		{"error - out of balance by one", func(m *types.MsgPost) { m.Postings[1].Functional = math.NewInt(-249) }, types.ErrUnbalanced},
		{"error - out of balance in a denom", func(m *types.MsgPost) { m.Postings[0].Denom, m.Postings[0].Amount = denom, math.NewInt(1) }, types.ErrUnbalanced},
		{"error - one line", func(m *types.MsgPost) { m.Postings = m.Postings[:1] }, types.ErrInvalidEntry},
		{"error - a line of nothing", func(m *types.MsgPost) { m.Postings = append(m.Postings, line("4000", "operating", 0)) }, types.ErrInvalidEntry},
		{"error - coins of no denom", func(m *types.MsgPost) { m.Postings[0].Amount = math.OneInt() }, types.ErrInvalidEntry},
		{"error - no amount", func(m *types.MsgPost) { m.Postings[0].Functional = math.Int{} }, types.ErrInvalidEntry},
		{"error - moves coins", func(m *types.MsgPost) { m.Postings[0].Account = "1000" }, types.ErrWrongAccount},
		{"error - touches suspense", func(m *types.MsgPost) { m.Postings[0].Account = "2900" }, types.ErrWrongAccount},
		{"error - unknown fund", func(m *types.MsgPost) { m.Postings[0].Fund = "moon" }, types.ErrUnknownFund},
		{"error - 2^255 (H21)", func(m *types.MsgPost) {
			m.Postings[0].Functional, m.Postings[1].Functional = huge(255), huge(255).Neg()
		}, types.ErrInvalidEntry},
		{"error - too many lines", func(m *types.MsgPost) {
			for range 32 {
				m.Postings = append(m.Postings, m.Postings[0], m.Postings[1])
			}
		}, types.ErrInvalidEntry},
	} {
		t.Run(c.name, func(t *testing.T) { newLedger(t).send(c.refusal, invoice(c.change)) })
	}
}

func approval(officer string, id uint64) *types.MsgApproveEntry {
	return &types.MsgApproveEntry{Officer: testutil.Address(officer), CoopId: north, PendingId: id}
}

func TestTwoOfficersPost(t *testing.T) {
	l := newLedger(t)
	l.send(nil, invoice(nil))
	l.send(types.ErrSameOfficer, approval(anna, 1))
	l.send(types.ErrUnknownPending, approval(ben, 2))
	l.send(nil, approval(ben, 1))
	l.send(types.ErrUnknownPending, approval(ben, 1))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: 1})
	require.NoError(t, err)
	require.EqualValues(t, 1, entry.Entry.PreparerMemberId)
	require.EqualValues(t, 2, entry.Entry.ApproverMemberId)
	trial, err := l.query.TrialBalance(l.ctx, &types.QueryTrialBalanceRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, trial.Lines, 2)
	require.Equal(t, "3000", trial.Lines[0].Account)
	require.EqualValues(t, -250, trial.Lines[0].Balance.Functional.Int64())
	require.EqualValues(t, 250, trial.Lines[1].Balance.Functional.Int64())
}

func TestReverseOnce(t *testing.T) {
	l := newLedger(t)
	l.funded(10)
	l.send(nil, invoice(nil))
	l.send(nil, approval(ben, 1))
	reversal := func(entry uint64) *types.MsgReverse {
		return &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: entry}
	}
	l.send(types.ErrNotReversible, reversal(1))
	l.send(types.ErrNotReversible, reversal(2))
	l.send(types.ErrUnknownEntry, reversal(99))
	l.send(nil, reversal(3))
	l.send(nil, reversal(3))
	l.send(nil, approval(anna, 2))
	l.send(types.ErrNotReversible, approval(anna, 3))
	l.send(types.ErrNotReversible, reversal(3))
	l.send(types.ErrNotReversible, reversal(4))
	original, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: 3})
	require.NoError(t, err)
	require.EqualValues(t, 4, original.Entry.ReversedBy)
	require.Zero(t, l.bears("5000", "operating"))
}

// An entry whose preparer keeps no books any more is prepared anew.
func TestADismissedOfficersEntry(t *testing.T) {
	l := newLedger(t)
	l.send(nil, invoice(nil))
	_, err := membershipkeeper.NewMsgServer(l.members).RevokePower(l.ctx, &membershiptypes.MsgRevokePower{
		Authority: account(north), CoopId: north, MemberId: 1, Power: membershiptypes.PowerBook,
	})
	require.NoError(t, err)
	l.send(types.ErrUnauthorized, approval(ben, 1))
}

func TestWaitingEntriesAreBoundedAndDropped(t *testing.T) {
	l := newLedger(t)
	params := types.DefaultParams()
	params.MaxPendingPerCoop, params.MaxExpiriesPerBlock = 3, 2
	l.send(nil, &types.MsgUpdateParams{Authority: account(root), Params: params})
	for range 3 {
		l.send(nil, invoice(nil))
	}
	l.send(types.ErrTooManyPending, invoice(nil))
	l.clock.Seconds += int64(params.PendingLifetimeSeconds) - 1
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	require.Equal(t, 3, l.pending())
	l.clock.Seconds++
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	require.Equal(t, 1, l.pending(), "two a block")
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	require.Zero(t, l.pending())
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	l.send(nil, invoice(nil))
	require.Equal(t, 1, l.pending())
}

func (l *ledger) pending() int {
	l.t.Helper()
	pending, err := l.query.Pending(l.ctx, &types.QueryPendingRequest{Coop: "north"})
	require.NoError(l.t, err)
	return len(pending.Pending)
}

func TestUpdateParamsRefuses(t *testing.T) {
	l := newLedger(t)
	l.send(types.ErrUnauthorized, &types.MsgUpdateParams{Authority: account(north), Params: types.DefaultParams()})
	l.send(types.ErrInvalidParams, &types.MsgUpdateParams{Authority: account(root), Params: types.Params{MaxCoins: 1}})
}

// What can't be dropped leaves its queue, and the block goes on.
func TestAnEntryOfNothingHaltsNoBlock(t *testing.T) {
	l := newLedger(t)
	key := collections.Join3(int64(1), uint64(north), uint64(77))
	require.NoError(t, l.keeper.PendingExpires.Set(l.ctx, key))
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	waits, err := l.keeper.PendingExpires.Has(l.ctx, key)
	require.NoError(t, err)
	require.False(t, waits)
}
