package types_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

// The module's page says what the code does.
func TestReadmeIsTrue(t *testing.T) {
	raw, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	page := string(raw)
	for _, limit := range types.DefaultParams().Limits() {
		row := fmt.Sprintf("| `%s` | %s | %s | %s |\n", limit.Name, grouped(limit.Value), grouped(limit.Least), grouped(limit.Most))
		require.Contains(t, page, row)
	}
	for _, subject := range types.Subjects() {
		floor := ""
		if subject.Special {
			floor = "special "
		}
		require.Contains(t, page, fmt.Sprintf("| `%s` | %s | %s|\n", subject.Name, subject.Words, floor))
	}
	for _, power := range types.Powers() {
		require.Contains(t, page, "`"+power+"`")
	}
	text := types.KeyProofText("<chain id>", "<slug>", 0, "<address>", 7)
	require.Contains(t, page, strings.Split(text, "Member:")[0])
}

// grouped writes 1234567 as 1,234,567.
func grouped(n uint64) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
