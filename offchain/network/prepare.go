package network

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"

	"github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/x/genutil"
)

// localSnapshotInterval is how many blocks lie between two snapshots on a local
// network: about a minute.
const localSnapshotInterval = 50

// PrepareOptions say how to make a network's files.
type PrepareOptions struct {
	// ConfigFile is where the config came from; only remembered.
	ConfigFile string
	// BasePort from which ports are picked; 0 for the default.
	BasePort int
}

// Prepare makes the files of a new network: accounts, a home for each node, the
// genesis. It starts nothing. If it fails it leaves nothing behind.
func Prepare(home string, cfg Config, defaults Defaults, options PrepareOptions) (prepared *Network, err error) {
	absolute, err := filepath.Abs(home)
	if err != nil {
		return nil, err
	}
	if entries, err := os.ReadDir(absolute); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s is not empty; choose another --home, or delete it", home)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err := os.MkdirAll(absolute, 0o755); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(absolute)
		}
	}()

	n := &Network{Home: absolute, defaults: defaults, processes: map[string]*process{}}
	n.Config, n.ConfigSHA256 = options.ConfigFile, fileSHA256(options.ConfigFile)
	n.ClientHome, n.Mnemonics = filepath.Join(absolute, "client"), filepath.Join(absolute, "mnemonics.json")
	if n.ChainID, err = chainID(cfg); err != nil {
		return nil, err
	}
	if err := n.makeAccounts(cfg.Accounts); err != nil {
		return nil, err
	}
	base := options.BasePort
	if base == 0 {
		base = DefaultBasePort
	}
	ports, err := freePorts(base, len(cfg.Validators), nil)
	if err != nil {
		return nil, err
	}
	f := &founding{
		network: n, config: cfg, defaults: defaults, state: map[string]json.RawMessage{},
		keys: map[string]*ed25519.PubKey{}, time: time.Now().UTC().Truncate(time.Second),
	}
	for i, validator := range cfg.Validators {
		key, err := n.addHome(validator.Name, ports[i], i == 0)
		if err != nil {
			return nil, err
		}
		f.keys[validator.Name] = key
	}
	genesis, err := f.genesis()
	if err != nil {
		return nil, err
	}
	n.assignSeats(cfg)
	for i, validator := range cfg.Validators {
		if err := n.writeNode(n.Nodes[i], validator, genesis); err != nil {
			return nil, fmt.Errorf("validator %q: %w", validator.Name, err)
		}
	}
	if err := n.makeClientHome(); err != nil {
		return nil, err
	}
	if file := cfg.Client.OpenAPI.Path; file != "" {
		if err := os.WriteFile(filepath.Join(cfg.directory, file), defaults.OpenAPI, 0o644); err != nil {
			return nil, fmt.Errorf("client.openapi.path: %w", err)
		}
	}
	if err := n.addFaucet(cfg); err != nil {
		return nil, err
	}
	return n, n.Save()
}

func chainID(cfg Config) (string, error) {
	given, ok := cfg.Genesis["chain_id"]
	if !ok {
		return cfg.Coop.Coops[0].Slug + "-local", nil
	}
	id, ok := given.(string)
	if !ok || id == "" {
		return "", errors.New("genesis.chain_id must be a text")
	}
	return id, nil
}

func fileSHA256(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// addHome makes a node's home with its two keys.
func (n *Network) addHome(name string, ports Ports, archive bool) (*ed25519.PubKey, error) {
	node := Node{
		Name: name, Home: filepath.Join(n.Home, "nodes", name), Log: filepath.Join(n.Home, "logs", name+".log"),
		Ports: ports, Archive: archive,
		RPC: "http://" + loopback(ports.RPC), REST: "http://" + loopback(ports.REST), GRPC: loopback(ports.GRPC),
	}
	comet := n.defaults.Comet()
	comet.SetRoot(node.Home)
	for _, dir := range []string{"config", "data"} {
		if err := os.MkdirAll(filepath.Join(node.Home, dir), 0o755); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(filepath.Dir(node.Log), 0o755); err != nil {
		return nil, err
	}
	id, key, err := genutil.InitializeNodeValidatorFiles(comet)
	if err != nil {
		return nil, err
	}
	node.NodeID = id
	n.lock.Lock()
	n.Nodes = append(n.Nodes, node)
	n.lock.Unlock()
	consensusKey, ok := key.(*ed25519.PubKey)
	if !ok {
		return nil, fmt.Errorf("node %q has a %s consensus key; seats sign with ed25519", name, key.Type())
	}
	return consensusKey, nil
}

func (n *Network) assignSeats(cfg Config) {
	for i := range n.Nodes {
		for _, coop := range n.Coops {
			if cfg.Coop.Coops[coop.ID-1].Validator == n.Nodes[i].Name {
				n.Nodes[i].Coop, n.Nodes[i].CoopID = coop.Slug, coop.ID
			}
		}
	}
}

// writeNode writes a node's genesis and its three configuration files.
func (n *Network) writeNode(node Node, overrides Validator, genesis []byte) error {
	comet := n.cometConfig(node)
	if err := applyOverrides("config", overrides.Config, comet); err != nil {
		return err
	}
	if err := comet.ValidateBasic(); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	template, application := n.appConfig(node)
	if err := applyOverrides("app", overrides.App, application); err != nil {
		return err
	}
	if err := application.ValidateBasic(); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	client := config.DefaultConfig()
	client.ChainID, client.Node, client.KeyringBackend = n.ChainID, "tcp://"+loopback(node.Ports.RPC), "test"
	if err := applyOverrides("client", overrides.Client, client); err != nil {
		return err
	}
	if err := writeClientConfig(node.Home, client); err != nil {
		return err
	}
	cmtcfg.WriteConfigFile(filepath.Join(node.Home, "config", "config.toml"), comet)
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(filepath.Join(node.Home, "config", "app.toml"), application)
	return os.WriteFile(filepath.Join(node.Home, "config", "genesis.json"), genesis, 0o644)
}

func (n *Network) cometConfig(node Node) *cmtcfg.Config {
	comet := n.defaults.Comet()
	comet.SetRoot(node.Home)
	comet.Moniker = node.Name
	comet.P2P.ListenAddress = "tcp://" + loopback(node.Ports.P2P)
	comet.P2P.AddrBookStrict = false
	comet.P2P.AllowDuplicateIP = true
	comet.P2P.PexReactor = false
	comet.P2P.PersistentPeers = strings.Join(n.peers(node.Name), ",")
	comet.RPC.ListenAddress = "tcp://" + loopback(node.Ports.RPC)
	comet.Instrumentation.Prometheus = true
	comet.Instrumentation.PrometheusListenAddr = loopback(node.Ports.Metrics)
	comet.TxIndex.Indexer = "kv"
	// With this check a node that signed one of the last blocks refuses to start,
	// so a network whose nodes were all stopped could never start again. The lock
	// on its home keeps a node from being started twice.
	comet.Consensus.DoubleSignCheckHeight = 0
	return comet
}

func (n *Network) peers(except string) []string {
	var peers []string
	for _, node := range n.Nodes {
		if node.Name != except {
			peers = append(peers, node.NodeID+"@"+loopback(node.Ports.P2P))
		}
	}
	slices.Sort(peers)
	return peers
}

func (n *Network) appConfig(node Node) (string, *serverconfig.Config) {
	template, application := n.defaults.App()
	application.API.Enable = true
	application.API.Address = "tcp://" + loopback(node.Ports.REST)
	application.GRPC.Enable = true
	application.GRPC.Address = loopback(node.Ports.GRPC)
	application.StateSync.SnapshotInterval = localSnapshotInterval
	if node.Archive {
		application.Pruning = "nothing"
	}
	return template, application
}
