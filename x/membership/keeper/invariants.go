package keeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// BrokenInvariants describes every contradiction in the stored state; none is
// the only good answer. It reads the whole state: for tests, imports and
// upgrades, not for blocks.
func (k *Keeper) BrokenInvariants(ctx context.Context) ([]string, error) {
	var broken []string
	for _, invariant := range []func(context.Context) ([]string, error){
		k.StateInvariant, k.KeyIndexInvariant, k.CoopIndexInvariant, k.ApplicationIndexInvariant, k.FederationIndexInvariant,
		k.DueInvariant, k.PlaceIndexInvariant,
		k.InvitationIndexInvariant, k.KeyDeadlineInvariant,
		k.CaseIndexInvariant, k.DocumentIndexInvariant,
	} {
		found, err := invariant(ctx)
		if err != nil {
			return nil, err
		}
		broken = append(broken, found...)
	}
	return broken, nil
}

// StateInvariant checks that counters equal a recount, intervals fit states and class
// counts, keys fit members, federations are no circle, pins can be kept.
func (k *Keeper) StateInvariant(ctx context.Context) ([]string, error) {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return nil, err
	}
	broken := state.Broken()
	if err := state.Params.Validate(); err != nil {
		broken = append(broken, err.Error())
	}
	return broken, nil
}

// KeyIndexInvariant checks that the index from addresses to members is the keys turned
// round, no more and no less. Keys for a former member's money are not in it.
func (k *Keeper) KeyIndexInvariant(ctx context.Context) ([]string, error) {
	var (
		broken      []string
		keys, index int
	)
	err := k.Keys.Walk(ctx, nil, func(at collections.Triple[uint64, uint64, []byte], key types.Key) (bool, error) {
		if key.MoneyOnly {
			return false, nil
		}
		keys++
		if key.Address != types.AddressText(at.K3()) {
			broken = append(broken, fmt.Sprintf("a key of member %d of co-op %d is stored under another address than %s", at.K2(), at.K1(), key.Address))
		}
		memberID, err := k.Places.Get(ctx, collections.Join(at.K3(), at.K1()))
		switch {
		case errors.Is(err, collections.ErrNotFound) || (err == nil && memberID != at.K2()):
			broken = append(broken, fmt.Sprintf("%s is a key of member %d of co-op %d, but leads to member %d", key.Address, at.K2(), at.K1(), memberID))
		case err != nil:
			return true, err
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.Places.Walk(ctx, nil, func(collections.Pair[[]byte, uint64], uint64) (bool, error) {
		index++
		return false, nil
	})
	if index != keys {
		broken = append(broken, fmt.Sprintf("there are %d keys and %d entries in their index", keys, index))
	}
	return broken, err
}

// CoopIndexInvariant checks that slugs and accounts lead to their co-ops, no more and no less.
func (k *Keeper) CoopIndexInvariant(ctx context.Context) ([]string, error) {
	var (
		broken                 []string
		coops, slugs, accounts int
	)
	err := k.Coops.Walk(ctx, nil, func(id uint64, coop types.Coop) (bool, error) {
		coops++
		if coop.Id != id {
			broken = append(broken, fmt.Sprintf("co-op %d is stored as %d", coop.Id, id))
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.Slugs.Walk(ctx, nil, func(slug string, id uint64) (bool, error) {
		slugs++
		coop, err := k.GetCoop(ctx, id)
		if err != nil || coop.Slug != slug {
			broken = append(broken, fmt.Sprintf("the slug %q leads to co-op %d", slug, id))
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.CoopAccounts.Walk(ctx, nil, func(account []byte, id uint64) (bool, error) {
		accounts++
		if !bytes.Equal(account, types.CoopAccount(id)) {
			broken = append(broken, fmt.Sprintf("%s leads to co-op %d", types.AddressText(account), id))
		}
		return false, nil
	})
	if slugs != coops || accounts != coops {
		broken = append(broken, fmt.Sprintf("there are %d co-ops, %d slugs and %d accounts", coops, slugs, accounts))
	}
	return broken, err
}

// ApplicationIndexInvariant checks that each application is in the order of expiry once.
func (k *Keeper) ApplicationIndexInvariant(ctx context.Context) ([]string, error) {
	var (
		broken              []string
		applications, index int
	)
	err := k.Applications.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], a types.Application) (bool, error) {
		applications++
		ordered, err := k.ApplicationExpires.Has(ctx, collections.Join3(a.ExpiresAt, a.CoopId, a.ApplicantCoopId))
		if err != nil {
			return true, err
		}
		if !ordered {
			broken = append(broken, fmt.Sprintf("the application of co-op %d to co-op %d has no place in the order of expiry", a.ApplicantCoopId, a.CoopId))
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.ApplicationExpires.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) {
		index++
		return false, nil
	})
	if index != applications {
		broken = append(broken, fmt.Sprintf("there are %d applications and %d in the order of expiry", applications, index))
	}
	return broken, err
}

// FederationIndexInvariant checks that each federation knows of each of its
// member co-ops once, as that co-op is now.
func (k *Keeper) FederationIndexInvariant(ctx context.Context) ([]string, error) {
	var (
		broken       []string
		members      int
		times, depth int
	)
	err := k.Members.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], member types.Member) (bool, error) {
		if member.MemberCoopId == 0 || !member.HoldsPlace() {
			return false, nil
		}
		members++
		known, err := k.knownBelow(ctx, member)
		if err == nil && !known {
			broken = append(broken, fmt.Sprintf("co-op %d does not know how long co-op %d needs to vote, or how deep it goes", member.CoopId, member.MemberCoopId))
		}
		return false, err
	})
	if err != nil {
		return nil, err
	}
	if times, err = countBelow(ctx, k.VoteTimes); err != nil {
		return nil, err
	}
	if depth, err = countBelow(ctx, k.Depths); err != nil {
		return nil, err
	}
	if times != members || depth != members {
		broken = append(broken, fmt.Sprintf("there are %d member co-ops, %d entries of what they need and %d of how deep they go", members, times, depth))
	}
	return broken, nil
}

func countBelow(ctx context.Context, index fromBelow) (count int, err error) {
	err = index.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint64]) (bool, error) {
		count++
		return false, nil
	})
	return count, err
}

func (k *Keeper) knownBelow(ctx context.Context, member types.Member) (bool, error) {
	below, err := k.GetCoop(ctx, member.MemberCoopId)
	if err != nil {
		return false, err
	}
	_, charter, err := k.GetCharter(ctx, below.Id)
	if err != nil {
		return false, err
	}
	seconds, err := charter.FederationVoteSeconds()
	if err != nil {
		return false, err
	}
	known, err := k.VoteTimes.Has(ctx, collections.Join3(member.CoopId, seconds, below.Id))
	if err != nil || !known {
		return false, err
	}
	return k.Depths.Has(ctx, collections.Join3(member.CoopId, uint64(below.LevelsBelow), below.Id))
}
