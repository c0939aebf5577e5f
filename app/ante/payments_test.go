package ante_test

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

func setRecipient(message sdk.Msg, to sdk.AccAddress) {
	message.(*banktypes.MsgSend).ToAddress = to.String()
}

func setSender(message sdk.Msg, from sdk.AccAddress) {
	message.(*banktypes.MsgSend).FromAddress = from.String()
}
