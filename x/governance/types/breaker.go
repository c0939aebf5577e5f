package types

import (
	"slices"
	"strings"

	"cosmossdk.io/errors"
)

// AlwaysOn are the type URLs of messages that no breaker switches off: deciding,
// leaving, what protects a member's own place, and what mends the ledger.
type AlwaysOn map[string]bool

// maxTypeURLBytes is longer than any message's name.
const maxTypeURLBytes = 200

// FirstTrip is the number of the first trip. It is not zero, since a value in the
// store needs a byte to be proved by.
const FirstTrip = 1

// Trips is how often it was tripped: the number of the last trip.
func (b Breaker) Trips() uint64 { return b.NextTrip - FirstTrip }

// IsOff says whether a kind of message is switched off at an instant.
func (b Breaker) IsOff(typeURL string, now int64) bool {
	if now >= b.Until {
		return false
	}
	_, found := slices.BinarySearch(b.Messages, typeURL)
	return found
}

// Continues says whether a wish is for the messages that are off at an instant,
// or that could still be if no holder had taken its word back.
func (b Breaker) Continues(wish BreakerWish, now int64) bool {
	return now < max(b.Until, b.AgainUntil) && slices.Equal(b.Messages, wish.Messages)
}

// SecondsLeft is the time of every wish to go on with a trip that a holder ended:
// all want the same, and none goes beyond again_until.
func (b Breaker) SecondsLeft() uint64 { return uint64(b.AgainUntil - b.Since) }

// validateTrip checks what is to be switched off: each message once, in
// alphabetical order, within the limits. Which messages there are it doesn't know.
func validateTrip(messages []string, seconds uint64, reason string, params Params) error {
	if len(messages) == 0 || len(messages) > int(params.MaxBreakerMessages) {
		return errors.Wrapf(ErrInvalidTrip, "it names %d kinds of messages; name 1 to %d", len(messages), params.MaxBreakerMessages)
	}
	last := ""
	for _, message := range messages {
		if message <= last || len(message) > maxTypeURLBytes {
			return errors.Wrapf(ErrInvalidTrip, "%q follows %q; name each kind of message once, in alphabetical order, such as /cosmos.bank.v1beta1.MsgSend", message, last)
		}
		last = message
	}
	if seconds == 0 || seconds > params.BreakerMaxSeconds {
		return errors.Wrapf(ErrInvalidTrip, "it lasts %d seconds; choose 1 to %d", seconds, params.BreakerMaxSeconds)
	}
	if trimmed := strings.TrimSpace(reason); trimmed == "" || trimmed != reason || strings.ContainsAny(reason, "\r\n") || len(reason) > int(params.MaxTitleBytes) {
		return errors.Wrapf(ErrInvalidTrip, "give the reason in one line of at most %d bytes, since every member reads it", params.MaxTitleBytes)
	}
	return nil
}

// Validate checks a wish against the limits.
func (w BreakerWish) Validate(params Params) error {
	return validateTrip(w.Messages, w.Seconds, w.Reason, params)
}

// Same says whether two holders want the same; their reasons may differ.
func (w BreakerWish) Same(other BreakerWish) bool {
	return w.Seconds == other.Seconds && slices.Equal(w.Messages, other.Messages)
}

// validateBreaker checks the breaker and the wishes of a genesis.
func (g GenesisState) validateBreaker() error {
	b, most := g.Breaker, CeilingParams()
	if b.NextTrip < FirstTrip {
		return errors.Wrapf(ErrInvalidGenesis, "breaker: next_trip is %d; trips count from %d", b.NextTrip, FirstTrip)
	}
	if tripped := b.Trips() > 0; tripped != (b.Since > 0) || tripped != (b.Until > 0) || tripped != (len(b.Messages) > 0) || tripped != (len(b.Holders) > 0) {
		return errors.Wrapf(ErrInvalidGenesis, "breaker: since %d, until %d, %d messages or %d holders is not what a breaker has that was tripped %d times",
			b.Since, b.Until, len(b.Messages), len(b.Holders), b.Trips())
	}
	if (b.AgainUntil != 0 && b.AgainUntil <= b.Until) || len(b.Speakers) != len(b.Holders) {
		return errors.Wrapf(ErrInvalidGenesis, "breaker: again_until %d does not follow until %d, or %d speakers are not one for each of %d holders",
			b.AgainUntil, b.Until, len(b.Speakers), len(b.Holders))
	}
	if b.Trips() > 0 {
		// Lifted before its time it ends at once; then nothing was off.
		if last := max(b.Until, b.AgainUntil); b.Until < b.Since || uint64(last-b.Since) > most.BreakerMaxSeconds {
			return errors.Wrapf(ErrInvalidGenesis, "breaker: since %d until %d is longer than %d seconds", b.Since, last, most.BreakerMaxSeconds)
		}
		if err := validateTrip(b.Messages, 1, b.Reason, most); err != nil {
			return errors.Wrapf(ErrInvalidGenesis, "breaker: %s", err)
		}
		if !ascending(b.Holders) {
			return errors.Wrapf(ErrInvalidGenesis, "breaker: holders %v are not in the order of their numbers", b.Holders)
		}
	}
	spoken := make(map[string]bool)
	for _, speaker := range b.Speakers {
		if speaker == "" || spoken[speaker] {
			return errors.Wrapf(ErrInvalidGenesis, "breaker: speaker %q is blank or speaks for two holders", speaker)
		}
		spoken[speaker] = true
	}
	last := uint64(0)
	for _, wish := range g.BreakerWishes {
		if wish.Speaker == "" {
			return errors.Wrapf(ErrInvalidGenesis, "breaker_wishes: nobody spoke for member %d", wish.MemberId)
		}
		if wish.MemberId <= last || wish.WishedAt <= 0 {
			return errors.Wrapf(ErrInvalidGenesis, "breaker_wishes: member %d at %d follows member %d; order them by member", wish.MemberId, wish.WishedAt, last)
		}
		last = wish.MemberId
		if err := wish.Validate(most); err != nil {
			return errors.Wrapf(ErrInvalidGenesis, "breaker_wishes: member %d: %s", wish.MemberId, err)
		}
	}
	return nil
}
