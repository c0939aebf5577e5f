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
