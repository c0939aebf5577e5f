package network

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// A founding is a config on its way to a genesis.
type founding struct {
	network  *Network
	config   Config
	defaults Defaults
	state    map[string]json.RawMessage
	// keys of the validators' nodes, by validator name.
	keys map[string]*ed25519.PubKey
	time time.Time
}

// genesis builds the whole genesis document, the config's overrides included.
func (f *founding) genesis() ([]byte, error) {
	for name, state := range f.defaults.Genesis {
		f.state[name] = state
	}
	if err := f.applyStateOverrides(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{f.accounts, f.coops, f.treasuries, f.seats} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	// Once more, for what the steps have replaced.
	if err := f.applyStateOverrides(); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	stateJSON, err := json.Marshal(f.state)
	if err != nil {
		return nil, err
	}
	document := genutiltypes.AppGenesis{
		AppName: "coopd", GenesisTime: f.time, ChainID: f.network.ChainID, InitialHeight: 1, AppState: stateJSON,
		Consensus: &genutiltypes.ConsensusGenesis{Params: f.defaults.Consensus()},
	}
	if err := document.ValidateAndComplete(); err != nil {
		return nil, err
	}
	text, err := json.Marshal(&document)
	if err != nil {
		return nil, err
	}
	rest := make(map[string]any, len(f.config.Genesis))
	for key, value := range f.config.Genesis {
		if key != "app_state" {
			rest[key] = value
		}
	}
	return mergeJSON(text, rest)
}

// applyStateOverrides merges the config's genesis.app_state into the state.
func (f *founding) applyStateOverrides() error {
	overrides, given := f.config.Genesis["app_state"]
	if !given {
		return nil
	}
	modules, ok := overrides.(map[string]any)
	if !ok {
		return fmt.Errorf("genesis.app_state must be keys with values: a module's name and its state")
	}
	for name, override := range modules {
		state, known := f.state[name]
		if !known {
			return fmt.Errorf("genesis.app_state names the module %q, which this chain does not have; it has %s", name, strings.Join(f.modules(), ", "))
		}
		fields, ok := override.(map[string]any)
		if !ok {
			return fmt.Errorf("genesis.app_state.%s must be keys with values", name)
		}
		merged, err := mergeJSON(state, fields)
		if err != nil {
			return fmt.Errorf("genesis.app_state.%s: %w", name, err)
		}
		f.state[name] = merged
	}
	return nil
}

func (f *founding) modules() []string {
	var names []string
	for name := range f.state {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (f *founding) read(module string, into proto.Message) error {
	if err := f.defaults.Codec.UnmarshalJSON(f.state[module], into); err != nil {
		return fmt.Errorf("genesis.app_state.%s: %w", module, err)
	}
	return nil
}

func (f *founding) write(module string, state proto.Message) error {
	text, err := f.defaults.Codec.MarshalJSON(state)
	if err != nil {
		return err
	}
	f.state[module] = text
	return nil
}

// accounts opens an account for every key, and gives it its coins.
func (f *founding) accounts() error {
	var auth authtypes.GenesisState
	if err := f.read(authtypes.ModuleName, &auth); err != nil {
		return err
	}
	var bank banktypes.GenesisState
	if err := f.read(banktypes.ModuleName, &bank); err != nil {
		return err
	}
	var opened authtypes.GenesisAccounts
	for i, key := range f.network.Accounts {
		opened = append(opened, &authtypes.BaseAccount{Address: key.Address, AccountNumber: uint64(i)})
		if len(f.config.Accounts[i].Coins) == 0 {
			continue
		}
		coins, err := sdk.ParseCoinsNormalized(strings.Join(f.config.Accounts[i].Coins, ","))
		if err != nil {
			return fmt.Errorf("account %q: its coins can't be read: %w", key.Name, err)
		}
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: key.Address, Coins: coins})
		bank.Supply = bank.Supply.Add(coins...)
	}
	packed, err := authtypes.PackAccounts(opened)
	if err != nil {
		return err
	}
	auth.Accounts = append(auth.Accounts, packed...)
	if err := f.write(authtypes.ModuleName, &auth); err != nil {
		return err
	}
	return f.write(banktypes.ModuleName, &bank)
}

// coops founds the co-ops by the same rules as on the ledger.
func (f *founding) coops() error {
	var state membershiptypes.GenesisState
	if err := f.read(membershiptypes.ModuleName, &state); err != nil {
		return err
	}
	var foundings []membershiptypes.Founding
	for i, coop := range f.config.Coop.Coops {
		charter, err := f.config.charter(coop)
		if err != nil {
			return err
		}
		founders, members, err := f.founders(coop, charter)
		if err != nil {
			return fmt.Errorf("co-op %q: %w", coop.Slug, err)
		}
		id := uint64(i) + 1
		foundings = append(foundings, membershiptypes.Founding{Slug: coop.Slug, Charter: charter, Founders: founders})
		f.network.Coops = append(f.network.Coops, CoopRef{
			ID: id, Slug: coop.Slug, Name: charter.Name, Account: membershiptypes.CoopAddress(id), Members: members,
		})
	}
	built, err := membershiptypes.NewGenesis(state.Params, f.time.Unix(), foundings)
	if err != nil {
		return err
	}
	return f.write(membershiptypes.ModuleName, &built)
}

func (f *founding) founders(coop Coop, charter membershiptypes.Charter) ([]membershiptypes.Founder, []MemberRef, error) {
	var founders []membershiptypes.Founder
	var members []MemberRef
	for i, member := range coop.Members {
		class := charter.Classes[0]
		if member.Class != "" {
			var err error
			if class, err = charter.ClassByName(member.Class); err != nil {
				return nil, nil, err
			}
		}
		memberCoop, keys := member.Coop, member.Keys
		switch {
		case member.plain == "":
		case class.Admits == membershiptypes.MemberKind_MEMBER_KIND_COOP:
			memberCoop = member.plain
		default:
			keys = []string{member.plain}
		}
		founder := membershiptypes.Founder{Class: class.Name, MemberCoop: memberCoop}
		for _, key := range keys {
			address, err := f.network.Address(key)
			if err != nil {
				return nil, nil, err
			}
			founder.Addresses = append(founder.Addresses, address)
		}
		founders = append(founders, founder)
		members = append(members, MemberRef{MemberID: uint64(i) + 1, Class: class.Name, Accounts: keys, Coop: memberCoop})
	}
	return founders, members, nil
}

// seats gives each validator the seat of the co-op that runs it.
func (f *founding) seats() error {
	var state validatorstypes.GenesisState
	if err := f.read(validatorstypes.ModuleName, &state); err != nil {
		return err
	}
	var seats []validatorstypes.GenesisSeat
	for _, coop := range f.network.Coops {
		name := f.config.Coop.Coops[coop.ID-1].Validator
		if name == "" {
			continue
		}
		address, err := f.network.Address(name)
		if err != nil {
			return err
		}
		operator, err := membershiptypes.AddressBytes(address)
		if err != nil {
			return err
		}
		seats = append(seats, validatorstypes.GenesisSeat{
			CoopID: coop.ID, Operator: operator, Moniker: name, ConsensusPubKey: f.keys[name],
		})
	}
	built, err := validatorstypes.NewGenesis(state.Params, seats)
	if err != nil {
		return err
	}
	return f.write(validatorstypes.ModuleName, built)
}

// check validates what the config can break, so that a mistake is a sentence
// here and not a node that dies.
func (f *founding) check() error {
	var (
		chain      chaintypes.GenesisState
		membership membershiptypes.GenesisState
		treasury   treasurytypes.GenesisState
		surplus    surplustypes.GenesisState
		validators validatorstypes.GenesisState
	)
	for _, module := range []struct {
		name     string
		state    proto.Message
		validate func() error
	}{
		{chaintypes.ModuleName, &chain, func() error { return chain.Validate() }},
		{membershiptypes.ModuleName, &membership, func() error { return membership.Validate() }},
		{treasurytypes.ModuleName, &treasury, func() error { return treasury.Validate() }},
		{surplustypes.ModuleName, &surplus, func() error { return surplus.Validate() }},
		{validatorstypes.ModuleName, &validators, func() error { return validators.Validate() }},
	} {
		if err := f.read(module.name, module.state); err != nil {
			return err
		}
		if err := module.validate(); err != nil {
			return fmt.Errorf("genesis.app_state.%s: %w", module.name, err)
		}
	}
	return nil
}
