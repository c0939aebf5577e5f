package keeper_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
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
