package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const secondsPerDay = 24 * 60 * 60

// posting is the kind of message that stands for officers' entries: while it is
// switched off, those that take themselves back wait.
var posting = sdk.MsgTypeURL(&types.MsgPost{})

// mustBeReversible refuses an entry that would take itself back on a day that
// can't be, or could not take itself back by what the charter says.
func (k *Keeper) mustBeReversible(ctx context.Context, rules membershiptypes.TreasuryRules, pending types.PendingEntry) error {
	if pending.ReverseOn == 0 {
		return nil
	}
	day, err := chaintypes.DateOfNumber(pending.ReverseOn)
	if err != nil {
		return types.ErrInvalidReversal.Wrapf("the day on which it takes itself back: %s", err)
	}
	if pending.ReverseOn <= pending.AccountingDate {
		return types.ErrInvalidReversal.Wrapf("the entry is dated %d and would take itself back on %d; give a later day, or none", pending.AccountingDate, pending.ReverseOn)
	}
	if err := k.mustBeOpen(ctx, pending.CoopId, pending.ReverseOn); err != nil {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	today, err := k.today(ctx, pending.CoopId)
	if err != nil {
		return err
	}
	if latest := today.AddDays(int64(limits.MaxReversalAheadDays)); latest.Before(day) {
		return types.ErrInvalidReversal.Wrapf("the entry would take itself back on %s; at most %d days ahead: give %s or an earlier day", day, limits.MaxReversalAheadDays, latest)
	}
	for _, line := range pending.Postings {
		if err := types.CheckOfficersPosting(rules, line.Negated()); err != nil {
			return errorsmod.Wrap(err, "it could not take itself back")
		}
	}
	return nil
}

// scheduleReversal lets an entry take itself back when its day begins on the
// co-op's clocks.
func (k *Keeper) scheduleReversal(ctx context.Context, coopID, number uint64, day uint32) error {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil {
		return err
	}
	at, err := k.beginningOf(ctx, charter.TimeZone, day)
	if err != nil {
		return err
	}
	return k.storeReversal(ctx, coopID, number, day, at)
}

// beginningOf a day on the clocks of a time zone, in seconds since 1970.
func (k *Keeper) beginningOf(ctx context.Context, zoneName string, day uint32) (int64, error) {
	date, err := chaintypes.DateOfNumber(day)
	if err != nil {
		return 0, err
	}
	zone, err := k.chain.ZoneOrUTC(ctx, zoneName)
	if err != nil {
		return 0, err
	}
	return zone.InstantOf(chaintypes.CivilTime{Date: date})
}

func (k *Keeper) storeReversal(ctx context.Context, coopID, number uint64, day uint32, at int64) error {
	if err := k.Reversals.Set(ctx, collections.Join3(coopID, day, number), at); err != nil {
		return err
	}
	return k.ReversalQueue.Set(ctx, collections.Join3(at, coopID, number))
}

// cancelReversal takes an entry off the list of those that take themselves back,
// if it is on it.
func (k *Keeper) cancelReversal(ctx context.Context, entry types.Entry) error {
	key := collections.Join3(entry.CoopId, entry.ReverseOn, entry.Number)
	at, err := k.Reversals.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Reversals.Remove(ctx, key); err != nil {
		return err
	}
	return k.ReversalQueue.Remove(ctx, collections.Join3(at, entry.CoopId, entry.Number))
}

// reverseDue lets entries take themselves back whose day has come, the oldest
// first, as many as the block's budget for queued work has room for. While
// officers' entries are switched off, they wait.
func (k *Keeper) reverseDue(ctx context.Context) error {
	if !k.goesOn(ctx, posting) {
		return nil
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return err
	}
	return k.settleQueued(ctx, queued{
		queue: k.ReversalQueue, now: now, most: limits.MaxReversalsPerBlock, gas: limits.ReversalGas, what: "an entry that takes itself back", settle: k.reverseOne,
	})
}

// reverseOne takes an entry back if its day has come. If the treasury is frozen,
// it is looked at again a day later; if the co-op's clocks were put back by a new
// time zone, when the day begins on them.
func (k *Keeper) reverseOne(ctx context.Context, coopID, number uint64) error {
	entry, err := k.entry(ctx, coopID, number)
	if err != nil {
		return err
	}
	if err := k.cancelReversal(ctx, entry); err != nil {
		return err
	}
	again, err := k.reversalWaits(ctx, entry)
	if err != nil {
		return err
	}
	if again != 0 {
		return k.storeReversal(ctx, coopID, number, entry.ReverseOn, again)
	}
	refusal := chaintypes.Isolated(ctx, types.ErrInvariantBroken, func(ctx context.Context) error { return k.takeBack(ctx, entry) })
	if refusal == nil {
		return nil
	}
	entry.ReverseOn = 0
	if err := k.Entries.Set(ctx, collections.Join(coopID, number), entry); err != nil {
		return err
	}
	codespace, code, _ := errorsmod.ABCIInfo(refusal, false)
	return emit(ctx, &types.EventReversalGivenUp{CoopId: coopID, Entry: number, ErrorCodespace: codespace, ErrorCode: code})
}

// reversalWaits says when to look again at an entry that should take itself
// back, in civil time; zero is now.
func (k *Keeper) reversalWaits(ctx context.Context, entry types.Entry) (int64, error) {
	now, err := k.chain.CivilNow(ctx)
	if err != nil {
		return 0, err
	}
	frozen, err := k.Freezes.Has(ctx, entry.CoopId)
	if err != nil {
		return 0, err
	}
	if frozen {
		return now + secondsPerDay, nil
	}
	_, charter, err := k.membership.GetCharter(ctx, entry.CoopId)
	if err != nil {
		return 0, err
	}
	begins, err := k.beginningOf(ctx, charter.TimeZone, entry.ReverseOn)
	if err != nil || begins <= now {
		return 0, err
	}
	return begins, nil
}

// takeBack posts the entry that takes another back, on its day and in the names
// of the two officers who wanted it so.
func (k *Keeper) takeBack(ctx context.Context, entry types.Entry) error {
	rules, err := k.rules(ctx, entry.CoopId)
	if err != nil {
		return err
	}
	reversal := types.Entry{
		CoopId: entry.CoopId, Source: types.Source_SOURCE_REVERSAL, PreparerMemberId: entry.PreparerMemberId, ApproverMemberId: entry.ApproverMemberId,
		Narrative: entry.Narrative, DocumentSha256: entry.DocumentSha256, Reverses: entry.Number, AccountingDate: entry.ReverseOn,
	}
	for _, line := range entry.Postings {
		line = line.Negated()
		if err := types.CheckOfficersPosting(rules, line); err != nil {
			return err
		}
		reversal.Postings = append(reversal.Postings, line)
	}
	number, err := k.post(ctx, rules, reversal)
	if err != nil {
		return err
	}
	return k.markReversed(ctx, entry, number)
}
