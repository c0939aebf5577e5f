package types

import (
	"math"
	"time"
)

// Open resolutions have been proposed and have not ended. Those that have
// passed and are not yet executed count too, so that the limits on open
// resolutions also bound the queue in which they wait.
func (s Status) Open() bool { return s.Known() && !s.Ended() }

// Ended resolutions never change their status again.
func (s Status) Ended() bool {
	switch s {
	case Status_STATUS_EXECUTED, Status_STATUS_FAILED, Status_STATUS_REJECTED, Status_STATUS_WITHDRAWN, Status_STATUS_EXPIRED,
		Status_STATUS_RESCINDED:
		return true
	default:
		return false
	}
}

// Known says whether it is one of the statuses a resolution can have.
func (s Status) Known() bool {
	return s > Status_STATUS_UNSPECIFIED && s <= Status_STATUS_RESCINDED || s == Status_STATUS_TABLED
}

// Word for the status, as members read it.
func (s Status) Word() string {
	switch s {
	case Status_STATUS_DRAFT:
		return "a draft"
	case Status_STATUS_DISCUSSION:
		return "under discussion"
	case Status_STATUS_TABLED:
		return "tabled for a general meeting"
	case Status_STATUS_VOTING:
		return "being voted on"
	case Status_STATUS_TIMELOCK:
		return "passed and waiting for its timelock"
	case Status_STATUS_PASSED:
		return "passed and about to be executed"
	case Status_STATUS_EXECUTED:
		return "executed"
	case Status_STATUS_FAILED:
		return "passed but failed"
	case Status_STATUS_REJECTED:
		return "rejected"
	case Status_STATUS_WITHDRAWN:
		return "withdrawn"
	case Status_STATUS_EXPIRED:
		return "expired"
	case Status_STATUS_RESCINDED:
		return "rescinded after it had passed"
	default:
		return "unknown"
	}
}

// Word for the choice, as members type it.
func (c Choice) Word() string {
	switch c {
	case Choice_CHOICE_YES:
		return "yes"
	case Choice_CHOICE_NO:
		return "no"
	case Choice_CHOICE_ABSTAIN:
		return "abstain"
	case Choice_CHOICE_BLOCK:
		return "block"
	default:
		return "unknown"
	}
}

// ChoiceFromWord reads what members type.
func ChoiceFromWord(word string) (Choice, bool) {
	for _, choice := range []Choice{Choice_CHOICE_YES, Choice_CHOICE_NO, Choice_CHOICE_ABSTAIN, Choice_CHOICE_BLOCK} {
		if choice.Word() == word {
			return choice, true
		}
	}
	return Choice_CHOICE_UNSPECIFIED, false
}

// Sealed says whether the hash over the ballots is known.
func (r Resolution) Sealed() bool { return len(r.BallotsHash) > 0 }

// Deadline adds a period to chain time, both in seconds. A period that would
// overflow ends at the end of time.
func Deadline(now int64, periodSeconds uint64) int64 {
	if now < 0 || periodSeconds > uint64(math.MaxInt64-now) {
		return math.MaxInt64
	}
	return now + int64(periodSeconds)
}

// Date writes chain time in seconds for members to read, in UTC.
func Date(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04:05 UTC")
}
