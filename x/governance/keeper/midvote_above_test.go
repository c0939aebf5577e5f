package keeper_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// voteAbove is an open vote of the federation under a double majority of its
// co-ops (class 1) and its collectives (class 3), in which workers of the bakery,
// its member 1, speak as delegates.
type voteAbove struct {
	*midVote
	// delegates who may speak for the bakery now, by their address.
	delegates map[string]uint64
	// spoke is the delegate whose ballot stands for the bakery; zero if it is its own.
	spoke uint64
	draw  *rapid.T
	done  map[string]*[2]int
}

// newVoteAbove has the members 1 to 8 on the roll, 7 and 8 as collectives. Member
// 6 is suspended, and 9 has left. The bakery's delegates are its workers 4 and 5.
func newVoteAbove(t *testing.T, done map[string]*[2]int) *voteAbove {
	l := newLedger(t)
	charter := federationCharter()
	charter.Classes = append(charter.Classes, membershiptypes.Class{
		Id: 3, Name: "collectives", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP,
	})
	charter.Rules = slices.Insert(charter.Rules, 0, doubleRule())
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, l.membership.Charters.Set(l.ctx, collections.Join(federation, uint64(1)), charter))
	above, err := l.membership.GetCoop(l.ctx, federation)
	require.NoError(t, err)
	above.LastClassId = 3
	require.NoError(t, l.membership.Coops.Set(l.ctx, federation, above))
	v := &voteAbove{midVote: &midVote{
		ledger: l, members: membershipkeeper.NewMsgServer(l.membership),
		roll: map[uint64]uint32{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 3, 8: 3},
		keys: map[string]uint64{}, silent: map[uint64]bool{}, said: map[uint64]types.Choice{},
	}, delegates: map[string]uint64{worker(4): 4, worker(5): 5}, done: done}
	l.delegate(4, nil)
	l.delegate(5, &membershiptypes.Scope{FederationIds: []uint64{federation}, Rules: []string{"double"}})
	for number := range v.roll {
		v.keys[memberCoop(number)] = number
	}
	v.moves(7, "collectives")
	v.moves(8, "collectives")
	v.sent(v.members.Leave(v.ctx, &membershiptypes.MsgLeave{Signer: memberCoop(9), CoopId: federation}))
	v.stands(federation, 6, v.membership.Suspend)
	v.silent[6] = true
	v.id = l.propose(memberCoop(2), federation, "double")
	v.requireStatus(v.id, types.Status_STATUS_VOTING)
	return v
}

func (v *voteAbove) moves(number uint64, class string) {
	v.sent(v.members.AskClass(v.ctx, &membershiptypes.MsgAskClass{Signer: memberCoop(number), CoopId: federation, Class: class}))
	v.sent(v.members.ChangeClass(v.ctx, &membershiptypes.MsgChangeClass{
		Authority: membershiptypes.CoopAddress(federation), CoopId: federation, MemberId: number, Class: class,
	}))
}

// stands suspends or reinstates somebody, as another part of the ledger does.
func (v *voteAbove) stands(coop, number uint64, do func(context.Context, membershiptypes.Member) error) {
	member, err := v.membership.GetMember(v.ctx, coop, number)
	require.NoError(v.t, err)
	require.NoError(v.t, do(v.ctx, member))
}

// events that change who may speak, above and in the bakery.
func (v *voteAbove) events() map[string]func() {
	authority := membershiptypes.CoopAddress(federation)
	return map[string]func(){
		"a delegate suspended": func() { v.stands(bakery, 4, v.membership.Suspend); v.delegates[worker(4)] = 0 },
		"a delegate gives a key": func() {
			v.addKey(worker(5), "another of 5", 5)
			v.delegates[testutil.Address("another of 5")] = v.delegates[worker(5)]
		},
		"a delegate's power revoked": func() {
			v.sent(v.members.RevokePower(v.ctx, &membershiptypes.MsgRevokePower{
				Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 5, Power: membershiptypes.PowerVote,
			}))
			for address, number := range v.delegates {
				if number == 5 {
					v.delegates[address] = 0
				}
			}
		},
		"a delegate appointed": func() {
			v.sent(v.members.GrantPower(v.ctx, &membershiptypes.MsgGrantPower{
				Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 1, Power: membershiptypes.PowerVote, TermSeconds: 900 * day,
			}))
			v.delegates[worker(1)] = 1
		},
		"the bakery re-classed":   func() { v.moves(1, "collectives") },
		"the bakery suspended":    func() { v.stands(federation, 1, v.membership.Suspend); v.silent[1] = true },
		"a co-op re-classed":      func() { v.moves(3, "collectives") },
		"a collective re-classed": func() { v.moves(8, "co-ops") },
		"a co-op left": func() {
			v.sent(v.members.Leave(v.ctx, &membershiptypes.MsgLeave{Signer: memberCoop(4), CoopId: federation}))
			delete(v.keys, memberCoop(4))
		},
		"a co-op suspended":  func() { v.stands(federation, 5, v.membership.Suspend); v.silent[5] = true },
		"a co-op reinstated": func() { v.stands(federation, 6, v.membership.Reinstate); delete(v.silent, 6) },
		"a co-op admitted": func() {
			v.sent(v.members.Apply(v.ctx, &membershiptypes.MsgApply{Applicant: memberCoop(9), CoopId: federation}))
			answer, err := v.members.Admit(v.ctx, &membershiptypes.MsgAdmit{
				Authority: authority, CoopId: federation, Member: membershiptypes.NewMember{Class: "co-ops", MemberCoopId: 10},
			})
			v.sent(answer, err)
			v.keys[memberCoop(9)] = answer.MemberId
		},
	}
}

// votes lets a co-op, or a worker of the bakery as a delegate, cast a ballot, and
// counts its fate.
func (v *voteAbove) votes(after, address string, asDelegate bool) {
	choice := one(v.draw, "choice", []types.Choice{yes, yes, no, abstain})
	number, known := v.keys[address]
	_, onRoll := v.roll[number]
	delegate := uint64(0)
	before := v.stateHash()
	var err, want error
	if asDelegate {
		number, delegate = 1, v.delegates[address]
		err = v.ledger.speak(v.id, address, choice)
	} else {
		err = v.vote(v.id, address, choice)
	}
	_, spoken := v.said[number]
	switch {
	case asDelegate && address == worker(4) && delegate == 0:
		want = types.ErrNotActive
	case asDelegate && delegate == 0:
		want = types.ErrNotDelegate
	case !asDelegate && !known:
		want = membershiptypes.ErrNotAMember
	case !asDelegate && !onRoll:
		want = types.ErrNotOnRoll
	case v.silent[number]:
		want = types.ErrNotActive
	case asDelegate && spoken && v.spoke == 0:
		want = types.ErrCoopHasSpoken
	}
	if v.done[after] == nil {
		v.done[after] = new([2]int)
	}
	require.ErrorIs(v.t, err, want)
	if want != nil {
		v.done[after][1]++
		require.Equal(v.t, before, v.stateHash(), "a refusal changes nothing")
		return
	}
	v.done[after][0]++
	v.said[number] = choice
	if number == 1 {
		v.spoke = delegate
	}
}

func (v *voteAbove) agrees() {
	v.t.Helper()
	v.midVote.agrees()
	for number := range v.roll {
		answer, err := v.queries.Ballot(v.ctx, &types.QueryBallotRequest{ResolutionId: v.id, MemberId: number})
		if err != nil {
			answer = &types.QueryBallotResponse{}
		}
		require.Equal(v.t, v.said[number], answer.Ballot.Choice, "the ballot of member %d", number)
		if number == 1 {
			require.Equal(v.t, v.spoke, answer.Ballot.DelegateMemberId, "who spoke for the bakery")
		}
	}
}

// branch is the same vote on a branch of the state.
func (v *voteAbove) branch(draw *rapid.T) *voteAbove {
	inner, ledger := *v.midVote, *v.ledger
	ledger.ctx, _ = v.ctx.CacheContext()
	inner.ledger = &ledger
	inner.keys, inner.silent, inner.said = maps.Clone(v.keys), maps.Clone(v.silent), map[uint64]types.Choice{}
	return &voteAbove{midVote: &inner, delegates: maps.Clone(v.delegates), draw: draw, done: v.done}
}

// walked goes through one order and says whether the vote passed.
func (v *voteAbove) walked(order []string) bool {
	events := v.events()
	some := func(after string) {
		for number := uint64(1); number <= 10; number++ {
			if between(v.draw, "votes", 0, 4) == 0 {
				v.votes(after, memberCoop(number), false)
			}
		}
		for _, address := range []string{worker(1), worker(4), worker(5), testutil.Address("another of 5")} {
			_, acts := v.delegates[address]
			if between(v.draw, "speaks", 0, 2) == 0 && (acts || address == worker(1)) {
				v.votes(after, address, true)
			}
		}
		v.agrees()
	}
	some("nothing yet")
	for _, name := range order {
		events[name]()
		some(name)
	}
	v.tick(90 * day)
	require.NoError(v.t, v.governance.EndBlock(v.ctx))
	r := v.resolution(v.id)
	require.Equal(v.t, v.decided(), r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_PASSED ||
		r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_EXECUTED, "%v: %s", v.said, r.Outcome.String())
	return v.decided()
}

// The same in a federation: whatever happens to its co-ops and to a co-op's
// delegates while a vote is open, in whatever order, a co-op has one ballot,
// counted in the class in which it was on the roll; a delegate's word stands for
// its co-op until the co-op speaks itself, and never after that.
func TestMidVoteAboveWhateverHappens(t *testing.T) {
	done := map[string]*[2]int{}
	v := newVoteAbove(t, done)
	names := slices.Sorted(maps.Keys(v.events()))
	first, outcomes := map[[2]string]bool{}, map[bool]int{}
	rapid.Check(t, func(draw *rapid.T) {
		order := rapid.Permutation(names).Draw(draw, "order")
		defer func() {
			if t.Failed() {
				t.Log("the order was:", order)
			}
		}()
		outcomes[v.branch(draw).walked(order)]++
		notesOrder(first, order)
	})
	everyEventCame(t, names, first, outcomes, done)
}
