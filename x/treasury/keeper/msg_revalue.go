package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const exchange = membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE

// Revalue prepares the entry that brings what a co-op owns and owes in a denom to
// its value at the closing rate of a period (IAS 21, paragraph 23). It waits for a
// second officer.
func (s msgServer) Revalue(ctx context.Context, msg *types.MsgRevalue) (*types.MsgRevalueResponse, error) {
	coop, officer, err := s.bookkeeper(ctx, msg.Officer, msg.CoopId)
	if err != nil {
		return nil, err
	}
	pending := types.PendingEntry{
		CoopId: coop.Id, PreparerMemberId: officer, Narrative: msg.Narrative, DocumentSha256: msg.DocumentSha256,
		AccountingDate: msg.Day, Revalues: msg.Denom, RevaluedFund: msg.Fund,
	}
	rules, err := s.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if pending.Postings, err = s.revaluation(ctx, rules, pending); err != nil {
		return nil, err
	}
	id, err := s.prepare(ctx, coop, pending)
	if err != nil {
		return nil, err
	}
	return &types.MsgRevalueResponse{PendingId: id}, nil
}

// mustBeAsPrepared refuses a revaluation whose figures have changed since it was
// prepared, by an entry of the period or another rate.
func (k *Keeper) mustBeAsPrepared(ctx context.Context, rules membershiptypes.TreasuryRules, pending types.PendingEntry) error {
	now, err := k.revaluation(ctx, rules, pending)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(now, pending.Postings, func(a, b types.Posting) bool { return a.String() == b.String() }) {
		return types.ErrCannotRevalue.Wrapf("the balances in %s, or their rate, have changed since it was prepared; prepare it anew", pending.Revalues)
	}
	return nil
}

// revaluation is what a revaluation posts: for each balance of the denom on an
// asset or a liability the difference between its value and what it is carried
// at, as of the end of the day, and their sum to the account for gains and losses
// of the same fund.
func (k *Keeper) revaluation(ctx context.Context, rules membershiptypes.TreasuryRules, pending types.PendingEntry) ([]types.Posting, error) {
	if err := types.CanRevalue(rules, pending.Revalues); err != nil {
		return nil, err
	}
	if err := k.mustEndAPeriod(ctx, rules, pending); err != nil {
		return nil, err
	}
	rate, err := k.rate(ctx, pending.CoopId, pending.Revalues, pending.AccountingDate)
	if err != nil {
		return nil, err
	}
	var postings []types.Posting
	for _, fund := range rules.Funds {
		if pending.RevaluedFund != "" && fund.Name != pending.RevaluedFund {
			continue
		}
		lines, err := k.revaluedFund(ctx, rules, rate, fund.Name)
		if err != nil {
			return nil, err
		}
		postings = append(postings, lines...)
	}
	if len(postings) == 0 {
		return nil, types.ErrCannotRevalue.Wrapf("nothing in %s is carried at another value than the rate of %s gives; there is nothing to post", rate.Denom, types.DayText(rate.Day))
	}
	return postings, nil
}

// mustEndAPeriod refuses a day that doesn't end a period, or has not passed.
func (k *Keeper) mustEndAPeriod(ctx context.Context, rules membershiptypes.TreasuryRules, pending types.PendingEntry) error {
	if rules.Fiscal == nil {
		return types.ErrNoCalendar.Wrap("balances are revalued at a period's end, and the charter doesn't say when periods end; amend its treasury first")
	}
	day, err := chaintypes.DateOfNumber(pending.AccountingDate)
	if err != nil {
		return types.ErrInvalidDate.Wrap(err.Error())
	}
	period, found := rules.Fiscal.PeriodOf(day)
	if !found || period.Last != day {
		return types.ErrCannotRevalue.Wrapf("%s ends no period of the fiscal calendar; give the last day of one", day)
	}
	today, err := k.today(ctx, pending.CoopId)
	if err != nil {
		return err
	}
	if !day.Before(today) {
		return types.ErrCannotRevalue.Wrapf("%s has not passed; revalue when the period has ended", day)
	}
	if pending.RevaluedFund != "" {
		_, err = types.FindFund(rules, pending.RevaluedFund)
	}
	return err
}

// revaluedFund is what a revaluation posts in one fund.
func (k *Keeper) revaluedFund(ctx context.Context, rules membershiptypes.TreasuryRules, rate types.Rate, fund string) (postings []types.Posting, err error) {
	total := math.ZeroInt()
	for _, account := range types.RevaluedAccounts(rules, fund) {
		was, err := k.balanceAt(ctx, collections.Join4(rate.CoopId, account.Code, fund, rate.Denom), rate.Day)
		if err != nil {
			return nil, err
		}
		value, err := rate.Value(was.Amount)
		if err != nil {
			return nil, err
		}
		difference, err := types.Sum(value, was.Functional.Neg())
		if err != nil {
			return nil, err
		}
		if difference.IsZero() {
			continue
		}
		if total, err = types.Sum(total, difference); err != nil {
			return nil, err
		}
		postings = append(postings, types.NewPosting(account.Code, fund, rate.Denom, math.ZeroInt(), difference))
	}
	if !total.IsZero() {
		postings = append(postings, types.NewPosting(rules.CodeOf(exchange), fund, "", math.ZeroInt(), total.Neg()))
	}
	return postings, nil
}

// balanceAt is a balance as of the end of a day: what it is now, without what is
// dated later. That are at most as many records as days have passed since.
func (k *Keeper) balanceAt(ctx context.Context, key balanceKey, day uint32) (types.Balance, error) {
	balance, err := k.balance(ctx, key)
	if err != nil {
		return balance, err
	}
	place := accountAndFund(key.K2(), key.K3())
	later := new(collections.Range[movedKey]).
		StartExclusive(collections.Join4(key.K1(), place, key.K4(), day)).
		EndInclusive(collections.Join4(key.K1(), place, key.K4(), ^uint32(0)))
	err = k.Moved.Walk(ctx, later, func(_ movedKey, moved types.Balance) (bool, error) {
		balance, err = balance.Plus(moved.Negated())
		return err != nil, err
	})
	return balance, err
}

// accountAndFund is a place in the book as one word: neither has a slash.
func accountAndFund(account, fund string) string { return account + "/" + fund }

// addMoved counts what a monetary posting moves on its day, so that a balance can
// be told as of the end of a day. What comes to zero is not stored.
func (k *Keeper) addMoved(ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, day uint32, posting types.Posting) error {
	if !types.IsMonetary(rules, posting) {
		return nil
	}
	key := collections.Join4(coopID, accountAndFund(posting.Account, posting.Fund), posting.Denom, day)
	moved, err := balanceAt(ctx, k.Moved, key)
	if err != nil {
		return err
	}
	if moved, err = moved.Plus(types.Balance{Amount: posting.Amount, Functional: posting.Functional}); err != nil {
		return err
	}
	if moved.IsZero() {
		return k.Moved.Remove(ctx, key)
	}
	return k.Moved.Set(ctx, key, moved)
}
