package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// begin puts a new or amended resolution where its terms say: to the draft's
// wait for seconders, or straight on if none is needed.
func (k *Keeper) begin(ctx context.Context, r *types.Resolution, terms types.Terms, now int64) error {
	due := types.Deadline(now, terms.SecondingSeconds())
	if err := k.move(ctx, r, types.Status_STATUS_DRAFT, due, now); err != nil {
		return err
	}
	needed, err := k.secondersNeeded(ctx, *r, terms)
	if err != nil || needed > 0 {
		return err
	}
	return k.discuss(ctx, r, terms, now)
}

// secondersNeeded is what the terms ask for, or all other voting members where
// the roll has become smaller than that: leaving can't be refused, and a co-op
// that shrinks must still be able to decide, its own charter first of all.
func (k *Keeper) secondersNeeded(ctx context.Context, r types.Resolution, terms types.Terms) (uint32, error) {
	if terms.Seconders() == 0 {
		return 0, nil
	}
	deciding, err := k.deciding(ctx, r.CoopId, terms)
	if err != nil {
		return 0, err
	}
	others := max(deciding, 1) - 1
	return uint32(min(uint64(terms.Seconders()), others)), nil
}

// deciding counts those who would vote if voting opened now.
func (k *Keeper) deciding(ctx context.Context, coopID uint64, terms types.Terms) (uint64, error) {
	if terms.Electorate() != "" {
		holders, err := k.membership.PowerHolders(ctx, coopID, terms.Electorate())
		return uint64(len(holders)), err
	}
	roll, err := k.membership.GetRoll(ctx, coopID)
	return roll.Voters(), err
}

// discuss opens the discussion, which is the notice of the vote; one of no
// length is skipped at once.
func (k *Keeper) discuss(ctx context.Context, r *types.Resolution, terms types.Terms, now int64) error {
	if r.ForMeeting {
		return k.awaitMeeting(ctx, r, now)
	}
	if terms.DiscussionSeconds() == 0 {
		return k.openVoting(ctx, r, terms, now)
	}
	if terms.RecordAtNotice() {
		if err := k.record(ctx, r, &terms, now); err != nil {
			return err
		}
		if err := k.Terms.Set(ctx, r.Id, terms); err != nil {
			return err
		}
	}
	return k.move(ctx, r, types.Status_STATUS_DISCUSSION, types.Deadline(now, terms.DiscussionSeconds()), now)
}

// openVoting takes ballots from those on the roll, which is frozen now unless it
// was when notice was given. With nobody on it the resolution is rejected.
func (k *Keeper) openVoting(ctx context.Context, r *types.Resolution, terms types.Terms, now int64) error {
	due, err := k.recordAtLast(ctx, r, &terms, now)
	if err != nil {
		return err
	}
	r.VotingOpenedAt = now
	if err := k.abstain(ctx, r, &terms); err != nil {
		return err
	}
	if err := k.Terms.Set(ctx, r.Id, terms); err != nil {
		return err
	}
	if len(terms.Roll) == 0 {
		return k.close(ctx, r, terms, now)
	}
	return k.move(ctx, r, types.Status_STATUS_VOTING, due, now)
}

// close ends a vote: it reads counters, never ballots, so that it costs the
// same whatever the number of members.
func (k *Keeper) close(ctx context.Context, r *types.Resolution, terms types.Terms, now int64) error {
	tally, err := k.GetTally(ctx, r.Id)
	if err != nil {
		return err
	}
	if err := k.letRollGo(ctx, *r); err != nil {
		return err
	}
	r.Outcome = types.Decide(terms, tally)
	r.ClosedAt = now
	if err := k.beginSealing(ctx, *r); err != nil {
		return err
	}
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventClosed{
		ResolutionId: r.Id, Outcome: r.Outcome,
		InFavour: tally.InFavour(), Against: tally.Against(), Abstained: tally.Abstained(), Roll: terms.RollSize(),
	}); err != nil {
		return err
	}
	switch {
	case !r.Outcome.Passed():
		return k.move(ctx, r, types.Status_STATUS_REJECTED, 0, now)
	case terms.TimelockSeconds() > 0:
		return k.move(ctx, r, types.Status_STATUS_TIMELOCK, types.Deadline(now, terms.TimelockSeconds()), now)
	default:
		return k.move(ctx, r, types.Status_STATUS_PASSED, now, now)
	}
}

// advance takes the step that a resolution's deadline asks for.
func (k *Keeper) advance(ctx context.Context, id uint64, now int64) error {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return err
	}
	switch r.Status {
	case types.Status_STATUS_DRAFT:
		return k.move(ctx, &r, types.Status_STATUS_EXPIRED, 0, now)
	case types.Status_STATUS_TIMELOCK:
		return k.move(ctx, &r, types.Status_STATUS_PASSED, now, now)
	}
	terms, err := k.Terms.Get(ctx, id)
	if err != nil {
		return err
	}
	switch r.Status {
	case types.Status_STATUS_TABLED:
		return k.advanceTabled(ctx, &r, terms, now)
	case types.Status_STATUS_DISCUSSION:
		return k.openOrRefuse(ctx, r, terms, now)
	case types.Status_STATUS_VOTING:
		return k.close(ctx, &r, terms, now)
	default:
		return errorsmod.Wrapf(types.ErrInvariant, "resolution %d is %s and has no deadline", id, r.Status.Word())
	}
}

// openOrRefuse opens the vote when the discussion is over. What is not ready to
// be decided then ends there, with the reason.
func (k *Keeper) openOrRefuse(ctx context.Context, r types.Resolution, terms types.Terms, now int64) error {
	attempt := r
	refusal := isolated(ctx, func(ctx context.Context) error { return k.openVoting(ctx, &attempt, terms, now) })
	if codespace, _, _ := errorsmod.ABCIInfo(refusal, false); refusal == nil || codespace != membershiptypes.ModuleName {
		return refusal
	}
	return k.refuseOpening(ctx, &r, refusal, now)
}

// giveUp ends a resolution whose next step could not be taken, so that it holds
// up nothing else. Its frozen roll is let go if that is possible.
func (k *Keeper) giveUp(ctx context.Context, id uint64, now int64) error {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return err
	}
	if r.Status == types.Status_STATUS_VOTING || r.Status == types.Status_STATUS_DISCUSSION {
		if err := isolated(ctx, func(ctx context.Context) error { return k.letRollGo(ctx, r) }); err != nil {
			k.report(ctx, id, err)
		}
	}
	if r.Status == types.Status_STATUS_VOTING {
		r.ClosedAt = now
		if err := k.beginSealing(ctx, r); err != nil {
			return err
		}
	}
	r.Outcome = types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_STEP_FAILED}
	if err := k.move(ctx, &r, types.Status_STATUS_FAILED, 0, now); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventExecuted{ResolutionId: id, Outcome: r.Outcome})
}

// clearSeconders takes every second back. Their number is bounded by the rule,
// and the deletions are paid for in the transaction's gas.
func (k *Keeper) clearSeconders(ctx context.Context, id uint64) error {
	return k.Seconders.Clear(ctx, collections.NewPrefixedPairRange[uint64, uint64](id))
}
