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

// wireUpgrades registers the migrations and, if the node stopped for one of
// them, prepares the stores for it.
//
// Without a home there is no node, only its command line, and nothing to read.
func (app *App) wireUpgrades(home string) error {
	ledger := upgrades.Ledger{
		Modules: app.modules, Configurator: app.configurator,
		Chain: app.keepers.Chain, Membership: app.keepers.Membership, Store: app.stores.service,
	}
	for _, u := range upgrades.All() {
		if u.Wire != nil {
			if err := u.Wire(ledger); err != nil {
				return err
			}
		}
		app.keepers.Upgrade.SetUpgradeHandler(u.Name,
			func(ctx context.Context, plan upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
				return u.Migrate(ctx, ledger, plan, from)
			})
	}
	if home == "" {
		return nil
	}
	due, err := app.keepers.Upgrade.ReadUpgradeInfoFromDisk()
	if err != nil {
		return fmt.Errorf("data/upgrade-info.json can't be read: %w", err)
	}
	if app.keepers.Upgrade.IsSkipHeight(due.Height) {
		return nil
	}
	app.due = due
	if u, known := upgrades.Find(due.Name); known {
		app.SetStoreLoader(upgradetypes.UpgradeStoreLoader(due.Height, &u.Stores))
	}
	return nil
}

// CheckRelease refuses to go on with a binary that lacks the upgrade the node
// stopped for. Reading its state, exporting it or rolling it back stays possible.
func (app *App) CheckRelease() error {
	_, known := upgrades.Find(app.due.Name)
	if app.due.Name == "" || known || app.LastBlockHeight()+1 < app.due.Height {
		return nil
	}
	return fmt.Errorf("this coopd does not know the upgrade %q, which this chain makes at height %d: "+
		"start the release that is for it", app.due.Name, app.due.Height)
}

// load loads the latest state, unless another release of coopd made it.
func (app *App) load(home string) error {
	if u := app.tooEarly(); u != "" {
		return fmt.Errorf("this coopd is for the upgrade %q, which has not happened on this chain yet: "+
			"start the release before it, and put this one in its place when that one stops at the upgrade's height", u)
	}
	if err := app.LoadLatestVersion(); err != nil {
		return fmt.Errorf("the database in %s can't be loaded: %w", home, err)
	}
	return nil
}

// tooEarly names an upgrade of this binary that adds a store which the database
// has not, though the node has not stopped for it.
func (app *App) tooEarly() string {
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
		if u.Name == app.due.Name && height+1 == app.due.Height {
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
