package sharing

import (
	"math/big"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Outcome of a period. It and a member's row are all that the member's share
// follows from.
type Outcome types.Outcome

// MemberShare is what a member gets of a surplus, in base units.
type MemberShare struct {
	// Shares by the steps that are divided, in their order; zero where the member's
	// class has no part.
	Shares []math.Int
	// Total of them; Cash is paid, and Retained in the member's account.
	Total, Cash, Retained math.Int
}

// ShareOf a member: its share of each step, and the cash part of it, rounded up. Cash
// that is less than the rules' de-minimis sum is retained too, and so never lost.
func (o Outcome) ShareOf(row Row) (MemberShare, error) { return o.Sharer()(row) }

// Sharer is ShareOf for one member after another, which is faster.
func (o Outcome) Sharer() func(Row) (MemberShare, error) {
	shares, err := o.newShares()
	return func(row Row) (MemberShare, error) {
		if err != nil {
			return MemberShare{}, err
		}
		if err := shares.of(row); err != nil {
			return MemberShare{}, err
		}
		return shares.last(), nil
	}
}

// last is what the member who is the last gets.
func (s *memberShares) last() MemberShare {
	member := MemberShare{
		Shares: make([]math.Int, len(s.steps)), Total: math.NewIntFromBigInt(&s.total),
		Cash: math.NewIntFromBigInt(&s.cash), Retained: math.NewIntFromBigInt(&s.retained),
	}
	for i, step := range s.steps {
		member.Shares[i] = math.NewIntFromBigInt(step.share)
	}
	return member
}

// memberShares works out what one member after another gets, in the same memory.
type memberShares struct {
	steps                 []stepShares
	deMinimis             *big.Int
	total, cash, retained big.Int
}

// stepShares are those of a step that is divided.
type stepShares struct {
	reading
	dividedShares
	cash *ratio
	// share of the member who is the last.
	share *big.Int
}

func (o Outcome) newShares() (*memberShares, error) {
	shares := &memberShares{deMinimis: o.DeMinimis.BigIntMut()}
	for _, taken := range o.Taken {
		if taken.Division == nil {
			continue
		}
		by, err := readingOf(taken.Step, o.Bases)
		if err != nil {
			return nil, err
		}
		shares.steps = append(shares.steps, stepShares{reading: by, dividedShares: newDividedShares(taken.Division), cash: newRate(taken.Step.CashPpm)})
	}
	return shares, nil
}

// of works out what a member gets.
func (s *memberShares) of(row Row) error {
	s.total.SetUint64(0)
	s.cash.SetUint64(0)
	for i := range s.steps {
		step := &s.steps[i]
		step.share = zero
		if one, takesPart := step.record(row); takesPart {
			var err error
			if step.share, err = step.of(one); err != nil {
				return err
			}
		}
		if step.share.Sign() > 0 {
			s.total.Add(&s.total, step.share)
			s.cash.Add(&s.cash, step.cash.upOf(step.share))
		}
	}
	if s.cash.Cmp(s.deMinimis) < 0 {
		s.cash.SetUint64(0)
	}
	s.retained.Sub(&s.total, &s.cash)
	return nil
}
