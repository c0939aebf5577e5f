package network

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	"github.com/cosmos/gogoproto/proto"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

func TestMain(m *testing.M) {
	prefix := sdk.GetConfig()
	prefix.SetBech32PrefixForAccount("coop", "cooppub")
	prefix.Seal()
	os.Exit(m.Run())
}

func testDefaults(t *testing.T) Defaults {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec("coop"),
			ValidatorAddressCodec: addresscodec.NewBech32Codec("coopvaloper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	state := map[string]json.RawMessage{}
	for name, genesis := range map[string]proto.Message{
		authtypes.ModuleName:       authtypes.DefaultGenesisState(),
		banktypes.ModuleName:       banktypes.DefaultGenesisState(),
		chaintypes.ModuleName:      chaintypes.DefaultGenesis(),
		membershiptypes.ModuleName: membershiptypes.DefaultGenesis(),
		treasurytypes.ModuleName:   treasurytypes.DefaultGenesis(),
		surplustypes.ModuleName:    surplustypes.DefaultGenesis(),
		validatorstypes.ModuleName: validatorstypes.DefaultGenesis(),
	} {
		state[name] = cdc.MustMarshalJSON(genesis)
	}
	return Defaults{
		Codec: cdc, Genesis: state, Consensus: chaintypes.DefaultConsensusParams,
		Comet: func() *cmtcfg.Config {
			config := cmtcfg.DefaultConfig()
			config.Consensus.DoubleSignCheckHeight = 10
			return config
		},
		App: func() (string, *serverconfig.Config) {
			config := serverconfig.DefaultConfig()
			config.MinGasPrices = "0none"
			return serverconfig.DefaultConfigTemplate, config
		},
		OpenAPI: []byte("{}"),
	}
}

func shippedConfig(t *testing.T) Config {
	t.Helper()
	config, err := LoadConfig("../../config.yml")
	require.NoError(t, err)
	return config
}

func readGenesis(t *testing.T, n *Network) (*genutiltypes.AppGenesis, map[string]json.RawMessage) {
	t.Helper()
	genesis, err := genutiltypes.AppGenesisFromFile(filepath.Join(n.Nodes[0].Home, "config", "genesis.json"))
	require.NoError(t, err)
	var state map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(genesis.AppState, &state))
	return genesis, state
}

func TestShippedConfigIsTheFederation(t *testing.T) {
	defaults := testDefaults(t)
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), defaults, PrepareOptions{BasePort: 21_000})
	require.NoError(t, err)
	require.Equal(t, "hosting-commons-local", n.ChainID)
	require.Len(t, n.Nodes, 4)
	require.Len(t, n.Coops, 10)
	require.Len(t, n.Coops[0].Members, 9, "nine member co-ops")
	require.Len(t, n.Coops[1].Members, 7, "a worker co-op with seven members")
	require.Equal(t, []string{"ada", "ada-phone", "ada-laptop"}, n.Coops[1].Members[0].Accounts)
	for _, coop := range n.Coops[2:] {
		require.LessOrEqual(t, len(coop.Members), 3, coop.Slug)
	}

	genesis, state := readGenesis(t, n)
	require.Equal(t, "hosting-commons-local", genesis.ChainID)
	require.EqualValues(t, 100_000_000, genesis.Consensus.Params.Block.MaxGas)
	require.EqualValues(t, 4<<20, genesis.Consensus.Params.Block.MaxBytes)

	var membership membershiptypes.GenesisState
	require.NoError(t, defaults.Codec.UnmarshalJSON(state[membershiptypes.ModuleName], &membership))
	require.NoError(t, membership.Validate())
	require.EqualValues(t, 5, membership.Params.FederationVoteMarginSeconds)
	require.Len(t, membership.Coops, 10)
	for _, rule := range membership.Charters[0].Charter.Rules {
		require.EqualValues(t, 45, rule.VotingPeriodSeconds, rule.Name)
	}

	var validators validatorstypes.GenesisState
	require.NoError(t, defaults.Codec.UnmarshalJSON(state[validatorstypes.ModuleName], &validators))
	require.NoError(t, validators.Validate())
	require.Len(t, validators.Seats, 4)
	for i, seat := range validators.Seats {
		require.Equal(t, n.Nodes[i].CoopID, seat.CoopId)
		require.Equal(t, n.Nodes[i].Name, seat.Moniker)
	}

	var bank banktypes.GenesisState
	require.NoError(t, defaults.Codec.UnmarshalJSON(state[banktypes.ModuleName], &bank))
	require.NoError(t, bank.Validate())
	require.Equal(t, "1950714credit", bank.Supply.String(), "the visitor's, and what two co-ops begin with")

	var treasury treasurytypes.GenesisState
	require.NoError(t, defaults.Codec.UnmarshalJSON(state[treasurytypes.ModuleName], &treasury))
	require.NoError(t, treasury.Validate())
	require.Len(t, treasury.Entries, 2)
	require.Len(t, treasury.Entries[1].Postings, 4, "two funds of Alder, debit and credit")
	require.Equal(t, "250000", treasury.Entries[1].Postings[0].Functional.String(), "a credit is worth a cent")
	purse := membershiptypes.AddressText(treasurytypes.PurseAccount(2, "reserve"))
	require.Contains(t, bank.Balances, banktypes.Balance{Address: purse, Coins: sdk.NewCoins(sdk.NewInt64Coin("credit", 50_000))})
	require.NoError(t, authtypes.ValidateGenesis(authtypes.GetGenesisStateFromAppState(defaults.Codec, state)))
}

func TestEveryNodeHasItsOwnHomeAndPortsOnLoopback(t *testing.T) {
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), testDefaults(t), PrepareOptions{BasePort: 21_100})
	require.NoError(t, err)
	seen := map[int]string{}
	for _, node := range n.Nodes {
		for _, port := range node.Ports.all() {
			require.Empty(t, seen[port], "port %d", port)
			seen[port] = node.Name
		}
		comet, err := os.ReadFile(filepath.Join(node.Home, "config", "config.toml"))
		require.NoError(t, err)
		for _, wanted := range []string{
			`laddr = "tcp://` + loopback(node.Ports.RPC) + `"`, `laddr = "tcp://` + loopback(node.Ports.P2P) + `"`,
			`prometheus = true`, `indexer = "kv"`, `double_sign_check_height = 0`, `moniker = "` + node.Name + `"`,
		} {
			require.Contains(t, string(comet), wanted)
		}
		for _, other := range n.Nodes {
			if other.Name != node.Name {
				require.Contains(t, string(comet), other.NodeID+"@"+loopback(other.Ports.P2P))
			}
		}
		application, err := os.ReadFile(filepath.Join(node.Home, "config", "app.toml"))
		require.NoError(t, err)
		require.Contains(t, string(application), `address = "tcp://`+loopback(node.Ports.REST)+`"`)
		require.Contains(t, string(application), "snapshot-interval = 50")
		require.Equal(t, node.Archive, node.Name == "alder")
	}
	client, err := os.ReadFile(filepath.Join(n.ClientHome, "config", "client.toml"))
	require.NoError(t, err)
	require.Contains(t, string(client), `keyring-backend = "test"`)
	ring, err := n.keyring()
	require.NoError(t, err)
	key, err := ring.Key("ada")
	require.NoError(t, err)
	address, err := key.GetAddress()
	require.NoError(t, err)
	known, err := n.Address("ada")
	require.NoError(t, err)
	require.Equal(t, known, membershiptypes.AddressText(address))
	words, err := os.Stat(n.Mnemonics)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, words.Mode().Perm())
}

func TestReopenedNetworkIsTheSame(t *testing.T) {
	home := filepath.Join(t.TempDir(), "net")
	defaults := testDefaults(t)
	n, err := Prepare(home, shippedConfig(t), defaults, PrepareOptions{BasePort: 21_200})
	require.NoError(t, err)
	again, err := Open(home, defaults)
	require.NoError(t, err)
	require.Equal(t, n.State, again.State)
	_, err = Prepare(home, shippedConfig(t), defaults, PrepareOptions{})
	require.ErrorContains(t, err, "is not empty")
	_, err = Open(t.TempDir(), defaults)
	require.ErrorIs(t, err, ErrNone)
}

func TestPortsThatAreHeldArePassedOver(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:21307")
	require.NoError(t, err)
	defer held.Close() //nolint:errcheck // a test
	picked, err := freePorts(21_300, 2, nil)
	require.NoError(t, err)
	require.Equal(t, []Ports{portsAt(21_310), portsAt(21_320)}, picked)
	require.Equal(t, 21_307, portsAt(21_300).busy())
	_, err = freePorts(lastPort-portsPerNode, 2, nil)
	require.ErrorContains(t, err, "not enough free ports")
}

func TestFailedPreparationLeavesNothing(t *testing.T) {
	home := filepath.Join(t.TempDir(), "net")
	for name, spoil := range map[string]func(*Config){
		"error - unknown setting of the node": func(c *Config) {
			c.Validators[0].Config = map[string]any{"consensus": map[string]any{"timeout_comit": "1s"}}
		},
		"error - unknown charter":               func(c *Config) { c.Coop.Coops[1].Charter = "guild" },
		"error - period without a unit":         func(c *Config) { c.Coop.Coops[1].Periods.Voting = "20" },
		"error - federation too quick":          func(c *Config) { c.Coop.Coops[0].Periods.Voting = "10 seconds" },
		"error - unknown module":                func(c *Config) { c.Genesis["app_state"] = map[string]any{"staking": map[string]any{}} },
		"error - coins nobody can read":         func(c *Config) { c.Accounts[0].Coins = []string{"many"} },
		"error - opening coins nobody can read": func(c *Config) { c.Coop.Coops[1].Treasury.Opening["reserve"] = "0credit" },
		"error - opening of an unknown fund":    func(c *Config) { c.Coop.Coops[1].Treasury.Opening["pension"] = "5credit" },
		"error - coin of no value":              func(c *Config) { c.Coop.Coops[1].Treasury.Coins[0].MinorUnits = 0 },
		"error - words that make no key":        func(c *Config) { c.Accounts[0].Mnemonic = "one two three" },
	} {
		t.Run(name, func(t *testing.T) {
			config := shippedConfig(t)
			spoil(&config)
			_, err := Prepare(home, config, testDefaults(t), PrepareOptions{BasePort: 21_400})
			require.Error(t, err)
			require.NoDirExists(t, home)
		})
	}
}

func TestOverridesReachTheFiles(t *testing.T) {
	config := shippedConfig(t)
	config.Validators[1].Config = map[string]any{"consensus": map[string]any{"timeout_commit": "250ms"}}
	config.Validators[1].App = map[string]any{"state-sync": map[string]any{"snapshot-interval": 7}}
	config.Validators[1].Client = map[string]any{"output": "json"}
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), config, testDefaults(t), PrepareOptions{BasePort: 21_500})
	require.NoError(t, err)
	for file, wanted := range map[string]string{
		"config.toml": `timeout_commit = "250ms"`, "app.toml": "snapshot-interval = 7", "client.toml": `output = "json"`,
	} {
		text, err := os.ReadFile(filepath.Join(n.Nodes[1].Home, "config", file))
		require.NoError(t, err)
		require.Contains(t, string(text), wanted)
		text, err = os.ReadFile(filepath.Join(n.Nodes[0].Home, "config", file))
		require.NoError(t, err)
		require.NotContains(t, string(text), wanted)
	}
}

func TestPeriodsOfOneRule(t *testing.T) {
	config := shippedConfig(t)
	config.Coop.Coops[1].RulePeriods = map[string]Periods{"special": {Voting: "7 seconds"}}
	charter, err := config.charter(config.Coop.Coops[1])
	require.NoError(t, err)
	for rule, seconds := range map[string]uint64{"ordinary": 20, "special": 7} {
		found, err := charter.Rule(rule)
		require.NoError(t, err)
		require.Equal(t, seconds, found.VotingPeriodSeconds, rule)
	}
	config.Coop.Coops[1].RulePeriods = map[string]Periods{"board": {Voting: "7 seconds"}}
	_, err = config.charter(config.Coop.Coops[1])
	require.ErrorContains(t, err, `the charter has no rule "board"`)
}

func TestAnotherNumberOfValidators(t *testing.T) {
	for _, count := range []int{1, 3, 4, 9} {
		config, err := shippedConfig(t).WithValidators(count)
		require.NoError(t, err)
		require.Len(t, config.Validators, count)
	}
	seven, err := shippedConfig(t).WithValidators(7)
	require.NoError(t, err)
	require.Equal(t, "elm-node", seven.Validators[4].Name)
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), seven, testDefaults(t), PrepareOptions{BasePort: 21_600})
	require.NoError(t, err)
	require.Equal(t, "elm", n.Nodes[4].Coop)

	_, err = shippedConfig(t).WithValidators(10)
	require.ErrorContains(t, err, "only 9 member co-ops")
	_, err = shippedConfig(t).WithValidators(0)
	require.ErrorContains(t, err, "at least 1")
}

func TestJoiningNodeKnowsTheOthersAndProvesItsKey(t *testing.T) {
	defaults := testDefaults(t)
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), defaults, PrepareOptions{BasePort: 21_700})
	require.NoError(t, err)
	node, err := n.AddNode(context.Background(), JoinOptions{Validator: Validator{Name: "elm-node"}, BasePort: 21_700})
	require.NoError(t, err)
	require.Equal(t, portsAt(21_740), node.Ports)
	comet, err := os.ReadFile(filepath.Join(node.Home, "config", "config.toml"))
	require.NoError(t, err)
	require.Contains(t, string(comet), n.Nodes[3].NodeID)
	first, err := os.ReadFile(filepath.Join(n.Nodes[0].Home, "config", "genesis.json"))
	require.NoError(t, err)
	same, err := os.ReadFile(filepath.Join(node.Home, "config", "genesis.json"))
	require.NoError(t, err)
	require.Equal(t, first, same)

	operator, err := n.Address("emi")
	require.NoError(t, err)
	key, proof, err := n.ConsensusKey("elm-node", 6, operator)
	require.NoError(t, err)
	account, err := membershiptypes.AddressBytes(operator)
	require.NoError(t, err)
	require.NoError(t, validatorstypes.VerifyConsensusKeyProof(&ed25519.PubKey{Key: key.Key}, proof, n.ChainID, 6, account))
	_, err = n.AddNode(context.Background(), JoinOptions{Validator: Validator{Name: "elm-node"}})
	require.ErrorContains(t, err, "already has a node")
}

// A stand-in for the node: any program that stays and has the home among its arguments.
func sleepingBinary(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "node.sh")
	require.NoError(t, os.WriteFile(file, []byte("#!/bin/sh\necho started \"$@\"\nwhile :; do sleep 0.1; done\n"), 0o755))
	return file
}

func TestProcessesAreStartedFoundAndStopped(t *testing.T) {
	defaults, home := testDefaults(t), filepath.Join(t.TempDir(), "net")
	n, err := Prepare(home, shippedConfig(t), defaults, PrepareOptions{BasePort: 21_800})
	require.NoError(t, err)
	binary := sleepingBinary(t)
	defer n.StopAll() //nolint:errcheck // a test
	require.NoError(t, n.StartAll(binary))
	require.Len(t, n.Running(), 4)
	require.ErrorContains(t, n.Start("alder", binary), "already runs")

	other, err := Open(home, defaults)
	require.NoError(t, err)
	require.Len(t, other.Running(), 4, "another program finds them by pid and home")
	var warned bytesBuffer
	_, err = Up(context.Background(), UpOptions{Home: home, ConfigFile: "../../config.yml", Binary: binary}, defaults, &warned)
	require.ErrorContains(t, err, "already runs (alder, birch, cedar, drift)")

	require.NoError(t, n.Kill("birch"))
	require.False(t, n.Runs("birch"))
	require.Len(t, n.Running(), 3)
	require.NoError(t, n.Start("birch", binary))
	other, err = Open(home, defaults)
	require.NoError(t, err)
	require.NoError(t, other.StopAll())
	require.Empty(t, n.Running())
}

// A supervisor that ends at once when it is told to does not leave its node.
func TestWhatASupervisorStartedEndsWithIt(t *testing.T) {
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), testDefaults(t), PrepareOptions{BasePort: 22_100})
	require.NoError(t, err)
	supervisor := filepath.Join(t.TempDir(), "supervisor.sh")
	require.NoError(t, os.WriteFile(supervisor, []byte("#!/bin/sh\n"+sleepingBinary(t)+" \"$@\" &\necho $! > child\nwait\n"), 0o755))
	defer n.StopAll() //nolint:errcheck // a test
	for name, end := range map[string]func(string) error{"alder": n.Stop, "birch": n.Kill, "cedar": func(string) error { return n.StopAll() }} {
		require.NoError(t, n.Start(name, supervisor))
		node, err := n.Node(name)
		require.NoError(t, err)
		var child int
		require.Eventually(t, func() bool {
			text, err := os.ReadFile(filepath.Join(node.Home, "child"))
			if err != nil {
				return false
			}
			child, err = strconv.Atoi(strings.TrimSpace(string(text)))
			return err == nil && isOurs(child, node.Home)
		}, 10*time.Second, 20*time.Millisecond)
		require.NoError(t, end(name))
		require.Eventually(t, func() bool { return !isOurs(child, node.Home) }, 10*time.Second, 20*time.Millisecond, name)
	}
}

// A node has ended when it can be started again, not when it can't be seen any more.
func TestANodeHasEndedWhenItsPortsAreFree(t *testing.T) {
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), testDefaults(t), PrepareOptions{BasePort: 22_300})
	require.NoError(t, err)
	defer n.StopAll() //nolint:errcheck // a test
	require.NoError(t, n.Start("alder", sleepingBinary(t)))
	node, err := n.Node("alder")
	require.NoError(t, err)
	held, err := net.Listen("tcp", loopback(node.Ports.RPC))
	require.NoError(t, err)
	time.AfterFunc(3*pollInterval, func() { held.Close() }) //nolint:errcheck // a test
	require.NoError(t, n.Kill("alder"))
	require.Zero(t, node.Ports.busy())
	require.NoError(t, n.Start("alder", sleepingBinary(t)))
}

type bytesBuffer struct{ text []byte }

func (b *bytesBuffer) Write(text []byte) (int, error) {
	b.text = append(b.text, text...)
	return len(text), nil
}

func TestAProcessOfSomebodyElseIsNeverOurs(t *testing.T) {
	stranger := exec.Command("sleep", "60")
	require.NoError(t, stranger.Start())
	defer stranger.Process.Kill() //nolint:errcheck // a test
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), testDefaults(t), PrepareOptions{BasePort: 21_900})
	require.NoError(t, err)
	n.Nodes[0].PID = stranger.Process.Pid
	require.False(t, n.Runs("alder"))
	require.NoError(t, n.StopAll())
	ended := make(chan error, 1)
	go func() { ended <- stranger.Wait() }()
	select {
	case <-ended:
		t.Fatal("a process that is not the network's was ended")
	case <-time.After(300 * time.Millisecond):
	}
}

func TestNodeThatDiesSaysWhy(t *testing.T) {
	n, err := Prepare(filepath.Join(t.TempDir(), "net"), shippedConfig(t), testDefaults(t), PrepareOptions{BasePort: 22_000})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "node.sh")
	require.NoError(t, os.WriteFile(file, []byte("#!/bin/sh\necho the disk is full\nexit 1\n"), 0o755))
	require.NoError(t, n.Start("cedar", file))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = n.AwaitHeight(ctx, "cedar", 1)
	require.ErrorContains(t, err, "the disk is full")
}
