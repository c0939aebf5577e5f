package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// GetMember finds a member by its number, one that left too.
func (k *Keeper) GetMember(ctx context.Context, coopID, memberID uint64) (types.Member, error) {
	member, err := k.Members.Get(ctx, collections.Join(coopID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Member{}, types.ErrUnknownMember.Wrapf("co-op %d has no member %d; list them with: coopd q membership members %d",
			coopID, memberID, coopID)
	}
	return member, err
}

// MemberByKey finds the member of a co-op that an address acts for: a person's
// key or a member co-op's account. It reads the key's place and the member,
// nothing else. Whose membership has ended has no keys, so the member holds a place.
func (k *Keeper) MemberByKey(ctx context.Context, coopID uint64, account []byte) (types.Member, error) {
	memberID, err := k.Places.Get(ctx, collections.Join(account, coopID))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Member{}, types.ErrNotAMember.Wrapf("%s is no member's key in co-op %d; sign with a member's key (see: coopd q membership who %s), or ask to be admitted",
			types.AddressText(account), coopID, types.AddressText(account))
	}
	if err != nil {
		return types.Member{}, err
	}
	return k.GetMember(ctx, coopID, memberID)
}

// IsActiveMemberCoop says whether a co-op is a member of a federation now.
func (k *Keeper) IsActiveMemberCoop(ctx context.Context, federationID, coopID uint64) (bool, error) {
	return k.Places.Has(ctx, collections.Join([]byte(types.CoopAccount(coopID)), federationID))
}

// HasPower says whether a member holds a power now. Powers end by themselves
// and rest while a member is suspended.
func (k *Keeper) HasPower(ctx context.Context, coopID, memberID uint64, power string) (bool, error) {
	granted, err := k.isGranted(ctx, coopID, memberID, power)
	if err != nil || !granted {
		return false, err
	}
	member, err := k.GetMember(ctx, coopID, memberID)
	return member.TakesPart(), err
}

// isGranted says whether a member's term with a power runs, though the power may
// rest: a suspended officer's can be revoked like any other.
func (k *Keeper) isGranted(ctx context.Context, coopID, memberID uint64, power string) (bool, error) {
	grant, err := k.Grants.Get(ctx, collections.Join3(coopID, power, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now, err := k.clock.Now(ctx)
	return now < grant.Until, err
}

// GrantOf is the power that a member holds now, if it does.
func (k *Keeper) GrantOf(ctx context.Context, coopID, memberID uint64, power string) (grant types.Grant, holds bool, err error) {
	holds, err = k.HasPower(ctx, coopID, memberID, power)
	if err != nil || !holds {
		return types.Grant{}, false, err
	}
	grant, err = k.Grants.Get(ctx, collections.Join3(coopID, power, memberID))
	return grant, err == nil, err
}

// PowerHolders lists the members who hold a power now and take part, in the
// order of their numbers. There are at most max_grants_per_coop.
func (k *Keeper) PowerHolders(ctx context.Context, coopID uint64, power string) ([]types.Member, error) {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	var holders []types.Member
	err = k.Grants.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, string, uint64](coopID, power),
		func(_ collections.Triple[uint64, string, uint64], grant types.Grant) (bool, error) {
			if now >= grant.Until {
				return false, nil
			}
			member, err := k.GetMember(ctx, coopID, grant.MemberId)
			if err == nil && member.TakesPart() {
				holders = append(holders, member)
			}
			return err != nil, err
		})
	return holders, err
}

// federationsOf lists the co-ops that a co-op is a member of, in the order of
// their ids. Their number is bounded by max_federations_per_coop.
func (k *Keeper) federationsOf(ctx context.Context, coopID uint64) ([]uint64, error) {
	var federations []uint64
	err := k.Places.Walk(ctx, collections.NewPrefixedPairRange[[]byte, uint64](types.CoopAccount(coopID)),
		func(place collections.Pair[[]byte, uint64], _ uint64) (bool, error) {
			federations = append(federations, place.K2())
			return false, nil
		})
	return federations, err
}
