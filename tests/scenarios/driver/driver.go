// Package driver lets a scenario play on a fresh local network: through the real
// command line and REST, step by step, told in plain sentences. Anything that
// does not go as told ends the scenario with a non-zero exit.
package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/coopledger/coopledger/offchain/network"
)

const (
	// Two scenarios on one machine keep apart by their process numbers, or by the
	// slot that whoever starts them side by side gives each.
	firstPort  = 23_000
	portSpread = 70
	portStep   = 50
	slotOfThis = "SCENARIO_SLOT"

	startPatience   = 3 * time.Minute
	commandPatience = 3 * time.Minute
)

// Scenario is a network and what is told about it.
type Scenario struct {
	*network.Network
	ctx     context.Context
	binary  string
	scratch string
	started time.Time
	files   sync.Mutex
	written int
	// keys that send, each with a lock of its own, and the addresses of all.
	keys, addresses sync.Map
}

// Setup is config.yml as keys and values, for a scenario to change.
type Setup map[string]any

// SetPeriods replaces the periods of every rule of a co-op, at this machine's pace.
func (setup Setup) SetPeriods(periods map[string]string, slugs ...string) {
	for _, slug := range slugs {
		setup.Coop(slug)["periods"] = pacedPeriods(periods)
	}
}

// SetRulePeriods does so for one rule.
func (setup Setup) SetRulePeriods(rule string, periods map[string]string, slugs ...string) {
	for _, slug := range slugs {
		setup.Coop(slug)["rule_periods"] = map[string]any{rule: pacedPeriods(periods)}
	}
}

func pacedPeriods(periods map[string]string) map[string]string {
	paced := map[string]string{}
	for name, length := range periods {
		paced[name] = PacedText(length)
	}
	return paced
}

// Coop is a co-op's part of the config.
func (setup Setup) Coop(slug string) map[string]any {
	for _, coop := range setup.list("coop", "coops") {
		if coop["slug"] == slug {
			return coop
		}
	}
	panic(failure{fmt.Errorf("config.yml has no co-op %q", slug)})
}

// AddAccounts gives further people keys.
func (setup Setup) AddAccounts(names ...string) {
	accounts, _ := setup["accounts"].([]any)
	for _, name := range names {
		accounts = append(accounts, map[string]any{"name": name})
	}
	setup["accounts"] = accounts
}

// Accounts are the names of those who have keys.
func (setup Setup) Accounts() (names []string) {
	accounts, _ := setup["accounts"].([]any)
	for _, entry := range accounts {
		if account, ok := entry.(map[string]any); ok {
			names = append(names, fmt.Sprint(account["name"]))
		}
	}
	return names
}

// SetApp overrides app.toml of every validator.
func (setup Setup) SetApp(settings map[string]any) {
	validators, _ := setup["validators"].([]any)
	for _, entry := range validators {
		if validator, ok := entry.(map[string]any); ok {
			validator["app"] = settings
		}
	}
}

func (setup Setup) list(section, key string) []map[string]any {
	var found []map[string]any
	inner, _ := setup[section].(map[string]any)
	entries, _ := inner[key].([]any)
	for _, entry := range entries {
		if values, ok := entry.(map[string]any); ok {
			found = append(found, values)
		}
	}
	return found
}

// treasuries are what the shipped config gives co-ops to begin with, by charter.
func (setup Setup) treasuries() map[string]any {
	shipped := make(map[string]any)
	for _, coop := range setup.list("coop", "coops") {
		shipped[fmt.Sprint(coop["slug"], " ", coop["charter"])] = coop["treasury"]
	}
	return shipped
}

// dropTreasuries takes from co-ops with a charter of the scenario's own what was
// meant for another's funds, unless the scenario gives them something itself.
func (setup Setup) dropTreasuries(shipped map[string]any) {
	for _, coop := range setup.list("coop", "coops") {
		if _, same := shipped[fmt.Sprint(coop["slug"], " ", coop["charter"])]; same {
			continue
		}
		for at, treasury := range shipped {
			if strings.HasPrefix(at, fmt.Sprint(coop["slug"], " ")) && reflect.DeepEqual(treasury, coop["treasury"]) {
				delete(coop, "treasury")
			}
		}
	}
}

// failure ends a scenario.
type failure struct{ reason error }

// Run plays a scenario on a fresh network made from config.yml as edit leaves
// it. It never returns: the process exits with 0 only if all went as told, and
// never leaves a node running.
func Run(edit func(Setup), play func(*Scenario)) {
	RunWithFiles(func(_ *Scenario, setup Setup) { edit(setup) }, play)
}

// RunWithFiles is Run for a config that names files which edit writes itself.
func RunWithFiles(edit func(*Scenario, Setup), play func(*Scenario)) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	scratch, err := os.MkdirTemp("", "coop-scenario-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s := &Scenario{ctx: ctx, scratch: scratch, started: time.Now()}
	err = s.attempt(func() {
		s.start(edit)
		play(s)
	})
	if ctx.Err() != nil {
		err = errors.New("it was interrupted")
	}
	stop()
	if s.Network != nil {
		if stopErr := s.StopAll(); stopErr != nil {
			err = errors.Join(err, stopErr)
		}
	}
	if err != nil {
		fmt.Printf("\nFAILED after %s: %s\nThe network's files are in %s\n", s.elapsed(), err, scratch)
		os.Exit(1)
	}
	_ = os.RemoveAll(scratch)
	fmt.Printf("\nAll of it went as told, in %s.\n", s.elapsed())
	os.Exit(0)
}

// Binary is the node that the network runs.
func (s *Scenario) Binary() string { return s.binary }

// Reopen reads the network anew after a command has changed it.
func (s *Scenario) Reopen() {
	opened, err := network.Open(s.Home, network.Defaults{})
	s.Must(err)
	s.Network = opened
}

// Height of a node now.
func (s *Scenario) Height(node string) int64 {
	found, err := s.Node(node)
	s.Must(err)
	status, err := network.QueryStatus(s.ctx, found.RPC)
	s.Must(err)
	return status.Height
}

// Reach waits until a node has reached a height.
func (s *Scenario) Reach(node string, height int64, patience time.Duration) {
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	s.Must(s.AwaitHeight(ctx, node, height))
}

// Context ends when the scenario is interrupted.
func (s *Scenario) Context() context.Context { return s.ctx }

func (s *Scenario) elapsed() time.Duration { return time.Since(s.started).Round(time.Second) }

// attempt turns a failure, and any fault of the scenario itself, into an error:
// whatever happens, the nodes are stopped.
func (s *Scenario) attempt(part func()) (err error) {
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case failure:
			err = caught.reason
		default:
			err = fmt.Errorf("the scenario itself broke: %v\n%s", caught, debug.Stack())
		}
	}()
	part()
	return nil
}

func (s *Scenario) start(edit func(*Scenario, Setup)) {
	s.binary = os.Getenv("COOPD")
	if s.binary == "" {
		s.binary = "build/coopd"
	}
	absolute, err := filepath.Abs(s.binary)
	s.Must(err)
	s.binary = absolute
	if _, err := os.Stat(s.binary); err != nil {
		s.Fail("there is no node at %s; build it with `make build`", s.binary)
	}
	text, err := os.ReadFile("config.yml")
	s.Must(err)
	setup := Setup{}
	s.Must(yaml.Unmarshal(text, (*map[string]any)(&setup)))
	shipped := setup.treasuries()
	edit(s, setup)
	setup.dropTreasuries(shipped)
	config := s.WriteYAML("config", map[string]any(setup))

	home := filepath.Join(s.scratch, "network")
	slot := os.Getpid()
	if given, err := strconv.Atoi(os.Getenv(slotOfThis)); err == nil && given >= 0 {
		slot = given
	}
	base := firstPort + slot%portSpread*portStep
	output, err := s.execute(startPatience, "network", "up", "-f", config, "--home", home, "--base-port", fmt.Sprint(base), "--detach")
	opened, openErr := network.Open(home, network.Defaults{})
	if openErr == nil {
		s.Network = opened
	}
	if err != nil {
		s.Fail("the network can't be started: %s\n%s", err, output)
	}
	s.Must(openErr)
}

// Tell says what happens next.
func (s *Scenario) Tell(format string, values ...any) {
	fmt.Printf("%5s  %s\n", s.elapsed(), fmt.Sprintf(format, values...))
}

// Act begins a new part of the story.
func (s *Scenario) Act(title string) { fmt.Printf("\n== %s\n", title) }

// Fail ends the scenario.
func (s *Scenario) Fail(format string, values ...any) {
	panic(failure{fmt.Errorf(format, values...)})
}

// Must ends the scenario on an error.
func (s *Scenario) Must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// Expect ends the scenario unless what was told is so.
func (s *Scenario) Expect(is bool, format string, values ...any) {
	if !is {
		s.Fail("surprise: "+format, values...)
	}
}

// Together does several things at once and waits for all.
func (s *Scenario) Together(parts ...func()) {
	errs := make([]error, len(parts))
	var waiting sync.WaitGroup
	for i, part := range parts {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			errs[i] = s.attempt(part)
		}()
	}
	waiting.Wait()
	s.Must(errors.Join(errs...))
}

// WriteYAML writes a file of its own and returns its path.
func (s *Scenario) WriteYAML(name string, content any) string {
	text, err := yaml.Marshal(content)
	s.Must(err)
	return s.WriteFile(name+".yaml", text)
}

// WriteFile writes a file of its own and returns its path.
func (s *Scenario) WriteFile(name string, text []byte) string {
	s.files.Lock()
	s.written++
	file := filepath.Join(s.scratch, fmt.Sprintf("%03d-%s", s.written, name))
	s.files.Unlock()
	s.Must(os.WriteFile(file, text, 0o600))
	return file
}

// Coopd runs the command line and returns what it prints.
func (s *Scenario) Coopd(arguments ...string) string {
	output, err := s.execute(commandPatience, append(arguments, "--home", s.ClientHome)...)
	if err != nil {
		s.Fail("coopd %s: %s", strings.Join(arguments, " "), err)
	}
	return output
}

// Fails expects a command to fail and to say why in these words. It returns all
// that the command says, without what only the shell sees.
func (s *Scenario) Fails(words string, arguments ...string) string {
	_, err := s.execute(commandPatience, append(arguments, "--home", s.ClientHome)...)
	if err == nil {
		s.Fail("surprise: `coopd %s` did not fail", strings.Join(arguments, " "))
	}
	_, reason, _ := strings.Cut(err.Error(), "Error: ")
	s.Expect(strings.Contains(reason, words), "`coopd %s` failed with %q, not with %q", strings.Join(arguments, " "), err, words)
	return reason
}

// Execute runs the command line without a home and returns what it prints.
func (s *Scenario) Execute(arguments ...string) (string, error) {
	return s.execute(commandPatience, arguments...)
}

// execute returns standard output, or what standard error says went wrong.
func (s *Scenario) execute(patience time.Duration, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	var out, wrong bytes.Buffer
	command := exec.CommandContext(ctx, s.binary, arguments...)
	command.Stdout, command.Stderr = &out, &wrong
	// An interrupted `network up` must have time to stop its nodes.
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = time.Minute
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("%w: %s", err, strings.TrimSpace(wrong.String()))
	}
	return out.String(), nil
}
