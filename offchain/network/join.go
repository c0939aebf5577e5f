package network

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cometbft/cometbft/privval"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// JoinOptions say how a further node joins a network that already runs.
type JoinOptions struct {
	// Overrides of its configuration files, as in config.yml; its name is the node's.
	Validator
	// BasePort from which its ports are picked; 0 for that of the network.
	BasePort int
	// StateSync starts the node from a snapshot of two other nodes instead of
	// replaying every block.
	StateSync bool
}

// AddNode makes the home of a further node, which follows the chain and can be
// given a seat by a resolution. It starts nothing.
func (n *Network) AddNode(ctx context.Context, options JoinOptions) (Node, error) {
	if !nameText.MatchString(options.Name) {
		return Node{}, fmt.Errorf("node name %q: use 1 to 40 lower-case letters, digits and hyphens", options.Name)
	}
	if _, err := n.Node(options.Name); err == nil {
		return Node{}, fmt.Errorf("the network already has a node %q", options.Name)
	}
	genesis, err := os.ReadFile(filepath.Join(n.Nodes[0].Home, "config", "genesis.json"))
	if err != nil {
		return Node{}, err
	}
	base, taken := options.BasePort, map[int]bool{}
	if base == 0 {
		// Beside the first node's, wherever that is.
		base = n.Nodes[0].Ports.Metrics - portsAt(0).Metrics
	}
	for _, node := range n.Nodes {
		taken[node.Ports.RPC] = true
	}
	ports, err := freePorts(base, 1, taken)
	if err != nil {
		return Node{}, err
	}
	if options.StateSync {
		if options.Config, err = n.stateSync(ctx, options.Config); err != nil {
			return Node{}, err
		}
	}
	if _, err := n.addHome(options.Name, ports[0], false); err != nil {
		return Node{}, err
	}
	node, err := n.Node(options.Name)
	if err != nil {
		return Node{}, err
	}
	if err := n.writeNode(node, options.Validator, genesis); err != nil {
		return Node{}, err
	}
	return node, n.Save()
}

// stateSync trusts the last block of the first node, asked from two nodes.
func (n *Network) stateSync(ctx context.Context, overrides map[string]any) (map[string]any, error) {
	if len(n.Nodes) < 2 {
		return nil, fmt.Errorf("state sync asks two nodes; the network has %d", len(n.Nodes))
	}
	block, err := QueryBlock(ctx, n.Nodes[0].RPC, 0)
	if err != nil {
		return nil, err
	}
	sync := map[string]any{"statesync": map[string]any{
		"enable":       true,
		"rpc_servers":  []string{n.Nodes[0].RPC, n.Nodes[1].RPC},
		"trust_height": block.Height,
		"trust_hash":   block.Hash,
		"trust_period": "336h",
	}}
	merged, ok := merge(sync, overrides).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the overrides of config.toml are not keys with values")
	}
	return merged, nil
}

// ConsensusKey is a node's public key, and its proof that it agrees to the seat
// of a co-op under an operator.
func (n *Network) ConsensusKey(name string, coopID uint64, operator string) (*ed25519.PubKey, []byte, error) {
	node, err := n.Node(name)
	if err != nil {
		return nil, nil, err
	}
	address, err := membershiptypes.AddressBytes(operator)
	if err != nil {
		return nil, nil, err
	}
	comet := n.defaults.Comet()
	comet.SetRoot(node.Home)
	// Only the key is read: the file of what was signed is the running node's.
	file := privval.LoadFilePVEmptyState(comet.PrivValidatorKeyFile(), "")
	private := &ed25519.PrivKey{Key: file.Key.PrivKey.Bytes()}
	proof, err := validatorstypes.ProveConsensusKey(private, n.ChainID, coopID, address)
	if err != nil {
		return nil, nil, err
	}
	public, ok := private.PubKey().(*ed25519.PubKey)
	if !ok {
		return nil, nil, fmt.Errorf("node %q has no ed25519 consensus key", name)
	}
	return public, proof, nil
}
