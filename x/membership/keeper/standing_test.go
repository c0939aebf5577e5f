package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Suspension takes the part away and leaves the roll; reinstatement gives it
// back for the rolls that the member was on.
func TestSuspendAndReinstate(t *testing.T) {
	l := newLedger(t)
	l.grant(north, 1, 1_000)
	before, roll := l.member(north, 1), l.roll(north)

	require.NoError(t, l.keeper.Suspend(l.ctx, before))
	suspended := l.member(north, 1)
	require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, suspended.State)
	require.Equal(t, before.Intervals, suspended.Intervals)
	now := l.roll(north)
	require.Equal(t, roll.Sequence, now.Sequence)
	require.Equal(t, roll.Counts, now.Counts)
	require.Equal(t, roll.Ables()-1, now.Ables())
	holds, err := l.keeper.HasPower(l.ctx, north, 1, types.PowerAdmit)
	require.NoError(t, err)
	require.False(t, holds, "powers rest")
	l.sound()
	require.ErrorIs(t, l.keeper.Suspend(l.ctx, suspended), types.ErrWrongState)

	require.NoError(t, l.keeper.Reinstate(l.ctx, suspended))
	require.Equal(t, before, l.member(north, 1))
	require.Equal(t, roll, l.roll(north))
	holds, err = l.keeper.HasPower(l.ctx, north, 1, types.PowerAdmit)
	require.NoError(t, err)
	require.True(t, holds)
	require.ErrorIs(t, l.keeper.Reinstate(l.ctx, before), types.ErrWrongState)
	l.sound()
}

func TestEndMembershipOnce(t *testing.T) {
	l := newLedger(t)
	member := l.member(north, 1)
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, member, types.MemberState_MEMBER_STATE_SUSPENDED), types.ErrBroken)
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, member, types.MemberState_MEMBER_STATE_EXPELLED), types.ErrNoExpulsion)
	expelled := member
	expelled.State = types.MemberState_MEMBER_STATE_EXPELLED
	require.ErrorIs(t, l.keeper.Restand(l.ctx, member, expelled), types.ErrNoExpulsion)
	require.NoError(t, l.keeper.EndMembership(l.ctx, member, types.MemberState_MEMBER_STATE_LAPSED))
	lapsed := l.member(north, 1)
	require.Equal(t, types.MemberState_MEMBER_STATE_LAPSED, lapsed.State)
	require.ErrorIs(t, l.keeper.EndMembership(l.ctx, lapsed, types.MemberState_MEMBER_STATE_LEFT), types.ErrBroken)
	require.ErrorIs(t, l.keeper.Suspend(l.ctx, lapsed), types.ErrWrongState)
	l.sound()
}
