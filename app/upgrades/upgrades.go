// Package upgrades lists the changes of the chain's binary that need a
// migration at an agreed height.
package upgrades

import (
	"context"

	"cosmossdk.io/core/store"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
)

// Ledger is what a migration may reach.
type Ledger struct {
	Modules      *module.Manager
	Configurator module.Configurator
	Chain        *chainkeeper.Keeper
	Membership   *membershipkeeper.Keeper
	// Store opens a persistent store by name.
	Store func(name string) store.KVStoreService
}

// RunMigrations runs the modules' own migrations.
func (l Ledger) RunMigrations(ctx context.Context, from module.VersionMap) (module.VersionMap, error) {
	return l.Modules.RunMigrations(ctx, l.Configurator, from)
}

// Upgrade is one agreed change of the binary.
type Upgrade struct {
	// Name is what the resolution's MsgScheduleUpgrade names.
	Name string
	// Stores added, renamed or deleted at the height.
	Stores storetypes.StoreUpgrades
	// Wire registers migrations of modules when the node starts; may be nil.
	Wire func(ledger Ledger) error
	// Migrate runs once, before the first block of the new binary.
	Migrate func(ctx context.Context, ledger Ledger, plan upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error)
}

// All upgrades this binary knows, oldest first.
func All() []Upgrade { return append([]Upgrade(nil), known...) }

// Find an upgrade by name.
func Find(name string) (Upgrade, bool) {
	for _, upgrade := range known {
		if upgrade.Name == name {
			return upgrade, true
		}
	}
	return Upgrade{}, false
}

// OwnStores are the names of stores that belong to an upgrade and to no module.
func OwnStores() []string { return append([]string(nil), ownStores...) }

var (
	known     []Upgrade
	ownStores []string
)
