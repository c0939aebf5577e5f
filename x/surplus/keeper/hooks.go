package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// Hooks let x/membership tell when a co-op has a charter, or another.
type Hooks struct{ k *Keeper }

// Hooks of the keeper.
func (k *Keeper) Hooks() Hooks { return Hooks{k} }

// AfterFounded opens the first period of a co-op that shares a surplus.
func (h Hooks) AfterFounded(ctx context.Context, coopID uint64) error {
	if err := h.k.mustBeLongEnough(ctx, coopID); err != nil {
		return err
	}
	return h.k.openNext(ctx, coopID, true)
}

// AfterCharterInForce opens a period where none is open. The one that is open goes on
// by the rules with which it began.
func (h Hooks) AfterCharterInForce(ctx context.Context, coopID uint64) error {
	if err := h.k.mustBeLongEnough(ctx, coopID); err != nil {
		return err
	}
	return h.k.openNext(ctx, coopID, false)
}

// mustBeLongEnough refuses a charter whose periods are so few seconds that the ledger
// would do little else.
func (k *Keeper) mustBeLongEnough(ctx context.Context, coopID uint64) error {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil || charter.Surplus == nil || charter.Surplus.Every != bySeconds {
		return err
	}
	params, err := k.GetParams(ctx)
	if err == nil && charter.Surplus.PeriodSeconds < params.MinPeriodSeconds {
		err = types.ErrNoSurplus.Wrapf("a period of %d seconds is shorter than the ledger lets it be, %d; give a longer one, or periods of the fiscal calendar",
			charter.Surplus.PeriodSeconds, params.MinPeriodSeconds)
	}
	return err
}
