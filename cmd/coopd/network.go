package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/coopledger/coopledger/docs/reference/openapi"
	"github.com/coopledger/coopledger/offchain/network"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	defaultNetworkHome = ".network"
	flagBasePort       = "base-port"
	flagConfig         = "config"
	flagDetach         = "detach"
	flagStateSync      = "state-sync"
	flagValidators     = "validators"

	// watchInterval is how often the foreground looks after its nodes.
	watchInterval = 2 * time.Second
)

// networkCommand runs local networks: all validators of a config.yml on this
// machine, each its own process.
func networkCommand(cdc codec.Codec, genesis map[string]json.RawMessage) *cobra.Command {
	defaults := network.Defaults{
		Codec: cdc, Genesis: genesis, Consensus: chaintypes.DefaultConsensusParams,
		Comet: cometConfig, App: nodeConfig, OpenAPI: openapi.Document,
	}
	cmd := &cobra.Command{
		Use:   "network",
		Short: "Run a whole local network on this machine",
		Long: `Run a whole local network on this machine: the co-ops, members and validators of
config.yml, each validator its own process, all of them on 127.0.0.1.

Its keys lie unprotected in its folder: never use them for anything real.`,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.PersistentFlags().String(flags.FlagHome, defaultNetworkHome, "the network's folder")
	cmd.AddCommand(
		networkUpCommand(defaults), networkStatusCommand(defaults),
		networkAddCommand(defaults), networkDownCommand(defaults), networkFaucetCommand(defaults),
	)
	return cmd
}

func networkUpCommand(defaults network.Defaults) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the network, and make it first if there is none",
		Long: `Start the network of config.yml, and make it first if its folder holds none. A
network that was stopped goes on where it was.

It runs until Ctrl-C. With --detach it runs on in the background; stop it with:
coopd network down`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			options, err := upOptions(cmd)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			out := cmd.OutOrStdout()
			n, err := network.Up(ctx, options, defaults, out)
			if err != nil {
				return err
			}
			if err := n.PrintSummary(out, os.Args[0]); err != nil {
				return err
			}
			if detached, _ := cmd.Flags().GetBool(flagDetach); detached {
				_, err = fmt.Fprintf(out, "\nStop it with: %s network down --home %s\n", os.Args[0], n.Home)
				return err
			}
			return watch(ctx, n, out)
		},
	}
	cmd.Flags().StringP(flagConfig, "f", "config.yml", "the network's description")
	cmd.Flags().Int(flagValidators, 0, "how many validators to run; all of the config by default")
	cmd.Flags().Int(flagBasePort, network.DefaultBasePort, "first port to try; ports that are held are passed over")
	cmd.Flags().Bool(flagDetach, false, "leave it running in the background")
	return cmd
}

func upOptions(cmd *cobra.Command) (network.UpOptions, error) {
	var options network.UpOptions
	var err error
	if options.Binary, err = os.Executable(); err != nil {
		return options, err
	}
	if options.Home, err = cmd.Flags().GetString(flags.FlagHome); err != nil {
		return options, err
	}
	if options.ConfigFile, err = cmd.Flags().GetString(flagConfig); err != nil {
		return options, err
	}
	if options.Validators, err = cmd.Flags().GetInt(flagValidators); err != nil {
		return options, err
	}
	options.BasePort, err = cmd.Flags().GetInt(flagBasePort)
	return options, err
}

// watch says when a node stops, until Ctrl-C; then it stops them all.
func watch(ctx context.Context, n *network.Network, out io.Writer) error {
	if _, err := fmt.Fprintln(out, "\nCtrl-C stops it; what happened on it is kept."); err != nil {
		return err
	}
	running := n.Running()
	for {
		select {
		case <-ctx.Done():
			if _, err := fmt.Fprintln(out, "\nStopping all validators …"); err != nil {
				return err
			}
			return n.StopAll()
		case <-time.After(watchInterval):
		}
		now := n.Running()
		for _, name := range running {
			if slices.Contains(now, name) {
				continue
			}
			if node, err := n.Node(name); err == nil {
				if _, err := fmt.Fprintf(out, "Node %s has stopped; its log is %s\n", name, node.Log); err != nil {
					return err
				}
			}
		}
		if running = now; len(running) == 0 {
			return fmt.Errorf("all nodes have stopped; their logs are in %s/logs", n.Home)
		}
	}
}

func networkStatusCommand(defaults network.Defaults) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say which nodes run, and how far they are",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := openNetwork(cmd, defaults)
			if err != nil {
				return err
			}
			status := n.StatusOf(cmd.Context())
			if wantsJSON(cmd) {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetIndent("", "  ")
				return encoder.Encode(map[string]any{"chain_id": n.ChainID, "home": n.Home, "nodes": status})
			}
			if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s in %s\n", n.ChainID, n.Home); err != nil {
				return err
			}
			return network.PrintStatus(cmd.OutOrStdout(), status)
		},
	}
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text or json")
	return cmd
}

func networkAddCommand(defaults network.Defaults) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a node that follows the running network, and start it",
		Long: `Add a node that follows the running network, and start it. It signs nothing until
the root federation gives it a seat; what to propose for that is printed.

With --state-sync it starts from a snapshot of the others instead of replaying
every block; the others make one every 50 blocks unless their settings differ.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := openNetwork(cmd, defaults)
			if err != nil {
				return err
			}
			stateSync, err := cmd.Flags().GetBool(flagStateSync)
			if err != nil {
				return err
			}
			binary, err := os.Executable()
			if err != nil {
				return err
			}
			node, err := n.AddNode(cmd.Context(), network.JoinOptions{
				Validator: network.Validator{Name: args[0]}, StateSync: stateSync,
			})
			if err != nil {
				return err
			}
			if err := n.Start(node.Name, binary); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), `Node %s follows the network at %s; its log is %s

The message that gives it a seat, for a resolution of %s:
  %s tx validators prove-consensus-key CO-OP --operator ADDRESS --moniker %s --key-file %s/config/priv_validator_key.json --home %s
`, node.Name, node.RPC, node.Log, n.Coops[0].Slug, os.Args[0], node.Name, node.Home, n.ClientHome)
			return err
		},
	}
	cmd.Flags().Bool(flagStateSync, false, "start from a snapshot of the other nodes")
	return cmd
}

func networkDownCommand(defaults network.Defaults) *cobra.Command {
	return &cobra.Command{
		Use:   "down",
		Short: "Stop the network; what happened on it is kept",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := openNetwork(cmd, defaults)
			if err != nil {
				return err
			}
			running := n.Running()
			if err := n.StopAll(); err != nil {
				return err
			}
			if len(running) == 0 {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "Nothing of the network in %s was running.\n", n.Home)
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Stopped %s. `%s network up --home %s` goes on where it was.\n",
				strings.Join(running, ", "), os.Args[0], n.Home)
			return err
		},
	}
}

func openNetwork(cmd *cobra.Command, defaults network.Defaults) (*network.Network, error) {
	home, err := cmd.Flags().GetString(flags.FlagHome)
	if err != nil {
		return nil, err
	}
	return network.Open(home, defaults)
}
