package integration

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// H41. In the middle of a vote, with a draft, a timelock, a closed resolution, a
// used-up quota and changed block limits: what is exported, imported and
// exported again is the same to the byte, and the imported chain goes on. All its
// consensus parameters are kept, those too that the SDK's own export drops; of
// these a genesis may not set the authority.
func TestExportImportExport(t *testing.T) {
	setup := ledger.Federation()
	l := ledger.New(t, setup)
	params, err := l.App.Keepers().Consensus.ParamsStore.Get(l.Ctx())
	require.NoError(t, err)
	params.Version = &cmtproto.VersionParams{App: 7}
	params.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: 1_000_000_000}
	require.NoError(t, l.App.Keepers().Consensus.ParamsStore.Set(l.Ctx(), params))
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
	require.EqualValues(t, 7, first.Consensus.Params.Version.App)
	require.EqualValues(t, 1_000_000_000, first.Consensus.Params.ABCI.VoteExtensionsEnableHeight)

	var written bytes.Buffer
	require.NoError(t, l.App.WriteExport(&written, ledger.ChainID, ledger.Start))
	whole, err := json.MarshalIndent(first, "", "  ")
	require.NoError(t, err)
	require.Equal(t, string(whole)+"\n", written.String(), "what coopd export writes is the same, module by module")

	imported := reborn(t, l, setup)
	imported.BlockWithoutCommit()
	kept, err := l.App.Keepers().Consensus.ParamsStore.Get(l.Ctx())
	require.NoError(t, err)
	again, err := imported.App.Keepers().Consensus.ParamsStore.Get(imported.Ctx())
	require.NoError(t, err)
	require.Equal(t, kept, again)
	imported.Vote(ledger.Member(ledger.Worker, 3), voting, yes)
	imported.Pass(ledger.VotingSeconds * time.Second)
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, imported.Resolution(voting).Status)
}

// H41. With everything under way that a ledger knows: a case under appeal and a
// suspension, a recovery, keys and guardians that change, invitations, a trial, a
// notice of leaving, a charter that waits for its date, half a roll, payments
// switched off, meetings with sheets, a requisition, votes. The imported ledger
// goes on past every deadline like the one it was exported from.
func TestExportOfEverythingGoesOnAlike(t *testing.T) {
	b, setup := newBusy(t)
	b.underWay()
	imported := reborn(t, b.Ledger, setup)
	ledgers := []*ledger.Ledger{b.Ledger, imported}
	for _, l := range ledgers {
		// The first block after a genesis has no commit of the one before it.
		l.BlockWithoutCommit()
	}
	alike(t, ledgers)
	for minute := range int(farFrom / time.Minute) {
		for _, l := range ledgers {
			l.BlockAfter(time.Minute, b.sendsIn(l, minute)...)
			for _, result := range l.LastResponse.TxResults {
				require.Zero(t, result.Code, "minute %d: %s", minute, result.Log)
			}
		}
		// An export costs as much as a hundred blocks.
		if minute < 10 || minute%10 == 9 {
			alike(t, ledgers)
		}
	}
	b.over()
}

// drawn are the numbers that the SDK gives new accounts. It draws them from the app
// hash, which says how a tree grew and not only what is in it.
var drawn = regexp.MustCompile(`"account_number":"(?:9\d{18}|1\d{19})"`)

// alike requires that ledgers export the same.
func alike(t *testing.T, ledgers []*ledger.Ledger) {
	t.Helper()
	var first string
	for i, l := range ledgers {
		exported, err := l.App.Export(ledger.ChainID, ledger.Start)
		require.NoError(t, err)
		state := drawn.ReplaceAllString(string(exported.AppState), `"account_number":"drawn"`)
		if i == 0 {
			first = state
		} else if state != first {
			require.JSONEq(t, first, state, "%s after the genesis", l.Time.Sub(ledger.Start))
			t.Fatal("the ledgers' exports differ in their order")
		}
	}
}

// reborn is a ledger that begins with what another exports, and exports the same
// to the byte before its first block.
func reborn(t *testing.T, l *ledger.Ledger, setup ledger.Setup) *ledger.Ledger {
	t.Helper()
	exported, err := l.App.Export(ledger.ChainID, ledger.Start)
	require.NoError(t, err)
	imported := ledger.Open(t, setup)
	params := exported.Consensus.Params.ToProto()
	_, err = imported.App.InitChain(&abci.RequestInitChain{
		Time: l.Time, ChainId: ledger.ChainID, InitialHeight: exported.InitialHeight,
		ConsensusParams: &params, AppStateBytes: exported.AppState,
	})
	require.NoError(t, err)
	again, err := imported.App.ExportGenesis(ledger.ChainID, ledger.Start, exported.InitialHeight)
	require.NoError(t, err)
	require.Equal(t, asJSON(t, exported), asJSON(t, again))
	imported.Height, imported.Time = exported.InitialHeight-1, l.Time
	return imported
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	require.NoError(t, err)
	return string(text)
}
