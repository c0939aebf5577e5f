package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const foreign = "EURX"

// pounds gives north a book in pounds without pence, with a loan, a claim and an
// account for gains and losses; months are its periods.
func pounds(l *ledger) *ledger {
	byMonths(l)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Currency = "GBP"
		asset, liability := membershiptypes.AccountKind_ACCOUNT_KIND_ASSET, membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY
		rules.Accounts = []membershiptypes.LedgerAccount{
			rules.Accounts[0],
			{Code: "1200", Name: "claims", Kind: asset},
			{Code: "1500", Name: "machines", Kind: asset},
			{Code: "2000", Name: "debts", Kind: liability},
			rules.Accounts[1], rules.Accounts[2], rules.Accounts[3], rules.Accounts[4],
			{Code: "5900", Name: "gains and losses by rates", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE},
		}
	})
	return l
}

func inForeign(code string, amount, functional int64) types.Posting {
	return types.NewPosting(code, "operating", foreign, math.NewInt(amount), math.NewInt(functional))
}

// bought is a machine of 260,000 euros on account, at 1.30 to the pound.
func bought(day uint32) *types.MsgPost {
	return &types.MsgPost{
		Officer: testutil.Address(anna), CoopId: north, AccountingDate: day, Narrative: "MACHINE",
		Postings: []types.Posting{
			inForeign("2000", -260_000, -200_000), line("1500", "operating", 200_000),
			inForeign("3000", 260_000, 0),
		},
	}
}

func rateOf(denom string, day uint32, currency, base uint64) *types.MsgSetRate {
	return &types.MsgSetRate{Officer: testutil.Address(anna), CoopId: north, Denom: denom, Day: day, BaseUnits: base, CurrencyUnits: currency}
}

// bothSay what a rate is: Anna enters it, Ben approves.
func (l *ledger) bothSay(message *types.MsgSetRate) {
	l.t.Helper()
	id := l.send(nil, message).(*types.MsgSetRateResponse).PendingId
	require.Zero(l.t, l.send(nil, approval(ben, id)).(*types.MsgApproveEntryResponse).Entry)
}

func revalues(denom string, day uint32) *types.MsgRevalue {
	return &types.MsgRevalue{Officer: testutil.Address(anna), CoopId: north, Denom: denom, Day: day, Narrative: "CLOSING"}
}

func (l *ledger) revalued(message *types.MsgRevalue) types.Entry {
	l.t.Helper()
	id := l.send(nil, message).(*types.MsgRevalueResponse).PendingId
	return l.entryAt(l.send(nil, approval(ben, id)).(*types.MsgApproveEntryResponse).Entry)
}

// carried is what an account of north's operating fund is carried at.
func (l *ledger) carried(code, denom string) int64 {
	l.t.Helper()
	balance, err := l.keeper.Balances.Get(l.ctx, collections.Join4(uint64(north), code, "operating", denom))
	if err != nil {
		require.ErrorIs(l.t, err, collections.ErrNotFound)
		return 0
	}
	return balance.Functional.Int64()
}

// A published example of IAS 21 (Emile Woolf, ACCA P2 study text, chapter 8): a
// machine bought for EUR 260,000 at 1.30 to the pound is GBP 200,000 and stays so;
// what is owed for it is GBP 216,667 at 1.20, and GBP 16,667 are a loss.
func TestAPublishedRevaluation(t *testing.T) {
	l := pounds(newLedger(t))
	l.entered(bought(20230905))
	l.send(types.ErrUnknownRate, revalues(foreign, 20230930))
	l.bothSay(rateOf(foreign, 20230930, 100, 120))
	entry := l.revalued(revalues(foreign, 20230930))
	require.Equal(t, types.Source_SOURCE_REVALUATION, entry.Source)
	require.EqualValues(t, 20230930, entry.AccountingDate)
	require.EqualValues(t, -216_667, l.carried("2000", foreign))
	require.EqualValues(t, 200_000, l.carried("1500", ""))
	require.EqualValues(t, 16_667, l.carried("5900", ""))
	l.send(types.ErrCannotRevalue, revalues(foreign, 20230930))
	l.send(types.ErrNotReversible, &types.MsgReverse{Officer: testutil.Address(ben), CoopId: north, Entry: entry.Number})

	// Another rate for the same day, and the difference is posted.
	l.bothSay(rateOf(foreign, 20230930, 100, 130))
	l.revalued(revalues(foreign, 20230930))
	require.EqualValues(t, -200_000, l.carried("2000", foreign))
	require.Zero(t, l.carried("5900", ""))
	answer, err := l.query.Rates(l.ctx, &types.QueryRatesRequest{Coop: "north"})
	require.NoError(t, err)
	require.Equal(t, []types.Rate{{
		CoopId: north, Denom: foreign, Day: 20230930, BaseUnits: 130, CurrencyUnits: 100, PreparerMemberId: 1, ApproverMemberId: 2,
	}}, answer.Rates)
}

// What is dated after the day is not of that day's balance, whenever it was posted.
func TestRevaluationIsAsOfTheDay(t *testing.T) {
	l := pounds(newLedger(t))
	l.entered(bought(20230905))
	later := bought(20231001)
	later.Postings[0] = inForeign("2000", -130_000, -1_000)
	later.Postings[1] = line("1500", "operating", 1_000)
	later.Postings[2] = inForeign("3000", 130_000, 0)
	l.entered(later)
	l.bothSay(rateOf(foreign, 20230930, 100, 120))
	l.revalued(revalues(foreign, 20230930))
	require.EqualValues(t, -216_667-1_000, l.carried("2000", foreign))
	l.bothSay(rateOf(foreign, lastOfOctober, 100, 130))
	l.revalued(revalues(foreign, lastOfOctober))
	require.EqualValues(t, -300_000, l.carried("2000", foreign))
}

// A claim of the same amount is worth what a debt is, and gains what it loses.
func TestClaimsAndDebtsMirrorEachOther(t *testing.T) {
	l := pounds(newLedger(t))
	l.entered(&types.MsgPost{Officer: testutil.Address(anna), CoopId: north, AccountingDate: 20230901, Postings: []types.Posting{
		inForeign("1200", 7, 5), inForeign("2000", -7, -5),
	}})
	l.bothSay(rateOf(foreign, 20230930, 1, 2))
	entry := l.revalued(revalues(foreign, 20230930))
	require.Len(t, entry.Postings, 2, "gain and loss are even, so nothing is posted for them")
	require.EqualValues(t, 4, l.carried("1200", foreign))
	require.EqualValues(t, -4, l.carried("2000", foreign))
}

// Coins without a fixed value are revalued too; the bank is asked for none of it.
func TestCoinsAreRevalued(t *testing.T) {
	l := pounds(newLedger(t))
	l.funded(1_000)
	l.receives(10)
	require.Zero(t, l.carried("1000", denom))
	l.clock.Seconds += 20 * secondsPerDay
	l.bothSay(rateOf(denom, 20231130, 95, 100))
	entry := l.revalued(revalues(denom, 20231130))
	require.Len(t, entry.Postings, 4, "the coins, their gain, and what is in suspense against its own debt")
	require.EqualValues(t, 950, l.carried("1000", denom))
	require.EqualValues(t, -950, l.carried("5900", ""))
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	_, err := l.keeper.Freezes.Get(l.ctx, north)
	require.ErrorIs(t, err, collections.ErrNotFound)
	// What leaves takes its share of the value along.
	l.send(nil, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: sdk.NewCoins(sdk.NewInt64Coin(denom, 100)), Account: "5000"})
	require.EqualValues(t, 95, l.carried("5000", denom))
}

func TestRevaluationRefuses(t *testing.T) {
	l := newLedger(t)
	l.send(types.ErrInvalidRate, rateOf(foreign, 20230930, 100, 120))
	l.send(types.ErrInvalidRate, revalues(foreign, 20230930))
	pounds(l)
	l.entered(bought(20230905))
	for refused, refusal := range map[*types.MsgSetRate]error{
		rateOf("GBP", 20230930, 1, 1):   types.ErrInvalidRate,
		rateOf(foreign, 20230930, 0, 1): types.ErrInvalidRate,
		rateOf(foreign, 20230930, 1, 0): types.ErrInvalidRate,
		rateOf("!", 20230930, 1, 1):     types.ErrInvalidRate,
		rateOf(foreign, 0, 1, 1):        types.ErrInvalidDate,
		rateOf(foreign, 20230931, 1, 1): types.ErrInvalidDate,
		rateOf(foreign, today+1, 1, 1):  types.ErrInvalidDate,
		{Officer: testutil.Address("east-anna"), CoopId: north, Denom: foreign, Day: 20230930, BaseUnits: 1, CurrencyUnits: 1}: membershiptypes.ErrNotAMember,
	} {
		l.send(refusal, refused)
	}
	l.bothSay(rateOf(foreign, 20230930, 100, 120))
	l.bothSay(rateOf(foreign, today, 100, 120))
	l.bothSay(rateOf(foreign, lastOfOctober, 100, 120))
	l.send(types.ErrCannotRevalue, revalues(foreign, today))
	l.send(types.ErrCannotRevalue, revalues(foreign, 20231130))
	l.send(types.ErrInvalidDate, revalues(foreign, 20230931))
	other := revalues(foreign, 20230930)
	other.Fund = "moon"
	l.send(types.ErrUnknownFund, other)
	other.Fund = "suspense"
	l.send(types.ErrCannotRevalue, other)
	// Two officers, here as everywhere.
	id := l.send(nil, revalues(foreign, 20230930)).(*types.MsgRevalueResponse).PendingId
	l.send(types.ErrSameOfficer, approval(anna, id))
	// The period has changed since it was prepared.
	l.entered(bought(20230906))
	l.send(types.ErrCannotRevalue, approval(ben, id))
	// So has the rate.
	id = l.send(nil, revalues(foreign, 20230930)).(*types.MsgRevalueResponse).PendingId
	l.bothSay(rateOf(foreign, 20230930, 100, 125))
	l.send(types.ErrCannotRevalue, approval(ben, id))
	// No account for it.
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Accounts[8].Role = 0 })
	l.send(types.ErrCannotRevalue, revalues(foreign, 20230930))
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Accounts[8].Role = membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE
	})
	l.clock.Seconds += int64(types.DefaultParams().PendingLifetimeSeconds)
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	l.lockedTo(20230930)
	l.send(types.ErrPeriodLocked, revalues(foreign, 20230930))
	l.send(types.ErrPeriodLocked, rateOf(foreign, 20230930, 1, 1))
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Fiscal = nil })
	l.send(types.ErrNoCalendar, revalues(foreign, lastOfOctober))
}

// Officers post foreign amounts, and to no account that the ledger keeps.
func TestOfficersPostForeignAmountsToTheirOwnAccounts(t *testing.T) {
	l := pounds(newLedger(t))
	for _, code := range []string{"1000", "2900", "5900"} {
		l.send(types.ErrWrongAccount, &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: []types.Posting{
			inForeign(code, 7, 5), inForeign("2000", -7, -5),
		}})
	}
}

// What arrives in a coin without a fixed value, or in another currency, is worth
// what the last rate says, as long as that is not too old.
func TestWhatArrivesHasTheLastRate(t *testing.T) {
	l := pounds(newLedger(t))
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Outside = []membershiptypes.OutsideAccount{{
			Name: "dollars", Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, Currency: "USD", Decimals: 2, Account: "1200", Fund: "operating",
		}}
	})
	l.receives(100)
	l.attested("dollars", 100, "4000")
	require.Zero(t, l.worth("2900", "suspense", denom), "there is no rate yet")
	require.Zero(t, l.worth("1200", "operating", "USD"))

	l.bothSay(rateOf(denom, lastOfOctober, 1, 2))
	l.bothSay(rateOf("USD", lastOfOctober, 80, 100))
	l.receives(101)
	l.attested("dollars", 101, "4000")
	require.EqualValues(t, -51, l.worth("2900", "suspense", denom), "half a unit is rounded away from zero")
	require.EqualValues(t, 81, l.worth("1200", "operating", "USD"))

	l.bothSay(rateOf(denom, today, 3, 1))
	l.receives(10)
	require.EqualValues(t, -81, l.worth("2900", "suspense", denom), "the last one counts")
	l.clock.Seconds += 31 * secondsPerDay
	l.receives(10)
	require.EqualValues(t, -111, l.worth("2900", "suspense", denom))
	l.clock.Seconds += secondsPerDay
	l.receives(10)
	require.EqualValues(t, -111, l.worth("2900", "suspense", denom), "a rate of long ago is none")
}

// What members are owed in their passbooks, and the coins set aside for it, keep
// the value at which they came in.
func TestPassbooksAreNotRevalued(t *testing.T) {
	l := byMonths(newLedger(t))
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		keepPassbooks(rules)
		rules.Currency = "GBP"
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{
			Code: "5900", Name: "gains and losses by rates", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE,
		})
	})
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	withFour(l, 1_000)
	l.owes(4, 100)
	l.bothSay(rateOf(denom, lastOfOctober, 1, 2))
	l.clock.Seconds += 20 * secondsPerDay
	l.bothSay(rateOf(denom, 20231130, 1, 2))
	entry := l.revalued(revalues(denom, 20231130))
	for _, posting := range entry.Postings {
		require.NotEqual(t, "passbook", posting.Fund)
	}
	require.Zero(t, l.worth("1000", "passbook", denom))
	require.Zero(t, l.worth("2500", "passbook", denom))
}
