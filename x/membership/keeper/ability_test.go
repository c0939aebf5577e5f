package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// A suspension ends with a block after its time: whether a member could vote in
// between, or since, is not known from when it was to end.
func TestWhoWasSuspendedBeforeIsNotSurelyAble(t *testing.T) {
	l := newCases(t)
	from := l.clock.Seconds + day
	require.NoError(t, l.keeper.Conduct.Set(l.ctx, collections.Join(uint64(north), dora), types.Conduct{
		CoopId: north, MemberId: dora, Suspensions: []types.Suspension{{From: from, Until: from + 41, CaseId: 1}},
	}))
	surely, possibly, err := l.keeper.AbleAt(l.ctx, l.member(north, dora), []int64{from - 1, from, from + 20, from + 41, from + 79})
	require.NoError(t, err)
	require.Equal(t, []bool{true, false, false, false, false}, surely)
	require.Equal(t, []bool{true, true, false, true, true}, possibly)
}
