package types

import (
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"cosmossdk.io/errors"
)

// Hard bounds of the consensus parameters. No decision loosens them.
const (
	// MinBlockBytes is the least max_bytes.
	MinBlockBytes int64 = 1_000_000
	// MaxBlockBytes is the most max_bytes.
	MaxBlockBytes int64 = 16_777_216
	// MinBlockGas is the least max_gas.
	MinBlockGas int64 = 50_000_000
	// MaxBlockGas is the most max_gas.
	MaxBlockGas int64 = 1_000_000_000
	// LongestTrustPeriodSeconds is the longest time for which a light client,
	// a node that state-syncs or a bridge may trust an old validator set:
	// 14 days. Evidence must count for at least as long, or a set could sign
	// a false past after its double-signing is forgiven.
	LongestTrustPeriodSeconds int64 = 14 * 24 * 3_600
	// MaxEvidenceAgeSeconds is the most evidence_max_age_seconds: a year.
	MaxEvidenceAgeSeconds int64 = 365 * 24 * 3_600
	// MaxEvidenceAgeBlocks is the most evidence_max_age_blocks.
	MaxEvidenceAgeBlocks int64 = 100_000_000
	// MinEvidenceBytes is the least evidence_max_bytes: room for evidence against every seat.
	MinEvidenceBytes int64 = 50_000
)

// DefaultConsensusParams are the block limits of a new chain: 4 MiB, 100
// million gas, and evidence that counts for 21 days.
func DefaultConsensusParams() *cmttypes.ConsensusParams {
	params := cmttypes.DefaultConsensusParams()
	params.Block.MaxBytes = 4 * 1024 * 1024
	params.Block.MaxGas = 100_000_000
	params.Evidence.MaxAgeNumBlocks = 1_500_000
	params.Evidence.MaxAgeDuration = 21 * 24 * time.Hour
	params.Evidence.MaxBytes = 1_048_576
	return params
}

// ValidateConsensusParams checks the bounds of block and evidence, in a message
// and in a genesis document.
func ValidateConsensusParams(params cmtproto.ConsensusParams) error {
	if params.Block == nil || params.Evidence == nil || params.Validator == nil {
		return errors.Wrap(ErrInvalidConsensusParams, "block, evidence and validator parameters are all needed; give all three")
	}
	age := int64(params.Evidence.MaxAgeDuration / time.Second)
	checks := []struct {
		name               string
		value, least, most int64
	}{
		{"max_bytes", params.Block.MaxBytes, MinBlockBytes, MaxBlockBytes},
		{"max_gas", params.Block.MaxGas, MinBlockGas, MaxBlockGas},
		{"evidence_max_age_blocks", params.Evidence.MaxAgeNumBlocks, 1, MaxEvidenceAgeBlocks},
		{"evidence_max_age_seconds", age, LongestTrustPeriodSeconds, MaxEvidenceAgeSeconds},
		{"evidence_max_bytes", params.Evidence.MaxBytes, MinEvidenceBytes, params.Block.MaxBytes / 2},
	}
	for _, check := range checks {
		if check.value < check.least || check.value > check.most {
			return errors.Wrapf(ErrInvalidConsensusParams, "%s is %d; choose a number from %d to %d",
				check.name, check.value, check.least, check.most)
		}
	}
	if params.Authority != nil && params.Authority.Authority != "" {
		return errors.Wrap(ErrInvalidConsensusParams, "auth names an authority; leave it empty, since the root federation's account is the only one")
	}
	return nil
}

// ApplyTo returns the consensus parameters with the message's limits in them
// and everything else as it was. It checks the bounds.
func (m *MsgUpdateConsensusParams) ApplyTo(current cmtproto.ConsensusParams) (cmtproto.ConsensusParams, error) {
	if m.EvidenceMaxAgeSeconds > MaxEvidenceAgeSeconds {
		return cmtproto.ConsensusParams{}, errors.Wrapf(ErrInvalidConsensusParams, "evidence_max_age_seconds is %d; choose a number from %d to %d",
			m.EvidenceMaxAgeSeconds, LongestTrustPeriodSeconds, MaxEvidenceAgeSeconds)
	}
	next := current
	next.Block = &cmtproto.BlockParams{MaxBytes: m.MaxBytes, MaxGas: m.MaxGas}
	next.Evidence = &cmtproto.EvidenceParams{
		MaxAgeNumBlocks: m.EvidenceMaxAgeBlocks,
		MaxAgeDuration:  time.Duration(m.EvidenceMaxAgeSeconds) * time.Second,
		MaxBytes:        m.EvidenceMaxBytes,
	}
	if err := ValidateConsensusParams(next); err != nil {
		return cmtproto.ConsensusParams{}, err
	}
	return next, nil
}
