package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// AnnounceSetOff announces that what a member owes will be taken out of its passbook
// after the charter's notice: when a second officer sends what a first one sent, or
// by resolution. It is the one way in which anything leaves a passbook that its
// member doesn't withdraw.
func (s msgServer) AnnounceSetOff(ctx context.Context, msg *types.MsgAnnounceSetOff) (*types.MsgAnnounceSetOffResponse, error) {
	coop, officer, resolution, err := s.officerOrCoop(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	today, err := s.today(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	rules, err := s.mayBeSetOff(ctx, coop, msg, today)
	if err != nil {
		return nil, err
	}
	setOff, err := s.nextSetOff(ctx, msg, officer, resolution)
	if err != nil {
		return nil, err
	}
	if resolution != 0 || setOff.ConfirmerMemberId != 0 {
		now, err := s.chain.Now(ctx)
		if err != nil {
			return nil, err
		}
		setOff.DueAt, setOff.AnnouncedOn = now+int64(rules.Arrears.SetOffNoticeDays)*dayLength, today.Number()
	}
	return &types.MsgAnnounceSetOffResponse{DueAt: setOff.DueAt}, s.storeSetOff(ctx, setOff)
}

// mayBeSetOff refuses where the charter lets nothing be set off, and what isn't owed
// and due.
func (k *Keeper) mayBeSetOff(ctx context.Context, coop membershiptypes.Coop, msg *types.MsgAnnounceSetOff, today chaintypes.Date) (membershiptypes.TreasuryRules, error) {
	rules, err := k.rules(ctx, coop.Id)
	if err != nil {
		return rules, err
	}
	if rules.Arrears == nil || rules.Arrears.SetOffNoticeDays == 0 {
		return rules, types.ErrNoSetOff.Wrapf("the charter of %s lets nothing be set off against passbooks; what is owed is paid by the member", coop.Slug)
	}
	if err := types.ValidateCoins(sdk.Coins{msg.Coin}, 1); err != nil {
		return rules, err
	}
	member, err := k.membership.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return rules, err
	}
	owes, err := k.debtOf(ctx, rules, member, msg.LotId, today)
	if err != nil {
		return rules, err
	}
	if msg.Coin.Denom != owes.coin.Denom || msg.Coin.Amount.GT(owes.coin.Amount) || !msg.Coin.Amount.Mod(owes.step).IsZero() {
		return rules, types.ErrNoSetOff.Wrapf("%s would be set off, and member %d of %s owes %s that are due, in steps of %s; set off no more than that", msg.Coin, msg.MemberId, coop.Slug, owes.coin, owes.step)
	}
	return rules, nil
}

// nextSetOff is the announcement as it is now: the first officer's, the second one's,
// or the members'.
func (k *Keeper) nextSetOff(ctx context.Context, msg *types.MsgAnnounceSetOff, officer, resolution uint64) (types.SetOff, error) {
	next := types.SetOff{CoopId: msg.CoopId, MemberId: msg.MemberId, LotId: msg.LotId, Coin: msg.Coin, AnnouncerMemberId: officer, ResolutionId: resolution}
	others, err := k.setOffsOf(ctx, msg.CoopId, msg.MemberId)
	if err != nil {
		return next, err
	}
	known, err := k.SetOffs.Has(ctx, collections.Join3(msg.CoopId, msg.MemberId, msg.LotId))
	if err != nil {
		return next, err
	}
	if !known {
		limits, err := k.GetParams(ctx)
		if err == nil && len(others) >= int(limits.MaxLotsPerMember) {
			err = types.ErrTooManyWait.Wrapf("%d set-offs against member %d wait, of at most %d; carry some out, or drop them by resolution", len(others), msg.MemberId, limits.MaxLotsPerMember)
		}
		return next, err
	}
	last, err := k.setOff(ctx, msg.CoopId, msg.MemberId, msg.LotId)
	if err != nil {
		return next, err
	}
	if last.DueAt != 0 {
		return next, types.ErrNoSetOff.Wrapf("%s is announced to be set off against member %d for this debt already; carry it out, or drop it by resolution", last.Coin, msg.MemberId)
	}
	if officer != 0 && last.AnnouncerMemberId != officer && last.Coin.Equal(msg.Coin) {
		next.AnnouncerMemberId, next.ConfirmerMemberId = last.AnnouncerMemberId, officer
	}
	return next, nil
}

// DisputeSetOff lets a member stop a set-off until the members decide.
func (s msgServer) DisputeSetOff(ctx context.Context, msg *types.MsgDisputeSetOff) (*types.MsgDisputeSetOffResponse, error) {
	coop, err := s.protector(ctx, msg.Signer, msg.CoopId, msg.MemberId)
	if err != nil {
		return nil, err
	}
	setOff, err := s.setOff(ctx, coop.Id, msg.MemberId, msg.LotId)
	if err != nil {
		return nil, err
	}
	if setOff.DueAt == 0 || setOff.Disputed || setOff.Decided {
		return nil, types.ErrNoSetOff.Wrapf("the set-off of %s is not announced yet, disputed already, or decided by the members: announced %t, disputed %t, decided %t; there is nothing to dispute",
			setOff.Coin, setOff.DueAt != 0, setOff.Disputed, setOff.Decided)
	}
	setOff.Disputed = true
	return &types.MsgDisputeSetOffResponse{}, s.storeSetOff(ctx, setOff)
}

// DecideSetOff says by resolution whether a set-off that is disputed stands, or drops
// one, disputed or not.
func (s msgServer) DecideSetOff(ctx context.Context, msg *types.MsgDecideSetOff) (*types.MsgDecideSetOffResponse, error) {
	coop, resolution, err := s.byResolution(ctx, msg.Authority, msg.CoopId)
	if err != nil {
		return nil, err
	}
	setOff, err := s.setOff(ctx, coop.Id, msg.MemberId, msg.LotId)
	if err != nil {
		return nil, err
	}
	if !msg.Stands {
		return &types.MsgDecideSetOffResponse{}, s.endSetOff(ctx, setOff, 0, nil)
	}
	if !setOff.Disputed {
		return nil, types.ErrNoSetOff.Wrapf("the set-off of %s against member %d is not disputed; there is nothing to decide", setOff.Coin, setOff.MemberId)
	}
	setOff.Disputed, setOff.Decided, setOff.ResolutionId = false, true, resolution
	return &types.MsgDecideSetOffResponse{}, s.storeSetOff(ctx, setOff)
}

// ExecuteSetOff carries a set-off out whose notice is over and that nobody disputes.
func (s msgServer) ExecuteSetOff(ctx context.Context, msg *types.MsgExecuteSetOff) (*types.MsgExecuteSetOffResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	if err := s.mustNotBeFrozen(ctx, coop); err != nil {
		return nil, err
	}
	setOff, err := s.setOff(ctx, coop.Id, msg.MemberId, msg.LotId)
	if err != nil {
		return nil, err
	}
	if err := s.mustStand(ctx, setOff); err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgExecuteSetOffResponse, error) {
		entry, coin, err := s.setsOff(ctx, coop, setOff)
		return &types.MsgExecuteSetOffResponse{Entry: entry, Coin: coin}, err
	})
}
