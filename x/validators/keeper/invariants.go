package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// CheckInvariants reads the whole state and reports the first thing in it that
// should be impossible: a set under its floor, a key with two seats, a seat
// that waits for a change that is not queued, a counter that is not its
// recount, or an index that is not its primary.
func (k *Keeper) CheckInvariants(ctx context.Context) error {
	genesis, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := genesis.Validate(); err != nil {
		return types.ErrInvariantBroken.Wrap(err.Error())
	}
	if err := k.checkOperators(ctx, genesis.Seats); err != nil {
		return err
	}
	if err := k.checkRetiredKeys(ctx, genesis.KeyOwners); err != nil {
		return err
	}
	return k.checkLivenessOwners(ctx, genesis.Liveness)
}

func (k *Keeper) checkOperators(ctx context.Context, seats []types.Seat) error {
	for _, seat := range seats {
		operator, err := k.addressCodec.StringToBytes(seat.Operator)
		if err != nil {
			return types.ErrInvariantBroken.Wrapf("the operator of co-op %d is no address", seat.CoopId)
		}
		coopID, found, err := k.SeatByOperator(ctx, operator)
		if err != nil {
			return err
		}
		if !found || coopID != seat.CoopId {
			return types.ErrInvariantBroken.Wrapf("the operator %s leads to co-op %d but operates co-op %d", seat.Operator, coopID, seat.CoopId)
		}
	}
	indexed := 0
	if err := k.Operators.Walk(ctx, nil, func([]byte, uint64) (bool, error) { indexed++; return false, nil }); err != nil {
		return err
	}
	if indexed != len(seats) {
		return types.ErrInvariantBroken.Wrapf("%d seats have %d operators", len(seats), indexed)
	}
	return nil
}

func (k *Keeper) checkRetiredKeys(ctx context.Context, owners []types.KeyOwner) error {
	waiting := 0
	for _, owner := range owners {
		if owner.RetiredHeight == 0 || owner.Banned {
			continue
		}
		waiting++
		indexed, err := k.RetiredKeys.Has(ctx, collections.Join(owner.RetiredHeight, owner.ConsensusAddress))
		if err != nil {
			return err
		}
		if !indexed {
			return types.ErrInvariantBroken.Wrapf("the retired key %X would never be forgotten", owner.ConsensusAddress)
		}
		now := sdk.UnwrapSDKContext(ctx).BlockHeight()
		if owner.RetiredAt == 0 && owner.RetiredHeight <= now {
			return types.ErrInvariantBroken.Wrapf("the key %X retired at height %d without a date", owner.ConsensusAddress, owner.RetiredHeight)
		}
	}
	indexed := 0
	if err := k.RetiredKeys.Walk(ctx, nil, func(collections.Pair[int64, []byte]) (bool, error) { indexed++; return false, nil }); err != nil {
		return err
	}
	if indexed != waiting {
		return types.ErrInvariantBroken.Wrapf("%d retired keys have %d entries in the order of forgetting", waiting, indexed)
	}
	return nil
}

func (k *Keeper) checkLivenessOwners(ctx context.Context, records []types.GenesisLiveness) error {
	counted := map[uint64]bool{}
	for _, record := range records {
		counted[record.CoopId] = true
	}
	if err := k.Liveness.Walk(ctx, nil, func(coopID uint64, _ types.Liveness) (bool, error) {
		if !counted[coopID] {
			return true, types.ErrInvariantBroken.Wrapf("co-op %d holds no seat but its votes are counted", coopID)
		}
		return false, nil
	}); err != nil {
		return err
	}
	return k.MissedVotes.Walk(ctx, nil, func(key collections.Pair[uint64, uint64], _ []byte) (bool, error) {
		if !counted[key.K1()] {
			return true, types.ErrInvariantBroken.Wrapf("co-op %d has missed votes but no counter", key.K1())
		}
		return false, nil
	})
}
