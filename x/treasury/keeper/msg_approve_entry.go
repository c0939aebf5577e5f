package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// ApproveEntry writes what another officer prepared into the journal.
func (s msgServer) ApproveEntry(ctx context.Context, msg *types.MsgApproveEntry) (*types.MsgApproveEntryResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	pending, err := s.Pending.Get(ctx, collections.Join(coop.Id, msg.PendingId))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrUnknownPending.Wrapf("no entry %d of %s waits for a second officer; see what does with: coopd q treasury pending %s", msg.PendingId, coop.Slug, coop.Slug)
	}
	if err != nil {
		return nil, err
	}
	if pending.PreparerMemberId == officer {
		return nil, types.ErrSameOfficer.Wrapf("member %d prepared the entry; another officer with the power %q approves it", officer, membershiptypes.PowerBook)
	}
	if err := s.mustKeepBooks(ctx, coop, pending.PreparerMemberId); err != nil {
		return nil, types.ErrUnauthorized.Wrapf("whoever prepared the entry keeps no books any more: %s; prepare it anew", err)
	}
	if err := s.officersMayPost(ctx, coop, pending); err != nil {
		return nil, err
	}
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.approve(ctx, pending, officer) })
	if err != nil {
		return nil, err
	}
	return &types.MsgApproveEntryResponse{Entry: number}, nil
}

func (k *Keeper) approve(ctx context.Context, pending types.PendingEntry, approver uint64) (uint64, error) {
	if err := k.dropPending(ctx, pending); err != nil {
		return 0, err
	}
	rules, err := k.rules(ctx, pending.CoopId)
	if err != nil {
		return 0, err
	}
	if pending.Rate != nil {
		return 0, k.confirmRate(ctx, *pending.Rate, approver)
	}
	original := types.Entry{}
	if pending.Reverses != 0 {
		// Meanwhile another may have taken it back.
		if original, err = k.reversible(ctx, pending.CoopId, pending.Reverses); err != nil {
			return 0, err
		}
	}
	source := types.Source_SOURCE_OFFICER
	switch {
	case pending.Outside != "":
		source = types.Source_SOURCE_OUTSIDE
		if pending.Postings, err = k.attestedNow(ctx, rules, pending); err != nil {
			return 0, err
		}
	case pending.Revalues != "":
		source = types.Source_SOURCE_REVALUATION
	}
	number, err := k.post(ctx, rules, types.Entry{
		CoopId: pending.CoopId, Source: source, Outside: pending.Outside, PaymentId: original.PaymentId,
		PreparerMemberId: pending.PreparerMemberId, ApproverMemberId: approver,
		Narrative: pending.Narrative, DocumentSha256: pending.DocumentSha256,
		Reverses: pending.Reverses, Postings: pending.Postings,
		AccountingDate: pending.AccountingDate, ReverseOn: pending.ReverseOn,
	})
	if err != nil {
		return 0, err
	}
	if pending.ReverseOn != 0 {
		return number, k.scheduleReversal(ctx, pending.CoopId, number, pending.ReverseOn)
	}
	if pending.Reverses == 0 {
		return number, nil
	}
	return number, k.takenBack(ctx, original, number, pending.Narrative)
}

// takenBack says on an entry that officers take it back: it doesn't take itself
// back any more, and a payment that it made has come back.
func (k *Keeper) takenBack(ctx context.Context, original types.Entry, by uint64, narrative string) error {
	if err := k.cancelReversal(ctx, original); err != nil {
		return err
	}
	if err := k.markReversed(ctx, original, by); err != nil || original.PaymentId == 0 {
		return err
	}
	original.ReversedBy = by
	return k.cameBack(ctx, original, by, narrative)
}

// markReversed says on an entry which one takes it back.
func (k *Keeper) markReversed(ctx context.Context, original types.Entry, by uint64) error {
	original.ReversedBy = by
	return k.Entries.Set(ctx, collections.Join(original.CoopId, original.Number), original)
}
