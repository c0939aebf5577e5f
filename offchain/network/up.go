package network

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// firstBlocksPatience is how long a network may take to make its first blocks.
const firstBlocksPatience = 2 * time.Minute

// UpOptions say which network to start, and how.
type UpOptions struct {
	Home       string
	ConfigFile string
	// Validators is how many validators to run; 0 for all of the config.
	Validators int
	BasePort   int
	// Binary to run the nodes with.
	Binary string
}

// Up starts the network of a home, and makes it first if there is none. It
// returns once every node has seen two more blocks. If that fails nothing of it runs on.
func Up(ctx context.Context, options UpOptions, defaults Defaults, out io.Writer) (*Network, error) {
	n, err := Open(options.Home, defaults)
	switch {
	case errors.Is(err, ErrNone):
		n, err = prepareFromFile(options, defaults)
	case err == nil:
		err = n.mayResume(options, out)
	}
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(out, "Starting %d nodes; the first blocks take a few seconds …\n", len(n.Nodes)); err != nil {
		return nil, err
	}
	err = n.startAndAwait(ctx, options.Binary)
	if err == nil {
		err = n.startFaucet(options.Binary)
	}
	if err != nil {
		if stopErr := n.StopAll(); stopErr != nil {
			err = errors.Join(err, stopErr)
		}
		return nil, err
	}
	return n, nil
}

func prepareFromFile(options UpOptions, defaults Defaults) (*Network, error) {
	config, err := LoadConfig(options.ConfigFile)
	if err != nil {
		return nil, err
	}
	if options.Validators != 0 {
		if config, err = config.WithValidators(options.Validators); err != nil {
			return nil, err
		}
	}
	absolute, err := filepath.Abs(options.ConfigFile)
	if err != nil {
		return nil, err
	}
	return Prepare(options.Home, config, defaults, PrepareOptions{ConfigFile: absolute, BasePort: options.BasePort})
}

// mayResume refuses a network that runs, and warns when the config has changed
// since the network was made.
func (n *Network) mayResume(options UpOptions, out io.Writer) error {
	if running := n.Running(); len(running) > 0 {
		return fmt.Errorf("the network in %s already runs (%s): look with `coopd network status`, stop it with `coopd network down`", n.Home, strings.Join(running, ", "))
	}
	if options.Validators != 0 && options.Validators != len(n.Nodes) {
		return fmt.Errorf("the network in %s has %d nodes already; delete it or choose another --home to make one with %d validators", n.Home, len(n.Nodes), options.Validators)
	}
	_, err := fmt.Fprintf(out, "Resuming the network in %s with all that happened on it. Delete that folder to begin anew.\n", n.Home)
	if err == nil && fileSHA256(options.ConfigFile) != n.ConfigSHA256 {
		_, err = fmt.Fprintf(out, "Note: %s is not the file this network was made from, or has changed since; the network stays as it was made.\n", options.ConfigFile)
	}
	return err
}

func (n *Network) startAndAwait(ctx context.Context, binary string) error {
	if err := n.StartAll(binary); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, firstBlocksPatience)
	defer cancel()
	if err := n.AwaitHeight(ctx, n.Nodes[0].Name, 1); err != nil {
		return err
	}
	status, err := QueryStatus(ctx, n.Nodes[0].RPC)
	if err != nil {
		return err
	}
	for _, node := range n.nodes() {
		if err := n.AwaitHeight(ctx, node.Name, status.Height+2); err != nil {
			return err
		}
	}
	return nil
}

// NodeStatus is a node and how it is doing.
type NodeStatus struct {
	Node
	Running bool `json:"running"`
	// Answers says whether its RPC does; the rest is empty if not.
	Answers bool `json:"answers"`
	Status
}

// StatusOf asks every node how it is doing.
func (n *Network) StatusOf(ctx context.Context) []NodeStatus {
	var all []NodeStatus
	for _, node := range n.nodes() {
		line := NodeStatus{Node: node, Running: n.Runs(node.Name)}
		if line.Running {
			status, err := QueryStatus(ctx, node.RPC)
			line.Answers, line.Status = err == nil, status
		}
		all = append(all, line)
	}
	return all
}

// PrintStatus writes one line a node.
func PrintStatus(out io.Writer, nodes []NodeStatus) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	if _, err := fmt.Fprintln(table, "NODE\tCO-OP\tSTATE\tHEIGHT\tPID\tRPC"); err != nil {
		return err
	}
	for _, node := range nodes {
		state := "stopped"
		switch {
		case node.Running && !node.Answers:
			state = "starting"
		case node.Running && node.CatchingUp:
			state = "catching up"
		case node.Running && node.VotingPower > 0:
			state = "signing"
		case node.Running:
			state = "following"
		}
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%s\n", node.Name, node.Coop, state, node.Height, node.PID, node.RPC); err != nil {
			return err
		}
	}
	return table.Flush()
}

// PrintSummary says where everything is and what to try next.
func (n *Network) PrintSummary(out io.Writer, command string) error {
	root := n.Coops[0]
	var lines []string
	say := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	say("The ledger %q runs with %d validators. %s (%s) has %d members.", n.ChainID, len(n.Nodes), root.Name, root.Slug, len(root.Members))
	say("")
	table := &strings.Builder{}
	columns := tabwriter.NewWriter(table, 0, 4, 2, ' ', 0)
	fmt.Fprintln(columns, "  VALIDATOR\tRUN BY\tPID\tRPC\tREST\tGRPC\tMETRICS")
	for _, node := range n.nodes() {
		fmt.Fprintf(columns, "  %s\t%s\t%d\t%s\t%s\t%s\thttp://%s/metrics\n",
			node.Name, node.Coop, node.PID, node.RPC, node.REST, node.GRPC, loopback(node.Ports.Metrics))
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	lines = append(lines, table.String())
	home := "--home " + n.ClientHome
	say("Everything about it:  %s", filepath.Join(n.Home, stateFile))
	say("Each node's log:      %s", filepath.Join(n.Home, "logs"))
	say("REST described:       %s/openapi.json", n.Nodes[0].REST)
	say("Keys, unprotected:    %s  (words: %s)", n.ClientHome, n.Mnemonics)
	if n.Faucet != nil {
		say("Coins to try with:    curl -d '{\"address\": \"coop1…\"}' http://%s  (%s from %s)", n.Faucet.Listen, n.Faucet.Coins, n.Faucet.Account)
	}
	say("")
	say("Try next:")
	say("  %s q membership coops %s", command, home)
	say("  %s q membership roll %s %s", command, root.Slug, home)
	say("  %s q validators seats %s", command, home)
	if coop, person := n.somebody(); person != "" {
		say("  %s q membership who %s %s", command, person, home)
		say("  %s charter explain worker", command)
		say("  %s q governance resolutions %s %s", command, coop, home)
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

// somebody is a person's address and the co-op they belong to.
func (n *Network) somebody() (slug, address string) {
	for _, coop := range n.Coops {
		for _, member := range coop.Members {
			if len(member.Accounts) == 0 {
				continue
			}
			if address, err := n.Address(member.Accounts[0]); err == nil {
				return coop.Slug, address
			}
		}
	}
	return "", ""
}
