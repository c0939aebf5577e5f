package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
)

func TestTripBreaker(t *testing.T) {
	const sending, admitting = "/cosmos.bank.v1beta1.MsgSend", "/coop.membership.v1.MsgAdmit"
	got, err := run(t, "trip-breaker", sending, admitting, "--for", "72h", "--reason", "Payments go astray", "--coop", "2")
	require.NoError(t, err)
	require.Equal(t, &types.MsgTripBreaker{
		Holder: signer, MemberCoopId: 2, Messages: []string{admitting, sending}, Seconds: 3 * 86_400, Reason: "Payments go astray",
	}, got)
	got, err = run(t, "trip-breaker")
	require.NoError(t, err)
	require.Equal(t, &types.MsgTripBreaker{Holder: signer}, got)
	for want, args := range map[string][]string{
		"say for how long and why": {sending, "--reason", "why"},
		"say for how":              {sending, "--for", "1h"},
		"is no kind of message":    {"MsgSend", "--for", "1h", "--reason", "why"},
	} {
		_, err := run(t, append([]string{"trip-breaker"}, args...)...)
		require.ErrorContains(t, err, want)
	}
}
