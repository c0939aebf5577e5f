package keeper_test

import (
	"slices"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func (w *rulebook) votes() { w.votesFor(!w.mostly(2)) }

// votesAnew lets members vote for whom scrutineers have entered a ballot.
func (w *rulebook) votesAnew() { w.votesFor(true) }

func (w *rulebook) votesFor(anew bool) {
	id, m := w.pick(is(bakery, types.Status_STATUS_VOTING))
	name := w.who(func(name string) bool {
		return m != nil && m.roll[w.keys[name]] != 0 && (!anew || m.ballots[w.keys[name]].sheet != 0)
	})
	w.ballot(id, m, name, w.choice())
}

func (w *rulebook) ballot(id uint64, m *bookMotion, name string, choice types.Choice) {
	member, _, acts := w.acting(name)
	may := acts && m != nil && m.coop == bakery && w.mayVote(m, member, choice, w.now())
	if acts && m != nil && m.coop == bakery && m.status == types.Status_STATUS_VOTING && slices.Contains(m.abstaining, member) {
		w.seen["a party is refused its ballot"]++
	}
	w.cast(may, "vote", id, m, member, keyOf(name), choice)
}

func (w *rulebook) cast(may bool, what string, id uint64, m *bookMotion, member uint64, voter string, choice types.Choice) {
	if _, taken := w.expect(may, what, &types.MsgVote{Voter: voter, ResolutionId: id, Choice: choice}); taken {
		w.casts(m, member, bookBallot{choice: choice}, w.now())
	}
}

func (w *rulebook) votesAbove() {
	id, m := w.pick(is(federation, types.Status_STATUS_VOTING))
	member, account := w.above()
	choice := w.choice()
	may := member <= 9 && m != nil && m.coop == federation && w.mayVote(m, member, choice, w.now())
	w.cast(may, "vote above", id, m, member, account, choice)
}

// allVote lets most of those on a roll say yes, so that something passes.
func (w *rulebook) allVote() {
	_, m := w.pick(func(m *bookMotion) bool { return m.status == types.Status_STATUS_VOTING })
	if m == nil {
		return
	}
	for member := uint64(1); member <= uint64(len(w.people[m.coop])); member++ {
		if _, voted := m.ballots[member]; voted || !w.mostly(5) {
			continue
		}
		if m.coop == federation {
			w.cast(w.mayVote(m, member, yes, w.now()), "vote above", m.id, m, member, memberCoop(member), yes)
		} else {
			w.ballot(m.id, m, w.nameOf(member), yes)
		}
	}
}

// votesAsDelegate casts the bakery's ballot, member 1 of the federation.
func (w *rulebook) votesAsDelegate() {
	id, m := w.pick(is(federation, types.Status_STATUS_VOTING))
	name := w.who(func(name string) bool {
		id, may := w.officer(name, membershiptypes.PowerVote)
		return may || (w.people[bakery][id] != nil && w.people[bakery][id].wasDelegate)
	})
	choice := w.choice()
	delegate, may := w.officer(name, membershiptypes.PowerVote)
	if member := w.people[bakery][delegate]; member != nil && member.wasDelegate {
		w.seen["a delegate's term is over"]++
	}
	may = may && m != nil && m.coop == federation && w.mayVote(m, 1, choice, w.now()) && w.inScope(delegate, m)
	if may {
		standing, voted := m.ballots[1]
		may = !voted || (standing.delegate != 0 && !m.final())
		if voted && standing.delegate == 0 {
			w.seen["a co-op has spoken before its delegate"]++
		}
	}
	_, taken := w.expect(may, "vote as delegate", &types.MsgVoteAsDelegate{
		Delegate: keyOf(name), MemberCoopId: bakery, ResolutionId: id, Choice: choice,
	})
	if taken {
		w.casts(m, 1, bookBallot{choice: choice, delegate: delegate}, w.now())
	}
}

// rescinds as an execution does, by the account of a co-op.
func (w *rulebook) rescinds() {
	id, m := w.pick(func(m *bookMotion) bool { return m.coop == bakery && w.rescindable(m, w.now()) })
	coop := one(w.draw, "co-op", []uint64{bakery, bakery, bakery, federation})
	may := m != nil && m.coop == coop && w.rescindable(m, w.now())
	_, taken := w.expect(may, "rescind", &types.MsgRescind{Authority: membershiptypes.CoopAddress(coop), ResolutionId: id})
	if taken {
		w.rescinded(m)
	}
}
