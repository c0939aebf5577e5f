package main

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/libs/bytes"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// blankApp knows every message.
var blankApp = sync.OnceValues(func() (*app.App, error) {
	options := app.DefaultOptions()
	options.Home = ""
	return app.New(log.NewNopLogger(), dbm.NewMemDB(), false, options)
})

// ledgerRPC takes a transaction and has it in a block after some looks.
type ledgerRPC struct {
	client.CometRPC
	looks      int
	result     abci.ExecTxResult
	resolution *governancetypes.QueryResolutionResponse
}

func (l *ledgerRPC) BroadcastTxSync(_ context.Context, tx cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	return &coretypes.ResultBroadcastTx{Hash: tx.Hash()}, nil
}

func (l *ledgerRPC) Tx(context.Context, []byte, bool) (*coretypes.ResultTx, error) {
	if l.looks--; l.looks >= 0 {
		return nil, errors.New("tx not found")
	}
	return &coretypes.ResultTx{Height: 7, TxResult: l.result}, nil
}

func (l *ledgerRPC) ABCIQueryWithOptions(_ context.Context, path string, _ bytes.HexBytes, _ rpcclient.ABCIQueryOptions) (*coretypes.ResultABCIQuery, error) {
	if l.resolution == nil || path != "/coop.governance.v1.Query/Resolution" {
		return nil, errors.New("the node is busy")
	}
	value, err := proto.Marshal(l.resolution)
	return &coretypes.ResultABCIQuery{Response: abci.ResponseQuery{Value: value}}, err
}

// outcome of one message that the ledger answers so.
func (l *ledgerRPC) outcome(t *testing.T, message sdk.Msg, response proto.Message) result {
	t.Helper()
	blank, err := blankApp()
	require.NoError(t, err)
	encoding := blank.Encoding()
	answer, err := codectypes.NewAnyWithValue(response)
	require.NoError(t, err)
	l.result.Data, err = proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{answer}})
	require.NoError(t, err)
	builder := encoding.TxConfig.NewTxBuilder()
	require.NoError(t, builder.SetMsgs(message))
	raw, err := encoding.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(t, err)

	var came result
	sending := waitingClient{CometRPC: l, patience: 10 * time.Second, result: &came, node: client.Context{}.
		WithCodec(encoding.Codec).WithInterfaceRegistry(encoding.Codec.InterfaceRegistry()).WithTxConfig(encoding.TxConfig).WithClient(l)}
	_, err = sending.BroadcastTxSync(t.Context(), raw)
	require.NoError(t, err)
	return came
}

func TestOutcomes(t *testing.T) {
	member := membershiptypes.CoopAddress(9)
	propose := &governancetypes.MsgPropose{Proposer: member, CoopId: 2, Title: "Paint the door"}
	standing := func(r governancetypes.Resolution) *governancetypes.QueryResolutionResponse {
		r.Id, r.DueAt = 12, 1_798_761_600
		return &governancetypes.QueryResolutionResponse{Resolution: r}
	}
	proposed := &governancetypes.MsgProposeResponse{ResolutionId: 12}
	cases := []struct {
		name       string
		message    sdk.Msg
		response   proto.Message
		resolution *governancetypes.QueryResolutionResponse
		want       string
	}{
		{
			"success - a draft", propose, proposed, standing(governancetypes.Resolution{Status: governancetypes.Status_STATUS_DRAFT}),
			"It is resolution 12, a draft. Other members second it until 2027-01-01 00:00:00 UTC with: coopd tx governance second 12",
		},
		{
			"success - discussed", propose, proposed, standing(governancetypes.Resolution{Status: governancetypes.Status_STATUS_DISCUSSION}),
			"It is resolution 12, under discussion until 2027-01-01 00:00:00 UTC. Then members vote with: coopd tx governance vote 12 yes",
		},
		{
			"success - voted on", propose, proposed, standing(governancetypes.Resolution{Status: governancetypes.Status_STATUS_VOTING}),
			"It is resolution 12, to be voted on until 2027-01-01 00:00:00 UTC. Members vote with: coopd tx governance vote 12 yes",
		},
		{
			"success - for a meeting", propose, proposed, standing(governancetypes.Resolution{Status: governancetypes.Status_STATUS_DRAFT, ForMeeting: true}),
			"It is resolution 12, for a general meeting. Put it on the agenda with: coopd tx governance meeting table MEETING 12",
		},
		{
			"success - the node doesn't say", propose, proposed, nil,
			"It is resolution 12. See where it stands with: coopd q governance resolution 12; when voting is open, vote with: coopd tx governance vote 12 yes",
		},
		{
			"success - a co-op", &membershiptypes.MsgFound{Founder: member}, &membershiptypes.MsgFoundResponse{CoopId: 4, Account: "coop1x"}, nil,
			"It is co-op 4, and its account is coop1x. Its members are listed by: coopd q membership members 4",
		},
		{
			"success - an application", &membershiptypes.MsgApply{Applicant: member, CoopId: 2}, &membershiptypes.MsgApplyResponse{Application: 5}, nil,
			"It is application 5. See where it stands with: coopd q membership person-applications 2",
		},
		{
			"success - a member", &membershiptypes.MsgAdmit{Authority: member, CoopId: 2}, &membershiptypes.MsgAdmitResponse{MemberId: 8}, nil,
			"It is member 8 of co-op 2. See its place with: coopd q membership member 2 8",
		},
		{
			"success - a claimed place", &membershiptypes.MsgClaim{CoopId: 2}, &membershiptypes.MsgClaimResponse{MemberId: 8}, nil,
			"It is member 8 of co-op 2. See its place with: coopd q membership member 2 8",
		},
		{
			"success - an invitation", &membershiptypes.MsgInvite{Authority: member, CoopId: 2, ExpiresAt: 1_798_761_600}, &membershiptypes.MsgInviteResponse{}, nil,
			"The invitation is open until 2027-01-01 00:00:00 UTC. Those that are open are listed by: coopd q membership invitations 2",
		},
		{
			"success - a ballot", &governancetypes.MsgVote{Voter: member, ResolutionId: 4, Choice: governancetypes.Choice_CHOICE_YES}, &governancetypes.MsgVoteResponse{}, nil,
			"Your ballot on resolution 4 counts: yes. How the vote stands: coopd q governance tally 4",
		},
		{
			"success - a case", &membershiptypes.MsgCharge{Authority: member, CoopId: 2}, &membershiptypes.MsgChargeResponse{CaseId: 3}, nil,
			"It is case 3. See where it stands with: coopd q membership case 3",
		},
		{
			"success - a meeting", &governancetypes.MsgConveneMeeting{Convener: member, CoopId: 2}, &governancetypes.MsgConveneMeetingResponse{MeetingId: 6}, nil,
			"It is meeting 6. Put a resolution on its agenda with: coopd tx governance meeting table 6 RESOLUTION",
		},
		{
			"success - a requisition", &governancetypes.MsgRequisition{Member: member, CoopId: 2}, &governancetypes.MsgRequisitionResponse{RequisitionId: 6}, nil,
			"It is requisition 6. Other members sign it with: coopd tx governance meeting sign-requisition 6",
		},
		{
			"success - the last signature", &governancetypes.MsgSignRequisition{Member: member}, &governancetypes.MsgSignRequisitionResponse{MeetingId: 6}, nil,
			"It is meeting 6. Put a resolution on its agenda with: coopd tx governance meeting table 6 RESOLUTION",
		},
		{"success - nothing is said of a second", &governancetypes.MsgSecond{Seconder: member}, &governancetypes.MsgSecondResponse{}, nil, ""},
		{"success - nothing of a co-op's application", &membershiptypes.MsgApply{Applicant: member, CoopId: 2}, &membershiptypes.MsgApplyResponse{}, nil, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			rpc := &ledgerRPC{resolution: tc.resolution}
			require.Equal(t, result{outcome: tc.want}, rpc.outcome(t, tc.message, tc.response))
		})
	}
	t.Run("error - refused in the block", func(t *testing.T) {
		rpc := &ledgerRPC{looks: 2, result: abci.ExecTxResult{Code: 4, Log: "too late"}}
		came := rpc.outcome(t, propose, proposed)
		require.EqualError(t, came.refusal, "refused: too late")
		require.Empty(t, came.outcome)
	})
}
