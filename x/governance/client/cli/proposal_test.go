package cli

import (
	"bytes"
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// written is what a command prints that sends nothing, read as `propose` reads it.
func written(t *testing.T, coopID uint64, args ...string) (types.Content, error) {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount(membershiptypes.AddressPrefix, membershiptypes.AddressPrefix+"pub")
	cdc := newCodec(t)
	var out bytes.Buffer
	clientCtx := client.Context{}.WithCodec(cdc).WithInterfaceRegistry(cdc.InterfaceRegistry()).WithChainID("test-1")
	cmd := NewTxCmd()
	cmd.SetOut(&out)
	cmd.SetErr(&bytes.Buffer{})
	cmd.SetArgs(args)
	cmd.SilenceUsage = true
	if err := cmd.ExecuteContext(context.WithValue(t.Context(), client.ClientContextKey, &clientCtx)); err != nil {
		return types.Content{}, err
	}
	file, err := parseFile(out.Bytes())
	require.NoError(t, err, out.String())
	require.Equal(t, strconv.FormatUint(coopID, 10), file.Coop)
	return file.content(cdc, coopID, nil)
}

func TestRescind(t *testing.T) {
	content, err := written(t, 2, "rescind", "2", "12")
	require.NoError(t, err)
	require.Equal(t, "Rescind resolution 12", content.Title)
	require.Len(t, content.Messages, 1)
	require.Equal(t, &types.MsgRescind{Authority: membershiptypes.CoopAddress(2), ResolutionId: 12}, content.Messages[0].GetCachedValue())
	_, err = written(t, 2, "rescind", "2", "none")
	require.ErrorContains(t, err, "is no resolution's number")
}

func TestConveneByResolution(t *testing.T) {
	content, err := written(t, 2, "meeting", "convene", write(t, "notice.yaml", notice), "--resolution")
	require.NoError(t, err)
	require.Equal(t, "Convene a general meeting on 2027-05-04T18:00", content.Title)
	require.Equal(t, &types.MsgConveneMeeting{
		Convener: membershiptypes.CoopAddress(2), CoopId: 2, Agenda: []uint64{12, 13},
		Notice: types.MeetingNotice{Kind: types.MeetingKind_MEETING_KIND_ANNUAL, StartsAt: "2027-05-04T18:00", Place: "The old mill"},
	}, content.Messages[0].GetCachedValue())
}

// A member co-op's members decide to propose it in the federation.
func TestLiftBreaker(t *testing.T) {
	content, err := written(t, 3, "lift-breaker", "3", "--rule", "emergency")
	require.NoError(t, err)
	proposed, ok := content.Messages[0].GetCachedValue().(*types.MsgPropose)
	require.True(t, ok)
	require.Equal(t, membershiptypes.CoopAddress(3), proposed.Proposer)
	require.Equal(t, uint64(membershiptypes.RootCoopID), proposed.CoopId)
	require.Equal(t, "emergency", proposed.Rule)
	require.Equal(t, &types.MsgLiftBreaker{Authority: membershiptypes.CoopAddress(membershiptypes.RootCoopID)}, proposed.Messages[0].GetCachedValue())
}
