// Package sharing is the arithmetic by which a surplus is split: the steps of a
// waterfall, and members' shares that sum to the pool exactly. It is the same for
// the chain and for whoever calculates off line. It holds integers alone, and reads
// members' rows in passes whose number doesn't depend on how many there are.
package sharing

import (
	"math/big"
	"slices"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
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

// Row is all that is recorded of one member in a period: one of each member.
type Row struct {
	// MemberID of the member, from 1.
	MemberID uint64
	// ClassID of the member's class; zero where no step asks for it.
	ClassID uint32
	// Weights are the patronage in units of each basis, by the index of the rules'
	// bases, less than 2^128; a nil one, or one that is missing, is zero.
	Weights []math.Int
}

// record is a member's patronage by one basis.
type record struct {
	memberID uint64
	weight   *big.Int
}

// zero and unit are read and never changed.
var zero, unit = new(big.Int), big.NewInt(1)

// reading is how a step reads rows: the members of which classes, none for all, and
// by which weight.
type reading struct {
	classIDs []uint32
	column   int
	perHead  bool
}

// readingOf a step that members share. It refuses a basis that isn't among these.
func readingOf(step membershiptypes.SurplusStep, bases []membershiptypes.SurplusBasis) (reading, error) {
	at := slices.IndexFunc(bases, func(basis membershiptypes.SurplusBasis) bool { return basis.Name == step.Basis })
	if at < 0 {
		return reading{}, types.ErrInvalidPatronage.Wrapf("the step %q is shared by the basis %q, which the rules don't have; add it to their bases", step.Name, step.Basis)
	}
	return reading{classIDs: step.ClassIds, column: at, perHead: bases[at].PerHead}, nil
}

// record of a row, and whether the step is for its member. Who has a row counts as
// one by heads, whatever is recorded.
func (r reading) record(row Row) (record, bool) {
	if len(r.classIDs) > 0 && !slices.Contains(r.classIDs, row.ClassID) {
		return record{}, false
	}
	switch {
	case r.perHead:
		return record{row.MemberID, unit}, true
	case r.column < len(row.Weights) && !row.Weights[r.column].IsNil():
		return record{row.MemberID, row.Weights[r.column].BigIntMut()}, true
	default:
		return record{row.MemberID, zero}, true
	}
}

func (r record) check() error {
	if r.memberID == 0 {
		return types.ErrOutOfBounds.Wrap("a record has no member; number members from 1")
	}
	if r.weight.Sign() < 0 || r.weight.BitLen() > MaxWeightBits {
		return types.ErrOutOfBounds.Wrapf("the patronage of member %d is %s; it has to be from 0 to less than 2^%d units", r.memberID, r.weight, MaxWeightBits)
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
