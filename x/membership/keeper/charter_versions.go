package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// CharterAt returns one version of a charter.
func (k *Keeper) CharterAt(ctx context.Context, coopID, version uint64) (types.Charter, error) {
	charter, err := k.Charters.Get(ctx, collections.Join(coopID, version))
	if errors.Is(err, collections.ErrNotFound) {
		last, err := k.lastCharterVersion(ctx, coopID)
		if err != nil {
			return types.Charter{}, err
		}
		return types.Charter{}, types.ErrUnknownVersion.Wrapf("the charter of co-op %d has the versions 1 to %d, and no %d", coopID, last, version)
	}
	return charter, err
}

// lastCharterVersion is the greatest number that a version of the charter has.
func (k *Keeper) lastCharterVersion(ctx context.Context, coopID uint64) (uint64, error) {
	iterator, err := k.Charters.Iterate(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID).Descending())
	if err != nil {
		return 0, err
	}
	defer iterator.Close() //nolint:errcheck // nothing is written
	if !iterator.Valid() {
		return 0, types.ErrBroken.Wrapf("co-op %d has no charter", coopID)
	}
	key, err := iterator.Key()
	return key.K2(), err
}

// charterHistory is how a version came to be.
func (k *Keeper) charterHistory(ctx context.Context, coop types.Coop, version uint64) (types.CharterVersion, error) {
	history, err := k.CharterVersions.Get(ctx, collections.Join(coop.Id, version))
	if !errors.Is(err, collections.ErrNotFound) {
		return history, err
	}
	if version == 1 {
		return history, types.ErrUnknownVersion.Wrapf("version 1 is the charter that %s was founded with; nothing came before it", coop.Slug)
	}
	_, err = k.CharterAt(ctx, coop.Id, version)
	if err == nil {
		err = types.ErrBroken.Wrapf("version %d of the charter of %s has no history", version, coop.Slug)
	}
	return history, err
}

// waitingCharter finds a version that was adopted and is not in force yet.
func (k *Keeper) waitingCharter(ctx context.Context, coop types.Coop, version uint64) (types.CharterVersion, error) {
	history, err := k.charterHistory(ctx, coop, version)
	if err != nil {
		return history, err
	}
	if !history.Waits() {
		return history, types.ErrWrongCharterState.Wrapf("version %d of the charter of %s is %s; only an adopted one waits to come into force",
			version, coop.Slug, history.State.Word())
	}
	return history, nil
}

// storeHistory keeps the queue and the list of waiting versions with it.
func (k *Keeper) storeHistory(ctx context.Context, history types.CharterVersion) error {
	key := collections.Join(history.CoopId, history.Version)
	due := collections.Join3(history.DueAt, history.CoopId, history.Version)
	if err := k.CharterVersions.Set(ctx, key, history); err != nil {
		return err
	}
	if history.Waits() {
		if err := k.WaitingCharters.Set(ctx, key); err != nil {
			return err
		}
		return k.CharterDue.Set(ctx, due)
	}
	if err := k.WaitingCharters.Remove(ctx, key); err != nil {
		return err
	}
	return k.CharterDue.Remove(ctx, due)
}

// settleCharter lets a waiting version come into force, or fail where the
// ledger refuses it now: its evidence may be missing, the co-op or its charter
// may have changed meanwhile.
func (k *Keeper) settleCharter(ctx context.Context, coop types.Coop, history types.CharterVersion, now int64) error {
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	err := k.comeIntoForce(cached, coop, history, now)
	if err == nil {
		write()
		return nil
	}
	return k.failCharter(ctx, history, err)
}

func (k *Keeper) failCharter(ctx context.Context, history types.CharterVersion, refusal error) error {
	codespace, code, _ := errorsmod.ABCIInfo(refusal, false)
	history.State, history.Codespace, history.ErrorCode = types.CharterState_CHARTER_STATE_FAILED, codespace, code
	if err := k.storeHistory(ctx, history); err != nil {
		return err
	}
	return emit(ctx, &types.EventCharterFailed{CoopId: history.CoopId, Version: history.Version, Codespace: codespace, ErrorCode: code})
}

// comeIntoForce checks a version against the charter in force and the co-op as
// it is now, and puts it in force. It asks for no more than was decided.
func (k *Keeper) comeIntoForce(ctx context.Context, coop types.Coop, history types.CharterVersion, now int64) error {
	if history.OnRegistration && history.Registration == nil {
		return types.ErrNotRegistered.Wrapf("nobody has recorded that version %d of the charter of %s was registered", history.Version, coop.Slug)
	}
	charter, err := k.CharterAt(ctx, coop.Id, history.Version)
	if err != nil {
		return err
	}
	_, inForce, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := types.DecidesNoMore(history.Parts, inForce.ChangedParts(charter)); err != nil {
		return err
	}
	return k.putInForce(ctx, coop, inForce, charter, history, now)
}

// putInForce makes a version the one in force. Open resolutions keep the rules
// they were proposed under.
func (k *Keeper) putInForce(
	ctx context.Context, coop types.Coop, previous, charter types.Charter, history types.CharterVersion, now int64,
) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if err := k.charterFits(ctx, coop, previous, charter, params); err != nil {
		return err
	}
	if err := k.federationsWait(ctx, coop, charter, params); err != nil {
		return err
	}
	history.State, history.EffectiveAt = types.CharterState_CHARTER_STATE_EFFECTIVE, now
	history.ReplacedVersion = coop.CharterVersion
	if err := k.storeHistory(ctx, history); err != nil {
		return err
	}
	coop.CharterVersion = history.Version
	coop.LastClassId = max(coop.LastClassId, charter.LastClassID())
	if err := k.Coops.Set(ctx, coop.Id, coop); err != nil {
		return err
	}
	if k.charters != nil {
		if err := k.charters.AfterCharterInForce(ctx, coop.Id); err != nil {
			return err
		}
	}
	return emit(ctx, &types.EventCharterAmended{CoopId: coop.Id, Version: coop.CharterVersion})
}

// chartersDue lets adopted versions come into force on their date, and ends
// those that nobody registered in time.
func (k *Keeper) chartersDue(ctx context.Context, now int64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	for {
		key, found, err := k.firstCharterDue(ctx, now)
		if err != nil || !found {
			return err
		}
		if fits, err := k.clock.SpendWork(ctx, params.CharterEffectGas); err != nil || !fits {
			return err
		}
		k.step(ctx, "a charter's coming into force", func(ctx context.Context) error {
			coop, err := k.GetCoop(ctx, key.K2())
			if err != nil {
				return err
			}
			history, err := k.waitingCharter(ctx, coop, key.K3())
			if err != nil {
				return err
			}
			return k.settleCharter(ctx, coop, history, now)
		}, func(ctx context.Context) error {
			history, err := k.CharterVersions.Get(ctx, collections.Join(key.K2(), key.K3()))
			if err != nil {
				return err
			}
			return k.failCharter(ctx, history, types.ErrBroken)
		})
		// Whatever happened, it is not tried again in every block.
		if err := k.CharterDue.Remove(ctx, key); err != nil {
			return err
		}
	}
}

func (k *Keeper) firstCharterDue(ctx context.Context, now int64) (key collections.Triple[int64, uint64, uint64], found bool, err error) {
	err = k.CharterDue.Walk(ctx, nil, func(first collections.Triple[int64, uint64, uint64]) (bool, error) {
		key, found = first, first.K1() <= now
		return true, nil
	})
	return key, found, err
}
