package keeper

import (
	"context"
	"math"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Sponsor supports a person's application to a sponsored class. The last one
// that is needed opens its objection window.
func (s msgServer) Sponsor(ctx context.Context, msg *types.MsgSponsor) (*types.MsgSponsorResponse, error) {
	application, class, member, err := s.speakOn(ctx, msg.Signer, msg.CoopId, msg.Application)
	if err != nil {
		return nil, err
	}
	if application.Stage != types.ApplicationStage_APPLICATION_STAGE_SPONSORING {
		return nil, types.ErrWrongStage.Wrapf("application %d is %s and needs no sponsors", application.Number, application.Stage.Word())
	}
	application.Sponsors = append(application.Sponsors, member.MemberId)
	if uint64(len(application.Sponsors)) < uint64(class.Sponsors) {
		return &types.MsgSponsorResponse{}, s.storeApplicationOf(ctx, application)
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	due := now + int64(class.ObjectionWindowSeconds)
	return &types.MsgSponsorResponse{}, s.moveApplication(ctx, application, types.ApplicationStage_APPLICATION_STAGE_STANDING, due)
}

// speakOn finds an application and the member on the roll who has something to
// say about it, once.
func (k *Keeper) speakOn(
	ctx context.Context, signer string, coopID, number uint64,
) (types.PersonApplication, types.Class, types.Member, error) {
	refused := func(err error) (types.PersonApplication, types.Class, types.Member, error) {
		return types.PersonApplication{}, types.Class{}, types.Member{}, err
	}
	account, err := k.signerBytes(signer)
	if err != nil {
		return refused(err)
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return refused(err)
	}
	member, err := k.MemberByKey(ctx, coop.Id, account)
	if err != nil {
		return refused(err)
	}
	// An interval that is still open holds every sequence number to come.
	if _, onRoll := member.ClassAt(math.MaxUint64); !onRoll || !member.TakesPart() {
		return refused(types.ErrNotAllowed.Wrapf("member %d of %s is %s and has no vote, or can't cast it now; voting members sponsor and object",
			member.MemberId, coop.Slug, member.State.Word()))
	}
	application, err := k.GetPersonApplication(ctx, coop.Id, number)
	if err != nil {
		return refused(err)
	}
	if application.HasSpoken(member.MemberId) {
		return refused(types.ErrSpokenAlready.Wrapf("member %d has sponsored application %d or objected to it already; each member speaks once",
			member.MemberId, application.Number))
	}
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return refused(err)
	}
	class, err := charter.Class(application.ClassId)
	return application, class, member, err
}
