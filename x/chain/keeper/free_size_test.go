package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/chain/types"
)

// What could never fit into the free share of a block is refused when it
// arrives, and doesn't wait in the mempool for ever.
func TestAFreeTransactionTooLargeForAnyBlock(t *testing.T) {
	for name, test := range map[string]struct {
		check  bool
		member uint64
		gas    uint64
		want   error
	}{
		"success - all of the share, on arrival":      {true, 1, 15_000_000, nil},
		"success - all of the share, in a block":      {false, 1, 15_000_000, nil},
		"error - more than the share, on arrival":     {true, 1, 15_000_001, types.ErrNeverFits},
		"error - more than the share, in a block":     {false, 1, 15_000_001, types.ErrNeverFits},
		"success - an operator, who has another lane": {true, 0, 15_000_001, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := newChain(t)
			limits := f.ctx.ConsensusParams()
			limits.Block.MaxGas = 30_000_000
			_, err := f.keeper.CheckFree(f.ctx.WithConsensusParams(limits).WithIsCheckTx(test.check), types.Draw{
				CoopID: 1, MemberID: test.member, Gas: test.gas, Bytes: 1, CoopIsAdmitted: true,
			})
			require.ErrorIs(t, err, test.want)
		})
	}
}
