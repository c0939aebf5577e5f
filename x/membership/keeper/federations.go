package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// climb is a co-op that would have at least so many levels below it.
type climb struct {
	coopID uint64
	levels uint32
}

// levelsWith says which co-ops would have more levels below them if the
// applicant joined, and refuses circles and too many levels.
//
// Every federation counts at least one level more than each of its members. So
// if the applicant were above the federation, raising the federation over it
// would have to raise each co-op on the way up to the applicant itself: the walk
// meets it. Elsewhere the walk ends where the counts are high enough already.
func (k *Keeper) levelsWith(ctx context.Context, federation, applicant types.Coop, params types.Params) ([]types.Coop, error) {
	var raised []types.Coop
	position := make(map[uint64]int)
	queue := []climb{{coopID: federation.Id, levels: applicant.LevelsBelow + 1}}
	for visits := uint32(0); len(queue) > 0; visits++ {
		if visits >= params.MaxFederationWalk {
			return nil, types.ErrFederationDepth.Wrapf("more than %d co-ops lie above %s; admit %s further up",
				params.MaxFederationWalk, federation.Slug, applicant.Slug)
		}
		next := queue[0]
		queue = queue[1:]
		if next.coopID == applicant.Id {
			return nil, types.ErrFederationCircle.Wrapf("%s is above %s, so it can't be a member of it", applicant.Slug, federation.Slug)
		}
		at, seen := position[next.coopID]
		if !seen {
			coop, err := k.GetCoop(ctx, next.coopID)
			if err != nil {
				return nil, err
			}
			at = len(raised)
			position[next.coopID] = at
			raised = append(raised, coop)
		}
		if raised[at].LevelsBelow >= next.levels {
			continue
		}
		if next.levels >= params.MaxFederationLevels {
			return nil, types.ErrFederationDepth.Wrapf("with %s, %s would have %d levels of co-ops below it; the ledger allows %d levels in all",
				applicant.Slug, raised[at].Slug, next.levels, params.MaxFederationLevels)
		}
		raised[at].LevelsBelow = next.levels
		above, err := k.federationsOf(ctx, next.coopID)
		if err != nil {
			return nil, err
		}
		for _, id := range above {
			queue = append(queue, climb{coopID: id, levels: next.levels + 1})
		}
	}
	return raised, nil
}

// votingTimeWith refuses an applicant that needs longer to decide its vote than
// the federation's votes last, or that belongs to enough federations already.
// It returns how many seconds the applicant needs.
func (k *Keeper) votingTimeWith(
	ctx context.Context, federation types.Coop, charter types.Charter, applicant types.Coop, params types.Params,
) (uint64, error) {
	above, err := k.federationsOf(ctx, applicant.Id)
	if err != nil {
		return 0, err
	}
	if uint64(len(above)) >= uint64(params.MaxFederationsPerCoop) {
		return 0, types.ErrTooManyFederations.Wrapf("%s is a member of %d co-ops and may be of %d; it must leave one first",
			applicant.Slug, len(above), params.MaxFederationsPerCoop)
	}
	_, own, err := k.GetCharter(ctx, applicant.Id)
	if err != nil {
		return 0, err
	}
	seconds, err := own.FederationVoteSeconds()
	if err != nil {
		return 0, err
	}
	return seconds, charter.LeavesTimeToVote(seconds, params.FederationVoteMarginSeconds)
}
