package types

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDuration(t *testing.T) {
	for seconds, words := range map[int64]string{
		0: "no time", 1: "1 second", 59: "59 seconds", 60: "1 minute", 3_600: "1 hour", 86_400: "1 day", 7 * 86_400: "7 days",
		86_400 + 12*3_600: "1 day and 12 hours", 90_061: "1 day, 1 hour, 1 minute and 1 second", -120: "minus 2 minutes",
		math.MinInt64: "minus 106751991167300 days, 15 hours, 30 minutes and 8 seconds",
	} {
		require.Equal(t, words, Duration(seconds))
	}
	require.Equal(t, "213503982334601 days, 7 hours and 15 seconds", Duration(uint64(math.MaxUint64)))
}
