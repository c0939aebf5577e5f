package keeper

import (
	"context"
	"encoding/binary"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Ballot answers with one member's ballot.
func (q queryServer) Ballot(ctx context.Context, request *types.QueryBallotRequest) (*types.QueryBallotResponse, error) {
	r, err := q.GetResolution(ctx, request.ResolutionId)
	if err != nil {
		return nil, err
	}
	packed, err := q.GetBallot(ctx, r.Id, request.MemberId)
	if err != nil {
		return nil, err
	}
	if packed == types.PackedNone {
		return nil, errorsmod.Wrapf(types.ErrUnknownBallot, "member %d has not voted on resolution %d; list those who have with: coopd q governance ballots %d",
			request.MemberId, r.Id, r.Id)
	}
	sheet, err := q.attestedSheet(ctx, r, request.MemberId)
	if err != nil {
		return nil, err
	}
	delegate, err := q.delegateOf(ctx, r.Id, request.MemberId)
	return &types.QueryBallotResponse{Ballot: types.Ballot{
		MemberId: request.MemberId, Choice: packed.Choice(r.Consent), DelegateMemberId: delegate,
	}, AttestedBy: sheet}, err
}

// Ballots answers with ballots in the order of member numbers. The page key is
// the number of the first member of the page, as 8 bytes, big-endian; a page
// reads at most maxRecordsPerPage records and may be short before the last. The
// total comes from the tally. There is no offset and no reverse order.
func (q queryServer) Ballots(ctx context.Context, request *types.QueryBallotsRequest) (*types.QueryBallotsResponse, error) {
	r, err := q.GetResolution(ctx, request.ResolutionId)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	from, err := ballotsFrom(bounded)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryBallotsResponse{Pagination: &query.PageResponse{}}
	if bounded.CountTotal {
		tally, err := q.GetTally(ctx, r.Id)
		if err != nil {
			return nil, err
		}
		answer.Pagination.Total = tally.Present()
	}
	next, records := uint64(0), 0
	within := collections.NewPrefixedPairRange[uint64, uint64](r.Id).StartInclusive(types.RecordNumber(from))
	err = q.Keeper.Ballots.Walk(ctx, within, func(key collections.Pair[uint64, uint64], record []byte) (bool, error) {
		if records++; records > maxRecordsPerPage {
			next = key.K2() * types.BallotsPerRecord
			return true, nil
		}
		types.EachBallot(key.K2(), record, from, func(memberID uint64, choice types.PackedChoice) bool {
			if uint64(len(answer.Ballots)) == bounded.Limit {
				next = memberID
				return false
			}
			answer.Ballots = append(answer.Ballots, types.Ballot{MemberId: memberID, Choice: choice.Choice(r.Consent)})
			return true
		})
		return next != 0, nil
	})
	if next != 0 {
		answer.Pagination.NextKey = binary.BigEndian.AppendUint64(nil, next)
	}
	return answer, err
}

// ballotsFrom reads the page key.
func ballotsFrom(request *query.PageRequest) (uint64, error) {
	if request.Offset > 0 || request.Reverse {
		return 0, errorsmod.Wrap(types.ErrInvalidPage, "ballots have no offset and no reverse order; go on with the next key")
	}
	switch len(request.Key) {
	case 0:
		return 0, nil
	case 8:
		return binary.BigEndian.Uint64(request.Key), nil
	default:
		return 0, errorsmod.Wrapf(types.ErrInvalidPage, "the key has %d bytes; it is a member's number in 8", len(request.Key))
	}
}
