package types

import (
	"crypto/sha256"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Open says whether the case is not over.
func (c Case) Open() bool { return c.Stage != CaseStage_CASE_STAGE_CLOSED }

// Petition says whether it still waits for members to join in the charge. Until
// then it is no case against the member.
func (c Case) Petition() bool { return c.Stage == CaseStage_CASE_STAGE_JOINING }

// IsCharger says whether a member charges in the case.
func (c Case) IsCharger(memberID uint64) bool {
	_, found := slices.BinarySearch(c.Chargers, memberID)
	return found
}

// Join adds a charger, who may have withdrawn before; they stay in the order of
// their numbers.
func (c *Case) Join(memberID uint64) {
	c.Chargers, c.Withdrawn = with(c.Chargers, memberID), without(c.Withdrawn, memberID)
}

// ChargersWith is how many would charge, or did, if a member joined.
func (c Case) ChargersWith(memberID uint64) int {
	return len(with(c.Chargers, memberID)) + len(without(c.Withdrawn, memberID))
}

// ChargersNeeded is how many it takes to charge; zero for the co-op itself.
func (c Case) ChargersNeeded() int {
	switch {
	case c.ByMembers:
		return int(c.Terms.ChargingMembers)
	case len(c.Chargers) > 0:
		return 1
	default:
		return 0
	}
}

// ChargersToGoOn is how many it takes for the case to go on. Until the member has
// the charge in hand that is as many as it takes to charge, and others can join;
// from then on one is enough, so that none of them can end it for the others.
func (c Case) ChargersToGoOn() int {
	if c.Petition() || c.Stage >= CaseStage_CASE_STAGE_REPLY {
		return min(1, c.ChargersNeeded())
	}
	return c.ChargersNeeded()
}

// Parties are the charged, the chargers and those who were, in the order of their
// numbers: nobody becomes a judge by taking a charge back.
func (c Case) Parties() []uint64 {
	parties := slices.Concat([]uint64{c.MemberId}, c.Chargers, c.Withdrawn)
	slices.Sort(parties)
	return parties
}

// Withdraw takes a charger out, who stays a party.
func (c *Case) Withdraw(memberID uint64) {
	c.Chargers, c.SettledWith, c.FailedWith = without(c.Chargers, memberID), without(c.SettledWith, memberID), without(c.FailedWith, memberID)
	if !c.Petition() {
		c.Withdrawn = with(c.Withdrawn, memberID)
	}
}

// Say notes a charger's word about the mediation; zero is the co-op that charges.
func (c *Case) Say(charger uint64, settled bool) {
	c.SettledWith, c.FailedWith = without(c.SettledWith, charger), without(c.FailedWith, charger)
	switch {
	case charger == 0:
		c.ChargerSays = MediationWord_MEDIATION_WORD_FAILED
		if settled {
			c.ChargerSays = MediationWord_MEDIATION_WORD_SETTLED
		}
	case settled:
		c.SettledWith = with(c.SettledWith, charger)
	default:
		c.FailedWith = with(c.FailedWith, charger)
	}
}

// with adds a number to some in their order, in a new slice.
func with(numbers []uint64, number uint64) []uint64 {
	at, found := slices.BinarySearch(numbers, number)
	if found {
		return numbers
	}
	return slices.Insert(slices.Clone(numbers), at, number)
}

// without takes a number out of some, in a new slice; nil if none is left.
func without(numbers []uint64, number uint64) []uint64 {
	if !slices.Contains(numbers, number) {
		return numbers
	}
	if len(numbers) == 1 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(numbers), func(other uint64) bool { return other == number })
}

// Final is the decision that takes effect: the one on the appeal, if there is one.
func (c Case) Final() *CaseDecision {
	if c.AppealDecision != nil {
		return c.AppealDecision
	}
	return c.Decision
}

// Window says whether the stage is the member's time to act, or both sides':
// a veto window, which doesn't end in the quiet blocks after a gap.
func (s CaseStage) Window() bool {
	return s == CaseStage_CASE_STAGE_MEDIATION || s == CaseStage_CASE_STAGE_REPLY || s == CaseStage_CASE_STAGE_APPEALABLE
}

// Word says the stage for people to read.
func (s CaseStage) Word() string {
	switch s {
	case CaseStage_CASE_STAGE_JOINING:
		return "waiting for members to join in the charge"
	case CaseStage_CASE_STAGE_MEDIATION:
		return "in mediation"
	case CaseStage_CASE_STAGE_CHARGED:
		return "waiting for the notice to be delivered"
	case CaseStage_CASE_STAGE_REPLY:
		return "waiting for the member's reply"
	case CaseStage_CASE_STAGE_DECIDING:
		return "to be decided"
	case CaseStage_CASE_STAGE_APPEALABLE:
		return "decided and open to appeal"
	case CaseStage_CASE_STAGE_APPEALED:
		return "under appeal"
	case CaseStage_CASE_STAGE_FINAL:
		return "final and about to take effect"
	case CaseStage_CASE_STAGE_CLOSED:
		return "closed"
	default:
		return "in no known stage"
	}
}

// Word says the outcome for people to read.
func (o CaseOutcome) Word() string {
	switch o {
	case CaseOutcome_CASE_OUTCOME_DISMISSED:
		return "dismissed"
	case CaseOutcome_CASE_OUTCOME_WARNING:
		return "a warning"
	case CaseOutcome_CASE_OUTCOME_SUSPENSION:
		return "a suspension"
	case CaseOutcome_CASE_OUTCOME_EXPULSION:
		return "expulsion"
	default:
		return "no outcome"
	}
}

// ValidateHash refuses what is not a SHA-256.
func ValidateHash(what string, hash []byte) error {
	if len(hash) != sha256.Size {
		return ErrInvalidHash.Wrapf("the sha256 of the %s has %d bytes; it needs %d: get it with coopd doc hash FILE",
			what, len(hash), sha256.Size)
	}
	return nil
}

// Validate refuses a decision that the terms don't allow for a member with so
// many warnings.
func (d CaseDecision) Validate(terms Discipline, warnings uint32) error {
	switch d.Outcome {
	case CaseOutcome_CASE_OUTCOME_DISMISSED, CaseOutcome_CASE_OUTCOME_WARNING:
	case CaseOutcome_CASE_OUTCOME_SUSPENSION:
		if d.SuspensionSeconds < 1 || d.SuspensionSeconds > terms.MaxSuspensionSeconds {
			return ErrInvalidDecision.Wrapf("the suspension would last %s; the charter allows some time, at most %s", Duration(d.SuspensionSeconds), Duration(terms.MaxSuspensionSeconds))
		}
	case CaseOutcome_CASE_OUTCOME_EXPULSION:
		if warnings < terms.WarningsBeforeExpulsion {
			return ErrInvalidDecision.Wrapf("the member has had %d warnings, and the charter asks for %d before an expulsion; decide something milder",
				warnings, terms.WarningsBeforeExpulsion)
		}
	default:
		return ErrInvalidDecision.Wrapf("%d is no outcome; decide dismissed, warning, suspension or expulsion", d.Outcome)
	}
	if d.SuspensionSeconds != 0 && d.Outcome != CaseOutcome_CASE_OUTCOME_SUSPENSION {
		return ErrInvalidDecision.Wrapf("%s does not last %s; leave suspension_seconds out", d.Outcome.Word(), Duration(d.SuspensionSeconds))
	}
	return ValidateHash("reasons", d.ReasonsSha256)
}

// InWords says what was decided, and how long it lasts if it ends.
func (d CaseDecision) InWords() string {
	if d.SuspensionSeconds == 0 {
		return d.Outcome.Word()
	}
	return d.Outcome.Word() + " for " + Duration(d.SuspensionSeconds)
}

// HarsherThan says whether a decision is worse for the member than another.
func (d CaseDecision) HarsherThan(other CaseDecision) bool {
	if d.Outcome != other.Outcome {
		return d.Outcome > other.Outcome
	}
	return d.SuspensionSeconds > other.SuspensionSeconds
}

// Suspended says whether a suspension is running.
func (c Conduct) Suspended() bool { return c.SuspendedFrom != MemberState_MEMBER_STATE_UNSPECIFIED }

// SuspendedUntil is when the running suspension ends by itself; zero if none is running.
func (c Conduct) SuspendedUntil() int64 {
	if !c.Suspended() || len(c.Suspensions) == 0 {
		return 0
	}
	return c.Suspensions[len(c.Suspensions)-1].Until
}

// Prune forgets suspensions that ended more than a year ago.
func (c *Conduct) Prune(now int64) {
	c.Suspensions = slices.DeleteFunc(slices.Clone(c.Suspensions), func(s Suspension) bool { return s.Until <= now-YearSeconds })
}

// EndSuspension ends the running suspension now, if that is before its time, and
// with it what was to follow.
func (c *Conduct) EndSuspension(now int64) {
	for last := len(c.Suspensions) - 1; last >= 0 && c.Suspended(); last-- {
		c.Suspensions[last].Until = min(c.Suspensions[last].Until, now)
		if c.Suspensions[last].Until > c.Suspensions[last].From {
			break
		}
		c.Suspensions = c.Suspensions[:last]
	}
	c.SuspendedFrom = MemberState_MEMBER_STATE_UNSPECIFIED
}

// SuspensionLeft is how many seconds a member may be suspended from now on: the
// ledger's most for a year, less what it was suspended in the 365 days before
// now. A running suspension counts up to now. Zero too when it was suspended
// too often.
func (c Conduct) SuspensionLeft(now int64, limits Params) uint64 {
	used, spells := int64(0), uint64(0)
	for _, s := range c.Suspensions {
		from, until := max(s.From, now-YearSeconds), min(s.Until, now)
		if s.Until > now-YearSeconds {
			spells++
		}
		used += max(0, until-from)
	}
	if spells >= uint64(limits.MaxSuspensionsPerYear) || uint64(used) >= limits.MaxSuspensionSecondsPerYear {
		return 0
	}
	return limits.MaxSuspensionSecondsPerYear - uint64(used)
}

// Blank says whether there is nothing to keep.
func (c Conduct) Blank() bool {
	return c.OpenCaseId == 0 && c.Warnings == 0 && len(c.Suspensions) == 0 && !c.Suspended() && c.ExpelledAt == 0 &&
		len(c.Clearances) == 0
}

// CaseAlone refuses a resolution that decides a case and something else: those
// who don't vote on the case would not vote on the other thing either.
func CaseAlone(messages []sdk.Msg) error {
	if len(messages) > 1 && slices.ContainsFunc(messages, DecidesCase) {
		return ErrCaseAlone.Wrapf("this resolution would do %d things at once, and one of them decides a case; propose that by itself", len(messages))
	}
	return nil
}

// DecidesCase says whether parties to a case don't vote on a message.
func DecidesCase(message sdk.Msg) bool {
	switch message.(type) {
	case *MsgDecideCase, *MsgDecideAppeal, *MsgSuspendMember:
		return true
	default:
		return false
	}
}

// ActsIn says in which co-op a message acts that a co-op may sign both for
// itself and as a member, or an officer, of another.
func ActsIn(message sdk.Msg) (coopID uint64, acts bool) {
	switch m := message.(type) {
	case *MsgCharge:
		return m.CoopId, true
	case *MsgWithdrawCharge:
		return m.CoopId, true
	case *MsgEndMediation:
		return m.CoopId, true
	case *MsgRecordNotice:
		return m.CoopId, true
	case *MsgSuspendMember:
		return m.CoopId, true
	case *MsgPublishDocument:
		return m.CoopId, true
	case *MsgWithdrawDocument:
		return m.CoopId, true
	default:
		return 0, false
	}
}
