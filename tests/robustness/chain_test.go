package robustness

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/offchain/network"
)

const (
	// firstPort and portStep keep the networks of two runs apart.
	firstPort  = 27_500
	portSpread = 40
	portStep   = 100

	// The machine may be busy with other tests.
	startPatience = 5 * time.Minute
	blockPatience = 2 * time.Minute
	rpcPatience   = 15 * time.Second
	pollInterval  = 250 * time.Millisecond
)

// setup is config.yml as keys and values, for a test to change.
type setup map[string]any

// chain is a running network.
type chain struct {
	*network.Network
	t      *testing.T
	binary string
}

// start runs a network of config.yml as edit leaves it. It is stopped and
// deleted when the test ends.
func start(t *testing.T, binary string, edit func(setup)) *chain {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "config.yml"))
	require.NoError(t, err)
	config := setup{}
	require.NoError(t, yaml.Unmarshal(text, (*map[string]any)(&config)))
	quicken(config)
	if edit != nil {
		edit(config)
	}
	text, err = yaml.Marshal(map[string]any(config))
	require.NoError(t, err)
	file := filepath.Join(scratch, t.Name()+".yml")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	home := filepath.Join(scratch, t.Name())

	c := &chain{t: t, binary: binary}
	t.Cleanup(func() { c.clean(home) })
	ctx, cancel := context.WithTimeout(context.Background(), startPatience)
	defer cancel()
	base := firstPort + os.Getpid()%portSpread*portStep
	output, err := exec.CommandContext(ctx, binary, "network", "up", "-f", file, "--home", home,
		"--base-port", fmt.Sprint(base), "--detach").CombinedOutput()
	require.NoError(t, err, "%s", output)
	c.Network, err = network.Open(home, network.Defaults{})
	require.NoError(t, err)
	return c
}

// quicken makes the co-ops decide within seconds.
func quicken(config setup) {
	for i, coop := range config.list("coop", "coops") {
		coop["periods"] = map[string]any{"voting": "12 seconds", "discussion": "none", "timelock": "none"}
		if i == 0 {
			coop["periods"] = map[string]any{"voting": "36 seconds"}
		}
	}
}

// list of maps under two keys of the config.
func (config setup) list(section, key string) []map[string]any {
	inner, ok := config[section].(map[string]any)
	if section == "" {
		inner, ok = config, true
	}
	if !ok {
		return nil
	}
	var found []map[string]any
	entries, _ := inner[key].([]any)
	for _, entry := range entries {
		found = append(found, entry.(map[string]any))
	}
	return found
}

func (c *chain) clean(home string) {
	if c.Network == nil {
		// `network up` stops what it started when it fails.
		c.Network, _ = network.Open(home, network.Defaults{})
	}
	if c.Network != nil {
		if err := c.StopAll(); err != nil {
			c.t.Error(err)
		}
		if c.t.Failed() {
			for _, node := range c.Nodes {
				c.t.Logf("the end of the log of %s:\n%s", node.Name, tail(node.Log, 3_000))
			}
		}
	}
	if os.Getenv("COOP_KEEP") == "" {
		_ = os.RemoveAll(home)
	}
}

func tail(file string, bytes int) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-bytes):])
}

// names of all nodes.
func (c *chain) names() []string {
	var names []string
	for _, node := range c.Nodes {
		names = append(names, node.Name)
	}
	return names
}

// rpc of a node.
func (c *chain) rpc(name string) *rpchttp.HTTP {
	c.t.Helper()
	node, err := c.Node(name)
	require.NoError(c.t, err)
	client, err := rpchttp.NewWithTimeout(node.RPC, "/websocket", uint(rpcPatience.Seconds()))
	require.NoError(c.t, err)
	return client
}

// height of a node; zero if it does not answer.
func (c *chain) height(name string) int64 {
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	node, err := c.Node(name)
	require.NoError(c.t, err)
	status, err := network.QueryStatus(ctx, node.RPC)
	if err != nil {
		return 0
	}
	return status.Height
}

// reach waits until all these nodes have a height and take transactions again.
func (c *chain) reach(height int64, names ...string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), blockPatience+time.Duration(height)*100*time.Millisecond)
	defer cancel()
	for _, name := range names {
		require.NoError(c.t, c.AwaitHeight(ctx, name, height))
		node, err := c.Node(name)
		require.NoError(c.t, err)
		for {
			status, err := network.QueryStatus(ctx, node.RPC)
			if err == nil && !status.CatchingUp {
				break
			}
			require.NoError(c.t, ctx.Err(), "%s is still catching up", name)
			time.Sleep(pollInterval)
		}
	}
}

// advance waits until these nodes have made some more blocks, and returns the
// height that all of them have reached.
func (c *chain) advance(blocks int64, names ...string) int64 {
	c.t.Helper()
	c.reach(1, names[0])
	target := c.height(names[0]) + blocks
	c.reach(target, names...)
	return target
}

// sameState expects that these nodes have the same state: their own app hash is
// the one in the block that the first of them has after it.
func (c *chain) sameState(names ...string) int64 {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	common := c.height(names[0])
	for _, name := range names {
		info, err := c.rpc(name).ABCIInfo(ctx)
		require.NoError(c.t, err)
		at := info.Response.LastBlockHeight
		require.NotZero(c.t, at)
		c.reach(at+1, names[0])
		next, err := c.rpc(names[0]).Block(ctx, ptr(at+1))
		require.NoError(c.t, err)
		require.Equal(c.t, next.Block.AppHash.String(), fmt.Sprintf("%X", info.Response.LastBlockAppHash),
			"%s has another state than %s after height %d", name, names[0], at)
		common = min(common, at)
	}
	first, err := c.rpc(names[0]).Block(ctx, &common)
	require.NoError(c.t, err)
	for _, name := range names[1:] {
		block, err := c.rpc(name).Block(ctx, &common)
		require.NoError(c.t, err)
		require.Equal(c.t, first.Block.AppHash, block.Block.AppHash, "%s at height %d", name, common)
		require.Equal(c.t, first.BlockID.Hash, block.BlockID.Hash, "%s at height %d", name, common)
	}
	return common
}

func ptr[T any](value T) *T { return &value }

// signs says whether a node's signature is in the commit of a height.
func (c *chain) signs(name string, height int64) bool {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	status, err := c.rpc(name).Status(ctx)
	require.NoError(c.t, err)
	commit, err := c.rpc(c.Running()[0]).Commit(ctx, &height)
	require.NoError(c.t, err)
	for _, signature := range commit.Commit.Signatures {
		if signature.BlockIDFlag == cmttypes.BlockIDFlagCommit && signature.ValidatorAddress.String() == status.ValidatorInfo.Address.String() {
			return true
		}
	}
	return false
}

// awaitSignature waits until a node signs blocks.
func (c *chain) awaitSignature(name string) int64 {
	c.t.Helper()
	for deadline := time.Now().Add(blockPatience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		if height := c.height(name) - 1; height > 0 && c.signs(name, height) {
			return height
		}
	}
	require.FailNow(c.t, "it does not sign", "%s follows the chain but none of the last blocks bears its signature", name)
	return 0
}
