package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/validators/types"
)

// busyChain has a seat in every state, a queue, and keys of every kind.
func busyChain(t *testing.T) *chain {
	c := newChain(t, 10)
	c.missUntilJailed(2)
	c.run(block{evidence: []*edKey{firstKey(3)}})
	c.run(block{send: func() { require.NoError(t, c.rotate(4, keyOf("second"))) }})
	c.run(block{absent: []uint64{5}, send: func() {
		for id := uint64(6); id <= 11; id++ {
			c.leave(id)
		}
		require.NoError(t, c.rotate(5, keyOf("waits")))
		require.NoError(t, c.addSeat(20, firstKey(20), 11))
	}})
	c.isState(2, jailed, missed)
	return c
}

func TestGenesisExportImportExport(t *testing.T) {
	c := busyChain(t)
	written := c.export()
	for _, word := range []string{"JAILED", "CONDEMNED", "JOIN", `"banned":true`, `"missed":["`} {
		require.Contains(t, string(written), word)
	}
	var genesis types.GenesisState
	require.NoError(t, c.codec.UnmarshalJSON(written, &genesis))
	fresh := emptyChain(t, t)
	for id := uint64(6); id <= 11; id++ {
		delete(fresh.federation.members, id)
	}
	fresh.ctx = fresh.ctx.WithBlockHeight(c.ctx.BlockHeight()).WithBlockTime(c.ctx.BlockTime())
	fresh.start(&genesis)
	require.Equal(t, string(written), string(fresh.export()))
	require.Equal(t, c.next.Hash(), fresh.next.Hash(), "the set that was to come signs at once")

	for range 30 { // both go the same way from here
		c.run(block{})
		fresh.run(block{})
	}
	require.Equal(t, exported(t, c).Seats, exported(t, fresh).Seats)
}

func TestGenesisIsCheckedWhole(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*types.GenesisState)
		words  string
	}{
		{"error - a parameter is missing", func(g *types.GenesisState) { g.Params.JailSeconds = 0 }, "jail_seconds"},
		{"error - seats out of order", func(g *types.GenesisState) { g.Seats[0], g.Seats[1] = g.Seats[1], g.Seats[0] }, "order of ids"},
		{"error - a seat twice", func(g *types.GenesisState) { g.Seats[1] = g.Seats[0] }, "once"},
		{"error - a key twice", func(g *types.GenesisState) { g.Seats[1].ConsensusPubkey = g.Seats[0].ConsensusPubkey }, "same consensus key"}, // H36
		{"error - no key", func(g *types.GenesisState) { g.Seats[1].ConsensusPubkey = nil }, "missing"},
		{"error - an operator twice", func(g *types.GenesisState) { g.Seats[1].Operator = g.Seats[0].Operator }, "same operator"},
		{"error - an operator of another chain", func(g *types.GenesisState) {
			g.Seats[1].Operator = "cosmos1syavy2npfyt9tcncdtsdzf7kny9lh777pahuux"
		}, "no address"},
		{"error - no moniker", func(g *types.GenesisState) { g.Seats[1].Moniker = " " }, "moniker"},
		{"error - a state without its reason", func(g *types.GenesisState) { g.Seats[0].Reason = noReason }, "go together"},
		{"error - an unknown state", func(g *types.GenesisState) { g.Seats[1].State = 9 }, "go together"},
		{"error - jailed while active", func(g *types.GenesisState) { g.Seats[1].JailedUntil = 5 }, "jailed until"},
		{"error - a negative height", func(g *types.GenesisState) { g.Seats[1].SinceHeight = -5 }, "negative"},
		{"error - a seat without an owner of its key", func(g *types.GenesisState) {
			g.KeyOwners = slices.DeleteFunc(g.KeyOwners, func(owner types.KeyOwner) bool { return owner.CoopId == 4 && owner.RetiredHeight == 0 })
		}, "have a key owner"},
		{"error - an owner twice", func(g *types.GenesisState) { g.KeyOwners[1] = g.KeyOwners[0] }, "out of order"},
		{"error - an owner who disagrees", func(g *types.GenesisState) {
			for i := range g.KeyOwners {
				if g.KeyOwners[i].RetiredHeight == 0 {
					g.KeyOwners[i].CoopId = 29
				}
			}
		}, "disagree"},
		{"error - a change of nobody's seat", func(g *types.GenesisState) { g.Changes[0].CoopId = 29 }, "no seat"},
		{"error - a change without a number", func(g *types.GenesisState) { g.NextChangeId = 1 }, "next_change_id"},
		{"error - a change without a kind", func(g *types.GenesisState) { g.Changes[0].Kind = 0 }, "no kind"},
		{"error - a seat that waits for nothing", func(g *types.GenesisState) { g.Changes = nil }, "queue"},
		{"error - missed blocks miscounted", func(g *types.GenesisState) { g.Liveness[0].Liveness.Missed = 9 }, "lists"},
		{"error - missed blocks out of the window", func(g *types.GenesisState) {
			for i := range g.Liveness {
				g.Liveness[i].Missed = []uint64{10}
				g.Liveness[i].Liveness.Missed = 1
			}
		}, "window"},
		{"error - under the floor", func(g *types.GenesisState) { g.SeatsAtLastResolution = 30 }, "may not fall below"},
		{"error - forgets that it had four", func(g *types.GenesisState) { g.ReachedFour = false }, "reached_four"},
		{"error - more seats than allowed", func(g *types.GenesisState) { g.Params.MaxSeats = 4 }, "max_seats"},
	} {
		t.Run(test.name, func(t *testing.T) {
			genesis := exported(t, busyChain(t))
			require.NoError(t, genesis.Validate())
			test.change(genesis)
			err := genesis.Validate()
			require.Error(t, err)
			require.Contains(t, err.Error(), test.words)
		})
	}
}

func TestGenesisWithoutASeatIsValidButStartsNoChain(t *testing.T) {
	require.NoError(t, types.DefaultGenesis().Validate())
	c := emptyChain(t, t)
	_, err := c.keeper.InitGenesis(c.ctx, types.DefaultGenesis())
	require.ErrorContains(t, err, "no seat signs")
}

func TestGenesisSeatOfAStranger(t *testing.T) {
	c := emptyChain(t, t)
	delete(c.federation.members, 3)
	_, err := c.keeper.InitGenesis(c.ctx, foundingGenesis(t, 4))
	require.ErrorIs(t, err, types.ErrInvalidGenesis)
}

// A replacement that waits at max_seats is no seat too many: not for an import,
// not for a change of parameters.
func TestAReplacementWaitsAtMaxSeats(t *testing.T) {
	c := newChain(t, 4)
	params, err := c.keeper.Params.Get(c.ctx)
	require.NoError(t, err)
	params.MaxSeats = 4
	update := func() error {
		_, err := c.server.UpdateParams(c.ctx, &types.MsgUpdateParams{Authority: rootAccount(), Params: params})
		return err
	}
	require.NoError(t, update())
	require.NoError(t, c.addSeat(20, firstKey(20), 3))
	require.NoError(t, update())
	mustRefuse(t, c, types.ErrTooManySeats, "max_seats", func() error { return c.addSeat(21, firstKey(21), 0) })

	written := c.export()
	genesis := exported(t, c)
	require.Len(t, genesis.Seats, 5)
	fresh := emptyChain(t, t)
	fresh.ctx = fresh.ctx.WithBlockHeight(c.ctx.BlockHeight()).WithBlockTime(c.ctx.BlockTime())
	fresh.start(genesis)
	require.Equal(t, string(written), string(fresh.export()))

	genesis.Changes[0].ReplacesCoopId = 0
	require.ErrorContains(t, genesis.Validate(), "it has 5 seats but max_seats is 4")
}
