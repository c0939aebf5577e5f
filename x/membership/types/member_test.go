package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

func TestClassAt(t *testing.T) {
	member := types.Member{Intervals: []types.RollInterval{
		{ClassId: 1, From: 2, To: 5}, {ClassId: 3, From: 5, To: 6}, {ClassId: 1, From: 9},
	}}
	want := map[uint64]uint32{0: 0, 1: 0, 2: 1, 4: 1, 5: 3, 6: 0, 8: 0, 9: 1, 1 << 63: 1}
	for sequence, class := range want {
		classID, onRoll := member.ClassAt(sequence)
		require.Equal(t, class, classID, "at %d", sequence)
		require.Equal(t, class != 0, onRoll, "at %d", sequence)
	}
}

func TestRollCountsInOrder(t *testing.T) {
	var roll types.Roll
	none := types.Standing{}
	voter := func(id uint32) types.Standing { return types.Standing{ClassID: id, OnRoll: true, Able: true} }
	counts := func(pairs ...uint64) (list []types.ClassCount) {
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, types.ClassCount{ClassId: uint32(pairs[i]), Members: pairs[i+1]})
		}
		return list
	}
	for _, id := range []uint32{3, 1, 2, 3} {
		require.NoError(t, roll.Move(none, voter(id)))
	}
	require.NoError(t, roll.Move(none, types.Standing{ClassID: 9}))
	require.Equal(t, counts(1, 1, 2, 1, 3, 2), roll.Counts)
	require.Equal(t, counts(1, 1, 2, 1, 3, 2), roll.Able)
	require.Equal(t, counts(9, 1), roll.NonVoting)
	require.EqualValues(t, 4, roll.Voters())
	require.EqualValues(t, 5, roll.ActiveMembers)
	require.EqualValues(t, 4, roll.Sequence, "who joins without a vote does not change the roll")

	require.NoError(t, roll.Move(voter(3), types.Standing{ClassID: 3, OnRoll: true}))
	require.EqualValues(t, 4, roll.Sequence, "who can't vote for a while is on the roll all the same")
	require.EqualValues(t, 4, roll.Voters())
	require.EqualValues(t, 3, roll.Ables())
	require.NoError(t, roll.Move(types.Standing{ClassID: 3, OnRoll: true}, voter(1)))
	require.EqualValues(t, 5, roll.Sequence, "another class is another place on the roll")
	require.NoError(t, roll.Move(voter(1), voter(3)))

	require.NoError(t, roll.Move(voter(2), none))
	require.Equal(t, counts(1, 1, 3, 2), roll.Counts)
	require.NoError(t, roll.Move(types.Standing{ClassID: 9}, none))
	require.EqualValues(t, 7, roll.Sequence)
	require.EqualValues(t, 3, roll.ActiveMembers)
	require.EqualValues(t, 2, roll.MembersOf(3))
	require.Zero(t, roll.MembersOf(9))

	before := roll
	require.ErrorIs(t, roll.Move(voter(7), none), types.ErrBroken)
	require.ErrorIs(t, roll.Move(types.Standing{ClassID: 9}, none), types.ErrBroken)
	require.Equal(t, before, roll)
}

func TestStandingByState(t *testing.T) {
	class, silent := types.Class{Id: 4, Votes: true}, types.Class{Id: 5}
	member := func(state types.MemberState, keys uint32) types.Member {
		return types.Member{State: state, ClassId: 4, KeyCount: keys}
	}
	on := types.Standing{ClassID: 4, OnRoll: true}
	able := types.Standing{ClassID: 4, OnRoll: true, Able: true}
	want := map[types.MemberState]types.Standing{
		types.MemberState_MEMBER_STATE_ACTIVE:    able,
		types.MemberState_MEMBER_STATE_LEAVING:   able,
		types.MemberState_MEMBER_STATE_SUSPENDED: on,
		types.MemberState_MEMBER_STATE_LEFT:      {},
		types.MemberState_MEMBER_STATE_LAPSED:    {},
		types.MemberState_MEMBER_STATE_EXPELLED:  {},
		types.MemberState_MEMBER_STATE_DECEASED:  {},
		types.MemberState_MEMBER_STATE_DISSOLVED: {},
	}
	require.Len(t, want, len(types.MemberState_name)-1, "every state is named here")
	for state, standing := range want {
		require.Equal(t, standing, member(state, 1).Standing(class), state.Word())
		require.Equal(t, standing == types.Standing{}, state.Ended(), state.Word())
	}
	require.Equal(t, on, member(types.MemberState_MEMBER_STATE_ACTIVE, 0).Standing(class), "without a key nobody votes alone")
	require.Equal(t, types.Standing{ClassID: 5}, member(types.MemberState_MEMBER_STATE_ACTIVE, 1).Standing(silent))
	require.False(t, types.MemberState(99).Ended())
}
