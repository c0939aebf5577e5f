package types

import (
	"math/big"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// yearWeight divides what was paid in times days times basis points: interest is
// simple, for actual days over 365.
const yearWeight = 365 * 10_000

// MaxUnitsOfMember is how many units of an instrument one member holds at most: no
// member subscribes so many that others' can't be counted any more.
const MaxUnitsOfMember = 1 << 48

// FindInstrument finds an instrument of the charter.
func FindInstrument(rules membershiptypes.TreasuryRules, name string) (membershiptypes.Instrument, error) {
	instrument, found := rules.Instrument(name)
	if !found {
		return instrument, ErrUnknownInstrument.Wrapf("the charter has no instrument %q; it has: %s", name, rules.InstrumentNames())
	}
	return instrument, nil
}

// NewLot is what a member has subscribed today, by the terms of today.
func NewLot(coopID, memberID uint64, instrument membershiptypes.Instrument, number uint64, today chaintypes.Date) Lot {
	lot := Lot{
		CoopId: coopID, MemberId: memberID, Instrument: instrument.Name, Number: number, Date: today.Number(),
		Nominal: instrument.NominalOf(number), Paid: math.ZeroInt(), Interest: math.ZeroInt(), Weight: math.ZeroInt(), Rest: math.ZeroInt(),
		Instalments: instrument.Instalments, InstalmentDays: instrument.InstalmentDays, CountedTo: today.Number(),
	}
	if !instrument.IsShare() {
		lot.Lent, lot.BasisPoints, lot.TermDays, lot.Repayments = number, instrument.InterestBasisPoints, instrument.TermDays, instrument.Repayments
	}
	return lot
}

// Unpaid is what is still to be paid in.
func (l Lot) Unpaid() math.Int { return l.Nominal.Sub(l.Paid) }

// Overdue is what was to be paid in by a day and isn't, and since when the oldest of
// it is overdue. Of n instalments the k-th brings what is to be paid to k/n of the
// nominal value, rounded down; it is due on its day and overdue the day after.
func (l Lot) Overdue(day chaintypes.Date) (overdue math.Int, since chaintypes.Date, err error) {
	begin, err := chaintypes.DateOfNumber(l.Date)
	overdue = math.ZeroInt()
	if err != nil || !begin.Before(day) {
		return overdue, since, err
	}
	all := max(int64(l.Instalments), 1)
	for k := int64(1); k <= all; k++ {
		last := begin.AddDays((k - 1) * int64(l.InstalmentDays))
		if !last.Before(day) {
			break
		}
		due := l.Nominal.MulRaw(k).QuoRaw(all)
		if due.LTE(l.Paid) {
			continue
		}
		if overdue.IsZero() {
			since = last.AddDays(1)
		}
		overdue = due.Sub(l.Paid)
	}
	return overdue, since, nil
}

// CountTo adds to the weight what is paid in for each day up to one. Nothing may
// change what is paid in before.
func (l *Lot) CountTo(day chaintypes.Date) error {
	counted, err := chaintypes.DateOfNumber(l.CountedTo)
	if err != nil {
		return err
	}
	days := chaintypes.DaysFromDate(day) - chaintypes.DaysFromDate(counted)
	if days <= 0 {
		return nil
	}
	added := new(big.Int).Mul(l.Paid.BigInt(), big.NewInt(days))
	if added.BitLen() > MaxAmountBits {
		return ErrOverflow.Wrapf("what lot %d of co-op %d bears for %d days is more than a book holds", l.Id, l.CoopId, days)
	}
	l.Weight, err = Sum(l.Weight, math.NewIntFromBigInt(added))
	l.CountedTo = day.Number()
	return err
}

// Reckon takes the interest for the weight out of it: whole base units, rounded
// down. What is less than one is kept for the next time, so that it makes no
// difference how often it is reckoned.
func (l *Lot) Reckon(basisPoints uint32) (math.Int, error) {
	share := new(big.Int).Mul(l.Weight.BigInt(), big.NewInt(int64(basisPoints)))
	share.Add(share, l.Rest.BigInt())
	whole, rest := new(big.Int).QuoRem(share, big.NewInt(yearWeight), new(big.Int))
	if whole.BitLen() > MaxAmountBits {
		return math.Int{}, ErrOverflow.Wrapf("the interest of lot %d of co-op %d is more than a book holds", l.Id, l.CoopId)
	}
	l.Weight, l.Rest = math.ZeroInt(), math.NewIntFromBigInt(rest)
	return math.NewIntFromBigInt(whole), nil
}

// Owed is what the account of the book owes for the lot: what is paid in, and a
// loan's interest that is booked.
func (l Lot) Owed() math.Int { return l.Paid.Add(l.Interest) }

// NextRepayment is how many units of a loan the next repayment pays back: after k of
// n repayments k/n of what was lent, rounded down, and all at the end.
func (l Lot) NextRepayment() uint64 {
	after := func(k uint32) *big.Int {
		units := new(big.Int).Mul(new(big.Int).SetUint64(l.Lent), big.NewInt(int64(k)))
		return units.Quo(units, big.NewInt(int64(max(l.Repayments, 1))))
	}
	next := after(l.Repaid + 1)
	return min(next.Sub(next, after(l.Repaid)).Uint64(), l.Number)
}

// RepaymentDays is how many days after it was lent the k-th repayment is due.
func (l Lot) RepaymentDays(k uint32) int64 {
	return int64(l.TermDays) * int64(k) / int64(max(l.Repayments, 1))
}

// Resumed is a loan of another register that is so many days old, and how many days
// after it was lent its repayments are counted from: what is lent still is repaid over
// what is left of the term. Of the repayments whose days are over the last is due at
// once, and the ones before it are not.
func (l Lot) Resumed(elapsed int64) (Lot, int64) {
	over := uint32(0)
	for over < l.Repayments && l.RepaymentDays(over+1) <= elapsed {
		over++
	}
	if over < 2 {
		return l, 0
	}
	skipped := l.RepaymentDays(over - 1)
	l.Repayments, l.TermDays = l.Repayments-over+1, uint32(int64(l.TermDays)-skipped)
	return l, skipped
}

// Take splits units off a lot that is paid in, or takes all of them with what is
// paid in of it. What was reckoned of its interest stays with the rest.
func (l *Lot) Take(instrument membershiptypes.Instrument, number uint64) math.Int {
	if number >= l.Number {
		paid := l.Paid
		l.Number, l.Nominal, l.Paid = 0, math.ZeroInt(), math.ZeroInt()
		return paid
	}
	paid := math.MinInt(instrument.NominalOf(number), l.Paid)
	l.Number -= number
	l.Nominal, l.Paid = instrument.NominalOf(l.Number), l.Paid.Sub(paid)
	return paid
}

// ValidateBroughtIn refuses a line of another register that makes no lot.
func (g LotGiven) ValidateBroughtIn(instrument membershiptypes.Instrument, today chaintypes.Date) error {
	date, err := chaintypes.DateOfNumber(g.Date)
	if err != nil {
		return ErrInvalidBringIn.Wrapf("it is held since %d: %s", g.Date, err)
	}
	switch {
	case today.Before(date):
		return ErrInvalidBringIn.Wrapf("it is held since %s, which is to come", date)
	case g.Number == 0:
		return ErrInvalidBringIn.Wrap("it is of no units")
	case g.Paid.IsNil() || g.Paid.IsNegative() || g.Paid.GT(instrument.NominalOf(g.Number)):
		return ErrInvalidBringIn.Wrapf("%s is paid in of %s; give nothing or more, and no more than all of it", amountText(g.Paid), instrument.NominalOf(g.Number))
	case !instrument.IsShare() && !g.Paid.Equal(instrument.NominalOf(g.Number)):
		return ErrInvalidBringIn.Wrapf("of a loan of %s, %s is paid in; bring in what is lent now", instrument.NominalOf(g.Number), g.Paid)
	}
	return nil
}

// HeldCoin is so much of an instrument.
func HeldCoin(instrument membershiptypes.Instrument, amount math.Int) sdk.Coin {
	return sdk.Coin{Denom: instrument.Denom, Amount: amount}
}
