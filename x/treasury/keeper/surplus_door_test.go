package keeper_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/written"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	nonMember     = membershiptypes.AccountSource_ACCOUNT_SOURCE_NON_MEMBER
	extraordinary = membershiptypes.AccountSource_ACCOUNT_SOURCE_EXTRAORDINARY
)

// withSurplus is a ledger on which north shares its surplus: in a coin, of which ten
// are worth a cent, or outside. It has 1,000 coins to spend, which it has earned.
func withSurplus(t testing.TB, coin string) *ledger {
	l := newLedger(t)
	const (
		asset, income  = membershiptypes.AccountKind_ACCOUNT_KIND_ASSET, membershiptypes.AccountKind_ACCOUNT_KIND_INCOME
		expense, free  = membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, membershiptypes.FundPolicy_FUND_POLICY_FREE
		tens, exchange = 10, membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE
	)
	l.amendCharter(func(charter *membershiptypes.Charter) {
		rules := charter.Book()
		keepPassbooks(&rules)
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: tens, CurrencyUnits: 1}}
		rules.Funds = append(slices.Clone(rules.Funds), membershiptypes.Fund{Name: "reserve", Policy: indivisible},
			membershiptypes.Fund{Name: "courses", Policy: restricted, Purpose: "courses"}, membershiptypes.Fund{Name: "works", Policy: free})
		slices.SortFunc(rules.Funds, func(a, b membershiptypes.Fund) int { return strings.Compare(a.Name, b.Name) })
		rules.Accounts = append(slices.Clone(rules.Accounts),
			membershiptypes.LedgerAccount{Code: "1200", Name: "bank", Kind: asset},
			membershiptypes.LedgerAccount{Code: "2000", Name: "creditors", Kind: liability},
			membershiptypes.LedgerAccount{Code: "3100", Name: "shares", Kind: equity, ByMember: true},
			membershiptypes.LedgerAccount{Code: "4100", Name: "sales to others", Kind: income, Source: nonMember},
			membershiptypes.LedgerAccount{Code: "5100", Name: "costs for others", Kind: expense, Source: nonMember},
			membershiptypes.LedgerAccount{Code: "5200", Name: "fire", Kind: expense, Source: extraordinary},
			membershiptypes.LedgerAccount{Code: "5900", Name: "rates", Kind: expense, Role: exchange},
		)
		slices.SortFunc(rules.Accounts, func(a, b membershiptypes.LedgerAccount) int { return strings.Compare(a.Code, b.Code) })
		rules.Outside = []membershiptypes.OutsideAccount{{Name: "bank", Kind: 1, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "operating"}}
		rules.Instruments = []membershiptypes.Instrument{{
			Name: "share", Kind: 1, Account: "3100", Fund: "operating", Denom: denom, Nominal: math.NewInt(50), CapitalFloor: math.ZeroInt(), ClassIds: []uint32{1},
		}}
		charter.Treasury = &rules
		testutil.ShareSurplus(charter, coin)
	})
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	return withFour(l, 1_000)
}

func cents(amount int64) math.Int { return math.NewInt(amount) }

// gives is an appropriation of so much in cash, of period 3.
func gives(cash int64, changes ...func(*types.Appropriation)) types.Appropriation {
	shares := types.Appropriation{CoopID: north, PeriodNumber: 3, ResolutionID: 9, Cash: cents(cash), Retained: math.ZeroInt()}
	for _, change := range changes {
		change(&shares)
	}
	return shares
}

func toFund(fund string, amount int64) func(*types.Appropriation) {
	return func(a *types.Appropriation) {
		a.ToFunds = append(a.ToFunds, types.FundAmount{Fund: fund, Amount: cents(amount)})
	}
}

func borneBy(fund string, amount int64) func(*types.Appropriation) {
	return func(a *types.Appropriation) {
		a.Borne = append(a.Borne, types.FundAmount{Fund: fund, Amount: cents(amount)})
	}
}

// does what a door is asked for. If it is refused, it must be for the reason given,
// and leave every store as it was.
func (l *ledger) does(refusal error, what func(sdk.Context) (uint64, error)) uint64 {
	l.t.Helper()
	within, changes := written.Within(l.ctx)
	entry, err := what(within)
	count := changes.Count()
	if refusal != nil {
		require.ErrorIs(l.t, err, refusal)
		require.Greater(l.t, len(err.Error()), len(refusal.Error())+20, "a refusal says what and why: %s", err)
		require.Zero(l.t, count, "a refusal changes nothing: %s", err)
		return 0
	}
	require.NoError(l.t, err)
	changes.Keep()
	require.NoError(l.t, l.keeper.CheckInvariants(l.ctx))
	return entry
}

func (l *ledger) appropriates(refusal error, shares types.Appropriation) uint64 {
	l.t.Helper()
	return l.does(refusal, func(ctx sdk.Context) (uint64, error) { return l.keeper.Appropriate(ctx, shares) })
}

func (l *ledger) takes(refusal error, member uint64, cash int64) uint64 {
	l.t.Helper()
	return l.does(refusal, func(ctx sdk.Context) (uint64, error) { return l.keeper.TakeShare(ctx, north, member, 3, cents(cash)) })
}

// sumOf an account of north's in all funds and denoms, in cents.
func (l *ledger) sumOf(code string) (sum int64) {
	l.t.Helper()
	require.NoError(l.t, l.keeper.Totals.Walk(l.ctx, collections.NewSuperPrefixedTripleRange[uint64, string, string](north, code),
		func(_ collections.Triple[uint64, string, string], total math.Int) (bool, error) {
			sum += total.Int64()
			return false, nil
		}))
	return sum
}

func (l *ledger) equityOf(fund string) int64 {
	l.t.Helper()
	amount, err := l.keeper.EquityOf(l.ctx, north, fund)
	require.NoError(l.t, err)
	return amount.Int64()
}

// Who got what of a year, and what each account and purse holds after it.
func TestASurplusIsSharedInCoins(t *testing.T) {
	l := withSurplus(t, denom)
	audit := newAuditor(l)
	entry := l.appropriates(nil, gives(40, toFund("reserve", 15), toFund("courses", 0), func(a *types.Appropriation) { a.Retained = cents(25) }))
	booked, err := l.keeper.Entries.Get(l.ctx, collections.Join(uint64(north), entry))
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_SURPLUS, booked.Source)
	require.Equal(t, "PERIOD-3", booked.Narrative)
	require.EqualValues(t, 9, booked.ResolutionId)
	require.EqualValues(t, today, booked.AccountingDate)
	require.Len(t, booked.Postings, 7, "what is zero makes no line")
	require.Equal(t, []int64{80, -15, -25, -40}, []int64{l.sumOf("3800"), l.sumOf("3810"), l.sumOf("3820"), l.sumOf("2600")})
	require.EqualValues(t, 400, l.holds(purse("surplus")))
	require.EqualValues(t, 600, l.holds(purse("operating")))
	require.EqualValues(t, 15, l.equityOf("reserve"))
	require.EqualValues(t, 25, l.equityOf("operating"), "what of the results has been shared is none of a fund's")

	taken, err := l.keeper.Entries.Get(l.ctx, collections.Join(uint64(north), l.takes(nil, 4, 30)))
	require.NoError(t, err)
	require.EqualValues(t, 4, taken.MemberId)
	require.True(t, taken.RelatedParty)
	require.EqualValues(t, 300, l.debt(4))
	require.EqualValues(t, 300, l.holds(purse("passbook")))
	l.takes(types.ErrNotShared, 3, 11)
	l.leaves(cara)
	l.takes(nil, 3, 10)
	require.EqualValues(t, 100, l.debt(3), "who has left gets its share")
	l.takes(types.ErrNotShared, 4, 1)
	require.Zero(t, l.holds(purse("surplus")))
	require.Zero(t, l.sumOf("2600"))

	require.Equal(t, entry+3, l.appropriates(nil, gives(0, borneBy("reserve", 15))))
	require.Zero(t, l.equityOf("reserve"), "and what is indivisible bears a loss where the charter says so")
	require.EqualValues(t, 65, l.sumOf("3800"))
	audit.agrees()
}

// Without a coin it is owed in the book's currency, and paid out of the bank.
func TestASurplusIsPaidOutside(t *testing.T) {
	l := withSurplus(t, "")
	l.appropriates(nil, gives(40, toFund("works", 5)))
	require.EqualValues(t, 1_000, l.holds(purse("operating")), "no coin has moved")
	require.Equal(t, []int64{45, -5, -40}, []int64{l.sumOf("3800"), l.sumOf("3810"), l.sumOf("2600")})
	l.takes(types.ErrNotShared, 4, 41)
	l.takes(nil, 4, 40)
	l.takes(types.ErrNotShared, 4, 1)
	require.EqualValues(t, -40, l.sumOf("2610"))

	l.attested("bank", 500, "4000")
	pays := payBank(40)
	pays.Account = "2610"
	l.send(types.ErrNoMember, pays)
	pays.PayeeMemberId = 4
	payment := l.send(nil, pays).(*types.MsgPayOutsideResponse).PaymentId
	file := l.send(nil, records(40, payment)).(*types.MsgRecordPaymentFileResponse).FileId
	l.send(nil, confirms(file, []uint64{payment}, nil))
	require.Zero(t, l.sumOf("2610"))
	require.NoError(t, l.keeper.Parts.Walk(l.ctx, nil, func(key collections.Quad[uint64, string, uint64, string], part types.Balance) (bool, error) {
		require.NotEqual(t, "2610", key.K2(), "nothing is owed to anybody: %s", part.String())
		return false, nil
	}))
	l.send(nil, &types.MsgReturnPayment{Officer: testutil.Address(anna), CoopId: north, PaymentId: payment, Reason: "CLOSED", DocumentSha256: statement})
	l.send(nil, approval(ben, l.lastPending()))
	require.EqualValues(t, -40, l.sumOf("2610"), "what the bank sends back is owed again")
	newAuditor(l).agrees()
}

// lastPending is the number that was given last to an entry that waits.
func (l *ledger) lastPending() uint64 {
	l.t.Helper()
	book, err := l.keeper.Books.Get(l.ctx, north)
	require.NoError(l.t, err)
	return book.LastPendingId
}

// Coins that are carried at less than they are worth make a gain by rates when they
// are set aside, and lie there at what members got.
func TestSharesAreSetAsideAtTheirWorth(t *testing.T) {
	l := withSurplus(t, denom)
	for range 10 {
		l.funded(9) // worth nothing, rounded down
	}
	l.appropriates(nil, gives(50))
	require.EqualValues(t, -50, l.sumOf("2600"))
	require.EqualValues(t, 50, l.sumOf("3800"))
	require.EqualValues(t, 45-50, l.sumOf("5900"), "500 of 1,090 coins are carried at 45")
	l.takes(nil, 4, 17)
	l.takes(nil, 4, 33)
	require.Zero(t, l.sumOf("2600"))
	result, err := l.keeper.ResultOfDays(l.ctx, north, today, today)
	require.NoError(t, err)
	require.EqualValues(t, 105, result.Member.Int64())
}

func TestAppropriationsThatAreRefused(t *testing.T) {
	endless := func(a *types.Appropriation) { a.Cash = huge(239) }
	for name, tc := range map[string]struct {
		coin    string
		prepare func(*ledger)
		shares  types.Appropriation
		refusal error
	}{
		"more than the purse holds":      {denom, nil, gives(101), types.ErrNotEnough},
		"more than any purse holds":      {denom, nil, gives(0, endless), types.ErrOverflow},
		"coins that are reserved":        {denom, reserves, gives(95), types.ErrNotEnough},
		"below a floor":                  {denom, func(l *ledger) { l.charter(floorOf(600)) }, gives(41), types.ErrBelowFloor},
		"more than liquidity lets go":    {denom, func(l *ledger) { l.charter(liquid); l.owesCreditor(61) }, gives(40), types.ErrIlliquid},
		"in a frozen treasury":           {denom, (*ledger).freeze, gives(1), types.ErrFrozen},
		"frozen, and outside":            {"", (*ledger).freeze, gives(1), types.ErrFrozen},
		"no such co-op":                  {denom, nil, gives(1, func(a *types.Appropriation) { a.CoopID = 99 }), membershiptypes.ErrUnknownCoop},
		"a co-op that shares none":       {denom, nil, gives(1, func(a *types.Appropriation) { a.CoopID = east }), types.ErrNoSurplus},
		"no cash given":                  {denom, nil, gives(0, func(a *types.Appropriation) { a.Cash = math.Int{} }), types.ErrInvalidAppropriation},
		"less than no cash":              {denom, nil, gives(-1), types.ErrInvalidAppropriation},
		"less than nothing retained":     {"", nil, gives(0, func(a *types.Appropriation) { a.Retained = cents(-1) }), types.ErrInvalidAppropriation},
		"less than nothing to a fund":    {"", nil, gives(0, toFund("reserve", -1)), types.ErrInvalidAppropriation},
		"a fund without an amount":       {"", nil, gives(0, func(a *types.Appropriation) { a.ToFunds = []types.FundAmount{{Fund: "reserve"}} }), types.ErrInvalidAppropriation},
		"a fund twice":                   {"", nil, gives(0, toFund("reserve", 1), toFund("reserve", 1)), types.ErrInvalidAppropriation},
		"no such fund":                   {"", nil, gives(0, toFund("moon", 1)), types.ErrUnknownFund},
		"to what is unclassified":        {"", nil, gives(0, toFund("suspense", 1)), types.ErrFundPolicy},
		"to what is the members'":        {denom, nil, gives(0, toFund("surplus", 1)), types.ErrFundPolicy},
		"to passbooks":                   {denom, nil, gives(0, toFund("passbook", 1)), types.ErrFundPolicy},
		"a loss that a fund can't bear":  {denom, nil, gives(0, borneBy("reserve", 1)), types.ErrInvalidAppropriation},
		"a loss of less than nothing":    {denom, nil, gives(0, borneBy("reserve", -1)), types.ErrInvalidAppropriation},
		"a loss of what is for courses":  {denom, nil, gives(0, borneBy("courses", 0)), types.ErrFundPolicy},
		"to a fund more than books hold": {"", nil, gives(0, toFund("reserve", 1), func(a *types.Appropriation) { a.Retained = huge(types.MaxAmountBits).SubRaw(1) }), types.ErrOverflow},
	} {
		t.Run(name, func(t *testing.T) {
			l := withSurplus(t, tc.coin)
			if tc.prepare != nil {
				tc.prepare(l)
			}
			l.appropriates(tc.refusal, tc.shares)
		})
	}
	for _, coin := range []string{"", denom} {
		l := withSurplus(t, coin)
		before := l.hash()
		require.Zero(t, l.appropriates(nil, gives(0, toFund("reserve", 0), borneBy("reserve", 0))), "nothing makes no entry")
		require.Zero(t, l.takes(nil, 4, 0))
		require.Equal(t, before, l.hash())
	}
}

// reserves 60 coins for a payment that waits for its day.
func reserves(l *ledger) {
	l.send(nil, opens(terms()))
	asked := asks(1, 60)
	asked.NotBefore = l.clock.Seconds + day
	l.approved(l.asked(asked))
}

func floorOf(amount int64) func(*membershiptypes.TreasuryRules) {
	return func(rules *membershiptypes.TreasuryRules) {
		rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: denom, Amount: math.NewInt(amount), Spending: true}}
	}
}

func liquid(rules *membershiptypes.TreasuryRules) {
	rules.Liquidity = &membershiptypes.LiquidityTest{BasisPoints: 10_000, Assets: []string{"1000"}, Liabilities: []string{"2000"}}
}

// owesCreditor books an invoice of so many cents.
func (l *ledger) owesCreditor(amount int64) {
	l.t.Helper()
	l.send(nil, &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: []types.Posting{line("5000", "operating", amount), line("2000", "operating", -amount)}})
	l.send(nil, approval(ben, l.lastPending()))
}

func TestSharesThatAreNotTaken(t *testing.T) {
	for _, coin := range []string{"", denom} {
		l := withSurplus(t, coin)
		l.appropriates(nil, gives(40))
		l.takes(types.ErrNotShared, 4, 41)
		l.takes(types.ErrInvalidAppropriation, 4, -1)
		l.takes(membershiptypes.ErrUnknownMember, 99, 1)
		l.does(types.ErrInvalidAppropriation, func(ctx sdk.Context) (uint64, error) { return l.keeper.TakeShare(ctx, north, 4, 3, math.Int{}) })
		l.does(types.ErrNoSurplus, func(ctx sdk.Context) (uint64, error) { return l.keeper.TakeShare(ctx, east, 1, 3, cents(1)) })
		l.freeze()
		l.takes(types.ErrFrozen, 4, 1)
	}
}

// What members have got is moved by the ledger alone, whoever else tries.
func TestNobodyElseTakesWhatMembersGot(t *testing.T) {
	l := withSurplus(t, denom)
	outside := withSurplus(t, "")
	for _, l := range []*ledger{l, outside} {
		l.appropriates(nil, gives(40, toFund("reserve", 10)))
	}
	post := func(code, fund string, amount int64) *types.MsgPost {
		return &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: []types.Posting{line(code, fund, amount), line("5000", "operating", -amount)}}
	}
	for _, code := range []string{"3800", "3810", "3820", "2600"} {
		l.send(types.ErrWrongAccount, post(code, "operating", 1))
		l.send(types.ErrWrongAccount, post(code, "operating", -1))
		outside.send(types.ErrWrongAccount, attests("bank", 1, code))
	}
	l.send(types.ErrFundPolicy, post("4000", "surplus", 1))
	for _, amount := range []int64{1, -1} {
		mine := post("2610", "operating", amount)
		mine.Postings[0].MemberId = 4
		outside.send(types.ErrWrongAccount, mine)
	}
	outside.attested("bank", 100, "4000")
	for _, amount := range []int64{1, -1} {
		outside.send(types.ErrWrongAccount, attests("bank", amount, "2610"))
	}
	l.receives(7)
	l.send(types.ErrFundPolicy, &types.MsgClassify{Authority: account(north), CoopId: north, Coin: coins(7)[0], Fund: "surplus", Account: "4000"})
	l.send(types.ErrWrongAccount, &types.MsgClassify{Authority: account(north), CoopId: north, Coin: coins(7)[0], Fund: "operating", Account: "2600"})
	for _, funds := range [][2]string{{"surplus", "operating"}, {"operating", "surplus"}} {
		l.send(types.ErrFundPolicy, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: funds[0], ToFund: funds[1], Coins: coins(1)})
	}
	l.send(types.ErrFundPolicy, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "surplus", Payee: testutil.Address("thief"), Coins: coins(1), Account: "5000"})
	l.send(types.ErrWrongAccount, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("thief"), Coins: coins(1), Account: "2600"})
	budget := terms()
	budget.Fund = "surplus"
	l.send(types.ErrFundPolicy, opens(budget))
	for _, code := range []string{"2600", "3810"} {
		budget = terms()
		budget.Account = code
		l.send(types.ErrWrongAccount, opens(budget))
	}
	require.ErrorIs(t, l.bank.SendCoins(l.ctx, purse("surplus"), person("thief"), coins(1)), types.ErrPurseClosed)
	l.rich("visitor", coins(5))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), purse("surplus"), coins(5)))
	require.EqualValues(t, 400, l.holds(purse("surplus")), "what is sent there is a receipt like any other")
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

func TestResultsAndFigures(t *testing.T) {
	l := withSurplus(t, denom)
	yesterday := uint32(today - 1)
	for _, post := range []struct {
		code   string
		day    uint32
		earned int64
	}{{"4100", today, 30}, {"5100", yesterday, -12}, {"5200", yesterday, -7}, {"4000", yesterday, 5}, {"4000", 20221231, 400}} {
		l.send(nil, &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, AccountingDate: post.day, Postings: []types.Posting{
			line(post.code, "operating", -post.earned), line("3000", "works", post.earned),
		}})
		l.send(nil, approval(ben, l.lastPending()))
	}
	l.rich(dora, coins(120))
	l.send(nil, &types.MsgSubscribe{Signer: testutil.Address(dora), CoopId: north, MemberId: 4, Instrument: "share", Number: 2})
	l.send(nil, &types.MsgPayIn{Payer: testutil.Address(dora), CoopId: north, LotId: 1, Coin: coins(100)[0]})
	for _, tc := range []struct {
		first, last                      uint32
		member, nonMember, extraordinary int64
	}{
		{today, today, 100, 30, 0},
		{yesterday, yesterday, 5, -12, -7},
		{20230101, today, 105, 18, -7},
		{20221231, 20221231, 400, 0, 0},
		{20230101, 20230131, 0, 0, 0},
		{20221011, today, 505, 18, -7}, // 400 days
	} {
		result, err := l.keeper.ResultOfDays(l.ctx, north, tc.first, tc.last)
		require.NoError(t, err)
		require.Equal(t, []int64{tc.member, tc.nonMember, tc.extraordinary}, []int64{result.Member.Int64(), result.NonMember.Int64(), result.Extraordinary.Int64()}, tc)
	}
	for _, days := range [][2]uint32{{20221010, today}, {today, yesterday}, {0, today}, {today, 20231332}} {
		_, err := l.keeper.ResultOfDays(l.ctx, north, days[0], days[1])
		require.ErrorIs(t, err, types.ErrInvalidDate)
	}
	_, err := l.keeper.ResultOfDays(l.ctx, 99, today, today)
	require.ErrorIs(t, err, membershiptypes.ErrUnknownCoop)

	l.appropriates(nil, gives(20))
	so, err := l.keeper.ResultSoFar(l.ctx, north)
	require.NoError(t, err)
	require.Equal(t, []int64{505, 18, -7}, []int64{so.Member.Int64(), so.NonMember.Int64(), so.Extraordinary.Int64()}, "sharing is no cost")
	capital, assets, err := l.keeper.Figures(l.ctx, north)
	require.NoError(t, err)
	require.EqualValues(t, 10, capital.Int64())
	require.EqualValues(t, 110, assets.Int64())
	_, err = l.keeper.EquityOf(l.ctx, north, "moon")
	require.ErrorIs(t, err, types.ErrUnknownFund)

	through, err := l.keeper.LockedThrough(l.ctx, north)
	require.NoError(t, err)
	require.Zero(t, through)
	byMonths(l).lockedTo(20230930)
	through, err = l.keeper.LockedThrough(l.ctx, north)
	require.NoError(t, err)
	require.EqualValues(t, 20230930, through)
}

func TestSharesAndResultsAreImported(t *testing.T) {
	for _, coin := range []string{"", denom} {
		l := withSurplus(t, coin)
		l.appropriates(nil, gives(40, toFund("reserve", 10)))
		l.takes(nil, 4, 15)
		before := l.hash()
		genesis, err := l.keeper.ExportGenesis(l.ctx)
		require.NoError(t, err)
		l.reimport(genesis)
		require.Equal(t, before, l.hash(), "every record is back")
		require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	}
}

// An auditor finds what is missing of the coins set aside, and a day that earned
// something else.
func TestInvariantsOfASurplus(t *testing.T) {
	key := collections.Join3(uint64(north), uint32(today), uint32(0))
	for name, spoil := range map[string]func(*ledger) error{
		"a day that earned more":   func(l *ledger) error { return l.keeper.DayResults.Set(l.ctx, key, math.NewInt(101)) },
		"a day that isn't counted": func(l *ledger) error { return l.keeper.DayResults.Remove(l.ctx, key) },
		"a day without entries": func(l *ledger) error {
			return l.keeper.DayResults.Set(l.ctx, collections.Join3(uint64(north), uint32(20230101), uint32(1)), math.OneInt())
		},
		"a coin of another value": func(l *ledger) error {
			l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Coins[0].BaseUnits = 20 })
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := withSurplus(t, denom)
			l.appropriates(nil, gives(40))
			require.NoError(t, spoil(l))
			require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
		})
	}
}
