package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Deposit sends coins to a co-op, by anybody. They are a receipt in suspense like
// any other, and the journal has the reference and the member whose key sent them.
func (s msgServer) Deposit(ctx context.Context, msg *types.MsgDeposit) (*types.MsgDepositResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	depositor, err := s.somebody(ctx, msg.Depositor)
	if err != nil {
		return nil, err
	}
	if msg.Reference == "" {
		return nil, types.ErrInvalidEntry.Wrap("there is no reference; write a short code that says what the coins are for, such as an invoice's number")
	}
	if _, err := s.checkMovement(ctx, coop.Id, msg.Coins, msg.Reference, nil); err != nil {
		return nil, err
	}
	member, err := s.payeeMember(ctx, coop.Id, depositor)
	if err != nil {
		return nil, err
	}
	entry, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		entry, err := s.bookReceipt(ctx, types.Entry{
			CoopId: coop.Id, Source: types.Source_SOURCE_RECEIPT, Narrative: msg.Reference, MemberId: member,
		}, msg.Coins)
		if err != nil {
			return 0, err
		}
		return entry, s.bank.SendCoins(withPass(ctx, pass{coopID: coop.Id, inside: true}), depositor, types.PurseAccount(coop.Id, suspense), msg.Coins)
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgDepositResponse{Entry: entry}, nil
}

// somebody is the address of whoever pays in, which is no co-op's: what is a co-op's
// leaves it by MsgPay alone.
func (k *Keeper) somebody(ctx context.Context, text string) (sdk.AccAddress, error) {
	address, err := k.addressCodec.StringToBytes(text)
	if err != nil {
		return nil, types.ErrUnauthorized.Wrapf("%q is not an address of this ledger: %s", text, err)
	}
	owner, owned, err := k.ownerOf(ctx, address)
	if err == nil && owned {
		err = types.ErrPurseClosed.Wrapf("%s belongs to co-op %d; its members pay by a resolution with MsgPay", text, owner)
	}
	return address, err
}
