package keeper

import (
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/validators/types"
)

// maxPageLimit bounds a page; a request for more gets this many and a next key.
const maxPageLimit = 100

type queryServer struct{ *Keeper }

// NewQueryServer returns the server of x/validators' queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

func boundedPage(page *query.PageRequest) *query.PageRequest {
	if page == nil {
		return &query.PageRequest{Limit: maxPageLimit}
	}
	bounded := *page
	if bounded.Limit == 0 || bounded.Limit > maxPageLimit {
		bounded.Limit = maxPageLimit
	}
	return &bounded
}
