package simulation

import (
	"maps"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

func (x *machine) takesBallots(r *resolution) bool {
	return r.status == governancetypes.Status_STATUS_VOTING && x.paper.now < r.due
}

// voters of a resolution whose ballot would be taken.
func (x *machine) voters(r *resolution) (some []*member) {
	for _, id := range slices.Sorted(maps.Keys(r.roll)) {
		if m := x.paper.coop(r.coop).member(id); m.takesPart() && (!r.hasSpoken(id) || !r.final()) {
			some = append(some, m)
		}
	}
	return some
}

func (x *machine) vote() {
	r := x.aResolution(x.takesBallots)
	if r == nil {
		return
	}
	voter, found := one(x, "voter", x.voters(r))
	if !found {
		voter = x.paper.coop(r.coop).members[0]
	}
	m := &governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: x.choice(r)}
	switch x.flaw("stranger", "choice", "unknown", "any member", "newcomer", "newcomer") {
	case "stranger":
		m.Voter = x.anybody()
	case "newcomer":
		m.Voter = x.late(r)
	case "choice":
		m.Choice = governancetypes.Choice(x.number("choice", 0, 6))
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "any member":
		another, _ := x.aMember(x.paper.coop(r.coop), func(*member) bool { return true })
		m.Voter = x.aKey(another)
	}
	x.cast(m)
}

// late is a key of somebody who joined after the roll was frozen, and does so
// now if nobody has.
func (x *machine) late(r *resolution) string {
	c := x.paper.coop(r.coop)
	isLate := func(m *member) bool { _, onRoll := r.roll[m.id]; return c.votes(m) && !onRoll }
	m, found := x.aMember(c, isLate)
	if !found {
		x.send(opAdmitPerson, x.newcomer(c, c.account()))
		if m, found = x.aMember(c, isLate); !found {
			return x.anybody()
		}
	}
	return x.aKey(m)
}

func (x *machine) cast(m *governancetypes.MsgVote) bool {
	if !x.send(x.voting(m), m) {
		return false
	}
	x.seeBallot(m)
	return true
}

// choice among those that the resolution's rules leave, yes more often.
func (x *machine) choice(r *resolution) governancetypes.Choice {
	against := governancetypes.Choice_CHOICE_NO
	if r.consent() {
		against = governancetypes.Choice_CHOICE_BLOCK
	}
	yes := governancetypes.Choice_CHOICE_YES
	choice, _ := one(x, "choice", []governancetypes.Choice{yes, yes, yes, against, governancetypes.Choice_CHOICE_ABSTAIN})
	return choice
}

// rally brings a resolution through: one after the other all who may vote do,
// in favour or as they like, until no more are needed.
func (x *machine) rally() {
	r := x.aResolution(x.takesBallots)
	if r == nil || !x.takesBallots(r) {
		return
	}
	x.rallyFor(r, x.number("divided", 0, 2) == 0)
}

func (x *machine) rallyFor(r *resolution, divided bool) {
	for _, voter := range x.voters(r) {
		n := r.counted()
		if !x.takesBallots(r) || 3*n.yes > 2*int64(len(r.roll)) {
			return
		}
		choice := governancetypes.Choice_CHOICE_YES
		if divided {
			choice = x.choice(r)
		}
		x.cast(&governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: choice})
		if x.number("heckled", 0, 1) == 0 {
			x.heckle(r, voter)
		}
	}
}

// heckle is a ballot that can't be taken, or one in place of that of a voter
// who has just voted, which final ballots forbid.
func (x *machine) heckle(r *resolution, voter *member) {
	m := &governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: governancetypes.Choice_CHOICE_YES}
	switch x.number("heckle", 0, 4) {
	case 4:
		m.Voter = x.late(r)
	case 0:
		m.Voter = x.anybody()
	case 1:
		m.Choice = governancetypes.Choice_CHOICE_NO
		if !r.consent() {
			m.Choice = governancetypes.Choice_CHOICE_BLOCK
		}
	case 2:
		m.Voter = x.paper.coop(r.coop).account()
	}
	x.cast(m)
}
