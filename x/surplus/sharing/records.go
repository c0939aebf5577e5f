// Package sharing is the arithmetic by which a surplus is split: the steps of a
// waterfall, and members' shares that sum to the pool exactly. It is the same for
// the chain and for whoever calculates off line. It holds integers alone, and reads
// records of members in passes whose number doesn't depend on how many there are.
package sharing

import (
	"iter"
	"math/big"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Bounds of what is shared, in bits. They are checked on entry, so that no product
// reaches the 256 bits at which math.Int panics.
const (
	// MaxPoolBits of a pool or a cap: both are less than 2^112 base units.
	MaxPoolBits = 112
	// MaxWeightBits of one member's patronage: it is less than 2^128 units.
	MaxWeightBits = 128
	// MaxTotalBits of all patronage: it is less than 2^144 units.
	MaxTotalBits = 144

	// digitBits are what one pass finds of the number that it looks for.
	digitBits = 12
	// digits is how many values a digit has.
	digits = 1 << digitBits
)

// Record is a member's patronage in a period: one of each member, at most.
type Record struct {
	// MemberID of the member, from 1.
	MemberID uint64
	// Weight is the patronage in units of its basis, less than 2^128; it is not negative.
	Weight math.Int
}

// Records are read again in each pass. Their order doesn't matter.
type Records = iter.Seq[Record]

// Total adds up all patronage. It refuses a weight or a total out of bounds.
func Total(records Records) (math.Int, error) {
	total := new(big.Int)
	for record := range records {
		if err := checkWeight(record); err != nil {
			return math.Int{}, err
		}
		total.Add(total, record.Weight.BigIntMut())
	}
	return math.NewIntFromBigInt(total), checkBits("the whole patronage", total, MaxTotalBits)
}

func checkWeight(record Record) error {
	if record.MemberID == 0 || record.Weight.IsNil() {
		return types.ErrOutOfBounds.Wrapf("a record of member %d has no member or no patronage; number members from 1, and give 0 where there is none", record.MemberID)
	}
	weight := record.Weight.BigIntMut()
	if weight.Sign() < 0 || weight.BitLen() > MaxWeightBits {
		return types.ErrOutOfBounds.Wrapf("the patronage of member %d is %s; it has to be from 0 to less than 2^%d units", record.MemberID, weight, MaxWeightBits)
	}
	return nil
}

func checkAmount(what string, amount math.Int) error {
	if amount.IsNil() {
		return types.ErrOutOfBounds.Wrapf("%s is missing; give 0 where there is none", what)
	}
	return checkBits(what, amount.BigIntMut(), MaxPoolBits)
}

func checkBits(what string, number *big.Int, bits int) error {
	if number.Sign() < 0 || number.BitLen() > bits {
		return types.ErrOutOfBounds.Wrapf("%s is %s; it has to be from 0 to less than 2^%d", what, number, bits)
	}
	return nil
}

// passes is how many digits a number of so many bits has.
func passes(bits int) uint32 { return uint32((bits + digitBits - 1) / digitBits) }
