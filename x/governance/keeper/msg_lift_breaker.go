package keeper

import (
	"bytes"
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// LiftBreaker lets the root federation switch everything on again.
func (k msgServer) LiftBreaker(ctx context.Context, msg *types.MsgLiftBreaker) (*types.MsgLiftBreakerResponse, error) {
	signer, err := k.addresses.StringToBytes(msg.Authority)
	if err != nil || !bytes.Equal(signer, membershiptypes.CoopAccount(membershiptypes.RootCoopID)) {
		return nil, errorsmod.Wrapf(types.ErrUnauthorized, "the root federation lifts the breaker by a resolution; %q is not its account", msg.Authority)
	}
	breaker, now, err := k.breakerNow(ctx)
	if err != nil {
		return nil, err
	}
	if now >= max(breaker.Until, breaker.AgainUntil) {
		return nil, errorsmod.Wrap(types.ErrInvalidTrip, "nothing is switched off; there is nothing to lift")
	}
	return &types.MsgLiftBreakerResponse{}, k.lift(ctx, breaker, 0, now)
}
