package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Instruments lists the charter's instruments and how much of each is held.
func (q queryServer) Instruments(ctx context.Context, request *types.QueryInstrumentsRequest) (*types.QueryInstrumentsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryInstrumentsResponse{}
	for _, instrument := range rules.Instruments {
		holding, err := q.holding(ctx, coop.Id, instrument.Name)
		if err != nil {
			return nil, err
		}
		answer.Instruments = append(answer.Instruments, types.InstrumentLine{Instrument: instrument, Holding: holding})
	}
	return answer, nil
}

// Shares lists lots of shares: all, or one holder's.
func (q queryServer) Shares(ctx context.Context, request *types.QuerySharesRequest) (*types.QuerySharesResponse, error) {
	lots, page, err := q.lots(ctx, request.Coop, request.MemberId, request.Pagination, true)
	return &types.QuerySharesResponse{Lots: lots, Pagination: page}, err
}

// Loans lists what members lend to the co-op: all, or one.
func (q queryServer) Loans(ctx context.Context, request *types.QueryLoansRequest) (*types.QueryLoansResponse, error) {
	lots, page, err := q.lots(ctx, request.Coop, request.MemberId, request.Pagination, false)
	return &types.QueryLoansResponse{Lots: lots, Pagination: page}, err
}

// lots of shares, or loans, with what is due of each today.
func (q queryServer) lots(ctx context.Context, reference string, memberID uint64, page *query.PageRequest, shares bool) ([]types.LotLine, *query.PageResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, reference)
	if err != nil {
		return nil, nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, nil, err
	}
	today, err := q.today(ctx, coop.Id)
	if err != nil {
		return nil, nil, err
	}
	if memberID == 0 {
		return query.CollectionFilteredPaginate(ctx, q.Lots, boundedPage(page),
			func(_ collections.Pair[uint64, uint64], lot types.Lot) (bool, error) {
				return (lot.Lent == 0) == shares, nil
			},
			func(_ collections.Pair[uint64, uint64], lot types.Lot) (types.LotLine, error) {
				return lotLine(rules, lot, today)
			},
			query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	}
	if _, err := q.membership.GetMember(ctx, coop.Id, memberID); err != nil {
		return nil, nil, err
	}
	held, err := q.lotsOf(ctx, coop.Id, memberID, "")
	if err != nil {
		return nil, nil, err
	}
	var lines []types.LotLine
	for _, lot := range held {
		if (lot.Lent == 0) != shares {
			continue
		}
		line, err := lotLine(rules, lot, today)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, line)
	}
	return lines, &query.PageResponse{}, nil
}

func lotLine(rules membershiptypes.TreasuryRules, lot types.Lot, today chaintypes.Date) (types.LotLine, error) {
	line := types.LotLine{Lot: lot}
	instrument, err := types.FindInstrument(rules, lot.Instrument)
	if err != nil {
		return line, err
	}
	line.Denom = instrument.Denom
	if line.Overdue, _, err = lot.Overdue(today); err != nil {
		return line, err
	}
	line.Interest, err = interestToday(lot, today)
	return line, err
}

// Redemptions lists the shares and repayments that wait to be paid.
func (q queryServer) Redemptions(ctx context.Context, request *types.QueryRedemptionsRequest) (*types.QueryRedemptionsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryRedemptionsResponse{}
	answer.Redemptions, answer.Pagination, err = query.CollectionPaginate(ctx, q.Keeper.Redemptions, boundedPage(request.Pagination),
		func(_ collections.Pair[uint64, uint64], redemption types.Redemption) (types.Redemption, error) {
			return redemption, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return answer, err
}

// Transfers lists the transfers that wait for approval.
func (q queryServer) Transfers(ctx context.Context, request *types.QueryTransfersRequest) (*types.QueryTransfersResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryTransfersResponse{}
	answer.Transfers, answer.Pagination, err = query.CollectionPaginate(ctx, q.Keeper.Transfers, boundedPage(request.Pagination),
		func(_ collections.Triple[uint64, uint64, string], transfer types.ShareTransfer) (types.ShareTransfer, error) {
			return transfer, nil
		},
		within(collections.TriplePrefix[uint64, uint64, string](coop.Id)))
	return answer, err
}

// SetOffs lists what will be set off against members' passbooks.
func (q queryServer) SetOffs(ctx context.Context, request *types.QuerySetOffsRequest) (*types.QuerySetOffsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	answer := &types.QuerySetOffsResponse{}
	answer.SetOffs, answer.Pagination, err = query.CollectionPaginate(ctx, q.Keeper.SetOffs, boundedPage(request.Pagination),
		func(_ collections.Triple[uint64, uint64, uint64], setOff types.SetOff) (types.SetOff, error) {
			return setOff, nil
		},
		within(collections.TriplePrefix[uint64, uint64, uint64](coop.Id)))
	return answer, err
}

// Arrears says what is owed late at a day, by members and to them: one, or all from a
// number on.
func (q queryServer) Arrears(ctx context.Context, request *types.QueryArrearsRequest) (*types.QueryArrearsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	day, err := q.today(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	if request.At != 0 {
		if day, err = chaintypes.DateOfNumber(request.At); err != nil {
			return nil, err
		}
	}
	first, after, answer := request.MemberId, request.MemberId+1, &types.QueryArrearsResponse{}
	if request.MemberId == 0 {
		roll, err := q.membership.GetRoll(ctx, coop.Id)
		if err != nil {
			return nil, err
		}
		limit := uint64(request.Limit)
		if limit == 0 || limit > maxPageLimit {
			limit = maxPageLimit
		}
		first, after = max(request.From, 1), roll.NextMemberId
		if first < after && after-first > limit {
			after = first + limit
			answer.Next = after
		}
	}
	for memberID := first; memberID < after; memberID++ {
		member, err := q.membership.GetMember(ctx, coop.Id, memberID)
		if err != nil {
			return nil, err
		}
		lines, err := q.arrearsOf(ctx, rules, member, day)
		if err != nil {
			return nil, err
		}
		answer.Lines = append(answer.Lines, lines...)
	}
	return answer, nil
}
