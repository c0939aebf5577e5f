package types

import (
	"bytes"
	"slices"
)

// Founder is a member of a co-op in a genesis: a person by addresses, or a
// co-op by its slug. No proofs are needed: whoever publishes a genesis answers for it.
type Founder struct {
	// Class name in the charter.
	Class string
	// Addresses of a person's keys; at least one.
	Addresses []string
	// MemberCoop is the slug of the co-op that holds the place; empty for a person.
	MemberCoop string
}

// Founding is one co-op of a genesis.
type Founding struct {
	Slug    string
	Charter Charter
	// Founders become members 1, 2, 3 … in this order.
	Founders []Founder
}

// NewGenesis founds co-ops without a running ledger, by the same rules as on
// it. They get the ids 1, 2, 3 … in the order given, so the first is the root
// federation; founders may be co-ops that come later in the list. foundedAt is
// chain time in seconds.
func NewGenesis(params Params, foundedAt int64, foundings []Founding) (GenesisState, error) {
	if err := params.Validate(); err != nil {
		return GenesisState{}, err
	}
	b := genesisBuilder{
		params: params, now: foundedAt, ids: make(map[string]uint64), foundings: foundings,
		state: GenesisState{Params: params, NextCoopId: uint64(len(foundings)) + 1, NextCaseId: 1},
	}
	for i, founding := range foundings {
		if err := ValidateSlug(founding.Slug); err != nil {
			return GenesisState{}, err
		}
		if b.ids[founding.Slug] != 0 {
			return GenesisState{}, ErrSlugTaken.Wrapf("two co-ops have the slug %q", founding.Slug)
		}
		b.ids[founding.Slug] = uint64(i) + 1
	}
	for _, founding := range foundings {
		if err := b.found(founding); err != nil {
			return GenesisState{}, ErrInvalidGenesis.Wrapf("co-op %q: %s", founding.Slug, err)
		}
	}
	if err := b.measureFederations(); err != nil {
		return GenesisState{}, err
	}
	return b.state, b.state.Validate()
}

type genesisBuilder struct {
	params    Params
	now       int64
	ids       map[string]uint64
	foundings []Founding
	state     GenesisState
}

func (b *genesisBuilder) found(founding Founding) error {
	id := b.ids[founding.Slug]
	if err := founding.Charter.Validate(b.params); err != nil {
		return err
	}
	if id == RootCoopID {
		if err := founding.Charter.ValidateForRoot(); err != nil {
			return err
		}
	}
	b.state.Coops = append(b.state.Coops, Coop{
		Id: id, Slug: founding.Slug, Account: CoopAddress(id), CharterVersion: 1, FoundedAt: b.now,
		LastClassId: founding.Charter.LastClassID(),
	})
	b.state.Charters = append(b.state.Charters, GenesisCharter{CoopId: id, Version: 1, Charter: founding.Charter})
	roll := Roll{NextMemberId: 1}
	for _, founder := range founding.Founders {
		if err := b.join(id, founding.Charter, &roll, founder); err != nil {
			return err
		}
	}
	b.state.Rolls = append(b.state.Rolls, GenesisRoll{CoopId: id, Roll: roll})
	return founding.Charter.CanBeChangedBy(roll)
}

func (b *genesisBuilder) join(coopID uint64, charter Charter, roll *Roll, founder Founder) error {
	class, err := charter.ClassByName(founder.Class)
	if err != nil {
		return err
	}
	kind, keys, memberCoop := MemberKind_MEMBER_KIND_PERSON, founder.Addresses, uint64(0)
	if founder.MemberCoop != "" {
		if len(founder.Addresses) > 0 {
			return ErrMemberCoopKeys.Wrapf("member co-op %q acts through its account alone; give it no addresses", founder.MemberCoop)
		}
		memberCoop = b.ids[founder.MemberCoop]
		if memberCoop == 0 {
			return ErrUnknownCoop.Wrapf("the founder %q is not a co-op of this genesis", founder.MemberCoop)
		}
		kind, keys = MemberKind_MEMBER_KIND_COOP, []string{CoopAddress(memberCoop)}
	}
	if err := class.Takes(kind); err != nil {
		return err
	}
	if len(keys) == 0 || uint64(len(keys)) > uint64(b.params.MaxKeysPerMember) {
		return ErrInvalidFounders.Wrapf("founder %d has %d keys; give 1 to %d addresses", roll.NextMemberId, len(keys), b.params.MaxKeysPerMember)
	}
	member := roll.NewMember(coopID, class, kind, memberCoop, b.now, uint32(len(keys)))
	b.state.Members = append(b.state.Members, member)
	accounts, err := sortedAccounts(keys)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		b.state.Keys = append(b.state.Keys, GenesisKey{
			CoopId: coopID, MemberId: member.MemberId, Key: Key{Address: AddressText(account), AddedAt: b.now},
		})
	}
	return nil
}

// sortedAccounts are addresses in the order in which the store keeps them.
func sortedAccounts(texts []string) ([][]byte, error) {
	accounts := make([][]byte, 0, len(texts))
	for _, text := range texts {
		account, err := AddressBytes(text)
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, account)
	}
	slices.SortFunc(accounts, bytes.Compare)
	return accounts, nil
}

// measureFederations fills in what a federation knows of its member co-ops:
// how deep they go and how long they take to vote. Each round settles the
// federations one level higher; a circle would never settle.
func (b *genesisBuilder) measureFederations() error {
	for round := uint32(0); ; round++ {
		changed := false
		for _, member := range b.state.Members {
			if member.MemberCoopId == 0 {
				continue
			}
			federation, below := &b.state.Coops[member.CoopId-1], b.state.Coops[member.MemberCoopId-1]
			if federation.LevelsBelow < below.LevelsBelow+1 {
				federation.LevelsBelow = below.LevelsBelow + 1
				changed = true
			}
		}
		if !changed {
			break
		}
		if round >= b.params.MaxFederationLevels {
			return ErrFederationDepth.Wrapf("member co-ops form a circle, or more than %d levels", b.params.MaxFederationLevels)
		}
	}
	return b.measureVotes()
}

// measureVotes notes the slowest member of each federation, and refuses those
// whose votes end before it has decided.
func (b *genesisBuilder) measureVotes() error {
	memberships := make([]uint64, len(b.state.Coops)+1)
	for _, member := range b.state.Members {
		if member.MemberCoopId == 0 {
			continue
		}
		seconds, err := b.foundings[member.MemberCoopId-1].Charter.FederationVoteSeconds()
		if err != nil {
			return err
		}
		federation := &b.state.Coops[member.CoopId-1]
		federation.LongestMemberVoteSeconds = max(federation.LongestMemberVoteSeconds, seconds)
		memberships[member.MemberCoopId]++
	}
	for _, coop := range b.state.Coops {
		if coop.LevelsBelow+1 > b.params.MaxFederationLevels {
			return ErrFederationDepth.Wrapf("%q would have %d levels of co-ops below it; the ledger allows %d levels in all",
				coop.Slug, coop.LevelsBelow, b.params.MaxFederationLevels)
		}
		if memberships[coop.Id] > uint64(b.params.MaxFederationsPerCoop) {
			return ErrTooManyFederations.Wrapf("%q would be a member of %d co-ops; the ledger allows %d",
				coop.Slug, memberships[coop.Id], b.params.MaxFederationsPerCoop)
		}
		err := b.foundings[coop.Id-1].Charter.LeavesTimeToVote(
			coop.LongestMemberVoteSeconds, b.params.FederationVoteMarginSeconds)
		if err != nil {
			return ErrInvalidGenesis.Wrapf("co-op %q: %s", coop.Slug, err)
		}
	}
	return nil
}
