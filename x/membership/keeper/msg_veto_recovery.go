package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// VetoRecovery objects to a recovery whose time for vetoes runs, with any of the
// member's keys. It ends the recovery and its road, until a recovery in person
// has succeeded. One in person goes on, and shows the veto.
func (s msgServer) VetoRecovery(ctx context.Context, msg *types.MsgVetoRecovery) (*types.MsgVetoRecoveryResponse, error) {
	signer, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.requireKeyOf(ctx, coop, msg.MemberId, signer); err != nil {
		return nil, err
	}
	recovery, found, err := s.recoveryOf(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if !found || !recovery.Runs() || recovery.VetoedAt != 0 {
		return nil, types.ErrNoRecovery.Wrapf("no new key is settled for member %d of %s, or a veto is noted already; see: coopd q membership recovery %s",
			msg.MemberId, coop.Slug, coop.Slug)
	}
	if err := s.noteVeto(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgVetoRecoveryResponse{}, emit(ctx, &types.EventRecoveryVetoed{
		CoopId: coop.Id, MemberId: msg.MemberId, Road: recovery.Road, By: types.AddressText(signer),
	})
}

func (k *Keeper) noteVeto(ctx context.Context, recovery types.Recovery) error {
	if recovery.Road == types.RecoveryRoad_RECOVERY_ROAD_IN_PERSON {
		now, err := k.clock.Now(ctx)
		if err != nil {
			return err
		}
		recovery.VetoedAt = now
		return k.storeRecovery(ctx, recovery)
	}
	if err := k.takeOffRecovery(ctx, recovery, false); err != nil {
		return err
	}
	safety, err := k.safetyOf(ctx, recovery.CoopId, recovery.MemberId)
	if err != nil {
		return err
	}
	safety.Close(recovery.Road)
	return k.storeSafety(ctx, safety)
}

// requireKeyOf refuses addresses that are no key of the member, present or former.
func (k *Keeper) requireKeyOf(ctx context.Context, coop types.Coop, memberID uint64, account []byte) error {
	own, err := k.Keys.Has(ctx, collections.Join3(coop.Id, memberID, account))
	if err != nil {
		return err
	}
	if !own {
		return types.ErrNotAMember.Wrapf("%s is not a key of member %d of %s; see: coopd q membership member %s %d",
			types.AddressText(account), memberID, coop.Slug, coop.Slug, memberID)
	}
	return nil
}
