package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

type msgServer struct{ *Keeper }

// NewMsgServer returns the server of x/treasury's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

// officer finds the member whose key signs, if it holds the power "book".
func (k *Keeper) officer(ctx context.Context, signer string, coop membershiptypes.Coop) (uint64, error) {
	key, err := k.addressCodec.StringToBytes(signer)
	if err != nil {
		return 0, types.ErrUnauthorized.Wrapf("%q is not an address of this ledger: %s", signer, err)
	}
	member, err := k.membership.MemberByKey(ctx, coop.Id, key)
	if err != nil {
		return 0, err
	}
	return member.MemberId, k.mustKeepBooks(ctx, coop, member.MemberId)
}

func (k *Keeper) mustKeepBooks(ctx context.Context, coop membershiptypes.Coop, memberID uint64) error {
	holds, err := k.membership.HasPower(ctx, coop.Id, memberID, membershiptypes.PowerBook)
	if err == nil && !holds {
		err = types.ErrUnauthorized.Wrapf("member %d of %s does not hold the power %q now; ask an officer (see: coopd q membership powers %s)",
			memberID, coop.Slug, membershiptypes.PowerBook, coop.Slug)
	}
	return err
}

// isCoop says whether the co-op itself signs. Its account signs only what its
// members have resolved.
func (k *Keeper) isCoop(signer string, coopID uint64) bool {
	given, err := k.addressCodec.StringToBytes(signer)
	return err == nil && bytes.Equal(given, membershiptypes.CoopAccount(coopID))
}

// byResolution finds the co-op and the resolution that is behind a message; a
// message of anybody else, or outside a resolution, is refused.
func (k *Keeper) byResolution(ctx context.Context, authority string, coopID uint64) (membershiptypes.Coop, uint64, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return coop, 0, err
	}
	resolution := decidedBy(ctx, coopID)
	if !k.isCoop(authority, coopID) || resolution == 0 {
		return coop, 0, types.ErrUnauthorized.Wrapf("authority is %q; the members of %s decide this by a resolution, signed by %s", authority, coop.Slug, coop.Account)
	}
	return coop, resolution, k.mustNotBeFrozen(ctx, coop)
}

// mustNotBeFrozen refuses to move money while the bank and the book differ.
func (k *Keeper) mustNotBeFrozen(ctx context.Context, coop membershiptypes.Coop) error {
	freeze, err := k.Freezes.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return types.ErrFrozen.Wrapf("since height %d the purse %q of %s holds %s%s by the bank and %s by the book; see docs/operate, and the chain's operators",
		freeze.Height, freeze.Fund, coop.Slug, freeze.InBank, freeze.Denom, freeze.InBook)
}

// GetParams returns the module's limits.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.Params.Get(ctx) }

// UpdateParams replaces the limits, whole.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	given, err := s.addressCodec.StringToBytes(msg.Authority)
	if err != nil || !bytes.Equal(given, s.authority) {
		return nil, types.ErrUnauthorized.Wrapf("authority is %q and must be %s, the root federation's account; put the message in a resolution of co-op %d",
			msg.Authority, membershiptypes.AddressText(s.authority), membershiptypes.RootCoopID)
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	if err := s.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventParamsUpdated{Params: msg.Params})
}
