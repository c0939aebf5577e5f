package keeper

import "context"

// WithPass is a pass as only this module gives one.
func WithPass(ctx context.Context, coopID uint64, inside bool) context.Context {
	return withPass(ctx, pass{coopID: coopID, inside: inside})
}
