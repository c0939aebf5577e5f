package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Zone answers with a time zone's rules and what its clocks show now.
func (k queryServer) Zone(ctx context.Context, request *types.QueryZoneRequest) (*types.QueryZoneResponse, error) {
	if request == nil {
		return nil, status.Error(codes.InvalidArgument, "the request is empty")
	}
	zone, err := k.Keeper.Zone(ctx, request.Name)
	if err != nil {
		return nil, err
	}
	now, err := k.CivilNow(ctx)
	if err != nil {
		return nil, err
	}
	offset, err := zone.OffsetAt(now)
	if err != nil {
		return nil, err
	}
	return &types.QueryZoneResponse{Zone: zone, LocalTime: types.CivilOf(now + offset).String(), OffsetSeconds: offset}, nil
}

// Zones lists the time zones by name.
func (k queryServer) Zones(ctx context.Context, request *types.QueryZonesRequest) (*types.QueryZonesResponse, error) {
	if request == nil {
		return nil, status.Error(codes.InvalidArgument, "the request is empty")
	}
	page := request.Pagination
	if page != nil && page.Limit > maxPageLimit {
		bounded := *page
		bounded.Limit = maxPageLimit
		page = &bounded
	}
	zones, next, err := query.CollectionPaginate(ctx, k.Keeper.Zones, page,
		func(_ string, zone types.Zone) (types.Zone, error) { return zone, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryZonesResponse{Zones: zones, Pagination: next}, nil
}
