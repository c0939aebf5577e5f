package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// charters: every way in which a version comes into force, or not for long.
func (l *life) charters() {
	l.pass(l.grants("1 publish", "2 publish"), "emi", "ezra")
	l.Together(l.entrenched, func() {
		l.policy()
		l.onADate()
		l.onRegistration()
		l.annulled()
	})
}

// with writes the co-op's charter file with some lines changed.
func (l *life) with(changes ...string) string {
	text, err := os.ReadFile(l.PacedFile("tests/scenarios/lives/charters.yaml"))
	l.Must(err)
	changed := string(text)
	for i := 0; i+1 < len(changes); i += 2 {
		l.Expect(strings.Contains(changed, changes[i]), "charters.yaml has no line %q", changes[i])
		changed = strings.Replace(changed, changes[i], changes[i+1], 1)
	}
	return l.WriteFile("charter.yaml", []byte(changed))
}

// says expects words in what a command prints.
func (l *life) says(words []string, arguments ...string) {
	printed := l.Coopd(arguments...)
	for _, word := range words {
		l.Expect(strings.Contains(printed, word), "`coopd %s` does not say %q: %s", strings.Join(arguments, " "), word, printed)
	}
}

// versions of the charter, and the one in force.
type versions struct {
	Versions []struct {
		Version driver.Number `json:"version"`
		State   string        `json:"state"`
	} `json:"versions"`
	InForce driver.Number `json:"in_force"`
}

// state of a version in a word.
func (v versions) state(number int) string {
	for _, version := range v.Versions {
		if int(version.Version) == number {
			return strings.TrimPrefix(version.State, "CHARTER_STATE_")
		}
	}
	return "unknown"
}

// version of the charter: what became of it, and the one in force.
func (l *life) version(number int) (state string, inForce int) {
	var answer versions
	l.Ask(&answer, "membership", "charter-versions", l.coop)
	return answer.state(number), int(answer.InForce)
}

// becomes waits until a version has come to a state.
func (l *life) becomes(number int, state string) {
	l.Until(patience, fmt.Sprintf("version %d is %s", number, state), func() bool {
		var now versions
		l.Get("/coop/membership/v1/coops/"+l.coop+"/charters", &now)
		return now.state(number) == state
	})
}

// described expects what the charter in force says of the co-op.
func (l *life) described(version int, words string) {
	var answer struct {
		Version driver.Number `json:"version"`
		Charter struct {
			Description string `json:"description"`
		} `json:"charter"`
	}
	l.Ask(&answer, "membership", "charter", l.coop)
	l.Expect(int(answer.Version) == version && strings.Contains(answer.Charter.Description, words),
		"version %d is in force and says %q; it should be %d and say %q", answer.Version, answer.Charter.Description, version, words)
}

const (
	fewOpen  = "max_open_resolutions_per_member: 5"
	moreOpen = "max_open_resolutions_per_member: 7"

	thinks = "A garden that thinks about its rules."
	grows  = "A garden that grows."
	sleeps = "A garden that sleeps."
	shares = "A garden that shares."
)

// policy: what the charter leaves to fewer, fewer change.
func (l *life) policy() {
	file := l.with(fewOpen, moreOpen)
	l.says([]string{"7", "ordinary"}, "charter", "diff", l.coop+"@", file)
	id := l.ProposeFile("edda", l.motion("amend-charter", file, "--part", "proposals"))
	l.says([]string{"7", "ordinary"}, "charter", "preview", fmt.Sprint(id))
	l.vote(id, "yes", "edda", "enzo")
	l.Await(id, patience, "executed")
	state, inForce := l.version(2)
	l.Expect(state == "EFFECTIVE" && inForce == 2, "version 2 is %s and %d in force", state, inForce)
	l.says([]string{"Nothing changes."}, "charter", "diff", l.coop+"@2", file)
	l.says([]string{"7"}, "charter", "diff", l.coop+"@1", l.coop+"@2")
	l.Tell("Two of five change how many resolutions a member may have open: the charter leaves that policy to the ordinary rule. `coopd charter diff` and `preview` had told them what would change.")
}

// entrenched: the same two can't change what it doesn't leave to them.
func (l *life) entrenched() {
	id := l.ProposeFile("elif", l.motion("amend-charter", l.with(thinks, grows), "--part", "identity"))
	l.says([]string{grows, "special"}, "charter", "preview", fmt.Sprint(id))
	l.vote(id, "yes", "elif", "enzo")
	end := l.Await(id, patience, "rejected")
	l.Expect(end.Outcome() == "no quorum", "it ended as %q", end.Outcome())
	l.Tell("The same number can't change what the charter says of the garden: that needs the rule for the charter itself.")
}

// most of the members vote for a change of the description.
func (l *life) describes(to string, arguments ...string) {
	motion := l.motion("amend-charter", append([]string{l.with(thinks, to), "--part", "identity"}, arguments...)...)
	l.pass(motion, "emi", "ezra", "elif")
}

// onADate: adopted now, in force when its day has come.
func (l *life) onADate() {
	day := time.Now().Add(driver.Paced(50 * time.Second)).UTC().Format(time.RFC3339)
	l.describes(sleeps, "--effective-at", day)
	state, inForce := l.version(3)
	l.Expect(state == "ADOPTED" && inForce == 2, "version 3 is %s and %d in force", state, inForce)
	l.described(2, thinks)
	l.Tell("Three of five adopt version 3, for a day that has not come. Version 2 is in force until then.")
	l.becomes(3, "EFFECTIVE")
	l.described(3, sleeps)
	l.Tell("The day comes: version 3 is in force.")
}

// onRegistration: adopted, and in force once an officer shows the evidence.
func (l *life) onRegistration() {
	l.describes(shares, "--on-registration")
	state, inForce := l.version(4)
	l.Expect(state == "ADOPTED" && inForce == 3, "version 4 is %s and %d in force", state, inForce)
	evidence := []string{"4", l.WriteFile("register.pdf", []byte("Entered into the register.")), "https://elm.example/register.pdf"}
	l.Refused("does not hold the power", "edda", l.about("register-charter", evidence...)...)
	l.membership("emi", "register-charter", evidence...)
	l.becomes(4, "EFFECTIVE")
	l.described(4, shares)
	l.Tell("They adopt version 4, which waits for the register of co-ops. Emi records its confirmation by hash, and it is in force.")
}

// annulled: a court has the last word, and nothing that was is rewritten.
func (l *life) annulled() {
	decision := []string{"4", l.WriteFile("decision.pdf", []byte("Version 4 is void.")), "https://court.example/4.pdf"}
	l.membership("emi", "annul-charter", decision...)
	l.described(4, shares)
	l.Refused("a second officer", "emi", l.about("annul-charter", decision...)...)
	l.membership("ezra", "annul-charter", decision...)
	state, inForce := l.version(4)
	l.Expect(state == "ANNULLED" && inForce == 5, "version 4 is %s and %d in force", state, inForce)
	l.described(5, sleeps)
	l.says([]string{"Nothing changes."}, "charter", "diff", l.coop+"@3", l.coop+"@5")
	l.says([]string{shares}, "charter", "diff", l.coop+"@3", l.coop+"@4")
	l.Tell("A court annuls version 4. Emi and Ezra both record it: what version 3 said is in force again, as version 5. Version 4 stays in the books, annulled.")
}
