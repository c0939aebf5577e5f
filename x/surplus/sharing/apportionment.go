package sharing

import (
	"math"
	"math/big"

	sdkmath "cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Apportionment is all that has to be kept of a pool that is shared in proportion
// to patronage: a member's share follows from it and the member's own record. It
// is the method of largest remainders (Hamilton): everybody gets their quota
// rounded down, and the units that are left go, one each, to the largest
// remainders; of equal remainders to the lowest member ids first. All shares sum
// to the pool, and none is a whole unit away from its quota.
type Apportionment struct {
	// Pool in base units.
	Pool sdkmath.Int
	// Total patronage, over which it is shared.
	Total sdkmath.Int
	// Cut is the last that gets a unit more; none where the floors leave nothing over.
	Cut *Cut
}

// Cut is a place in the order of remainders: the largest first, among equal ones
// the lowest member id.
type Cut struct {
	// Remainder of pool · weight ÷ total.
	Remainder sdkmath.Int
	// MemberID among equal remainders.
	MemberID uint64
}

// Share of a member in base units: ⌊pool · weight ÷ total⌋, and one more if its
// remainder is at or above the cut. Without any patronage it is nothing.
func (a Apportionment) Share(record Record) (sdkmath.Int, error) {
	if err := checkWeight(record); err != nil {
		return sdkmath.Int{}, err
	}
	if a.Total.IsZero() {
		return sdkmath.ZeroInt(), nil
	}
	share, remainder := new(big.Int).Mul(a.Pool.BigIntMut(), record.Weight.BigIntMut()), new(big.Int)
	share.QuoRem(share, a.Total.BigIntMut(), remainder)
	if a.Cut != nil {
		order := remainder.Cmp(a.Cut.Remainder.BigIntMut())
		if order > 0 || order == 0 && record.MemberID <= a.Cut.MemberID {
			share.Add(share, big.NewInt(1))
		}
	}
	return sdkmath.NewIntFromBigInt(share), nil
}

// Apportioning finds an apportionment's cut in passes over all records: in the
// first few the remainder, twelve bits in each, and then, where a remainder is
// shared by more members than there are units, the id in the same way. What it
// knows between two records is in its public fields; whoever stores them goes on
// from there. A pool over 10^6 members with 10^10 units of patronage takes three
// passes, no pool takes more than eighteen.
type Apportioning struct {
	// Pool in base units, Total patronage in units of its basis.
	Pool, Total sdkmath.Int
	// Passes that are over.
	Passes uint32
	// Floors that the pass has added up, Weights that it has seen; only the first does.
	Floors, Weights sdkmath.Int
	// MaxID of a member with patronage.
	MaxID uint64
	// Units left over by the floors that the passes have not placed yet.
	Units uint64
	// Shift of the digit that the pass counts; Prefix is what is above it in the
	// remainder, and IDPrefix in the member's id.
	Shift    uint32
	Prefix   sdkmath.Int
	IDPrefix uint64
	// ByID says that the remainder is found and ids are counted.
	ByID bool
	// Counts of the digit's values.
	Counts []uint64
	// Done with the cut found, or none needed.
	Done bool
	Cut  *Cut
}

// NewApportioning begins to share a pool of base units over a total of patronage
// that is more than nothing. It refuses what is out of bounds.
func NewApportioning(pool, total sdkmath.Int) (*Apportioning, error) {
	if err := checkAmount("the pool", pool); err != nil {
		return nil, err
	}
	if total.IsNil() || !total.IsPositive() {
		return nil, types.ErrOutOfBounds.Wrap("nobody has patronage, so the pool has no shares; leave it with the co-op")
	}
	if err := checkBits("the whole patronage", total.BigIntMut(), MaxTotalBits); err != nil {
		return nil, err
	}
	return &Apportioning{
		Pool: pool, Total: total, Floors: sdkmath.ZeroInt(), Weights: sdkmath.ZeroInt(), Prefix: sdkmath.ZeroInt(),
		Shift: digitBits * (passes(total.BigIntMut().BitLen()) - 1), Counts: make([]uint64, digits),
	}, nil
}

// Pass reads records of the pass that is under way, all of them or the next few.
// It refuses a record out of bounds; then the passes begin again.
func (a *Apportioning) Pass(records Records) error {
	pool, total, shared := a.Pool.BigIntMut(), a.Total.BigIntMut(), a.Prefix.BigIntMut()
	floors, weights := a.Floors.BigInt(), a.Weights.BigInt()
	floor, remainder, high := new(big.Int), new(big.Int), new(big.Int)
	first := a.Passes == 0
	for record := range records {
		if err := checkWeight(record); err != nil {
			return err
		}
		floor.Mul(pool, record.Weight.BigIntMut())
		floor.QuoRem(floor, total, remainder)
		if first {
			floors.Add(floors, floor)
			weights.Add(weights, record.Weight.BigIntMut())
			a.MaxID = max(a.MaxID, record.MemberID)
		}
		if a.ByID {
			if remainder.Cmp(shared) == 0 && above(record.MemberID, a.Shift) == a.IDPrefix {
				a.Counts[record.MemberID>>a.Shift%digits]++
			}
			continue
		}
		high.Rsh(remainder, uint(a.Shift))
		digit := lowBits(high) % digits
		if high.Rsh(high, digitBits).Cmp(shared) == 0 {
			a.Counts[digit]++
		}
	}
	a.Floors, a.Weights = sdkmath.NewIntFromBigInt(floors), sdkmath.NewIntFromBigInt(weights)
	return nil
}

// lowBits are a number's lowest 64 bits.
func lowBits(number *big.Int) uint64 { return number.Uint64() }

// above is what an id has above the digit.
func above(id uint64, shift uint32) uint64 { return id >> shift >> digitBits }

// EndPass takes what all records have told. It refuses records that sum to another
// total than the one that is shared over.
func (a *Apportioning) EndPass() error {
	if a.Passes == 0 {
		if err := a.leftOver(); err != nil {
			return err
		}
	}
	a.Passes++
	switch {
	case a.Done:
		return nil
	case a.ByID:
		return a.nextIDDigit()
	default:
		return a.nextDigit()
	}
}

// leftOver is what the floors leave of the pool.
func (a *Apportioning) leftOver() error {
	if !a.Weights.Equal(a.Total) {
		return types.ErrChanged.Wrapf("the records sum to %s, and %s is shared over; begin again with their sum", a.Weights, a.Total)
	}
	left := a.Pool.Sub(a.Floors)
	if !left.IsUint64() {
		return types.ErrChanged.Wrapf("the floors sum to %s of %s; begin again", a.Floors, a.Pool)
	}
	a.Units = left.Uint64()
	a.Done = a.Units == 0
	return nil
}

// nextDigit finds the digit of the remainder in which the last unit falls.
func (a *Apportioning) nextDigit() error {
	for digit := digits - 1; digit >= 0; digit-- {
		if a.Units > a.Counts[digit] {
			a.Units -= a.Counts[digit]
			continue
		}
		prefix := new(big.Int).Lsh(a.Prefix.BigInt(), digitBits)
		prefix.Or(prefix, big.NewInt(int64(digit)))
		all := a.Units == a.Counts[digit]
		a.Prefix, a.Counts = sdkmath.NewIntFromBigInt(prefix), make([]uint64, digits)
		switch {
		case all: // everybody in it gets one: no digit below it matters
			a.cutAt(sdkmath.NewIntFromBigInt(prefix.Lsh(prefix, uint(a.Shift))), math.MaxUint64)
		case a.Shift == 0:
			a.ByID, a.Shift = true, digitBits*(passes(bitsOf(a.MaxID))-1)
		default:
			a.Shift -= digitBits
		}
		return nil
	}
	return types.ErrChanged.Wrapf("%d units are left over and no member to get them; begin again", a.Units)
}

// nextIDDigit finds the digit of the id in which the last unit falls.
func (a *Apportioning) nextIDDigit() error {
	for digit := range uint64(digits) {
		if a.Units > a.Counts[digit] {
			a.Units -= a.Counts[digit]
			continue
		}
		all := a.Units == a.Counts[digit]
		a.IDPrefix, a.Counts = a.IDPrefix<<digitBits|digit, make([]uint64, digits)
		switch {
		case all: // the highest id with these digits
			a.cutAt(a.Prefix, a.IDPrefix<<a.Shift|(1<<a.Shift-1))
		case a.Shift == 0:
			return types.ErrChanged.Wrapf("member %d has more than one record; give each member one", a.IDPrefix)
		default:
			a.Shift -= digitBits
		}
		return nil
	}
	return types.ErrChanged.Wrapf("%d units are left over and no member to get them; begin again", a.Units)
}

func (a *Apportioning) cutAt(remainder sdkmath.Int, memberID uint64) {
	a.Done, a.Cut = true, &Cut{Remainder: remainder, MemberID: memberID}
}

// Result is the apportionment, once Done.
func (a *Apportioning) Result() Apportionment {
	return Apportionment{Pool: a.Pool, Total: a.Total, Cut: a.Cut}
}

func bitsOf(number uint64) int { return new(big.Int).SetUint64(number).BitLen() }
