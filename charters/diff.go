package charters

import (
	"slices"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// A Change is what one section of a charter says no longer, and what it says now.
type Change struct {
	// Title of the section; empty for the charter's own description.
	Title string
	// Gone are the sentences that hold no longer, New those that hold from now on.
	Gone, New []string
}

// Diff says in sentences what changes between two charters. It compares what
// Explain says of each, so every option that is explained is compared.
func Diff(previous, next membershiptypes.Charter, language Language) []Change {
	return speechIn(language).diff(previous, next)
}

func (s speech) diff(previous, next membershiptypes.Charter) []Change {
	before, after := s.titled(previous), s.titled(next)
	var changes []Change
	compare := func(title string, was, is []string) {
		change := Change{Title: title, Gone: without(was, is), New: without(is, was)}
		if len(change.Gone)+len(change.New) > 0 {
			changes = append(changes, change)
		}
	}
	for _, one := range after {
		compare(one.title, find(before, one.title), one.sentences)
	}
	for _, gone := range before {
		if !slices.ContainsFunc(after, func(other section) bool { return other.title == gone.title }) {
			compare(gone.title, gone.sentences, nil)
		}
	}
	return changes
}

// titled are a charter's sections, its name among the first.
func (s speech) titled(charter membershiptypes.Charter) []section {
	named := section{"", []string{s.say("named", "name", charter.Name)}}
	sections := s.sections(charter)
	if len(sections) > 0 && sections[0].title == "" {
		named.sentences = append(named.sentences, sections[0].sentences...)
		sections = sections[1:]
	}
	return append([]section{named}, sections...)
}

func find(sections []section, title string) []string {
	for _, one := range sections {
		if one.title == title {
			return one.sentences
		}
	}
	return nil
}

// without lists the sentences that the others don't hold.
func without(sentences, others []string) (rest []string) {
	for _, sentence := range sentences {
		if !slices.Contains(others, sentence) {
			rest = append(rest, sentence)
		}
	}
	return rest
}

// FormatDiff writes changes for members to read, and by which rules the charter
// in force lets them be decided.
func FormatDiff(previous, next membershiptypes.Charter, language Language) string {
	return speechIn(language).formatDiff(previous, next)
}

func (s speech) formatDiff(previous, next membershiptypes.Charter) string {
	parts := previous.ChangedParts(next)
	if len(parts) == 0 {
		return s.say("diff.none") + "\n"
	}
	var text strings.Builder
	for _, change := range s.diff(previous, next) {
		title := change.Title
		if title == "" {
			title = next.Name
		}
		text.WriteString(s.say("heading", "title", title) + "\n")
		for _, sentence := range change.Gone {
			text.WriteString(s.say("diff.gone", "sentence", sentence) + "\n")
		}
		for _, sentence := range change.New {
			text.WriteString(s.say("diff.new", "sentence", sentence) + "\n")
		}
		text.WriteString("\n")
	}
	demands := previous.DemandsOfChange(parts)
	rules := slices.Clone(demands.Rules)
	if demands.Entrenched {
		if rule, err := previous.RuleFor(membershiptypes.SubjectCharter); err == nil {
			rules = append(rules, rule.Name)
		}
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	names := make([]string, 0, len(parts))
	for _, part := range parts {
		if catalogue["part."+part] != (Sentence{}) {
			part = s.say("part." + part)
		}
		names = append(names, part)
	}
	text.WriteString(s.say("diff.parts", "parts", s.list("and", names)) + "\n")
	text.WriteString(s.count("diff.rules", uint64(len(rules)), "rules", s.list("and", rules)) + "\n")
	return text.String()
}
