package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// WithdrawDocument marks a version as withdrawn. Its hash stays, so that a copy
// of it is still known for what it was. A document whose current version is
// withdrawn has none until another is published.
func (s msgServer) WithdrawDocument(ctx context.Context, msg *types.MsgWithdrawDocument) (*types.MsgWithdrawDocumentResponse, error) {
	coop, _, err := s.byCoopOrOfficer(ctx, msg.Authority, msg.CoopId, types.PowerPublish, "withdraw a document")
	if err != nil {
		return nil, err
	}
	version, err := s.DocumentVersions.Get(ctx, collections.Join3(coop.Id, msg.DocumentId, uint64(msg.Version)))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrUnknownDocument.Wrapf("%s has published no version %d of a document %d; see: coopd q membership documents %s",
			coop.Slug, msg.Version, msg.DocumentId, coop.Slug)
	}
	if err != nil {
		return nil, err
	}
	if version.WithdrawnAt != 0 {
		return nil, types.ErrAlreadyWithdrawn.Wrapf("version %d of document %d was withdrawn at %d", version.Version, version.DocumentId, version.WithdrawnAt)
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	version.WithdrawnAt, version.WithdrawnBy = now, msg.Authority
	if err := s.storeVersion(ctx, version); err != nil {
		return nil, err
	}
	document, err := s.Documents.Get(ctx, collections.Join(coop.Id, msg.DocumentId))
	if err != nil {
		return nil, err
	}
	if document.CurrentVersion == version.Version {
		document.CurrentVersion = 0
		if err := s.storeDocument(ctx, document); err != nil {
			return nil, err
		}
	}
	return &types.MsgWithdrawDocumentResponse{}, emit(ctx, &types.EventDocumentWithdrawn{
		CoopId: coop.Id, DocumentId: version.DocumentId, Version: version.Version,
	})
}
