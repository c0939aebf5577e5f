//go:build long

package robustness

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// upgradeName is registered by a binary with the build tag "rehearsal"; see
// app/upgrades/rehearsal.go.
const upgradeName = "rehearsal"

// The root federation schedules an upgrade by a resolution. At its height the
// old binary stops and cosmovisor, which runs each validator, puts the new one in
// its place; the stores are migrated; a vote that was open goes on; all four have
// the same state. One operator is late with the new release: the other three go
// on, and it follows when it has it. H42: the new binary refuses before the
// height, the old one after.
func TestUpgradeByResolution(t *testing.T) {
	released, next := binary(t), binary(t, upgradeName)
	c := start(t, released, crowd)
	require.NoError(t, c.StopAll())
	cosmovisor, supervisors := c.cosmovisor(), map[string]*supervisor{}
	for _, name := range c.names() {
		supervisors[name] = c.supervise(name, cosmovisor, released, name == "alder")
		supervisors[name].start()
	}
	const late = "drift"
	inTime := slices.DeleteFunc(c.names(), func(name string) bool { return name == late })
	for _, name := range inTime {
		supervisors[name].command("add-upgrade", upgradeName, next)
	}
	c.advance(2, c.names()...)

	quietBlocks := c.chainParams("alder").GapQuietBlocks
	open := c.propose(crowdMember(0), crowdSlug, "Open across the upgrade", "ordinary")
	c.send(c.ballot(crowdMember(1), open, yes), c.ballot(crowdMember(2), open, no))
	c.rootDecides("Upgrade the ledger", &chaintypes.MsgScheduleUpgrade{
		Authority: root(), Name: upgradeName, BlocksAfterExecution: 40,
	})
	height := c.planned()

	// Too early: a node that is given the new binary before the height.
	supervisors[late].stop()
	sentence, _ := refusal(t, next, "start", "--home", supervisors[late].home)
	require.Contains(t, sentence, `this coopd is for the upgrade "rehearsal", which has not happened on this chain yet`)
	require.Less(t, c.height(inTime[0]), height, "it was to be tried before the height")
	supervisors[late].start()
	c.advance(1, c.names()...)
	for name, s := range supervisors {
		require.Equal(t, "genesis", s.release(), "%s before the height", name)
		require.Equal(t, "genesis", s.runs(), "%s before the height", name)
	}

	// On time.
	c.reach(height+3, inTime...)
	for _, name := range inTime {
		supervisors[name].upgraded(height)
	}
	require.Len(t, supervisors["alder"].backups(), 1, "data is copied before the upgrade where that is asked for")
	require.Empty(t, supervisors["birch"].backups())

	// Late: cosmovisor has ended, and goes on once it has the release.
	require.Eventually(t, func() bool { return !c.Runs(late) }, blockPatience, pollInterval)
	supervisors[late].stop()
	require.Equal(t, "genesis", supervisors[late].release())
	node, err := c.Node(late)
	require.NoError(t, err)
	require.Contains(t, tail(node.Log, 3_000), "binary not present, downloading disabled")
	supervisors[late].command("add-upgrade", upgradeName, next)
	supervisors[late].start()
	c.reach(height+3, late)
	supervisors[late].upgraded(height)
	c.awaitSignature(late)
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
	supervisors["cedar"].stop()
	sentence, _ = refusal(t, released, "start", "--home", supervisors["cedar"].home)
	require.Contains(t, sentence, `this coopd does not know the upgrade "rehearsal", which this chain makes at height `)
	supervisors["cedar"].start()
	c.awaitSignature("cedar")
	supervisors["cedar"].upgraded(height)
	c.sameState(c.names()...)
}

// upgraded expects that cosmovisor has made the upgrade that was planned for a
// height, and that it did so on the word of the node.
func (s *supervisor) upgraded(height int64) {
	s.c.t.Helper()
	release := filepath.Join("upgrades", upgradeName)
	require.Equal(s.c.t, release, s.release(), s.name)
	require.Equal(s.c.t, release, s.runs(), s.name)
	for _, file := range []string{
		filepath.Join(s.home, "data", "upgrade-info.json"),
		filepath.Join(s.home, "cosmovisor", release, "upgrade-info.json"),
	} {
		var info upgradetypes.Plan
		text, err := os.ReadFile(file)
		require.NoError(s.c.t, err)
		require.NoError(s.c.t, json.Unmarshal(text, &info))
		require.Equal(s.c.t, upgradetypes.Plan{Name: upgradeName, Height: height}, info, file)
	}
}

// planned is the height of the upgrade that is to come.
func (c *chain) planned() int64 {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := upgradetypes.NewQueryClient(c.ask("alder")).CurrentPlan(ctx, &upgradetypes.QueryCurrentPlanRequest{})
	require.NoError(c.t, err)
	require.NotNil(c.t, answer.Plan)
	require.Equal(c.t, upgradeName, answer.Plan.Name)
	return answer.Plan.Height
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
