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

// ClockKeeper tells chain time in seconds.
type ClockKeeper interface {
	Now(ctx context.Context) (int64, error)
}

// MembershipHooks let modules that know this one follow what happens to members.
type MembershipHooks interface {
	// AfterMemberLeft is called once the member has left. An error undoes the leaving.
	AfterMemberLeft(ctx context.Context, member Member) error
}
