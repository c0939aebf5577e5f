package chain

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/chain/types"
)

// AutoCLIOptions describes `coopd q chain …`. The messages are sent by
// resolutions of the root federation and have no commands of their own.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "The chain's clock, limits and free quotas",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the chain's parameters"},
				{RpcMethod: "Clock", Use: "clock", Short: "Show chain time and civil time"},
				{
					RpcMethod: "Quota", Use: "quota COOP MEMBER_ID",
					Short:   "Show what is left of a member's and its co-op's free transactions",
					Long:    "Show what is left of the free transactions of a member and of its co-op, given\nby its slug or its id.",
					Example: "coopd q chain quota federation 7",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{
						{ProtoField: "coop"}, {ProtoField: "member_id"},
					},
				},
				{RpcMethod: "Allotments", Use: "allotments", Short: "List the co-ops with a free bucket of their own"},
				{
					RpcMethod: "Zone", Use: "zone NAME",
					Short:          "Show a time zone's rules and what its clocks show now",
					Example:        "coopd q chain zone Europe/Berlin",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "name"}},
				},
				{RpcMethod: "Zones", Use: "zones", Short: "List the time zones that charters can name"},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service: types.Msg_serviceDesc.ServiceName,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "UpdateParams", Skip: true},
				{RpcMethod: "Allot", Skip: true},
				{RpcMethod: "UpdateConsensusParams", Skip: true},
				{RpcMethod: "ScheduleUpgrade", Skip: true},
				{RpcMethod: "CancelUpgrade", Skip: true},
				{RpcMethod: "SetZone", Skip: true},
			},
		},
	}
}
