package cli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// commodity is what beancount takes for the name of a currency. Those that begin
// with COIN are kept for denoms that it doesn't take, such as ibc/27394F….
var commodity = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,22}$`)

// Beancount writes a journal as beancount reads it. Each posting has its value in
// the book's currency, and a line of its own for its amount of a coin or of
// another currency: beancount holds either against zero by itself.
func Beancount(currency string, decimals uint32, accounts []membershiptypes.LedgerAccount, entries []types.Entry) string {
	kinds := make(map[string]membershiptypes.LedgerAccount, len(accounts))
	for _, account := range accounts {
		kinds[account.Code] = account
	}
	used, denoms, first := make(map[string]membershiptypes.LedgerAccount), make(map[string]string), ^uint32(0)
	for _, entry := range entries {
		first = min(first, entry.AccountingDate)
		for _, posting := range entry.Postings {
			used[beancountAccount(kinds[posting.Account], posting)] = kinds[posting.Account]
			if posting.Denom != "" {
				denoms[posting.Denom] = ""
			}
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "option \"operating_currency\" \"%s\"\n", currency)
	if len(entries) == 0 {
		return text.String()
	}
	for i, denom := range slices.Sorted(maps.Keys(denoms)) {
		denoms[denom] = denom
		if !commodity.MatchString(denom) || denom == currency || strings.HasPrefix(denom, "COIN") {
			denoms[denom] = fmt.Sprintf("COIN%d", i+1)
		}
		fmt.Fprintf(&text, "%s commodity %s\n  denom: %q\n", types.DayText(first), denoms[denom], denom)
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&text, "%s open %s\n  name: %q\n", types.DayText(first), name, strings.ReplaceAll(used[name].Name, `"`, `'`))
	}
	for _, entry := range entries {
		fmt.Fprintf(&text, "\n%s * %q\n", types.DayText(entry.AccountingDate), describe(entry))
		for _, tag := range tags(entry) {
			fmt.Fprintf(&text, "  %s: %q\n", tag[0], tag[1])
		}
		for _, posting := range entry.Postings {
			name := beancountAccount(kinds[posting.Account], posting)
			fmt.Fprintf(&text, "  %s  %s %s\n", name, decimal(posting.Functional, decimals, false), currency)
			if posting.Denom != "" {
				fmt.Fprintf(&text, "  %s  %s %s\n", name, posting.Amount, denoms[posting.Denom])
			}
		}
	}
	return text.String()
}

// beancountAccount is kind, code and fund. A part of a name begins with a capital
// or a digit and has no underscore; a fund has no capital, so X5F is unambiguous.
func beancountAccount(account membershiptypes.LedgerAccount, posting types.Posting) string {
	fund := strings.ReplaceAll(posting.Fund, "_", "X5F")
	return map[membershiptypes.AccountKind]string{
		membershiptypes.AccountKind_ACCOUNT_KIND_ASSET: "Assets", membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY: "Liabilities",
		membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY: "Equity", membershiptypes.AccountKind_ACCOUNT_KIND_INCOME: "Income",
		membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE: "Expenses",
	}[account.Kind] + ":" + posting.Account + ":" + strings.ToUpper(fund[:1]) + fund[1:]
}
