package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	appropriation = membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATION
	shared        = membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED
	sharedOutside = membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE

	operating   = membershiptypes.OperatingFund
	surplusFund = membershiptypes.SurplusFund
)

var _ types.SurplusDoor = (*Keeper)(nil)

// LockedThrough is the last day of a co-op's locked periods; zero where none is.
func (k *Keeper) LockedThrough(ctx context.Context, coopID uint64) (uint32, error) {
	if _, err := k.membership.GetCoop(ctx, coopID); err != nil {
		return 0, err
	}
	book, err := k.book(ctx, coopID)
	return book.LockedThrough, err
}

// Figures are what is paid in on shares that are equity, and all that the co-op owns,
// in minor units of the book's currency.
func (k *Keeper) Figures(ctx context.Context, coopID uint64) (capital, assets math.Int, err error) {
	capital, assets = math.ZeroInt(), math.ZeroInt()
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return capital, assets, err
	}
	for _, account := range rules.Accounts {
		instrument, held := rules.InstrumentOf(account.Code)
		owns := account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_ASSET
		paidIn := held && instrument.IsShare() && account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
		if !owns && !paidIn {
			continue
		}
		worth, err := k.worthOf(ctx, coopID, account.Code)
		if err != nil {
			return capital, assets, err
		}
		if owns {
			assets, err = types.Sum(assets, worth)
		} else {
			capital, err = types.Sum(capital, worth.Neg())
		}
		if err != nil {
			return capital, assets, err
		}
	}
	return capital, assets, nil
}

// EquityOf a fund is what its accounts of equity hold, in minor units of the book's
// currency. What of the results has been shared is no part of it: that account
// belongs to the results, which are none of a fund's equity until they are shared.
func (k *Keeper) EquityOf(ctx context.Context, coopID uint64, fund string) (math.Int, error) {
	equity := math.ZeroInt()
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return equity, err
	}
	if _, err := types.FindFund(rules, fund); err != nil {
		return equity, err
	}
	for _, account := range rules.Accounts {
		if account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY || account.Role == appropriation {
			continue
		}
		total, err := amountAt(ctx, k.Totals, collections.Join3(coopID, account.Code, fund))
		if err != nil {
			return equity, err
		}
		if equity, err = types.Sum(equity, total.Neg()); err != nil {
			return equity, err
		}
	}
	return equity, nil
}

// sharing is the charter of a co-op that shares its surplus, and whose treasury isn't
// frozen.
func (k *Keeper) sharing(ctx context.Context, coopID uint64) (membershiptypes.Charter, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return membershiptypes.Charter{}, err
	}
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return membershiptypes.Charter{}, err
	}
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err == nil && charter.Surplus == nil {
		err = types.ErrNoSurplus.Wrapf("the charter of %s doesn't say how a surplus is shared; propose one that has the section surplus", coop.Slug)
	}
	return charter, err
}

// Appropriate books who got what of a period's result. It is refused, and changes
// nothing, where a fund can't bear so much, or the operating purse can't do without
// the coins that are to be set aside.
func (k *Keeper) Appropriate(ctx context.Context, shares types.Appropriation) (uint64, error) {
	charter, err := k.sharing(ctx, shares.CoopID)
	if err != nil {
		return 0, err
	}
	rules, coin := charter.Book(), charter.SharedCoin()
	if err := shares.Validate(rules); err != nil {
		return 0, err
	}
	if err := k.mustBear(ctx, shares); err != nil {
		return 0, err
	}
	entry := types.Entry{
		CoopId: shares.CoopID, Source: types.Source_SOURCE_SURPLUS, ResolutionId: shares.ResolutionID, Narrative: periodCode(shares.PeriodNumber),
	}
	if entry.Postings, err = shares.Postings(rules, coin != ""); err != nil {
		return 0, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		switch {
		case coin != "" && shares.Cash.IsPositive():
			return k.setSharesAside(ctx, rules, entry, coin, shares.Cash)
		case len(entry.Postings) == 0:
			return 0, nil
		}
		return k.post(ctx, rules, entry)
	})
}

// periodCode names a period in the journal.
func periodCode(number uint64) string { return fmt.Sprintf("PERIOD-%d", number) }

// mustBear refuses a fund more of a loss than it has equity.
func (k *Keeper) mustBear(ctx context.Context, shares types.Appropriation) error {
	for _, part := range shares.Borne {
		equity, err := k.EquityOf(ctx, shares.CoopID, part.Fund)
		if err != nil {
			return err
		}
		if part.Amount.GT(equity) {
			return types.ErrInvalidAppropriation.Wrapf("the fund %q is to bear %s of the loss of period %d and has %s of equity; let others bear the rest, or carry it forward",
				part.Fund, part.Amount, shares.PeriodNumber, equity)
		}
	}
	return nil
}

// setSharesAside adds to an entry what members got in cash, and moves the coins that
// are worth it into the purse where they lie until they are taken. There they are
// carried at what the members got; what they were carried at more or less before is a
// loss or a gain by rates.
func (k *Keeper) setSharesAside(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, denom string, cash math.Int) (uint64, error) {
	coin, err := types.CoinsWorth(rules, denom, cash)
	if err != nil {
		return 0, err
	}
	value, err := k.spare(ctx, rules, entry.CoopId, operating, coin)
	if err != nil {
		return 0, err
	}
	if err := k.mustStayLiquid(ctx, entry.CoopId, rules, spent{fund: operating, account: rules.CodeOf(shared), value: value}); err != nil {
		return 0, err
	}
	leaves := types.NewPosting(rules.CodeOf(purses), operating, denom, coin.Amount.Neg(), value.Neg())
	ready := types.NewPosting(rules.CodeOf(purses), surplusFund, denom, coin.Amount, cash)
	debt := ready.Negated()
	debt.Account = rules.CodeOf(shared)
	given := types.NewPosting(rules.CodeOf(appropriation), operating, denom, coin.Amount, cash)
	entry.Postings = append(entry.Postings, leaves, ready, debt, given)
	if difference := value.Sub(cash); !difference.IsZero() {
		entry.Postings = append(entry.Postings, types.NewPosting(rules.CodeOf(exchange), operating, "", math.ZeroInt(), difference))
	}
	return k.postInside(ctx, rules, entry, operating, surplusFund, coin)
}

// TakeShare makes so much of what members got in cash a member's own.
func (k *Keeper) TakeShare(ctx context.Context, coopID, memberID, period uint64, cash math.Int) (uint64, error) {
	charter, err := k.sharing(ctx, coopID)
	if err != nil {
		return 0, err
	}
	if _, err := k.membership.GetMember(ctx, coopID, memberID); err != nil {
		return 0, err
	}
	if cash.IsNil() || cash.IsNegative() {
		return 0, types.ErrInvalidAppropriation.Wrapf("the share that member %d takes of period %d is missing or less than nothing; give zero or more", memberID, period)
	}
	if cash.IsZero() {
		return 0, nil
	}
	rules := charter.Book()
	entry := types.Entry{
		CoopId: coopID, Source: types.Source_SOURCE_SURPLUS, MemberId: memberID, RelatedParty: true, Narrative: periodCode(period),
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (uint64, error) {
		if denom := charter.SharedCoin(); denom != "" {
			return k.takeCoins(ctx, rules, entry, denom, cash)
		}
		return k.owesShare(ctx, rules, entry, cash)
	})
}

// takeCoins brings a share from the purse where it lay into the member's passbook.
func (k *Keeper) takeCoins(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, denom string, cash math.Int) (uint64, error) {
	coin, err := types.CoinsWorth(rules, denom, cash)
	if err != nil {
		return 0, err
	}
	if err := k.mustBeShared(ctx, rules, entry, surplusFund, denom, coin.Amount); err != nil {
		return 0, err
	}
	debit := types.NewPosting(rules.CodeOf(shared), surplusFund, denom, coin.Amount, cash)
	leaves := debit.Negated()
	leaves.Account = rules.CodeOf(purses)
	ready := leaves.Negated()
	ready.Fund = passbook
	debt := ready.Negated()
	debt.Account = rules.CodeOf(owed)
	entry.Postings = []types.Posting{debit, leaves, ready, debt.Of(rules, entry.MemberId)}
	return k.postInside(ctx, rules, entry, surplusFund, passbook, coin)
}

// owesShare makes a share a debt to the member, which a payment settles.
func (k *Keeper) owesShare(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, cash math.Int) (uint64, error) {
	if err := k.mustBeShared(ctx, rules, entry, operating, rules.Currency, cash); err != nil {
		return 0, err
	}
	debt := types.InCurrency(rules, sharedOutside, operating, cash.Neg())
	entry.Postings = []types.Posting{types.InCurrency(rules, shared, operating, cash), debt.Of(rules, entry.MemberId)}
	return k.post(ctx, rules, entry)
}

// mustBeShared refuses to take more than members have got and not taken.
func (k *Keeper) mustBeShared(ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, fund, denom string, amount math.Int) error {
	left, err := k.balance(ctx, collections.Join4(entry.CoopId, rules.CodeOf(shared), fund, denom))
	if err == nil && left.Amount.Neg().LT(amount) {
		err = types.ErrNotShared.Wrapf("member %d is to take %s%s and members of co-op %d have got %s and not taken it; take no more than that", entry.MemberId, amount, denom, entry.CoopId, left.Amount.Neg())
	}
	return err
}
