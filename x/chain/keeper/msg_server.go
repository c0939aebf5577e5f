package keeper

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

type msgServer struct{ *Keeper }

// NewMsgServer returns the server of x/chain's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// mustBeAuthority compares addresses as bytes, never as text.
func (k *Keeper) mustBeAuthority(address string) error {
	given, err := k.addressCodec.StringToBytes(address)
	if err == nil && bytes.Equal(given, k.authority) {
		return nil
	}
	wanted, err := k.addressCodec.BytesToString(k.authority)
	if err != nil {
		return err
	}
	return errorsmod.Wrapf(types.ErrUnauthorized, "authority is %q and must be %s, the root federation's account; put the message in a resolution of co-op %d",
		address, wanted, types.RootCoopID)
}
