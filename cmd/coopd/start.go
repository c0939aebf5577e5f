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
	"github.com/cometbft/cometbft/state"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// heldLocks are held as long as the process lives; a file that nobody refers to
// is closed.
var heldLocks []*os.File

// beforeStart says in one sentence what would keep the node from starting.
func beforeStart(cmd *cobra.Command, _ []string) error {
	ctx := server.GetServerContextFromCmd(cmd)
	dir := home(cmd)
	ctx.Config.SetRoot(dir)
	chainID, err := checkGenesis(ctx.Config.GenesisFile(), ctx.Viper.GetString(flags.FlagChainID))
	if err != nil {
		return err
	}
	lock, err := lockHome(dir)
	if err != nil {
		return err
	}
	heldLocks = append(heldLocks, lock)
	if err := checkData(ctx.Config, chainID); err != nil {
		return err
	}
	return checkPorts(ctx.Config, ctx.Viper)
}

// checkGenesis reads the chain's id from the genesis and compares it.
func checkGenesis(file, wantedChainID string) (string, error) {
	genesis, err := genutiltypes.AppGenesisFromFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("there is no genesis at %s: copy the network's genesis there, or try a local network with `coopd network up`", file)
	case err != nil:
		return "", fmt.Errorf("the genesis at %s can't be read (%s): copy the network's genesis again and compare its SHA-256", file, firstReason(file, err))
	}
	if wantedChainID != "" && wantedChainID != genesis.ChainID {
		return "", fmt.Errorf("you asked for chain %q but the genesis at %s is of chain %q: leave --chain-id out, or use the home of the other chain", wantedChainID, file, genesis.ChainID)
	}
	return genesis.ChainID, nil
}

// firstReason is why a genesis can't be read, on one line: the SDK tries two
// formats and says on two lines what is wrong with each.
func firstReason(file string, err error) string {
	reason, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimPrefix(reason, fmt.Sprintf("failed to read genesis from file %s: ", file))
}

// checkData compares the chain of the data with that of the genesis: the
// consensus engine would go on with the genesis it has stored, and the
// application would check signatures for the other chain.
func checkData(comet *cmtcfg.Config, chainID string) error {
	if _, err := os.Stat(filepath.Join(comet.DBDir(), "state.db")); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "state", Config: comet})
	if err != nil {
		return fmt.Errorf("the database in %s can't be opened: %w", comet.DBDir(), err)
	}
	store := state.NewStore(db, state.StoreOptions{})
	defer store.Close() //nolint:errcheck // only read
	last, err := store.Load()
	if err != nil {
		return fmt.Errorf("the database in %s can't be read: %w", comet.DBDir(), err)
	}
	if last.ChainID != "" && last.ChainID != chainID {
		return fmt.Errorf("%s holds the data of chain %q but the genesis at %s is of chain %q: put the genesis of %q back, or give the other chain its own --home",
			comet.DBDir(), last.ChainID, comet.GenesisFile(), chainID, last.ChainID)
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
