package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// comesOfAge is how long a minor is one here.
var comesOfAge = driver.Paced(90 * time.Second)

// places come, change and go.
func (l *life) places() {
	l.pass(l.grants("1 admit", "1 lapse", "1 register", "2 admit", "2 register"), "amal", "anya")
	var powers struct {
		Powers []struct {
			Power string `json:"power"`
		} `json:"powers"`
	}
	l.Ask(&powers, "membership", "powers", l.coop)
	l.Expect(len(powers.Powers) == 5, "the officers hold %d powers, not 5", len(powers.Powers))
	l.Tell("The members give Ada and Amal the powers to admit and to register, and Ada the one to let lapse.")
	l.Together(l.ofAge, l.trials, l.classes, l.leaving, l.lapses, l.death, l.joint, l.limit)
}

// admits lets an officer give somebody new a place, and returns its number.
func (l *life) admits(officer, name, class string, arguments ...string) uint64 {
	l.membership(officer, "admit", append([]string{"--class", class, "--key", l.proves(name)}, arguments...)...)
	member, found := l.place(name)
	l.Expect(found, "%s has no place after the admission", name)
	return member
}

// trials: one that ends in membership, and one that ends in nothing.
func (l *life) trials() {
	l.NewKey("tess")
	l.NewKey("sid")
	tess := l.admits("ada", "tess", "apprentices")
	standing := l.StandingOf(l.coop, tess)
	l.Expect(len(standing.Notices) == 1 && standing.Notices[0].Kind == "NOTICE_KIND_TRIAL", "Tess, an apprentice, is %+v", standing)
	l.Refused("", "tess", "governance", "propose", l.WriteYAML("early", driver.Resolution{Coop: l.coop, Title: "Too early"}))
	sid := l.admits("ada", "sid", "seasonal")
	l.Tell("Ada admits Tess as an apprentice and Sid for a season. They have no vote.")
	l.AwaitState(l.coop, sid, patience, "lapsed")
	l.Refused("may join again from", "ada", l.about("admit", "--class", "seasonal", "--key", l.proves("sid"))...)
	l.Tell("Sid's season is over, and his place with it. He has to wait before he can come again.")
	l.Until(patience, "Tess is a member", func() bool {
		place, _ := l.PlaceOf(l.AddressOf("tess"), l.coop)
		return place.Class == "members"
	})
	standing = l.StandingOf(l.coop, tess)
	l.Expect(standing.Is("active") && len(standing.Notices) == 0, "Tess is %+v", standing)
	l.propose("tess", "Thank you", "")
	l.Tell("Tess's apprenticeship is over: she is a member, by herself, and proposes her first resolution.")
}

// classes: nobody loses a vote without having asked for that.
func (l *life) classes() {
	aroha := fmt.Sprint(5)
	id := l.ends(l.motion("change-class", aroha, "friends"), "failed", "anya", "amal")
	l.Expect(l.Look(id).Outcome() == "message refused", "moving her unasked ended as %q", l.Look(id).Outcome())
	l.Expect(l.StandingOf(l.coop, 5).Class == "members", "Aroha was moved unasked")
	l.Tell("Some would have Aroha among the friends, who don't vote. They pass it, and the ledger refuses it: she has not asked.")
	l.membership("aroha", "ask-class", "friends")
	l.pass(l.motion("change-class", aroha, "friends"), "anya", "amal")
	standing := l.StandingOf(l.coop, 5)
	l.Expect(standing.Class == "friends" && len(standing.Notices) == 0, "Aroha is %+v", standing)
	l.Refused("", "aroha", "governance", "propose", l.WriteYAML("proposal", driver.Resolution{Coop: l.coop, Title: "Once more"}))
	l.Tell("Now she asks for it herself, and the members grant it: Aroha is a friend, and votes no more.")
}

// limit: a class that is full is full for the members, too.
func (l *life) limit() {
	l.NewKey("sue")
	l.NewKey("stu")
	l.admits("amal", "sue", "stewards")
	admission := append(l.about("admit", "--class", "stewards", "--key"), l.proves("stu"))
	l.Refused(`class "stewards" of alder has its 1 members`, "amal", admission...)
	file := l.WriteFile("admit.yaml", []byte(l.Coopd(append(append([]string{"tx"}, admission...), "--resolution", "--from", "amal")...)))
	id := l.ends(file, "failed", "amal", "anya")
	l.Expect(l.Look(id).Outcome() == "message refused", "a second steward ended as %q", l.Look(id).Outcome())
	l.Tell("There is one steward and no more. Neither the officer nor the members admit a second while the charter says so.")
}

// leaving takes its time, and so does coming back.
func (l *life) leaving() {
	id := l.propose("anton", "A bench for the yard", "")
	l.membership("asha", "leave")
	l.Expect(l.StandingOf(l.coop, 6).Is("leaving"), "Asha is %s after her notice", l.StandingOf(l.coop, 6).State)
	l.Vote("asha", id, "yes")
	l.Tell("Asha gives notice of leaving, and votes to the end of it.")
	l.AwaitState(l.coop, 6, patience, "no longer a member")
	proof := l.proves("asha")
	l.Tell("She has left. Her key may not come back at once; the charter wants some time between.")
	l.RefusedUntil("may join again from", "ada", l.about("admit", "--class", "members", "--key", proof)...)
	l.membership("ada", "admit", "--class", "members", "--key", proof)
	again, found := l.place("asha")
	l.Expect(found && again > 7, "Asha came back as member %d", again)
	l.Expect(l.StandingOf(l.coop, 6).Is("no longer a member"), "her former place is %s", l.StandingOf(l.coop, 6).State)
	l.Tell("Later she is admitted again, as member %d: the number 6 is never used twice.", again)
}

// lapses: who objects is in the members' hands.
func (l *life) lapses() {
	l.Refused("names no ground", "ada", l.about("lapse", "7", "opinions")...)
	l.membership("ada", "lapse", "7", "dues")
	l.membership("ada", "lapse", "4", "dues")
	l.membership("anya", "contest", "lapse")
	l.Tell("Ada, who keeps the books, gives Ayo and Anya notice for their dues. Anya objects.")
	l.Refused("", "ada", l.about("lapse", "4", "dues")...)
	l.AwaitState(l.coop, 7, patience, "lapsed")
	standing := l.StandingOf(l.coop, 4)
	l.Expect(standing.Is("active") && len(standing.Notices) == 1 && standing.Notices[0].Contested, "Anya is %+v", standing)
	l.Refused("", "ayo", "governance", "propose", l.WriteYAML("proposal", driver.Resolution{Coop: l.coop, Title: "Too late"}))
	l.Tell("Ayo's time is over: his membership has lapsed. Anya's has not: only the members can go on with it now.")
	l.pass(l.motion("withdraw-notice", "4", "lapse", "--resolution"), "amal", "anya")
	l.Expect(len(l.StandingOf(l.coop, 4).Notices) == 0, "Anya's notice still stands")
	l.Tell("They don't: they take the notice back, and she stays.")
}

// death: two officers record it, and somebody acts for what is owed.
func (l *life) death() {
	heir := l.AddressOf("visitor")
	l.membership("amal", "record-death", "3", "--representative", heir)
	l.Expect(l.StandingOf(l.coop, 3).Is("active"), "Anton's place ended before anybody could object")
	l.Refused("must confirm", "amal", l.about("confirm-death", "3")...)
	l.membership("ada", "confirm-death", "3")
	l.Tell("Amal records that Anton has died; Ada has to confirm it. For a while any key of his could object.")
	l.AwaitState(l.coop, 3, patience, "deceased")
	standing := l.StandingOf(l.coop, 3)
	l.Expect(standing.Trustee != nil && standing.Trustee.Address == heir, "nobody acts for Anton's place: %+v", standing)
	id := l.propose("amal", "A bench with his name", "")
	l.Refused("no member's key", "visitor", "governance", "vote", fmt.Sprint(id), "yes", "--fees", "1000credit")
	l.Refused("", "anton", "governance", "vote", fmt.Sprint(id), "yes")
	l.Tell("Nobody did. His representative acts for what he is owed, and never votes.")
}

// ofAge: a minor's place gets its vote by itself.
func (l *life) ofAge() {
	guardian := l.AddressOf("visitor")
	l.NewKey("mira")
	birthday := time.Now().Add(comesOfAge).UTC().Truncate(time.Second).Format(time.RFC3339)
	mira := l.admits("amal", "mira", "members", "--minor-until", birthday, "--guardian", guardian)
	standing := l.StandingOf(l.coop, mira)
	l.Expect(standing.Member.MinorUntil > 0 && standing.Trustee != nil && standing.Trustee.Address == guardian, "Mira is %+v", standing)
	id := l.propose("amal", "Sweets for all", "")
	l.Refused("not on the roll", "mira", "governance", "vote", fmt.Sprint(id), "yes")
	l.Tell("Mira is admitted before she is of age. She has no vote yet, and a guardian for her money.")
	l.AwaitStanding(l.coop, mira, patience, "of age", func(now driver.Standing) bool { return now.Member.MinorUntil == 0 })
	standing = l.StandingOf(l.coop, mira)
	l.Expect(standing.Is("active") && standing.Trustee == nil && len(standing.Notices) == 0, "Mira is %+v", standing)
	id = l.propose("mira", "Sweets for all, again", "")
	l.Vote("mira", id, "yes")
	l.Tell("She comes of age: she proposes and votes, and nobody acts for her.")
}

// joint: a place that two hold has one vote.
func (l *life) joint() {
	l.NewKey("jo")
	l.NewKey("jules")
	place := l.admits("amal", "jo", "members", "--holders", "2")
	l.membership("jo", "add-key", l.proves("jules", "--member", fmt.Sprint(place)))
	standing := l.StandingOf(l.coop, place)
	l.Expect(standing.Member.Holders == 2 && standing.Member.KeyCount == 2, "the joint place is %+v", standing)
	id := l.propose("jo", "A table for two", "talk")
	l.Vote("jo", id, "yes")
	l.Vote("jules", id, "no")
	tally := l.Count(id)
	l.Expect(tally.InFavour == 0 && tally.Against == 1, "their ballots were counted as %+v", tally)
	l.Tell("Jo and Jules hold one place together. Jo votes yes, Jules no: one ballot, the last one.")
}
