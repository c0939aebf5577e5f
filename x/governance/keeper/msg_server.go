package keeper

import "github.com/coopledger/coopledger/x/governance/types"

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the module's messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }
