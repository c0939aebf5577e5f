package app

import (
	"context"
	"fmt"
	"slices"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/app/upgrades"
)

// wireUpgrades registers the migrations and, if one is due at the height the
// node stopped at, prepares the stores for it. It returns the upgrade that the
// node stopped for, if any.
//
// Without a home there is no node, only its command line, and nothing to read.
func (app *App) wireUpgrades(home string) (due upgradetypes.Plan, err error) {
	ledger := upgrades.Ledger{
		Modules: app.modules, Configurator: app.configurator,
		Chain: app.keepers.Chain, Membership: app.keepers.Membership, Store: app.stores.service,
	}
	for _, u := range upgrades.All() {
		if u.Wire != nil {
			if err := u.Wire(ledger); err != nil {
				return due, err
			}
		}
		app.keepers.Upgrade.SetUpgradeHandler(u.Name,
			func(ctx context.Context, plan upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
				return u.Migrate(ctx, ledger, plan, from)
			})
	}
	if home == "" {
		return due, nil
	}
	due, err = app.keepers.Upgrade.ReadUpgradeInfoFromDisk()
	if err != nil {
		return due, fmt.Errorf("data/upgrade-info.json can't be read: %w", err)
	}
	if app.keepers.Upgrade.IsSkipHeight(due.Height) {
		return upgradetypes.Plan{}, nil
	}
	if u, known := upgrades.Find(due.Name); known {
		app.SetStoreLoader(upgradetypes.UpgradeStoreLoader(due.Height, &u.Stores))
	}
	return due, nil
}

// load loads the latest state, unless another release of coopd is wanted for it.
func (app *App) load(home string, due upgradetypes.Plan) error {
	if u := app.tooEarly(due); u != "" {
		return fmt.Errorf("this coopd is for the upgrade %q, which has not happened on this chain yet: "+
			"start the release before it, and put this one in its place when that one stops at the upgrade's height", u)
	}
	if err := app.LoadLatestVersion(); err != nil {
		return fmt.Errorf("the database in %s can't be loaded: %w", home, err)
	}
	if _, known := upgrades.Find(due.Name); due.Name != "" && !known && app.LastBlockHeight()+1 >= due.Height {
		return fmt.Errorf("this coopd does not know the upgrade %q, which this chain makes at height %d: "+
			"start the release that is for it", due.Name, due.Height)
	}
	return nil
}

// tooEarly names an upgrade of this binary that adds a store which the database
// has not, though the node has not stopped for it.
func (app *App) tooEarly(due upgradetypes.Plan) string {
	committed, ok := app.CommitMultiStore().(interface {
		GetCommitInfo(version int64) (*storetypes.CommitInfo, error)
	})
	height := app.CommitMultiStore().LatestVersion()
	if !ok || height == 0 {
		return ""
	}
	last, err := committed.GetCommitInfo(height)
	if err != nil {
		// Loading the database says what is wrong with it.
		return ""
	}
	for _, u := range upgrades.All() {
		if u.Name == due.Name && height+1 == due.Height {
			continue
		}
		for _, added := range u.Stores.Added {
			if !slices.ContainsFunc(last.StoreInfos, func(s storetypes.StoreInfo) bool { return s.Name == added }) {
				return u.Name
			}
		}
	}
	return ""
}
