package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// AccountKeeper opens accounts for new keys.
type AccountKeeper interface {
	GetAccount(ctx context.Context, account sdk.AccAddress) sdk.AccountI
	NewAccountWithAddress(ctx context.Context, account sdk.AccAddress) sdk.AccountI
	SetAccount(ctx context.Context, account sdk.AccountI)
}

// BankKeeper takes the founding fee.
type BankKeeper interface {
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
}

// ClockKeeper tells chain time and shares out the block's work budget.
type ClockKeeper interface {
	// Now in chain time, seconds since 1970.
	Now(ctx context.Context) (int64, error)
	// VetoWindowsMayEnd is false for a while after the chain stood still.
	VetoWindowsMayEnd(ctx context.Context) (bool, error)
	// SpendWork takes gas from the block's budget; false means the next block.
	SpendWork(ctx context.Context, gas uint64) (bool, error)
}

// CharterHooks let modules that know this one follow what charters say.
type CharterHooks interface {
	// AfterFounded is called once a co-op and its charter are stored. An error
	// undoes the founding.
	AfterFounded(ctx context.Context, coopID uint64) error
	// AfterCharterInForce is called once another version of a co-op's charter is
	// the one in force. An error keeps it from coming into force.
	AfterCharterInForce(ctx context.Context, coopID uint64) error
	// LapseStands says whether a membership may lapse on a ground of the charter: not
	// if the ledger itself sees that the ground isn't there, or not any more.
	LapseStands(ctx context.Context, member Member, ground string) (bool, error)
}

// MembershipHooks let modules that know this one follow what happens to members.
type MembershipHooks interface {
	// AfterMemberLeft is called once the member has left. An error undoes the leaving.
	AfterMemberLeft(ctx context.Context, member Member) error
}
