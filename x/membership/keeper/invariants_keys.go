package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// InvitationIndexInvariant checks that each invitation is in the order of expiry once,
// that the counters are a recount, and that no claim is counted between blocks.
func (k *Keeper) InvitationIndexInvariant(ctx context.Context) ([]string, error) {
	var broken []string
	invitations := 0
	recount := make(map[[2]uint64]uint64)
	err := k.Invitations.Walk(ctx, nil, func(_ collections.Pair[uint64, []byte], i types.Invitation) (bool, error) {
		invitations++
		recount[[2]uint64{i.CoopId, 0}]++
		if i.Inviter != 0 {
			recount[[2]uint64{i.CoopId, i.Inviter}]++
		}
		ordered, err := k.InvitationExpires.Has(ctx, collections.Join3(i.ExpiresAt, i.CoopId, i.PubKey))
		if err == nil && !ordered {
			broken = append(broken, fmt.Sprintf("the invitation %x of co-op %d has no place in the order of expiry", i.PubKey, i.CoopId))
		}
		return false, err
	})
	if err != nil {
		return nil, err
	}
	ordered, err := entriesIn(ctx, k.InvitationExpires)
	if err != nil {
		return nil, err
	}
	if ordered != invitations {
		broken = append(broken, fmt.Sprintf("there are %d invitations and %d in the order of expiry", invitations, ordered))
	}
	counted, err := k.wrongCounters(ctx, recount)
	return append(broken, counted...), err
}

// wrongCounters compares the counters of invitations with a recount. Counters
// are in key order; those of the recount that are missing are found by number.
func (k *Keeper) wrongCounters(ctx context.Context, recount map[[2]uint64]uint64) ([]string, error) {
	var broken []string
	counters := 0
	err := k.InvitationCounts.Walk(ctx, nil, func(at collections.Pair[uint64, uint64], count uint64) (bool, error) {
		counters++
		if count != recount[[2]uint64{at.K1(), at.K2()}] {
			broken = append(broken, fmt.Sprintf("co-op %d counts %d invitations by member %d; there are %d", at.K1(), count, at.K2(), recount[[2]uint64{at.K1(), at.K2()}]))
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if counters != len(recount) {
		broken = append(broken, fmt.Sprintf("there are %d counters of invitations; there should be %d", counters, len(recount)))
	}
	if counting, err := k.ClaimsInBlock.Has(ctx); err != nil || counting {
		broken = append(broken, "claims are still counted after their block")
	}
	return broken, nil
}

// KeyDeadlineInvariant checks that everything that waits is in the order of what is due
// once, and nothing else is.
func (k *Keeper) KeyDeadlineInvariant(ctx context.Context) ([]string, error) {
	var broken []string
	waiting := 0
	waits := func(due keyDeadline) error {
		waiting++
		ordered, err := k.KeyDeadlines.Has(ctx, due)
		if err == nil && !ordered {
			broken = append(broken, fmt.Sprintf("what waits for member %d of co-op %d until %d is not in the order of what is due", due.K3(), due.K2(), due.K1()))
		}
		return err
	}
	byCoop := make(map[uint64]uint64)
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return nil, err
	}
	for _, safety := range state.KeySafeties {
		if safety.NextGuardians != nil {
			err = errors.Join(err, waits(guardiansDue(safety)))
		}
	}
	for _, recovery := range state.Recoveries {
		err = errors.Join(err, waits(recoveryDue(recovery)))
		if byResolution(recovery.Road) {
			byCoop[recovery.CoopId]++
		}
	}
	for _, removal := range state.KeyRemovals {
		key, bad := types.AddressBytes(removal.Address)
		err = errors.Join(err, bad, waits(removalDue(removal, key)))
	}
	if err != nil {
		return nil, err
	}
	ordered, err := entriesIn(ctx, k.KeyDeadlines)
	if err != nil {
		return nil, err
	}
	if ordered != waiting {
		broken = append(broken, fmt.Sprintf("%d things wait for members' keys and %d are in the order of what is due", waiting, ordered))
	}
	counters := 0
	err = k.RecoveryCounts.Walk(ctx, nil, func(coopID, count uint64) (bool, error) {
		counters++
		if count != byCoop[coopID] {
			broken = append(broken, fmt.Sprintf("co-op %d counts %d recoveries by resolution; there are %d", coopID, count, byCoop[coopID]))
		}
		return false, nil
	})
	if counters != len(byCoop) {
		broken = append(broken, fmt.Sprintf("%d co-ops count recoveries; %d have some", counters, len(byCoop)))
	}
	return broken, err
}

// entriesIn counts a queue.
func entriesIn[K any](ctx context.Context, queue collections.KeySet[K]) (int, error) {
	count := 0
	err := queue.Walk(ctx, nil, func(K) (bool, error) {
		count++
		return false, nil
	})
	return count, err
}
