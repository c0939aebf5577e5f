package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Member returns a member with its keys and the powers it holds now.
func (q queryServer) Member(ctx context.Context, req *types.QueryMemberRequest) (*types.QueryMemberResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	member, err := q.GetMember(ctx, coop.Id, req.MemberId)
	if err != nil {
		return nil, err
	}
	keys, err := q.keysOf(ctx, coop.Id, member.MemberId)
	if err != nil {
		return nil, err
	}
	powers, err := q.powersOf(ctx, member)
	if err != nil {
		return nil, err
	}
	name, err := q.className(ctx, coop, member.ClassId)
	if err != nil {
		return nil, err
	}
	notices, err := q.noticesOn(ctx, member)
	if err != nil {
		return nil, err
	}
	trustee, err := q.trusteeOf(ctx, member)
	if err != nil {
		return nil, err
	}
	return &types.QueryMemberResponse{
		Member: member, ClassName: name, Keys: keys, Powers: powers,
		State: stateInWords(member, notices), Notices: notices, Trustee: trustee,
	}, nil
}

// className is empty for the class of somebody who left, once the charter has
// dropped it.
func (k *Keeper) className(ctx context.Context, coop types.Coop, classID uint32) (string, error) {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return "", err
	}
	for _, class := range charter.Classes {
		if class.Id == classID {
			return class.Name, nil
		}
	}
	return "", nil
}

func (k *Keeper) powersOf(ctx context.Context, member types.Member) ([]types.Grant, error) {
	var powers []types.Grant
	for _, power := range types.Powers() {
		holds, err := k.HasPower(ctx, member.CoopId, member.MemberId, power)
		if err != nil {
			return nil, err
		}
		if !holds {
			continue
		}
		grant, err := k.Grants.Get(ctx, collections.Join3(member.CoopId, power, member.MemberId))
		if err != nil {
			return nil, err
		}
		powers = append(powers, grant)
	}
	return powers, nil
}

// Members lists a co-op's members, those who left too, by number.
func (q queryServer) Members(ctx context.Context, req *types.QueryMembersRequest) (*types.QueryMembersResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	members, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Members, asked,
		func(_ collections.Pair[uint64, uint64], member types.Member) (types.Member, error) {
			return member, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryMembersResponse{Members: members, Pagination: pagination}, nil
}

// Who says which members an address acts for, and whose account it is.
func (q queryServer) Who(ctx context.Context, req *types.QueryWhoRequest) (*types.QueryWhoResponse, error) {
	account, err := types.AddressBytes(req.Address)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	places, pagination, err := query.CollectionPaginate(ctx, q.Places, asked,
		func(at collections.Pair[[]byte, uint64], memberID uint64) (types.MemberRef, error) {
			return types.MemberRef{CoopId: at.K2(), MemberId: memberID}, nil
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](account))
	if err != nil {
		return nil, err
	}
	response := &types.QueryWhoResponse{Places: places, Pagination: pagination}
	id, isCoop, err := q.CoopByAccount(ctx, account)
	if err != nil || !isCoop {
		return response, err
	}
	coop, err := q.GetCoop(ctx, id)
	response.Coop = &coop
	return response, err
}

// Powers lists the powers that are out now, by power and member.
func (q queryServer) Powers(ctx context.Context, req *types.QueryPowersRequest) (*types.QueryPowersResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	now, err := q.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	powers, pagination, err := query.CollectionFilteredPaginate(ctx, q.Grants, asked,
		func(_ collections.Triple[uint64, string, uint64], grant types.Grant) (bool, error) {
			return now < grant.Until, nil
		},
		func(_ collections.Triple[uint64, string, uint64], grant types.Grant) (types.Grant, error) {
			return grant, nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, string, uint64]]) {
			prefix := collections.TriplePrefix[uint64, string, uint64](coop.Id)
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryPowersResponse{Powers: powers, Pagination: pagination}, nil
}
