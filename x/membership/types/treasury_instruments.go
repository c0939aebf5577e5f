package types

import (
	"slices"
	"strings"

	"cosmossdk.io/math"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

// Limits of what a charter says about capital and loans.
const (
	// MaxInstruments of a charter.
	MaxInstruments = 16
	// MaxNamedHolders of an instrument.
	MaxNamedHolders = 64
	// MaxInstrumentDays bounds notices, terms, and the time between instalments.
	MaxInstrumentDays = 36_600
	// MaxInstalments in which a unit is paid in, or a loan repaid.
	MaxInstalments = 120
	// MaxInterestBasisPoints a year.
	MaxInterestBasisPoints = 10_000
)

// Instrument finds an instrument by its name.
func (t TreasuryRules) Instrument(name string) (Instrument, bool) {
	at := slices.IndexFunc(t.Instruments, func(instrument Instrument) bool { return instrument.Name == name })
	if at < 0 {
		return Instrument{}, false
	}
	return t.Instruments[at], true
}

// InstrumentOf finds an instrument that is booked to an account.
func (t TreasuryRules) InstrumentOf(code string) (Instrument, bool) {
	at := slices.IndexFunc(t.Instruments, func(instrument Instrument) bool { return instrument.Account == code })
	if at < 0 {
		return Instrument{}, false
	}
	return t.Instruments[at], true
}

// InstrumentNames lists the instruments in words.
func (t TreasuryRules) InstrumentNames() string {
	names := make([]string, len(t.Instruments))
	for i, instrument := range t.Instruments {
		names[i] = instrument.Name
	}
	return strings.Join(names, ", ")
}

// Word says the kind of an instrument as charters do.
func (k InstrumentKind) Word() string {
	words := []string{"no known kind", "member share", "investor share", "loan"}
	if k < 0 || int(k) >= len(words) {
		return words[0]
	}
	return words[k]
}

// IsShare says that it is capital, and no loan.
func (i Instrument) IsShare() bool { return i.Kind != InstrumentKind_INSTRUMENT_KIND_LOAN }

// NominalOf so many units.
func (i Instrument) NominalOf(number uint64) math.Int {
	return i.Nominal.Mul(math.NewIntFromUint64(number))
}

// Floor under what is paid in on the account of an instrument: the highest of those
// of all instruments that are booked there.
func (t TreasuryRules) Floor(account string) math.Int {
	floor := math.ZeroInt()
	for _, instrument := range t.Instruments {
		if instrument.Account == account {
			floor = math.MaxInt(floor, instrument.CapitalFloor)
		}
	}
	return floor
}

// validateInstruments checks instruments against each other, the book and the classes.
func (c Charter) validateInstruments() error {
	t := *c.Treasury
	if len(t.Instruments) > MaxInstruments {
		return ErrInvalidCharter.Wrapf("there are %d instruments; at most %d: leave some out", len(t.Instruments), MaxInstruments)
	}
	last := ""
	for i, instrument := range t.Instruments {
		if !isFundName(instrument.Name) {
			return ErrInvalidCharter.Wrapf("instrument name %q: use 1 to %d lower-case letters, digits, hyphens and underscores, a letter first", instrument.Name, MaxFundNameBytes)
		}
		if instrument.Name <= last {
			return ErrInvalidCharter.Wrapf("instrument %q follows %q; order instruments by name, each once", instrument.Name, last)
		}
		last = instrument.Name
		for _, check := range []func() error{
			func() error { return t.bookable(instrument) }, instrument.validateUnits, instrument.validateTerms,
			func() error { return t.paysInterest(instrument) }, func() error { return c.validateHolders(instrument) },
		} {
			if err := check(); err != nil {
				return ErrInvalidCharter.Wrapf("instrument %q: %s", instrument.Name, err)
			}
		}
		for _, other := range t.Instruments[:i] {
			if other.Account == instrument.Account && (other.Fund != instrument.Fund || other.Denom != instrument.Denom || other.Kind != instrument.Kind) {
				return ErrInvalidCharter.Wrapf("instruments %q and %q are booked to account %s and are of other kinds, funds or denoms; give each its own account", other.Name, instrument.Name, other.Account)
			}
		}
	}
	return c.validateArrears()
}

// bookable refuses an instrument that the book has no place for.
func (t TreasuryRules) bookable(i Instrument) error {
	account, found := t.Account(i.Account)
	switch {
	case !found || !account.ByMember || account.Role != AccountRole_ACCOUNT_ROLE_UNSPECIFIED:
		return ErrInvalidCharter.Wrapf("it is booked to account %q, which has to be kept by member and of no role; add one to the accounts", i.Account)
	case account.Kind != AccountKind_ACCOUNT_KIND_LIABILITY && (account.Kind != AccountKind_ACCOUNT_KIND_EQUITY || !i.IsShare()):
		return ErrInvalidCharter.Wrapf("it is a %s and is booked to account %s of the kind %s; shares are equity or a liability, loans a liability", i.Kind.Word(), i.Account, account.Kind.Word())
	}
	fund, found := t.Fund(i.Fund)
	if !found || fund.Name == SuspenseFund || IsSetAside(fund.Name) || fund.Policy != FundPolicy_FUND_POLICY_FREE {
		return ErrInvalidCharter.Wrapf("it is paid into the fund %q; name a free one other than %s, %s and %s, or nothing could be paid back", i.Fund, SuspenseFund, PassbookFund, SurplusFund)
	}
	if err := validateDenom("instrument "+i.Name, i.Denom); err != nil {
		return err
	}
	return t.repayable(i)
}

// repayable refuses an instrument whose holders couldn't get anything back, or
// whose value in the book could change.
func (t TreasuryRules) repayable(i Instrument) error {
	outside := slices.ContainsFunc(t.Outside, func(outside OutsideAccount) bool { return outside.Currency == i.Denom && outside.Fund == i.Fund })
	valued := i.Denom == t.Currency || slices.ContainsFunc(t.Coins, func(coin CoinValue) bool { return coin.Denom == i.Denom })
	if t.Currency != NoCurrency && !valued {
		return ErrInvalidCharter.Wrapf("it is counted in %s, which has no fixed value in %s; give the coin one, so that what is paid in keeps its value in the book", i.Denom, t.Currency)
	}
	if t.Currency != NoCurrency && i.Denom != t.Currency && t.CodeOf(AccountRole_ACCOUNT_ROLE_EXCHANGE) == "" {
		return ErrInvalidCharter.Wrap("no account has the role exchange, for what the values of coins differ by when it is paid back; give it to an account of income or expense")
	}
	if i.RepaidTo == "" {
		if t.Passbook == nil || outside {
			return ErrInvalidCharter.Wrapf("what is paid back goes into passbooks, and there are none, or they don't hold %s; name an account of liability under repaid_to", i.Denom)
		}
		return nil
	}
	account, found := t.Account(i.RepaidTo)
	_, held := t.InstrumentOf(i.RepaidTo)
	if !found || held || !account.ByMember || account.Kind != AccountKind_ACCOUNT_KIND_LIABILITY || account.Role != AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
		return ErrInvalidCharter.Wrapf("what is paid back is owed on account %q, which has to be a liability kept by member, of no role and of no instrument", i.RepaidTo)
	}
	return nil
}

func (i Instrument) validateUnits() error {
	if i.Kind < InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE || i.Kind > InstrumentKind_INSTRUMENT_KIND_LOAN {
		return ErrInvalidCharter.Wrapf("it is of %s; make it a member share, an investor share or a loan", i.Kind.Word())
	}
	for _, amount := range []struct {
		what  string
		value math.Int
	}{{"nominal value", i.Nominal}, {"capital floor", i.CapitalFloor}} {
		// So that any number of units is within a book.
		if amount.value.IsNil() || amount.value.IsNegative() || amount.value.BigInt().BitLen() > MaxTreasuryAmountBits/2 {
			return ErrInvalidCharter.Wrapf("its %s is missing, less than nothing, or has more than %d bits", amount.what, MaxTreasuryAmountBits/2)
		}
	}
	if !i.Nominal.IsPositive() {
		return ErrInvalidCharter.Wrap("a unit has no nominal value; give an amount above zero")
	}
	if i.Most != 0 && i.Required > i.Most {
		return ErrInvalidCharter.Wrapf("each member holds at least %d units and at most %d; give a bound that can be kept", i.Required, i.Most)
	}
	if i.RequiredWithinDays > MaxInstrumentDays || i.Required == 0 && i.RequiredWithinDays != 0 {
		return ErrInvalidCharter.Wrapf("units are required within %d days; give at most %d, and none where none are required", i.RequiredWithinDays, MaxInstrumentDays)
	}
	if i.RequiredFrom == 0 {
		return nil
	}
	if _, err := chaintypes.DateOfNumber(i.RequiredFrom); err != nil || i.Required == 0 {
		return ErrInvalidCharter.Wrapf("units are required from %d on; give a day in digits, such as 20270101, and none where none are required", i.RequiredFrom)
	}
	return nil
}

// validateTerms checks what a share and a loan have each.
func (i Instrument) validateTerms() error {
	if i.Instalments > MaxInstalments || (i.Instalments > 1) != (i.InstalmentDays > 0) || i.InstalmentDays > MaxInstrumentDays {
		return ErrInvalidCharter.Wrapf("it is paid in %d instalments with %d days between them; give up to %d with 1 to %d days, or neither", i.Instalments, i.InstalmentDays, MaxInstalments, MaxInstrumentDays)
	}
	if i.Transfer < 0 || i.Transfer > TransferRule_TRANSFER_RULE_APPROVED || i.Redemption < 0 || i.Redemption > RedemptionRule_REDEMPTION_RULE_ON_NOTICE {
		return ErrInvalidCharter.Wrap("it has an unknown rule of transfer or redemption")
	}
	if i.NoticeDays > MaxInstrumentDays || i.TermDays > MaxInstrumentDays || i.Repayments > MaxInstalments {
		return ErrInvalidCharter.Wrapf("its notice is %d days, its term %d days with %d repayments; at most %d days and %d repayments", i.NoticeDays, i.TermDays, i.Repayments, MaxInstrumentDays, MaxInstalments)
	}
	if i.IsShare() {
		return i.validateShare()
	}
	switch {
	case i.Required != 0 || i.Instalments > 1 || i.Redemption != RedemptionRule_REDEMPTION_RULE_UNSPECIFIED || i.NoticeDays != 0 || i.Refusable || i.CapitalFloor.IsPositive() ||
		i.Transfer != TransferRule_TRANSFER_RULE_UNSPECIFIED:
		return ErrInvalidCharter.Wrap("a loan is required of nobody, paid at once, passed on to nobody and repaid by its term; leave required, instalments, transfer, redemption, notice, refusable and capital_floor out")
	case i.TermDays < 1 || i.Repayments < 1 || i.Repayments > i.TermDays:
		return ErrInvalidCharter.Wrapf("a loan of %d days is repaid %d times; give a term of 1 day or more, and 1 repayment or more, at most one a day", i.TermDays, i.Repayments)
	case i.IssueLimit == 0:
		return ErrInvalidCharter.Wrap("the co-op would borrow without a bound; give an issue_limit")
	}
	return nil
}

func (i Instrument) validateShare() error {
	switch {
	case i.TermDays != 0 || i.Repayments != 0:
		return ErrInvalidCharter.Wrap("a share has no term and no repayments; leave them out, or make it a loan")
	case i.Redemption == RedemptionRule_REDEMPTION_RULE_UNSPECIFIED && (i.NoticeDays != 0 || i.Refusable || i.CapitalFloor.IsPositive()):
		return ErrInvalidCharter.Wrap("a share that is never redeemed has no notice, no floor, and nothing to refuse; leave them out")
	case i.Kind == InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE && i.InterestBasisPoints != 0:
		return ErrInvalidCharter.Wrap("a member share gets no interest of its own; leave it out, or make it an investor share")
	}
	return nil
}

// paysInterest refuses interest that no account bears.
func (t TreasuryRules) paysInterest(i Instrument) error {
	if i.InterestBasisPoints > MaxInterestBasisPoints || (i.InterestBasisPoints > 0) != (i.InterestAccount != "") {
		return ErrInvalidCharter.Wrapf("it bears %d basis points a year on account %q; give at most %d with an account, or neither", i.InterestBasisPoints, i.InterestAccount, MaxInterestBasisPoints)
	}
	if i.InterestAccount == "" {
		return nil
	}
	account, found := t.Account(i.InterestAccount)
	if !found || account.ByMember || account.Role != AccountRole_ACCOUNT_ROLE_UNSPECIFIED ||
		account.Kind != AccountKind_ACCOUNT_KIND_EXPENSE && (account.Kind != AccountKind_ACCOUNT_KIND_EQUITY || !i.IsShare()) {
		return ErrInvalidCharter.Wrapf("its interest is booked to account %q, which has to be an expense of no role and not kept by member, or for shares equity", i.InterestAccount)
	}
	return nil
}

// validateHolders checks who may hold an instrument. Where nobody may any more, those
// who hold it keep it.
func (c Charter) validateHolders(i Instrument) error {
	if i.Required > 0 && len(i.ClassIds) == 0 {
		return ErrInvalidCharter.Wrap("it is required of no class; name one, or leave required out")
	}
	lastClass := uint32(0)
	for _, id := range i.ClassIds {
		if _, err := c.Class(id); err != nil || id <= lastClass {
			return ErrInvalidCharter.Wrapf("class %d is unknown or out of order; name the charter's classes by their ids, ascending", id)
		}
		lastClass = id
	}
	if len(i.MemberIds) > MaxNamedHolders {
		return ErrInvalidCharter.Wrapf("%d members are named; at most %d: open it to a class", len(i.MemberIds), MaxNamedHolders)
	}
	lastMember := uint64(0)
	for _, id := range i.MemberIds {
		if id <= lastMember {
			return ErrInvalidCharter.Wrapf("member %d is out of order; name members by their numbers, ascending", id)
		}
		lastMember = id
	}
	return nil
}

// validateArrears checks what comes of what members owe.
func (c Charter) validateArrears() error {
	arrears := c.Treasury.Arrears
	if arrears == nil {
		return nil
	}
	if arrears.SetOffNoticeDays > MaxInstrumentDays || arrears.LapseAfterDays > MaxInstrumentDays {
		return ErrInvalidCharter.Wrapf("a set-off waits %d days, and a membership lapses after %d; at most %d", arrears.SetOffNoticeDays, arrears.LapseAfterDays, MaxInstrumentDays)
	}
	if arrears.SetOffNoticeDays > 0 && c.Treasury.Passbook == nil {
		return ErrInvalidCharter.Wrap("debts are set off against passbooks, and there are none; leave set_off_notice_days out, or keep passbooks")
	}
	if (arrears.LapseGround != "") != (arrears.LapseAfterDays > 0) {
		return ErrInvalidCharter.Wrapf("a membership lapses on the ground %q after %d days; give both, or neither", arrears.LapseGround, arrears.LapseAfterDays)
	}
	if arrears.LapseGround != "" && !c.MembershipTerms().NamesGround(arrears.LapseGround) {
		return ErrInvalidCharter.Wrapf("a membership lapses for shares on the ground %q, which the charter doesn't name; add it to the lapse grounds", arrears.LapseGround)
	}
	return nil
}

// MayHold says whether a member may hold an instrument: by its class, or by name.
func (i Instrument) MayHold(classID uint32, memberID uint64) bool {
	return slices.Contains(i.ClassIds, classID) || slices.Contains(i.MemberIds, memberID)
}

// RequiredOf is how many units a member of a class has to hold.
func (i Instrument) RequiredOf(classID uint32) uint64 {
	if !slices.Contains(i.ClassIds, classID) {
		return 0
	}
	return i.Required
}

// instrumentsSucceed refuses to take an instrument away, to make it another, or to
// let one be booked where something else was.
func (t TreasuryRules) instrumentsSucceed(previous TreasuryRules) error {
	for _, old := range previous.Instruments {
		instrument, found := t.Instrument(old.Name)
		if !found {
			return ErrBookKept.Wrapf("the instrument %q is missing, which members may hold; keep it, and name no classes and members for it if nobody is to get more", old.Name)
		}
		if instrument.Kind != old.Kind || instrument.Account != old.Account || instrument.Fund != old.Fund || instrument.Denom != old.Denom ||
			!instrument.Nominal.Equal(old.Nominal) || instrument.RepaidTo != old.RepaidTo {
			return ErrBookKept.Wrapf("the instrument %q was a %s of %s%s on account %s, fund %q, repaid to %q, and would become another; keep that, and add one of a new name",
				old.Name, old.Kind.Word(), old.Nominal, old.Denom, old.Account, old.Fund, old.RepaidTo)
		}
	}
	for _, instrument := range t.Instruments {
		_, held := previous.InstrumentOf(instrument.Account)
		if _, known := previous.Account(instrument.Account); known && !held {
			return ErrBookKept.Wrapf("the instrument %q would be booked to account %s, to which officers may have posted; add a new account for it, and bring in what is held", instrument.Name, instrument.Account)
		}
	}
	return nil
}

// withInstrumentsOf adds the instruments that a book has and this one doesn't, with
// the values of their coins. Nobody gets more of them who isn't in a class of the
// charter.
func (t TreasuryRules) withInstrumentsOf(inForce TreasuryRules, charter Charter) TreasuryRules {
	for _, instrument := range inForce.Instruments {
		if _, known := t.Instrument(instrument.Name); known {
			continue
		}
		instrument.ClassIds = slices.DeleteFunc(slices.Clone(instrument.ClassIds), func(id uint32) bool {
			_, err := charter.Class(id)
			return err != nil
		})
		if len(instrument.ClassIds) == 0 {
			instrument.ClassIds, instrument.Required, instrument.RequiredWithinDays, instrument.RequiredFrom = nil, 0, 0, 0
		}
		t.Instruments = append(slices.Clone(t.Instruments), instrument)
		t.Coins = withCoinOf(t.Coins, inForce.Coins, instrument.Denom)
	}
	slices.SortFunc(t.Instruments, func(a, b Instrument) int { return strings.Compare(a.Name, b.Name) })
	return t
}

// withCoinOf adds the value of a coin to those that have none for it.
func withCoinOf(coins, others []CoinValue, denom string) []CoinValue {
	of := func(coin CoinValue) bool { return coin.Denom == denom }
	at := slices.IndexFunc(others, of)
	if at < 0 || slices.ContainsFunc(coins, of) {
		return coins
	}
	coins = append(slices.Clone(coins), others[at])
	slices.SortFunc(coins, func(a, b CoinValue) int { return strings.Compare(a.Denom, b.Denom) })
	return coins
}

// instrumentsWithAmounts gives a zero to amounts that came without one, so that
// they can be compared before they are validated.
func instrumentsWithAmounts(given []Instrument) []Instrument {
	instruments := slices.Clone(given)
	for i := range instruments {
		if instruments[i].Nominal.IsNil() {
			instruments[i].Nominal = math.ZeroInt()
		}
		if instruments[i].CapitalFloor.IsNil() {
			instruments[i].CapitalFloor = math.ZeroInt()
		}
	}
	return instruments
}
