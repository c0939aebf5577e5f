package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
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
height, with all consensus parameters. The node must be stopped. It needs memory
for the state of one module at a time.

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
	node, err := openAt(dir, db, height, genesis.ChainID)
	if err != nil {
		return err
	}
	write := func(out io.Writer) error { return node.WriteExport(out, genesis.ChainID, genesis.GenesisTime) }
	file, _ := cmd.Flags().GetString(flags.FlagOutputDocument)
	if file == "" {
		return write(cmd.OutOrStdout())
	}
	return writeWhole(file, write)
}

// writeWhole makes a file for its owner's eyes that is there with all that write
// writes or not at all: half an export has a hash too.
func writeWhole(file string, write func(io.Writer) error) error {
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part-")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) //nolint:errcheck // it is gone when it was renamed
	buffered := bufio.NewWriter(part)
	if err := errors.Join(write(buffered), buffered.Flush(), part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("%s could not be written: %w", file, err)
	}
	return os.Rename(part.Name(), file)
}

// openAt opens the node's state at a height, or at its last one for -1.
func openAt(dir string, db dbm.DB, height int64, chainID string) (*app.App, error) {
	options := app.DefaultOptions()
	options.Home = dir
	node, err := app.New(log.NewNopLogger(), db, height == -1, options, baseapp.SetChainID(chainID))
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
	return node, nil
}
