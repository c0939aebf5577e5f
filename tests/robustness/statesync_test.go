//go:build long

package robustness

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/coopledger/coopledger/offchain/network"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// A fifth node joins from a snapshot, without a block from before it; elm, a
// member of the root federation that had no validator, takes a seat with it by a
// resolution; the node signs blocks, and the chain needs it: with two of the
// five dead there are no blocks.
func TestFifthValidatorJoinsByStateSync(t *testing.T) {
	const newcomer = "elm-node"
	c := start(t, binary(t), func(config setup) {
		for _, validator := range config.list("", "validators") {
			validator["app"] = map[string]any{"state-sync": map[string]any{"snapshot-interval": 10}}
		}
	})
	open := c.propose("ada", "alder", "Something to remember", "ordinary")
	c.send(c.ballot("amal", open, yes))
	// Two snapshots, and a block that the light client can verify after them.
	c.reach(24, c.names()...)

	ctx, cancel := context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	var err error
	c.Network, err = network.Open(c.Home, defaultsOf(c.Home))
	require.NoError(t, err)
	_, err = c.AddNode(ctx, network.JoinOptions{
		Validator: network.Validator{Name: newcomer}, BasePort: c.Nodes[3].Ports.RPC + 10, StateSync: true,
	})
	require.NoError(t, err)
	require.NoError(t, c.Start(newcomer, c.binary))
	c.reach(c.height("alder"), newcomer)
	status, err := c.rpc(newcomer).Status(ctx)
	require.NoError(t, err)
	require.Greater(t, status.SyncInfo.EarliestBlockHeight, int64(10), "it has no block from before the snapshot")
	require.Zero(t, status.ValidatorInfo.VotingPower)
	require.Equal(t, yes, c.ballots(open, newcomer)[2], "it knows what happened before")
	c.sameState(c.names()...)

	elm, err := c.Coop("elm")
	require.NoError(t, err)
	operator := c.address("emi")
	key, proof, err := c.ConsensusKey(newcomer, elm.ID, operator)
	require.NoError(t, err)
	packed, err := codectypes.NewAnyWithValue(key)
	require.NoError(t, err)
	c.rootDecides("A seat for elm", &validatorstypes.MsgAddSeat{
		Authority: root(), CoopId: elm.ID, Operator: operator, Moniker: newcomer, ConsensusPubkey: packed, Proof: proof,
	})
	signed := c.awaitSignature(newcomer)
	ctx, cancel = context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	set, err := c.rpc("alder").Validators(ctx, &signed, nil, nil)
	require.NoError(t, err)
	require.Len(t, set.Validators, 5)
	for _, validator := range set.Validators {
		require.EqualValues(t, 1, validator.VotingPower, "equal power for every seat")
	}
	c.sameState(c.names()...)

	// One of five dead: four go on. Two dead: three are not more than two thirds.
	require.NoError(t, c.Kill("birch"))
	c.advance(3, "alder", newcomer)
	require.NoError(t, c.Kill("cedar"))
	time.Sleep(5 * time.Second)
	stalled := c.height("alder")
	time.Sleep(10 * time.Second)
	require.Equal(t, stalled, c.height("alder"))
	require.NoError(t, c.StartAll(c.binary))
	c.reach(stalled+3, c.names()...)
	c.sameState(c.names()...)
}
