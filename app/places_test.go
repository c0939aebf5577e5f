package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Whoever trips the breaker goes first if the root federation has given the power
// to its co-op, and the co-op to it. A co-op can't give away a place in the lane
// that it doesn't have.
func TestWhoTripsTheBreakerComesFirst(t *testing.T) {
	const stranger = "juniper"
	setup := ledger.Federation()
	setup.Foundings = append(setup.Foundings, membershiptypes.Founding{
		Slug: stranger, Charter: ledger.WorkerCharter(),
		Founders: []membershiptypes.Founder{
			{Class: "workers", Addresses: []string{ledger.Member(stranger, 1).String()}},
			{Class: "workers", Addresses: []string{ledger.Member(stranger, 2).String()}},
		},
	})
	l := ledger.New(t, setup)
	ctx := l.Ctx()
	grant := func(coop string, member uint64) {
		t.Helper()
		_, err := membershipkeeper.NewMsgServer(l.App.Keepers().Membership).GrantPower(ctx, &membershiptypes.MsgGrantPower{
			Authority: l.Account(coop), CoopId: l.Coop(coop), MemberId: member, Power: membershiptypes.PowerBreak, TermSeconds: 1_000,
		})
		require.NoError(t, err)
	}
	trip := func(coop string) sdk.Msg {
		message := &governancetypes.MsgTripBreaker{Reason: "Payments go astray"}
		if coop != ledger.Root {
			message.MemberCoopId = l.Coop(coop)
		}
		return message
	}
	first := func(message sdk.Msg, member uint64) bool {
		t.Helper()
		first, err := app.PlacesOf(l.App).ComesFirst(ctx, message, member)
		require.NoError(t, err)
		return first
	}
	require.False(t, first(trip("birch"), 1), "nobody has the power")
	for _, coop := range []string{"birch", "cedar", stranger} {
		grant(coop, 1)
	}
	grant(ledger.Root, 2) // birch
	require.True(t, first(trip("birch"), 1), "of a holder, by whom it gave it to")
	require.False(t, first(trip("birch"), 2), "another of its members")
	require.False(t, first(trip("cedar"), 1), "of a member that is no holder")
	require.False(t, first(trip(stranger), 1), "of no member at all")
	require.True(t, first(trip(ledger.Root), 2), "the holder itself")
	require.False(t, first(trip(ledger.Root), 3))
	require.False(t, first(&governancetypes.MsgVote{ResolutionId: 1}, 1), "nothing else goes first")
}
