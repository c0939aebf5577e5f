// Package keeper holds the state of x/validators: the seats, the queue of
// changes, the keys that evidence may name, and the blocks each seat missed.
package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/validators/types"
)

// Keeper holds the state of x/validators.
type Keeper struct {
	addressCodec address.Codec
	authority    []byte
	membership   types.MembershipKeeper
	chain        types.ChainKeeper

	Schema collections.Schema
	// Params are the module's limits.
	Params collections.Item[types.Params]
	// Seats by co-op id.
	Seats collections.Map[uint64, types.Seat]
	// Operators finds the co-op whose seat an address operates.
	Operators collections.Map[[]byte, uint64]
	// SeatsAtLastResolution is how many seats signed when a resolution last
	// changed the set.
	SeatsAtLastResolution collections.Item[uint64]
	// ReachedFour says whether the set ever had four signing seats.
	ReachedFour collections.Item[bool]
	// Changes is the queue, by change id.
	Changes collections.Map[uint64, types.Change]
	// NextChangeID is the id of the next queued change, from 1.
	NextChangeID collections.Item[uint64]
	// KeyOwners by consensus address, present and past.
	KeyOwners collections.Map[[]byte, types.KeyOwner]
	// RetiredKeys orders what is to be forgotten by (last height, consensus address).
	RetiredKeys collections.KeySet[collections.Pair[int64, []byte]]
	// Liveness by co-op id.
	Liveness collections.Map[uint64, types.Liveness]
	// MissedVotes are the bits of the missed blocks by (co-op id, chunk); a
	// chunk without a bit set is not stored.
	MissedVotes collections.Map[collections.Pair[uint64, uint64], []byte]
}

// NewKeeper returns the keeper; its authority is the root federation's account.
// It panics if something is missing, since the node can't start without.
func NewKeeper(
	cdc codec.BinaryCodec,
	storeService store.KVStoreService,
	addressCodec address.Codec,
	chain types.ChainKeeper,
	membership types.MembershipKeeper,
) *Keeper {
	if addressCodec == nil || chain == nil || membership == nil {
		panic("x/validators: an address codec and the keepers of x/chain and x/membership are needed")
	}
	builder := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		addressCodec: addressCodec,
		authority:    membershiptypes.CoopAccount(membershiptypes.RootCoopID),
		membership:   membership,
		chain:        chain,

		Params:                collections.NewItem(builder, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Seats:                 collections.NewMap(builder, types.SeatsPrefix, "seats", collections.Uint64Key, codec.CollValue[types.Seat](cdc)),
		Operators:             collections.NewMap(builder, types.OperatorsPrefix, "operators", collections.BytesKey, collections.Uint64Value),
		SeatsAtLastResolution: collections.NewItem(builder, types.SeatsAtResolutionPrefix, "seats_at_last_resolution", collections.Uint64Value),
		ReachedFour:           collections.NewItem(builder, types.ReachedFourPrefix, "reached_four", collections.BoolValue),
		Changes:               collections.NewMap(builder, types.ChangesPrefix, "changes", collections.Uint64Key, codec.CollValue[types.Change](cdc)),
		NextChangeID:          collections.NewItem(builder, types.NextChangeIDPrefix, "next_change_id", collections.Uint64Value),
		KeyOwners:             collections.NewMap(builder, types.KeyOwnersPrefix, "key_owners", collections.BytesKey, codec.CollValue[types.KeyOwner](cdc)),
		RetiredKeys: chaintypes.NewProvableSet(builder, types.RetiredKeysPrefix, "retired_keys",
			collections.PairKeyCodec(collections.Int64Key, collections.BytesKey)),
		Liveness: collections.NewMap(builder, types.LivenessPrefix, "liveness", collections.Uint64Key, codec.CollValue[types.Liveness](cdc)),
		MissedVotes: collections.NewMap(builder, types.MissedVotesPrefix, "missed_votes",
			collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key), collections.BytesValue),
	}
	schema, err := builder.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}
