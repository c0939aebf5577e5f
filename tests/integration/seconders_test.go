package integration

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Leaving can't be refused, so a co-op may come to have fewer members than its
// rule has seconders. It can still decide.
func TestACoopThatShrankStillFindsItsSeconders(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	last, leaver := ledger.Member("birch", 1), ledger.Member("birch", 2)
	waiting := l.Propose(last, "birch", "seconded")
	require.Equal(t, governancetypes.Status_STATUS_DRAFT, l.Resolution(waiting).Status, "one other member could second it")

	l.Do(leaver, &membershiptypes.MsgLeave{Signer: leaver.String(), CoopId: l.Coop("birch")})
	alone := l.Propose(last, "birch", "seconded")
	require.Equal(t, governancetypes.Status_STATUS_DISCUSSION, l.Resolution(alone).Status)
}
