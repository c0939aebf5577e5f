package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// twoNumbers are a counter's key, and recount what counters should be. (Pairs of
// the stores hold pointers, so that two that are equal are two keys of a map.)
type (
	twoNumbers [2]uint64
	recount    map[twoNumbers]uint64
)

// CaseIndexInvariant checks that each open case is in its queue once and no
// other is, that counters are a recount, and that each running suspension has
// its end in the queue.
func (k *Keeper) CaseIndexInvariant(ctx context.Context) ([]string, error) {
	var broken []string
	report := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	cases, queued := 0, map[bool]int{}
	byCoop, byCharger := recount{}, recount{}
	if err := k.Cases.Walk(ctx, nil, func(id uint64, c types.Case) (bool, error) {
		cases++
		listed, err := k.CasesByCoop.Has(ctx, collections.Join(c.CoopId, c.Id))
		if err != nil {
			return true, err
		}
		if c.Id != id || !listed {
			report("case %d is stored as %d, listed with its co-op: %t", c.Id, id, listed)
		}
		if !c.Open() {
			return false, nil
		}
		queued[c.Stage.Window()]++
		if waits, err := k.caseQueue(c.Stage).Has(ctx, collections.Join(c.DueAt, c.Id)); err != nil || !waits {
			report("case %d is open and not in its queue", c.Id)
			return err != nil, err
		}
		kind := openCases
		if c.Petition() {
			kind = openPetitions
		}
		byCoop[twoNumbers{c.CoopId, kind}]++
		for _, charger := range c.Chargers {
			byCharger[twoNumbers{c.CoopId, charger}]++
		}
		return false, nil
	}); err != nil {
		return nil, err
	}
	for _, check := range []struct {
		what string
		set  interface {
			Walk(context.Context, collections.Ranger[dueCase], func(dueCase) (bool, error)) error
		}
		want int
	}{{"deadlines", k.CaseDeadlines, queued[false]}, {"windows", k.CaseWindows, queued[true]}} {
		size := 0
		if err := check.set.Walk(ctx, nil, func(dueCase) (bool, error) { size++; return false, nil }); err != nil {
			return nil, err
		}
		if size != check.want {
			report("the queue of cases' %s has %d entries instead of %d", check.what, size, check.want)
		}
	}
	listed := 0
	if err := k.CasesByCoop.Walk(ctx, nil, func(collections.Pair[uint64, uint64]) (bool, error) { listed++; return false, nil }); err != nil {
		return nil, err
	}
	if listed != cases {
		report("there are %d cases and %d in the list by co-op", cases, listed)
	}
	for _, counters := range []struct {
		name    string
		stored  collections.Map[collections.Pair[uint64, uint64], uint64]
		counted recount
	}{{"co-op", k.OpenCasesByCoop, byCoop}, {"charger", k.OpenCasesByCharger, byCharger}} {
		if err := sameCounts(ctx, counters.stored, counters.counted, func(at collections.Pair[uint64, uint64], stored, counted uint64) {
			report("open cases by %s %d, %d: %d, and a recount is %d", counters.name, at.K1(), at.K2(), stored, counted)
		}); err != nil {
			return nil, err
		}
	}
	return broken, k.suspensionsQueued(ctx, report)
}

func (k *Keeper) suspensionsQueued(ctx context.Context, report func(string, ...any)) error {
	running, queued := 0, 0
	if err := k.Conduct.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], conduct types.Conduct) (bool, error) {
		if !conduct.Suspended() {
			return false, nil
		}
		running++
		waits, err := k.SuspensionEnds.Has(ctx, suspensionEnd(conduct))
		if err == nil && !waits {
			report("the suspension of member %d of co-op %d has no end", conduct.MemberId, conduct.CoopId)
		}
		return false, err
	}); err != nil {
		return err
	}
	err := k.SuspensionEnds.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { queued++; return false, nil })
	if queued != running {
		report("%d suspensions are running and %d are in the queue", running, queued)
	}
	return err
}

// DocumentIndexInvariant checks that names and hashes lead to their documents
// and versions, no more and no less, and that counters are a recount.
func (k *Keeper) DocumentIndexInvariant(ctx context.Context) ([]string, error) {
	var broken []string
	report := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }
	documents, versions, names, hashes := 0, 0, 0, 0
	numbers := recount{}
	if err := k.Documents.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], document types.PublishedDocument) (bool, error) {
		documents++
		numbers[twoNumbers{document.CoopId, countDocuments}]++
		named, err := k.documentNamed(ctx, document.CoopId, document.Kind, document.Name)
		if err == nil && named.DocumentId != document.DocumentId {
			report("document %d of co-op %d is not found by its name", document.DocumentId, document.CoopId)
		}
		return false, err
	}); err != nil {
		return nil, err
	}
	if err := k.DocumentVersions.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, uint64], v types.DocumentVersion) (bool, error) {
		versions++
		numbers[twoNumbers{v.CoopId, countVersions}]++
		hashed, err := k.DocumentHashes.Has(ctx, collections.Join4(v.File.Sha256, v.CoopId, v.DocumentId, uint64(v.Version)))
		if err == nil && !hashed {
			report("version %d of document %d of co-op %d is not found by its hash", v.Version, v.DocumentId, v.CoopId)
		}
		return false, err
	}); err != nil {
		return nil, err
	}
	if err := k.DocumentNames.Walk(ctx, nil, func(collections.Triple[uint64, int32, string], uint64) (bool, error) { names++; return false, nil }); err != nil {
		return nil, err
	}
	if err := k.DocumentHashes.Walk(ctx, nil, func(collections.Quad[[]byte, uint64, uint64, uint64]) (bool, error) { hashes++; return false, nil }); err != nil {
		return nil, err
	}
	if names != documents || hashes != versions {
		report("there are %d documents and %d names, %d versions and %d hashes", documents, names, versions, hashes)
	}
	err := sameCounts(ctx, k.DocumentCounts, numbers, func(at collections.Pair[uint64, uint64], stored, counted uint64) {
		report("co-op %d counts %d documents or versions, and a recount is %d", at.K1(), stored, counted)
	})
	return broken, err
}

// sameCounts compares stored counters with a recount.
func sameCounts(
	ctx context.Context, stored collections.Map[collections.Pair[uint64, uint64], uint64],
	counted recount, differs func(at collections.Pair[uint64, uint64], stored, counted uint64),
) error {
	found := 0
	if err := stored.Walk(ctx, nil, func(at collections.Pair[uint64, uint64], value uint64) (bool, error) {
		found++
		if again := counted[twoNumbers{at.K1(), at.K2()}]; again != value {
			differs(at, value, again)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if found != len(counted) {
		differs(collections.Join(uint64(0), uint64(0)), uint64(found), uint64(len(counted)))
	}
	return nil
}
