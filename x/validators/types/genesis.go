package types

import (
	"bytes"
	"slices"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis has no seats; a chain starts once somebody has put one in.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextChangeId: 1}
}

// GenesisSeat is a founding validator.
type GenesisSeat struct {
	CoopID          uint64
	Operator        sdk.AccAddress
	Moniker         string
	ConsensusPubKey *ed25519.PubKey
}

// NewGenesis builds the state of a new chain whose seats all sign from the
// first block.
func NewGenesis(params Params, founders []GenesisSeat) (*GenesisState, error) {
	genesis := &GenesisState{
		Params:                params,
		NextChangeId:          1,
		SeatsAtLastResolution: uint32(len(founders)),
		ReachedFour:           len(founders) >= int(LeastSeats),
	}
	for _, founder := range founders {
		packed, err := codectypes.NewAnyWithValue(founder.ConsensusPubKey)
		if err != nil {
			return nil, err
		}
		genesis.Seats = append(genesis.Seats, Seat{
			CoopId:          founder.CoopID,
			Operator:        founder.Operator.String(),
			ConsensusPubkey: packed,
			Moniker:         founder.Moniker,
			State:           SeatState_SEAT_STATE_ACTIVE,
		})
		genesis.KeyOwners = append(genesis.KeyOwners, KeyOwner{
			ConsensusAddress: founder.ConsensusPubKey.Address(),
			CoopId:           founder.CoopID,
		})
	}
	slices.SortFunc(genesis.Seats, func(a, b Seat) int { return compare(a.CoopId, b.CoopId) })
	slices.SortFunc(genesis.KeyOwners, func(a, b KeyOwner) int {
		return bytes.Compare(a.ConsensusAddress, b.ConsensusAddress)
	})
	return genesis, genesis.Validate()
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// LastingSeats is how many seats there will be once those that wait to replace
// another have done so: a seat and its replacement are one of max_seats.
func LastingSeats(seats []Seat, changes []Change) int {
	lasting := len(seats)
	for _, change := range changes {
		if change.Kind == ChangeKind_CHANGE_KIND_JOIN && change.ReplacesCoopId != 0 {
			lasting--
		}
	}
	return lasting
}

// Validate checks that every record agrees with every other one.
func (m GenesisState) Validate() error {
	if err := m.Params.Validate(); err != nil {
		return err
	}
	check := newGenesisCheck(m)
	for _, step := range []func() error{
		check.seats, check.keyOwners, check.changes, check.statesMatchQueue, check.liveness, check.set,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
