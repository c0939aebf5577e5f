package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	indivisible = membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE
	restricted  = membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED
)

var statement = bytes.Repeat([]byte{7}, 32)

// withOutside is a ledger on which north keeps its book in EUR, and has a bank
// account and a cash box for its operating fund, one for its indivisible reserve,
// one for its restricted education, and one in dollars, of which a hundred are
// worth ninety euros.
func withOutside(t testing.TB) *ledger {
	l := newLedger(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: "USD", BaseUnits: 10, CurrencyUnits: 9}}
		rules.Funds = []membershiptypes.Fund{
			{Name: "education", Policy: restricted, Purpose: "courses"}, rules.Funds[0], {Name: "reserve", Policy: indivisible}, rules.Funds[1],
		}
		asset := func(code, name string) membershiptypes.LedgerAccount {
			return membershiptypes.LedgerAccount{Code: code, Name: name, Kind: membershiptypes.AccountKind_ACCOUNT_KIND_ASSET}
		}
		rules.Accounts = append([]membershiptypes.LedgerAccount{
			rules.Accounts[0], asset("1200", "bank"), asset("1210", "cash"), asset("1220", "reserve"), asset("1230", "courses"), asset("1240", "dollars"),
			{Code: "2000", Name: "creditors", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY},
		}, rules.Accounts[1:]...)
		account := func(name, currency, code, fund string) membershiptypes.OutsideAccount {
			return membershiptypes.OutsideAccount{
				Name: name, Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, Currency: currency, Decimals: 2, Account: code, Fund: fund,
			}
		}
		rules.Outside = []membershiptypes.OutsideAccount{
			account("bank", "EUR", "1200", "operating"), account("box", "EUR", "1210", "operating"), account("courses", "EUR", "1230", "education"),
			account("dollars", "USD", "1240", "operating"), account("savings", "EUR", "1220", "reserve"),
		}
		require.NoError(t, rules.Validate(membershiptypes.DefaultParams()))
	})
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	return l
}

// attests is Anna's word that so much came in, or left.
func attests(outside string, amount int64, code string) *types.MsgAttest {
	return &types.MsgAttest{
		Officer: testutil.Address(anna), CoopId: north, Outside: outside, Amount: math.NewInt(amount), Account: code,
		Narrative: "STMT-1", DocumentSha256: statement,
	}
}

// attested by Anna and Ben; the entry's number.
func (l *ledger) attested(outside string, amount int64, code string) uint64 {
	l.t.Helper()
	waits := l.send(nil, attests(outside, amount, code)).(*types.MsgAttestResponse).PendingId
	return l.send(nil, approval(ben, waits)).(*types.MsgApproveEntryResponse).Entry
}

// outsideHas is what officers attest to be in one of north's outside accounts.
func (l *ledger) outsideHas(name string) types.OutsideLine {
	l.t.Helper()
	answer, err := l.query.Outside(l.ctx, &types.QueryOutsideRequest{Coop: "north"})
	require.NoError(l.t, err)
	for _, line := range answer.Lines {
		if line.Outside.Name == name {
			return line
		}
	}
	l.t.Fatalf("north has no outside account %q", name)
	return types.OutsideLine{}
}

func (l *ledger) worth(code, fund, denom string) int64 {
	l.t.Helper()
	balance, err := l.keeper.Balances.Get(l.ctx, collections.Join4(uint64(north), code, fund, denom))
	if err != nil {
		require.ErrorIs(l.t, err, collections.ErrNotFound)
		return 0
	}
	return balance.Functional.Int64()
}

func TestOfficersAttestWhatComesAndGoes(t *testing.T) {
	l := withOutside(t)
	opening := l.attested("bank", 150_000, "3000")
	l.attested("bank", 20_000, "4000")
	l.attested("bank", -950, "5000")
	require.EqualValues(t, 169_050, l.outsideHas("bank").Attested.Amount.Int64())
	require.EqualValues(t, 169_050, l.outsideHas("bank").Attested.Functional.Int64())
	require.EqualValues(t, 950, l.worth("5000", "operating", "EUR"))
	require.Zero(t, l.outsideHas("box").Attested.Amount.Int64(), "each has its own")

	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: opening})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_OUTSIDE, entry.Entry.Source)
	require.Equal(t, "bank", entry.Entry.Outside)
	require.Equal(t, []uint64{1, 2}, []uint64{entry.Entry.PreparerMemberId, entry.Entry.ApproverMemberId})
	require.Equal(t, statement, entry.Entry.DocumentSha256)

	trial, err := l.query.TrialBalance(l.ctx, &types.QueryTrialBalanceRequest{Coop: "north"})
	require.NoError(t, err)
	for _, line := range trial.Lines {
		require.Equal(t, line.Account == "1200", line.Outside == "bank", "%s: what is attested is told apart", line.Account)
	}
	purses, err := l.query.Purses(l.ctx, &types.QueryPursesRequest{Coop: "north"})
	require.NoError(t, err)
	for _, line := range purses.Purses {
		require.Empty(t, line.Coins, "the ledger holds none of it")
	}
}

func TestAttestRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*types.MsgAttest)
		refusal error
	}{
		{"error - no member", func(m *types.MsgAttest) { m.Officer = testutil.Address("stranger") }, membershiptypes.ErrNotAMember},
		{"error - an officer of another co-op", func(m *types.MsgAttest) { m.Officer = testutil.Address("east-anna") }, membershiptypes.ErrNotAMember},
		{"error - no officer", func(m *types.MsgAttest) { m.CoopId, m.Officer = east, testutil.Address("east-anna") }, types.ErrUnauthorized},
		{"error - unknown outside account", func(m *types.MsgAttest) { m.Outside = "vault" }, types.ErrUnknownOutside},
		{"error - nothing", func(m *types.MsgAttest) { m.Amount = math.ZeroInt() }, types.ErrInvalidAttestation},
		{"error - no amount", func(m *types.MsgAttest) { m.Amount = math.Int{} }, types.ErrInvalidAttestation},
		{"error - 2^255 (H21)", func(m *types.MsgAttest) { m.Amount = huge(255) }, types.ErrOverflow},
		{"error - no document", func(m *types.MsgAttest) { m.DocumentSha256 = nil }, types.ErrInvalidAttestation},
		{"error - half a document", func(m *types.MsgAttest) { m.DocumentSha256 = statement[:16] }, types.ErrInvalidAttestation},
		{"error - a sentence about somebody", func(m *types.MsgAttest) { m.Narrative = "for José" }, types.ErrInvalidEntry},
		{"error - a receipt that is an expense", func(m *types.MsgAttest) { m.Account = "5000" }, types.ErrWrongAccount},
		{"error - a receipt into the coins", func(m *types.MsgAttest) { m.Account = "1000" }, types.ErrWrongAccount},
		{"error - a receipt into another outside account", func(m *types.MsgAttest) { m.Account = "1210" }, types.ErrWrongAccount},
		{"error - unknown account", func(m *types.MsgAttest) { m.Account = "9999" }, types.ErrUnknownAccount},
		{"error - spent on income", func(m *types.MsgAttest) { m.Amount, m.Account = math.NewInt(-5), "4000" }, types.ErrWrongAccount},
		{"error - spent on nothing", func(m *types.MsgAttest) { m.Amount, m.Account = math.NewInt(-5), "" }, types.ErrInvalidAttestation},
		{"error - spent what isn't there", func(m *types.MsgAttest) { m.Amount, m.Account = math.NewInt(-5), "5000" }, types.ErrNotEnoughOutside},
		{"error - an indivisible fund takes in no income", func(m *types.MsgAttest) { m.Outside = "savings" }, types.ErrFundPolicy},
		{"error - an indivisible fund pays nobody", func(m *types.MsgAttest) {
			m.Outside, m.Amount, m.Account = "savings", math.NewInt(-5), "5000"
		}, types.ErrFundPolicy},
		{"error - a restricted fund is moved nowhere", func(m *types.MsgAttest) {
			m.Outside, m.Amount, m.Account = "courses", math.NewInt(-5), "2000"
		}, types.ErrFundPolicy},
	} {
		t.Run(c.name, func(t *testing.T) {
			message := attests("bank", 100, "4000")
			c.change(message)
			withOutside(t).send(c.refusal, message)
		})
	}
}

func TestOneOfficerAttestsNothing(t *testing.T) {
	l := withOutside(t)
	l.send(nil, attests("bank", 100, "4000"))
	require.Zero(t, l.outsideHas("bank").Attested.Amount.Int64(), "it waits")
	l.send(types.ErrSameOfficer, approval(anna, 1))
	l.send(membershiptypes.ErrNotAMember, approval("east-anna", 1))
	l.send(nil, approval(ben, 1))
	l.send(types.ErrUnknownPending, approval(ben, 1))
	require.EqualValues(t, 100, l.outsideHas("bank").Attested.Amount.Int64())
	// No other road leads there.
	l.send(types.ErrWrongAccount, invoice(func(m *types.MsgPost) { m.Postings[0].Account = "1200" }))
	l.send(types.ErrWrongAccount, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: account(east), Coins: coins(1), Account: "1200"})
}

// Both officers look at what is there when they sign.
func TestWhatWasSpentMeanwhile(t *testing.T) {
	l := withOutside(t)
	l.attested("bank", 100, "4000")
	l.send(nil, attests("bank", -80, "5000"))
	l.send(nil, attests("bank", -30, "5000"))
	l.send(nil, approval(ben, 2))
	l.send(types.ErrNotEnoughOutside, approval(ben, 3))
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Outside[0].Fund = "reserve" })
	l.send(types.ErrFundPolicy, approval(ben, 3))
}

func TestWhatNobodyCanClassifyYet(t *testing.T) {
	l := withOutside(t)
	l.attested("bank", 100, "")
	require.EqualValues(t, 100, l.outsideHas("bank").Unclassified.Int64())
	require.EqualValues(t, -100, l.worth("2900", "suspense", "EUR"))
	l.send(types.ErrNotEnoughOutside, attests("bank", -1, "5000"))
	classify := func(change func(*types.MsgClassify)) *types.MsgClassify {
		message := &types.MsgClassify{
			Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin("EUR", 60), Fund: "operating", Account: "4000", Outside: "bank",
		}
		if change != nil {
			change(message)
		}
		return message
	}
	l.send(types.ErrUnknownOutside, classify(func(m *types.MsgClassify) { m.Outside = "vault" }))
	l.send(types.ErrInvalidAttestation, classify(func(m *types.MsgClassify) { m.Fund = "education" }))
	l.send(types.ErrInvalidAttestation, classify(func(m *types.MsgClassify) { m.Coin.Denom = denom }))
	l.send(types.ErrNotEnoughOutside, classify(func(m *types.MsgClassify) { m.Outside = "box" }))
	l.send(types.ErrNotEnoughOutside, classify(func(m *types.MsgClassify) { m.Coin.Amount = math.NewInt(101) }))
	l.send(types.ErrNotEnough, classify(func(m *types.MsgClassify) { m.Outside = "" }))
	l.send(membershiptypes.ErrNotAMember, classify(func(m *types.MsgClassify) { m.Authority = testutil.Address("east-anna") }))
	l.send(nil, classify(nil))
	l.send(nil, classify(func(m *types.MsgClassify) { m.Authority, m.Coin.Amount = account(north), math.NewInt(40) }))
	require.Zero(t, l.outsideHas("bank").Unclassified.Int64())
	require.Zero(t, l.worth("2900", "suspense", "EUR"))
	require.EqualValues(t, -100, l.worth("4000", "operating", "EUR"))
	require.EqualValues(t, 100, l.outsideHas("bank").Attested.Amount.Int64())
}

// A hundred dollars at 90 come and 30 leave with the value that they carry.
func TestAnotherCurrencyHasItsValue(t *testing.T) {
	l := withOutside(t)
	l.attested("dollars", 10_000, "4000")
	require.EqualValues(t, 9_000, l.outsideHas("dollars").Attested.Functional.Int64())
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Coins[0].CurrencyUnits = 5 })
	l.attested("dollars", 10_000, "4000")
	l.attested("dollars", -4_000, "5000")
	require.EqualValues(t, 2_800, l.worth("5000", "operating", "USD"), "14,000 for 20,000, and 4,000 leave")
	require.EqualValues(t, 11_200, l.outsideHas("dollars").Attested.Functional.Int64())
}

func TestTakingBackWhatWasAttested(t *testing.T) {
	l := withOutside(t)
	reversal := func(entry uint64) *types.MsgReverse {
		return &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: entry}
	}
	receipt := l.attested("bank", 100, "4000")
	fee := l.attested("bank", -30, "5000")
	l.send(types.ErrNotEnoughOutside, reversal(receipt))
	waits := l.send(nil, reversal(fee)).(*types.MsgReverseResponse).PendingId
	l.send(types.ErrSameOfficer, approval(anna, waits))
	l.send(nil, approval(ben, waits))
	l.send(types.ErrNotReversible, reversal(fee))
	waits = l.send(nil, reversal(receipt)).(*types.MsgReverseResponse).PendingId
	taken := l.send(nil, approval(ben, waits)).(*types.MsgApproveEntryResponse).Entry
	require.Zero(t, l.outsideHas("bank").Attested.Amount.Int64())
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: taken})
	require.NoError(t, err)
	require.Equal(t, "bank", entry.Entry.Outside)

	saved := l.attested("savings", 100, "3000")
	l.send(types.ErrFundPolicy, reversal(saved))
	given := l.attested("courses", 100, "3000")
	l.send(types.ErrFundPolicy, reversal(given))
	mistaken := l.attested("courses", 100, "4000")
	l.send(nil, reversal(mistaken))
}

func TestAttestationsSurviveAnExport(t *testing.T) {
	l := withOutside(t)
	l.attested("bank", 100, "4000")
	l.send(nil, attests("bank", 50, ""))
	l.survives()
	l.send(nil, approval(ben, 2))
	require.EqualValues(t, 150, l.outsideHas("bank").Attested.Amount.Int64())
}

// survives an export: import and export again give every byte back.
func (l *ledger) survives() {
	l.t.Helper()
	before := l.hash()
	first, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	text, err := l.cdc.MarshalJSON(first)
	require.NoError(l.t, err)
	var read types.GenesisState
	require.NoError(l.t, l.cdc.UnmarshalJSON(text, &read))
	l.reimport(&read)
	require.Equal(l.t, before, l.hash(), "every record is back")
	second, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	again, err := l.cdc.MarshalJSON(second)
	require.NoError(l.t, err)
	require.Equal(l.t, string(text), string(again))
}
