package network

import (
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// addFaucet notes the faucet that the config has, if it has one.
func (n *Network) addFaucet(cfg Config) error {
	if cfg.Faucet == nil {
		return nil
	}
	faucet, err := cfg.Faucet.state(cfg.accountNames())
	if err != nil {
		return err
	}
	faucet.Log = filepath.Join(n.Home, "logs", "faucet.log")
	n.Faucet = &faucet
	return nil
}

// startFaucet runs the network's faucet, if it has one, as a process of its own.
func (n *Network) startFaucet(binary string) error {
	n.lock.Lock()
	defer n.lock.Unlock()
	if n.Faucet == nil || n.faucetRuns() {
		return nil
	}
	probe, err := net.Listen("tcp", n.Faucet.Listen)
	if err != nil {
		return fmt.Errorf("the faucet can't listen on %s: %w; end what does, or choose another faucet.port", n.Faucet.Listen, err)
	}
	if err := probe.Close(); err != nil {
		return err
	}
	started, err := begin(exec.Command(binary, "network", "faucet", "--home", n.Home), n.Faucet.Log)
	if err != nil {
		return fmt.Errorf("the faucet can't be started: %w", err)
	}
	n.Faucet.PID = started.pid
	return n.save()
}

func (n *Network) faucetRuns() bool {
	return n.Faucet != nil && n.Faucet.PID != 0 && isOurs(n.Faucet.PID, n.Home)
}

// stopFaucet ends it; what it gave is on the ledger.
func (n *Network) stopFaucet() {
	n.lock.Lock()
	defer n.lock.Unlock()
	if !n.faucetRuns() {
		return
	}
	if err := syscall.Kill(n.Faucet.PID, syscall.SIGTERM); err != nil {
		return
	}
	for deadline := time.Now().Add(stopPatience); n.faucetRuns() && time.Now().Before(deadline); {
		time.Sleep(pollInterval)
	}
	n.Faucet.PID = 0
}
