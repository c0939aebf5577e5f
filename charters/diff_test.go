package charters

import (
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestDiffSaysWhatChangesAndWhoDecides(t *testing.T) {
	previous, err := Preset("worker")
	require.NoError(t, err)
	require.Equal(t, "Nothing changes.\n", FormatDiff(previous, previous, English))

	next, err := Preset("worker")
	require.NoError(t, err)
	next.MaxOpenResolutionsPerMember = 1
	require.Equal(t, []Change{{
		Title: "Who belongs",
		Gone:  []string{"One member may have 5 proposals open at once."},
		New:   []string{"One member may have 1 proposal open at once."},
	}}, Diff(previous, next, English))
	require.Contains(t, FormatDiff(previous, next, English), "It can be decided by the rule ordinary.")

	next.Name = "Millers"
	next.Rules = append([]membershiptypes.DecisionRule{}, previous.Rules[:2]...)
	next.Rules = append(next.Rules, previous.Rules[2])
	next.Rules[1].VotingPeriodSeconds = 86_400
	text := FormatDiff(previous, next, English)
	for _, sentence := range []string{
		"Millers:\n  - until now: The co-op is called Worker co-op.\n  + from now on: The co-op is called Millers.",
		"Rule \"ordinary\":\n  - until now: Voting is open for 5 days.",
		"  + from now on: Voting is open for 1 day.",
		"It has to satisfy 2 rules at once: ordinary and special.",
	} {
		require.Contains(t, text, sentence)
	}
	require.Contains(t, FormatDiff(previous, next, Spanish), "hasta ahora: La votación está abierta durante 5 días.")
	require.Contains(t, FormatDiff(previous, next, French), "désormais\u00a0: Le vote est ouvert pendant 1 jour.")

	fewer := previous
	fewer.Rules = previous.Rules[1:]
	changes := Diff(previous, fewer, English)
	require.Len(t, changes, 1)
	require.Equal(t, `Rule "consent"`, changes[0].Title)
	require.Empty(t, changes[0].New)
}

// Whatever differs between two charters is said: a change that no sentence
// tells would be hidden from the members who vote on it.
func TestNoChangeIsHidden(t *testing.T) {
	for _, from := range Presets() {
		for _, to := range Presets() {
			previous, err := Preset(from)
			require.NoError(t, err)
			next, err := Preset(to)
			require.NoError(t, err)
			require.Equal(t, from == to, len(Diff(previous, next, English)) == 0, "%s to %s", from, to)
		}
	}
}
