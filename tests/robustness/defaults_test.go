//go:build long

package robustness

import (
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/viper"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/coopledger/coopledger/offchain/network"
)

// defaultsOf gives a node that joins the settings of those that run, as their
// operators would hand them on. Ports, peers and keys become its own.
func defaultsOf(home string) network.Defaults {
	folder := func() string {
		nodes, _ := filepath.Glob(filepath.Join(home, "nodes", "*"))
		return filepath.Join(nodes[0], "config")
	}
	read := func(file string, into any) {
		settings := viper.New()
		settings.SetConfigFile(filepath.Join(folder(), file))
		if err := settings.ReadInConfig(); err != nil {
			panic(err)
		}
		if err := settings.Unmarshal(into); err != nil {
			panic(err)
		}
	}
	return network.Defaults{
		Codec: encoding().Codec,
		Comet: func() *cmtcfg.Config {
			config := cmtcfg.DefaultConfig()
			read("config.toml", config)
			return config
		},
		App: func() (string, *serverconfig.Config) {
			config := serverconfig.DefaultConfig()
			read("app.toml", config)
			return serverconfig.DefaultConfigTemplate, config
		},
	}
}

// erase everything a node has stored, but neither its keys nor its settings.
func erase(home string) error {
	if err := os.RemoveAll(filepath.Join(home, "data")); err != nil {
		return err
	}
	return os.MkdirAll(filepath.Join(home, "data"), 0o755)
}
