package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// RecordPaymentFile says that payments that are due are in a file for the bank. From
// then on nobody withdraws them, and no other file has them.
func (s msgServer) RecordPaymentFile(ctx context.Context, msg *types.MsgRecordPaymentFile) (*types.MsgRecordPaymentFileResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if s.breaker != nil {
		if _, err := s.breaker.IsAllowed(ctx, paying); err != nil {
			return nil, err
		}
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(limits); err != nil {
		return nil, err
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if _, err := types.FindOutside(rules, msg.Outside); err != nil {
		return nil, err
	}
	id, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.export(ctx, coop, officer, msg) })
	if err != nil {
		return nil, err
	}
	return &types.MsgRecordPaymentFileResponse{FileId: id}, nil
}

// export takes the payments into a new file, and refuses one whose total is not theirs.
func (k *Keeper) export(ctx context.Context, coop membershiptypes.Coop, officer uint64, msg *types.MsgRecordPaymentFile) (uint64, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return 0, err
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	book.LastFileId++
	if err := k.Books.Set(ctx, coop.Id, book); err != nil {
		return 0, err
	}
	total := math.ZeroInt()
	for _, id := range msg.PaymentIds {
		was, budget, err := k.paymentAt(ctx, coop.Id, id, due)
		if err != nil {
			return 0, err
		}
		if budget.Terms.Outside != msg.Outside {
			return 0, types.ErrInvalidFile.Wrapf("payment %d is out of the outside account %q and the file of %q; leave it out", id, budget.Terms.Outside, msg.Outside)
		}
		if _, err := k.payingRules(ctx, budget); err != nil {
			return 0, err
		}
		if total, err = types.Sum(total, was.Coin.Amount); err != nil {
			return 0, err
		}
		is := was
		is.Status, is.FileId = exported, book.LastFileId
		if err := k.put(ctx, budget, was, is); err != nil {
			return 0, err
		}
	}
	if !total.Equal(msg.Total) {
		return 0, types.ErrInvalidFile.Wrapf("its payments come to %s and its total is %s; make the file again", total, msg.Total)
	}
	return book.LastFileId, k.putFile(ctx, types.PaymentFile{
		CoopId: coop.Id, Id: book.LastFileId, Outside: msg.Outside, FileSha256: msg.FileSha256, PaymentIds: msg.PaymentIds, Total: total,
		ExporterMemberId: officer, ExportedAt: now, Open: uint32(len(msg.PaymentIds)),
	})
}

func (k *Keeper) putFile(ctx context.Context, file types.PaymentFile) error {
	if err := k.PaymentFiles.Set(ctx, collections.Join(file.CoopId, file.Id), file); err != nil {
		return err
	}
	return emit(ctx, &types.EventPaymentFile{File: file})
}

// ConfirmPaymentFile holds a file against a statement, by another officer than the
// one who recorded it: what the statement shows is paid and booked, what the bank
// has not made is held, and what neither is said of waits on.
func (s msgServer) ConfirmPaymentFile(ctx context.Context, msg *types.MsgConfirmPaymentFile) (*types.MsgConfirmPaymentFileResponse, error) {
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
	file, err := s.PaymentFiles.Get(ctx, collections.Join(coop.Id, msg.FileId))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrUnknownFile.Wrapf("%s has no payment file %d; see them with: coopd q treasury payment-files %s", coop.Slug, msg.FileId, coop.Slug)
	}
	if err != nil {
		return nil, err
	}
	if file.ExporterMemberId == officer {
		return nil, types.ErrSameOfficer.Wrapf("member %d recorded the file; another officer with the power %q holds it against the statement", officer, membershiptypes.PowerBook)
	}
	file, err = chaintypes.Atomically(ctx, func(ctx context.Context) (types.PaymentFile, error) { return s.confirm(ctx, file, officer, msg) })
	if err != nil {
		return nil, err
	}
	return &types.MsgConfirmPaymentFileResponse{Open: file.Open}, nil
}

func (k *Keeper) confirm(ctx context.Context, file types.PaymentFile, officer uint64, msg *types.MsgConfirmPaymentFile) (types.PaymentFile, error) {
	rules, err := k.rules(ctx, file.CoopId)
	if err != nil {
		return file, err
	}
	for _, id := range msg.PaidIds {
		payment, budget, err := k.inFile(ctx, &file, id)
		if err != nil {
			return file, err
		}
		if err := k.payOutside(ctx, rules, budget, payment); err != nil {
			return file, err
		}
	}
	for _, id := range msg.UnpaidIds {
		payment, budget, err := k.inFile(ctx, &file, id)
		if err != nil {
			return file, err
		}
		is := payment
		is.Status = held
		is.Attempts++
		is.ErrorCodespace, is.ErrorCode, _ = errorsmod.ABCIInfo(types.ErrNotMade, false)
		if err := k.put(ctx, budget, payment, is); err != nil {
			return file, err
		}
	}
	if file.ConfirmedAt, err = k.chain.Now(ctx); err != nil {
		return file, err
	}
	file.ConfirmerMemberId, file.StatementSha256 = officer, msg.DocumentSha256
	return file, k.putFile(ctx, file)
}

// inFile finds a payment that waits in a file, and counts it as seen.
func (k *Keeper) inFile(ctx context.Context, file *types.PaymentFile, id uint64) (types.Payment, types.Budget, error) {
	payment, budget, err := k.paymentAt(ctx, file.CoopId, id, exported)
	if err != nil {
		return payment, budget, err
	}
	if payment.FileId != file.Id {
		return payment, budget, types.ErrInvalidFile.Wrapf("payment %d is in file %d, and not in %d", id, payment.FileId, file.Id)
	}
	if file.Open == 0 {
		return payment, budget, types.ErrInvariantBroken.Wrapf("file %d of co-op %d has no open payment, and %d is", file.Id, file.CoopId, id)
	}
	file.Open--
	return payment, budget, nil
}
