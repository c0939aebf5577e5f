package sharing

import (
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Weight is by how much a member shares in a step: zero where its class has no part.
func (o Outcome) Weight(row Row, step membershiptypes.SurplusStep) math.Int {
	by, err := readingOf(step, o.Bases)
	if err != nil {
		return math.ZeroInt()
	}
	one, takesPart := by.record(row)
	if !takesPart {
		return math.ZeroInt()
	}
	return math.NewIntFromBigInt(one.weight)
}
