package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// policyCharter lets the rule "ordinary" change how one joins, and "careful" the
// name.
func policyCharter() membershiptypes.Charter {
	charter := bakeryCharter()
	charter.Amendments = []membershiptypes.Amendment{
		{Part: membershiptypes.PartAdmission, Rule: "ordinary"}, {Part: membershiptypes.PartIdentity, Rule: "careful"},
	}
	return charter
}

func newCharter(change func(*membershiptypes.Charter)) *membershiptypes.MsgAmendCharter {
	charter := policyCharter()
	change(&charter)
	return &membershiptypes.MsgAmendCharter{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Charter: charter}
}

func byResolution(c *membershiptypes.Charter) {
	c.Admission = membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION
}
func renamed(c *membershiptypes.Charter) { c.Name = "Millers" }
func laxer(c *membershiptypes.Charter) {
	c.Amendments = append(c.Amendments, membershiptypes.Amendment{Part: membershiptypes.PartProposals, Rule: "ordinary"})
}
func more(c *membershiptypes.Charter) { c.MaxOpenResolutionsPerMember++ }

// withPolicies is a ledger whose bakery has put policyCharter in force.
func withPolicies(t *testing.T) *ledger {
	t.Helper()
	l := newLedger(t)
	l.decide("", newCharter(func(*membershiptypes.Charter) {}))
	return l
}

// decide takes a resolution of the bakery to its execution.
func (l *ledger) decide(rule string, message sdk.Msg) uint64 {
	l.t.Helper()
	id := l.propose(worker(1), bakery, rule, message)
	l.yes(id, 1, 2, 3, 4)
	l.elapse(7)
	l.requireStatus(id, types.Status_STATUS_EXECUTED)
	return id
}

// elapse lets days go by and executes what has passed then.
func (l *ledger) elapse(days int64) {
	l.wait(days * day)
	l.endBlock()
}

// overtake proposes and votes for a change by the rules asked for, but lets
// another come into force a day before it.
func (l *ledger) overtake(change, other sdk.Msg) uint64 {
	l.t.Helper()
	first := l.propose(worker(1), bakery, "special", other)
	l.yes(first, 1, 2, 3, 4)
	l.wait(day)
	slow := l.propose(worker(1), bakery, "special", change)
	l.yes(slow, 1, 2, 3, 4)
	l.elapse(6)
	l.requireStatus(first, types.Status_STATUS_EXECUTED)
	l.requireStatus(slow, types.Status_STATUS_VOTING)
	l.elapse(2)
	return slow
}

func TestPoliciesAreChangedByTheirOwnRules(t *testing.T) {
	l := withPolicies(t)
	both := func(c *membershiptypes.Charter) { byResolution(c); renamed(c) }
	entrenched := func(c *membershiptypes.Charter) { byResolution(c); laxer(c) }
	for _, tc := range []struct {
		name    string
		message sdk.Msg
		want    []string
		special bool
	}{
		{"success - a policy needs the rule it names", newCharter(byResolution), []string{"ordinary"}, false},
		{"success - two policies need both", newCharter(both), []string{"careful", "ordinary"}, false},
		{"success - a policy that is not named needs the charter's", newCharter(more), []string{"special"}, true},
		{"success - amendments need the charter's", newCharter(laxer), []string{"special"}, true},
		{"success - a policy and an entrenched part need both", newCharter(entrenched), []string{"ordinary", "special"}, true},
		{"success - no change needs the charter's", newCharter(func(*membershiptypes.Charter) {}), []string{"special"}, true},
		{"success - dropping what it names needs the charter's", &membershiptypes.MsgAmendCharter{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Charter: bakeryCharter(),
		}, []string{"special"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id := l.propose(worker(1), bakery, "", tc.message)
			terms, err := l.governance.Terms.Get(l.ctx, id)
			require.NoError(t, err)
			var names []string
			for _, rule := range terms.Rules {
				names = append(names, rule.Name)
			}
			require.Equal(t, tc.want, names)
			require.Equal(t, tc.special, terms.SpecialFloor)
			l.drop(id, worker(1))
		})
	}
}

func TestPolicyIsChangedByAnOrdinaryMajority(t *testing.T) {
	l := withPolicies(t)
	id := l.propose(worker(1), bakery, "", newCharter(byResolution))
	require.NoError(t, l.vote(id, worker(1), types.Choice_CHOICE_YES))
	l.elapse(4)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	version, charter, err := l.membership.GetCharter(l.ctx, bakery)
	require.NoError(t, err)
	require.EqualValues(t, 3, version)
	require.Equal(t, membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION, charter.Admission)
}

// A resolution to change a policy, decided by the policy's rule, can't undo what
// was decided under the charter's rule meanwhile.
func TestOvertakenCharterChangeFails(t *testing.T) {
	l := withPolicies(t)
	slow := l.overtake(newCharter(byResolution), newCharter(more))
	l.requireOutcome(slow, types.Status_STATUS_FAILED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED)
	outcome := l.resolution(slow).Outcome
	require.Equal(t, membershiptypes.ModuleName, outcome.Codespace)
	require.EqualValues(t, 141, outcome.ErrorCode)
	_, charter, err := l.membership.GetCharter(l.ctx, bakery)
	require.NoError(t, err)
	require.EqualValues(t, policyCharter().MaxOpenResolutionsPerMember+1, charter.MaxOpenResolutionsPerMember)
}

// An entrenched change that was decided under the special rule still passes when
// a policy changed meanwhile to what it says as well.
func TestChangeOfTheSamePartStands(t *testing.T) {
	l := withPolicies(t)
	both := func(c *membershiptypes.Charter) { byResolution(c); laxer(c) }
	slow := l.overtake(newCharter(both), newCharter(byResolution))
	l.requireOutcome(slow, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
}

func TestNamedBaseVersionMustStillBeInForce(t *testing.T) {
	l := withPolicies(t)
	based := newCharter(byResolution)
	based.BaseVersion = 2
	id := l.overtake(based, newCharter(byResolution))
	l.requireStatus(id, types.Status_STATUS_FAILED)
	require.EqualValues(t, 142, l.resolution(id).Outcome.ErrorCode)
}

// stricter asks for three quarters of all members where a majority of votes cast
// was enough.
func stricter(c *membershiptypes.Charter) {
	for i := range c.Rules {
		if c.Rules[i].Name == "ordinary" {
			c.Rules[i].Approval = membershiptypes.Threshold{Numerator: 3, Denominator: 4, Base: membershiptypes.Base_BASE_ROLL}
			c.Rules[i].VotingPeriodSeconds = 5 * day
		}
	}
}

// A change of the charter is never retroactive: what is open, in whatever status,
// goes on under the rules it was proposed under. What is proposed afterwards, or
// amended, has the new ones.
func TestOpenResolutionsKeepTheirRules(t *testing.T) {
	l := withPolicies(t)
	draft, tabled := l.propose(worker(2), bakery, "seconded"), l.propose(worker(3), bakery, "careful")
	change := l.propose(worker(1), bakery, "", newCharter(stricter))
	l.yes(change, 1, 2, 3, 4)
	l.wait(7*day - 100)
	voting := l.propose(worker(4), bakery, "ordinary")
	late := l.propose(worker(5), bakery, "seconded")
	before := map[uint64]types.Terms{}
	for _, id := range []uint64{draft, tabled, voting, late} {
		before[id] = l.termsOf(id)
	}
	l.wait(100)
	l.endBlock()
	l.requireStatus(change, types.Status_STATUS_EXECUTED)
	version, _, err := l.membership.GetCharter(l.ctx, bakery)
	require.NoError(t, err)
	require.EqualValues(t, 3, version)
	for id, terms := range before {
		require.Equal(t, terms, l.termsOf(id), "resolution %d", id)
	}
	fresh := l.propose(worker(6), bakery, "ordinary")
	require.EqualValues(t, 3, l.termsOf(fresh).CharterVersion)
	require.NoError(t, l.amend(late, worker(5), "ordinary"))
	require.EqualValues(t, 3, l.termsOf(late).CharterVersion, "an amendment takes the rules of its day")

	for _, id := range []uint64{voting, fresh, late} {
		l.yes(id, 1, 2)
	}
	due := l.resolution(voting).DueAt
	l.wait(due - l.now())
	l.endBlock()
	l.requireStatus(voting, types.Status_STATUS_EXECUTED)
	l.requireStatus(fresh, types.Status_STATUS_VOTING)
	l.elapse(5)
	l.requireOutcome(fresh, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY)
	l.requireOutcome(late, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY)
}

// annul records a court's decision on a version, by two officers.
func (l *ledger) annul(version uint64) error {
	l.t.Helper()
	decision := &membershiptypes.Document{Uri: "https://court.example/decision", Sha256: sum("decision")}
	for _, officer := range []int{1, 2} {
		l.grant(l.member(bakery, worker(officer)), membershiptypes.PowerPublish)
	}
	return l.membershipTry(func(ctx context.Context, server membershiptypes.MsgServer) error {
		for _, officer := range []int{1, 2} {
			if _, err := server.AnnulCharter(ctx, &membershiptypes.MsgAnnulCharter{
				Authority: worker(officer), CoopId: bakery, Version: version, Decision: decision,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// A court's annulment suspends what was proposed under the version and is not
// carried out: it keeps its rules and its ballots and is counted, and nothing of
// it is executed. What was executed stands, and what was proposed under another
// version goes on.
func TestAnAnnulledCharterWithResolutionsOpen(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	older := l.propose(worker(3), bakery, "careful", pay(bakery, worker(7), 1))
	require.NoError(t, l.second(older, worker(4)))
	require.NoError(t, l.second(older, worker(5)))
	l.decide("", newCharter(func(*membershiptypes.Charter) {}))
	l.yes(older, 1, 2)
	done := l.propose(worker(1), bakery, "ordinary", pay(bakery, worker(7), 2))
	l.yes(done, 1, 2)
	l.elapse(4)
	l.requireStatus(done, types.Status_STATUS_EXECUTED)

	open := l.propose(worker(2), bakery, "ordinary", pay(bakery, worker(7), 4))
	l.yes(open, 1, 2)
	terms := l.termsOf(open)
	require.EqualValues(t, 2, terms.CharterVersion)
	require.NoError(t, l.annul(2))
	version, charter, err := l.membership.GetCharter(l.ctx, bakery)
	require.NoError(t, err)
	require.EqualValues(t, 3, version)
	require.Empty(t, charter.Amendments, "the content of version 1")
	l.yes(open, 3)
	require.Equal(t, terms, l.termsOf(open))
	fresh := l.propose(worker(6), bakery, "ordinary", pay(bakery, worker(7), 8))
	l.yes(fresh, 1)
	l.elapse(4)
	l.requireOutcome(open, types.Status_STATUS_FAILED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED)
	require.Equal(t, membershiptypes.ModuleName, l.resolution(open).Outcome.Codespace)
	require.EqualValues(t, 144, l.resolution(open).Outcome.ErrorCode)
	require.Equal(t, [3]uint64{3, 0, 0}, l.sums(open), "nothing is rewritten")
	l.requireStatus(fresh, types.Status_STATUS_EXECUTED)
	l.elapse(4)
	l.requireStatus(older, types.Status_STATUS_EXECUTED)
	require.EqualValues(t, 1+2+8, l.balance(worker(7)))
}
