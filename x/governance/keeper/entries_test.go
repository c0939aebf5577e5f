package keeper_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// electorates are the ways in which a rule says who decides.
var electorates = map[string]func() membershiptypes.DecisionRule{
	"roll": func() membershiptypes.DecisionRule { return named(testutil.Ordinary(), "roll") },
	"chambers": func() membershiptypes.DecisionRule {
		rule := named(testutil.Ordinary(), "chambers")
		rule.Chambers = []*membershiptypes.Chamber{chamberOf(1)}
		return rule
	},
	"board": func() membershiptypes.DecisionRule { return named(boardRule(), "board") },
}

func named(rule membershiptypes.DecisionRule, name string) membershiptypes.DecisionRule {
	rule.Name, rule.VotingPeriodSeconds = name, 60*day
	return rule
}

// chamberOf classes needs a majority of its own, of whom a fifth have voted.
func chamberOf(classes ...uint32) *membershiptypes.Chamber {
	return &membershiptypes.Chamber{
		ClassIds: classes,
		Approval: membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: membershiptypes.Base_BASE_VOTES_CAST},
		Quorum:   membershiptypes.Threshold{Numerator: 1, Denominator: 5, Base: membershiptypes.Base_BASE_ROLL},
	}
}

// grantIn gives a member of any co-op a power.
func (l *ledger) grantIn(coopID, member uint64, power string) {
	l.t.Helper()
	grant := membershiptypes.Grant{CoopId: coopID, MemberId: member, Power: power, Until: l.now() + 1000*day}
	require.NoError(l.t, l.membership.Grants.Set(l.ctx, collections.Join3(coopID, power, member), grant))
}

// withFederationRules adds rules to those of the federation.
func (l *ledger) withFederationRules(rules ...membershiptypes.DecisionRule) {
	l.t.Helper()
	version, charter, err := l.membership.GetCharter(l.ctx, federation)
	require.NoError(l.t, err)
	charter.Rules = append(charter.Rules, rules...)
	slices.SortFunc(charter.Rules, func(a, b membershiptypes.DecisionRule) int { return strings.Compare(a.Name, b.Name) })
	require.NoError(l.t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(l.t, l.membership.Charters.Set(l.ctx, collections.Join(federation, version), charter))
}

// stage is an open vote, and one of the ways by which one member's ballot comes.
type stage struct {
	*ledger
	id   uint64
	cast func(l *ledger, choice types.Choice) error
}

// atTheBakery opens a vote of persons; with a meeting, scrutineers can enter ballots.
func atTheBakery(t *testing.T, rule membershiptypes.DecisionRule, meeting bool) (*hall, uint64, uint64) {
	h := newHall(t, nil)
	h.withRules(withMeetings(nil), rule)
	for member := uint64(4); member <= 6; member++ {
		h.grantIn(bakery, member, membershiptypes.PowerBoard)
	}
	if !meeting {
		return h, 0, h.propose(worker(4), bakery, rule.Name)
	}
	at, id := h.open(rule.Name)
	return h, at, id
}

// inTheFederation opens a vote of co-ops; the bakery is the first of them.
func inTheFederation(t *testing.T, rule membershiptypes.DecisionRule) (*ledger, uint64) {
	l := newLedger(t)
	l.withFederationRules(rule)
	for member := uint64(1); member <= 3; member++ {
		l.grantIn(federation, member, membershiptypes.PowerBoard)
	}
	l.delegate(1, nil)
	return l, l.propose(memberCoop(2), federation, rule.Name)
}

// entries are all the ways by which a ballot comes into a vote.
var entries = map[string]func(t *testing.T, rule membershiptypes.DecisionRule) stage{
	"key": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		h, _, id := atTheBakery(t, rule, false)
		return stage{h.ledger, id, func(l *ledger, choice types.Choice) error { return l.vote(id, worker(5), choice) }}
	},
	"several keys": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		h, _, id := atTheBakery(t, rule, false)
		h.addKey(worker(5), "phone", 5)
		turn := 0
		return stage{h.ledger, id, func(l *ledger, choice types.Choice) error {
			turn++
			return l.vote(id, []string{worker(5), testutil.Address("phone")}[turn%2], choice)
		}}
	},
	"attested paper": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		h, meeting, id := atTheBakery(t, rule, true)
		return stage{h.ledger, id, func(l *ledger, choice types.Choice) error {
			in := &hall{l}
			sheet, err := in.enter(2, id, choice, 5)
			if err != nil {
				return err
			}
			_, err = in.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
			return err
		}}
	},
	"paper, then key": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		h, meeting, id := atTheBakery(t, rule, true)
		sheet, err := h.enter(2, id, no, 5)
		require.NoError(t, err)
		_, err = h.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
		require.NoError(t, err)
		return stage{h.ledger, id, func(l *ledger, choice types.Choice) error { return l.vote(id, worker(5), choice) }}
	},
	"co-op's resolution": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		l, id := inTheFederation(t, rule)
		return stage{l, id, func(l *ledger, choice types.Choice) error {
			// Two ballots of the same member in one resolution: still one.
			first := &types.MsgVote{Voter: membershiptypes.CoopAddress(bakery), ResolutionId: id, Choice: no}
			then := &types.MsgVote{Voter: membershiptypes.CoopAddress(bakery), ResolutionId: id, Choice: choice}
			carrier := l.pass(first, then)
			l.endBlock()
			if status := l.resolution(carrier).Status; status != types.Status_STATUS_EXECUTED {
				return fmt.Errorf("the bakery's resolution is %s", status.Word())
			}
			return nil
		}}
	},
	"delegate": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		l, id := inTheFederation(t, rule)
		return stage{l, id, func(l *ledger, choice types.Choice) error { return l.speak(id, worker(1), choice) }}
	},
	"delegate, then co-op": func(t *testing.T, rule membershiptypes.DecisionRule) stage {
		l, id := inTheFederation(t, rule)
		require.NoError(t, l.speak(id, worker(1), no))
		return stage{l, id, func(l *ledger, choice types.Choice) error { return l.vote(id, memberCoop(1), choice) }}
	},
}

// moved is what a tally must be once one ballot of class 1 has gone from a
// choice, or none, to another.
func moved(before types.Tally, from, to types.Choice) [3]uint64 {
	counters := [3]uint64{before.InFavour(), before.Against(), before.Abstained()}
	index := map[types.Choice]int{yes: 0, no: 1, abstain: 2}
	if at, voted := index[from]; voted {
		counters[at]--
	}
	counters[index[to]]++
	return counters
}

// DECISIONS in one line: one accepted ballot changes exactly one counter by one,
// or moves one, from every entry point, whoever decides. Between any two ballots
// the ledger is exported and born again: a ballot in a genesis file is the same
// one, replaced by the next, never doubled.
func TestOneBallotFromEveryEntryPoint(t *testing.T) {
	for who, rule := range electorates {
		for how, open := range entries {
			if who == "board" && (how == "attested paper" || how == "paper, then key") {
				continue // TestABoardsMattersAreNotTabled: a board has no meeting's paper.
			}
			t.Run(who+" by "+how, func(t *testing.T) {
				s := open(t, rule())
				if how == "co-op's resolution" || how == "delegate" {
					// Another has voted before, and stays as it is.
					require.NoError(t, s.vote(s.id, memberCoop(3), yes))
				}
				standing := types.Choice_CHOICE_UNSPECIFIED
				if how == "paper, then key" || how == "delegate, then co-op" {
					standing = no
				}
				for _, choice := range []types.Choice{yes, no, abstain, abstain, yes} {
					before := s.tally(s.id)
					require.NoError(t, s.cast(s.ledger, choice))
					require.Equal(t, moved(before, standing, choice), s.sums(s.id), "%s after %s", choice.Word(), standing.Word())
					for _, class := range s.tally(s.id).Classes {
						require.EqualValues(t, 1, class.ClassId)
					}
					require.NoError(t, s.governance.CheckInvariants(s.ctx))
					standing = choice

					after := s.tally(s.id)
					next, err := s.reborn(s.export())
					require.NoError(t, err)
					next.t, s.ledger = t, next
					require.Equal(t, after, s.tally(s.id))
				}
			})
		}
	}
}
