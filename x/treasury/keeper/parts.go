package keeper

import (
	"context"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// mustNameMembers refuses postings that name no member where the account is kept
// by member, a member where it isn't, or a member that the co-op never had.
func (k *Keeper) mustNameMembers(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, postings []types.Posting) error {
	for _, posting := range postings {
		if err := types.CheckPart(rules, posting); err != nil {
			return err
		}
		if posting.MemberId == 0 {
			continue
		}
		if _, err := k.membership.GetMember(ctx, coopID, posting.MemberId); err != nil {
			return err
		}
	}
	return nil
}

// part of an account that is a member's, in a denom.
func (k *Keeper) part(ctx context.Context, coopID uint64, account string, memberID uint64, denom string) (types.Balance, error) {
	return balanceAt(ctx, k.Parts, collections.Join4(coopID, account, memberID, denom))
}

// mustBePart refuses a payment to nobody who is a member, out of a budget that is
// booked to an account kept by member.
func (k *Keeper) mustBePart(ctx context.Context, budget types.Budget, payeeMemberID uint64) error {
	rules, err := k.rules(ctx, budget.CoopId)
	if err != nil || payeeMemberID != 0 {
		return err
	}
	account, _ := rules.Account(budget.Terms.Account)
	if account.ByMember {
		err = types.ErrNoMember.Wrapf("budget %d (%s) is booked to account %s, which is kept by member, and the payee is no member's key; pay a member", budget.Id, budget.Terms.Purpose, account.Code)
	}
	return err
}
