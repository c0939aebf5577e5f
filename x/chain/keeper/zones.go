package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Zone finds a time zone by its IANA name; no name is UTC.
func (k *Keeper) Zone(ctx context.Context, name string) (types.Zone, error) {
	if name == "" {
		name = types.UTC
	}
	zone, err := k.Zones.Get(ctx, name)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Zone{}, errorsmod.Wrapf(types.ErrUnknownZone,
			"the ledger's table has no time zone %q; list them with: coopd q chain zones, or ask the root federation to add it", name)
	}
	return zone, err
}

// ZoneOrUTC finds a time zone by name. A name that the table doesn't have is UTC:
// nothing can be refused because a charter names another.
func (k *Keeper) ZoneOrUTC(ctx context.Context, name string) (types.Zone, error) {
	zone, err := k.Zone(ctx, name)
	if errors.Is(err, types.ErrUnknownZone) {
		return types.Zone{Name: types.UTC, Rules: []types.ZoneRule{{Posix: "UTC0"}}}, nil
	}
	return zone, err
}
