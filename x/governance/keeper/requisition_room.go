package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
)

// makeRoomForRequisition lets a new requisition begin. Where all places are taken
// the one that fewest have signed gives way, of several the oldest: but none that
// has begun less than requisition_stands_seconds ago, so that each has the time to
// find others, and none that half of those needed have signed. A few members can
// take all places, and keep them for no longer than that.
func (k *Keeper) makeRoomForRequisition(ctx context.Context, coopID uint64, params types.Params, now int64) error {
	var weakest *types.Requisition
	open := uint32(0)
	if err := k.OpenRequisitions.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID),
		func(key collections.Pair[uint64, uint64]) (bool, error) {
			open++
			q, err := k.Requisitions.Get(ctx, key.K2())
			if err == nil && q.GivesWay(now, params) && (weakest == nil || q.Signatures < weakest.Signatures) {
				weakest = &q
			}
			return err != nil, err
		}); err != nil {
		return err
	}
	switch {
	case open < params.MaxOpenMeetingsPerCoop:
		return nil
	case weakest == nil:
		return errorsmod.Wrapf(types.ErrTooManyMeetings,
			"co-op %d has %d open requisitions, of at most %d, and each began less than %d seconds ago or has half of its signatures; sign one of them (see: coopd q governance calendar %d), or begin yours later",
			coopID, open, params.MaxOpenMeetingsPerCoop, params.RequisitionStandsSeconds, coopID)
	default:
		return k.endRequisition(ctx, weakest.Id, now)
	}
}
