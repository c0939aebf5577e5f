package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/types"
)

type (
	partAt struct {
		coopID   uint64
		account  string
		memberID uint64
		denom    string
	}
	controlAt struct {
		coopID         uint64
		account, denom string
	}
	// totals of an amount and its value.
	totals struct{ amount, functional math.Int }
)

// plus adds a balance, or a posting.
func (t totals) plus(amount, functional math.Int) totals {
	if t.amount.IsNil() {
		return totals{amount, functional}
	}
	return totals{t.amount.Add(amount), t.functional.Add(functional)}
}

func (t totals) equal(amount, functional math.Int) bool {
	return !t.amount.IsNil() && t.amount.Equal(amount) && t.functional.Equal(functional)
}

// checkParts holds members' parts against the journal, and the accounts that are
// kept by member against the sum of their parts.
func (k *Keeper) checkParts(ctx context.Context, entries []types.Entry) error {
	parts := make(map[partAt]totals)
	for _, entry := range entries {
		for _, posting := range entry.Postings {
			if posting.MemberId != 0 {
				at := partAt{entry.CoopId, posting.Account, posting.MemberId, posting.Denom}
				parts[at] = parts[at].plus(posting.Amount, posting.Functional)
			}
		}
	}
	controls := make(map[controlAt]totals)
	if err := k.Parts.Walk(ctx, nil, func(key partKey, part types.Balance) (bool, error) {
		at := partAt{key.K1(), key.K2(), key.K3(), key.K4()}
		if !parts[at].equal(part.Amount, part.Functional) {
			return true, types.ErrInvariantBroken.Wrapf("member %d's part of account %s of co-op %d is %s%s, and the journal says otherwise", at.memberID, at.account, at.coopID, part.Amount, at.denom)
		}
		delete(parts, at)
		control := controlAt{at.coopID, at.account, at.denom}
		controls[control] = controls[control].plus(part.Amount, part.Functional)
		return false, nil
	}); err != nil {
		return err
	}
	// deterministic: any part that is left and isn't zero breaks it, whichever comes first
	for at, sum := range parts {
		if !sum.equal(math.ZeroInt(), math.ZeroInt()) {
			return types.ErrInvariantBroken.Wrapf("member %d has no part of account %s of co-op %d, and the journal has %s%s", at.memberID, at.account, at.coopID, sum.amount, at.denom)
		}
	}
	return k.checkControls(ctx, controls)
}

// checkControls compares accounts that are kept by member with what their parts
// add up to.
func (k *Keeper) checkControls(ctx context.Context, controls map[controlAt]totals) error {
	accounts := make(map[controlAt]totals)
	count, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= count; coopID++ {
		rules, err := k.rules(ctx, coopID)
		if err != nil {
			return err
		}
		for _, account := range rules.Accounts {
			if !account.ByMember {
				continue
			}
			within := collections.NewSuperPrefixedQuadRange[uint64, string, string, string](coopID, account.Code)
			if err := k.Balances.Walk(ctx, within, func(key balanceKey, balance types.Balance) (bool, error) {
				at := controlAt{coopID, key.K2(), key.K4()}
				accounts[at] = accounts[at].plus(balance.Amount, balance.Functional)
				return false, nil
			}); err != nil {
				return err
			}
		}
	}
	zero := totals{math.ZeroInt(), math.ZeroInt()}
	// deterministic: any account that differs breaks it, whichever comes first
	for at, sum := range accounts {
		parts, known := controls[at]
		if !known {
			parts = zero
		}
		if !parts.equal(sum.amount, sum.functional) {
			return types.ErrInvariantBroken.Wrapf("account %s of co-op %d is %s%s, and its members' parts are %s", at.account, at.coopID, sum.amount, at.denom, parts.amount)
		}
		delete(controls, at)
	}
	// deterministic: as above
	for at, parts := range controls {
		if !parts.equal(zero.amount, zero.functional) {
			return types.ErrInvariantBroken.Wrapf("account %s of co-op %d has no balance, and its members' parts are %s%s", at.account, at.coopID, parts.amount, at.denom)
		}
	}
	return nil
}
