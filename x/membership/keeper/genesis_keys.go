package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

func (k *Keeper) loadInvitations(ctx context.Context, state types.GenesisState) error {
	for _, invitation := range state.Invitations {
		if err := k.storeInvitation(ctx, invitation); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadSafeties(ctx context.Context, state types.GenesisState) error {
	for _, safety := range state.KeySafeties {
		if err := k.storeSafety(ctx, safety); err != nil {
			return err
		}
		if safety.NextGuardians == nil {
			continue
		}
		if err := k.KeyDeadlines.Set(ctx, guardiansDue(safety)); err != nil {
			return err
		}
	}
	for _, recovery := range state.Recoveries {
		if err := k.storeRecovery(ctx, recovery); err != nil {
			return err
		}
		if !byResolution(recovery.Road) {
			continue
		}
		if err := countUpOrDown(ctx, k.RecoveryCounts, recovery.CoopId, true); err != nil {
			return err
		}
	}
	for _, removal := range state.KeyRemovals {
		key, err := types.AddressBytes(removal.Address)
		if err != nil {
			return err
		}
		if err := k.KeyRemovals.Set(ctx, collections.Join3(removal.CoopId, removal.MemberId, key), removal); err != nil {
			return err
		}
		if err := k.KeyDeadlines.Set(ctx, removalDue(removal, key)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) saveSafeties(ctx context.Context, state *types.GenesisState) error {
	err := k.Invitations.Walk(ctx, nil, func(_ collections.Pair[uint64, []byte], invitation types.Invitation) (bool, error) {
		state.Invitations = append(state.Invitations, invitation)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.KeySafeties.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], safety types.KeySafety) (bool, error) {
		state.KeySafeties = append(state.KeySafeties, safety)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Recoveries.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], recovery types.Recovery) (bool, error) {
		state.Recoveries = append(state.Recoveries, recovery)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.KeyRemovals.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, []byte], removal types.KeyRemoval) (bool, error) {
		state.KeyRemovals = append(state.KeyRemovals, removal)
		return false, nil
	})
}
