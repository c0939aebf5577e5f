// Command bylaws walks a platform co-op through its bylaws on a fresh network:
// workers, users and supporters, each joined by another policy; a recovery that a
// member vetoes, and one that gives a place back; an expulsion with an appeal; a
// double majority that fails in one chamber, and a charter change that passes in
// both; a delegate's vote in the federation that its co-op overrides.
//
// The charter is platform.yaml beside this file. Run it with: make scenario-bylaws
package main

import (
	"fmt"
	"time"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	platform                            = "alder"
	workers, users, supporters, testers = "workers", "users", "supporters", "testers"
)

var patience = driver.Paced(2 * time.Minute)

func main() {
	driver.RunWithFiles(func(s *driver.Scenario, setup driver.Setup) {
		coop := setup.Coop(platform)
		coop["charter"], coop["name"] = s.PacedFile("tests/scenarios/bylaws/platform.yaml"), "Alder Platform"
		delete(coop, "periods")
		coop["members"] = founders()
		setup.SetPeriods(map[string]string{"voting": "40 seconds"}, driver.Federation)
		setup.SetPeriods(map[string]string{"voting": "8 seconds", "discussion": "none", "timelock": "none"}, "birch")
		setup.SetMembership(map[string]any{
			"min_objection_window_seconds": "5", "min_recovery_delay_seconds": "5",
			"min_reply_period_seconds": "5", "min_appeal_period_seconds": "5",
		})
	}, func(s *driver.Scenario) {
		story := &story{Scenario: s, members: map[string]uint64{}}
		for i, name := range founderNames {
			story.members[name] = uint64(i + 1)
		}
		story.whoBelongs()
		story.admissions()
		story.recoveries()
		story.expulsions()
		story.doubleMajority()
		story.charterChange()
		story.delegate()
	})
}

// founderNames by member number: three workers, then four users.
var founderNames = []string{"ada", "amal", "anton", "anya", "aroha", "asha", "ayo"}

func founders() []any {
	var members []any
	for i, name := range founderNames {
		class := workers
		if i >= 3 {
			class = users
		}
		members = append(members, map[string]any{"class": class, "keys": []string{name}})
	}
	return members
}

// story is the scenario, act by act, and the numbers of the members in it.
type story struct {
	*driver.Scenario
	members map[string]uint64
}

func (s *story) whoBelongs() {
	s.Act("A platform of workers and users")
	s.Expect(s.Voters(platform) == 7, "the platform has %d voting members, not 7", s.Voters(platform))
	s.Tell("Three workers and four users found it. Supporters and testers don't vote.")
	s.Tx("asha", "membership", "set-guardians", platform, "4,5", "--needed", "2")
	s.Tx("ayo", "membership", "set-guardians", platform, "1,2", "--needed", "2")
	s.Tell("Asha chooses Anya and Aroha as guardians of her place, Ayo chooses Ada and Amal. That takes effect after the delay.")
}

// newKey makes a key for somebody new, and the proof that its holder wants in.
func (s *story) newKey(name string, arguments ...string) (proof string) {
	s.NewKey(name)
	return s.ProveKey(platform, name, arguments...)
}

// pass has the members named decide something, and waits until it is executed.
func (s *story) pass(rule, title string, in []string, messages ...map[string]any) uint64 {
	id := s.Propose(in[0], driver.Resolution{Coop: platform, Title: title, Rule: rule, Messages: messages})
	s.all(id, "yes", in...)
	s.Await(id, patience, "executed")
	return id
}

func (s *story) all(id uint64, choice string, names ...string) {
	var votes []func()
	for _, name := range names {
		votes = append(votes, func() { s.Vote(name, id, choice) })
	}
	s.Together(votes...)
}

// joins waits until a person's place is there, and learns its number.
func (s *story) joins(name, class string) {
	address := s.AddressOf(name)
	deadline := time.Now().Add(patience)
	for {
		place, found := s.PlaceOf(address, platform)
		if found {
			s.Expect(place.Class == class, "%s is in the class %q, not in %q", name, place.Class, class)
			s.members[name] = place.Member
			return
		}
		s.Expect(time.Now().Before(deadline), "%s has not become a member after %s", name, patience)
		time.Sleep(time.Second)
	}
}

// apply sends a person's application, relayed by anton, and returns its number.
func (s *story) apply(name, class string) string {
	proof := s.newKey(name)
	result := s.Tx("anton", "membership", "apply-person", platform, class, proof)
	number := s.NumberIn(result, "coop.membership.v1.EventPersonApplied", "application")
	s.Expect(number != "", "the application of %s has no number", name)
	return number
}

func (s *story) admissions() {
	s.Act("Admission by each policy")
	s.byResolution()
	s.byOfficer()
	s.openClass()
	s.sponsored()
}

func (s *story) byResolution() {
	proposal := s.WriteFile("admit.yaml", []byte(s.Coopd("tx", "membership", "admit", platform,
		"--class", workers, "--key", s.newKey("kim"), "--resolution", "--from", "ada")))
	id := s.ProposeFile("ada", proposal)
	s.Refused("", "ada", "membership", "admit", platform, "--class", workers, "--key", s.newKey("kai"))
	s.all(id, "yes", "ada", "amal", "anya", "aroha")
	s.Await(id, patience, "executed")
	s.joins("kim", workers)
	s.Tell("By resolution: the members admit Kim as a worker. Ada alone could not.")
}

func (s *story) byOfficer() {
	s.pass("", "Ada admits testers", []string{"anya", "aroha", "amal"}, map[string]any{
		"@type": "/coop.membership.v1.MsgGrantPower", "coop_id": s.id(), "member_id": "1", "power": "admit", "term_seconds": "86400",
		"limit": map[string]any{"per_day": 1},
	})
	s.Refused("", "anton", "membership", "admit", platform, "--class", testers, "--key", s.newKey("tam"))
	s.Tx("ada", "membership", "admit", platform, "--class", testers, "--key", s.ProveKey(platform, "tam"))
	s.joins("tam", testers)
	s.Refused("times today", "ada", "membership", "admit", platform, "--class", testers, "--key", s.newKey("tess"))
	s.Tell("By an officer: the members gave Ada the power for a day, once a day, and she admits Tam as a tester. Another would be one too many.")
}

func (s *story) openClass() {
	s.apply("lea", users)
	unwanted := s.apply("bot", users)
	s.Tx("anya", "membership", "object", platform, unwanted)
	s.Tx("aroha", "membership", "object", platform, unwanted)
	s.joins("lea", users)
	s.Expect(s.Voters(platform) == 9, "the platform has %d voting members, not 9", s.Voters(platform))
	_, found := s.PlaceOf(s.AddressOf("bot"), platform)
	s.Expect(!found, "bot is a member in spite of two objections")
	s.Tell("Open, unless members object: nobody objects to Lea, and after twelve seconds she is a user. Two object to another, who stays out.")
}

func (s *story) sponsored() {
	application := s.apply("noa", supporters)
	s.Tx("ada", "membership", "sponsor", platform, application)
	s.Refused("", "ada", "membership", "sponsor", platform, application)
	s.Tx("anya", "membership", "sponsor", platform, application)
	s.joins("noa", supporters)
	s.Tell("Sponsored: Ada and Anya speak for Noa, each once, and she is a supporter.")
}

func (s *story) recoveries() {
	s.Act("Guardians who collude, and a member who vetoes")
	theirs := s.newKey("theirs", "--member", fmt.Sprint(s.members["asha"]))
	s.Tx("anya", "membership", "start-recovery", platform, fmt.Sprint(s.members["asha"]), theirs)
	s.Tx("aroha", "membership", "support-recovery", platform, fmt.Sprint(s.members["asha"]), s.AddressOf("theirs"))
	s.Tell("Anya and Aroha, Asha's guardians, try to give her place to a key of theirs.")
	s.Tx("asha", "membership", "veto-recovery", platform, fmt.Sprint(s.members["asha"]))
	time.Sleep(driver.Paced(17 * time.Second))
	id := s.Propose("ada", driver.Resolution{Coop: platform, Title: "Tea or coffee"})
	s.Vote("asha", id, "yes")
	_, found := s.PlaceOf(s.AddressOf("theirs"), platform)
	s.Expect(!found, "the guardians' key acts for Asha in spite of her veto")
	s.Tell("Her key objects within the delay: the place stays hers.")

	s.Act("A member who lost every key gets its place back")
	fresh := s.newKey("ayo-new", "--member", fmt.Sprint(s.members["ayo"]))
	s.Tx("ada", "membership", "start-recovery", platform, fmt.Sprint(s.members["ayo"]), fresh)
	s.Tx("amal", "membership", "support-recovery", platform, fmt.Sprint(s.members["ayo"]), s.AddressOf("ayo-new"))
	s.joins("ayo-new", users)
	s.Expect(s.members["ayo-new"] == s.members["ayo"], "the new key is member %d's, not %d's", s.members["ayo-new"], s.members["ayo"])
	s.Tell("Ayo's guardians give her a new key, nobody objects, and after the delay she is member %d as before.", s.members["ayo"])
}

// expulsions: one that the members overturn on appeal, and one that stands.
func (s *story) expulsions() {
	s.Act("An expulsion, and an appeal")
	s.pass("", "Amal, Anton and Anya are the board", []string{"ada", "aroha", "asha", "lea"}, s.seat("amal"), s.seat("anton"), s.seat("anya"))
	lea := s.charged("lea")
	s.expelled(lea)
	s.Tx("lea", "membership", "appeal", platform, lea, s.WriteFile("appeal.txt", []byte("It was a mistake in the books.")))
	s.Tell("The board decides to expel Lea. She appeals, and stays a member until the members have decided.")
	appeal := s.ProposeFile("ada", s.proposal("decide-appeal", lea, "dismissed"))
	s.Refused("parties don't vote", "aroha", "governance", "vote", fmt.Sprint(appeal), "no")
	s.all(appeal, "yes", "ada", "kim", "ayo-new", "amal")
	s.Await(appeal, patience, "executed")
	_, found := s.PlaceOf(s.AddressOf("lea"), platform)
	s.Expect(found, "Lea is no member although her appeal was upheld")
	s.Tell("The members dismiss the charge. Lea goes on as if nothing had been.")

	noa := s.charged("noa")
	s.expelled(noa)
	s.gone("noa")
	s.Tell("Noa is charged, heard, and doesn't appeal. When her time to is over, the expulsion takes effect.")
}

func (s *story) seat(name string) map[string]any {
	return map[string]any{
		"@type": "/coop.membership.v1.MsgGrantPower", "coop_id": s.id(), "member_id": fmt.Sprint(s.members[name]), "power": "board", "term_seconds": "86400",
	}
}

// charged lets two users charge a member, who has the charge and replies.
func (s *story) charged(name string) (id string) {
	paper := s.WriteFile("charge.txt", []byte("Fraud in the books, says who saw it."))
	result := s.Tx("aroha", "membership", "charge", platform, fmt.Sprint(s.members[name]), "fraud", paper)
	id = result.Attribute("coop.membership.v1.EventCaseMoved", "case_id")
	s.Tx("asha", "membership", "join-charge", platform, id)
	s.Tx(name, "membership", "acknowledge-charge", platform, id)
	s.Refused("", "amal", "governance", "propose", s.proposal("decide-case", id, "expulsion"))
	s.Tx(name, "membership", "reply-to-charge", platform, id, s.WriteFile("reply.txt", []byte("I did not.")))
	s.Tell("Aroha and Asha charge %s. The board can't decide before the reply.", name)
	return id
}

// expelled lets the board decide.
func (s *story) expelled(id string) {
	s.decides(s.proposal("decide-case", id, "expulsion"), "amal", []string{"amal", "anton", "anya"})
}

func (s *story) proposal(command, id, outcome string) string {
	reasons := s.WriteFile("reasons.txt", []byte("What we read and heard."))
	return s.WriteFile("proposal.yaml", []byte(s.Coopd("tx", "membership", command, platform, id, outcome, reasons)))
}

func (s *story) decides(file, proposer string, voters []string) {
	id := s.ProposeFile(proposer, file)
	s.all(id, "yes", voters...)
	s.Await(id, patience, "executed")
}

// gone waits until somebody is no member any more.
func (s *story) gone(name string) {
	deadline := time.Now().Add(patience)
	for address := s.AddressOf(name); ; time.Sleep(time.Second) {
		if _, found := s.PlaceOf(address, platform); !found {
			return
		}
		s.Expect(time.Now().Before(deadline), "%s is still a member after %s", name, patience)
	}
}

func (s *story) doubleMajority() {
	s.Act("A double majority fails in one chamber")
	id := s.Propose("ada", driver.Resolution{Coop: platform, Title: "Users pay a fee", Rule: "special"})
	s.Together(
		func() { s.all(id, "yes", "ada", "amal", "anton", "kim", "anya", "lea") },
		func() { s.all(id, "no", "aroha", "asha", "ayo-new") },
	)
	found := s.Await(id, patience, "rejected")
	tally := s.Count(id)
	s.Expect(tally == driver.Tally{InFavour: 6, Against: 3, Roll: 9}, "it was counted as %+v", tally)
	s.Expect(found.Outcome() == "no majority" && found.Resolution.Outcome.Chamber == 2, "it ended as %q in chamber %d", found.Outcome(), found.Resolution.Outcome.Chamber)
	s.Tell("6 of 9 are in favour, two thirds. Of the users only 2 of 5 are: it fails.")
}

func (s *story) charterChange() {
	s.Act("A charter change that both chambers want")
	charter := s.Charter(platform)
	charter["description"] = "A platform owned by those who work for it, those who use it and those who support it; both chambers said so."
	s.pass("special", "Say it in the charter", []string{"ada", "amal", "anton", "anya", "aroha", "asha"}, map[string]any{
		"@type": "/coop.membership.v1.MsgAmendCharter", "coop_id": s.id(), "charter": charter,
	})
	now := s.Charter(platform)
	s.Expect(now["description"] == charter["description"], "the charter still says %q", now["description"])
	s.Tell("Three workers and three users vote for it: the platform has version 2 of its charter.")
}

func (s *story) delegate() {
	s.Act("A delegate votes in the federation, and the co-op overrides it")
	s.pass("", "Ada speaks for us about officers, Amal about payments", []string{"amal", "anton", "anya"},
		s.speaks("ada", "powers"), s.speaks("amal", "payments"))
	id := s.ProposeIn("birch", "Birch prints our stickers", "medium", driver.GrantMessage("1", "2", "publish"))
	s.Refused("beyond the scope", "amal", "governance", "vote-as-delegate", fmt.Sprint(id), s.id(), "yes")
	s.Tx("ada", "governance", "vote-as-delegate", fmt.Sprint(id), s.id(), "yes")
	s.Expect(s.Count(id) == driver.Tally{InFavour: 1, Roll: 9}, "the delegate's ballot was counted as %+v", s.Count(id))
	s.Tell("Birch wants to be the officer who publishes, with stickers. Amal speaks for the platform about payments alone; Ada, its delegate for this, votes yes.")
	s.pass("", "We block the stickers", []string{"anya", "aroha", "asha"}, driver.VoteMessage(id, "BLOCK"))
	s.Expect(s.Count(id) == driver.Tally{Against: 1, Roll: 9}, "the co-op's own ballot was counted as %+v", s.Count(id))
	s.Refused("has voted", "ada", "governance", "vote-as-delegate", fmt.Sprint(id), s.id(), "yes")
	s.Await(id, patience, "rejected")
	s.Tell("Its members decide otherwise, and block. One ballot, the co-op's own; the delegate can't change it back.")
}

// speaks makes somebody the platform's delegate for one subject.
func (s *story) speaks(name, subject string) map[string]any {
	grant := driver.GrantMessage(s.id(), fmt.Sprint(s.members[name]), "vote")
	grant["scope"] = map[string]any{"subjects": []string{subject}}
	return grant
}

func (s *story) id() string { return fmt.Sprint(s.CoopID(platform)) }
