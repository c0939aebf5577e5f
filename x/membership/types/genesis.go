package types

import "fmt"

// DefaultGenesis is a ledger on which nobody belongs to anything yet.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextCoopId: 1, NextCaseId: 1}
}

// Validate refuses a state that the ledger itself could not have reached. The
// error is the first fault found.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	if broken := g.Broken(); len(broken) > 0 {
		return ErrInvalidGenesis.Wrap(broken[0])
	}
	return nil
}

// Broken describes every way in which the state contradicts itself, at most
// maxBroken of them. It is the one definition of a sound state: imports and the
// invariants of a running ledger use it alike.
func (g GenesisState) Broken() []string {
	check := newStateCheck(g)
	check.coops()
	check.charters()
	check.members()
	check.keys()
	check.rolls()
	check.federations()
	check.grants()
	check.applications()
	check.pins()
	check.usedProofs()
	check.personApplications()
	check.notices()
	check.trustees()
	check.waits()
	check.imports()
	check.invitations()
	check.safeties()
	check.recoveries()
	check.removals()
	check.cases()
	check.conduct()
	check.documents()
	return check.broken
}

const maxBroken = 100

// stateCheck gathers the faults of a state.
type stateCheck struct {
	state   GenesisState
	broken  []string
	coop    map[uint64]Coop
	charter map[uint64]Charter
	member  map[MemberRef]Member
	roll    map[uint64]Roll
	limits  Params
}

func newStateCheck(state GenesisState) *stateCheck {
	return &stateCheck{
		state:   state,
		coop:    make(map[uint64]Coop, len(state.Coops)),
		charter: make(map[uint64]Charter, len(state.Coops)),
		member:  make(map[MemberRef]Member, len(state.Members)),
		roll:    make(map[uint64]Roll, len(state.Rolls)),
		limits:  CeilingParams(),
	}
}

func (c *stateCheck) report(format string, args ...any) {
	if len(c.broken) < maxBroken {
		c.broken = append(c.broken, fmt.Sprintf(format, args...))
	}
}

func (c *stateCheck) coops() {
	slugs := make(map[string]bool, len(c.state.Coops))
	last := uint64(0)
	for _, coop := range c.state.Coops {
		if coop.Id <= last {
			c.report("co-op %d follows co-op %d: ids ascend from 1", coop.Id, last)
		}
		last = coop.Id
		if err := ValidateSlug(coop.Slug); err != nil {
			c.report("co-op %d: %s", coop.Id, err)
		}
		if slugs[coop.Slug] {
			c.report("slug %q is used twice", coop.Slug)
		}
		slugs[coop.Slug] = true
		if coop.Account != CoopAddress(coop.Id) {
			c.report("co-op %d has the account %s; its account is %s", coop.Id, coop.Account, CoopAddress(coop.Id))
		}
		if coop.FoundedAt < 0 || coop.CharterVersion < 1 {
			c.report("co-op %d was founded at %d with charter version %d", coop.Id, coop.FoundedAt, coop.CharterVersion)
		}
		c.coop[coop.Id] = coop
	}
	if last > 0 {
		if _, found := c.coop[RootCoopID]; !found {
			c.report("there is no co-op %d, the root federation", RootCoopID)
		}
	}
	if c.state.NextCoopId <= last {
		c.report("next_coop_id is %d, but co-op %d exists", c.state.NextCoopId, last)
	}
}

func (c *stateCheck) charters() {
	versions := make(map[uint64]uint64)
	histories := c.charterVersions()
	classes := make(map[uint64]map[uint32]Class)
	lastClass := make(map[uint64]uint32)
	books := make(map[uint64]map[uint64]Charter)
	lastCoop := uint64(0)
	for _, entry := range c.state.Charters {
		coop, found := c.coop[entry.CoopId]
		if !found {
			c.report("charter of co-op %d, which does not exist", entry.CoopId)
			continue
		}
		if entry.CoopId < lastCoop || entry.Version != versions[entry.CoopId]+1 {
			c.report("charter version %d of co-op %d is out of order or missing its forerunner", entry.Version, entry.CoopId)
		}
		lastCoop, versions[entry.CoopId] = entry.CoopId, entry.Version
		if err := entry.Charter.Validate(c.limits); err != nil {
			c.report("charter version %d of co-op %d: %s", entry.Version, entry.CoopId, err)
		}
		if classes[entry.CoopId] == nil {
			classes[entry.CoopId] = make(map[uint32]Class)
			books[entry.CoopId] = make(map[uint64]Charter)
		}
		books[entry.CoopId][entry.Version] = entry.Charter
		history, recorded := histories[entry.CoopId][entry.Version]
		if recorded != (entry.Version > 1) {
			c.report("charter version %d of co-op %d: all but the first have a history", entry.Version, entry.CoopId)
		}
		if entry.Version == coop.CharterVersion {
			c.charter[entry.CoopId] = entry.Charter
		}
		// What never came into force has taken no class.
		if recorded && !history.CameIntoForce() {
			continue
		}
		c.classesKept(entry, classes[entry.CoopId], coop)
		lastClass[entry.CoopId] = max(lastClass[entry.CoopId], entry.Charter.LastClassID())
	}
	for _, coop := range c.state.Coops {
		if coop.CharterVersion > versions[coop.Id] {
			c.report("co-op %d is at charter version %d, but has %d versions", coop.Id, coop.CharterVersion, versions[coop.Id])
		}
		c.histories(histories[coop.Id], coop, versions[coop.Id])
		c.booksKept(books[coop.Id], histories[coop.Id], coop, versions[coop.Id])
		if last := lastClass[coop.Id]; coop.LastClassId != last {
			c.report("co-op %d has last_class_id %d; its charters go up to %d", coop.Id, coop.LastClassId, last)
		}
		if coop.Id == RootCoopID {
			if err := c.charter[coop.Id].ValidateForRoot(); err != nil {
				c.report("root federation: %s", err)
			}
		}
	}
}

func (c *stateCheck) classesKept(entry GenesisCharter, known map[uint32]Class, coop Coop) {
	for _, class := range entry.Charter.Classes {
		if old, used := known[class.Id]; used && !class.means(old) {
			c.report("charter version %d of co-op %d gives class %d another meaning", entry.Version, coop.Id, class.Id)
		}
		known[class.Id] = class
	}
}
