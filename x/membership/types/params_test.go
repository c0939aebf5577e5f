package types_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

func TestParamsValidate(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	require.ErrorIs(t, types.Params{}.Validate(), types.ErrInvalidParams, "H13: an update that leaves fields out")
}

// H13: each field is checked by itself, at both ends of its range.
func TestEveryLimitIsChecked(t *testing.T) {
	fields := reflect.TypeOf(types.Params{})
	limits := types.DefaultParams().Limits()
	require.Len(t, limits, fields.NumField()-1, "all fields but founding_fee are limits")
	for i, limit := range limits {
		index := i
		if name := strings.Split(fields.Field(i).Tag.Get("json"), ",")[0]; name != limit.Name {
			index = i + 1 // founding_fee lies between
		}
		require.Equal(t, limit.Name, strings.Split(fields.Field(index).Tag.Get("json"), ",")[0])
		for _, value := range []uint64{limit.Least, limit.Most} {
			require.NoError(t, paramsWith(index, value).Validate(), limit.Name)
		}
		require.ErrorIs(t, paramsWith(index, limit.Most+1).Validate(), types.ErrInvalidParams, limit.Name)
		if limit.Least > 0 {
			require.ErrorIs(t, paramsWith(index, limit.Least-1).Validate(), types.ErrInvalidParams, limit.Name)
		}
		require.LessOrEqual(t, limit.Value, limit.Most)
	}
}

func paramsWith(field int, value uint64) types.Params {
	params := types.DefaultParams()
	reflect.ValueOf(&params).Elem().Field(field).SetUint(value)
	return params
}

func TestFoundingFee(t *testing.T) {
	coin := func(denom string, amount int64) sdk.Coin { return sdk.Coin{Denom: denom, Amount: math.NewInt(amount)} }
	cases := []struct {
		name    string
		fee     []sdk.Coin
		refused bool
	}{
		{"success - none", nil, false},
		{"success - two denoms", []sdk.Coin{coin("eurc", 5), coin("usdc", 5)}, false},
		{"error - H21 negative", []sdk.Coin{coin("eurc", -1)}, true},
		{"error - H21 zero", []sdk.Coin{coin("eurc", 0)}, true},
		{"error - H21 the same denom twice", []sdk.Coin{coin("eurc", 1), coin("eurc", 1)}, true},
		{"error - H21 no amount", []sdk.Coin{{Denom: "eurc"}}, true},
		{"error - out of order", []sdk.Coin{coin("usdc", 1), coin("eurc", 1)}, true},
		{"error - not a denom", []sdk.Coin{coin("€", 1)}, true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			params := types.DefaultParams()
			params.FoundingFee = tc.fee
			err := params.Validate()
			if tc.refused {
				require.ErrorIs(t, err, types.ErrInvalidParams)
				return
			}
			require.NoError(t, err)
		})
	}
}
