package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// maxPresentations of accounts while the book says the same: each outdates the
// resolution that would approve the one before.
const maxPresentations = 3

// PresentAccounts lays a sealed period's accounts before the members, with the result
// that the journal has now. They are presented again when the members refuse them or
// the book has changed. Where the charter says that nobody has to approve them, they
// are approved with it.
func (s msgServer) PresentAccounts(ctx context.Context, msg *types.MsgPresentAccounts) (*types.MsgPresentAccountsResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, resolved := uint64(0), s.isCoop(msg.Signer, coop.Id) && resolutionOf(ctx, coop.Id) != 0
	if !resolved {
		if officer, err = s.officer(ctx, msg.Signer, coop, membershiptypes.PowerBook); err != nil {
			return nil, err
		}
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "accounts are presented once its records are sealed, until the members approve them", sealed, presented); err != nil {
		return nil, err
	}
	if period.Stage == presented && !resolved && period.Presentation.Number >= maxPresentations && s.mustStand(ctx, period) == nil {
		return nil, types.ErrWrongStage.Wrapf("the accounts of period %d of %s have been presented %d times, and the book still says the same; wait for the members, who can present them anew by a resolution",
			period.Number, coop.Slug, period.Presentation.Number)
	}
	if len(msg.AccountsSha256) != sha256Bytes || len(msg.ReportSha256) != sha256Bytes {
		return nil, types.ErrInvalidAccounts.Wrapf("the hashes of the accounts and of the report have %d and %d bytes; give the %d of each one's SHA-256: sha256sum FILE",
			len(msg.AccountsSha256), len(msg.ReportSha256), sha256Bytes)
	}
	presentation := types.Presentation{PresenterMemberId: officer, AccountsSha256: msg.AccountsSha256, ReportSha256: msg.ReportSha256}
	return s.present(ctx, period, presentation)
}

// present accounts with the result as it is now.
func (k *Keeper) present(ctx context.Context, period types.Period, presentation types.Presentation) (*types.MsgPresentAccountsResponse, error) {
	_, rules, err := k.sharedBy(ctx, period)
	if err != nil {
		return nil, err
	}
	result, soFar, err := k.result(ctx, period, rules)
	if err != nil {
		return nil, err
	}
	// What can't be shared is not laid before the members.
	if _, err := sharing.NewSettling(rules, result); err != nil {
		return nil, err
	}
	if presentation.PresentedAt, err = k.chain.Now(ctx); err != nil {
		return nil, err
	}
	presentation.Number = 1
	if period.Presentation != nil {
		presentation.Number = period.Presentation.Number + 1
	}
	presentation.Result, presentation.SoFar = result, soFar
	period.Presentation = &presentation
	stage, due := presented, int64(0)
	if rules.Unapproved != "" {
		stage, due = approved, presentation.PresentedAt
	}
	if err := k.moveTo(ctx, period, stage, due); err != nil {
		return nil, err
	}
	return &types.MsgPresentAccountsResponse{Presentation: presentation.Number}, emit(ctx, &types.EventAccountsPresented{
		CoopId: period.CoopId, Period: period.Number, Presentation: presentation,
	})
}
