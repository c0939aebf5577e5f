package sharing

import (
	"math/big"
	"math/bits"

	"cosmossdk.io/math"
)

// Million is the whole of a rate, which is in millionths.
const Million = 1_000_000

// ratio multiplies one whole number after another by a fraction, in the same memory.
type ratio struct {
	over, under *big.Int
	// Both again where they fit into 64 bits.
	small        bool
	over64       uint64
	under64      uint64
	product      big.Int
	floor, after big.Int
}

// newRatio is over ÷ under; over isn't negative and under is positive.
func newRatio(over, under *big.Int) *ratio {
	r := &ratio{over: over, under: under, small: over.IsUint64() && under.IsUint64()}
	if r.small {
		r.over64, r.under64 = over.Uint64(), under.Uint64()
	}
	return r
}

// of finds the floor of number · over ÷ under, and the remainder after it. What it
// returns lasts until it is called again.
func (r *ratio) of(number *big.Int) (floor, remainder *big.Int) {
	if r.small && number.IsUint64() {
		if high, low := bits.Mul64(number.Uint64(), r.over64); high < r.under64 {
			quotient, rest := bits.Div64(high, low, r.under64)
			return r.floor.SetUint64(quotient), r.after.SetUint64(rest)
		}
	}
	r.product.Mul(number, r.over)
	return r.floor.QuoRem(&r.product, r.under, &r.after)
}

// upOf is the same, rounded up.
func (r *ratio) upOf(number *big.Int) *big.Int {
	floor, remainder := r.of(number)
	if remainder.Sign() > 0 {
		floor.Add(floor, unit)
	}
	return floor
}

// adder adds up whole numbers that aren't negative, small ones in 64 bits while their
// sum has room there.
type adder struct {
	large big.Int
	small uint64
}

func newAdder(from math.Int) *adder {
	sum := new(adder)
	sum.large.Set(from.BigIntMut())
	return sum
}

func (a *adder) add(number *big.Int) {
	if number.IsUint64() {
		if sum, carry := bits.Add64(a.small, number.Uint64(), 0); carry == 0 {
			a.small = sum
			return
		}
	}
	a.large.Add(&a.large, number)
}

func (a *adder) sum() math.Int {
	sum := new(big.Int).SetUint64(a.small)
	return math.NewIntFromBigInt(sum.Add(sum, &a.large))
}

// newRate is a rate in millionths.
func newRate(ppm uint32) *ratio {
	return newRatio(new(big.Int).SetUint64(uint64(ppm)), big.NewInt(Million))
}

// portion is amount · rate ÷ 1,000,000, rounded up or down; the amount is not negative.
func portion(amount math.Int, ppm uint32, up bool) math.Int {
	if up {
		return math.NewIntFromBigInt(newRate(ppm).upOf(amount.BigIntMut()))
	}
	floor, _ := newRate(ppm).of(amount.BigIntMut())
	return math.NewIntFromBigInt(floor)
}
