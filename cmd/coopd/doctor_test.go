package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

// healthyHome is a node's home in which the doctor finds nothing to fail.
func healthyHome(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "config"), 0o700))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data"), 0o700))

	comet := cometConfig().SetRoot(dir)
	comet.P2P.ListenAddress = "tcp://" + freeAddress(t)
	comet.RPC.ListenAddress = "tcp://" + freeAddress(t)
	comet.Instrumentation.PrometheusListenAddr = freeAddress(t)
	comet.P2P.PersistentPeers = "0123456789012345678901234567890123456789@127.0.0.1:26656"
	cmtcfg.WriteConfigFile(filepath.Join(dir, "config", "config.toml"), comet)

	template, settings := nodeConfig()
	settings.API.Address = "tcp://" + freeAddress(t)
	settings.GRPC.Address = freeAddress(t)
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(filepath.Join(dir, "config", "app.toml"), settings)

	write(t, dir, "config/client.toml", "chain-id = \"coop-test-1\"\nkeyring-backend = \"os\"\n")
	write(t, dir, "config/genesis.json", `{"app_name":"coopd","chain_id":"coop-test-1","initial_height":1,"genesis_time":"2026-01-01T00:00:00Z","app_state":{}}`)
	privval.NewFilePV(cmted25519.GenPrivKey(), comet.PrivValidatorKeyFile(), comet.PrivValidatorStateFile()).Save()
	require.NoError(t, os.Chmod(comet.PrivValidatorKeyFile(), 0o600))
	_, err := p2p.LoadOrGenNodeKey(comet.NodeKeyFile())
	require.NoError(t, err)
	return dir
}

func freeAddress(t *testing.T) string {
	t.Helper()
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer probe.Close() //nolint:errcheck // nothing was sent
	return probe.Addr().String()
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
}

func edit(t *testing.T, dir, name, pattern, replacement string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	changed := regexp.MustCompile(pattern).ReplaceAll(raw, []byte(replacement))
	require.NotEqual(t, string(raw), string(changed), "nothing in %s matches %s", name, pattern)
	write(t, dir, name, string(changed))
}

func consult(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := doctorCommand()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceUsage = true
	cmd.SetArgs(append([]string{"--home", dir, "--disk-warn-gib", "0", "--disk-fail-gib", "0"}, args...))
	err := cmd.Execute()
	return out.String(), err
}

func TestDoctorFindsAHealthyHomeFit(t *testing.T) {
	dir := healthyHome(t)
	before := listFiles(t, dir)
	out, err := consult(t, dir)
	require.NoError(t, err, out)
	for _, line := range []string{
		"ok    genesis             chain coop-test-1 from height 1, SHA-256 ",
		"ok    chain id            coop-test-1",
		"ok    consensus key       address ",
		"ok    last signature      height 0",
		"ok    node key            node id ",
		"ok    keyring ",
		"ok    double-signing      a start looks 10 blocks back",
		"ok    bounds ",
		"ok    running             no node runs on ",
		"ok    peers               1 named",
		"ok    disk ",
		"warn  peers' clocks       not compared: no other node's RPC address is known here → name one with --peer",
	} {
		require.Contains(t, out, line)
	}
	require.Equal(t, 5, strings.Count(out, "is free"), out)
	require.NotContains(t, out, "fail")
	require.Equal(t, before, listFiles(t, dir), "the doctor changed something")
}

func listFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		files[path] = string(raw)
		return err
	}))
	return files
}

func TestDoctorFindsFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		line   string
		fails  bool
	}{
		{"error - no genesis", func(t *testing.T, dir string) { remove(t, dir, "config/genesis.json") }, "fail  genesis", true},
		{"error - a torn genesis", func(t *testing.T, dir string) { write(t, dir, "config/genesis.json", `{"chain_id":`) }, "is no genesis", true},
		{"error - another chain", func(t *testing.T, dir string) {
			edit(t, dir, "config/client.toml", "coop-test-1", "coop-2")
		}, `client.toml says "coop-2", the genesis "coop-test-1"`, true},
		{"warning - no chain", func(t *testing.T, dir string) {
			edit(t, dir, "config/client.toml", "coop-test-1", "")
		}, "client.toml names no chain", false},
		{"error - no consensus key", func(t *testing.T, dir string) { remove(t, dir, "config/priv_validator_key.json") }, "fail  consensus key", true},
		{"error - an empty consensus key", func(t *testing.T, dir string) { write(t, dir, "config/priv_validator_key.json", "{}") }, "holds no key", true},
		{"error - a key for everybody", func(t *testing.T, dir string) {
			require.NoError(t, os.Chmod(filepath.Join(dir, "config/priv_validator_key.json"), 0o644))
		}, "chmod 600", true},
		{"error - a node key for everybody", func(t *testing.T, dir string) {
			require.NoError(t, os.Chmod(filepath.Join(dir, "config/node_key.json"), 0o640))
		}, "fail  node key", true},
		{"error - forgot what it signed", func(t *testing.T, dir string) { remove(t, dir, "data/priv_validator_state.json") }, "sign a height twice", true},
		{"error - no node key", func(t *testing.T, dir string) { remove(t, dir, "config/node_key.json") }, "fail  node key", true},
		{"warning - a test keyring on a local network", func(t *testing.T, dir string) {
			edit(t, dir, "config/client.toml", `"os"`, `"test"`)
		}, "warn  keyring", false},
		{"error - a test keyring on a node that others reach", func(t *testing.T, dir string) {
			edit(t, dir, "config/client.toml", `"os"`, `"test"`)
			edit(t, dir, "config/config.toml", `(?m)(^\[p2p\][^\[]*?laddr = "tcp://)127\.0\.0\.1`, "${1}0.0.0.0")
		}, "fail  keyring", true},
		{"warning - never looks back", func(t *testing.T, dir string) {
			edit(t, dir, "config/config.toml", `double_sign_check_height = 10`, `double_sign_check_height = 0`)
		}, "warn  double-signing", false},
		{"error - no bound on transactions", func(t *testing.T, dir string) {
			edit(t, dir, "config/app.toml", `max-txs = 20000`, `max-txs = -1`)
		}, "fail  mempool", true},
		{"warning - no bound on queries", func(t *testing.T, dir string) {
			edit(t, dir, "config/app.toml", `query-gas-limit = "50000000"`, `query-gas-limit = "0"`)
		}, "warn  query gas", false},
		{"warning - nobody named", func(t *testing.T, dir string) {
			edit(t, dir, "config/config.toml", `persistent_peers = ".*"`, `persistent_peers = ""`)
		}, "warn  peers", false},
		{"warning - an open RPC", func(t *testing.T, dir string) {
			edit(t, dir, "config/config.toml", `(?m)(^\[rpc\][^\[]*?laddr = "tcp://)127\.0\.0\.1`, "${1}0.0.0.0")
		}, "warn  open door", false},
		{"error - a setting that is no number", func(t *testing.T, dir string) {
			edit(t, dir, "config/config.toml", `timeout_propose = ".*"`, `timeout_propose = "-1s"`)
		}, "fail  config.toml", true},
		{"error - a torn configuration", func(t *testing.T, dir string) { write(t, dir, "config/app.toml", "[api\n") }, "fail  app.toml", true},
		{"error - no home", func(t *testing.T, dir string) { require.NoError(t, os.RemoveAll(dir)) }, "coopd init", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := healthyHome(t)
			test.damage(t, dir)
			out, err := consult(t, dir)
			require.Contains(t, out, test.line)
			if test.fails {
				require.ErrorIs(t, err, errUnfit)
			} else {
				require.NoError(t, err, out)
			}
		})
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	require.NoError(t, os.Remove(filepath.Join(dir, name)))
}

func TestDoctorSeesWhoHoldsAPort(t *testing.T) {
	dir := healthyHome(t)
	raw, err := os.ReadFile(filepath.Join(dir, "config/config.toml"))
	require.NoError(t, err)
	address := regexp.MustCompile(`(?m)^\[rpc\][^\[]*?laddr = "tcp://(.*?)"`).FindStringSubmatch(string(raw))[1]
	holder, err := net.Listen("tcp", address)
	require.NoError(t, err)
	defer holder.Close() //nolint:errcheck // nothing was sent

	out, err := consult(t, dir)
	require.ErrorIs(t, err, errUnfit)
	require.Contains(t, out, fmt.Sprintf("fail  port                %s (rpc.laddr) can't be used", address))
	require.Contains(t, out, "another port in config.toml")

	lock, err := lockHome(dir)
	require.NoError(t, err)
	defer lock.Close() //nolint:errcheck // it is empty
	out, err = consult(t, dir)
	require.NoError(t, err, out)
	require.Contains(t, out, fmt.Sprintf("pid %d; its ports are its own", os.Getpid()))
	require.Contains(t, out, fmt.Sprintf("%s (rpc.laddr) is held, by the running node", address))
	require.Contains(t, out, "is free though a node runs")
}

func TestDoctorComparesClocks(t *testing.T) {
	for _, test := range []struct {
		name  string
		ahead time.Duration
		chain string
		line  string
		fails bool
	}{
		{"success - the same time", 0, "coop-test-1", "ok    peers' clocks", false},
		{"warning - four seconds", 4 * time.Second, "coop-test-1", "warn  peers' clocks", false},
		{"error - an hour ahead", time.Hour, "coop-test-1", "fail  peers' clocks", true},
		{"error - an hour behind", -time.Hour, "coop-test-1", "one of the two clocks is wrong", true},
		{"error - another chain's node", 0, "coop-2", `a node of chain "coop-2"`, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", time.Now().Add(test.ahead).UTC().Format(http.TimeFormat))
				_, _ = fmt.Fprintf(w, `{"result":{"node_info":{"network":%q}}}`, test.chain)
			}))
			defer peer.Close()
			out, err := consult(t, healthyHome(t), "--peer", peer.URL)
			require.Contains(t, out, test.line)
			require.Equal(t, test.fails, err != nil, out)
		})
	}
	out, err := consult(t, healthyHome(t), "--peer", "http://127.0.0.1:1")
	require.NoError(t, err)
	require.Contains(t, out, "http://127.0.0.1:1 was not compared")
}

func TestDoctorMeasuresTheDisk(t *testing.T) {
	for _, test := range []struct {
		name      string
		freeBytes uint64
		freeFiles uint64
		verdicts  []verdict
	}{
		{"success - plenty", 50 * gibibyte, 1 << 30, []verdict{verdictOK}},
		{"success - a file system that counts no files", 50 * gibibyte, 0, []verdict{verdictOK}},
		{"warning - little", 19 * gibibyte, 1 << 30, []verdict{verdictWarn}},
		{"error - hardly any", 4 * gibibyte, 1 << 30, []verdict{verdictFail}},
		{"warning - few files", 50 * gibibyte, 1_000, []verdict{verdictOK, verdictWarn}},
	} {
		t.Run(test.name, func(t *testing.T) {
			patient := examination{home: t.TempDir(), diskWarnGiB: 20, diskFailGiB: 5}
			patient.free = func(string) (uint64, uint64, uint64, error) {
				return test.freeBytes, 100 * gibibyte, test.freeFiles, nil
			}
			var verdicts []verdict
			for _, f := range patient.checkDisk() {
				verdicts = append(verdicts, f.Verdict)
			}
			require.Equal(t, test.verdicts, verdicts)
		})
	}
	free, total, _, err := freeSpace(filepath.Join(t.TempDir(), "not", "there", "yet"))
	require.NoError(t, err)
	require.Greater(t, total, free)
}

func TestDoctorAsksTheKernel(t *testing.T) {
	patient := examination{}
	for want, answer := range map[string][2]bool{
		"a time service keeps it": {true, true}, "no time service": {false, true}, "could not be checked": {false, false},
	} {
		patient.ntp = func() (bool, bool, string) { return answer[0], answer[1], "because" }
		require.Contains(t, patient.checkNTP().String(), want)
	}
}

func TestDoctorWritesJSON(t *testing.T) {
	dir := healthyHome(t)
	remove(t, dir, "config/genesis.json")
	cmd := doctorCommand()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&bytes.Buffer{})
	cmd.SilenceUsage = true
	cmd.SetArgs([]string{"--home", dir, "-o", "json"})
	require.ErrorIs(t, cmd.Execute(), errUnfit)
	var told struct {
		Checks   []finding `json:"checks"`
		Failures int       `json:"failures"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &told))
	require.GreaterOrEqual(t, told.Failures, 1)
	require.Greater(t, len(told.Checks), 15)

	_, err := consult(t, dir, "-o", "xml")
	require.ErrorContains(t, err, "text or json")
}
