package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/membership/types"
)

// covering is an officer's grant of a power over members of a class. It refuses
// an officer whose grant doesn't cover the class. For the members themselves
// (officer zero) it is an empty grant, which covers everything.
func (k *Keeper) covering(ctx context.Context, coop types.Coop, officer uint64, power string, classID uint32) (types.Grant, error) {
	if officer == 0 {
		return types.Grant{}, nil
	}
	grant, holds, err := k.GrantOf(ctx, coop.Id, officer, power)
	if err != nil {
		return types.Grant{}, err
	}
	if !holds {
		return types.Grant{}, types.ErrNotAllowed.Wrapf("member %d of %s does not hold the power %q now; ask an officer (see: coopd q membership powers %s) or propose a resolution",
			officer, coop.Slug, power, coop.Slug)
	}
	if !grant.Scope.CoversClass(classID) {
		return types.Grant{}, types.ErrOutsideScope.Wrapf("member %d of %s holds the power %q for the classes %d, and this is about class %d; ask an officer whose power covers it (see: coopd q membership powers %s) or propose a resolution",
			officer, coop.Slug, power, grant.Scope.ClassIds, classID, coop.Slug)
	}
	return grant, nil
}

// oneMore is an officer's grant with one more use counted, not stored yet. It
// refuses a class that the grant doesn't cover, and a use beyond its limit.
func (k *Keeper) oneMore(ctx context.Context, coop types.Coop, officer uint64, power string, classID uint32) (types.Grant, error) {
	grant, err := k.covering(ctx, coop, officer, power, classID)
	if err != nil || grant.Limit == nil {
		return grant, err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return types.Grant{}, err
	}
	use, err := grant.Limit.OneMore(grant.Use, now-now%secondsPerDay)
	if err != nil {
		return types.Grant{}, errorsmod.Wrapf(err, "the power %q of member %d of %s", power, officer, coop.Slug)
	}
	grant.Use = &use
	return grant, nil
}

// noteUse stores the use that oneMore has counted, once the officer's act is done.
func (k *Keeper) noteUse(ctx context.Context, grant types.Grant) error {
	if grant.Limit == nil {
		return nil
	}
	if err := k.Grants.Set(ctx, collections.Join3(grant.CoopId, grant.Power, grant.MemberId), grant); err != nil {
		return err
	}
	return emit(ctx, &types.EventPowerUsed{CoopId: grant.CoopId, MemberId: grant.MemberId, Power: grant.Power, Use: *grant.Use})
}
