package types_test

import (
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

func sharingCharter() (types.Charter, types.SurplusRules) {
	charter := types.Charter{
		Classes: []types.Class{{Id: 1, Name: "workers"}, {Id: 3, Name: "users"}},
		Treasury: &types.TreasuryRules{Fiscal: &types.FiscalCalendar{}, Funds: []types.Fund{
			{Name: "education", Policy: types.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: "courses"},
			{Name: "operating", Policy: types.FundPolicy_FUND_POLICY_FREE},
			{Name: "reserve", Policy: types.FundPolicy_FUND_POLICY_INDIVISIBLE},
			{Name: "suspense", Policy: types.FundPolicy_FUND_POLICY_FREE},
		}},
	}
	up, down := types.SurplusRounding_SURPLUS_ROUNDING_UP, types.SurplusRounding_SURPLUS_ROUNDING_DOWN
	rules := types.SurplusRules{
		Reserve: "reserve", LossOrder: []string{"operating", "reserve"}, DeMinimis: math.ZeroInt(),
		Bases: []types.SurplusBasis{{Name: "capital", Unit: "cents"}, {Name: "hours", Unit: "hours"}},
		Steps: []types.SurplusStep{
			{Name: "losses", To: types.SurplusDestination_SURPLUS_DESTINATION_LOSSES},
			{Name: "reserve", To: types.SurplusDestination_SURPLUS_DESTINATION_RESERVE, Fund: "reserve", Base: types.SurplusBase_SURPLUS_BASE_NET, RatePpm: 150_000, Rounding: up},
			{Name: "education", To: types.SurplusDestination_SURPLUS_DESTINATION_EDUCATION, Fund: "education", Base: types.SurplusBase_SURPLUS_BASE_NET, RatePpm: 100_000, Rounding: down},
			{Name: "interest", To: types.SurplusDestination_SURPLUS_DESTINATION_INTEREST, Base: types.SurplusBase_SURPLUS_BASE_CAPITAL, RatePpm: 30_000, Rounding: down, Basis: "capital", CashPpm: 1_000_000},
			{Name: "members", To: types.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: types.SurplusBase_SURPLUS_BASE_REMAINING, RatePpm: 1_000_000, Rounding: down, Basis: "hours", ClassIds: []uint32{1, 3}, CashPpm: 200_000},
		},
		Shapes: []types.SurplusShape{1, 2, 3}, AdjustingSeconds: 24 * 60 * 60,
	}
	return charter, rules
}

func TestSurplusRules(t *testing.T) {
	for name, tc := range map[string]struct {
		change  func(*types.SurplusRules)
		refused string
	}{
		"success - every shape at once": {func(*types.SurplusRules) {}, ""},
		"success - until the capital": {func(r *types.SurplusRules) {
			r.Shapes = r.Shapes[1:]
			r.Steps[1].Until = &types.SurplusTarget{Of: 1, RatePpm: 1_000_000}
		}, ""},
		"success - a rate that the members vary":         {func(r *types.SurplusRules) { r.Steps[1].LeastRatePpm, r.Steps[1].MostRatePpm = 150_000, 300_000 }, ""},
		"error - bounds that leave out the rate":         {func(r *types.SurplusRules) { r.Steps[1].LeastRatePpm, r.Steps[1].MostRatePpm = 160_000, 300_000 }, "give bounds around it"},
		"error - bounds that promise more than there is": {func(r *types.SurplusRules) { r.Steps[1].LeastRatePpm, r.Steps[1].MostRatePpm = 1, 950_000 }, "and there are 1000000"},
		"error - seconds without a number":               {func(r *types.SurplusRules) { r.Every = 2 }, "give its length"},
		"error - a number of seconds for a year":         {func(r *types.SurplusRules) { r.PeriodSeconds = 7 }, "and there alone"},
		"error - two years for adjusting":                {func(r *types.SurplusRules) { r.AdjustingSeconds = 2 * 366 * 24 * 60 * 60 }, "give 86400 to 31622400"},
		"error - a rate that may be nothing":             {func(r *types.SurplusRules) { r.Steps[1].MostRatePpm = 300_000 }, "give bounds around it"},
		"error - no time to dispute":                     {func(r *types.SurplusRules) { r.AdjustingSeconds = 60 }, "so that members can dispute them"},
		"error - a loss borne by suspense":               {func(r *types.SurplusRules) { r.LossOrder[0] = "suspense" }, "in which no equity is"},
		"error - a reserve that can be divided":          {func(r *types.SurplusRules) { r.Reserve = "operating" }, "has to be one of treasury that is indivisible"},
		"error - a basis twice":                          {func(r *types.SurplusRules) { r.Bases[1].Name = "capital" }, "order bases by name"},
		"error - a basis without a unit":                 {func(r *types.SurplusRules) { r.Bases[0].Unit = "" }, "say what it counts"},
		"error - losses borne by a restricted fund":      {func(r *types.SurplusRules) { r.LossOrder[0] = "education" }, "restricted to its purpose"},
		"error - losses borne twice":                     {func(r *types.SurplusRules) { r.LossOrder[1] = "operating" }, "twice"},
		"error - losses borne by no fund":                {func(r *types.SurplusRules) { r.LossOrder[1] = "vans" }, "which there is not"},
		"error - no steps":                               {func(r *types.SurplusRules) { r.Steps = nil }, "in 1 to 32"},
		"error - two steps of one name":                  {func(r *types.SurplusRules) { r.Steps[4].Name = "interest" }, "a name of its own"},
		"error - losses in the middle":                   {func(r *types.SurplusRules) { r.Steps[0], r.Steps[1] = r.Steps[1], r.Steps[0] }, "put it first"},
		"error - losses with a rate":                     {func(r *types.SurplusRules) { r.Steps[0].RatePpm = 1 }, "leave out everything but its name"},
		"error - to nobody":                              {func(r *types.SurplusRules) { r.Steps[1].To = 0 }, "to whom it gives"},
		"error - of nothing":                             {func(r *types.SurplusRules) { r.Steps[1].Base = 0 }, "says no base"},
		"error - no rate":                                {func(r *types.SurplusRules) { r.Steps[1].RatePpm = 0 }, "give 1 to 1000000"},
		"error - a rate over a whole":                    {func(r *types.SurplusRules) { r.Steps[4].RatePpm = 1_000_001 }, "takes 1000001 millionths"},
		"error - rates over a whole together":            {func(r *types.SurplusRules) { r.Steps[1].RatePpm = 900_001 }, "the steps promise 1000001 millionths"},
		"error - no rounding":                            {func(r *types.SurplusRules) { r.Steps[1].Rounding = 0 }, "how it is rounded"},
		"error - the least over the most":                {func(r *types.SurplusRules) { r.Steps[2].Min, r.Steps[2].Max = math.NewInt(2), math.NewInt(1) }, "the lesser one as min"},
		"error - a negative amount":                      {func(r *types.SurplusRules) { r.DeMinimis = math.NewInt(-1) }, "is no amount of a surplus"},
		"error - an unknown fund":                        {func(r *types.SurplusRules) { r.Steps[2].Fund = "vans" }, "which there is not"},
		"error - education into the reserve":             {func(r *types.SurplusRules) { r.Steps[2].Fund = "reserve" }, "a step to the reserve, and no other"},
		"error - a fund with a cap of members":           {func(r *types.SurplusRules) { r.Steps[2].MemberCap = math.OneInt() }, "in which no member has a share"},
		"error - a target of nothing":                    {func(r *types.SurplusRules) { r.Steps[1].Until = &types.SurplusTarget{} }, "give the one or the other"},
		"error - an unknown basis":                       {func(r *types.SurplusRules) { r.Steps[4].Basis = "plays" }, "name one of bases"},
		"error - members with a fund":                    {func(r *types.SurplusRules) { r.Steps[4].Fund = "operating" }, "leave out fund and until"},
		"error - interest of the surplus":                {func(r *types.SurplusRules) { r.Steps[3].Base = 1 }, "for interest alone"},
		"error - more cash than there is":                {func(r *types.SurplusRules) { r.Steps[4].CashPpm = 1_000_001 }, "give 0 to 1000000"},
		"error - an unknown class":                       {func(r *types.SurplusRules) { r.Steps[4].ClassIds = []uint32{2} }, "names the class 2"},
		"error - shapes twice":                           {func(r *types.SurplusRules) { r.Shapes = []types.SurplusShape{1, 1} }, "name known shapes"},
		"error - RA 9520 with a reserve of 8 %":          {func(r *types.SurplusRules) { r.Shapes = r.Shapes[:1]; r.Steps[1].RatePpm = 80_000 }, "at least 100000 millionths of the surplus for the reserve"},
		"error - RA 9520 with education of 12 %":         {func(r *types.SurplusRules) { r.Steps[2].RatePpm = 120_000 }, "education have at most 100000"},
		"error - RA 9520 with a reserve that is capped":  {func(r *types.SurplusRules) { r.Steps[1].Max = math.OneInt() }, "without a bound"},
		"error - SCE with 14 %":                          {func(r *types.SurplusRules) { r.Steps[1].RatePpm = 140_000 }, "at least 150000 millionths of the net surplus"},
		"error - SCE until a half of the capital": {func(r *types.SurplusRules) {
			r.Shapes = r.Shapes[1:]
			r.Steps[1].Until = &types.SurplusTarget{Of: 1, RatePpm: 500_000}
		}, "until it equals all of the capital"},
		"error - SCE without losses first":       {func(r *types.SurplusRules) { r.Shapes = r.Shapes[1:2]; r.Steps = r.Steps[1:] }, "losses to be made good first"},
		"error - Subchapter T with 19 % cash":    {func(r *types.SurplusRules) { r.Steps[4].CashPpm = 190_000 }, "the step \"members\" pays 190000"},
		"error - Subchapter T with a de-minimis": {func(r *types.SurplusRules) { r.DeMinimis = math.OneInt() }, "leave out de_minimis"},
	} {
		t.Run(name, func(t *testing.T) {
			charter, rules := sharingCharter()
			tc.change(&rules)
			err := rules.Validate(charter)
			if tc.refused == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.refused)
		})
	}
}
