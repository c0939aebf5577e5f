package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// InitGenesis stores a state after checking all of it. Indexes are rebuilt.
// Persons' keys get accounts where x/auth has none, so that they can sign.
func (k *Keeper) InitGenesis(ctx context.Context, state types.GenesisState) error {
	if err := state.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, state.Params); err != nil {
		return err
	}
	if err := k.NextCoopID.Set(ctx, state.NextCoopId); err != nil {
		return err
	}
	for _, load := range []func(context.Context, types.GenesisState) error{
		k.loadCoops, k.loadCharterVersions, k.loadMembers, k.loadKeys, k.loadRest, k.loadFederations, k.loadProofs,
		k.loadPlaces, k.loadInvitations, k.loadSafeties,
		k.loadCases, k.loadDocuments,
	} {
		if err := load(ctx, state); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadCoops(ctx context.Context, state types.GenesisState) error {
	for _, coop := range state.Coops {
		if err := k.Coops.Set(ctx, coop.Id, coop); err != nil {
			return err
		}
		if err := k.Slugs.Set(ctx, coop.Slug, coop.Id); err != nil {
			return err
		}
		if err := k.CoopAccounts.Set(ctx, types.CoopAccount(coop.Id), coop.Id); err != nil {
			return err
		}
	}
	for _, entry := range state.Charters {
		if err := k.Charters.Set(ctx, collections.Join(entry.CoopId, entry.Version), entry.Charter); err != nil {
			return err
		}
	}
	for _, entry := range state.Rolls {
		if err := k.Rolls.Set(ctx, entry.CoopId, entry.Roll); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadCharterVersions(ctx context.Context, state types.GenesisState) error {
	for _, history := range state.CharterVersions {
		if err := k.storeHistory(ctx, history); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) saveCharterVersions(ctx context.Context, state *types.GenesisState) error {
	return k.CharterVersions.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], history types.CharterVersion) (bool, error) {
		state.CharterVersions = append(state.CharterVersions, history)
		return false, nil
	})
}

func (k *Keeper) loadMembers(ctx context.Context, state types.GenesisState) error {
	for _, member := range state.Members {
		if err := k.Members.Set(ctx, collections.Join(member.CoopId, member.MemberId), member); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadKeys(ctx context.Context, state types.GenesisState) error {
	for _, entry := range state.Keys {
		key, err := types.AddressBytes(entry.Key.Address)
		if err != nil {
			return err
		}
		if err := k.Keys.Set(ctx, collections.Join3(entry.CoopId, entry.MemberId, key), entry.Key); err != nil {
			return err
		}
		if !entry.Key.MoneyOnly {
			if err := k.Places.Set(ctx, collections.Join(key, entry.CoopId), entry.MemberId); err != nil {
				return err
			}
		}
		_, isCoop, err := k.CoopByAccount(ctx, key)
		if err != nil {
			return err
		}
		if !isCoop {
			k.openAccount(ctx, key)
		}
	}
	return nil
}

func (k *Keeper) loadRest(ctx context.Context, state types.GenesisState) error {
	for _, grant := range state.Grants {
		if err := k.Grants.Set(ctx, collections.Join3(grant.CoopId, grant.Power, grant.MemberId), grant); err != nil {
			return err
		}
	}
	for _, application := range state.Applications {
		ids := collections.Join(application.CoopId, application.ApplicantCoopId)
		if err := k.Applications.Set(ctx, ids, application); err != nil {
			return err
		}
		due := collections.Join3(application.ExpiresAt, application.CoopId, application.ApplicantCoopId)
		if err := k.ApplicationExpires.Set(ctx, due); err != nil {
			return err
		}
	}
	for _, pin := range state.Pins {
		if err := k.Pins.Set(ctx, collections.Join(pin.CoopId, pin.Sequence), pin.Count); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (types.GenesisState, error) {
	var (
		state types.GenesisState
		err   error
	)
	if state.Params, err = k.Params.Get(ctx); err != nil {
		return state, err
	}
	if state.NextCoopId, err = k.NextCoopID.Peek(ctx); err != nil {
		return state, err
	}
	for _, save := range []func(context.Context, *types.GenesisState) error{
		k.saveCoops, k.saveCharterVersions, k.saveMembers, k.saveRest, k.saveProofs, k.savePlaces, k.saveSafeties,
		k.saveCases, k.saveDocuments,
	} {
		if err := save(ctx, &state); err != nil {
			return state, err
		}
	}
	return state, nil
}

func (k *Keeper) saveCoops(ctx context.Context, state *types.GenesisState) error {
	err := k.Coops.Walk(ctx, nil, func(_ uint64, coop types.Coop) (bool, error) {
		state.Coops = append(state.Coops, coop)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Charters.Walk(ctx, nil, func(key collections.Pair[uint64, uint64], charter types.Charter) (bool, error) {
		state.Charters = append(state.Charters, types.GenesisCharter{CoopId: key.K1(), Version: key.K2(), Charter: charter})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.Rolls.Walk(ctx, nil, func(coopID uint64, roll types.Roll) (bool, error) {
		state.Rolls = append(state.Rolls, types.GenesisRoll{CoopId: coopID, Roll: roll})
		return false, nil
	})
}

func (k *Keeper) saveMembers(ctx context.Context, state *types.GenesisState) error {
	err := k.Members.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], member types.Member) (bool, error) {
		state.Members = append(state.Members, member)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.Keys.Walk(ctx, nil, func(at collections.Triple[uint64, uint64, []byte], key types.Key) (bool, error) {
		state.Keys = append(state.Keys, types.GenesisKey{CoopId: at.K1(), MemberId: at.K2(), Key: key})
		return false, nil
	})
}

func (k *Keeper) saveRest(ctx context.Context, state *types.GenesisState) error {
	err := k.Grants.Walk(ctx, nil, func(_ collections.Triple[uint64, string, uint64], grant types.Grant) (bool, error) {
		state.Grants = append(state.Grants, grant)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Applications.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], application types.Application) (bool, error) {
		state.Applications = append(state.Applications, application)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.Pins.Walk(ctx, nil, func(at collections.Pair[uint64, uint64], count uint64) (bool, error) {
		state.Pins = append(state.Pins, types.GenesisPin{CoopId: at.K1(), Sequence: at.K2(), Count: count})
		return false, nil
	})
}
