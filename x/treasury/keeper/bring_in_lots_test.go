package keeper_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// What members held before they came here is brought in by parts of one document, out
// of the account of the opening balance; a loan goes on from where it is.
func TestLotsAreBroughtIn(t *testing.T) {
	l := withHoldings(t)
	l.on("2024-01-01")
	made := l.send(nil, bringsIn(1,
		given(1, "share", 2, 20150301, 100), given(3, "share", 3, 20231215, 40), given(4, "loan", 600, 20230704, 600))).(*types.MsgBringInLotsResponse)
	require.EqualValues(t, 1, made.FirstLotId)
	require.EqualValues(t, -140, l.bears(capital, "operating"))
	require.EqualValues(t, -600, l.bears(lent, "operating"))
	require.EqualValues(t, 740, l.bears("3000", "operating"), "the opening balance is made good")
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: made.Entry})
	require.NoError(t, err)
	require.Len(t, entry.Entry.Postings, 4)
	require.EqualValues(t, 9, entry.Entry.ResolutionId)
	require.EqualValues(t, 20150301, l.sharesOf(1)[0].Lot.Date)
	require.EqualValues(t, 20, l.late(3, 20240115)[types.ArrearsKind_ARREARS_KIND_INSTALMENTS].Amount.Int64(), "two parts of 30 were due")

	l.send(types.ErrInvalidBringIn, bringsIn(1, given(2, "share", 1, 20150301, 50)))
	l.send(nil, bringsIn(2, given(2, "share", 1, 20150301, 50)))
	// Lent on 4 July, for 365 days in three parts: the first was due after 121, long ago.
	l.days(0)
	require.EqualValues(t, 200, l.debt(4), "no interest from before")
	require.EqualValues(t, 62*day, l.redemptions()[0].DueAt-l.clock.Seconds, "and the next has its own day, the 243rd")
}

// Whoever left holds what they hold, and is redeemed by the terms.
func TestLotsOfWhoHasLeft(t *testing.T) {
	l := withHoldings(t)
	l.leaves(dora)
	l.send(nil, bringsIn(1, given(4, "share", 2, 20150301, 100), given(1, "share", 2, 20150301, 100)))
	l.send(nil, redeems(dora, 4, "share", 0))
	l.days(90)
	require.EqualValues(t, 100, l.debt(4))
}

func TestRefusedBringIns(t *testing.T) {
	l := withHoldings(t)
	ok := given(4, "share", 2, 20150301, 100)
	with := func(change func(*types.MsgBringInLots)) *types.MsgBringInLots {
		message := bringsIn(1, ok)
		change(message)
		return message
	}
	for name, c := range map[string]struct {
		message sdk.Msg
		refusal error
	}{
		"error - by an officer":          {with(func(m *types.MsgBringInLots) { m.Authority = testutil.Address(anna) }), types.ErrUnauthorized},
		"error - no document":            {with(func(m *types.MsgBringInLots) { m.DocumentSha256 = nil }), types.ErrInvalidBringIn},
		"error - no part":                {with(func(m *types.MsgBringInLots) { m.Part = 0 }), types.ErrInvalidBringIn},
		"error - no lots":                {with(func(m *types.MsgBringInLots) { m.Lots = nil }), types.ErrInvalidBringIn},
		"error - too many":               {with(func(m *types.MsgBringInLots) { m.Lots = slices.Repeat([]types.LotGiven{ok}, 101) }), types.ErrInvalidBringIn},
		"error - against the members'":   {with(func(m *types.MsgBringInLots) { m.Account = "2500" }), types.ErrWrongAccount},
		"error - against income":         {with(func(m *types.MsgBringInLots) { m.Account = "4000" }), types.ErrWrongAccount},
		"error - against itself":         {with(func(m *types.MsgBringInLots) { m.Account = capital }), types.ErrWrongAccount},
		"error - of nobody":              {bringsIn(1, given(9, "share", 1, 20150301, 50)), types.ErrInvalidBringIn},
		"error - no such instrument":     {bringsIn(1, given(4, "bond", 1, 20150301, 50)), types.ErrInvalidBringIn},
		"error - the second line":        {bringsIn(1, ok, given(4, "share", 0, 20150301, 50)), types.ErrInvalidBringIn},
		"error - more than its value":    {bringsIn(1, given(4, "share", 1, 20150301, 51)), types.ErrInvalidBringIn},
		"error - less than nothing":      {bringsIn(1, given(4, "share", 1, 20150301, -1)), types.ErrInvalidBringIn},
		"error - of a day to come":       {bringsIn(1, given(4, "share", 1, 20231115, 50)), types.ErrInvalidBringIn},
		"error - of no day":              {bringsIn(1, given(4, "share", 1, 20230231, 50)), types.ErrInvalidBringIn},
		"error - a loan not paid":        {bringsIn(1, given(4, "loan", 600, 20230704, 500)), types.ErrInvalidBringIn},
		"error - more than is issued":    {bringsIn(1, given(4, "loan", 100_001, 20230704, 100_001)), types.ErrInvalidBringIn},
		"error - an amount of nothing":   {bringsIn(1, types.LotGiven{MemberId: 4, Instrument: "share", Number: 1, Date: 20150301}), types.ErrInvalidBringIn},
		"error - more lots than allowed": {bringsIn(1, slices.Repeat([]types.LotGiven{given(4, "share", 1, 20150301, 50)}, 51)...), types.ErrInvalidBringIn},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
}

// Where the book has a currency, capital is carried at the value with which it came;
// what the coins that go back are carried at otherwise is a gain or a loss by rates.
func TestHoldingsKeepTheirValue(t *testing.T) {
	l := newLedger(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		keepPassbooks(rules)
		keepHoldings(rules)
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 1, CurrencyUnits: 3}}
		rules.Accounts = append(slices.Clone(rules.Accounts), membershiptypes.LedgerAccount{
			Code: "9000", Name: "exchange", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE,
		})
	})
	l.instrument("share", func(i *membershiptypes.Instrument) { i.CapitalFloor = math.ZeroInt() })
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	withFour(l, 1_000)
	for _, name := range []string{cara, dora} {
		l.rich(name, coins(5_000))
	}
	l.bought(dora, 4, "share", 3) // 150 at 3 each, beside 1,000 at 3
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 1, CurrencyUnits: 4}}
	})
	l.bought(cara, 3, "share", 2) // 100 at 4
	l.send(nil, redeems(dora, 4, "share", 2))
	l.days(90)
	require.EqualValues(t, 100, l.debt(4))
	value := func(account, fund, of string) int64 {
		answer, err := l.query.TrialBalance(l.ctx, &types.QueryTrialBalanceRequest{Coop: "north"})
		require.NoError(t, err)
		for _, line := range answer.Lines {
			if line.Account == account && line.Fund == fund && line.Denom == of {
				return line.Balance.Functional.Int64()
			}
		}
		return 0
	}
	require.EqualValues(t, -(450 - 300 + 400), value(capital, "operating", denom))
	require.EqualValues(t, 308, value("1000", "passbook", denom), "100 of 1,250 that are carried at 3,850")
	require.EqualValues(t, 308-300, value("9000", "operating", ""), "a loss")
}

// An export holds all of it, and an import is refused whose holdings the journal
// doesn't know.
func TestHoldingsAreExported(t *testing.T) {
	l := withHoldings(t)
	l.send(nil, bringsIn(1, given(1, "share", 3, 20150301, 150)))
	l.bought(dora, 4, "loan", 500)
	l.bought(cara, 3, "share", 2)
	lot := l.send(nil, subscribes(dora, 4, "share", 2)).(*types.MsgSubscribeResponse).LotId
	l.send(nil, redeems(cara, 3, "share", 1))
	l.send(nil, transfers(anna, 1, "share", 2, 1))
	l.days(40)
	l.send(nil, accrues(2))
	l.send(nil, setsOff(testutil.Address(anna), 4, lot, 20))
	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, genesis.Lots, 4)
	require.Len(t, genesis.Redemptions, 2)
	require.Len(t, genesis.Transfers, 1)
	require.Len(t, genesis.SetOffs, 1)
	require.Len(t, genesis.BroughtIn, 1)
	before := l.hash()
	l.reimport(genesis)
	require.Equal(t, before, l.hash(), "every record is back")
	for name, spoil := range map[string]func(*types.GenesisState){
		"a lot more": func(g *types.GenesisState) {
			g.Lots[0].Number, g.Lots[0].Nominal = 4, math.NewInt(200)
			g.Lots[0].Paid = math.NewInt(200)
		},
		"a lot twice":              func(g *types.GenesisState) { g.Lots = append(g.Lots, g.Lots[3]) },
		"a lot of nobody":          func(g *types.GenesisState) { g.Lots[0].MemberId = 9 },
		"a lot of another":         func(g *types.GenesisState) { g.Lots[0].MemberId = 2 },
		"a lot of no instrument":   func(g *types.GenesisState) { g.Lots[0].Instrument = "bond" },
		"a lot of another value":   func(g *types.GenesisState) { g.Lots[0].Nominal = math.NewInt(151) },
		"a lot overpaid":           func(g *types.GenesisState) { g.Lots[0].Paid = math.NewInt(151) },
		"a lot of no day":          func(g *types.GenesisState) { g.Lots[0].Date = 0 },
		"a lot to come":            func(g *types.GenesisState) { g.Lots[3].Id = 99 },
		"interest that isn't owed": func(g *types.GenesisState) { g.Lots[1].Interest = math.NewInt(99) },
		"a whole rest":             func(g *types.GenesisState) { g.Lots[1].Rest = math.NewInt(3_650_000) },
		"a loan repaid":            func(g *types.GenesisState) { g.Lots[1].Repaid = 3 },
		"more is redeemed":         func(g *types.GenesisState) { g.Redemptions[1].Number = 3 },
		"a redemption of nothing":  func(g *types.GenesisState) { g.Redemptions[1].Number = 0 },
		"a redemption to come":     func(g *types.GenesisState) { g.Redemptions[1].Id = 99 },
		"a redemption never due":   func(g *types.GenesisState) { g.Redemptions[1].DueAt = 0 },
		"a repayment of no loan":   func(g *types.GenesisState) { g.Redemptions[0].LotId = 99 },
		"a transfer twice":         func(g *types.GenesisState) { g.Transfers = append(g.Transfers, g.Transfers[0]) },
		"a transfer of nothing":    func(g *types.GenesisState) { g.Transfers[0].Number = 0 },
		"a set-off twice":          func(g *types.GenesisState) { g.SetOffs = append(g.SetOffs, g.SetOffs[0]) },
		"a set-off against nobody": func(g *types.GenesisState) { g.SetOffs[0].MemberId = 9 },
		"a transfer to nobody":     func(g *types.GenesisState) { g.Transfers[0].ToMemberId = 9 },
		"a set-off of nothing":     func(g *types.GenesisState) { g.SetOffs[0].Coin.Amount = math.ZeroInt() },
		"a part twice":             func(g *types.GenesisState) { g.BroughtIn = append(g.BroughtIn, g.BroughtIn[0]) },
		"a part of no document":    func(g *types.GenesisState) { g.BroughtIn[0].DocumentSha256 = nil },
	} {
		t.Run(name, func(t *testing.T) {
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			spoil(genesis)
			fresh, _ := l.ctx.CacheContext()
			l.emptied(fresh)
			require.ErrorIs(t, l.keeper.InitGenesis(fresh, genesis), types.ErrInvalidGenesis)
		})
	}
}

// Shares in the book's currency are paid in through the bank, when two officers have
// attested the receipt and one has said for which lot; what is given back is owed on an
// account of its own, and paid out of the bank.
func TestSharesThroughTheBank(t *testing.T) {
	l := withOutside(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		byMember := func(code string, kind membershiptypes.AccountKind) membershiptypes.LedgerAccount {
			return membershiptypes.LedgerAccount{Code: code, Name: "members", Kind: kind, ByMember: true}
		}
		rules.Accounts = append(slices.Clone(rules.Accounts), byMember("2650", liability), byMember(capital, equity))
		slices.SortFunc(rules.Accounts, func(a, b membershiptypes.LedgerAccount) int { return strings.Compare(a.Code, b.Code) })
		share := memberShare()
		share.Denom, share.Nominal, share.CapitalFloor, share.RepaidTo = "EUR", math.NewInt(5_000), math.ZeroInt(), "2650"
		rules.Instruments = []membershiptypes.Instrument{share}
	})
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	lot := l.send(nil, subscribes(ben, 2, "share", 3)).(*types.MsgSubscribeResponse).LotId
	l.attested("bank", 15_000, "")
	classifies := &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin("EUR", 15_000), Fund: "operating", Outside: "bank", LotId: lot, Narrative: "SHARES-B",
	}
	l.send(nil, classifies)
	l.send(types.ErrInvalidHolding, classifies)
	require.EqualValues(t, -15_000, l.worth(capital, "operating", "EUR"))
	require.True(t, l.sharesOf(2)[0].Lot.Unpaid().IsZero())
	l.send(nil, redeems(ben, 2, "share", 2))
	l.days(90)
	require.EqualValues(t, -5_000, l.worth(capital, "operating", "EUR"))
	require.EqualValues(t, -10_000, l.worth("2650", "operating", "EUR"), "owed until it is paid")
	require.Empty(t, l.redemptions())
	pays := payBank(10_000)
	pays.Account, pays.PayeeMemberId = "2650", 2
	l.send(nil, pays)
}
