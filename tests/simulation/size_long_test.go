//go:build long

package simulation

// A walk is a fresh ledger; steps are counted on average.
const (
	defaultWalks = 500
	defaultSteps = 200
	// importEvery: one of so many walks is exported and goes on from there.
	importEvery = 1
	// sameEachTime: the short run never differs; the long one explores.
	sameEachTime = false
)
