package network

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/charters"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// ConfigVersion is the version of config.yml, as Ignite counts it.
const ConfigVersion = 1

// maxConfigBytes is the largest config.yml that is read.
const maxConfigBytes = 1 << 20

// Config is a local network as config.yml describes it. It keeps to Ignite's
// keys of version 1, plus "coop".
type Config struct {
	Version    int            `yaml:"version"`
	Accounts   []Account      `yaml:"accounts"`
	Validators []Validator    `yaml:"validators"`
	Faucet     *FaucetConfig  `yaml:"faucet"`
	Genesis    map[string]any `yaml:"genesis"`
	Client     ClientConfig   `yaml:"client"`
	Coop       CoopConfig     `yaml:"coop"`

	// directory that file names in the config are relative to.
	directory string
}

// Account is a key on the network, with or without coins.
type Account struct {
	Name     string   `yaml:"name"`
	Coins    []string `yaml:"coins"`
	Mnemonic string   `yaml:"mnemonic"`
}

// Validator is a node that signs blocks; its name is the account of who runs it.
type Validator struct {
	Name string `yaml:"name"`
	// Bonded is an Ignite key that has no meaning here: see Check.
	Bonded *string `yaml:"bonded"`
	// App, Config and Client override app.toml, config.toml and client.toml.
	App    map[string]any `yaml:"app"`
	Config map[string]any `yaml:"config"`
	Client map[string]any `yaml:"client"`
}

// ClientConfig says where to write what clients are generated from.
type ClientConfig struct {
	OpenAPI struct {
		Path string `yaml:"path"`
	} `yaml:"openapi"`
}

// CoopConfig lists the co-ops of the genesis.
type CoopConfig struct {
	// Coops in the order of their ids; the first is the root federation.
	Coops []Coop `yaml:"coops"`
}

// Coop is a co-op of the genesis.
type Coop struct {
	Slug string `yaml:"slug"`
	// Charter is a preset's name, or a file relative to the config.
	Charter     string  `yaml:"charter"`
	Name        string  `yaml:"name"`
	Description string  `yaml:"description"`
	Periods     Periods `yaml:"periods"`
	// RulePeriods override those of single rules, by the rule's name.
	RulePeriods map[string]Periods `yaml:"rule_periods"`
	// Members become members 1, 2, 3 … in this order.
	Members []Member `yaml:"members"`
	// Validator is the validator that the co-op runs, if any.
	Validator string `yaml:"validator"`
	// Treasury is what the co-op owns when the ledger begins.
	Treasury Treasury `yaml:"treasury"`
}

// Periods override those of every rule of a charter, in words, so that a local
// network decides in seconds.
type Periods struct {
	Seconding  string `yaml:"seconding"`
	Discussion string `yaml:"discussion"`
	Voting     string `yaml:"voting"`
	Timelock   string `yaml:"timelock"`
}

// Member is a member of a co-op: an account's name, a co-op's slug, or a person
// with several keys. Plain text is an account or a slug, as the class admits.
type Member struct {
	Class string   `yaml:"class"`
	Keys  []string `yaml:"keys"`
	Coop  string   `yaml:"coop"`

	plain string
}

// UnmarshalYAML reads a plain name or the long form.
func (m *Member) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		m.plain = node.Value
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		switch node.Content[i].Value {
		case "class", "keys", "coop":
		default:
			return fmt.Errorf("line %d: a member has no key %q; its keys are class, keys and coop", node.Content[i].Line, node.Content[i].Value)
		}
	}
	type long Member
	return node.Decode((*long)(m))
}

// LoadConfig reads a config file.
func LoadConfig(file string) (Config, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return Config{}, fmt.Errorf("there is no %s; name another file with -f, or run this in the folder that has config.yml", file)
	}
	if err != nil {
		return Config{}, err
	}
	config, err := ParseConfig(text)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", file, err)
	}
	config.directory = filepath.Dir(file)
	return config, nil
}

var unknownField = regexp.MustCompile(`field (\S+) not found in type network\.(\S+)`)

// ParseConfig reads a config. Unknown keys are refused with their line.
func ParseConfig(text []byte) (Config, error) {
	if len(text) > maxConfigBytes {
		return Config{}, fmt.Errorf("it has %d bytes; at most %d are read", len(text), maxConfigBytes)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var config Config
	switch err := decoder.Decode(&config); {
	case errors.Is(err, io.EOF):
		return Config{}, errors.New("it is empty")
	case err != nil:
		message := unknownField.ReplaceAllString(err.Error(), `"$1" is not a key of a $2`)
		return Config{}, errors.New(strings.ReplaceAll(message, "yaml: unmarshal errors:\n  ", ""))
	}
	config.directory = "."
	return config, config.Check()
}

// Check refuses a config that no network can be made from.
func (c Config) Check() error {
	if c.Version != ConfigVersion {
		return fmt.Errorf("version is %d; this program reads version %d", c.Version, ConfigVersion)
	}
	if len(c.Coop.Coops) == 0 {
		return errors.New("coop.coops is empty; the first co-op listed is the root federation")
	}
	for i, account := range c.Accounts {
		if !nameText.MatchString(account.Name) {
			return fmt.Errorf("account name %q: use 1 to 40 lower-case letters, digits and hyphens", account.Name)
		}
		if slices.ContainsFunc(c.Accounts[:i], func(other Account) bool { return other.Name == account.Name }) {
			return fmt.Errorf("account %q is listed twice", account.Name)
		}
	}
	accounts := c.accountNames()
	if c.Faucet != nil {
		if _, err := c.Faucet.state(accounts); err != nil {
			return err
		}
	}
	if err := c.checkCoops(accounts); err != nil {
		return err
	}
	return c.checkValidators(accounts)
}

func (c Config) accountNames() map[string]bool {
	names := make(map[string]bool, len(c.Accounts))
	for _, account := range c.Accounts {
		names[account.Name] = true
	}
	return names
}

var nameText = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (c Config) checkCoops(accounts map[string]bool) error {
	slugs := map[string]bool{}
	for _, coop := range c.Coop.Coops {
		if slugs[coop.Slug] {
			return fmt.Errorf("co-op %q is listed twice", coop.Slug)
		}
		slugs[coop.Slug] = true
	}
	for _, coop := range c.Coop.Coops {
		for _, member := range coop.Members {
			for _, key := range member.Keys {
				if !accounts[key] {
					return fmt.Errorf("co-op %q: member key %q is not among the accounts", coop.Slug, key)
				}
			}
			if member.Coop != "" && !slugs[member.Coop] {
				return fmt.Errorf("co-op %q: its member %q is not among the co-ops", coop.Slug, member.Coop)
			}
			if member.plain != "" && !slugs[member.plain] && !accounts[member.plain] {
				return fmt.Errorf("co-op %q: its member %q is neither an account nor a co-op of this file", coop.Slug, member.plain)
			}
		}
	}
	return nil
}

func (c Config) checkValidators(accounts map[string]bool) error {
	runs := map[string]string{}
	for _, coop := range c.Coop.Coops {
		if coop.Validator == "" {
			continue
		}
		if other := runs[coop.Validator]; other != "" {
			return fmt.Errorf("co-ops %q and %q both run the validator %q; a validator is run by one co-op", other, coop.Slug, coop.Validator)
		}
		runs[coop.Validator] = coop.Slug
	}
	listed := map[string]bool{}
	for _, validator := range c.Validators {
		switch {
		case validator.Bonded != nil:
			return fmt.Errorf("validator %q: nothing is bonded here: every seat has the same power; take the key \"bonded\" out", validator.Name)
		case listed[validator.Name]:
			return fmt.Errorf("validator %q is listed twice", validator.Name)
		case !accounts[validator.Name]:
			return fmt.Errorf("validator %q is not among the accounts; the account of that name runs it", validator.Name)
		case runs[validator.Name] == "":
			return fmt.Errorf("validator %q belongs to no co-op; name it under one of coop.coops as validator: %s", validator.Name, validator.Name)
		}
		listed[validator.Name] = true
		delete(runs, validator.Name)
	}
	for name, slug := range runs {
		return fmt.Errorf("co-op %q runs the validator %q, which is not among the validators", slug, name)
	}
	if len(c.Validators) == 0 {
		return errors.New("validators is empty; a network needs at least one")
	}
	return nil
}

// WithValidators is the config with another number of validators: fewer are the
// first ones listed, more are run by further members of the root federation.
func (c Config) WithValidators(count int) (Config, error) {
	if count < 1 {
		return c, fmt.Errorf("%d validators can't make blocks; ask for at least 1", count)
	}
	c.Coop.Coops = append([]Coop(nil), c.Coop.Coops...)
	for i, coop := range c.Coop.Coops {
		for _, dropped := range c.Validators[min(count, len(c.Validators)):] {
			if coop.Validator == dropped.Name {
				c.Coop.Coops[i].Validator = ""
			}
		}
	}
	c.Validators = append([]Validator(nil), c.Validators[:min(count, len(c.Validators))]...)
	c.Accounts = append([]Account(nil), c.Accounts...)
	for _, member := range c.Coop.Coops[0].Members {
		if len(c.Validators) == count {
			break
		}
		for i, coop := range c.Coop.Coops {
			if coop.Slug != member.plain && coop.Slug != member.Coop || coop.Validator != "" {
				continue
			}
			name := coop.Slug + "-node"
			c.Coop.Coops[i].Validator = name
			c.Validators = append(c.Validators, Validator{Name: name})
			c.Accounts = append(c.Accounts, Account{Name: name})
		}
	}
	if len(c.Validators) < count {
		return c, fmt.Errorf("%d validators were asked for, but only %d member co-ops of %q can run one", count, len(c.Validators), c.Coop.Coops[0].Slug)
	}
	return c, c.Check()
}

// charter of a co-op, with the config's own name and periods.
func (c Config) charter(coop Coop) (membershiptypes.Charter, error) {
	charter, err := c.charterText(coop.Charter)
	if err != nil {
		return charter, fmt.Errorf("co-op %q: %w", coop.Slug, err)
	}
	if coop.Name != "" {
		charter.Name = coop.Name
	}
	if coop.Description != "" {
		charter.Description = coop.Description
	}
	coop.Treasury.apply(&charter)
	for i := range charter.Rules {
		if err := coop.Periods.apply(&charter.Rules[i]); err != nil {
			return charter, fmt.Errorf("co-op %q: periods: %w", coop.Slug, err)
		}
	}
	for name, periods := range coop.RulePeriods {
		if _, err := charter.Rule(name); err != nil {
			return charter, fmt.Errorf("co-op %q: rule_periods: %w", coop.Slug, err)
		}
		for i := range charter.Rules {
			if charter.Rules[i].Name != name {
				continue
			}
			if err := periods.apply(&charter.Rules[i]); err != nil {
				return charter, fmt.Errorf("co-op %q: rule_periods: %s: %w", coop.Slug, name, err)
			}
		}
	}
	return charter, nil
}

// apply replaces a rule's periods by those that are given.
func (p Periods) apply(rule *membershiptypes.DecisionRule) error {
	for _, period := range []struct {
		key, words string
		into       *uint64
	}{
		{"seconding", p.Seconding, &rule.SecondingPeriodSeconds},
		{"discussion", p.Discussion, &rule.DiscussionPeriodSeconds},
		{"voting", p.Voting, &rule.VotingPeriodSeconds},
		{"timelock", p.Timelock, &rule.TimelockPeriodSeconds},
	} {
		if period.words == "" {
			continue
		}
		seconds, err := charters.ParseDuration(period.words)
		if err != nil {
			return fmt.Errorf("%s: %w", period.key, err)
		}
		*period.into = seconds
	}
	return nil
}

func (c Config) charterText(reference string) (membershiptypes.Charter, error) {
	for _, preset := range charters.Presets() {
		if preset == reference {
			return charters.Preset(preset)
		}
	}
	file := reference
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.directory, file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return membershiptypes.Charter{}, fmt.Errorf("charter %q is neither a preset (%s) nor a file that can be read: %w",
			reference, strings.Join(charters.Presets(), ", "), err)
	}
	charter, err := charters.Parse(text)
	if err != nil {
		return charter, fmt.Errorf("%s: %w", reference, err)
	}
	return charter, nil
}
