package keeper

import (
	"bytes"
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// RegisterCharter records the evidence that a version waits for, which lets it
// come into force, or fail if the ledger refuses it by now: that it was
// registered is true either way.
func (s msgServer) RegisterCharter(ctx context.Context, msg *types.MsgRegisterCharter) (*types.MsgRegisterCharterResponse, error) {
	coop, _, err := s.publisher(ctx, msg.Authority, msg.CoopId, "record what a register has done")
	if err != nil {
		return nil, err
	}
	history, err := s.waitingCharter(ctx, coop, msg.Version)
	if err != nil {
		return nil, err
	}
	if !history.OnRegistration {
		return nil, types.ErrWrongCharterState.Wrapf("version %d of the charter of %s comes into force on its date, whether registered or not",
			msg.Version, coop.Slug)
	}
	if history.Registration, err = s.evidence(ctx, msg.Evidence, "evidence"); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventCharterRegistered{CoopId: coop.Id, Version: msg.Version}); err != nil {
		return nil, err
	}
	return &types.MsgRegisterCharterResponse{}, s.settleCharter(ctx, coop, history, now)
}

// publisher refuses all but the co-op's account and the keys of officers with
// the power "publish". The member is zero for the account.
func (k *Keeper) publisher(ctx context.Context, authority string, coopID uint64, what string) (types.Coop, uint64, error) {
	signer, err := k.signerBytes(authority)
	if err != nil {
		return types.Coop{}, 0, err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil || bytes.Equal(signer, types.CoopAccount(coopID)) {
		return coop, 0, err
	}
	officer, err := k.MemberByKey(ctx, coop.Id, signer)
	if err != nil {
		return coop, 0, err
	}
	holds, err := k.HasPower(ctx, coop.Id, officer.MemberId, types.PowerPublish)
	if err != nil {
		return coop, 0, err
	}
	if !holds {
		return coop, 0, types.ErrNotAllowed.Wrapf("member %d of %s does not hold the power %q now and can't %s; ask an officer (see: coopd q membership powers %s) or propose a resolution",
			officer.MemberId, coop.Slug, types.PowerPublish, what, coop.Slug)
	}
	return coop, officer.MemberId, nil
}

// evidence checks a document that says what happened off chain.
func (k *Keeper) evidence(ctx context.Context, document *types.Document, what string) (*types.Document, error) {
	if document == nil {
		return nil, types.ErrInvalidRequest.Wrapf("there is no %s; give the document's address and its SHA-256", what)
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	return document, document.Validate(params.MaxUriBytes)
}
