package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Tally answers with the count now, how many may vote, and how it would end if
// it closed now. Before voting opens nobody is on the roll yet and there is no
// such outcome.
func (q queryServer) Tally(ctx context.Context, request *types.QueryTallyRequest) (*types.QueryTallyResponse, error) {
	r, err := q.GetResolution(ctx, request.ResolutionId)
	if err != nil {
		return nil, err
	}
	terms, err := q.Terms.Get(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	tally, err := q.GetTally(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryTallyResponse{
		Tally: tally, InFavour: tally.InFavour(), Against: tally.Against(), Abstained: tally.Abstained(), Roll: terms.RollSize(),
	}
	if answer.Attested, err = q.attestedTally(ctx, r.Id); err != nil {
		return nil, err
	}
	if r.VotingOpenedAt != 0 {
		answer.WouldBe = types.Decide(terms, tally)
	}
	return answer, nil
}
