package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// applyPerson opens a person's application. A member relays it for free, or
// whoever sends it pays; both have a bound, so that strangers can't keep
// members' candidates out.
func (s msgServer) applyPerson(
	ctx context.Context, signer []byte, byCoop bool, msg *types.MsgApply,
) (*types.MsgApplyResponse, error) {
	if byCoop {
		return nil, types.ErrNotAllowed.Wrapf("%s is a co-op's account; a person's application is sent by a person", msg.Applicant)
	}
	if msg.Key == nil {
		return nil, types.ErrInvalidProof.Wrap("a person who applies gives its key and the key's consent: coopd tx membership prove-key")
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	class, err := charter.ClassByName(msg.Class)
	if err != nil {
		return nil, err
	}
	if err := class.Takes(types.MemberKind_MEMBER_KIND_PERSON); err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	relayer, err := s.relayer(ctx, coop, signer)
	if err != nil {
		return nil, err
	}
	key, err := s.provedKey(ctx, *msg.Key, coop, 0, params)
	if err != nil {
		return nil, err
	}
	if err := s.mayOpenApplication(ctx, coop, relayer, key, params); err != nil {
		return nil, err
	}
	application, err := s.newApplication(ctx, coop, class, charter.Policy(class), key, params)
	if err != nil {
		return nil, err
	}
	application.RelayedBy = relayer
	if err := s.spendProofs(ctx, coop, 0, *msg.Key); err != nil {
		return nil, err
	}
	application, err = s.openApplication(ctx, application)
	return &types.MsgApplyResponse{Application: application.Number}, err
}

// relayer is the member that a signer acts for, or byStrangers.
func (k *Keeper) relayer(ctx context.Context, coop types.Coop, signer []byte) (uint64, error) {
	member, err := k.MemberByKey(ctx, coop.Id, signer)
	if errors.Is(err, types.ErrNotAMember) {
		return byStrangers, nil
	}
	if err != nil {
		return 0, err
	}
	if !member.TakesPart() {
		return 0, types.ErrWrongState.Wrapf("member %d of %s is %s and relays no applications; ask another member", member.MemberId, coop.Slug, member.State.Word())
	}
	return member.MemberId, nil
}

// mayOpenApplication refuses a second application of a key, and more open ones
// than the co-op or the relayer may have.
func (k *Keeper) mayOpenApplication(ctx context.Context, coop types.Coop, relayer uint64, key []byte, params types.Params) error {
	number, err := k.Applicants.Get(ctx, collections.Join(coop.Id, key))
	switch {
	case err == nil:
		return types.ErrAlreadyApplied.Wrapf("%s has applied to %s as application %d; withdraw it first, or wait for the decision",
			types.AddressText(key), coop.Slug, number)
	case !errors.Is(err, collections.ErrNotFound):
		return err
	}
	limit := uint64(params.MaxApplicationsPerRelayer)
	if relayer == byStrangers {
		limit = uint64(params.MaxApplicationsPerCoop) / 2
	}
	open, err := k.openApplications(ctx, coop.Id, relayer)
	if err != nil {
		return err
	}
	if open >= limit {
		return types.ErrTooManyOpen.Wrapf("%d applications that came to %s the same way are undecided, the most there may be; wait, or ask another member to relay yours", open, coop.Slug)
	}
	if open, err = k.openApplications(ctx, coop.Id, allApplications); err != nil {
		return err
	}
	if open >= uint64(params.MaxApplicationsPerCoop) {
		return types.ErrTooManyOpen.Wrapf("%d applications to %s are undecided, the most there may be; wait until some are decided", open, coop.Slug)
	}
	return nil
}

// newApplication begins where the class's policy says. Who was a member too
// short a time ago is referred to the members, who alone may admit it.
func (k *Keeper) newApplication(
	ctx context.Context, coop types.Coop, class types.Class, policy types.AdmissionPolicy, key []byte, params types.Params,
) (types.PersonApplication, error) {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return types.PersonApplication{}, err
	}
	application := types.PersonApplication{
		CoopId: coop.Id, ClassId: class.Id, Address: types.AddressText(key), AppliedAt: now,
		ExpiresAt: now + int64(params.ApplicationLifetimeSeconds+class.ObjectionWindowSeconds),
		Stage:     types.ApplicationStage_APPLICATION_STAGE_WAITING,
	}
	err = k.mayRejoin(ctx, coop, key, now)
	switch {
	case errors.Is(err, types.ErrMustWait):
		application.Stage = types.ApplicationStage_APPLICATION_STAGE_REFERRED
	case err != nil:
		return application, err
	case policy == types.AdmissionPolicy_ADMISSION_POLICY_OPEN:
		application.Stage = types.ApplicationStage_APPLICATION_STAGE_STANDING
		application.Due = now + int64(class.ObjectionWindowSeconds)
	case policy == types.AdmissionPolicy_ADMISSION_POLICY_SPONSORED:
		application.Stage = types.ApplicationStage_APPLICATION_STAGE_SPONSORING
	}
	return application, nil
}
