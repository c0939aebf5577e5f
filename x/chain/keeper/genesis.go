package keeper

import (
	"context"
	"errors"
	"math"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// InitGenesis validates and stores the state. Without a clock, chain time
// starts at the genesis time.
func (k *Keeper) InitGenesis(ctx context.Context, genesis types.GenesisState) error {
	if err := genesis.Validate(); err != nil {
		return err
	}
	clock, err := k.startingClock(ctx, genesis.Clock)
	if err != nil {
		return err
	}
	if err := k.Clock.Set(ctx, clock); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, genesis.Params); err != nil {
		return err
	}
	for _, allotment := range genesis.Allotments {
		if err := k.Allotments.Set(ctx, allotment.CoopId, allotment.Allowance); err != nil {
			return err
		}
	}
	if err := k.importBuckets(ctx, genesis.Buckets); err != nil {
		return err
	}
	for _, zone := range genesis.Zones {
		if err := k.Zones.Set(ctx, zone.Name, zone); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) startingClock(ctx context.Context, given *types.Clock) (types.Clock, error) {
	if given != nil {
		return *given, nil
	}
	genesisTime := sdk.UnwrapSDKContext(ctx).BlockTime()
	now := nanoseconds(genesisTime)
	if now < types.NanosecondsPerSecond || now == math.MaxInt64 {
		return types.Clock{}, errorsmod.Wrapf(types.ErrInvalidGenesis, "the genesis time is %s; choose one after 1970 and before 2262", genesisTime)
	}
	return types.Clock{TimeNs: now, BlockTimeNs: now}, nil
}

// ExportGenesis returns the whole state, in the order of its keys.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	genesis := types.GenesisState{Allotments: []types.Allotment{}, Zones: []types.Zone{}}
	var err error
	if genesis.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	clock, err := k.Clock.Get(ctx)
	if err == nil {
		genesis.Clock = &clock
	} else if !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	err = k.Allotments.Walk(ctx, nil, func(coopID uint64, allowance types.Allowance) (bool, error) {
		genesis.Allotments = append(genesis.Allotments, types.Allotment{CoopId: coopID, Allowance: allowance})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if genesis.Buckets, err = k.exportBuckets(ctx); err != nil {
		return nil, err
	}
	err = k.Zones.Walk(ctx, nil, func(_ string, zone types.Zone) (bool, error) {
		genesis.Zones = append(genesis.Zones, zone)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return &genesis, nil
}
