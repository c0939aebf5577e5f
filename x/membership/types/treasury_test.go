package types_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	free        = types.FundPolicy_FUND_POLICY_FREE
	restricted  = types.FundPolicy_FUND_POLICY_RESTRICTED
	indivisible = types.FundPolicy_FUND_POLICY_INDIVISIBLE

	asset     = types.AccountKind_ACCOUNT_KIND_ASSET
	liability = types.AccountKind_ACCOUNT_KIND_LIABILITY
)

// euroBook is a treasury with one of everything.
func euroBook() types.TreasuryRules {
	return types.TreasuryRules{
		Currency: "EUR", Decimals: 2,
		Coins: []types.CoinValue{{Denom: "ceur", BaseUnits: 1, CurrencyUnits: 1}, {Denom: "ueur", BaseUnits: 10_000, CurrencyUnits: 1}},
		Funds: []types.Fund{
			{Name: "education", Policy: restricted, Purpose: "courses for members"},
			{Name: "operating", Policy: free},
			{Name: "reserve", Policy: indivisible},
			{Name: "suspense", Policy: free},
		},
		Accounts: []types.LedgerAccount{
			{Code: "1000", Name: "coins", Kind: asset, Role: types.AccountRole_ACCOUNT_ROLE_PURSES},
			{Code: "1200", Name: "bank", Kind: asset},
			{Code: "2900", Name: "unclassified receipts", Kind: liability, Role: types.AccountRole_ACCOUNT_ROLE_SUSPENSE},
			{Code: "3000", Name: "equity", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY},
		},
		Floors: []types.FundFloor{
			{Fund: "operating", Denom: "ceur", Amount: math.NewInt(150_000)},
			{Fund: "operating", Denom: "ueur", Amount: math.NewInt(1), Spending: true},
		},
		Delays: []types.PaymentDelay{
			{Fund: "education", Denom: "ueur", Above: math.ZeroInt(), DelaySeconds: 1, Vetoes: 1},
			{Fund: "operating", Denom: "ceur", Above: math.NewInt(500_000), DelaySeconds: 3 * testutil.Day, Vetoes: 3},
		},
	}
}

// keepPassbook adds a passbook, whose account is the last.
func keepPassbook(book *types.TreasuryRules) {
	book.Funds = slices.Insert(slices.Clone(book.Funds), 2, types.Fund{Name: "passbook", Policy: free})
	book.Accounts = append(slices.Clone(book.Accounts), types.LedgerAccount{
		Code: "3500", Name: "owed to members", Kind: liability, Role: types.AccountRole_ACCOUNT_ROLE_PASSBOOK, ByMember: true,
	})
	book.Passbook = &types.PassbookRules{
		PayoutAddressDelaySeconds: 3 * testutil.Day, WithdrawDelaySeconds: testutil.Day,
		WithdrawDailyLimits: []types.WithdrawLimit{{Denom: "ceur", Amount: math.NewInt(1)}, {Denom: "ueur", Amount: math.NewInt(1)}},
	}
}

func withBook(change func(*types.TreasuryRules)) types.Charter {
	charter := testutil.WorkerCharter()
	book := euroBook()
	change(&book)
	charter.Treasury = &book
	return charter
}

func TestTreasuriesThatAreRefused(t *testing.T) {
	limits := types.DefaultParams()
	require.NoError(t, withBook(func(*types.TreasuryRules) {}).Validate(limits))
	fall := withBook(func(b *types.TreasuryRules) { *b = types.DefaultTreasury() })
	require.NoError(t, fall.Validate(limits), "what every co-op has can be written out")
	require.Equal(t, types.DefaultTreasury(), testutil.WorkerCharter().Book())
	require.Equal(t, euroBook(), withBook(func(*types.TreasuryRules) {}).Book())
	for _, tc := range []struct {
		name   string
		change func(*types.TreasuryRules)
		says   string
	}{
		{"error - no currency named", func(b *types.TreasuryRules) { b.Currency = "" }, "no ISO 4217 code"},
		{"error - currency in small letters", func(b *types.TreasuryRules) { b.Currency = "eur" }, "no ISO 4217 code"},
		{"error - currency with digits", func(b *types.TreasuryRules) { b.Currency = "E1R" }, "no ISO 4217 code"},
		{"error - five decimals", func(b *types.TreasuryRules) { b.Decimals = 5 }, "no currency has more than 4"},
		{"error - decimals of no currency", func(b *types.TreasuryRules) { b.Currency, b.Coins = "XXX", nil }, "no minor unit"},
		{"error - values in no currency", func(b *types.TreasuryRules) { b.Currency, b.Decimals = "XXX", 0 }, "no currency to count it in"},
		{"error - too many coins", func(b *types.TreasuryRules) {
			for i := range types.MaxCoinValues {
				b.Coins = append(b.Coins, types.CoinValue{Denom: fmt.Sprintf("z%02d", i), BaseUnits: 1, CurrencyUnits: 1})
			}
		}, "18 coins have a fixed value"},
		{"error - coin without a denom", func(b *types.TreasuryRules) { b.Coins[0].Denom = "" }, "is no denom"},
		{"error - coin twice", func(b *types.TreasuryRules) { b.Coins[1].Denom = "ceur" }, "order coins by denom"},
		{"error - coins out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Coins) }, "order coins by denom"},
		{"error - coin of no base unit", func(b *types.TreasuryRules) { b.Coins[0].BaseUnits = 0 }, "give 1 or more for both"},
		{"error - coin worth nothing", func(b *types.TreasuryRules) { b.Coins[0].CurrencyUnits = 0 }, "give 1 or more for both"},
		{"error - too many funds", func(b *types.TreasuryRules) {
			for i := range types.MaxFunds {
				b.Funds = append(b.Funds, types.Fund{Name: fmt.Sprintf("z%02d", i), Policy: free})
			}
		}, "there are 36 funds"},
		{"error - fund without a name", func(b *types.TreasuryRules) { b.Funds[0].Name = "" }, "fund name"},
		{"error - fund with a capital", func(b *types.TreasuryRules) { b.Funds[0].Name = "Education" }, "fund name"},
		{"error - fund that begins with a digit", func(b *types.TreasuryRules) { b.Funds[0].Name = "1education" }, "fund name"},
		{"error - fund with a long name", func(b *types.TreasuryRules) { b.Funds[0].Name = strings.Repeat("e", 33) }, "fund name"},
		{"error - fund without a policy", func(b *types.TreasuryRules) { b.Funds[2].Policy = 0 }, "no known policy"},
		{"error - fund with an unknown policy", func(b *types.TreasuryRules) { b.Funds[2].Policy = 4 }, "no known policy"},
		{"error - fund restricted to nothing", func(b *types.TreasuryRules) { b.Funds[0].Purpose = " " }, "restricted to no purpose"},
		{"error - purpose of a free fund", func(b *types.TreasuryRules) { b.Funds[1].Purpose = "anything" }, "binds nobody"},
		{"error - purpose of an indivisible fund", func(b *types.TreasuryRules) { b.Funds[2].Purpose = "losses" }, "binds nobody"},
		{"error - long purpose", func(b *types.TreasuryRules) { b.Funds[0].Purpose = strings.Repeat("x", 257) }, "at most 256"},
		{"error - purpose on two lines", func(b *types.TreasuryRules) { b.Funds[0].Purpose = "a\nb" }, "control character"},
		{"error - fund twice", func(b *types.TreasuryRules) { b.Funds[2] = b.Funds[1] }, "order funds by name"},
		{"error - funds out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Funds) }, "order funds by name"},
		{"error - no operating fund", func(b *types.TreasuryRules) { b.Funds = slices.Delete(b.Funds, 1, 2) }, `"operating" is missing`},
		{"error - no suspense fund", func(b *types.TreasuryRules) { b.Funds = b.Funds[:3] }, `"suspense" is missing`},
		{"error - operating fund that is not free", func(b *types.TreasuryRules) { b.Funds[1].Policy = indivisible }, "make it free"},
		{"error - suspense fund that is not free", func(b *types.TreasuryRules) {
			b.Funds[3] = types.Fund{Name: "suspense", Policy: restricted, Purpose: "waiting"}
		}, "make it free"},
		{"error - no account at all", func(b *types.TreasuryRules) { b.Accounts = nil }, "0 accounts have the role purses"},
		{"error - too many accounts", func(b *types.TreasuryRules) {
			for i := range types.MaxAccounts {
				b.Accounts = append(b.Accounts, types.LedgerAccount{Code: fmt.Sprint(5000 + i), Name: "cost", Kind: asset})
			}
		}, "260 accounts"},
		{"error - account without a code", func(b *types.TreasuryRules) { b.Accounts[0].Code = "" }, "account code"},
		{"error - account with letters", func(b *types.TreasuryRules) { b.Accounts[0].Code = "1a" }, "account code"},
		{"error - account with a long code", func(b *types.TreasuryRules) { b.Accounts[0].Code = "10000000000" }, "account code"},
		{"error - account twice", func(b *types.TreasuryRules) { b.Accounts[1].Code = "1000" }, "order accounts by code"},
		{"error - accounts out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Accounts) }, "order accounts by code"},
		{"error - account without a name", func(b *types.TreasuryRules) { b.Accounts[1].Name = " " }, "has no name"},
		{"error - account with a long name", func(b *types.TreasuryRules) { b.Accounts[1].Name = strings.Repeat("x", 65) }, "at most 64"},
		{"error - account without a kind", func(b *types.TreasuryRules) { b.Accounts[1].Kind = 0 }, "no known kind"},
		{"error - account of an unknown kind", func(b *types.TreasuryRules) { b.Accounts[1].Kind = 6 }, "no known kind"},
		{"error - account with an unknown role", func(b *types.TreasuryRules) { b.Accounts[1].Role = 3 }, "unknown role"},
		{"error - the ledger's own account by member", func(b *types.TreasuryRules) { b.Accounts[2].ByMember = true }, "what the ledger posts to it is a member's part: false"},
		{"error - gains and losses on an asset", func(b *types.TreasuryRules) { b.Accounts[1].Role = types.AccountRole_ACCOUNT_ROLE_EXCHANGE }, "belong to an account of income or expense"},
		{"error - gains and losses on two accounts", func(b *types.TreasuryRules) {
			for _, code := range []string{"5000", "5900"} {
				b.Accounts = append(b.Accounts, types.LedgerAccount{
					Code: code, Name: "gains and losses", Kind: types.AccountKind_ACCOUNT_KIND_EXPENSE, Role: types.AccountRole_ACCOUNT_ROLE_EXCHANGE,
				})
			}
		}, "accounts 5000 and 5900 have the role exchange"},
		{"error - role given twice", func(b *types.TreasuryRules) { b.Accounts[1].Role = types.AccountRole_ACCOUNT_ROLE_PURSES }, "2 accounts have the role purses (1000, 1200)"},
		{"error - role given to nobody", func(b *types.TreasuryRules) { b.Accounts[2].Role = 0 }, "0 accounts have the role suspense"},
		{"error - coins that are a debt", func(b *types.TreasuryRules) { b.Accounts[0].Kind = liability }, "belongs to an account of the kind asset"},
		{"error - receipts that are an asset", func(b *types.TreasuryRules) { b.Accounts[2].Kind = asset }, "belongs to an account of the kind liability"},
		{"error - a passbook without its fund", func(b *types.TreasuryRules) { keepPassbook(b); b.Funds = slices.Delete(b.Funds, 2, 3) }, `the fund "passbook": false`},
		{"error - a passbook without its account", func(b *types.TreasuryRules) { keepPassbook(b); b.Accounts = b.Accounts[:4] }, "an account with the role passbook: false"},
		{"error - a passbook without rules", func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook = nil }, "rules of withdrawing: false"},
		{"error - a fund of that name alone", func(b *types.TreasuryRules) {
			b.Funds = slices.Insert(b.Funds, 2, types.Fund{Name: "passbook", Policy: free})
		}, "give all three"},
		{"error - a passbook that is restricted", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Funds[2] = types.Fund{Name: "passbook", Policy: restricted, Purpose: "members"}
		}, "its coins are the members'"},
		{"error - two passbooks", func(b *types.TreasuryRules) {
			keepPassbook(b)
			second := b.Accounts[4]
			second.Code = "2500"
			b.Accounts = slices.Insert(b.Accounts, 2, second)
		}, "2 accounts have the role passbook (2500, 3500)"},
		{"error - a passbook of nobody", func(b *types.TreasuryRules) { keepPassbook(b); b.Accounts[4].ByMember = false }, "is a member's part: true"},
		{"error - a passbook that the co-op owns", func(b *types.TreasuryRules) { keepPassbook(b); b.Accounts[4].Kind = asset }, "belongs to an account of the kind liability"},
		{"error - a floor under what members are owed", func(b *types.TreasuryRules) { keepPassbook(b); b.Floors[1].Fund = "passbook" }, "out of which no budget pays"},
		{"error - a delay of what members are owed", func(b *types.TreasuryRules) { keepPassbook(b); b.Delays[1].Fund = "passbook" }, "out of which no budget pays"},
		{"error - an address at once", func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook.PayoutAddressDelaySeconds = 0 }, "a payout address waits no time"},
		{"error - an address never", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook.PayoutAddressDelaySeconds = limits.MaxPeriodSeconds + 1
		}, "at most 366 days"},
		{"error - any amount at once", func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook.WithdrawDelaySeconds = 0 }, "above the daily limit waits no time"},
		{"error - too many daily limits", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook.WithdrawDailyLimits = make([]types.WithdrawLimit, types.MaxWithdrawLimits+1)
		}, "17 daily limits"},
		{"error - a daily limit in no denom", func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook.WithdrawDailyLimits[0].Denom = "!" }, "is no denom"},
		{"error - a daily limit twice", func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook.WithdrawDailyLimits[1].Denom = "ceur" }, "one for each"},
		{"error - a daily limit of nothing", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook.WithdrawDailyLimits[0].Amount = math.ZeroInt()
		}, "is nothing"},
		{"error - a daily limit without an amount", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook.WithdrawDailyLimits[0].Amount = math.Int{}
		}, "is nothing"},
		{"error - a daily limit beyond a book", func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook.WithdrawDailyLimits[0].Amount = math.NewIntWithDecimal(1, 73)
		}, "a book holds 240"},
		{"error - too many floors", func(b *types.TreasuryRules) { b.Floors = make([]types.FundFloor, types.MaxFloors+1) }, "33 floors"},
		{"error - floor of no fund", func(b *types.TreasuryRules) { b.Floors[0].Fund = "solidarity" }, `the fund "solidarity", which there is not`},
		{"error - floor in no denom", func(b *types.TreasuryRules) { b.Floors[0].Denom = "!" }, "is no denom"},
		{"error - floor twice", func(b *types.TreasuryRules) { b.Floors[1].Denom = "ceur" }, "order floors by fund and denom"},
		{"error - floors out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Floors) }, "order floors by fund and denom"},
		{"error - floor without an amount", func(b *types.TreasuryRules) { b.Floors[0].Amount = math.Int{} }, "has no amount"},
		{"error - floor at nothing", func(b *types.TreasuryRules) { b.Floors[0].Amount = math.ZeroInt() }, "give an amount above zero"},
		{"error - floor below nothing", func(b *types.TreasuryRules) { b.Floors[0].Amount = math.NewInt(-1) }, "give an amount above zero"},
		{"error - floor beyond a book", func(b *types.TreasuryRules) { b.Floors[0].Amount = math.NewIntWithDecimal(1, 73) }, "a book holds 240"},
		{"error - too many delays", func(b *types.TreasuryRules) { b.Delays = make([]types.PaymentDelay, types.MaxDelays+1) }, "33 delays"},
		{"error - delay of no fund", func(b *types.TreasuryRules) { b.Delays[0].Fund = "solidarity" }, `the fund "solidarity", which there is not`},
		{"error - delay in no denom", func(b *types.TreasuryRules) { b.Delays[0].Denom = "" }, "is no denom"},
		{"error - delay twice", func(b *types.TreasuryRules) { b.Delays[1] = b.Delays[0] }, "order delays by fund and denom"},
		{"error - delays out of order", func(b *types.TreasuryRules) { slices.Reverse(b.Delays) }, "order delays by fund and denom"},
		{"error - delay without an amount", func(b *types.TreasuryRules) { b.Delays[0].Above = math.Int{} }, "has no amount"},
		{"error - delay above less than nothing", func(b *types.TreasuryRules) { b.Delays[0].Above = math.NewInt(-1) }, "give zero"},
		{"error - delay beyond a book", func(b *types.TreasuryRules) { b.Delays[0].Above = math.NewIntWithDecimal(1, 73) }, "a book holds 240"},
		{"error - delay of no time", func(b *types.TreasuryRules) { b.Delays[0].DelaySeconds = 0 }, "give some time, at most 366 days"},
		{"error - delay for ever", func(b *types.TreasuryRules) { b.Delays[0].DelaySeconds = limits.MaxPeriodSeconds + 1 }, "give some time, at most 366 days"},
		{"error - delay that nobody can use", func(b *types.TreasuryRules) { b.Delays[0].Vetoes = 0 }, "give 1 to 100"},
		{"error - delay that too many must use", func(b *types.TreasuryRules) { b.Delays[0].Vetoes = 101 }, "give 1 to 100"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := withBook(tc.change).Validate(limits)
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// What a later version may and may not do to a book.
func TestBookOfALaterVersion(t *testing.T) {
	written := withBook(func(*types.TreasuryRules) {})
	silent := testutil.WorkerCharter()
	for _, tc := range []struct {
		name   string
		before types.Charter
		after  types.Charter
		says   string
	}{
		{"success - the same", written, written, ""},
		{"success - nothing said before and after", silent, silent, ""},
		{"success - what every co-op has, written out", silent, withBook(func(b *types.TreasuryRules) { *b = types.DefaultTreasury() }), ""},
		{"success - what every co-op has, no longer written out", withBook(func(b *types.TreasuryRules) { *b = types.DefaultTreasury() }), silent, ""},
		{"success - another fund and another account", written, withBook(func(b *types.TreasuryRules) {
			b.Funds = slices.Insert(b.Funds, 0, types.Fund{Name: "capital", Policy: free})
			b.Accounts = append(b.Accounts, types.LedgerAccount{Code: "4000", Name: "sales", Kind: types.AccountKind_ACCOUNT_KIND_INCOME})
		}), ""},
		{"success - another name and another purpose", written, withBook(func(b *types.TreasuryRules) {
			b.Accounts[0].Name, b.Funds[0].Purpose = "coins on the ledger", "courses"
		}), ""},
		{"success - a stricter policy", written, withBook(func(b *types.TreasuryRules) {
			b.Funds[0] = types.Fund{Name: "education", Policy: indivisible}
		}), ""},
		{"success - other values, floors and delays", written, withBook(func(b *types.TreasuryRules) {
			b.Coins, b.Floors, b.Delays = nil, nil, nil
		}), ""},
		{"error - another currency", written, withBook(func(b *types.TreasuryRules) { b.Currency = "USD" }), "keep the currency"},
		{"error - other decimals", written, withBook(func(b *types.TreasuryRules) { b.Decimals = 3 }), "keep the currency"},
		{"error - a currency, and none before", silent, written, "keep the currency"},
		{"error - a fund less", written, withBook(func(b *types.TreasuryRules) { b.Funds = b.Funds[1:]; b.Delays = nil }), `the fund "education" is missing`},
		{"error - nothing said any more", written, silent, "keep the currency"},
		{"error - restricted to free", written, withBook(func(b *types.TreasuryRules) {
			b.Funds[0] = types.Fund{Name: "education", Policy: free}
		}), "restricted and would become free"},
		{"error - indivisible to free", written, withBook(func(b *types.TreasuryRules) { b.Funds[2].Policy = free }), "indivisible and would become free"},
		{"error - indivisible to restricted", written, withBook(func(b *types.TreasuryRules) {
			b.Funds[2] = types.Fund{Name: "reserve", Policy: restricted, Purpose: "parties"}
		}), "indivisible and would become restricted"},
		{"error - an account less", written, withBook(func(b *types.TreasuryRules) { b.Accounts = b.Accounts[:3] }), "the account 3000 (equity) is missing"},
		{"error - an account of another kind", written, withBook(func(b *types.TreasuryRules) { b.Accounts[1].Kind = liability }), "of the kind asset and would become one of the kind liability"},
		{"error - a role that moves", written, withBook(func(b *types.TreasuryRules) {
			b.Accounts[0].Role, b.Accounts[1].Role = 0, types.AccountRole_ACCOUNT_ROLE_PURSES
		}), "would move from the account 1000 to 1200"},
		{"success - a passbook from now on", written, withBook(keepPassbook), ""},
		{"success - other limits of a passbook", withBook(keepPassbook), withBook(func(b *types.TreasuryRules) {
			keepPassbook(b)
			b.Passbook = &types.PassbookRules{PayoutAddressDelaySeconds: 1, WithdrawDelaySeconds: 1}
		}), ""},
		{"error - a passbook no more", withBook(keepPassbook), written, `the fund "passbook" is missing`},
		{"error - a passbook in an account that was there", withBook(func(b *types.TreasuryRules) {
			b.Accounts = append(b.Accounts, types.LedgerAccount{Code: "3500", Name: "loans", Kind: liability, ByMember: true})
		}), withBook(keepPassbook), "give the role to a new account"},
		{"success - a new account by member", written, withBook(func(b *types.TreasuryRules) {
			b.Accounts = append(b.Accounts, types.LedgerAccount{Code: "3100", Name: "shares", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, ByMember: true})
		}), ""},
		{"error - an account by member from now on", written, withBook(func(b *types.TreasuryRules) { b.Accounts[3].ByMember = true }), "would begin or cease to be kept by member"},
		{"error - an account by member no more", withBook(func(b *types.TreasuryRules) { b.Accounts[3].ByMember = true }), written, "would begin or cease to be kept by member"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.NoError(t, tc.after.Validate(types.DefaultParams()), "valid by itself")
			err := tc.after.Succeeds(tc.before, tc.before.LastClassID(), types.Roll{})
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrBookKept)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

func TestARestoredCharterKeepsWhatTheBookHasGot(t *testing.T) {
	before := withBook(func(b *types.TreasuryRules) { b.Funds[0].Purpose = "courses" })
	annulled := withBook(func(b *types.TreasuryRules) {
		b.Funds = slices.Insert(b.Funds, 3, types.Fund{Name: "solidarity", Policy: free})
		b.Funds[0] = types.Fund{Name: "education", Policy: indivisible}
		b.Accounts = slices.Insert(b.Accounts, 1, types.LedgerAccount{Code: "1100", Name: "cash", Kind: asset})
		b.Accounts[0].Name = "renamed"
		b.Coins, b.Floors, b.Delays = b.Coins[:1], nil, nil
	})
	restored := before.WithBookOf(annulled)
	require.NoError(t, restored.Validate(types.DefaultParams()))
	require.NoError(t, restored.Succeeds(annulled, annulled.LastClassID(), types.Roll{}))
	book := restored.Book()
	require.Equal(t, "education, operating, reserve, solidarity, suspense", book.FundNames())
	require.Equal(t, indivisible, book.Funds[0].Policy, "what was put out of reach stays there")
	require.Empty(t, book.Funds[0].Purpose)
	require.Equal(t, "1100", book.Accounts[1].Code)
	require.Equal(t, "coins", book.Accounts[0].Name, "the name is the restored version's")
	require.Equal(t, before.Treasury.Coins, book.Coins)
	require.Equal(t, before.Treasury.Floors, book.Floors)
	require.Equal(t, before.Treasury.Delays, book.Delays)
	require.Equal(t, "courses", before.Treasury.Funds[0].Purpose, "the stored version is not written to")
	require.Len(t, before.Treasury.Accounts, 4)

	paying := withBook(keepPassbook)
	restored = before.WithBookOf(paying)
	require.NoError(t, restored.Validate(types.DefaultParams()))
	require.NoError(t, restored.Succeeds(paying, paying.LastClassID(), types.Roll{}))
	require.Equal(t, paying.Treasury.Passbook, restored.Book().Passbook, "members still withdraw")

	silent := testutil.WorkerCharter()
	require.Nil(t, silent.WithBookOf(silent).Treasury, "nothing was added, so nothing is written out")
	wider := testutil.WorkerCharter()
	book = types.DefaultTreasury()
	book.Funds = slices.Insert(book.Funds, 1, types.Fund{Name: "reserve", Policy: indivisible})
	wider.Treasury = &book
	require.Equal(t, "operating, reserve, suspense", silent.WithBookOf(wider).Book().FundNames())
}

// A floor without an amount comes over the wire as none, and is compared with
// what the charter says before anybody validates it.
func TestChartersWithoutAmountsAreCompared(t *testing.T) {
	broken := withBook(func(b *types.TreasuryRules) {
		b.Floors[0].Amount, b.Delays[0].Above, b.Delays[1].Above = math.Int{}, math.Int{}, math.Int{}
	})
	whole := withBook(func(*types.TreasuryRules) {})
	require.Equal(t, []string{types.PartTreasury}, whole.ChangedParts(broken))
	require.Equal(t, []string{types.PartTreasury}, broken.ChangedParts(whole))
	require.Empty(t, broken.ChangedParts(broken))
	limits := withBook(keepPassbook)
	bare := withBook(func(b *types.TreasuryRules) { keepPassbook(b); b.Passbook.WithdrawDailyLimits[0].Amount = math.Int{} })
	require.Equal(t, []string{types.PartTreasury}, limits.ChangedParts(bare))
	require.Empty(t, bare.ChangedParts(bare))
	require.True(t, broken.Treasury.Floors[0].Amount.IsNil(), "the message is not written to")
	require.Empty(t, whole.ChangedParts(withBook(func(*types.TreasuryRules) {})))
	require.True(t, whole.DemandsOfChange([]string{types.PartTreasury}).Entrenched)
}

func TestGenesisKeepsBooks(t *testing.T) {
	build := func(before, after *types.TreasuryRules) error {
		state := testutil.Genesis()
		state.Charters[1].Charter.Treasury = before
		second := types.GenesisCharter{CoopId: 2, Version: 2, Charter: state.Charters[1].Charter}
		second.Charter.Treasury = after
		state.Charters = slices.Insert(state.Charters, 2, second)
		state.CharterVersions = []types.CharterVersion{{
			CoopId: 2, Version: 2, State: types.CharterState_CHARTER_STATE_EFFECTIVE, AdoptedAt: testutil.Start, DueAt: testutil.Start,
			EffectiveAt: testutil.Start, ReplacedVersion: 1, Parts: []string{types.PartTreasury},
		}}
		state.Coops[1].CharterVersion = 2
		return state.Validate()
	}
	book, loose := euroBook(), euroBook()
	loose.Funds[2].Policy = free
	require.NoError(t, build(&book, &book))
	require.NoError(t, build(&loose, &book))
	require.ErrorContains(t, build(&book, &loose), "indivisible and would become free")
	require.ErrorIs(t, build(&book, nil), types.ErrInvalidGenesis)
}
