package main

import (
	"fmt"
	"os"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client"
	clientconfig "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/debug"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/client/pruning"
	"github.com/cosmos/cosmos-sdk/client/rpc"
	"github.com/cosmos/cosmos-sdk/client/snapshot"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	authcli "github.com/cosmos/cosmos-sdk/x/auth/client/cli"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"

	"github.com/coopledger/coopledger/app"
)

// newRootCommand puts the command line together. It builds the application once
// in memory, only to ask the modules for their commands.
func newRootCommand() (*cobra.Command, error) {
	options := app.DefaultOptions()
	options.Home = ""
	blank, err := app.New(log.NewNopLogger(), dbm.NewMemDB(), false, options)
	if err != nil {
		return nil, err
	}
	encoding := blank.Encoding()
	clientContext := client.Context{}.
		WithCodec(encoding.Codec).
		WithInterfaceRegistry(encoding.Codec.InterfaceRegistry()).
		WithTxConfig(encoding.TxConfig).
		WithLegacyAmino(encoding.Amino).
		WithInput(os.Stdin).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithHomeDir(app.DefaultHome).
		WithViper("COOPD")

	root := &cobra.Command{
		Use:           app.Name,
		Short:         "The ledger that co-operatives run on: one member, one vote",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return prepare(cmd, clientContext)
		},
	}
	registerPreviews()
	addCommands(root, blank)

	modules := make(map[string]appmodule.AppModule, len(blank.Modules().Modules))
	for name, module := range blank.Modules().Modules {
		if m, ok := module.(appmodule.AppModule); ok {
			modules[name] = m
		}
	}
	auto := autocli.AppOptions{
		Modules: modules,
		ModuleOptions: map[string]*autocliv1.ModuleOptions{
			"comet": {Query: cmtservice.CometBFTAutoCLIDescriptor},
		},
		AddressCodec:          addresscodec.NewBech32Codec(app.Bech32Prefix),
		ValidatorAddressCodec: addresscodec.NewBech32Codec(app.Bech32Prefix + "valoper"),
		ConsensusAddressCodec: addresscodec.NewBech32Codec(app.Bech32Prefix + "valcons"),
		ClientCtx:             clientContext,
	}
	if err := auto.EnhanceRootCommand(root); err != nil {
		return nil, fmt.Errorf("the modules' commands don't fit together: %w", err)
	}
	return root, nil
}

// prepare reads the flags and the home's configuration before any command runs.
func prepare(cmd *cobra.Command, clientContext client.Context) error {
	cmd.SetOut(cmd.OutOrStdout())
	cmd.SetErr(cmd.ErrOrStderr())
	sayMoments(cmd)
	clientContext = clientContext.WithCmdContext(cmd.Context())
	clientContext, err := client.ReadPersistentCommandFlags(clientContext, cmd.Flags())
	if err != nil {
		return err
	}
	if clientContext, err = clientconfig.ReadFromClientConfig(clientContext); err != nil {
		return fmt.Errorf("%s/config/client.toml can't be read: %w", clientContext.HomeDir, err)
	}
	if err := client.SetCmdClientContextHandler(clientContext, cmd); err != nil {
		return err
	}
	if err := shortenReceipts(cmd); err != nil {
		return err
	}
	if err := waitForBlock(cmd); err != nil {
		return err
	}
	template, config := nodeConfig()
	return server.InterceptConfigsPreRunHandler(cmd, template, config, cometConfig())
}

// addCommands adds what is not a module's own.
func addCommands(root *cobra.Command, blank *app.App) {
	start := server.StartCmdWithOptions(startApp, app.DefaultHome, server.StartCmdOptions{DBOpener: openDB})
	start.PreRunE = beforeStart
	start.Flags().String(flags.FlagChainID, "", "refuse to start unless the genesis is of this chain")

	comet := &cobra.Command{Use: "comet", Short: "The consensus engine's own commands"}
	comet.AddCommand(
		server.ShowNodeIDCmd(), server.ShowValidatorCmd(), server.ShowAddressCmd(),
		server.VersionCmd(), server.BootstrapStateCmd(newApp),
	)
	root.AddCommand(
		start,
		initCommand(blank),
		keys.Commands(),
		queryCommand(),
		txCommand(),
		server.StatusCommand(),
		exportCommand(),
		versionCommand(),
		charterCommand(blank.Encoding().Codec),
		docCommand(blank.Encoding().Codec),
		importCommand(),
		auditCommand(),
		treasuryCommand(),
		surplusCommand(),
		networkCommand(blank.Encoding().Codec, blank.DefaultGenesis()),
		doctorCommand(),
		restartCommand(),
		comet,
		genesisCommand(blank),
		snapshot.Cmd(newApp),
		pruning.Cmd(newApp, app.DefaultHome),
		server.NewRollbackCmd(newApp, app.DefaultHome),
		debug.Cmd(),
	)
	// Without this cobra answers an unknown subcommand with help and success.
	for _, group := range root.Commands() {
		if group.HasSubCommands() && !group.Runnable() {
			group.RunE = client.ValidateCmd
		}
	}
}

func queryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "query",
		Aliases: []string{"q"},
		Short:   "Ask the ledger",
		RunE:    client.ValidateCmd,
	}
	cmd.AddCommand(
		rpc.WaitTxCmd(),
		server.QueryBlockCmd(),
		authcli.QueryTxsByEventsCmd(),
		server.QueryBlocksCmd(),
		authcli.QueryTxCmd(),
		server.QueryBlockResultsCmd(),
	)
	return cmd
}

func txCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tx",
		Short: "Sign and send to the ledger",
		RunE:  client.ValidateCmd,
	}
	cmd.PersistentFlags().Duration(flagWait, defaultWait, "how long to wait for the block that the transaction is in; 0s not at all")
	cmd.AddCommand(
		authcli.GetSignCommand(),
		authcli.GetSignBatchCommand(),
		authcli.GetMultiSignCommand(),
		authcli.GetMultiSignBatchCmd(),
		authcli.GetValidateSignaturesCommand(),
		authcli.GetBroadcastCommand(),
		authcli.GetEncodeCommand(),
		authcli.GetDecodeCommand(),
		authcli.GetSimulateCmd(),
	)
	return cmd
}

func genesisCommand(blank *app.App) *cobra.Command {
	cmd := &cobra.Command{Use: "genesis", Short: "Prepare and check a genesis file"}
	cmd.AddCommand(
		genutilcli.ValidateGenesisCmd(blank.Basics()),
		genutilcli.AddGenesisAccountCmd(app.DefaultHome, addresscodec.NewBech32Codec(app.Bech32Prefix)),
	)
	return cmd
}

// startApp builds the application of a node that is going to make blocks.
func startApp(logger log.Logger, db dbm.DB, settings servertypes.AppOptions) servertypes.Application {
	node := buildApp(logger, db, settings)
	if err := node.CheckRelease(); err != nil {
		fatal(err)
	}
	return node
}

// newApp builds the application of a node for the commands that look at its
// state or repair it.
func newApp(logger log.Logger, db dbm.DB, settings servertypes.AppOptions) servertypes.Application {
	return buildApp(logger, db, settings)
}

// buildApp builds the node's application from its configuration.
func buildApp(logger log.Logger, db dbm.DB, settings servertypes.AppOptions) *app.App {
	options := appOptions(settings)
	node, err := app.New(logger, db, true, options, baseOptions(settings)...)
	if err != nil {
		fatal(err)
	}
	if err := node.VerifiedSignatures().Register(prometheus.DefaultRegisterer); err != nil {
		fatal(err)
	}
	return node
}

// fatal ends the process with one sentence; the SDK's constructors can't return an error.
func fatal(err error) {
	fmt.Fprintln(os.Stderr, "Error:", err)
	os.Exit(1)
}

// home of the node the command is about.
func home(cmd *cobra.Command) string {
	dir, err := cmd.Flags().GetString(flags.FlagHome)
	if err != nil || dir == "" {
		return app.DefaultHome
	}
	return dir
}
