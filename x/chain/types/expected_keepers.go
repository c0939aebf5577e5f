package types

import (
	"context"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// ConsensusParamsStore is where x/consensus keeps the consensus parameters:
// its keeper's ParamsStore. The keeper's own UpdateParams isn't used, since it
// resets the application version and can set another authority.
type ConsensusParamsStore interface {
	Get(ctx context.Context) (cmtproto.ConsensusParams, error)
	Set(ctx context.Context, params cmtproto.ConsensusParams) error
}

// CoopNames is the part of x/membership's keeper that says which co-op a slug or
// an id names. Only queries ask it: this module's messages know co-ops by id.
type CoopNames interface {
	CoopIDByReference(ctx context.Context, reference string) (uint64, error)
}

// UpgradeKeeper is the part of x/upgrade's keeper that schedules upgrades.
type UpgradeKeeper interface {
	ScheduleUpgrade(ctx context.Context, plan upgradetypes.Plan) error
	GetUpgradePlan(ctx context.Context) (upgradetypes.Plan, error)
	GetDoneHeight(ctx context.Context, name string) (int64, error)
	ClearUpgradePlan(ctx context.Context) error
}
