package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// TransferShares passes units on to another member who may hold them: at once where
// the charter lets holders, else when two officers or the members approve. One
// transfer of a holder's units of an instrument waits at a time.
func (s msgServer) TransferShares(ctx context.Context, msg *types.MsgTransferShares) (*types.MsgTransferSharesResponse, error) {
	coop, _, instrument, err := s.holder(ctx, msg.Signer, msg.CoopId, msg.MemberId, msg.Instrument)
	if err != nil {
		return nil, err
	}
	if msg.Number == 0 {
		return s.takeBackTransfer(ctx, coop, msg)
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	transfer := types.ShareTransfer{CoopId: coop.Id, MemberId: msg.MemberId, Instrument: instrument.Name, ToMemberId: msg.ToMemberId, Number: msg.Number, AskedAt: now}
	if err := s.transferable(ctx, instrument, transfer); err != nil {
		return nil, err
	}
	if instrument.Transfer == membershiptypes.TransferRule_TRANSFER_RULE_APPROVED {
		if err := s.Transfers.Set(ctx, collections.Join3(coop.Id, transfer.MemberId, instrument.Name), transfer); err != nil {
			return nil, err
		}
		return &types.MsgTransferSharesResponse{}, emit(ctx, &types.EventShareTransfer{Transfer: transfer})
	}
	entry, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.passOn(ctx, instrument, transfer, 0) })
	if err != nil {
		return nil, err
	}
	return &types.MsgTransferSharesResponse{Entry: entry}, nil
}

func (k *Keeper) takeBackTransfer(ctx context.Context, coop membershiptypes.Coop, msg *types.MsgTransferShares) (*types.MsgTransferSharesResponse, error) {
	transfer, err := k.transfer(ctx, coop.Id, msg.MemberId, msg.Instrument)
	if err != nil {
		return nil, err
	}
	return &types.MsgTransferSharesResponse{}, k.endTransfer(ctx, transfer, 0)
}

// transfer that waits.
func (k *Keeper) transfer(ctx context.Context, coopID, memberID uint64, instrument string) (types.ShareTransfer, error) {
	transfer, err := k.Transfers.Get(ctx, collections.Join3(coopID, memberID, instrument))
	if errors.Is(err, collections.ErrNotFound) {
		return transfer, types.ErrNotTransferable.Wrapf("no transfer of %q by member %d of co-op %d waits; see them with: coopd q treasury transfers %d", instrument, memberID, coopID, coopID)
	}
	return transfer, err
}

func (k *Keeper) endTransfer(ctx context.Context, transfer types.ShareTransfer, entry uint64) error {
	if err := k.Transfers.Remove(ctx, collections.Join3(transfer.CoopId, transfer.MemberId, transfer.Instrument)); err != nil {
		return err
	}
	return emit(ctx, &types.EventShareTransfer{Transfer: transfer, Ended: true, Entry: entry})
}

// transferable refuses what the charter doesn't let be passed on, to this member, or
// now. It is asked again when a transfer is approved.
func (k *Keeper) transferable(ctx context.Context, instrument membershiptypes.Instrument, transfer types.ShareTransfer) error {
	if instrument.Transfer == membershiptypes.TransferRule_TRANSFER_RULE_UNSPECIFIED || transfer.MemberId == transfer.ToMemberId {
		return types.ErrNotTransferable.Wrapf("the charter doesn't let member %d pass %q on to member %d", transfer.MemberId, instrument.Name, transfer.ToMemberId)
	}
	from, err := k.membership.GetMember(ctx, transfer.CoopId, transfer.MemberId)
	if err != nil {
		return err
	}
	to, err := k.membership.GetMember(ctx, transfer.CoopId, transfer.ToMemberId)
	if err != nil {
		return err
	}
	if err := k.mustMayHold(ctx, to, instrument, transfer.Number); err != nil {
		return err
	}
	lots, held, leaving, err := k.heldBy(ctx, transfer.CoopId, transfer.MemberId, instrument.Name)
	if err != nil {
		return err
	}
	if err := mustBePaid(lots); err != nil {
		return err
	}
	most := held - min(leaving, held)
	if from.HoldsPlace() {
		most -= min(most, instrument.RequiredOf(from.ClassId))
	}
	if transfer.Number > most {
		return types.ErrNotTransferable.Wrapf("member %d holds %d units of %q, of which %d wait to be redeemed and %d can be passed on; %d would be", transfer.MemberId, held, instrument.Name, leaving, most, transfer.Number)
	}
	return nil
}

// passOn takes units off the holder's oldest lots and gives them to the other, who
// holds them since today: all of one day are one lot, so that nobody fills another's
// places with crumbs. In the book they go from the one's part to the other's.
func (k *Keeper) passOn(ctx context.Context, instrument membershiptypes.Instrument, transfer types.ShareTransfer, resolution uint64) (uint64, error) {
	rules, err := k.rules(ctx, transfer.CoopId)
	if err != nil {
		return 0, err
	}
	paid, err := k.takeUnits(ctx, instrument, transfer.CoopId, transfer.MemberId, transfer.Number)
	if err != nil {
		return 0, err
	}
	value, err := k.carried(ctx, transfer.CoopId, instrument.Account, transfer.MemberId, instrument.Denom, paid)
	if err != nil {
		return 0, err
	}
	today, err := k.today(ctx, transfer.CoopId)
	if err != nil {
		return 0, err
	}
	lot, err := k.passedOnto(ctx, instrument, transfer, today)
	if err != nil {
		return 0, err
	}
	from := types.NewPosting(instrument.Account, instrument.Fund, instrument.Denom, paid, value)
	entry, err := k.post(ctx, rules, types.Entry{
		CoopId: transfer.CoopId, Source: types.Source_SOURCE_HOLDING, ResolutionId: resolution, MemberId: transfer.MemberId, LotId: lot.Id, RelatedParty: true,
		Postings: []types.Posting{from.Of(rules, transfer.MemberId), from.Negated().Of(rules, transfer.ToMemberId)},
	})
	if err != nil {
		return 0, err
	}
	if lot.Paid, err = types.Sum(lot.Paid, paid); err != nil {
		return 0, err
	}
	if err := k.storeLot(ctx, lot); err != nil {
		return 0, err
	}
	if err := emit(ctx, &types.EventLot{Lot: lot, Entry: entry}); err != nil {
		return 0, err
	}
	return entry, k.endTransfer(ctx, transfer, entry)
}

// passedOnto is the lot that units are passed on to, with them: one of the same day
// that is all paid, or a new one.
func (k *Keeper) passedOnto(ctx context.Context, instrument membershiptypes.Instrument, transfer types.ShareTransfer, today chaintypes.Date) (types.Lot, error) {
	lots, err := k.lotsOf(ctx, transfer.CoopId, transfer.ToMemberId, instrument.Name)
	if err != nil {
		return types.Lot{}, err
	}
	for _, lot := range lots {
		if lot.Date != today.Number() || lot.Unpaid().IsPositive() {
			continue
		}
		if err := lot.CountTo(today); err != nil {
			return lot, err
		}
		lot.Number += transfer.Number
		lot.Nominal = instrument.NominalOf(lot.Number)
		return lot, nil
	}
	return k.newLot(ctx, types.NewLot(transfer.CoopId, transfer.ToMemberId, instrument, transfer.Number, today))
}

// ApproveTransfer approves or refuses a transfer that waits. Of two officers neither
// holds the units nor is to hold them; the members do it alone by resolution.
func (s msgServer) ApproveTransfer(ctx context.Context, msg *types.MsgApproveTransfer) (*types.MsgApproveTransferResponse, error) {
	coop, officer, resolution, err := s.officerOrCoop(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	transfer, err := s.transfer(ctx, coop.Id, msg.MemberId, msg.Instrument)
	if err != nil {
		return nil, err
	}
	switch {
	case transfer.ToMemberId != msg.ToMemberId || transfer.Number != msg.Number:
		return nil, types.ErrNotTransferable.Wrapf("%d units for member %d are approved, and %d for member %d wait; look at it again", msg.Number, msg.ToMemberId, transfer.Number, transfer.ToMemberId)
	case officer != 0 && (officer == transfer.MemberId || officer == transfer.ToMemberId):
		return nil, types.ErrOwnPayment.Wrapf("member %d passes the units on or gets them; let another officer look at it", officer)
	case msg.Refuses:
		return &types.MsgApproveTransferResponse{}, s.endTransfer(ctx, transfer, 0)
	}
	if err := s.theirsToMove(ctx, coop, transfer.MemberId); err != nil {
		return nil, err
	}
	instrument, err := s.instrument(ctx, coop.Id, transfer.Instrument)
	if err != nil {
		return nil, err
	}
	if err := s.transferable(ctx, instrument, transfer); err != nil {
		return nil, err
	}
	if resolution == 0 && transfer.ApproverMemberId == 0 {
		transfer.ApproverMemberId = officer
		if err := s.Transfers.Set(ctx, collections.Join3(coop.Id, transfer.MemberId, transfer.Instrument), transfer); err != nil {
			return nil, err
		}
		return &types.MsgApproveTransferResponse{}, emit(ctx, &types.EventShareTransfer{Transfer: transfer})
	}
	if resolution == 0 && transfer.ApproverMemberId == officer {
		return nil, types.ErrSameOfficer.Wrapf("member %d has approved the transfer already; another officer has to", officer)
	}
	entry, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.passOn(ctx, instrument, transfer, resolution) })
	if err != nil {
		return nil, err
	}
	return &types.MsgApproveTransferResponse{Entry: entry}, nil
}

// officerOrCoop is the officer with the power "book" who signs, or the resolution by
// which the co-op does.
func (k *Keeper) officerOrCoop(ctx context.Context, authority string, coopID uint64) (coop membershiptypes.Coop, officer, resolution uint64, err error) {
	if k.isCoop(authority, coopID) {
		coop, resolution, err = k.byResolution(ctx, authority, coopID)
		return coop, 0, resolution, err
	}
	coop, officer, err = k.bookkeeper(ctx, authority, coopID)
	return coop, officer, 0, err
}
