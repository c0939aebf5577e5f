package types

import (
	"strings"
	"unicode/utf8"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
)

// HasPower says whether CometBFT counts the seat's votes: when it is active,
// leaving or condemned.
func (m Seat) HasPower() bool {
	switch m.State {
	case SeatState_SEAT_STATE_ACTIVE, SeatState_SEAT_STATE_LEAVING, SeatState_SEAT_STATE_CONDEMNED:
		return true
	default:
		return false
	}
}

// CountsLiveness says whether missed blocks are counted against the seat.
func (m Seat) CountsLiveness() bool { return m.State == SeatState_SEAT_STATE_ACTIVE }

// CanUnjail says whether the operator can bring the seat back.
func (m Seat) CanUnjail() bool {
	return m.Reason == SeatReason_SEAT_REASON_MISSED_BLOCKS &&
		(m.State == SeatState_SEAT_STATE_JAILED || m.State == SeatState_SEAT_STATE_CONDEMNED)
}

// CanRotate says whether the operator can replace the seat's key.
func (m Seat) CanRotate() bool {
	return m.State == SeatState_SEAT_STATE_ACTIVE || m.CanUnjail()
}

// Key returns the key that signs blocks. It was checked when it was stored, so
// only its encoding is looked at: this is done for every seat of every block.
func (m Seat) Key() (*ed25519.PubKey, error) { return decodeConsensusKey(m.ConsensusPubkey) }

// Words are the state and its reason in plain words.
func (m Seat) Words() string {
	state := map[SeatState]string{
		SeatState_SEAT_STATE_JOINING:   "joining",
		SeatState_SEAT_STATE_ACTIVE:    "active",
		SeatState_SEAT_STATE_JAILED:    "jailed",
		SeatState_SEAT_STATE_CONDEMNED: "condemned",
		SeatState_SEAT_STATE_LEAVING:   "leaving",
	}[m.State]
	reason := map[SeatReason]string{
		SeatReason_SEAT_REASON_MISSED_BLOCKS:   "it missed too many blocks",
		SeatReason_SEAT_REASON_DOUBLE_SIGNED:   "it signed twice at one height",
		SeatReason_SEAT_REASON_RESOLUTION:      "a resolution removed it",
		SeatReason_SEAT_REASON_LEFT_FEDERATION: "its co-op left the root federation",
	}[m.Reason]
	if reason == "" {
		return state
	}
	return state + " because " + reason
}

// ValidateMoniker returns ErrInvalidMoniker unless the moniker is 1 to maxBytes
// bytes of printable UTF-8 without blanks around it.
func ValidateMoniker(moniker string, maxBytes uint32) error {
	switch {
	case moniker == "" || strings.TrimSpace(moniker) != moniker:
		return ErrInvalidMoniker.Wrapf("the moniker %q is empty or has blanks around it; give the node's name alone", moniker)
	case uint64(len(moniker)) > uint64(maxBytes):
		return ErrInvalidMoniker.Wrapf("the moniker has %d bytes, the limit is %d; shorten it", len(moniker), maxBytes)
	case !utf8.ValidString(moniker):
		return ErrInvalidMoniker.Wrap("the moniker is not UTF-8; write it as plain text")
	}
	for _, letter := range moniker {
		if isHidden(letter) {
			return ErrInvalidMoniker.Wrapf("the moniker holds the control character %U; leave it out", letter)
		}
	}
	return nil
}

// isHidden is a fixed list rather than the unicode package's tables, which
// change from one Go release to the next.
func isHidden(letter rune) bool {
	switch {
	case letter < 0x20, letter >= 0x7f && letter < 0xa0: // controls
		return true
	case letter >= 0x200b && letter <= 0x200f: // zero width, direction marks
		return true
	case letter >= 0x2028 && letter <= 0x202e: // separators, direction overrides
		return true
	case letter >= 0x2060 && letter <= 0x206f: // invisible operators, isolates
		return true
	case letter == 0xfeff, letter >= 0xfff9 && letter <= 0xfffb:
		return true
	default:
		return false
	}
}

// Floor is how many seats the set keeps: one; four once it had four; and two
// thirds, rounded up, of the seats that signed when a resolution last changed it.
func Floor(seatsAtLastResolution uint32, reachedFour bool) uint32 {
	floor := (2*seatsAtLastResolution + 2) / 3
	if floor < 1 {
		floor = 1
	}
	if reachedFour && floor < LeastSeats {
		floor = LeastSeats
	}
	return floor
}

// MaxTouched is how many seats one block may change when signing seats sign: a
// third of them, rounded down, and at least one. A light client that trusted
// the set before can then still follow.
func MaxTouched(signing uint32) uint32 {
	if signing < 6 {
		return 1
	}
	return signing / 3
}
