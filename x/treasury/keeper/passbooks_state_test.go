package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// underWay has something of everything that members set in motion.
func underWay(t *testing.T) *ledger {
	l := withPassbooks(t)
	l.owes(3, 100)
	l.owes(4, 400)
	l.confirmed()
	l.send(nil, announces(cara, 3, home))
	l.send(nil, announces(dora, 4, "other-home"))
	l.withdrawn(withdraws(dora, 4, home, 60))
	l.withdrawn(withdraws(dora, 4, home, 150))
	l.withdrawn(withdraws(dora, 4, "other-home", 30))
	l.withdrawn(withdraws(cara, 3, home, 100))
	l.send(nil, suspends(3))
	budget := l.opened(terms())
	ask := asks(budget, 10)
	ask.Payee, ask.PayeeMemberId = "", 4
	l.asked(ask)
	return l
}

func TestExportImportExportOfPassbooks(t *testing.T) {
	l := underWay(t)
	first, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, first.Withdrawals, 3)
	require.Len(t, first.PayoutAddresses, 3)
	require.Len(t, first.WithdrawnDays, 2)
	require.Len(t, first.WithdrawalSuspensions, 1)
	text, err := l.cdc.MarshalJSON(first)
	require.NoError(t, err)
	var read types.GenesisState
	require.NoError(t, l.cdc.UnmarshalJSON(text, &read))
	before := l.hash()
	l.reimport(&read)
	require.Equal(t, before, l.hash(), "every record is back")
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	l.days(amountDays)
	require.EqualValues(t, 60+150+100, l.holds(person(home)))
}

func TestGenesisOfPassbooksRefuses(t *testing.T) {
	l := underWay(t)
	for name, spoil := range map[string]func(*types.GenesisState){
		"an address twice":            func(g *types.GenesisState) { g.PayoutAddresses = append(g.PayoutAddresses, g.PayoutAddresses[2]) },
		"an address of nobody":        func(g *types.GenesisState) { g.PayoutAddresses[2].MemberId = 9 },
		"no address":                  func(g *types.GenesisState) { g.PayoutAddresses[0].Address = "" },
		"announced by nothing":        func(g *types.GenesisState) { g.PayoutAddresses[0].AnnouncedBy = "x" },
		"a withdrawal twice":          func(g *types.GenesisState) { g.Withdrawals = append(g.Withdrawals, g.Withdrawals[2]) },
		"a withdrawal with no number": func(g *types.GenesisState) { g.Withdrawals[0].Id = 0 },
		"a number not given yet":      func(g *types.GenesisState) { g.Withdrawals[2].Id = 9 },
		"a withdrawal of nothing":     func(g *types.GenesisState) { g.Withdrawals[0].Coin.Amount = math.ZeroInt() },
		"a withdrawal of no amount":   func(g *types.GenesisState) { g.Withdrawals[0].Coin.Amount = math.Int{} },
		"more than is owed":           func(g *types.GenesisState) { g.Withdrawals[0].Coin.Amount = math.NewInt(400) },
		"of nobody":                   func(g *types.GenesisState) { g.Withdrawals[0].MemberId = 0 },
		"never due":                   func(g *types.GenesisState) { g.Withdrawals[0].DueAt = 0 },
		"asked by nothing":            func(g *types.GenesisState) { g.Withdrawals[0].AskedBy = "" },
		"a day twice":                 func(g *types.GenesisState) { g.WithdrawnDays = append(g.WithdrawnDays, g.WithdrawnDays[1]) },
		"a day of nothing":            func(g *types.GenesisState) { g.WithdrawnDays[0].Coin.Amount = math.NewInt(-1) },
		"a day of nobody":             func(g *types.GenesisState) { g.WithdrawnDays[1].MemberId = 77 },
		"a suspension twice": func(g *types.GenesisState) {
			g.WithdrawalSuspensions = append(g.WithdrawalSuspensions, g.WithdrawalSuspensions[0])
		},
		"a suspension that never began": func(g *types.GenesisState) { g.WithdrawalSuspensions[0].Until = 1 },
		"a suspension of no co-op":      func(g *types.GenesisState) { g.WithdrawalSuspensions[0].CoopId = 99 },
		"a payment to two":              func(g *types.GenesisState) { g.Payments[0].Payee = testutil.Address(home) },
		"a payment to nobody":           func(g *types.GenesisState) { g.Payments[0].PayeeMemberId = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			spoil(genesis)
			fresh, _ := l.ctx.CacheContext()
			l.emptied(fresh)
			require.ErrorIs(t, l.keeper.InitGenesis(fresh, genesis), types.ErrInvalidGenesis)
		})
	}
}

// The invariants see what would lose or invent a member's money.
func TestInvariantsOfPassbooks(t *testing.T) {
	l := underWay(t)
	waiting := l.passbook(4).Withdrawals[0]
	queued := collections.Join3(waiting.DueAt, uint64(north), waiting.Id)
	for name, spoil := range map[string]func(){
		"a withdrawal that is never paid": func() { require.NoError(t, l.keeper.WithdrawalQueue.Remove(l.ctx, queued)) },
		"one that is paid and not there": func() {
			require.NoError(t, l.keeper.WithdrawalQueue.Set(l.ctx, collections.Join3(int64(1), uint64(north), uint64(9))))
		},
		"one that its member can't see": func() {
			require.NoError(t, l.keeper.WithdrawalsByMember.Remove(l.ctx, collections.Join3(uint64(north), uint64(4), waiting.Id)))
		},
		"one of more than is owed": func() {
			waiting.Coin.Amount = math.NewInt(1_000)
			require.NoError(t, l.keeper.Withdrawals.Set(l.ctx, collections.Join(uint64(north), waiting.Id), waiting))
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := l.ctx
			l.ctx, _ = l.ctx.CacheContext()
			spoil()
			require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
			l.ctx = before
		})
	}
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))

	// Coins that are set aside and owed to nobody.
	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	for i := range genesis.Entries {
		for j := range genesis.Entries[i].Postings {
			if posting := &genesis.Entries[i].Postings[j]; posting.Account == "2500" && posting.MemberId == 3 {
				posting.Account, posting.MemberId = "3000", 0
			}
		}
	}
	genesis.Withdrawals = genesis.Withdrawals[:2]
	l.reimport(genesis)
	require.ErrorContains(t, l.keeper.CheckInvariants(l.ctx), "the coins set aside are what the members are owed")
}

func TestWithdrawalsAreListed(t *testing.T) {
	l := underWay(t)
	answer, err := l.query.Withdrawals(l.ctx, &types.QueryWithdrawalsRequest{Coop: "north", Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, answer.Withdrawals, 2)
	require.NotNil(t, answer.Suspension)
	rest, err := l.query.Withdrawals(l.ctx, &types.QueryWithdrawalsRequest{Coop: "north", Pagination: &query.PageRequest{Key: answer.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, rest.Withdrawals, 1)
	east, err := l.query.Withdrawals(l.ctx, &types.QueryWithdrawalsRequest{Coop: "east"})
	require.NoError(t, err)
	require.Empty(t, east.Withdrawals)
	require.Nil(t, east.Suspension)
	_, err = l.query.Passbook(l.ctx, &types.QueryPassbookRequest{Coop: "east", MemberId: 1})
	require.ErrorIs(t, err, types.ErrNoPassbook)
}
