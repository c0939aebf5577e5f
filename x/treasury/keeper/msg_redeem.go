package keeper

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Redeem asks for shares to be redeemed by the charter's terms: by the holder, or by
// an officer for one whose membership has ended. It is paid when the notice is over.
func (s msgServer) Redeem(ctx context.Context, msg *types.MsgRedeem) (*types.MsgRedeemResponse, error) {
	coop, member, err := s.redeemer(ctx, msg)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	instrument, err := s.instrument(ctx, coop.Id, msg.Instrument)
	if err != nil {
		return nil, err
	}
	number, err := s.redeemable(ctx, member, instrument, msg.Number)
	if err != nil {
		return nil, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	// Who has left gave notice by leaving.
	from := now
	if !member.HoldsPlace() {
		from = member.LeftAt
	}
	redemption, err := chaintypes.Atomically(ctx, func(ctx context.Context) (types.Redemption, error) {
		return s.newRedemption(ctx, types.Redemption{
			CoopId: coop.Id, MemberId: member.MemberId, Instrument: instrument.Name, Number: number,
			AskedAt: now, DueAt: max(now, from+int64(instrument.NoticeDays)*dayLength),
		})
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgRedeemResponse{RedemptionId: redemption.Id, DueAt: redemption.DueAt}, nil
}

// redeemer is who may ask: whoever acts for the member's money, or an officer once
// the membership has ended. To be paid into its passbook harms no member.
func (k *Keeper) redeemer(ctx context.Context, msg *types.MsgRedeem) (membershiptypes.Coop, membershiptypes.Member, error) {
	coop, member, refused := k.owner(ctx, msg.Signer, msg.CoopId, msg.MemberId)
	if refused == nil {
		return coop, member, k.theirsToMove(ctx, coop, member.MemberId)
	}
	if member.MemberId == 0 || member.HoldsPlace() {
		return coop, member, refused
	}
	if _, err := k.officer(ctx, msg.Signer, coop); err != nil {
		return coop, member, refused
	}
	return coop, member, nil
}

// redeemable is how many shares are redeemed, by the charter's terms; all of them
// if none are named.
func (k *Keeper) redeemable(ctx context.Context, member membershiptypes.Member, instrument membershiptypes.Instrument, number uint64) (uint64, error) {
	if instrument.Redemption == membershiptypes.RedemptionRule_REDEMPTION_RULE_UNSPECIFIED ||
		member.HoldsPlace() && instrument.Redemption != membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_NOTICE {
		return 0, types.ErrNotRedeemable.Wrapf("member %d is %s, and %q (%s) is not redeemed then; its terms are those of the charter", member.MemberId, member.State.Word(), instrument.Name, instrument.Kind.Word())
	}
	lots, held, leaving, err := k.heldBy(ctx, member.CoopId, member.MemberId, instrument.Name)
	if err != nil {
		return 0, err
	}
	most := held - min(leaving, held)
	if member.HoldsPlace() {
		most -= min(most, instrument.RequiredOf(member.ClassId))
		if err := mustBePaid(lots); err != nil {
			return 0, err
		}
	}
	if number == 0 {
		number = most
	}
	if number == 0 || number > most {
		return 0, types.ErrNotRedeemable.Wrapf("member %d holds %d units of %q, of which %d wait to be redeemed and %d can be; %d are asked for", member.MemberId, held, instrument.Name, leaving, most, number)
	}
	return number, nil
}

// mustBePaid refuses to give back what isn't all paid in.
func mustBePaid(lots []types.Lot) error {
	for _, lot := range lots {
		if lot.Unpaid().IsPositive() {
			return types.ErrInvalidHolding.Wrapf("%s of lot %d (%s) are unpaid; pay them in first: coopd tx treasury pay-in", lot.Unpaid(), lot.Id, lot.Instrument)
		}
	}
	return nil
}

// StopRedemption ends a redemption of shares that waits: the holder's own, or one
// that the charter lets the members refuse.
func (s msgServer) StopRedemption(ctx context.Context, msg *types.MsgStopRedemption) (*types.MsgStopRedemptionResponse, error) {
	redemption, err := s.redemption(ctx, msg.CoopId, msg.RedemptionId)
	if err != nil {
		return nil, err
	}
	if redemption.LotId != 0 {
		return nil, types.ErrNotRedeemable.Wrapf("redemption %d is the repayment of loan %d, and nobody stops what is owed", redemption.Id, redemption.LotId)
	}
	end, err := s.mayStop(ctx, msg, redemption)
	if err != nil {
		return nil, err
	}
	if err := s.dropRedemption(ctx, redemption); err != nil {
		return nil, err
	}
	return &types.MsgStopRedemptionResponse{}, emit(ctx, &types.EventRedemption{Redemption: redemption, End: end})
}

func (k *Keeper) mayStop(ctx context.Context, msg *types.MsgStopRedemption, redemption types.Redemption) (types.RedemptionEnd, error) {
	if !k.isCoop(msg.Signer, msg.CoopId) {
		coop, member, err := k.owner(ctx, msg.Signer, msg.CoopId, redemption.MemberId)
		if err == nil {
			err = k.theirsToMove(ctx, coop, member.MemberId)
		}
		return types.RedemptionEnd_REDEMPTION_END_STOPPED, err
	}
	coop, _, err := k.byResolution(ctx, msg.Signer, msg.CoopId)
	if err != nil {
		return 0, err
	}
	instrument, err := k.instrument(ctx, coop.Id, redemption.Instrument)
	if err == nil && !instrument.Refusable {
		err = types.ErrNotRedeemable.Wrapf("the charter of %s doesn't let the members refuse to redeem %q; what is asked for by its terms is paid", coop.Slug, instrument.Name)
	}
	return types.RedemptionEnd_REDEMPTION_END_REFUSED, err
}
