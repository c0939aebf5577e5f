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
	l.ctx = before

	// A journal that adds up, in which the payment is booked to something else.
	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	genesis.Entries[l.seen(third).Entry-1].Postings[0].Account = "3000"
	l.reimport(genesis)
	require.ErrorContains(t, l.keeper.CheckInvariants(l.ctx), "books something else to account 5000")
}
