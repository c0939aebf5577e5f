package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AmendCharter puts a new version in force. Open resolutions keep the rules
// they were proposed under.
func (s msgServer) AmendCharter(ctx context.Context, msg *types.MsgAmendCharter) (*types.MsgAmendCharterResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "its charter")
	if err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.charterFits(ctx, coop, msg.Charter, params); err != nil {
		return nil, err
	}
	if err := s.federationsWait(ctx, coop, msg.Charter, params); err != nil {
		return nil, err
	}
	coop.CharterVersion++
	coop.LastClassId = max(coop.LastClassId, msg.Charter.LastClassID())
	if err := s.Charters.Set(ctx, collections.Join(coop.Id, coop.CharterVersion), msg.Charter); err != nil {
		return nil, err
	}
	if err := s.Coops.Set(ctx, coop.Id, coop); err != nil {
		return nil, err
	}
	event := &types.EventCharterAmended{CoopId: coop.Id, Version: coop.CharterVersion}
	return &types.MsgAmendCharterResponse{Version: coop.CharterVersion}, emit(ctx, event)
}

// charterFits checks a new version by itself, against the one before, and
// against the co-op's members.
func (k *Keeper) charterFits(ctx context.Context, coop types.Coop, charter types.Charter, params types.Params) error {
	if err := charter.Validate(params); err != nil {
		return err
	}
	if coop.Id == types.RootCoopID {
		if err := charter.ValidateForRoot(); err != nil {
			return err
		}
	}
	_, previous, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return err
	}
	if err := charter.Succeeds(previous, coop.LastClassId, roll); err != nil {
		return err
	}
	if err := charter.CanBeChangedBy(roll.Voters()); err != nil {
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
	federations, err := k.federationsOf(ctx, coop.Id)
	if err != nil {
		return err
	}
	for _, id := range federations {
		federation, err := k.GetCoop(ctx, id)
		if err != nil {
			return err
		}
		if federation.LongestMemberVoteSeconds >= seconds {
			continue
		}
		_, above, err := k.GetCharter(ctx, id)
		if err != nil {
			return err
		}
		if err := above.LeavesTimeToVote(seconds, params.FederationVoteMarginSeconds); err != nil {
			return errorsmod.Wrapf(err, "in %s, of which %s is a member", federation.Slug, coop.Slug)
		}
	}
	for _, id := range federations {
		if err := k.raiseLongestVote(ctx, id, seconds); err != nil {
			return err
		}
	}
	return nil
}
