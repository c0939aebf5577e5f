package robustness

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"

	"github.com/coopledger/coopledger/offchain/network"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	// pruned is how many heights the node that forgets keeps.
	pruned = 2
	// forgetting is how many blocks it takes to forget the first: two of the
	// SDK's shortest intervals, and a few more.
	forgetting = 24
)

// By the command line, gRPC and REST a node tells how things stood at an earlier
// height. What is still to come, and what it has forgotten, it refuses in a sentence.
func TestEarlierHeights(t *testing.T) {
	coopd := binary(t)
	c := start(t, coopd, nil)
	c.reach(3, "alder", "drift")
	alder, err := c.Node("alder")
	require.NoError(t, err)
	drift, err := c.Node("drift")
	require.NoError(t, err)
	require.NoError(t, c.Stop("drift"))
	forget(t, drift)
	require.NoError(t, c.Start("drift", coopd))

	asked := c.height("alder")
	then := c.timeOf(asked)
	latest := c.advance(forgetting, "alder", "drift")
	roads := map[string]func(network.Node, int64) (string, error){
		"the command line": func(n network.Node, height int64) (string, error) { return askCommandLine(coopd, n, height) },
		"gRPC":             askGRPC,
		"REST":             askREST,
	}
	for road, ask := range roads {
		t.Run("success - "+road, func(t *testing.T) {
			told, err := ask(alder, asked)
			require.NoError(t, err)
			require.Equal(t, then.Format(time.RFC3339), told)
			now, err := ask(alder, latest)
			require.NoError(t, err)
			require.Equal(t, c.timeOf(latest).Format(time.RFC3339), now)
			require.NotEqual(t, told, now)
		})
		t.Run("error - a height to come, by "+road, func(t *testing.T) {
			_, err := ask(alder, latest+100_000)
			require.ErrorContains(t, err, "cannot query with height in the future; please provide a valid height")
		})
		t.Run("error - a forgotten height, by "+road, func(t *testing.T) {
			_, err := ask(drift, 1)
			require.ErrorContains(t, err, "failed to load state at height 1")
			require.ErrorContains(t, err, "has either been pruned")
		})
	}
}

// forget makes a node keep a few heights alone.
func forget(t *testing.T, node network.Node) {
	t.Helper()
	file := filepath.Join(node.Home, "config", "app.toml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for setting, value := range map[string]string{
		"pruning": "custom", "pruning-keep-recent": strconv.Itoa(pruned), "pruning-interval": "10",
		"snapshot-interval": "0", // a snapshot's height would be kept
	} {
		line := regexp.MustCompile(`(?m)^` + setting + ` = .*$`)
		require.Regexp(t, line, string(text))
		written := fmt.Sprintf("%s = %q", setting, value)
		if setting == "snapshot-interval" {
			written = setting + " = " + value
		}
		text = line.ReplaceAll(text, []byte(written))
	}
	require.NoError(t, os.WriteFile(file, text, 0o600))
}

// timeOf a block.
func (c *chain) timeOf(height int64) time.Time {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	block, err := c.rpc("alder").Block(ctx, &height)
	require.NoError(c.t, err)
	return block.Block.Time.UTC()
}

// askCommandLine, and the others, ask for the time of the block at a height.
func askCommandLine(coopd string, node network.Node, height int64) (string, error) {
	output, err := exec.Command(coopd, "q", "chain", "clock", "--height", fmt.Sprint(height),
		"--node", node.RPC, "--home", node.Home, "-o", "json").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return blockTime(output)
}

func askREST(node network.Node, height int64) (string, error) {
	request, err := http.NewRequest(http.MethodGet, node.REST+"/coop/chain/v1/clock", nil)
	if err != nil {
		return "", err
	}
	request.Header.Set(grpctypes.GRPCBlockHeightHeader, fmt.Sprint(height))
	answer, err := (&http.Client{Timeout: rpcPatience}).Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", answer.Status, body)
	}
	return blockTime(body)
}

func askGRPC(node network.Node, height int64) (string, error) {
	connection, err := grpc.NewClient(node.GRPC, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return "", err
	}
	defer connection.Close() //nolint:errcheck // it only asked
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, grpctypes.GRPCBlockHeightHeader, fmt.Sprint(height))
	answer, err := chaintypes.NewQueryClient(connection).Clock(ctx, &chaintypes.QueryClockRequest{})
	if err != nil {
		return "", err
	}
	return answer.BlockTime, nil
}

func blockTime(answer []byte) (string, error) {
	var told struct {
		BlockTime string `json:"block_time"`
	}
	err := json.Unmarshal(answer, &told)
	return told.BlockTime, err
}
