package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// A state that contradicts itself is refused, whatever is wrong with it.
func TestSpoiltGenesisIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*types.GenesisState)
		says  string
	}{
		"error - a member has other than its lines": {func(g *types.GenesisState) { g.Patronage[0].Amounts[1] = math.NewInt(7) }, "its lines come to"},
		"error - by another basis":                  {func(g *types.GenesisState) { g.Batches[0].Basis = "heads" }, "its lines come to"},
		"error - patronage without a line":          {func(g *types.GenesisState) { g.Recorded = g.Recorded[1:] }, "its lines come to"},
		"error - a line without patronage":          {func(g *types.GenesisState) { g.Patronage = g.Patronage[1:]; g.Periods[0].Members-- }, "has lines and no patronage"},
		"error - a line of no batch":                {func(g *types.GenesisState) { g.Recorded[0].Batch = 9 }, "of batch 9"},
		"error - two periods of one number":         {func(g *types.GenesisState) { g.Periods[1].Number = 1 }, "is there twice"},
		"error - a gap between periods":             {func(g *types.GenesisState) { g.Periods[1].Number = 3 }, "without gaps"},
		"error - more members than there are":       {func(g *types.GenesisState) { g.Periods[0].Members++ }, "counts other than the lists"},
		"error - more is taken than there was": {func(g *types.GenesisState) {
			g.Taken[0].Cash, g.Periods[0].Taken = math.NewInt(9_000), math.NewInt(9_000)
		}, "is taken of"},
		"error - settled without an outcome":         {func(g *types.GenesisState) { g.Outcomes = nil }, "has an outcome: false"},
		"error - settled and shared still":           {func(g *types.GenesisState) { g.Settlings = []types.PeriodSettling{{CoopId: bakery, Period: 1}} }, "is being shared"},
		"error - sealed without a time":              {func(g *types.GenesisState) { g.Periods[0].SealedAt = 0 }, "was sealed at 0"},
		"error - a dispute in a period there is not": {func(g *types.GenesisState) { g.Disputes = []types.Dispute{{CoopId: bakery, Period: 9, MemberId: ada}} }, "which there is not"},
		"error - a parameter out of bounds":          {func(g *types.GenesisState) { g.Params.MaxRecords = 0 }, "max_records is 0"},
	} {
		t.Run(name, func(t *testing.T) {
			l := sealedPeriod(t, 1_000, 0, 0, 100, 200)
			l.must(present(1))
			l.must(approve(1, 1))
			l.coop.lockedThrough = 20231231
			for range 12 {
				l.elapse(1)
			}
			l.must(take(1, ada))
			genesis := l.export()
			tc.spoil(genesis)
			l.reopen()
			require.ErrorContains(t, l.keeper.InitGenesis(l.ctx, genesis), tc.says)
		})
	}
}
