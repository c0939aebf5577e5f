package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Passbook says what a co-op owes a member, present or former, and what of it is
// on its way.
func (q queryServer) Passbook(ctx context.Context, request *types.QueryPassbookRequest) (*types.QueryPassbookResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	member, err := q.membership.GetMember(ctx, coop.Id, request.MemberId)
	if err != nil {
		return nil, err
	}
	rules, err := q.passbookRules(ctx, coop)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryPassbookResponse{}
	if answer.PayoutAddresses, err = q.payoutsOf(ctx, coop.Id, member.MemberId); err != nil {
		return nil, err
	}
	if answer.Withdrawals, err = q.withdrawalsOf(ctx, coop.Id, member.MemberId); err != nil {
		return nil, err
	}
	if answer.FrozenUntil, err = q.membership.MoneyFrozen(ctx, coop.Id, member.MemberId); err != nil {
		return nil, err
	}
	if answer.Suspension, err = q.lastSuspension(ctx, coop.Id); err != nil {
		return nil, err
	}
	answer.Lines, answer.Pagination, err = query.CollectionPaginate(ctx, q.Parts, boundedPage(request.Pagination),
		func(key partKey, part types.Balance) (types.PassbookLine, error) {
			return q.passbookLine(ctx, coop, rules, key, part, answer)
		}, within(collections.QuadSuperPrefix3[uint64, string, uint64, string](coop.Id, rules.CodeOf(owed), member.MemberId)))
	return answer, err
}

// passbookLine is what a member is owed in a denom, and what of it can be had now.
func (k *Keeper) passbookLine(
	ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, key partKey, part types.Balance, rest *types.QueryPassbookResponse,
) (types.PassbookLine, error) {
	line := types.PassbookLine{Denom: key.K4(), Owed: part.Amount.Neg(), Waiting: waitingOf(rest.Withdrawals, key.K4()), AtOnce: math.ZeroInt()}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return line, err
	}
	day, err := k.dayOf(ctx, coop.Id, key.K3(), key.K4(), now)
	if err != nil {
		return line, err
	}
	suspended := rest.Suspension != nil && rest.Suspension.Until > now
	if rest.FrozenUntil == 0 && !suspended {
		today := rules.Passbook.DailyLimit(key.K4()).Sub(day.Coin.Amount)
		line.AtOnce = math.MaxInt(math.ZeroInt(), math.MinInt(today, line.Owed.Sub(line.Waiting)))
	}
	return line, nil
}

// lastSuspension is nil if there never was one.
func (k *Keeper) lastSuspension(ctx context.Context, coopID uint64) (*types.WithdrawalSuspension, error) {
	suspension, err := k.suspensionOf(ctx, coopID)
	if err != nil || suspension.CoopId == 0 {
		return nil, err
	}
	return &suspension, nil
}

// Withdrawals lists what waits to be paid to a co-op's members.
func (q queryServer) Withdrawals(ctx context.Context, request *types.QueryWithdrawalsRequest) (*types.QueryWithdrawalsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryWithdrawalsResponse{}
	if answer.Suspension, err = q.lastSuspension(ctx, coop.Id); err != nil {
		return nil, err
	}
	answer.Withdrawals, answer.Pagination, err = query.CollectionPaginate(ctx, q.Keeper.Withdrawals, boundedPage(request.Pagination),
		func(_ collections.Pair[uint64, uint64], withdrawal types.Withdrawal) (types.Withdrawal, error) {
			return withdrawal, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return answer, err
}
