package types

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Atomically writes state and events only if nothing was refused. A panic passes:
// whoever calls it is within a transaction, which ends with it.
func Atomically[R any](ctx context.Context, do func(context.Context) (R, error)) (R, error) {
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	result, err := do(cached)
	if err == nil {
		write()
	}
	return result, err
}

// Isolated writes state and events only if nothing failed: an item of a queue
// fails alone. Failed is the error that a panic turns into.
func Isolated(ctx context.Context, failed error, do func(context.Context) error) error {
	cacheCtx, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := Guarded(failed, func() error { return do(cacheCtx) }); err != nil {
		return err
	}
	write()
	return nil
}

// Guarded turns a panic into the error given, except one of the store.
func Guarded(failed error, do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			if FromStore() {
				panic(cause) //nolint:forbidigo // the store failed on this node alone; going on would fork it off
			}
			err = errorsmod.Wrap(failed, fmt.Sprint(cause))
		}
	}()
	return do()
}

// storePackages are what lies between a module's state and the disk. Their
// panics are the node's own trouble; the caching and gas-metering layers above
// them panic for reasons that every node shares.
var storePackages = []string{
	"github.com/cosmos/iavl.",
	"github.com/cosmos/iavl/",
	"github.com/cosmos/cosmos-db.",
	"github.com/syndtr/goleveldb/",
	"github.com/cosmos/cosmos-sdk/store/v2/iavl.",
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti.",
	"github.com/cosmos/cosmos-sdk/store/v2/commitdb",
}

// maxFrames to look through: the store's own calls lie nearest to its panic.
const maxFrames = 512

// FromStore says, in a deferred function after recover, whether the panic came
// out of the store: whether one of its functions was running when it began.
func FromStore() bool {
	callers := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for {
		frame, more := frames.Next()
		for _, prefix := range storePackages {
			if strings.HasPrefix(frame.Function, prefix) {
				return true
			}
		}
		if !more {
			return false
		}
	}
}
