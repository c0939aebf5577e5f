// Package upgrades lists the changes of the chain's binary that need a
// migration at an agreed height.
package upgrades

import (
	"context"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// Upgrade is one agreed change of the binary.
type Upgrade struct {
	// Name is what the resolution's MsgScheduleUpgrade names.
	Name string
	// Stores added, renamed or deleted at the height.
	Stores storetypes.StoreUpgrades
	// Migrate runs once, before the first block of the new binary.
	Migrate func(ctx context.Context, modules *module.Manager, configurator module.Configurator,
		plan upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error)
}

// All upgrades this binary knows, oldest first.
func All() []Upgrade { return append([]Upgrade(nil), known...) }

var known []Upgrade

// RunMigrations is the Migrate of an upgrade that only runs the modules' own migrations.
func RunMigrations(ctx context.Context, modules *module.Manager, configurator module.Configurator,
	_ upgradetypes.Plan, from module.VersionMap,
) (module.VersionMap, error) {
	return modules.RunMigrations(ctx, configurator, from)
}
