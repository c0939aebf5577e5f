package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/version"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/coopledger/coopledger/app"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// initCommand makes a home: keys, configuration and an empty genesis, which the
// network's own replaces.
func initCommand(blank *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init MONIKER",
		Short: "Make a node's home: its keys, its configuration, an empty genesis",
		Long: `Make a node's home: its keys, its configuration and an empty genesis.

Replace config/genesis.json by the network's own genesis before you start.
A whole local network is made by: coopd network up`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chainID, err := cmd.Flags().GetString(flags.FlagChainID)
			if err != nil {
				return err
			}
			if chainID == "" {
				return fmt.Errorf("which chain? give its id with --chain-id")
			}
			config := server.GetServerContextFromCmd(cmd).Config
			config.SetRoot(home(cmd))
			config.Moniker = args[0]
			keepOurs(config)
			if _, err := os.Stat(config.GenesisFile()); err == nil {
				return fmt.Errorf("%s exists already: this home is in use; choose another --home, or move that file away", config.GenesisFile())
			}
			nodeID, key, err := genutil.InitializeNodeValidatorFiles(config)
			if err != nil {
				return err
			}
			if err := genutil.ExportGenesisFile(emptyGenesis(blank, chainID), config.GenesisFile()); err != nil {
				return err
			}
			cmtcfg.WriteConfigFile(filepath.Join(config.RootDir, "config", "config.toml"), config)
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{
				"home":              config.RootDir,
				"chain_id":          chainID,
				"moniker":           config.Moniker,
				"node_id":           nodeID,
				"consensus_address": key.Address().String(),
				"next":              "put the network's genesis at " + config.GenesisFile() + ", then: coopd doctor, coopd start",
			})
		},
	}
	cmd.Flags().String(flags.FlagChainID, "", "id of the chain the node will belong to")
	cmd.Flags().String(flags.FlagHome, app.DefaultHome, "the node's folder")
	return cmd
}

// keepOurs puts back what the SDK replaces when it makes the first config.toml of
// a home: where our value is CometBFT's default it takes it for none, and slows
// blocks down to five seconds and opens a profiler.
func keepOurs(config *cmtcfg.Config) {
	ours := cometConfig()
	config.Consensus.TimeoutCommit = ours.Consensus.TimeoutCommit
	config.RPC.PprofListenAddress = ours.RPC.PprofListenAddress
}

func emptyGenesis(blank *app.App, chainID string) *genutiltypes.AppGenesis {
	state, err := json.MarshalIndent(blank.DefaultGenesis(), "", " ")
	if err != nil {
		fatal(err)
	}
	return &genutiltypes.AppGenesis{
		AppName:       app.Name,
		AppVersion:    version.Version,
		ChainID:       chainID,
		InitialHeight: 1,
		AppState:      state,
		Consensus:     &genutiltypes.ConsensusGenesis{Params: chaintypes.DefaultConsensusParams()},
	}
}
