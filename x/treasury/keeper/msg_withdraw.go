package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// dayLength of a daily limit, in chain time.
const dayLength = 24 * 60 * 60

// Withdraw pays a member, present or former, what the co-op owes it: at once up to
// the charter's daily limit and to a confirmed address, after a wait otherwise.
func (s msgServer) Withdraw(ctx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	coop, withdrawal, err := s.asked(ctx, msg)
	if err != nil {
		return nil, err
	}
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgWithdrawResponse, error) {
		if err := s.useDay(ctx, coop, &withdrawal); err != nil {
			return nil, err
		}
		goesOn, err := s.windowsGoOn(ctx, withdrawing)
		if err != nil {
			return nil, err
		}
		if goesOn && withdrawal.DueAt <= withdrawal.AskedAt {
			entry, err := s.payWithdrawal(ctx, coop, withdrawal)
			return &types.MsgWithdrawResponse{Entry: entry}, err
		}
		return s.letWait(ctx, coop, withdrawal)
	})
}

// asked checks whether a withdrawal can be, and says when it is due as far as its
// address goes.
func (k *Keeper) asked(ctx context.Context, msg *types.MsgWithdraw) (membershiptypes.Coop, types.Withdrawal, error) {
	coop, member, err := k.owner(ctx, msg.Signer, msg.CoopId, msg.MemberId)
	if err != nil {
		return coop, types.Withdrawal{}, err
	}
	rules, err := k.passbookRules(ctx, coop)
	if err != nil {
		return coop, types.Withdrawal{}, err
	}
	for _, refuse := range []func() error{
		func() error { return k.mustNotBeFrozen(ctx, coop) },
		func() error { return k.moneyMoves(ctx, coop, member.MemberId) },
		func() error { return types.ValidateCoins(sdk.Coins{msg.Coin}, 1) },
		func() error { return k.mustBeOwed(ctx, coop, rules, member.MemberId, msg.Coin) },
	} {
		if err := refuse(); err != nil {
			return coop, types.Withdrawal{}, err
		}
	}
	payout, err := k.usablePayout(ctx, coop, member, msg.Address)
	if err != nil {
		return coop, types.Withdrawal{}, err
	}
	signer, err := k.spelled(msg.Signer)
	if err != nil {
		return coop, types.Withdrawal{}, err
	}
	now, err := k.chain.Now(ctx)
	return coop, types.Withdrawal{
		CoopId: coop.Id, MemberId: member.MemberId, Address: payout.Address, Coin: msg.Coin, AskedBy: signer,
		AskedAt: now, DueAt: max(now, payout.ConfirmedAt),
	}, err
}

// mustBeOwed refuses more than a member is owed beyond what is on its way.
func (k *Keeper) mustBeOwed(ctx context.Context, coop membershiptypes.Coop, rules membershiptypes.TreasuryRules, memberID uint64, coin sdk.Coin) error {
	left, err := k.leftInPassbook(ctx, rules, coop.Id, memberID, coin.Denom)
	if err == nil && left.LT(coin.Amount) {
		err = types.ErrTooMuch.Wrapf("%s owes member %d %s%s that are not on their way yet, and %s is to be withdrawn; take less, or stop a withdrawal that waits",
			coop.Slug, memberID, left, coin.Denom, coin)
	}
	return err
}

// usablePayout is an announced address, confirmed or not, whose announcer still
// acts for the member: a key that was lost or stolen and replaced confirms nothing.
func (k *Keeper) usablePayout(ctx context.Context, coop membershiptypes.Coop, member membershiptypes.Member, address string) (types.PayoutAddress, error) {
	account, err := k.payee(ctx, coop, address)
	if err != nil {
		return types.PayoutAddress{}, err
	}
	payout, err := k.announced(ctx, coop, member.MemberId, account)
	if err != nil {
		return payout, err
	}
	acts, err := k.actsFor(ctx, member, payout.AnnouncedBy)
	if err == nil && !acts {
		err = types.ErrPayoutAddress.Wrapf("%s was announced by %s, which acts for member %d of %s no more; announce it anew", payout.Address, payout.AnnouncedBy, member.MemberId, coop.Slug)
	}
	return payout, err
}

// useDay takes a withdrawal out of what the member may have today without a wait;
// what is more than that waits.
func (k *Keeper) useDay(ctx context.Context, coop membershiptypes.Coop, withdrawal *types.Withdrawal) error {
	rules, err := k.passbookRules(ctx, coop)
	if err != nil {
		return err
	}
	day, err := k.dayOf(ctx, withdrawal.CoopId, withdrawal.MemberId, withdrawal.Coin.Denom, withdrawal.AskedAt)
	if err != nil {
		return err
	}
	used, err := types.Sum(day.Coin.Amount, withdrawal.Coin.Amount)
	if err != nil {
		return err
	}
	if used.GT(rules.Passbook.DailyLimit(withdrawal.Coin.Denom)) {
		limits, err := k.GetParams(ctx)
		withdrawal.DueAt = max(withdrawal.DueAt, withdrawal.AskedAt+int64(limits.PayoutDelay(rules.Passbook.WithdrawDelaySeconds)))
		return err
	}
	day.Coin.Amount = used
	return k.WithdrawnDays.Set(ctx, collections.Join3(day.CoopId, day.MemberId, day.Coin.Denom), day)
}

// dayOf is what a member has asked for without a wait since its day began, with
// the first of them; a new day if that is over. So within any 24 hours it is at
// most twice the limit, and over a longer time the limit for each day.
func (k *Keeper) dayOf(ctx context.Context, coopID, memberID uint64, denom string, now int64) (types.WithdrawnDay, error) {
	day, err := k.WithdrawnDays.Get(ctx, collections.Join3(coopID, memberID, denom))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return day, err
	}
	if err != nil || now >= day.BeganAt+dayLength {
		day = types.WithdrawnDay{CoopId: coopID, MemberId: memberID, Coin: sdk.Coin{Denom: denom, Amount: math.ZeroInt()}, BeganAt: now}
	}
	return day, nil
}

// letWait puts a withdrawal into the queue.
func (k *Keeper) letWait(ctx context.Context, coop membershiptypes.Coop, withdrawal types.Withdrawal) (*types.MsgWithdrawResponse, error) {
	limits, err := k.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := k.withdrawalsOf(ctx, coop.Id, withdrawal.MemberId)
	if err != nil {
		return nil, err
	}
	if len(waiting) >= int(limits.MaxWithdrawalsPerMember) {
		return nil, types.ErrTooManyWait.Wrapf("%d withdrawals of member %d of %s wait, of at most %d; let them be paid, or stop one", len(waiting), withdrawal.MemberId, coop.Slug, limits.MaxWithdrawalsPerMember)
	}
	book, err := k.book(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	book.LastWithdrawalId++
	withdrawal.Id = book.LastWithdrawalId
	if err := k.Books.Set(ctx, coop.Id, book); err != nil {
		return nil, err
	}
	if err := k.storeWithdrawal(ctx, withdrawal); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{WithdrawalId: withdrawal.Id, DueAt: withdrawal.DueAt}, emit(ctx, &types.EventWithdrawal{Withdrawal: withdrawal})
}

// payWithdrawal takes coins out of the purse of what members are owed, and as much
// off the debt to the member. Both carry the same value: what the member's own
// part carries.
func (k *Keeper) payWithdrawal(ctx context.Context, coop membershiptypes.Coop, withdrawal types.Withdrawal) (uint64, error) {
	if err := k.mustNotBeFrozen(ctx, coop); err != nil {
		return 0, err
	}
	payee, err := k.payee(ctx, coop, withdrawal.Address)
	if err != nil {
		return 0, err
	}
	rules, err := k.passbookRules(ctx, coop)
	if err != nil {
		return 0, err
	}
	coin := withdrawal.Coin
	part, err := k.part(ctx, coop.Id, rules.CodeOf(owed), withdrawal.MemberId, coin.Denom)
	if err != nil {
		return 0, err
	}
	debt := types.Balance{Amount: part.Amount.Neg(), Functional: part.Functional.Neg()}
	if debt.Amount.LT(coin.Amount) {
		return 0, types.ErrTooMuch.Wrapf("%s owes member %d %s%s, and %s is to be paid", coop.Slug, withdrawal.MemberId, debt.Amount, coin.Denom, coin)
	}
	debit := types.NewPosting(rules.CodeOf(owed), passbook, coin.Denom, coin.Amount, debt.CarriedBy(coin.Amount))
	credit := debit.Negated()
	credit.Account = rules.CodeOf(purses)
	entry, err := k.post(ctx, rules, types.Entry{
		CoopId: coop.Id, Source: types.Source_SOURCE_WITHDRAWAL, MemberId: withdrawal.MemberId,
		Postings: []types.Posting{debit.Of(rules, withdrawal.MemberId), credit},
	})
	if err != nil {
		return 0, err
	}
	if err := k.bank.SendCoins(withPass(ctx, pass{coopID: coop.Id}), types.PurseAccount(coop.Id, passbook), payee, sdk.NewCoins(coin)); err != nil {
		return 0, err
	}
	return entry, emit(ctx, &types.EventWithdrawal{Withdrawal: withdrawal, End: types.WithdrawalEnd_WITHDRAWAL_END_PAID, Entry: entry})
}
