package keeper

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// PersonApplications lists the persons who want to join a co-op, by number.
func (q queryServer) PersonApplications(
	ctx context.Context, req *types.QueryPersonApplicationsRequest,
) (*types.QueryPersonApplicationsResponse, error) {
	coop, asked, err := q.listOf(ctx, req.Coop, req.Pagination)
	if err != nil {
		return nil, err
	}
	applications, pagination, err := query.CollectionPaginate(ctx, q.Keeper.PersonApplications, asked,
		func(_ collections.Pair[uint64, uint64], application types.PersonApplication) (types.PersonApplication, error) {
			return application, nil
		}, query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryPersonApplicationsResponse{Applications: applications, Pagination: pagination}, nil
}

// Notices lists what will become of a co-op's places, by member and kind.
func (q queryServer) Notices(ctx context.Context, req *types.QueryNoticesRequest) (*types.QueryNoticesResponse, error) {
	coop, asked, err := q.listOf(ctx, req.Coop, req.Pagination)
	if err != nil {
		return nil, err
	}
	notices, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Notices, asked,
		func(_ collections.Triple[uint64, uint64, uint64], notice types.Notice) (types.Notice, error) {
			return notice, nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, uint64, uint64]]) {
			prefix := collections.TriplePrefix[uint64, uint64, uint64](coop.Id)
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryNoticesResponse{Notices: notices, Pagination: pagination}, nil
}

// Imports lists the files that a co-op has announced, by hash.
func (q queryServer) Imports(ctx context.Context, req *types.QueryImportsRequest) (*types.QueryImportsResponse, error) {
	coop, asked, err := q.listOf(ctx, req.Coop, req.Pagination)
	if err != nil {
		return nil, err
	}
	imports, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Imports, asked,
		func(_ collections.Pair[uint64, []byte], file types.Import) (types.Import, error) {
			return file, nil
		}, query.WithCollectionPaginationPairPrefix[uint64, []byte](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryImportsResponse{Imports: imports, Pagination: pagination}, nil
}

func (q queryServer) listOf(ctx context.Context, reference string, asked *query.PageRequest) (types.Coop, *query.PageRequest, error) {
	coop, err := q.CoopByReference(ctx, reference)
	if err != nil {
		return types.Coop{}, nil, err
	}
	bounded, err := page(asked)
	return coop, bounded, err
}

// ExternalId finds the place of a member who was brought in with a file.
func (q queryServer) ExternalId(ctx context.Context, req *types.QueryExternalIdRequest) (*types.QueryExternalIdResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	id, err := hex.DecodeString(req.ExternalId)
	if err != nil {
		return nil, types.ErrInvalidRequest.Wrapf("%q is no external id; give its hexadecimal digits", req.ExternalId)
	}
	memberID, err := q.ExternalIDs.Get(ctx, collections.Join(coop.Id, id))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrUnknownMember.Wrapf("nobody was brought into %s with the external id %x", coop.Slug, id)
	}
	return &types.QueryExternalIdResponse{MemberId: memberID}, err
}

// noticesOn a place, by kind.
func (k *Keeper) noticesOn(ctx context.Context, member types.Member) ([]types.Notice, error) {
	var notices []types.Notice
	err := k.Notices.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](member.CoopId, member.MemberId),
		func(_ collections.Triple[uint64, uint64, uint64], notice types.Notice) (bool, error) {
			notices = append(notices, notice)
			return false, nil
		})
	return notices, err
}

// stateInWords says where a place stands and what will become of it.
func stateInWords(member types.Member, notices []types.Notice) string {
	said := []string{fmt.Sprintf("%s, a member since %s", member.State.Word(), types.Date(member.JoinedAt))}
	if !member.HoldsPlace() {
		said = []string{fmt.Sprintf("%s since %s", member.State.Word(), types.Date(member.LeftAt))}
	}
	if member.Holders > 1 {
		said = append(said, fmt.Sprintf("a joint place of %d with one vote", member.Holders))
	}
	for _, notice := range notices {
		said = append(said, notice.Words())
	}
	return strings.Join(said, "; ")
}
