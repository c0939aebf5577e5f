package keeper

import (
	"context"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// ApproveAccounts approves the accounts that were presented last, by resolution, and
// lets the surplus be shared. The members may vary rates within the bounds that the
// charter had before the period began.
func (s msgServer) ApproveAccounts(ctx context.Context, msg *types.MsgApproveAccounts) (*types.MsgApproveAccountsResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	resolution := resolutionOf(ctx, coop.Id)
	if !s.isCoop(msg.Authority, coop.Id) || resolution == 0 {
		return nil, types.ErrUnauthorized.Wrapf("authority is %q; the members of %s decide this by a resolution, signed by %s", msg.Authority, coop.Slug, coop.Account)
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "accounts are approved when they have been presented", presented); err != nil {
		return nil, err
	}
	if msg.Presentation != period.Presentation.Number {
		return nil, types.ErrAccountsChanged.Wrapf("presentation %d of period %d was to be approved, and the last is %d; decide on that one", msg.Presentation, period.Number, period.Presentation.Number)
	}
	if err := s.mustStand(ctx, period); err != nil {
		return nil, err
	}
	charter, rules, err := s.rulesOf(ctx, period)
	if err != nil {
		return nil, err
	}
	if _, err := varied(charter, rules, msg.Rates); err != nil {
		return nil, err
	}
	now, err := s.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	period.ResolutionId, period.Rates = resolution, msg.Rates
	return &types.MsgApproveAccountsResponse{}, s.moveTo(ctx, period, approved, now)
}

// mustStand refuses accounts whose result is not what the book says now.
func (k *Keeper) mustStand(ctx context.Context, period types.Period) error {
	if err := k.mustBear(ctx, period); err != nil {
		return err
	}
	if period.LastDay == 0 {
		// It is what the book said then; what came after is the next period's.
		return nil
	}
	sources, _, err := k.bySourceOf(ctx, period)
	if err != nil {
		return err
	}
	shown := period.Presentation.Result
	if !sources.Member.Equal(shown.Member) || !sources.NonMember.Equal(shown.NonMember) || !sources.Extraordinary.Equal(shown.Extraordinary) {
		return types.ErrAccountsChanged.Wrapf("the book says %s from members, %s from others and %s extraordinary, and the accounts of period %d say %s, %s and %s; let an officer present them again",
			sources.Member, sources.NonMember, sources.Extraordinary, period.Number, shown.Member, shown.NonMember, shown.Extraordinary)
	}
	return nil
}

// mustBear refuses accounts of a loss whose funds hold less now than they say.
func (k *Keeper) mustBear(ctx context.Context, period types.Period) error {
	shown := period.Presentation.Result
	if !shown.Surplus().IsNegative() {
		return nil
	}
	_, rules, err := k.sharedBy(ctx, period)
	if err != nil {
		return err
	}
	for _, fund := range rules.LossOrder {
		holds, err := k.treasury.EquityOf(ctx, period.CoopId, fund)
		if err != nil {
			return err
		}
		if said, known := shown.Held(fund); !known || atLeastZero(holds).LT(said) {
			return types.ErrAccountsChanged.Wrapf("the fund %q bears losses and holds %s, and the accounts of period %d say %s; let an officer present them again", fund, holds, period.Number, said)
		}
	}
	return nil
}

// varied are rules with the rates that the members have set, each within its step's
// bounds, of which none promises more than the surplus.
func varied(charter membershiptypes.Charter, rules membershiptypes.SurplusRules, rates []types.StepRate) (membershiptypes.SurplusRules, error) {
	rules = rules.WithAmounts()
	at := -1
	for _, rate := range rates {
		next := slices.IndexFunc(rules.Steps, func(step membershiptypes.SurplusStep) bool { return step.Name == rate.Step })
		if next <= at {
			return rules, types.ErrInvalidRate.Wrapf("the rate of %q is out of place; name steps of the charter in their order, each once", rate.Step)
		}
		at = next
		step := &rules.Steps[at]
		if step.MostRatePpm == 0 || rate.RatePpm < step.LeastRatePpm || rate.RatePpm > step.MostRatePpm {
			return rules, types.ErrInvalidRate.Wrapf("the rate of %q would be %d; the charter lets the members set %d to %d millionths", rate.Step, rate.RatePpm, step.LeastRatePpm, step.MostRatePpm)
		}
		step.RatePpm = rate.RatePpm
	}
	if len(rates) == 0 {
		return rules, nil
	}
	if err := rules.Validate(charter); err != nil {
		return rules, types.ErrInvalidRate.Wrapf("with these rates: %s", err)
	}
	return rules, nil
}
