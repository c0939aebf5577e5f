package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Reconcile holds a statement of an outside account against the book. It waits for
// a second officer, and takes the place of one that waits for the same account.
func (s msgServer) Reconcile(ctx context.Context, msg *types.MsgReconcile) (*types.MsgReconcileResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(limits); err != nil {
		return nil, err
	}
	stated := types.Reconciliation{
		CoopId: coop.Id, Outside: msg.Outside, Opening: msg.Opening, Closing: msg.Closing, AsOf: msg.AsOf,
		DocumentSha256: msg.DocumentSha256, Entries: msg.Entries, PreparerMemberId: officer,
	}
	if err := s.addsUp(ctx, coop, stated); err != nil {
		return nil, err
	}
	id, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.state(ctx, stated) })
	if err != nil {
		return nil, err
	}
	return &types.MsgReconcileResponse{ReconciliationId: id}, nil
}

// addsUp refuses a statement that doesn't meet the last one, or whose opening
// balance and entries don't come to its closing one. It is asked again when the
// second officer approves.
func (k *Keeper) addsUp(ctx context.Context, coop membershiptypes.Coop, stated types.Reconciliation) error {
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return err
	}
	outside, err := types.FindOutside(rules, stated.Outside)
	if err != nil {
		return err
	}
	last, err := k.lastStatement(ctx, coop.Id, outside.Name)
	if err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	switch {
	case err != nil:
		return err
	case !stated.Opening.Equal(last.Closing):
		return types.ErrInvalidStatement.Wrapf("it opens with %s%s, and the last statement of the outside account %q closed with %s%s; hold those between against the book first",
			stated.Opening, outside.Currency, outside.Name, last.Closing, outside.Currency)
	case stated.AsOf > now:
		return types.ErrInvalidStatement.Wrapf("it is of %s, which is still to come; give the moment of its closing balance", membershiptypes.Date(stated.AsOf))
	case stated.AsOf < last.AsOf:
		return types.ErrInvalidStatement.Wrapf("it is of %s, and the last one was of %s; hold statements against the book in their order",
			membershiptypes.Date(stated.AsOf), membershiptypes.Date(last.AsOf))
	}
	sum := stated.Opening
	for _, number := range stated.Entries {
		moved, err := k.unmatched(ctx, outside, coop.Id, number)
		if err != nil {
			return err
		}
		if sum, err = types.Sum(sum, moved); err != nil {
			return err
		}
	}
	if !sum.Equal(stated.Closing) {
		return types.ErrInvalidStatement.Wrapf("its opening balance %s%s and %d entries come to %s%s, and it closes with %s%s; attest what is missing, or match what is (coopd q treasury unmatched %s %s)",
			stated.Opening, outside.Currency, len(stated.Entries), sum, outside.Currency, stated.Closing, outside.Currency, coop.Slug, outside.Name)
	}
	return nil
}

// lastStatement that two officers have held against the book; empty before the first.
func (k *Keeper) lastStatement(ctx context.Context, coopID uint64, outside string) (types.Reconciliation, error) {
	none := types.Reconciliation{Opening: math.ZeroInt(), Closing: math.ZeroInt()}
	id, err := k.LastStatements.Get(ctx, collections.Join(coopID, outside))
	if errors.Is(err, collections.ErrNotFound) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return k.Reconciliations.Get(ctx, collections.Join(coopID, id))
}

// unmatched is what an entry that no statement has shown brings to an outside account.
func (k *Keeper) unmatched(ctx context.Context, outside membershiptypes.OutsideAccount, coopID, number uint64) (math.Int, error) {
	waits, err := k.Unmatched.Has(ctx, collections.Join3(coopID, outside.Name, number))
	if err != nil {
		return math.Int{}, err
	}
	if !waits {
		return math.Int{}, types.ErrInvalidStatement.Wrapf("entry %d is not among those of the outside account %q that no statement has shown; leave it out", number, outside.Name)
	}
	entry, err := k.entry(ctx, coopID, number)
	if err != nil {
		return math.Int{}, err
	}
	return entry.MovesOutside(outside)
}

// state lets a statement wait for a second officer.
func (k *Keeper) state(ctx context.Context, stated types.Reconciliation) (uint64, error) {
	book, err := k.book(ctx, stated.CoopId)
	if err != nil {
		return 0, err
	}
	book.LastReconciliationId++
	if err := k.Books.Set(ctx, stated.CoopId, book); err != nil {
		return 0, err
	}
	key := collections.Join(stated.CoopId, stated.Outside)
	replaced, err := k.WaitingStatements.Get(ctx, key)
	switch {
	case err == nil:
		err = k.Reconciliations.Remove(ctx, collections.Join(stated.CoopId, replaced))
	case errors.Is(err, collections.ErrNotFound):
		err = nil
	}
	if err != nil {
		return 0, err
	}
	stated.Id = book.LastReconciliationId
	return stated.Id, k.putStatement(ctx, stated)
}

// putStatement stores a statement with what finds it.
func (k *Keeper) putStatement(ctx context.Context, stated types.Reconciliation) error {
	if err := k.storeStatement(ctx, stated); err != nil {
		return err
	}
	return emit(ctx, &types.EventReconciliation{Reconciliation: stated})
}

// storeStatement is what an import does too. An approved one takes its entries off
// those that no statement has shown.
func (k *Keeper) storeStatement(ctx context.Context, stated types.Reconciliation) error {
	if err := k.Reconciliations.Set(ctx, collections.Join(stated.CoopId, stated.Id), stated); err != nil {
		return err
	}
	key := collections.Join(stated.CoopId, stated.Outside)
	if stated.Waits() {
		return k.WaitingStatements.Set(ctx, key, stated.Id)
	}
	for _, number := range stated.Entries {
		if err := k.Unmatched.Remove(ctx, collections.Join3(stated.CoopId, stated.Outside, number)); err != nil {
			return err
		}
	}
	return k.LastStatements.Set(ctx, key, stated.Id)
}

// ApproveReconciliation says that the statement shows the entries that another
// officer has matched with it.
func (s msgServer) ApproveReconciliation(ctx context.Context, msg *types.MsgApproveReconciliation) (*types.MsgApproveReconciliationResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	stated, err := s.Reconciliations.Get(ctx, collections.Join(coop.Id, msg.ReconciliationId))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	if err != nil || !stated.Waits() {
		return nil, types.ErrUnknownStatement.Wrapf("no reconciliation %d of %s waits; it was approved, or another has taken its place: coopd q treasury reconciliations %s", msg.ReconciliationId, coop.Slug, coop.Slug)
	}
	if stated.PreparerMemberId == officer {
		return nil, types.ErrSameOfficer.Wrapf("member %d matched the entries; another officer with the power %q looks at the statement", officer, membershiptypes.PowerBook)
	}
	if err := s.mustKeepBooks(ctx, coop, stated.PreparerMemberId); err != nil {
		return nil, types.ErrUnauthorized.Wrapf("whoever matched the entries keeps no books any more: %s; reconcile anew", err)
	}
	if err := s.addsUp(ctx, coop, stated); err != nil {
		return nil, err
	}
	_, err = chaintypes.Atomically(ctx, func(ctx context.Context) (struct{}, error) {
		now, err := s.chain.Now(ctx)
		if err != nil {
			return struct{}{}, err
		}
		stated.ApproverMemberId, stated.ApprovedAt = officer, now
		if err := s.WaitingStatements.Remove(ctx, collections.Join(coop.Id, stated.Outside)); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, s.putStatement(ctx, stated)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgApproveReconciliationResponse{}, nil
}
