package types_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/types"
)

// withInstruments is a charter whose members hold shares, whose investors do, and
// whose members lend.
func withInstruments(change func(*types.Charter)) types.Charter {
	charter := withBook(func(b *types.TreasuryRules) {
		keepPassbook(b)
		b.Accounts = append(b.Accounts, []types.LedgerAccount{
			{Code: "2610", Name: "loans", Kind: liability, ByMember: true},
			{Code: "2620", Name: "to be repaid", Kind: liability, ByMember: true},
			{Code: "3110", Name: "shares", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, ByMember: true},
			{Code: "3120", Name: "investors", Kind: types.AccountKind_ACCOUNT_KIND_EQUITY, ByMember: true},
			{Code: "5710", Name: "interest", Kind: types.AccountKind_ACCOUNT_KIND_EXPENSE},
			{Code: "5810", Name: "exchange", Kind: types.AccountKind_ACCOUNT_KIND_EXPENSE, Role: types.AccountRole_ACCOUNT_ROLE_EXCHANGE},
		}...)
		slices.SortFunc(b.Accounts, func(a, c types.LedgerAccount) int { return strings.Compare(a.Code, c.Code) })
		b.Instruments = []types.Instrument{
			{
				Name: "investor", Kind: types.InstrumentKind_INSTRUMENT_KIND_INVESTOR_SHARE, Account: "3120", Fund: "operating", Denom: "ceur", Nominal: math.NewInt(10_000),
				CapitalFloor: math.ZeroInt(), ClassIds: []uint32{2}, MemberIds: []uint64{7}, InterestBasisPoints: 300, InterestAccount: "5710", Transfer: types.TransferRule_TRANSFER_RULE_FREE,
			},
			{
				Name: "loan", Kind: types.InstrumentKind_INSTRUMENT_KIND_LOAN, Account: "2610", Fund: "operating", Denom: "ceur", Nominal: math.NewInt(100),
				CapitalFloor: math.ZeroInt(), ClassIds: []uint32{1, 2}, IssueLimit: 5_000, InterestBasisPoints: 250, InterestAccount: "5710", TermDays: 365, Repayments: 12, RepaidTo: "2620",
			},
			{
				Name: "share", Kind: types.InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE, Account: "3110", Fund: "operating", Denom: "ceur", Nominal: math.NewInt(5_000),
				CapitalFloor: math.NewInt(100_000), ClassIds: []uint32{1}, Required: 1, RequiredWithinDays: 30, RequiredFrom: 20270101, Most: 10, Instalments: 10, InstalmentDays: 30,
				Redemption: types.RedemptionRule_REDEMPTION_RULE_ON_LEAVING, NoticeDays: 90,
			},
		}
		b.Arrears = &types.ArrearsRules{LapseGround: "arrears", LapseAfterDays: 90, SetOffNoticeDays: 30}
	})
	charter.Terms = &types.MembershipTerms{LapseGrounds: []string{"arrears"}, LapseNoticeSeconds: 30 * 86_400}
	change(&charter)
	return charter
}

// ofInvestors, ofLenders and ofMembers are where the instruments are in the list.
const ofInvestors, ofLenders, ofMembers = 0, 1, 2

func TestInstrumentsThatAreRefused(t *testing.T) {
	limits := types.DefaultParams()
	require.NoError(t, withInstruments(func(*types.Charter) {}).Validate(limits))
	require.NoError(t, withInstruments(func(c *types.Charter) {
		c.Treasury.Instruments[ofInvestors].ClassIds, c.Treasury.Instruments[ofInvestors].MemberIds = nil, nil
	}).Validate(limits), "closed")
	for _, tc := range []struct {
		name   string
		change func(*types.TreasuryRules, []types.Instrument)
		says   string
	}{
		{"error - twice", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].Name = "investor" }, "order instruments by name"},
		{"error - no name", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].Name = "A share" }, "use 1 to 32"},
		{"error - of no kind", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Kind = 0 }, "make it a member share"},
		{"error - on no account", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Account = "9999" }, "kept by member and of no role"},
		{"error - on one account with all", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Account = "3000" }, "kept by member and of no role"},
		{"error - on the passbooks", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].Account = "3500" }, "kept by member and of no role"},
		{"error - a loan is equity", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].Account = "3110" }, "loans a liability"},
		{"error - on another's account", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].Account = "3110" }, "give each its own account"},
		{"error - in suspense", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Fund = "suspense" }, "name a free one"},
		{"error - out of the passbooks", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Fund = "passbook" }, "name a free one"},
		{"error - in no fund", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Fund = "reserves" }, "name a free one"},
		{"error - in no denom", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Denom = "" }, "is no denom"},
		{"error - in a coin of no value", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Denom = "credit" }, "has no fixed value"},
		{"error - without an account for rates", func(b *types.TreasuryRules, _ []types.Instrument) {
			b.Accounts = slices.DeleteFunc(slices.Clone(b.Accounts), func(a types.LedgerAccount) bool { return a.Code == "5810" })
		}, "role exchange"},
		{"error - of no value", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Nominal = math.ZeroInt() }, "no nominal value"},
		{"error - value missing", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Nominal = math.Int{} }, "nominal value is missing"},
		{"error - less than nothing", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Nominal = math.NewInt(-1) }, "nominal value is missing"},
		{"error - too great", func(_ *types.TreasuryRules, i []types.Instrument) {
			i[ofMembers].Nominal = math.NewIntWithDecimal(1, 37)
		}, "more than 120 bits"},
		{"error - a floor below nothing", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].CapitalFloor = math.NewInt(-1) }, "capital floor is missing"},
		{"error - more required than allowed", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Required = 11 }, "a bound that can be kept"},
		{"error - within days of nothing", func(_ *types.TreasuryRules, i []types.Instrument) {
			i[ofMembers].Required, i[ofMembers].RequiredFrom = 0, 0
		}, "none where none are required"},
		{"error - required from no day", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].RequiredFrom = 20270231 }, "give a day in digits"},
		{"error - required of nobody", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].ClassIds = nil }, "required of no class"},
		{"error - of no class", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].ClassIds = []uint32{9} }, "unknown or out of order"},
		{"error - classes twice", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].ClassIds = []uint32{1, 1} }, "unknown or out of order"},
		{"error - members twice", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].MemberIds = []uint64{7, 7} }, "out of order"},
		{"error - too many named", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].MemberIds = make([]uint64, 65) }, "at most 64"},
		{"error - parts without days", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].InstalmentDays = 0 }, "or neither"},
		{"error - days without parts", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].InstalmentDays = 30 }, "or neither"},
		{"error - too many parts", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Instalments = 121 }, "or neither"},
		{"error - a hundred years", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].NoticeDays = 36_601 }, "at most 36600 days"},
		{"error - an unknown rule", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Transfer = 3 }, "unknown rule"},
		{"error - a share with a term", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].TermDays = 30 }, "no term"},
		{"error - notice of nothing", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Redemption = 0 }, "never redeemed has no notice"},
		{"error - interest on members", func(_ *types.TreasuryRules, i []types.Instrument) {
			i[ofMembers].InterestBasisPoints, i[ofMembers].InterestAccount = 1, "5710"
		}, "no interest of its own"},
		{"error - usury", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].InterestBasisPoints = 10_001 }, "at most 10000"},
		{"error - interest on no account", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].InterestAccount = "" }, "or neither"},
		{"error - interest out of loans", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].InterestAccount = "2610" }, "has to be an expense"},
		{"error - a loan without an end", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].TermDays = 0 }, "give a term"},
		{"error - more repayments than days", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].TermDays = 11 }, "at most one a day"},
		{"error - a loan without a bound", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].IssueLimit = 0 }, "give an issue_limit"},
		{"error - a loan by notice", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].NoticeDays = 1 }, "repaid by its term"},
		{"error - a loan is passed on", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].Transfer = 1 }, "repaid by its term"},
		{"error - repaid to capital", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].RepaidTo = "3110" }, "has to be a liability"},
		{"error - repaid to itself", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].RepaidTo = "2610" }, "of no instrument"},
		{"error - without passbooks", func(b *types.TreasuryRules, _ []types.Instrument) {
			b.Passbook, b.Arrears = nil, nil
			b.Funds = slices.DeleteFunc(slices.Clone(b.Funds), func(f types.Fund) bool { return f.Name == "passbook" })
			b.Accounts = slices.DeleteFunc(slices.Clone(b.Accounts), func(a types.LedgerAccount) bool { return a.Code == "3500" })
		}, "repaid_to"},
		{"error - a ground that isn't one", func(b *types.TreasuryRules, _ []types.Instrument) { b.Arrears.LapseGround = "poverty" }, "which the charter doesn't name"},
		{"error - on no ground", func(b *types.TreasuryRules, _ []types.Instrument) { b.Arrears.LapseGround = "" }, "give both, or neither"},
		{"error - a notice of ages", func(b *types.TreasuryRules, _ []types.Instrument) { b.Arrears.SetOffNoticeDays = 36_601 }, "at most 36600"},
		{"error - too many", func(b *types.TreasuryRules, _ []types.Instrument) { b.Instruments = make([]types.Instrument, 17) }, "at most 16"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := withInstruments(func(c *types.Charter) { tc.change(c.Treasury, c.Treasury.Instruments) }).Validate(limits)
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// An instrument that members may hold stays what it is, and none is booked where
// officers have posted. What else it says may change.
func TestInstrumentsStay(t *testing.T) {
	before := withInstruments(func(*types.Charter) {})
	for _, tc := range []struct {
		name   string
		change func(*types.TreasuryRules, []types.Instrument)
	}{
		{"error - gone", func(b *types.TreasuryRules, i []types.Instrument) { b.Instruments = i[1:] }},
		{"error - another kind", func(_ *types.TreasuryRules, i []types.Instrument) {
			i[ofInvestors].Kind, i[ofInvestors].InterestBasisPoints, i[ofInvestors].InterestAccount = 1, 0, ""
		}},
		{"error - another account", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofInvestors].Account = "3110" }},
		{"error - another value", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofMembers].Nominal = math.NewInt(6_000) }},
		{"error - repaid elsewhere", func(_ *types.TreasuryRules, i []types.Instrument) { i[ofLenders].RepaidTo = "" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			after := withInstruments(func(c *types.Charter) { tc.change(c.Treasury, c.Treasury.Instruments) })
			require.ErrorIs(t, succession(after, before), types.ErrBookKept)
		})
	}
	require.NoError(t, succession(withInstruments(func(c *types.Charter) {
		i := c.Treasury.Instruments
		i[ofMembers].Required, i[ofMembers].Most, i[ofMembers].NoticeDays, i[ofLenders].InterestBasisPoints, i[ofInvestors].ClassIds = 2, 20, 30, 100, nil
	}), before))
	without := withInstruments(func(c *types.Charter) { c.Treasury.Instruments = nil })
	require.ErrorIs(t, succession(before, without), types.ErrBookKept, "officers may have posted to the account")

	// A court annuls the version that brought them: who holds them keeps them, and
	// nobody gets more who isn't in a class of the charter.
	bare := withBook(func(*types.TreasuryRules) {})
	restored := bare.WithBookOf(before)
	require.NoError(t, restored.Validate(types.DefaultParams()))
	require.NoError(t, succession(restored, before))
	require.Len(t, restored.Treasury.Instruments, 3)
}
