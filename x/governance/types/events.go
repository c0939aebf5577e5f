package types

import (
	"strconv"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Event is the typed event as EmitTypedEvent would make it, attribute for
// attribute. That goes through JSON twice and would cost more than all the rest
// of a ballot, and a ballot is what the ledger does most.
func (e *EventVoted) Event() sdk.Event {
	return sdk.Event{Type: proto.MessageName(e), Attributes: []abci.EventAttribute{
		{Key: "choice", Value: quoted(e.Choice)},
		{Key: "delegate_member_id", Value: quotedNumber(e.DelegateMemberId)},
		{Key: "member_id", Value: quotedNumber(e.MemberId)},
		{Key: "replaced", Value: quoted(e.Replaced)},
		{Key: "resolution_id", Value: quotedNumber(e.ResolutionId)},
	}}
}

func quoted(choice Choice) string { return `"` + choice.String() + `"` }

func quotedNumber(number uint64) string { return `"` + strconv.FormatUint(number, 10) + `"` }
