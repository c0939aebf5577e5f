package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// loadPlaces stores applications, notices and imports, and rebuilds their queues
// and indexes.
func (k *Keeper) loadPlaces(ctx context.Context, state types.GenesisState) error {
	for _, entry := range state.ApplicationNumbers {
		if err := k.ApplicationNumbers.Set(ctx, entry.CoopId, entry.Next); err != nil {
			return err
		}
	}
	for _, application := range state.PersonApplications {
		if err := k.indexApplication(ctx, application); err != nil {
			return err
		}
		if err := k.PersonApplications.Set(ctx, collections.Join(application.CoopId, application.Number), application); err != nil {
			return err
		}
		if application.Due == 0 {
			continue
		}
		if err := k.Windows.Set(ctx, admissionDueKey(application)); err != nil {
			return err
		}
	}
	for _, notice := range state.Notices {
		key := collections.Join3(notice.CoopId, notice.MemberId, uint64(notice.Kind))
		if err := k.Notices.Set(ctx, key, notice); err != nil {
			return err
		}
		if notice.Due == 0 {
			continue
		}
		if err := k.noticeQueue(notice.Kind).Set(ctx, noticeDueKey(notice)); err != nil {
			return err
		}
	}
	if err := k.loadTrusteesAndWaits(ctx, state); err != nil {
		return err
	}
	return k.loadImports(ctx, state)
}

func (k *Keeper) loadTrusteesAndWaits(ctx context.Context, state types.GenesisState) error {
	for _, day := range state.ClassDays {
		if err := k.ClassDays.Set(ctx, collections.Join(day.CoopId, uint64(day.ClassId)), day); err != nil {
			return err
		}
	}
	for _, trustee := range state.Trustees {
		if err := k.Trustees.Set(ctx, collections.Join(trustee.CoopId, trustee.MemberId), trustee); err != nil {
			return err
		}
		account, err := types.AddressBytes(trustee.Address)
		if err != nil {
			return err
		}
		k.openAccount(ctx, account)
	}
	for _, wait := range state.RejoinWaits {
		account, err := types.AddressBytes(wait.Address)
		if err != nil {
			return err
		}
		if err := k.RejoinWaits.Set(ctx, collections.Join(wait.CoopId, account), wait); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadImports(ctx context.Context, state types.GenesisState) error {
	for _, file := range state.Imports {
		if err := k.Imports.Set(ctx, collections.Join(file.CoopId, file.FileSha256), file); err != nil {
			return err
		}
		if file.Status != types.ImportStatus_IMPORT_STATUS_OPEN {
			continue
		}
		if err := k.OpenImports.Set(ctx, file.CoopId, file.FileSha256); err != nil {
			return err
		}
	}
	for _, id := range state.ExternalIds {
		if err := k.ExternalIDs.Set(ctx, collections.Join(id.CoopId, id.ExternalId), id.MemberId); err != nil {
			return err
		}
	}
	return nil
}

// collected walks a map in key order into a list.
func collected[K, V, E any](ctx context.Context, from collections.Map[K, V], into *[]E, entry func(K, V) E) error {
	return from.Walk(ctx, nil, func(key K, value V) (bool, error) {
		*into = append(*into, entry(key, value))
		return false, nil
	})
}

// itself is the entry of a map whose values say their keys.
func itself[K, V any](_ K, value V) V { return value }

// savePlaces exports applications, notices and imports in key order.
func (k *Keeper) savePlaces(ctx context.Context, state *types.GenesisState) error {
	type (
		pair  = collections.Pair[uint64, uint64]
		bytes = collections.Pair[uint64, []byte]
	)
	for _, save := range []func() error{
		func() error {
			return collected(ctx, k.PersonApplications, &state.PersonApplications, itself[pair, types.PersonApplication])
		},
		func() error {
			return collected(ctx, k.ApplicationNumbers, &state.ApplicationNumbers, func(coopID, next uint64) types.ApplicationNumber {
				return types.ApplicationNumber{CoopId: coopID, Next: next}
			})
		},
		func() error { return collected(ctx, k.ClassDays, &state.ClassDays, itself[pair, types.ClassDay]) },
		func() error {
			return collected(ctx, k.Notices, &state.Notices, itself[collections.Triple[uint64, uint64, uint64], types.Notice])
		},
		func() error { return collected(ctx, k.Trustees, &state.Trustees, itself[pair, types.Trustee]) },
		func() error {
			return collected(ctx, k.RejoinWaits, &state.RejoinWaits, itself[bytes, types.RejoinWait])
		},
		func() error { return collected(ctx, k.Imports, &state.Imports, itself[bytes, types.Import]) },
		func() error {
			return collected(ctx, k.ExternalIDs, &state.ExternalIds, func(at bytes, memberID uint64) types.ExternalId {
				return types.ExternalId{CoopId: at.K1(), ExternalId: at.K2(), MemberId: memberID}
			})
		},
	} {
		if err := save(); err != nil {
			return err
		}
	}
	return nil
}
