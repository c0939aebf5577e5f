package ante

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/coopledger/coopledger/app/lanes"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// AccountKeeper is the part of x/auth's keeper that the ante handler needs.
type AccountKeeper interface {
	GetParams(ctx context.Context) authtypes.Params
}

// BankKeeper moves fees.
type BankKeeper interface {
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
}

// ChainKeeper is the part of x/chain's keeper that knows quotas and fees.
type ChainKeeper interface {
	CheckFree(ctx context.Context, draw chaintypes.Draw) (chainkeeper.Drawing, error)
	MinFees(ctx context.Context) ([]chaintypes.MinFee, error)
}

// Places says where a message and its signer belong.
type Places interface {
	// CoopOf returns the co-op in which a member's message acts; false for a
	// message that nobody sends as a member.
	CoopOf(ctx context.Context, message sdk.Msg) (coopID uint64, isMemberMessage bool, err error)
	// MemberOf returns the member of the co-op for whom the address may send the
	// messages, or an error that says why there is none.
	MemberOf(ctx context.Context, coopID uint64, address []byte, messages []sdk.Msg) (memberID uint64, err error)
	// IsAdmitted says whether the co-op is the root federation or one of its members.
	IsAdmitted(ctx context.Context, coopID uint64) (bool, error)
	// OperatorOf returns the co-op whose validator the address operates.
	OperatorOf(ctx context.Context, address []byte) (coopID uint64, found bool, err error)
	// ComesFirst says whether a member's message goes into the operators' lane: it
	// trips the circuit breaker, and the member holds the power to.
	ComesFirst(ctx context.Context, message sdk.Msg, memberID uint64) (bool, error)
}

// Breaker says which kinds of messages are switched off.
type Breaker interface {
	// IsAllowed refuses what is off, with until when and why.
	IsAllowed(ctx context.Context, typeURL string) (bool, error)
}

// Room says whether the node's pool still takes a transaction in a lane.
type Room interface {
	Room(lane lanes.Lane) error
}
