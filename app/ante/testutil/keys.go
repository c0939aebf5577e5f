package testutil

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// Key signs for an account.
type Key struct{ Private *secp256k1.PrivKey }

// NewKey makes the key of a name, the same each time.
func NewKey(name string) Key {
	return Key{Private: secp256k1.GenPrivKeyFromSecret([]byte(name))}
}

// Address of the key's account.
func (k Key) Address() sdk.AccAddress { return sdk.AccAddress(k.Private.PubKey().Address()) }

// Tx is a transaction to be made.
type Tx struct {
	Messages []sdk.Msg
	Gas      uint64
	Fee      int64
	Mode     signing.SignMode
	// Sequence counts from the account's sequence in the committed state.
	Sequence uint64
	Memo     string
	// Signers sign in this order; the first pays.
	Signers []Key
	// Edit changes the transaction before it is signed.
	Edit func(builder client.TxBuilder)
	// Forge makes a signature false.
	Forge bool
}

// Vote is a member's message in a co-op: free, if the key is a member's.
func Vote(key Key, coopID uint64) sdk.Msg { return pay(key, CoopAccount(coopID), 1) }

// Payment is a stranger's message.
func Payment(key Key, amount int64) sdk.Msg { return pay(key, FeeAccount, amount) }

func pay(key Key, to sdk.AccAddress, amount int64) sdk.Msg {
	return banktypes.NewMsgSend(key.Address(), to, sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, amount)))
}

// SeatMessage is an operator's message.
func SeatMessage(key Key) sdk.Msg {
	coins := sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, 1))
	return banktypes.NewMsgMultiSend(banktypes.NewInput(key.Address(), coins), []banktypes.Output{banktypes.NewOutput(FeeAccount, coins)})
}

// Sign makes the bytes of a transaction.
func (c *Chain) Sign(tx Tx) []byte {
	builder := c.Build(tx)
	raw, err := c.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(c.t, err)
	return raw
}

// Build makes and signs a transaction.
func (c *Chain) Build(tx Tx) client.TxBuilder {
	if tx.Mode == signing.SignMode_SIGN_MODE_UNSPECIFIED {
		tx.Mode = signing.SignMode_SIGN_MODE_DIRECT
	}
	if tx.Gas == 0 {
		tx.Gas = 200_000
	}
	builder := c.TxConfig.NewTxBuilder()
	require.NoError(c.t, builder.SetMsgs(tx.Messages...))
	builder.SetGasLimit(tx.Gas)
	builder.SetMemo(tx.Memo)
	if tx.Fee > 0 {
		builder.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, tx.Fee)))
	}
	if tx.Edit != nil {
		tx.Edit(builder)
	}
	c.sign(builder, tx)
	return builder
}

func (c *Chain) sign(builder client.TxBuilder, tx Tx) {
	ctx := c.Context()
	blank := make([]signing.SignatureV2, len(tx.Signers))
	accounts := make([]sdk.AccountI, len(tx.Signers))
	for i, key := range tx.Signers {
		accounts[i] = c.Accounts.GetAccount(ctx, key.Address())
		require.NotNil(c.t, accounts[i], "account %d", i)
		blank[i] = signing.SignatureV2{
			PubKey: key.Private.PubKey(), Sequence: accounts[i].GetSequence() + tx.Sequence,
			Data: &signing.SingleSignatureData{SignMode: tx.Mode},
		}
	}
	require.NoError(c.t, builder.SetSignatures(blank...))
	signed := make([]signing.SignatureV2, len(tx.Signers))
	for i, key := range tx.Signers {
		data := authsigning.SignerData{
			Address: key.Address().String(), ChainID: ChainID, AccountNumber: accounts[i].GetAccountNumber(),
			Sequence: blank[i].Sequence, PubKey: key.Private.PubKey(),
		}
		message, err := authsigning.GetSignBytesAdapter(context.Background(), c.TxConfig.SignModeHandler(), tx.Mode, data, builder.GetTx())
		require.NoError(c.t, err)
		signature, err := key.Private.Sign(message)
		require.NoError(c.t, err)
		if tx.Forge {
			signature[40] ^= 1
		}
		signed[i] = blank[i]
		signed[i].Data = &signing.SingleSignatureData{SignMode: tx.Mode, Signature: signature}
	}
	require.NoError(c.t, builder.SetSignatures(signed...))
}
