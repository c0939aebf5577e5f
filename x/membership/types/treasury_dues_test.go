package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// withDues is a charter whose workers owe 10 a month and whose supporters owe 5 a quarter.
func withDues(change func(*types.Charter)) types.Charter {
	charter := withBook(func(b *types.TreasuryRules) {
		b.Accounts = append(b.Accounts, types.LedgerAccount{
			Code: "4100", Name: "dues", Kind: types.AccountKind_ACCOUNT_KIND_INCOME, Role: types.AccountRole_ACCOUNT_ROLE_DUES,
		})
		b.Dues = &types.DuesRules{
			FirstDay: 20270101, LapseGround: "arrears", LapseAfterPeriods: 3, Classes: []types.ClassDues{
				{ClassId: 1, Period: types.DuesPeriod_DUES_PERIOD_MONTH, Denom: "ceur", Amount: math.NewInt(1_000)},
				{ClassId: 2, Period: types.DuesPeriod_DUES_PERIOD_QUARTER, Denom: "ceur", Amount: math.ZeroInt()},
			},
		}
	})
	charter.Terms = &types.MembershipTerms{LapseGrounds: []string{"arrears"}, LapseNoticeSeconds: 30 * 86_400}
	change(&charter)
	return charter
}

func TestDuesThatAreRefused(t *testing.T) {
	limits := types.DefaultParams()
	require.NoError(t, withDues(func(*types.Charter) {}).Validate(limits))
	require.NoError(t, withDues(func(c *types.Charter) { c.Treasury.Dues = nil }).Validate(limits), "an account for dues that once were")
	for _, tc := range []struct {
		name   string
		change func(*types.DuesRules)
		says   string
	}{
		{"error - no day", func(d *types.DuesRules) { d.FirstDay = 20270231 }, "give a day in digits"},
		{"error - no first day", func(d *types.DuesRules) { d.FirstDay = 0 }, "give a day in digits"},
		{"error - in the midst of a month", func(d *types.DuesRules) { d.FirstDay = 20270102 }, "begins none"},
		{"error - in the midst of a quarter", func(d *types.DuesRules) { d.FirstDay = 20270201 }, "begins none"},
		{"error - of no class", func(d *types.DuesRules) { d.Classes[1].ClassId = 3 }, "there is no such class"},
		{"error - twice of a class", func(d *types.DuesRules) { d.Classes[1].ClassId = 1 }, "one for each"},
		{"error - of no period", func(d *types.DuesRules) { d.Classes[0].Period = 0 }, "no known period"},
		{"error - of an unknown period", func(d *types.DuesRules) { d.Classes[0].Period = 4 }, "no known period"},
		{"error - in no denom", func(d *types.DuesRules) { d.Classes[0].Denom = "" }, "is no denom"},
		{"error - of no amount", func(d *types.DuesRules) { d.Classes[0].Amount = math.Int{} }, "have no amount"},
		{"error - of less than nothing", func(d *types.DuesRules) { d.Classes[0].Amount = math.NewInt(-1) }, "have no amount"},
		{"error - of more than sums up", func(d *types.DuesRules) { d.Classes[0].Amount = math.NewIntWithDecimal(1, 37) }, "at most 120"},
		{"error - a ground that isn't one", func(d *types.DuesRules) { d.LapseGround = "poverty" }, "which the charter doesn't name"},
		{"error - at once", func(d *types.DuesRules) { d.LapseAfterPeriods = 0 }, "give 1 to 120"},
		{"error - never", func(d *types.DuesRules) { d.LapseAfterPeriods = 121 }, "give 1 to 120"},
		{"error - on no ground", func(d *types.DuesRules) { d.LapseGround = "" }, "on no ground"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := withDues(func(c *types.Charter) { tc.change(c.Treasury.Dues) }).Validate(limits)
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
	require.ErrorContains(t, withDues(func(c *types.Charter) { c.Treasury.Accounts = c.Treasury.Accounts[:4] }).Validate(limits), "no account with the role dues")

	bare := withDues(func(c *types.Charter) { c.Treasury.Dues.Classes[0].Amount = math.Int{} })
	whole := withDues(func(*types.Charter) {})
	require.Equal(t, []string{types.PartTreasury}, whole.ChangedParts(bare))
	require.Empty(t, bare.ChangedParts(bare))
}

// The periods of the calendar: a worked table.
func TestDuesPeriods(t *testing.T) {
	day := chaintypes.Date{Year: 2027, Month: 5, Day: 4}
	for period, first := range map[types.DuesPeriod][2]uint32{
		types.DuesPeriod_DUES_PERIOD_MONTH:   {20270501, 20270601},
		types.DuesPeriod_DUES_PERIOD_QUARTER: {20270401, 20270701},
		types.DuesPeriod_DUES_PERIOD_YEAR:    {20270101, 20280101},
	} {
		number := period.Number(day)
		require.Equal(t, first[0], period.FirstDay(number).Number(), period.Word())
		require.Equal(t, first[1], period.FirstDay(number+1).Number(), period.Word())
		require.Equal(t, number, period.Number(period.FirstDay(number)))
		require.Equal(t, number-1, period.Number(period.FirstDay(number).AddDays(-1)))
	}
	december := types.DuesPeriod_DUES_PERIOD_MONTH
	require.EqualValues(t, 20271201, december.FirstDay(december.Number(chaintypes.Date{Year: 2027, Month: 12, Day: 31})).Number())
}
