package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/codec"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

// Defaults are what a network takes from the binary that runs it, so that this
// package knows no application.
type Defaults struct {
	// Codec reads and writes the modules' genesis and the keyring.
	Codec codec.Codec
	// Genesis is every module's empty state.
	Genesis map[string]json.RawMessage
	// Consensus are the block's limits from the first block on.
	Consensus func() *cmttypes.ConsensusParams
	// Comet is config.toml's defaults.
	Comet func() *cmtcfg.Config
	// App is app.toml's template and defaults.
	App func() (template string, config *serverconfig.Config)
	// OpenAPI describes the REST interface; it may be absent.
	OpenAPI []byte
}

// stateFile is what a network knows of itself, in its home.
const stateFile = "network.json"

// State is what network.json holds.
type State struct {
	ChainID string `json:"chain_id"`
	// Config is the file the network was made from; ConfigSHA256 its hash then.
	Config       string `json:"config"`
	ConfigSHA256 string `json:"config_sha256"`
	// ClientHome is a home for the command line, with every account's key.
	ClientHome string `json:"client_home"`
	// Mnemonics is a file with every account's words.
	Mnemonics string    `json:"mnemonics"`
	Nodes     []Node    `json:"nodes"`
	Accounts  []KeyLine `json:"accounts"`
	Coops     []CoopRef `json:"coops"`
	// Faucet gives coins to who asks; nil if the config has none.
	Faucet *FaucetState `json:"faucet,omitempty"`
}

// Node is one process of a network.
type Node struct {
	// Name is the node's moniker and the account that operates it.
	Name string `json:"name"`
	// Coop is the slug of the co-op whose seat it signs for; empty for none.
	Coop   string `json:"coop,omitempty"`
	CoopID uint64 `json:"coop_id,omitempty"`
	Home   string `json:"home"`
	Log    string `json:"log"`
	// PID of the process that was started last; 0 once it was stopped.
	PID    int    `json:"pid"`
	NodeID string `json:"node_id"`
	Ports  Ports  `json:"ports"`
	RPC    string `json:"rpc"`
	REST   string `json:"rest"`
	GRPC   string `json:"grpc"`
	// Archive nodes keep every height.
	Archive bool `json:"archive"`
}

// KeyLine is an account of a network.
type KeyLine struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// CoopRef is a co-op of the genesis.
type CoopRef struct {
	ID      uint64      `json:"id"`
	Slug    string      `json:"slug"`
	Name    string      `json:"name"`
	Account string      `json:"account"`
	Members []MemberRef `json:"members"`
}

// MemberRef is a member of the genesis: a person's accounts, or a co-op.
type MemberRef struct {
	MemberID uint64   `json:"member_id"`
	Class    string   `json:"class"`
	Accounts []string `json:"accounts,omitempty"`
	Coop     string   `json:"coop,omitempty"`
}

// Network is a local network on disk and its processes.
type Network struct {
	State
	// Home is the folder everything lies in; an absolute path.
	Home string

	defaults  Defaults
	lock      sync.Mutex
	processes map[string]*process
}

// ErrNone says that a home holds no network.
var ErrNone = errors.New("there is no network here")

// Open reads the network in a home. It returns ErrNone if there is none.
func Open(home string, defaults Defaults) (*Network, error) {
	absolute, err := filepath.Abs(home)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(absolute, stateFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w; start one with `coopd network up`", home, ErrNone)
	}
	if err != nil {
		return nil, err
	}
	network := &Network{Home: absolute, defaults: defaults, processes: map[string]*process{}}
	if err := json.Unmarshal(text, &network.State); err != nil {
		return nil, fmt.Errorf("%s can't be read (%w); delete %s to begin anew", filepath.Join(home, stateFile), err, home)
	}
	return network, nil
}

// Save writes network.json at once or not at all.
func (n *Network) Save() error {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.save()
}

func (n *Network) save() error {
	text, err := json.MarshalIndent(n.State, "", "  ")
	if err != nil {
		return err
	}
	file := filepath.Join(n.Home, stateFile)
	if err := os.WriteFile(file+".new", append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// Node finds a node by name.
func (n *Network) Node(name string) (Node, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	node, err := n.find(name)
	if err != nil {
		return Node{}, err
	}
	return *node, nil
}

func (n *Network) find(name string) (*Node, error) {
	for i := range n.Nodes {
		if n.Nodes[i].Name == name {
			return &n.Nodes[i], nil
		}
	}
	return nil, fmt.Errorf("the network has no node %q", name)
}

// Coop finds a co-op of the genesis by slug.
func (n *Network) Coop(slug string) (CoopRef, error) {
	for _, coop := range n.Coops {
		if coop.Slug == slug {
			return coop, nil
		}
	}
	return CoopRef{}, fmt.Errorf("the network's genesis has no co-op %q", slug)
}

// Address of an account by name.
func (n *Network) Address(account string) (string, error) {
	for _, key := range n.Accounts {
		if key.Name == account {
			return key.Address, nil
		}
	}
	return "", fmt.Errorf("the network has no account %q", account)
}
