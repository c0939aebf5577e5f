package types

import (
	"context"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ChainKeeper is chain time and the block's work budget.
type ChainKeeper interface {
	// Now in chain time, seconds since 1970.
	Now(ctx context.Context) (int64, error)
	// CivilNow is the block's own time, seconds since 1970.
	CivilNow(ctx context.Context) (int64, error)
	// Zone finds a time zone by name; no name is UTC.
	Zone(ctx context.Context, name string) (chaintypes.Zone, error)
	// VetoWindowsMayEnd is false for a while after the chain stood still.
	VetoWindowsMayEnd(ctx context.Context) (bool, error)
	// WorkLimit is the block's budget for queued work, in gas.
	WorkLimit(ctx context.Context) (uint64, error)
	// SpendWork takes gas from the block's budget; false means the next block.
	SpendWork(ctx context.Context, gas uint64) (bool, error)
	// ReturnWork gives back what was taken in this block and not used.
	ReturnWork(ctx context.Context, gas uint64) error
}

// ProposalHooks let modules that this one doesn't know refuse at once what could
// not be carried out now.
type ProposalHooks interface {
	// MayPropose refuses to propose a message for a co-op's account to sign.
	MayPropose(ctx context.Context, coopID uint64, message sdk.Msg) error
}

// MembershipKeeper says who belongs.
type MembershipKeeper interface {
	// GetCoop by id.
	GetCoop(ctx context.Context, coopID uint64) (membershiptypes.Coop, error)
	// CoopByReference finds a co-op by its slug or its id.
	CoopByReference(ctx context.Context, reference string) (membershiptypes.Coop, error)
	// GetCharter in force, with its version.
	GetCharter(ctx context.Context, coopID uint64) (uint64, membershiptypes.Charter, error)
	// CharterAt is one version of a charter.
	CharterAt(ctx context.Context, coopID, version uint64) (membershiptypes.Charter, error)
	// ChangesDemand says what a version of a charter asks of a resolution that
	// brings another.
	ChangesDemand(ctx context.Context, coopID, decidedAgainst uint64, next membershiptypes.Charter) (membershiptypes.ChangeDemands, error)
	// ChangesNoMore refuses a new version that would change more now than of the
	// version which it was decided against.
	ChangesNoMore(ctx context.Context, coopID, decidedAgainst uint64, next membershiptypes.Charter) error
	// CharterStands refuses a version that a court has annulled.
	CharterStands(ctx context.Context, coopID, version uint64) error
	// GetMember by number.
	GetMember(ctx context.Context, coopID, memberID uint64) (membershiptypes.Member, error)
	// MemberByKey finds whom an address acts for in a co-op.
	MemberByKey(ctx context.Context, coopID uint64, address []byte) (membershiptypes.Member, error)
	// HasPower says whether a member holds a power now.
	HasPower(ctx context.Context, coopID, memberID uint64, power string) (bool, error)
	// Abstaining lists, by number, who doesn't vote on messages because it is a
	// party to the case that they decide, or hears, among the holders of a power
	// (electorate), an appeal against its own decision; it refuses what can't be decided yet.
	Abstaining(ctx context.Context, coopID uint64, electorate string, messages []sdk.Msg) ([]uint64, error)
	// GetRoll counts a co-op's members.
	GetRoll(ctx context.Context, coopID uint64) (membershiptypes.Roll, error)
	// PowerHolders lists the members who hold a power now, by number.
	PowerHolders(ctx context.Context, coopID uint64, power string) ([]membershiptypes.Member, error)
	// GrantOf is the power that a member holds now, if it does.
	GrantOf(ctx context.Context, coopID, memberID uint64, power string) (grant membershiptypes.Grant, holds bool, err error)
	// AbleAt says for moments at which a member was on the roll whether it surely
	// could, and possibly could, cast a ballot then.
	AbleAt(ctx context.Context, member membershiptypes.Member, moments []int64) (surely, possibly []bool, err error)
	// ChargedAt finds those against whom a case was alive at one of some moments, of
	// whom AbleAt is not sure.
	ChargedAt(ctx context.Context, coopID uint64, moments []int64) (map[uint64]bool, error)
	// PinRoll keeps the roll's past at a sequence while a vote needs it.
	PinRoll(ctx context.Context, coopID, sequence uint64) error
	// UnpinRoll ends that.
	UnpinRoll(ctx context.Context, coopID, sequence uint64) error
}
