package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// From the charge to the expulsion, with every stage and its time.
func TestCaseFromChargeToExpulsion(t *testing.T) {
	l := newCases(t)
	began := l.clock.Seconds
	id := l.charged(dora)
	require.Equal(t, uint64(1), id)
	l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
	require.Equal(t, began+10*day, l.caseOf(id).DueAt)
	require.Equal(t, id, l.conduct(dora).OpenCaseId)
	require.Empty(t, l.caseOf(id).Terms.Grounds, "grounds are not kept with each case")

	l.elapse(day)
	l.send(nil, notice(key("north-ben"), id))
	l.at(id, types.CaseStage_CASE_STAGE_REPLY)
	require.Equal(t, began+day, l.caseOf(id).DeliveredAt)
	require.Equal(t, began+15*day, l.caseOf(id).DueAt)

	l.elapse(14*day - 1)
	l.at(id, types.CaseStage_CASE_STAGE_REPLY)
	l.elapse(1)
	l.at(id, types.CaseStage_CASE_STAGE_DECIDING)
	l.send(nil, decide(id, expulsion, 0))
	l.at(id, types.CaseStage_CASE_STAGE_APPEALABLE)
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora), "nothing happens before it is final")

	l.elapse(15*day - 1)
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
	voters := l.roll(north).Voters()
	l.elapse(1)
	l.ended(id, types.CaseEnd_CASE_END_EXPELLED)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
	require.Equal(t, voters-1, l.roll(north).Voters())
	require.Zero(t, l.whose("dora"), "its keys act for nobody")
	require.Equal(t, types.Conduct{CoopId: north, MemberId: dora, ExpelledAt: began + 30*day, ExpelledCaseId: id}, l.conduct(dora))
	l.sameAfterImport()
}

// What an appeal comes to: of an expulsion, the same or something milder.
func TestAppeals(t *testing.T) {
	for _, tc := range []struct {
		name    string
		then    func(l *ledger, id uint64)
		ends    types.CaseEnd
		becomes types.MemberState
	}{
		{"rejected", func(l *ledger, id uint64) { l.send(nil, decideAppeal(id, expulsion, 0)) }, types.CaseEnd_CASE_END_EXPELLED, types.MemberState_MEMBER_STATE_EXPELLED},
		{"upheld", func(l *ledger, id uint64) { l.send(nil, decideAppeal(id, dismissed, 0)) }, types.CaseEnd_CASE_END_UPHELD, types.MemberState_MEMBER_STATE_ACTIVE},
		{"a suspension instead", func(l *ledger, id uint64) { l.send(nil, decideAppeal(id, suspension, 3*day)) }, types.CaseEnd_CASE_END_SUSPENDED, types.MemberState_MEMBER_STATE_SUSPENDED},
		{"a warning instead", func(l *ledger, id uint64) { l.send(nil, decideAppeal(id, warning, 0)) }, types.CaseEnd_CASE_END_WARNED, types.MemberState_MEMBER_STATE_ACTIVE},
		{"not decided in time", func(l *ledger, _ uint64) { l.elapse(40 * day) }, types.CaseEnd_CASE_END_UPHELD, types.MemberState_MEMBER_STATE_ACTIVE},
	} {
		t.Run("success - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			id := l.decided(expulsion, 0)
			l.elapse(15*day - 1)
			l.send(nil, appeal(key("dora"), id))
			l.at(id, types.CaseStage_CASE_STAGE_APPEALED)
			l.elapse(39 * day)
			require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora), "an appeal suspends the decision")
			tc.then(l, id)
			l.elapse(0)
			l.ended(id, tc.ends)
			require.Equal(t, tc.becomes.String(), l.state(dora).String())
			l.sameAfterImport()
		})
	}
}

// Each end that is no decision.
func TestCasesThatEndOtherwise(t *testing.T) {
	for _, tc := range []struct {
		name string
		run  func(l *ledger) uint64
		ends types.CaseEnd
	}{
		{"nobody joined", func(l *ledger) uint64 {
			id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
			l.elapse(5 * day)
			return id
		}, types.CaseEnd_CASE_END_EXPIRED},
		{"not delivered", func(l *ledger) uint64 {
			id := l.charged(dora)
			l.elapse(10 * day)
			return id
		}, types.CaseEnd_CASE_END_DROPPED},
		{"not decided", func(l *ledger) uint64 {
			id := l.heard()
			l.elapse(30 * day)
			return id
		}, types.CaseEnd_CASE_END_DROPPED},
		{"withdrawn", func(l *ledger) uint64 {
			id := l.heard()
			l.send(nil, &types.MsgWithdrawCharge{Authority: key("north-anna"), CoopId: north, CaseId: id})
			return id
		}, types.CaseEnd_CASE_END_WITHDRAWN},
		{"dismissed", func(l *ledger) uint64 { return l.decided(dismissed, 0) }, types.CaseEnd_CASE_END_DISMISSED},
		{"the member left", func(l *ledger) uint64 {
			id := l.heard()
			l.send(nil, &types.MsgLeave{Signer: key("dora"), CoopId: north})
			l.at(id, types.CaseStage_CASE_STAGE_DECIDING)
			l.clock.Seconds += 90 * day
			l.elapse(0)
			return id
		}, types.CaseEnd_CASE_END_DROPPED},
		{"the member left under appeal", func(l *ledger) uint64 {
			id := l.appealed(expulsion, 0)
			require.NoError(l.t, l.keeper.EndMembership(l.ctx, l.member(north, dora), types.MemberState_MEMBER_STATE_LEFT))
			return id
		}, types.CaseEnd_CASE_END_LEFT},
	} {
		t.Run("success - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			id := tc.run(l)
			l.ended(id, tc.ends)
			require.Zero(t, l.conduct(dora).OpenCaseId)
			require.NotEqual(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
			l.sound()
			l.sameAfterImport()
		})
	}
}

// Members charge together: until enough have joined it is no case.
func TestMembersChargeTogether(t *testing.T) {
	l := newCases(t, func(d *types.Discipline) { d.ChargingMembers = 3 })
	l.admit("workers", "emil")
	id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
	l.at(id, types.CaseStage_CASE_STAGE_JOINING)
	require.Zero(t, l.conduct(dora).OpenCaseId)
	join := func(by string) *types.MsgJoinCharge {
		return &types.MsgJoinCharge{Signer: key(by), CoopId: north, CaseId: id}
	}
	l.send(types.ErrInvalidCharge, join("carol"))
	l.send(types.ErrInvalidCharge, join("dora"))
	l.send(types.ErrNotAMember, join("mallory"))
	l.send(nil, join("emil"))
	l.at(id, types.CaseStage_CASE_STAGE_JOINING)
	require.Equal(t, []uint64{3, 5}, l.caseOf(id).Chargers)
	l.send(nil, join("north-anna"))
	l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
	require.Equal(t, []uint64{1, 3, 5}, l.caseOf(id).Chargers)
	require.Equal(t, id, l.conduct(dora).OpenCaseId)
	l.send(types.ErrOwnCase, notice(key("north-anna"), id))
	// One of exactly three who withdraws, or joined only to do so, ends it for none
	// of the others: they have time to find another.
	l.send(nil, suspend(key("north-ben"), id, 20*day))
	l.send(nil, &types.MsgWithdrawCharge{Authority: key("emil"), CoopId: north, CaseId: id})
	l.at(id, types.CaseStage_CASE_STAGE_JOINING)
	require.Equal(t, l.clock.Seconds+5*day, l.caseOf(id).DueAt)
	require.Zero(t, l.conduct(dora).OpenCaseId, "it is no case meanwhile")
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora), "nor does it suspend anybody")
	require.Equal(t, []uint64{5}, l.caseOf(id).Withdrawn)
	l.sound()
	l.sameAfterImport()
	l.admit("workers", "fred")
	l.send(nil, join("fred"))
	l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
	require.Equal(t, []uint64{1, 3, 6}, l.caseOf(id).Chargers)
	l.send(nil, &types.MsgWithdrawCharge{Authority: key("fred"), CoopId: north, CaseId: id})
	l.elapse(5 * day)
	l.ended(id, types.CaseEnd_CASE_END_EXPIRED)
}

// Others may join until the member has the charge in hand, and the case goes on
// while as many charge as it takes, whoever of them withdraws.
func TestChargersBeyondThoseNeeded(t *testing.T) {
	for name, mediationSeconds := range map[string]uint64{"in mediation": 20 * day, "before delivery": 0} {
		t.Run("success - "+name, func(t *testing.T) {
			l := newCases(t, func(d *types.Discipline) { d.MediationPeriodSeconds = mediationSeconds })
			emil, fred := l.admit("workers", "emil"), l.admit("workers", "fred")
			id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
			join := func(name string) *types.MsgJoinCharge {
				return &types.MsgJoinCharge{Signer: key(name), CoopId: north, CaseId: id}
			}
			withdraw := func(name string) *types.MsgWithdrawCharge {
				return &types.MsgWithdrawCharge{Authority: key(name), CoopId: north, CaseId: id}
			}
			l.send(nil, join("emil"))
			stage := l.caseOf(id).Stage
			require.False(t, l.caseOf(id).Petition())
			l.send(nil, join("fred"))
			l.send(types.ErrInvalidCharge, join("fred"))
			l.send(types.ErrInvalidCharge, join("dora"))
			l.sameAfterImport()
			l.send(nil, withdraw("emil"))
			l.at(id, stage)
			require.Equal(t, []uint64{carol, fred}, l.caseOf(id).Chargers)
			require.Equal(t, []uint64{emil}, l.caseOf(id).Withdrawn)
			l.send(nil, join("emil"))
			require.Empty(t, l.caseOf(id).Withdrawn, "who charges again has not withdrawn")
			l.send(nil, withdraw("carol"))
			l.sameAfterImport()
			l.send(nil, withdraw("fred"))
			l.at(id, types.CaseStage_CASE_STAGE_JOINING)
			l.send(nil, withdraw("emil"))
			l.ended(id, types.CaseEnd_CASE_END_WITHDRAWN)
		})
	}
	t.Run("error - more than a case can have", func(t *testing.T) {
		l := newCases(t)
		l.setParams(func(p *types.Params) { p.MaxChargersPerCase = 3 })
		for _, name := range []string{"emil", "fred", "gina"} {
			l.admit("workers", name)
		}
		id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
		join := func(refusal error, name string) {
			t.Helper()
			l.send(refusal, &types.MsgJoinCharge{Signer: key(name), CoopId: north, CaseId: id})
		}
		join(nil, "emil")
		join(nil, "fred")
		join(types.ErrTooManyCases, "gina")
		l.send(nil, &types.MsgWithdrawCharge{Authority: key("emil"), CoopId: north, CaseId: id})
		join(types.ErrTooManyCases, "gina") // emil stays a party
		join(nil, "emil")
	})
	t.Run("error - an officer's charge", func(t *testing.T) {
		l := newCases(t)
		l.send(types.ErrInvalidCharge, &types.MsgJoinCharge{Signer: key("carol"), CoopId: north, CaseId: l.charged(dora)})
	})
	t.Run("error - a charge in hand", func(t *testing.T) {
		l := newCases(t)
		emil := key("emil")
		l.admit("workers", "emil")
		id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
		l.send(nil, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
		l.send(nil, notice(key("north-ben"), id))
		l.send(types.ErrWrongCaseStage, &types.MsgJoinCharge{Signer: emil, CoopId: north, CaseId: id})
	})
}

// Once the member has the charge in hand, one of those who charge can't end it
// for the others.
func TestOneOfSeveralChargersWithdraws(t *testing.T) {
	l := newCases(t, func(d *types.Discipline) { d.ChargingMembers = 2 })
	id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
	l.send(nil, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
	l.send(nil, notice(key("north-ben"), id))
	l.at(id, types.CaseStage_CASE_STAGE_REPLY)
	withdraw := func(by string) *types.MsgWithdrawCharge {
		return &types.MsgWithdrawCharge{Authority: key(by), CoopId: north, CaseId: id}
	}
	l.send(nil, withdraw("carol"))
	l.at(id, types.CaseStage_CASE_STAGE_REPLY)
	require.Equal(t, []uint64{1}, l.caseOf(id).Chargers)
	l.send(types.ErrNotAParty, withdraw("carol"))
	l.sound()
	l.sameAfterImport()
	l.send(nil, withdraw("north-anna"))
	l.ended(id, types.CaseEnd_CASE_END_WITHDRAWN)
}

// Nor can one of them settle it for the others, unless they have left.
func TestAllWhoChargeSettle(t *testing.T) {
	mediated := func(t *testing.T) (*ledger, uint64, func(by string, settled bool)) {
		t.Helper()
		l := newCases(t, func(d *types.Discipline) { d.ChargingMembers, d.MediationPeriodSeconds = 2, 20*day })
		id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
		l.send(nil, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
		return l, id, func(by string, settled bool) {
			l.send(nil, &types.MsgEndMediation{Signer: key(by), CoopId: north, CaseId: id, Settled: settled})
		}
	}
	t.Run("success - all", func(t *testing.T) {
		l, id, say := mediated(t)
		say("dora", true)
		say("carol", true)
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		l.sound()
		l.sameAfterImport()
		say("carol", false)
		say("north-anna", true)
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		say("carol", true)
		l.ended(id, types.CaseEnd_CASE_END_SETTLED)
	})
	t.Run("success - one says for all that it failed", func(t *testing.T) {
		l, id, say := mediated(t)
		say("carol", true)
		say("north-anna", false)
		say("dora", false)
		l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
	})
	t.Run("success - but for one who has left", func(t *testing.T) {
		l, id, say := mediated(t)
		require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, 3), types.MemberState_MEMBER_STATE_LEFT))
		say("dora", true)
		say("north-anna", true)
		l.ended(id, types.CaseEnd_CASE_END_SETTLED)
	})
	t.Run("success - but for one who leaves after the others' word", func(t *testing.T) {
		l, id, say := mediated(t)
		say("north-anna", true)
		require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, carol), types.MemberState_MEMBER_STATE_LEFT))
		say("dora", true)
		l.ended(id, types.CaseEnd_CASE_END_SETTLED)
	})
	t.Run("refusal - nobody settles by leaving", func(t *testing.T) {
		l, id, say := mediated(t)
		for _, charger := range []uint64{anna, carol} {
			require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, charger), types.MemberState_MEMBER_STATE_LEFT))
		}
		say("dora", true)
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		require.Equal(t, types.MediationWord_MEDIATION_WORD_UNSPECIFIED, l.caseOf(id).ChargerSays)
	})
}

func TestWhoWithdrewTheChargeStaysAParty(t *testing.T) {
	l := newCases(t)
	id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
	l.send(nil, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
	l.send(nil, notice(key("north-ben"), id))
	l.send(nil, reply(key("dora"), id))
	withdraw := &types.MsgWithdrawCharge{Authority: key("carol"), CoopId: north, CaseId: id}
	l.send(nil, withdraw)
	parties, err := l.keeper.Abstaining(l.ctx, north, "", []sdk.Msg{decide(id, expulsion, 0)})
	require.NoError(t, err)
	require.Equal(t, []uint64{anna, carol, dora}, parties, "carol charged, and left only the charge")
}

func TestOneSaysForAllThatMediationFailed(t *testing.T) {
	l := newCases(t, func(d *types.Discipline) { d.ChargingMembers, d.MediationPeriodSeconds = 2, 20*day })
	id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
	l.send(nil, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
	say := func(by string, settled bool) {
		l.send(nil, &types.MsgEndMediation{Signer: key(by), CoopId: north, CaseId: id, Settled: settled})
	}
	say("carol", false)
	say("north-anna", true)
	say("dora", false)
	l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
}

// Whoever leaves while members are still joining is charged by nobody any more.
func TestNobodyJoinsAChargeAgainstWhoHasLeft(t *testing.T) {
	l := newCases(t, func(d *types.Discipline) { d.ChargingMembers = 2 })
	id := l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId
	require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, dora), types.MemberState_MEMBER_STATE_LEFT))
	l.send(types.ErrWrongState, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
	l.at(id, types.CaseStage_CASE_STAGE_JOINING)
	l.sameAfterImport()
}

// Mediation comes first where the charter has it. Both sides end it together.
func TestMediation(t *testing.T) {
	say := func(by string, id uint64, settled bool) *types.MsgEndMediation {
		return &types.MsgEndMediation{Signer: by, CoopId: north, CaseId: id, Settled: settled}
	}
	mediated := func(t *testing.T) (*ledger, uint64) {
		t.Helper()
		l := newCases(t, func(d *types.Discipline) { d.MediationPeriodSeconds = 20 * day })
		id := l.charged(dora)
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		l.send(types.ErrWrongCaseStage, notice(key("north-ben"), id))
		l.send(types.ErrNotAParty, say(key("carol"), id, true))
		l.send(nil, say(key("dora"), id, true))
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		return l, id
	}
	t.Run("success - settled", func(t *testing.T) {
		l, id := mediated(t)
		l.send(nil, say(key("north-anna"), id, true))
		l.ended(id, types.CaseEnd_CASE_END_SETTLED)
	})
	t.Run("success - failed", func(t *testing.T) {
		l, id := mediated(t)
		l.send(nil, say(key("north-anna"), id, false))
		l.at(id, types.CaseStage_CASE_STAGE_MEDIATION)
		l.send(nil, say(key("dora"), id, false))
		l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
	})
	t.Run("success - time", func(t *testing.T) {
		l, id := mediated(t)
		l.elapse(20 * day)
		l.at(id, types.CaseStage_CASE_STAGE_CHARGED)
		require.Equal(t, l.clock.Seconds+10*day, l.caseOf(id).DueAt)
	})
}

// The member's times to act don't end while the ledger is quiet after a gap;
// the others' do.
func TestWindowsWaitWhileTheLedgerIsQuiet(t *testing.T) {
	l := newCases(t)
	replying := l.charged(dora)
	l.send(nil, notice(key("north-ben"), replying))
	undelivered := l.charged(carol)
	l.clock.Quiet = true
	l.elapse(20 * day)
	l.at(replying, types.CaseStage_CASE_STAGE_REPLY)
	l.ended(undelivered, types.CaseEnd_CASE_END_DROPPED)
	l.send(nil, reply(key("dora"), replying))
	l.send(nil, decide(replying, expulsion, 0))
	l.elapse(20 * day)
	l.at(replying, types.CaseStage_CASE_STAGE_APPEALABLE)
	l.send(nil, appeal(key("dora"), replying))
	l.at(replying, types.CaseStage_CASE_STAGE_APPEALED)

	second := l.charged(carol)
	l.send(nil, notice(key("north-ben"), second))
	l.clock.Quiet = false
	l.elapse(14 * day)
	l.at(second, types.CaseStage_CASE_STAGE_DECIDING)
}

// What no longer fits in a block is done in the next, in the order of (due, id).
func TestCasesKeepTheBlocksBudget(t *testing.T) {
	l := newCases(t)
	first, second := l.charged(carol), l.charged(dora)
	one := 1
	l.clock.Items = &one
	l.elapse(10 * day)
	l.ended(first, types.CaseEnd_CASE_END_DROPPED)
	l.at(second, types.CaseStage_CASE_STAGE_CHARGED)
	two := 2
	l.clock.Items = &two
	l.send(types.ErrWrongCaseStage, notice(key("north-ben"), second))
	l.elapse(1)
	l.ended(second, types.CaseEnd_CASE_END_DROPPED)
}

func TestSuspensions(t *testing.T) {
	t.Run("success - meanwhile, and it ends with the case", func(t *testing.T) {
		l := newCases(t)
		id := l.charged(dora)
		roll := l.roll(north)
		l.send(nil, suspend(key("north-ben"), id, 50*day))
		require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, l.state(dora))
		require.Equal(t, roll.Voters(), l.roll(north).Voters(), "it stays on the roll")
		l.send(types.ErrSuspensionTooLong, suspend(key("north-ben"), id, day))
		l.sameAfterImport()
		l.send(nil, reply(key("dora"), id))
		l.send(nil, decide(id, dismissed, 0))
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
	})
	t.Run("success - meanwhile, and it ends by itself", func(t *testing.T) {
		l := newCases(t)
		id := l.heard()
		l.send(nil, suspend(account(north), id, 7*day))
		l.elapse(7*day - 1)
		require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, l.state(dora))
		l.elapse(1)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
		l.at(id, types.CaseStage_CASE_STAGE_DECIDING)
	})
	t.Run("success - a member who leaves is leaving again", func(t *testing.T) {
		l := newCases(t)
		id := l.heard()
		l.send(nil, &types.MsgLeave{Signer: key("dora"), CoopId: north})
		l.send(nil, suspend(key("north-ben"), id, 7*day))
		l.elapse(7 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_LEAVING, l.state(dora))
	})
	t.Run("success - decided, and cut to what the year leaves", func(t *testing.T) {
		l := newCases(t)
		l.setParams(func(p *types.Params) { p.MaxSuspensionSecondsPerYear = 70 * day })
		first := l.decided(suspension, 60*day)
		l.elapse(15 * day)
		l.ended(first, types.CaseEnd_CASE_END_SUSPENDED)
		l.elapse(60 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
		second := l.heard()
		l.send(types.ErrSuspensionTooLong, suspend(key("north-ben"), second, 11*day))
		l.send(nil, decide(second, suspension, 60*day))
		l.elapse(15 * day)
		l.ended(second, types.CaseEnd_CASE_END_SUSPENDED)
		require.Equal(t, l.clock.Seconds+10*day, l.conduct(dora).SuspendedUntil())
		l.sameAfterImport()
	})
	t.Run("success - an expulsion ends a suspension too", func(t *testing.T) {
		l := newCases(t)
		id := l.charged(dora)
		l.send(nil, suspend(key("north-ben"), id, 60*day))
		l.send(nil, reply(key("dora"), id))
		l.send(nil, decide(id, expulsion, 0))
		l.elapse(15 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
		require.False(t, l.conduct(dora).Suspended())
		l.elapse(60 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora), "nothing gives it back")
	})
	for _, tc := range []struct {
		name    string
		message func(l *ledger) *types.MsgSuspendMember
		refusal error
	}{
		{"too long", func(l *ledger) *types.MsgSuspendMember { return suspend(account(north), l.heard(), 60*day+1) }, types.ErrSuspensionTooLong},
		{"of no length", func(l *ledger) *types.MsgSuspendMember { return suspend(account(north), l.heard(), 0) }, types.ErrSuspensionTooLong},
		{"before enough have joined", func(l *ledger) *types.MsgSuspendMember {
			return suspend(account(north), l.send(nil, charge(key("carol"), dora)).(*types.MsgChargeResponse).CaseId, day)
		}, types.ErrWrongCaseStage},
		{"after the case", func(l *ledger) *types.MsgSuspendMember { return suspend(account(north), l.decided(dismissed, 0), day) }, types.ErrWrongCaseStage},
		{"without the power", func(l *ledger) *types.MsgSuspendMember { return suspend(key("carol"), l.heard(), day) }, types.ErrNotAllowed},
		{"by a stranger", func(l *ledger) *types.MsgSuspendMember { return suspend(key("mallory"), l.heard(), day) }, types.ErrNotAMember},
		{"by another co-op", func(l *ledger) *types.MsgSuspendMember { return suspend(account(east), l.heard(), day) }, types.ErrNotAMember},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			l.send(tc.refusal, tc.message(l))
			require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
		})
	}
	t.Run("error - where the charter has none", func(t *testing.T) {
		l := newCases(t, func(d *types.Discipline) { d.SuspendsMeanwhile = false })
		l.send(types.ErrNotAllowed, suspend(account(north), l.heard(), day))
	})
}

// Warnings are counted, and an expulsion may need some.
func TestWarningsBeforeExpulsion(t *testing.T) {
	l := newCases(t, func(d *types.Discipline) { d.WarningsBeforeExpulsion = 1 })
	id := l.heard()
	l.send(types.ErrInvalidDecision, decide(id, expulsion, 0))
	l.send(nil, decide(id, warning, 0))
	require.Zero(t, l.conduct(dora).Warnings, "not before it is final")
	l.elapse(15 * day)
	require.EqualValues(t, 1, l.conduct(dora).Warnings)
	l.sameAfterImport()
	l.decided(expulsion, 0)
	l.elapse(15 * day)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
}

// A case keeps the terms of the day it was brought, whatever the charter says later.
func TestTermsOfACaseStay(t *testing.T) {
	l := newCases(t)
	id := l.charged(dora)
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: placesCharter()})
	l.send(types.ErrNoDiscipline, charge(key("north-anna"), carol))
	l.send(nil, notice(key("north-ben"), id))
	require.Equal(t, l.clock.Seconds+14*day, l.caseOf(id).DueAt)
	l.sameAfterImport()
}

func TestCaseQueries(t *testing.T) {
	l := newCases(t)
	first, second := l.charged(carol), l.charged(dora)
	one, err := l.query.Case(l.ctx, &types.QueryCaseRequest{CaseId: second})
	require.NoError(t, err)
	require.Equal(t, dora, one.Case.MemberId)
	_, err = l.query.Case(l.ctx, &types.QueryCaseRequest{CaseId: 99})
	require.ErrorIs(t, err, types.ErrUnknownCase)
	all, err := l.query.Cases(l.ctx, &types.QueryCasesRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, all.Cases, 2)
	require.Equal(t, first, all.Cases[0].Id)
	none, err := l.query.Cases(l.ctx, &types.QueryCasesRequest{Coop: "east"})
	require.NoError(t, err)
	require.Empty(t, none.Cases)
	conduct, err := l.query.Conduct(l.ctx, &types.QueryConductRequest{Coop: "north", MemberId: dora})
	require.NoError(t, err)
	require.Equal(t, second, conduct.Conduct.OpenCaseId)
	_, err = l.query.Conduct(l.ctx, &types.QueryConductRequest{Coop: "north", MemberId: 99})
	require.ErrorIs(t, err, types.ErrUnknownMember)
}

// H6. Who is expelled votes no more and holds no power, but its key still acts for
// what it is owed, and so after an export.
func TestH6AnExpelledMemberKeepsWhatIsOwed(t *testing.T) {
	l := newCases(t)
	l.grantPower(dora, types.PowerAdmit)
	l.decided(expulsion, 0)
	l.elapse(15 * day)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
	_, onRoll := l.member(north, dora).OnRollNow()
	require.False(t, onRoll)
	holds, err := l.keeper.HasPower(l.ctx, north, dora, types.PowerAdmit)
	require.NoError(t, err)
	require.False(t, holds)
	for name, owed := range map[string]bool{"dora": true, "carol": false} {
		moves, err := l.keeper.MayMoveMoney(l.ctx, north, dora, testutil.Key(name).PubKey().Address())
		require.NoError(t, err)
		require.Equal(t, owed, moves, name)
	}
	l.sameAfterImport()
}
