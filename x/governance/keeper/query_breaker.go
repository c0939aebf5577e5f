package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Breaker answers with what is switched off, and who wants to switch off what.
func (q queryServer) Breaker(ctx context.Context, _ *types.QueryBreakerRequest) (*types.QueryBreakerResponse, error) {
	params, err := q.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	breaker, now, err := q.breakerNow(ctx)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryBreakerResponse{Breaker: breaker, Off: now < breaker.Until, Needed: params.BreakerHolders}
	if ready := types.Deadline(breaker.Since, params.BreakerRestSeconds); breaker.Trips() > 0 && now < ready {
		answer.ReadyAt = ready
	}
	answer.Wishes, err = q.breakerWishes(ctx)
	return answer, err
}
