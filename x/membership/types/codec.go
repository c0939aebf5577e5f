package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the messages known by their type URLs.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgFound{}, &MsgAdmit{}, &MsgApply{}, &MsgLeave{}, &MsgAddKey{}, &MsgRemoveKey{},
		&MsgGrantPower{}, &MsgRevokePower{}, &MsgAmendCharter{}, &MsgUpdateParams{},
		&MsgRegisterCharter{}, &MsgWithdrawCharter{}, &MsgAnnulCharter{},
		&MsgSponsor{}, &MsgObject{}, &MsgCloseApplication{}, &MsgAskClass{}, &MsgChangeClass{},
		&MsgLapse{}, &MsgRecordDeath{}, &MsgConfirmDeath{}, &MsgContestNotice{}, &MsgWithdrawNotice{},
		&MsgSetTrustee{}, &MsgAnnounceImport{}, &MsgImportMembers{},
		&MsgInvite{}, &MsgConfirmInvitation{}, &MsgWithdrawInvitation{}, &MsgClaim{},
		&MsgSetGuardians{}, &MsgStartRecovery{}, &MsgSupportRecovery{}, &MsgVetoRecovery{},
		&MsgRecover{}, &MsgRecoverInPerson{}, &MsgStopRecovery{}, &MsgFreeze{}, &MsgKeepKey{},
		&MsgCharge{}, &MsgJoinCharge{}, &MsgWithdrawCharge{}, &MsgEndMediation{}, &MsgRecordNotice{}, &MsgAcknowledgeCharge{},
		&MsgReplyToCharge{}, &MsgDecideCase{}, &MsgAppeal{}, &MsgDecideAppeal{}, &MsgSuspendMember{}, &MsgPublishDocument{}, &MsgWithdrawDocument{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec gives the messages the names that wallets show. They
// are the amino.name options of tx.proto.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgFound{}, "coop/MsgFound")
	legacy.RegisterAminoMsg(cdc, &MsgAdmit{}, "coop/MsgAdmit")
	legacy.RegisterAminoMsg(cdc, &MsgApply{}, "coop/MsgApply")
	legacy.RegisterAminoMsg(cdc, &MsgLeave{}, "coop/MsgLeave")
	legacy.RegisterAminoMsg(cdc, &MsgAddKey{}, "coop/MsgAddKey")
	legacy.RegisterAminoMsg(cdc, &MsgRemoveKey{}, "coop/MsgRemoveKey")
	legacy.RegisterAminoMsg(cdc, &MsgGrantPower{}, "coop/MsgGrantPower")
	legacy.RegisterAminoMsg(cdc, &MsgRevokePower{}, "coop/MsgRevokePower")
	legacy.RegisterAminoMsg(cdc, &MsgAmendCharter{}, "coop/MsgAmendCharter")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterCharter{}, "coop/MsgRegisterCharter")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawCharter{}, "coop/MsgWithdrawCharter")
	legacy.RegisterAminoMsg(cdc, &MsgAnnulCharter{}, "coop/MsgAnnulCharter")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "coop/MsgUpdateMembershipParams")
	legacy.RegisterAminoMsg(cdc, &MsgSponsor{}, "coop/MsgSponsor")
	legacy.RegisterAminoMsg(cdc, &MsgObject{}, "coop/MsgObject")
	legacy.RegisterAminoMsg(cdc, &MsgCloseApplication{}, "coop/MsgCloseApplication")
	legacy.RegisterAminoMsg(cdc, &MsgAskClass{}, "coop/MsgAskClass")
	legacy.RegisterAminoMsg(cdc, &MsgChangeClass{}, "coop/MsgChangeClass")
	legacy.RegisterAminoMsg(cdc, &MsgLapse{}, "coop/MsgLapse")
	legacy.RegisterAminoMsg(cdc, &MsgRecordDeath{}, "coop/MsgRecordDeath")
	legacy.RegisterAminoMsg(cdc, &MsgConfirmDeath{}, "coop/MsgConfirmDeath")
	legacy.RegisterAminoMsg(cdc, &MsgContestNotice{}, "coop/MsgContestNotice")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawNotice{}, "coop/MsgWithdrawNotice")
	legacy.RegisterAminoMsg(cdc, &MsgSetTrustee{}, "coop/MsgSetTrustee")
	legacy.RegisterAminoMsg(cdc, &MsgAnnounceImport{}, "coop/MsgAnnounceImport")
	legacy.RegisterAminoMsg(cdc, &MsgImportMembers{}, "coop/MsgImportMembers")
	legacy.RegisterAminoMsg(cdc, &MsgInvite{}, "coop/MsgInvite")
	legacy.RegisterAminoMsg(cdc, &MsgConfirmInvitation{}, "coop/MsgConfirmInvitation")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawInvitation{}, "coop/MsgWithdrawInvitation")
	legacy.RegisterAminoMsg(cdc, &MsgClaim{}, "coop/MsgClaim")
	legacy.RegisterAminoMsg(cdc, &MsgSetGuardians{}, "coop/MsgSetGuardians")
	legacy.RegisterAminoMsg(cdc, &MsgStartRecovery{}, "coop/MsgStartRecovery")
	legacy.RegisterAminoMsg(cdc, &MsgSupportRecovery{}, "coop/MsgSupportRecovery")
	legacy.RegisterAminoMsg(cdc, &MsgVetoRecovery{}, "coop/MsgVetoRecovery")
	legacy.RegisterAminoMsg(cdc, &MsgRecover{}, "coop/MsgRecover")
	legacy.RegisterAminoMsg(cdc, &MsgRecoverInPerson{}, "coop/MsgRecoverInPerson")
	legacy.RegisterAminoMsg(cdc, &MsgStopRecovery{}, "coop/MsgStopRecovery")
	legacy.RegisterAminoMsg(cdc, &MsgFreeze{}, "coop/MsgFreeze")
	legacy.RegisterAminoMsg(cdc, &MsgKeepKey{}, "coop/MsgKeepKey")
	legacy.RegisterAminoMsg(cdc, &MsgCharge{}, "coop/MsgCharge")
	legacy.RegisterAminoMsg(cdc, &MsgJoinCharge{}, "coop/MsgJoinCharge")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawCharge{}, "coop/MsgWithdrawCharge")
	legacy.RegisterAminoMsg(cdc, &MsgEndMediation{}, "coop/MsgEndMediation")
	legacy.RegisterAminoMsg(cdc, &MsgRecordNotice{}, "coop/MsgRecordNotice")
	legacy.RegisterAminoMsg(cdc, &MsgAcknowledgeCharge{}, "coop/MsgAcknowledgeCharge")
	legacy.RegisterAminoMsg(cdc, &MsgReplyToCharge{}, "coop/MsgReplyToCharge")
	legacy.RegisterAminoMsg(cdc, &MsgDecideCase{}, "coop/MsgDecideCase")
	legacy.RegisterAminoMsg(cdc, &MsgAppeal{}, "coop/MsgAppeal")
	legacy.RegisterAminoMsg(cdc, &MsgDecideAppeal{}, "coop/MsgDecideAppeal")
	legacy.RegisterAminoMsg(cdc, &MsgSuspendMember{}, "coop/MsgSuspendMember")
	legacy.RegisterAminoMsg(cdc, &MsgPublishDocument{}, "coop/MsgPublishDocument")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawDocument{}, "coop/MsgWithdrawDocument")
	cdc.RegisterConcrete(Params{}, "coop/membership/Params", nil)
}

var (
	_ codectypes.UnpackInterfacesMessage = KeyProof{}
	_ codectypes.UnpackInterfacesMessage = NewMember{}
	_ codectypes.UnpackInterfacesMessage = MsgFound{}
	_ codectypes.UnpackInterfacesMessage = MsgAdmit{}
	_ codectypes.UnpackInterfacesMessage = MsgAddKey{}
	_ codectypes.UnpackInterfacesMessage = MsgApply{}
	_ codectypes.UnpackInterfacesMessage = MsgClaim{}
	_ codectypes.UnpackInterfacesMessage = MsgStartRecovery{}
	_ codectypes.UnpackInterfacesMessage = MsgRecover{}
	_ codectypes.UnpackInterfacesMessage = MsgRecoverInPerson{}
)

// UnpackInterfaces resolves the new key's type.
func (p KeyProof) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return unpacker.UnpackAny(p.PubKey, &key)
}

// UnpackInterfaces resolves the types of the new member's keys.
func (m NewMember) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, key := range m.Keys {
		if err := key.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces resolves the types of the founders' keys.
func (m MsgFound) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, founder := range m.Founders {
		if err := founder.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces resolves the types of the new member's keys.
func (m MsgAdmit) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Member.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the type of the person's key, if a person applies.
func (m MsgApply) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	if m.Key == nil {
		return nil
	}
	return m.Key.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the new key's type.
func (m MsgAddKey) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Key.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the new key's type.
func (m MsgClaim) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Key.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the new key's type.
func (m MsgStartRecovery) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Key.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the new key's type.
func (m MsgRecover) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Key.UnpackInterfaces(unpacker)
}

// UnpackInterfaces resolves the new key's type.
func (m MsgRecoverInPerson) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return m.Key.UnpackInterfaces(unpacker)
}
