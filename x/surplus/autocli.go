package surplus

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// AutoCLIOptions describes `coopd q surplus …`. What members and officers send has
// commands of its own in client/cli; the rest is sent by resolutions.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	coop := &autocliv1.PositionalArgDescriptor{ProtoField: "coop"}
	period := &autocliv1.PositionalArgDescriptor{ProtoField: "period"}
	member := &autocliv1.PositionalArgDescriptor{ProtoField: "member_id"}
	of := func(fields ...*autocliv1.PositionalArgDescriptor) []*autocliv1.PositionalArgDescriptor { return fields }
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "How co-ops share their surplus; COOP is a slug or an id",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the limits of sharing"},
				{RpcMethod: "Periods", Use: "periods COOP", Short: "List a co-op's periods and how far each is", PositionalArgs: of(coop)},
				{RpcMethod: "Period", Use: "period COOP PERIOD", Short: "Show a period: its accounts, and each step of its waterfall", PositionalArgs: of(coop, period)},
				{RpcMethod: "Patronage", Use: "patronage COOP PERIOD", Short: "List what is recorded of members in a period", PositionalArgs: of(coop, period)},
				{RpcMethod: "Records", Use: "records COOP PERIOD MEMBER", Short: "List the lines that a member's patronage is the sum of", PositionalArgs: of(coop, period, member)},
				{RpcMethod: "Disputes", Use: "disputes COOP PERIOD", Short: "List a period's open disputes", PositionalArgs: of(coop, period)},
				{RpcMethod: "Share", Use: "share COOP PERIOD MEMBER", Short: "Show a member's share of a settled period, with its arithmetic", PositionalArgs: of(coop, period, member)},
				{RpcMethod: "CapitalAccount", Use: "capital-account COOP MEMBER", Short: "List what is retained for a member, by period", PositionalArgs: of(coop, member)},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Msg_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "RecordPatronage", Skip: true},
				{RpcMethod: "DisputePatronage", Skip: true},
				{RpcMethod: "AnswerDispute", Skip: true},
				{RpcMethod: "PresentAccounts", Skip: true},
				{RpcMethod: "ApproveAccounts", Skip: true},
				{RpcMethod: "ReopenAccounts", Skip: true},
				{RpcMethod: "TakeShare", Skip: true},
				{RpcMethod: "UpdateParams", Skip: true},
			},
		},
	}
}
