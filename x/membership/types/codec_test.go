package types_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
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

// A message holds its keys as they were sent, resolved to a known type.
func TestKeysAreResolved(t *testing.T) {
	cdc := newCodec(t)
	signer, sent := testutil.Address("anna"), testutil.Proof("ben", "north", 0, testutil.Start+1)
	joining := types.NewMember{Class: "workers", Keys: []types.KeyProof{sent}}
	for name, message := range map[string]sdk.Msg{
		"found":   &types.MsgFound{Founder: signer, Slug: "north", Charter: testutil.WorkerCharter(), Founders: []types.NewMember{joining}},
		"admit":   &types.MsgAdmit{Authority: signer, CoopId: 1, Member: joining},
		"add key": &types.MsgAddKey{Signer: signer, CoopId: 1, Key: sent},
	} {
		encoded, err := cdc.MarshalInterface(message)
		require.NoError(t, err)
		var received sdk.Msg
		require.NoError(t, cdc.UnmarshalInterface(encoded, &received))
		var proof types.KeyProof
		switch message := received.(type) {
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
