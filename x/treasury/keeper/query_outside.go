package keeper

import (
	"context"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Outside lists a co-op's outside accounts as officers attest them. The charter
// bounds how many there are.
func (q queryServer) Outside(ctx context.Context, request *types.QueryOutsideRequest) (*types.QueryOutsideResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	response := &types.QueryOutsideResponse{}
	for _, outside := range rules.Outside {
		line, err := q.outsideLine(ctx, coop.Id, outside)
		if err != nil {
			return nil, err
		}
		response.Lines = append(response.Lines, line)
	}
	return response, nil
}

func (k *Keeper) outsideLine(ctx context.Context, coopID uint64, outside membershiptypes.OutsideAccount) (types.OutsideLine, error) {
	line := types.OutsideLine{Outside: outside}
	classified, err := k.attested(ctx, coopID, outside, outside.Fund)
	if err != nil {
		return line, err
	}
	waiting, err := k.attested(ctx, coopID, outside, suspense)
	if err != nil {
		return line, err
	}
	if line.Attested.Amount, err = types.Sum(classified.Amount, waiting.Amount); err != nil {
		return line, err
	}
	line.Attested.Functional, err = types.Sum(classified.Functional, waiting.Functional)
	line.Unclassified = waiting.Amount
	return line, err
}
