package keeper_test

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func bankInput(from sdk.AccAddress, amount sdk.Coins) banktypes.Input {
	return banktypes.Input{Address: membershiptypes.AddressText(from), Coins: amount}
}

// bankOutputs of recipients and amounts, in turn.
func bankOutputs(turns ...any) (outputs []banktypes.Output) {
	for i := 0; i < len(turns); i += 2 {
		outputs = append(outputs, banktypes.Output{Address: membershiptypes.AddressText(turns[i].(sdk.AccAddress)), Coins: turns[i+1].(sdk.Coins)})
	}
	return outputs
}

func (l *ledger) found(message *membershiptypes.MsgFound) (*membershiptypes.MsgFoundResponse, error) {
	return membershipkeeper.NewMsgServer(l.members).Found(l.ctx, message)
}

// bankKey is where the bank has what an address holds of denom.
func bankKey(address sdk.AccAddress) collections.Pair[sdk.AccAddress, string] {
	return collections.Join(address, denom)
}
