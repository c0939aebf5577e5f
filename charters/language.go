package charters

import (
	"fmt"
	"strconv"
	"strings"
)

// Language is one that charters are explained in, by its ISO 639-1 code.
type Language string

// The languages of the catalogue.
const (
	English Language = "en"
	Spanish Language = "es"
	French  Language = "fr"
)

// Languages lists them, English first.
func Languages() []Language { return []Language{English, Spanish, French} }

// ParseLanguage reads a code, with or without a country: "es", "fr-CA", "en_GB.UTF-8".
func ParseLanguage(code string) (Language, error) {
	known := make([]string, 0, len(Languages()))
	for _, language := range Languages() {
		rest, found := strings.CutPrefix(strings.ToLower(code), string(language))
		if found && (rest == "" || strings.ContainsAny(rest[:1], "-_.")) {
			return language, nil
		}
		known = append(known, string(language))
	}
	return "", fmt.Errorf("charters are not explained in %q; the languages are %s", code, strings.Join(known, ", "))
}

// A Sentence in every language, with {places} to fill. The places are the same
// in each; their order need not be.
type Sentence struct{ En, Es, Fr string }

// In a language.
func (s Sentence) In(language Language) string {
	switch language {
	case Spanish:
		return s.Es
	case French:
		return s.Fr
	default:
		return s.En
	}
}

// speech says the catalogue's sentences in one language.
type speech struct {
	language Language
	// heard is told the name of each sentence that is said.
	heard func(name string)
}

func speechIn(language Language) speech { return speech{language: language, heard: func(string) {}} }

// say fills the places of a sentence: place, value, place, value …
func (s speech) say(name string, places ...string) string {
	s.heard(name)
	pairs := make([]string, 0, len(places))
	for i := 0; i+1 < len(places); i += 2 {
		pairs = append(pairs, "{"+places[i]+"}", places[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(catalogue[name].In(s.language))
}

// count says a sentence about a number of things, in the form that the number
// takes: NAME.one or NAME.many, with the place {count}.
func (s speech) count(name string, number uint64, places ...string) string {
	one := number == 1
	if s.language == French {
		one = number < 2 // "0 jour", but "2 jours"
	}
	if one {
		name += ".one"
	} else {
		name += ".many"
	}
	return s.say(name, append([]string{"count", s.number(number)}, places...)...)
}

// number writes a whole number with the language's separator of thousands:
// 12,000 in English, 12 000 in Spanish (but 9000) and French.
func (s speech) number(number uint64) string { return s.grouped(strconv.FormatUint(number, 10)) }

// grouped writes digits with the same separator.
func (s speech) grouped(digits string) string {
	separator := "\u202f"
	switch {
	case s.language == English:
		separator = ","
	case s.language == Spanish && len(digits) == 4:
		return digits
	}
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(separator)
		}
		out.WriteRune(digit)
	}
	return out.String()
}

// duration says how long, from days down to seconds: "1 day, 12 hours and 5 minutes".
func (s speech) duration(seconds uint64) string {
	if seconds == 0 {
		return s.say("no time")
	}
	var parts []string
	for _, u := range units {
		if count := seconds / u.seconds; count > 0 {
			parts = append(parts, s.count(u.word, count))
			seconds %= u.seconds
		}
	}
	return s.list("and", parts)
}

// list joins with commas, and the last with "and" or "or".
func (s speech) list(joined string, parts []string) string {
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	last := len(parts) - 1
	return s.say("list."+joined, "some", strings.Join(parts[:last], ", "), "last", parts[last])
}
