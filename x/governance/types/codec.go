package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterLegacyAminoCodec gives the messages the names wallets show.
func RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(amino, &MsgPropose{}, "coop/MsgPropose")
	legacy.RegisterAminoMsg(amino, &MsgAmend{}, "coop/MsgAmend")
	legacy.RegisterAminoMsg(amino, &MsgSecond{}, "coop/MsgSecond")
	legacy.RegisterAminoMsg(amino, &MsgVote{}, "coop/MsgVote")
	legacy.RegisterAminoMsg(amino, &MsgWithdraw{}, "coop/MsgWithdraw")
	legacy.RegisterAminoMsg(amino, &MsgVoteAsDelegate{}, "coop/MsgVoteAsDelegate")
	legacy.RegisterAminoMsg(amino, &MsgRescind{}, "coop/MsgRescind")
	legacy.RegisterAminoMsg(amino, &MsgTripBreaker{}, "coop/MsgTripBreaker")
	legacy.RegisterAminoMsg(amino, &MsgLiftBreaker{}, "coop/MsgLiftBreaker")
	legacy.RegisterAminoMsg(amino, &MsgUpdateParams{}, "coop/MsgUpdateGovernanceParams")
	legacy.RegisterAminoMsg(amino, &MsgConveneMeeting{}, "coop/MsgConveneMeeting")
	legacy.RegisterAminoMsg(amino, &MsgRequisition{}, "coop/MsgRequisition")
	legacy.RegisterAminoMsg(amino, &MsgSignRequisition{}, "coop/MsgSignRequisition")
	legacy.RegisterAminoMsg(amino, &MsgTable{}, "coop/MsgTable")
	legacy.RegisterAminoMsg(amino, &MsgAttend{}, "coop/MsgAttend")
	legacy.RegisterAminoMsg(amino, &MsgEnterAttendance{}, "coop/MsgEnterAttendance")
	legacy.RegisterAminoMsg(amino, &MsgEnterBallots{}, "coop/MsgEnterBallots")
	legacy.RegisterAminoMsg(amino, &MsgConfirmSheet{}, "coop/MsgConfirmSheet")
	legacy.RegisterAminoMsg(amino, &MsgDisputeSheet{}, "coop/MsgDisputeSheet")
	legacy.RegisterAminoMsg(amino, &MsgAdjournMeeting{}, "coop/MsgAdjournMeeting")
	legacy.RegisterAminoMsg(amino, &MsgCloseMeeting{}, "coop/MsgCloseMeeting")
	legacy.RegisterAminoMsg(amino, &MsgCancelMeeting{}, "coop/MsgCancelMeeting")
	legacy.RegisterAminoMsg(amino, &MsgRecordMinutes{}, "coop/MsgRecordMinutes")
	amino.RegisterConcrete(Params{}, "coop/governance/Params", nil)
}

// RegisterInterfaces makes the messages known to transactions.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgPropose{}, &MsgAmend{}, &MsgSecond{}, &MsgVote{}, &MsgWithdraw{}, &MsgVoteAsDelegate{}, &MsgRescind{}, &MsgUpdateParams{},
		&MsgTripBreaker{}, &MsgLiftBreaker{},
		&MsgConveneMeeting{},
		&MsgRequisition{},
		&MsgSignRequisition{},
		&MsgTable{},
		&MsgAttend{},
		&MsgEnterAttendance{},
		&MsgEnterBallots{},
		&MsgConfirmSheet{},
		&MsgDisputeSheet{},
		&MsgAdjournMeeting{},
		&MsgCloseMeeting{},
		&MsgCancelMeeting{},
		&MsgRecordMinutes{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

var (
	_ codectypes.UnpackInterfacesMessage = MsgPropose{}
	_ codectypes.UnpackInterfacesMessage = MsgAmend{}
	_ codectypes.UnpackInterfacesMessage = Content{}
	_ codectypes.UnpackInterfacesMessage = GenesisState{}
	_ codectypes.UnpackInterfacesMessage = QueryResolutionResponse{}
)

// UnpackInterfaces decodes the messages the proposal carries.
func (m MsgPropose) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackMessages(unpacker, m.Messages)
}

// UnpackInterfaces decodes the messages the amendment carries.
func (m MsgAmend) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackMessages(unpacker, m.Messages)
}

// UnpackInterfaces decodes the messages of a resolution.
func (c Content) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackMessages(unpacker, c.Messages)
}

// UnpackInterfaces decodes the messages of every resolution.
func (g GenesisState) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, resolution := range g.Resolutions {
		if err := resolution.Content.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces decodes the messages of the resolution in the answer.
func (r QueryResolutionResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return r.Content.UnpackInterfaces(unpacker)
}

func unpackMessages(unpacker codectypes.AnyUnpacker, messages []*codectypes.Any) error {
	for _, message := range messages {
		var decoded sdk.Msg
		if err := unpacker.UnpackAny(message, &decoded); err != nil {
			return err
		}
	}
	return nil
}
