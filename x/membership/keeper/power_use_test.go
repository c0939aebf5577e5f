package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// narrow gives a member of north a power over classes, with a limit.
func (l *ledger) narrow(memberID uint64, power string, limit *types.PowerLimit, classIDs ...uint32) {
	l.t.Helper()
	message := &types.MsgGrantPower{
		Authority: account(north), CoopId: north, MemberId: memberID, Power: power, TermSeconds: 1_000 * day, Limit: limit,
	}
	if len(classIDs) > 0 {
		message.Scope = &types.Scope{ClassIds: classIDs}
	}
	l.send(nil, message)
}

// granted is the grant as the list of powers shows it.
func (l *ledger) granted(memberID uint64, power string) types.Grant {
	l.t.Helper()
	answer, err := l.query.Powers(l.ctx, &types.QueryPowersRequest{Coop: "north"})
	require.NoError(l.t, err)
	for _, grant := range answer.Powers {
		if grant.MemberId == memberID && grant.Power == power {
			return grant
		}
	}
	require.Fail(l.t, "no such grant")
	return types.Grant{}
}

// nextDay goes to the first second of the next day of chain time.
func (l *ledger) nextDay() { l.elapse(day - l.clock.Seconds%day) }

// officersAct is north with anna and ben as officers, charges and freezing; carol
// and dora are workers (class 1), emil is in the class "resolved" (5).
func officersAct(t *testing.T) *ledger {
	t.Helper()
	l := newCases(t)
	charter := placesCharter()
	charter.Discipline = discipline()
	charter.Requirements = append(charter.Requirements, types.Requirement{Subject: types.SubjectInPerson, Rule: "special"})
	charter.Recovery = &types.RecoveryPolicy{
		GuardiansDelaySeconds: week, ResolutionDelaySeconds: week, InPersonDelaySeconds: 4 * week,
		RemovalDelaySeconds: week, FreezeSeconds: week, MaxOpenRecoveries: 1,
	}
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	l.admit("resolved", "emil")
	return l
}

// Each power over members is refused for a class beyond its scope and one use
// beyond its limit, and works within both; the next day it works again, until the
// term's are used up.
func TestPowersOverMembersAreNarrowed(t *testing.T) {
	const emil uint64 = 5
	officer := key("north-anna")
	acts := map[string]func(l *ledger, whom uint64) sdk.Msg{
		types.PowerLapse: func(_ *ledger, whom uint64) sdk.Msg {
			return &types.MsgLapse{Authority: officer, CoopId: north, MemberId: whom, Ground: "dues"}
		},
		types.PowerFreeze: func(_ *ledger, whom uint64) sdk.Msg {
			return &types.MsgFreeze{Signer: officer, CoopId: north, MemberId: whom}
		},
		types.PowerSuspend: func(l *ledger, whom uint64) sdk.Msg {
			return suspend(officer, l.conduct(whom).OpenCaseId, uint64(day))
		},
	}
	for power, act := range acts {
		t.Run(power, func(t *testing.T) {
			l := officersAct(t)
			for _, whom := range []uint64{ben, carol, dora, emil} {
				l.send(nil, charge(account(north), whom))
			}
			l.narrow(anna, power, &types.PowerLimit{PerDay: 1, InTerm: 2}, 1)
			l.send(types.ErrOutsideScope, act(l, emil))
			l.send(nil, act(l, carol))
			l.send(types.ErrPowerUsedUp, act(l, dora))
			dayAt := l.clock.Seconds - l.clock.Seconds%day
			require.Equal(t, &types.PowerUse{DayAt: dayAt, ThatDay: 1, InTerm: 1}, l.granted(anna, power).Use)
			l.sameAfterImport()
			l.nextDay()
			l.send(nil, act(l, dora))
			l.nextDay()
			l.send(types.ErrPowerUsedUp, act(l, ben))
			l.narrow(anna, power, nil, 1, 5)
			l.send(nil, act(l, ben))
			l.send(nil, act(l, emil))
			require.Nil(t, l.granted(anna, power).Use, "without a limit nothing is counted")
		})
	}
}

// An officer with a class and a number admits no other class and no more.
func TestAdmissionsAreNarrowed(t *testing.T) {
	officer := key("north-anna")
	l := newPlaces(t)
	l.narrow(anna, types.PowerAdmit, &types.PowerLimit{PerDay: 3, InTerm: 4}, 1)
	admit := func(class, name string) sdk.Msg {
		return &types.MsgAdmit{Authority: officer, CoopId: north, Member: l.person("north", class, name)}
	}
	invite := func(name string) *types.MsgInvite { return l.invite(name, officer) }
	l.send(types.ErrOutsideScope, admit("supporters", "fay"))
	toSupporters := invite("fay")
	toSupporters.Class = "supporters"
	l.send(types.ErrOutsideScope, toSupporters)

	l.send(nil, admit("workers", "emil"))
	l.send(nil, invite("one"))
	application := l.apply("gus", "workers", "gus")
	l.send(nil, &types.MsgAdmit{Authority: officer, CoopId: north, Application: application})
	l.send(types.ErrPowerUsedUp, admit("workers", "hal"))
	l.send(types.ErrPowerUsedUp, invite("two"))
	other := l.apply("ida", "workers", "ida")
	l.send(types.ErrPowerUsedUp, &types.MsgAdmit{Authority: officer, CoopId: north, Application: other})
	l.send(nil, &types.MsgCloseApplication{Signer: officer, CoopId: north, Application: other})
	l.claimIt(nil, l.claim("one", "jon", 0))

	l.nextDay()
	l.send(nil, admit("workers", "kim"))
	l.send(types.ErrPowerUsedUp, admit("workers", "lea"))
	require.EqualValues(t, 4, l.granted(anna, types.PowerAdmit).Use.InTerm)
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "lea")})
	l.sameAfterImport()
}

// Whoever stands by an invitation must hold the power for its class until it is
// claimed; a place that exists costs no admission.
func TestInvitationsFollowTheScope(t *testing.T) {
	l := newPlaces(t)
	l.narrow(anna, types.PowerAdmit, nil, 1)
	l.send(nil, l.invite("one", key("north-anna")))
	l.narrow(anna, types.PowerAdmit, nil, 2)
	l.claimIt(types.ErrOutsideScope, l.claim("one", "emil", 0))
	l.narrow(anna, types.PowerAdmit, nil, 1, 2)
	l.claimIt(nil, l.claim("one", "emil", 0))

	application := l.apply("fay", "workers", "fay")
	l.narrow(anna, types.PowerAdmit, nil, 2)
	l.send(types.ErrOutsideScope, &types.MsgCloseApplication{Signer: key("north-anna"), CoopId: north, Application: application})
}

// A charger beyond its scope or its limit is a member like any other: others must
// join in, or, where members don't charge, it is refused.
func TestAChargerBeyondItsPower(t *testing.T) {
	l := officersAct(t)
	l.narrow(anna, types.PowerCharge, &types.PowerLimit{PerDay: 1}, 1)
	first := l.charged(dora)
	l.at(first, types.CaseStage_CASE_STAGE_CHARGED)
	second := l.charged(carol)
	l.at(second, types.CaseStage_CASE_STAGE_JOINING)
	l.nextDay()
	third := l.charged(5)
	l.at(third, types.CaseStage_CASE_STAGE_JOINING)
	require.EqualValues(t, 1, l.granted(anna, types.PowerCharge).Use.InTerm, "a member's charge is no use of the power")

	l = newCases(t, func(d *types.Discipline) { d.ChargingMembers, d.JoiningPeriodSeconds = 0, 0 })
	l.narrow(anna, types.PowerCharge, &types.PowerLimit{PerDay: 1}, 1)
	l.charged(dora)
	l.send(types.ErrPowerUsedUp, charge(key("north-anna"), carol))
}

func TestGrantsThatNarrow(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*types.MsgGrantPower)
		refusal error
	}{
		{"success - a class and a limit", func(*types.MsgGrantPower) {}, nil},
		{"error - a class that the charter doesn't have", func(m *types.MsgGrantPower) { m.Scope.ClassIds = []uint32{1, 9} }, types.ErrUnknownClass},
		{"error - a scope for the board", func(m *types.MsgGrantPower) { m.Power, m.Limit = types.PowerBoard, nil }, types.ErrInvalidTerm},
		{"error - a limit for the board", func(m *types.MsgGrantPower) { m.Power, m.Scope = types.PowerBoard, nil }, types.ErrInvalidTerm},
		{"error - a limit of nothing", func(m *types.MsgGrantPower) { m.Limit = &types.PowerLimit{} }, types.ErrInvalidTerm},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgGrantPower{
				Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerAdmit, TermSeconds: 100,
				Scope: &types.Scope{ClassIds: []uint32{1}}, Limit: &types.PowerLimit{PerDay: 2},
			}
			c.change(message)
			l.send(c.refusal, message)
			if c.refusal == nil {
				grant := l.granted(1, types.PowerAdmit)
				require.Equal(t, message.Scope, grant.Scope)
				require.Equal(t, message.Limit, grant.Limit)
			}
		})
	}
}

// Granting a power again counts anew: the members have decided again.
func TestAGrantCountsAnew(t *testing.T) {
	l := newLedger(t)
	for round := range 2 {
		l.narrow(1, types.PowerAdmit, &types.PowerLimit{InTerm: 1})
		admit := func(name string) sdk.Msg {
			return &types.MsgAdmit{Authority: testutil.Address("north-anna"), CoopId: north, Member: l.person("north", "workers", name)}
		}
		l.send(nil, admit(fmt.Sprint("first-", round)))
		l.send(types.ErrPowerUsedUp, admit(fmt.Sprint("second-", round)))
	}
}
