//go:build long

package robustness

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/stretchr/testify/require"
)

// supervisor looks after one node as cosmovisor v1.7 does, in the same folders:
//
//	HOME/cosmovisor/genesis/bin/coopd             the first release
//	HOME/cosmovisor/upgrades/NAME/bin/coopd       the release of an upgrade
//	HOME/cosmovisor/current                       a link to one of these
//	HOME/data/upgrade-info.json                   written by a node that stops for an upgrade
//
// It starts current/bin/coopd. When upgrade-info.json names an upgrade that is
// not current, it ends the node, copies the file into the upgrade's folder,
// links current to that folder and starts the node again.
type supervisor struct {
	c    *chain
	name string
	home string
}

// upgradeInfo is what x/upgrade writes.
type upgradeInfo struct {
	Name   string `json:"name"`
	Height int64  `json:"height"`
}

// supervise prepares a stopped node's folders; releases are binaries by upgrade
// name, "" for the first.
func (c *chain) supervise(name string, releases map[string]string) *supervisor {
	c.t.Helper()
	node, err := c.Node(name)
	require.NoError(c.t, err)
	s := &supervisor{c: c, name: name, home: node.Home}
	for upgrade, binary := range releases {
		folder := filepath.Join(s.folder(upgrade), "bin")
		require.NoError(c.t, os.MkdirAll(folder, 0o755))
		require.NoError(c.t, os.Symlink(binary, filepath.Join(folder, "coopd")))
	}
	require.NoError(c.t, os.Symlink(s.folder(""), s.current()))
	return s
}

func (s *supervisor) folder(upgrade string) string {
	if upgrade == "" {
		return filepath.Join(s.home, "cosmovisor", "genesis")
	}
	return filepath.Join(s.home, "cosmovisor", "upgrades", upgrade)
}

func (s *supervisor) current() string { return filepath.Join(s.home, "cosmovisor", "current") }

func (s *supervisor) start() error {
	return s.c.Start(s.name, filepath.Join(s.current(), "bin", "coopd"))
}

// awaitUpgrade waits until the node stops for an upgrade, and carries it out.
func (s *supervisor) awaitUpgrade(patience time.Duration) upgradeInfo {
	s.c.t.Helper()
	file := filepath.Join(s.home, "data", "upgrade-info.json")
	var info upgradeInfo
	for deadline := time.Now().Add(patience); ; time.Sleep(pollInterval) {
		require.True(s.c.t, time.Now().Before(deadline), "%s does not stop for an upgrade", s.name)
		text, err := os.ReadFile(file)
		if err == nil && json.Unmarshal(text, &info) == nil && info.Name != "" {
			break
		}
	}
	require.NoError(s.c.t, s.c.Stop(s.name))
	s.switchTo(info)
	require.NoError(s.c.t, s.start())
	return info
}

func (s *supervisor) switchTo(info upgradeInfo) {
	s.c.t.Helper()
	require.FileExists(s.c.t, filepath.Join(s.folder(info.Name), "bin", "coopd"), "the release must be in place before its height")
	text, err := json.Marshal(info)
	require.NoError(s.c.t, err)
	require.NoError(s.c.t, os.WriteFile(filepath.Join(s.folder(info.Name), "upgrade-info.json"), text, 0o644))
	require.NoError(s.c.t, os.Remove(s.current()))
	require.NoError(s.c.t, os.Symlink(s.folder(info.Name), s.current()))
}
