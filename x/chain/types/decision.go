package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Decision is the resolution that is being carried out.
type Decision struct {
	// CoopID whose members have resolved it.
	CoopID uint64
	// ResolutionID of what they have resolved.
	ResolutionID uint64
}

// decisionKey is unexported, so that no other package can put a decision there
// but through WithDecision.
type decisionKey struct{}

// WithDecision lets the messages of a resolution know which one they are of.
func WithDecision(ctx sdk.Context, decision Decision) sdk.Context {
	return ctx.WithValue(decisionKey{}, decision)
}

// DecisionOf is the resolution that is being carried out; false if none is.
func DecisionOf(ctx context.Context) (Decision, bool) {
	decision, carried := sdk.UnwrapSDKContext(ctx).Value(decisionKey{}).(Decision)
	return decision, carried
}
