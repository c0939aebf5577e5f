package keeper

import (
	"context"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Guards says how the charter's guards of a co-op's money stand: what budgets may
// still spend of its funds in this window, and whether liquid assets cover what is due.
func (q queryServer) Guards(ctx context.Context, request *types.QueryGuardsRequest) (*types.QueryGuardsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryGuardsResponse{}
	for _, share := range rules.SpendingShares {
		for _, outside := range []bool{false, true} {
			if outside && !slices.ContainsFunc(rules.Outside, func(account membershiptypes.OutsideAccount) bool {
				return account.Fund == share.Fund && account.Currency == share.Denom
			}) {
				continue
			}
			now, err := q.spendingOf(ctx, rules, coop.Id, share, outside)
			if err != nil {
				return nil, err
			}
			answer.Spending = append(answer.Spending, types.SpendingLine{
				Fund: share.Fund, Outside: outside, Denom: share.Denom, WindowStart: now.window, BasisPoints: share.BasisPoints,
				Base: now.base, Most: now.most, Drawn: now.drawn,
			})
		}
	}
	if rules.Liquidity == nil {
		return answer, nil
	}
	line, err := q.liquidityOf(ctx, rules, coop.Id)
	answer.Liquidity = &line
	return answer, err
}
