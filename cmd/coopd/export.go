package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/coopledger/coopledger/app"
)

// exportCommand writes the whole state as a genesis that continues the chain.
func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the whole state as a genesis that continues the chain",
		Long: `Write the whole state as a genesis that continues the chain from the next
height, with all consensus parameters. The node must be stopped.

Two exports of one height are equal to the byte on every node, so member co-ops
can compare and sign the SHA-256 before they restart from it.`,
		Args: cobra.NoArgs,
		RunE: runExport,
	}
	cmd.Flags().String(flags.FlagHome, app.DefaultHome, "the node's folder")
	cmd.Flags().Int64("height", -1, "height to export; the last one by default")
	cmd.Flags().String(flags.FlagOutputDocument, "", "file to write; standard output by default")
	return cmd
}

func runExport(cmd *cobra.Command, _ []string) error {
	ctx := server.GetServerContextFromCmd(cmd)
	dir := home(cmd)
	ctx.Config.SetRoot(dir)
	genesis, err := genutiltypes.AppGenesisFromFile(ctx.Config.GenesisFile())
	if err != nil {
		return fmt.Errorf("the genesis at %s can't be read (%s): an export needs the home of a node; name it with --home", ctx.Config.GenesisFile(), firstReason(ctx.Config.GenesisFile(), err))
	}
	lock, err := lockHome(dir)
	if err != nil {
		return err
	}
	defer lock.Close() //nolint:errcheck // read-only use
	db, err := openDB(dir, dbm.BackendType(server.GetAppDBBackend(ctx.Viper)))
	if err != nil {
		return fmt.Errorf("the database in %s can't be opened: %w", filepath.Join(dir, "data"), err)
	}
	height, _ := cmd.Flags().GetInt64("height")
	exported, err := exportAt(dir, db, height, genesis)
	if err != nil {
		return err
	}
	out, err := json.MarshalIndent(exported, "", "  ")
	if err != nil {
		return err
	}
	out = append(out, '\n')
	file, _ := cmd.Flags().GetString(flags.FlagOutputDocument)
	if file == "" {
		_, err = cmd.OutOrStdout().Write(out)
		return err
	}
	return os.WriteFile(file, out, 0o600)
}

func exportAt(dir string, db dbm.DB, height int64, genesis *genutiltypes.AppGenesis) (*genutiltypes.AppGenesis, error) {
	options := app.DefaultOptions()
	options.Home = dir
	node, err := app.New(log.NewNopLogger(), db, height == -1, options, baseapp.SetChainID(genesis.ChainID))
	if err != nil {
		return nil, err
	}
	if height != -1 {
		if err := node.LoadVersion(height); err != nil {
			return nil, fmt.Errorf("height %d is not kept by this node: %w: ask an archive node", height, err)
		}
	}
	if node.LastBlockHeight() == 0 {
		return nil, fmt.Errorf("%s holds no block yet, so there is nothing to export: start the node first, or name another home", dir)
	}
	return node.Export(genesis.ChainID, genesis.GenesisTime)
}
