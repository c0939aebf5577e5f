// Package keeper keeps who belongs to which co-op.
package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// Keeper keeps co-ops, their charters, rolls, members, keys and powers.
type Keeper struct {
	addresses address.Codec
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	clock     types.ClockKeeper
	hooks     types.MembershipHooks

	Schema collections.Schema
	Params collections.Item[types.Params]
	// NextCoopID is the id of the next new co-op.
	NextCoopID collections.Sequence

	Coops collections.Map[uint64, types.Coop]
	// Slugs finds a co-op's id by its slug.
	Slugs collections.Map[string, uint64]
	// CoopAccounts finds a co-op's id by its account.
	CoopAccounts collections.Map[[]byte, uint64]
	// Charters by co-op and version.
	Charters collections.Map[collections.Pair[uint64, uint64], types.Charter]
	Rolls    collections.Map[uint64, types.Roll]

	// Members by co-op and number.
	Members collections.Map[collections.Pair[uint64, uint64], types.Member]
	// Keys by co-op, member and address.
	Keys collections.Map[collections.Triple[uint64, uint64, []byte], types.Key]
	// Places finds a member's number by a key's address and the co-op.
	Places collections.Map[collections.Pair[[]byte, uint64], uint64]

	// Grants by co-op, power and member.
	Grants collections.Map[collections.Triple[uint64, string, uint64], types.Grant]

	// Applications by the co-op applied to and the applicant.
	Applications collections.Map[collections.Pair[uint64, uint64], types.Application]
	// ApplicationExpires orders applications by expiry, co-op and applicant.
	ApplicationExpires collections.KeySet[collections.Triple[int64, uint64, uint64]]

	// Pins counts the open resolutions that need a co-op's roll as it was at a
	// sequence number.
	Pins collections.Map[collections.Pair[uint64, uint64], uint64]
}

// NewKeeper refuses missing parts by panicking: it runs once, when the node is wired.
func NewKeeper(
	cdc codec.BinaryCodec, stores store.KVStoreService, addresses address.Codec,
	accounts types.AccountKeeper, bank types.BankKeeper, clock types.ClockKeeper,
) *Keeper {
	if addresses == nil || accounts == nil || bank == nil || clock == nil {
		panic("membership keeper needs an address codec, accounts, a bank and a clock")
	}
	sb := collections.NewSchemaBuilder(stores)
	byCoop := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	k := &Keeper{
		addresses: addresses,
		accounts:  accounts,
		bank:      bank,
		clock:     clock,

		Params:     collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		NextCoopID: collections.NewSequence(sb, types.NextCoopIDPrefix, "next_coop_id"),

		Coops: collections.NewMap(sb, types.CoopsPrefix, "coops", collections.Uint64Key, codec.CollValue[types.Coop](cdc)),
		Slugs: collections.NewMap(sb, types.SlugsPrefix, "slugs", collections.StringKey, collections.Uint64Value),
		CoopAccounts: collections.NewMap(sb, types.CoopAccountsPrefix, "coop_accounts",
			collections.BytesKey, collections.Uint64Value),
		Charters: collections.NewMap(sb, types.ChartersPrefix, "charters", byCoop, codec.CollValue[types.Charter](cdc)),
		Rolls:    collections.NewMap(sb, types.RollsPrefix, "rolls", collections.Uint64Key, codec.CollValue[types.Roll](cdc)),

		Members: collections.NewMap(sb, types.MembersPrefix, "members", byCoop, codec.CollValue[types.Member](cdc)),
		Keys: collections.NewMap(sb, types.KeysPrefix, "keys",
			collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.BytesKey),
			codec.CollValue[types.Key](cdc)),
		Places: collections.NewMap(sb, types.PlacesPrefix, "places",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key), collections.Uint64Value),

		Grants: collections.NewMap(sb, types.GrantsPrefix, "grants",
			collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint64Key),
			codec.CollValue[types.Grant](cdc)),

		Applications: collections.NewMap(sb, types.ApplicationsPrefix, "applications", byCoop,
			codec.CollValue[types.Application](cdc)),
		ApplicationExpires: chaintypes.NewProvableSet(sb, types.ApplicationExpiresPrefix, "application_expires",
			collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key)),

		Pins: collections.NewMap(sb, types.PinsPrefix, "pins", byCoop, collections.Uint64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}

// SetHooks says who follows what happens to members; once.
func (k *Keeper) SetHooks(hooks types.MembershipHooks) {
	if k.hooks != nil {
		panic("membership hooks are set already")
	}
	k.hooks = hooks
}
