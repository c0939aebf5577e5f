//go:build long

package robustness

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// upgradeName is registered by a binary with the build tag "rehearsal"; see
// app/upgrades/rehearsal.go.
const upgradeName = "rehearsal"

// The root federation schedules an upgrade by a resolution. At its height the
// old binary stops; a supervisor that does what cosmovisor does puts the new one
// in its place; the stores are migrated; a vote that was open goes on; all four
// have the same state. H42: the new binary refuses before the height, the old one after.
//
// The supervisor is this test's own (see supervisor_test.go): it keeps to
// cosmovisor's folders and to what it does with them, but it is not cosmovisor.
func TestUpgradeByResolution(t *testing.T) {
	released, next := binary(t), binary(t, upgradeName)
	c := start(t, released, crowd)
	require.NoError(t, c.StopAll())
	supervisors := map[string]*supervisor{}
	for _, name := range c.names() {
		supervisors[name] = c.supervise(name, map[string]string{"": released, upgradeName: next})
		require.NoError(t, supervisors[name].start())
	}
	c.advance(2, c.names()...)

	quietBlocks := c.chainParams("alder").GapQuietBlocks
	open := c.propose(crowdMember(0), crowdSlug, "Open across the upgrade", "ordinary")
	c.send(c.ballot(crowdMember(1), open, yes), c.ballot(crowdMember(2), open, no))
	c.rootDecides("Upgrade the ledger", &chaintypes.MsgScheduleUpgrade{
		Authority: root(), Name: upgradeName, BlocksAfterExecution: 25,
	})

	// Too early: a node that is given the new binary before the height.
	require.NoError(t, c.Stop("drift"))
	drift, err := c.Node("drift")
	require.NoError(t, err)
	sentence, _ := refusal(t, next, "start", "--home", drift.Home)
	require.Contains(t, sentence, `this coopd is for the upgrade "rehearsal", which has not happened on this chain yet`)
	require.NoError(t, supervisors["drift"].start())

	// On time.
	var height int64
	for _, name := range c.names() {
		info := supervisors[name].awaitUpgrade(5 * time.Minute)
		require.Equal(t, upgradeName, info.Name)
		require.True(t, height == 0 || height == info.Height)
		height = info.Height
		current, err := os.Readlink(supervisors[name].current())
		require.NoError(t, err)
		require.Equal(t, filepath.Join(drift.Home, "..", name, "cosmovisor", "upgrades", upgradeName), current)
	}
	c.reach(height+3, c.names()...)
	c.sameState(c.names()...)

	for _, name := range c.names() {
		require.Equal(t, 2*quietBlocks, c.chainParams(name).GapQuietBlocks, "x/chain is migrated on %s", name)
		for slug, id := range map[string]uint64{rootSlug: 1, "alder": 2, "inlet": 10} {
			require.Equal(t, sdk.Uint64ToBigEndian(id), c.stored(name, "/store/rehearsal/key", slug), "the new store on %s", name)
		}
		require.Equal(t, map[uint64]governancetypes.Choice{2: yes, 3: no}, c.ballots(open, name), "ballots are kept on %s", name)
	}
	c.send(c.ballot(crowdMember(3), open, yes), c.ballot(crowdMember(2), open, yes))
	require.Equal(t, []uint64{3, 0}, c.count(open, "birch"))

	// Too late: the old binary on a node that is past the height.
	require.NoError(t, c.Stop("drift"))
	sentence, _ = refusal(t, released, "start", "--home", drift.Home)
	require.Contains(t, sentence, `this coopd does not know the upgrade "rehearsal", which this chain makes at height `)
	require.NoError(t, supervisors["drift"].start())
	c.awaitSignature("drift")
	c.sameState(c.names()...)
}

// chainParams as a node tells them.
func (c *chain) chainParams(node string) chaintypes.Params {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := chaintypes.NewQueryClient(c.ask(node)).Params(ctx, &chaintypes.QueryParamsRequest{})
	require.NoError(c.t, err)
	return answer.Params
}

// stored is the raw value of a key of a store.
func (c *chain) stored(node, path, key string) []byte {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := c.rpc(node).ABCIQuery(ctx, path, []byte(key))
	require.NoError(c.t, err)
	require.Zero(c.t, answer.Response.Code, answer.Response.Log)
	return answer.Response.Value
}
