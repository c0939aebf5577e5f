package keeper

import (
	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// buildKeyState adds the state of invitations and of what protects keys.
func (k *Keeper) buildKeyState(
	cdc codec.BinaryCodec, sb *collections.SchemaBuilder, byCoop collcodec.KeyCodec[collections.Pair[uint64, uint64]],
) {
	k.Invitations = collections.NewMap(sb, types.InvitationsPrefix, "invitations",
		collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey), codec.CollValue[types.Invitation](cdc))
	k.InvitationExpires = chaintypes.NewProvableSet(sb, types.InvitationExpiresPrefix, "invitation_expires",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.BytesKey))
	k.InvitationCounts = collections.NewMap(sb, types.InvitationCountsPrefix, "invitation_counts", byCoop, collections.Uint64Value)
	k.ClaimsInBlock = collections.NewItem(sb, types.ClaimsInBlockPrefix, "claims_in_block", collections.Uint64Value)

	k.KeySafeties = collections.NewMap(sb, types.KeySafetiesPrefix, "key_safeties", byCoop, codec.CollValue[types.KeySafety](cdc))
	k.Recoveries = collections.NewMap(sb, types.RecoveriesPrefix, "recoveries", byCoop, codec.CollValue[types.Recovery](cdc))
	k.RecoveryCounts = collections.NewMap(sb, types.RecoveryCountsPrefix, "recovery_counts",
		collections.Uint64Key, collections.Uint64Value)
	k.KeyRemovals = collections.NewMap(sb, types.KeyRemovalsPrefix, "key_removals",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.BytesKey),
		codec.CollValue[types.KeyRemoval](cdc))
	k.KeyDeadlines = chaintypes.NewProvableSet(sb, types.KeyDeadlinesPrefix, "key_deadlines",
		collections.QuadKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key, collections.BytesKey))
}
