// Package lanes keeps the node's waiting transactions in three lanes and makes
// blocks of them, so that no crowd in one lane keeps the others out.
//
// Who may use which lane is decided by the ante handler, which tells the pool
// through the context's priority. Lanes are the proposer's business: a block
// is valid however its transactions were chosen, if each of them is.
package lanes

import (
	"cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Lane is one of the three queues.
type Lane int

// The lanes; their numbers are the priorities that the ante handler sets.
const (
	// Paid is for whoever pays a fee.
	Paid Lane = 1
	// Members is for the free transactions of members.
	Members Lane = 2
	// Operators is for the operators of validators, about their seats.
	Operators Lane = 3
)

// byRank lists the lanes in the order in which they are served.
var byRank = []Lane{Operators, Members, Paid}

// ErrLaneFull refuses a transaction for which its lane of this node has no room.
// Send it again after the next block.
var ErrLaneFull = errors.Register("lanes", 2, "lane is full")

// sharePercent is the part of the pool's slots, and of a block's gas and bytes,
// that is reserved for the lane. The shares add up to the whole.
func (l Lane) sharePercent() uint64 {
	switch l {
	case Operators:
		return 20
	case Members:
		return 60
	default:
		return 20
	}
}

// share returns the lane's part of a whole, rounded down.
func (l Lane) share(whole uint64) uint64 {
	return whole/100*l.sharePercent() + whole%100*l.sharePercent()/100
}

// String names the lane in a refusal.
func (l Lane) String() string {
	switch l {
	case Operators:
		return "operators' lane"
	case Members:
		return "members' lane"
	default:
		return "paid lane"
	}
}

// Mark returns the context with the lane in it.
func (l Lane) Mark(ctx sdk.Context) sdk.Context { return ctx.WithPriority(int64(l)) }

// laneOf reads the lane from the context; a transaction without one is a paid one.
func laneOf(ctx sdk.Context) Lane {
	switch lane := Lane(ctx.Priority()); lane {
	case Operators, Members:
		return lane
	default:
		return Paid
	}
}
