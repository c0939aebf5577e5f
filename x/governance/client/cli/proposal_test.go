package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"net"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// written is what a command prints that sends nothing, read as `propose` reads it.
func written(t *testing.T, coopID uint64, args ...string) (types.Content, error) {
	t.Helper()
	return writtenBy(t, func(clientCtx client.Context) client.Context { return clientCtx }, coopID, args...)
}

// writtenBy is the same with another client.
func writtenBy(t *testing.T, with func(client.Context) client.Context, coopID uint64, args ...string) (types.Content, error) {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount(membershiptypes.AddressPrefix, membershiptypes.AddressPrefix+"pub")
	cdc := newCodec(t)
	var out bytes.Buffer
	clientCtx := with(client.Context{}.WithCodec(cdc).WithInterfaceRegistry(cdc.InterfaceRegistry()).WithChainID("test-1"))
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

// meetings answers for a node that knows one meeting.
type meetings struct {
	types.UnimplementedQueryServer
}

func (*meetings) Meeting(_ context.Context, request *types.QueryMeetingRequest) (*types.QueryMeetingResponse, error) {
	if request.MeetingId != 3 {
		return nil, types.ErrUnknownMeeting
	}
	return &types.QueryMeetingResponse{Meeting: types.Meeting{Id: 3, CoopId: 2, Notice: types.MeetingNotice{StartsAt: "2027-05-04T18:00"}}}, nil
}

// The co-op is that of the meeting, which the node knows.
func TestCancelByResolution(t *testing.T) {
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(newCodec(t).InterfaceRegistry()).GRPCCodec()))
	types.RegisterQueryServer(server, &meetings{})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connection, err := grpc.NewClient("passthrough:///node",
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(newCodec(t).InterfaceRegistry()).GRPCCodec())))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	asks := func(clientCtx client.Context) client.Context { return clientCtx.WithGRPCClient(connection) }

	why := sha256.Sum256([]byte("The hall is flooded"))
	content, err := writtenBy(t, asks, 2, "meeting", "cancel", "3", write(t, "why.txt", "The hall is flooded"), "--resolution")
	require.NoError(t, err)
	require.Equal(t, "Cancel the general meeting on 2027-05-04T18:00", content.Title)
	require.Equal(t, &types.MsgCancelMeeting{Officer: membershiptypes.CoopAddress(2), MeetingId: 3, ReasonSha256: why[:]}, content.Messages[0].GetCachedValue())
	_, err = writtenBy(t, asks, 2, "meeting", "cancel", "4", write(t, "why.txt", "The hall is flooded"), "--resolution")
	require.ErrorContains(t, err, "no such meeting")
	_, err = writtenBy(t, asks, 2, "meeting", "cancel", "none", "why.txt", "--resolution")
	require.ErrorContains(t, err, "is no meeting's number")
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
