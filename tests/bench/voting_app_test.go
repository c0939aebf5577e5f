package bench

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
)

const (
	// blockInterval of the chains measured here.
	blockInterval = time.Second
	// voteGas is the gas limit of a vote, on both sides.
	voteGas = 200_000
	// blockMaxGas is the most that the ledger allows, and more than a block of votes needs, on both sides.
	blockMaxGas = 1_000_000_000
)

// votingApp is a chain with an open vote and its voters' keys.
type votingApp struct {
	*baseapp.BaseApp
	txConfig client.TxConfig
	keys     []cryptotypes.PrivKey
	accounts []account
	// ballot is the message by which a voter votes.
	ballot func(voter, round int) sdk.Msg
	height int64
	now    time.Time
}

// account is what a signature covers beside the message.
type account struct{ number, sequence uint64 }

// voterKey is the key of a voter who signs.
func voterKey(i int) cryptotypes.PrivKey {
	seed := append([]byte("voter of the benchmark"), voterAddress(i)...)
	return secp256k1.GenPrivKeyFromSecret(seed)
}

func voterKeys(count int) []cryptotypes.PrivKey {
	keys := make([]cryptotypes.PrivKey, count)
	for i := range keys {
		keys[i] = voterKey(i)
	}
	return keys
}

// consensusParams are the same on both sides.
func consensusParams() *cmtproto.ConsensusParams {
	return &cmtproto.ConsensusParams{
		Block:     &cmtproto.BlockParams{MaxBytes: 4 << 20, MaxGas: blockMaxGas},
		Evidence:  &cmtproto.EvidenceParams{MaxAgeNumBlocks: 1_000_000, MaxAgeDuration: 21 * 24 * time.Hour, MaxBytes: 1 << 20},
		Validator: &cmtproto.ValidatorParams{PubKeyTypes: []string{"ed25519"}},
	}
}

// vote is a signed transaction with one ballot.
func (a *votingApp) vote(tb testing.TB, voter, round int) []byte {
	tb.Helper()
	return a.sign(tb, voter, voteGas, a.ballot(voter, round))
}

// sign puts a message into a transaction without a fee; the voter's sequence moves on.
func (a *votingApp) sign(tb testing.TB, voter int, gas uint64, message sdk.Msg) []byte {
	tb.Helper()
	builder := a.txConfig.NewTxBuilder()
	require.NoError(tb, builder.SetMsgs(message))
	builder.SetGasLimit(gas)
	key, account := a.keys[voter], &a.accounts[voter]
	require.NoError(tb, builder.SetSignatures(signing.SignatureV2{
		PubKey:   key.PubKey(),
		Data:     &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
		Sequence: account.sequence,
	}))
	signature, err := clienttx.SignWithPrivKey(tb.Context(), signing.SignMode_SIGN_MODE_DIRECT, authsigning.SignerData{
		Address:       sdk.AccAddress(key.PubKey().Address()).String(),
		ChainID:       chainID,
		AccountNumber: account.number,
		Sequence:      account.sequence,
		PubKey:        key.PubKey(),
	}, builder, key, a.txConfig, account.sequence)
	require.NoError(tb, err)
	require.NoError(tb, builder.SetSignatures(signature))
	account.sequence++
	bytes, err := a.txConfig.TxEncoder()(builder.GetTx())
	require.NoError(tb, err)
	return bytes
}

// votes signs one ballot for each of the voters from first on.
func (a *votingApp) votes(tb testing.TB, first, count, round int) [][]byte {
	tb.Helper()
	txs := make([][]byte, count)
	for i := range txs {
		txs[i] = a.vote(tb, first+i, round)
	}
	return txs
}

// block executes and commits one block, and checks that every transaction was accepted.
func (a *votingApp) block(tb testing.TB, txs [][]byte) {
	tb.Helper()
	response := a.finalize(tb, txs)
	_, err := a.Commit()
	require.NoError(tb, err)
	require.Len(tb, response.TxResults, len(txs))
	for _, result := range response.TxResults {
		require.Zero(tb, result.Code, result.Log)
	}
}

func (a *votingApp) finalize(tb testing.TB, txs [][]byte) *abci.ResponseFinalizeBlock {
	tb.Helper()
	a.height++
	a.now = a.now.Add(blockInterval)
	response, err := a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: a.height, Time: a.now, Txs: txs})
	require.NoError(tb, err)
	return response
}

// checkTx asks for a transaction's admission to the mempool.
func (a *votingApp) checkTx(tb testing.TB, tx []byte) {
	response, err := a.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	if err != nil || response.Code != 0 {
		tb.Fatalf("a vote was refused: %v, %v", response, err)
	}
}
