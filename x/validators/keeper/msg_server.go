package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

type msgServer struct{ *Keeper }

// NewMsgServer returns the server of x/validators' messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// mustBeAuthority compares addresses as bytes, never as text.
func (k *Keeper) mustBeAuthority(address string) error {
	given, err := k.addressCodec.StringToBytes(address)
	if err == nil && bytes.Equal(given, k.authority) {
		return nil
	}
	wanted, err := k.addressCodec.BytesToString(k.authority)
	if err != nil {
		return err
	}
	return types.ErrUnauthorized.Wrapf("authority is %q and must be %s, the root federation's account; put the message in a resolution of co-op %d",
		address, wanted, membershiptypes.RootCoopID)
}

// seatOfOperator returns the co-op's seat if the address operates it.
func (k *Keeper) seatOfOperator(ctx context.Context, operator string, coopID uint64) (types.Seat, sdk.AccAddress, error) {
	seat, err := k.GetSeat(ctx, coopID)
	if err != nil {
		return types.Seat{}, nil, err
	}
	given, err := k.addressCodec.StringToBytes(operator)
	if err != nil {
		return types.Seat{}, nil, types.ErrUnauthorized.Wrapf("operator %q is no address", operator)
	}
	wanted, err := k.addressCodec.StringToBytes(seat.Operator)
	if err != nil {
		return types.Seat{}, nil, err
	}
	if !bytes.Equal(given, wanted) {
		return types.Seat{}, nil, types.ErrUnauthorized.Wrapf("%s does not operate the seat of co-op %d, %s does; sign with its key, or let the co-op appoint you by a resolution with MsgSetOperator",
			operator, coopID, seat.Operator)
	}
	return seat, given, nil
}

func (k *Keeper) mustBeMember(ctx context.Context, coopID uint64) error {
	active, err := k.membership.IsActiveMemberCoop(ctx, membershiptypes.RootCoopID, coopID)
	if err == nil && !active {
		err = types.ErrNotMemberCoop.Wrapf("co-op %d is no active member of co-op %d; only its members hold seats, so it has to be admitted first",
			coopID, membershiptypes.RootCoopID)
	}
	return err
}

// checkOperator returns the address if it may operate the co-op's seat: one
// that can sign a transaction, and operates no other seat, so that no two
// seats hang on one key.
func (k *Keeper) checkOperator(ctx context.Context, operator string, coopID uint64) (sdk.AccAddress, error) {
	address, err := k.addressCodec.StringToBytes(operator)
	if err != nil {
		return nil, types.ErrInvalidOperator.Wrapf("operator %q is no address; give the key's as `coopd keys show` prints it", operator)
	}
	account, isCoop, err := k.membership.CoopByAccount(ctx, address)
	if err != nil {
		return nil, err
	}
	if isCoop {
		return nil, types.ErrInvalidOperator.Wrapf("operator %s is the account of co-op %d, which can't sign a transaction in a hurry; name the key of the person who runs the node", operator, account)
	}
	other, taken, err := k.SeatByOperator(ctx, address)
	if err != nil {
		return nil, err
	}
	if taken && other != coopID {
		return nil, types.ErrInvalidOperator.Wrapf("operator %s runs the seat of co-op %d already; each seat needs a key of its own", operator, other)
	}
	return address, nil
}

// setOperator replaces a seat's operator in its record and the index. The
// caller stores the seat.
func (k *Keeper) setOperator(ctx context.Context, seat *types.Seat, operator sdk.AccAddress) error {
	if seat.Operator != "" {
		before, err := k.addressCodec.StringToBytes(seat.Operator)
		if err != nil {
			return err
		}
		if err := k.Operators.Remove(ctx, before); err != nil {
			return err
		}
	}
	text, err := k.addressCodec.BytesToString(operator)
	if err != nil {
		return err
	}
	seat.Operator = text
	return k.Operators.Set(ctx, operator, seat.CoopId)
}
