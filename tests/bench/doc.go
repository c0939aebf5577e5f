// Package bench measures the ledger beside the SDK's own x/gov v0.55, in one
// run, on the same kind of store: IAVL trees in the SDK's multistore, on a
// goleveldb on disk opened with the node's own settings.
//
//	make bench
//
// writes RESULTS.md; docs/reference/performance.md says how to read it. The
// cases of 10^6 ballots need BENCH_LARGE=1, which make bench sets.
package bench
