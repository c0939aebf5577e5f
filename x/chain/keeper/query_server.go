package keeper

import "github.com/coopledger/coopledger/x/chain/types"

// maxPageLimit bounds a page; a request for more gets this many and a next key.
const maxPageLimit = 100

type queryServer struct{ *Keeper }

// NewQueryServer returns the server of x/chain's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }
