package types

import (
	"math"
	"math/bits"

	"cosmossdk.io/errors"
)

const (
	// SecondsPerHour is the unit that allowances refill by.
	SecondsPerHour uint64 = 3_600
	// MaxAllowance bounds every field of an allowance, in gas or bytes.
	MaxAllowance uint64 = 1_000_000_000_000_000
	// MinAllowanceGas is the least capacity of an allowance that isn't zero: room for one large resolution.
	MinAllowanceGas uint64 = 5_000_000
	// MinAllowanceBytes is the same in transaction bytes.
	MinAllowanceBytes uint64 = 100_000
	// MinRefillPerHour is the least refill an hour of an allowance that isn't
	// zero: one unit a second, so that refilling by whole seconds never stands still.
	MinRefillPerHour uint64 = SecondsPerHour
)

// Draw is what a free transaction takes from the buckets.
type Draw struct {
	// CoopID names the co-op.
	CoopID uint64
	// MemberID names the member; zero is the operator of the co-op's seat.
	MemberID uint64
	// Gas is the transaction's gas limit.
	Gas uint64
	// Bytes is the transaction's length.
	Bytes uint64
	// CoopIsAdmitted is true for the root federation and its member co-ops,
	// which have the default bucket unless they were allotted another.
	CoopIsAdmitted bool
}

// IsZero is true for the allowance of a co-op that may do nothing for free.
func (a Allowance) IsZero() bool { return a == Allowance{} }

// Validate accepts an allowance that is zero or usable.
func (a Allowance) Validate() error {
	if a.IsZero() {
		return nil
	}
	return a.ValidateUsable()
}

// ValidateUsable accepts an allowance that holds at least one large
// transaction and refills.
func (a Allowance) ValidateUsable() error {
	fields := []struct {
		name         string
		value, least uint64
	}{
		{"gas", a.Gas, MinAllowanceGas},
		{"gas_per_hour", a.GasPerHour, MinRefillPerHour},
		{"bytes", a.Bytes, MinAllowanceBytes},
		{"bytes_per_hour", a.BytesPerHour, MinRefillPerHour},
	}
	for _, field := range fields {
		if field.value < field.least || field.value > MaxAllowance {
			return errors.Wrapf(ErrInvalidAllowance, "%s is %d; choose a number from %d to %d",
				field.name, field.value, field.least, MaxAllowance)
		}
	}
	return nil
}

// Full returns the allowance's bucket before anything was drawn.
func (a Allowance) Full(now int64) Bucket {
	return Bucket{Gas: a.Gas, Bytes: a.Bytes, UpdatedAt: now}
}

// Refill returns the bucket as it is at now, in chain seconds. What flowed in
// is rounded down to whole gas and bytes, and never above the capacity.
func (a Allowance) Refill(bucket Bucket, now int64) Bucket {
	if now <= bucket.UpdatedAt {
		return Bucket{Gas: min(bucket.Gas, a.Gas), Bytes: min(bucket.Bytes, a.Bytes), UpdatedAt: bucket.UpdatedAt}
	}
	elapsed := uint64(now) - uint64(bucket.UpdatedAt)
	return Bucket{
		Gas:       min(addSaturating(bucket.Gas, mulDiv(elapsed, a.GasPerHour, SecondsPerHour)), a.Gas),
		Bytes:     min(addSaturating(bucket.Bytes, mulDiv(elapsed, a.BytesPerHour, SecondsPerHour)), a.Bytes),
		UpdatedAt: now,
	}
}

// SecondsUntil returns after how many seconds the bucket holds gas and bytes;
// false if it never will.
func (a Allowance) SecondsUntil(bucket Bucket, gas, bytes uint64) (uint64, bool) {
	if gas > a.Gas || bytes > a.Bytes {
		return 0, false
	}
	gasWait, gasRefills := secondsToFlow(gas, bucket.Gas, a.GasPerHour)
	bytesWait, bytesRefill := secondsToFlow(bytes, bucket.Bytes, a.BytesPerHour)
	return max(gasWait, bytesWait), gasRefills && bytesRefill
}

// secondsToFlow rounds up.
func secondsToFlow(wanted, held, perHour uint64) (uint64, bool) {
	if wanted <= held {
		return 0, true
	}
	if perHour == 0 {
		return 0, false
	}
	return addSaturating(mulDiv(wanted-held, SecondsPerHour, perHour), 1), true
}

// mulDiv returns ⌊a·b/divisor⌋ computed in 128 bits, or the greatest uint64 if
// the quotient doesn't fit. The divisor is never zero.
func mulDiv(a, b, divisor uint64) uint64 {
	high, low := bits.Mul64(a, b)
	if high >= divisor {
		return math.MaxUint64
	}
	quotient, _ := bits.Div64(high, low, divisor)
	return quotient
}

func addSaturating(a, b uint64) uint64 {
	sum, carry := bits.Add64(a, b, 0)
	if carry != 0 {
		return math.MaxUint64
	}
	return sum
}
