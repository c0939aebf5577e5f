package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// record freezes who can vote, so that denominators never change: the roll by
// its sequence number and counts, or the holders of a power one by one.
func (k *Keeper) record(ctx context.Context, r *types.Resolution, terms *types.Terms, now int64) error {
	r.RecordedAt = now
	if terms.Electorate() != "" {
		return k.recordElectors(ctx, *r, terms)
	}
	roll, err := k.membership.GetRoll(ctx, r.CoopId)
	if err != nil {
		return err
	}
	return k.recordRoll(ctx, r, terms, roll.Sequence, roll.Counts, roll.Ables())
}

// recordRoll freezes a roll by its sequence number and its counts.
func (k *Keeper) recordRoll(
	ctx context.Context, r *types.Resolution, terms *types.Terms, sequence uint64, counts []membershiptypes.ClassCount, active uint64,
) error {
	for _, class := range counts {
		if class.Members > 0 {
			terms.Roll = append(terms.Roll, class)
		}
	}
	terms.Active = active
	if len(terms.Roll) == 0 {
		return nil
	}
	r.RollSequence = sequence
	return k.membership.PinRoll(ctx, r.CoopId, sequence)
}

// recordAtLast freezes who can vote as voting opens, unless that was done when
// notice was given, and says when voting ends. Of what is on the agenda of a
// general meeting, the meeting's roll decides, and the vote ends with the meeting
// unless the charter gives it its own period.
func (k *Keeper) recordAtLast(ctx context.Context, r *types.Resolution, terms *types.Terms, now int64) (due int64, err error) {
	due = types.Deadline(now, terms.VotingSeconds())
	if r.MeetingId == 0 {
		if r.RecordedAt == 0 {
			err = k.record(ctx, r, terms, now)
		}
		return due, err
	}
	m, err := k.GetMeeting(ctx, r.MeetingId)
	if err != nil {
		return due, err
	}
	if !m.Rules.OwnVotingPeriod {
		due, r.MayBeExtended = m.DueAt, false
	}
	r.RecordedAt = m.RecordedAt
	return due, k.recordRoll(ctx, r, terms, m.RollSequence, m.Roll, m.Active)
}

// recordElectors lists the holders of the power, in the class each is in now.
func (k *Keeper) recordElectors(ctx context.Context, r types.Resolution, terms *types.Terms) error {
	holders, err := k.membership.PowerHolders(ctx, r.CoopId, terms.Electorate())
	if err != nil {
		return err
	}
	for _, holder := range holders {
		terms.Electors = append(terms.Electors, types.Elector{MemberId: holder.MemberId, ClassId: holder.ClassId})
		terms.CountOnRoll(holder.ClassId)
	}
	return nil
}

// letRollGo takes back the pin that keeps a frozen roll's past.
func (k *Keeper) letRollGo(ctx context.Context, r types.Resolution) error {
	if r.RollSequence == 0 {
		return nil
	}
	return k.membership.UnpinRoll(ctx, r.CoopId, r.RollSequence)
}

// forgetRecord undoes record for a resolution that goes back to the draft, or on
// the agenda of a meeting.
func (k *Keeper) forgetRecord(ctx context.Context, r *types.Resolution) error {
	err := k.letRollGo(ctx, *r)
	r.RollSequence, r.RecordedAt = 0, 0
	return err
}

// voterClass says in which class a member's ballot is counted, and refuses one
// who is not among those who can vote.
func (k *Keeper) voterClass(ctx context.Context, r types.Resolution, member membershiptypes.Member) (uint32, error) {
	if err := refuseParty(r, member.MemberId); err != nil {
		return 0, err
	}
	if !r.ElectorsOnly {
		classID, onRoll := member.ClassAt(r.RollSequence)
		if !onRoll {
			return 0, refuseVoter(r, member)
		}
		return classID, nil
	}
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return 0, err
	}
	elector, found := terms.Elector(member.MemberId)
	if !found {
		return 0, errorsmod.Wrapf(types.ErrNotOnRoll,
			"resolution %d is decided by those who held the power %q on %s, and you did not; %d did",
			r.Id, terms.Electorate(), types.Date(r.RecordedAt), len(terms.Electors))
	}
	return elector.ClassId, nil
}

// refuseVoter says why an active member is not on a resolution's frozen roll.
func refuseVoter(r types.Resolution, member membershiptypes.Member) error {
	closed := types.Date(r.RecordedAt)
	if member.JoinedAt >= r.RecordedAt {
		return errorsmod.Wrapf(types.ErrNotOnRoll,
			"you became a member on %s, this resolution's roll closed on %s; you can vote on resolutions whose roll closes from now on",
			types.Date(member.JoinedAt), closed)
	}
	return errorsmod.Wrapf(types.ErrNotOnRoll,
		"you were in a class without a vote when this resolution's roll closed on %s; only members on the roll that day vote on it", closed)
}

// noteQuorum sees the ballot with which the quorum is reached. If the end is
// near, the vote goes on, once: those who stayed away because nothing would come
// of it can still answer.
func (k *Keeper) noteQuorum(ctx context.Context, r *types.Resolution, now int64) error {
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	tally, err := k.GetTally(ctx, r.Id)
	if err != nil || !types.QuorumReached(terms, tally) {
		return err
	}
	r.MayBeExtended = false
	window, extension := terms.LateQuorum()
	if now < r.DueAt && uint64(r.DueAt-now) > window {
		return k.Resolutions.Set(ctx, r.Id, *r)
	}
	if err := k.reschedule(ctx, r, types.Deadline(r.DueAt, extension)); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventVotingExtended{ResolutionId: r.Id, DueAt: r.DueAt})
}
