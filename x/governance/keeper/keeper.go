// Package keeper keeps resolutions, their ballots and their queues.
package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Keeper keeps what is being decided and what was decided.
type Keeper struct {
	cdc        codec.Codec
	addresses  address.Codec
	chain      types.ChainKeeper
	membership types.MembershipKeeper
	router     baseapp.MessageRouter
	allowed    types.AllowList
	alwaysOn   types.AlwaysOn
	proposals  types.ProposalHooks

	Schema collections.Schema
	Params collections.Item[types.Params]
	// NextResolutionID is the id of the next resolution.
	NextResolutionID collections.Sequence

	// Resolutions hold what changes while a resolution lives.
	Resolutions collections.Map[uint64, types.Resolution]
	// Contents hold its text and messages.
	Contents collections.Map[uint64, types.Content]
	// Terms hold its rules and, once voting has opened, its roll.
	Terms collections.Map[uint64, types.Terms]
	// Seconders by resolution and member.
	Seconders collections.KeySet[collections.Pair[uint64, uint64]]

	// Tallies are the running counts; absent before the first ballot.
	Tallies collections.Map[uint64, types.Tally]
	// Ballots are the packed records by resolution and record number.
	Ballots collections.Map[collections.Pair[uint64, uint64], []byte]
	// Delegated says which delegate cast a co-op's ballot, by resolution and the
	// co-op's number; absent where the co-op did itself.
	Delegated collections.Map[collections.Pair[uint64, uint64], uint64]
	// DelegatedTallies count those of an open vote on final ballots by class;
	// absent at none.
	DelegatedTallies collections.Map[uint64, types.Tally]
	// Sealings say how far the hash over a closed resolution's ballots has come.
	Sealings collections.Map[uint64, types.Sealing]

	// Deadlines order drafts, discussions and votes by when they end.
	Deadlines collections.KeySet[collections.Pair[int64, uint64]]
	// Timelocks order those that have passed by when their timelock ends. They
	// lie apart, since they wait together while the chain is quiet after a gap.
	Timelocks collections.KeySet[collections.Pair[int64, uint64]]
	// Executions order those that are to be executed by when they were ready.
	Executions collections.KeySet[collections.Pair[int64, uint64]]
	// SealingQueue orders closed resolutions whose hash is not known by when they closed.
	SealingQueue collections.KeySet[collections.Pair[int64, uint64]]

	// ByCoop lists a co-op's resolutions.
	ByCoop collections.KeySet[collections.Pair[uint64, uint64]]
	// ByCoopStatus lists a co-op's resolutions by status.
	ByCoopStatus collections.KeySet[collections.Triple[uint64, int32, uint64]]
	// OpenByCoop counts a co-op's open resolutions; absent at zero.
	OpenByCoop collections.Map[uint64, uint64]
	// OpenByMember counts a member's open resolutions by co-op and number; absent at zero.
	OpenByMember collections.Map[collections.Pair[uint64, uint64], uint64]

	// Breaker says which messages are switched off; always there, so that every
	// message finds it in the store's cache.
	Breaker collections.Item[types.Breaker]
	// BreakerWishes are what holders of the power want to switch off, by member of
	// the root federation.
	BreakerWishes collections.Map[uint64, types.BreakerWish]

	meetingStores
}

// NewKeeper refuses missing parts and an allow-list with unknown subjects by
// panicking: it runs once, when the node is wired.
func NewKeeper(
	cdc codec.Codec, stores store.KVStoreService, addresses address.Codec,
	chain types.ChainKeeper, membership types.MembershipKeeper, router baseapp.MessageRouter,
	allowed types.AllowList, alwaysOn types.AlwaysOn,
) *Keeper {
	if addresses == nil || chain == nil || membership == nil || router == nil {
		panic("governance keeper needs an address codec, a chain, a membership and a message router")
	}
	if err := allowed.Validate(subjectOf); err != nil {
		panic(err)
	}
	sb := collections.NewSchemaBuilder(stores)
	pair := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	due := collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)
	k := &Keeper{
		cdc:        cdc,
		addresses:  addresses,
		chain:      chain,
		membership: membership,
		router:     router,
		allowed:    allowed,
		alwaysOn:   alwaysOn,

		Params:           collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		NextResolutionID: collections.NewSequence(sb, types.NextResolutionIDPrefix, "next_resolution_id"),

		Resolutions: collections.NewMap(sb, types.ResolutionsPrefix, "resolutions", collections.Uint64Key, codec.CollValue[types.Resolution](cdc)),
		Contents:    collections.NewMap(sb, types.ContentsPrefix, "contents", collections.Uint64Key, codec.CollValue[types.Content](cdc)),
		Terms:       collections.NewMap(sb, types.TermsPrefix, "terms", collections.Uint64Key, codec.CollValue[types.Terms](cdc)),
		Seconders:   chaintypes.NewProvableSet(sb, types.SecondersPrefix, "seconders", pair),

		Tallies:          collections.NewMap(sb, types.TalliesPrefix, "tallies", collections.Uint64Key, codec.CollValue[types.Tally](cdc)),
		Ballots:          collections.NewMap(sb, types.BallotsPrefix, "ballots", pair, collections.BytesValue),
		Delegated:        collections.NewMap(sb, types.DelegatedPrefix, "delegated", pair, collections.Uint64Value),
		DelegatedTallies: collections.NewMap(sb, types.DelegatedTalliesPrefix, "delegated_tallies", collections.Uint64Key, codec.CollValue[types.Tally](cdc)),
		Breaker:          collections.NewItem(sb, types.BreakerPrefix, "breaker", codec.CollValue[types.Breaker](cdc)),
		BreakerWishes:    collections.NewMap(sb, types.BreakerWishesPrefix, "breaker_wishes", collections.Uint64Key, codec.CollValue[types.BreakerWish](cdc)),
		Sealings:         collections.NewMap(sb, types.SealingsPrefix, "sealings", collections.Uint64Key, codec.CollValue[types.Sealing](cdc)),

		Deadlines:    chaintypes.NewProvableSet(sb, types.DeadlinesPrefix, "deadlines", due),
		Timelocks:    chaintypes.NewProvableSet(sb, types.TimelocksPrefix, "timelocks", due),
		Executions:   chaintypes.NewProvableSet(sb, types.ExecutionsPrefix, "executions", due),
		SealingQueue: chaintypes.NewProvableSet(sb, types.SealingQueuePrefix, "sealing_queue", due),

		ByCoop: chaintypes.NewProvableSet(sb, types.ByCoopPrefix, "by_coop", pair),
		ByCoopStatus: chaintypes.NewProvableSet(sb, types.ByCoopStatusPrefix, "by_coop_status",
			collections.TripleKeyCodec(collections.Uint64Key, collections.Int32Key, collections.Uint64Key)),
		OpenByCoop:   collections.NewMap(sb, types.OpenByCoopPrefix, "open_by_coop", collections.Uint64Key, collections.Uint64Value),
		OpenByMember: collections.NewMap(sb, types.OpenByMemberPrefix, "open_by_member", pair, collections.Uint64Value),

		meetingStores: newMeetingStores(sb, cdc),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}

func subjectOf(name string) (special, known bool) {
	subject, err := membershiptypes.SubjectByName(name)
	return subject.Special, err == nil
}

// SetProposalHooks tells who is asked before something is proposed. It panics
// when it is set twice.
func (k *Keeper) SetProposalHooks(hooks types.ProposalHooks) {
	if k.proposals != nil {
		panic("x/governance: the hooks of proposals are set already")
	}
	k.proposals = hooks
}
