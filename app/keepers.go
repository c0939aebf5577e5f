package app

import (
	"context"

	"cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/app/upgrades"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancekeeper "github.com/coopledger/coopledger/x/governance/keeper"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surpluskeeper "github.com/coopledger/coopledger/x/surplus/keeper"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorskeeper "github.com/coopledger/coopledger/x/validators/keeper"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// Keepers hold the modules' state.
type Keepers struct {
	Account    authkeeper.AccountKeeper
	Bank       bankkeeper.BaseKeeper
	Consensus  consensuskeeper.Keeper
	Upgrade    *upgradekeeper.Keeper
	Chain      *chainkeeper.Keeper
	Membership *membershipkeeper.Keeper
	Governance *governancekeeper.Keeper
	Treasury   *treasurykeeper.Keeper
	Surplus    *surpluskeeper.Keeper
	Validators *validatorskeeper.Keeper
}

// stores are the node's key-value stores.
type stores struct {
	persistent map[string]*storetypes.KVStoreKey
	transient  map[string]*storetypes.TransientStoreKey
}

func newStores() stores {
	persistent := append([]string{
		authtypes.StoreKey, banktypes.StoreKey, consensustypes.StoreKey, upgradetypes.StoreKey,
		chaintypes.StoreKey, membershiptypes.StoreKey, governancetypes.StoreKey, treasurytypes.StoreKey,
		surplustypes.StoreKey,
		validatorstypes.StoreKey,
	}, upgrades.OwnStores()...)
	return stores{
		persistent: storetypes.NewKVStoreKeys(persistent...),
		transient:  storetypes.NewTransientStoreKeys(chaintypes.TransientStoreKey, treasurytypes.TransientStoreKey),
	}
}

// service is the one place that touches the SDK's runtime package, which is on
// its way out.
func (s stores) service(name string) store.KVStoreService {
	return runtime.NewKVStoreService(s.persistent[name])
}

func (s stores) transientService(name string) store.TransientStoreService {
	return runtime.NewTransientStoreService(s.transient[name])
}

// newKeepers builds the keepers from left to right: each sees only those before it.
//
// The raw parameter and upgrade messages of the SDK's modules answer to nobody:
// their authority is x/chain's module address, which signs nothing. What the
// root federation may change goes through x/chain's guarded messages.
func newKeepers(app *App, logger log.Logger, options Options) Keepers {
	var (
		k       Keepers
		cdc     = app.encoding.Codec
		nobody  = authtypes.NewModuleAddress(chaintypes.ModuleName).String()
		root    = membershiptypes.CoopAccount(membershiptypes.RootCoopID)
		service = app.stores.service
	)
	k.Account = authkeeper.NewAccountKeeper(
		cdc, service(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		map[string][]string{}, app.addressCodec, Bech32Prefix, nobody,
	)
	k.Bank = bankkeeper.NewBaseKeeper(
		cdc, service(banktypes.StoreKey), k.Account, map[string]bool{}, nobody, logger,
	)
	k.Consensus = consensuskeeper.NewKeeper(
		cdc, service(consensustypes.StoreKey), nobody, runtime.EventService{},
	)
	k.Upgrade = upgradekeeper.NewKeeper(
		options.SkipUpgradeHeights, service(upgradetypes.StoreKey), cdc, options.Home, app.BaseApp, nobody,
	)
	k.Chain = chainkeeper.NewKeeper(
		cdc, service(chaintypes.StoreKey), app.stores.transientService(chaintypes.TransientStoreKey),
		app.addressCodec, k.Consensus.ParamsStore, k.Upgrade, root.String(),
	)
	k.Membership = membershipkeeper.NewKeeper(
		cdc, service(membershiptypes.StoreKey), app.addressCodec, k.Account, k.Bank, k.Chain,
	)
	k.Governance = governancekeeper.NewKeeper(
		cdc, service(governancetypes.StoreKey), app.addressCodec,
		k.Chain, k.Membership, app.MsgServiceRouter(), resolutionMessages(), alwaysOn(),
	)
	k.Treasury = treasurykeeper.NewKeeper(
		cdc, service(treasurytypes.StoreKey), app.stores.transientService(treasurytypes.TransientStoreKey), app.addressCodec,
		k.Account, k.Bank, k.Chain, k.Membership,
	)
	k.Surplus = surpluskeeper.NewKeeper(
		cdc, service(surplustypes.StoreKey), app.addressCodec, k.Chain, k.Membership, k.Treasury,
	)
	k.Validators = validatorskeeper.NewKeeper(
		cdc, service(validatorstypes.StoreKey), app.addressCodec, k.Chain, k.Membership,
	)
	k.Membership.SetHooks(k.Validators.Hooks())
	k.Membership.SetCharterHooks(charterHooks{k.Treasury.Hooks(), k.Surplus.Hooks()})
	k.Governance.SetProposalHooks(k.Treasury.Hooks())
	k.Treasury.SetBreaker(k.Governance)
	// Last, so that it sees where other restrictions have sent the coins.
	k.Bank.AppendSendRestriction(k.Treasury.Restrict)
	return k
}

// charterHooks tell the treasury of a charter, and then how its surplus is shared,
// which goes by its book.
type charterHooks struct {
	treasurykeeper.Hooks
	surplus surpluskeeper.Hooks
}

// AfterFounded opens purses, and the first period.
func (h charterHooks) AfterFounded(ctx context.Context, coopID uint64) error {
	if err := h.Hooks.AfterFounded(ctx, coopID); err != nil {
		return err
	}
	return h.surplus.AfterFounded(ctx, coopID)
}

// AfterCharterInForce opens what the new version has and the one before had not.
func (h charterHooks) AfterCharterInForce(ctx context.Context, coopID uint64) error {
	if err := h.Hooks.AfterCharterInForce(ctx, coopID); err != nil {
		return err
	}
	return h.surplus.AfterCharterInForce(ctx, coopID)
}
