package app

import (
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/x/chain"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	"github.com/coopledger/coopledger/x/treasury"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	"github.com/coopledger/coopledger/x/validators"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

var (
	// An upgrade changes the binary before anything else of the block happens;
	// auth's pre-blocker clears expired unordered nonces.
	preBlockers = []string{upgradetypes.ModuleName, authtypes.ModuleName}

	// The clock ticks first, since every deadline reads it. Seats come next: they
	// look at the last commit and at evidence, which nothing else changes.
	beginBlockers = []string{chaintypes.ModuleName, validatorstypes.ModuleName}

	// Resolutions are executed and closed first, then what is due among members
	// happens, so that a seat which either gives or takes in this block is in its
	// validator updates. Surplus is shared then, which moves coins. Then the bank is compared with the books of whoever moved
	// coins in this block. Bank's own settles virtual accounts, of which this ledger has none.
	endBlockers = []string{
		governancetypes.ModuleName, membershiptypes.ModuleName, surplustypes.ModuleName, treasurytypes.ModuleName, banktypes.ModuleName,
		validatorstypes.ModuleName,
	}

	// Accounts and coins before those who hold them, the roll before those who
	// check it, co-ops and coins before their books, books before what was shared by
	// them, resolutions before the seats they gave. The export is in the same order.
	genesisOrder = []string{
		consensustypes.ModuleName, authtypes.ModuleName, banktypes.ModuleName, chaintypes.ModuleName,
		membershiptypes.ModuleName, governancetypes.ModuleName, treasurytypes.ModuleName, surplustypes.ModuleName,
		validatorstypes.ModuleName, upgradetypes.ModuleName,
	}
)

// wireModules registers what each module stores, answers and does in a block.
func (app *App) wireModules() error {
	cdc := app.encoding.Codec
	app.modules = module.NewManager(
		auth.NewAppModule(cdc, app.keepers.Account, nil),
		bank.NewAppModule(cdc, app.keepers.Bank, app.keepers.Account),
		consensus.NewAppModule(cdc, app.keepers.Consensus),
		upgrade.NewAppModule(app.keepers.Upgrade, app.addressCodec),
		chain.NewAppModule(cdc, app.keepers.Chain, app.keepers.Membership),
		membership.NewAppModule(cdc, app.keepers.Membership),
		governance.NewAppModule(cdc, app.keepers.Governance),
		treasury.NewAppModule(cdc, app.keepers.Treasury),
		surplus.NewAppModule(cdc, app.keepers.Surplus),
		validators.NewAppModule(cdc, app.keepers.Validators),
	)
	app.basics = module.NewBasicManagerFromManager(app.modules, nil)
	app.basics.RegisterInterfaces(cdc.InterfaceRegistry())
	app.basics.RegisterLegacyAminoCodec(app.encoding.Amino)

	app.modules.SetOrderPreBlockers(preBlockers...)
	app.modules.SetOrderBeginBlockers(beginBlockers...)
	app.modules.SetOrderEndBlockers(endBlockers...)
	app.modules.SetOrderInitGenesis(genesisOrder...)
	app.modules.SetOrderExportGenesis(genesisOrder...)

	app.configurator = module.NewConfigurator(cdc, app.MsgServiceRouter(), app.GRPCQueryRouter())
	return app.modules.RegisterServices(app.configurator)
}
