package validators

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/validators/types"
)

// AutoCLIOptions describes `coopd q validators …`. What operators send has
// commands of its own in client/cli; the rest is sent by resolutions.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: types.Query_serviceDesc.ServiceName,
			Short:   "Who runs the chain",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the limits of the validator set"},
				{RpcMethod: "Seats", Use: "seats", Short: "List the seats, their state and the blocks they missed lately"},
				{
					RpcMethod: "Seat", Use: "seat COOP", Short: "Show one co-op's seat; COOP is a slug or an id",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "coop"}},
				},
				{RpcMethod: "Set", Use: "set", Short: "Show how many seats sign, and how few may"},
				{RpcMethod: "Changes", Use: "changes", Short: "List the changes of the set that wait for their turn"},
			},
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Msg_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "AddSeat", Skip: true},
				{RpcMethod: "RemoveSeat", Skip: true},
				{RpcMethod: "Unjail", Skip: true},
				{RpcMethod: "RotateKey", Skip: true},
				{RpcMethod: "SetOperator", Skip: true},
				{RpcMethod: "UpdateParams", Skip: true},
			},
		},
	}
}
