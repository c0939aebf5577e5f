package types_test

import (
	"bytes"
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
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func newCodec(t *testing.T) codec.Codec {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec(types.AddressPrefix),
			ValidatorAddressCodec: addresscodec.NewBech32Codec(types.AddressPrefix + "valoper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

// everyMessage has one of each, with the name that wallets show.
func everyMessage() map[string]sdk.Msg {
	signer := testutil.Address("anna")
	proof := testutil.Proof("ben", "north", 0, testutil.Start+1)
	joining := types.NewMember{Class: "workers", Keys: []types.KeyProof{proof}}
	hash := bytes.Repeat([]byte{7}, 32)
	return map[string]sdk.Msg{
		"coop/MsgFound": &types.MsgFound{
			Founder: signer, Slug: "north", Charter: testutil.WorkerCharter(), Founders: []types.NewMember{joining},
		},
		"coop/MsgAdmit":            &types.MsgAdmit{Authority: signer, CoopId: 1, Member: joining},
		"coop/MsgApply":            &types.MsgApply{Applicant: signer, CoopId: 1},
		"coop/MsgLeave":            &types.MsgLeave{Signer: signer, CoopId: 1},
		"coop/MsgAddKey":           &types.MsgAddKey{Signer: signer, CoopId: 1, Key: proof},
		"coop/MsgRemoveKey":        &types.MsgRemoveKey{Signer: signer, CoopId: 1, Address: signer},
		"coop/MsgGrantPower":       &types.MsgGrantPower{Authority: signer, CoopId: 1, MemberId: 1, Power: "admit", TermSeconds: 1},
		"coop/MsgRevokePower":      &types.MsgRevokePower{Authority: signer, CoopId: 1, MemberId: 1, Power: "admit"},
		"coop/MsgAmendCharter":     &types.MsgAmendCharter{Authority: signer, CoopId: 1, Charter: testutil.FederationCharter()},
		"coop/MsgSponsor":          &types.MsgSponsor{Signer: signer, CoopId: 1, Application: 1},
		"coop/MsgObject":           &types.MsgObject{Signer: signer, CoopId: 1, Application: 1},
		"coop/MsgCloseApplication": &types.MsgCloseApplication{Signer: signer, CoopId: 1, Application: 1},
		"coop/MsgAskClass":         &types.MsgAskClass{Signer: signer, CoopId: 1, Class: "workers"},
		"coop/MsgChangeClass":      &types.MsgChangeClass{Authority: signer, CoopId: 1, MemberId: 1, Class: "workers"},
		"coop/MsgLapse":            &types.MsgLapse{Authority: signer, CoopId: 1, MemberId: 1, Ground: "dues", DocumentSha256: hash},
		"coop/MsgRecordDeath":      &types.MsgRecordDeath{Authority: signer, CoopId: 1, MemberId: 1, Representative: signer, DocumentSha256: hash, Dissolved: true},
		"coop/MsgConfirmDeath":     &types.MsgConfirmDeath{Signer: signer, CoopId: 1, MemberId: 1},
		"coop/MsgContestNotice":    &types.MsgContestNotice{Signer: signer, CoopId: 1, Kind: types.NoticeKind_NOTICE_KIND_LAPSE},
		"coop/MsgWithdrawNotice":   &types.MsgWithdrawNotice{Signer: signer, CoopId: 1, MemberId: 1, Kind: types.NoticeKind_NOTICE_KIND_LAPSE},
		"coop/MsgSetTrustee":       &types.MsgSetTrustee{Authority: signer, CoopId: 1, MemberId: 1, Address: signer},
		"coop/MsgAnnounceImport": &types.MsgAnnounceImport{
			Authority: signer, CoopId: 1, FileSha256: hash, Members: 1, Head: hash, ClassCounts: []types.ClassCount{{ClassId: 1, Members: 1}},
		},
		"coop/MsgImportMembers": &types.MsgImportMembers{
			Sender: signer, CoopId: 1, FileSha256: hash, Rows: []types.ImportRow{{ExternalId: hash, ClassId: 1, JoinedAt: -1}}, Tail: hash,
		},
		"coop/MsgRegisterCharter": &types.MsgRegisterCharter{
			Authority: signer, CoopId: 7, Version: 2, Evidence: &types.Document{Uri: "https://register.example", Sha256: make([]byte, 32)},
		},
		"coop/MsgWithdrawCharter": &types.MsgWithdrawCharter{Authority: signer, CoopId: 7, Version: 2},
		"coop/MsgAnnulCharter": &types.MsgAnnulCharter{
			Authority: signer, CoopId: 7, Version: 2, Decision: &types.Document{Uri: "https://court.example", Sha256: make([]byte, 32)},
		},
		"coop/MsgCharge": &types.MsgCharge{
			Authority: signer, CoopId: 1, MemberId: 2, Ground: "harm", ChargeSha256: hash,
		},
		"coop/MsgJoinCharge":     &types.MsgJoinCharge{Signer: signer, CoopId: 1, CaseId: 1},
		"coop/MsgWithdrawCharge": &types.MsgWithdrawCharge{Authority: signer, CoopId: 1, CaseId: 1},
		"coop/MsgEndMediation":   &types.MsgEndMediation{Signer: signer, CoopId: 1, CaseId: 1, Settled: true},
		"coop/MsgRecordNotice":   &types.MsgRecordNotice{Authority: signer, CoopId: 1, CaseId: 1, EvidenceSha256: hash},
		"coop/MsgAcknowledgeCharge": &types.MsgAcknowledgeCharge{
			Signer: signer, CoopId: 1, CaseId: 1,
		},
		"coop/MsgReplyToCharge": &types.MsgReplyToCharge{Signer: signer, CoopId: 1, CaseId: 1, ReplySha256: hash},
		"coop/MsgDecideCase": &types.MsgDecideCase{
			Authority: signer, CoopId: 1, CaseId: 1, Outcome: types.CaseOutcome_CASE_OUTCOME_WARNING, ReasonsSha256: hash,
		},
		"coop/MsgAppeal": &types.MsgAppeal{Signer: signer, CoopId: 1, CaseId: 1, AppealSha256: hash},
		"coop/MsgDecideAppeal": &types.MsgDecideAppeal{
			Authority: signer, CoopId: 1, CaseId: 1, Outcome: types.CaseOutcome_CASE_OUTCOME_WARNING, ReasonsSha256: hash,
		},
		"coop/MsgSuspendMember": &types.MsgSuspendMember{Authority: signer, CoopId: 1, CaseId: 1, SuspensionSeconds: 60},
		"coop/MsgPublishDocument": &types.MsgPublishDocument{
			Authority: signer, CoopId: 1, Kind: types.DocumentKind_DOCUMENT_KIND_MINUTES, Name: "Minutes",
			File: types.Document{Uri: "https://north.example/minutes", Sha256: hash},
		},
		"coop/MsgWithdrawDocument": &types.MsgWithdrawDocument{Authority: signer, CoopId: 1, DocumentId: 1, Version: 1},
		"coop/MsgUpdateMembershipParams": &types.MsgUpdateParams{
			Authority: signer, Params: types.DefaultParams(),
		},
	}
}

// Every message signs both ways, under its own name, for its own signer, and
// survives the way to the chain and back.
func TestEveryMessageSigns(t *testing.T) {
	cdc := newCodec(t)
	config := authtx.NewTxConfig(cdc, authtx.DefaultSignModes)
	legacy := codec.NewLegacyAmino()
	std.RegisterLegacyAminoCodec(legacy)
	types.RegisterLegacyAminoCodec(legacy)
	for name, message := range everyMessage() {
		t.Run(name, func(t *testing.T) {
			builder := config.NewTxBuilder()
			require.NoError(t, builder.SetMsgs(message))
			builder.SetGasLimit(1)
			key := testutil.Key("anna").PubKey()
			data := authsigning.SignerData{ChainID: testutil.ChainID, PubKey: key, Address: testutil.Address("anna")}
			handler := config.SignModeHandler()
			for _, mode := range []signingtypes.SignMode{
				signingtypes.SignMode_SIGN_MODE_DIRECT, signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON,
			} {
				require.NoError(t, builder.SetSignatures(signingtypes.SignatureV2{
					PubKey: key, Data: &signingtypes.SingleSignatureData{SignMode: mode},
				}))
				signBytes, err := authsigning.GetSignBytesAdapter(context.Background(), handler, mode, data, builder.GetTx())
				require.NoError(t, err)
				if mode == signingtypes.SignMode_SIGN_MODE_LEGACY_AMINO_JSON {
					requireAminoName(t, legacy, signBytes, name, message)
				}
			}
			encoded, err := config.TxEncoder()(builder.GetTx())
			require.NoError(t, err)
			decoded, err := config.TxDecoder()(encoded)
			require.NoError(t, err)
			require.Equal(t, sdk.MsgTypeURL(message), sdk.MsgTypeURL(decoded.GetMsgs()[0]))
			signers, _, err := cdc.GetMsgV1Signers(decoded.GetMsgs()[0])
			require.NoError(t, err)
			require.Equal(t, [][]byte{key.Address()}, signers)
		})
	}
}

func requireAminoName(t *testing.T, legacy *codec.LegacyAmino, signBytes []byte, name string, message sdk.Msg) {
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
	registered, err := legacy.MarshalJSON(message)
	require.NoError(t, err)
	require.JSONEq(t, string(document.Messages[0]), string(registered))
}

// A message holds its keys as they were sent, resolved to a known type.
func TestKeysAreResolved(t *testing.T) {
	cdc := newCodec(t)
	for _, name := range []string{"coop/MsgFound", "coop/MsgAdmit", "coop/MsgAddKey"} {
		encoded, err := cdc.MarshalInterface(everyMessage()[name])
		require.NoError(t, err)
		var message sdk.Msg
		require.NoError(t, cdc.UnmarshalInterface(encoded, &message))
		var proof types.KeyProof
		switch message := message.(type) {
		case *types.MsgFound:
			proof = message.Founders[0].Keys[0]
		case *types.MsgAdmit:
			proof = message.Member.Keys[0]
		case *types.MsgAddKey:
			proof = message.Key
		}
		account, err := types.VerifyKeyProof(proof, testutil.ChainID, "north", 0, testutil.Start, 1)
		require.NoError(t, err, name)
		require.Equal(t, testutil.Address("ben"), types.AddressText(account))
	}
}
