package types

import "slices"

const (
	// minGuardiansNeeded is the fewest who recover a place together: one alone
	// would be a second owner.
	minGuardiansNeeded = 2
	// maxOpenRecoveries is the most that a charter may allow at a time.
	maxOpenRecoveries = 100
	// FreezeRests is how many times as long as a freeze the same side must then
	// wait: none of the three sides can freeze a member's money for more than a
	// quarter of the time.
	FreezeRests = 3
)

func (c Charter) validateRecovery(limits Params) error {
	policy := c.Recovery
	if policy == nil {
		return nil
	}
	for _, period := range []struct {
		name    string
		seconds uint64
	}{
		{"guardians_delay_seconds", policy.GuardiansDelaySeconds},
		{"resolution_delay_seconds", policy.ResolutionDelaySeconds},
		{"in_person_delay_seconds", policy.InPersonDelaySeconds},
		{"removal_delay_seconds", policy.RemovalDelaySeconds},
		{"freeze_seconds", policy.FreezeSeconds},
	} {
		if period.seconds != 0 && (period.seconds < limits.MinRecoveryDelaySeconds || period.seconds > limits.MaxPeriodSeconds) {
			return ErrInvalidCharter.Wrapf("recovery: %s is %s; it must lie between %s and %s, or be 0 for none",
				period.name, Duration(period.seconds), Duration(limits.MinRecoveryDelaySeconds), Duration(limits.MaxPeriodSeconds))
		}
	}
	longest := max(policy.GuardiansDelaySeconds, policy.ResolutionDelaySeconds)
	if policy.InPersonDelaySeconds < longest {
		return ErrInvalidCharter.Wrapf("recovery: in_person_delay_seconds is %s; where a veto no longer ends it, it must wait at least as long as otherwise: %s",
			Duration(policy.InPersonDelaySeconds), Duration(longest))
	}
	if policy.FreezeSeconds != 0 && policy.FreezeSeconds < longest {
		return ErrInvalidCharter.Wrapf("recovery: freeze_seconds is %s; a freeze must last at least as long as a recovery waits for vetoes: %s",
			Duration(policy.FreezeSeconds), Duration(longest))
	}
	resolves := policy.ResolutionDelaySeconds != 0 || policy.InPersonDelaySeconds != 0
	if resolves != (policy.MaxOpenRecoveries != 0) || policy.MaxOpenRecoveries > maxOpenRecoveries {
		return ErrInvalidCharter.Wrapf("recovery: max_open_recoveries is %d; it must lie between 1 and %d where the co-op recovers places, and be 0 where it doesn't",
			policy.MaxOpenRecoveries, maxOpenRecoveries)
	}
	if policy.InPersonDelaySeconds == 0 {
		return nil
	}
	subject, err := SubjectByName(SubjectInPerson)
	if err != nil {
		return err
	}
	return c.meetsFloor(subject)
}

// RecoveryPolicyOrNone is the charter's policy; all zero if it has none.
func (c Charter) RecoveryPolicyOrNone() RecoveryPolicy {
	if c.Recovery == nil {
		return RecoveryPolicy{}
	}
	return *c.Recovery
}

// DelaySeconds is how long a recovery on a road waits for vetoes; zero if the
// charter has no such road.
func (p RecoveryPolicy) DelaySeconds(road RecoveryRoad) uint64 {
	switch road {
	case RecoveryRoad_RECOVERY_ROAD_GUARDIANS:
		return p.GuardiansDelaySeconds
	case RecoveryRoad_RECOVERY_ROAD_RESOLUTION:
		return p.ResolutionDelaySeconds
	case RecoveryRoad_RECOVERY_ROAD_IN_PERSON:
		return p.InPersonDelaySeconds
	default:
		return 0
	}
}

// Word says the road for people to read.
func (r RecoveryRoad) Word() string {
	switch r {
	case RecoveryRoad_RECOVERY_ROAD_GUARDIANS:
		return "recovery by guardians"
	case RecoveryRoad_RECOVERY_ROAD_RESOLUTION:
		return "recovery by resolution"
	case RecoveryRoad_RECOVERY_ROAD_IN_PERSON:
		return "recovery in person"
	default:
		return "no known recovery"
	}
}

// Validate refuses guardians that could not recover the member's place, or
// could do it alone. No guardians at all are fine.
func (g GuardianSet) Validate(memberID uint64, maxGuardians uint32) error {
	if len(g.Members) == 0 && g.Needed == 0 {
		return nil
	}
	if uint64(len(g.Members)) > uint64(maxGuardians) {
		return ErrInvalidGuardians.Wrapf("%d guardians; at most %d", len(g.Members), maxGuardians)
	}
	if g.Needed < minGuardiansNeeded || uint64(g.Needed) > uint64(len(g.Members)) {
		return ErrInvalidGuardians.Wrapf("%d of %d guardians would be needed; it takes at least %d, and no more than there are",
			g.Needed, len(g.Members), minGuardiansNeeded)
	}
	last := uint64(0)
	for _, guardian := range g.Members {
		if guardian <= last || guardian == memberID {
			return ErrInvalidGuardians.Wrapf("member %d is out of order, named twice, or the member itself; name other members by number, ascending", guardian)
		}
		last = guardian
	}
	return nil
}

// Has says whether a member is one of the guardians.
func (g *GuardianSet) Has(memberID uint64) bool {
	return g != nil && slices.Contains(g.Members, memberID)
}

// IsEmpty says that there is nothing to keep.
func (s KeySafety) IsEmpty() bool {
	return s.Guardians == nil && s.NextGuardians == nil && len(s.ClosedRoads) == 0 && len(s.Freezes) == 0
}

// IsClosed says whether a veto has ended a road.
func (s KeySafety) IsClosed(road RecoveryRoad) bool { return slices.Contains(s.ClosedRoads, road) }

// Close ends a road.
func (s *KeySafety) Close(road RecoveryRoad) {
	if !s.IsClosed(road) {
		s.ClosedRoads = append(s.ClosedRoads, road)
		slices.Sort(s.ClosedRoads)
	}
}

// Runs says whether a new key is settled, so that the time for vetoes runs.
func (r Recovery) Runs() bool { return r.Address != "" }

// Support notes that a guardian wants a new key, instead of any it wanted
// before, and says how many want it now.
func (r *Recovery) Support(guardian uint64, address string) int {
	var kept []RecoveryProposal
	count := 0
	for _, proposal := range r.Proposals {
		var guardians []uint64
		for _, other := range proposal.Guardians {
			if other != guardian {
				guardians = append(guardians, other)
			}
		}
		if proposal.Address == address {
			guardians = append(guardians, guardian)
			count = len(guardians)
		}
		if len(guardians) > 0 {
			kept = append(kept, RecoveryProposal{Address: proposal.Address, Guardians: guardians})
		}
	}
	if count == 0 {
		kept, count = append(kept, RecoveryProposal{Address: address, Guardians: []uint64{guardian}}), 1
	}
	r.Proposals = kept
	return count
}

// Proposes says whether a guardian has proposed a new key.
func (r Recovery) Proposes(address string) bool {
	return slices.ContainsFunc(r.Proposals, func(p RecoveryProposal) bool { return p.Address == address })
}
