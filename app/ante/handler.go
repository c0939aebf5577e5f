// Package ante decides whether a transaction may run: its limits, whether it is
// free or pays, whether its signatures are good, and what it costs its sender.
package ante

import (
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authante "github.com/cosmos/cosmos-sdk/x/auth/ante"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Options are what the handler is made of; all but Room and Breaker are needed.
type Options struct {
	Accounts Accounts
	Bank     BankKeeper
	Chain    ChainKeeper
	Places   Places
	// SignModes makes the bytes that signatures sign.
	SignModes *txsigning.HandlerMap
	// Verified remembers good signatures.
	Verified *VerifiedCache
	// FeeAccount receives the fees: the root federation's account.
	FeeAccount sdk.AccAddress
	// OperatorMessages are the type URLs of what validators' operators send
	// about their seats.
	OperatorMessages []string
	// Breaker is asked before anything is charged; the message router asks it too.
	Breaker Breaker
	// Room is the node's pool, asked in CheckTx.
	Room Room
}

// handler is our part of the ante handler; it comes last.
type handler struct {
	Options
	operatorMessages map[string]bool
}

// NewHandler returns the ante handler: set-up of the gas meter, what the SDK
// checks without state, then ours.
func NewHandler(options Options) (sdk.AnteHandler, error) {
	switch {
	case options.Accounts.Keeper == nil, options.Accounts.Store == nil, options.Accounts.Keys == nil,
		options.Bank == nil, options.Chain == nil, options.Places == nil:
		return nil, errors.New("the ante handler needs the keepers of accounts, bank and chain, and the places of members")
	case options.SignModes == nil, options.Verified == nil:
		return nil, errors.New("the ante handler needs the sign modes and the cache of verified signatures")
	case options.FeeAccount.Empty():
		return nil, errors.New("the ante handler needs the account that receives fees")
	}
	ours := handler{Options: options, operatorMessages: make(map[string]bool, len(options.OperatorMessages))}
	for _, typeURL := range options.OperatorMessages {
		ours.operatorMessages[typeURL] = true
	}
	return sdk.ChainAnteDecorators(
		authante.NewSetUpContextDecorator(),
		authante.NewExtensionOptionsDecorator(nil),
		authante.NewValidateBasicDecorator(),
		authante.NewTxTimeoutHeightDecorator(),
		ours,
	), nil
}

// checkBreaker refuses a transaction with a message that is switched off, so that
// it costs its sender nothing.
func (h handler) checkBreaker(ctx sdk.Context, sent transaction) error {
	if h.Breaker == nil {
		return nil
	}
	for _, message := range sent.GetMsgs() {
		if allowed, err := h.Breaker.IsAllowed(ctx, sdk.MsgTypeURL(message)); err != nil || !allowed {
			return err
		}
	}
	return nil
}

// AnteHandle passes a transaction, in this order: its limits, its admission (is
// it free, and is there quota; else is the fee enough), its signatures, its
// charge. Admission comes before signatures so that a member without quota
// costs no verification, and the charge after, so that nobody can use up a
// member's quota with transactions the member didn't sign. It is the same in
// every mode, so a recheck charges as the first check did.
func (h handler) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	sent, err := read(tx)
	if err != nil {
		return ctx, err
	}
	params := h.Accounts.Keeper.GetParams(ctx)
	if err := checkLimits(ctx, sent, params); err != nil {
		return ctx, err
	}
	if err := h.checkBreaker(ctx, sent); err != nil {
		return ctx, err
	}
	if err := chargeBytes(ctx, sent, params, simulate); err != nil {
		return ctx, err
	}
	pass, err := h.admit(ctx, sent, simulate)
	if err != nil {
		return ctx, err
	}
	if h.Room != nil && ctx.IsCheckTx() && !ctx.IsReCheckTx() && !simulate {
		if err := h.Room.Room(pass.lane); err != nil {
			return ctx, err
		}
	}
	if err := h.verifySignatures(ctx, sent, params, simulate); err != nil {
		return ctx, err
	}
	if err := h.charge(ctx, sent, pass); err != nil {
		return ctx, err
	}
	return next(pass.lane.Mark(ctx), tx, simulate)
}
