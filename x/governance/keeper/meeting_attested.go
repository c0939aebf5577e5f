package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// attestedSheet is the sheet by which a member's standing ballot was entered;
// zero for its own ballot, or for none.
func (k *Keeper) attestedSheet(ctx context.Context, r types.Resolution, memberID uint64) (uint32, error) {
	if r.MeetingId == 0 {
		return 0, nil
	}
	mark, err := k.AttestedBallots.Get(ctx, collections.Join(r.Id, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return mark.Sheet, err
}

// attestedTally counts the ballots of a resolution that scrutineers entered.
func (k *Keeper) attestedTally(ctx context.Context, id uint64) (types.Tally, error) {
	tally, err := k.AttestedTallies.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Tally{}, nil
	}
	return tally, err
}

// markAttested keeps the marks and their count in step with a ballot that has
// changed: was is the sheet of the one before, is that of the one now.
func (k *Keeper) markAttested(
	ctx context.Context, resolutionID uint64, mark types.AttestedBallot, was uint32, before, after types.PackedChoice,
) error {
	if was == 0 && mark.Sheet == 0 {
		return nil
	}
	tally, err := k.attestedTally(ctx, resolutionID)
	if err != nil {
		return err
	}
	if was == 0 {
		before = types.PackedNone
	}
	if mark.Sheet == 0 {
		after = types.PackedNone
	}
	if !tally.Move(mark.ClassId, before, after) {
		return errorsmod.Wrapf(types.ErrInvariant, "the attested ballot of member %d on resolution %d was not counted", mark.MemberId, resolutionID)
	}
	key := collections.Join(resolutionID, mark.MemberId)
	if mark.Sheet == 0 {
		err = k.AttestedBallots.Remove(ctx, key)
	} else {
		err = k.AttestedBallots.Set(ctx, key, mark)
	}
	if err != nil {
		return err
	}
	if tally.Present() == 0 {
		return k.AttestedTallies.Remove(ctx, resolutionID)
	}
	return k.AttestedTallies.Set(ctx, resolutionID, tally.WithoutEmpty())
}

// applyBallots casts a confirmed sheet's ballots, each as the ballot of the
// member it names, and notes on the sheet whose it left out. A member's own ballot
// stands, whenever it was cast.
func (k *Keeper) applyBallots(ctx context.Context, m types.Meeting, sheet *types.Sheet) error {
	r, err := k.GetResolution(ctx, sheet.ResolutionId)
	if err != nil {
		return err
	}
	now, err := k.takesBallots(ctx, r)
	if err != nil {
		return err
	}
	for _, entry := range sheet.Ballots {
		why, err := k.applyBallot(ctx, &r, sheet.Number, entry, now)
		if err != nil {
			return err
		}
		sheet.Note(entry.MemberId, why)
	}
	attested, err := k.attestedTally(ctx, r.Id)
	if err != nil {
		return err
	}
	if over := attested.Present(); !types.WithinShare(m.Rules.MaxAttested, over, m.RollSize()) {
		return errorsmod.Wrapf(types.ErrTooManyAttested, "%d of the %d members on the roll would have attested ballots on resolution %d, more than the charter allows; members with a key can vote for themselves",
			over, m.RollSize(), r.Id)
	}
	return nil
}

// applyBallot casts one of them, or says why it is left out.
func (k *Keeper) applyBallot(
	ctx context.Context, r *types.Resolution, sheet uint32, entry types.Ballot, now int64,
) (why types.LeftOutReason, err error) {
	before, err := k.GetBallot(ctx, r.Id, entry.MemberId)
	if err != nil {
		return why, err
	}
	was, err := k.attestedSheet(ctx, *r, entry.MemberId)
	if err != nil {
		return why, err
	}
	member, err := k.membership.GetMember(ctx, r.CoopId, entry.MemberId)
	if err != nil {
		return why, err
	}
	classID, onRoll := member.ClassAt(r.RollSequence)
	switch {
	case !onRoll:
		return types.LeftOutReason_LEFT_OUT_REASON_NOT_ON_ROLL, nil
	case r.Abstains(entry.MemberId):
		return types.LeftOutReason_LEFT_OUT_REASON_PARTY, nil
	case before != types.PackedNone && was == 0:
		return types.LeftOutReason_LEFT_OUT_REASON_OWN_BALLOT, nil
	case !member.TakesPart():
		return types.LeftOutReason_LEFT_OUT_REASON_NOT_ACTIVE, nil
	}
	choice, valid := types.Pack(entry.Choice, r.Consent)
	if !valid {
		return why, refuseChoice(*r, entry.Choice)
	}
	if _, err := k.cast(ctx, r, ballot{memberID: entry.MemberId, classID: classID, choice: choice, sheet: sheet}, now); err != nil {
		return why, err
	}
	return why, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventAttestedBallot{
		ResolutionId: r.Id, MemberId: entry.MemberId, Choice: entry.Choice, Sheet: sheet,
	})
}

// takesBallots refuses ballots before a vote opens and after it ends.
func (k *Keeper) takesBallots(ctx context.Context, r types.Resolution) (now int64, err error) {
	if err := requireStatus(r, "vote on", types.Status_STATUS_VOTING); err != nil {
		return 0, err
	}
	now, err = k.chain.Now(ctx)
	if err != nil {
		return 0, err
	}
	if now >= r.DueAt {
		return 0, errorsmod.Wrapf(types.ErrVotingEnded, "voting on resolution %d ended on %s; ballots cast before that count", r.Id, types.Date(r.DueAt))
	}
	return now, nil
}
