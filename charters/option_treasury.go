package charters

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type treasuryRules = membershiptypes.TreasuryRules

// treasuryRecord is how a co-op keeps its book and what its money is for.
func treasuryRecord() record[treasuryRules] {
	return record[treasuryRules]{what: "treasury", fields: []field[treasuryRules]{
		text("currency", `{"type": "string", "pattern": "^[A-Z]{3}$"}`, func(t *treasuryRules) *string { return &t.Currency }).needed().
			described("Of the book: an ISO 4217 code like EUR. XXX is no currency: the book counts coins alone."),
		number("decimals", 0, func(t *treasuryRules) *uint32 { return &t.Decimals }).quiet("0").
			described("Digits of the currency after the point: 2 for EUR, 0 for JPY."),
		list("coins", coinRecord, func(t *treasuryRules) *[]membershiptypes.CoinValue { return &t.Coins }).
			described("Coins of a fixed value in the currency. What arrives in another is booked at no value."),
		fundsField(),
		accountsField(),
		list("floors", floorRecord, func(t *treasuryRules) *[]membershiptypes.FundFloor { return &t.Floors }).
			described("While a fund holds no more than this, no new budget of it is proposed."),
		list("delays", delayRecord, func(t *treasuryRules) *[]membershiptypes.PaymentDelay { return &t.Delays }).
			described("A large payment out of a budget waits after its approval, and members can stop it."),
		list("spending_shares", spendingShareRecord, func(t *treasuryRules) *[]membershiptypes.SpendingShare { return &t.SpendingShares }).
			described("What budgets spend of a fund in a month, quarter or year at most, of what it held when that began."),
		nested("liquidity", liquidityRecord, func(t *treasuryRules) **membershiptypes.LiquidityTest { return &t.Liquidity }).
			described("What has to stay in hand for what is due, after each payment out of a free fund."),
		list("overheads", overheadRecord, func(t *treasuryRules) *[]membershiptypes.FundOverhead { return &t.Overheads }).
			described("What the co-op keeps for hosting a project: of each receipt of the project's fund, for the operating fund."),
		outsideField(),
		nested("passbook", passbookRecord, func(t *treasuryRules) **membershiptypes.PassbookRules { return &t.Passbook }).
			described("How members withdraw what the co-op owes them. With it come the fund passbook, free, and an account of liability with the role passbook, kept by member."),
		nested("dues", duesRecord, func(t *treasuryRules) **membershiptypes.DuesRules { return &t.Dues }).
			described("What members pay for each period. With it comes an account of income with the role dues."),
		instrumentsField(),
		nested("arrears", arrearsRecord, func(t *treasuryRules) **membershiptypes.ArrearsRules { return &t.Arrears }).
			described("What comes of what members owe beside dues. Nothing does if left out."),
		nested("fiscal", fiscalRecord, func(t *treasuryRules) **membershiptypes.FiscalCalendar { return &t.Fiscal }).
			described("The years and periods of the book. Without it no period is locked."),
	}}
}

var coinRecord = record[membershiptypes.CoinValue]{what: "a coin", fields: []field[membershiptypes.CoinValue]{
	text("denom", lineSchema, func(c *membershiptypes.CoinValue) *string { return &c.Denom }).needed(),
	number("base_units", 1, func(c *membershiptypes.CoinValue) *uint64 { return &c.BaseUnits }).needed().
		described("So many base units of the denom …"),
	number("minor_units", 1, func(c *membershiptypes.CoinValue) *uint64 { return &c.CurrencyUnits }).needed().
		described("… are worth so many minor units of the currency, such as cents."),
}}

var floorRecord = record[membershiptypes.FundFloor]{what: "a floor", fields: []field[membershiptypes.FundFloor]{
	text("fund", lineSchema, func(f *membershiptypes.FundFloor) *string { return &f.Fund }).needed(),
	text("denom", lineSchema, func(f *membershiptypes.FundFloor) *string { return &f.Denom }).needed(),
	amount("amount", func(f *membershiptypes.FundFloor) *integer { return &f.Amount }).needed().
		described("In base units of the denom."),
	truth("spending", func(f *membershiptypes.FundFloor) *bool { return &f.Spending }).quiet("false").
		described("No payment out of a budget brings the fund under the amount either."),
}}

var delayRecord = record[membershiptypes.PaymentDelay]{what: "a delay", fields: []field[membershiptypes.PaymentDelay]{
	text("fund", lineSchema, func(d *membershiptypes.PaymentDelay) *string { return &d.Fund }).needed(),
	text("denom", lineSchema, func(d *membershiptypes.PaymentDelay) *string { return &d.Denom }).needed(),
	amount("above", func(d *membershiptypes.PaymentDelay) *integer { return &d.Above }).needed().
		described("In base units of the denom; 0 makes each payment wait."),
	duration("delay", func(d *membershiptypes.PaymentDelay) *uint64 { return &d.DelaySeconds }).needed(),
	number("vetoes", 1, func(d *membershiptypes.PaymentDelay) *uint32 { return &d.Vetoes }).needed().
		described("So many members stop the payment meanwhile."),
}}

const restrictedTo = "restricted to "

// fundsField says what may be done with each fund, in words.
func fundsField() field[treasuryRules] {
	schema := `{"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[a-z][a-z0-9_-]{0,31}$"},
		"additionalProperties": {"type": "string", "pattern": "^(free|indivisible|restricted to .+)$"}}`
	return keyed("funds", schema,
		func(t *treasuryRules) *[]membershiptypes.Fund { return &t.Funds },
		func(name string, m mapping) (membershiptypes.Fund, error) {
			fund := membershiptypes.Fund{Name: name}
			said, err := m.text(name, "")
			if err != nil {
				return fund, err
			}
			purpose, restricted := strings.CutPrefix(said, restrictedTo)
			switch {
			case restricted && purpose != "":
				fund.Policy, fund.Purpose = membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED, purpose
			case said == "free":
				fund.Policy = membershiptypes.FundPolicy_FUND_POLICY_FREE
			case said == "indivisible":
				fund.Policy = membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE
			default:
				return fund, wrong(m.values[name].Line, `funds: %s must be free, indivisible, or "restricted to" a purpose, not %q`, name, said)
			}
			return fund, nil
		},
		func(f *membershiptypes.Fund) (string, *yaml.Node) {
			said := f.Policy.Word()
			if f.Policy == membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED {
				said = restrictedTo + f.Purpose
			}
			return f.Name, scalar("!!str", said)
		},
		func(a, b membershiptypes.Fund) int { return cmp.Compare(a.Name, b.Name) },
	).needed().described("What money and equity are for, and what may be done with each: free, indivisible, or restricted to a purpose. operating and suspense are always among them, both free.")
}

var accountKinds = words[membershiptypes.AccountKind]{
	{membershiptypes.AccountKind_ACCOUNT_KIND_ASSET, "asset"},
	{membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY, "liability"},
	{membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY, "equity"},
	{membershiptypes.AccountKind_ACCOUNT_KIND_INCOME, "income"},
	{membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, "expense"},
}

var accountRoles = words[membershiptypes.AccountRole]{
	{membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES, "purses"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_SUSPENSE, "suspense"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_PASSBOOK, "passbook"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_DUES, "dues"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE, "exchange"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATION, "appropriation"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATED, "appropriated"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_RETAINED, "retained"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED, "shared"},
	{membershiptypes.AccountRole_ACCOUNT_ROLE_SHARED_OUTSIDE, "shared outside"},
}

var accountSources = words[membershiptypes.AccountSource]{
	{membershiptypes.AccountSource_ACCOUNT_SOURCE_NON_MEMBER, "non-member"},
	{membershiptypes.AccountSource_ACCOUNT_SOURCE_EXTRAORDINARY, "extraordinary"},
}

func accountRecord() record[membershiptypes.LedgerAccount] {
	return record[membershiptypes.LedgerAccount]{what: "account", fields: []field[membershiptypes.LedgerAccount]{
		text("name", lineSchema, func(a *membershiptypes.LedgerAccount) *string { return &a.Name }).needed(),
		oneOf("kind", accountKinds, func(a *membershiptypes.LedgerAccount) *membershiptypes.AccountKind { return &a.Kind }).needed(),
		oneOf("role", accountRoles, func(a *membershiptypes.LedgerAccount) *membershiptypes.AccountRole { return &a.Role }).
			described("What the ledger itself posts to it: purses when coins move, suspense when they arrive from nobody it knows, passbook when members are paid into theirs and withdraw, dues when they pay them, exchange when balances in another currency are revalued; and when a surplus is shared, appropriation what of the results has been, appropriated what funds got, retained and shared what members got and have not taken, shared outside what they have taken and is paid outside."),
		truth("by_member", func(a *membershiptypes.LedgerAccount) *bool { return &a.ByMember }).quiet("false").
			described("Each posting names a member, and the account is the sum of its members' parts. It stays so for good."),
		oneOf("source", accountSources, func(a *membershiptypes.LedgerAccount) *membershiptypes.AccountSource { return &a.Source }).
			described("Where income comes from, or what an expense is for, when a surplus is shared: non-member is business with others than members, extraordinary no result of the business. Business with members if left out. It stays so for good."),
	}}
}

// accountsField is the chart of accounts, by code.
func accountsField() field[treasuryRules] {
	schema := fmt.Sprintf(`{"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[0-9]{1,10}$"}, "additionalProperties": %s}`,
		accountRecord().schema())
	return keyed("accounts", schema,
		func(t *treasuryRules) *[]membershiptypes.LedgerAccount { return &t.Accounts },
		func(code string, m mapping) (membershiptypes.LedgerAccount, error) {
			account := membershiptypes.LedgerAccount{Code: code}
			err := accountRecord().named(code).read(m.values[code], &account)
			return account, err
		},
		func(a *membershiptypes.LedgerAccount) (string, *yaml.Node) {
			node := accountRecord().write(a)
			node.Style = yaml.FlowStyle
			return a.Code, node
		},
		func(a, b membershiptypes.LedgerAccount) int { return cmp.Compare(a.Code, b.Code) },
	).needed().described("The accounts of the book, by code. Exactly one has the role purses, and one the role suspense.")
}

// treasury says what the co-op's money is for and what guards it.
func (s speech) treasury(charter membershiptypes.Charter) (sentences []string) {
	rules := charter.Treasury
	if rules == nil {
		return nil
	}
	if rules.Currency == membershiptypes.NoCurrency {
		sentences = append(sentences, s.say("treasury.no currency"))
	} else {
		sentences = append(sentences, s.count("treasury.currency", uint64(rules.Decimals), "currency", rules.Currency))
	}
	for _, coin := range rules.Coins {
		sentences = append(sentences, s.say("treasury.coin",
			"units", s.number(coin.BaseUnits), "denom", coin.Denom, "value", s.money(*rules, strconv.FormatUint(coin.CurrencyUnits, 10))))
	}
	for _, fund := range rules.Funds {
		sentences = append(sentences, s.say("treasury.fund "+fund.Policy.Word(), "fund", fund.Name, "purpose", fund.Purpose))
	}
	for _, floor := range rules.Floors {
		name := "treasury.floor"
		if floor.Spending {
			name = "treasury.floor spending"
		}
		sentences = append(sentences, s.say(name, "fund", floor.Fund, "amount", s.coins(*rules, floor.Amount, floor.Denom)))
	}
	for _, delay := range rules.Delays {
		name := "treasury.delay"
		if delay.Above.IsZero() {
			name = "treasury.delay each"
		}
		sentences = append(sentences, s.count(name, uint64(delay.Vetoes), "fund", delay.Fund, "denom", delay.Denom,
			"amount", s.coins(*rules, delay.Above, delay.Denom), "period", s.duration(delay.DelaySeconds)))
	}
	sentences = append(append(sentences, s.guards(*rules)...), s.overheads(*rules)...)
	sentences = append(sentences, s.outside(*rules)...)
	sentences = append(append(sentences, s.passbook(*rules)...), s.dues(charter)...)
	if _, setAside := rules.Fund(membershiptypes.SurplusFund); setAside {
		sentences = append(sentences, s.say("treasury.surplus"))
	}
	sentences = append(sentences, s.instruments(charter)...)
	return append(sentences, s.fiscal(rules.Fiscal)...)
}

// accounts lists the book's accounts.
func (s speech) accounts(charter membershiptypes.Charter) (sentences []string) {
	if charter.Treasury == nil {
		return nil
	}
	for _, account := range charter.Treasury.Accounts {
		places := []string{"code", account.Code, "name", account.Name, "kind", s.say("account." + account.Kind.Word())}
		if account.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_UNSPECIFIED {
			name := "account"
			switch {
			case account.ByMember:
				name = "account.by member"
			case account.Source != membershiptypes.AccountSource_ACCOUNT_SOURCE_UNSPECIFIED:
				name = "account." + account.Source.Word()
			}
			sentences = append(sentences, s.say(name, places...))
			continue
		}
		sentences = append(sentences, s.say("account.role", append(places, "role", s.say("role."+account.Role.Word()))...))
	}
	return sentences
}
