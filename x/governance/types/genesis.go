package types

import (
	"crypto/sha256"
	"slices"

	"cosmossdk.io/errors"
)

// DefaultGenesis is a ledger on which nothing has been proposed.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextResolutionId: FirstResolutionID, NextMeetingId: 1, NextRequisitionId: 1, Breaker: Breaker{NextTrip: FirstTrip}}
}

// Validate checks all that can be checked without the roll: order, bounds, the
// fields each status has, that tallies equal a recount of the ballots, and that
// what waits for its execution has passed. Whether voters were on the roll, and
// the roll itself, are checked on import.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	if g.NextResolutionId < FirstResolutionID {
		return errors.Wrapf(ErrInvalidGenesis, "next_resolution_id is %d; ids count from %d", g.NextResolutionId, FirstResolutionID)
	}
	last := uint64(0)
	for _, entry := range g.Resolutions {
		id := entry.Resolution.Id
		if id <= last || id >= g.NextResolutionId {
			return errors.Wrapf(ErrInvalidGenesis, "resolution %d follows %d, and the next id is %d; order resolutions by id", id, last, g.NextResolutionId)
		}
		last = id
		if err := entry.Validate(); err != nil {
			return errors.Wrapf(ErrInvalidGenesis, "resolution %d: %s", id, err)
		}
	}
	if err := g.validateBreaker(); err != nil {
		return err
	}
	return g.ValidateMeetings()
}

// Validate checks one resolution with all that belongs to it.
func (g GenesisResolution) Validate() error {
	if err := g.Resolution.validate(g.Terms); err != nil {
		return err
	}
	if err := g.Content.Validate(CeilingParams()); err != nil {
		return err
	}
	if err := g.Terms.Validate(); err != nil {
		return err
	}
	if err := g.validateSeconders(); err != nil {
		return err
	}
	if err := g.validateBallots(); err != nil {
		return err
	}
	if err := g.validateDelegated(); err != nil {
		return err
	}
	if err := g.validateOutcome(); err != nil {
		return err
	}
	return g.validateSealing()
}

// validate checks that the fields are those of the status.
func (r Resolution) validate(terms Terms) error {
	if r.CoopId == 0 || r.ProposerMemberId == 0 {
		return errors.Wrap(ErrInvalidGenesis, "coop_id and proposer_member_id must be given")
	}
	if !r.Status.Known() {
		return errors.Wrapf(ErrInvalidGenesis, "status %d is not known", r.Status)
	}
	if r.Consent != terms.Consent() || r.FinalBallots != terms.FinalBallots() {
		return errors.Wrap(ErrInvalidGenesis, "consent or final_ballots is not what the terms say")
	}
	if (r.DueAt == 0) != r.Status.Ended() || r.DueAt < 0 {
		return errors.Wrapf(ErrInvalidGenesis, "due_at is %d while it is %s; only what has ended has no due_at", r.DueAt, r.Status.Word())
	}
	if (r.EndedAt == 0) == r.Status.Ended() {
		return errors.Wrapf(ErrInvalidGenesis, "ended_at is %d while it is %s", r.EndedAt, r.Status.Word())
	}
	opened := r.VotingOpenedAt != 0
	if opened != r.Status.votingOpened() && r.Status != Status_STATUS_FAILED {
		return errors.Wrapf(ErrInvalidGenesis, "voting_opened_at is %d while it is %s", r.VotingOpenedAt, r.Status.Word())
	}
	if closed := r.ClosedAt != 0; closed != (opened && r.Status != Status_STATUS_VOTING) {
		return errors.Wrapf(ErrInvalidGenesis, "closed_at is %d while it is %s", r.ClosedAt, r.Status.Word())
	}
	if (r.ProposedAt < 0 || r.VotingOpenedAt < 0 || r.ClosedAt < 0 || r.EndedAt < 0) ||
		(opened && r.VotingOpenedAt < r.ProposedAt) || (r.ClosedAt != 0 && r.ClosedAt < r.VotingOpenedAt) ||
		(r.EndedAt != 0 && r.EndedAt < max(r.ProposedAt, r.ClosedAt)) {
		return errors.Wrap(ErrInvalidGenesis, "proposed_at, voting_opened_at, closed_at and ended_at are not in this order")
	}
	if err := r.validateRecord(terms); err != nil {
		return err
	}
	if err := r.validateAbstaining(); err != nil {
		return err
	}
	if _, known := OutcomeCode_name[int32(r.Outcome.Code)]; !known {
		return errors.Wrapf(ErrInvalidGenesis, "outcome code %d is not known", r.Outcome.Code)
	}
	if hasOutcome := r.Outcome.Code != OutcomeCode_OUTCOME_CODE_UNSPECIFIED; hasOutcome != (r.ClosedAt != 0 || r.Status == Status_STATUS_FAILED) {
		return errors.Wrapf(ErrInvalidGenesis, "its outcome is %s while it is %s", r.Outcome.Code, r.Status.Word())
	}
	return nil
}

// validateRecord checks that the roll was frozen when the rules say so.
func (r Resolution) validateRecord(terms Terms) error {
	recorded, opened := r.RecordedAt != 0, r.VotingOpenedAt != 0
	if r.ElectorsOnly != (terms.Electorate() != "") {
		return errors.Wrap(ErrInvalidGenesis, "electors_only is not what the terms say")
	}
	if window, _ := terms.LateQuorum(); r.MayBeExtended && window == 0 {
		return errors.Wrap(ErrInvalidGenesis, "may_be_extended is not what the terms say")
	}
	// A meeting's roll may have been frozen before the resolution was proposed.
	early := recorded && r.MeetingId == 0 && r.RecordedAt < r.ProposedAt
	if opened && !recorded || early || opened && r.RecordedAt > r.VotingOpenedAt {
		return errors.Wrapf(ErrInvalidGenesis, "recorded_at is %d, proposed_at %d and voting_opened_at %d", r.RecordedAt, r.ProposedAt, r.VotingOpenedAt)
	}
	if recorded && !opened && (!terms.RecordAtNotice() || r.Status == Status_STATUS_DRAFT || r.Status == Status_STATUS_TABLED || r.Status == Status_STATUS_EXPIRED) {
		return errors.Wrapf(ErrInvalidGenesis, "its roll was frozen at %d while it is %s", r.RecordedAt, r.Status.Word())
	}
	if len(terms.Roll) > 0 && !recorded || r.Status == Status_STATUS_VOTING && len(terms.Roll) == 0 {
		return errors.Wrapf(ErrInvalidGenesis, "its terms have a frozen roll of %d members while it is %s", terms.RollSize(), r.Status.Word())
	}
	if onRoll := len(terms.Roll) > 0 && !r.ElectorsOnly; onRoll != (r.RollSequence > 0) {
		return errors.Wrap(ErrInvalidGenesis, "roll_sequence is given if and only if the terms have a frozen roll of the members")
	}
	return nil
}

// Abstains says whether a member is on the roll and may not vote, as a party.
func (r Resolution) Abstains(memberID uint64) bool {
	_, party := slices.BinarySearch(r.Abstaining, memberID)
	return party
}

// validateAbstaining checks that parties were left out of a roll that was frozen.
func (r Resolution) validateAbstaining() error {
	if len(r.Abstaining) > MaxAbstaining || (len(r.Abstaining) > 0 && r.VotingOpenedAt == 0) {
		return errors.Wrapf(ErrInvalidGenesis, "%d members abstain from a vote opened at %d; at most %d, from one that was opened",
			len(r.Abstaining), r.VotingOpenedAt, MaxAbstaining)
	}
	for i, memberID := range r.Abstaining {
		if memberID == 0 || (i > 0 && r.Abstaining[i-1] >= memberID) {
			return errors.Wrapf(ErrInvalidGenesis, "abstaining member %d is out of order; order them by number, each once", memberID)
		}
	}
	return nil
}

// HoldsRoll says whether the roll's past is still needed.
func (r Resolution) HoldsRoll() bool {
	return r.RollSequence > 0 && (r.Status == Status_STATUS_VOTING || r.Status == Status_STATUS_DISCUSSION)
}

// votingOpened says whether a resolution of this status has been put to the vote.
func (s Status) votingOpened() bool {
	switch s {
	case Status_STATUS_DRAFT, Status_STATUS_DISCUSSION, Status_STATUS_TABLED, Status_STATUS_WITHDRAWN, Status_STATUS_EXPIRED:
		return false
	default:
		return true
	}
}

func (g GenesisResolution) validateSeconders() error {
	if uint64(len(g.Seconders)) != uint64(g.Resolution.Seconds) {
		return errors.Wrapf(ErrInvalidGenesis, "seconds is %d, but there are %d seconders", g.Resolution.Seconds, len(g.Seconders))
	}
	last := uint64(0)
	for _, memberID := range g.Seconders {
		if memberID <= last {
			return errors.Wrapf(ErrInvalidGenesis, "seconder %d follows %d; order them by number, each once", memberID, last)
		}
		if memberID == g.Resolution.ProposerMemberId {
			return errors.Wrapf(ErrInvalidGenesis, "member %d proposed it and can't second it", memberID)
		}
		last = memberID
	}
	return nil
}

// validateBallots recounts the packed records: the sums over all classes must
// equal the tally's, and no class can have more ballots than members.
func (g GenesisResolution) validateBallots() error {
	if len(g.Ballots) > 0 && g.Resolution.VotingOpenedAt == 0 {
		return errors.Wrapf(ErrInvalidGenesis, "it has ballots while it is %s; nobody votes before voting opens", g.Resolution.Status.Word())
	}
	var recount Tally
	for i, record := range g.Ballots {
		if i > 0 && g.Ballots[i-1].Number >= record.Number {
			return errors.Wrapf(ErrInvalidGenesis, "ballot record %d is out of order or doubled; order records by number", record.Number)
		}
		if len(record.Ballots) != BallotRecordBytes {
			return errors.Wrapf(ErrInvalidGenesis, "ballot record %d has %d bytes; each has %d", record.Number, len(record.Ballots), BallotRecordBytes)
		}
		ballots := 0
		EachBallot(record.Number, record.Ballots, 0, func(_ uint64, choice PackedChoice) bool {
			ballots++
			return recount.Move(0, PackedNone, choice)
		})
		if ballots == 0 {
			return errors.Wrapf(ErrInvalidGenesis, "ballot record %d holds no ballot; leave it out", record.Number)
		}
	}
	for i, class := range g.Tally.Classes {
		if i > 0 && g.Tally.Classes[i-1].ClassId >= class.ClassId {
			return errors.Wrapf(ErrInvalidGenesis, "tally: class %d is out of order or doubled; order classes by id", class.ClassId)
		}
		if !AddsUp(class.InFavour, class.Against, class.Abstained) {
			return errors.Wrapf(ErrInvalidGenesis, "tally: class %d has more ballots than can be numbered", class.ClassId)
		}
		ballots := class.InFavour + class.Against + class.Abstained
		if roll := g.Terms.RollOf(class.ClassId); ballots == 0 || ballots > roll {
			return errors.Wrapf(ErrInvalidGenesis, "tally: class %d has %d ballots, and %d members on the roll", class.ClassId, ballots, roll)
		}
	}
	if g.Tally.InFavour() != recount.InFavour() || g.Tally.Against() != recount.Against() || g.Tally.Abstained() != recount.Abstained() {
		return errors.Wrapf(ErrInvalidGenesis, "the tally says %d in favour, %d against, %d abstained, a recount of the ballots %d, %d and %d",
			g.Tally.InFavour(), g.Tally.Against(), g.Tally.Abstained(), recount.InFavour(), recount.Against(), recount.Abstained())
	}
	return nil
}

// validateDelegated checks that what delegates cast are ballots, each once.
func (g GenesisResolution) validateDelegated() error {
	last := uint64(0)
	for _, delegated := range g.Delegated {
		if delegated.MemberId <= last || delegated.DelegateMemberId == 0 {
			return errors.Wrapf(ErrInvalidGenesis, "delegated ballot of member %d after %d: order them by number, each once, with its delegate",
				delegated.MemberId, last)
		}
		last = delegated.MemberId
		found := false
		for _, record := range g.Ballots {
			if record.Number == RecordNumber(delegated.MemberId) {
				found = ReadBallot(record.Ballots, delegated.MemberId) != PackedNone
			}
		}
		if !found {
			return errors.Wrapf(ErrInvalidGenesis, "member %d has no ballot that a delegate could have cast", delegated.MemberId)
		}
	}
	return nil
}

// validateOutcome checks that what is going to be executed was won by its ballots.
func (g GenesisResolution) validateOutcome() error {
	if g.Resolution.Status != Status_STATUS_TIMELOCK && g.Resolution.Status != Status_STATUS_PASSED {
		return nil
	}
	if decided := Decide(g.Terms, g.Tally); !decided.Passed() || !g.Resolution.Outcome.Passed() {
		return errors.Wrapf(ErrInvalidGenesis, "it is %s, but has not passed: its outcome is %s, its ballots make it %s",
			g.Resolution.Status.Word(), g.Resolution.Outcome.Code, decided.Code)
	}
	return nil
}

// validateSealing checks that a closed vote is either sealed or being sealed.
func (g GenesisResolution) validateSealing() error {
	hash := g.Resolution.BallotsHash
	switch {
	case g.Resolution.ClosedAt == 0:
		if len(hash) > 0 || g.Sealing != nil {
			return errors.Wrap(ErrInvalidGenesis, "its vote has not closed, so its ballots can't be sealed")
		}
	case g.Sealing != nil:
		if len(hash) > 0 {
			return errors.Wrap(ErrInvalidGenesis, "ballots_hash is known, so sealing must be absent")
		}
		return g.validateSealingSoFar()
	default:
		if string(hash) != string(g.hashBefore(nil)) {
			return errors.Wrap(ErrInvalidGenesis, "ballots_hash is not the hash of the ballots")
		}
	}
	return nil
}

func (g GenesisResolution) validateSealingSoFar() error {
	if len(g.Sealing.Hash) != sha256.Size {
		return errors.Wrapf(ErrInvalidGenesis, "sealing: the hash has %d bytes; it has %d", len(g.Sealing.Hash), sha256.Size)
	}
	if string(g.Sealing.Hash) != string(g.hashBefore(&g.Sealing.NextRecord)) {
		return errors.Wrapf(ErrInvalidGenesis, "sealing: the hash is not that of the ballots before record %d", g.Sealing.NextRecord)
	}
	return nil
}

// hashBefore is the hash chain over the records before a number, or over all.
func (g GenesisResolution) hashBefore(number *uint64) []byte {
	hash := NewBallotsHash()
	for _, record := range g.Ballots {
		if number != nil && record.Number >= *number {
			break
		}
		hash = ChainBallotsHash(hash, record.Number, record.Ballots)
	}
	return hash
}
