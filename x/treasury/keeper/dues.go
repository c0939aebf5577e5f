package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// reckoning is what a member's dues are and how many periods are unpaid. It takes
// a formula and one record, and no look at the periods in between.
type reckoning struct {
	dues membershiptypes.ClassDues
	// first unpaid period, and the last that is owed at the day: the one that the day
	// is in, or in which the membership ended.
	first, last int64
}

// unpaid periods that have begun.
func (r reckoning) unpaid() uint64 { return uint64(max(0, r.last-r.first+1)) }

// owed for them. A charter's amount has half the bits of a book's at most.
func (r reckoning) owed() math.Int { return r.dues.Amount.Mul(math.NewIntFromUint64(r.unpaid())) }

// paidTo is the first day that is not paid.
func (r reckoning) paidTo() uint32 { return r.dues.Period.FirstDay(r.first).Number() }

// reckon a member's dues at a day; not found if its class owes none.
func (k *Keeper) reckon(ctx context.Context, member membershiptypes.Member, today chaintypes.Date) (r reckoning, found bool, err error) {
	_, charter, err := k.membership.GetCharter(ctx, member.CoopId)
	if err != nil {
		return r, false, err
	}
	rules := charter.Book().Dues
	if r.dues, found = rules.Of(member.ClassId); !found {
		return r, false, nil
	}
	since, err := k.owesSince(ctx, charter.TimeZone, *rules, member)
	if err != nil {
		return r, false, err
	}
	// A period in whose midst somebody joins is free, and so is the rest of one that
	// was paid under a charter with other periods.
	r.first = r.dues.Period.Number(since)
	if r.dues.Period.FirstDay(r.first) != since {
		r.first++
	}
	if member.LeftAt != 0 {
		left, err := k.dayOn(ctx, charter.TimeZone, member.LeftAt)
		if err != nil {
			return r, false, err
		}
		if left.Before(today) {
			today = left
		}
	}
	r.last = r.dues.Period.Number(today)
	return r, true, nil
}

// owesSince is the first day that a member has not paid: what is noted, or when it
// joined, but not before dues began.
func (k *Keeper) owesSince(ctx context.Context, zone string, rules membershiptypes.DuesRules, member membershiptypes.Member) (chaintypes.Date, error) {
	begins, err := chaintypes.DateOfNumber(rules.FirstDay)
	if err != nil {
		return begins, err
	}
	since, err := k.dayOn(ctx, zone, member.JoinedAt)
	if err != nil {
		return since, err
	}
	account, err := k.DuesAccounts.Get(ctx, collections.Join(member.CoopId, member.MemberId))
	switch {
	case err == nil:
		since, err = chaintypes.DateOfNumber(account.PaidTo)
	case errors.Is(err, collections.ErrNotFound):
		err = nil
	}
	if since.Before(begins) {
		since = begins
	}
	return since, err
}

// dayOn is what day a moment is on the clocks of a time zone.
func (k *Keeper) dayOn(ctx context.Context, name string, seconds int64) (chaintypes.Date, error) {
	zone, err := k.chain.ZoneOrUTC(ctx, name)
	if err != nil {
		return chaintypes.Date{}, err
	}
	civil, err := zone.CivilAt(seconds)
	return civil.Date, err
}

// owesDues reckons a member's dues today, and refuses one who owes none.
func (k *Keeper) owesDues(ctx context.Context, coopID, memberID uint64) (membershiptypes.Coop, reckoning, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return coop, reckoning{}, err
	}
	member, err := k.membership.GetMember(ctx, coopID, memberID)
	if err != nil {
		return coop, reckoning{}, err
	}
	today, err := k.today(ctx, coopID)
	if err != nil {
		return coop, reckoning{}, err
	}
	r, found, err := k.reckon(ctx, member, today)
	if err == nil && !found {
		err = types.ErrNoDues.Wrapf("members of the class of member %d (%d) owe no dues in %s", memberID, member.ClassId, coop.Slug)
	}
	return coop, r, err
}

// settleDues notes that so many periods are paid or waived: not more than have
// begun and may come, and none after the membership has ended.
func (k *Keeper) settleDues(ctx context.Context, coop membershiptypes.Coop, memberID uint64, r reckoning, periods math.Int) (reckoning, error) {
	member, err := k.membership.GetMember(ctx, coop.Id, memberID)
	if err != nil {
		return r, err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return r, err
	}
	most := math.NewIntFromUint64(r.unpaid())
	if member.LeftAt == 0 {
		most = math.NewInt(r.last + int64(limits.MaxDuesAheadPeriods) - r.first + 1)
	}
	if !periods.IsPositive() || periods.GT(most) {
		return r, types.ErrInvalidDues.Wrapf("%s periods of member %d of %s would be settled, each a %s, from %s on; at most %s can be now",
			periods, memberID, coop.Slug, r.dues.Period.Word(), r.dues.Period.FirstDay(r.first), math.MaxInt(most, math.ZeroInt()))
	}
	r.first += periods.Int64()
	return r, k.DuesAccounts.Set(ctx, collections.Join(coop.Id, memberID), types.DuesAccount{CoopId: coop.Id, MemberId: memberID, PaidTo: r.paidTo()})
}

// LapseStands says whether a membership may lapse on a ground: where that is the
// charter's for arrears, only while so much is unpaid as it says.
func (h Hooks) LapseStands(ctx context.Context, member membershiptypes.Member, ground string) (stands bool, err error) {
	rules, err := h.keeper.rules(ctx, member.CoopId)
	if err != nil {
		return false, err
	}
	forDues := rules.Dues != nil && rules.Dues.LapseGround == ground
	forShares := rules.Arrears != nil && rules.Arrears.LapseGround == ground
	if !forDues && !forShares {
		return true, nil
	}
	today, err := h.keeper.today(ctx, member.CoopId)
	if err != nil {
		return false, err
	}
	if forShares {
		if stands, err = h.keeper.lapsesForShares(ctx, rules, member, today); err != nil || stands {
			return stands, err
		}
	}
	if !forDues {
		return false, nil
	}
	r, found, err := h.keeper.reckon(ctx, member, today)
	return found && r.unpaid() >= uint64(rules.Dues.LapseAfterPeriods), err
}
