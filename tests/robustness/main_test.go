package robustness

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/network"
)

// guardedFolder tells this program, started a second time, to be the guard.
const guardedFolder = "COOP_ROBUSTNESS_GUARDS"

// scratch is the folder that all networks of this run lie in.
var scratch string

// TestMain runs the tests beside a guard: a process that waits for this one to
// end, however it ends, and then ends the nodes it left.
func TestMain(m *testing.M) {
	if folder := os.Getenv(guardedFolder); folder != "" {
		guard(folder)
		return
	}
	os.Exit(guarded(m))
}

func guarded(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "coop-robustness-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), guardedFolder+"="+scratch)
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	lifeline, err := command.StdinPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the guard can't be started:", err)
		return 1
	}
	code := m.Run()
	_ = lifeline.Close()
	_ = command.Wait()
	return code
}

// guard waits until the lifeline breaks.
func guard(folder string) {
	_, _ = io.Copy(io.Discard, os.Stdin)
	homes, _ := filepath.Glob(filepath.Join(folder, "*", "network.json"))
	for _, file := range homes {
		if n, err := network.Open(filepath.Dir(file), network.Defaults{}); err == nil {
			_ = n.StopAll()
		}
	}
	_ = os.RemoveAll(folder)
}

// binary builds the node from this tree, once for each set of build tags.
func binary(t *testing.T, tags ...string) string {
	t.Helper()
	if named := os.Getenv("COOPD"); named != "" && len(tags) == 0 {
		absolute, err := filepath.Abs(named)
		require.NoError(t, err)
		return absolute
	}
	folder, err := filepath.Abs(filepath.Join("..", "..", "build", "robustness", strings.Join(append([]string{"coopd"}, tags...), "-")))
	require.NoError(t, err)
	file := filepath.Join(folder, "coopd")
	if built[file] {
		return file
	}
	command := exec.Command("go", "build", "-buildvcs=false", "-tags", strings.Join(tags, ","), "-o", file, "./cmd/coopd")
	command.Dir = filepath.Join("..", "..")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	built[file] = true
	return file
}

var built = map[string]bool{}
