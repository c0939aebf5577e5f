package driver

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPaceMakesEveryPeriodLonger(t *testing.T) {
	before := pace
	t.Cleanup(func() { pace = before })
	for _, test := range []struct{ pace, text, wanted string }{
		{"", "voting_period: 14 seconds", "voting_period: 14 seconds"},
		{"0", "1 minute", "60 seconds"},
		{"slow", "1 minute", "60 seconds"},
		{"3", "voting: 14 seconds\nseconding: 2 minutes # not 5 days\ndiscussion: none\nquorum: 3\n", "voting: 42 seconds\nseconding: 360 seconds # not 5 days\ndiscussion: none\nquorum: 3\n"},
	} {
		pace = paceOf(test.pace)
		require.Equal(t, test.wanted, PacedText(test.text))
	}
	require.Equal(t, 30*time.Second, Paced(10*time.Second))

	setup := Setup{"coop": map[string]any{"coops": []any{map[string]any{"slug": "alder"}}}}
	setup.SetPeriods(map[string]string{"voting": "10 seconds", "timelock": "none"}, "alder")
	setup.SetRulePeriods("special", map[string]string{"voting": "1 minute"}, "alder")
	require.Equal(t, map[string]string{"voting": "30 seconds", "timelock": "none"}, setup.Coop("alder")["periods"])
	require.Equal(t, map[string]any{"special": map[string]string{"voting": "180 seconds"}}, setup.Coop("alder")["rule_periods"])
}
