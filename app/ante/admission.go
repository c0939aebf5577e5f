package ante

import (
	"context"
	"fmt"
	"strings"

	"cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/coopledger/coopledger/app/lanes"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// admission decides who pays for a transaction, and charges it once its
// signatures are known to be good.
type admission struct {
	chain            ChainKeeper
	bank             BankKeeper
	places           Places
	room             Room
	feeAccount       sdk.AccAddress
	operatorMessages map[string]bool
}

// ticket is what a transaction runs on: a draw on free quota, or a fee.
type ticket struct {
	lane lanes.Lane
	draw *chaintypes.Draw
	fee  sdk.Coins
}

// AnteHandle implements sdk.AnteDecorator. It is the same in every mode, so a
// recheck charges as the first check did, and a proposal as the block itself.
func (a admission) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	sent, err := read(tx)
	if err != nil {
		return ctx, err
	}
	pass, err := a.admit(ctx, sent, simulate)
	if err != nil {
		return ctx, err
	}
	if a.room != nil && ctx.IsCheckTx() && !ctx.IsReCheckTx() && !simulate {
		if err := a.room.Room(pass.lane); err != nil {
			return ctx, err
		}
	}
	newCtx, err := next(ctx, tx, simulate)
	if err != nil {
		return newCtx, err
	}
	if err := a.charge(newCtx, sent, pass); err != nil {
		return newCtx, err
	}
	return pass.lane.Mark(newCtx), nil
}

// admit finds the ticket. A transaction without a fee asks to be free.
func (a admission) admit(ctx sdk.Context, sent transaction, simulate bool) (ticket, error) {
	signers, err := sent.GetSigners()
	if err != nil {
		return ticket{}, errors.Wrap(sdkerrors.ErrTxDecode, err.Error())
	}
	if len(signers) == 0 {
		return ticket{}, errors.Wrap(sdkerrors.ErrNoSignatures, "none of its messages needs a signer; send a message that does")
	}
	operated, isOperator, err := a.operatedBy(ctx, sent, signers)
	if err != nil {
		return ticket{}, err
	}
	lane := lanes.Paid
	if isOperator {
		lane = lanes.Operators
	}
	if fee := sent.GetFee(); len(fee) > 0 {
		if simulate {
			return ticket{lane: lane, fee: fee}, nil
		}
		return ticket{lane: lane, fee: fee}, a.checkFee(ctx, fee, sent.GetGas())
	}
	draw := chaintypes.Draw{CoopID: operated}
	if !isOperator {
		lane = lanes.Members
		draw, err = a.memberDraw(ctx, sent, signers)
	}
	if err == nil {
		draw.Gas, draw.Bytes = sent.GetGas(), uint64(len(ctx.TxBytes()))
		draw.CoopIsAdmitted, err = a.places.IsAdmitted(ctx, draw.CoopID)
	}
	if err == nil {
		err = a.chain.CheckFree(ctx, draw)
	}
	if err != nil && simulate {
		// Whoever asks what it costs hasn't attached the fee yet.
		return ticket{lane: lanes.Paid}, nil
	}
	return ticket{lane: lane, draw: &draw}, err
}

// operatedBy returns the co-op whose seat the only signer operates, if all
// messages are about that seat.
func (a admission) operatedBy(ctx context.Context, sent transaction, signers [][]byte) (uint64, bool, error) {
	if len(signers) != 1 {
		return 0, false, nil
	}
	for _, message := range sent.GetMsgs() {
		if !a.operatorMessages[sdk.MsgTypeURL(message)] {
			return 0, false, nil
		}
	}
	return a.places.OperatorOf(ctx, signers[0])
}

// memberDraw names the member whose transaction it is: all its messages are
// members' messages in one co-op, signed by one key of one active member.
func (a admission) memberDraw(ctx context.Context, sent transaction, signers [][]byte) (chaintypes.Draw, error) {
	if len(signers) != 1 {
		return chaintypes.Draw{}, a.feeNeeded(ctx, sent, fmt.Sprintf("it has %d signers, and what a member sends for free has one", len(signers)))
	}
	var coopID uint64
	for i, message := range sent.GetMsgs() {
		coop, isMemberMessage, err := a.places.CoopOf(ctx, message)
		if err != nil {
			return chaintypes.Draw{}, err
		}
		if !isMemberMessage {
			return chaintypes.Draw{}, a.feeNeeded(ctx, sent, fmt.Sprintf("%s is not among the messages that members send for free", sdk.MsgTypeURL(message)))
		}
		if i > 0 && coop != coopID {
			return chaintypes.Draw{}, a.feeNeeded(ctx, sent, fmt.Sprintf("its messages act in co-op %d and in co-op %d, and a free transaction acts in one; split it", coopID, coop))
		}
		coopID = coop
	}
	memberID, err := a.places.MemberOf(ctx, coopID, signers[0])
	if err != nil {
		return chaintypes.Draw{}, a.feeNeeded(ctx, sent, err.Error())
	}
	return chaintypes.Draw{CoopID: coopID, MemberID: memberID}, nil
}

// checkFee holds the fee against the least fees of the chain, in every mode.
// Only accepted denoms may be in it, and one of them must suffice alone.
func (a admission) checkFee(ctx context.Context, fee sdk.Coins, gas uint64) error {
	if !fee.IsValid() {
		return errors.Wrapf(ErrFeeTooSmall, "%s is no valid list of coins; name each denom once, in order, with a positive amount", fee)
	}
	least, err := a.chain.MinFees(ctx)
	if err != nil {
		return err
	}
	accepted, enough := 0, false
	for _, minFee := range least {
		if amount := fee.AmountOf(minFee.Denom); amount.IsPositive() {
			accepted++
			enough = enough || amount.GTE(minFee.For(gas))
		}
	}
	if accepted < len(fee) {
		return errors.Wrapf(ErrFeeTooSmall, "%s holds a denom that isn't accepted; %s", fee, leastFee(least, gas))
	}
	if !enough {
		return errors.Wrapf(ErrFeeTooSmall, "%s for %d gas; %s", fee, gas, leastFee(least, gas))
	}
	return nil
}

// feeNeeded says why a transaction isn't free and what it would cost.
func (a admission) feeNeeded(ctx context.Context, sent transaction, why string) error {
	least, err := a.chain.MinFees(ctx)
	if err != nil {
		return err
	}
	return errors.Wrapf(ErrFeeNeeded, "%s; %s", why, leastFee(least, sent.GetGas()))
}

func leastFee(least []chaintypes.MinFee, gas uint64) string {
	if len(least) == 0 {
		return "the root federation accepts no fees yet, so only members send transactions"
	}
	amounts := make([]string, len(least))
	for i, minFee := range least {
		amounts[i] = minFee.For(gas).String() + minFee.Denom
	}
	return "attach a fee of at least " + strings.Join(amounts, " or ")
}

// charge draws the quota or takes the fee, whatever becomes of the messages.
func (a admission) charge(ctx sdk.Context, sent transaction, pass ticket) error {
	if pass.draw != nil {
		if err := a.chain.DrawFree(ctx, *pass.draw); err != nil {
			return err
		}
		emit(ctx, sdk.NewAttribute("free_for", pass.draw.String()))
		return nil
	}
	if pass.fee.IsZero() {
		return nil
	}
	payer := sdk.AccAddress(sent.FeePayer())
	if err := a.bank.SendCoins(ctx, payer, a.feeAccount, pass.fee); err != nil {
		return errors.Wrapf(ErrFeeUnpaid, "%s by %s: %s; choose a smaller gas limit or another payer", pass.fee, payer, err)
	}
	emit(ctx, sdk.NewAttribute(sdk.AttributeKeyFee, pass.fee.String()), sdk.NewAttribute(sdk.AttributeKeyFeePayer, payer.String()))
	return nil
}

// emit adds an event by which transactions can be searched. Nobody sees those
// of CheckTx, so there it would be wasted work.
func emit(ctx sdk.Context, attributes ...sdk.Attribute) {
	if !ctx.IsCheckTx() {
		ctx.EventManager().EmitEvent(sdk.NewEvent(sdk.EventTypeTx, attributes...))
	}
}
