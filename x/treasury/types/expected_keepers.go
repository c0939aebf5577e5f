package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
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

// ChainKeeper tells the time, and shares out the block's work budget.
type ChainKeeper interface {
	// Now returns chain time in seconds.
	Now(ctx context.Context) (int64, error)
	// CivilNow is the block's own time, seconds since 1970.
	CivilNow(ctx context.Context) (int64, error)
	// ZoneOrUTC finds a time zone by name; one that the ledger doesn't know is UTC.
	ZoneOrUTC(ctx context.Context, name string) (chaintypes.Zone, error)
	// VetoWindowsMayEnd is false for a while after the chain stood still.
	VetoWindowsMayEnd(ctx context.Context) (bool, error)
	// SpendWork takes gas from the block's budget; false means the next block.
	SpendWork(ctx context.Context, gas uint64) (bool, error)
}

// Breaker says what is switched off.
type Breaker interface {
	// IsAllowed refuses a kind of message that is off, with until when and why.
	IsAllowed(ctx context.Context, typeURL string) (bool, error)
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
	// GetMember by number.
	GetMember(ctx context.Context, coopID, memberID uint64) (membershiptypes.Member, error)
	// GetRoll counts a co-op's members.
	GetRoll(ctx context.Context, coopID uint64) (membershiptypes.Roll, error)
	// MoneyFrozen says until when a member's money actions are frozen; zero if they aren't.
	MoneyFrozen(ctx context.Context, coopID, memberID uint64) (until int64, err error)
	// MayMoveMoney says whether an address is a key of a member, or was one when its membership ended.
	MayMoveMoney(ctx context.Context, coopID, memberID uint64, account []byte) (bool, error)
	// IsTrustee says whether an address acts for a minor's money, or for that of somebody who died.
	IsTrustee(ctx context.Context, coopID, memberID uint64, account []byte) (bool, error)
	// HasPower says whether a member holds a power now.
	HasPower(ctx context.Context, coopID, memberID uint64, power string) (bool, error)
}
