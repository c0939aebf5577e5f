package charters

import (
	"fmt"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// passbookRecord is how members withdraw what they are owed.
var passbookRecord = record[membershiptypes.PassbookRules]{what: "passbook", fields: []field[membershiptypes.PassbookRules]{
	duration("payout_address_delay", func(p *membershiptypes.PassbookRules) *uint64 { return &p.PayoutAddressDelaySeconds }).needed().
		described("For which an address that a member names waits before anything is paid to it. Any of its keys drops it meanwhile."),
	duration("withdraw_delay", func(p *membershiptypes.PassbookRules) *uint64 { return &p.WithdrawDelaySeconds }).needed().
		described("For which a withdrawal above the daily limit waits. Any of the member's keys stops it meanwhile."),
	list("withdraw_daily_limits", withdrawLimitRecord, func(p *membershiptypes.PassbookRules) *[]membershiptypes.WithdrawLimit { return &p.WithdrawDailyLimits }).
		described("Up to which a member is paid without that wait. In other coins each withdrawal waits."),
}}

var withdrawLimitRecord = record[membershiptypes.WithdrawLimit]{what: "a daily limit", fields: []field[membershiptypes.WithdrawLimit]{
	text("denom", lineSchema, func(l *membershiptypes.WithdrawLimit) *string { return &l.Denom }).needed(),
	amount("amount", func(l *membershiptypes.WithdrawLimit) *integer { return &l.Amount }).needed().
		described("In base units of the denom."),
}}

// duesRecord is what members pay, and what comes of arrears.
var duesRecord = record[membershiptypes.DuesRules]{what: "dues", fields: []field[membershiptypes.DuesRules]{
	day("first_day", func(d *membershiptypes.DuesRules) *uint32 { return &d.FirstDay }).needed().
		described("On which dues begin, the first day of a period: 2027-01-01."),
	list("classes", classDuesRecord, func(d *membershiptypes.DuesRules) *[]membershiptypes.ClassDues { return &d.Classes }).
		described("The classes that owe dues, ordered by id; the others owe none."),
	text("lapse_ground", lineSchema, func(d *membershiptypes.DuesRules) *string { return &d.LapseGround }).quiet("").
		described("One of the lapse_grounds, on which a membership lapses for arrears, after notice."),
	number("lapse_after_periods", 0, func(d *membershiptypes.DuesRules) *uint32 { return &d.LapseAfterPeriods }).quiet("0").
		described("So many periods are unpaid before that."),
}}

var duesPeriods = words[membershiptypes.DuesPeriod]{
	{membershiptypes.DuesPeriod_DUES_PERIOD_MONTH, "month"},
	{membershiptypes.DuesPeriod_DUES_PERIOD_QUARTER, "quarter"},
	{membershiptypes.DuesPeriod_DUES_PERIOD_YEAR, "year"},
}

var classDuesRecord = record[membershiptypes.ClassDues]{what: "dues of a class", fields: []field[membershiptypes.ClassDues]{
	number("class", 1, func(d *membershiptypes.ClassDues) *uint32 { return &d.ClassId }).needed().
		described("The id of the class."),
	oneOf("period", duesPeriods, func(d *membershiptypes.ClassDues) *membershiptypes.DuesPeriod { return &d.Period }).needed(),
	text("denom", lineSchema, func(d *membershiptypes.ClassDues) *string { return &d.Denom }).needed(),
	amount("amount", func(d *membershiptypes.ClassDues) *integer { return &d.Amount }).needed().
		described("For each period, in base units of the denom; 0 lets the class pay nothing, in solidarity."),
}}

var dayText = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// day is a field with a day, which the charter keeps in digits: 2027-01-01 is
// 20270101. Which days there are the charter itself checks.
func day[T any](key string, at func(*T) *uint32) field[T] {
	return field[T]{
		key: key, schema: `{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}`,
		read: func(m mapping, into *T) error {
			node := m.values[key]
			if node.Kind != yaml.ScalarNode || !dayText.MatchString(node.Value) {
				return wrong(node.Line, "%s: %s must be a day like 2027-01-31", m.what, key)
			}
			digits, err := strconv.ParseUint(node.Value[:4]+node.Value[5:7]+node.Value[8:], 10, 32)
			*at(into) = uint32(digits)
			return err
		},
		write: func(from *T) *yaml.Node {
			said := dayOf(*at(from))
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: said, Style: yaml.DoubleQuotedStyle}
		},
	}
}

func dayOf(digits uint32) string {
	return fmt.Sprintf("%04d-%02d-%02d", digits/10_000, digits/100%100, digits%100)
}

// passbook says how members withdraw.
func (s speech) passbook(rules treasuryRules) (sentences []string) {
	passbook := rules.Passbook
	if passbook == nil {
		return nil
	}
	sentences = append(sentences,
		s.say("treasury.passbook"),
		s.say("treasury.passbook address", "period", s.duration(passbook.PayoutAddressDelaySeconds)),
		s.say("treasury.passbook delay", "period", s.duration(passbook.WithdrawDelaySeconds)))
	for _, limit := range passbook.WithdrawDailyLimits {
		sentences = append(sentences, s.say("treasury.passbook limit", "amount", s.coins(rules, limit.Amount, limit.Denom)))
	}
	return sentences
}

// dues says what members of each class pay.
func (s speech) dues(charter membershiptypes.Charter) (sentences []string) {
	dues := charter.Treasury.Dues
	if dues == nil {
		return nil
	}
	for _, class := range dues.Classes {
		said := classesNamed(charter.Classes, []uint32{class.ClassId})[0]
		if class.Amount.IsZero() {
			sentences = append(sentences, s.say("treasury.dues none", "class", said))
			continue
		}
		sentences = append(sentences, s.say("treasury.dues "+class.Period.Word(),
			"class", said, "amount", s.coins(*charter.Treasury, class.Amount, class.Denom), "day", dayOf(dues.FirstDay)))
	}
	if dues.LapseGround != "" {
		sentences = append(sentences, s.count("treasury.dues lapse", uint64(dues.LapseAfterPeriods), "ground", dues.LapseGround))
	}
	return sentences
}
