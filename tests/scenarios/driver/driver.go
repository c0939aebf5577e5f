// Package driver lets a scenario play on a fresh local network: through the real
// command line and REST, step by step, told in plain sentences. Anything that
// does not go as told ends the scenario with a non-zero exit.
package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
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
	*shared
	ctx     context.Context
	binary  string
	scratch string
	started time.Time
	// told is where it is told.
	told io.Writer
}

// shared by the stories that play side by side on one network.
type shared struct {
	files   sync.Mutex
	written int
	// keys that send, each with a lock of its own, and the addresses of all.
	keys, addresses sync.Map
}

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
	s := &Scenario{shared: &shared{}, ctx: ctx, scratch: scratch, started: time.Now(), told: os.Stdout}
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

// CoopdSays runs the command line and returns what it prints, and what it says
// beside it to whoever looks at the screen.
func (s *Scenario) CoopdSays(arguments ...string) (printed, beside string) {
	printed, beside, err := s.run(commandPatience, append(arguments, "--home", s.ClientHome)...)
	if err != nil {
		s.Fail("coopd %s: %s", strings.Join(arguments, " "), err)
	}
	return printed, beside
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
	printed, _, err := s.run(patience, arguments...)
	return printed, err
}

// run returns standard output and standard error.
func (s *Scenario) run(patience time.Duration, arguments ...string) (printed, beside string, err error) {
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	var out, wrong bytes.Buffer
	command := exec.CommandContext(ctx, s.binary, arguments...)
	command.Stdout, command.Stderr = &out, &wrong
	// An interrupted `network up` must have time to stop its nodes.
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = time.Minute
	if err := command.Run(); err != nil {
		return out.String(), wrong.String(), fmt.Errorf("%w: %s", err, strings.TrimSpace(wrong.String()))
	}
	return out.String(), wrong.String(), nil
}
