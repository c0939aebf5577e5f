package keeper_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// limits changes some of the parameters.
func (l *ledger) limits(change func(*types.Params)) {
	params, err := l.keeper.GetParams(l.ctx)
	require.NoError(l.t, err)
	change(&params)
	l.must(&types.MsgUpdateParams{Authority: membershiptypes.CoopAddress(membershiptypes.RootCoopID), Params: params})
}

// H24. However a block is bounded, and wherever the ledger is exported and goes on
// elsewhere, a period is shared as if all were read at once: nobody's record is read
// twice or left out, and the sum is exact. H22.
func TestH24SharingGoesOnAnywhere(t *testing.T) {
	rapid.Check(t, func(draw *rapid.T) {
		l := newLedger(t, func(c *membershiptypes.Charter) {
			steps := c.Surplus.Steps
			steps[2].RatePpm = 700_000
			steps[2].MemberCap = math.NewInt(rapid.Int64Range(0, 300).Draw(draw, "cap"))
			c.Surplus.Steps = append(steps, membershiptypes.SurplusStep{
				Name: "all", To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: membershiptypes.SurplusBase_SURPLUS_BASE_REMAINING, RatePpm: 900_000,
				Rounding: membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP, Basis: "heads", CashPpm: 1_000_000,
			})
			rules := c.Surplus.WithAmounts()
			c.Surplus = &rules
		})
		var rows []sharing.Row
		for i := range rapid.IntRange(0, 12).Draw(draw, "members") {
			id, amount := uint64(10+3*i), rapid.Int64Range(1, 1_000).Draw(draw, "hours")
			l.coop.classes[id] = rapid.Uint32Range(1, 2).Draw(draw, "class")
			l.must(&types.MsgRecordPatronage{
				Authority: keyOf(officer), CoopId: bakery, Basis: "hours", EvidenceSha256: hash("timesheets"),
				Records: []types.PatronageRecord{{MemberId: id, Amount: math.NewInt(amount)}},
			})
			rows = append(rows, sharing.Row{MemberID: id, ClassID: l.coop.classes[id], Weights: []math.Int{math.ZeroInt(), math.NewInt(amount)}})
		}
		l.earns(20231201, rapid.Int64Range(-500, 5_000).Draw(draw, "earned"), rapid.Int64Range(0, 100).Draw(draw, "others"))
		l.coop.equity["reserve"], l.coop.lockedThrough = 200, 20231231
		l.elapse(toNewYear)
		l.elapse(10 * day)
		l.must(present(1))
		want := atOnce(t, *l.coop.charters[0].Surplus, l.period(1).Presentation.Result, rows)
		l.must(approve(1, 1))
		most := rapid.Uint32Range(1, 5).Draw(draw, "rows a block")
		l.limits(func(p *types.Params) { p.MaxRowsPerBlock = most })
		blocks := 0
		for ; l.period(1).Stage != isSettled; blocks++ {
			require.Less(draw, blocks, 1_000)
			l.elapse(1)
			if rapid.IntRange(0, 3).Draw(draw, "moves on") == 0 {
				l.movesOn()
			}
		}
		answer, err := l.query.Period(l.ctx, &types.QueryPeriodRequest{Coop: "bakery", Period: 1})
		require.NoError(t, err)
		require.Equal(draw, fmt.Sprint(types.Outcome(want)), fmt.Sprint(*answer.Outcome))
		given := math.ZeroInt()
		for _, row := range rows {
			share, err := want.ShareOf(row)
			require.NoError(t, err)
			given = given.Add(share.Total)
			if share.Cash.IsZero() {
				l.refused(types.ErrTaken, "has no cash share", take(1, row.MemberID))
				continue
			}
			l.must(take(1, row.MemberID))
			require.Equal(draw, share.Cash.Int64(), l.coop.taken[row.MemberID])
		}
		require.Equal(draw, want.Cash.Add(want.Retained).String(), given.String())
		require.Zero(draw, l.coop.setAside)
	})
}

// atOnce shares with all rows in memory.
func atOnce(t require.TestingT, rules membershiptypes.SurplusRules, result types.SurplusResult, rows []sharing.Row) sharing.Outcome {
	settling, err := sharing.NewSettling(rules, result)
	require.NoError(t, err)
	for !settling.Done() {
		require.NoError(t, settling.Pass(slices.Values(rows)))
		require.NoError(t, settling.EndPass())
	}
	return settling.Outcome()
}

// sealedPeriod has hours of Ada and Ben, who share what the last quarter has earned.
func sealedPeriod(t *testing.T, earned int64, amounts ...int64) *ledger {
	l := newLedger(t)
	if len(amounts) > 0 {
		l.must(hours(amounts...))
	}
	l.earns(20231224, earned, 0)
	l.elapse(toNewYear)
	l.elapse(10 * day)
	return l
}

// H25. A share is taken once, whoever asks, and goes to its member.
func TestH25AShareIsTakenOnce(t *testing.T) {
	l := sealedPeriod(t, 1_000, 0, 0, 100, 200)
	l.refused(types.ErrWrongStage, "shares are taken once they are settled", take(1, ada))
	l.must(present(1))
	l.must(approve(1, 1))
	l.coop.lockedThrough = 20231231
	for range 12 {
		l.elapse(1)
	}
	require.Equal(t, &types.MsgTakeShareResponse{Cash: math.NewInt(150), Entry: 100}, l.must(take(1, ada)))
	l.refused(types.ErrTaken, "has taken its share of period 1", take(1, ada))
	l.movesOn()
	l.refused(types.ErrTaken, "has taken its share of period 1", take(1, ada))
	l.refused(types.ErrTaken, "has no cash share of period 1", take(1, 5))
	l.refused(membershiptypes.ErrUnknownMember, "no member 99", take(1, 99))
	share, err := l.query.Share(l.ctx, &types.QueryShareRequest{Coop: "bakery", Period: 1, MemberId: ada})
	require.NoError(t, err)
	require.Equal(t, "900 · 100 ÷ 300 is 300", share.Lines[0].Arithmetic)
	require.Equal(t, map[uint64]int64{ada: 150}, l.coop.taken)
	require.Equal(t, []any{"150", uint64(1)}, []any{l.period(1).Taken.String(), l.period(1).Takers})
	// Who is expelled meanwhile keeps what was earned, as it was recorded.
	l.coop.classes[ben] = 2
	require.Equal(t, "300", l.must(take(1, ben)).(*types.MsgTakeShareResponse).Cash.String())
}

// H23. Without patronage nobody gets anything, and it is the reserve's.
func TestH23WithoutPatronage(t *testing.T) {
	l := sealedPeriod(t, 1_000)
	l.must(present(1))
	l.must(approve(1, 1))
	l.coop.lockedThrough = 20231231
	l.elapse(1)
	l.elapse(1)
	require.Equal(t, isSettled, l.period(1).Stage)
	require.Equal(t, []treasurytypes.Appropriation{{
		CoopID: bakery, PeriodNumber: 1, ResolutionID: 9, ToFunds: []treasurytypes.FundAmount{{Fund: "reserve", Amount: math.NewInt(1_000)}}, Cash: math.ZeroInt(), Retained: math.ZeroInt(),
	}}, l.coop.booked)
}

// A loss is borne by the reserve, what is left is carried forward, and the next
// surplus makes it good first.
func TestALossIsMadeGood(t *testing.T) {
	l := sealedPeriod(t, -700, 0, 0, 100)
	l.coop.equity["reserve"], l.coop.lockedThrough = 200, 20231231
	l.must(present(1))
	l.must(approve(1, 1))
	l.elapse(1)
	l.elapse(1)
	require.Equal(t, isSettled, l.period(1).Stage)
	require.Equal(t, []treasurytypes.FundAmount{{Fund: "reserve", Amount: math.NewInt(200)}}, l.coop.booked[0].Borne)
	l.must(hours(0, 0, 100))
	l.earns(20240201, 1_500, 0)
	l.elapse(91 * day)
	l.shares(2, 20240331)
	// 1,500 without the 500 carried forward: 100 to the reserve, 900 to Ada.
	require.Equal(t, []string{"100", "450", "450"}, []string{l.coop.booked[1].ToFunds[0].Amount.String(), l.coop.booked[1].Cash.String(), l.coop.booked[1].Retained.String()})
}

// Accounts are presented again until the members approve them, and only the last
// ones, as long as the book says the same.
func TestAccountsThatAreNotApproved(t *testing.T) {
	l := sealedPeriod(t, 1_000, 0, 0, 100)
	l.refused(types.ErrWrongStage, "accounts are approved when they have been presented", approve(1, 1))
	for _, tc := range []struct {
		name   string
		want   error
		says   string
		change func(*types.MsgPresentAccounts)
	}{
		{"error - a member without the power", types.ErrUnauthorized, `does not hold the power "book"`, func(m *types.MsgPresentAccounts) { m.Signer = keyOf(ada) }},
		{"error - no hash", types.ErrInvalidAccounts, "have 0 and 32 bytes", func(m *types.MsgPresentAccounts) { m.AccountsSha256 = nil }},
		{"error - a period that is open", types.ErrWrongStage, "period 2 of bakery is open", func(m *types.MsgPresentAccounts) { m.Period = 2 }},
	} {
		message := present(1)
		tc.change(message)
		l.refused(tc.want, tc.says, message)
	}
	l.coop.byDay[20231225] = treasurytypes.Result{Member: math.NewIntFromBigInt(math.NewInt(1).BigInt().Lsh(math.NewInt(1).BigInt(), 112)), NonMember: math.ZeroInt(), Extraordinary: math.ZeroInt()}
	l.refused(types.ErrOutOfBounds, "less than 2^112", present(1))
	delete(l.coop.byDay, 20231225)
	l.must(present(1))
	l.earns(20231225, 10, 0)
	l.refused(types.ErrAccountsChanged, "the book says 1010 from members", approve(1, 1))
	require.Equal(t, &types.MsgPresentAccountsResponse{Presentation: 2}, l.must(present(1)))
	l.refused(types.ErrAccountsChanged, "the last is 2", approve(1, 1))
	l.refused(types.ErrInvalidRate, "lets the members set 100000 to 200000", approve(1, 2, types.StepRate{Step: "reserve", RatePpm: 200_001}))
	l.refused(types.ErrInvalidRate, "lets the members set 0 to 0", approve(1, 2, types.StepRate{Step: "workers", RatePpm: 1}))
	l.refused(types.ErrInvalidRate, "in their order, each once", approve(1, 2, types.StepRate{Step: "reserve", RatePpm: 150_000}, types.StepRate{Step: "reserve", RatePpm: 150_000}))
	l.must(approve(1, 2, types.StepRate{Step: "reserve", RatePpm: 200_000}))
	l.refused(types.ErrWrongStage, "period 1 of bakery is approved", present(1))
	// An officer has still booked something before the book is locked: the approval is void.
	l.earns(20231226, 5, 0)
	l.coop.lockedThrough = 20231231
	l.elapse(1)
	require.Equal(t, isSealed, l.period(1).Stage)
	l.must(present(1))
	l.must(approve(1, 3, types.StepRate{Step: "reserve", RatePpm: 200_000}))
	for range 8 {
		l.elapse(1)
	}
	require.Equal(t, "203", l.coop.booked[0].ToFunds[0].Amount.String(), "a fifth of 1,015")
}

// While the purse holds too little nothing is shared, and it is tried again.
func TestCashThatIsNotThereWaits(t *testing.T) {
	l := sealedPeriod(t, 1_000, 0, 0, 100)
	l.coop.coins, l.coop.lockedThrough = 449, 20231231
	l.must(present(1))
	l.must(approve(1, 1))
	for range 12 {
		l.elapse(1)
	}
	held := l.period(1)
	require.Equal(t, []any{isApproved, treasurytypes.ErrNotEnough.Codespace(), treasurytypes.ErrNotEnough.ABCICode()}, []any{held.Stage, held.ErrorCodespace, held.ErrorCode})
	require.Empty(t, l.coop.booked)
	l.movesOn()
	l.coop.coins = 450
	l.elapse(60*60 - 12)
	require.Equal(t, isApproved, l.period(1).Stage)
	l.elapse(12)
	require.Equal(t, isSettled, l.period(1).Stage)
}

// On a network on which a co-op is tried out a period is a number of seconds, and
// shares what was booked since the accounts before.
func TestPeriodsOfSeconds(t *testing.T) {
	l := newLedger(t, func(c *membershiptypes.Charter) {
		c.Surplus.Every, c.Surplus.PeriodSeconds, c.Surplus.AdjustingSeconds = membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS, 30*day, 0
		c.Surplus.Unapproved = "it is only tried out"
	})
	short := l.coop.charters[0]
	rules := *short.Surplus
	rules.PeriodSeconds, short.Surplus = 27*day, &rules
	l.coop.charters = append(l.coop.charters, short)
	require.ErrorContains(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, bakery), "is shorter than the ledger lets it be, 2419200")
	l.coop.charters = l.coop.charters[:1]
	l.coop.soFar.Member = math.NewInt(1_000)
	l.must(hours(0, 0, 100))
	l.elapse(30 * day)
	l.elapse(1)
	require.Equal(t, isSealed, l.period(1).Stage)
	require.Equal(t, l.period(1).EndsAt, l.period(2).BeginsAt)
	l.coop.soFar.Member = math.NewInt(1_100)
	l.must(present(1))
	for range 12 {
		l.elapse(1)
	}
	require.Equal(t, isSettled, l.period(1).Stage)
	l.coop.soFar.Member = math.NewInt(1_500)
	l.must(hours(0, 0, 100))
	l.elapse(30 * day)
	l.elapse(1)
	l.must(present(2))
	require.Equal(t, "400", l.period(2).Presentation.Result.Member.String())
	l.movesOn()
}
