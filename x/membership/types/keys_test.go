package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestValidateSlug(t *testing.T) {
	for _, slug := range []string{"ab", "co-op-1", "1a", "a1", "0-1", strings.Repeat("a", 32)} {
		require.NoError(t, types.ValidateSlug(slug), slug)
	}
	for _, slug := range []string{
		"", "a", strings.Repeat("a", 33), "Bakery", "the bakery", "12", "0123456789", "-a", "a-", "a_b", "a.b", "bäckerei", "a\x00", "a/b",
		"99999999999999999999",
	} {
		require.ErrorIs(t, types.ValidateSlug(slug), types.ErrInvalidSlug, slug)
	}
}

func TestParseReference(t *testing.T) {
	cases := []struct {
		reference string
		id        uint64
		slug      string
		refused   bool
	}{
		{"7", 7, "", false},
		{"007", 7, "", false},
		{"bakery", 0, "bakery", false},
		{"0", 0, "", true},
		{"", 0, "", true},
		{"99999999999999999999", 0, "", true},
		{"Bakery", 0, "", true},
		{"-1", 0, "", true},
	}
	for _, tc := range cases {
		t.Run(tc.reference, func(t *testing.T) {
			id, slug, err := types.ParseReference(tc.reference)
			if tc.refused {
				require.ErrorIs(t, err, types.ErrUnknownCoop)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.id, id)
			require.Equal(t, tc.slug, slug)
		})
	}
}

// Slugs and ids can never be taken for one another.
func FuzzReference(f *testing.F) {
	f.Add("12")
	f.Add("a-1")
	f.Fuzz(func(t *testing.T, reference string) {
		if types.ValidateSlug(reference) != nil {
			return
		}
		id, slug, err := types.ParseReference(reference)
		require.NoError(t, err)
		require.Zero(t, id)
		require.Equal(t, reference, slug)
	})
}

func TestAddressesAreComparedAsBytes(t *testing.T) {
	lower := testutil.Address("anna")
	fromLower, err := types.AddressBytes(lower)
	require.NoError(t, err)
	fromUpper, err := types.AddressBytes(strings.ToUpper(lower))
	require.NoError(t, err)
	require.Equal(t, fromLower, fromUpper, "H7")
	require.Equal(t, lower, types.AddressText(fromUpper))

	for name, text := range map[string]string{
		"error - H7 mixed case":     strings.ToUpper(lower[:20]) + lower[20:],
		"error - H7 foreign prefix": sdk.MustBech32ifyAddressBytes("cosmos", fromLower),
		"error - empty":             "",
		"error - wrong checksum":    lower[:len(lower)-1] + "q",
	} {
		t.Run(name, func(t *testing.T) {
			if name == "error - wrong checksum" && strings.HasSuffix(lower, "q") {
				text = lower[:len(lower)-1] + "p"
			}
			_, err := types.AddressBytes(text)
			require.ErrorIs(t, err, types.ErrInvalidAddress)
		})
	}
}

func TestCoopAccountsDiffer(t *testing.T) {
	seen := make(map[string]uint64)
	for id := uint64(1); id <= 1_000; id++ {
		account := types.CoopAccount(id)
		require.Len(t, account.Bytes(), 32, "longer than any key's address, so no key is a co-op's account")
		require.Zero(t, seen[string(account)])
		seen[string(account)] = id
		require.True(t, strings.HasPrefix(types.CoopAddress(id), "coop1"))
	}
}
