package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Who was cleared, by the body or on appeal, is not charged with the same again,
// and on the same ground not before it has rested.
func TestWhoWasClearedIsNotChargedAgain(t *testing.T) {
	for _, tc := range []struct {
		name  string
		clear func(l *ledger) uint64
	}{
		{"dismissed", func(l *ledger) uint64 { return l.decided(dismissed, 0) }},
		{"upheld", func(l *ledger) uint64 {
			id := l.appealed(expulsion, 0)
			l.send(nil, decideAppeal(id, dismissed, 0))
			return id
		}},
		{"an appeal not decided in time", func(l *ledger) uint64 {
			id := l.appealed(expulsion, 0)
			l.elapse(40 * day)
			return id
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newCases(t)
			id := tc.clear(l)
			rest := l.clock.Seconds + 30*day
			require.Equal(t, []types.Clearance{{CaseId: id, ChargeSha256: sum("charge"), Ground: "theft", RestUntil: rest}}, l.conduct(dora).Clearances)
			l.sameAfterImport()
			other := charge(key("north-anna"), dora)
			other.ChargeSha256 = sum("another charge")
			again := charge(account(north), dora)
			again.Ground = "conduct"
			l.send(types.ErrInvalidCharge, other) // on the same ground
			l.send(types.ErrInvalidCharge, again) // the same charge
			l.send(nil, charge(key("north-anna"), carol))
			l.elapse(30*day - 1)
			l.send(types.ErrInvalidCharge, other)
			l.elapse(1)
			l.send(types.ErrInvalidCharge, again)
			l.send(nil, other)
		})
	}
}

// A charge that was not decided can be brought again.
func TestAChargeThatWasNotDecidedCanComeAgain(t *testing.T) {
	l := newCases(t)
	l.send(nil, &types.MsgWithdrawCharge{Authority: key("north-anna"), CoopId: north, CaseId: l.charged(dora)})
	l.charged(dora)
	l.elapse(10 * day)
	l.charged(dora)
	require.Empty(t, l.conduct(dora).Clearances)
}

// Members who were still joining when the member was cleared are refused when
// they become enough.
func TestAChargeThatWaitedForMembersRestsToo(t *testing.T) {
	l := newCases(t)
	waiting := charge(key("carol"), dora)
	waiting.ChargeSha256 = sum("another charge")
	id := l.send(nil, waiting).(*types.MsgChargeResponse).CaseId
	l.decided(dismissed, 0)
	l.send(types.ErrInvalidCharge, &types.MsgJoinCharge{Signer: key("north-anna"), CoopId: north, CaseId: id})
	l.at(id, types.CaseStage_CASE_STAGE_JOINING)
}

// No more than the limit are kept; the oldest goes.
func TestClearancesAreBounded(t *testing.T) {
	conduct := types.Conduct{MemberId: dora}
	for id := range uint64(types.MaxClearances + 2) {
		before := conduct.Clearances
		conduct.Clear(types.Case{Id: id + 1}, 5)
		if len(before) > 0 {
			require.EqualValues(t, max(1, int(id)-types.MaxClearances+1), before[0].CaseId, "what was there stays as it is")
		}
	}
	require.Len(t, conduct.Clearances, types.MaxClearances)
	require.EqualValues(t, 3, conduct.Clearances[0].CaseId)
	require.EqualValues(t, types.MaxClearances+2, conduct.Clearances[types.MaxClearances-1].CaseId)
}
