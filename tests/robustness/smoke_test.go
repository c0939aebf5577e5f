package robustness

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/network"
)

// A validator is killed (kill -9). The other three go on; it comes back, catches
// up and signs again, and all four have the same state.
func TestOneNodeKilled(t *testing.T) {
	c := start(t, binary(t), nil)
	const victim = "cedar"
	require.NoError(t, c.Kill(victim))
	require.False(t, c.Runs(victim))
	others := []string{"alder", "birch", "drift"}
	missed := c.advance(4, others...)

	require.NoError(t, c.Start(victim, c.binary))
	c.reach(missed, victim)
	c.awaitSignature(victim)
	c.sameState(c.names()...)
}

// startSeconds is how long a refusal may take, beyond what the command line
// takes for anything on this machine at this moment.
const startSeconds = 5

// A node that can't start says why in one sentence, at once.
func TestRefusalsToStart(t *testing.T) {
	coopd := binary(t)
	c := start(t, coopd, nil)
	began := time.Now()
	require.NoError(t, exec.Command(coopd, "version").Run())
	limit := startSeconds*time.Second + time.Since(began)

	running, err := c.Node("alder")
	require.NoError(t, err)
	require.NoError(t, c.Stop("drift"))
	stopped, err := c.Node("drift")
	require.NoError(t, err)
	genesis := filepath.Join(stopped.Home, "config", "genesis.json")

	for name, test := range map[string]struct {
		node      network.Node
		spoil     func(t *testing.T)
		arguments []string
		words     []string
	}{
		"error - started twice on one home": {
			node: running, words: []string{"another coopd (pid ", ") already runs on " + running.Home, "--home"},
		},
		"error - wrong chain id": {
			node: stopped, arguments: []string{"--chain-id", "another-chain"},
			words: []string{`you asked for chain "another-chain"`, `is of chain "hosting-commons-local"`, "leave --chain-id out"},
		},
		"error - genesis of another chain than the data": {
			node: stopped, spoil: func(t *testing.T) {
				text, err := os.ReadFile(genesis)
				require.NoError(t, err)
				replace(t, genesis, bytes.Replace(text, []byte("hosting-commons-local"), []byte("another-chain"), 1))
			},
			words: []string{`holds the data of chain "hosting-commons-local"`, `is of chain "another-chain"`, "put the genesis"},
		},
		"error - unreadable genesis": {
			node: stopped, spoil: func(t *testing.T) { replace(t, genesis, []byte("{half of a gene")) },
			words: []string{"the genesis at " + genesis, "can't be read", "copy the network's genesis again"},
		},
		"error - no genesis": {
			node: stopped, spoil: func(t *testing.T) { replace(t, genesis, nil) },
			words: []string{"there is no genesis at " + genesis, "copy the network's genesis there"},
		},
		"error - port in use": {
			node: stopped, spoil: func(t *testing.T) { hold(t, strings.TrimPrefix(stopped.REST, "http://")) },
			words: []string{strings.TrimPrefix(stopped.REST, "http://"), "api.address in app.toml", "can't be used", "another port"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if test.spoil != nil {
				test.spoil(t)
			}
			sentence, took := refusal(t, coopd, append([]string{"start", "--home", test.node.Home}, test.arguments...)...)
			for _, words := range test.words {
				require.Contains(t, sentence, words)
			}
			require.Less(t, took, limit)
		})
	}

	// None of the attempts has harmed anything.
	require.NoError(t, c.Start("drift", coopd))
	c.awaitSignature("drift")
	c.sameState(c.names()...)
}

// refusal runs a command that must end with exit code 1 and one sentence.
func refusal(t *testing.T, coopd string, arguments ...string) (sentence string, took time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, wrong bytes.Buffer
	command := exec.CommandContext(ctx, coopd, arguments...)
	command.Stdout, command.Stderr = &out, &wrong
	began := time.Now()
	err := command.Run()
	took = time.Since(began)
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "it started: %s", out.String())
	require.Equal(t, 1, exit.ExitCode(), "%s%s", out.String(), wrong.String())
	sentence = strings.TrimSpace(wrong.String())
	require.NotContains(t, sentence, "\n", "one sentence and no more")
	require.True(t, strings.HasPrefix(sentence, "Error: "), sentence)
	for _, noise := range []string{"goroutine ", "Usage:", "panic"} {
		require.NotContains(t, out.String()+sentence, noise)
	}
	return sentence, took
}

// replace a file for the time of a test; nil takes it away.
func replace(t *testing.T, file string, content []byte) {
	t.Helper()
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.WriteFile(file, before, 0o644)) })
	if content == nil {
		require.NoError(t, os.Remove(file))
		return
	}
	require.NoError(t, os.WriteFile(file, content, 0o644))
}

// hold a port for the time of a test.
func hold(t *testing.T, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
}
