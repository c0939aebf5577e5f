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
	legacy.RegisterAminoMsg(cdc, &MsgClassify{}, "coop/MsgClassify")
	legacy.RegisterAminoMsg(cdc, &MsgPay{}, "coop/MsgPay")
	legacy.RegisterAminoMsg(cdc, &MsgDeposit{}, "coop/MsgDeposit")
	legacy.RegisterAminoMsg(cdc, &MsgAnnouncePayout{}, "coop/MsgAnnouncePayout")
	legacy.RegisterAminoMsg(cdc, &MsgDropPayout{}, "coop/MsgDropPayout")
	legacy.RegisterAminoMsg(cdc, &MsgWithdraw{}, "coop/MsgWithdrawPassbook")
	legacy.RegisterAminoMsg(cdc, &MsgStopWithdrawal{}, "coop/MsgStopWithdrawal")
	legacy.RegisterAminoMsg(cdc, &MsgSuspendWithdrawals{}, "coop/MsgSuspendWithdrawals")
	legacy.RegisterAminoMsg(cdc, &MsgPayDues{}, "coop/MsgPayDues")
	legacy.RegisterAminoMsg(cdc, &MsgWaiveDues{}, "coop/MsgWaiveDues")
	legacy.RegisterAminoMsg(cdc, &MsgMove{}, "coop/MsgMove")
	legacy.RegisterAminoMsg(cdc, &MsgPost{}, "coop/MsgPost")
	legacy.RegisterAminoMsg(cdc, &MsgReverse{}, "coop/MsgReverse")
	legacy.RegisterAminoMsg(cdc, &MsgApproveEntry{}, "coop/MsgApproveEntry")
	legacy.RegisterAminoMsg(cdc, &MsgOpenBudget{}, "coop/MsgOpenBudget")
	legacy.RegisterAminoMsg(cdc, &MsgCloseBudget{}, "coop/MsgCloseBudget")
	legacy.RegisterAminoMsg(cdc, &MsgRequestPayment{}, "coop/MsgRequestPayment")
	legacy.RegisterAminoMsg(cdc, &MsgApprovePayment{}, "coop/MsgApprovePayment")
	legacy.RegisterAminoMsg(cdc, &MsgRefusePayment{}, "coop/MsgRefusePayment")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawPayment{}, "coop/MsgWithdrawPayment")
	legacy.RegisterAminoMsg(cdc, &MsgObjectToPayment{}, "coop/MsgObjectToPayment")
	legacy.RegisterAminoMsg(cdc, &MsgRetryPayment{}, "coop/MsgRetryPayment")
	legacy.RegisterAminoMsg(cdc, &MsgReleasePayment{}, "coop/MsgReleasePayment")
	legacy.RegisterAminoMsg(cdc, &MsgAttest{}, "coop/MsgAttest")
	legacy.RegisterAminoMsg(cdc, &MsgPayOutside{}, "coop/MsgPayOutside")
	legacy.RegisterAminoMsg(cdc, &MsgRecordPaymentFile{}, "coop/MsgRecordPaymentFile")
	legacy.RegisterAminoMsg(cdc, &MsgConfirmPaymentFile{}, "coop/MsgConfirmPaymentFile")
	legacy.RegisterAminoMsg(cdc, &MsgReturnPayment{}, "coop/MsgReturnPayment")
	legacy.RegisterAminoMsg(cdc, &MsgReconcile{}, "coop/MsgReconcile")
	legacy.RegisterAminoMsg(cdc, &MsgApproveReconciliation{}, "coop/MsgApproveReconciliation")
	legacy.RegisterAminoMsg(cdc, &MsgImportBalance{}, "coop/MsgImportBalance")
	legacy.RegisterAminoMsg(cdc, &MsgApproveBalance{}, "coop/MsgApproveBalance")
	legacy.RegisterAminoMsg(cdc, &MsgLockPeriod{}, "coop/MsgLockPeriod")
	legacy.RegisterAminoMsg(cdc, &MsgSetRate{}, "coop/MsgSetRate")
	legacy.RegisterAminoMsg(cdc, &MsgRevalue{}, "coop/MsgRevalue")
	legacy.RegisterAminoMsg(cdc, &MsgSubscribe{}, "coop/MsgSubscribe")
	legacy.RegisterAminoMsg(cdc, &MsgPayIn{}, "coop/MsgPayIn")
	legacy.RegisterAminoMsg(cdc, &MsgRedeem{}, "coop/MsgRedeem")
	legacy.RegisterAminoMsg(cdc, &MsgStopRedemption{}, "coop/MsgStopRedemption")
	legacy.RegisterAminoMsg(cdc, &MsgTransferShares{}, "coop/MsgTransferShares")
	legacy.RegisterAminoMsg(cdc, &MsgApproveTransfer{}, "coop/MsgApproveTransfer")
	legacy.RegisterAminoMsg(cdc, &MsgAccrueInterest{}, "coop/MsgAccrueInterest")
	legacy.RegisterAminoMsg(cdc, &MsgPayInterest{}, "coop/MsgPayInterest")
	legacy.RegisterAminoMsg(cdc, &MsgBringInLots{}, "coop/MsgBringInLots")
	legacy.RegisterAminoMsg(cdc, &MsgAnnounceSetOff{}, "coop/MsgAnnounceSetOff")
	legacy.RegisterAminoMsg(cdc, &MsgDisputeSetOff{}, "coop/MsgDisputeSetOff")
	legacy.RegisterAminoMsg(cdc, &MsgDecideSetOff{}, "coop/MsgDecideSetOff")
	legacy.RegisterAminoMsg(cdc, &MsgExecuteSetOff{}, "coop/MsgExecuteSetOff")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "coop/MsgUpdateTreasuryParams")
	cdc.RegisterConcrete(Params{}, "coop/treasury/Params", nil)
}

// RegisterInterfaces registers the messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgClassify{}, &MsgPay{}, &MsgMove{}, &MsgPost{}, &MsgReverse{}, &MsgApproveEntry{}, &MsgUpdateParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
