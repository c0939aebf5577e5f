package sharing

import (
	"math/big"
	"sort"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// capping finds whom a uniform cap holds back: a member's share is min(cap, λ ·
// weight), with the one λ at which all shares sum to the pool. The more patronage
// the sooner it is reached, so it is enough to find the least weight that is
// capped, in passes of twelve bits of the weight; at most twelve.
type capping types.Capping

// newCapping begins to share a pool of base units, with at most the cap for each
// member, over a total of patronage that is more than nothing.
func newCapping(pool, limit, total math.Int) (*capping, error) {
	if err := checkAmount("the cap of a member", limit); err != nil {
		return nil, err
	}
	return &capping{
		Pool: pool, Cap: limit, Total: total, Prefix: math.ZeroInt(), Weights: math.ZeroInt(), Least: math.ZeroInt(),
		Shift: digitBits * (passes(total.BigIntMut().BitLen()) - 1),
	}, nil
}

// cappingPass reads some records of the pass that is under way.
type cappingPass struct {
	*capping
	prefix *big.Int
	high   big.Int
	sums   [digits]*big.Int
}

func (c *capping) begin() *cappingPass {
	c.fill()
	pass := &cappingPass{capping: c, prefix: c.Prefix.BigIntMut()}
	for digit, sum := range c.Sums {
		pass.sums[digit] = sum.BigIntMut()
	}
	return pass
}

// fill begins to count, where the pass hasn't yet.
func (c *capping) fill() {
	if len(c.Counts) > 0 {
		return
	}
	c.Counts, c.Sums = make([]uint64, digits), make([]math.Int, digits)
	for digit := range c.Sums {
		c.Sums[digit] = math.ZeroInt()
	}
}

func (p *cappingPass) add(one record) error {
	if err := one.check(); err != nil || one.weight.Sign() == 0 {
		return err
	}
	high := p.high.Rsh(one.weight, uint(p.Shift))
	digit := lowBits(high) % digits
	if high.Rsh(high, digitBits).Cmp(p.prefix) == 0 {
		p.Counts[digit]++
		p.sums[digit].Add(p.sums[digit], one.weight)
	}
	return nil
}

// end has nothing to do: what the pass adds to are the sums themselves.
func (p *cappingPass) end() {}

// endPass finds the digit in which the least capped weight lies. Those with a
// weight at or above the next digit's first are capped for certain.
func (c *capping) endPass() error {
	c.fill()
	c.Passes++
	members, weights := c.fromDigit()
	if weights[0].GT(c.Total) {
		return types.ErrChanged.Wrapf("the records sum to more than %s, which is shared over; begin again with their sum", c.Total)
	}
	// The greater a weight, the sooner it is capped: the first digit of which all are.
	next := sort.Search(digits, func(digit int) bool {
		first := c.firstOf(digit)
		return first.Sign() > 0 && c.capped(first.Lsh(first, uint(c.Shift)), members[digit], weights[digit])
	})
	if next == 0 {
		return types.ErrChanged.Wrap("every weight is capped, which a pass before has ruled out; begin again")
	}
	c.Members, c.Weights = members[next], weights[next]
	c.Counts, c.Sums = nil, nil
	prefix := c.firstOf(next - 1)
	if c.Shift == 0 {
		c.Done, c.Least = true, math.NewIntFromBigInt(prefix.Add(prefix, big.NewInt(1)))
		return nil
	}
	c.Prefix, c.Shift = math.NewIntFromBigInt(prefix), c.Shift-digitBits
	return nil
}

// fromDigit adds up members and weights from each digit on, and last of those
// above all digits of the pass.
func (c *capping) fromDigit() (members [digits + 1]uint64, weights [digits + 1]math.Int) {
	members[digits], weights[digits] = c.Members, c.Weights
	for digit := digits - 1; digit >= 0; digit-- {
		members[digit], weights[digit] = members[digit+1]+c.Counts[digit], weights[digit+1].Add(c.Sums[digit])
	}
	return members, weights
}

// firstOf is the prefix with a digit after it.
func (c *capping) firstOf(digit int) *big.Int {
	first := new(big.Int).Lsh(c.Prefix.BigInt(), digitBits)
	return first.Or(first, big.NewInt(int64(digit)))
}

// capped says whether a weight reaches the cap, of which so many members with these
// weights together have as much or more: with λ = cap ÷ weight no more than the
// pool is given, cap · members + λ · (total − weights) ≤ pool.
func (c *capping) capped(weight *big.Int, members uint64, weights math.Int) bool {
	left := new(big.Int).SetUint64(members)
	left.Mul(left, weight)
	left.Add(left, c.Total.BigIntMut()).Sub(left, weights.BigIntMut())
	left.Mul(left, c.Cap.BigIntMut())
	return left.Cmp(new(big.Int).Mul(c.Pool.BigIntMut(), weight)) <= 0
}

// rest is what those who are not capped share, and the patronage over which they
// do: λ is the one over the other. Where everybody is capped the total is nothing,
// and the pool is what nobody may get.
func (c *capping) rest() (pool, total math.Int) {
	given := c.Cap.Mul(math.NewIntFromUint64(c.Members))
	return c.Pool.Sub(given), c.Total.Sub(c.Weights)
}
