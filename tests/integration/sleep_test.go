package integration

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// A chain that stood still for three days of wall time wakes without closing a
// vote, and the end of a timelock, in which members can still act against what
// was passed, waits until they have had time to come back.
func TestThreeDaysOfSleepCloseNoVoteAndLapseNoTimelock(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	member := ledger.Member(ledger.Worker, 1)

	open := l.Propose(member, ledger.Worker, "ordinary")
	passing := l.Propose(member, ledger.Worker, "special")
	for i := 1; i <= 5; i++ {
		l.Vote(ledger.Member(ledger.Worker, i), passing, yes)
	}
	l.Pass(ledger.VotingSeconds * time.Second)
	require.Equal(t, governancetypes.Status_STATUS_TIMELOCK, l.Resolution(passing).Status)
	reopened := l.Propose(member, ledger.Worker, "ordinary")
	require.NotEqual(t, open, reopened)

	before := l.Now()
	l.BlockAfter(72 * time.Hour)
	require.LessOrEqual(t, l.Now()-before, int64(60), "chain time ran with the wall clock")
	require.Equal(t, governancetypes.Status_STATUS_VOTING, l.Resolution(reopened).Status)

	// Its timelock is over long before a thousand blocks are, and still waits.
	l.Pass(2 * ledger.VotingSeconds * time.Second)
	require.Equal(t, governancetypes.Status_STATUS_TIMELOCK, l.Resolution(passing).Status)
	require.Equal(t, governancetypes.Status_STATUS_REJECTED, l.Resolution(reopened).Status)

	for i := 0; i < 1_000; i++ {
		l.Block()
	}
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, l.Resolution(passing).Status)
}
