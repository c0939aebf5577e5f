package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// pass lets coins out of a co-op's purses. Its key is unexported, so nothing but
// this module can put one into a context.
type pass struct {
	coopID uint64
	// inside says that the coins stay in the co-op's purses, and are booked already.
	inside bool
}

type passKey struct{}

func withPass(ctx context.Context, p pass) context.Context {
	return sdk.UnwrapSDKContext(ctx).WithValue(passKey{}, p)
}

func passOf(ctx context.Context) (pass, bool) {
	p, given := sdk.UnwrapSDKContext(ctx).Value(passKey{}).(pass)
	return p, given
}

// Restrict is the bank's one restriction on sending: whatever is sent to a co-op
// or into one of its purses goes to its suspense purse and is journaled at once,
// and nothing leaves either unless this module lets it. The bank asks before it
// takes the coins, so whoever handles an error of a send does it in a cache
// context, or the book would keep what never came.
func (k *Keeper) Restrict(ctx context.Context, from, to sdk.AccAddress, coins sdk.Coins) (sdk.AccAddress, error) {
	given, allowed := passOf(ctx)
	owner, owned, err := k.ownerOf(ctx, from)
	if err != nil {
		return nil, err
	}
	if owned && (!allowed || given.coopID != owner) {
		return nil, types.ErrPurseClosed.Wrapf("%s belongs to co-op %d; its members pay by a resolution with MsgPay", membershiptypes.AddressText(from), owner)
	}
	recipient, received, err := k.ownerOf(ctx, to)
	if err != nil {
		return nil, err
	}
	if !received || allowed && given.inside && given.coopID == recipient {
		return to, nil
	}
	if coins.IsZero() {
		return to, nil
	}
	if err := k.receive(ctx, recipient, coins, types.Source_SOURCE_RECEIPT); err != nil {
		return nil, err
	}
	return types.PurseAccount(recipient, suspense), nil
}

// ownerOf says which co-op an address belongs to, as its account or a purse.
func (k *Keeper) ownerOf(ctx context.Context, address []byte) (coopID uint64, found bool, err error) {
	if len(address) != types.AccountBytes {
		return 0, false, nil
	}
	coopID, found, err = k.membership.CoopByAccount(ctx, address)
	if err != nil || found {
		return coopID, found, err
	}
	purse, found, err := k.purseAt(ctx, address)
	return purse.CoopId, found, err
}

func (k *Keeper) purseAt(ctx context.Context, address []byte) (types.Purse, bool, error) {
	purse, err := k.Purses.Get(ctx, address)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Purse{}, false, nil
	}
	return purse, err == nil, err
}
