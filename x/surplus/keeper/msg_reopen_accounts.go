package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// ReopenAccounts takes an approval back, by resolution, while nothing is shared by it:
// where the purse doesn't hold the cash, or the book doesn't take the entry, the members
// may want other rates, or other accounts.
func (s msgServer) ReopenAccounts(ctx context.Context, msg *types.MsgReopenAccounts) (*types.MsgReopenAccountsResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if !s.isCoop(msg.Authority, coop.Id) || resolutionOf(ctx, coop.Id) == 0 {
		return nil, types.ErrUnauthorized.Wrapf("authority is %q; the members of %s decide this by a resolution, signed by %s", msg.Authority, coop.Slug, coop.Account)
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "an approval is taken back before the surplus is shared", approved); err != nil {
		return nil, err
	}
	return &types.MsgReopenAccountsResponse{}, s.reopen(ctx, period)
}

// reopen brings an approved period back to where its accounts are presented.
func (k *Keeper) reopen(ctx context.Context, period types.Period) error {
	key := collections.Join(period.CoopId, period.Number)
	if err := k.Settlings.Remove(ctx, key); err != nil {
		return err
	}
	if err := k.Running.Remove(ctx, key); err != nil {
		return err
	}
	period.ResolutionId, period.Rates = 0, nil
	return k.moveTo(ctx, period, sealed, 0)
}
