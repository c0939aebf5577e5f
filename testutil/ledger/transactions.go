package ledger

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client/tx"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdktx "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// Gas asked for by a transaction unless told otherwise.
const Gas = 500_000

// Free signs messages without a fee.
func (l *Ledger) Free(who Person, messages ...sdk.Msg) []byte {
	l.t.Helper()
	return l.Sign(who, nil, Gas, messages...)
}

// Paid signs messages with a fee of 1,000 a million gas.
func (l *Ledger) Paid(who Person, messages ...sdk.Msg) []byte {
	l.t.Helper()
	return l.Sign(who, sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, Gas/1_000)), Gas, messages...)
}

// Sign makes a transaction in SIGN_MODE_DIRECT. Several of one key fit in a block.
func (l *Ledger) Sign(who Person, fee sdk.Coins, gas uint64, messages ...sdk.Msg) []byte {
	l.t.Helper()
	config := l.App.TxConfig()
	builder := config.NewTxBuilder()
	require.NoError(l.t, builder.SetMsgs(messages...))
	builder.SetGasLimit(gas)
	builder.SetFeeAmount(fee)

	account := l.App.Keepers().Account.GetAccount(l.Ctx(), who.Address())
	require.NotNil(l.t, account, "%s has no account yet", who)
	sequence := account.GetSequence() + l.sequences[who.String()]
	l.sequences[who.String()]++

	var key cryptotypes.PrivKey = who.Key
	empty := signing.SignatureV2{
		PubKey:   key.PubKey(),
		Data:     &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
		Sequence: sequence,
	}
	require.NoError(l.t, builder.SetSignatures(empty))
	signed, err := tx.SignWithPrivKey(context.Background(), signing.SignMode_SIGN_MODE_DIRECT, authsigning.SignerData{
		Address: who.String(), ChainID: ChainID, AccountNumber: account.GetAccountNumber(),
		Sequence: sequence, PubKey: key.PubKey(),
	}, builder, key, config, sequence)
	require.NoError(l.t, err)
	require.NoError(l.t, builder.SetSignatures(signed))
	bytes, err := config.TxEncoder()(builder.GetTx())
	require.NoError(l.t, err)
	return bytes
}

// Do puts one free transaction in a block and expects it to succeed.
func (l *Ledger) Do(who Person, messages ...sdk.Msg) *abci.ExecTxResult {
	l.t.Helper()
	result := l.Block(l.Free(who, messages...))[0]
	require.Zero(l.t, result.Code, "%s", result.Log)
	return result
}

// Refused puts one free transaction in a block and expects that error.
func (l *Ledger) Refused(who Person, expected error, messages ...sdk.Msg) *abci.ExecTxResult {
	l.t.Helper()
	result := l.Block(l.Free(who, messages...))[0]
	require.NotZero(l.t, result.Code, "should have been refused")
	require.Contains(l.t, result.Log, expected.Error())
	return result
}

// Propose opens a resolution and returns its id.
func (l *Ledger) Propose(who Person, coop, rule string, messages ...sdk.Msg) uint64 {
	l.t.Helper()
	next, err := l.App.Keepers().Governance.NextResolutionID.Peek(l.Ctx())
	require.NoError(l.t, err)
	l.Do(who, l.Proposal(who.String(), coop, rule, messages...))
	return next
}

// Proposal is a resolution about to be proposed in a genesis co-op.
func (l *Ledger) Proposal(proposer, coop, rule string, messages ...sdk.Msg) *governancetypes.MsgPropose {
	l.t.Helper()
	packed, err := sdktx.SetMsgs(messages)
	require.NoError(l.t, err)
	return &governancetypes.MsgPropose{
		Proposer: proposer, CoopId: l.Coop(coop), Title: "a resolution", Summary: "what it is about",
		Rule: rule, Messages: packed,
	}
}

// Vote casts a ballot and expects it to be taken.
func (l *Ledger) Vote(who Person, resolution uint64, choice governancetypes.Choice) {
	l.t.Helper()
	l.Do(who, &governancetypes.MsgVote{Voter: who.String(), ResolutionId: resolution, Choice: choice})
}
