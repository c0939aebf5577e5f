package keeper_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/runtime"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/validators/keeper"
	"github.com/coopledger/coopledger/x/validators/types"
)

const (
	chainID        = "coop-test-1"
	maxAgeBlocks   = 20
	maxAgeDuration = 100 * time.Second
	blockInterval  = 2 * time.Second
)

var genesisTime = time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("coop", "cooppub")
	os.Exit(m.Run())
}

// federation is a stand-in for x/membership: who belongs to co-op 1.
type federation struct{ members map[uint64]bool }

func (f *federation) CoopByReference(_ context.Context, reference string) (membershiptypes.Coop, error) {
	id, err := strconv.ParseUint(reference, 10, 64)
	return membershiptypes.Coop{Id: id}, err
}

func (f *federation) CoopByAccount(_ context.Context, account []byte) (uint64, bool, error) {
	for id := uint64(1); id <= 40; id++ {
		if bytes.Equal(account, membershiptypes.CoopAccount(id)) {
			return id, true, nil
		}
	}
	return 0, false, nil
}

func (f *federation) IsActiveMemberCoop(_ context.Context, federationID, coopID uint64) (bool, error) {
	return federationID == membershiptypes.RootCoopID && f.members[coopID], nil
}

// clock is a stand-in for x/chain.
type clock struct {
	now       int64
	gapHeight int64
}

func (c *clock) Now(context.Context) (int64, error)           { return c.now, nil }
func (c *clock) LastGapHeight(context.Context) (int64, error) { return c.gapHeight, nil }

// chain runs the module as a node does, and keeps CometBFT's own validator
// sets: what a block returns signs two heights later.
type chain struct {
	t          require.TestingT
	keeper     *keeper.Keeper
	server     types.MsgServer
	codec      codec.Codec
	ctx        sdk.Context
	federation *federation
	clock      *clock

	last, current, next *cmttypes.ValidatorSet
	updates             []abci.ValidatorUpdate
}

// keyOf is a consensus key that depends on its name only.
func keyOf(name string) *ed25519.PrivKey { return ed25519.GenPrivKeyFromSecret([]byte(name)) }

func operatorOf(coopID uint64) sdk.AccAddress {
	hash := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("operator"), coopID))
	return hash[:20]
}

func firstKey(coopID uint64) *ed25519.PrivKey { return keyOf(fmt.Sprintf("first key of %d", coopID)) }

func packed(t require.TestingT, key *ed25519.PrivKey) *codectypes.Any {
	anyKey, err := codectypes.NewAnyWithValue(key.PubKey())
	require.NoError(t, err)
	return anyKey
}

func rootAccount() string {
	return sdk.AccAddress(membershiptypes.CoopAccount(membershiptypes.RootCoopID)).String()
}

func emptyChain(tb testing.TB, t require.TestingT) *chain {
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	cryptocodec.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	storeKey := storetypes.NewKVStoreKey(types.StoreKey)
	base := sdktestutil.DefaultContextWithDB(tb, storeKey, storetypes.NewTransientStoreKey("transient")).Ctx
	c := &chain{
		t: t, codec: cdc,
		federation: &federation{members: map[uint64]bool{}},
		clock:      &clock{now: genesisTime.Unix()},
	}
	c.keeper = keeper.NewKeeper(cdc, runtime.NewKVStoreService(storeKey), address.NewBech32Codec("coop"), c.clock, c.federation)
	c.server = keeper.NewMsgServer(c.keeper)
	c.ctx = base.WithChainID(chainID).WithBlockTime(genesisTime).WithBlockHeight(0).WithConsensusParams(cmtproto.ConsensusParams{
		Evidence: &cmtproto.EvidenceParams{MaxAgeNumBlocks: maxAgeBlocks, MaxAgeDuration: maxAgeDuration},
	})
	for id := uint64(2); id <= 30; id++ {
		c.federation.members[id] = true
	}
	return c
}

func testParams() types.Params {
	return types.Params{
		MaxSeats: 12, MaxMonikerBytes: 20, LivenessWindowBlocks: 10, MaxMissedBlocks: 4,
		JailSeconds: 30, GapQuietBlocks: 8, RotationIntervalBlocks: 6,
	}
}

func foundingGenesis(t require.TestingT, seats int) *types.GenesisState {
	var founders []types.GenesisSeat
	for id := uint64(2); id < uint64(seats)+2; id++ {
		founders = append(founders, types.GenesisSeat{
			CoopID: id, Operator: operatorOf(id), Moniker: fmt.Sprintf("node-%d", id),
			ConsensusPubKey: firstKey(id).PubKey().(*ed25519.PubKey),
		})
	}
	genesis, err := types.NewGenesis(testParams(), founders)
	require.NoError(t, err)
	return genesis
}

// newChain starts a chain whose seats are those of co-ops 2, 3, 4 …
func newChain(tb testing.TB, seats int) *chain {
	c := emptyChain(tb, tb)
	c.start(foundingGenesis(tb, seats))
	return c
}

func (c *chain) start(genesis *types.GenesisState) {
	updates, err := c.keeper.InitGenesis(c.ctx, genesis)
	require.NoError(c.t, err)
	founders, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(c.t, err)
	c.current = cmttypes.NewValidatorSet(founders)
	c.next = c.current.Copy()
}

// block is one block: who was absent, who signed twice, what is sent.
type block struct {
	absent   []uint64
	evidence []*ed25519.PrivKey
	send     func()
}

func (c *chain) run(b block) {
	c.ctx = c.ctx.WithBlockHeight(c.ctx.BlockHeight() + 1).WithBlockTime(c.ctx.BlockTime().Add(blockInterval)).
		WithEventManager(sdk.NewEventManager())
	c.clock.now += int64(blockInterval / time.Second)
	var votes []abci.VoteInfo
	if c.last != nil {
		for _, validator := range c.last.Validators {
			vote := abci.VoteInfo{
				Validator:   abci.Validator{Address: validator.Address, Power: validator.VotingPower},
				BlockIdFlag: cmtproto.BlockIDFlagCommit,
			}
			for _, coopID := range b.absent {
				owner, err := c.keeper.KeyOwners.Get(c.ctx, validator.Address)
				require.NoError(c.t, err)
				if owner.CoopId == coopID {
					vote.BlockIdFlag = cmtproto.BlockIDFlagAbsent
				}
			}
			votes = append(votes, vote)
		}
	}
	var misbehavior []abci.Misbehavior
	for _, key := range b.evidence {
		misbehavior = append(misbehavior, abci.Misbehavior{
			Type:      abci.MisbehaviorType_DUPLICATE_VOTE,
			Validator: abci.Validator{Address: key.PubKey().Address(), Power: types.SeatPower},
			Height:    c.ctx.BlockHeight() - 1, Time: c.ctx.BlockTime(),
		})
	}
	c.ctx = c.ctx.WithVoteInfos(votes).WithCometInfo(baseapp.NewBlockInfo(misbehavior, nil, nil, abci.CommitInfo{}))

	require.NoError(c.t, c.keeper.BeginBlock(c.ctx))
	if b.send != nil {
		b.send()
	}
	updates, err := c.keeper.EndBlock(c.ctx)
	require.NoError(c.t, err)
	c.updates = updates
	c.applyUpdates(updates)
	require.NoError(c.t, c.keeper.CheckInvariants(c.ctx))
}

func (c *chain) applyUpdates(updates []abci.ValidatorUpdate) {
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(c.t, err)
	afterNext := c.next.Copy()
	require.NoError(c.t, afterNext.UpdateWithChangeSet(changes))
	c.last, c.current, c.next = c.current, c.next, afterNext
}

func (c *chain) blocks(count int) {
	for range count {
		c.run(block{})
	}
}

func (c *chain) seat(coopID uint64) types.Seat {
	seat, err := c.keeper.GetSeat(c.ctx, coopID)
	require.NoError(c.t, err)
	return seat
}

func (c *chain) isGone(coopID uint64) {
	_, err := c.keeper.GetSeat(c.ctx, coopID)
	require.ErrorIs(c.t, err, types.ErrNoSeat)
}

func (c *chain) isState(coopID uint64, state types.SeatState, reason types.SeatReason) {
	seat := c.seat(coopID)
	require.Equal(c.t, state.String(), seat.State.String(), "co-op %d", coopID)
	require.Equal(c.t, reason.String(), seat.Reason.String(), "co-op %d", coopID)
}

func (c *chain) signs(key *ed25519.PrivKey) bool { return c.next.HasAddress(key.PubKey().Address()) }

func (c *chain) export() []byte {
	genesis, err := c.keeper.ExportGenesis(c.ctx)
	require.NoError(c.t, err)
	written, err := c.codec.MarshalJSON(genesis)
	require.NoError(c.t, err)
	return written
}

func (c *chain) addSeatMsg(coopID uint64, key *ed25519.PrivKey, replaces uint64) *types.MsgAddSeat {
	proof, err := types.ProveConsensusKey(key, chainID, coopID, operatorOf(coopID))
	require.NoError(c.t, err)
	return &types.MsgAddSeat{
		Authority: rootAccount(), CoopId: coopID, Operator: operatorOf(coopID).String(),
		Moniker: fmt.Sprintf("node-%d", coopID), ConsensusPubkey: packed(c.t, key), Proof: proof, ReplacesCoopId: replaces,
	}
}

func (c *chain) addSeat(coopID uint64, key *ed25519.PrivKey, replaces uint64) error {
	_, err := c.server.AddSeat(c.ctx, c.addSeatMsg(coopID, key, replaces))
	return err
}

func (c *chain) removeSeat(coopID uint64) (types.SeatState, error) {
	response, err := c.server.RemoveSeat(c.ctx, &types.MsgRemoveSeat{Authority: rootAccount(), CoopId: coopID})
	if err != nil {
		return 0, err
	}
	return response.State, nil
}

func (c *chain) unjail(coopID uint64) error {
	_, err := c.server.Unjail(c.ctx, &types.MsgUnjail{Operator: operatorOf(coopID).String(), CoopId: coopID})
	return err
}

func (c *chain) rotate(coopID uint64, key *ed25519.PrivKey) error {
	proof, err := types.ProveConsensusKey(key, chainID, coopID, operatorOf(coopID))
	require.NoError(c.t, err)
	_, err = c.server.RotateKey(c.ctx, &types.MsgRotateKey{
		Operator: operatorOf(coopID).String(), CoopId: coopID, ConsensusPubkey: packed(c.t, key), Proof: proof,
	})
	return err
}

func (c *chain) leave(coopID uint64) {
	delete(c.federation.members, coopID)
	require.NoError(c.t, c.keeper.Hooks().AfterMemberLeft(c.ctx, membershiptypes.Member{
		CoopId: membershiptypes.RootCoopID, MemberId: coopID, MemberCoopId: coopID,
	}))
}

// missUntilJailed keeps a co-op away for as long as it takes.
func (c *chain) missUntilJailed(coopID uint64) {
	for range testParams().MaxMissedBlocks + 5 {
		c.run(block{absent: []uint64{coopID}})
		if !c.seat(coopID).CountsLiveness() {
			return
		}
	}
	require.Fail(c.t, "never jailed", "co-op %d", coopID)
}
