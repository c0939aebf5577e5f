package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	"github.com/coopledger/coopledger/x/validators/types"
)

// BenchmarkQuietBlock is what the module costs in a block in which nothing
// happens to the set, with 4 and with 100 seats.
func BenchmarkQuietBlock(b *testing.B) {
	for _, seats := range []int{4, 100} {
		b.Run(fmt.Sprintf("seats=%d", seats), func(b *testing.B) {
			c := emptyChain(b, b)
			var founders []types.GenesisSeat
			var votes []abci.VoteInfo
			for id := uint64(2); id < uint64(seats)+2; id++ {
				c.federation.members[id] = true
				founders = append(founders, types.GenesisSeat{
					CoopID: id, Operator: operatorOf(id), Moniker: "node", ConsensusPubKey: firstKey(id).PubKey().(*ed25519.PubKey),
				})
				votes = append(votes, abci.VoteInfo{
					Validator: abci.Validator{Address: firstKey(id).PubKey().Address(), Power: 1}, BlockIdFlag: cmtproto.BlockIDFlagCommit,
				})
			}
			genesis, err := types.NewGenesis(types.DefaultParams(), founders)
			require.NoError(b, err)
			c.start(genesis)
			c.ctx = c.ctx.WithVoteInfos(votes)
			for i := 0; b.Loop(); i++ {
				c.ctx = c.ctx.WithBlockHeight(int64(i) + 2)
				require.NoError(b, c.keeper.BeginBlock(c.ctx))
				_, err := c.keeper.EndBlock(c.ctx)
				require.NoError(b, err)
			}
		})
	}
}
