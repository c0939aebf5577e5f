package network

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// stopPatience is how long a node may take to stop by itself.
	stopPatience = 20 * time.Second
	pollInterval = 200 * time.Millisecond
	// logTailBytes of a node's log are read to say why it died.
	logTailBytes = 16 << 10
)

// process is a node that this program started.
type process struct {
	pid int
	// ended is closed when the process has ended and was reaped.
	ended chan struct{}
}

// Start runs a node with a binary, as a process of its own that outlives this
// one. It returns as soon as the process exists; see AwaitHeight.
func (n *Network) Start(name, binary string) error {
	n.lock.Lock()
	defer n.lock.Unlock()
	node, err := n.find(name)
	if err != nil {
		return err
	}
	if n.runs(*node) {
		return fmt.Errorf("node %q already runs (pid %d)", name, node.PID)
	}
	if port := node.Ports.busy(); port != 0 {
		return fmt.Errorf("node %q needs the port %d, which something else holds; end it, or make the network anew on another --base-port", name, port)
	}
	command := exec.Command(binary, "start", "--home", node.Home, "--log_no_color")
	command.Dir = node.Home
	started, err := begin(command, node.Log)
	if err != nil {
		return fmt.Errorf("node %q can't be started: %w", name, err)
	}
	node.PID = started.pid
	n.processes[name] = started
	return n.save()
}

// begin starts a command that outlives this program and writes to a log.
func begin(command *exec.Cmd, logFile string) (*process, error) {
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close() //nolint:errcheck // the process has its own handle
	command.Stdout, command.Stderr = log, log
	// A session of its own: Ctrl-C in this terminal is not meant for it.
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return nil, err
	}
	started := &process{pid: command.Process.Pid, ended: make(chan struct{})}
	go func() {
		_ = command.Wait()
		close(started.ended)
	}()
	return started, nil
}

// Runs says whether a node's process is alive, whoever started it.
func (n *Network) Runs(name string) bool {
	n.lock.Lock()
	defer n.lock.Unlock()
	node, err := n.find(name)
	return err == nil && n.runs(*node)
}

func (n *Network) runs(node Node) bool {
	if started := n.processes[node.Name]; started != nil && started.pid == node.PID {
		return started.alive(node.Home)
	}
	return node.PID != 0 && isOurs(node.PID, node.Home)
}

// alive waits out a process that somebody else has stopped and that is only
// not reaped yet: until then it may still hold its ports and its store.
func (p *process) alive(home string) bool {
	select {
	case <-p.ended:
		return false
	default:
	}
	if isOurs(p.pid, home) {
		return true
	}
	<-p.ended
	return false
}

// isOurs says whether a process is alive and was started on this home: its pid
// may long belong to somebody else.
func isOurs(pid int, home string) bool {
	arguments, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	if err == nil {
		return slices.Contains(strings.Split(string(arguments), "\x00"), home)
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		return false
	}
	shown, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(shown)+" ", " "+home+" ")
}

// Stop asks a node to stop and waits; it is killed if it doesn't.
func (n *Network) Stop(name string) error {
	return n.end(name, syscall.SIGTERM)
}

// Kill ends a node at once, like a power cut (kill -9).
func (n *Network) Kill(name string) error {
	return n.end(name, syscall.SIGKILL)
}

func (n *Network) end(name string, signal syscall.Signal) error {
	node, err := n.Node(name)
	if err != nil {
		return err
	}
	if n.Runs(name) {
		if err := signalAll(node.PID, signal); err != nil {
			return fmt.Errorf("node %q (pid %d) can't be stopped: %w", name, node.PID, err)
		}
		if !n.awaitEnd(name, stopPatience) {
			if err := signalAll(node.PID, syscall.SIGKILL); err != nil {
				return fmt.Errorf("node %q (pid %d) can't be killed: %w", name, node.PID, err)
			}
			if !n.awaitEnd(name, stopPatience) {
				return fmt.Errorf("node %q (pid %d) does not end", name, node.PID)
			}
		}
		node.Ports.awaitFree(stopPatience)
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	ended, err := n.find(name)
	if err != nil {
		return err
	}
	ended.PID = 0
	return n.save()
}

// signalAll signals a process that begin started and all that it has started in
// its turn: where a supervisor runs the node, the node is not left behind.
func signalAll(leader int, signal syscall.Signal) error {
	return syscall.Kill(-leader, signal)
}

func (n *Network) awaitEnd(name string, patience time.Duration) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		if !n.Runs(name) {
			return true
		}
	}
	return false
}

// nodes is a copy of the list, for loops that start and stop them.
func (n *Network) nodes() []Node {
	n.lock.Lock()
	defer n.lock.Unlock()
	return slices.Clone(n.Nodes)
}

// StartAll starts every node that does not run.
func (n *Network) StartAll(binary string) error {
	for _, node := range n.nodes() {
		if n.Runs(node.Name) {
			continue
		}
		if err := n.Start(node.Name, binary); err != nil {
			return err
		}
	}
	return nil
}

// StopAll asks every node to stop, then waits for all of them. It returns the
// first error but tries them all.
func (n *Network) StopAll() error {
	n.stopFaucet()
	for _, node := range n.nodes() {
		if n.Runs(node.Name) {
			_ = signalAll(node.PID, syscall.SIGTERM)
		}
	}
	var first error
	for _, node := range n.nodes() {
		if err := n.Stop(node.Name); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Running names the nodes that run.
func (n *Network) Running() []string {
	var names []string
	for _, node := range n.nodes() {
		if n.Runs(node.Name) {
			names = append(names, node.Name)
		}
	}
	return names
}

// AwaitHeight waits until a node has reached a height. It fails if the node's
// process ends, with the last it said.
func (n *Network) AwaitHeight(ctx context.Context, name string, height int64) error {
	node, err := n.Node(name)
	if err != nil {
		return err
	}
	for {
		status, err := QueryStatus(ctx, node.RPC)
		if err == nil && status.Height >= height {
			return nil
		}
		if !n.Runs(name) {
			return fmt.Errorf("node %q stopped. The end of its log (%s):\n%s", name, node.Log, lastWords(node.Log))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("node %q did not reach height %d in time (it is at %d); its log is %s", name, height, status.Height, node.Log)
		case <-time.After(pollInterval):
		}
	}
}

// lastWords of a log: its last lines.
func lastWords(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text[max(0, len(text)-logTailBytes):])), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}
