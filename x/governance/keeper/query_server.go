package keeper

import (
	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
)

const (
	// maxPageLimit is the most entries one page holds.
	maxPageLimit = 1_000
	// maxRecordsPerPage is the most packed records one page of ballots reads:
	// 262,144 member numbers, most of whom may not have voted. A page may
	// therefore be short, or empty, and still have a next one.
	maxRecordsPerPage = 64
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer answers the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// page bounds a page and fills in its defaults.
func page(request *query.PageRequest) (*query.PageRequest, error) {
	bounded := query.PageRequest{}
	if request != nil {
		bounded = *request
	}
	if bounded.Limit == 0 {
		bounded.Limit = query.DefaultLimit
	}
	if bounded.Limit > maxPageLimit {
		return nil, errorsmod.Wrapf(types.ErrInvalidPage, "a page of %d entries; ask for at most %d and go on with the next key", bounded.Limit, maxPageLimit)
	}
	return &bounded, nil
}
