package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// BridgeDoor is what a module that pays on Ethereum gets of the treasury. What it
// takes over stays reserved in the co-op's purse until it reports, and nobody
// else ends it.
type BridgeDoor interface {
	// AwaitingBridge lists payments that wait, by co-op and number, after the one given.
	AwaitingBridge(ctx context.Context, afterCoopID, afterPaymentID uint64, most int) ([]Payment, error)
	// TakeOver says that the bridge makes a payment from now on.
	TakeOver(ctx context.Context, coopID, paymentID uint64) (Payment, error)
	// ReportPaid books a payment that was made, and hands its coins to the bridge's
	// module account, which answers for what it has paid outside.
	ReportPaid(ctx context.Context, coopID, paymentID uint64, into sdk.AccAddress) (entry uint64, err error)
	// ReportFailed says that a payment was not made and never will be by what was
	// signed for it. It is held; who may can try again, or give it up.
	ReportFailed(ctx context.Context, coopID, paymentID uint64, cause error) error
}
