package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// SubLedger lists the members' parts of an account that is kept by member.
func (q queryServer) SubLedger(ctx context.Context, request *types.QuerySubLedgerRequest) (*types.QuerySubLedgerResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, err := q.rules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	account, found := rules.Account(request.Account)
	if !found || !account.ByMember {
		return nil, types.ErrUnknownAccount.Wrapf("%q is no account of %s that is kept by member; see them with: coopd q treasury accounts %s", request.Account, coop.Slug, coop.Slug)
	}
	prefix := collections.QuadSuperPrefix[uint64, string, uint64, string](coop.Id, account.Code)
	if request.MemberId != 0 {
		prefix = collections.QuadSuperPrefix3[uint64, string, uint64, string](coop.Id, account.Code, request.MemberId)
	}
	lines, page, err := query.CollectionPaginate(ctx, q.Parts, boundedPage(request.Pagination),
		func(key partKey, part types.Balance) (types.SubLedgerLine, error) {
			return types.SubLedgerLine{MemberId: key.K3(), Denom: key.K4(), Balance: part}, nil
		}, within(prefix))
	if err != nil {
		return nil, err
	}
	return &types.QuerySubLedgerResponse{Lines: lines, Pagination: page}, nil
}
