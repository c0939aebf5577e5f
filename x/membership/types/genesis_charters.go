package types

// charterVersions checks the order of the histories and lists them by co-op and
// version.
func (c *stateCheck) charterVersions() map[uint64]map[uint64]CharterVersion {
	histories := make(map[uint64]map[uint64]CharterVersion)
	var last CharterVersion
	for _, history := range c.state.CharterVersions {
		if history.CoopId < last.CoopId || (history.CoopId == last.CoopId && history.Version <= last.Version) {
			c.report("charter version %d of co-op %d is out of order in charter_versions", history.Version, history.CoopId)
		}
		last = history
		if _, found := c.coop[history.CoopId]; !found {
			c.report("charter_versions: co-op %d does not exist", history.CoopId)
			continue
		}
		if histories[history.CoopId] == nil {
			histories[history.CoopId] = make(map[uint64]CharterVersion)
		}
		histories[history.CoopId][history.Version] = history
	}
	return histories
}

// histories checks each version of a co-op's charter, and that no more wait than may.
func (c *stateCheck) histories(histories map[uint64]CharterVersion, coop Coop, last uint64) {
	waiting := uint64(0)
	for version := range last {
		history, found := histories[version+1]
		if !found {
			continue
		}
		if err := history.validate(last, coop.CharterVersion); err != nil {
			c.report("%s", err)
		}
		if history.Waits() {
			waiting++
		}
	}
	if uint64(len(histories)) > last {
		c.report("co-op %d has more histories than versions of its charter", coop.Id)
	}
	if most := uint64(c.limits.MaxAdoptedChartersPerCoop); waiting > most {
		c.report("%d versions of the charter of co-op %d wait, of at most %d", waiting, coop.Id, most)
	}
	if coop.CharterVersion > 1 && !histories[coop.CharterVersion].CameIntoForce() {
		c.report("charter version %d of co-op %d is in force and never came into it", coop.CharterVersion, coop.Id)
	}
}

// booksKept refuses a version that came into force and took money out of its
// place in the book of the one it replaced.
func (c *stateCheck) booksKept(books map[uint64]Charter, histories map[uint64]CharterVersion, coop Coop, last uint64) {
	for version := range last {
		history := histories[version+1]
		before, replaced := books[history.ReplacedVersion]
		if !replaced || !history.CameIntoForce() {
			continue
		}
		if err := books[history.Version].keepsBookOf(before); err != nil {
			c.report("charter version %d of co-op %d: %s", history.Version, coop.Id, err)
		}
	}
}
