package keeper

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// dueEntry is a dueKey whose parts compare by value.
type dueEntry struct {
	due            int64
	coop, what, id uint64
}

func entryOf(key dueKey) dueEntry { return dueEntry{key.K1(), key.K2(), key.K3(), key.K4()} }

// DueInvariant checks that the queues hold each application and notice that is
// due, once and at its time, and nothing else; and that the indexes of
// applications and imports are those records turned round.
func (k *Keeper) DueInvariant(ctx context.Context) ([]string, error) {
	var state types.GenesisState
	if err := k.savePlaces(ctx, &state); err != nil {
		return nil, err
	}
	dates, windows := make(map[dueEntry]bool), make(map[dueEntry]bool)
	for _, a := range state.PersonApplications {
		dates[dueEntry{a.ExpiresAt, a.CoopId, dueExpiry, a.Number}] = true
		if a.Due != 0 {
			windows[entryOf(admissionDueKey(a))] = true
		}
	}
	for _, n := range state.Notices {
		switch {
		case n.Due == 0:
		case n.Kind.IsWindow():
			windows[entryOf(noticeDueKey(n))] = true
		default:
			dates[entryOf(noticeDueKey(n))] = true
		}
	}
	var broken []string
	for _, queue := range []struct {
		name    string
		entries collections.KeySet[dueKey]
		due     map[dueEntry]bool
	}{{"dates", k.Dates, dates}, {"windows", k.Windows, windows}} {
		found := 0
		err := queue.entries.Walk(ctx, nil, func(key dueKey) (bool, error) {
			found++
			if !queue.due[entryOf(key)] {
				broken = append(broken, fmt.Sprintf("the queue of %s holds %+v, which nothing waits for", queue.name, entryOf(key)))
			}
			return false, nil
		})
		if err != nil {
			return nil, err
		}
		if found != len(queue.due) {
			broken = append(broken, fmt.Sprintf("the queue of %s holds %d entries for %d that are due", queue.name, found, len(queue.due)))
		}
	}
	return broken, nil
}

// PlaceIndexInvariant checks that the indexes of applications and imports are
// those records turned round, no more and no less.
func (k *Keeper) PlaceIndexInvariant(ctx context.Context) ([]string, error) {
	var (
		state    types.GenesisState
		broken   []string
		counters []relayed
		open     []types.Import
	)
	if err := k.savePlaces(ctx, &state); err != nil {
		return nil, err
	}
	for _, a := range state.PersonApplications {
		counters = append(counters, relayed{a.CoopId, a.RelayedBy}, relayed{a.CoopId, allApplications})
		account, err := types.AddressBytes(a.Address)
		if err != nil {
			return nil, err
		}
		if number, err := k.Applicants.Get(ctx, collections.Join(a.CoopId, account)); err != nil || number != a.Number {
			broken = append(broken, fmt.Sprintf("%s has application %d to co-op %d, but leads to %d", a.Address, a.Number, a.CoopId, number))
		}
	}
	applicants := 0
	err := k.Applicants.Walk(ctx, nil, func(collections.Pair[uint64, []byte], uint64) (bool, error) {
		applicants++
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if applicants != len(state.PersonApplications) {
		broken = append(broken, fmt.Sprintf("there are %d applicants with %d applications", applicants, len(state.PersonApplications)))
	}
	for _, file := range state.Imports {
		if file.Status == types.ImportStatus_IMPORT_STATUS_OPEN {
			open = append(open, file)
		}
	}
	uncounted, err := k.uncounted(ctx, counters)
	if err != nil {
		return nil, err
	}
	closed, err := k.notOpen(ctx, open)
	return slices.Concat(broken, uncounted, closed), err
}

// relayed is whose open applications a counter counts.
type relayed struct{ coop, relayer uint64 }

func (k *Keeper) uncounted(ctx context.Context, recount []relayed) ([]string, error) {
	counts := make(map[relayed]uint64)
	for _, one := range recount {
		counts[one]++
	}
	var broken []string
	counters := 0
	err := k.OpenApplications.Walk(ctx, nil, func(at collections.Pair[uint64, uint64], open uint64) (bool, error) {
		counters++
		if counts[relayed{at.K1(), at.K2()}] != open {
			broken = append(broken, fmt.Sprintf("co-op %d counts %d open applications by %d, and has %d", at.K1(), open, at.K2(), counts[relayed{at.K1(), at.K2()}]))
		}
		return false, nil
	})
	if counters != len(counts) {
		broken = append(broken, fmt.Sprintf("there are %d counters of open applications for %d who sent some", counters, len(counts)))
	}
	return broken, err
}

func (k *Keeper) notOpen(ctx context.Context, open []types.Import) ([]string, error) {
	var broken []string
	i := 0
	err := k.OpenImports.Walk(ctx, nil, func(coopID uint64, hash []byte) (bool, error) {
		if i >= len(open) || open[i].CoopId != coopID || !bytes.Equal(open[i].FileSha256, hash) {
			broken = append(broken, fmt.Sprintf("co-op %d has the file %x open, which it has not", coopID, hash))
		}
		i++
		return false, nil
	})
	if i != len(open) {
		broken = append(broken, fmt.Sprintf("%d imports are open and %d are found", len(open), i))
	}
	return broken, err
}
