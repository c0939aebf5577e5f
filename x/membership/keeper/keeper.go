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
	charters  types.CharterHooks

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

	// CharterVersions say how the versions of charters came to be, by co-op and
	// version; version 1 has none.
	CharterVersions collections.Map[collections.Pair[uint64, uint64], types.CharterVersion]
	// WaitingCharters lists the adopted versions that are not in force yet.
	WaitingCharters collections.KeySet[collections.Pair[uint64, uint64]]
	// CharterDue orders them by when they are due, co-op and version.
	CharterDue collections.KeySet[collections.Triple[int64, uint64, uint64]]

	caseState
	documentState

	// Pins counts the open resolutions that need a co-op's roll as it was at a
	// sequence number.
	Pins collections.Map[collections.Pair[uint64, uint64], uint64]

	// UsedProofs are the key proofs that can't be used again, until they end.
	UsedProofs collections.KeySet[usedKey]
	// VoteTimes orders a federation's member co-ops by how many seconds they need
	// to decide a vote in it, Depths by how many levels are below them.
	VoteTimes, Depths fromBelow

	// PersonApplications by co-op and number.
	PersonApplications collections.Map[collections.Pair[uint64, uint64], types.PersonApplication]
	// ApplicationNumbers that come next, by co-op.
	ApplicationNumbers collections.Map[uint64, uint64]
	// Applicants finds a person's application by co-op and address.
	Applicants collections.Map[collections.Pair[uint64, []byte], uint64]
	// OpenApplications counts the persons' applications by co-op and the member
	// who relayed them: zero for strangers, allApplications for the sum.
	OpenApplications collections.Map[collections.Pair[uint64, uint64], uint64]
	// ClassDays by co-op and class.
	ClassDays collections.Map[collections.Pair[uint64, uint64], types.ClassDay]

	// Notices by co-op, member and kind.
	Notices collections.Map[collections.Triple[uint64, uint64, uint64], types.Notice]
	// Dates and Windows order what happens by itself: see dueKey. A window is time
	// in which somebody can stop it.
	Dates   collections.KeySet[dueKey]
	Windows collections.KeySet[dueKey]
	// Trustees by co-op and member.
	Trustees collections.Map[collections.Pair[uint64, uint64], types.Trustee]
	// RejoinWaits by co-op and address.
	RejoinWaits collections.Map[collections.Pair[uint64, []byte], types.RejoinWait]

	// Imports by co-op and the file's hash.
	Imports collections.Map[collections.Pair[uint64, []byte], types.Import]
	// OpenImports finds a co-op's open import by its file's hash.
	OpenImports collections.Map[uint64, []byte]
	// ExternalIDs finds a member's number by co-op and external id.
	ExternalIDs collections.Map[collections.Pair[uint64, []byte], uint64]
	// Invitations by co-op and public key.
	Invitations collections.Map[collections.Pair[uint64, []byte], types.Invitation]
	// InvitationExpires orders invitations by expiry, co-op and public key.
	InvitationExpires collections.KeySet[collections.Triple[int64, uint64, []byte]]
	// InvitationCounts are the open invitations of a co-op (member 0) and of its officers.
	InvitationCounts collections.Map[collections.Pair[uint64, uint64], uint64]
	// ClaimsInBlock counts the claims of this block; it is gone between blocks.
	ClaimsInBlock collections.Item[uint64]

	// KeySafeties by co-op and member: guardians, closed roads of recovery, freezes.
	KeySafeties collections.Map[collections.Pair[uint64, uint64], types.KeySafety]
	// Recoveries by co-op and member.
	Recoveries collections.Map[collections.Pair[uint64, uint64], types.Recovery]
	// RecoveryCounts are the open recoveries by resolution of a co-op.
	RecoveryCounts collections.Map[uint64, uint64]
	// KeyRemovals that wait, by co-op, member and address.
	KeyRemovals collections.Map[collections.Triple[uint64, uint64, []byte], types.KeyRemoval]
	// KeyDeadlines orders what is due for members' keys by time, co-op, member and matter.
	KeyDeadlines collections.KeySet[keyDeadline]
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

		CharterVersions: collections.NewMap(sb, types.CharterVersionsPrefix, "charter_versions", byCoop,
			codec.CollValue[types.CharterVersion](cdc)),
		WaitingCharters: chaintypes.NewProvableSet(sb, types.WaitingChartersPrefix, "waiting_charters", byCoop),
		CharterDue: chaintypes.NewProvableSet(sb, types.CharterDuePrefix, "charter_due",
			collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key)),

		caseState:     newCaseState(sb, cdc),
		documentState: newDocumentState(sb, cdc),

		Pins: collections.NewMap(sb, types.PinsPrefix, "pins", byCoop, collections.Uint64Value),
	}
	k.openProofsAndFederations(sb)
	k.openPlaces(sb, cdc)
	k.buildKeyState(cdc, sb, byCoop)
	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}

// openProofsAndFederations opens what is kept of used proofs and of member co-ops.
func (k *Keeper) openProofsAndFederations(sb *collections.SchemaBuilder) {
	k.UsedProofs = chaintypes.NewProvableSet(sb, types.UsedProofsPrefix, "used_proofs",
		collections.QuadKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key, collections.BytesKey))
	below := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
	k.VoteTimes = chaintypes.NewProvableSet(sb, types.VoteTimesPrefix, "vote_times", below)
	k.Depths = chaintypes.NewProvableSet(sb, types.DepthsPrefix, "depths", below)
}

// openPlaces opens what is kept of applications, notices and imports.
func (k *Keeper) openPlaces(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) {
	byCoop := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	byBytes := collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey)
	due := collections.QuadKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)

	k.PersonApplications = collections.NewMap(sb, types.PersonApplicationsPrefix, "person_applications", byCoop,
		codec.CollValue[types.PersonApplication](cdc))
	k.ApplicationNumbers = collections.NewMap(sb, types.ApplicationNumbersPrefix, "application_numbers",
		collections.Uint64Key, collections.Uint64Value)
	k.Applicants = collections.NewMap(sb, types.ApplicantsPrefix, "applicants", byBytes, collections.Uint64Value)
	k.OpenApplications = collections.NewMap(sb, types.OpenApplicationsPrefix, "open_applications", byCoop, collections.Uint64Value)
	k.ClassDays = collections.NewMap(sb, types.ClassDaysPrefix, "class_days", byCoop, codec.CollValue[types.ClassDay](cdc))

	k.Notices = collections.NewMap(sb, types.NoticesPrefix, "notices",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key),
		codec.CollValue[types.Notice](cdc))
	k.Dates = chaintypes.NewProvableSet(sb, types.DatesPrefix, "dates", due)
	k.Windows = chaintypes.NewProvableSet(sb, types.WindowsPrefix, "windows", due)
	k.Trustees = collections.NewMap(sb, types.TrusteesPrefix, "trustees", byCoop, codec.CollValue[types.Trustee](cdc))
	k.RejoinWaits = collections.NewMap(sb, types.RejoinWaitsPrefix, "rejoin_waits", byBytes, codec.CollValue[types.RejoinWait](cdc))

	k.Imports = collections.NewMap(sb, types.ImportsPrefix, "imports", byBytes, codec.CollValue[types.Import](cdc))
	k.OpenImports = collections.NewMap(sb, types.OpenImportsPrefix, "open_imports", collections.Uint64Key, collections.BytesValue)
	k.ExternalIDs = collections.NewMap(sb, types.ExternalIDsPrefix, "external_ids", byBytes, collections.Uint64Value)
}

// SetHooks says who follows what happens to members; once.
func (k *Keeper) SetHooks(hooks types.MembershipHooks) {
	if k.hooks != nil {
		panic("membership hooks are set already")
	}
	k.hooks = hooks
}

// SetCharterHooks says who follows what charters say; once.
func (k *Keeper) SetCharterHooks(hooks types.CharterHooks) {
	if k.charters != nil {
		panic("charter hooks are set already")
	}
	k.charters = hooks
}
