package charters

import (
	"cmp"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type (
	surplusRules = membershiptypes.SurplusRules
	surplusStep  = membershiptypes.SurplusStep
)

var surplusDestinations = words[membershiptypes.SurplusDestination]{
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES, "losses"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_RESERVE, "reserve"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_EDUCATION, "education"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_COMMUNITY, "community"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_FEDERATION, "federation"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_FUND, "fund"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_INTEREST, "interest"},
	{membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, "members"},
}

var surplusBases = words[membershiptypes.SurplusBase]{
	{membershiptypes.SurplusBase_SURPLUS_BASE_GROSS, "gross"},
	{membershiptypes.SurplusBase_SURPLUS_BASE_NET, "net"},
	{membershiptypes.SurplusBase_SURPLUS_BASE_REMAINING, "remaining"},
	{membershiptypes.SurplusBase_SURPLUS_BASE_CAPITAL, "capital"},
}

var surplusRoundings = words[membershiptypes.SurplusRounding]{
	{membershiptypes.SurplusRounding_SURPLUS_ROUNDING_DOWN, "down"},
	{membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP, "up"},
}

var surplusShapes = words[membershiptypes.SurplusShape]{
	{membershiptypes.SurplusShape_SURPLUS_SHAPE_RESERVE_TENTH, "reserve-10-education-10"},
	{membershiptypes.SurplusShape_SURPLUS_SHAPE_RESERVE_UNTIL_CAPITAL, "reserve-15-until-capital"},
	{membershiptypes.SurplusShape_SURPLUS_SHAPE_CASH_FIFTH, "cash-20"},
}

var surplusFigures = words[membershiptypes.SurplusFigure]{
	{membershiptypes.SurplusFigure_SURPLUS_FIGURE_CAPITAL, "capital"},
	{membershiptypes.SurplusFigure_SURPLUS_FIGURE_ASSETS, "assets"},
}

// surplusRecord is how a period's surplus is shared.
func surplusRecord() record[surplusRules] {
	return record[surplusRules]{what: "surplus", fields: []field[surplusRules]{
		text("reserve", lineSchema, func(r *surplusRules) *string { return &r.Reserve }).needed().
			described("The indivisible fund to which goes what no step takes."),
		basesField(),
		list("steps", surplusStepRecord, func(r *surplusRules) *[]surplusStep { return &r.Steps }).needed().
			described("In their order. Each takes the least of what remains, of max, and of the greater of min and base times rate."),
		truth("share_non_member", func(r *surplusRules) *bool { return &r.ShareNonMember }).quiet("false").
			described("Share what business with others than members has earned; else it goes to the reserve."),
		truth("share_extraordinary", func(r *surplusRules) *bool { return &r.ShareExtraordinary }).quiet("false").
			described("Share what is no result of the business; else it goes to the reserve."),
		texts("loss_order", func(r *surplusRules) *[]string { return &r.LossOrder }).
			described("Funds that bear a loss, in this order. The rest is carried forward."),
		amount("de_minimis", func(r *surplusRules) *integer { return &r.DeMinimis }).quiet("0").
			described("In base units: less cash than this is credited to the member's account, not paid."),
		shapesField(),
		text("coin", lineSchema, func(r *surplusRules) *string { return &r.Coin }).quiet("").
			described("Denom of the coin in which the cash part of shares is set aside on the ledger; left out where it is owed in the book's currency and paid outside."),
		oneOf("every", surplusLengths, func(r *surplusRules) *membershiptypes.SurplusPeriodLength { return &r.Every }).quiet("fiscal year").
			described("How long a period is whose surplus is shared: a year or a period of the fiscal calendar, or seconds on a network where you try it out."),
		duration("period", func(r *surplusRules) *uint64 { return &r.PeriodSeconds }).quiet("none").
			described("Its length, where every is seconds."),
		duration("adjusting", func(r *surplusRules) *uint64 { return &r.AdjustingSeconds }).quiet("none").
			described("After a period's end: so long members dispute what is recorded of them, and officers correct it."),
		oneOf("late", surplusLate, func(r *surplusRules) *membershiptypes.SurplusLate { return &r.Late }).quiet("refused").
			described("What becomes of patronage that is recorded after its period's end: it is refused, or carried to the period that is open."),
		text("unapproved", lineSchema, func(r *surplusRules) *string { return &r.Unapproved }).quiet("").
			described("The ground on which the accounts need no approval by the members; left out, they approve them."),
	}}
}

var surplusStepRecord = record[surplusStep]{what: "a step", fields: []field[surplusStep]{
	text("name", wordSchema, func(s *surplusStep) *string { return &s.Name }).needed(),
	oneOf("to", surplusDestinations, func(s *surplusStep) *membershiptypes.SurplusDestination { return &s.To }).needed(),
	text("fund", lineSchema, func(s *surplusStep) *string { return &s.Fund }).quiet("").
		described("To which it goes; none for losses, interest and members."),
	oneOf("base", surplusBases, func(s *surplusStep) *membershiptypes.SurplusBase { return &s.Base }).
		described("What the rate is of: the surplus, the same without losses made good, what the steps before have left, or for interest the members' capital."),
	number("rate_ppm", 0, func(s *surplusStep) *uint32 { return &s.RatePpm }).quiet("0").
		described("In millionths: 450000 are 45 %."),
	oneOf("rounding", surplusRoundings, func(s *surplusStep) *membershiptypes.SurplusRounding { return &s.Rounding }).
		described("Of base times rate: up for what a law asks at least, else down."),
	amount("min", func(s *surplusStep) *integer { return &s.Min }).quiet("0").
		described("In base units: it takes so much at least, where so much remains."),
	amount("max", func(s *surplusStep) *integer { return &s.Max }).quiet("0").
		described("In base units: it takes so much at most; 0 is no bound."),
	nested("until", surplusTargetRecord, func(s *surplusStep) **membershiptypes.SurplusTarget { return &s.Until }).
		described("The step ends when the fund holds so much."),
	text("basis", wordSchema, func(s *surplusStep) *string { return &s.Basis }).quiet("").
		described("By which members share it."),
	numbers("classes", func(s *surplusStep) *[]uint32 { return &s.ClassIds }).
		described("Ids of the classes whose members share it; all members if left out."),
	amount("member_cap", func(s *surplusStep) *integer { return &s.MemberCap }).quiet("0").
		described("In base units: one member gets so much of it at most; 0 is none."),
	number("cash_ppm", 0, func(s *surplusStep) *uint32 { return &s.CashPpm }).quiet("0").
		described("Of each share in millionths, rounded up: paid in cash. The rest is retained in the member's account."),
	number("least_rate_ppm", 0, func(s *surplusStep) *uint32 { return &s.LeastRatePpm }).quiet("0").
		described("In millionths: so low may the members set the rate when they approve the accounts."),
	number("most_rate_ppm", 0, func(s *surplusStep) *uint32 { return &s.MostRatePpm }).quiet("0").
		described("In millionths: so high may they set it; 0 leaves it as it is."),
}}

var surplusTargetRecord = record[membershiptypes.SurplusTarget]{what: "until", fields: []field[membershiptypes.SurplusTarget]{
	amount("amount", func(t *membershiptypes.SurplusTarget) *integer { return &t.Amount }).quiet("0").
		described("In base units."),
	oneOf("of", surplusFigures, func(t *membershiptypes.SurplusTarget) *membershiptypes.SurplusFigure { return &t.Of }).
		described("A figure of the balance sheet, instead of an amount."),
	number("rate_ppm", 0, func(t *membershiptypes.SurplusTarget) *uint32 { return &t.RatePpm }).quiet("0").
		described("Of the figure in millionths, rounded up: 1000000 is all of it."),
}}

// basesField are the uses of the co-op by which is shared, by name.
func basesField() field[surplusRules] {
	basis := record[membershiptypes.SurplusBasis]{what: "basis", fields: []field[membershiptypes.SurplusBasis]{
		text("unit", lineSchema, func(b *membershiptypes.SurplusBasis) *string { return &b.Unit }).needed().
			described("What is counted, such as hours worked."),
		truth("per_head", func(b *membershiptypes.SurplusBasis) *bool { return &b.PerHead }).quiet("false").
			described("Each member counts as one, whatever is recorded."),
	}}
	schema := fmt.Sprintf(`{"type": "object", "propertyNames": %s, "additionalProperties": %s}`, wordSchema, basis.schema())
	return keyed("bases", schema,
		func(r *surplusRules) *[]membershiptypes.SurplusBasis { return &r.Bases },
		func(name string, m mapping) (membershiptypes.SurplusBasis, error) {
			read := membershiptypes.SurplusBasis{Name: name}
			err := basis.named(name).read(m.values[name], &read)
			return read, err
		},
		func(b *membershiptypes.SurplusBasis) (string, *yaml.Node) { return b.Name, basis.write(b) },
		func(a, b membershiptypes.SurplusBasis) int { return cmp.Compare(a.Name, b.Name) },
	).described("Uses of the co-op by which members share, each in one unit.")
}

func shapesField() field[surplusRules] {
	return field[surplusRules]{
		key:    "shapes",
		schema: fmt.Sprintf(`{"description": "What a statute asks of the steps, by its shape; steps that leave it are refused.", "type": "array", "items": {"enum": [%s]}}`, surplusShapes.quoted(", ")),
		read: func(m mapping, into *surplusRules) error {
			var names []string
			if err := texts("shapes", func(*surplusRules) *[]string { return &names }).read(m, into); err != nil {
				return err
			}
			for _, name := range names {
				at := slices.IndexFunc(surplusShapes, func(one word[membershiptypes.SurplusShape]) bool { return one.word == name })
				if at < 0 {
					return wrong(m.values["shapes"].Line, "surplus: there is no shape %q; the shapes are %s", name, surplusShapes.quoted(", "))
				}
				into.Shapes = append(into.Shapes, surplusShapes[at].value)
			}
			slices.Sort(into.Shapes)
			return nil
		},
		write: func(from *surplusRules) *yaml.Node {
			var names []string
			for _, shape := range from.Shapes {
				names = append(names, surplusShapes.say(shape))
			}
			return texts("shapes", func(*surplusRules) *[]string { return &names }).write(from)
		},
	}
}

var surplusLengths = words[membershiptypes.SurplusPeriodLength]{
	{membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_UNSPECIFIED, "fiscal year"},
	{membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_FISCAL_PERIOD, "fiscal period"},
	{membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_SECONDS, "seconds"},
}

var surplusLate = words[membershiptypes.SurplusLate]{
	{membershiptypes.SurplusLate_SURPLUS_LATE_UNSPECIFIED, "refused"},
	{membershiptypes.SurplusLate_SURPLUS_LATE_CARRIED, "carried"},
}
