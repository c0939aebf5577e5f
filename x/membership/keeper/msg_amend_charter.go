package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// AmendCharter adopts a new version. It comes into force at once, on a date, or
// when its registration is recorded.
func (s msgServer) AmendCharter(ctx context.Context, msg *types.MsgAmendCharter) (*types.MsgAmendCharterResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgAmendCharterResponse, error) { return s.adopt(ctx, msg) })
}

func (k *Keeper) adopt(ctx context.Context, msg *types.MsgAmendCharter) (*types.MsgAmendCharterResponse, error) {
	coop, err := k.decidedBy(ctx, msg.Authority, msg.CoopId, "its charter")
	if err != nil {
		return nil, err
	}
	if msg.BaseVersion != 0 && msg.BaseVersion != coop.CharterVersion {
		return nil, types.ErrOtherVersion.Wrapf("the new version was written from version %d, and version %d is in force in %s now; write it anew from that one",
			msg.BaseVersion, coop.CharterVersion, coop.Slug)
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	_, inForce, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	history := types.CharterVersion{
		CoopId: coop.Id, State: types.CharterState_CHARTER_STATE_ADOPTED, AdoptedAt: now,
		OnRegistration: msg.OnRegistration, Parts: inForce.ChangedParts(msg.Charter),
	}
	if history.DueAt, err = dueOf(msg, now, params); err != nil {
		return nil, err
	}
	if history.Version, err = k.numberCharter(ctx, coop, msg.Charter); err != nil {
		return nil, err
	}
	if msg.EffectiveAt == 0 && !msg.OnRegistration {
		return &types.MsgAmendCharterResponse{Version: history.Version}, k.putInForce(ctx, coop, inForce, msg.Charter, history, now)
	}
	// What can't come into force today is refused today; when its time comes it
	// is asked again.
	if err := k.charterFits(ctx, coop, inForce, msg.Charter, params); err != nil {
		return nil, err
	}
	if err := k.roomForWaiting(ctx, coop, params); err != nil {
		return nil, err
	}
	if err := k.storeHistory(ctx, history); err != nil {
		return nil, err
	}
	return &types.MsgAmendCharterResponse{Version: history.Version}, emit(ctx, &types.EventCharterAdopted{
		CoopId: coop.Id, Version: history.Version, DueAt: history.DueAt, OnRegistration: history.OnRegistration,
	})
}

// dueOf is when a version comes into force, or by when it must be registered.
func dueOf(msg *types.MsgAmendCharter, now int64, params types.Params) (int64, error) {
	latest := now + int64(params.MaxCharterDelaySeconds)
	switch {
	case msg.OnRegistration && msg.EffectiveAt != 0:
		return 0, types.ErrInvalidTiming.Wrap("a version comes into force on a date or when its registration is recorded; give one of the two")
	case msg.OnRegistration:
		return latest, nil
	case msg.EffectiveAt == 0:
		return now, nil
	case msg.EffectiveAt <= now || msg.EffectiveAt > latest:
		return 0, types.ErrInvalidTiming.Wrapf("effective_at is %d; give a time after now, %d, and until %d, or none for at once",
			msg.EffectiveAt, now, latest)
	}
	return msg.EffectiveAt, nil
}

// numberCharter stores a charter under the next number of its co-op.
func (k *Keeper) numberCharter(ctx context.Context, coop types.Coop, charter types.Charter) (uint64, error) {
	last, err := k.lastCharterVersion(ctx, coop.Id)
	if err != nil {
		return 0, err
	}
	return last + 1, k.Charters.Set(ctx, collections.Join(coop.Id, last+1), charter)
}

// roomForWaiting refuses more adopted versions than may wait at once.
func (k *Keeper) roomForWaiting(ctx context.Context, coop types.Coop, params types.Params) error {
	waiting := uint64(0)
	err := k.WaitingCharters.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](coop.Id),
		func(collections.Pair[uint64, uint64]) (bool, error) {
			waiting++
			return false, nil
		})
	if err != nil {
		return err
	}
	if waiting >= uint64(params.MaxAdoptedChartersPerCoop) {
		return types.ErrTooManyAdopted.Wrapf("%d versions of the charter of %s wait to come into force, of at most %d; withdraw one, or wait",
			waiting, coop.Slug, params.MaxAdoptedChartersPerCoop)
	}
	return nil
}

// ChangesDemand says what a charter asks of a resolution that brings a new
// version: the charter in force when it was proposed, whatever followed it.
func (k *Keeper) ChangesDemand(ctx context.Context, coopID, decidedAgainst uint64, next types.Charter) (types.ChangeDemands, error) {
	base, err := k.CharterAt(ctx, coopID, decidedAgainst)
	if err != nil {
		return types.ChangeDemands{}, err
	}
	return base.DemandsOfChange(base.ChangedParts(next)), nil
}

// ChangesNoMore refuses a new version which would change more parts of the
// charter in force than of the version that it was decided against.
func (k *Keeper) ChangesNoMore(ctx context.Context, coopID, decidedAgainst uint64, next types.Charter) error {
	_, inForce, err := k.GetCharter(ctx, coopID)
	if err != nil {
		return err
	}
	base, err := k.CharterAt(ctx, coopID, decidedAgainst)
	if err != nil {
		return err
	}
	return types.DecidesNoMore(base.ChangedParts(next), inForce.ChangedParts(next))
}

// charterFits checks a new version by itself, against the one before, and
// against the co-op's members.
func (k *Keeper) charterFits(ctx context.Context, coop types.Coop, previous, charter types.Charter, params types.Params) error {
	if err := charter.Validate(params); err != nil {
		return err
	}
	if coop.Id == types.RootCoopID {
		if err := charter.ValidateForRoot(); err != nil {
			return err
		}
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := charter.Succeeds(previous, coop.LastClassId, roll); err != nil {
		return err
	}
	if err := charter.CanBeChangedBy(roll); err != nil {
		return err
	}
	return charter.LeavesTimeToVote(coop.LongestMemberVoteSeconds, params.FederationVoteMarginSeconds)
}

// federationsWait refuses a version under which the co-op could no longer
// decide its vote in time in a federation it belongs to, and tells those
// federations what it needs now.
func (k *Keeper) federationsWait(ctx context.Context, coop types.Coop, charter types.Charter, params types.Params) error {
	seconds, err := charter.FederationVoteSeconds()
	if err != nil {
		return err
	}
	_, previous, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	before, err := previous.FederationVoteSeconds()
	if err != nil || before == seconds {
		return err
	}
	federations, err := k.federationsOf(ctx, coop.Id)
	if err != nil {
		return err
	}
	for _, id := range federations {
		federation, err := k.GetCoop(ctx, id)
		if err != nil {
			return err
		}
		_, above, err := k.GetCharter(ctx, id)
		if err != nil {
			return err
		}
		if federation.LongestMemberVoteSeconds < seconds {
			if err := above.LeavesTimeToVote(seconds, params.FederationVoteMarginSeconds); err != nil {
				return errorsmod.Wrapf(err, "in %s, of which %s is a member", federation.Slug, coop.Slug)
			}
		}
		if err := replaceBelow(ctx, k.VoteTimes, id, coop.Id, before, seconds); err != nil {
			return err
		}
		if err := k.settleLongestVote(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
