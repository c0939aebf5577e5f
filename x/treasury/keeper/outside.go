package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// attested is what officers say is in an outside account, in its fund or in suspense.
func (k *Keeper) attested(ctx context.Context, coopID uint64, outside membershiptypes.OutsideAccount, fund string) (types.Balance, error) {
	return k.balance(ctx, collections.Join4(coopID, outside.Account, fund, outside.Currency))
}

// outsideReserved is what of an outside account is promised to payments.
func (k *Keeper) outsideReserved(ctx context.Context, coopID uint64, name string) (math.Int, error) {
	return amountAt(ctx, k.OutsideReserved, collections.Join(coopID, name))
}

// freeFor is what a budget's fund has in its denom beyond what is reserved: in its
// purse, or in all its outside accounts together. The charter bounds how many.
func (k *Keeper) freeFor(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, terms types.BudgetTerms) (math.Int, error) {
	return k.freeIn(ctx, rules, coopID, terms.Fund, terms.Denom, terms.Outside != "")
}

func (k *Keeper) freeOutside(ctx context.Context, coopID uint64, outside membershiptypes.OutsideAccount) (math.Int, error) {
	balance, err := k.attested(ctx, coopID, outside, outside.Fund)
	if err != nil {
		return math.Int{}, err
	}
	reserved, err := k.outsideReserved(ctx, coopID, outside.Name)
	return balance.Amount.Sub(reserved), err
}

// mustBeOutside refuses to promise more than is attested to be in an outside
// account and promised to nobody else.
func (k *Keeper) mustBeOutside(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, name string, coin sdk.Coin) error {
	outside, err := types.FindOutside(rules, name)
	if err != nil {
		return err
	}
	_, err = k.takeOutside(ctx, coopID, outside, outside.Fund, coin.Amount)
	return err
}

// takeOutside refuses to take more out of an outside account than is attested to
// be there, and gives back the value that leaves with it.
func (k *Keeper) takeOutside(
	ctx context.Context, coopID uint64, outside membershiptypes.OutsideAccount, fund string, amount math.Int,
) (value math.Int, err error) {
	balance, err := k.attested(ctx, coopID, outside, fund)
	if err != nil {
		return value, err
	}
	reserved := math.ZeroInt()
	if fund == outside.Fund {
		if reserved, err = k.outsideReserved(ctx, coopID, outside.Name); err != nil {
			return value, err
		}
	}
	if balance.Amount.Sub(reserved).LT(amount) {
		return value, types.ErrNotEnoughOutside.Wrapf("the outside account %q of co-op %d has %s %s in the fund %q by what is attested, of which %s are reserved for payments, and %s is to leave it; attest what came in first",
			outside.Name, coopID, balance.Amount, outside.Currency, fund, reserved, amount)
	}
	return balance.CarriedBy(amount), nil
}

// officersMayAttest refuses what the policy of the outside account's fund forbids
// and what isn't there. It is asked again when the second officer approves.
func (k *Keeper) officersMayAttest(ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, pending types.PendingEntry) error {
	outside, err := types.FindOutside(rules, pending.Outside)
	if err != nil {
		return err
	}
	if pending.Reverses != 0 {
		return k.mayTakeBack(ctx, coop, rules, outside, pending)
	}
	if err := types.CheckAttested(rules, outside, pending.Postings); err != nil {
		return err
	}
	own := pending.Postings[0]
	if own.Amount.IsNegative() {
		_, err = k.takeOutside(ctx, coop.Id, outside, own.Fund, own.Amount.Neg())
	}
	return err
}

// mayTakeBack refuses to take back what a fund's policy keeps, and a receipt that
// was spent since.
func (k *Keeper) mayTakeBack(
	ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, outside membershiptypes.OutsideAccount, pending types.PendingEntry,
) error {
	own := pending.Postings[0]
	if !own.Amount.IsNegative() {
		return nil
	}
	fund, err := types.FindFund(rules, own.Fund)
	if err != nil {
		return err
	}
	against, _ := rules.Account(pending.Postings[1].Account)
	equity := against.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
	if fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE || equity && fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED {
		return types.ErrFundPolicy.Wrapf("the fund %q is %s: officers take no equity out of it, not even by a receipt that they take back", fund.Name, fund.Policy.Word())
	}
	_, err = k.takeOutside(ctx, coop.Id, outside, own.Fund, own.Amount.Neg())
	return err
}

// attestedNow gives the postings of an attestation their value as it is now: what
// comes in at what it is worth, what leaves at what it carries.
func (k *Keeper) attestedNow(ctx context.Context, rules membershiptypes.TreasuryRules, pending types.PendingEntry) ([]types.Posting, error) {
	if pending.Reverses != 0 {
		return pending.Postings, nil
	}
	outside, err := types.FindOutside(rules, pending.Outside)
	if err != nil {
		return nil, err
	}
	own, against := pending.Postings[0], pending.Postings[1]
	if own.Amount.IsNegative() {
		value, err := k.takeOutside(ctx, pending.CoopId, outside, own.Fund, own.Amount.Neg())
		if err != nil {
			return nil, err
		}
		own.Functional = value.Neg()
	} else if own.Functional, err = k.worth(ctx, rules, pending.CoopId, outside.Currency, own.Amount); err != nil {
		return nil, err
	}
	against.Functional = own.Functional.Neg()
	return []types.Posting{own, against}, nil
}

// classifyOutside says what a receipt of an outside account was for.
func (s msgServer) classifyOutside(
	ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, msg *types.MsgClassify,
) (*types.MsgClassifyResponse, error) {
	outside, err := types.FindOutside(rules, msg.Outside)
	if err != nil {
		return nil, err
	}
	if msg.Fund != outside.Fund || msg.Coin.Denom != outside.Currency {
		return nil, types.ErrInvalidAttestation.Wrapf("the outside account %q has %s for the fund %q, and %s for the fund %q is to be classified; name its own",
			outside.Name, outside.Currency, outside.Fund, msg.Coin, msg.Fund)
	}
	value, err := s.takeOutside(ctx, entry.CoopId, outside, suspense, msg.Coin.Amount)
	if err != nil {
		return nil, err
	}
	entry.Outside = outside.Name
	entry.Postings = classifiedPostings(rules, msg, outside.Account, value)
	number, err := chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) { return s.post(ctx, rules, entry) })
	if err != nil {
		return nil, err
	}
	return &types.MsgClassifyResponse{Entry: number}, nil
}
