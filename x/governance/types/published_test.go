package types_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// published is a count of ballots and what the published text says of it.
type published struct {
	rule                string
	favour, against, of uint64
	passes              bool
}

// decides puts a count to the ledger, under the rule as the charter has it; the
// rule that changes the charter itself is under the ledger's special floor.
func (p published) decides(t *testing.T, charter membershiptypes.Charter) types.Outcome {
	rule, err := charter.Rule(p.rule)
	require.NoError(t, err)
	changes, err := charter.RuleFor(membershiptypes.SubjectCharter)
	require.NoError(t, err)
	frozen := types.NewTerms([]membershiptypes.DecisionRule{rule}, changes.Name == p.rule, 1, membershiptypes.SubjectCharter)
	var votes []membershiptypes.Class
	for _, class := range charter.Classes {
		if class.Votes {
			votes = append(votes, class)
		}
	}
	// All are of one class: none of the texts tells classes apart when it counts.
	require.NotEmpty(t, votes)
	frozen.Roll, frozen.Active = []membershiptypes.ClassCount{{ClassId: votes[0].Id, Members: p.of}}, p.of
	return types.Decide(frozen, types.Tally{Classes: []types.ClassTally{{ClassId: votes[0].Id, InFavour: p.favour, Against: p.against}}})
}

// Published bylaws, each with counts whose outcome its own text settles: the
// ledger decides alike.
func TestPublishedBylawsDecide(t *testing.T) {
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
	files, err := filepath.Glob("../../../charters/published/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, len(facts))
	for _, file := range files {
		kind := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(kind, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			charter, err := charters.Parse(text)
			require.NoError(t, err)
			require.NotEmpty(t, facts[kind])
			for _, fact := range facts[kind] {
				outcome := fact.decides(t, charter)
				require.Equal(t, fact.passes, outcome.Passed(), "%+v: %s", fact, outcome.Code)
			}
		})
	}
}
