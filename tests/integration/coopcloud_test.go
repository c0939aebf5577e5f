// Package integration runs whole ledgers in one process: real transactions,
// real signatures, real blocks, no network.
package integration

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

const (
	yes     = governancetypes.Choice_CHOICE_YES
	block   = governancetypes.Choice_CHOICE_BLOCK
	abstain = governancetypes.Choice_CHOICE_ABSTAIN
	no      = governancetypes.Choice_CHOICE_NO
)

// The published resolution 001 of the Co-op Cloud Federation, with nine member
// co-ops that each decide their vote by a resolution of their own.
func TestCoopCloudResolution001(t *testing.T) {
	for _, c := range []struct {
		name     string
		rule     string
		yes      int
		block    int
		expected governancetypes.OutcomeCode
	}{
		{"large - 4 of 9 in favour fails", "large", 4, 0, governancetypes.OutcomeCode_OUTCOME_CODE_NO_MAJORITY},
		{"large - 5 of 9 in favour passes", "large", 5, 0, governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED},
		{"large - 8 in favour and one block fails", "large", 8, 1, governancetypes.OutcomeCode_OUTCOME_CODE_BLOCKED},
		{"medium - one in favour passes", "medium", 1, 0, governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED},
		{"medium - one block fails", "medium", 1, 1, governancetypes.OutcomeCode_OUTCOME_CODE_BLOCKED},
		{"medium - nobody votes", "medium", 0, 0, governancetypes.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := ledger.New(t, ledger.Federation())
			id := l.FederationProposes(c.rule)
			l.CoopVotes(id, yes, ledger.MemberCoops[:c.yes]...)
			l.CoopVotes(id, block, ledger.MemberCoops[c.yes:c.yes+c.block]...)
			l.Pass(2*ledger.VotingSeconds*time.Second + time.Minute)
			require.Equal(t, c.expected, l.Resolution(id).Outcome.Code)
		})
	}
}
