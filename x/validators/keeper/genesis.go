package keeper

import (
	"context"
	"errors"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/validators/types"
)

// InitGenesis stores a genesis after checking the whole of it, and returns the
// set that signs from the first block.
func (k *Keeper) InitGenesis(ctx context.Context, genesis *types.GenesisState) ([]abci.ValidatorUpdate, error) {
	if err := genesis.Validate(); err != nil {
		return nil, err
	}
	for _, store := range []func() error{
		func() error { return k.Params.Set(ctx, genesis.Params) },
		func() error { return k.NextChangeID.Set(ctx, genesis.NextChangeId) },
		func() error { return k.SeatsAtLastResolution.Set(ctx, uint64(genesis.SeatsAtLastResolution)) },
		func() error { return k.ReachedFour.Set(ctx, genesis.ReachedFour) },
		func() error { return k.initSeats(ctx, genesis.Seats) },
		func() error { return k.initKeyOwners(ctx, genesis.KeyOwners) },
		func() error { return k.initLiveness(ctx, genesis.Liveness) },
		func() error {
			for _, change := range genesis.Changes {
				if err := k.Changes.Set(ctx, change.Id, change); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		if err := store(); err != nil {
			return nil, err
		}
	}
	updates, err := validatorUpdates(nil, genesis.Seats)
	if err != nil {
		return nil, err
	}
	if len(updates) == 0 {
		return nil, types.ErrInvalidGenesis.Wrap("no seat signs, so no block would ever come; put at least one active seat in app_state.validators.seats")
	}
	return updates, nil
}

func (k *Keeper) initSeats(ctx context.Context, seats []types.Seat) error {
	for _, seat := range seats {
		operator, err := k.addressCodec.StringToBytes(seat.Operator)
		if err != nil {
			return types.ErrInvalidGenesis.Wrapf("the operator %q of co-op %d is no address: %s", seat.Operator, seat.CoopId, err)
		}
		if err := k.Operators.Set(ctx, operator, seat.CoopId); err != nil {
			return err
		}
		if err := k.mustBeMemberAtGenesis(ctx, seat); err != nil {
			return err
		}
		if err := k.Seats.Set(ctx, seat.CoopId, seat); err != nil {
			return err
		}
	}
	return nil
}

// mustBeMemberAtGenesis: a seat whose co-op has left is on its way out.
func (k *Keeper) mustBeMemberAtGenesis(ctx context.Context, seat types.Seat) error {
	if seat.State == types.SeatState_SEAT_STATE_LEAVING || seat.State == types.SeatState_SEAT_STATE_CONDEMNED {
		return nil
	}
	if err := k.mustBeMember(ctx, seat.CoopId); err != nil {
		return types.ErrInvalidGenesis.Wrapf("seat of co-op %d: %s", seat.CoopId, err)
	}
	return nil
}

func (k *Keeper) initKeyOwners(ctx context.Context, owners []types.KeyOwner) error {
	for _, owner := range owners {
		if err := k.KeyOwners.Set(ctx, owner.ConsensusAddress, owner); err != nil {
			return err
		}
		if owner.RetiredHeight == 0 || owner.Banned {
			continue
		}
		if err := k.RetiredKeys.Set(ctx, collections.Join(owner.RetiredHeight, owner.ConsensusAddress)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initLiveness(ctx context.Context, records []types.GenesisLiveness) error {
	for _, record := range records {
		if err := k.Liveness.Set(ctx, record.CoopId, record.Liveness); err != nil {
			return err
		}
		for _, index := range record.Missed {
			if _, err := k.setMissedVote(ctx, record.CoopId, index, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// ExportGenesis returns the whole state. The seats are those after the last
// block: what that block changed signs from the first block of a new chain.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	genesis := &types.GenesisState{}
	var err error
	if genesis.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if genesis.NextChangeId, err = k.NextChangeID.Get(ctx); err != nil {
		return nil, err
	}
	set, err := k.loadSet(ctx)
	if err != nil {
		return nil, err
	}
	genesis.SeatsAtLastResolution, genesis.ReachedFour = set.seatsAtLastResolution, set.reachedFour
	if genesis.Seats, err = k.allSeats(ctx); err != nil {
		return nil, err
	}
	if genesis.Changes, err = k.allChanges(ctx); err != nil {
		return nil, err
	}
	owners, err := k.KeyOwners.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	if genesis.KeyOwners, err = owners.Values(); err != nil {
		return nil, err
	}
	for _, seat := range genesis.Seats {
		liveness, err := k.Liveness.Get(ctx, seat.CoopId)
		if errors.Is(err, collections.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		missed, err := k.missedVotes(ctx, seat.CoopId)
		if err != nil {
			return nil, err
		}
		genesis.Liveness = append(genesis.Liveness, types.GenesisLiveness{CoopId: seat.CoopId, Liveness: liveness, Missed: missed})
	}
	return genesis, nil
}
