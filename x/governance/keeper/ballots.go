package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// GetBallot is the ballot of a member that stands; none if it has not voted.
func (k *Keeper) GetBallot(ctx context.Context, resolutionID, memberID uint64) (types.PackedChoice, error) {
	record, err := k.Ballots.Get(ctx, collections.Join(resolutionID, types.RecordNumber(memberID)))
	if errors.Is(err, collections.ErrNotFound) {
		return types.PackedNone, nil
	}
	if err != nil {
		return types.PackedNone, err
	}
	return types.ReadBallot(record, memberID), nil
}

// ballot is what one member casts.
type ballot struct {
	memberID uint64
	// classID in which it is counted.
	classID uint32
	choice  types.PackedChoice
	// delegated says that a delegate casts it: it stays open to its co-op.
	delegated bool
	// replaces says that it takes the place of a delegate's, even where ballots
	// are final.
	replaces bool
	// sheet by which scrutineers entered it; zero for the member's own, which
	// replaces an entered one even where ballots are final.
	sheet uint32
}

// cast counts a ballot, and lets the vote go on or end by it where the rules say
// so. A co-op's own ballot replaces its delegate's even where ballots are final.
func (k *Keeper) cast(
	ctx context.Context, r *types.Resolution, ballot ballot, now int64,
) (before types.PackedChoice, err error) {
	before, err = k.castBallot(ctx, *r, ballot)
	if err != nil {
		return before, err
	}
	if r.MayBeExtended {
		if err := k.noteQuorum(ctx, r, now); err != nil {
			return before, err
		}
	}
	if r.FinalBallots {
		return before, k.closeEarly(ctx, r, now)
	}
	return before, nil
}

// castBallot puts a member's ballot into its packed record and moves the tally
// by one: the whole of what a ballot changes. It reads and writes two values
// whose size does not depend on the number of members, and returns the ballot
// that stood before. A record costs the same gas whether it was there or not.
func (k *Keeper) castBallot(
	ctx context.Context, r types.Resolution, ballot ballot,
) (before types.PackedChoice, err error) {
	key := collections.Join(r.Id, types.RecordNumber(ballot.memberID))
	stored, err := k.Ballots.Get(ctx, key)
	switch {
	case errors.Is(err, collections.ErrNotFound):
		sdkCtx := sdk.UnwrapSDKContext(ctx)
		sdkCtx.GasMeter().ConsumeGas(sdkCtx.KVGasConfig().ReadCostPerByte*types.BallotRecordBytes, "first ballot of a record")
		stored = types.NewBallotRecord()
	case err != nil:
		return types.PackedNone, err
	}
	// The stored bytes may be shared with the store's cache.
	record := bytes.Clone(stored)
	before = types.ReadBallot(record, ballot.memberID)
	was, err := k.attestedSheet(ctx, r, ballot.memberID)
	if err != nil {
		return before, err
	}
	if before != types.PackedNone && was == 0 && r.FinalBallots && !ballot.replaces {
		return before, errorsmod.Wrapf(types.ErrFinalBallot,
			"member %d has voted %s on resolution %d, and its rules make ballots final", ballot.memberID, before.Choice(r.Consent).Word(), r.Id)
	}
	tally, err := k.GetTally(ctx, r.Id)
	if err != nil {
		return before, err
	}
	if !tally.Move(ballot.classID, before, ballot.choice) {
		return before, errorsmod.Wrapf(types.ErrInvariant, "the ballot of member %d on resolution %d was not counted", ballot.memberID, r.Id)
	}
	types.WriteBallot(record, ballot.memberID, ballot.choice)
	if err := k.Ballots.Set(ctx, key, record); err != nil {
		return before, err
	}
	if err := k.Tallies.Set(ctx, r.Id, tally); err != nil {
		return before, err
	}
	if err := k.countDelegated(ctx, r, ballot, before); err != nil {
		return before, err
	}
	mark := types.AttestedBallot{ResolutionId: r.Id, MemberId: ballot.memberID, Sheet: ballot.sheet, ClassId: ballot.classID}
	return before, k.markAttested(ctx, r.Id, mark, was, before, ballot.choice)
}

// closeEarly lets a vote on final ballots end with this block if what is still
// missing can't change whether it passes. The end of the block closes it, like
// any other, so that execution waits for the next block.
func (k *Keeper) closeEarly(ctx context.Context, r *types.Resolution, now int64) error {
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	tally, err := k.GetTally(ctx, r.Id)
	if err != nil {
		return err
	}
	// What a delegate cast is not final: its co-op can still vote otherwise. Nor is
	// what scrutineers entered: it counts as if it were missing.
	delegated, err := k.delegatedTally(ctx, r.Id)
	if err != nil {
		return err
	}
	attested, err := k.attestedTally(ctx, r.Id)
	if err != nil || !types.Decided(terms, tally.Less(attested), delegated) {
		return err
	}
	return k.reschedule(ctx, r, now)
}
