package types

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// MembershipKeeper says who belongs to the root federation.
type MembershipKeeper interface {
	// CoopByReference finds a co-op by its slug or its id.
	CoopByReference(ctx context.Context, slugOrID string) (membershiptypes.Coop, error)
	// CoopByAccount says whether an address is a co-op's account.
	CoopByAccount(ctx context.Context, account []byte) (coopID uint64, found bool, err error)
	// IsActiveMemberCoop says whether a co-op is an active member of a federation.
	IsActiveMemberCoop(ctx context.Context, federationID, coopID uint64) (bool, error)
}

// ChainKeeper tells the time.
type ChainKeeper interface {
	// Now returns chain time in seconds.
	Now(ctx context.Context) (int64, error)
	// LastGapHeight returns the height of the first block after the chain last
	// stood still; zero if it never did.
	LastGapHeight(ctx context.Context) (int64, error)
}
