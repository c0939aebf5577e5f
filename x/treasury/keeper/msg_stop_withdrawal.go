package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// StopWithdrawal stops a withdrawal that waits, by any key of the member: the coins
// stay owed. That is how the owner answers a thief, so nothing may stand in its
// way: no freeze, no suspension, no death.
func (s msgServer) StopWithdrawal(ctx context.Context, msg *types.MsgStopWithdrawal) (*types.MsgStopWithdrawalResponse, error) {
	if _, err := s.membership.GetCoop(ctx, msg.CoopId); err != nil {
		return nil, err
	}
	withdrawal, err := s.withdrawal(ctx, msg.CoopId, msg.WithdrawalId)
	if err != nil {
		return nil, err
	}
	if _, err := s.protector(ctx, msg.Signer, msg.CoopId, withdrawal.MemberId); err != nil {
		return nil, err
	}
	if err := s.dropWithdrawal(ctx, withdrawal); err != nil {
		return nil, err
	}
	return &types.MsgStopWithdrawalResponse{}, emit(ctx, &types.EventWithdrawal{
		Withdrawal: withdrawal, End: types.WithdrawalEnd_WITHDRAWAL_END_STOPPED, By: msg.Signer,
	})
}
