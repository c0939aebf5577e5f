package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"

	"github.com/coopledger/coopledger/x/governance/types"
)

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
