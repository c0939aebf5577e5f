package types

import (
	"slices"
	"strings"

	"cosmossdk.io/math"
)

// Word says a stage as people do: open, adjusting, sealed …
func (s PeriodStage) Word() string {
	return strings.ToLower(strings.TrimPrefix(s.String(), "PERIOD_STAGE_"))
}

// IsNothing says that nothing is recorded any more.
func (p Patronage) IsNothing() bool {
	return !slices.ContainsFunc(p.Amounts, math.Int.IsPositive)
}

// Minus is the difference of amounts, source by source.
func (a SourceAmounts) Minus(other SourceAmounts) SourceAmounts {
	return SourceAmounts{
		Member: a.Member.Sub(other.Member), NonMember: a.NonMember.Sub(other.NonMember), Extraordinary: a.Extraordinary.Sub(other.Extraordinary),
	}
}
