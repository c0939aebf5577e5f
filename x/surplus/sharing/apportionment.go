package sharing

import (
	"math"
	"math/big"

	sdkmath "cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// apportioning finds an apportionment's cut in passes over all records: in the
// first few the remainder, twelve bits in each, and then, where a remainder is
// shared by more members than there are units, the id in the same way. It is the
// method of largest remainders (Hamilton): everybody gets their quota rounded down,
// and the units that are left go, one each, to the largest remainders; of equal
// remainders to the lowest member ids first. All shares sum to the pool, and none is
// a whole unit away from its quota. A pool over 10^6 members with 10^10 units of
// patronage takes three passes, no pool takes more than eighteen.
type apportioning types.Apportioning

// newApportioning begins to share a pool of base units over a total of patronage
// that is more than nothing.
func newApportioning(pool, total sdkmath.Int) *apportioning {
	return &apportioning{
		Pool: pool, Total: total, Floors: sdkmath.ZeroInt(), Weights: sdkmath.ZeroInt(), Prefix: sdkmath.ZeroInt(),
		Shift: digitBits * (passes(total.BigIntMut().BitLen()) - 1),
	}
}

// apportioningPass reads some records of the pass that is under way.
type apportioningPass struct {
	*apportioning
	quota           *ratio
	floors, weights *adder
	shared          *big.Int
	shared64        uint64
	high            big.Int
}

func (a *apportioning) begin() *apportioningPass {
	a.fill()
	return &apportioningPass{
		apportioning: a, quota: newRatio(a.Pool.BigIntMut(), a.Total.BigIntMut()),
		shared: a.Prefix.BigIntMut(), shared64: lowBits(a.Prefix.BigIntMut()), floors: newAdder(a.Floors), weights: newAdder(a.Weights),
	}
}

// fill begins to count, where the pass hasn't yet.
func (a *apportioning) fill() {
	if len(a.Counts) == 0 {
		a.Counts = make([]uint64, digits)
	}
}

func (p *apportioningPass) add(one record) error {
	if err := one.check(); err != nil {
		return err
	}
	floor, remainder := p.quota.of(one.weight)
	if p.Passes == 0 {
		p.floors.add(floor)
		p.weights.add(one.weight)
		p.MaxId = max(p.MaxId, one.memberID)
	}
	if p.ById {
		if remainder.Cmp(p.shared) == 0 && above(one.memberID, p.Shift) == p.IdPrefix {
			p.Counts[one.memberID>>p.Shift%digits]++
		}
		return nil
	}
	if remainder.IsUint64() { // most are, and so it is faster
		high := remainder.Uint64() >> p.Shift
		if high>>digitBits == p.shared64 && p.shared.IsUint64() {
			p.Counts[high%digits]++
		}
		return nil
	}
	high := p.high.Rsh(remainder, uint(p.Shift))
	digit := lowBits(high) % digits
	if high.Rsh(high, digitBits).Cmp(p.shared) == 0 {
		p.Counts[digit]++
	}
	return nil
}

func (p *apportioningPass) end() {
	p.Floors, p.Weights = p.floors.sum(), p.weights.sum()
}

// lowBits are a number's lowest 64 bits.
func lowBits(number *big.Int) uint64 { return number.Uint64() }

// above is what an id has above the digit.
func above(id uint64, shift uint32) uint64 { return id >> shift >> digitBits }

// endPass takes what all records have told. It refuses records that sum to another
// total than the one that is shared over.
func (a *apportioning) endPass() error {
	a.fill()
	if a.Passes == 0 {
		if err := a.leftOver(); err != nil {
			return err
		}
	}
	a.Passes++
	switch {
	case a.Done:
		return nil
	case a.ById:
		return a.nextIDDigit()
	default:
		return a.nextDigit()
	}
}

// leftOver is what the floors leave of the pool.
func (a *apportioning) leftOver() error {
	if !a.Weights.Equal(a.Total) {
		return types.ErrChanged.Wrapf("the records sum to %s, and %s is shared over; begin again with their sum", a.Weights, a.Total)
	}
	left := a.Pool.Sub(a.Floors)
	if !left.IsUint64() {
		return types.ErrChanged.Wrapf("the floors sum to %s of %s; begin again", a.Floors, a.Pool)
	}
	a.Units = left.Uint64()
	if a.Done = a.Units == 0; a.Done {
		a.Counts = nil
	}
	return nil
}

// nextDigit finds the digit of the remainder in which the last unit falls.
func (a *apportioning) nextDigit() error {
	for digit := digits - 1; digit >= 0; digit-- {
		if a.Units > a.Counts[digit] {
			a.Units -= a.Counts[digit]
			continue
		}
		prefix := new(big.Int).Lsh(a.Prefix.BigInt(), digitBits)
		prefix.Or(prefix, big.NewInt(int64(digit)))
		all := a.Units == a.Counts[digit]
		a.Prefix, a.Counts = sdkmath.NewIntFromBigInt(prefix), nil
		switch {
		case all: // everybody in it gets one: no digit below it matters
			a.cutAt(sdkmath.NewIntFromBigInt(prefix.Lsh(prefix, uint(a.Shift))), math.MaxUint64)
		case a.Shift == 0:
			a.ById, a.Shift = true, digitBits*(passes(bitsOf(a.MaxId))-1)
		default:
			a.Shift -= digitBits
		}
		return nil
	}
	return types.ErrChanged.Wrapf("%d units are left over and no member to get them; begin again", a.Units)
}

// nextIDDigit finds the digit of the id in which the last unit falls.
func (a *apportioning) nextIDDigit() error {
	for digit := range uint64(digits) {
		if a.Units > a.Counts[digit] {
			a.Units -= a.Counts[digit]
			continue
		}
		all := a.Units == a.Counts[digit]
		a.IdPrefix, a.Counts = a.IdPrefix<<digitBits|digit, nil
		switch {
		case all: // the highest id with these digits
			a.cutAt(a.Prefix, a.IdPrefix<<a.Shift|(1<<a.Shift-1))
		case a.Shift == 0:
			return types.ErrChanged.Wrapf("member %d has more than one record; give each member one", a.IdPrefix)
		default:
			a.Shift -= digitBits
		}
		return nil
	}
	return types.ErrChanged.Wrapf("%d units are left over and no member to get them; begin again", a.Units)
}

func (a *apportioning) cutAt(remainder sdkmath.Int, memberID uint64) {
	a.Done, a.Cut = true, &types.Cut{Remainder: remainder, MemberId: memberID}
}

// result is the apportionment, once done.
func (a *apportioning) result() types.Apportionment {
	return types.Apportionment{Pool: a.Pool, Total: a.Total, Cut: a.Cut}
}

func bitsOf(number uint64) int { return new(big.Int).SetUint64(number).BitLen() }
