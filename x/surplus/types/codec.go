package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterLegacyAminoCodec gives wallets readable names for the messages.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgRecordPatronage{}, "coop/MsgRecordPatronage")
	legacy.RegisterAminoMsg(cdc, &MsgDisputePatronage{}, "coop/MsgDisputePatronage")
	legacy.RegisterAminoMsg(cdc, &MsgAnswerDispute{}, "coop/MsgAnswerDispute")
	legacy.RegisterAminoMsg(cdc, &MsgPresentAccounts{}, "coop/MsgPresentAccounts")
	legacy.RegisterAminoMsg(cdc, &MsgApproveAccounts{}, "coop/MsgApproveAccounts")
	legacy.RegisterAminoMsg(cdc, &MsgReopenAccounts{}, "coop/MsgReopenAccounts")
	legacy.RegisterAminoMsg(cdc, &MsgTakeShare{}, "coop/MsgTakeShare")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "coop/MsgUpdateSurplusParams")
}

// RegisterInterfaces registers the messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgRecordPatronage{}, &MsgDisputePatronage{}, &MsgAnswerDispute{}, &MsgPresentAccounts{}, &MsgApproveAccounts{},
		&MsgReopenAccounts{}, &MsgTakeShare{}, &MsgUpdateParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
