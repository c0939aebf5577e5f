package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// askPatience bounds the one question that an outcome asks.
const askPatience = 5 * time.Second

// outcomeOf says what the messages of a transaction made and which command
// comes next; nothing for those that make nothing with a number. What it can't
// read it leaves out: the transaction is done, and its result was printed.
func outcomeOf(ctx context.Context, node client.Context, tx cmttypes.Tx, data []byte) string {
	var results sdk.TxMsgData
	if err := proto.Unmarshal(data, &results); err != nil {
		return ""
	}
	decoded, err := node.TxConfig.TxDecoder()(tx)
	if err != nil || len(decoded.GetMsgs()) != len(results.MsgResponses) {
		return ""
	}
	var sentences []string
	for i, message := range decoded.GetMsgs() {
		response, err := node.InterfaceRegistry.Resolve(results.MsgResponses[i].TypeUrl)
		if err != nil || proto.Unmarshal(results.MsgResponses[i].Value, response) != nil {
			continue
		}
		sentence := outcome(message, response)
		if proposed, ok := response.(*governancetypes.MsgProposeResponse); ok {
			sentence = proposedOutcome(proposed.ResolutionId, standing(ctx, node, proposed.ResolutionId))
		}
		if sentence != "" {
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(sentences, "\n")
}

// standing of a resolution now, as far as the node says.
func standing(ctx context.Context, node client.Context, id uint64) governancetypes.Resolution {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	answer, err := governancetypes.NewQueryClient(node).Resolution(ctx, &governancetypes.QueryResolutionRequest{ResolutionId: id})
	if err != nil {
		return governancetypes.Resolution{}
	}
	return answer.Resolution
}

func proposedOutcome(id uint64, now governancetypes.Resolution) string {
	is := fmt.Sprintf("It is resolution %d", id)
	until := governancetypes.Date(now.DueAt)
	vote := fmt.Sprintf("coopd tx governance vote %d yes", id)
	switch {
	case now.ForMeeting && now.MeetingId == 0:
		return fmt.Sprintf("%s, for a general meeting. Put it on the agenda with: coopd tx governance meeting table MEETING %d", is, id)
	case now.Status == governancetypes.Status_STATUS_DRAFT:
		return fmt.Sprintf("%s, a draft. Other members second it until %s with: coopd tx governance second %d", is, until, id)
	case now.Status == governancetypes.Status_STATUS_DISCUSSION:
		return fmt.Sprintf("%s, under discussion until %s. Then members vote with: %s", is, until, vote)
	case now.Status == governancetypes.Status_STATUS_VOTING:
		return fmt.Sprintf("%s, to be voted on until %s. Members vote with: %s", is, until, vote)
	}
	return fmt.Sprintf("%s. See where it stands with: coopd q governance resolution %d; when voting is open, vote with: %s", is, id, vote)
}

// outcome of what makes something with a number.
func outcome(message sdk.Msg, response proto.Message) string {
	switch made := response.(type) {
	case *membershiptypes.MsgFoundResponse:
		return fmt.Sprintf("It is co-op %d, and its account is %s. Its members are listed by: coopd q membership members %d", made.CoopId, made.Account, made.CoopId)
	case *membershiptypes.MsgApplyResponse:
		if sent, ok := message.(*membershiptypes.MsgApply); ok && made.Application != 0 {
			return fmt.Sprintf("It is application %d. See where it stands with: coopd q membership person-applications %d", made.Application, sent.CoopId)
		}
	case *membershiptypes.MsgInviteResponse:
		if sent, ok := message.(*membershiptypes.MsgInvite); ok {
			return fmt.Sprintf("The invitation is open until %s. Those that are open are listed by: coopd q membership invitations %d",
				membershiptypes.Date(sent.ExpiresAt), sent.CoopId)
		}
	case *membershiptypes.MsgAdmitResponse:
		if sent, ok := message.(*membershiptypes.MsgAdmit); ok {
			return newMemberOutcome(sent.CoopId, made.MemberId)
		}
	case *membershiptypes.MsgClaimResponse:
		if sent, ok := message.(*membershiptypes.MsgClaim); ok {
			return newMemberOutcome(sent.CoopId, made.MemberId)
		}
	case *membershiptypes.MsgImportMembersResponse:
		return fmt.Sprintf("They are the members from number %d on. The next batch begins with row %d", made.FirstMemberId, made.NextRow)
	case *governancetypes.MsgVoteResponse:
		if sent, ok := message.(*governancetypes.MsgVote); ok {
			return fmt.Sprintf("Your ballot on resolution %d counts: %s. How the vote stands: coopd q governance tally %d",
				sent.ResolutionId, sent.Choice.Word(), sent.ResolutionId)
		}
	case *membershiptypes.MsgChargeResponse:
		return fmt.Sprintf("It is case %d. See where it stands with: coopd q membership case %d", made.CaseId, made.CaseId)
	default:
		if sentence := bookOutcome(message, response); sentence != "" {
			return sentence
		}
		if sentence := paymentOutcome(message, response); sentence != "" {
			return sentence
		}
		if sentence := surplusOutcome(message, response); sentence != "" {
			return sentence
		}
		return meetingOutcome(message, response)
	}
	return ""
}

func newMemberOutcome(coopID, memberID uint64) string {
	return fmt.Sprintf("It is member %d of co-op %d. See its place with: coopd q membership member %d %d", memberID, coopID, coopID, memberID)
}
