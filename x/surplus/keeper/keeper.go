// Package keeper holds the state of x/surplus: the periods of co-ops, what members
// have done in them, and how their surplus was shared.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// periodKey is co-op and number.
type periodKey = collections.Pair[uint64, uint64]

// memberKey is co-op, period and member.
type memberKey = collections.Triple[uint64, uint64, uint64]

// dueKey is when, co-op and period.
type dueKey = collections.Triple[int64, uint64, uint64]

// Keeper holds the state of x/surplus.
type Keeper struct {
	addressCodec address.Codec
	chain        types.ChainKeeper
	membership   types.MembershipKeeper
	treasury     types.TreasuryKeeper

	Schema collections.Schema
	// Params are the module's limits.
	Params collections.Item[types.Params]
	// Periods by co-op and number.
	Periods collections.Map[periodKey, types.Period]
	// PeriodCounts are how many periods co-ops have had.
	PeriodCounts collections.Map[uint64, uint64]
	// CutOffs order open periods by when they end in civil time, co-op and number.
	CutOffs collections.KeySet[dueKey]
	// Deadlines order periods by when something happens to them by itself in chain
	// time, co-op and number.
	Deadlines collections.KeySet[dueKey]
	// Patronage by co-op, period and member.
	Patronage collections.Map[memberKey, types.Patronage]
	// Batches by co-op, period and id.
	Batches collections.Map[memberKey, types.Batch]
	// Recorded lines by co-op, period, member and batch.
	Recorded collections.Map[collections.Quad[uint64, uint64, uint64, uint64], types.Recorded]
	// Disputes by co-op, period and member.
	Disputes collections.Map[memberKey, types.Dispute]
	// Settlings that are under way, by co-op and period.
	Settlings collections.Map[periodKey, types.PeriodSettling]
	// Running are those that are not held, by co-op and period.
	Running collections.KeySet[periodKey]
	// Outcomes of settled periods, by co-op and period.
	Outcomes collections.Map[periodKey, types.PeriodOutcome]
	// Taken shares by co-op, period and member.
	Taken collections.Map[memberKey, types.TakenShare]
}

// NewKeeper returns the keeper. It panics if something is missing, since the node
// can't start without.
func NewKeeper(
	cdc codec.BinaryCodec,
	storeService store.KVStoreService,
	addressCodec address.Codec,
	chain types.ChainKeeper,
	membership types.MembershipKeeper,
	treasury types.TreasuryKeeper,
) *Keeper {
	if addressCodec == nil || chain == nil || membership == nil || treasury == nil {
		panic("x/surplus: an address codec and the keepers of x/chain, x/membership and x/treasury are needed")
	}
	schema := collections.NewSchemaBuilder(storeService)
	number := collections.Uint64Key
	numbered := collections.PairKeyCodec(number, number)
	thrice := collections.TripleKeyCodec(number, number, number)
	due := collections.TripleKeyCodec(collections.Int64Key, number, number)
	k := &Keeper{
		addressCodec: addressCodec, chain: chain, membership: membership, treasury: treasury,

		Params:       collections.NewItem(schema, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Periods:      collections.NewMap(schema, types.PeriodsPrefix, "periods", numbered, codec.CollValue[types.Period](cdc)),
		PeriodCounts: collections.NewMap(schema, types.PeriodCountsPrefix, "period_counts", number, collections.Uint64Value),
		CutOffs:      chaintypes.NewProvableSet(schema, types.CutOffsPrefix, "cut_offs", due),
		Deadlines:    chaintypes.NewProvableSet(schema, types.DeadlinesPrefix, "deadlines", due),
		Patronage:    collections.NewMap(schema, types.PatronagePrefix, "patronage", thrice, codec.CollValue[types.Patronage](cdc)),
		Batches:      collections.NewMap(schema, types.BatchesPrefix, "batches", thrice, codec.CollValue[types.Batch](cdc)),
		Recorded: collections.NewMap(schema, types.RecordedPrefix, "recorded",
			collections.QuadKeyCodec(number, number, number, number), codec.CollValue[types.Recorded](cdc)),
		Disputes:  collections.NewMap(schema, types.DisputesPrefix, "disputes", thrice, codec.CollValue[types.Dispute](cdc)),
		Settlings: collections.NewMap(schema, types.SettlingsPrefix, "settlings", numbered, codec.CollValue[types.PeriodSettling](cdc)),
		Running:   chaintypes.NewProvableSet(schema, types.RunningPrefix, "running", numbered),
		Outcomes:  collections.NewMap(schema, types.OutcomesPrefix, "outcomes", numbered, codec.CollValue[types.PeriodOutcome](cdc)),
		Taken:     collections.NewMap(schema, types.TakenPrefix, "taken", thrice, codec.CollValue[types.TakenShare](cdc)),
	}
	var err error
	if k.Schema, err = schema.Build(); err != nil {
		panic(err)
	}
	return k
}

// GetParams returns the module's limits.
func (k *Keeper) GetParams(ctx context.Context) (types.Params, error) { return k.Params.Get(ctx) }

// period of a co-op.
func (k *Keeper) period(ctx context.Context, coop membershiptypes.Coop, number uint64) (types.Period, error) {
	period, err := k.Periods.Get(ctx, collections.Join(coop.Id, number))
	if errors.Is(err, collections.ErrNotFound) {
		count, err := k.count(ctx, coop.Id)
		if err != nil {
			return period, err
		}
		return period, types.ErrUnknownPeriod.Wrapf("%s has had %d periods, and no %d; list them with: coopd q surplus periods %s", coop.Slug, count, number, coop.Slug)
	}
	return period, err
}

// count of the periods that a co-op has had.
func (k *Keeper) count(ctx context.Context, coopID uint64) (uint64, error) {
	count, err := k.PeriodCounts.Get(ctx, coopID)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return count, err
}

// rulesOf a period: its charter as it was when the period began, and what that says
// of a surplus.
func (k *Keeper) rulesOf(ctx context.Context, period types.Period) (membershiptypes.Charter, membershiptypes.SurplusRules, error) {
	charter, err := k.membership.CharterAt(ctx, period.CoopId, period.CharterVersion)
	if err != nil {
		return charter, membershiptypes.SurplusRules{}, err
	}
	if charter.Surplus == nil {
		return charter, membershiptypes.SurplusRules{}, types.ErrInvariantBroken.Wrapf("version %d of the charter of co-op %d shares no surplus, and period %d goes by it",
			period.CharterVersion, period.CoopId, period.Number)
	}
	return charter, charter.Surplus.WithAmounts(), nil
}
