package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/types"
)

type (
	reservedAt struct {
		coopID      uint64
		fund, denom string
	}
	committedAt struct {
		coopID, budgetID uint64
		window           uint32
	}
	budgetAt   struct{ coopID, budgetID uint64 }
	requestsAt struct{ coopID, memberID uint64 }
	outsideAt  struct {
		coopID uint64
		name   string
	}
)

// promised is what budgets and payments add up to, counted anew.
type promised struct {
	reserved  map[reservedAt]math.Int
	committed map[committedAt]math.Int
	outside   map[outsideAt]math.Int
}

func add[K comparable](sums map[K]math.Int, key K, amount math.Int) {
	if sum, known := sums[key]; known {
		amount = sum.Add(amount)
	}
	sums[key] = amount
}

// checkPayments holds what is reserved, committed and queued against the
// payments, caps against what is committed, and purses against what is reserved.
func (k *Keeper) checkPayments(ctx context.Context, genesis *types.GenesisState) error {
	budgets := make(map[budgetAt]types.Budget, len(genesis.Budgets))
	for _, budget := range genesis.Budgets {
		budgets[budgetAt{budget.CoopId, budget.Id}] = budget
	}
	sums := promised{
		reserved:  make(map[reservedAt]math.Int),
		committed: make(map[committedAt]math.Int),
		outside:   make(map[outsideAt]math.Int),
	}
	queued := 0
	for _, payment := range genesis.Payments {
		budget := budgets[budgetAt{payment.CoopId, payment.BudgetId}]
		if payment.Reserves() && budget.Terms.Outside != "" {
			add(sums.outside, outsideAt{payment.CoopId, budget.Terms.Outside}, payment.Coin.Amount)
		} else if payment.Reserves() {
			add(sums.reserved, reservedAt{payment.CoopId, budget.Terms.Fund, payment.Coin.Denom}, payment.Coin.Amount)
		}
		if payment.Commits() {
			add(sums.committed, committedAt{payment.CoopId, payment.BudgetId, payment.WindowStart}, payment.Coin.Amount)
		}
		if payment.NextAt != 0 {
			queued++
		}
		if err := k.checkFound(ctx, payment); err != nil {
			return err
		}
		if err := k.checkBooked(ctx, budget, payment); err != nil {
			return err
		}
	}
	for _, count := range []struct {
		what string
		walk func(func()) error
		want int
	}{
		{"queued payments", func(one func()) error {
			return k.PaymentQueue.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { one(); return false, nil })
		}, queued},
		{"payments by status", func(one func()) error {
			return k.PaymentsByStatus.Walk(ctx, nil, func(collections.Triple[uint64, uint32, uint64]) (bool, error) { one(); return false, nil })
		}, len(genesis.Payments)},
		{"payments by payee", func(one func()) error {
			return k.PaymentsByPayee.Walk(ctx, nil, func(collections.Triple[uint64, string, uint64]) (bool, error) { one(); return false, nil })
		}, len(genesis.Payments)},
		{"payments by budget", func(one func()) error {
			return k.PaymentsByBudget.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint64]) (bool, error) { one(); return false, nil })
		}, len(genesis.Payments)},
	} {
		found := 0
		if err := count.walk(func() { found++ }); err != nil {
			return err
		}
		if found != count.want {
			return types.ErrInvariantBroken.Wrapf("there are %d %s and should be %d", found, count.what, count.want)
		}
	}
	if err := k.checkCaps(ctx, sums, budgets); err != nil {
		return err
	}
	if err := k.checkOutside(ctx, sums); err != nil {
		return err
	}
	if err := k.checkRequests(ctx, genesis.Payments); err != nil {
		return err
	}
	return k.checkReserved(ctx, sums)
}

// checkRequests holds what is counted of members' undecided requests against the
// payments.
func (k *Keeper) checkRequests(ctx context.Context, payments []types.Payment) error {
	requests := make(map[requestsAt]math.Int)
	for _, payment := range payments {
		if payment.Status == requested {
			add(requests, requestsAt{payment.CoopId, payment.RequesterMemberId}, math.OneInt())
		}
	}
	left := len(requests)
	err := k.RequestsByMember.Walk(ctx, nil, func(key collections.Pair[uint64, uint64], number math.Int) (bool, error) {
		left--
		sum, known := requests[requestsAt{key.K1(), key.K2()}]
		if !known || !sum.Equal(number) {
			return true, types.ErrInvariantBroken.Wrapf("%s requests of member %d of co-op %d are counted; its payments say otherwise", number, key.K2(), key.K1())
		}
		return false, nil
	})
	if err == nil && left != 0 {
		err = types.ErrInvariantBroken.Wrapf("the requests of %d members are not counted", left)
	}
	return err
}

// checkFound looks for a payment where its status puts it.
func (k *Keeper) checkFound(ctx context.Context, payment types.Payment) error {
	byStatus, err := k.PaymentsByStatus.Has(ctx, collections.Join3(payment.CoopId, uint32(payment.Status), payment.Id))
	if err != nil {
		return err
	}
	byPayee, err := k.PaymentsByPayee.Has(ctx, collections.Join3(payment.CoopId, payment.GoesTo(), payment.Id))
	if err != nil {
		return err
	}
	queued := payment.NextAt == 0
	if !queued {
		if queued, err = k.PaymentQueue.Has(ctx, collections.Join3(payment.NextAt, payment.CoopId, payment.Id)); err != nil {
			return err
		}
	}
	if !byStatus || !byPayee || !queued {
		return types.ErrInvariantBroken.Wrapf("payment %d of co-op %d is %s and not found so or by its payee, or not queued", payment.Id, payment.CoopId, payment.Status.Word())
	}
	return nil
}

// checkBooked holds a payment that is made against its entry: the payments of a
// budget, and those to a payee, add up to what the journal has of them.
func (k *Keeper) checkBooked(ctx context.Context, budget types.Budget, payment types.Payment) error {
	if payment.Entry == 0 {
		return nil
	}
	entry, err := k.entry(ctx, payment.CoopId, payment.Entry)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(entry.Postings, func(debit types.Posting) bool {
		return debit.Account == budget.Terms.Account && debit.Fund == budget.Terms.Fund && debit.Denom == payment.Coin.Denom && debit.Amount.Equal(payment.Coin.Amount)
	}) {
		return types.ErrInvariantBroken.Wrapf("payment %d of co-op %d is of %s, and entry %d books something else to account %s", payment.Id, payment.CoopId, payment.Coin, entry.Number, budget.Terms.Account)
	}
	return nil
}

func (k *Keeper) checkCaps(ctx context.Context, sums promised, budgets map[budgetAt]types.Budget) error {
	left := len(sums.committed)
	err := k.Committed.Walk(ctx, nil, func(key collections.Triple[uint64, uint64, uint32], amount math.Int) (bool, error) {
		left--
		sum, known := sums.committed[committedAt{key.K1(), key.K2(), key.K3()}]
		if !known || !sum.Equal(amount) || amount.GT(budgets[budgetAt{key.K1(), key.K2()}].Terms.Cap) {
			return true, types.ErrInvariantBroken.Wrapf("budget %d of co-op %d has %s committed in the window %d; its payments or its cap say otherwise", key.K2(), key.K1(), amount, key.K3())
		}
		return false, nil
	})
	if err == nil && left != 0 {
		err = types.ErrInvariantBroken.Wrapf("%d windows of budgets are not counted", left)
	}
	return err
}

func (k *Keeper) checkReserved(ctx context.Context, sums promised) error {
	left := len(sums.reserved)
	err := k.Reserved.Walk(ctx, nil, func(key collections.Triple[uint64, string, string], amount math.Int) (bool, error) {
		left--
		sum, known := sums.reserved[reservedAt{key.K1(), key.K2(), key.K3()}]
		if !known || !sum.Equal(amount) {
			return true, types.ErrInvariantBroken.Wrapf("%s%s of the purse %q of co-op %d are reserved; its payments say otherwise", amount, key.K3(), key.K2(), key.K1())
		}
		rules, err := k.rules(ctx, key.K1())
		if err != nil {
			return true, err
		}
		free, err := k.free(ctx, rules, key.K1(), key.K2(), key.K3())
		if err == nil && free.IsNegative() {
			err = types.ErrInvariantBroken.Wrapf("more %s than the purse %q of co-op %d holds are reserved: %s", key.K3(), key.K2(), key.K1(), amount)
		}
		return err != nil, err
	})
	if err == nil && left != 0 {
		err = types.ErrInvariantBroken.Wrapf("%d reservations are not counted", left)
	}
	return err
}
