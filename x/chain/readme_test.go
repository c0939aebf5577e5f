package chain_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

// The README's tables are what the code says.
func TestReadmeTellsTheTruth(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(raw)

	codes := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \| (.+) \|$`).FindAllStringSubmatch(readmeSection(t, "Refusals"), -1) {
		codes[row[1]] = row[2]
	}
	refusals := []*errorsmod.Error{
		types.ErrUnauthorized, types.ErrInvalidParams, types.ErrInvalidAllowance, types.ErrInvalidConsensusParams,
		types.ErrInvalidUpgrade, types.ErrUpgradePending, types.ErrNoUpgrade, types.ErrNoFreeBucket, types.ErrQuotaUsedUp,
		types.ErrFreeBlockFull, types.ErrClockNotSet, types.ErrInvalidGenesis, types.ErrInvariant, types.ErrNeverFits,
		types.ErrUnknownZone, types.ErrInvalidZone, types.ErrInvalidCivilTime,
	}
	require.Len(t, codes, len(refusals))
	for _, refusal := range refusals {
		require.Equal(t, refusal.Error(), codes[fmt.Sprint(refusal.ABCICode())])
	}

	params, consensus := types.DefaultParams(), types.DefaultConsensusParams()
	for name, value := range map[string]any{
		"max_clock_step_seconds":          params.MaxClockStepSeconds,
		"gap_seconds":                     params.GapSeconds,
		"gap_quiet_blocks":                params.GapQuietBlocks,
		"work_budget_ppm":                 params.WorkBudgetPpm,
		"free_gas_ppm":                    params.FreeGasPpm,
		"member_allowance.gas":            params.MemberAllowance.Gas,
		"member_allowance.gas_per_hour":   params.MemberAllowance.GasPerHour,
		"member_allowance.bytes":          params.MemberAllowance.Bytes,
		"member_allowance.bytes_per_hour": params.MemberAllowance.BytesPerHour,
		"coop_allowance.gas":              params.CoopAllowance.Gas,
		"coop_allowance.gas_per_hour":     params.CoopAllowance.GasPerHour,
		"coop_allowance.bytes":            params.CoopAllowance.Bytes,
		"coop_allowance.bytes_per_hour":   params.CoopAllowance.BytesPerHour,
		"max_bytes":                       consensus.Block.MaxBytes,
		"max_gas":                         consensus.Block.MaxGas,
		"evidence_max_age_blocks":         consensus.Evidence.MaxAgeNumBlocks,
		"evidence_max_age_seconds":        int64(consensus.Evidence.MaxAgeDuration.Seconds()),
		"evidence_max_bytes":              consensus.Evidence.MaxBytes,
	} {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(name) + "` \\| ([0-9,]+)").FindStringSubmatch(readme)
		require.NotNil(t, row, name)
		require.Equal(t, fmt.Sprint(value), strings.ReplaceAll(row[1], ",", ""), name)
	}
}
