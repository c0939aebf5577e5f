package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// GetParams returns the module's limits.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.Params.Get(ctx) }

// GetCoop finds a co-op by id.
func (k *Keeper) GetCoop(ctx context.Context, id uint64) (types.Coop, error) {
	coop, err := k.Coops.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Coop{}, types.ErrUnknownCoop.Wrapf("no co-op has the id %d; list them with: coopd q membership coops", id)
	}
	return coop, err
}

// CoopByReference finds a co-op by its slug or id.
func (k *Keeper) CoopByReference(ctx context.Context, reference string) (types.Coop, error) {
	id, slug, err := types.ParseReference(reference)
	if err != nil {
		return types.Coop{}, err
	}
	if slug == "" {
		return k.GetCoop(ctx, id)
	}
	id, err = k.Slugs.Get(ctx, slug)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Coop{}, types.ErrUnknownCoop.Wrapf("no co-op has the slug %q; list them with: coopd q membership coops", slug)
	}
	if err != nil {
		return types.Coop{}, err
	}
	return k.GetCoop(ctx, id)
}

// CoopIDByReference is the id of the co-op that a slug or an id names.
func (k *Keeper) CoopIDByReference(ctx context.Context, reference string) (uint64, error) {
	coop, err := k.CoopByReference(ctx, reference)
	return coop.Id, err
}

// CoopCount is how many co-ops there are; their ids are 1 to that.
func (k *Keeper) CoopCount(ctx context.Context) (uint64, error) {
	next, err := k.NextCoopID.Peek(ctx)
	if err != nil || next == 0 {
		return 0, err
	}
	return next - 1, nil
}

// CoopByAccount says which co-op's account an address is, if it is one.
func (k *Keeper) CoopByAccount(ctx context.Context, account []byte) (id uint64, found bool, err error) {
	id, err = k.CoopAccounts.Get(ctx, account)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, false, nil
	}
	return id, err == nil, err
}

// GetCharter returns the version in force and the charter itself.
func (k *Keeper) GetCharter(ctx context.Context, coopID uint64) (uint64, types.Charter, error) {
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return 0, types.Charter{}, err
	}
	charter, err := k.Charters.Get(ctx, collections.Join(coopID, coop.CharterVersion))
	return coop.CharterVersion, charter, err
}

// GetRoll returns a co-op's counters.
func (k *Keeper) GetRoll(ctx context.Context, coopID uint64) (types.Roll, error) {
	roll, err := k.Rolls.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Roll{}, types.ErrUnknownCoop.Wrapf("no co-op has the id %d; list them with: coopd q membership coops", coopID)
	}
	return roll, err
}

// signerBytes reads a message's signer.
func (k *Keeper) signerBytes(signer string) ([]byte, error) {
	account, err := k.addresses.StringToBytes(signer)
	if err != nil {
		return nil, types.ErrInvalidAddress.Wrapf("%q is not an address of this ledger: %s; addresses begin with %s1",
			signer, err, types.AddressPrefix)
	}
	return account, nil
}

// requireCoopAccount refuses any signer but the co-op's own account: what it
// signs was decided by a resolution.
func (k *Keeper) requireCoopAccount(signer []byte, coop types.Coop, what string) error {
	if bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return nil
	}
	return types.ErrNotAllowed.Wrapf("%s does not decide %s in %s; its members do, by a resolution that %s executes",
		types.AddressText(signer), what, coop.Slug, coop.Account)
}
