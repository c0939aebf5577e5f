package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// DisputePatronage says that what is recorded of a member is wrong. Its period is not
// sealed until somebody has answered, or the time for that is over.
func (s msgServer) DisputePatronage(ctx context.Context, msg *types.MsgDisputePatronage) (*types.MsgDisputePatronageResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	member, err := s.byMember(ctx, msg.Signer, coop)
	if err != nil {
		return nil, err
	}
	if member.MemberId != msg.MemberId {
		return nil, types.ErrUnauthorized.Wrapf("%s is a key of member %d of %s; only member %d disputes what is recorded of it", msg.Signer, member.MemberId, coop.Slug, msg.MemberId)
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "records are disputed until they are sealed", open, adjusting); err != nil {
		return nil, err
	}
	dispute := types.Dispute{CoopId: coop.Id, Period: period.Number, MemberId: msg.MemberId, Basis: msg.Basis, DocumentSha256: msg.DocumentSha256}
	if err := s.checkDispute(ctx, period, dispute); err != nil {
		return nil, err
	}
	if dispute.DisputedAt, err = s.chain.Now(ctx); err != nil {
		return nil, err
	}
	period.Disputes++
	if err := s.Periods.Set(ctx, collections.Join(coop.Id, period.Number), period); err != nil {
		return nil, err
	}
	if err := s.Disputes.Set(ctx, collections.Join3(coop.Id, period.Number, msg.MemberId), dispute); err != nil {
		return nil, err
	}
	return &types.MsgDisputePatronageResponse{}, emit(ctx, &types.EventPatronageDisputed{Dispute: dispute})
}

func (k *Keeper) checkDispute(ctx context.Context, period types.Period, dispute types.Dispute) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	_, rules, err := k.rulesOf(ctx, period)
	if err != nil {
		return err
	}
	if _, err := basisOf(rules, dispute.Basis); err != nil {
		return err
	}
	if len(dispute.DocumentSha256) != sha256Bytes {
		return types.ErrInvalidRecords.Wrapf("the document's hash has %d bytes; give the %d of the SHA-256 of what you say: sha256sum FILE", len(dispute.DocumentSha256), sha256Bytes)
	}
	if disputes, err := k.Disputes.Has(ctx, collections.Join3(dispute.CoopId, dispute.Period, dispute.MemberId)); err != nil {
		return err
	} else if disputes {
		return types.ErrDisputed.Wrapf("member %d disputes already what is recorded of it in period %d; wait for the answer", dispute.MemberId, dispute.Period)
	}
	if period.Disputes >= uint64(params.MaxDisputesPerPeriod) {
		return types.ErrDisputed.Wrapf("%d disputes of period %d are open, which is the most; wait until some are answered", period.Disputes, period.Number)
	}
	return nil
}
