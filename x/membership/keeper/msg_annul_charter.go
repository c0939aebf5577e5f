package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// AnnulCharter records that a court has annulled a version: by a resolution, or
// by two officers who record the same decision. If the version is in force, the
// content of the one before comes into force again, as a new version, with what
// the book has got since, so that no coin loses its place; and what was adopted under the annulled one and waits comes into force no more. What was
// done under it stays recorded as it was.
func (s msgServer) AnnulCharter(ctx context.Context, msg *types.MsgAnnulCharter) (*types.MsgAnnulCharterResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgAnnulCharterResponse, error) { return s.annul(ctx, msg) })
}

func (s msgServer) annul(ctx context.Context, msg *types.MsgAnnulCharter) (*types.MsgAnnulCharterResponse, error) {
	coop, officer, err := s.publisher(ctx, msg.Authority, msg.CoopId, "record a court's decision")
	if err != nil {
		return nil, err
	}
	decision, err := s.evidence(ctx, msg.Decision, "decision")
	if err != nil {
		return nil, err
	}
	history, err := s.charterHistory(ctx, coop, msg.Version)
	if err != nil {
		return nil, err
	}
	if err := canBeAnnulled(coop, history); err != nil {
		return nil, err
	}
	if officer != 0 {
		confirmed, err := s.confirms(ctx, history, officer, decision)
		if err != nil {
			return nil, err
		}
		if !confirmed {
			history.Annulment, history.AnnulmentRecordedBy = decision, officer
			if err := s.storeHistory(ctx, history); err != nil {
				return nil, err
			}
			return &types.MsgAnnulCharterResponse{CharterVersion: coop.CharterVersion}, emit(ctx,
				&types.EventCharterAnnulmentRecorded{CoopId: coop.Id, Version: msg.Version, MemberId: officer})
		}
	}
	history.State = types.CharterState_CHARTER_STATE_ANNULLED
	history.Annulment, history.AnnulmentRecordedBy = decision, 0
	if err := s.storeHistory(ctx, history); err != nil {
		return nil, err
	}
	return s.reverse(ctx, coop, history)
}

// canBeAnnulled refuses versions that were never in force, were annulled
// before, or only put an earlier one in force again: whoever could annul that
// too could go back through the whole history.
func canBeAnnulled(coop types.Coop, history types.CharterVersion) error {
	if history.State != types.CharterState_CHARTER_STATE_EFFECTIVE {
		return types.ErrWrongCharterState.Wrapf("version %d of the charter of %s is %s; only one that came into force can be annulled",
			history.Version, coop.Slug, history.State.Word())
	}
	if history.RestoresVersion != 0 {
		return types.ErrWrongCharterState.Wrapf("version %d of the charter of %s restores version %d after an annulment; change it by a resolution",
			history.Version, coop.Slug, history.RestoresVersion)
	}
	return nil
}

// confirms says whether an officer records what another has recorded, who still
// holds the power.
func (k *Keeper) confirms(ctx context.Context, history types.CharterVersion, officer uint64, decision *types.Document) (bool, error) {
	first := history.AnnulmentRecordedBy
	if first == 0 || !bytes.Equal(history.Annulment.Sha256, decision.Sha256) {
		return false, nil
	}
	if first == officer {
		return false, types.ErrNotAllowed.Wrapf("member %d has recorded the decision already; a second officer with the power %q has to record the same",
			officer, types.PowerPublish)
	}
	return k.HasPower(ctx, history.CoopId, first, types.PowerPublish)
}

// reverse puts the version that the annulled one replaced in force again, if the
// annulled one is in force.
func (s msgServer) reverse(ctx context.Context, coop types.Coop, annulled types.CharterVersion) (*types.MsgAnnulCharterResponse, error) {
	event := &types.EventCharterAnnulled{CoopId: coop.Id, Version: annulled.Version}
	if coop.CharterVersion != annulled.Version {
		return &types.MsgAnnulCharterResponse{Annulled: true, CharterVersion: coop.CharterVersion}, emit(ctx, event)
	}
	if err := s.suspendWaiting(ctx, annulled); err != nil {
		return nil, err
	}
	restored, err := s.CharterAt(ctx, coop.Id, annulled.ReplacedVersion)
	if err != nil {
		return nil, err
	}
	_, inForce, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	restored = restored.WithBookOf(inForce)
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	number, err := s.numberCharter(ctx, coop, restored)
	if err != nil {
		return nil, err
	}
	history := types.CharterVersion{
		CoopId: coop.Id, Version: number, AdoptedAt: now, DueAt: now,
		RestoresVersion: annulled.ReplacedVersion, Parts: inForce.ChangedParts(restored),
	}
	// The classes that the annulled version dropped come back as they were.
	if err := s.putInForce(ctx, coop, inForce.WithClassesOf(restored), restored, history, now); err != nil {
		return nil, errorsmod.Wrapf(err, "the content of version %d can't come into force again", annulled.ReplacedVersion)
	}
	event.RestoredVersion = annulled.ReplacedVersion
	return &types.MsgAnnulCharterResponse{Annulled: true, CharterVersion: number}, emit(ctx, event)
}

// suspendWaiting ends the versions that were adopted while the annulled one was
// in force, under its rules, and have not come into force. There are at most
// max_adopted_charters_per_coop.
func (k *Keeper) suspendWaiting(ctx context.Context, annulled types.CharterVersion) error {
	var waiting []types.CharterVersion
	err := k.WaitingCharters.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](annulled.CoopId),
		func(key collections.Pair[uint64, uint64]) (bool, error) {
			history, err := k.CharterVersions.Get(ctx, key)
			if err == nil && history.Version > annulled.Version && history.AdoptedAt >= annulled.EffectiveAt {
				waiting = append(waiting, history)
			}
			return false, err
		})
	if err != nil {
		return err
	}
	for _, history := range waiting {
		refusal := types.ErrWrongCharterState.Wrapf("version %d was adopted under version %d, which a court has annulled; propose it again",
			history.Version, annulled.Version)
		if err := k.failCharter(ctx, history, refusal); err != nil {
			return err
		}
	}
	return nil
}

// CharterStands refuses a version that a court has annulled: what was proposed
// under its rules and is not carried out has no effect any more.
func (k *Keeper) CharterStands(ctx context.Context, coopID, version uint64) error {
	history, err := k.CharterVersions.Get(ctx, collections.Join(coopID, version))
	if errors.Is(err, collections.ErrNotFound) {
		return nil // The charter that the co-op was founded with.
	}
	if err != nil {
		return err
	}
	if history.State == types.CharterState_CHARTER_STATE_ANNULLED {
		return types.ErrWrongCharterState.Wrapf("it was proposed under version %d of the charter of co-op %d, which a court has annulled; propose it again under the version in force",
			version, coopID)
	}
	return nil
}
