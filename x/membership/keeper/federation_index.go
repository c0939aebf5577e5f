package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// fromBelow is something that a federation knows of its member co-ops, in the
// order of (federation, value, member co-op): the greatest value is one seek.
type fromBelow = collections.KeySet[collections.Triple[uint64, uint64, uint64]]

// greatest is the greatest value that a member co-op of a federation has.
func greatest(ctx context.Context, of fromBelow, federationID uint64) (value uint64, found bool, err error) {
	last := collections.NewPrefixedTripleRangeReversed[uint64, uint64, uint64](federationID)
	err = of.Walk(ctx, last, func(at collections.Triple[uint64, uint64, uint64]) (bool, error) {
		value, found = at.K2(), true
		return true, nil
	})
	return value, found, err
}

// replaceBelow changes what a federation knows of one member co-op.
func replaceBelow(ctx context.Context, of fromBelow, federationID, memberCoopID, from, to uint64) error {
	if err := of.Remove(ctx, collections.Join3(federationID, from, memberCoopID)); err != nil {
		return err
	}
	return of.Set(ctx, collections.Join3(federationID, to, memberCoopID))
}

// memberCoopJoins tells a federation how deep a member co-op goes and how long
// it takes to decide its vote.
func (k *Keeper) memberCoopJoins(ctx context.Context, federationID uint64, joining types.Coop, voteSeconds uint64) error {
	if err := k.VoteTimes.Set(ctx, collections.Join3(federationID, voteSeconds, joining.Id)); err != nil {
		return err
	}
	if err := k.Depths.Set(ctx, collections.Join3(federationID, uint64(joining.LevelsBelow), joining.Id)); err != nil {
		return err
	}
	return k.settleLongestVote(ctx, federationID)
}

// memberCoopLeaves lets a federation forget what a member co-op needed.
func (k *Keeper) memberCoopLeaves(ctx context.Context, federationID, leavingID uint64) error {
	leaving, err := k.GetCoop(ctx, leavingID)
	if err != nil {
		return err
	}
	_, charter, err := k.GetCharter(ctx, leavingID)
	if err != nil {
		return err
	}
	seconds, err := charter.FederationVoteSeconds()
	if err != nil {
		return err
	}
	if err := k.VoteTimes.Remove(ctx, collections.Join3(federationID, seconds, leavingID)); err != nil {
		return err
	}
	if err := k.Depths.Remove(ctx, collections.Join3(federationID, uint64(leaving.LevelsBelow), leavingID)); err != nil {
		return err
	}
	if err := k.settleLongestVote(ctx, federationID); err != nil {
		return err
	}
	return k.settleLevels(ctx, federationID)
}

// settleLongestVote notes the need of a federation's slowest member co-op.
func (k *Keeper) settleLongestVote(ctx context.Context, federationID uint64) error {
	seconds, _, err := greatest(ctx, k.VoteTimes, federationID)
	if err != nil {
		return err
	}
	federation, err := k.GetCoop(ctx, federationID)
	if err != nil || federation.LongestMemberVoteSeconds == seconds {
		return err
	}
	federation.LongestMemberVoteSeconds = seconds
	return k.Coops.Set(ctx, federationID, federation)
}

// settleLevels lowers a federation's count of levels to what its members need,
// and those above it. At most max_federation_walk co-ops are visited: further up
// a count may stay too high until the next change below it, never too low.
func (k *Keeper) settleLevels(ctx context.Context, federationID uint64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	queue := []uint64{federationID}
	for visits := uint32(0); len(queue) > 0 && visits < params.MaxFederationWalk; visits++ {
		coop, err := k.GetCoop(ctx, queue[0])
		if err != nil {
			return err
		}
		queue = queue[1:]
		deepest, found, err := greatest(ctx, k.Depths, coop.Id)
		if err != nil {
			return err
		}
		levels := uint32(0)
		if found {
			levels = uint32(deepest) + 1
		}
		if levels >= coop.LevelsBelow {
			continue
		}
		above, err := k.changeLevels(ctx, coop, levels)
		if err != nil {
			return err
		}
		queue = append(queue, above...)
	}
	return nil
}

// storeLevels notes the greater counts that levelsWith found.
func (k *Keeper) storeLevels(ctx context.Context, raised []types.Coop) error {
	for _, after := range raised {
		before, err := k.GetCoop(ctx, after.Id)
		if err != nil {
			return err
		}
		if before.LevelsBelow == after.LevelsBelow {
			continue
		}
		if _, err := k.changeLevels(ctx, before, after.LevelsBelow); err != nil {
			return err
		}
	}
	return nil
}

// changeLevels stores how many levels are below a co-op, and what the co-ops
// above it know of it. It returns those.
func (k *Keeper) changeLevels(ctx context.Context, coop types.Coop, levels uint32) (above []uint64, err error) {
	if above, err = k.federationsOf(ctx, coop.Id); err != nil {
		return nil, err
	}
	for _, federationID := range above {
		if err := replaceBelow(ctx, k.Depths, federationID, coop.Id, uint64(coop.LevelsBelow), uint64(levels)); err != nil {
			return nil, err
		}
	}
	coop.LevelsBelow = levels
	return above, k.Coops.Set(ctx, coop.Id, coop)
}

// loadFederations rebuilds what federations know of their member co-ops.
func (k *Keeper) loadFederations(ctx context.Context, state types.GenesisState) error {
	for _, member := range state.Members {
		if member.MemberCoopId == 0 || !member.HoldsPlace() {
			continue
		}
		below, err := k.GetCoop(ctx, member.MemberCoopId)
		if err != nil {
			return err
		}
		_, charter, err := k.GetCharter(ctx, below.Id)
		if err != nil {
			return err
		}
		seconds, err := charter.FederationVoteSeconds()
		if err != nil {
			return err
		}
		if err := k.VoteTimes.Set(ctx, collections.Join3(member.CoopId, seconds, below.Id)); err != nil {
			return err
		}
		if err := k.Depths.Set(ctx, collections.Join3(member.CoopId, uint64(below.LevelsBelow), below.Id)); err != nil {
			return err
		}
	}
	return nil
}
