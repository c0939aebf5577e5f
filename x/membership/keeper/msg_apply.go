package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// prunedPerApplication is how many applications whose time is over go for each
// new one: more than one, so that none are left in the end.
const prunedPerApplication = 2

// Apply says that a co-op wants to join another. Its own account signs, so its
// members have decided it. Applying again renews the application. With a key it
// is a person's application: see applyPerson.
func (s msgServer) Apply(ctx context.Context, msg *types.MsgApply) (*types.MsgApplyResponse, error) {
	signer, err := s.signerBytes(msg.Applicant)
	if err != nil {
		return nil, err
	}
	applicantID, isCoop, err := s.CoopByAccount(ctx, signer)
	if err != nil {
		return nil, err
	}
	if msg.Key != nil || msg.Class != "" {
		return s.applyPerson(ctx, signer, isCoop, msg)
	}
	if !isCoop {
		return nil, types.ErrNotAllowed.Wrapf("%s is no co-op's account; a person applies with a class and a key proof: coopd tx membership apply",
			types.AddressText(signer))
	}
	applicant, err := s.GetCoop(ctx, applicantID)
	if err != nil {
		return nil, err
	}
	federation, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if federation.Id == applicant.Id {
		return nil, types.ErrFederationCircle.Wrapf("%s can't be a member of itself", applicant.Slug)
	}
	if err := s.notYetMember(ctx, federation, applicant); err != nil {
		return nil, err
	}
	if err := s.storeApplication(ctx, federation.Id, applicant.Id); err != nil {
		return nil, err
	}
	event := &types.EventApplied{CoopId: federation.Id, ApplicantCoopId: applicant.Id}
	return &types.MsgApplyResponse{}, emit(ctx, event)
}

func (k *Keeper) storeApplication(ctx context.Context, federationID, applicantID uint64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if err := k.dropApplication(ctx, federationID, applicantID); err != nil {
		return err
	}
	if err := k.pruneApplications(ctx, now); err != nil {
		return err
	}
	application := types.Application{
		CoopId: federationID, ApplicantCoopId: applicantID,
		ExpiresAt: now + int64(params.ApplicationLifetimeSeconds),
	}
	if err := k.Applications.Set(ctx, collections.Join(federationID, applicantID), application); err != nil {
		return err
	}
	return k.ApplicationExpires.Set(ctx, collections.Join3(application.ExpiresAt, federationID, applicantID))
}

// dropApplication removes an application, if there is one.
func (k *Keeper) dropApplication(ctx context.Context, federationID, applicantID uint64) error {
	key := collections.Join(federationID, applicantID)
	application, err := k.Applications.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Applications.Remove(ctx, key); err != nil {
		return err
	}
	return k.ApplicationExpires.Remove(ctx, collections.Join3(application.ExpiresAt, federationID, applicantID))
}

// pruneApplications removes a few of those whose time is over, the oldest first.
func (k *Keeper) pruneApplications(ctx context.Context, now int64) error {
	var over []collections.Triple[int64, uint64, uint64]
	err := k.ApplicationExpires.Walk(ctx, nil, func(key collections.Triple[int64, uint64, uint64]) (bool, error) {
		if key.K1() > now || len(over) == prunedPerApplication {
			return true, nil
		}
		over = append(over, key)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, key := range over {
		if err := k.dropApplication(ctx, key.K2(), key.K3()); err != nil {
			return err
		}
	}
	return nil
}
