package integration

import (
	"encoding/json"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// H41. In the middle of a vote, with a draft, a timelock, a closed resolution, a
// used-up quota and changed block limits: what is exported, imported and
// exported again is the same to the byte, and the imported chain goes on.
func TestExportImportExport(t *testing.T) {
	setup := ledger.Federation()
	l := ledger.New(t, setup)
	changed := l.FederationDecides("large", &chaintypes.MsgUpdateConsensusParams{
		Authority: membershiptypes.CoopAddress(membershiptypes.RootCoopID),
		MaxBytes:  3_000_000, MaxGas: 90_000_000,
		EvidenceMaxAgeBlocks: 2_500_000, EvidenceMaxAgeSeconds: 31 * 24 * 3_600, EvidenceMaxBytes: 100_000,
	})
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, changed.Status, changed.Outcome.String())

	member := ledger.Member(ledger.Worker, 1)
	voting := l.Propose(member, ledger.Worker, "ordinary")
	l.Vote(member, voting, yes)
	l.Vote(ledger.Member(ledger.Worker, 2), voting, no)
	l.Propose(member, ledger.Worker, "seconded")
	federal := l.FederationProposes("medium")
	l.CoopVotes(federal, yes, "birch", "cedar")
	l.Do(ledger.Member(ledger.Worker, 7), &membershiptypes.MsgLeave{
		Signer: ledger.Member(ledger.Worker, 7).String(), CoopId: l.Coop(ledger.Worker),
	})

	first, err := l.App.Export(ledger.ChainID, ledger.Start)
	require.NoError(t, err)
	require.EqualValues(t, 90_000_000, first.Consensus.Params.Block.MaxGas)
	require.EqualValues(t, 31*24*time.Hour, first.Consensus.Params.Evidence.MaxAgeDuration)

	imported := ledger.Open(t, setup)
	params := first.Consensus.Params.ToProto()
	_, err = imported.App.InitChain(&abci.RequestInitChain{
		Time: l.Time, ChainId: ledger.ChainID, InitialHeight: first.InitialHeight,
		ConsensusParams: &params, AppStateBytes: first.AppState,
	})
	require.NoError(t, err)
	second, err := imported.App.ExportGenesis(ledger.ChainID, ledger.Start, first.InitialHeight)
	require.NoError(t, err)
	require.Equal(t, asJSON(t, first), asJSON(t, second))

	imported.Height, imported.Time = first.InitialHeight-1, l.Time
	imported.Block()
	imported.Vote(ledger.Member(ledger.Worker, 3), voting, yes)
	imported.Pass(ledger.VotingSeconds * time.Second)
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, imported.Resolution(voting).Status)
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	require.NoError(t, err)
	return string(text)
}
