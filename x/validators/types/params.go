package types

// Hard bounds of the parameters; no resolution goes past them.
const (
	MaxSeatsLimit                = 300
	MaxMonikerBytesLimit         = 256
	MinLivenessWindowBlocks      = 10
	MaxLivenessWindowBlocks      = 100_000
	MaxJailSecondsLimit          = 30 * 24 * 60 * 60
	MaxGapQuietBlocksLimit       = 100_000
	MaxRotationIntervalBlocksCap = 10_000_000
)

// DefaultParams suit blocks of a second or two: a seat that misses half of the
// last 2,400 blocks (about 25 minutes of absence) is jailed for ten minutes.
func DefaultParams() Params {
	return Params{
		MaxSeats:               100,
		MaxMonikerBytes:        64,
		LivenessWindowBlocks:   2_400,
		MaxMissedBlocks:        1_200,
		JailSeconds:            600,
		GapQuietBlocks:         100,
		RotationIntervalBlocks: 1_000,
	}
}

// Validate checks all limits together; a zero is never a default.
func (p Params) Validate() error {
	bounds := []struct {
		name        string
		value       uint64
		least, most uint64
		unit        string
	}{
		{"max_seats", uint64(p.MaxSeats), uint64(LeastSeats), MaxSeatsLimit, "seats"},
		{"max_moniker_bytes", uint64(p.MaxMonikerBytes), 1, MaxMonikerBytesLimit, "bytes"},
		{"liveness_window_blocks", p.LivenessWindowBlocks, MinLivenessWindowBlocks, MaxLivenessWindowBlocks, "blocks"},
		{"max_missed_blocks", p.MaxMissedBlocks, 1, MaxLivenessWindowBlocks, "blocks"},
		{"jail_seconds", p.JailSeconds, 1, MaxJailSecondsLimit, "seconds"},
		{"gap_quiet_blocks", p.GapQuietBlocks, 1, MaxGapQuietBlocksLimit, "blocks"},
		{"rotation_interval_blocks", p.RotationIntervalBlocks, 1, MaxRotationIntervalBlocksCap, "blocks"},
	}
	for _, bound := range bounds {
		if bound.value < bound.least || bound.value > bound.most {
			return ErrInvalidParams.Wrapf("%s is %d %s but must be from %d to %d; give every parameter, not only the one that changes",
				bound.name, bound.value, bound.unit, bound.least, bound.most)
		}
	}
	if p.MaxMissedBlocks >= p.LivenessWindowBlocks {
		return ErrInvalidParams.Wrapf("max_missed_blocks is %d but must be under liveness_window_blocks, which is %d, or nobody would ever be jailed",
			p.MaxMissedBlocks, p.LivenessWindowBlocks)
	}
	return nil
}
