package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// Whatever is switched off, members decide, leave, guard their places and mend
// the ledger. The names are written out, so that the list can't shrink unseen.
func TestWhatIsAlwaysOn(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	router, governance := l.App.MsgServiceRouter(), l.App.Keepers().Governance
	all := []string{sdk.MsgTypeURL(&banktypes.MsgSend{})}
	for _, name := range l.App.Encoding().Codec.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName) {
		if router.HandlerByTypeURL(name) != nil && strings.HasPrefix(name, "/coop.") {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	now := l.Ctx()
	require.NoError(t, governance.Breaker.Set(now, governancetypes.Breaker{
		NextTrip: 2, Messages: all, Reason: "All of it", Since: 1, Until: 1 << 40, Holders: []uint64{1, 2, 3}, Speakers: []string{"a", "b", "c"},
	}))
	var on []string
	for _, name := range all {
		allowed, err := governance.IsAllowed(now, name)
		if allowed {
			on = append(on, name)
			continue
		}
		require.ErrorIs(t, err, governancetypes.ErrSwitchedOff, name)
	}
	require.ElementsMatch(t, []string{
		"/coop.chain.v1.MsgCancelUpgrade", "/coop.chain.v1.MsgScheduleUpgrade",
		"/coop.governance.v1.MsgAttend", "/coop.governance.v1.MsgConfirmSheet", "/coop.governance.v1.MsgEnterAttendance",
		"/coop.governance.v1.MsgEnterBallots", "/coop.membership.v1.MsgDecideAppeal", "/coop.membership.v1.MsgDecideCase",
		"/coop.membership.v1.MsgObject",
		"/coop.governance.v1.MsgAmend", "/coop.governance.v1.MsgLiftBreaker", "/coop.governance.v1.MsgPropose",
		"/coop.governance.v1.MsgRescind", "/coop.governance.v1.MsgSecond", "/coop.governance.v1.MsgTripBreaker",
		"/coop.governance.v1.MsgVote", "/coop.governance.v1.MsgVoteAsDelegate", "/coop.governance.v1.MsgWithdraw",
		"/coop.membership.v1.MsgAcknowledgeCharge", "/coop.membership.v1.MsgAppeal", "/coop.membership.v1.MsgReplyToCharge",
		"/coop.membership.v1.MsgContestNotice", "/coop.membership.v1.MsgFreeze", "/coop.membership.v1.MsgKeepKey",
		"/coop.membership.v1.MsgLeave", "/coop.membership.v1.MsgRemoveKey", "/coop.membership.v1.MsgRevokePower",
		"/coop.membership.v1.MsgVetoRecovery",
		"/coop.validators.v1.MsgRotateKey", "/coop.validators.v1.MsgUnjail",
	}, on)
	_, err := router.HandlerByTypeURL(sdk.MsgTypeURL(&banktypes.MsgSend{}))(now, &banktypes.MsgSend{})
	require.ErrorIs(t, err, governancetypes.ErrSwitchedOff, "the router asks the breaker")
}
