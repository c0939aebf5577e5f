package types

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Validate refuses terms that are incomplete or contradict each other or the
// co-op's book.
func (t BudgetTerms) Validate(rules membershiptypes.TreasuryRules, limits Params) error {
	fund, err := FindFund(rules, t.Fund)
	if err != nil {
		return err
	}
	if err := Pays(fund); err != nil {
		return err
	}
	if _, err := FindPaid(rules, t.Account); err != nil {
		return err
	}
	if err := t.validateAmounts(); err != nil {
		return err
	}
	if err := t.validateOutside(rules); err != nil {
		return err
	}
	if t.Window <= Window_WINDOW_UNSPECIFIED || t.Window > Window_WINDOW_YEAR {
		return ErrInvalidBudget.Wrapf("%d is no window; a cap is for once, a month, a quarter or a year", t.Window)
	}
	if t.Purpose == "" {
		return ErrInvalidBudget.Wrap("it has no purpose; name it by a short code, such as CRITICAL-FIXES")
	}
	if err := ValidateVoucher(t.Purpose, t.DocumentSha256, limits); err != nil {
		return err
	}
	return t.validatePeople(limits)
}

func (t BudgetTerms) validateAmounts() error {
	if err := sdk.ValidateDenom(t.Denom); err != nil {
		return ErrInvalidBudget.Wrapf("%q is no denom: %s", t.Denom, err)
	}
	if t.Cap.IsNil() || !t.Cap.IsPositive() {
		return ErrInvalidBudget.Wrap("it has no cap; give the most that all payments in one window may come to")
	}
	if err := checkAmount("cap", t.Cap); err != nil {
		return err
	}
	if t.Ceiling.IsNil() || t.Ceiling.IsNegative() || t.Ceiling.GT(t.Cap) {
		return ErrInvalidBudget.Wrapf("the ceiling of one payment is %s and the cap of all is %s; give zero for the cap, or less than it", amountText(t.Ceiling), t.Cap)
	}
	return nil
}

func (t BudgetTerms) validatePeople(limits Params) error {
	if err := t.Spenders.validate("spenders", limits); err != nil {
		return err
	}
	if err := t.Approvers.validate("approvers", limits); err != nil {
		return err
	}
	if t.Approvals == 0 || t.Approvals > limits.MaxCircleMembers {
		return ErrInvalidBudget.Wrapf("it needs %d approvals; give 1 to %d, of people other than who asks and who is paid", t.Approvals, limits.MaxCircleMembers)
	}
	if named := len(t.Approvers.MemberIds); t.Approvers.Power == "" && !t.Approvers.AllMembers && named < int(t.Approvals) {
		return ErrInvalidBudget.Wrapf("it needs %d approvals and names %d approvers; name more, or ask for fewer", t.Approvals, named)
	}
	if t.ExpiresAt < 0 {
		return ErrInvalidBudget.Wrapf("it expires at %d; give seconds since 1970, or zero for a standing budget", t.ExpiresAt)
	}
	return nil
}

func (c Circle) validate(who string, limits Params) error {
	if len(c.MemberIds) > int(limits.MaxCircleMembers) {
		return ErrInvalidBudget.Wrapf("%d %s are named; at most %d: name a power instead", len(c.MemberIds), who, limits.MaxCircleMembers)
	}
	for i, id := range c.MemberIds {
		if id == 0 || i > 0 && id <= c.MemberIds[i-1] {
			return ErrInvalidBudget.Wrapf("the %s %v are out of order; give their member numbers, each once, the smallest first", who, c.MemberIds)
		}
	}
	if c.Power != "" {
		if err := membershiptypes.ValidatePower(c.Power); err != nil {
			return ErrInvalidBudget.Wrapf("the %s: %s", who, err)
		}
	}
	if others := len(c.MemberIds) > 0 || c.Power != ""; c.AllMembers == others {
		return ErrInvalidBudget.Wrapf("the %s are either all members, or those who are named or hold a power; say one of these", who)
	}
	return nil
}

// Names says whether a member is in the circle by name or since all are.
func (c Circle) Names(memberID uint64) bool {
	return c.AllMembers || slices.Contains(c.MemberIds, memberID)
}

// Words says who is in the circle.
func (c Circle) Words() string {
	switch {
	case c.AllMembers:
		return "all active members"
	case c.Power == "":
		return fmt.Sprintf("the members %v", c.MemberIds)
	case len(c.MemberIds) == 0:
		return fmt.Sprintf("who holds the power %q", c.Power)
	}
	return fmt.Sprintf("the members %v and who holds the power %q", c.MemberIds, c.Power)
}

// CeilingOfOne is the most that one payment may be.
func (t BudgetTerms) CeilingOfOne() math.Int {
	if t.Ceiling.IsZero() {
		return t.Cap
	}
	return t.Ceiling
}

// OpenAt says whether payments may be asked for and approved, on the clock of the
// block: like a window, the end of a budget is a day on the calendar.
func (b Budget) OpenAt(now int64) bool {
	return b.ClosedAt == 0 && (b.Terms.ExpiresAt == 0 || now < b.Terms.ExpiresAt)
}

// Validate checks a budget of a genesis by itself.
func (b Budget) Validate() error {
	t := b.Terms
	if err := t.validateAmounts(); err != nil {
		return err
	}
	if (b.ClosedAt == 0) != (b.ClosingResolutionId == 0) {
		return ErrInvalidBudget.Wrap("a closed budget says when and by which resolution")
	}
	if len(t.DocumentSha256) != 0 && len(t.DocumentSha256) != sha256.Size {
		return ErrInvalidBudget.Wrap("its document's hash is no SHA-256")
	}
	return t.validatePeople(Params{MaxCircleMembers: MaxCircleMembersLimit})
}

// FirstDay is the first day of the window that a day is in, as 20270501; zero
// where the window is the budget's life.
func (w Window) FirstDay(day chaintypes.Date) uint32 {
	month := uint32(day.Month)
	switch w {
	case Window_WINDOW_MONTH:
	case Window_WINDOW_QUARTER:
		month -= (month - 1) % 3
	case Window_WINDOW_YEAR:
		month = 1
	default:
		return 0
	}
	return uint32(day.Year)*10_000 + month*100 + 1
}

// Word says the window as people do.
func (w Window) Word() string {
	words := []string{"no known window", "once", "month", "quarter", "year"}
	if w < 0 || int(w) >= len(words) {
		return words[0]
	}
	return words[w]
}

// WindowOf reads "once", "month", "quarter" or "year".
func WindowOf(word string) (Window, error) {
	for _, window := range []Window{Window_WINDOW_ONCE, Window_WINDOW_MONTH, Window_WINDOW_QUARTER, Window_WINDOW_YEAR} {
		if window.Word() == word {
			return window, nil
		}
	}
	return 0, ErrInvalidBudget.Wrapf("%q is no window; write once, month, quarter or year", word)
}

// Pays refuses a fund out of which nothing is paid.
func Pays(fund membershiptypes.Fund) error {
	if fund.Name == membershiptypes.SuspenseFund {
		return ErrFundPolicy.Wrapf("the fund %q holds receipts that nobody has classified; classify what is to be paid from", fund.Name)
	}
	if membershiptypes.IsSetAside(fund.Name) {
		return ErrFundPolicy.Wrapf("the fund %q holds what the members are owed, and they alone take it; pay from another fund", fund.Name)
	}
	if fund.Policy == membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE {
		return ErrFundPolicy.Wrapf("the fund %q is indivisible and pays nobody; pay from a free fund", fund.Name)
	}
	return nil
}

func amountText(amount math.Int) string {
	if amount.IsNil() {
		return "not given"
	}
	return amount.String()
}

// FloorUnder is the charter's floor under a fund in a denom, if it has one.
func FloorUnder(rules membershiptypes.TreasuryRules, fund, denom string) (membershiptypes.FundFloor, bool) {
	at := slices.IndexFunc(rules.Floors, func(floor membershiptypes.FundFloor) bool { return floor.Fund == fund && floor.Denom == denom })
	if at < 0 {
		return membershiptypes.FundFloor{}, false
	}
	return rules.Floors[at], true
}

// DelayOf is the charter's delay of large payments from a fund in a denom, if it
// has one.
func DelayOf(rules membershiptypes.TreasuryRules, fund, denom string) (membershiptypes.PaymentDelay, bool) {
	at := slices.IndexFunc(rules.Delays, func(delay membershiptypes.PaymentDelay) bool { return delay.Fund == fund && delay.Denom == denom })
	if at < 0 {
		return membershiptypes.PaymentDelay{}, false
	}
	return rules.Delays[at], true
}
