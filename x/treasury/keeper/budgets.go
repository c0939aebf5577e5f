package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// budget of a co-op.
func (k *Keeper) budget(ctx context.Context, coopID, id uint64) (types.Budget, error) {
	budget, err := k.Budgets.Get(ctx, collections.Join(coopID, id))
	if errors.Is(err, collections.ErrNotFound) {
		return budget, types.ErrUnknownBudget.Wrapf("co-op %d has no budget %d; see them with: coopd q treasury budgets %d", coopID, id, coopID)
	}
	return budget, err
}

// usableBudget is one out of which payments may be asked for and approved now.
func (k *Keeper) usableBudget(ctx context.Context, coopID, id uint64) (types.Budget, error) {
	budget, err := k.budget(ctx, coopID, id)
	if err != nil {
		return budget, err
	}
	now, err := k.chain.CivilNow(ctx)
	switch {
	case err != nil:
		return budget, err
	case budget.ClosedAt != 0:
		return budget, types.ErrBudgetOver.Wrapf("resolution %d closed budget %d (%s); propose another one", budget.ClosingResolutionId, id, budget.Terms.Purpose)
	case !budget.OpenAt(now):
		return budget, types.ErrBudgetOver.Wrapf("budget %d (%s) expired on %s; propose another one", id, budget.Terms.Purpose, membershiptypes.Date(budget.Terms.ExpiresAt))
	}
	return budget, nil
}

// windowNow is the first day of the window that today is in, on the clocks of
// the co-op's time zone.
func (k *Keeper) windowNow(ctx context.Context, budget types.Budget) (uint32, error) {
	today, err := k.today(ctx, budget.CoopId)
	return budget.Terms.Window.FirstDay(today), err
}

// committed is what of a budget is reserved or paid in a window.
func (k *Keeper) committed(ctx context.Context, budget types.Budget, window uint32) (math.Int, error) {
	return amountAt(ctx, k.Committed, collections.Join3(budget.CoopId, budget.Id, window))
}

// reserved coins of a purse.
func (k *Keeper) reserved(ctx context.Context, coopID uint64, fund, denom string) (math.Int, error) {
	return amountAt(ctx, k.Reserved, collections.Join3(coopID, fund, denom))
}

// amountAt reads an amount that is not stored while it is zero.
func amountAt[K any](ctx context.Context, amounts collections.Map[K, math.Int], key K) (math.Int, error) {
	amount, err := amounts.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return amount, err
}

// addTo changes an amount that is not stored while it is zero, and never below.
func addTo[K any](ctx context.Context, amounts collections.Map[K, math.Int], key K, change math.Int) error {
	amount, err := amountAt(ctx, amounts, key)
	if err != nil {
		return err
	}
	if amount, err = types.Sum(amount, change); err != nil {
		return err
	}
	if amount.IsNegative() {
		return types.ErrInvariantBroken.Wrapf("%s would be reserved or committed", amount)
	}
	if amount.IsZero() {
		return amounts.Remove(ctx, key)
	}
	return amounts.Set(ctx, key, amount)
}

// free is what a purse holds beyond what is reserved.
func (k *Keeper) free(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund, denom string) (math.Int, error) {
	balance, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(purses), fund, denom))
	if err != nil {
		return math.Int{}, err
	}
	reserved, err := k.reserved(ctx, coopID, fund, denom)
	if err != nil {
		return math.Int{}, err
	}
	return balance.Amount.Sub(reserved), nil
}

// actingMember is the member whose key signs, who takes part and whose money
// actions aren't frozen: a stolen key must not spend for the co-op either.
func (k *Keeper) actingMember(ctx context.Context, coop membershiptypes.Coop, signer string) (membershiptypes.Member, error) {
	member, err := k.memberOf(ctx, coop, signer)
	if err != nil {
		return member, err
	}
	until, err := k.membership.MoneyFrozen(ctx, coop.Id, member.MemberId)
	if err == nil && until != 0 {
		err = types.ErrMoneyFrozen.Wrapf("the money actions of member %d of %s are frozen until %s, also for the co-op; votes go on",
			member.MemberId, coop.Slug, membershiptypes.Date(until))
	}
	return member, err
}

// memberOf is the member whose key signs, who takes part.
func (k *Keeper) memberOf(ctx context.Context, coop membershiptypes.Coop, signer string) (membershiptypes.Member, error) {
	key, err := k.addressCodec.StringToBytes(signer)
	if err != nil {
		return membershiptypes.Member{}, types.ErrUnauthorized.Wrapf("%q is not an address of this ledger: %s", signer, err)
	}
	member, err := k.membership.MemberByKey(ctx, coop.Id, key)
	if err == nil && !member.TakesPart() {
		err = types.ErrUnauthorized.Wrapf("member %d of %s is %s; only active members take part", member.MemberId, coop.Slug, member.State.Word())
	}
	return member, err
}

// mustBeIn refuses a member who is not in a circle.
func (k *Keeper) mustBeIn(ctx context.Context, coop membershiptypes.Coop, circle types.Circle, memberID uint64, what string) error {
	in, err := k.isIn(ctx, coop.Id, circle, memberID)
	if err == nil && !in {
		err = types.ErrUnauthorized.Wrapf("member %d of %s can't %s this budget; %s can", memberID, coop.Slug, what, circle.Words())
	}
	return err
}

func (k *Keeper) isIn(ctx context.Context, coopID uint64, circle types.Circle, memberID uint64) (bool, error) {
	if circle.Names(memberID) || circle.Power == "" {
		return circle.Names(memberID), nil
	}
	return k.membership.HasPower(ctx, coopID, memberID, circle.Power)
}

// payeeMember is the member of the co-op whose key is paid; zero if it is none's.
func (k *Keeper) payeeMember(ctx context.Context, coopID uint64, payee sdk.AccAddress) (uint64, error) {
	member, err := k.membership.MemberByKey(ctx, coopID, payee)
	if errors.Is(err, membershiptypes.ErrNotAMember) {
		return 0, nil
	}
	return member.MemberId, err
}
