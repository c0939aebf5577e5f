package sharing

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// dividing finds how members share what a step takes: whom its cap holds back, and
// then the cut of what is left.
type dividing struct {
	*types.Dividing
	division *types.Division
}

// divide begins to share a pool over a total of patronage, at most so much to each
// member; a limit of zero is none.
func divide(pool, limit, total math.Int) *types.Division {
	return &types.Division{
		Cap: limit, Least: math.ZeroInt(), Undivided: math.ZeroInt(),
		Rest: types.Apportionment{Pool: pool, Total: total},
	}
}

// start begins the passes that a division needs.
func (d dividing) start() error {
	pool, limit, total := d.division.Rest.Pool, d.division.Cap, d.division.Rest.Total
	if !limit.IsPositive() || !limit.LT(pool) || !total.IsPositive() {
		d.apportion()
		return nil
	}
	begun, err := newCapping(pool, limit, total)
	d.Capping = (*types.Capping)(begun)
	return err
}

// apportion begins to share what the cap has left. Where nobody is left to share it,
// nobody gets it.
func (d dividing) apportion() {
	rest := &d.division.Rest
	switch {
	case rest.Total.IsZero():
		d.division.Undivided, rest.Pool = rest.Pool, math.ZeroInt()
	case rest.Pool.IsPositive():
		d.Apportioning = (*types.Apportioning)(newApportioning(rest.Pool, rest.Total))
	}
}

// done says that no pass is needed any more.
func (d dividing) done() bool { return d.Capping == nil && d.Apportioning == nil }

// endPass takes what all records have told, and goes on from the cap to the cut.
func (d dividing) endPass() error {
	if d.Capping != nil {
		capped := (*capping)(d.Capping)
		if err := capped.endPass(); err != nil || !capped.Done {
			return err
		}
		if capped.Members > 0 {
			d.division.Least = capped.Least
		}
		d.division.Rest.Pool, d.division.Rest.Total = capped.rest()
		d.Capping = nil
		d.apportion()
		return nil
	}
	cut := (*apportioning)(d.Apportioning)
	if err := cut.endPass(); err != nil || !cut.Done {
		return err
	}
	d.division.Rest, d.Apportioning = cut.result(), nil
	return nil
}

// begin reads some records of the pass that is under way.
func (d dividing) begin() recordPass {
	if d.Capping != nil {
		return (*capping)(d.Capping).begin()
	}
	pass := (*apportioning)(d.Apportioning).begin()
	if !d.division.Least.IsPositive() {
		return pass
	}
	return uncapped{d.division, pass}
}

// recordPass reads records one after another, and at its end keeps what it has read.
type recordPass interface {
	add(record) error
	end()
}

// uncapped leaves out whom the cap has held back.
type uncapped struct {
	division *types.Division
	*apportioningPass
}

func (u uncapped) add(one record) error {
	if isCapped(u.division, one) {
		return nil
	}
	return u.apportioningPass.add(one)
}

func isCapped(division *types.Division, one record) bool {
	return division.Least.IsPositive() && one.weight.Cmp(division.Least.BigIntMut()) >= 0
}

// dividedShares works out the shares of one member after another in a division.
type dividedShares struct {
	*types.Division
	quota *ratio
}

func newDividedShares(division *types.Division) dividedShares {
	shares := dividedShares{Division: division}
	if division.Rest.Total.IsPositive() {
		shares.quota = newRatio(division.Rest.Pool.BigIntMut(), division.Rest.Total.BigIntMut())
	}
	return shares
}

// of a member in base units: the cap, or ⌊pool · weight ÷ total⌋, and one more if its
// remainder is at or above the cut. Without any patronage it is nothing.
func (s dividedShares) of(one record) (*big.Int, error) {
	if err := one.check(); err != nil {
		return nil, err
	}
	if isCapped(s.Division, one) {
		return s.Cap.BigIntMut(), nil
	}
	if s.quota == nil {
		return zero, nil
	}
	share, remainder := s.quota.of(one.weight)
	if cut := s.Rest.Cut; cut != nil {
		order := remainder.Cmp(cut.Remainder.BigIntMut())
		if order > 0 || order == 0 && one.memberID <= cut.MemberId {
			share.Add(share, unit)
		}
	}
	return share, nil
}
