package keeper

import (
	"context"
	"encoding/hex"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Documents lists a co-op's register of documents, by id.
func (q queryServer) Documents(ctx context.Context, req *types.QueryDocumentsRequest) (*types.QueryDocumentsResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	documents, pagination, err := query.CollectionPaginate(ctx, q.Keeper.Documents, asked,
		func(_ collections.Pair[uint64, uint64], document types.PublishedDocument) (types.PublishedDocument, error) {
			return document, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryDocumentsResponse{Documents: documents, Pagination: pagination}, nil
}

// DocumentVersions lists the versions of a document, in their order.
func (q queryServer) DocumentVersions(
	ctx context.Context, req *types.QueryDocumentVersionsRequest,
) (*types.QueryDocumentVersionsResponse, error) {
	coop, err := q.CoopByReference(ctx, req.Coop)
	if err != nil {
		return nil, err
	}
	known, err := q.Keeper.Documents.Has(ctx, collections.Join(coop.Id, req.DocumentId))
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, types.ErrUnknownDocument.Wrapf("%s has no document %d; see: coopd q membership documents %s", coop.Slug, req.DocumentId, coop.Slug)
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	versions, pagination, err := query.CollectionPaginate(ctx, q.Keeper.DocumentVersions, asked,
		func(_ collections.Triple[uint64, uint64, uint64], version types.DocumentVersion) (types.DocumentVersion, error) {
			return version, nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, uint64, uint64]]) {
			prefix := collections.TripleSuperPrefix[uint64, uint64, uint64](coop.Id, req.DocumentId)
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryDocumentVersionsResponse{Versions: versions, Pagination: pagination}, nil
}

// DocumentsByHash lists which documents a file is, by co-op, document and version.
func (q queryServer) DocumentsByHash(
	ctx context.Context, req *types.QueryDocumentsByHashRequest,
) (*types.QueryDocumentsByHashResponse, error) {
	sum, err := hex.DecodeString(req.Sha256)
	if err != nil {
		return nil, types.ErrInvalidHash.Wrapf("%q is not hexadecimal; get the hash with: coopd doc hash FILE", req.Sha256)
	}
	if err := types.ValidateHash("file", sum); err != nil {
		return nil, err
	}
	prefix := collections.QuadPrefix[[]byte, uint64, uint64, uint64](sum)
	if req.Coop != "" {
		coop, err := q.CoopByReference(ctx, req.Coop)
		if err != nil {
			return nil, err
		}
		prefix = collections.QuadSuperPrefix[[]byte, uint64, uint64, uint64](sum, coop.Id)
	}
	asked, err := page(req.Pagination)
	if err != nil {
		return nil, err
	}
	found, pagination, err := query.CollectionPaginate(ctx, q.DocumentHashes, asked,
		func(at collections.Quad[[]byte, uint64, uint64, uint64], _ collections.NoValue) (types.FoundDocument, error) {
			return q.foundDocument(ctx, at.K2(), at.K3(), at.K4())
		},
		func(options *query.CollectionsPaginateOptions[collections.Quad[[]byte, uint64, uint64, uint64]]) {
			options.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryDocumentsByHashResponse{Found: found, Pagination: pagination}, nil
}

func (k *Keeper) foundDocument(ctx context.Context, coopID, documentID, number uint64) (types.FoundDocument, error) {
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return types.FoundDocument{}, err
	}
	document, err := k.Documents.Get(ctx, collections.Join(coopID, documentID))
	if err != nil {
		return types.FoundDocument{}, err
	}
	version, err := k.DocumentVersions.Get(ctx, collections.Join3(coopID, documentID, number))
	return types.FoundDocument{CoopSlug: coop.Slug, Document: document, Version: version}, err
}
