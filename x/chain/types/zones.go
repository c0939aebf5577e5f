package types

import "slices"

// defaultZone is a zone of the table that a new ledger begins with.
type defaultZone struct {
	name  string
	rules []ZoneRule
}

// DefaultZones are those a new ledger begins with, in the order of their names:
// those of the IANA database's zone.tab, and UTC. They are right from 2025 to
// the end of 2037 as far as was known when they were generated.
func DefaultZones() []Zone {
	zones := make([]Zone, 0, len(defaultZones))
	for _, zone := range defaultZones {
		zones = append(zones, Zone{Name: zone.name, Version: 1, Rules: slices.Clone(zone.rules)})
	}
	return zones
}
