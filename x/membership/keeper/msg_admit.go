package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Admit gives somebody a place: by the members' resolution, or by an officer
// with the power "admit" where the charter lets officers do so. The members
// admit whom they like within the class's size; an officer is also held to the
// admissions of a day and to the time that former members wait.
func (s msgServer) Admit(ctx context.Context, msg *types.MsgAdmit) (*types.MsgAdmitResponse, error) {
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	_, charter, err := s.GetCharter(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if msg.Application != 0 {
		return s.admitApplication(ctx, coop, charter, msg)
	}
	policy, classID := charter.Admission, uint32(0)
	if class, err := charter.ClassByName(msg.Member.Class); err == nil {
		policy, classID = charter.Policy(class), class.Id
	}
	officer, err := s.mayAdmit(ctx, msg.Authority, coop, policy)
	if err != nil {
		return nil, err
	}
	used, err := s.oneMore(ctx, coop, officer, types.PowerAdmit, classID)
	if err != nil {
		return nil, err
	}
	// A key's proof does not name the keys beside it: two persons could be given
	// one place, or an officer could put a key of its own into somebody else's.
	if len(msg.Member.Keys) > 1 {
		return nil, types.ErrTooManyKeys.Wrapf("%d keys given; a person is admitted with one key, and adds the others with: coopd tx membership add-key", len(msg.Member.Keys))
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	var taken place
	if msg.Member.MemberCoopId == 0 {
		taken, err = s.personsPlace(ctx, coop, charter, msg.Member, params, func(proof types.KeyProof) ([]byte, error) {
			return s.provedKey(ctx, proof, coop, 0, params)
		})
	} else {
		taken, err = s.coopsPlace(ctx, coop, charter, msg.Member, params)
	}
	if err != nil {
		return nil, err
	}
	roll, err := s.GetRoll(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if err := s.hasRoom(ctx, taken, roll, officer == 0); err != nil {
		return nil, err
	}
	member, err := s.join(ctx, &roll, taken, msg.Authority)
	if err != nil {
		return nil, err
	}
	if err := s.spendProofs(ctx, coop, 0, msg.Member.Keys...); err != nil {
		return nil, err
	}
	if err := s.Rolls.Set(ctx, coop.Id, roll); err != nil {
		return nil, err
	}
	return &types.MsgAdmitResponse{MemberId: member.MemberId}, s.noteUse(ctx, used)
}

// admitApplication admits a person who has applied, whatever stage the
// application is in if the members decide it.
func (s msgServer) admitApplication(
	ctx context.Context, coop types.Coop, charter types.Charter, msg *types.MsgAdmit,
) (*types.MsgAdmitResponse, error) {
	application, err := s.GetPersonApplication(ctx, coop.Id, msg.Application)
	if err != nil {
		return nil, err
	}
	if msg.Member.Class != "" || len(msg.Member.Keys) > 0 || msg.Member.MemberCoopId != 0 {
		return nil, types.ErrInvalidRequest.Wrapf("application %d says who joins and in which class; name no member beside it", application.Number)
	}
	class, err := charter.Class(application.ClassId)
	if err != nil {
		return nil, err
	}
	officer, err := s.mayAdmit(ctx, msg.Authority, coop, charter.Policy(class))
	if err != nil {
		return nil, err
	}
	used, err := s.oneMore(ctx, coop, officer, types.PowerAdmit, class.Id)
	if err != nil {
		return nil, err
	}
	if officer != 0 && application.Stage != types.ApplicationStage_APPLICATION_STAGE_WAITING {
		return nil, types.ErrWrongStage.Wrapf("application %d is %s; only the members admit it, by a resolution", application.Number, application.Stage.Word())
	}
	member, err := s.admitApplicant(ctx, coop, class, application, officer == 0, msg.Authority)
	if err != nil {
		return nil, err
	}
	return &types.MsgAdmitResponse{MemberId: member.MemberId}, s.noteUse(ctx, used)
}

// mayAdmit refuses whoever may not admit, and says which officer signs; zero for
// the members by a resolution.
func (k *Keeper) mayAdmit(
	ctx context.Context, authority string, coop types.Coop, policy types.AdmissionPolicy,
) (officer uint64, err error) {
	signer, err := k.signerBytes(authority)
	if err != nil {
		return 0, err
	}
	if bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return 0, nil
	}
	if policy != types.AdmissionPolicy_ADMISSION_POLICY_OFFICER {
		return 0, types.ErrNotAllowed.Wrapf("the charter of %s lets no officer admit to this class; propose a resolution, or see: coopd q membership charter %s", coop.Slug, coop.Slug)
	}
	return k.officerFor(ctx, signer, coop, types.PowerAdmit)
}

// decider is who decides with a power: the members by their co-op's account
// (zero), or an officer.
func (k *Keeper) decider(ctx context.Context, authority string, coop types.Coop, power string) (officer uint64, err error) {
	signer, err := k.signerBytes(authority)
	if err != nil || bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return 0, err
	}
	return k.officerFor(ctx, signer, coop, power)
}

// officerFor is the member that a key acts for, if it holds the power now.
func (k *Keeper) officerFor(ctx context.Context, signer []byte, coop types.Coop, power string) (uint64, error) {
	officer, err := k.MemberByKey(ctx, coop.Id, signer)
	if err != nil {
		return 0, err
	}
	holds, err := k.HasPower(ctx, coop.Id, officer.MemberId, power)
	if err != nil {
		return 0, err
	}
	if !holds {
		return 0, types.ErrNotAllowed.Wrapf("member %d of %s does not hold the power %q now; ask an officer (see: coopd q membership powers %s) or propose a resolution",
			officer.MemberId, coop.Slug, power, coop.Slug)
	}
	return officer.MemberId, nil
}

// coopsPlace checks that a co-op may join a federation, and notes in both what
// its joining changes: levels, voting time, the application.
func (k *Keeper) coopsPlace(
	ctx context.Context, federation types.Coop, charter types.Charter, joining types.NewMember, params types.Params,
) (place, error) {
	if len(joining.Keys) > 0 {
		return place{}, types.ErrMemberCoopKeys.Wrapf("co-op %d acts through its account alone; give it no keys", joining.MemberCoopId)
	}
	class, err := charter.ClassByName(joining.Class)
	if err != nil {
		return place{}, err
	}
	if err := class.Takes(types.MemberKind_MEMBER_KIND_COOP); err != nil {
		return place{}, err
	}
	applicant, err := k.GetCoop(ctx, joining.MemberCoopId)
	if err != nil {
		return place{}, err
	}
	if err := k.hasApplied(ctx, federation, applicant); err != nil {
		return place{}, err
	}
	if err := k.notYetMember(ctx, federation, applicant); err != nil {
		return place{}, err
	}
	raised, err := k.levelsWith(ctx, federation, applicant, params)
	if err != nil {
		return place{}, err
	}
	seconds, err := k.votingTimeWith(ctx, federation, charter, applicant, params)
	if err != nil {
		return place{}, err
	}
	if err := k.storeLevels(ctx, raised); err != nil {
		return place{}, err
	}
	if err := k.memberCoopJoins(ctx, federation.Id, applicant, seconds); err != nil {
		return place{}, err
	}
	if err := k.dropApplication(ctx, federation.Id, applicant.Id); err != nil {
		return place{}, err
	}
	return place{
		coop: federation, class: class, kind: types.MemberKind_MEMBER_KIND_COOP, memberCoop: applicant.Id,
		keys: [][]byte{types.CoopAccount(applicant.Id)},
	}, nil
}

func (k *Keeper) hasApplied(ctx context.Context, federation, applicant types.Coop) error {
	application, err := k.Applications.Get(ctx, collections.Join(federation.Id, applicant.Id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.ErrNoApplication.Wrapf("%s has not applied to %s; its members must first resolve to apply (coopd tx membership apply)",
			applicant.Slug, federation.Slug)
	}
	if err != nil {
		return err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if application.ExpiresAt <= now {
		return types.ErrNoApplication.Wrapf("the application of %s to %s ended at %d and chain time is %d; it must apply again",
			applicant.Slug, federation.Slug, application.ExpiresAt, now)
	}
	return nil
}

func (k *Keeper) notYetMember(ctx context.Context, federation, applicant types.Coop) error {
	member, err := k.IsActiveMemberCoop(ctx, federation.Id, applicant.Id)
	if err != nil {
		return err
	}
	if member {
		return types.ErrAlreadyMember.Wrapf("%s is already a member of %s", applicant.Slug, federation.Slug)
	}
	return nil
}
