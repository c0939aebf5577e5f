package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/coopledger/coopledger/x/chain/client/proposal"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// A day in a proposal is a day, which members read before they vote.
func TestTheDaysOfAProposal(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	text, err := proposal.Text(codec.NewProtoCodec(registry), "bakery", "Lock September", "It is over.",
		&types.MsgLockPeriod{Authority: "coop1x", CoopId: 2, LastDay: 20270930})
	require.NoError(t, err)
	require.Equal(t, `coop: bakery
title: Lock September
summary: It is over.
messages:
    - '@type': /coop.treasury.v1.MsgLockPeriod
      authority: coop1x
      coop_id: "2"
      last_day: 20270930
`, string(text))
}
