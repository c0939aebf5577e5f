package app

import (
	"context"
	"fmt"

	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/app/upgrades"
)

// wireUpgrades registers the migrations and, if one is due at the height the
// node stopped at, prepares the stores for it.
//
// Without a home there is no node, only its command line, and nothing to read.
func (app *App) wireUpgrades(home string) error {
	for _, u := range upgrades.All() {
		app.keepers.Upgrade.SetUpgradeHandler(u.Name,
			func(ctx context.Context, plan upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
				return u.Migrate(ctx, app.modules, app.configurator, plan, from)
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
	for _, u := range upgrades.All() {
		if u.Name == due.Name {
			app.SetStoreLoader(upgradetypes.UpgradeStoreLoader(due.Height, &u.Stores))
		}
	}
	return nil
}
