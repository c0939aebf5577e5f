package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// AccountKeeper tells modules from people.
type AccountKeeper interface {
	GetAccount(ctx context.Context, account sdk.AccAddress) sdk.AccountI
}

// BankKeeper holds the coins.
type BankKeeper interface {
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
	BlockedAddr(account sdk.AccAddress) bool
}

// ChainKeeper tells the time.
type ChainKeeper interface {
	// Now returns chain time in seconds.
	Now(ctx context.Context) (int64, error)
}

// MembershipKeeper says who belongs, and what the charters say.
type MembershipKeeper interface {
	// GetCoop by id.
	GetCoop(ctx context.Context, coopID uint64) (membershiptypes.Coop, error)
	// CoopByReference finds a co-op by its slug or its id.
	CoopByReference(ctx context.Context, reference string) (membershiptypes.Coop, error)
	// CoopByAccount says whether an address is a co-op's account.
	CoopByAccount(ctx context.Context, account []byte) (coopID uint64, found bool, err error)
	// CoopCount is how many co-ops there are; their ids are 1 to that.
	CoopCount(ctx context.Context) (uint64, error)
	// GetCharter in force, with its version.
	GetCharter(ctx context.Context, coopID uint64) (uint64, membershiptypes.Charter, error)
	// MemberByKey finds whom an address acts for in a co-op.
	MemberByKey(ctx context.Context, coopID uint64, address []byte) (membershiptypes.Member, error)
	// HasPower says whether a member holds a power now.
	HasPower(ctx context.Context, coopID, memberID uint64, power string) (bool, error)
}
