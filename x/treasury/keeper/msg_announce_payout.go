package keeper

import (
	"context"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// AnnouncePayout names an address to which a member lets its money go. Whoever
// has stolen a key can't be paid before the member's other keys could object: not
// even to a key of the member is anything paid that wasn't announced. Announced by
// another key, an address waits anew.
func (s msgServer) AnnouncePayout(ctx context.Context, msg *types.MsgAnnouncePayout) (*types.MsgAnnouncePayoutResponse, error) {
	coop, member, err := s.owner(ctx, msg.Signer, msg.CoopId, msg.MemberId)
	if err != nil {
		return nil, err
	}
	rules, err := s.passbookRules(ctx, coop)
	if err != nil {
		return nil, err
	}
	if err := s.moneyMoves(ctx, coop, member.MemberId); err != nil {
		return nil, err
	}
	address, err := s.payee(ctx, coop, msg.Address)
	if err != nil {
		return nil, err
	}
	signer, err := s.spelled(msg.Signer)
	if err != nil {
		return nil, err
	}
	if err := s.mayAnnounce(ctx, coop, member.MemberId, address, signer); err != nil {
		return nil, err
	}
	limits, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	payout := types.PayoutAddress{
		CoopId: coop.Id, MemberId: member.MemberId, Address: membershiptypes.AddressText(address), AnnouncedBy: signer,
		ConfirmedAt: now + int64(limits.PayoutDelay(rules.Passbook.PayoutAddressDelaySeconds)),
	}
	if err := s.PayoutAddresses.Set(ctx, collections.Join3(coop.Id, member.MemberId, []byte(address)), payout); err != nil {
		return nil, err
	}
	return &types.MsgAnnouncePayoutResponse{ConfirmedAt: payout.ConfirmedAt}, emit(ctx, &types.EventPayoutAddressAnnounced{PayoutAddress: payout})
}

// mayAnnounce refuses to begin a wait anew by the same key, and one address too many.
func (k *Keeper) mayAnnounce(ctx context.Context, coop membershiptypes.Coop, memberID uint64, address []byte, signer string) error {
	known, err := k.payoutsOf(ctx, coop.Id, memberID)
	if err != nil {
		return err
	}
	text := membershiptypes.AddressText(address)
	for _, payout := range known {
		if payout.Address != text {
			continue
		}
		if payout.AnnouncedBy == signer {
			return types.ErrPayoutAddress.Wrapf("%s is announced by the same key already, and confirmed from %s on; withdraw to it", text, membershiptypes.Date(payout.ConfirmedAt))
		}
		return nil
	}
	limits, err := k.GetParams(ctx)
	if err == nil && len(known) >= int(limits.MaxPayoutAddresses) {
		err = types.ErrTooManyWait.Wrapf("member %d of %s has %d payout addresses, of at most %d; drop one first", memberID, coop.Slug, len(known), limits.MaxPayoutAddresses)
	}
	return err
}

// DropPayout takes a payout address away. What waits to be paid to it falls away
// when it is due.
func (s msgServer) DropPayout(ctx context.Context, msg *types.MsgDropPayout) (*types.MsgDropPayoutResponse, error) {
	coop, err := s.protector(ctx, msg.Signer, msg.CoopId, msg.MemberId)
	if err != nil {
		return nil, err
	}
	address, err := s.addressCodec.StringToBytes(msg.Address)
	if err != nil {
		return nil, types.ErrPayoutAddress.Wrapf("%q is not an address of this ledger: %s", msg.Address, err)
	}
	payout, err := s.announced(ctx, coop, msg.MemberId, address)
	if err != nil {
		return nil, err
	}
	if err := s.PayoutAddresses.Remove(ctx, collections.Join3(coop.Id, msg.MemberId, address)); err != nil {
		return nil, err
	}
	return &types.MsgDropPayoutResponse{}, emit(ctx, &types.EventPayoutAddressDropped{PayoutAddress: payout, By: msg.Signer})
}

// announced address of a member.
func (k *Keeper) announced(ctx context.Context, coop membershiptypes.Coop, memberID uint64, address []byte) (types.PayoutAddress, error) {
	payout, found, err := k.payoutAt(ctx, coop.Id, memberID, address)
	if err == nil && !found {
		err = types.ErrPayoutAddress.Wrapf("member %d of %s has not announced %s; announce it with: coopd tx treasury announce-payout %s %d %s",
			memberID, coop.Slug, membershiptypes.AddressText(address), coop.Slug, memberID, membershiptypes.AddressText(address))
	}
	return payout, err
}
