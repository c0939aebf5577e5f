package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterLegacyAminoCodec registers the names under which wallets sign the
// messages in amino JSON.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	cdc.RegisterConcrete(Params{}, "coop/chain/Params", nil)
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "coop/MsgUpdateChainParams")
	legacy.RegisterAminoMsg(cdc, &MsgAllot{}, "coop/MsgAllot")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateConsensusParams{}, "coop/MsgUpdateConsensusParams")
	legacy.RegisterAminoMsg(cdc, &MsgScheduleUpgrade{}, "coop/MsgScheduleUpgrade")
	legacy.RegisterAminoMsg(cdc, &MsgCancelUpgrade{}, "coop/MsgCancelUpgrade")
	legacy.RegisterAminoMsg(cdc, &MsgSetZone{}, "coop/MsgSetZone")
}

// RegisterInterfaces registers the messages with the interface registry.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgUpdateParams{},
		&MsgAllot{},
		&MsgUpdateConsensusParams{},
		&MsgScheduleUpgrade{},
		&MsgCancelUpgrade{},
		&MsgSetZone{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &Msg_serviceDesc)
}
