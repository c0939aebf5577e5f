package keeper

import (
	"bytes"
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// SetOperator changes who runs a seat's node; its co-op decides that.
func (k msgServer) SetOperator(ctx context.Context, msg *types.MsgSetOperator) (*types.MsgSetOperatorResponse, error) {
	given, err := k.addressCodec.StringToBytes(msg.Authority)
	if err != nil || !bytes.Equal(given, membershiptypes.CoopAccount(msg.CoopId)) {
		return nil, types.ErrUnauthorized.Wrapf("authority is %q and must be the account of co-op %d; put the message in a resolution of that co-op", msg.Authority, msg.CoopId)
	}
	seat, err := k.GetSeat(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	operator, err := k.checkOperator(ctx, msg.Operator, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := k.setOperator(ctx, &seat, operator); err != nil {
		return nil, err
	}
	if err := k.Seats.Set(ctx, seat.CoopId, seat); err != nil {
		return nil, err
	}
	return &types.MsgSetOperatorResponse{}, emit(ctx, &types.EventOperatorSet{CoopId: seat.CoopId, Operator: seat.Operator})
}
