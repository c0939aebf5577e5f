package charters

import (
	"fmt"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// surplusSection says how a charter shares, and what a member gets; nothing where it
// doesn't.
func (s speech) surplusSection(charter membershiptypes.Charter) []string {
	if charter.Surplus == nil {
		return nil
	}
	return append(s.surplus(charter, charter.Surplus.WithAmounts()), s.surplusPeriods(charter.Surplus.WithAmounts())...)
}

// surplusPeriods says when is shared, who approves it, and how members get their cash.
func (s speech) surplusPeriods(rules surplusRules) []string {
	length := s.say("surplus.every " + surplusLengths.say(rules.Every))
	if rules.PeriodSeconds > 0 {
		length = s.duration(rules.PeriodSeconds)
	}
	sentences := []string{s.say("surplus.period", "length", length), s.say("surplus.adjusting", "period", s.duration(rules.AdjustingSeconds)), s.say("surplus.late " + surplusLate.say(rules.Late))}
	if rules.Unapproved == "" {
		sentences = append(sentences, s.say("surplus.approved"))
	} else {
		sentences = append(sentences, s.say("surplus.unapproved", "ground", rules.Unapproved))
	}
	if rules.Coin == "" {
		return append(sentences, s.say("surplus.outside"))
	}
	return append(sentences, s.say("surplus.coin", "denom", rules.Coin))
}

func (s speech) surplus(charter membershiptypes.Charter, rules surplusRules) []string {
	said := func(name string, shared bool) string {
		if shared {
			return s.say(name + " shared")
		}
		return s.say(name + " reserve")
	}
	sentences := []string{said("surplus.others", rules.ShareNonMember), said("surplus.extraordinary", rules.ShareExtraordinary)}
	for _, step := range rules.Steps {
		sentences = append(sentences, s.surplusStep(charter, rules, step)...)
	}
	sentences = append(sentences, s.say("surplus.rest", "fund", rules.Reserve), s.say("surplus.exact"))
	if rules.DeMinimis.IsPositive() {
		sentences = append(sentences, s.say("surplus.de minimis", "amount", s.money(charter.Book(), rules.DeMinimis.String())))
	}
	if len(rules.LossOrder) == 0 {
		sentences = append(sentences, s.say("surplus.loss"))
	} else {
		sentences = append(sentences, s.say("surplus.loss order", "funds", s.list("and", rules.LossOrder)))
	}
	for _, shape := range rules.Shapes {
		sentences = append(sentences, s.say("surplus.shape "+surplusShapes.say(shape)))
	}
	return sentences
}

// surplusStep says what a step takes, for whom, and what bounds it.
func (s speech) surplusStep(charter membershiptypes.Charter, rules surplusRules, step surplusStep) []string {
	if step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES {
		return []string{s.say("surplus.losses")}
	}
	money := func(amount integer) string { return s.money(charter.Book(), amount.String()) }
	share := s.say("surplus.of "+surplusBases.say(step.Base), "share", s.millionths(uint64(step.RatePpm)))
	var sentences []string
	if step.Basis == "" {
		sentences = append(sentences, s.say("surplus.fund "+surplusRoundings.say(step.Rounding), "fund", step.Fund, "share", share))
	} else {
		who, by := s.say("surplus.all members"), ""
		if len(step.ClassIds) > 0 {
			var names []string
			for _, id := range step.ClassIds {
				if class, err := charter.Class(id); err == nil {
					names = append(names, class.Name)
				}
			}
			who = s.say("surplus.classes", "classes", s.list("and", names))
		}
		basis, _ := rules.Basis(step.Basis)
		if by = s.say("surplus.by", "unit", basis.Unit); basis.PerHead {
			by = s.say("surplus.by head")
		}
		sentences = append(sentences,
			s.say("surplus.members "+surplusRoundings.say(step.Rounding), "share", share, "who", who, "by", by),
			s.say("surplus.cash", "cash", s.millionths(uint64(step.CashPpm))))
	}
	for _, bound := range []struct {
		name   string
		amount integer
	}{{"surplus.min", step.Min}, {"surplus.max", step.Max}, {"surplus.member cap", step.MemberCap}} {
		if bound.amount.IsPositive() {
			sentences = append(sentences, s.say(bound.name, "amount", money(bound.amount)))
		}
	}
	if step.MostRatePpm > 0 {
		sentences = append(sentences, s.say("surplus.vary", "least", s.millionths(uint64(step.LeastRatePpm)), "most", s.millionths(uint64(step.MostRatePpm))))
	}
	if until := step.Until; until != nil {
		if until.Of == membershiptypes.SurplusFigure_SURPLUS_FIGURE_UNSPECIFIED {
			sentences = append(sentences, s.say("surplus.until amount", "amount", money(until.Amount)))
		} else {
			sentences = append(sentences, s.say("surplus.until "+surplusFigures.say(until.Of), "share", s.millionths(uint64(until.RatePpm))))
		}
	}
	return sentences
}

// millionths says a rate as a percentage with up to four decimals: 333333 as 33.3333 %.
func (s speech) millionths(ppm uint64) string {
	const whole = 10_000
	said := s.number(ppm / whole)
	if rest := ppm % whole; rest != 0 {
		mark := ","
		if s.language == English {
			mark = "."
		}
		said += mark + strings.TrimRight(fmt.Sprintf("%04d", rest), "0")
	}
	return said + "\u00a0%"
}
