package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

// InitGenesis validates the state and stores it; queues, indexes and counters
// are built from the resolutions. It comes after x/membership's, since every
// ballot must be that of a member on the frozen roll.
func (k *Keeper) InitGenesis(ctx context.Context, genesis types.GenesisState) error {
	if err := genesis.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, genesis.Params); err != nil {
		return err
	}
	if err := k.NextResolutionID.Set(ctx, genesis.NextResolutionId); err != nil {
		return err
	}
	if err := k.importBreaker(ctx, genesis); err != nil {
		return err
	}
	for _, entry := range genesis.Resolutions {
		if err := k.checkMembers(ctx, entry); err != nil {
			return errorsmod.Wrapf(types.ErrInvalidGenesis, "resolution %d: %s", entry.Resolution.Id, err)
		}
		if err := k.importResolution(ctx, entry); err != nil {
			return err
		}
	}
	if err := k.importMeetings(ctx, genesis); err != nil {
		return err
	}
	if err := k.checkPins(ctx); err != nil {
		return err
	}
	return k.checkRolls(ctx, genesis)
}

// checkPins checks that x/membership keeps the roll of every open vote, by
// letting them all go in a cache context that is thrown away.
func (k *Keeper) checkPins(ctx context.Context) error {
	trial, _ := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := k.unpinMeetings(trial); err != nil {
		return err
	}
	return k.Resolutions.Walk(trial, nil, func(id uint64, r types.Resolution) (bool, error) {
		if !r.HoldsRoll() {
			return false, nil
		}
		if err := k.membership.UnpinRoll(trial, r.CoopId, r.RollSequence); err != nil {
			return true, errorsmod.Wrapf(types.ErrInvalidGenesis, "resolution %d: %s", id, err)
		}
		return false, nil
	})
}

// checkMembers checks what a resolution says of members against x/membership.
// While a vote is open the roll's past is there, so each ballot is recounted in
// its voter's class; later only that every voter is a member is known.
func (k *Keeper) checkMembers(ctx context.Context, entry types.GenesisResolution) error {
	r := entry.Resolution
	if _, err := k.membership.CharterAt(ctx, r.CoopId, entry.Terms.CharterVersion); err != nil {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "it names charter version %d: %s", entry.Terms.CharterVersion, err)
	}
	roll, err := k.membership.GetRoll(ctx, r.CoopId)
	if err != nil {
		return err
	}
	if r.RollSequence > roll.Sequence || entry.Terms.RollSize() >= roll.NextMemberId {
		return errorsmod.Wrapf(types.ErrInvalidGenesis,
			"its roll sequence %d or roll of %d is ahead of co-op %d's: sequence %d, %d members ever",
			r.RollSequence, entry.Terms.RollSize(), r.CoopId, roll.Sequence, roll.NextMemberId-1)
	}
	named := slices.Concat([]uint64{r.ProposerMemberId}, entry.Seconders, r.Abstaining)
	for _, elector := range entry.Terms.Electors {
		named = append(named, elector.MemberId)
	}
	for _, memberID := range named {
		if _, err := k.membership.GetMember(ctx, r.CoopId, memberID); err != nil {
			return err
		}
	}
	for _, delegated := range entry.Delegated {
		member, err := k.membership.GetMember(ctx, r.CoopId, delegated.MemberId)
		if err != nil {
			return err
		}
		if _, err := k.membership.GetMember(ctx, member.MemberCoopId, delegated.DelegateMemberId); err != nil {
			return err
		}
	}
	var recount types.Tally
	for _, record := range entry.Ballots {
		var failure error
		types.EachBallot(record.Number, record.Ballots, 0, func(memberID uint64, choice types.PackedChoice) bool {
			failure = k.recountBallot(ctx, entry, memberID, choice, &recount)
			return failure == nil
		})
		if failure != nil {
			return failure
		}
	}
	if r.Status == types.Status_STATUS_VOTING && !slices.Equal(recount.Classes, entry.Tally.Classes) {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "the tally is %s, a recount by class %s", entry.Tally.String(), recount.String())
	}
	return nil
}

// recountBallot counts one ballot in the class its voter was in when the roll was frozen.
func (k *Keeper) recountBallot(
	ctx context.Context, entry types.GenesisResolution, memberID uint64, choice types.PackedChoice, recount *types.Tally,
) error {
	r := entry.Resolution
	member, err := k.membership.GetMember(ctx, r.CoopId, memberID)
	if err != nil {
		return err
	}
	if err := refuseParty(r, memberID); err != nil {
		return err
	}
	if r.Status != types.Status_STATUS_VOTING {
		return nil
	}
	if r.ElectorsOnly {
		elector, found := entry.Terms.Elector(memberID)
		if !found {
			return errorsmod.Wrapf(types.ErrNotOnRoll, "the ballot of member %d, who is none of the electors", memberID)
		}
		recount.Move(elector.ClassId, types.PackedNone, choice)
		return nil
	}
	classID, onRoll := member.ClassAt(r.RollSequence)
	if !onRoll {
		return errorsmod.Wrapf(types.ErrNotOnRoll, "the ballot of member %d: it was not on the roll at sequence %d", memberID, r.RollSequence)
	}
	recount.Move(classID, types.PackedNone, choice)
	return nil
}

func (k *Keeper) importResolution(ctx context.Context, entry types.GenesisResolution) error {
	r := entry.Resolution
	if err := k.Contents.Set(ctx, r.Id, entry.Content); err != nil {
		return err
	}
	if err := k.Terms.Set(ctx, r.Id, entry.Terms); err != nil {
		return err
	}
	for _, memberID := range entry.Seconders {
		if err := k.Seconders.Set(ctx, collections.Join(r.Id, memberID)); err != nil {
			return err
		}
	}
	if len(entry.Tally.Classes) > 0 {
		if err := k.Tallies.Set(ctx, r.Id, entry.Tally); err != nil {
			return err
		}
	}
	for _, record := range entry.Ballots {
		if err := k.Ballots.Set(ctx, collections.Join(r.Id, record.Number), record.Ballots); err != nil {
			return err
		}
	}
	for _, delegated := range entry.Delegated {
		if err := k.Delegated.Set(ctx, collections.Join(r.Id, delegated.MemberId), delegated.DelegateMemberId); err != nil {
			return err
		}
	}
	delegated, err := k.recountDelegated(ctx, entry)
	if err != nil {
		return err
	}
	if delegated.Present() > 0 {
		if err := k.DelegatedTallies.Set(ctx, r.Id, delegated); err != nil {
			return err
		}
	}
	if entry.Sealing != nil {
		if err := k.Sealings.Set(ctx, r.Id, *entry.Sealing); err != nil {
			return err
		}
		if err := k.SealingQueue.Set(ctx, collections.Join(r.ClosedAt, r.Id)); err != nil {
			return err
		}
	}
	if err := k.Resolutions.Set(ctx, r.Id, r); err != nil {
		return err
	}
	if err := k.enqueue(ctx, r); err != nil {
		return err
	}
	status := r.Status
	r.Status = types.Status_STATUS_UNSPECIFIED
	return k.reindex(ctx, r, status)
}

// ExportGenesis returns the whole state, in the order of ids and numbers.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	next, err := k.NextResolutionID.Peek(ctx)
	if err != nil {
		return nil, err
	}
	genesis := &types.GenesisState{Params: params, NextResolutionId: next}
	if genesis.Breaker, err = k.Breaker.Get(ctx); err != nil {
		return nil, err
	}
	if genesis.BreakerWishes, err = k.breakerWishes(ctx); err != nil {
		return nil, err
	}
	err = k.Resolutions.Walk(ctx, nil, func(_ uint64, r types.Resolution) (bool, error) {
		entry, err := k.exportResolution(ctx, r)
		genesis.Resolutions = append(genesis.Resolutions, entry)
		return err != nil, err
	})
	if err != nil {
		return nil, err
	}
	return genesis, k.exportMeetings(ctx, genesis)
}

func (k *Keeper) exportResolution(ctx context.Context, r types.Resolution) (entry types.GenesisResolution, err error) {
	entry.Resolution = r
	if entry.Content, err = k.Contents.Get(ctx, r.Id); err != nil {
		return entry, err
	}
	if entry.Terms, err = k.Terms.Get(ctx, r.Id); err != nil {
		return entry, err
	}
	if entry.Tally, err = k.GetTally(ctx, r.Id); err != nil {
		return entry, err
	}
	within := collections.NewPrefixedPairRange[uint64, uint64](r.Id)
	if err = k.Seconders.Walk(ctx, within, func(key collections.Pair[uint64, uint64]) (bool, error) {
		entry.Seconders = append(entry.Seconders, key.K2())
		return false, nil
	}); err != nil {
		return entry, err
	}
	if err = k.Ballots.Walk(ctx, within, func(key collections.Pair[uint64, uint64], record []byte) (bool, error) {
		entry.Ballots = append(entry.Ballots, types.BallotRecord{Number: key.K2(), Ballots: record})
		return false, nil
	}); err != nil {
		return entry, err
	}
	if err = k.Delegated.Walk(ctx, within, func(key collections.Pair[uint64, uint64], delegate uint64) (bool, error) {
		entry.Delegated = append(entry.Delegated, types.Delegated{MemberId: key.K2(), DelegateMemberId: delegate})
		return false, nil
	}); err != nil {
		return entry, err
	}
	sealing, err := k.Sealings.Get(ctx, r.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return entry, nil
	}
	entry.Sealing = &sealing
	return entry, err
}
