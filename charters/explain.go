package charters

import (
	"encoding/hex"
	"fmt"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Explain says a charter's rules in plain sentences.
func Explain(charter membershiptypes.Charter, language Language) string {
	return speechIn(language).explain(charter)
}

func (s speech) explain(charter membershiptypes.Charter) string {
	var text strings.Builder
	text.WriteString(charter.Name + "\n")
	for _, section := range s.sections(charter) {
		if section.title != "" {
			text.WriteString("\n" + s.say("heading", "title", section.title) + "\n")
		}
		for _, sentence := range section.sentences {
			if section.title != "" {
				sentence = s.say("item", "sentence", sentence)
			}
			text.WriteString(sentence + "\n")
		}
	}
	return text.String()
}

// A section is what a charter says about one thing.
type section struct {
	title     string
	sentences []string
}

// sections of a charter, in the order in which members read them. A new topic
// adds its own here; one without sentences is left out.
func (s speech) sections(charter membershiptypes.Charter) []section {
	all := []section{
		{"", s.identity(charter)},
		{s.say("heading.who"), s.membership(charter)},
	}
	for _, rule := range charter.Rules {
		all = append(all, section{s.say("heading.rule", "rule", rule.Name), s.rule(charter.Classes, rule)})
	}
	all = append(all,
		section{s.say("heading.for"), s.requirements(charter)},
		section{s.say("heading.recovery"), s.recovery(charter)},
		section{s.say("heading.amend"), s.amendments(charter)},
		section{s.say("heading.meetings"), s.meetings(charter)},
		section{s.say("heading.discipline"), s.discipline(charter)},
		section{s.say("heading.treasury"), s.treasury(charter)},
		section{s.say("heading.accounts"), s.accounts(charter)},
		section{s.say("heading.surplus"), s.surplusSection(charter)},
	)
	var said []section
	for _, one := range all {
		if len(one.sentences) > 0 {
			said = append(said, one)
		}
	}
	return said
}

// identity says what the co-op is and where its legal text lies.
func (s speech) identity(charter membershiptypes.Charter) (sentences []string) {
	if charter.Description != "" {
		sentences = append(sentences, charter.Description)
	}
	if charter.Bylaws != nil {
		sentences = append(sentences, s.say("bylaws", "uri", charter.Bylaws.Uri, "sha256", hex.EncodeToString(charter.Bylaws.Sha256)))
	}
	return sentences
}

// share says a threshold in the sentence NAME.more, NAME.least or NAME.all.
func (s speech) share(name string, threshold membershiptypes.Threshold, places ...string) string {
	numerator, denominator := uint64(threshold.Numerator), uint64(threshold.Denominator)
	fraction := func(form string) string {
		if known := fmt.Sprintf("%s.%d/%d", form, numerator, denominator); catalogue[known] != (Sentence{}) {
			return s.say(known)
		}
		return s.say(form, "numerator", s.number(numerator), "denominator", s.number(denominator))
	}
	switch {
	case threshold.MoreThan:
		return s.say(name+".more", append(places, "than", fraction("than"))...)
	case numerator == denominator:
		return s.say(name+".all", places...)
	default:
		return s.say(name+".least", append(places, "fraction", fraction("fraction"))...)
	}
}
