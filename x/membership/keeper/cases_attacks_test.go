package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// Who wants a member gone and doesn't wait, hear or let others judge. Every one
// is refused, and the member stays.
func TestAttacksOnDueProcess(t *testing.T) {
	charged := func(l *ledger) uint64 { return l.charged(dora) }
	delivered := func(l *ledger) uint64 {
		id := l.charged(dora)
		l.send(nil, notice(key("north-ben"), id))
		return id
	}
	for _, tc := range []struct {
		name    string
		at      func(l *ledger) uint64
		message func(id uint64) sdk.Msg
		refusal error
	}{
		{"the board expels without notice", charged, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"the board decides before the reply", delivered, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"it decides a case that is not there", charged, func(uint64) sdk.Msg { return decide(99, expulsion, 0) }, types.ErrUnknownCase},
		{"it decides twice", func(l *ledger) uint64 { return l.decided(warning, 0) }, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"it decides what was dismissed", func(l *ledger) uint64 { return l.decided(dismissed, 0) }, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"an officer decides alone", (*ledger).heard, func(id uint64) sdk.Msg {
			m := decide(id, expulsion, 0)
			m.Authority = key("north-anna")
			return m
		}, types.ErrNotAllowed},
		{"another co-op decides", (*ledger).heard, func(id uint64) sdk.Msg {
			m := decide(id, expulsion, 0)
			m.Authority, m.CoopId = account(east), east
			return m
		}, types.ErrUnknownCase},
		{"another co-op decides in its name", (*ledger).heard, func(id uint64) sdk.Msg {
			m := decide(id, expulsion, 0)
			m.Authority = account(east)
			return m
		}, types.ErrNotAllowed},
		{"it decides without reasons", (*ledger).heard, func(id uint64) sdk.Msg {
			m := decide(id, expulsion, 0)
			m.ReasonsSha256 = nil
			return m
		}, types.ErrInvalidHash},
		{"it decides nothing", (*ledger).heard, func(id uint64) sdk.Msg { return decide(id, 0, 0) }, types.ErrInvalidDecision},
		{"it decides what there is not", (*ledger).heard, func(id uint64) sdk.Msg { return decide(id, 5, 0) }, types.ErrInvalidDecision},
		{"it suspends for too long", (*ledger).heard, func(id uint64) sdk.Msg { return decide(id, suspension, 60*day+1) }, types.ErrInvalidDecision},
		{"it suspends for no time", (*ledger).heard, func(id uint64) sdk.Msg { return decide(id, suspension, 0) }, types.ErrInvalidDecision},
		{"an expulsion for a time", (*ledger).heard, func(id uint64) sdk.Msg { return decide(id, expulsion, day) }, types.ErrInvalidDecision},
		{"the charger records the notice", charged, func(id uint64) sdk.Msg { return notice(key("north-anna"), id) }, types.ErrOwnCase},
		{"the charger acknowledges for the member", charged, func(id uint64) sdk.Msg {
			return &types.MsgAcknowledgeCharge{Signer: key("north-anna"), CoopId: north, CaseId: id}
		}, types.ErrNotAParty},
		{"the charger replies for the member", delivered, func(id uint64) sdk.Msg { return reply(key("north-anna"), id) }, types.ErrNotAParty},
		{"a notice without evidence", charged, func(id uint64) sdk.Msg {
			m := notice(key("north-ben"), id)
			m.EvidenceSha256 = []byte("it was me")
			return m
		}, types.ErrInvalidHash},
		{"a notice by who has no power", charged, func(id uint64) sdk.Msg { return notice(key("carol"), id) }, types.ErrNotAllowed},
		{"a notice twice", delivered, func(id uint64) sdk.Msg { return notice(key("north-ben"), id) }, types.ErrWrongCaseStage},
		{"a second charge at once", charged, func(uint64) sdk.Msg { return charge(key("north-ben"), dora) }, types.ErrCaseOpen},
		{"a charge by the co-op besides", charged, func(uint64) sdk.Msg { return charge(account(north), dora) }, types.ErrCaseOpen},
		{"a third party takes the charge back", charged, func(id uint64) sdk.Msg {
			return &types.MsgWithdrawCharge{Authority: key("north-ben"), CoopId: north, CaseId: id}
		}, types.ErrNotAParty},
		{"a charge is taken back after the decision", func(l *ledger) uint64 { return l.decided(warning, 0) }, func(id uint64) sdk.Msg {
			return &types.MsgWithdrawCharge{Authority: key("north-anna"), CoopId: north, CaseId: id}
		}, types.ErrWrongCaseStage},
		{"somebody appeals for the member", func(l *ledger) uint64 { return l.decided(warning, 0) }, func(id uint64) sdk.Msg { return appeal(key("carol"), id) }, types.ErrNotAParty},
		{"an appeal without a text", func(l *ledger) uint64 { return l.decided(warning, 0) }, func(id uint64) sdk.Msg {
			m := appeal(key("dora"), id)
			m.AppealSha256 = sum("appeal")[:31]
			return m
		}, types.ErrInvalidHash},
		{"an appeal before the decision", (*ledger).heard, func(id uint64) sdk.Msg { return appeal(key("dora"), id) }, types.ErrWrongCaseStage},
		{"an appeal twice", func(l *ledger) uint64 { return l.appealed(expulsion, 0) }, func(id uint64) sdk.Msg { return appeal(key("dora"), id) }, types.ErrWrongCaseStage},
		{"an appeal too late", func(l *ledger) uint64 {
			id := l.decided(warning, 0)
			l.elapse(15 * day)
			return id
		}, func(id uint64) sdk.Msg { return appeal(key("dora"), id) }, types.ErrWrongCaseStage},
		{"an appeal is decided that nobody made", func(l *ledger) uint64 { return l.decided(warning, 0) }, func(id uint64) sdk.Msg { return decideAppeal(id, warning, 0) }, types.ErrWrongCaseStage},
		{"the appeal is decided as the case was", func(l *ledger) uint64 { return l.appealed(expulsion, 0) }, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"an appeal is punished", func(l *ledger) uint64 { return l.appealed(suspension, 10*day) }, func(id uint64) sdk.Msg { return decideAppeal(id, expulsion, 0) }, types.ErrInvalidDecision},
		{"an appeal is punished by days", func(l *ledger) uint64 { return l.appealed(suspension, 10*day) }, func(id uint64) sdk.Msg { return decideAppeal(id, suspension, 10*day+1) }, types.ErrInvalidDecision},
		{"an officer decides the appeal", func(l *ledger) uint64 { return l.appealed(expulsion, 0) }, func(id uint64) sdk.Msg {
			m := decideAppeal(id, expulsion, 0)
			m.Authority = key("north-ben")
			return m
		}, types.ErrNotAllowed},
		{"a decision after its time, in the same block", func(l *ledger) uint64 {
			id := l.heard()
			l.clock.Seconds += 30 * day
			return id
		}, func(id uint64) sdk.Msg { return decide(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"an appeal decided after its time", func(l *ledger) uint64 {
			id := l.appealed(expulsion, 0)
			l.clock.Seconds += 40 * day
			return id
		}, func(id uint64) sdk.Msg { return decideAppeal(id, expulsion, 0) }, types.ErrWrongCaseStage},
		{"a notice recorded after its time", func(l *ledger) uint64 {
			id := l.charged(dora)
			l.clock.Seconds += 10 * day
			return id
		}, func(id uint64) sdk.Msg { return notice(key("north-ben"), id) }, types.ErrWrongCaseStage},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			id := tc.at(l)
			l.send(tc.refusal, tc.message(id))
			require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(dora))
		})
	}
}

// The only way to the state "expelled" is a case that is final: not even code
// that knows the keeper finds another door.
func TestNoExpulsionWithoutACase(t *testing.T) {
	l := newCases(t)
	before := l.hash()
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, l.member(north, dora), types.MemberState_MEMBER_STATE_EXPELLED), types.ErrNoExpulsion)
	require.Equal(t, before, l.hash())
	id := l.appealed(expulsion, 0)
	before = l.hash()
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, l.member(north, dora), types.MemberState_MEMBER_STATE_EXPELLED), types.ErrNoExpulsion)
	require.Equal(t, before, l.hash())
	l.send(nil, decideAppeal(id, expulsion, 0))
	l.at(id, types.CaseStage_CASE_STAGE_FINAL)
	// Another member's expulsion opens no door either.
	l.elapse(0)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, l.member(north, carol), types.MemberState_MEMBER_STATE_EXPELLED), types.ErrNoExpulsion)
}

// The co-op that charges doesn't say itself that the charge was delivered.
func TestTheCoopDeliversNotItsOwnCharge(t *testing.T) {
	l := newCases(t)
	id := l.send(nil, charge(account(north), dora)).(*types.MsgChargeResponse).CaseId
	l.send(types.ErrOwnCase, notice(account(north), id))
	l.send(nil, notice(key("north-anna"), id))
	second := l.charged(carol)
	l.send(nil, notice(account(north), second))
}

func TestRefusedCharges(t *testing.T) {
	for _, tc := range []struct {
		name    string
		message func() *types.MsgCharge
		refusal error
	}{
		{"on no ground of the charter", func() *types.MsgCharge {
			m := charge(key("north-anna"), dora)
			m.Ground = "opinion"
			return m
		}, types.ErrInvalidCharge},
		{"that is not in writing", func() *types.MsgCharge {
			m := charge(key("north-anna"), dora)
			m.ChargeSha256 = nil
			return m
		}, types.ErrInvalidHash},
		{"against itself", func() *types.MsgCharge { return charge(key("north-anna"), anna) }, types.ErrInvalidCharge},
		{"against nobody", func() *types.MsgCharge { return charge(key("north-anna"), 99) }, types.ErrUnknownMember},
		{"by a stranger", func() *types.MsgCharge { return charge(key("mallory"), dora) }, types.ErrNotAMember},
		{"by another co-op", func() *types.MsgCharge { return charge(account(east), dora) }, types.ErrNotAMember},
		{"in no co-op", func() *types.MsgCharge {
			m := charge(key("north-anna"), dora)
			m.CoopId = 99
			return m
		}, types.ErrUnknownCoop},
		{"in a co-op without the section", func() *types.MsgCharge {
			m := charge(account(east), 1)
			m.CoopId = east
			return m
		}, types.ErrNoDiscipline},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) { newCases(t).send(tc.refusal, tc.message()) })
	}
	t.Run("error - by a member where members don't charge", func(t *testing.T) {
		l := newCases(t, func(d *types.Discipline) { d.ChargingMembers, d.JoiningPeriodSeconds = 0, 0 })
		l.send(types.ErrNotAllowed, charge(key("carol"), dora))
	})
	t.Run("error - by a member without a vote", func(t *testing.T) {
		l := newCases(t)
		l.admit("supporters", "emil")
		l.send(types.ErrNotAllowed, charge(key("emil"), dora))
	})
	t.Run("error - by a suspended member", func(t *testing.T) {
		l := newCases(t)
		l.send(nil, suspend(key("north-ben"), l.heard(), day))
		l.send(types.ErrWrongState, charge(key("dora"), carol))
	})
	t.Run("error - against who has left", func(t *testing.T) {
		l := newCases(t)
		require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, dora), types.MemberState_MEMBER_STATE_LEFT))
		l.send(types.ErrInvalidCharge, charge(key("north-anna"), dora))
	})
}

// Charges can't flood a co-op, nor can charges that nobody joins stand in the
// way of real ones.
func TestFloodOfCharges(t *testing.T) {
	l := newCases(t)
	l.setParams(func(p *types.Params) { p.MaxOpenCasesPerCoop, p.MaxOpenCasesPerCharger = 2, 3 })
	var members []uint64
	for i := range 6 {
		members = append(members, l.admit("workers", fmt.Sprintf("worker-%d", i)))
	}
	l.send(nil, charge(key("carol"), members[0]))
	l.send(nil, charge(key("carol"), members[1]))
	l.send(types.ErrTooManyCases, charge(key("carol"), members[2]))
	l.send(types.ErrTooManyCases, charge(key("dora"), members[2]))
	first := l.charged(members[0])
	l.charged(members[1])
	l.send(types.ErrTooManyCases, charge(key("north-anna"), members[2]))
	l.send(types.ErrTooManyCases, charge(account(north), members[2]))
	l.send(nil, &types.MsgWithdrawCharge{Authority: key("north-anna"), CoopId: north, CaseId: first})
	l.charged(members[2])
	// Nor does a charge that gathers its members pass the limit.
	l.send(types.ErrTooManyCases, &types.MsgJoinCharge{Signer: key("dora"), CoopId: north, CaseId: 1})
	l.setParams(func(p *types.Params) { p.MaxOpenCasesPerCoop = 100 })
	l.charged(members[3])
	l.send(types.ErrTooManyCases, charge(key("north-anna"), members[4]))
	l.send(nil, charge(key("north-ben"), members[4]))
}

// Many cases that are due at once are ended some a block, and none is lost.
func TestManyCasesDueAtOnce(t *testing.T) {
	l := newCases(t)
	l.setParams(func(p *types.Params) { p.MaxOpenCasesPerCharger, p.MaxOpenCasesPerCoop = 100, 100 })
	for i := range 12 {
		l.charged(l.admit("workers", fmt.Sprintf("worker-%d", i)))
	}
	blocks := 0
	l.clock.Seconds += 10 * day
	for open := 12; open > 0; blocks++ {
		fits := 5
		l.clock.Items = &fits
		l.elapse(1)
		open = 0
		for id := uint64(1); id <= 12; id++ {
			if l.caseOf(id).Open() {
				open++
			}
		}
		require.Equal(t, max(0, 12-5*(blocks+1)), open)
	}
	require.Equal(t, 3, blocks)
}

// An expulsion that the root federation can't bear waits, and is tried again.
func TestExpulsionThatWouldMakeTheRootTooSmall(t *testing.T) {
	l := newLedger(t)
	charter := testutil.FederationCharter()
	charter.Discipline = discipline()
	charter.Discipline.DecisionPeriodSeconds = 60 * day
	l.send(nil, &types.MsgAmendCharter{Authority: account(root), CoopId: root, Charter: charter})
	id := l.send(nil, &types.MsgCharge{
		Authority: account(root), CoopId: root, MemberId: 1, Ground: "theft", ChargeSha256: sum("charge"),
	}).(*types.MsgChargeResponse).CaseId
	l.send(nil, &types.MsgReplyToCharge{Signer: account(north), CoopId: root, CaseId: id, ReplySha256: sum("reply")})
	decided := decide(id, expulsion, 0)
	decided.Authority, decided.CoopId = account(root), root
	l.send(nil, decided)
	l.elapse(15 * day)
	l.at(id, types.CaseStage_CASE_STAGE_FINAL)
	require.True(t, l.member(root, 1).HoldsPlace())
	l.sameAfterImport()
	bakery := l.found("bakery", testutil.WorkerCharter())
	l.joinCoop(root, bakery)
	l.elapse(day)
	l.ended(id, types.CaseEnd_CASE_END_EXPELLED)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.member(root, 1).State)
}

// A co-op that is an officer in its federation suspends a member there by its own
// resolution: none of its members is a party to that, and no case of its own has
// to be ready.
func TestACoopSuspendsAsAnOfficerOfItsFederation(t *testing.T) {
	l := newCases(t)
	above := &types.MsgSuspendMember{Authority: account(north), CoopId: root, CaseId: 1, SuspensionSeconds: day}
	abstaining, err := l.keeper.Abstaining(l.ctx, north, "", []sdk.Msg{above})
	require.NoError(t, err, "there is no case 1")
	require.Empty(t, abstaining)
	id := l.charged(dora)
	require.EqualValues(t, 1, id, "and now there is one here, of another matter")
	abstaining, err = l.keeper.Abstaining(l.ctx, north, "", []sdk.Msg{above})
	require.NoError(t, err)
	require.Empty(t, abstaining)
	abstaining, err = l.keeper.Abstaining(l.ctx, north, "", []sdk.Msg{suspend(account(north), id, day)})
	require.NoError(t, err)
	require.Equal(t, []uint64{anna, dora}, abstaining)
}
