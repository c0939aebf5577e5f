package types

import (
	"context"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

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

// MembershipKeeper says who belongs, and what the charters say.
type MembershipKeeper interface {
	// GetCoop by id.
	GetCoop(ctx context.Context, coopID uint64) (membershiptypes.Coop, error)
	// CoopByReference finds a co-op by its slug or its id.
	CoopByReference(ctx context.Context, reference string) (membershiptypes.Coop, error)
	// CoopCount is how many co-ops there are; their ids are 1 to that.
	CoopCount(ctx context.Context) (uint64, error)
	// GetCharter in force, with its version.
	GetCharter(ctx context.Context, coopID uint64) (uint64, membershiptypes.Charter, error)
	// CharterAt is one version of it.
	CharterAt(ctx context.Context, coopID, version uint64) (membershiptypes.Charter, error)
	// MemberByKey finds whom an address acts for in a co-op.
	MemberByKey(ctx context.Context, coopID uint64, address []byte) (membershiptypes.Member, error)
	// GetMember by number.
	GetMember(ctx context.Context, coopID, memberID uint64) (membershiptypes.Member, error)
	// HasPower says whether a member holds a power now.
	HasPower(ctx context.Context, coopID, memberID uint64, power string) (bool, error)
}

// TreasuryKeeper keeps the book and the coins.
type TreasuryKeeper interface {
	// ResultOfDays is what the journal says that some days have brought, by source.
	ResultOfDays(ctx context.Context, coopID uint64, firstDay, lastDay uint32) (treasurytypes.Result, error)
	// ResultSoFar is what it says that all days have.
	ResultSoFar(ctx context.Context, coopID uint64) (treasurytypes.Result, error)
	// LockedThrough is the last day of which the book takes no more entries; zero is none.
	LockedThrough(ctx context.Context, coopID uint64) (uint32, error)
	// Figures of the balance sheet now: capital paid in, and everything owned.
	Figures(ctx context.Context, coopID uint64) (capital, assets math.Int, err error)
	// EquityOf is what a fund holds of the equity.
	EquityOf(ctx context.Context, coopID uint64, fund string) (math.Int, error)
	// Appropriate books how a result is shared, and sets the members' cash aside.
	Appropriate(ctx context.Context, appropriation treasurytypes.Appropriation) (entry uint64, err error)
	// TakeShare makes a member's cash share its own.
	TakeShare(ctx context.Context, coopID, memberID, period uint64, cash math.Int) (entry uint64, err error)
}
