package charters

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// A count of ballots and what the published text says of it.
type published struct {
	rule                string
	favour, against, of uint64
	passes              bool
}

// passesBy counts like the ledger: no abstentions, at least one in favour, a
// block where the rule is consent.
func (p published) passesBy(rule membershiptypes.DecisionRule) bool {
	voted := p.favour + p.against
	whole := map[membershiptypes.Base]uint64{
		membershiptypes.Base_BASE_VOTES_CAST: voted, membershiptypes.Base_BASE_PRESENT: voted, membershiptypes.Base_BASE_ROLL: p.of,
	}[rule.Approval.Base]
	if p.favour == 0 || (rule.Consent && p.against > 0) {
		return false
	}
	return rule.Approval.Met(p.favour, whole) && rule.Quorum.Met(voted, p.of)
}

// Published bylaws, each with counts whose outcome its own text settles.
func TestPublishedBylaws(t *testing.T) {
	facts := map[string][]published{
		// "Consensus of the member body"; "start with three-fourths majority".
		"worker": {{"consensus", 8, 0, 8, true}, {"consensus", 7, 1, 8, false}, {"consensus", 7, 0, 8, false}, {"ratification", 3, 1, 20, true}, {"ratification", 2, 1, 20, false}},
		// Quorum 40 or 20 percent; 80 percent of those voting; twice the quorum electronically.
		"consumer": {{"vote", 16, 4, 100, true}, {"vote", 15, 5, 100, false}, {"vote", 19, 0, 100, false}, {"electronic", 32, 8, 100, true}, {"electronic", 39, 0, 100, false}},
		// Simple majority, quorum 20 percent; two thirds to amend.
		"platform": {{"ordinary", 11, 9, 100, true}, {"ordinary", 10, 10, 100, false}, {"ordinary", 19, 0, 100, false}, {"amendment", 34, 17, 100, true}, {"amendment", 33, 17, 100, false}},
		// More than half of all associates; three quarters of the quorum of three quarters.
		"freelancer": {{"ordinary", 5, 0, 8, true}, {"ordinary", 4, 0, 8, false}, {"extraordinary", 6, 2, 8, true}, {"extraordinary", 5, 1, 8, true}, {"extraordinary", 4, 2, 8, false}, {"extraordinary", 5, 0, 8, false}},
		// A majority of the members qualifies a vote.
		"creator": {{"meeting", 30, 21, 100, true}, {"meeting", 50, 0, 100, false}},
		// A majority of the members is a quorum, a majority of it decides; all in writing.
		"opensource": {{"meeting", 26, 25, 100, true}, {"meeting", 50, 0, 100, false}, {"written", 100, 0, 100, true}, {"written", 99, 0, 100, false}},
		// Two thirds of all.
		"umbrella": {{"supermajority", 10, 0, 15, true}, {"supermajority", 9, 6, 15, false}, {"majority", 5, 3, 15, true}, {"majority", 7, 0, 15, false}},
		// Nine founding members; more than half of all, and none against.
		"federation": {{"medium", 1, 0, 9, true}, {"medium", 8, 1, 9, false}, {"large", 5, 0, 9, true}, {"large", 4, 0, 9, false}, {"large", 8, 1, 9, false}},
	}
	files, err := filepath.Glob("published/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, len(facts))
	compiled := compiledSchema(t)
	for _, file := range files {
		kind := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(kind, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.True(t, bytes.HasPrefix(text, []byte("# Source: ")), "the source is named")
			require.Contains(t, string(text), "https://")
			charter, err := Parse(text)
			require.NoError(t, err)
			require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
			require.NoError(t, charter.CanBeChangedBy(4))
			require.NoError(t, compiled.Validate(decoded(t, string(text))))
			require.NotEmpty(t, facts[kind])
			for _, fact := range facts[kind] {
				rule, err := charter.Rule(fact.rule)
				require.NoError(t, err)
				require.Equal(t, fact.passes, fact.passesBy(rule), "%+v", fact)
			}
			for _, language := range Languages() {
				require.NotContains(t, Explain(charter, language), "{")
			}
		})
	}
}
