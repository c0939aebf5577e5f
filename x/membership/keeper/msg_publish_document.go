package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Counters of a co-op's register.
const (
	countDocuments uint64 = 0
	countVersions  uint64 = 1
)

// PublishDocument adds a version to the document of this kind and name, or
// begins one: by the co-op's resolution or an officer with the power "publish".
func (s msgServer) PublishDocument(ctx context.Context, msg *types.MsgPublishDocument) (*types.MsgPublishDocumentResponse, error) {
	coop, officer, err := s.byCoopOrOfficer(ctx, msg.Authority, msg.CoopId, types.PowerPublish, "publish a document")
	if err != nil {
		return nil, err
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if err := types.ValidatePublished(msg.Kind, msg.Name, msg.File, params); err != nil {
		return nil, err
	}
	published, err := countAt(ctx, s.DocumentCounts, collections.Join(coop.Id, countVersions))
	if err != nil {
		return nil, err
	}
	if published >= uint64(params.MaxDocumentVersionsPerCoop) {
		return nil, types.ErrTooManyDocuments.Wrapf("%s has published %d versions of at most %d", coop.Slug, published, params.MaxDocumentVersionsPerCoop)
	}
	document, err := s.documentNamed(ctx, coop.Id, msg.Kind, msg.Name)
	if err != nil {
		return nil, err
	}
	if err := s.notCurrent(ctx, document, msg.File); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	version := types.DocumentVersion{
		CoopId: coop.Id, File: msg.File, PublishedAt: now, PublishedBy: msg.Authority, PublisherMemberId: officer,
		Supersedes: document.CurrentVersion,
	}
	return s.publish(ctx, document, version)
}

func (s msgServer) publish(
	ctx context.Context, document types.PublishedDocument, version types.DocumentVersion,
) (*types.MsgPublishDocumentResponse, error) {
	if document.DocumentId == 0 {
		number := collections.Join(document.CoopId, countDocuments)
		if err := countUp(ctx, s.DocumentCounts, number); err != nil {
			return nil, err
		}
		id, err := countAt(ctx, s.DocumentCounts, number)
		if err != nil {
			return nil, err
		}
		document.DocumentId = id
	}
	if err := countUp(ctx, s.DocumentCounts, collections.Join(document.CoopId, countVersions)); err != nil {
		return nil, err
	}
	document.Versions++
	document.CurrentVersion = document.Versions
	version.DocumentId, version.Version = document.DocumentId, document.Versions
	if err := s.storeDocument(ctx, document); err != nil {
		return nil, err
	}
	if err := s.storeVersion(ctx, version); err != nil {
		return nil, err
	}
	event := &types.EventDocumentPublished{
		CoopId: version.CoopId, DocumentId: version.DocumentId, Version: version.Version, Sha256: version.File.Sha256,
	}
	return &types.MsgPublishDocumentResponse{DocumentId: version.DocumentId, Version: version.Version}, emit(ctx, event)
}

// documentNamed finds a co-op's document of a kind and name; one without an id
// if there is none yet.
func (k *Keeper) documentNamed(ctx context.Context, coopID uint64, kind types.DocumentKind, name string) (types.PublishedDocument, error) {
	id, err := k.DocumentNames.Get(ctx, collections.Join3(coopID, int32(kind), name))
	if errors.Is(err, collections.ErrNotFound) {
		return types.PublishedDocument{CoopId: coopID, Kind: kind, Name: name}, nil
	}
	if err != nil {
		return types.PublishedDocument{}, err
	}
	return k.Documents.Get(ctx, collections.Join(coopID, id))
}

// notCurrent refuses the file that is the current version already.
func (k *Keeper) notCurrent(ctx context.Context, document types.PublishedDocument, file types.Document) error {
	if document.CurrentVersion == 0 {
		return nil
	}
	current, err := k.DocumentVersions.Get(ctx, collections.Join3(document.CoopId, document.DocumentId, uint64(document.CurrentVersion)))
	if err != nil {
		return err
	}
	if bytes.Equal(current.File.Sha256, file.Sha256) {
		return types.ErrNotPublishable.Wrapf("this file is version %d of %q already; publish one that has changed", current.Version, document.Name)
	}
	return nil
}

// storeDocument stores a document and finds it by its name.
func (k *Keeper) storeDocument(ctx context.Context, document types.PublishedDocument) error {
	if err := k.DocumentNames.Set(ctx, collections.Join3(document.CoopId, int32(document.Kind), document.Name), document.DocumentId); err != nil {
		return err
	}
	return k.Documents.Set(ctx, collections.Join(document.CoopId, document.DocumentId), document)
}

// storeVersion stores a version and finds it by its hash.
func (k *Keeper) storeVersion(ctx context.Context, version types.DocumentVersion) error {
	number := uint64(version.Version)
	if err := k.DocumentHashes.Set(ctx, collections.Join4(version.File.Sha256, version.CoopId, version.DocumentId, number)); err != nil {
		return err
	}
	return k.DocumentVersions.Set(ctx, collections.Join3(version.CoopId, version.DocumentId, number), version)
}
