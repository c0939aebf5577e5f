package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// hosting keeps 7 % of what its project Lighthouse takes in; a coin is worth ten cents.
func hosting(t testing.TB) *ledger {
	l := newLedger(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 1, CurrencyUnits: 10}}
		rules.Funds = append(rules.Funds[:1:1], membershiptypes.Fund{Name: "project", Policy: membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: "Lighthouse"}, rules.Funds[1])
		account := func(code string, kind membershiptypes.AccountKind) membershiptypes.LedgerAccount {
			return membershiptypes.LedgerAccount{Code: code, Name: code, Kind: kind}
		}
		rules.Accounts = append(rules.Accounts[:1:1], append([]membershiptypes.LedgerAccount{account("2000", membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY)}, rules.Accounts[1:]...)...)
		rules.Accounts = append(rules.Accounts[:5:5], account("4020", membershiptypes.AccountKind_ACCOUNT_KIND_INCOME), rules.Accounts[5])
		rules.Overheads = []membershiptypes.FundOverhead{{Fund: "project", BasisPoints: 700, Account: "4020"}}
		require.NoError(t, rules.Validate(membershiptypes.DefaultParams()))
	})
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	return l
}

// toProject classifies a receipt to the project's fund.
func toProject(amount int64, account string) *types.MsgClassify {
	return &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin(denom, amount), Fund: "project", Account: account, Narrative: "GIFT-7",
	}
}

// The umbrella keeps its part of a gift in the same entry, rounded down: 7 % of 157 is
// 10.99.
func TestTheOverheadOfAGift(t *testing.T) {
	l := hosting(t)
	l.receives(157)
	number := l.send(nil, toProject(157, "4000")).(*types.MsgClassifyResponse).Entry
	require.EqualValues(t, 147, l.holds(purse("project")))
	require.EqualValues(t, 10, l.holds(purse("operating")))
	require.Zero(t, l.holds(purse("suspense")))
	require.EqualValues(t, -147, l.bears("4000", "project"))
	require.EqualValues(t, -10, l.bears("4020", "operating"))
	income, err := l.keeper.Balances.Get(l.ctx, collections.Join4(uint64(north), "4020", "operating", denom))
	require.NoError(t, err)
	require.EqualValues(t, -100, income.Functional.Int64())
	entry := l.entryAt(number)
	require.Len(t, entry.Postings, 6)
	require.Equal(t, types.Source_SOURCE_OFFICER, entry.Source)

	answer, err := l.query.Funds(l.ctx, &types.QueryFundsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Equal(t, []membershiptypes.FundOverhead{{Fund: "project", BasisPoints: 700, Account: "4020"}}, answer.Overheads)
}

func TestWhatHasNoOverhead(t *testing.T) {
	t.Run("less than one unit of it", func(t *testing.T) {
		l := hosting(t)
		l.receives(14)
		entry := l.entryAt(l.send(nil, toProject(14, "4000")).(*types.MsgClassifyResponse).Entry)
		require.Len(t, entry.Postings, 4, "7 % of 14 is less than one")
		require.EqualValues(t, 14, l.holds(purse("project")))
	})
	t.Run("what is owed to somebody", func(t *testing.T) {
		l := hosting(t)
		l.receives(100)
		l.send(nil, toProject(100, "2000"))
		require.EqualValues(t, 100, l.holds(purse("project")))
		require.EqualValues(t, -100, l.bears("2000", "project"))
	})
	t.Run("another fund", func(t *testing.T) {
		l := hosting(t)
		l.funded(100)
		require.EqualValues(t, 100, l.holds(purse("operating")))
		require.Zero(t, l.bears("4020", "operating"))
	})
	t.Run("what the members move to it", func(t *testing.T) {
		l := hosting(t)
		l.funded(100)
		l.send(nil, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: "operating", ToFund: "project", Coins: coins(60)})
		require.EqualValues(t, 60, l.holds(purse("project")))
	})
}

// Equity that is given to the project bears it too, and so does what the members
// classify themselves; a refused receipt changes nothing.
func TestTheOverheadOfAnEndowment(t *testing.T) {
	l := hosting(t)
	l.receives(1_000)
	byAll := toProject(1_000, "3000")
	byAll.Authority = account(north)
	l.send(nil, byAll)
	require.EqualValues(t, -930, l.bears("3000", "project"))
	require.EqualValues(t, 70, l.holds(purse("operating")))
	l.send(types.ErrNotEnough, toProject(1, "4000"))
}

// The project's own people spend its fund and nobody else's money; the umbrella's
// budgets don't reach it.
func TestAProjectsOwnBudget(t *testing.T) {
	l := withFour(hosting(t), 500)
	l.receives(100)
	l.send(nil, toProject(100, "4000"))
	given := terms()
	given.Fund, given.Spenders, given.Approvers, given.Approvals = "project", types.Circle{MemberIds: []uint64{3}}, types.Circle{MemberIds: []uint64{4}}, 1
	given.Cap, given.Ceiling = math.NewInt(1_000), math.ZeroInt()
	budget := l.opened(given)
	l.send(types.ErrUnauthorized, asks(budget, 10))
	message := asks(budget, 94)
	message.Member = testutil.Address(cara)
	payment := l.asked(message)
	l.send(types.ErrUnauthorized, approves(ben, payment))
	l.send(types.ErrNotEnough, approves(dora, payment))
	message.Coin.Amount = math.NewInt(93)
	require.Equal(t, paid, l.send(nil, approves(dora, l.asked(message))).(*types.MsgApprovePaymentResponse).Status)
	require.EqualValues(t, 507, l.holds(purse("operating")))
	l.send(types.ErrFundPolicy, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: "project", ToFund: "operating", Coins: coins(1)})
}

// The preset of an umbrella hosts a project out of the box.
func TestThePresetOfAnUmbrella(t *testing.T) {
	l := newLedger(t)
	preset, err := charters.Preset("umbrella")
	require.NoError(t, err)
	l.charter(func(rules *membershiptypes.TreasuryRules) { *rules = *preset.Treasury })
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	require.Len(t, preset.Treasury.Overheads, 1)
	overhead := preset.Treasury.Overheads[0]
	l.receives(10_000)
	message := toProject(10_000, "4010")
	message.Fund = overhead.Fund
	l.send(nil, message)
	require.EqualValues(t, overhead.BasisPoints, l.holds(purse("operating")), "of ten thousand")
	require.EqualValues(t, 10_000-overhead.BasisPoints, l.holds(purse(overhead.Fund)))
}

// Whatever comes in and is classified: no coin gets lost, the co-op never keeps more
// than its part, and the book is the bank.
func TestOverheadsOfAnyReceipt(t *testing.T) {
	done := make(map[string]int)
	rapid.Check(t, func(rt *rapid.T) {
		w := &walk{T: rt, ledger: hosting(t), done: done}
		var suspense, project, operating int64
		for range rapid.IntRange(5, 15).Draw(rt, "steps") {
			if amount := int64(rapid.IntRange(0, 400).Draw(rt, "receipt")); amount > 0 {
				w.receives(amount)
				suspense += amount
			}
			code := rapid.SampledFrom([]string{"4000", "3000", "2000", "5000"}).Draw(rt, "account")
			amount := w.part(suspense)
			if !w.tries("classify", code == "5000" || amount <= 0 || amount > suspense, &types.MsgClassify{
				Authority: testutil.Address(anna), CoopId: north, Coin: sdk.Coin{Denom: denom, Amount: math.NewInt(amount)}, Fund: "project", Account: code,
			}) {
				continue
			}
			kept := amount * 7 / 100
			if code == "2000" {
				kept = 0
			}
			suspense, project, operating = suspense-amount, project+amount-kept, operating+kept
			require.Equal(rt, [3]int64{suspense, project, operating}, [3]int64{w.holds(purse("suspense")), w.holds(purse("project")), w.holds(purse("operating"))})
			require.Equal(rt, -operating, w.bears("4020", "operating"))
			require.NoError(rt, w.keeper.EndBlock(w.ctx))
			require.NoError(rt, w.keeper.CheckInvariants(w.ctx))
		}
	})
	require.Positive(t, done["classify"])
	require.Positive(t, done["no classify"])
}
