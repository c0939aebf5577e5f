package sharing

import (
	"math/big"
	"sort"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Capping finds whom a uniform cap holds back: a member's share is min(cap, λ ·
// weight), with the one λ at which all shares sum to the pool. The more patronage
// the sooner it is reached, so it is enough to find the least weight that is
// capped, in passes of twelve bits of the weight. Its public fields are all that it
// knows between two records.
type Capping struct {
	// Pool and Cap in base units, Total patronage in units of its basis.
	Pool, Cap, Total math.Int
	// Passes that are over.
	Passes uint32
	// Shift of the digit that the pass counts, and Prefix of the weight above it.
	Shift  uint32
	Prefix math.Int
	// Members who are known to be capped, and their Weights together.
	Members uint64
	Weights math.Int
	// Counts of the digit's values among members with patronage, and Sums of their
	// weights; a sum is nil where nobody is.
	Counts []uint64
	Sums   []math.Int
	// Done with the Least weight that is capped.
	Done  bool
	Least math.Int
}

// NewCapping begins to share a pool of base units, with at most the cap for each
// member, over a total of patronage that is more than nothing.
func NewCapping(pool, limit, total math.Int) (*Capping, error) {
	if err := checkAmount("the cap of a member", limit); err != nil {
		return nil, err
	}
	// The bounds of the rest are the same.
	if _, err := NewApportioning(pool, total); err != nil {
		return nil, err
	}
	return &Capping{
		Pool: pool, Cap: limit, Total: total, Prefix: math.ZeroInt(), Weights: math.ZeroInt(),
		Shift:  digitBits * (passes(total.BigIntMut().BitLen()) - 1),
		Counts: make([]uint64, digits), Sums: make([]math.Int, digits),
	}, nil
}

// Pass reads records of the pass that is under way, all of them or the next few.
func (c *Capping) Pass(records Records) error {
	prefix, high := c.Prefix.BigIntMut(), new(big.Int)
	for record := range records {
		if err := checkWeight(record); err != nil {
			return err
		}
		weight := record.Weight.BigIntMut()
		if weight.Sign() == 0 {
			continue
		}
		high.Rsh(weight, uint(c.Shift))
		digit := lowBits(high) % digits
		if high.Rsh(high, digitBits).Cmp(prefix) != 0 {
			continue
		}
		c.Counts[digit]++
		if c.Sums[digit].IsNil() {
			c.Sums[digit] = math.ZeroInt()
		}
		sum := c.Sums[digit].BigIntMut()
		sum.Add(sum, weight)
	}
	return nil
}

// EndPass finds the digit in which the least capped weight lies. Those with a
// weight at or above the next digit's first are capped for certain.
func (c *Capping) EndPass() error {
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
	c.Counts, c.Sums = make([]uint64, digits), make([]math.Int, digits)
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
func (c *Capping) fromDigit() (members [digits + 1]uint64, weights [digits + 1]math.Int) {
	members[digits], weights[digits] = c.Members, c.Weights
	for digit := digits - 1; digit >= 0; digit-- {
		members[digit], weights[digit] = members[digit+1]+c.Counts[digit], weights[digit+1]
		if !c.Sums[digit].IsNil() {
			weights[digit] = weights[digit].Add(c.Sums[digit])
		}
	}
	return members, weights
}

// firstOf is the prefix with a digit after it.
func (c *Capping) firstOf(digit int) *big.Int {
	first := new(big.Int).Lsh(c.Prefix.BigInt(), digitBits)
	return first.Or(first, big.NewInt(int64(digit)))
}

// capped says whether a weight reaches the cap, of which so many members with these
// weights together have as much or more: with λ = cap ÷ weight no more than the
// pool is given, cap · members + λ · (total − weights) ≤ pool.
func (c *Capping) capped(weight *big.Int, members uint64, weights math.Int) bool {
	left := new(big.Int).SetUint64(members)
	left.Mul(left, weight)
	left.Add(left, c.Total.BigIntMut()).Sub(left, weights.BigIntMut())
	left.Mul(left, c.Cap.BigIntMut())
	return left.Cmp(new(big.Int).Mul(c.Pool.BigIntMut(), weight)) <= 0
}

// Rest is what those who are not capped share, and the patronage over which they
// do: λ is the one over the other. Where everybody is capped the total is nothing,
// and the pool is what nobody may get.
func (c *Capping) Rest() (pool, total math.Int) {
	given := c.Cap.Mul(math.NewIntFromUint64(c.Members))
	return c.Pool.Sub(given), c.Total.Sub(c.Weights)
}
