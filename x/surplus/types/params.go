package types

// MaxRecordedBits of what a member has by one basis: less than 2^100 units, so that all
// members of a co-op together never have more than can be shared exactly.
const MaxRecordedBits = 100

// Hard bounds of the parameters; no resolution goes past them.
const (
	MaxRecordsLimit      = 5_000
	MaxDisputesLimit     = 1_000_000
	MaxPeriodSecondsFrom = 366 * 24 * 60 * 60
	MaxStepsLimit        = 1_000
	MinStepGas           = 50_000
	MaxStepGasLimit      = 5_000_000
	MaxRowsLimit         = 100_000
	MinRowGas            = 100
	MaxRowGasLimit       = 100_000
	// MaxChunkGas of the rows that one block reads: what is left of the least work that a
	// block may have, 25,000,000, is others'.
	MaxChunkGas     = 20_000_000
	MaxRetryLimit   = 31 * 24 * 60 * 60
	MaxDisputeLimit = 366 * 24 * 60 * 60
)

// DefaultParams share a million members' patronage at 5,000 rows a block.
func DefaultParams() Params {
	return Params{
		MaxRecords:           1_000,
		MaxDisputesPerPeriod: 10_000,
		MinPeriodSeconds:     28 * 24 * 60 * 60,
		MaxStepsPerBlock:     50,
		StepGas:              500_000,
		MaxRowsPerBlock:      5_000,
		RowGas:               2_000,
		RetrySeconds:         60 * 60,
		MaxDisputeSeconds:    90 * 24 * 60 * 60,
	}
}

// Validate checks all limits together; a zero is never a default.
func (p Params) Validate() error {
	for _, bound := range []struct {
		name        string
		value       uint64
		least, most uint64
		unit        string
	}{
		{"max_records", uint64(p.MaxRecords), 1, MaxRecordsLimit, "records"},
		{"max_disputes_per_period", uint64(p.MaxDisputesPerPeriod), 1, MaxDisputesLimit, "disputes"},
		{"min_period_seconds", p.MinPeriodSeconds, 1, MaxPeriodSecondsFrom, "seconds"},
		{"max_steps_per_block", uint64(p.MaxStepsPerBlock), 1, MaxStepsLimit, "periods"},
		{"step_gas", p.StepGas, MinStepGas, MaxStepGasLimit, "gas"},
		{"max_rows_per_block", uint64(p.MaxRowsPerBlock), 1, MaxRowsLimit, "members"},
		{"row_gas", p.RowGas, MinRowGas, MaxRowGasLimit, "gas"},
		{"retry_seconds", p.RetrySeconds, 1, MaxRetryLimit, "seconds"},
		{"max_dispute_seconds", p.MaxDisputeSeconds, 1, MaxDisputeLimit, "seconds"},
	} {
		if bound.value < bound.least || bound.value > bound.most {
			return ErrInvalidParams.Wrapf("%s is %d; it must be from %d to %d %s", bound.name, bound.value, bound.least, bound.most, bound.unit)
		}
	}
	if chunk := uint64(p.MaxRowsPerBlock) * p.RowGas; chunk > MaxChunkGas {
		return ErrInvalidParams.Wrapf("max_rows_per_block times row_gas is %d; it must be at most %d, or nothing else would fit into a block's work", chunk, uint64(MaxChunkGas))
	}
	return nil
}
