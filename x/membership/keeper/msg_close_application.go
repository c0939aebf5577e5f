package keeper

import (
	"bytes"
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// CloseApplication withdraws an application, by the applicant's key or the
// member who relayed it, or turns it down, by the members or by an officer where
// officers admit.
func (s msgServer) CloseApplication(ctx context.Context, msg *types.MsgCloseApplication) (*types.MsgCloseApplicationResponse, error) {
	signer, err := s.signerBytes(msg.Signer)
	if err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	application, err := s.GetPersonApplication(ctx, coop.Id, msg.Application)
	if err != nil {
		return nil, err
	}
	withdrawn, err := s.withdraws(ctx, coop, signer, application)
	if err != nil {
		return nil, err
	}
	end := types.ApplicationEnd_APPLICATION_END_WITHDRAWN
	if !withdrawn {
		end = types.ApplicationEnd_APPLICATION_END_TURNED_DOWN
		if err := s.mayTurnDown(ctx, coop, msg.Signer, application); err != nil {
			return nil, err
		}
	}
	return &types.MsgCloseApplicationResponse{}, s.closeApplication(ctx, application, end, 0)
}

// withdraws says whether the signer is the applicant or relayed the application.
func (k *Keeper) withdraws(ctx context.Context, coop types.Coop, signer []byte, application types.PersonApplication) (bool, error) {
	applicant, err := types.AddressBytes(application.Address)
	if err != nil || bytes.Equal(applicant, signer) {
		return err == nil, err
	}
	if application.RelayedBy == byStrangers || bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return false, nil
	}
	member, err := k.MemberByKey(ctx, coop.Id, signer)
	return err == nil && member.MemberId == application.RelayedBy, err
}

func (k *Keeper) mayTurnDown(ctx context.Context, coop types.Coop, signer string, application types.PersonApplication) error {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	policy := types.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION
	if class, err := charter.Class(application.ClassId); err == nil {
		policy = charter.Policy(class)
	}
	officer, err := k.mayAdmit(ctx, signer, coop, policy)
	if err != nil {
		return err
	}
	_, err = k.covering(ctx, coop, officer, types.PowerAdmit, application.ClassId)
	return err
}
