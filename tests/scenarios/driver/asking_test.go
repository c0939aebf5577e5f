package driver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHowAMemberStands(t *testing.T) {
	for state, is := range map[string]string{
		"active, a member since 2026-01-01 00:00:00 UTC":                                     "active",
		"leaving, a member since 2026-01-01 00:00:00 UTC; leaves on 2026-02-01 00:00:00 UTC": "leaving",
		"lapsed since 2026-01-01 00:00:00 UTC":                                               "lapsed",
		"no longer a member since 2026-01-01 00:00:00 UTC":                                   "no longer a member",
	} {
		for _, other := range []string{"active", "leaving", "lapsed", "no longer a member", "no"} {
			require.Equal(t, other == is, Standing{State: state}.Is(other), "%s: %s", state, other)
		}
	}
}
