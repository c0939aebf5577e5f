// Package ante decides whether a transaction may run: its limits, whether it is
// free or pays, whether its signatures are good, and what it costs its sender.
package ante

import (
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authante "github.com/cosmos/cosmos-sdk/x/auth/ante"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Options are what the handler is made of; all but Room are needed.
type Options struct {
	Accounts AccountKeeper
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
	// Room is the node's pool, asked in CheckTx.
	Room Room
}

// NewHandler returns the ante handler. A transaction passes, in this order:
// set-up of its gas meter, what the SDK checks without state, our limits,
// admission (is it free, and is there quota; else is the fee enough), then its
// signatures, and last it is charged. Admission comes before signatures so that
// a member without quota costs no verification, and charging after, so that
// nobody can use up a member's quota with transactions the member didn't sign.
func NewHandler(options Options) (sdk.AnteHandler, error) {
	switch {
	case options.Accounts == nil, options.Bank == nil, options.Chain == nil, options.Places == nil:
		return nil, errors.New("the ante handler needs the keepers of accounts, bank and chain, and the places of members")
	case options.SignModes == nil, options.Verified == nil:
		return nil, errors.New("the ante handler needs the sign modes and the cache of verified signatures")
	case options.FeeAccount.Empty():
		return nil, errors.New("the ante handler needs the account that receives fees")
	}
	operatorMessages := make(map[string]bool, len(options.OperatorMessages))
	for _, typeURL := range options.OperatorMessages {
		operatorMessages[typeURL] = true
	}
	return sdk.ChainAnteDecorators(
		authante.NewSetUpContextDecorator(),
		authante.NewExtensionOptionsDecorator(nil),
		authante.NewValidateBasicDecorator(),
		authante.NewTxTimeoutHeightDecorator(),
		limits{accounts: options.Accounts},
		admission{
			chain: options.Chain, bank: options.Bank, places: options.Places, room: options.Room,
			feeAccount: options.FeeAccount, operatorMessages: operatorMessages,
		},
		signatures{accounts: options.Accounts, signModes: options.SignModes, verified: options.Verified},
	), nil
}
