package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Subscribe lets a member subscribe units of an instrument. What is subscribed is
// owed by its instalments; what is paid in is booked. A loan is paid at once, and
// its repayments wait for their days from then on.
func (s msgServer) Subscribe(ctx context.Context, msg *types.MsgSubscribe) (*types.MsgSubscribeResponse, error) {
	coop, member, instrument, err := s.holder(ctx, msg.Signer, msg.CoopId, msg.MemberId, msg.Instrument)
	if err != nil {
		return nil, err
	}
	if err := s.mustMayHold(ctx, member, instrument, msg.Number); err != nil {
		return nil, err
	}
	if err := s.mustBeIssuable(ctx, coop.Id, instrument, msg.Number); err != nil {
		return nil, err
	}
	if !instrument.IsShare() && !msg.Pays {
		return nil, types.ErrInvalidHolding.Wrapf("%d units of %q are lent and not paid; a loan is what the co-op has got: pay it at once", msg.Number, instrument.Name)
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgSubscribeResponse, error) {
		lot, err := s.subscribed(ctx, coop, member.MemberId, instrument, msg.Number)
		if err != nil || !msg.Pays {
			return &types.MsgSubscribeResponse{LotId: lot.Id}, err
		}
		payer, err := s.somebody(ctx, msg.Signer)
		if err != nil {
			return nil, err
		}
		entry, err := s.payLot(ctx, instrument, lot, payer, lot.Unpaid())
		if err != nil {
			return nil, err
		}
		return &types.MsgSubscribeResponse{LotId: lot.Id, Entry: entry}, s.beginRepayments(ctx, lot)
	})
}

// subscribed makes the lot.
func (k *Keeper) subscribed(ctx context.Context, coop membershiptypes.Coop, memberID uint64, instrument membershiptypes.Instrument, number uint64) (types.Lot, error) {
	today, err := k.today(ctx, coop.Id)
	if err != nil {
		return types.Lot{}, err
	}
	lot, err := k.newLot(ctx, types.NewLot(coop.Id, memberID, instrument, number, today))
	if err != nil {
		return lot, err
	}
	if err := k.storeLot(ctx, lot); err != nil {
		return lot, err
	}
	return lot, emit(ctx, &types.EventLot{Lot: lot})
}

// payLot takes coins in for a lot.
func (k *Keeper) payLot(ctx context.Context, instrument membershiptypes.Instrument, lot types.Lot, payer sdk.AccAddress, amount math.Int) (uint64, error) {
	rules, err := k.rules(ctx, lot.CoopId)
	if err != nil {
		return 0, err
	}
	_, entry, err := k.paysIn(ctx, rules, instrument, lot, payer, amount)
	return entry, err
}

// PayIn pays in what of a lot is unpaid, or a part of it: by the holder, or somebody
// for it.
func (s msgServer) PayIn(ctx context.Context, msg *types.MsgPayIn) (*types.MsgPayInResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	payer, err := s.somebody(ctx, msg.Payer)
	if err != nil {
		return nil, err
	}
	lot, err := s.lot(ctx, coop.Id, msg.LotId)
	if err != nil {
		return nil, err
	}
	instrument, err := s.instrument(ctx, coop.Id, lot.Instrument)
	if err != nil {
		return nil, err
	}
	if err := mustBeUnpaid(instrument, lot, msg.Coin); err != nil {
		return nil, err
	}
	entry, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		return s.payLot(ctx, instrument, lot, payer, msg.Coin.Amount)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgPayInResponse{Entry: entry}, nil
}
