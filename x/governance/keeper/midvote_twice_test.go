package keeper_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// hitAgain is a vote in which one worker, number 3, who awaits the decision on a
// charge, is hit more than once.
type hitAgain struct {
	*midVote
	// place is the number by which the person is a member now, or was last; key is
	// the name of its key; class is where it is.
	place                    uint64
	key, class               string
	here, charged, recovered bool
}

// possible says what can happen to the person now.
func (v *hitAgain) possible() (names []string) {
	for name, can := range map[string]bool{
		"suspended": v.charged && !v.silent[v.place], "expelled": v.charged, "re-classed": v.here, "left": v.here,
		"recovered": v.here && !v.recovered, "re-admitted": !v.here,
	} {
		if can {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (v *hitAgain) happens(name string) {
	authority := membershiptypes.CoopAddress(bakery)
	switch name {
	case "suspended":
		v.sent(v.members.SuspendMember(v.ctx, &membershiptypes.MsgSuspendMember{
			Authority: worker(7), CoopId: bakery, CaseId: v.cases[3], SuspensionSeconds: 60 * day,
		}))
		v.silent[v.place] = true
	case "expelled":
		v.sent(v.members.DecideCase(v.ctx, &membershiptypes.MsgDecideCase{
			Authority: authority, CoopId: bakery, CaseId: v.cases[3],
			Outcome: membershiptypes.CaseOutcome_CASE_OUTCOME_EXPULSION, ReasonsSha256: sum("reasons"),
		}))
		v.passes(15 * day)
		v.goes(membershiptypes.MemberState_MEMBER_STATE_EXPELLED)
	case "left":
		v.leave(testutil.Address(v.key))
		v.goes(membershiptypes.MemberState_MEMBER_STATE_LEFT)
	case "re-classed":
		v.class = map[string]string{"workers": "users", "users": "workers"}[v.class]
		v.sent(v.members.AskClass(v.ctx, &membershiptypes.MsgAskClass{Signer: testutil.Address(v.key), CoopId: bakery, Class: v.class}))
		v.sent(v.members.ChangeClass(v.ctx, &membershiptypes.MsgChangeClass{
			Authority: authority, CoopId: bakery, MemberId: v.place, Class: v.class,
		}))
	case "recovered":
		v.sent(v.members.Recover(v.ctx, &membershiptypes.MsgRecover{
			Authority: authority, CoopId: bakery, MemberId: v.place, Key: testutil.Proof("found again", "bakery", v.place, v.now()+day),
		}))
		v.passes(3 * day)
		delete(v.keys, testutil.Address(v.key))
		v.recovered, v.key = true, "found again"
		v.keys[testutil.Address(v.key)] = v.place
	case "re-admitted":
		answer, err := v.members.Admit(v.ctx, &membershiptypes.MsgAdmit{
			Authority: authority, CoopId: bakery, Member: membershiptypes.NewMember{
				Class: "workers", Keys: []membershiptypes.KeyProof{testutil.Proof(v.key, "bakery", 0, v.now()+day)},
			},
		})
		v.sent(answer, err)
		require.Greater(v.t, answer.MemberId, uint64(7), "who comes back has a number of its own")
		v.here, v.place, v.class = true, answer.MemberId, "workers"
		v.keys[testutil.Address(v.key)] = v.place
	}
}

// goes ends the membership.
func (v *hitAgain) goes(state membershiptypes.MemberState) {
	v.isIn(v.place, state)
	v.here, v.charged = false, false
	delete(v.keys, testutil.Address(v.key))
}

// branch is the same vote on a branch of the state.
func (v *hitAgain) branch() *hitAgain {
	next, inner, ledger := *v, *v.midVote, *v.ledger
	ledger.ctx, _ = v.ctx.CacheContext()
	inner.ledger = &ledger
	inner.keys, inner.silent, inner.said = maps.Clone(v.keys), maps.Clone(v.silent), maps.Clone(v.said)
	next.midVote = &inner
	return &next
}

// goesOn tries all that can happen next, and what can happen after that, and
// counts the orders by what they were. Everybody speaks after each.
func (v *hitAgain) goesOn(order []string, most int, outcomes map[string]bool) {
	v.agrees()
	if len(order) > 1 {
		outcomes[strings.Join(order, ", ")] = v.branch().ends(order)
	}
	if len(order) == most {
		return
	}
	for _, name := range v.possible() {
		next := v.branch()
		next.happens(name)
		next.agrees()
		next.speak(everybody()...)
		next.goesOn(append(slices.Clone(order), name), most, outcomes)
	}
}

// ends the vote as a recount says, whatever became of the person.
func (v *hitAgain) ends(order []string) bool {
	v.tick(90 * day)
	require.NoError(v.t, v.governance.EndBlock(v.ctx), order)
	r := v.resolution(v.id)
	require.Equal(v.t, v.decided(), r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_PASSED ||
		r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_EXECUTED, "%v after %v: %s", v.said, order, r.Outcome.String())
	return v.decided()
}

// One person is hit two or three times while a vote is open, in every order that
// can be: suspended and then expelled, re-classed and then suspended, gone and then
// admitted again under another number. With and without a ballot cast before it,
// the ballot that stands is the one of the place that was on the frozen roll, in
// the class of then; who comes back has no ballot in this vote.
//
// Each of these faults, put into the code on purpose, made it fail: a ballot
// counted in the class of now; a newcomer's ballot; a suspended member's ballot.
func TestMidVoteTheSameMemberAgain(t *testing.T) {
	for name, early := range map[string][]string{"before anybody has voted": nil, "after the member has voted": {worker(3), worker(6)}} {
		t.Run(name, func(t *testing.T) {
			v := &hitAgain{midVote: newMidVote(t), place: 3, key: "worker-3", class: "workers", here: true, charged: true}
			v.speak(early...)
			outcomes := map[string]bool{}
			v.goesOn(nil, 3, outcomes)
			for _, order := range []string{
				"suspended, expelled", "re-classed, suspended", "suspended, re-classed", "expelled, re-admitted", "left, re-admitted",
				"suspended, expelled, re-admitted", "re-classed, re-classed", "recovered, suspended, expelled", "left, re-admitted, re-classed",
			} {
				require.Contains(t, outcomes, order)
			}
			t.Logf("%d orders", len(outcomes))
		})
	}
}
