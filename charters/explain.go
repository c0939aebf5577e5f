package charters

import (
	"encoding/hex"
	"fmt"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Explain says a charter's rules in plain English sentences.
func Explain(charter membershiptypes.Charter) string { return English.Explain(charter) }

// Explain says a charter's rules in the catalogue's language.
func (c Catalogue) Explain(charter membershiptypes.Charter) string {
	var text paragraphs
	text.line(c.say("title", "name", charter.Name))
	if charter.Description != "" {
		text.line(charter.Description)
	}
	if charter.Bylaws != nil {
		text.line(c.say("bylaws", "uri", charter.Bylaws.Uri, "sha256", hex.EncodeToString(charter.Bylaws.Sha256)))
	}
	text.section(c, c.say("heading.who"), c.membership(charter))
	text.section(c, c.say("heading.how"), nil)
	for _, rule := range charter.Rules {
		text.section(c, strings.TrimSuffix(c.say("rule", "rule", rule.Name), ":"), c.rule(rule))
	}
	text.section(c, c.say("heading.for"), c.requirements(charter))
	return text.String()
}

// paragraphs collects lines.
type paragraphs struct{ strings.Builder }

func (p *paragraphs) line(text string) { p.WriteString(text + "\n") }

func (p *paragraphs) section(c Catalogue, title string, sentences []string) {
	p.line("")
	p.line(c.say("heading", "title", title))
	for _, sentence := range sentences {
		p.line(c.say("item", "sentence", sentence))
	}
}

func (c Catalogue) membership(charter membershiptypes.Charter) []string {
	sentences := []string{c.say("one vote")}
	for _, class := range charter.Classes {
		name := "silent."
		if class.Votes {
			name = "class."
		}
		for _, known := range memberKinds {
			if known.kind == class.Admits {
				name += known.word
			}
		}
		sentences = append(sentences, c.say(name, "class", class.Name))
	}
	switch charter.Admission {
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION:
		sentences = append(sentences, c.say("admit.resolution"))
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER:
		sentences = append(sentences, c.say("admit.officer"))
	}
	return append(sentences, c.say("open limit", "count", fmt.Sprint(charter.MaxOpenResolutionsPerMember)))
}

func (c Catalogue) rule(rule membershiptypes.DecisionRule) []string {
	quorum := ""
	if rule.Quorum.Numerator > 0 || rule.Quorum.MoreThan {
		quorum = c.say("approval.quorum", "share", c.share("quorum", "more", "least", rule.Quorum))
	}
	sentences := []string{
		c.say("approval", "share", c.share("share", "more than", "at least", rule.Approval), "quorum", quorum),
		c.say("one in favour"),
	}
	if rule.OrMajorityOfRoll {
		sentences = append(sentences, c.say("majority suffices"))
	}
	if rule.Consent {
		sentences = append(sentences, c.say("consent"))
	}
	if rule.Seconders > 0 {
		sentences = append(sentences, c.say("seconders",
			"count", c.count("member", uint64(rule.Seconders)), "period", c.duration(rule.SecondingPeriodSeconds)))
	}
	if rule.DiscussionPeriodSeconds > 0 {
		sentences = append(sentences, c.say("discussion", "period", c.duration(rule.DiscussionPeriodSeconds)))
	}
	sentences = append(sentences, c.say("voting", "period", c.duration(rule.VotingPeriodSeconds)))
	if rule.FinalBallots {
		sentences = append(sentences, c.say("ballots.final"))
	} else {
		sentences = append(sentences, c.say("ballots.change"))
	}
	if rule.TimelockPeriodSeconds > 0 {
		sentences = append(sentences, c.say("timelock", "period", c.duration(rule.TimelockPeriodSeconds)))
	}
	return sentences
}

// share says a threshold with the verb that its sentence needs.
func (c Catalogue) share(verb, more, least string, threshold membershiptypes.Threshold) string {
	base := map[membershiptypes.Base]string{
		membershiptypes.Base_BASE_VOTES_CAST: "base.cast",
		membershiptypes.Base_BASE_PRESENT:    "base.present",
		membershiptypes.Base_BASE_ROLL:       "base.roll",
	}[threshold.Base]
	fraction := fmt.Sprintf("%d/%d", threshold.Numerator, threshold.Denominator)
	if threshold.Numerator == 1 && threshold.Denominator == 2 {
		fraction = c.say("half")
	}
	name := least
	switch {
	case threshold.MoreThan:
		name = more
	case threshold.Numerator == threshold.Denominator:
		name = "all"
	}
	return c.say(verb+"."+name, "fraction", fraction, "base", c.say(base))
}

func (c Catalogue) requirements(charter membershiptypes.Charter) []string {
	var sentences []string
	for _, requirement := range charter.Requirements {
		subject := requirement.Subject
		if known, err := membershiptypes.SubjectByName(subject); err == nil {
			subject = known.Words
		}
		sentences = append(sentences, c.say("requirement", "subject", subject, "rule", requirement.Rule))
	}
	return append(sentences, c.say("requirement.default", "rule", charter.DefaultRule))
}
