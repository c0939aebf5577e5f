package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/validators/types"
)

const (
	joining   = types.SeatState_SEAT_STATE_JOINING
	active    = types.SeatState_SEAT_STATE_ACTIVE
	jailed    = types.SeatState_SEAT_STATE_JAILED
	condemned = types.SeatState_SEAT_STATE_CONDEMNED
	leaving   = types.SeatState_SEAT_STATE_LEAVING

	noReason     = types.SeatReason_SEAT_REASON_UNSPECIFIED
	missed       = types.SeatReason_SEAT_REASON_MISSED_BLOCKS
	doubleSigned = types.SeatReason_SEAT_REASON_DOUBLE_SIGNED
	byResolution = types.SeatReason_SEAT_REASON_RESOLUTION
	leftRoot     = types.SeatReason_SEAT_REASON_LEFT_FEDERATION
)

func TestFloor(t *testing.T) {
	for _, c := range []struct {
		name         string
		atResolution uint32
		reachedFour  bool
		floor        uint32
	}{
		{"a new chain keeps one seat", 0, false, 1},
		{"one seat", 1, false, 1},
		{"two seats: two thirds of two, rounded up", 2, false, 2},
		{"three seats", 3, false, 2},
		{"four seats keep four", 4, true, 4},
		{"six seats: four", 6, true, 4},
		{"seven seats: five", 7, true, 5},
		{"nine seats: six", 9, true, 6},
		{"one hundred seats: sixty-seven", 100, true, 67},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.floor, types.Floor(c.atResolution, c.reachedFour)) })
	}
}

func TestMaxTouched(t *testing.T) {
	for signing, want := range map[uint32]uint32{0: 1, 1: 1, 3: 1, 5: 1, 6: 2, 8: 2, 9: 3, 100: 33} {
		require.Equal(t, want, types.MaxTouched(signing), "%d seats", signing)
	}
}

func TestOneValidatorChainGrowsToFourAndStays(t *testing.T) {
	c := newChain(t, 1)
	for id := uint64(3); id <= 5; id++ {
		c.run(block{send: func() { require.NoError(t, c.addSeat(id, firstKey(id), 0)) }})
		c.isState(id, active, noReason)
	}
	require.Len(t, c.next.Validators, 4)

	c.run(block{send: func() {
		state, err := c.removeSeat(2)
		require.NoError(t, err)
		require.Equal(t, condemned, state)
	}})
	c.isState(2, condemned, byResolution)
	require.True(t, c.signs(firstKey(2)), "a condemned seat keeps its power")

	// A fifth co-op joins without naming whom it replaces: the condemned seat goes next.
	c.run(block{send: func() { require.NoError(t, c.addSeat(6, firstKey(6), 0)) }})
	c.run(block{})
	c.isGone(2)
	require.False(t, c.signs(firstKey(2)))
	require.Len(t, c.next.Validators, 4)
}

func TestOnlySeatIsNeverRemoved(t *testing.T) { // H36
	c := newChain(t, 1)
	c.run(block{send: func() {
		state, err := c.removeSeat(2)
		require.NoError(t, err)
		require.Equal(t, condemned, state)
	}})
	c.blocks(3)
	require.Empty(t, c.updates)
	require.True(t, c.signs(firstKey(2)))
}

func TestReplacementTakesOverInOneBlock(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{send: func() {
		_, err := c.removeSeat(3)
		require.NoError(t, err)
	}})
	c.isState(3, condemned, byResolution)
	c.run(block{send: func() { require.NoError(t, c.addSeat(9, firstKey(9), 3)) }})
	require.Len(t, c.updates, 2)
	c.isGone(3)
	c.isState(9, active, noReason)
	require.True(t, c.signs(firstKey(9)))
	require.False(t, c.signs(firstKey(3)))
	require.Len(t, c.next.Validators, 4)
	c.blocks(3)
}

func TestAtMostAThirdOfTheSeatsChangeInABlock(t *testing.T) { // H35
	c := newChain(t, 9)
	c.run(block{send: func() {
		for id := uint64(2); id <= 6; id++ {
			state, err := c.removeSeat(id)
			require.NoError(t, err)
			require.Equal(t, leaving, state)
		}
	}})
	require.Len(t, c.updates, 3)
	for id := uint64(2); id <= 4; id++ {
		c.isGone(id)
	}
	c.isState(5, leaving, byResolution)
	c.run(block{}) // six sign now: two may go, and each resolution lowers the base
	require.Len(t, c.updates, 2)
	c.isGone(6)
	require.Len(t, c.next.Validators, 4)
}

func TestLeavesDoNotLowerTheBaseOfTheFloor(t *testing.T) {
	c := newChain(t, 9) // two thirds: six
	c.run(block{send: func() {
		for id := uint64(2); id <= 6; id++ {
			c.leave(id)
		}
	}})
	c.blocks(4)
	require.Len(t, c.next.Validators, 6)
	for id := uint64(2); id <= 4; id++ {
		c.isGone(id)
	}
	for id := uint64(5); id <= 6; id++ {
		c.isState(id, condemned, leftRoot)
	}
	// Two new seats: each lets one of the condemned go.
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(20, firstKey(20), 5))
		require.NoError(t, c.addSeat(21, firstKey(21), 0))
	}})
	c.blocks(2)
	c.isGone(5)
	c.isGone(6)
}

func TestQueueKeepsItsOrder(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{send: func() {
		for id := uint64(10); id <= 12; id++ {
			require.NoError(t, c.addSeat(id, firstKey(id), 0))
		}
	}})
	c.isState(10, active, noReason)
	c.isState(11, joining, noReason)
	c.blocks(1)
	c.isState(11, active, noReason)
	c.isState(12, joining, noReason)
	c.blocks(1)
	c.isState(12, active, noReason)
	require.Empty(t, exported(t, c).Changes)
}

func TestSeatThatLeftBeforeItJoinedIsForgotten(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(10, firstKey(10), 0))
		require.NoError(t, c.addSeat(11, firstKey(11), 3))
		c.leave(11)
	}})
	c.isGone(11)
	c.isState(3, active, noReason)
	c.blocks(2)
	require.Len(t, c.next.Validators, 5)
}

// A queued replacement names a seat; once that seat is gone, a later seat of
// the same co-op must not fall to it.
func TestReplacementOfAVanishedSeatIsForgotten(t *testing.T) {
	c := newChain(t, 7)
	c.missUntilJailed(3)
	c.isState(3, jailed, missed)
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(10, firstKey(10), 0)) // seven seats, six sign: two a block
		require.NoError(t, c.addSeat(11, firstKey(11), 0))
		require.NoError(t, c.addSeat(12, firstKey(12), 3))
		_, err := c.removeSeat(3)
		require.NoError(t, err)
		require.NoError(t, c.addSeat(3, keyOf("again"), 0))
	}})
	c.blocks(3)
	c.isState(12, active, noReason)
	c.isState(3, active, noReason)
}

func TestCondemnedSeatIsAppointedAgainWithANewKey(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{evidence: []*edKey{firstKey(2)}})
	c.isState(2, condemned, doubleSigned)
	c.run(block{send: func() {
		require.ErrorIs(t, c.addSeat(2, firstKey(2), 0), types.ErrKeyBanned)
		require.ErrorIs(t, c.addSeat(2, keyOf("fresh"), 3), types.ErrInvalidReplacement)
		require.NoError(t, c.addSeat(2, keyOf("fresh"), 0))
	}})
	c.isState(2, active, noReason)
	require.True(t, c.signs(keyOf("fresh")))
	require.False(t, c.signs(firstKey(2)))
	require.Len(t, c.next.Validators, 4)
	c.run(block{evidence: []*edKey{firstKey(2)}}) // the same old signature, told once more
	c.isState(2, active, noReason)
}

// A seat that is appointed again is not swept away while it waits for its turn.
func TestCondemnedSeatThatIsAppointedAgainWaitsForItsTurn(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{evidence: []*edKey{firstKey(2)}})
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(9, firstKey(9), 0))
		require.NoError(t, c.addSeat(2, keyOf("fresh"), 0))
	}})
	c.isState(9, active, noReason)
	c.isState(2, condemned, doubleSigned)
	c.run(block{})
	c.isState(2, active, noReason)
	require.Len(t, c.next.Validators, 5)
}

// A joining seat whose co-op gives up its appointment, and one that is told to go.
func TestAppointmentIsWithdrawn(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{evidence: []*edKey{firstKey(2)}})
	c.run(block{send: func() {
		require.NoError(t, c.addSeat(2, keyOf("fresh"), 0))
		state, err := c.removeSeat(2)
		require.NoError(t, err)
		require.Equal(t, condemned, state)
	}})
	c.isState(2, condemned, doubleSigned)
	require.Nil(t, c.seat(2).NextPubkey)
	require.True(t, c.signs(firstKey(2)))
}
