package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// homeLock is held as long as the process lives.
var homeLock *os.File

// beforeStart says in one sentence what would keep the node from starting.
func beforeStart(cmd *cobra.Command, _ []string) error {
	ctx := server.GetServerContextFromCmd(cmd)
	dir := home(cmd)
	ctx.Config.SetRoot(dir)
	if err := checkGenesis(ctx.Config.GenesisFile(), ctx.Viper.GetString(flags.FlagChainID)); err != nil {
		return err
	}
	lock, err := lockHome(dir)
	if err != nil {
		return err
	}
	homeLock = lock
	return checkPorts(ctx.Config, ctx.Viper)
}

// checkGenesis reads what it needs of the genesis and compares the chain's id.
func checkGenesis(file, wantedChainID string) error {
	genesis, err := genutiltypes.AppGenesisFromFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("there is no genesis at %s: copy the network's genesis there, or try a local network with `coopd network up`", file)
	case err != nil:
		return fmt.Errorf("the genesis at %s can't be read (%w): copy the network's genesis again and compare its SHA-256", file, err)
	}
	if wantedChainID != "" && wantedChainID != genesis.ChainID {
		return fmt.Errorf("you asked for chain %q but the genesis at %s is of chain %q: leave --chain-id out, or use the home of the other chain", wantedChainID, file, genesis.ChainID)
	}
	return nil
}

// lockHome makes sure that one process at most runs on a home: two would sign
// two blocks of one height with one key.
func lockHome(dir string) (*os.File, error) {
	name := filepath.Join(dir, "data", "coopd.lock")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, fmt.Errorf("the home %s can't be written: %w", dir, err)
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the home %s can't be written: %w", dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder, _ := os.ReadFile(name)
		_ = file.Close()
		return nil, fmt.Errorf("another coopd (pid %s) already runs on %s: stop it first, or give this one its own --home", strings.TrimSpace(string(holder)), dir)
	}
	if err := file.Truncate(0); err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintln(file, os.Getpid()); err != nil {
		return nil, err
	}
	return file, nil
}

// listener is an address the node is going to listen on.
type listener struct {
	setting string
	address string
}

func listeners(comet *cmtcfg.Config, settings *viper.Viper) []listener {
	all := []listener{
		{"p2p.laddr in config.toml", comet.P2P.ListenAddress},
		{"rpc.laddr in config.toml", comet.RPC.ListenAddress},
	}
	if comet.Instrumentation.Prometheus {
		all = append(all, listener{"instrumentation.prometheus_listen_addr in config.toml", comet.Instrumentation.PrometheusListenAddr})
	}
	if comet.RPC.PprofListenAddress != "" {
		all = append(all, listener{"rpc.pprof_laddr in config.toml", comet.RPC.PprofListenAddress})
	}
	if settings.GetBool("grpc.enable") {
		all = append(all, listener{"grpc.address in app.toml", settings.GetString("grpc.address")})
	}
	if settings.GetBool("api.enable") {
		all = append(all, listener{"api.address in app.toml", settings.GetString("api.address")})
	}
	return all
}

// checkPorts tries every address once, before anything is opened.
func checkPorts(comet *cmtcfg.Config, settings *viper.Viper) error {
	for _, l := range listeners(comet, settings) {
		address := strings.TrimPrefix(l.address, "tcp://")
		if address == "" || strings.HasPrefix(address, "unix://") {
			continue
		}
		probe, err := net.Listen("tcp", address)
		if err != nil {
			return fmt.Errorf("port %s (%s) can't be used: %w: end the process that holds it, or choose another port", address, l.setting, err)
		}
		_ = probe.Close()
	}
	return nil
}
