package chain_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/chain/types"
)

func readmeSection(t *testing.T, title string) string {
	t.Helper()
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(raw), "\n## "+title+"\n")
	require.True(t, found, title)
	text, _, _ := strings.Cut(after, "\n## ")
	return text
}

// The tests that the README names as stopping an attack are there.
func TestReadmeNamesRealTests(t *testing.T) {
	there := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, folder := range []string{".", "../../app", "../../tests"} {
		require.NoError(t, filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, test := range declared.FindAllStringSubmatch(string(source), -1) {
				there[test[1]] = true
			}
			return err
		}))
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(readmeSection(t, "Security"), -1)
	require.Greater(t, len(named), 15)
	for _, test := range named {
		assert.True(t, there[test[1]], test[1])
	}
}

func TestReadmeVectors(t *testing.T) {
	text := strings.ReplaceAll(readmeSection(t, "Test vectors"), ",", "")
	number := func(digits string) uint64 {
		value, err := strconv.ParseUint(digits, 10, 63)
		require.NoError(t, err)
		return value
	}
	allowance := types.Allowance{Gas: 1_000, GasPerHour: 3_600, Bytes: 100, BytesPerHour: 1_800}
	refills := regexp.MustCompile(`(?m)^\| (\d+) \| (\d+) \| (\d+) \|$`).FindAllStringSubmatch(text, -1)
	require.Len(t, refills, 4)
	for _, row := range refills {
		now := int64(number(row[1]))
		require.Equal(t, types.Bucket{Gas: number(row[2]), Bytes: number(row[3]), UpdatedAt: now},
			allowance.Refill(types.Bucket{Gas: 10, Bytes: 20, UpdatedAt: 50}, now))
	}
	fees := regexp.MustCompile(`(?m)^\| (\d+) \| (\d+) \|$`).FindAllStringSubmatch(text, -1)
	require.Len(t, fees, 3)
	fee := types.MinFee{Denom: "tea", AmountPerMillionGas: sdkmath.NewInt(1_000)}
	for _, row := range fees {
		require.Equal(t, row[2], fee.For(number(row[1])).String())
	}
	rule, err := types.ParsePosixRule("CET-1CEST,M3.5.0,M10.5.0/3")
	require.NoError(t, err)
	require.EqualValues(t, 2*3_600, rule.OffsetAt(1_798_761_600-15_897_600))
	require.EqualValues(t, 3_600, rule.OffsetAt(1_798_761_600))
}
