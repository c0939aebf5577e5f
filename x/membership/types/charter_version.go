package types

import "slices"

// Word names the state for members.
func (s CharterState) Word() string {
	switch s {
	case CharterState_CHARTER_STATE_ADOPTED:
		return "adopted"
	case CharterState_CHARTER_STATE_EFFECTIVE:
		return "effective"
	case CharterState_CHARTER_STATE_FAILED:
		return "failed"
	case CharterState_CHARTER_STATE_WITHDRAWN:
		return "withdrawn"
	case CharterState_CHARTER_STATE_ANNULLED:
		return "annulled"
	default:
		return "unknown"
	}
}

// Waits says whether the version is yet to come into force.
func (v CharterVersion) Waits() bool { return v.State == CharterState_CHARTER_STATE_ADOPTED }

// CameIntoForce says whether the version was in force at some time.
func (v CharterVersion) CameIntoForce() bool {
	return v.State == CharterState_CHARTER_STATE_EFFECTIVE || v.State == CharterState_CHARTER_STATE_ANNULLED
}

// DecidesNoMore refuses a change of parts beyond those that were decided.
func DecidesNoMore(decided, changed []string) error {
	for _, part := range changed {
		if !slices.Contains(decided, part) {
			return ErrChangesMore.Wrapf("the charter was changed meanwhile, and the new version would change its part %q too, which was not decided; propose it again from the version in force", part)
		}
	}
	return nil
}

// validate refuses a history that contradicts itself. Last is the greatest
// version of the co-op's charter, now the version in force.
func (v CharterVersion) validate(last, inForce uint64) error {
	broken := func(what string) error {
		return ErrInvalidGenesis.Wrapf("charter version %d of co-op %d (%s): %s", v.Version, v.CoopId, v.State.Word(), what)
	}
	switch {
	case v.Version < 2 || v.Version > last:
		return broken("there is no such version")
	case v.State < CharterState_CHARTER_STATE_ADOPTED || v.State > CharterState_CHARTER_STATE_ANNULLED:
		return broken("it has no state")
	case v.AdoptedAt < 0 || v.DueAt < v.AdoptedAt:
		return broken("it is due before it was adopted")
	case v.CameIntoForce() != (v.EffectiveAt > 0) || v.CameIntoForce() != (v.ReplacedVersion > 0):
		return broken("when it came into force, and what it replaced, don't fit its state")
	case v.EffectiveAt > 0 && v.EffectiveAt < v.AdoptedAt:
		return broken("it came into force before it was adopted")
	case v.ReplacedVersion > last || v.ReplacedVersion == v.Version || v.RestoresVersion >= v.Version:
		return broken("it replaces or restores a version that it can't")
	case v.Version == inForce && v.State != CharterState_CHARTER_STATE_EFFECTIVE:
		return broken("it is in force")
	case (v.State == CharterState_CHARTER_STATE_FAILED) != (v.ErrorCode != 0):
		return broken("what it failed of doesn't fit its state")
	case v.State == CharterState_CHARTER_STATE_ANNULLED && (v.Annulment == nil || v.AnnulmentRecordedBy != 0):
		return broken("it has no court's decision")
	case v.State == CharterState_CHARTER_STATE_EFFECTIVE && (v.Annulment == nil) != (v.AnnulmentRecordedBy == 0):
		return broken("a court's decision and the officer who recorded it go together")
	case v.OnRegistration && v.CameIntoForce() && v.Registration == nil:
		return broken("it came into force without its registration")
	case !slices.IsSorted(v.Parts):
		return broken("its parts are out of order")
	}
	for _, document := range []*Document{v.Registration, v.Annulment} {
		if document == nil {
			continue
		}
		if err := document.Validate(CeilingParams().MaxUriBytes); err != nil {
			return err
		}
	}
	return nil
}

// WithClassesOf adds the classes that another version has and this one doesn't.
func (c Charter) WithClassesOf(other Charter) Charter {
	classes := slices.Clone(c.Classes)
	for _, class := range other.Classes {
		if _, err := c.Class(class.Id); err != nil {
			classes = append(classes, class)
		}
	}
	c.Classes = classes
	return c
}
