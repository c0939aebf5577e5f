//go:build long

package robustness

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// The chain is halted and restarted from an export as docs/operate says: every
// node exports the same bytes, two lines are changed, six of the nine member
// co-ops sign, and each node starts from it with its keys and the record of
// what it has signed, but no data. A vote that was open is voted on and closes;
// ballots cast before count.
func TestRestartFromExport(t *testing.T) {
	c := start(t, binary(t), func(config setup) {
		crowd(config)
		config.list("coop", "coops")[0]["periods"] = map[string]any{"voting": "20 minutes"}
		config.list("coop", "coops")[1]["periods"] = map[string]any{"voting": "150 seconds", "discussion": "none", "timelock": "none"}
	})
	open := c.propose(crowdMember(0), crowdSlug, "Open across the restart", "ordinary")
	c.send(c.ballot(crowdMember(1), open, yes), c.ballot(crowdMember(2), open, no))
	quick := c.propose("ada", "alder", "Closes after the restart", "ordinary")
	c.send(c.ballot("amal", quick, yes))
	c.reach(c.height("alder"), c.names()...)
	require.NoError(t, c.StopAll())

	// A node may have stopped before it committed the last block; the restart is
	// from a height that all have.
	export, height := c.exports()
	export = amend(t, export, height+100_000)
	c.signRestart(export)
	for _, node := range c.Nodes {
		state, err := os.ReadFile(filepath.Join(node.Home, "data", "priv_validator_state.json"))
		require.NoError(t, err)
		require.NoError(t, erase(node.Home))
		require.NoError(t, os.WriteFile(filepath.Join(node.Home, "data", "priv_validator_state.json"), state, 0o600))
		genesis, err := os.ReadFile(export)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(node.Home, "config", "genesis.json"), genesis, 0o644))
		output, err := exec.Command(c.binary, "genesis", "validate", "--home", node.Home).CombinedOutput()
		require.NoError(t, err, "%s", output)
	}
	require.NoError(t, c.StartAll(c.binary))
	c.reach(height+100_003, c.names()...)
	for _, name := range c.names() {
		c.awaitSignature(name)
	}
	c.sameState(c.names()...)

	require.Equal(t, map[uint64]governancetypes.Choice{2: yes, 3: no}, c.ballots(open, "alder"))
	c.send(c.ballot(crowdMember(3), open, yes), c.ballot(crowdMember(2), open, yes))
	require.Equal(t, []uint64{3, 0}, c.count(open, "birch"))
	c.send(c.ballot("anton", quick, yes), c.ballot("anya", quick, yes), c.ballot("aroha", quick, yes))
	c.closes(quick, governancetypes.Status_STATUS_EXECUTED)
	require.Equal(t, []uint64{4, 0}, c.count(quick, "cedar"))
	c.sameState(c.names()...)
}

// exports of one height by all stopped nodes, which must be the same bytes. It
// returns the file and the height.
func (c *chain) exports() (string, int64) {
	c.t.Helper()
	height := int64(0)
	for range 3 {
		file := filepath.Join(c.Home, "export-alder.json")
		height = c.exportAt("alder", file, height)
		first, err := os.ReadFile(file)
		require.NoError(c.t, err)
		lowest := height
		for _, name := range c.names()[1:] {
			other := filepath.Join(c.Home, "export-"+name+".json")
			at := c.exportAt(name, other, height)
			lowest = min(lowest, at)
			if at == height {
				text, err := os.ReadFile(other)
				require.NoError(c.t, err)
				require.Equal(c.t, string(first), string(text), "%s exports other bytes at height %d", name, height)
			}
		}
		if lowest == height {
			return file, height
		}
		height = lowest
	}
	require.FailNow(c.t, "no height that all nodes have")
	return "", 0
}

var initialHeight = regexp.MustCompile(`(?m)^  "initial_height": (\d+),$`)

// exportAt exports a height, or the last that a node has if that is lower or
// the height is zero. It returns the height.
func (c *chain) exportAt(name, file string, height int64) int64 {
	c.t.Helper()
	node, err := c.Node(name)
	require.NoError(c.t, err)
	arguments := []string{"export", "--home", node.Home, "--output-document", file}
	if height != 0 {
		arguments = append(arguments, "--height", fmt.Sprint(height))
	}
	if output, err := exec.Command(c.binary, arguments...).CombinedOutput(); err != nil {
		require.NotZero(c.t, height, "%s", output)
		return c.exportAt(name, file, 0)
	}
	text, err := os.ReadFile(file)
	require.NoError(c.t, err)
	found := initialHeight.FindSubmatch(text)
	require.NotNil(c.t, found, "the export names no height")
	var next int64
	_, err = fmt.Sscan(string(found[1]), &next)
	require.NoError(c.t, err)
	return next - 1
}

// amend the two lines that the runbook says.
func amend(t *testing.T, export string, height int64) string {
	t.Helper()
	text, err := os.ReadFile(export)
	require.NoError(t, err)
	genesisTime := regexp.MustCompile(`(?m)^  "genesis_time": .*,$`)
	require.True(t, genesisTime.Match(text))
	text = initialHeight.ReplaceAll(text, fmt.Appendf(nil, `  "initial_height": %d,`, height))
	text = genesisTime.ReplaceAll(text, fmt.Appendf(nil, `  "genesis_time": %q,`, time.Now().UTC().Add(10*time.Second).Format(time.RFC3339)))
	amended := filepath.Join(filepath.Dir(export), "restart.json")
	require.NoError(t, os.WriteFile(amended, text, 0o600))
	return amended
}

// signRestart has member co-ops sign the export one by one; only with the sixth
// of nine it counts.
func (c *chain) signRestart(export string) {
	c.t.Helper()
	verify := []string{"restart", "verify", export}
	for i, account := range []string{"alder", "birch", "cedar", "drift", "emi", "goran"} {
		signature, err := exec.Command(c.binary, "restart", "sign", export, "--from", account, "--home", c.ClientHome).Output()
		require.NoError(c.t, err, account)
		file := filepath.Join(c.Home, account+"-signature.json")
		require.NoError(c.t, os.WriteFile(file, signature, 0o600))
		verify = append(verify, file)
		output, err := exec.Command(c.binary, verify...).CombinedOutput()
		if i < 5 {
			require.Error(c.t, err, "%d of 9 must not be enough: %s", i+1, output)
		} else {
			require.NoError(c.t, err, "%s", output)
		}
	}
}
