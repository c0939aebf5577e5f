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
	voting := func(id uint32) types.Class { return types.Class{Id: id, Votes: true} }
	for _, id := range []uint32{3, 1, 2, 3} {
		roll.Join(voting(id))
	}
	roll.Join(types.Class{Id: 9})
	require.Equal(t, []types.ClassCount{{ClassId: 1, Members: 1}, {ClassId: 2, Members: 1}, {ClassId: 3, Members: 2}}, roll.Counts)
	require.Equal(t, []types.ClassCount{{ClassId: 9, Members: 1}}, roll.NonVoting)
	require.EqualValues(t, 4, roll.Voters())
	require.EqualValues(t, 5, roll.ActiveMembers)
	require.EqualValues(t, 4, roll.Sequence, "who joins without a vote does not change the roll")

	require.NoError(t, roll.Leave(voting(2)))
	require.Equal(t, []types.ClassCount{{ClassId: 1, Members: 1}, {ClassId: 3, Members: 2}}, roll.Counts)
	require.NoError(t, roll.Leave(types.Class{Id: 9}))
	require.EqualValues(t, 5, roll.Sequence)
	require.EqualValues(t, 3, roll.ActiveMembers)
	require.EqualValues(t, 2, roll.MembersOf(3))
	require.Zero(t, roll.MembersOf(9))

	before := roll
	require.ErrorIs(t, roll.Leave(voting(7)), types.ErrBroken)
	require.Equal(t, before, roll)
}
