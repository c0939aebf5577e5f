package keeper_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

var someHash = bytes.Repeat([]byte{7}, 32)

const (
	expulsion = membershiptypes.CaseOutcome_CASE_OUTCOME_EXPULSION
	warning   = membershiptypes.CaseOutcome_CASE_OUTCOME_WARNING
)

// court is a ledger whose bakery decides charges. Workers 1 and 2 hold the power
// "charge", worker 2 "suspend".
type court struct {
	*ledger
	messages membershiptypes.MsgServer
}

func newCourt(t *testing.T, change func(*membershiptypes.Charter), rules ...membershiptypes.DecisionRule) *court {
	t.Helper()
	l := newLedger(t)
	l.withRules(func(c *membershiptypes.Charter) {
		c.Discipline = &membershiptypes.Discipline{
			Grounds: []string{"theft"}, ChargingMembers: 6, JoiningPeriodSeconds: 5 * day, NoticePeriodSeconds: 10 * day,
			ReplyPeriodSeconds: 7 * day, DecisionPeriodSeconds: 60 * day, AppealPeriodSeconds: 7 * day,
			AppealDecisionPeriodSeconds: 60 * day, MaxSuspensionSeconds: 30 * day, SuspendsMeanwhile: true, PartiesAbstain: true,
		}
		if change != nil {
			change(c)
		}
	}, rules...)
	l.grant(1, membershiptypes.PowerCharge)
	l.grant(2, membershiptypes.PowerCharge)
	l.grant(2, membershiptypes.PowerSuspend)
	return &court{l, membershipkeeper.NewMsgServer(l.membership)}
}

// needs names the rule for a subject.
func needs(c *membershiptypes.Charter, subject, rule string) {
	var sorted []membershiptypes.Requirement
	added := false
	for _, requirement := range c.Requirements {
		if !added && requirement.Subject > subject {
			sorted, added = append(sorted, membershiptypes.Requirement{Subject: subject, Rule: rule}), true
		}
		sorted = append(sorted, requirement)
	}
	if !added {
		sorted = append(sorted, membershiptypes.Requirement{Subject: subject, Rule: rule})
	}
	c.Requirements = sorted
}

func (c *court) do(do func(ctx context.Context) error) {
	c.t.Helper()
	require.NoError(c.t, c.try(do))
}

func (c *court) charged(member int) (id uint64) {
	c.t.Helper()
	c.do(func(ctx context.Context) error {
		answer, err := c.messages.Charge(ctx, &membershiptypes.MsgCharge{
			Authority: worker(1), CoopId: bakery, MemberId: uint64(member), Ground: "theft", ChargeSha256: someHash,
		})
		if err == nil {
			id = answer.CaseId
		}
		return err
	})
	return id
}

func (c *court) heard(member int) uint64 {
	c.t.Helper()
	id := c.charged(member)
	c.reply(id, member)
	return id
}

func (c *court) reply(id uint64, member int) {
	c.t.Helper()
	c.do(func(ctx context.Context) error {
		_, err := c.messages.ReplyToCharge(ctx, &membershiptypes.MsgReplyToCharge{
			Signer: worker(member), CoopId: bakery, CaseId: id, ReplySha256: someHash,
		})
		return err
	})
}

// judged is a case in which an expulsion was decided.
func (c *court) judged(member int) uint64 {
	c.t.Helper()
	id := c.heard(member)
	c.do(func(ctx context.Context) error {
		_, err := c.messages.DecideCase(ctx, decision(id, expulsion))
		return err
	})
	return id
}

func (c *court) appealed(member int) uint64 {
	c.t.Helper()
	id := c.judged(member)
	c.do(func(ctx context.Context) error {
		_, err := c.messages.Appeal(ctx, &membershiptypes.MsgAppeal{Signer: worker(member), CoopId: bakery, CaseId: id, AppealSha256: someHash})
		return err
	})
	return id
}

func decision(id uint64, outcome membershiptypes.CaseOutcome) *membershiptypes.MsgDecideCase {
	return &membershiptypes.MsgDecideCase{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, CaseId: id, Outcome: outcome, ReasonsSha256: someHash,
	}
}

func onAppeal(id uint64, outcome membershiptypes.CaseOutcome) *membershiptypes.MsgDecideAppeal {
	return &membershiptypes.MsgDecideAppeal{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, CaseId: id, Outcome: outcome, ReasonsSha256: someHash,
	}
}

func (c *court) at(id uint64, stage membershiptypes.CaseStage) {
	c.t.Helper()
	found, err := c.membership.GetCase(c.ctx, id)
	require.NoError(c.t, err)
	require.Equal(c.t, stage.String(), found.Stage.String())
}

func (c *court) state(member uint64) membershiptypes.MemberState {
	c.t.Helper()
	found, err := c.membership.GetMember(c.ctx, bakery, member)
	require.NoError(c.t, err)
	return found.State
}

// refused: a ballot that is refused changes nothing.
func (c *court) refused(id uint64, refusal error, workers ...int) {
	c.t.Helper()
	for _, number := range workers {
		before := c.stateHash()
		require.ErrorIs(c.t, c.vote(id, worker(number), no), refusal)
		require.Equal(c.t, before, c.stateHash())
	}
}

// pins counts the rolls whose past is kept.
func (c *court) pins() (pins int) {
	c.t.Helper()
	require.NoError(c.t, c.membership.Pins.Walk(c.ctx, nil, func(collections.Pair[uint64, uint64], uint64) (bool, error) { pins++; return false, nil }))
	return pins
}

// sound: the frozen roll, the ballots and the pins hold, here and after an import.
func (c *court) sound() {
	c.t.Helper()
	require.NoError(c.t, c.governance.CheckInvariants(c.ctx))
	first := c.export()
	next, err := c.reborn(first)
	require.NoError(c.t, err)
	require.NoError(c.t, next.governance.CheckInvariants(next.ctx))
	again := next.export()
	require.Equal(c.t, string(c.cdc.MustMarshalJSON(first)), string(c.cdc.MustMarshalJSON(again)))
}

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
