package integration

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// A node that was started again takes members' transactions at once, though it
// has not made a block yet and, as long as the chain stands still, will not.
func TestStartedAgainTakesTransactionsBeforeItsFirstBlock(t *testing.T) {
	setup := ledger.Federation()
	setup.DB = dbm.NewMemDB()
	l := ledger.New(t, setup)
	voter := ledger.Member(ledger.Worker, 2)
	id := l.Propose(ledger.Member(ledger.Worker, 1), ledger.Worker, "ordinary")
	vote := l.Free(voter, &governancetypes.MsgVote{Voter: voter.String(), ResolutionId: id, Choice: yes})
	require.NotZero(t, l.App.Keepers().Account.GetAccount(l.Ctx(), voter.Address()).GetAccountNumber())

	woken := ledger.Open(t, setup)
	taken, err := woken.App.CheckTx(&abci.RequestCheckTx{Tx: vote, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	require.Zero(t, taken.Code, taken.Log)
}
