//go:build long

package robustness

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	cosmovisorPackage = "cosmossdk.io/tools/cosmovisor/cmd/cosmovisor"
	// stopPatience is for a node that its supervisor did not wait for.
	stopPatience = 30 * time.Second
	// upgradePoll is how often cosmovisor looks for upgrade-info.json. At its own
	// 300 ms it looks twice at once when the old release refuses to start after
	// the height, one look hides the file from the other, and it ends instead of
	// changing the release: so it must be longer than a refusal takes.
	upgradePoll = 10 * time.Second
)

// supervisor is cosmovisor, running one node in the folders it prescribes:
//
//	HOME/cosmovisor/genesis/bin/coopd             the first release
//	HOME/cosmovisor/upgrades/NAME/bin/coopd       the release of an upgrade
//	HOME/cosmovisor/current                       a link to one of these
//	HOME/data/upgrade-info.json                   written by a node that stops for an upgrade
//
// All that is done with them, cosmovisor does; this only runs it and looks on.
type supervisor struct {
	c          *chain
	name, home string
	cosmovisor string
	// script is what the network starts in the place of a node.
	script      string
	environment []string
}

// cosmovisor builds the version that is pinned in tools/cosmovisor.
func (c *chain) cosmovisor() string {
	c.t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(c.t, err)
	file := filepath.Join(root, "build", "robustness", "cosmovisor")
	command := exec.Command("go", "build", "-buildvcs=false", "-modfile=tools/cosmovisor/go.mod", "-o", file, cosmovisorPackage)
	command.Dir = root
	output, err := command.CombinedOutput()
	require.NoError(c.t, err, "%s", output)
	return file
}

// supervise hands a stopped node to cosmovisor, with its first release.
func (c *chain) supervise(name, cosmovisor, release string, backUp bool) *supervisor {
	c.t.Helper()
	node, err := c.Node(name)
	require.NoError(c.t, err)
	s := &supervisor{
		c: c, name: name, home: node.Home, cosmovisor: cosmovisor,
		script: filepath.Join(node.Home, "run.sh"),
		environment: []string{
			"DAEMON_NAME=coopd", "DAEMON_HOME=" + node.Home,
			"DAEMON_ALLOW_DOWNLOAD_BINARIES=false", "DAEMON_RESTART_AFTER_UPGRADE=true",
			"DAEMON_POLL_INTERVAL=" + upgradePoll.String(), "UNSAFE_SKIP_BACKUP=" + strconv.FormatBool(!backUp),
			"COSMOVISOR_COLOR_LOGS=false",
			// It asks `coopd status`, which makes a home if there is none.
			"HOME=" + node.Home,
		},
	}
	s.command("init", release)
	script := fmt.Sprintf("#!/bin/sh\nexport %s\nexec %s run \"$@\"\n", strings.Join(s.environment, " "), cosmovisor)
	require.NoError(c.t, os.WriteFile(s.script, []byte(script), 0o755))
	c.t.Cleanup(s.stop)
	return s
}

// command of cosmovisor, beside the one that runs the node.
func (s *supervisor) command(arguments ...string) {
	s.c.t.Helper()
	command := exec.Command(s.cosmovisor, arguments...)
	command.Env = append(os.Environ(), s.environment...)
	output, err := command.CombinedOutput()
	require.NoError(s.c.t, err, "cosmovisor %s: %s", strings.Join(arguments, " "), output)
}

func (s *supervisor) start() {
	s.c.t.Helper()
	require.NoError(s.c.t, s.c.Start(s.name, s.script))
}

// stop ends cosmovisor and its node. After an upgrade cosmovisor v1.5 may end
// before the node does, which then still holds its ports and its database.
func (s *supervisor) stop() {
	s.c.t.Helper()
	require.NoError(s.c.t, s.c.Stop(s.name))
	require.Eventually(s.c.t, func() bool { return len(s.processes()) == 0 }, stopPatience, pollInterval,
		"%s is stopped but a process of it lives on", s.name)
}

// processes that were started on the node's home, the supervisor among them.
func (s *supervisor) processes() (pids []string) {
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(s.c.t, err)
	for _, file := range files {
		// One that has ended meanwhile has no file.
		arguments, _ := os.ReadFile(file)
		if strings.Contains(string(arguments)+"\x00", "\x00"+s.home+"\x00") {
			pids = append(pids, filepath.Base(filepath.Dir(file)))
		}
	}
	return pids
}

// release that is current, as the path of its folder below cosmovisor's.
func (s *supervisor) release() string {
	s.c.t.Helper()
	root := filepath.Join(s.home, "cosmovisor")
	current, err := os.Readlink(filepath.Join(root, "current"))
	require.NoError(s.c.t, err)
	name, err := filepath.Rel(root, current)
	require.NoError(s.c.t, err)
	return name
}

// runs says which release's binary runs: it is the supervisor's only child.
func (s *supervisor) runs() string {
	s.c.t.Helper()
	node, err := s.c.Node(s.name)
	require.NoError(s.c.t, err)
	for _, pid := range s.processes() {
		if pid == strconv.Itoa(node.PID) {
			continue
		}
		// "current" is resolved when the process starts, not when it is asked.
		binary, err := os.Readlink(filepath.Join("/proc", pid, "exe"))
		require.NoError(s.c.t, err)
		name, err := filepath.Rel(filepath.Join(s.home, "cosmovisor"), filepath.Dir(filepath.Dir(binary)))
		require.NoError(s.c.t, err)
		return name
	}
	return ""
}

// backups that were made of the node's data.
func (s *supervisor) backups() []string {
	s.c.t.Helper()
	found, err := filepath.Glob(filepath.Join(s.home, "data-backup-*", "application.db", "CURRENT"))
	require.NoError(s.c.t, err)
	return found
}
