package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
)

// delegatedTally counts the ballots of an open vote that delegates cast and that
// stand, where ballots are final: only there a vote can end before they are.
func (k *Keeper) delegatedTally(ctx context.Context, id uint64) (types.Tally, error) {
	tally, err := k.DelegatedTallies.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Tally{}, nil
	}
	return tally, err
}

// countDelegated keeps that count in step with a ballot that has changed. Before
// a delegate's there was none, or a delegate's; what the co-op itself cast no
// delegate replaces.
func (k *Keeper) countDelegated(ctx context.Context, r types.Resolution, ballot ballot, before types.PackedChoice) error {
	if !r.FinalBallots || !ballot.delegated && !ballot.replaces {
		return nil
	}
	tally, err := k.delegatedTally(ctx, r.Id)
	if err != nil {
		return err
	}
	after := types.PackedNone
	if ballot.delegated {
		after = ballot.choice
	}
	if !tally.Move(ballot.classID, before, after) {
		return errorsmod.Wrapf(types.ErrInvariant, "the delegate's ballot for member %d on resolution %d was not counted", ballot.memberID, r.Id)
	}
	if tally.Present() == 0 {
		return k.DelegatedTallies.Remove(ctx, r.Id)
	}
	return k.DelegatedTallies.Set(ctx, r.Id, tally.WithoutEmpty())
}

// recountDelegated counts them anew, from the marks, the ballots and the classes
// in which these count.
func (k *Keeper) recountDelegated(ctx context.Context, entry types.GenesisResolution) (tally types.Tally, err error) {
	r := entry.Resolution
	if r.Status != types.Status_STATUS_VOTING || !r.FinalBallots {
		return tally, nil
	}
	for _, delegated := range entry.Delegated {
		for _, record := range entry.Ballots {
			if record.Number != types.RecordNumber(delegated.MemberId) {
				continue
			}
			choice := types.ReadBallot(record.Ballots, delegated.MemberId)
			if err := k.recountBallot(ctx, entry, delegated.MemberId, choice, &tally); err != nil {
				return tally, err
			}
		}
	}
	return tally, nil
}
