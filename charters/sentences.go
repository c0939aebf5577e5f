package charters

import (
	"strconv"
	"strings"
)

// A Catalogue holds every sentence and word that Explain says, by name, with
// {places} to fill. Another language is another catalogue.
type Catalogue map[string]string

// English is the catalogue that Explain uses.
var English = Catalogue{
	"title":       "{name}",
	"bylaws":      "The legal text behind this charter is {uri} (SHA-256 {sha256}).",
	"heading":     "{title}:",
	"item":        "  - {sentence}",
	"heading.who": "Who belongs",
	"heading.how": "How decisions are made",
	"heading.for": "Which decision needs which rule",

	"one vote":         "Every member has one vote. There is no way to give a vote more weight.",
	"class.people":     "Members of the class \"{class}\" are people. They vote.",
	"class.co-ops":     "Members of the class \"{class}\" are co-ops. They vote, each by its own decision.",
	"silent.people":    "Members of the class \"{class}\" are people. They do not vote and are not on the roll.",
	"silent.co-ops":    "Members of the class \"{class}\" are co-ops. They do not vote and are not on the roll.",
	"admit.resolution": "Only the members admit a new member, by a resolution.",
	"admit.officer":    "A member who holds the power \"admit\" can admit a new member; so can the members, by a resolution.",
	"open limit":       "One member may have {count} proposals open at once.",

	"rule":              "Rule \"{rule}\":",
	"approval":          "It passes when {share} in favour{quorum}.",
	"approval.quorum":   " and {share} voted in any way",
	"one in favour":     "At least one ballot in favour is always needed.",
	"majority suffices": "It passes too when more than half of all members on the roll are in favour, however many voted.",
	"consent":           "One single ballot \"block\" defeats it; nobody can vote \"no\".",
	"ballots.change":    "A ballot can be changed until voting ends; the last one counts.",
	"ballots.final":     "A ballot can't be changed. Voting ends early once the outcome is certain.",
	"seconders":         "It needs {count} besides the proposer before it is discussed, within {period}.",
	"discussion":        "It is discussed for {period} before voting opens.",
	"voting":            "Voting is open for {period}. Whoever is a member when it opens can vote.",
	"timelock":          "Once passed it waits for {period} before it is carried out.",

	"requirement":         "{subject}: {rule}",
	"requirement.default": "Everything else: {rule}",

	"share.more than": "more than {fraction} of {base} are",
	"share.at least":  "at least {fraction} of {base} are",
	"share.all":       "all of {base} are",
	"quorum.more":     "more than {fraction} of {base} have",
	"quorum.least":    "at least {fraction} of {base} have",
	"quorum.all":      "all of {base} have",
	"base.cast":       "the ballots for and against",
	"base.present":    "all ballots, abstentions too,",
	"base.roll":       "all members on the roll",
	"half":            "half",

	"member.one":  "one member",
	"member.many": "{count} members",
	"none":        "none",
	"day.one":     "1 day", "day.many": "{count} days",
	"hour.one": "1 hour", "hour.many": "{count} hours",
	"minute.one": "1 minute", "minute.many": "{count} minutes",
	"second.one": "1 second", "second.many": "{count} seconds",
}

// say fills the places of a sentence: place, value, place, value …
func (c Catalogue) say(name string, places ...string) string {
	pairs := make([]string, 0, len(places))
	for i := 0; i+1 < len(places); i += 2 {
		pairs = append(pairs, "{"+places[i]+"}", places[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(c[name])
}

// count says how many of something there are.
func (c Catalogue) count(word string, number uint64) string {
	if number == 1 {
		return c.say(word + ".one")
	}
	return c.say(word+".many", "count", strconv.FormatUint(number, 10))
}

// duration says how long, from days down to seconds.
func (c Catalogue) duration(seconds uint64) string {
	if seconds == 0 {
		return c.say(none)
	}
	var parts []string
	for _, u := range units {
		if count := seconds / u.seconds; count > 0 {
			parts = append(parts, c.count(u.word, count))
			seconds %= u.seconds
		}
	}
	return strings.Join(parts, " ")
}
