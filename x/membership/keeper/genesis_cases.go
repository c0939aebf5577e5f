package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// loadCases stores cases and conduct; queues, indexes and counters follow from them.
func (k *Keeper) loadCases(ctx context.Context, state types.GenesisState) error {
	if err := k.NextCaseID.Set(ctx, state.NextCaseId); err != nil {
		return err
	}
	for _, c := range state.Cases {
		if err := k.Cases.Set(ctx, c.Id, c); err != nil {
			return err
		}
		if err := k.CasesByCoop.Set(ctx, collections.Join(c.CoopId, c.Id)); err != nil {
			return err
		}
		if !c.Open() {
			continue
		}
		if err := k.caseQueue(c.Stage).Set(ctx, collections.Join(c.DueAt, c.Id)); err != nil {
			return err
		}
		if err := k.countCase(ctx, c, countUp); err != nil {
			return err
		}
	}
	for _, conduct := range state.Conduct {
		if err := k.setConduct(ctx, conduct); err != nil {
			return err
		}
		if !conduct.Suspended() {
			continue
		}
		if err := k.SuspensionEnds.Set(ctx, suspensionEnd(conduct)); err != nil {
			return err
		}
	}
	return nil
}

// loadDocuments stores the registers; indexes and counters follow from them.
func (k *Keeper) loadDocuments(ctx context.Context, state types.GenesisState) error {
	for _, document := range state.Documents {
		if err := k.storeDocument(ctx, document); err != nil {
			return err
		}
		if err := countUp(ctx, k.DocumentCounts, collections.Join(document.CoopId, countDocuments)); err != nil {
			return err
		}
	}
	for _, version := range state.DocumentVersions {
		if err := k.storeVersion(ctx, version); err != nil {
			return err
		}
		if err := countUp(ctx, k.DocumentCounts, collections.Join(version.CoopId, countVersions)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) saveCases(ctx context.Context, state *types.GenesisState) (err error) {
	if state.NextCaseId, err = k.NextCaseID.Peek(ctx); err != nil {
		return err
	}
	if err := k.Cases.Walk(ctx, nil, func(_ uint64, c types.Case) (bool, error) {
		state.Cases = append(state.Cases, c)
		return false, nil
	}); err != nil {
		return err
	}
	return k.Conduct.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], conduct types.Conduct) (bool, error) {
		state.Conduct = append(state.Conduct, conduct)
		return false, nil
	})
}

func (k *Keeper) saveDocuments(ctx context.Context, state *types.GenesisState) error {
	if err := k.Documents.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], document types.PublishedDocument) (bool, error) {
		state.Documents = append(state.Documents, document)
		return false, nil
	}); err != nil {
		return err
	}
	return k.DocumentVersions.Walk(ctx, nil,
		func(_ collections.Triple[uint64, uint64, uint64], version types.DocumentVersion) (bool, error) {
			state.DocumentVersions = append(state.DocumentVersions, version)
			return false, nil
		})
}
