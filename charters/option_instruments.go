package charters

import (
	"cmp"
	"fmt"
	"strconv"

	"cosmossdk.io/math"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type instrument = membershiptypes.Instrument

var instrumentKinds = words[membershiptypes.InstrumentKind]{
	{membershiptypes.InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE, "member share"},
	{membershiptypes.InstrumentKind_INSTRUMENT_KIND_INVESTOR_SHARE, "investor share"},
	{membershiptypes.InstrumentKind_INSTRUMENT_KIND_LOAN, "loan"},
}

var transferRules = words[membershiptypes.TransferRule]{
	{membershiptypes.TransferRule_TRANSFER_RULE_FREE, "free"},
	{membershiptypes.TransferRule_TRANSFER_RULE_APPROVED, "approved"},
}

var redemptionRules = words[membershiptypes.RedemptionRule]{
	{membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_LEAVING, "on leaving"},
	{membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_NOTICE, "on notice"},
}

// instrumentRecord is a kind of capital that members hold, or of loan that they give.
func instrumentRecord() record[instrument] {
	return record[instrument]{what: "instrument", fields: []field[instrument]{
		oneOf("kind", instrumentKinds, func(i *instrument) *membershiptypes.InstrumentKind { return &i.Kind }).needed().
			described("No instrument gives a vote."),
		text("account", lineSchema, func(i *instrument) *string { return &i.Account }).needed().
			described("Of the book, kept by member: equity or a liability for shares, a liability for loans. The ledger alone posts to it."),
		text("fund", lineSchema, func(i *instrument) *string { return &i.Fund }).needed().
			described("A free one, into which it is paid and out of which it is paid back."),
		text("denom", lineSchema, func(i *instrument) *string { return &i.Denom }).needed().
			described("A coin, or the currency of an outside account."),
		amount("nominal", func(i *instrument) *integer { return &i.Nominal }).needed().
			described("Value of one unit, in base units of the denom."),
		numbers("classes", func(i *instrument) *[]uint32 { return &i.ClassIds }).
			described("Ids of the classes whose members may get it."),
		numbers("members", func(i *instrument) *[]uint64 { return &i.MemberIds }).
			described("Numbers of members who may get it whatever their class."),
		number("required", 0, func(i *instrument) *uint64 { return &i.Required }).quiet("0").
			described("So many units each member of those classes has to hold."),
		number("required_within_days", 0, func(i *instrument) *uint32 { return &i.RequiredWithinDays }).quiet("0").
			described("After joining; then it is in arrears."),
		day("required_from", func(i *instrument) *uint32 { return &i.RequiredFrom }).quiet("0000-00-00").
			described("For who joined before this day the days are counted from it."),
		number("most", 0, func(i *instrument) *uint64 { return &i.Most }).quiet("0").
			described("So many units one member holds at most; 0 is no bound."),
		number("issue_limit", 0, func(i *instrument) *uint64 { return &i.IssueLimit }).quiet("0").
			described("So many units there are in all; 0 is no bound, which loans need."),
		number("instalments", 0, func(i *instrument) *uint32 { return &i.Instalments }).quiet("0").
			described("In which it is paid in; at once if left out."),
		number("instalment_days", 0, func(i *instrument) *uint32 { return &i.InstalmentDays }).quiet("0").
			described("Between two of them."),
		oneOf("transfer", transferRules, func(i *instrument) *membershiptypes.TransferRule { return &i.Transfer }).
			described("To another member who may hold it: free, or approved by two officers or the members. To nobody if left out."),
		oneOf("redemption", redemptionRules, func(i *instrument) *membershiptypes.RedemptionRule { return &i.Redemption }).
			described("On leaving, or on notice too. Never if left out; a loan is repaid by its term."),
		number("notice_days", 0, func(i *instrument) *uint32 { return &i.NoticeDays }).quiet("0").
			described("Between asking for it, or leaving, and the payment."),
		truth("refusable", func(i *instrument) *bool { return &i.Refusable }).quiet("false").
			described("The members may refuse to redeem, by resolution."),
		amount("capital_floor", func(i *instrument) *integer { return &i.CapitalFloor }).quiet("0").
			described("In base units: no redemption brings what is paid in on the account below it."),
		number("interest_basis_points", 0, func(i *instrument) *uint32 { return &i.InterestBasisPoints }).quiet("0").
			described("A year: of a loan, or the most that an investor share gets. Simple, actual days over 365."),
		text("interest_account", lineSchema, func(i *instrument) *string { return &i.InterestAccount }).quiet("").
			described("That bears the interest: an expense, or equity for shares."),
		number("term_days", 0, func(i *instrument) *uint32 { return &i.TermDays }).quiet("0").
			described("After which a loan is repaid."),
		number("repayments", 0, func(i *instrument) *uint32 { return &i.Repayments }).quiet("0").
			described("In which it is, at equal distances in the term; 1 is at its end."),
		text("repaid_to", lineSchema, func(i *instrument) *string { return &i.RepaidTo }).quiet("").
			described("An account of liability, kept by member, on which what is redeemed is owed until it is paid; the passbook if left out."),
	}}
}

// instrumentsField is what members hold and lend, by name.
func instrumentsField() field[treasuryRules] {
	schema := fmt.Sprintf(`{"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z][a-z0-9_-]{0,31}$"}, "additionalProperties": %s}`,
		instrumentRecord().schema())
	return keyed("instruments", schema,
		func(t *treasuryRules) *[]instrument { return &t.Instruments },
		func(name string, m mapping) (instrument, error) {
			read := instrument{Name: name}
			withoutAmounts(&read)
			err := instrumentRecord().named(name).read(m.values[name], &read)
			return read, err
		},
		func(i *instrument) (string, *yaml.Node) { return i.Name, instrumentRecord().write(i) },
		func(a, b instrument) int { return cmp.Compare(a.Name, b.Name) },
	).described("Shares that members and investors hold, and loans that members give. None gives a vote.")
}

func withoutAmounts(i *instrument) { i.CapitalFloor = math.ZeroInt() }

var arrearsRecord = record[membershiptypes.ArrearsRules]{what: "arrears", fields: []field[membershiptypes.ArrearsRules]{
	text("lapse_ground", lineSchema, func(a *membershiptypes.ArrearsRules) *string { return &a.LapseGround }).quiet("").
		described("One of the lapse_grounds, on which a membership lapses for shares that are missing or not paid, after notice."),
	number("lapse_after_days", 0, func(a *membershiptypes.ArrearsRules) *uint32 { return &a.LapseAfterDays }).quiet("0").
		described("So long something is overdue before that."),
	number("set_off_notice_days", 0, func(a *membershiptypes.ArrearsRules) *uint32 { return &a.SetOffNoticeDays }).quiet("0").
		described("After which a debt may be taken out of a member's passbook, if it doesn't dispute it. Nothing ever is if left out."),
}}

// numbers is a field with a list of whole numbers.
func numbers[T any, N uint32 | uint64](key string, at func(*T) *[]N) field[T] {
	most := uint64(^N(0))
	return field[T]{
		key: key, schema: fmt.Sprintf(`{"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1, "maximum": %d}}`, most),
		read: func(m mapping, into *T) error {
			node := m.values[key]
			if node.Kind != yaml.SequenceNode {
				return wrong(node.Line, "%s: %s must be a list", m.what, key)
			}
			var read []N
			for _, item := range node.Content {
				value, err := strconv.ParseUint(item.Value, 10, 64)
				if item.Kind != yaml.ScalarNode || err != nil || value == 0 || value > most {
					return wrong(item.Line, "%s: %s must be whole numbers from 1 to %d", m.what, key, most)
				}
				read = append(read, N(value))
			}
			*at(into) = read
			return nil
		},
		write: func(from *T) *yaml.Node {
			if len(*at(from)) == 0 {
				return nil
			}
			node := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, item := range *at(from) {
				node.Content = append(node.Content, scalar("!!int", strconv.FormatUint(uint64(item), 10)))
			}
			return node
		},
	}
}

// instruments says what members hold and lend, and on which terms.
func (s speech) instruments(charter membershiptypes.Charter) (sentences []string) {
	rules := *charter.Treasury
	for _, i := range rules.Instruments {
		value := s.coins(rules, i.Nominal, i.Denom)
		sentences = append(sentences, s.say("treasury.instrument "+i.Kind.Word(), "name", i.Name, "amount", value, "account", i.Account, "fund", i.Fund))
		sentences = append(sentences, s.holders(charter, i)...)
		sentences = append(sentences, s.paysIn(i)...)
		sentences = append(sentences, s.givesBack(rules, i)...)
	}
	return append(sentences, s.arrears(rules.Arrears)...)
}

func (s speech) holders(charter membershiptypes.Charter, i instrument) (sentences []string) {
	if len(i.ClassIds) > 0 {
		var quoted []string
		for _, name := range classesNamed(charter.Classes, i.ClassIds) {
			quoted = append(quoted, s.say("class.quoted", "class", name))
		}
		sentences = append(sentences, s.say("treasury.instrument classes", "name", i.Name, "classes", s.list("and", quoted)))
	}
	if len(i.MemberIds) > 0 {
		ids := make([]string, len(i.MemberIds))
		for at, id := range i.MemberIds {
			ids[at] = s.number(id)
		}
		sentences = append(sentences, s.say("treasury.instrument members", "name", i.Name, "members", s.list("and", ids)))
	}
	if len(i.ClassIds) == 0 && len(i.MemberIds) == 0 {
		sentences = append(sentences, s.say("treasury.instrument closed", "name", i.Name))
	}
	if i.Required > 0 {
		sentences = append(sentences, s.count("treasury.instrument required", i.Required, "name", i.Name, "days", s.days(i.RequiredWithinDays)))
	}
	if i.RequiredFrom > 0 {
		sentences = append(sentences, s.say("treasury.instrument required from", "name", i.Name, "day", dayOf(i.RequiredFrom)))
	}
	if i.Most > 0 {
		sentences = append(sentences, s.count("treasury.instrument most", i.Most, "name", i.Name))
	}
	if i.IssueLimit > 0 {
		sentences = append(sentences, s.count("treasury.instrument limit", i.IssueLimit, "name", i.Name))
	}
	return sentences
}

func (s speech) paysIn(i instrument) (sentences []string) {
	if i.Instalments > 1 {
		sentences = append(sentences, s.say("treasury.instrument instalments", "count", s.number(uint64(i.Instalments)), "name", i.Name, "days", s.days(i.InstalmentDays)))
	}
	if i.Transfer != membershiptypes.TransferRule_TRANSFER_RULE_UNSPECIFIED {
		sentences = append(sentences, s.say("treasury.instrument transfer "+transferRules.say(i.Transfer), "name", i.Name))
	}
	if i.InterestBasisPoints > 0 {
		name := "treasury.instrument interest"
		if i.IsShare() {
			name = "treasury.instrument capped interest"
		}
		sentences = append(sentences, s.say(name, "name", i.Name, "rate", s.percent(i.InterestBasisPoints), "account", i.InterestAccount))
	}
	return sentences
}

func (s speech) givesBack(rules treasuryRules, i instrument) (sentences []string) {
	name := "treasury.instrument never redeemed"
	if word := redemptionRules.say(i.Redemption); word != "" {
		name = "treasury.instrument redeemed " + word
	}
	if i.IsShare() {
		sentences = append(sentences, s.say(name, "name", i.Name, "days", s.days(i.NoticeDays)))
	} else {
		sentences = append(sentences, s.count("treasury.instrument repaid", uint64(i.Repayments), "name", i.Name, "days", s.days(i.TermDays)))
	}
	if i.Refusable {
		sentences = append(sentences, s.say("treasury.instrument refusable", "name", i.Name))
	}
	if i.CapitalFloor.IsPositive() {
		sentences = append(sentences, s.say("treasury.instrument floor", "name", i.Name, "amount", s.coins(rules, i.CapitalFloor, i.Denom)))
	}
	if i.RepaidTo != "" {
		sentences = append(sentences, s.say("treasury.instrument repaid to", "name", i.Name, "account", i.RepaidTo))
	}
	return sentences
}

// arrears says what comes of what members owe.
func (s speech) arrears(arrears *membershiptypes.ArrearsRules) (sentences []string) {
	if arrears == nil {
		return nil
	}
	if arrears.LapseGround != "" {
		sentences = append(sentences, s.say("treasury.arrears lapse", "ground", arrears.LapseGround, "days", s.days(arrears.LapseAfterDays)))
	}
	if arrears.SetOffNoticeDays > 0 {
		sentences = append(sentences, s.say("treasury.arrears set-off", "days", s.days(arrears.SetOffNoticeDays)))
	}
	return sentences
}

// days says a number of them.
func (s speech) days(days uint32) string { return s.count("day", uint64(days)) }
