package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// One who may spend fills a tenth of the places for requests, and keeps nobody else
// from asking.
func TestOneMemberFillsATenthOfTheRequests(t *testing.T) {
	l := withFour(newLedger(t), 1_000)
	params := types.DefaultParams()
	params.MaxRequestsPerCoop = 120
	require.NoError(t, l.keeper.Params.Set(l.ctx, params))
	budget := l.opened(terms())
	first := l.asked(asks(budget, 1))
	for range 11 {
		l.asked(asks(budget, 1))
	}
	l.send(types.ErrTooManyOpen, asks(budget, 1))
	other := asks(budget, 1)
	other.Member = testutil.Address(dora)
	l.asked(other)

	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	before := l.hash()
	l.reimport(genesis)
	require.Equal(t, before, l.hash(), "it is counted again")
	l.send(types.ErrTooManyOpen, asks(budget, 1))
	l.approved(first)
	l.asked(asks(budget, 1))
	l.send(types.ErrTooManyOpen, asks(budget, 1))
	l.later(int64(params.PendingLifetimeSeconds))
	l.asked(asks(budget, 1))

	// Of few places nobody's share is less than ten.
	params.MaxRequestsPerCoop = 20
	require.NoError(t, l.keeper.Params.Set(l.ctx, params))
	for range 9 {
		l.asked(asks(budget, 1))
	}
	l.send(types.ErrTooManyOpen, asks(budget, 1))
}

// When the members end a suspension early, what waited for its end waits no longer
// than a day.
func TestWhatWaitedForASuspensionIsPaidWhenItEndsEarly(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	l.withdrawn(withdraws(dora, 4, home, 150))
	l.send(nil, suspends(30))
	l.days(9)
	l.send(nil, suspends(0))
	l.days(1)
	require.EqualValues(t, 150, l.holds(person(home)))
}

// What a stolen key has begun to pass on stays where it is while the member's money is
// frozen, whoever approves it; to refuse it is free.
func TestAFrozenMembersSharesArePassedOnByNobody(t *testing.T) {
	l := withHoldings(t)
	l.bought(dora, 4, "share", 3)
	l.send(nil, transfers(dora, 4, "share", 3, 2))
	l.freezes(dora, 4)
	l.send(types.ErrMoneyFrozen, approvesTransfer(testutil.Address(anna), 4, "share", 3, 2))
	l.send(types.ErrMoneyFrozen, approvesTransfer(account(north), 4, "share", 3, 2))
	refused := approvesTransfer(testutil.Address(anna), 4, "share", 3, 2)
	refused.Refuses = true
	l.send(nil, refused)
	require.EqualValues(t, 3, l.units(4, "share"))
}
