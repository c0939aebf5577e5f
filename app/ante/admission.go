package ante

import (
	"context"
	"fmt"
	"strings"

	"cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/coopledger/coopledger/app/lanes"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// ticket is what a transaction runs on: a draw on free quota, or a fee.
type ticket struct {
	lane lanes.Lane
	// free is the draw to be taken; nil if a fee is paid.
	free *chainkeeper.Drawing
	who  chaintypes.Draw
	fee  sdk.Coins
}

// admit finds the ticket. A transaction without a fee asks to be free; some
// wallets say "no fee" with a coin of amount zero.
func (h handler) admit(ctx sdk.Context, sent transaction, simulate bool) (ticket, error) {
	signers, err := sent.GetSigners()
	if err != nil {
		return ticket{}, errors.Wrap(sdkerrors.ErrTxDecode, err.Error())
	}
	if len(signers) == 0 {
		return ticket{}, errors.Wrap(sdkerrors.ErrNoSignatures, "none of its messages needs a signer; send a message that does")
	}
	operated, isOperator, err := h.operatedBy(ctx, sent, signers)
	if err != nil {
		return ticket{}, err
	}
	lane := lanes.Paid
	if isOperator {
		lane = lanes.Operators
	}
	if fee := sent.GetFee(); !fee.IsZero() {
		if simulate {
			return ticket{lane: lane, fee: fee}, nil
		}
		return ticket{lane: lane, fee: fee}, h.checkFee(ctx, fee, sent.GetGas())
	}
	draw := chaintypes.Draw{CoopID: operated}
	if !isOperator {
		lane = lanes.Members
		draw, err = h.memberDraw(ctx, sent, signers)
	}
	if err == nil {
		var first bool
		if first, err = h.comesFirst(ctx, sent, draw); first {
			lane = lanes.Operators
		}
	}
	if err == nil {
		draw.Gas, draw.Bytes = sent.GetGas(), uint64(len(ctx.TxBytes()))
		draw.CoopIsAdmitted, err = h.Places.IsAdmitted(ctx, draw.CoopID)
	}
	var drawing chainkeeper.Drawing
	if err == nil {
		drawing, err = h.Chain.CheckFree(ctx, draw)
	}
	if err != nil && simulate {
		// Whoever asks what it costs hasn't attached the fee yet.
		return ticket{lane: lanes.Paid}, nil
	}
	return ticket{lane: lane, free: &drawing, who: draw}, err
}

// operatedBy returns the co-op whose seat the only signer operates, if all
// messages are about that seat.
func (h handler) operatedBy(ctx context.Context, sent transaction, signers [][]byte) (uint64, bool, error) {
	if len(signers) != 1 {
		return 0, false, nil
	}
	for _, message := range sent.GetMsgs() {
		if !h.operatorMessages[sdk.MsgTypeURL(message)] {
			return 0, false, nil
		}
	}
	return h.Places.OperatorOf(ctx, signers[0])
}

// comesFirst says whether each of a member's messages does.
func (h handler) comesFirst(ctx context.Context, sent transaction, draw chaintypes.Draw) (bool, error) {
	if draw.MemberID == 0 {
		return false, nil
	}
	for _, message := range sent.GetMsgs() {
		if first, err := h.Places.ComesFirst(ctx, message, draw.MemberID); err != nil || !first {
			return false, err
		}
	}
	return true, nil
}

// memberDraw names the member whose transaction it is: all its messages are
// members' messages in one co-op, signed by one key of one active member.
func (h handler) memberDraw(ctx context.Context, sent transaction, signers [][]byte) (chaintypes.Draw, error) {
	if len(signers) != 1 {
		return chaintypes.Draw{}, h.feeNeeded(ctx, sent, fmt.Sprintf("it has %d signers, and what a member sends for free has one", len(signers)))
	}
	var coopID uint64
	for i, message := range sent.GetMsgs() {
		coop, isMemberMessage, err := h.Places.CoopOf(ctx, message)
		if err != nil {
			return chaintypes.Draw{}, err
		}
		if !isMemberMessage {
			return chaintypes.Draw{}, h.feeNeeded(ctx, sent, fmt.Sprintf("%s is not among the messages that members send for free", sdk.MsgTypeURL(message)))
		}
		if i > 0 && coop != coopID {
			return chaintypes.Draw{}, h.feeNeeded(ctx, sent, fmt.Sprintf("its messages act in co-op %d and in co-op %d, and a free transaction acts in one; split it", coopID, coop))
		}
		coopID = coop
	}
	memberID, err := h.Places.MemberOf(ctx, coopID, signers[0], sent.GetMsgs())
	if err != nil {
		return chaintypes.Draw{}, h.feeNeeded(ctx, sent, err.Error())
	}
	return chaintypes.Draw{CoopID: coopID, MemberID: memberID}, nil
}

// checkFee holds the fee against the least fees of the chain, in every mode.
// Only accepted denoms may be in it, and one of them must suffice alone.
func (h handler) checkFee(ctx context.Context, fee sdk.Coins, gas uint64) error {
	if !fee.IsValid() {
		return errors.Wrapf(ErrFeeTooSmall, "%s is no valid list of coins; name each denom once, in order, with a positive amount", fee)
	}
	least, err := h.Chain.MinFees(ctx)
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
func (h handler) feeNeeded(ctx context.Context, sent transaction, why string) error {
	least, err := h.Chain.MinFees(ctx)
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
func (h handler) charge(ctx sdk.Context, sent transaction, pass ticket) error {
	if pass.free != nil {
		if err := pass.free.Take(ctx); err != nil {
			return err
		}
		emit(ctx, "free_for", pass.who)
		return nil
	}
	if pass.fee.IsZero() {
		return nil
	}
	payer := sdk.AccAddress(sent.FeePayer())
	if err := h.Bank.SendCoins(ctx, payer, h.FeeAccount, pass.fee); err != nil {
		return errors.Wrapf(ErrFeeUnpaid, "%s by %s: %s; choose a smaller gas limit or another payer", pass.fee, payer, err)
	}
	emit(ctx, sdk.AttributeKeyFee, pass.fee)
	emit(ctx, sdk.AttributeKeyFeePayer, payer)
	return nil
}

// emit adds an attribute by which the transaction can be searched. Nobody sees
// the events of CheckTx, so there it would be wasted work.
func emit(ctx sdk.Context, key string, value fmt.Stringer) {
	if !ctx.IsCheckTx() {
		ctx.EventManager().EmitEvent(sdk.NewEvent(sdk.EventTypeTx, sdk.NewAttribute(key, value.String())))
	}
}
