package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// What is not ready to be decided when its discussion ends is not voted on, and
// its frozen roll is let go.
func TestNoVoteBeforeTheMemberIsHeard(t *testing.T) {
	atNotice := testutil.Ordinary()
	atNotice.Name, atNotice.DiscussionPeriodSeconds, atNotice.RecordAtNotice = "noticed", 3*day, true
	t.Run("error - without a discussion it can't be proposed", func(t *testing.T) {
		c := newCourt(t, nil)
		trial := c.charged(4)
		before := c.stateHash()
		_, err := c.tryPropose(worker(5), bakery, "", decision(trial, expulsion))
		require.ErrorIs(t, err, membershiptypes.ErrWrongCaseStage)
		require.Equal(t, before, c.stateHash())
	})
	t.Run("error - a vote that can't open leaves nothing behind, in no cache either", func(t *testing.T) {
		prompt := testutil.Ordinary()
		prompt.Name, prompt.Seconders, prompt.SecondingPeriodSeconds, prompt.DiscussionPeriodSeconds = "prompt", 1, 3*day, 0
		c := newCourt(t, nil, prompt)
		packed := pack(decision(c.charged(4), expulsion))
		draft, waiting := c.propose(worker(5), bakery, "prompt"), c.propose(worker(5), bakery, "prompt", decision(1, expulsion))
		before := c.stateHash()
		_, err := c.ledger.messages.Propose(c.ctx, &types.MsgPropose{Proposer: worker(5), CoopId: bakery, Title: "Test", Messages: packed})
		require.ErrorIs(t, err, membershiptypes.ErrWrongCaseStage)
		_, err = c.ledger.messages.Amend(c.ctx, &types.MsgAmend{Proposer: worker(5), ResolutionId: draft, Title: "Test", Messages: packed})
		require.ErrorIs(t, err, membershiptypes.ErrWrongCaseStage)
		_, err = c.ledger.messages.Second(c.ctx, &types.MsgSecond{Seconder: worker(6), ResolutionId: waiting})
		require.ErrorIs(t, err, membershiptypes.ErrWrongCaseStage)
		require.Equal(t, before, c.stateHash())
	})
	t.Run("error - after the discussion it fails", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "noticed") }, atNotice)
		id := c.propose(worker(5), bakery, "", decision(c.charged(4), expulsion))
		c.requireStatus(id, types.Status_STATUS_DISCUSSION)
		c.elapse(3)
		c.requireOutcome(id, types.Status_STATUS_FAILED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED)
		require.EqualValues(t, 105, c.resolution(id).Outcome.ErrorCode)
		require.Zero(t, c.pins(), "the roll's past is no longer kept")
		c.sound()
	})
	t.Run("success - heard in the meantime", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "noticed") }, atNotice)
		trial := c.charged(4)
		id := c.propose(worker(5), bakery, "", decision(trial, expulsion))
		c.reply(trial, 4)
		c.elapse(3)
		c.requireStatus(id, types.Status_STATUS_VOTING)
	})
}

// A decision that is put with other things, or under another rule, is refused or
// needs the charter's rule as well: an ordinary resolution is no way round.
func TestADecisionStandsAlone(t *testing.T) {
	strict := testutil.Special()
	strict.Name = "strict"
	c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "strict") }, strict)
	trial := c.heard(4)
	before := c.stateHash()
	payment := &banktypes.MsgSend{FromAddress: membershiptypes.CoopAddress(bakery), ToAddress: worker(1), Amount: sdk.NewCoins(sdk.NewInt64Coin(denom, 1))}
	_, err := c.tryPropose(worker(5), bakery, "", decision(trial, expulsion), payment)
	require.ErrorIs(t, err, membershiptypes.ErrCaseAlone)
	_, err = c.tryPropose(worker(5), bakery, "", decision(trial, expulsion), decision(trial, expulsion))
	require.ErrorIs(t, err, membershiptypes.ErrCaseAlone)
	// It is refused when it is proposed, not only when voting opens.
	_, err = c.tryPropose(worker(5), bakery, "careful", decision(trial, expulsion), payment)
	require.ErrorIs(t, err, membershiptypes.ErrCaseAlone)
	require.Equal(t, before, c.stateHash())
	id := c.propose(worker(5), bakery, "ordinary", decision(trial, expulsion))
	var rules []string
	for _, rule := range c.termsOf(id).Rules {
		rules = append(rules, rule.Name)
	}
	require.Equal(t, []string{"ordinary", "strict"}, rules)
	c.yes(id, 2)
	c.elapse(10)
	c.requireStatus(id, types.Status_STATUS_REJECTED)
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_ACTIVE, c.state(4))
}

// An appeal is heard by others than those who decided.
func TestAppealsGoToOthers(t *testing.T) {
	committee := testutil.Ordinary()
	committee.Name, committee.Electorate = "committee", membershiptypes.PowerAppeals
	boardDecides := func(charter *membershiptypes.Charter) {
		needs(charter, "discipline", "board")
		charter.Discipline.PartiesAbstain = false
	}
	seats := func(c *court) {
		for _, member := range []uint64{1, 2, 3} {
			c.grant(member, membershiptypes.PowerBoard)
		}
		for _, member := range []uint64{3, 5, 6} {
			c.grant(member, membershiptypes.PowerAppeals)
		}
	}
	t.Run("success - a committee, without those who sit on both", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) {
			boardDecides(charter)
			needs(charter, "appeals", "committee")
		}, boardRule(), committee)
		seats(c)
		id := c.propose(worker(5), bakery, "", onAppeal(c.appealed(4), expulsion))
		require.Equal(t, []types.Elector{{MemberId: 5, ClassId: 1}, {MemberId: 6, ClassId: 1}}, c.termsOf(id).Electors)
		c.refused(id, types.ErrAbstains, 3)
		c.refused(id, types.ErrNotOnRoll, 4)
		c.yes(id, 5, 6)
		c.sound()
		c.elapse(3)
		c.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	})
	t.Run("success - the members, the board among them", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) {
			boardDecides(charter)
			needs(charter, "appeals", "ordinary")
		}, boardRule())
		seats(c)
		id := c.propose(worker(5), bakery, "", onAppeal(c.appealed(4), expulsion))
		require.EqualValues(t, 7, c.termsOf(id).RollSize())
		c.yes(id, 1, 3, 4)
	})
	t.Run("error - the board can't hear it, whatever rule is asked for", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) {
			boardDecides(charter)
			needs(charter, "appeals", "ordinary")
		}, boardRule())
		seats(c)
		trial, before := c.appealed(4), c.stateHash()
		_, err := c.tryPropose(worker(1), bakery, "board", onAppeal(trial, expulsion))
		require.ErrorIs(t, err, membershiptypes.ErrMixedElectorate)
		require.Equal(t, before, c.stateHash())
		c.at(trial, membershiptypes.CaseStage_CASE_STAGE_APPEALED)
	})
}

// Expelled, suspended and abstaining in mid-vote, in every order with their
// ballots: the frozen roll holds, and no class has more ballots than members.
func TestMembersChangeInMidVote(t *testing.T) {
	long := testutil.Ordinary()
	long.Name, long.VotingPeriodSeconds = "long", 40*day
	suspends := func(c *court) {
		trial := c.heard(6)
		c.do(func(ctx context.Context) error {
			_, err := c.messages.SuspendMember(ctx, &membershiptypes.MsgSuspendMember{
				Authority: worker(2), CoopId: bakery, CaseId: trial, SuspensionSeconds: 5 * day,
			})
			return err
		})
	}
	expels := func(c *court) {
		c.judged(5)
		c.tick(7 * day)
		require.NoError(c.t, c.membership.EndBlock(c.ctx))
		c.endBlock()
		require.Equal(c.t, membershiptypes.MemberState_MEMBER_STATE_EXPELLED, c.state(5))
	}
	steps := map[string]func(c *court, id uint64){
		"6 is suspended": func(c *court, _ uint64) { suspends(c) },
		"5 is expelled":  func(c *court, _ uint64) { expels(c) },
		"5 votes":        func(c *court, id uint64) { _ = c.vote(id, worker(5), yes) },
		"6 votes":        func(c *court, id uint64) { _ = c.vote(id, worker(6), no) },
		"6 is back": func(c *court, _ uint64) {
			c.tick(5 * day)
			require.NoError(c.t, c.membership.EndBlock(c.ctx))
			c.endBlock()
		},
	}
	for _, tc := range []struct {
		name    string
		order   []string
		ballots uint64
	}{
		{"all vote first", []string{"5 votes", "6 votes", "6 is suspended", "5 is expelled"}, 2},
		{"none has voted", []string{"6 is suspended", "5 is expelled", "5 votes", "6 votes"}, 1},
		{"suspended, then both vote", []string{"6 is suspended", "6 votes", "5 votes", "5 is expelled"}, 1},
		{"expelled, then both vote", []string{"5 is expelled", "5 votes", "6 votes", "6 is suspended"}, 1},
		{"voted, expelled, votes again", []string{"5 votes", "5 is expelled", "5 votes", "6 is suspended", "6 votes"}, 1},
		{"suspended and back", []string{"6 is suspended", "6 votes", "6 is back", "6 votes", "5 votes"}, 2},
		{"back before the other goes", []string{"6 votes", "6 is suspended", "6 is back", "6 votes", "5 is expelled"}, 1},
	} {
		t.Run("success - "+tc.name, func(t *testing.T) {
			c := newCourt(t, nil, long)
			id := c.propose(worker(7), bakery, "long")
			for _, step := range tc.order {
				steps[step](c, id)
				require.EqualValues(t, 7, c.termsOf(id).RollSize(), "denominators never change")
				for _, class := range c.tally(id).Classes {
					require.LessOrEqual(t, class.InFavour+class.Against+class.Abstained, c.termsOf(id).RollOf(class.ClassId))
				}
				c.sound()
			}
			require.Equal(t, tc.ballots, c.tally(id).Present())
		})
	}
}
