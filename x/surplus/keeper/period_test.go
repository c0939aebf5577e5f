package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	isOpen      = types.PeriodStage_PERIOD_STAGE_OPEN
	isAdjusting = types.PeriodStage_PERIOD_STAGE_ADJUSTING
	isSealed    = types.PeriodStage_PERIOD_STAGE_SEALED
	isPresented = types.PeriodStage_PERIOD_STAGE_PRESENTED
	isApproved  = types.PeriodStage_PERIOD_STAGE_APPROVED
	isSettled   = types.PeriodStage_PERIOD_STAGE_SETTLED
)

// toNewYear is from the start, 2023-11-14 22:13:20, to the end of that year.
const toNewYear = 1_704_067_200 - testutil.Start

// A quarter from its first hour to every member's share: it ends on the co-op's
// clocks, is adjusted, sealed, presented, approved and shared.
func TestAQuarterIsShared(t *testing.T) {
	l := newLedger(t)
	first := l.period(1)
	require.Equal(t, []any{uint32(20231114), uint32(20231231), isOpen}, []any{first.FirstDay, first.LastDay, first.Stage})

	record := hours(0, 100, 200, 300)
	require.Equal(t, &types.MsgRecordPatronageResponse{Period: 1, Batch: 1}, l.must(record))
	l.must(&types.MsgRecordPatronage{Authority: keyOf(other), CoopId: bakery, Basis: "hours", Records: records(100), EvidenceSha256: hash("more")})
	l.earns(20231224, 1_000, 50)
	l.elapse(toNewYear - 1)
	require.Equal(t, isOpen, l.period(1).Stage)
	l.elapse(1)
	require.Equal(t, isAdjusting, l.period(1).Stage)
	second := l.period(2)
	require.Equal(t, []any{uint32(20240101), uint32(20240331), isOpen, uint64(1)}, []any{second.FirstDay, second.LastDay, second.Stage, second.CharterVersion})

	l.elapse(10*day - 1)
	require.Equal(t, isAdjusting, l.period(1).Stage)
	l.elapse(1)
	require.Equal(t, isSealed, l.period(1).Stage)
	require.Equal(t, &types.MsgPresentAccountsResponse{Presentation: 1}, l.must(present(1)))
	l.must(approve(1, 1))
	l.elapse(1)
	held := l.period(1)
	require.Equal(t, []any{isApproved, types.ErrBookOpen.Codespace(), types.ErrBookOpen.ABCICode()}, []any{held.Stage, held.ErrorCodespace, held.ErrorCode})

	l.coop.lockedThrough = 20231231
	l.elapse(60 * 60)
	for range 8 {
		l.elapse(1)
	}
	done := l.period(1)
	require.Equal(t, isSettled, done.Stage)
	require.Empty(t, done.ErrorCodespace)
	// 50 from others to the reserve; a tenth of the 1,000 too; 900 over 700 hours, of which
	// half is cash, rounded up.
	require.Equal(t, []treasurytypes.Appropriation{{
		CoopID: bakery, PeriodNumber: 1, ResolutionID: 9, ToFunds: []treasurytypes.FundAmount{{Fund: "reserve", Amount: math.NewInt(150)}},
		Cash: math.NewInt(451), Retained: math.NewInt(449),
	}}, l.coop.booked)
	for member, want := range map[uint64][3]int64{officer: {129, 65, 64}, other: {128, 64, 64}, ada: {257, 129, 128}, ben: {386, 193, 193}} {
		share, err := l.query.Share(l.ctx, &types.QueryShareRequest{Coop: "bakery", Period: 1, MemberId: member})
		require.NoError(t, err)
		require.Equal(t, want, [3]int64{share.Total.Int64(), share.Cash.Int64(), share.Retained.Int64()}, member)
		l.must(take(1, member))
		require.Equal(t, want[1], l.coop.taken[member])
	}
	require.Zero(t, l.coop.setAside)
	lots, err := l.query.CapitalAccount(l.ctx, &types.QueryCapitalAccountRequest{Coop: "bakery", MemberId: ada})
	require.NoError(t, err)
	require.Equal(t, []types.CapitalLot{{Period: 1, SettledAt: done.SettledAt, Retained: math.NewInt(128)}}, lots.Lots)
	l.movesOn()
}

// H26. What is sealed is edited no more: not by an officer, not by the members, not
// as an answer to a dispute.
func TestH26SealedPatronageIsNotEdited(t *testing.T) {
	l := newLedger(t)
	l.must(hours(0, 100, 200))
	l.elapse(toNewYear)
	late := hours(0, 0, 5)
	late.Period = 1
	l.refused(types.ErrLate, "record it for period 2 if it belongs there", late)
	back := hours(0, -40)
	back.Period = 1
	l.must(back)
	l.elapse(10 * day)
	require.Equal(t, isSealed, l.period(1).Stage)
	l.refused(types.ErrLate, "period 1 of bakery is sealed", back)
	l.refused(types.ErrWrongStage, "records are disputed until they are sealed", dispute(1, ada))
	l.refused(types.ErrWrongStage, "disputes are answered until records are sealed", answer(1, ada, other, 1))
	page, err := l.query.Patronage(l.ctx, &types.QueryPatronageRequest{Coop: "bakery", Period: 1})
	require.NoError(t, err)
	require.Equal(t, "60", page.Patronage[0].Amounts[1].String())
	require.Equal(t, []string{"heads", "hours"}, page.Bases)
}

// What comes late is carried where the charter says so.
func TestLatePatronageIsCarried(t *testing.T) {
	l := newLedger(t, func(c *membershiptypes.Charter) { c.Surplus.Late = membershiptypes.SurplusLate_SURPLUS_LATE_CARRIED })
	l.elapse(toNewYear)
	late := hours(0, 0, 5)
	late.Period = 1
	require.Equal(t, &types.MsgRecordPatronageResponse{Period: 2, Batch: 1}, l.must(late))
}

func dispute(period, member uint64) *types.MsgDisputePatronage {
	return &types.MsgDisputePatronage{Signer: keyOf(member), CoopId: bakery, Period: period, MemberId: member, Basis: "hours", DocumentSha256: hash("letter")}
}

func answer(period, member, by uint64, correction int64) *types.MsgAnswerDispute {
	return &types.MsgAnswerDispute{
		Authority: keyOf(by), CoopId: bakery, Period: period, MemberId: member, Correction: math.NewInt(correction), DocumentSha256: hash("answer"),
	}
}

// A dispute keeps its period from being sealed until another officer answers, or for
// ninety days.
func TestADisputeKeepsAPeriodOpen(t *testing.T) {
	for name, answered := range map[string]bool{"success - answered": true, "success - never answered": false} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			l.must(hours(0, 0, 200))
			l.refused(types.ErrUnauthorized, "only member 3 disputes what is recorded of it", &types.MsgDisputePatronage{
				Signer: keyOf(ben), CoopId: bakery, Period: 1, MemberId: ada, Basis: "hours", DocumentSha256: hash("letter"),
			})
			l.must(dispute(1, ada))
			l.refused(types.ErrDisputed, "disputes already", dispute(1, ada))
			l.must(dispute(1, officer))
			l.refused(types.ErrDisputed, "disputes it itself", answer(1, officer, officer, 5))
			l.must(answer(1, officer, other, 0))
			l.elapse(toNewYear)
			l.elapse(20 * day)
			require.Equal(t, isAdjusting, l.period(1).Stage)
			l.movesOn()
			if answered {
				l.refused(types.ErrInvalidRecords, "take back no more than that", answer(1, ada, other, -201))
				require.Equal(t, &types.MsgAnswerDisputeResponse{Batch: 2}, l.must(answer(1, ada, other, -20)))
				l.refused(types.ErrDisputed, "disputes nothing", answer(1, ada, other, -20))
				l.elapse(10 * day)
				require.Equal(t, isSealed, l.period(1).Stage)
				lines, err := l.query.Records(l.ctx, &types.QueryRecordsRequest{Coop: "bakery", Period: 1, MemberId: ada})
				require.NoError(t, err)
				require.Len(t, lines.Lines, 2)
				require.Equal(t, []any{"-20", uint64(other), hash("answer")}, []any{lines.Lines[1].Amount.String(), lines.Lines[1].Batch.OfficerMemberId, lines.Lines[1].Batch.EvidenceSha256})
				return
			}
			l.elapse(70*day - 1)
			require.Equal(t, isAdjusting, l.period(1).Stage)
			l.elapse(60 * 60)
			require.Equal(t, isSealed, l.period(1).Stage)
			disputes, err := l.query.Disputes(l.ctx, &types.QueryDisputesRequest{Coop: "bakery", Period: 1})
			require.NoError(t, err)
			require.Len(t, disputes.Disputes, 1, "whoever approves the accounts sees it")
		})
	}
}

func TestRecordsThatAreRefused(t *testing.T) {
	l := newLedger(t)
	changed := func(change func(*types.MsgRecordPatronage)) *types.MsgRecordPatronage {
		message := hours(0, 100, 200)
		change(message)
		return message
	}
	for _, tc := range []struct {
		name   string
		want   error
		says   string
		change func(*types.MsgRecordPatronage)
	}{
		{"error - no power", types.ErrUnauthorized, "does not hold the power \"record_patronage\"", func(m *types.MsgRecordPatronage) { m.Authority = keyOf(ada) }},
		{"error - a co-op that has not resolved it", membershiptypes.ErrNotAMember, "", func(m *types.MsgRecordPatronage) { m.Authority = membershiptypes.CoopAddress(bakery) }},
		{"error - its own", types.ErrUnauthorized, "record its own patronage", func(m *types.MsgRecordPatronage) { m.Records = records(1) }},
		{"error - none", types.ErrInvalidRecords, "has 0 records", func(m *types.MsgRecordPatronage) { m.Records = nil }},
		{"error - twice", types.ErrInvalidRecords, "order records by member", func(m *types.MsgRecordPatronage) { m.Records = append(m.Records, m.Records[1]) }},
		{"error - zero", types.ErrInvalidRecords, "is not zero", func(m *types.MsgRecordPatronage) { m.Records[0].Amount = math.ZeroInt() }},
		{"error - no evidence", types.ErrInvalidRecords, "sha256sum FILE", func(m *types.MsgRecordPatronage) { m.EvidenceSha256 = []byte("1") }},
		{"error - no such basis", types.ErrInvalidRecords, "name one of [heads hours]", func(m *types.MsgRecordPatronage) { m.Basis = "plays" }},
		{"error - no such member", membershiptypes.ErrUnknownMember, "no member 9", func(m *types.MsgRecordPatronage) { m.Records[1].MemberId = 9 }},
		{"error - more back than there is", types.ErrInvalidRecords, "take back no more than that", func(m *types.MsgRecordPatronage) { m.Records[1].Amount = math.NewInt(-1) }},
		{"error - a weight of 101 bits", types.ErrInvalidRecords, "less than 2^100", func(m *types.MsgRecordPatronage) {
			m.Records[1].Amount = math.NewIntFromBigInt(math.NewInt(1).BigInt().Lsh(math.NewInt(1).BigInt(), 100))
		}},
		{"error - no such period", types.ErrUnknownPeriod, "has had 1 periods, and no 7", func(m *types.MsgRecordPatronage) { m.Period = 7 }},
	} {
		t.Run(tc.name, func(t *testing.T) { l.refused(tc.want, tc.says, changed(tc.change)) })
	}
}

// Rules change for the next period, and the open one goes on by those with which it began.
func TestRulesOfTheDayItBegan(t *testing.T) {
	l := newLedger(t)
	l.must(hours(0, 0, 100))
	greedy := bakeryCharter()
	greedy.Surplus.Steps[2].CashPpm = 1_000_000
	l.coop.charters = append(l.coop.charters, greedy)
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, bakery))
	require.Equal(t, uint64(1), l.period(1).CharterVersion)
	l.elapse(toNewYear)
	require.Equal(t, []uint64{1, 2}, []uint64{l.period(1).CharterVersion, l.period(2).CharterVersion})
	l.shares(1, 20231231)
	require.Equal(t, "0", l.coop.booked[0].Cash.String(), "nothing was earned")
}

// shares a period that has ended, to the end.
func (l *ledger) shares(number uint64, lastDay uint32) {
	l.t.Helper()
	l.elapse(10 * day)
	require.Equal(l.t, isSealed, l.period(number).Stage)
	l.must(present(number))
	l.must(approve(number, l.period(number).Presentation.Number))
	l.coop.lockedThrough = lastDay
	for range 12 {
		l.elapse(1)
	}
	require.Equal(l.t, isSettled, l.period(number).Stage)
}
