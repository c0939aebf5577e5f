package keeper

import (
	"context"
	"time"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Clock returns chain time and civil time.
func (k queryServer) Clock(ctx context.Context, _ *types.QueryClockRequest) (*types.QueryClockResponse, error) {
	clock, err := k.getClock(ctx)
	if err != nil {
		return nil, err
	}
	mayEnd, err := k.VetoWindowsMayEnd(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryClockResponse{
		Clock:             clock,
		ChainTime:         utc(clock.TimeNs),
		BlockTime:         utc(clock.BlockTimeNs),
		VetoWindowsMayEnd: mayEnd,
	}, nil
}

func utc(ns int64) string { return time.Unix(0, ns).UTC().Format(time.RFC3339) }
