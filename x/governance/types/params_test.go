package types_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
)

func TestDefaultParamsAreValid(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
}

// H13: a partial update leaves zeros, and every zero is refused.
func TestH13EveryParameterIsNeeded(t *testing.T) {
	fields := reflect.TypeOf(types.Params{})
	require.Len(t, types.DefaultParams().Limits(), fields.NumField(), "a parameter has no limits")
	for i := range fields.NumField() {
		params := types.DefaultParams()
		reflect.ValueOf(&params).Elem().Field(i).SetUint(0)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, fields.Field(i).Name)
	}
	require.ErrorIs(t, types.Params{}.Validate(), types.ErrInvalidParams)
}

func TestParamsHaveCeilings(t *testing.T) {
	fields := reflect.TypeOf(types.Params{})
	for i, limit := range types.DefaultParams().Limits() {
		params := types.DefaultParams()
		field := reflect.ValueOf(&params).Elem().Field(i)
		require.Equal(t, field.Uint(), limit.Value, "%s is not %s", limit.Name, fields.Field(i).Name)
		field.SetUint(limit.Most)
		require.NoError(t, params.Validate(), limit.Name)
		field.SetUint(limit.Most + 1)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, limit.Name)
		field.SetUint(limit.Least)
		require.NoError(t, params.Validate(), limit.Name)
		field.SetUint(limit.Least - 1)
		require.ErrorIs(t, params.Validate(), types.ErrInvalidParams, limit.Name)
	}
}

func TestCeilingIsTheMostOfEach(t *testing.T) {
	for _, limit := range types.CeilingParams().Limits() {
		require.Equal(t, limit.Most, limit.Value, limit.Name)
	}
}
