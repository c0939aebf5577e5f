package cli

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// Hledger writes a journal as hledger reads it. Amounts in the book's currency
// are ordinary postings; amounts of coins are balanced virtual ones, in
// brackets, so that either must sum to zero by itself and reports in the
// currency (hledger -R) leave the coins out.
func Hledger(currency string, decimals uint32, accounts []membershiptypes.LedgerAccount, entries []types.Entry) string {
	kinds := make(map[string]membershiptypes.LedgerAccount, len(accounts))
	for _, account := range accounts {
		kinds[account.Code] = account
	}
	used, denoms := make(map[string]membershiptypes.LedgerAccount), make(map[string]bool)
	for _, entry := range entries {
		for _, posting := range entry.Postings {
			account := kinds[posting.Account]
			used[accountName(account, posting)] = account
			if posting.Denom != "" {
				denoms[posting.Denom] = true
			}
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "commodity %s %s\n", decimal(math.NewInt(1_000).Mul(power(decimals)), decimals, true), currency)
	for _, denom := range slices.Sorted(maps.Keys(denoms)) {
		fmt.Fprintf(&text, "commodity 1000. %q\n", symbol(denom, currency))
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&text, "account %s  ; %s, type:%s\n", name, used[name].Name, hledgerType(used[name].Kind))
	}
	for _, entry := range entries {
		writeEntry(&text, currency, decimals, kinds, entry)
	}
	return text.String()
}

func writeEntry(text *strings.Builder, currency string, decimals uint32, kinds map[string]membershiptypes.LedgerAccount, entry types.Entry) {
	fmt.Fprintf(text, "\n%s * (%d) %s\n", types.DayText(entry.AccountingDate), entry.Number, describe(entry))
	for _, tag := range tags(entry) {
		fmt.Fprintf(text, "    ; %s:%s\n", tag[0], tag[1])
	}
	for _, posting := range entry.Postings {
		name := accountName(kinds[posting.Account], posting)
		fmt.Fprintf(text, "    %s  %s %s\n", name, decimal(posting.Functional, decimals, false), currency)
		if posting.Denom != "" {
			fmt.Fprintf(text, "    [%s]  %s %q\n", name, posting.Amount, symbol(posting.Denom, currency))
		}
	}
}

// symbol of a denom. Money of an outside account is in base units of the book's own
// currency, which hledger must not add to the currency, quoted or not, nor round
// with it to whole units.
func symbol(denom, currency string) string {
	if denom == currency {
		return denom + " base units"
	}
	return denom
}

// tags say who stands behind an entry, and since when.
func tags(entry types.Entry) [][2]string {
	said := [][2]string{{"posted", time.Unix(entry.PostedAt, 0).UTC().Format(time.DateOnly)}}
	for _, number := range []struct {
		name  string
		value uint64
	}{
		{"resolution", entry.ResolutionId}, {"preparer", entry.PreparerMemberId}, {"approver", entry.ApproverMemberId}, {"payment", entry.PaymentId},
	} {
		if number.value != 0 {
			said = append(said, [2]string{number.name, strconv.FormatUint(number.value, 10)})
		}
	}
	if len(entry.DocumentSha256) > 0 {
		said = append(said, [2]string{"document", hex.EncodeToString(entry.DocumentSha256)})
	}
	return said
}

func describe(entry types.Entry) string {
	description := entry.Source.Word()
	if entry.Narrative != "" {
		description += " | " + entry.Narrative
	}
	if entry.Reverses != 0 {
		description += fmt.Sprintf(" takes back %d", entry.Reverses)
	}
	return description
}

// accountName is kind, code, fund and, where the account is kept by member, the
// member's number, so that reports add up by each.
func accountName(account membershiptypes.LedgerAccount, posting types.Posting) string {
	name := account.Kind.Word() + ":" + posting.Account + ":" + posting.Fund
	if posting.MemberId != 0 {
		name += fmt.Sprintf(":member-%d", posting.MemberId)
	}
	return name
}

func hledgerType(kind membershiptypes.AccountKind) string {
	return map[membershiptypes.AccountKind]string{
		membershiptypes.AccountKind_ACCOUNT_KIND_ASSET: "A", membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY: "L",
		membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY: "E", membershiptypes.AccountKind_ACCOUNT_KIND_INCOME: "R",
		membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE: "X",
	}[kind]
}

func power(decimals uint32) math.Int {
	scale := math.OneInt()
	for range decimals {
		scale = scale.MulRaw(10)
	}
	return scale
}

// decimal writes minor units with their decimals; a point always, where hledger
// is told how a commodity looks.
func decimal(amount math.Int, decimals uint32, point bool) string {
	if decimals == 0 {
		if point {
			return amount.String() + "."
		}
		return amount.String()
	}
	sign, digits := "", amount.Abs().String()
	if amount.IsNegative() {
		sign = "-"
	}
	if missing := int(decimals) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	at := len(digits) - int(decimals)
	return sign + digits[:at] + "." + digits[at:]
}
