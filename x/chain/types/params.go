package types

import (
	"fmt"

	"cosmossdk.io/errors"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Bounds of the parameters. They keep the root federation from locking itself
// out: its members always have room for some free decisions a block.
const (
	// MillionPPM is the whole, in parts per million.
	MillionPPM uint64 = 1_000_000

	// MaxClockStepSeconds bounds max_clock_step_seconds.
	MaxClockStepSeconds uint64 = 3_600
	// MaxGapSeconds bounds gap_seconds.
	MaxGapSeconds uint64 = 86_400
	// MaxGapQuietBlocks bounds gap_quiet_blocks.
	MaxGapQuietBlocks uint64 = 100_000
	// MinSharePPM is the least of work_budget_ppm and of free_gas_ppm.
	MinSharePPM uint64 = 100_000
	// MaxSharePPM is the most of work_budget_ppm and of free_gas_ppm: half a block.
	MaxSharePPM uint64 = 500_000
	// MaxMinFees is the most denoms fees may be paid in.
	MaxMinFees = 16
	// MaxMinFeeBits bounds an amount per million gas, so that it can be
	// multiplied by any gas limit without overflow.
	MaxMinFeeBits = 128
)

// DefaultParams are the parameters of a new chain: a clock step of a minute, a
// gap of five, a thousand quiet blocks, half a block for queued work and half
// for free transactions. No fee denom is accepted until the root federation
// names one.
func DefaultParams() Params {
	return Params{
		MaxClockStepSeconds: 60,
		GapSeconds:          300,
		GapQuietBlocks:      1_000,
		WorkBudgetPpm:       500_000,
		FreeGasPpm:          500_000,
		MemberAllowance: Allowance{
			Gas:          20_000_000,
			GasPerHour:   10_000_000,
			Bytes:        400_000,
			BytesPerHour: 200_000,
		},
		CoopAllowance: Allowance{
			Gas:          2_000_000_000,
			GasPerHour:   1_000_000_000,
			Bytes:        40_000_000,
			BytesPerHour: 20_000_000,
		},
		MinFees: []MinFee{},
	}
}

// Validate checks the whole struct; every message that sets parameters sets
// them all, so a field left out is refused and never zeroed.
func (p Params) Validate() error {
	if p.MaxClockStepSeconds == 0 || p.MaxClockStepSeconds > MaxClockStepSeconds {
		return outOfBounds("max_clock_step_seconds", p.MaxClockStepSeconds, 1, MaxClockStepSeconds)
	}
	if p.GapSeconds < p.MaxClockStepSeconds || p.GapSeconds > MaxGapSeconds {
		return outOfBounds("gap_seconds", p.GapSeconds, p.MaxClockStepSeconds, MaxGapSeconds)
	}
	if p.GapQuietBlocks == 0 || p.GapQuietBlocks > MaxGapQuietBlocks {
		return outOfBounds("gap_quiet_blocks", p.GapQuietBlocks, 1, MaxGapQuietBlocks)
	}
	if p.WorkBudgetPpm < MinSharePPM || p.WorkBudgetPpm > MaxSharePPM {
		return outOfBounds("work_budget_ppm", p.WorkBudgetPpm, MinSharePPM, MaxSharePPM)
	}
	if p.FreeGasPpm < MinSharePPM || p.FreeGasPpm > MaxSharePPM {
		return outOfBounds("free_gas_ppm", p.FreeGasPpm, MinSharePPM, MaxSharePPM)
	}
	if err := p.MemberAllowance.ValidateUsable(); err != nil {
		return errors.Wrapf(ErrInvalidParams, "member_allowance: %s", err)
	}
	if err := p.CoopAllowance.ValidateUsable(); err != nil {
		return errors.Wrapf(ErrInvalidParams, "coop_allowance: %s", err)
	}
	return validateMinFees(p.MinFees)
}

func outOfBounds(name string, value, least, most uint64) error {
	return errors.Wrapf(ErrInvalidParams, "%s is %d; choose a number from %d to %d", name, value, least, most)
}

func validateMinFees(fees []MinFee) error {
	if len(fees) > MaxMinFees {
		return errors.Wrapf(ErrInvalidParams, "min_fees names %d denoms; name at most %d", len(fees), MaxMinFees)
	}
	for i, fee := range fees {
		if err := sdk.ValidateDenom(fee.Denom); err != nil {
			return errors.Wrapf(ErrInvalidParams, "min_fees: %q is no denom; use the denom as x/bank knows it", fee.Denom)
		}
		if i > 0 && fees[i-1].Denom >= fee.Denom {
			return errors.Wrapf(ErrInvalidParams, "min_fees: %s comes after %s; name each denom once, in alphabetical order", fee.Denom, fees[i-1].Denom)
		}
		if fee.AmountPerMillionGas.IsNil() || !fee.AmountPerMillionGas.IsPositive() {
			return errors.Wrapf(ErrInvalidParams, "min_fees: amount_per_million_gas of %s must be at least 1", fee.Denom)
		}
		if fee.AmountPerMillionGas.BigInt().BitLen() > MaxMinFeeBits {
			return errors.Wrapf(ErrInvalidParams, "min_fees: amount_per_million_gas of %s has more than %d bits; choose a smaller amount", fee.Denom, MaxMinFeeBits)
		}
	}
	return nil
}

// For returns the least fee of a transaction with this gas limit, in base
// units of the denom, rounded up and at least 1.
func (f MinFee) For(gas uint64) math.Int {
	product := f.AmountPerMillionGas.Mul(math.NewIntFromUint64(gas))
	fee := product.AddRaw(int64(MillionPPM) - 1).QuoRaw(int64(MillionPPM))
	return math.MaxInt(fee, math.OneInt())
}

// shareOf returns ⌊whole · ppm / 1,000,000⌋; ppm is at most a million, so the
// result fits.
func shareOf(whole, ppm uint64) uint64 {
	return mulDiv(whole, ppm, MillionPPM)
}

// WorkLimit returns the gas that queued work may take in a block of maxGas.
func (p Params) WorkLimit(maxGas uint64) uint64 { return shareOf(maxGas, p.WorkBudgetPpm) }

// FreeGasLimit returns the gas that free transactions may take in a block of maxGas.
func (p Params) FreeGasLimit(maxGas uint64) uint64 { return shareOf(maxGas, p.FreeGasPpm) }

// String names the bucket of a draw in a refusal.
func (d Draw) String() string {
	switch d.MemberID {
	case 0:
		return fmt.Sprintf("co-op %d", d.CoopID)
	case OperatorBucket:
		return fmt.Sprintf("the operator of co-op %d's seat", d.CoopID)
	}
	return fmt.Sprintf("member %d of co-op %d", d.MemberID, d.CoopID)
}
