package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// AnswerDispute ends a dispute: with a correction, which is a batch of one record, or
// by letting the records stand. Nobody answers their own.
func (s msgServer) AnswerDispute(ctx context.Context, msg *types.MsgAnswerDispute) (*types.MsgAnswerDisputeResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, err := s.recorder(ctx, msg.Authority, coop)
	if err != nil {
		return nil, err
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "disputes are answered until records are sealed", open, adjusting); err != nil {
		return nil, err
	}
	dispute, err := s.disputeOf(ctx, coop, msg, officer)
	if err != nil {
		return nil, err
	}
	period.Disputes--
	if err := s.Disputes.Remove(ctx, collections.Join3(coop.Id, period.Number, msg.MemberId)); err != nil {
		return nil, err
	}
	batch, err := s.correct(ctx, &period, dispute, officer, msg)
	if err != nil {
		return nil, err
	}
	if err := s.keepChanged(ctx, period); err != nil {
		return nil, err
	}
	return &types.MsgAnswerDisputeResponse{Batch: batch}, emit(ctx, &types.EventDisputeEnded{
		CoopId: coop.Id, Period: period.Number, MemberId: msg.MemberId, Batch: batch, DocumentSha256: msg.DocumentSha256,
	})
}

// disputeOf a member, which the officer may answer.
func (k *Keeper) disputeOf(ctx context.Context, coop membershiptypes.Coop, msg *types.MsgAnswerDispute, officer uint64) (types.Dispute, error) {
	dispute, err := k.Disputes.Get(ctx, collections.Join3(coop.Id, msg.Period, msg.MemberId))
	if errors.Is(err, collections.ErrNotFound) {
		return dispute, types.ErrDisputed.Wrapf("member %d disputes nothing of period %d of %s; see: coopd q surplus disputes %s %d", msg.MemberId, msg.Period, coop.Slug, coop.Slug, msg.Period)
	}
	if err != nil {
		return dispute, err
	}
	if officer == msg.MemberId {
		return dispute, types.ErrDisputed.Wrapf("member %d of %s disputes it itself; let another officer answer, or the members", officer, coop.Slug)
	}
	if len(msg.DocumentSha256) != sha256Bytes {
		return dispute, types.ErrInvalidRecords.Wrapf("the answer's hash has %d bytes; give the %d of its SHA-256: sha256sum FILE", len(msg.DocumentSha256), sha256Bytes)
	}
	return dispute, nil
}

// correct adds the answer's correction to the records; zero is none.
func (k *Keeper) correct(ctx context.Context, period *types.Period, dispute types.Dispute, officer uint64, msg *types.MsgAnswerDispute) (uint64, error) {
	if msg.Correction.IsNil() || msg.Correction.IsZero() {
		return 0, nil
	}
	_, rules, err := k.rulesOf(ctx, *period)
	if err != nil {
		return 0, err
	}
	basis, err := basisOf(rules, dispute.Basis)
	if err != nil {
		return 0, err
	}
	batch := types.Batch{Basis: dispute.Basis, OfficerMemberId: officer, EvidenceSha256: msg.DocumentSha256}
	return k.writeBatch(ctx, period, basis, batch, []types.PatronageRecord{{MemberId: dispute.MemberId, Amount: msg.Correction}})
}
