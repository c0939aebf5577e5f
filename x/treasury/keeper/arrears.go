package keeper

import (
	"context"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// late is what is owed late at a day: by a member, and to it.
type late struct {
	k     *Keeper
	rules membershiptypes.TreasuryRules
	// member who owes it, or to whom it is owed.
	member membershiptypes.Member
	day    chaintypes.Date
	lines  []types.ArrearsLine
}

func (l *late) add(line types.ArrearsLine, since chaintypes.Date) {
	line.MemberId, line.Since = l.member.MemberId, since.Number()
	l.lines = append(l.lines, line)
}

// arrearsOf are a member's at a day. It takes the member's own records and no look
// at anybody else's.
func (k *Keeper) arrearsOf(ctx context.Context, rules membershiptypes.TreasuryRules, member membershiptypes.Member, day chaintypes.Date) ([]types.ArrearsLine, error) {
	l := &late{k: k, rules: rules, member: member, day: day}
	for _, look := range []func(context.Context) error{l.dues, l.instalments, l.required, l.redemptions} {
		if err := look(ctx); err != nil {
			return nil, err
		}
	}
	return l.lines, nil
}

func (l *late) dues(ctx context.Context) error {
	r, found, err := l.k.reckon(ctx, l.member, l.day)
	if err != nil || !found || r.unpaid() == 0 {
		return err
	}
	l.add(types.ArrearsLine{
		Kind: types.ArrearsKind_ARREARS_KIND_DUES, Denom: r.dues.Denom, Amount: r.owed(), MayLapse: mayLapse(*l.rules.Dues, l.member, r.unpaid()),
	}, r.dues.Period.FirstDay(r.first))
	return nil
}

// instalments that were to be paid in for what the member has subscribed.
func (l *late) instalments(ctx context.Context) error {
	lots, err := l.k.lotsOf(ctx, l.member.CoopId, l.member.MemberId, "")
	if err != nil {
		return err
	}
	for _, lot := range lots {
		overdue, since, err := lot.Overdue(l.day)
		if err != nil {
			return err
		}
		if overdue.IsZero() {
			continue
		}
		instrument, err := types.FindInstrument(l.rules, lot.Instrument)
		if err != nil {
			return err
		}
		l.add(types.ArrearsLine{
			Kind: types.ArrearsKind_ARREARS_KIND_INSTALMENTS, Instrument: lot.Instrument, LotId: lot.Id, Denom: instrument.Denom, Amount: overdue, MayLapse: l.mayLapse(since),
		}, since)
	}
	return nil
}

// required units that the member has not subscribed in time.
func (l *late) required(ctx context.Context) error {
	if !l.member.HoldsPlace() {
		return nil
	}
	for _, instrument := range l.rules.Instruments {
		required := instrument.RequiredOf(l.member.ClassId)
		if required == 0 {
			continue
		}
		since, err := l.k.requiredSince(ctx, l.member, instrument)
		if err != nil {
			return err
		}
		_, held, _, err := l.k.heldBy(ctx, l.member.CoopId, l.member.MemberId, instrument.Name)
		if err != nil {
			return err
		}
		if held >= required || l.day.Before(since) {
			continue
		}
		l.add(types.ArrearsLine{
			Kind: types.ArrearsKind_ARREARS_KIND_REQUIRED, Instrument: instrument.Name, Denom: instrument.Denom, Amount: instrument.NominalOf(required - held), MayLapse: l.mayLapse(since),
		}, since)
	}
	return nil
}

// requiredSince is the first day on which a member is late with what it has to hold.
func (k *Keeper) requiredSince(ctx context.Context, member membershiptypes.Member, instrument membershiptypes.Instrument) (chaintypes.Date, error) {
	_, charter, err := k.membership.GetCharter(ctx, member.CoopId)
	if err != nil {
		return chaintypes.Date{}, err
	}
	since, err := k.dayOn(ctx, charter.TimeZone, member.JoinedAt)
	if err != nil {
		return since, err
	}
	if instrument.RequiredFrom > since.Number() {
		if since, err = chaintypes.DateOfNumber(instrument.RequiredFrom); err != nil {
			return since, err
		}
	}
	return since.AddDays(int64(instrument.RequiredWithinDays) + 1), nil
}

// mayLapse says whether the charter lets a membership lapse for what is owed since a day.
func (l *late) mayLapse(since chaintypes.Date) bool {
	arrears := l.rules.Arrears
	return l.member.HoldsPlace() && arrears != nil && arrears.LapseGround != "" &&
		chaintypes.DaysFromDate(l.day)-chaintypes.DaysFromDate(since) >= int64(arrears.LapseAfterDays)
}

// redemptions that were to be paid to the member and are held back.
func (l *late) redemptions(ctx context.Context) error {
	waiting, err := l.k.redemptionsOf(ctx, l.member.CoopId, l.member.MemberId)
	if err != nil || len(waiting) == 0 {
		return err
	}
	_, charter, err := l.k.membership.GetCharter(ctx, l.member.CoopId)
	if err != nil {
		return err
	}
	for _, redemption := range waiting {
		due, err := l.k.dayOn(ctx, charter.TimeZone, redemption.FirstDueAt)
		if err != nil {
			return err
		}
		if !due.Before(l.day) {
			continue
		}
		line, err := l.owedFor(ctx, redemption)
		if err != nil {
			return err
		}
		l.add(line, due.AddDays(1))
	}
	return nil
}

// owedFor is what a redemption would pay, without interest that isn't booked.
func (l *late) owedFor(ctx context.Context, redemption types.Redemption) (types.ArrearsLine, error) {
	line := types.ArrearsLine{Kind: types.ArrearsKind_ARREARS_KIND_REDEMPTION, Instrument: redemption.Instrument, LotId: redemption.LotId, Amount: math.ZeroInt()}
	instrument, err := types.FindInstrument(l.rules, redemption.Instrument)
	if err != nil {
		return line, err
	}
	line.Denom = instrument.Denom
	if redemption.LotId != 0 {
		line.Kind = types.ArrearsKind_ARREARS_KIND_LOAN
		lot, err := l.k.lot(ctx, redemption.CoopId, redemption.LotId)
		if err != nil {
			return line, err
		}
		line.Amount, err = types.Sum(lot.Take(instrument, lot.NextRepayment()), lot.Interest)
		return line, err
	}
	lots, err := l.k.lotsOf(ctx, redemption.CoopId, redemption.MemberId, redemption.Instrument)
	if err != nil {
		return line, err
	}
	for _, lot := range lots {
		taken := min(redemption.Number, lot.Number)
		redemption.Number -= taken
		if line.Amount, err = types.Sum(line.Amount, lot.Take(instrument, taken)); err != nil {
			return line, err
		}
	}
	return line, nil
}

// lapsesForShares says whether something of a member's shares is late for so long
// as the charter says.
func (k *Keeper) lapsesForShares(ctx context.Context, rules membershiptypes.TreasuryRules, member membershiptypes.Member, today chaintypes.Date) (bool, error) {
	lines, err := k.arrearsOf(ctx, rules, member, today)
	if err != nil {
		return false, err
	}
	for _, line := range lines {
		ofShares := line.Kind == types.ArrearsKind_ARREARS_KIND_INSTALMENTS || line.Kind == types.ArrearsKind_ARREARS_KIND_REQUIRED
		if ofShares && line.MayLapse {
			return true, nil
		}
	}
	return false, nil
}
