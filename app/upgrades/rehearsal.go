//go:build rehearsal

package upgrades

import (
	"context"
	"fmt"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/x/chain"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// A binary built with the tag "rehearsal" knows one upgrade more, so that an
// upgrade with migrations can be rehearsed on a network before a real one is
// due. It is not part of any release. It does both things an upgrade does:
//
//   - it adds a store and fills it from another module's state: the slugs of all
//     co-ops, each with its number;
//   - it migrates an existing module, x/chain, to its next version: the quiet
//     blocks after a gap are doubled.
const rehearsalStore = "rehearsal"

func init() {
	known = append(known, Upgrade{
		Name:   "rehearsal",
		Stores: storetypes.StoreUpgrades{Added: []string{rehearsalStore}},
		Wire:   wireRehearsal,
		Migrate: func(ctx context.Context, ledger Ledger, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
			if err := copySlugs(ctx, ledger); err != nil {
				return nil, err
			}
			return ledger.RunMigrations(ctx, from)
		},
	})
	ownStores = append(ownStores, rehearsalStore)
}

// rehearsedChain is x/chain, one version on.
type rehearsedChain struct{ chain.AppModule }

// ConsensusVersion of the module's state after the rehearsal.
func (rehearsedChain) ConsensusVersion() uint64 { return chain.ConsensusVersion + 1 }

func wireRehearsal(ledger Ledger) error {
	current, ok := ledger.Modules.Modules[chaintypes.ModuleName].(chain.AppModule)
	if !ok {
		return fmt.Errorf("the rehearsal migrates x/%s, which this node does not have", chaintypes.ModuleName)
	}
	ledger.Modules.Modules[chaintypes.ModuleName] = rehearsedChain{current}
	return ledger.Configurator.RegisterMigration(chaintypes.ModuleName, chain.ConsensusVersion, func(ctx sdk.Context) error {
		params, err := ledger.Chain.Params.Get(ctx)
		if err != nil {
			return err
		}
		params.GapQuietBlocks *= 2
		if err := params.Validate(); err != nil {
			return err
		}
		return ledger.Chain.Params.Set(ctx, params)
	})
}

// copySlugs fills the new store: slug to co-op number, big-endian.
func copySlugs(ctx context.Context, ledger Ledger) error {
	into := ledger.Store(rehearsalStore).OpenKVStore(ctx)
	return ledger.Membership.Coops.Walk(ctx, nil, func(id uint64, coop membershiptypes.Coop) (bool, error) {
		return false, into.Set([]byte(coop.Slug), sdk.Uint64ToBigEndian(id))
	})
}
