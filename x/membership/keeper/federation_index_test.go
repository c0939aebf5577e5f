package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func (l *ledger) coop(id uint64) types.Coop {
	l.t.Helper()
	coop, err := l.keeper.GetCoop(l.ctx, id)
	require.NoError(l.t, err)
	return coop
}

// slowCharter needs so many days to decide a vote in a federation.
func slowCharter(days uint64) types.Charter {
	charter := testutil.WorkerCharter()
	charter.Rules[0].DiscussionPeriodSeconds = days*testutil.Day - charter.Rules[0].VotingPeriodSeconds
	return charter
}

func (l *ledger) federationVotesLast(refusal error, seconds uint64) {
	l.t.Helper()
	charter := testutil.FederationCharter()
	charter.Rules[0].VotingPeriodSeconds = seconds
	l.send(refusal, &types.MsgAmendCharter{Authority: account(root), CoopId: root, Charter: charter})
}

// A federation waits for the slowest of its present members, as they are now:
// no member keeps its votes long for ever.
func TestTheSlowestMemberOfNow(t *testing.T) {
	l := newLedger(t)
	require.EqualValues(t, 3*testutil.Day, l.coop(root).LongestMemberVoteSeconds)
	for _, step := range []struct {
		coop, days, longest uint64
	}{{north, 9, 9}, {east, 13, 13}, {north, 5, 13}, {east, 4, 5}, {north, 3, 4}, {south, 13, 13}, {west, 13, 13}, {south, 3, 13}} {
		l.send(nil, &types.MsgAmendCharter{Authority: account(step.coop), CoopId: step.coop, Charter: slowCharter(step.days)})
		require.EqualValues(t, step.longest*testutil.Day, l.coop(root).LongestMemberVoteSeconds)
		l.federationVotesLast(types.ErrVotingTooShort, step.longest*testutil.Day+testutil.Day-1)
		l.sound()
	}
	// West, the slowest, leaves once a fifth has joined.
	l.joinCoop(root, l.found("fifth", slowCharter(6)))
	l.send(nil, &types.MsgLeave{Signer: account(west), CoopId: root})
	require.EqualValues(t, 6*testutil.Day, l.coop(root).LongestMemberVoteSeconds)
	l.federationVotesLast(nil, 7*testutil.Day)
	l.sound()
	// It comes back no slower than votes last now.
	l.send(nil, &types.MsgApply{Applicant: account(west), CoopId: root})
	l.send(types.ErrVotingTooShort, admitCoop(root, west))
	l.send(types.ErrVotingTooShort, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: slowCharter(7)})
}

// Levels fall when what was below leaves, all the way up.
func TestLevelsFall(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.FederationVoteMarginSeconds = 0 })
	chain := make([]uint64, 0, 5)
	for _, slug := range []string{"aa", "bb", "cc", "dd", "other"} {
		chain = append(chain, l.found(slug, mixedCharter()))
	}
	a, b, c, d, other := chain[0], chain[1], chain[2], chain[3], chain[4]
	l.joinCoop(b, a)
	l.joinCoop(c, b)
	l.joinCoop(d, c)
	l.joinCoop(d, other)
	levels := func() (all []uint32) {
		for _, id := range []uint64{a, b, c, d} {
			all = append(all, l.coop(id).LevelsBelow)
		}
		return all
	}
	require.Equal(t, []uint32{0, 1, 2, 3}, levels())
	l.send(nil, &types.MsgLeave{Signer: account(b), CoopId: c})
	require.Equal(t, []uint32{0, 1, 0, 1}, levels())
	l.sound()
	// What was above may now be below.
	l.joinCoop(a, d)
	require.Equal(t, []uint32{2, 3, 0, 1}, levels())
	l.send(nil, &types.MsgLeave{Signer: account(c), CoopId: d})
	require.Equal(t, []uint32{2, 3, 0, 1}, levels(), "the other is still below")
	l.send(nil, &types.MsgLeave{Signer: account(other), CoopId: d})
	require.Equal(t, []uint32{1, 2, 0, 0}, levels())
	l.sound()
}

// Lowering visits a bounded number of co-ops; the others count too many levels
// until the next change, and never too few.
func TestTheWalkDownIsBounded(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.FederationVoteMarginSeconds = 0 })
	below, middle := l.found("below", mixedCharter()), l.found("middle", mixedCharter())
	l.joinCoop(middle, below)
	tops := make([]uint64, 0, 3)
	for _, slug := range []string{"top-1", "top-2", "top-3"} {
		tops = append(tops, l.found(slug, mixedCharter()))
		l.joinCoop(tops[len(tops)-1], middle)
	}
	l.setParams(func(p *types.Params) { p.MaxFederationWalk = 2 })
	l.send(nil, &types.MsgLeave{Signer: account(below), CoopId: middle})
	require.Zero(t, l.coop(middle).LevelsBelow)
	require.EqualValues(t, 1, l.coop(tops[0]).LevelsBelow)
	require.EqualValues(t, 2, l.coop(tops[1]).LevelsBelow)
	l.sound()
	l.joinCoop(tops[1], tops[0])
	l.send(nil, &types.MsgLeave{Signer: account(tops[0]), CoopId: tops[1]})
	require.EqualValues(t, 1, l.coop(tops[1]).LevelsBelow)
	l.sound()
}
