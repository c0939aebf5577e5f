package keeper

import (
	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// documentState is the registers of what co-ops have published.
type documentState struct {
	// Documents by co-op and id.
	Documents collections.Map[collections.Pair[uint64, uint64], types.PublishedDocument]
	// DocumentVersions by co-op, document and version.
	DocumentVersions collections.Map[collections.Triple[uint64, uint64, uint64], types.DocumentVersion]
	// DocumentNames finds a document by co-op, kind and name.
	DocumentNames collections.Map[collections.Triple[uint64, int32, string], uint64]
	// DocumentHashes finds versions by the file's hash: hash, then co-op, document and version.
	DocumentHashes collections.KeySet[collections.Quad[[]byte, uint64, uint64, uint64]]
	// DocumentCounts say how many documents (0) and versions (1) a co-op has
	// published; absent at zero.
	DocumentCounts collections.Map[collections.Pair[uint64, uint64], uint64]
}

func newDocumentState(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) documentState {
	pair := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	return documentState{
		Documents: collections.NewMap(sb, types.DocumentsPrefix, "documents", pair, codec.CollValue[types.PublishedDocument](cdc)),
		DocumentVersions: collections.NewMap(sb, types.DocumentVersionsPrefix, "document_versions",
			collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key),
			codec.CollValue[types.DocumentVersion](cdc)),
		DocumentNames: collections.NewMap(sb, types.DocumentNamesPrefix, "document_names",
			collections.TripleKeyCodec(collections.Uint64Key, collections.Int32Key, collections.StringKey), collections.Uint64Value),
		DocumentHashes: chaintypes.NewProvableSet(sb, types.DocumentHashesPrefix, "document_hashes",
			collections.QuadKeyCodec(collections.BytesKey, collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)),
		DocumentCounts: collections.NewMap(sb, types.DocumentCountsPrefix, "document_counts", pair, collections.Uint64Value),
	}
}
