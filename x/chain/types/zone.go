package types

import (
	"math"
	"slices"
	"strings"

	"cosmossdk.io/errors"
)

const (
	// MaxZones bounds the table.
	MaxZones = 1_000
	// MaxZoneRules bounds the rules of one zone.
	MaxZoneRules = 64
	// MaxZoneNameBytes bounds a zone's name.
	MaxZoneNameBytes = 48
	// UTC is the zone of a co-op whose charter names none.
	UTC = "UTC"

	maxInstant = math.MaxInt64 / 4
)

// RuleAt is the rule that clocks go by at an instant.
func (z Zone) RuleAt(instant int64) (PosixRule, error) {
	if len(z.Rules) == 0 {
		return PosixRule{}, errors.Wrapf(ErrInvalidZone, "zone %q has no rule", z.Name)
	}
	at := 0
	for at+1 < len(z.Rules) && z.Rules[at+1].From <= instant {
		at++
	}
	return ParsePosixRule(z.Rules[at].Posix)
}

// OffsetAt is how many seconds east of UTC the zone's clocks are at an instant.
func (z Zone) OffsetAt(instant int64) (int64, error) {
	rule, err := z.RuleAt(instant)
	return rule.OffsetAt(instant), err
}

// CivilAt is what the zone's clocks show at an instant.
func (z Zone) CivilAt(instant int64) (CivilTime, error) {
	offset, err := z.OffsetAt(instant)
	return CivilOf(instant + offset), err
}

// InstantOf is when the zone's clocks show a date and time, in seconds since
// 1970. Where clocks are put back and show it twice, it is the first time;
// where they are put forward and never show it, it is as many seconds after the
// change as the clocks skipped: 02:30 is 03:30 where 02:00 becomes 03:00.
func (z Zone) InstantOf(local CivilTime) (int64, error) {
	shown := local.Seconds()
	before, err := z.OffsetAt(shown - secondsPerDay)
	if err != nil {
		return 0, err
	}
	after, err := z.OffsetAt(shown + secondsPerDay)
	if err != nil {
		return 0, err
	}
	// The greater offset is the earlier instant.
	for _, offset := range []int64{max(before, after), min(before, after)} {
		at, err := z.OffsetAt(shown - offset)
		if err != nil {
			return 0, err
		}
		if at == offset {
			return shown - offset, nil
		}
	}
	return shown - before, nil
}

// Validate refuses a zone without a name or a rule, or whose rules are out of
// order or can't be read.
func (z Zone) Validate() error {
	if err := ValidateZoneName(z.Name); err != nil {
		return err
	}
	if z.Version == 0 {
		return errors.Wrapf(ErrInvalidZone, "zone %q has version 0; versions count from 1", z.Name)
	}
	if len(z.Rules) == 0 || len(z.Rules) > MaxZoneRules {
		return errors.Wrapf(ErrInvalidZone, "zone %q has %d rules; give 1 to %d", z.Name, len(z.Rules), MaxZoneRules)
	}
	for i, rule := range z.Rules {
		if _, err := ParsePosixRule(rule.Posix); err != nil {
			return errors.Wrapf(err, "zone %q", z.Name)
		}
		if i == 0 && rule.From != 0 || i > 0 && rule.From <= z.Rules[i-1].From || rule.From > maxInstant {
			return errors.Wrapf(ErrInvalidZone, "zone %q: rule %d begins at %d; the first begins at 0 and each later than the one before it",
				z.Name, i, rule.From)
		}
	}
	return nil
}

// ValidateZoneName accepts what is written like a name of the IANA database.
func ValidateZoneName(name string) error {
	parts := strings.Split(name, "/")
	if len(name) > MaxZoneNameBytes || slices.ContainsFunc(parts, notInZoneName) {
		return errors.Wrapf(ErrInvalidZone, "%q is no name of a time zone; write it like Europe/Berlin, at most %d bytes", name, MaxZoneNameBytes)
	}
	return nil
}

// notInZoneName says that a part between slashes does not begin with a capital
// letter or goes on with anything but letters, digits, "_", "-" and "+".
func notInZoneName(part string) bool {
	if part == "" || part[0] < 'A' || part[0] > 'Z' {
		return true
	}
	for i := 0; i < len(part); i++ {
		letter := part[i] >= 'a' && part[i] <= 'z' || part[i] >= 'A' && part[i] <= 'Z'
		if !letter && (part[i] < '0' || part[i] > '9') && part[i] != '_' && part[i] != '-' && part[i] != '+' {
			return true
		}
	}
	return false
}

func validateZones(zones []Zone) error {
	if len(zones) > MaxZones {
		return errors.Wrapf(ErrInvalidGenesis, "zones: %d given; at most %d", len(zones), MaxZones)
	}
	for i, zone := range zones {
		if err := zone.Validate(); err != nil {
			return errors.Wrap(ErrInvalidGenesis, err.Error())
		}
		if i > 0 && zones[i-1].Name >= zone.Name {
			return errors.Wrapf(ErrInvalidGenesis, "zones: %q comes after %q; name each zone once, in order", zone.Name, zones[i-1].Name)
		}
	}
	return nil
}
