// Package testutil has the named co-ops, charters and keys that tests use.
package testutil

import (
	"context"
	"crypto/sha256"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	// ChainID of test ledgers.
	ChainID = "coop-test-1"
	// Start is chain time in seconds when a test ledger begins.
	Start int64 = 1_700_000_000
	// Day in seconds.
	Day = 24 * 60 * 60
)

// Clock is chain time that a test sets, and a block's work budget.
type Clock struct {
	Seconds int64
	// Quiet says that the ledger has just stood still, so that no veto window ends.
	Quiet bool
	// Items is how many due items still fit in the block; all of them when nil.
	Items *int
	// Zones are POSIX rules by name; every name is UTC when nil.
	Zones map[string]string
}

// VetoWindowsMayEnd says whether they may.
func (c *Clock) VetoWindowsMayEnd(context.Context) (bool, error) { return !c.Quiet, nil }

// SpendWork counts items, not gas.
func (c *Clock) SpendWork(context.Context, uint64) (bool, error) {
	if c.Items == nil {
		return true, nil
	}
	*c.Items--
	return *c.Items >= 0, nil
}

// Now tells it.
func (c *Clock) Now(context.Context) (int64, error) { return c.Seconds, nil }

// CivilNow is the same: here the ledger never stands still.
func (c *Clock) CivilNow(context.Context) (int64, error) { return c.Seconds, nil }

// Zone knows UTC and the zones that it was given.
func (c *Clock) Zone(_ context.Context, name string) (chaintypes.Zone, error) {
	posix, known := c.Zones[name]
	switch {
	case known:
	case name == "" || c.Zones == nil:
		name, posix = chaintypes.UTC, "UTC0"
	default:
		return chaintypes.Zone{}, chaintypes.ErrUnknownZone.Wrap(name)
	}
	return chaintypes.Zone{Name: name, Rules: []chaintypes.ZoneRule{{Posix: posix}}}, nil
}

// ZoneOrUTC takes one that it wasn't given for UTC.
func (c *Clock) ZoneOrUTC(ctx context.Context, name string) (chaintypes.Zone, error) {
	zone, err := c.Zone(ctx, name)
	if err != nil {
		return c.Zone(ctx, "")
	}
	return zone, nil
}

// Key is the private key of a person, the same for the same name.
func Key(name string) *secp256k1.PrivKey {
	secret := sha256.Sum256([]byte("key of " + name))
	return &secp256k1.PrivKey{Key: secret[:]}
}

// Address of a person's key.
func Address(name string) string { return types.AddressText(Key(name).PubKey().Address()) }

// Proof is a person's consent to act for a member of a co-op; 0 is a new member.
func Proof(name, slug string, memberID uint64, expiresAt int64) types.KeyProof {
	key := Key(name)
	proof, err := types.SignKeyProof(ChainID, slug, memberID, key.PubKey(), expiresAt, key.Sign)
	if err != nil {
		panic(err)
	}
	return proof
}

// Founders of a co-op with their proofs: for each, the class and the names of its keys.
func Founders(slug string, charter types.Charter, expiresAt int64, founders ...[]string) []types.NewMember {
	var places []types.FounderPlace
	for _, founder := range founders {
		place := types.FounderPlace{Class: founder[0]}
		for _, name := range founder[1:] {
			place.Addresses = append(place.Addresses, Address(name))
		}
		places = append(places, place)
	}
	claim, err := types.NewFoundingClaim(ChainID, slug, charter, places)
	if err != nil {
		panic(err)
	}
	var members []types.NewMember
	for i, founder := range founders {
		member := types.NewMember{Class: founder[0]}
		for _, name := range founder[1:] {
			proof, err := types.SignFounderProof(claim, i+1, Key(name).PubKey(), expiresAt, Key(name).Sign)
			if err != nil {
				panic(err)
			}
			member.Keys = append(member.Keys, proof)
		}
		members = append(members, member)
	}
	return members
}

// Ordinary is a rule for everyday decisions: a majority of votes cast, no quorum.
func Ordinary() types.DecisionRule {
	return types.DecisionRule{
		Name:                "ordinary",
		Approval:            types.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: types.Base_BASE_VOTES_CAST},
		Quorum:              types.Threshold{Denominator: 1, Base: types.Base_BASE_ROLL},
		VotingPeriodSeconds: 3 * Day,
	}
}

// Special is a rule at the ledger's floor.
func Special() types.DecisionRule {
	return types.DecisionRule{
		Name:                "special",
		Approval:            types.Threshold{Numerator: 2, Denominator: 3, Base: types.Base_BASE_VOTES_CAST},
		Quorum:              types.Threshold{Numerator: 1, Denominator: 2, Base: types.Base_BASE_ROLL},
		OrMajorityOfRoll:    true,
		VotingPeriodSeconds: 7 * Day,
	}
}

// WorkerCharter is a co-op of persons: workers vote, supporters don't.
func WorkerCharter() types.Charter {
	return types.Charter{
		Name: "Riverside Bakery",
		Classes: []types.Class{
			{Id: 1, Name: "workers", Votes: true, Admits: types.MemberKind_MEMBER_KIND_PERSON},
			{Id: 2, Name: "supporters", Admits: types.MemberKind_MEMBER_KIND_PERSON},
		},
		Rules:                       []types.DecisionRule{Ordinary(), Special()},
		Requirements:                []types.Requirement{{Subject: types.SubjectCharter, Rule: "special"}},
		DefaultRule:                 "ordinary",
		Admission:                   types.AdmissionPolicy_ADMISSION_POLICY_OFFICER,
		MaxOpenResolutionsPerMember: 5,
	}
}

// FederationCharter is a co-op of co-ops, with a place for a person without a
// vote. Its votes last long enough for members with WorkerCharter.
func FederationCharter() types.Charter {
	ordinary, special := Ordinary(), Special()
	ordinary.VotingPeriodSeconds, special.VotingPeriodSeconds = 14*Day, 14*Day
	return types.Charter{
		Name: "Federation",
		Classes: []types.Class{
			{Id: 1, Name: "collectives", Votes: true, Admits: types.MemberKind_MEMBER_KIND_COOP},
			{Id: 2, Name: "observers", Admits: types.MemberKind_MEMBER_KIND_PERSON},
		},
		Rules: []types.DecisionRule{ordinary, special},
		Requirements: []types.Requirement{
			{Subject: types.SubjectChain, Rule: "special"},
			{Subject: types.SubjectCharter, Rule: "special"},
			{Subject: types.SubjectSeats, Rule: "special"},
		},
		DefaultRule:                 "ordinary",
		Admission:                   types.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION,
		MaxOpenResolutionsPerMember: 5,
	}
}

// Foundings are a root federation (co-op 1) of the four co-ops north, east,
// south and west (2 to 5). In each, NAME-anna and NAME-ben are workers.
func Foundings() []types.Founding {
	names := []string{"north", "east", "south", "west"}
	root := types.Founding{Slug: "federation", Charter: FederationCharter()}
	foundings := []types.Founding{root}
	for _, name := range names {
		foundings[0].Founders = append(foundings[0].Founders, types.Founder{Class: "collectives", MemberCoop: name})
		foundings = append(foundings, types.Founding{
			Slug: name, Charter: WorkerCharter(),
			Founders: []types.Founder{
				{Class: "workers", Addresses: []string{Address(name + "-anna")}},
				{Class: "workers", Addresses: []string{Address(name + "-ben")}},
			},
		})
	}
	return foundings
}

// Genesis is the ledger of Foundings.
func Genesis() types.GenesisState {
	state, err := types.NewGenesis(types.DefaultParams(), Start, Foundings())
	if err != nil {
		panic(err)
	}
	return state
}
