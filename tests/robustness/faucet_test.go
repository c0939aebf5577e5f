package robustness

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The faucet is a process beside the nodes: who asks it has the coins in a block,
// and it ends with the network.
func TestFaucet(t *testing.T) {
	listen := freeAddress(t)
	c := start(t, binary(t), func(config setup) {
		config["validators"] = config["validators"].([]any)[:1] // one is enough
		for _, coop := range config.list("coop", "coops") {
			if coop["validator"] != "alder" {
				delete(coop, "validator")
			}
		}
		config["faucet"] = map[string]any{"name": "visitor", "coins": []string{"1000credit"}, "host": listen}
	})
	pid := c.Faucet.PID
	require.True(t, alive(pid))
	address, err := c.Address("ada")
	require.NoError(t, err)
	require.Equal(t, "0", c.credit(address))

	require.Eventually(t, func() bool {
		answer, err := http.Get("http://" + listen + "/info")
		return err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
	}, startPatience, pollInterval)
	answer, err := http.Post("http://"+listen, "application/json", strings.NewReader(fmt.Sprintf(`{"address": %q}`, address)))
	require.NoError(t, err)
	defer answer.Body.Close() //nolint:errcheck // only read
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Eventually(t, func() bool { return c.credit(address) == "1000" }, blockPatience, pollInterval)

	output, err := exec.Command(c.binary, "network", "down", "--home", c.Home).CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.False(t, alive(pid), "%s", output)
}

// credit of an address, as the first node's REST interface has it.
func (c *chain) credit(address string) string {
	c.t.Helper()
	answer, err := http.Get(c.Nodes[0].REST + "/cosmos/bank/v1beta1/balances/" + address + "/by_denom?denom=credit")
	require.NoError(c.t, err)
	defer answer.Body.Close() //nolint:errcheck // only read
	var said struct {
		Balance struct {
			Amount string `json:"amount"`
		} `json:"balance"`
	}
	require.NoError(c.t, json.NewDecoder(answer.Body).Decode(&said))
	return said.Balance.Amount
}

// alive says whether a process runs. One that has ended and that nobody has asked
// about yet still has its number, and no command line.
func alive(pid int) bool {
	if pid == 0 || syscall.Kill(pid, 0) != nil {
		return false
	}
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	return err != nil || len(text) > 0
}

// freeAddress is one on which nothing listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}
