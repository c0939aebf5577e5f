package ledger

import (
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// CoopVotes lets member co-ops decide, each by its own resolution, how they
// vote in a federation. Their ballots stand after it.
func (l *Ledger) CoopVotes(resolution uint64, choice governancetypes.Choice, slugs ...string) {
	l.t.Helper()
	var ids []uint64
	for _, slug := range slugs {
		ids = append(ids, l.CoopDecides(slug, &governancetypes.MsgVote{
			Voter: l.Account(slug), ResolutionId: resolution, Choice: choice,
		}))
	}
	l.Block()
	for i, id := range ids {
		outcome := l.Resolution(id).Outcome
		require.Equal(l.t, governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED, outcome.Code,
			"%s's own resolution %d: %s", slugs[i], id, outcome.String())
	}
}

// CoopDecides passes a resolution under a co-op's quick rule with the ballots
// of all its members who are needed; it is executed in the next block.
func (l *Ledger) CoopDecides(slug string, messages ...sdk.Msg) uint64 {
	l.t.Helper()
	id := l.Propose(Member(slug, 1), slug, "quick", messages...)
	roll, err := l.App.Keepers().Membership.GetRoll(l.Ctx(), l.Coop(slug))
	require.NoError(l.t, err)
	needed := int(roll.Voters()/2) + 1
	var ballots [][]byte
	for i := 1; i <= needed; i++ {
		who := Member(slug, i)
		ballots = append(ballots, l.Free(who, &governancetypes.MsgVote{
			Voter: who.String(), ResolutionId: id, Choice: governancetypes.Choice_CHOICE_YES,
		}))
	}
	for _, result := range l.Block(ballots...) {
		require.Zero(l.t, result.Code, "%s", result.Log)
	}
	return id
}

// FederationDecides passes a resolution of the root federation with the votes
// of all nine co-ops and lets it be executed.
func (l *Ledger) FederationDecides(rule string, messages ...sdk.Msg) governancetypes.Resolution {
	l.t.Helper()
	id := l.FederationProposes(rule, messages...)
	l.CoopVotes(id, governancetypes.Choice_CHOICE_YES, MemberCoops...)
	l.Pass(3 * VotingSeconds * time.Second)
	return l.Resolution(id)
}

// FederationProposes has the worker co-op propose in the root federation.
func (l *Ledger) FederationProposes(rule string, messages ...sdk.Msg) uint64 {
	l.t.Helper()
	next, err := l.App.Keepers().Governance.NextResolutionID.Peek(l.Ctx())
	require.NoError(l.t, err)
	own := l.CoopDecides(Worker, l.Proposal(l.Account(Worker), Root, rule, messages...))
	l.Block()
	outcome := l.Resolution(own).Outcome
	require.Equal(l.t, governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED, outcome.Code, "%s", outcome.String())
	return next + 1
}
