package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// Coins that a genesis puts on a co-op's account or into a purse are booked, and
// in suspense.
func TestGenesisBooksWhatIsThere(t *testing.T) {
	l := emptyLedger(t)
	l.rich("visitor", coins(70))
	// No restriction sees what a genesis puts there.
	for address, amount := range map[string]int64{account(north): 30, types.PurseAddress(north, "operating"): 40} {
		to, err := membershiptypes.AddressBytes(address)
		require.NoError(t, err)
		require.NoError(t, l.bank.Balances.Set(l.ctx, bankKey(to), math.NewInt(amount)))
	}
	require.NoError(t, l.keeper.InitGenesis(l.ctx, types.DefaultGenesis()))
	require.EqualValues(t, 70, l.holds(purse("suspense")))
	require.Zero(t, l.holds(purse("operating")))
	require.Zero(t, l.holds(membershiptypes.CoopAccount(north)))
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: 2})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_GENESIS, entry.Entry.Source)
}

// busy has entries of every source, one taken back and one that waits.
func busy(t *testing.T) *ledger {
	l := newLedger(t)
	l.receives(25)
	l.funded(100)
	l.send(nil, &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: account(east), Coins: coins(30), Account: "5000"})
	l.send(nil, invoice(nil))
	l.send(nil, approval(ben, 1))
	l.send(nil, &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: 5})
	l.send(nil, approval(ben, 2))
	l.entered(accrual(today + 2))
	byMonths(l).lockedTo(20230930)
	l.send(nil, locks(anna, lastOfOctober))
	l.send(nil, invoice(nil))
	return l
}

func TestExportImportExport(t *testing.T) {
	l := busy(t)
	first, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, first.Pending, 1)
	require.Len(t, first.Periods, 1)
	require.Len(t, first.LockRequests, 1)
	require.Len(t, first.Reversals, 1)

	before := l.hash()
	text, err := l.cdc.MarshalJSON(first)
	require.NoError(t, err)
	var read types.GenesisState
	require.NoError(t, l.cdc.UnmarshalJSON(text, &read))
	l.reimport(&read)
	require.Equal(t, before, l.hash(), "every record is back")
	second, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	again, err := l.cdc.MarshalJSON(second)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(again))
}

// emptied has the bank and the roll as they are, and no treasury.
func (l *ledger) emptied(ctx sdk.Context) {
	l.t.Helper()
	store := ctx.KVStore(l.keys[types.StoreKey])
	var keys [][]byte
	iterator := store.Iterator(nil, nil)
	for ; iterator.Valid(); iterator.Next() {
		keys = append(keys, iterator.Key())
	}
	require.NoError(l.t, iterator.Close())
	for _, key := range keys {
		store.Delete(key)
	}
}

// reimport has the treasury from an export.
func (l *ledger) reimport(genesis *types.GenesisState) {
	l.t.Helper()
	l.emptied(l.ctx)
	require.NoError(l.t, l.keeper.InitGenesis(l.ctx, genesis))
}

func TestGenesisRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*types.GenesisState){
		"a gap":                              func(g *types.GenesisState) { g.Entries[1].Number++ },
		"an entry less":                      func(g *types.GenesisState) { g.Entries = g.Entries[:len(g.Entries)-1] },
		"one unit more":                      func(g *types.GenesisState) { p := &g.Entries[0].Postings[0]; p.Amount = p.Amount.AddRaw(1) },
		"a book too short":                   func(g *types.GenesisState) { g.Books[0].Book.Entries-- },
		"a waiting entry too many":           func(g *types.GenesisState) { g.Books[0].Book.Pending++ },
		"a purse of nobody":                  func(g *types.GenesisState) { g.Purses[len(g.Purses)-1].CoopId = 99 },
		"a purse twice":                      func(g *types.GenesisState) { g.Purses = append(g.Purses, g.Purses[len(g.Purses)-1]) },
		"no source":                          func(g *types.GenesisState) { g.Entries[0].Source = 0 },
		"an entry of no day":                 func(g *types.GenesisState) { g.Entries[0].AccountingDate = 20231131 },
		"a waiting entry of no day":          func(g *types.GenesisState) { g.Pending[0].AccountingDate = 0 },
		"a waiting entry in a locked period": func(g *types.GenesisState) { g.Pending[0].AccountingDate = 20230930 },
		"a period in the air":                func(g *types.GenesisState) { g.Periods[0].Number = 2 },
		"a period without a day":             func(g *types.GenesisState) { g.Periods[0].FirstDay = 0 },
		"a period of nobody":                 func(g *types.GenesisState) { g.Periods[0].ConfirmerMemberId = 1 },
		"a period less":                      func(g *types.GenesisState) { g.Periods = nil },
		"a period that ends elsewhere":       func(g *types.GenesisState) { g.Periods[0].LastDay-- },
		"a wish of nobody":                   func(g *types.GenesisState) { g.LockRequests[0].AskerMemberId = 0 },
		"a wish of no co-op":                 func(g *types.GenesisState) { g.LockRequests[0].CoopId = 99 },
		"a reversal less":                    func(g *types.GenesisState) { g.Reversals = nil },
		"a reversal twice":                   func(g *types.GenesisState) { g.Reversals = append(g.Reversals, g.Reversals[0]) },
		"a reversal of another":              func(g *types.GenesisState) { g.Reversals[0].Entry-- },
		"a reversal of the past":             func(g *types.GenesisState) { g.Entries[6].ReverseOn = 20231001 },
		"no limits":                          func(g *types.GenesisState) { g.Params = types.Params{} },
		"less than the bank has": func(g *types.GenesisState) {
			for _, i := range []int{0, 1} {
				p := &g.Entries[0].Postings[i]
				p.Amount = p.Amount.MulRaw(2)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := busy(t)
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			spoil(genesis)
			fresh, _ := l.ctx.CacheContext()
			l.emptied(fresh)
			require.Error(t, l.keeper.InitGenesis(fresh, genesis))
		})
	}
}
