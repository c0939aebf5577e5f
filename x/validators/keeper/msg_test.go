package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/validators/types"
)

type edKey = ed25519.PrivKey

func exported(t *testing.T, c *chain) *types.GenesisState {
	genesis, err := c.keeper.ExportGenesis(c.ctx)
	require.NoError(t, err)
	return genesis
}

// mustRefuse checks the refusal, its words, and that it changed nothing.
func mustRefuse(t *testing.T, c *chain, want error, words string, send func() error) {
	t.Helper()
	before := c.export()
	err := send()
	require.ErrorIs(t, err, want)
	require.Contains(t, err.Error(), words)
	require.Equal(t, string(before), string(c.export()))
}

func TestAddSeat(t *testing.T) {
	pack := func(key *ed25519.PubKey) *codectypes.Any {
		anyKey, err := codectypes.NewAnyWithValue(key)
		require.NoError(t, err)
		return anyKey
	}
	for _, test := range []struct {
		name   string
		change func(c *chain, msg *types.MsgAddSeat)
		want   error
		words  string
	}{
		{"success - a member co-op", func(*chain, *types.MsgAddSeat) {}, nil, ""},
		{"success - the authority in capitals", func(_ *chain, msg *types.MsgAddSeat) { msg.Authority = strings.ToUpper(msg.Authority) }, nil, ""},
		{"success - the operator in capitals", func(_ *chain, msg *types.MsgAddSeat) { msg.Operator = strings.ToUpper(msg.Operator) }, nil, ""},
		{"error - another authority", func(_ *chain, msg *types.MsgAddSeat) { msg.Authority = msg.Operator }, types.ErrUnauthorized, "resolution of co-op 1"},
		{"error - not a member", func(c *chain, _ *types.MsgAddSeat) { delete(c.federation.members, 20) }, types.ErrNotMemberCoop, "admitted first"},
		{"error - holds a seat", func(c *chain, msg *types.MsgAddSeat) { *msg = *c.addSeatMsg(3, keyOf("new"), 0) }, types.ErrSeatHeld, "which is active"},
		{"error - no key", func(_ *chain, msg *types.MsgAddSeat) { msg.ConsensusPubkey = nil }, types.ErrInvalidKey, "missing"},
		{"error - a key of another kind", func(_ *chain, msg *types.MsgAddSeat) {
			msg.ConsensusPubkey, _ = codectypes.NewAnyWithValue(secp256k1.GenPrivKey().PubKey())
		}, types.ErrInvalidKey, "ed25519"},
		{"error - a short key", func(_ *chain, msg *types.MsgAddSeat) {
			msg.ConsensusPubkey = pack(&ed25519.PubKey{Key: make([]byte, 31)})
		}, types.ErrInvalidKey, "31 bytes"},
		{"error - a key with unknown fields", func(_ *chain, msg *types.MsgAddSeat) {
			msg.ConsensusPubkey.Value = append(msg.ConsensusPubkey.Value, 0x10, 0x01)
		}, types.ErrInvalidKey, "canonical"},
		{"error - a key of small order", func(_ *chain, msg *types.MsgAddSeat) {
			msg.ConsensusPubkey = pack(&ed25519.PubKey{Key: append([]byte{1}, make([]byte, 31)...)})
		}, types.ErrInvalidKey, "small order"},
		{"error - another chain's proof", func(_ *chain, msg *types.MsgAddSeat) {
			msg.Proof, _ = types.ProveConsensusKey(keyOf("20"), "other-1", 20, operatorOf(20))
		}, types.ErrInvalidProof, "prove-consensus-key"},
		{"error - another co-op's proof", func(_ *chain, msg *types.MsgAddSeat) {
			msg.Proof, _ = types.ProveConsensusKey(keyOf("20"), chainID, 21, operatorOf(20))
		}, types.ErrInvalidProof, "co-op 20"},
		{"error - another operator's proof", func(_ *chain, msg *types.MsgAddSeat) {
			msg.Proof, _ = types.ProveConsensusKey(keyOf("20"), chainID, 20, operatorOf(21))
		}, types.ErrInvalidProof, "operator"},
		{"error - another key's proof", func(_ *chain, msg *types.MsgAddSeat) { msg.ConsensusPubkey = packed(t, keyOf("21")) }, types.ErrInvalidProof, ""},
		{"error - a key in use", func(c *chain, msg *types.MsgAddSeat) { *msg = *c.addSeatMsg(20, firstKey(3), 0) }, types.ErrKeyInUse, "co-op 3's seat"}, // H36
		{"error - no moniker", func(_ *chain, msg *types.MsgAddSeat) { msg.Moniker = "" }, types.ErrInvalidMoniker, "empty"},
		{"error - a long moniker", func(_ *chain, msg *types.MsgAddSeat) { msg.Moniker = strings.Repeat("x", 21) }, types.ErrInvalidMoniker, "limit is 20"},
		{"error - a moniker that is no text", func(_ *chain, msg *types.MsgAddSeat) { msg.Moniker = "a\xffb" }, types.ErrInvalidMoniker, "UTF-8"},
		{"error - a moniker that turns the text around", func(_ *chain, msg *types.MsgAddSeat) { msg.Moniker = "a\u202eb" }, types.ErrInvalidMoniker, "U+202E"},
		{"error - operator of another seat", func(_ *chain, msg *types.MsgAddSeat) { msg.Operator = operatorOf(3).String() }, types.ErrInvalidOperator, "co-op 3"},
		{"error - a co-op as operator", func(_ *chain, msg *types.MsgAddSeat) {
			msg.Operator = sdk.AccAddress(membershiptypes.CoopAccount(20)).String()
		}, types.ErrInvalidOperator, "account of co-op 20"},
		{"error - operator is no address", func(_ *chain, msg *types.MsgAddSeat) { msg.Operator = "cosmos1xyz" }, types.ErrInvalidOperator, "no address"},
		{"error - replaces nobody's seat", func(_ *chain, msg *types.MsgAddSeat) { msg.ReplacesCoopId = 25 }, types.ErrInvalidReplacement, "co-op 25"},
		{"error - no seat free", func(c *chain, _ *types.MsgAddSeat) {
			for id := uint64(6); id < 14; id++ {
				require.NoError(t, c.addSeat(id, firstKey(id), 0))
			}
		}, types.ErrTooManySeats, "all 12 seats"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newChain(t, 4)
			c.run(block{})
			msg := c.addSeatMsg(20, keyOf("20"), 0)
			test.change(c, msg)
			if test.want == nil {
				_, err := c.server.AddSeat(c.ctx, msg)
				require.NoError(t, err)
				require.Equal(t, operatorOf(20).String(), c.seat(20).Operator)
				return
			}
			mustRefuse(t, c, test.want, test.words, func() error {
				_, err := c.server.AddSeat(c.ctx, msg)
				return err
			})
		})
	}
}

func TestTwoSeatsCantReplaceOne(t *testing.T) {
	c := newChain(t, 4)
	require.NoError(t, c.addSeat(20, firstKey(20), 3))
	mustRefuse(t, c, types.ErrInvalidReplacement, "co-op 20 already", func() error { return c.addSeat(21, firstKey(21), 3) })
}

func TestRemoveSeatRefusals(t *testing.T) {
	c := newChain(t, 4)
	mustRefuse(t, c, types.ErrNoSeat, "co-op 20", func() error { _, err := c.removeSeat(20); return err })
	mustRefuse(t, c, types.ErrUnauthorized, "root federation", func() error {
		_, err := c.server.RemoveSeat(c.ctx, &types.MsgRemoveSeat{Authority: operatorOf(3).String(), CoopId: 3})
		return err
	})
}

func TestUnjailRefusals(t *testing.T) {
	c := newChain(t, 7)
	mustRefuse(t, c, types.ErrSeatState, "is active", func() error { return c.unjail(3) })
	mustRefuse(t, c, types.ErrNoSeat, "co-op 20", func() error { return c.unjail(20) })
	mustRefuse(t, c, types.ErrUnauthorized, "does not operate", func() error {
		_, err := c.server.Unjail(c.ctx, &types.MsgUnjail{Operator: operatorOf(4).String(), CoopId: 3})
		return err
	})
	c.missUntilJailed(3)
	mustRefuse(t, c, types.ErrTooEarly, "in 30 seconds", func() error { return c.unjail(3) })
	c.clock.now += 30
	delete(c.federation.members, 3)
	mustRefuse(t, c, types.ErrNotMemberCoop, "co-op 3", func() error { return c.unjail(3) })
}

func TestRotateKey(t *testing.T) {
	c := newChain(t, 4)
	c.run(block{})
	mustRefuse(t, c, types.ErrKeyInUse, "co-op 3's seat", func() error { return c.rotate(2, firstKey(3)) })
	mustRefuse(t, c, types.ErrKeyInUse, "co-op 2's seat", func() error { return c.rotate(2, firstKey(2)) })
	mustRefuse(t, c, types.ErrInvalidProof, "chain", func() error {
		_, err := c.server.RotateKey(c.ctx, &types.MsgRotateKey{
			Operator: operatorOf(2).String(), CoopId: 2, ConsensusPubkey: packed(t, keyOf("x")), Proof: make([]byte, 64),
		})
		return err
	})
	require.NoError(t, c.rotate(2, keyOf("second")))
	mustRefuse(t, c, types.ErrSeatState, "waits in the queue", func() error { return c.rotate(2, keyOf("third")) })
	mustRefuse(t, c, types.ErrKeyInUse, "co-op 2's seat", func() error { return c.rotate(3, keyOf("second")) })
	c.run(block{})
	require.Len(t, c.updates, 2)
	require.True(t, c.signs(keyOf("second")))
	mustRefuse(t, c, types.ErrTooEarly, "in 6 blocks", func() error { return c.rotate(2, keyOf("third")) })
	c.blocks(6)
	mustRefuse(t, c, types.ErrKeyInUse, "was co-op 2's until", func() error { return c.rotate(2, firstKey(2)) })
	require.NoError(t, c.rotate(2, keyOf("third")))
	c.blocks(3)
	require.True(t, c.signs(keyOf("third")))
	require.Len(t, c.next.Validators, 4)
}

func TestLostKeyIsReplacedWhileCondemned(t *testing.T) {
	c := newChain(t, 4)
	c.missUntilJailed(2)
	c.run(block{send: func() { require.NoError(t, c.rotate(2, keyOf("found"))) }})
	c.isState(2, condemned, missed)
	require.True(t, c.signs(keyOf("found")))
	c.clock.now += 30
	c.run(block{send: func() { require.NoError(t, c.unjail(2)) }})
	c.isState(2, active, noReason)
}

func TestJailedSeatRotatesAndComesBackInOneBlock(t *testing.T) {
	c := newChain(t, 7)
	c.missUntilJailed(2)
	c.clock.now += 30
	c.run(block{send: func() {
		require.NoError(t, c.rotate(2, keyOf("found")))
		require.NoError(t, c.unjail(2))
	}})
	c.isState(2, active, noReason)
	require.Len(t, c.updates, 1)
	require.True(t, c.signs(keyOf("found")))
}

func TestRemovedSeatReturnsWithItsKey(t *testing.T) {
	c := newChain(t, 7)
	c.run(block{send: func() { _, err := c.removeSeat(3); require.NoError(t, err) }})
	c.isGone(3)
	c.run(block{send: func() {
		require.ErrorIs(t, c.addSeat(20, firstKey(3), 0), types.ErrKeyInUse)
		require.NoError(t, c.addSeat(3, firstKey(3), 0))
	}})
	c.isState(3, active, noReason)
	c.blocks(maxAgeBlocks * 5)
	require.True(t, c.signs(firstKey(3)))
}

func TestSetOperator(t *testing.T) {
	c := newChain(t, 4)
	msg := &types.MsgSetOperator{
		Authority: sdk.AccAddress(membershiptypes.CoopAccount(3)).String(), CoopId: 3, Operator: operatorOf(20).String(),
	}
	mustRefuse(t, c, types.ErrUnauthorized, "account of co-op 3", func() error {
		wrong := *msg
		wrong.Authority = rootAccount()
		_, err := c.server.SetOperator(c.ctx, &wrong)
		return err
	})
	mustRefuse(t, c, types.ErrInvalidOperator, "co-op 4", func() error {
		wrong := *msg
		wrong.Operator = operatorOf(4).String()
		_, err := c.server.SetOperator(c.ctx, &wrong)
		return err
	})
	_, err := c.server.SetOperator(c.ctx, msg)
	require.NoError(t, err)
	coopID, found, err := c.keeper.SeatByOperator(c.ctx, operatorOf(20))
	require.NoError(t, err)
	require.True(t, found)
	require.EqualValues(t, 3, coopID)
	_, found, err = c.keeper.SeatByOperator(c.ctx, operatorOf(3))
	require.NoError(t, err)
	require.False(t, found)
	mustRefuse(t, c, types.ErrUnauthorized, "does not operate", func() error { return c.rotate(3, keyOf("x")) })
	require.NoError(t, c.keeper.CheckInvariants(c.ctx))
}

func TestUpdateParams(t *testing.T) { // H13
	for _, test := range []struct {
		name   string
		change func(*types.Params)
		words  string
	}{
		{"error - only one field", func(p *types.Params) { *p = types.Params{JailSeconds: 60} }, "give every parameter"},
		{"error - no seats", func(p *types.Params) { p.MaxSeats = 3 }, "max_seats is 3"},
		{"error - fewer seats than there are", func(p *types.Params) { p.MaxSeats = 6 }, "there are 7 seats"},
		{"error - nobody would be jailed", func(p *types.Params) { p.MaxMissedBlocks = p.LivenessWindowBlocks }, "nobody"},
		{"error - a window without end", func(p *types.Params) { p.LivenessWindowBlocks = 1 << 40 }, "liveness_window_blocks"},
		{"error - jail for ever", func(p *types.Params) { p.JailSeconds = 1 << 62 }, "jail_seconds"},
		{"error - monikers that are too long now", func(p *types.Params) { p.MaxMonikerBytes = 2 }, "co-op 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newChain(t, 7)
			params := testParams()
			test.change(&params)
			mustRefuse(t, c, types.ErrInvalidParams, test.words, func() error {
				_, err := c.server.UpdateParams(c.ctx, &types.MsgUpdateParams{Authority: rootAccount(), Params: params})
				return err
			})
		})
	}
}
