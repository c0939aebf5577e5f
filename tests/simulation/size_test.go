//go:build !long

package simulation

// A walk is a fresh ledger; steps are counted on average.
const (
	defaultWalks = 50
	defaultSteps = 120
	// importEvery: one of so many walks is exported and goes on from there.
	importEvery = 5
	// sameEachTime: the short run never differs; the long one explores.
	sameEachTime = true
)
