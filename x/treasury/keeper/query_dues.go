package keeper

import (
	"context"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Dues says what members owe at a day: one, or all from a number on.
func (q queryServer) Dues(ctx context.Context, request *types.QueryDuesRequest) (*types.QueryDuesResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
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
	if request.MemberId != 0 {
		standing, err := q.duesStanding(ctx, coop.Id, request.MemberId, day)
		return &types.QueryDuesResponse{Standings: []types.DuesStanding{standing}}, err
	}
	roll, err := q.membership.GetRoll(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	limit := uint64(request.Limit)
	if limit == 0 || limit > maxPageLimit {
		limit = maxPageLimit
	}
	answer := &types.QueryDuesResponse{}
	for memberID := max(request.From, 1); memberID < roll.NextMemberId; memberID++ {
		if uint64(len(answer.Standings)) == limit {
			answer.Next = memberID
			break
		}
		standing, err := q.duesStanding(ctx, coop.Id, memberID, day)
		if err != nil {
			return nil, err
		}
		answer.Standings = append(answer.Standings, standing)
	}
	return answer, nil
}

func (k *Keeper) duesStanding(ctx context.Context, coopID, memberID uint64, day chaintypes.Date) (types.DuesStanding, error) {
	standing := types.DuesStanding{MemberId: memberID, Amount: math.ZeroInt(), Owed: math.ZeroInt()}
	member, err := k.membership.GetMember(ctx, coopID, memberID)
	if err != nil {
		return standing, err
	}
	standing.ClassId = member.ClassId
	r, found, err := k.reckon(ctx, member, day)
	if err != nil || !found {
		return standing, err
	}
	standing.Period, standing.Denom, standing.Amount = r.dues.Period, r.dues.Denom, r.dues.Amount
	standing.PaidTo, standing.Unpaid, standing.Owed = r.paidTo(), r.unpaid(), r.owed()
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return standing, err
	}
	standing.MayLapse = mayLapse(*rules.Dues, member, standing.Unpaid)
	return standing, nil
}

// mayLapse says whether so many unpaid periods are enough for a notice of lapse.
func mayLapse(rules membershiptypes.DuesRules, member membershiptypes.Member, unpaid uint64) bool {
	return member.HoldsPlace() && rules.LapseGround != "" && unpaid >= uint64(rules.LapseAfterPeriods)
}
