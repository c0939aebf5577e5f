package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
)

// What make-invitation prints is what accept-invitation reads.
func TestInvitationCode(t *testing.T) {
	secret := testutil.Key("invitation")
	code := invitationCode("coop-test-1", "bakery", 7, secret.Key)
	require.Regexp(t, `^coop-invitation://coop-test-1/bakery/7#[0-9a-f]{64}$`, code)
	chainID, slug, memberID, read, err := parseInvitationCode(code + "\n")
	require.NoError(t, err)
	require.Equal(t, []any{"coop-test-1", "bakery", uint64(7)}, []any{chainID, slug, memberID})
	require.True(t, secret.Equals(read))
	for _, wrong := range []string{"", "https://x/bakery/7#00", code[:len(code)-1], "coop-invitation://coop-test-1/bakery#" + code[len(code)-64:]} {
		_, _, _, _, err := parseInvitationCode(wrong)
		require.ErrorContains(t, err, "not an invitation", wrong)
	}
}
