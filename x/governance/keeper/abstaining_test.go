package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestPartiesAbstain(t *testing.T) {
	c := newCourt(t, nil)
	trial := c.heard(4)
	id := c.propose(worker(5), bakery, "", decision(trial, expulsion))
	require.Equal(t, []uint64{1, 4}, c.resolution(id).Abstaining)
	require.EqualValues(t, 5, c.termsOf(id).RollSize(), "of seven workers two are parties")
	c.refused(id, types.ErrAbstains, 1, 4)
	c.yes(id, 2, 3, 5, 6, 7)
	require.EqualValues(t, 5, c.tally(id).Present())
	c.sound()
	c.elapse(3)
	c.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	c.at(trial, membershiptypes.CaseStage_CASE_STAGE_APPEALABLE)
	c.sound()
	// They vote on everything else.
	other := c.propose(worker(4), bakery, "ordinary")
	require.Empty(t, c.resolution(other).Abstaining)
	c.yes(other, 1, 4)
}

// A quorum of the active members leaves parties out too, those who could vote now.
func TestPartiesAreNotCountedAsActive(t *testing.T) {
	active := testutil.Ordinary()
	active.Name = "active"
	active.Quorum = membershiptypes.Threshold{Numerator: 1, Denominator: 1, Base: membershiptypes.Base_BASE_ACTIVE}
	for name, suspended := range map[string]bool{"both could vote": false, "the charged is suspended": true} {
		t.Run("success - "+name, func(t *testing.T) {
			c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "active") }, active)
			trial := c.heard(4)
			// Worker 7 is no party, and could not vote now.
			absent, err := c.membership.GetMember(c.ctx, bakery, 7)
			require.NoError(t, err)
			require.NoError(t, c.membership.Suspend(c.ctx, absent))
			if suspended {
				c.do(func(ctx context.Context) error {
					_, err := c.messages.SuspendMember(ctx, &membershiptypes.MsgSuspendMember{
						Authority: worker(2), CoopId: bakery, CaseId: trial, SuspensionSeconds: 30 * day,
					})
					return err
				})
			}
			id := c.propose(worker(5), bakery, "", decision(trial, warning))
			require.EqualValues(t, 5, c.termsOf(id).RollSize())
			require.EqualValues(t, 4, c.termsOf(id).Active)
			c.yes(id, 2, 3, 5, 6)
			c.sound()
			c.elapse(3)
			c.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
		})
	}
}

func TestPartiesVoteWhereTheCharterSaysSo(t *testing.T) {
	c := newCourt(t, func(charter *membershiptypes.Charter) { charter.Discipline.PartiesAbstain = false })
	id := c.propose(worker(5), bakery, "", decision(c.heard(4), expulsion))
	require.Empty(t, c.resolution(id).Abstaining)
	c.yes(id, 1, 4)
	require.EqualValues(t, 7, c.termsOf(id).RollSize())
	c.sound()
}

// A roll that was frozen when notice was given leaves parties out when voting opens.
func TestPartiesAbstainFromARollFrozenAtNotice(t *testing.T) {
	atNotice := testutil.Ordinary()
	atNotice.Name, atNotice.DiscussionPeriodSeconds, atNotice.RecordAtNotice = "noticed", 3*day, true
	c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "noticed") }, atNotice)
	trial := c.heard(4)
	id := c.propose(worker(5), bakery, "", decision(trial, warning))
	require.EqualValues(t, 7, c.termsOf(id).RollSize())
	c.sound()
	c.elapse(3)
	c.requireStatus(id, types.Status_STATUS_VOTING)
	require.EqualValues(t, 5, c.termsOf(id).RollSize())
	c.refused(id, types.ErrAbstains, 1, 4)
	c.yes(id, 2, 3, 5)
	c.sound()
	c.elapse(3)
	c.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	c.sound()
}

// On a board the parties are no electors; with nobody left nothing is decided.
func TestPartiesOnTheBoard(t *testing.T) {
	seat := func(c *court, members ...uint64) {
		for _, member := range members {
			c.grant(member, membershiptypes.PowerBoard)
		}
	}
	byBoard := func(charter *membershiptypes.Charter) { needs(charter, "discipline", "board") }
	t.Run("success - the others decide", func(t *testing.T) {
		c := newCourt(t, byBoard, boardRule())
		seat(c, 1, 2, 3)
		id := c.propose(worker(3), bakery, "", decision(c.heard(2), warning))
		require.Equal(t, []types.Elector{{MemberId: 3, ClassId: 1}}, c.termsOf(id).Electors)
		c.refused(id, types.ErrAbstains, 1, 2)
		c.refused(id, types.ErrNotOnRoll, 4)
		c.yes(id, 3)
		c.sound()
		c.elapse(3)
		c.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	})
	t.Run("error - nobody is left", func(t *testing.T) {
		c := newCourt(t, byBoard, boardRule())
		seat(c, 1, 2)
		id := c.propose(worker(3), bakery, "", decision(c.heard(2), expulsion))
		c.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL)
		c.sound()
	})
}

// Six of seven charge the seventh: nobody is left to judge, and no roll's past is kept.
func TestEverybodyIsAParty(t *testing.T) {
	c := newCourt(t, nil)
	c.grant(1, membershiptypes.PowerBoard) // Worker 3 charges as a member.
	var trial uint64
	c.do(func(ctx context.Context) error {
		answer, err := c.messages.Charge(ctx, &membershiptypes.MsgCharge{
			Authority: worker(3), CoopId: bakery, MemberId: 7, Ground: "theft", ChargeSha256: someHash,
		})
		if err == nil {
			trial = answer.CaseId
		}
		return err
	})
	for _, number := range []int{1, 2, 4, 5, 6} {
		c.do(func(ctx context.Context) error {
			_, err := c.messages.JoinCharge(ctx, &membershiptypes.MsgJoinCharge{Signer: worker(number), CoopId: bakery, CaseId: trial})
			return err
		})
	}
	c.reply(trial, 7)
	id := c.propose(worker(3), bakery, "", decision(trial, expulsion))
	c.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL)
	require.Zero(t, c.resolution(id).RollSequence)
	require.Zero(t, c.pins())
	c.sound()
	require.NoError(t, c.membership.EndBlock(c.ctx))
	require.Equal(t, membershiptypes.MemberState_MEMBER_STATE_ACTIVE, c.state(7))
}

// At a general meeting, too, parties have no ballot: not by key, not on paper.
func TestPartiesAbstainAtAMeeting(t *testing.T) {
	h := newHall(t, nil)
	c := &court{h.ledger, membershipkeeper.NewMsgServer(h.membership)}
	_, charter, err := c.membership.GetCharter(c.ctx, bakery)
	require.NoError(t, err)
	c.withRules(func(with *membershiptypes.Charter) {
		with.Meetings, with.TimeZone = charter.Meetings, charter.TimeZone
		with.Discipline = &membershiptypes.Discipline{
			Grounds: []string{"theft"}, NoticePeriodSeconds: day, ReplyPeriodSeconds: 7 * day, DecisionPeriodSeconds: 60 * day,
			AppealPeriodSeconds: 7 * day, AppealDecisionPeriodSeconds: 60 * day, PartiesAbstain: true,
		}
	})
	c.grant(1, membershiptypes.PowerCharge)
	trial := c.heard(4)
	var id uint64
	c.do(func(ctx context.Context) error {
		answer, err := h.messages.Propose(ctx, &types.MsgPropose{
			Proposer: worker(5), CoopId: bakery, Title: "Case", ForMeeting: true, Messages: pack(decision(trial, expulsion)),
		})
		if err == nil {
			id = answer.ResolutionId
		}
		return err
	})
	meeting, err := h.tryConvene(worker(1), h.ahead(15), id)
	require.NoError(t, err)
	h.call(meeting)
	require.NoError(t, h.attend(meeting, 1, 2, 3, 4))
	h.wait(1_800)
	h.requireStatus(id, types.Status_STATUS_VOTING)
	require.EqualValues(t, 5, c.termsOf(id).RollSize())
	c.refused(id, types.ErrAbstains, 1, 4)
	before := c.stateHash()
	_, err = h.enter(2, id, yes, 4, 5)
	require.ErrorIs(t, err, types.ErrAbstains)
	require.Equal(t, before, c.stateHash())
	_, err = h.enter(2, id, yes, 5, 6)
	require.NoError(t, err)
	c.sound()
}

// Who of the parties could vote when a roll was frozen it doesn't tell, so no case
// is decided by a quorum of the active members of a roll that is frozen before.
func TestNoQuorumOfActiveMembersOnARollFrozenBefore(t *testing.T) {
	active, noticed := testutil.Ordinary(), testutil.Ordinary()
	active.Name = "active"
	active.Quorum = membershiptypes.Threshold{Numerator: 1, Denominator: 4, Base: membershiptypes.Base_BASE_ACTIVE}
	noticed.Name, noticed.DiscussionPeriodSeconds, noticed.RecordAtNotice = "noticed", 3*day, true
	t.Run("by rules together", func(t *testing.T) {
		c := newCourt(t, func(charter *membershiptypes.Charter) { needs(charter, "discipline", "active") }, active, noticed)
		trial := c.heard(4)
		_, err := c.tryPropose(worker(5), bakery, "noticed", decision(trial, warning))
		require.ErrorIs(t, err, types.ErrInvalidTerms)
		_, err = c.tryPropose(worker(5), bakery, "noticed", pay(bakery, worker(6), 10))
		require.NoError(t, err, "that decides no case")
		_, err = c.tryPropose(worker(5), bakery, "", decision(trial, warning))
		require.NoError(t, err)
	})
	t.Run("at a meeting", func(t *testing.T) {
		for name, atOpening := range map[string]bool{"frozen at its notice": false, "frozen as it opens": true} {
			t.Run(name, func(t *testing.T) {
				h := newHall(t, func(r *membershiptypes.MeetingRules) { r.RecordAtOpening = atOpening })
				c := &court{h.ledger, membershipkeeper.NewMsgServer(h.membership)}
				_, charter, err := c.membership.GetCharter(c.ctx, bakery)
				require.NoError(t, err)
				c.withRules(func(with *membershiptypes.Charter) {
					with.Meetings, with.TimeZone = charter.Meetings, charter.TimeZone
					with.Discipline = &membershiptypes.Discipline{
						Grounds: []string{"theft"}, NoticePeriodSeconds: day, ReplyPeriodSeconds: 7 * day, DecisionPeriodSeconds: 60 * day,
						AppealPeriodSeconds: 7 * day, AppealDecisionPeriodSeconds: 60 * day, PartiesAbstain: true,
					}
					needs(with, "discipline", "active")
				}, active)
				c.grant(1, membershiptypes.PowerCharge)
				var id uint64
				c.do(func(ctx context.Context) error {
					answer, err := h.messages.Propose(ctx, &types.MsgPropose{
						Proposer: worker(5), CoopId: bakery, Title: "Case", ForMeeting: true, Messages: pack(decision(c.heard(4), warning)),
					})
					if err == nil {
						id = answer.ResolutionId
					}
					return err
				})
				_, err = h.tryConvene(worker(1), h.ahead(15), id)
				if atOpening {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, types.ErrInvalidTerms)
				}
			})
		}
	})
}
