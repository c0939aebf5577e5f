package keeper

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// Share returns a member's share of a settled period, with its arithmetic.
func (q queryServer) Share(ctx context.Context, request *types.QueryShareRequest) (*types.QueryShareResponse, error) {
	coop, period, err := q.asked(ctx, request.Coop, request.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "shares are known once they are settled", settled); err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	share, outcome, row, err := q.shareOf(ctx, coop, period, request.MemberId)
	if err != nil {
		return nil, err
	}
	charter, _, err := q.rulesOf(ctx, period)
	if err != nil {
		return nil, err
	}
	response := &types.QueryShareResponse{
		Total: share.Total, Cash: share.Cash, Retained: share.Retained, Currency: charter.Book().Currency, Decimals: charter.Book().Decimals,
		Lines: shareLines(outcome, row, share),
	}
	response.Taken, err = q.Taken.Has(ctx, collections.Join3(coop.Id, period.Number, request.MemberId))
	return response, err
}

// shareLines say how a share comes about, step by step.
func shareLines(outcome sharing.Outcome, row sharing.Row, share sharing.MemberShare) (lines []types.ShareLine) {
	for _, taken := range outcome.Taken {
		if taken.Division == nil || len(lines) == len(share.Shares) {
			continue
		}
		got := share.Shares[len(lines)]
		weight := outcome.Weight(row, taken.Step)
		lines = append(lines, types.ShareLine{
			Step: taken.Step.Name, Basis: taken.Step.Basis, Weight: weight, Share: got, Arithmetic: arithmetic(*taken.Division, weight, got),
		})
	}
	return lines
}

// arithmetic of a share in one sentence, for a member to work out again.
func arithmetic(division types.Division, weight, share math.Int) string {
	rest := division.Rest
	switch {
	case weight.IsZero():
		return "nothing of it is recorded for this member and class"
	case division.Least.IsPositive() && weight.GTE(division.Least):
		return fmt.Sprintf("%s units or more get the most that one member gets, %s", division.Least, division.Cap)
	case rest.Total.IsZero():
		return "nobody shares it"
	}
	product := rest.Pool.Mul(weight)
	floor, remainder := product.Quo(rest.Total), product.Mod(rest.Total)
	said := fmt.Sprintf("%s · %s ÷ %s is %s", rest.Pool, weight, rest.Total, floor)
	if remainder.IsPositive() {
		said += fmt.Sprintf(" and %s/%s", remainder, rest.Total)
	}
	if share.GT(floor) {
		return said + ", and one more for so great a remainder"
	}
	return said
}

// CapitalAccount lists what is retained for a member, period by period.
func (q queryServer) CapitalAccount(ctx context.Context, request *types.QueryCapitalAccountRequest) (*types.QueryCapitalAccountResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	if _, err := q.membership.GetMember(ctx, coop.Id, request.MemberId); err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	response := &types.QueryCapitalAccountResponse{}
	_, response.Pagination, err = query.CollectionPaginate(ctx, q.Outcomes, boundedPage(request.Pagination),
		func(_ periodKey, kept types.PeriodOutcome) (uint64, error) {
			lot, err := q.lotOf(ctx, kept, request.MemberId)
			if err == nil && lot.Retained.IsPositive() {
				response.Lots = append(response.Lots, lot)
			}
			return kept.Period, err
		}, query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return response, err
}

// lotOf a member: what one period has retained for it.
func (q queryServer) lotOf(ctx context.Context, kept types.PeriodOutcome, memberID uint64) (types.CapitalLot, error) {
	lot := types.CapitalLot{Period: kept.Period, Retained: math.ZeroInt()}
	patronage, err := q.Keeper.Patronage.Get(ctx, collections.Join3(kept.CoopId, kept.Period, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return lot, nil
	}
	if err != nil {
		return lot, err
	}
	share, err := sharing.Outcome(kept.Outcome).ShareOf(rowOf(patronage))
	if err != nil {
		return lot, err
	}
	period, err := q.Keeper.Periods.Get(ctx, collections.Join(kept.CoopId, kept.Period))
	lot.Retained, lot.SettledAt = share.Retained, period.SettledAt
	return lot, err
}
