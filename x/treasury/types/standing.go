package types

import (
	"fmt"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	// MaxScheduleDays is how far apart two instalments can be that are counted in days.
	MaxScheduleDays = 366

	monthsPerYear = 12
)

// months between two instalments; none where they are counted in days.
func (r Recurrence) months() int64 {
	switch r {
	case Recurrence_RECURRENCE_MONTH:
		return 1
	case Recurrence_RECURRENCE_QUARTER:
		return 3
	case Recurrence_RECURRENCE_YEAR:
		return monthsPerYear
	default:
		return 0
	}
}

// Words say how often: each month, or every 14 days.
func (s Schedule) Words() string {
	switch s.Every {
	case Recurrence_RECURRENCE_MONTH:
		return "each month"
	case Recurrence_RECURRENCE_QUARTER:
		return "each quarter"
	case Recurrence_RECURRENCE_YEAR:
		return "each year"
	}
	return fmt.Sprintf("every %d days", s.Days)
}

// Day of the instalment with so many before it. Each is counted from the first
// one, so that a month without its day changes none that follow: 31 January,
// 28 February, 31 March.
func (s Schedule) Day(before uint32) (chaintypes.Date, error) {
	first, err := chaintypes.DateOfNumber(s.FirstDay)
	if err != nil {
		return first, err
	}
	day := first.AddDays(int64(before) * int64(s.Days))
	if months := s.Every.months(); months != 0 {
		day = monthsLater(first, int64(before)*months)
	}
	return chaintypes.DateOfNumber(day.Number())
}

// monthsLater is the same day so many months later, or the last one that the month has.
func monthsLater(day chaintypes.Date, months int64) chaintypes.Date {
	count := day.Year*monthsPerYear + day.Month - 1 + months
	later := chaintypes.Date{Year: count / monthsPerYear, Month: count%monthsPerYear + 1, Day: day.Day}
	for !later.Valid() && later.Day > 28 {
		later.Day--
	}
	return later
}

// Validate refuses a schedule that says not how often, or not when it ends.
func (s Schedule) Validate() error {
	if s.Every <= Recurrence_RECURRENCE_UNSPECIFIED || s.Every > Recurrence_RECURRENCE_YEAR {
		return ErrInvalidSchedule.Wrapf("%d is no recurrence; pay every so many days, each month, each quarter or each year", s.Every)
	}
	if counted := s.Every == Recurrence_RECURRENCE_DAYS; counted != (s.Days != 0) || s.Days > MaxScheduleDays {
		return ErrInvalidSchedule.Wrapf("it is paid %s with %d days between; give 1 to %d days, or none with months, quarters and years", s.Words(), s.Days, MaxScheduleDays)
	}
	if _, err := chaintypes.DateOfNumber(s.FirstDay); err != nil {
		return ErrInvalidSchedule.Wrapf("its first day: %s", err)
	}
	if s.LastDay == 0 {
		return nil
	}
	if _, err := chaintypes.DateOfNumber(s.LastDay); err != nil {
		return ErrInvalidSchedule.Wrapf("its last day: %s", err)
	}
	return nil
}

// Counted is a schedule that says how many instalments it has, of at most so many.
func (s Schedule) Counted(most uint32) (Schedule, error) {
	if err := s.Validate(); err != nil {
		return s, err
	}
	if (s.LastDay == 0) == (s.Count == 0) {
		return s, ErrInvalidSchedule.Wrap("a standing order ends after so many instalments or on a last day; give one of the two")
	}
	if s.LastDay != 0 {
		for s.Count <= most {
			day, err := s.Day(s.Count)
			if err != nil || day.Number() > s.LastDay {
				break
			}
			s.Count++
		}
	}
	if s.Count == 0 {
		return s, ErrInvalidSchedule.Wrapf("its first instalment is on %s and its last day is %s; give a later last day", DayText(s.FirstDay), DayText(s.LastDay))
	}
	if s.Count > most {
		return s, ErrInvalidSchedule.Wrapf("it has more than %d instalments, which no standing order has; let it end earlier, and ask for another then", most)
	}
	if _, err := s.Day(s.Count - 1); err != nil {
		return s, ErrInvalidSchedule.Wrapf("its last instalment: %s", err)
	}
	return s, nil
}

// IsOrder says whether the payment is a standing order, whose instalments are
// payments of their own.
func (p Payment) IsOrder() bool { return p.Schedule != nil }

// validateStanding checks what standing orders and their instalments have and
// other payments don't.
func (p Payment) validateStanding() error {
	if p.IsOrder() {
		if err := p.validateOrder(); err != nil {
			return err
		}
	} else if p.Status == PaymentStatus_PAYMENT_STATUS_STANDING || p.Status == PaymentStatus_PAYMENT_STATUS_ENDED || p.Instalments != 0 {
		return ErrInvalidSchedule.Wrapf("it is %s, and has no schedule", p.Status.Word())
	}
	if stands := p.Status == PaymentStatus_PAYMENT_STATUS_STANDING; stands != (p.NextInstalmentAt != 0) {
		return ErrInvalidSchedule.Wrapf("it is %s and its next instalment is at %d; an order that stands has one, others none", p.Status.Word(), p.NextInstalmentAt)
	}
	if (p.OrderId == 0) != (p.InstalmentDay == 0) {
		return ErrInvalidSchedule.Wrapf("it is an instalment of order %d for the day %d; an instalment has both", p.OrderId, p.InstalmentDay)
	}
	if p.Status == PaymentStatus_PAYMENT_STATUS_OVERDUE && p.OrderId == 0 {
		return ErrInvalidSchedule.Wrap("it is overdue, which instalments alone are")
	}
	return nil
}

func (p Payment) validateOrder() error {
	switch p.Status {
	case PaymentStatus_PAYMENT_STATUS_REQUESTED, PaymentStatus_PAYMENT_STATUS_STANDING, PaymentStatus_PAYMENT_STATUS_ENDED,
		PaymentStatus_PAYMENT_STATUS_REFUSED, PaymentStatus_PAYMENT_STATUS_WITHDRAWN, PaymentStatus_PAYMENT_STATUS_EXPIRED:
	default:
		return ErrInvalidSchedule.Wrapf("it is %s, which standing orders never are", p.Status.Word())
	}
	if p.OrderId != 0 {
		return ErrInvalidSchedule.Wrap("it is a standing order and an instalment of another")
	}
	if err := p.Schedule.Validate(); err != nil {
		return err
	}
	if p.Schedule.Count == 0 || p.Schedule.Count > MaxInstalmentsLimit || p.Instalments > p.Schedule.Count ||
		p.Instalments == p.Schedule.Count && p.Status == PaymentStatus_PAYMENT_STATUS_STANDING {
		return ErrInvalidSchedule.Wrapf("the day of %d of %d instalments has come, and it is %s", p.Instalments, p.Schedule.Count, p.Status.Word())
	}
	_, err := p.Schedule.Day(p.Schedule.Count - 1)
	return err
}

// validateStanding checks standing orders and their instalments against each
// other: no day has two, and none has one whose turn has not come.
func (g GenesisState) validateStanding() error {
	type dayOf struct {
		order coopNumber
		day   uint32
	}
	orders := make(map[coopNumber]Payment)
	standing := make(map[uint64]uint32)
	for _, payment := range g.Payments {
		if payment.IsOrder() {
			orders[coopNumber{payment.CoopId, payment.Id}] = payment
		}
		if payment.Status == PaymentStatus_PAYMENT_STATUS_STANDING {
			standing[payment.CoopId]++
		}
	}
	for _, book := range g.Books {
		if book.Book.StandingOrders != standing[book.CoopId] {
			return ErrInvalidGenesis.Wrapf("the book of co-op %d counts %d standing orders; %d are given", book.CoopId, book.Book.StandingOrders, standing[book.CoopId])
		}
	}
	paid := make(map[dayOf]uint64)
	counted := make(map[coopNumber]uint32)
	for _, payment := range g.Payments {
		if payment.OrderId == 0 {
			continue
		}
		at := dayOf{coopNumber{payment.CoopId, payment.OrderId}, payment.InstalmentDay}
		order, known := orders[at.order]
		if !known || order.BudgetId != payment.BudgetId || !order.Coin.Equal(payment.Coin) || order.GoesTo() != payment.GoesTo() {
			return ErrInvalidGenesis.Wrapf("payment %d of co-op %d is an instalment of order %d, which is not given or is another's", payment.Id, payment.CoopId, payment.OrderId)
		}
		if other, twice := paid[at]; twice {
			return ErrInvalidGenesis.Wrapf("payments %d and %d of co-op %d are both the instalment of order %d for %s", other, payment.Id, payment.CoopId, payment.OrderId, DayText(payment.InstalmentDay))
		}
		paid[at] = payment.Id
		counted[at.order]++
	}
	for _, payment := range g.Payments {
		if key := (coopNumber{payment.CoopId, payment.Id}); payment.IsOrder() && counted[key] != payment.Instalments {
			return ErrInvalidGenesis.Wrapf("order %d of co-op %d counts %d instalments; %d are given", payment.Id, payment.CoopId, payment.Instalments, counted[key])
		}
	}
	return nil
}
