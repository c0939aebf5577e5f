package keeper

import "github.com/coopledger/coopledger/x/chain/types"

// maxPageLimit bounds a page; a request for more gets this many and a next key.
const maxPageLimit = 100

type queryServer struct {
	*Keeper
	coops types.CoopNames
}

// NewQueryServer returns the server of x/chain's queries, in which co-ops can be
// named as x/membership names them.
func NewQueryServer(k *Keeper, coops types.CoopNames) types.QueryServer {
	return queryServer{Keeper: k, coops: coops}
}
