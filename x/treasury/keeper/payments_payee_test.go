package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// What goes to one payee is found by it, an address or a passbook.
func TestPaymentsOfAPayee(t *testing.T) {
	l := withPassbooks(t)
	budget := l.opened(terms())
	first, second := l.asked(asks(budget, 10)), l.asked(asks(budget, 20))
	owed := asks(budget, 30)
	owed.Payee, owed.PayeeMemberId = "", 4
	third := l.asked(owed)
	require.Equal(t, paid, l.approved(second))
	require.Equal(t, paid, l.approved(third))
	of := func(payee string) (found []uint64) {
		answer, err := l.query.Payments(l.ctx, &types.QueryPaymentsRequest{Coop: "north", Payee: payee})
		require.NoError(t, err)
		for _, payment := range answer.Payments {
			found = append(found, payment.Id)
		}
		return found
	}
	require.Equal(t, []uint64{first, second}, of(testutil.Address("supplier")))
	require.Equal(t, []uint64{third}, of("member:4"))
	require.Empty(t, of("member:40"))
	_, err := l.query.Payments(l.ctx, &types.QueryPaymentsRequest{Coop: "north", Payee: "member:4", BudgetId: budget})
	require.ErrorIs(t, err, types.ErrInvalidPayment)

	before := l.ctx
	l.ctx, _ = l.ctx.CacheContext()
	require.NoError(t, l.keeper.PaymentsByPayee.Remove(l.ctx, collections.Join3(uint64(north), "member:4", third)))
	require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
	l.ctx, _ = before.CacheContext()
	entry, err := l.keeper.Entries.Get(l.ctx, collections.Join(uint64(north), l.seen(third).Entry))
	require.NoError(t, err)
	entry.Postings[0].Fund, entry.Postings[1].Fund = "reserve", "reserve"
	require.NoError(t, l.keeper.Entries.Set(l.ctx, collections.Join(uint64(north), entry.Number), entry))
	require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
}
