package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// TakeShare brings a member's cash share of a settled period into its passbook, or
// makes it a debt to the member that is paid outside. Anybody may send it, since it
// goes to the member alone; who has left keeps what was earned.
func (s msgServer) TakeShare(ctx context.Context, msg *types.MsgTakeShare) (*types.MsgTakeShareResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	period, err := s.period(ctx, coop, msg.Period)
	if err != nil {
		return nil, err
	}
	if err := mustBeAt(coop, period, "shares are taken once they are settled", settled); err != nil {
		return nil, err
	}
	key := collections.Join3(coop.Id, period.Number, msg.MemberId)
	if taken, err := s.Taken.Has(ctx, key); err != nil {
		return nil, err
	} else if taken {
		return nil, types.ErrTaken.Wrapf("member %d of %s has taken its share of period %d; see: coopd q surplus share %s %d %d", msg.MemberId, coop.Slug, period.Number, coop.Slug, period.Number, msg.MemberId)
	}
	share, _, _, err := s.shareOf(ctx, coop, period, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if share.Cash.IsZero() {
		return nil, types.ErrTaken.Wrapf("member %d of %s has no cash share of period %d; see: coopd q surplus share %s %d %d", msg.MemberId, coop.Slug, period.Number, coop.Slug, period.Number, msg.MemberId)
	}
	entry, err := s.treasury.TakeShare(ctx, coop.Id, msg.MemberId, period.Number, share.Cash)
	if err != nil {
		return nil, err
	}
	if err := s.Taken.Set(ctx, key, types.TakenShare{CoopId: coop.Id, Period: period.Number, MemberId: msg.MemberId, Cash: share.Cash}); err != nil {
		return nil, err
	}
	period.Taken, period.Takers = period.Taken.Add(share.Cash), period.Takers+1
	if err := s.Periods.Set(ctx, collections.Join(coop.Id, period.Number), period); err != nil {
		return nil, err
	}
	return &types.MsgTakeShareResponse{Cash: share.Cash, Entry: entry}, emit(ctx, &types.EventShareTaken{
		CoopId: coop.Id, Period: period.Number, MemberId: msg.MemberId, Cash: share.Cash,
	})
}

// shareOf a member in a settled period, with the outcome that it follows from and what
// is recorded of the member; of one without a record nothing is, and it has no share.
func (k *Keeper) shareOf(ctx context.Context, coop membershiptypes.Coop, period types.Period, memberID uint64) (sharing.MemberShare, sharing.Outcome, sharing.Row, error) {
	kept, err := k.Outcomes.Get(ctx, collections.Join(coop.Id, period.Number))
	if err != nil {
		return sharing.MemberShare{}, sharing.Outcome{}, sharing.Row{}, err
	}
	outcome := sharing.Outcome(kept.Outcome)
	patronage, err := k.Patronage.Get(ctx, collections.Join3(coop.Id, period.Number, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		_, err = k.membership.GetMember(ctx, coop.Id, memberID)
		zero := math.ZeroInt()
		return sharing.MemberShare{Total: zero, Cash: zero, Retained: zero}, outcome, sharing.Row{MemberID: memberID}, err
	}
	if err != nil {
		return sharing.MemberShare{}, outcome, sharing.Row{}, err
	}
	row := rowOf(patronage)
	share, err := outcome.ShareOf(row)
	return share, outcome, row, err
}
