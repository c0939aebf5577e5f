package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

func admitted(coopID, memberID, gas, bytes uint64) types.Draw {
	return types.Draw{CoopID: coopID, MemberID: memberID, Gas: gas, Bytes: bytes, CoopIsAdmitted: true}
}

func TestDrawFree(t *testing.T) {
	params := types.DefaultParams()
	small := types.Allowance{Gas: types.MinAllowanceGas, GasPerHour: 3_600, Bytes: types.MinAllowanceBytes, BytesPerHour: 3_600}
	cases := []struct {
		name   string
		before []types.Draw
		draw   types.Draw
		want   *errors.Error
	}{
		{"success - a member's first", nil, admitted(1, 1, 200_000, 500), nil},
		{"success - the whole of a member's bucket", nil, admitted(1, 1, params.MemberAllowance.Gas, params.MemberAllowance.Bytes), nil},
		{"error - more gas than the bucket holds", nil, admitted(1, 1, params.MemberAllowance.Gas+1, 500), types.ErrQuotaUsedUp},
		{"error - more bytes than the bucket holds", nil, admitted(1, 1, 1, params.MemberAllowance.Bytes+1), types.ErrQuotaUsedUp},
		{"error - the bucket is empty", []types.Draw{admitted(1, 1, params.MemberAllowance.Gas, 1)}, admitted(1, 1, 1, 1), types.ErrQuotaUsedUp},
		{"success - another member of the co-op", []types.Draw{admitted(1, 1, params.MemberAllowance.Gas, 1)}, admitted(1, 2, 1, 1), nil},
		{"success - the same number in another co-op", []types.Draw{admitted(1, 1, params.MemberAllowance.Gas, 1)}, admitted(2, 1, 1, 1), nil},
		{"error - a co-op without a bucket", nil, types.Draw{CoopID: 7, MemberID: 1, Gas: 1, Bytes: 1}, types.ErrNoFreeBucket},
		{"success - a co-op with an allotment, not admitted", nil, types.Draw{CoopID: 5, MemberID: 1, Gas: 1, Bytes: 1}, nil},
		{"error - the co-op's allotment is used up", []types.Draw{admitted(5, 1, small.Gas, 1)}, admitted(5, 2, 1, 1), types.ErrQuotaUsedUp},
		{"error - an allotment of zero, though admitted", nil, admitted(6, 1, 1, 1), types.ErrNoFreeBucket},
		{"error - the chain's share of the block", []types.Draw{admitted(1, 1, 20_000_000, 1), admitted(1, 2, 20_000_000, 1)}, admitted(1, 3, 10_000_001, 1), types.ErrFreeBlockFull},
		{"success - all of the chain's share", []types.Draw{admitted(1, 1, 20_000_000, 1), admitted(1, 2, 20_000_000, 1)}, admitted(1, 3, 10_000_000, 1), nil},
		{"success - an operator beside it", []types.Draw{admitted(1, 1, 20_000_000, 1), admitted(1, 2, 20_000_000, 1)}, admitted(1, 0, 20_000_000, 1), nil},
		{"error - an operator who would use up the co-op's bucket", nil, admitted(1, 0, params.MemberAllowance.Gas+1, 1), types.ErrQuotaUsedUp},
		{"error - an operator who has used up its own bucket", []types.Draw{admitted(1, 0, params.MemberAllowance.Gas, 1)}, admitted(1, 0, 1, 1), types.ErrQuotaUsedUp},
		{"success - a member beside that operator", []types.Draw{admitted(1, 0, params.MemberAllowance.Gas, 1)}, admitted(1, 1, params.MemberAllowance.Gas, 1), nil},
		{"error - an operator whose co-op has used up its bucket", []types.Draw{admitted(5, 1, small.Gas, 1)}, admitted(5, 0, 1, 1), types.ErrQuotaUsedUp},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			require.NoError(t, f.keeper.Allotments.Set(f.ctx, 5, small))
			require.NoError(t, f.keeper.Allotments.Set(f.ctx, 6, types.Allowance{}))
			for _, draw := range tc.before {
				require.NoError(t, f.keeper.DrawFree(f.ctx, draw))
			}
			if tc.want != nil {
				f.refused(tc.want, func(ctx context.Context) error {
					_, err := f.keeper.CheckFree(ctx, tc.draw)
					return err
				})
				f.refused(tc.want, func(ctx context.Context) error { return f.keeper.DrawFree(ctx, tc.draw) })
				return
			}
			before := f.contents()
			_, err := f.keeper.CheckFree(f.ctx, tc.draw)
			require.NoError(t, err)
			require.Equal(t, before, f.contents(), "checking changes nothing")
			require.NoError(t, f.keeper.DrawFree(f.ctx, tc.draw))
			require.NotEqual(t, before, f.contents())
			require.NoError(t, f.keeper.CheckInvariants(f.ctx))
		})
	}
}

func TestChainShareIsNotAskedInCheckTx(t *testing.T) {
	f := newChain(t)
	ctx := f.ctx.WithIsCheckTx(true)
	for member := uint64(1); member <= 4; member++ {
		require.NoError(t, f.keeper.DrawFree(ctx, admitted(1, member, 20_000_000, 1)))
	}
}

func TestBucketsRefill(t *testing.T) {
	f := newChain(t)
	params := types.DefaultParams()
	left := func() types.Bucket {
		response, err := f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Coop: "1", MemberId: 1})
		require.NoError(t, err)
		return response.Member
	}
	require.Equal(t, params.MemberAllowance.Gas, left().Gas, "full before the first draw")
	require.NoError(t, f.keeper.DrawFree(f.ctx, admitted(1, 1, params.MemberAllowance.Gas, params.MemberAllowance.Bytes)))
	require.Zero(t, left().Gas)
	f.block(36 * time.Second)
	require.Equal(t, params.MemberAllowance.GasPerHour/100, left().Gas)
	require.Equal(t, params.MemberAllowance.BytesPerHour/100, left().Bytes)
	f.block(720 * time.Hour) // a month's halt is a minute
	require.Equal(t, params.MemberAllowance.GasPerHour*96/3_600, left().Gas)
	for range 120 {
		f.block(time.Minute)
	}
	require.Equal(t, params.MemberAllowance.Gas, left().Gas, "never above the capacity")
}

// A smaller allowance counts at once, whatever was left.
func TestSmallerAllowanceCountsAtOnce(t *testing.T) {
	f := newChain(t)
	require.NoError(t, f.keeper.DrawFree(f.ctx, admitted(1, 1, 1, 1)))
	params := types.DefaultParams()
	params.MemberAllowance.Gas = types.MinAllowanceGas
	require.NoError(t, f.keeper.Params.Set(f.ctx, params))
	f.refused(types.ErrQuotaUsedUp, func(ctx context.Context) error {
		return f.keeper.DrawFree(ctx, admitted(1, 1, types.MinAllowanceGas+1, 1))
	})
}

// The last refusal of a draw leaves the first bucket untouched too.
func TestRefusedDrawTakesFromNoBucket(t *testing.T) {
	f := newChain(t)
	require.NoError(t, f.keeper.Allotments.Set(f.ctx, 5, types.Allowance{Gas: 5_000_000, GasPerHour: 3_600, Bytes: 100_000, BytesPerHour: 3_600}))
	f.refused(types.ErrQuotaUsedUp, func(ctx context.Context) error {
		return f.keeper.DrawFree(ctx, admitted(5, 1, 6_000_000, 1))
	})
	_, has, err := f.keeper.GetBucket(f.ctx, 5, 1)
	require.NoError(t, err)
	require.False(t, has)
}

// A draw that is thrown away with its branch takes nothing, also from a record
// that is there already.
func TestDrawOnABranchThatIsThrownAway(t *testing.T) {
	f := newChain(t)
	require.NoError(t, f.keeper.DrawFree(f.ctx, admitted(1, 1, 10, 10)))
	before := f.contents()
	branch, _ := f.ctx.CacheContext()
	require.NoError(t, f.keeper.DrawFree(branch, admitted(1, 2, 10, 10)))
	require.NoError(t, f.keeper.DrawFree(branch, admitted(1, 1, 10, 10)))
	require.Equal(t, before, f.contents())
}
