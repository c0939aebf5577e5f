package types_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	signingtypes "github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func newCodec(t *testing.T) codec.Codec {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec("coop"),
			ValidatorAddressCodec: addresscodec.NewBech32Codec("coopvaloper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	membershiptypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

// everyMessage has one of each, with the name that wallets show. Proposals
// carry messages, one of them a proposal that carries messages.
func everyMessage(t *testing.T) map[string]sdk.Msg {
	signer := testutil.Address("anna")
	wrap := func(messages ...sdk.Msg) (wrapped []*codectypes.Any) {
		for _, message := range messages {
			one, err := codectypes.NewAnyWithValue(message)
			require.NoError(t, err)
			wrapped = append(wrapped, one)
		}
		return wrapped
	}
	admit := &membershiptypes.MsgAdmit{
		Authority: membershiptypes.CoopAddress(2), CoopId: 2,
		Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{testutil.Proof("ben", "north", 0, testutil.Start)}},
	}
	vote := &types.MsgVote{Voter: membershiptypes.CoopAddress(2), ResolutionId: 7, Choice: types.Choice_CHOICE_BLOCK}
	within := &types.MsgPropose{Proposer: membershiptypes.CoopAddress(2), CoopId: 1, Title: "Within", Messages: wrap(vote)}
	document := &membershiptypes.Document{Uri: "https://example.coop/2", Sha256: make([]byte, 32)}
	return map[string]sdk.Msg{
		"coop/MsgPropose": &types.MsgPropose{
			Proposer: signer, CoopId: 2, Title: "Élan", Summary: "Why <& how>\nand when", Document: document, Rule: "large",
			Messages: wrap(admit, within),
		},
		"coop/MsgAmend": &types.MsgAmend{
			Proposer: signer, ResolutionId: 2, Title: "T", Document: document, Messages: wrap(within, admit),
		},
		"coop/MsgSecond":   &types.MsgSecond{Seconder: signer, ResolutionId: 2},
		"coop/MsgVote":     &types.MsgVote{Voter: signer, ResolutionId: 2, Choice: types.Choice_CHOICE_YES},
		"coop/MsgWithdraw": &types.MsgWithdraw{Proposer: signer, ResolutionId: 2},
		"coop/MsgUpdateGovernanceParams": &types.MsgUpdateParams{
			Authority: signer, Params: types.DefaultParams(),
		},
	}
}

// Every message signs both ways, under its own name, for its own signer, and
// survives the way to the chain and back, with what it carries decoded.
func TestEveryMessageSigns(t *testing.T) {
	cdc := newCodec(t)
	config := authtx.NewTxConfig(cdc, authtx.DefaultSignModes)
	amino := codec.NewLegacyAmino()
	std.RegisterLegacyAminoCodec(amino)
	membershiptypes.RegisterLegacyAminoCodec(amino)
	types.RegisterLegacyAminoCodec(amino)
	key := testutil.Key("anna").PubKey()
	data := authsigning.SignerData{ChainID: testutil.ChainID, PubKey: key, Address: testutil.Address("anna")}
	for name, message := range everyMessage(t) {
		t.Run(name, func(t *testing.T) {
			builder := config.NewTxBuilder()
			require.NoError(t, builder.SetMsgs(message))
			builder.SetGasLimit(1)
			for _, mode := range []signingtypes.SignMode{
				signingtypes.SignMode_SIGN_MODE_DIRECT, signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON,
			} {
				require.NoError(t, builder.SetSignatures(signingtypes.SignatureV2{
					PubKey: key, Data: &signingtypes.SingleSignatureData{SignMode: mode},
				}))
				signBytes, err := authsigning.GetSignBytesAdapter(context.Background(), config.SignModeHandler(), mode, data, builder.GetTx())
				require.NoError(t, err)
				if mode == signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON {
					requireAmino(t, amino, signBytes, name, message)
				}
			}
			encoded, err := config.TxEncoder()(builder.GetTx())
			require.NoError(t, err)
			decoded, err := config.TxDecoder()(encoded)
			require.NoError(t, err)
			received := decoded.GetMsgs()[0]
			require.Equal(t, sdk.MsgTypeURL(message), sdk.MsgTypeURL(received))
			signers, _, err := cdc.GetMsgV1Signers(received)
			require.NoError(t, err)
			require.Equal(t, [][]byte{key.Address()}, signers)
			if proposal, ok := received.(*types.MsgPropose); ok {
				within := proposal.Messages[1].GetCachedValue().(*types.MsgPropose)
				require.IsType(t, &types.MsgVote{}, within.Messages[0].GetCachedValue())
			}
		})
	}
}

func requireAmino(t *testing.T, amino *codec.LegacyAmino, signBytes []byte, name string, message sdk.Msg) {
	t.Helper()
	var document struct {
		Messages []json.RawMessage `json:"msgs"`
	}
	require.NoError(t, json.Unmarshal(signBytes, &document))
	require.Len(t, document.Messages, 1)
	var typed struct {
		Type string `json:"type"`
	}
	require.NoError(t, json.Unmarshal(document.Messages[0], &typed))
	require.Equal(t, name, typed.Type)
	require.LessOrEqual(t, len(name), 39, "a Ledger device shows no more")
	registered, err := amino.MarshalJSON(message)
	require.NoError(t, err)
	require.JSONEq(t, string(document.Messages[0]), string(registered), "the two amino encoders agree")
}

// What a wallet shows for a proposal that carries messages, byte by byte.
func TestAminoJSONOfAProposal(t *testing.T) {
	amino := codec.NewLegacyAmino()
	std.RegisterLegacyAminoCodec(amino)
	types.RegisterLegacyAminoCodec(amino)
	vote, err := codectypes.NewAnyWithValue(&types.MsgVote{Voter: "coop1v", ResolutionId: 7, Choice: types.Choice_CHOICE_YES})
	require.NoError(t, err)
	text, err := amino.MarshalJSON(&types.MsgPropose{Proposer: "coop1p", CoopId: 2, Title: "T", Messages: []*codectypes.Any{vote}})
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"coop/MsgPropose","value":{"proposer":"coop1p","coop_id":"2","title":"T",
		"messages":[{"type":"coop/MsgVote","value":{"voter":"coop1v","resolution_id":"7","choice":1}}]}}`, string(text))
}
