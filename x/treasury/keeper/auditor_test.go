package keeper_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// auditor reads journals and nothing else, entry by entry as they come, keeps
// accounts of its own, and compares them with what the ledger and the bank say.
type auditor struct {
	*ledger
	// read is the last entry read, by co-op.
	read map[uint64]uint64
	// accounts and parts of members, in amounts and in values.
	accounts map[place]sums
	parts    map[part]sums
	// earned on each day, by what it comes from.
	earned map[earnedAt]math.Int
	// supply of each denom when the audit began.
	supply map[string]math.Int
}

type place struct {
	coopID               uint64
	account, fund, denom string
}

type part struct {
	coopID, memberID uint64
	account, denom   string
}

type earnedAt struct {
	coopID uint64
	day    uint32
	source membershiptypes.AccountSource
}

// sums of postings.
type sums struct{ amount, functional math.Int }

func (s sums) with(posting types.Posting) sums {
	if s.amount.IsNil() {
		return sums{posting.Amount, posting.Functional}
	}
	return sums{s.amount.Add(posting.Amount), s.functional.Add(posting.Functional)}
}

func (s sums) isZero() bool { return s.amount.IsZero() && s.functional.IsZero() }

func newAuditor(l *ledger) *auditor {
	a := &auditor{
		ledger: l, read: make(map[uint64]uint64), accounts: make(map[place]sums), parts: make(map[part]sums), earned: make(map[earnedAt]math.Int), supply: make(map[string]math.Int),
	}
	for _, denom := range []string{denom, other} {
		a.supply[denom] = l.bank.GetSupply(l.ctx, denom).Amount
	}
	return a
}

// reads what is new in a co-op's journal.
func (a *auditor) reads(coopID uint64) {
	book, err := a.keeper.Books.Get(a.ctx, coopID)
	if err != nil {
		require.ErrorIs(a.t, err, collections.ErrNotFound)
		return
	}
	_, rules, err := a.members.GetCharter(a.ctx, coopID)
	require.NoError(a.t, err)
	terms := rules.Book()
	for number := a.read[coopID] + 1; number <= book.Entries; number++ {
		entry, err := a.keeper.Entries.Get(a.ctx, collections.Join(coopID, number))
		require.NoError(a.t, err, "the journal of co-op %d has a gap at %d", coopID, number)
		a.enters(entry, &terms)
	}
	a.read[coopID] = book.Entries
}

// enters one entry into the auditor's accounts. It has to sum to zero, and to be
// what the funds' policies allow.
func (a *auditor) enters(entry types.Entry, terms *membershiptypes.TreasuryRules) {
	total, denoms := math.ZeroInt(), make(map[string]math.Int)
	for _, posting := range entry.Postings {
		total = total.Add(posting.Functional)
		if sum, known := denoms[posting.Denom]; known {
			denoms[posting.Denom] = sum.Add(posting.Amount)
		} else {
			denoms[posting.Denom] = posting.Amount
		}
		at := place{entry.CoopId, posting.Account, posting.Fund, posting.Denom}
		a.accounts[at] = a.accounts[at].with(posting)
		a.earns(entry, posting, terms)
		if posting.MemberId != 0 {
			of := part{entry.CoopId, posting.MemberId, posting.Account, posting.Denom}
			a.parts[of] = a.parts[of].with(posting)
		}
	}
	require.True(a.t, total.IsZero(), "entry %d is out by %s", entry.Number, total)
	for denom, sum := range denoms {
		require.True(a.t, sum.IsZero(), "entry %d is out by %s%s", entry.Number, sum, denom)
	}
	a.keepsToPolicies(entry, terms)
	a.isDecided(entry, terms)
}

// earns counts a line on an account of income or expense.
func (a *auditor) earns(entry types.Entry, posting types.Posting, terms *membershiptypes.TreasuryRules) {
	account, _ := terms.Account(posting.Account)
	if account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_INCOME && account.Kind != membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE {
		return
	}
	at := earnedAt{entry.CoopId, entry.AccountingDate, account.Source}
	if sum, known := a.earned[at]; known {
		a.earned[at] = sum.Sub(posting.Functional)
	} else {
		a.earned[at] = posting.Functional.Neg()
	}
}

// agreesWithResults: what the ledger says was earned on a day is what the journal says.
func (a *auditor) agreesWithResults() {
	found := 0
	require.NoError(a.t, a.keeper.DayResults.Walk(a.ctx, nil, func(key collections.Triple[uint64, uint32, uint32], earned math.Int) (bool, error) {
		found++
		at := earnedAt{key.K1(), key.K2(), membershiptypes.AccountSource(key.K3())}
		require.False(a.t, a.earned[at].IsNil(), "%v earned %s in no entry", at, earned)
		require.Equal(a.t, a.earned[at].String(), earned.String(), "%v", at)
		return false, nil
	}))
	sums := map[uint64]map[membershiptypes.AccountSource]math.Int{}
	for at, earned := range a.earned {
		if !earned.IsZero() {
			found--
		}
		if sums[at.coopID] == nil {
			sums[at.coopID] = map[membershiptypes.AccountSource]math.Int{0: math.ZeroInt(), 1: math.ZeroInt(), 2: math.ZeroInt()}
		}
		sums[at.coopID][at.source] = sums[at.coopID][at.source].Add(earned)
	}
	require.Zero(a.t, found, "days that earned something")
	for coopID, sum := range sums {
		so, err := a.keeper.ResultSoFar(a.ctx, coopID)
		require.NoError(a.t, err)
		for source, earned := range sum {
			require.Equal(a.t, earned.String(), so.Of(source).String(), "co-op %d, source %d", coopID, source)
		}
	}
}

// isMoney says whether an account is of coins, or of what officers attest.
func isMoney(terms *membershiptypes.TreasuryRules, account membershiptypes.LedgerAccount) bool {
	_, outside := terms.OutsideOf(account.Code)
	return outside || account.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES
}

// keepsToPolicies: no coin and no euro leaves an indivisible fund, what leaves a
// restricted one is spent, and nothing lessens the equity of an indivisible one but a loss that it bears.
func (a *auditor) keepsToPolicies(entry types.Entry, terms *membershiptypes.TreasuryRules) {
	for _, posting := range entry.Postings {
		fund, found := terms.Fund(posting.Fund)
		require.True(a.t, found, "entry %d is in the fund %q", entry.Number, posting.Fund)
		account, found := terms.Account(posting.Account)
		require.True(a.t, found, "entry %d is on the account %q", entry.Number, posting.Account)
		leaves := isMoney(terms, account) && posting.Amount.IsNegative()
		switch fund.Policy {
		case membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE:
			require.False(a.t, leaves, "entry %d takes out of an indivisible fund: %s", entry.Number, entry.String())
			bears := entry.Source == types.Source_SOURCE_SURPLUS && account.Role == membershiptypes.AccountRole_ACCOUNT_ROLE_APPROPRIATED
			require.False(a.t, account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY && posting.Functional.IsPositive() && !bears,
				"entry %d lessens the equity of an indivisible fund: %s", entry.Number, entry.String())
		case membershiptypes.FundPolicy_FUND_POLICY_RESTRICTED:
			if leaves && entry.Reverses == 0 { // else it takes back a receipt that was none
				a.isSpent(entry, posting.Fund, terms)
			}
		}
	}
}

// isSpent says that expenses and liabilities of the fund take what its assets give,
// and that no other fund gets any of it, but for members' passbooks, which are a debt.
func (a *auditor) isSpent(entry types.Entry, fund string, terms *membershiptypes.TreasuryRules) {
	spent := math.ZeroInt()
	for _, posting := range entry.Postings {
		require.Contains(a.t, []string{fund, membershiptypes.PassbookFund}, posting.Fund,
			"entry %d takes out of a restricted fund for another: %s", entry.Number, entry.String())
		if posting.Fund != fund {
			continue
		}
		account, _ := terms.Account(posting.Account)
		spent = spent.Add(posting.Amount)
		if posting.Amount.IsPositive() {
			require.Contains(a.t, []membershiptypes.AccountKind{
				membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY,
			}, account.Kind, entry.String())
		}
	}
	require.True(a.t, spent.IsZero(), "entry %d takes %s out of a restricted fund that none of its expenses takes: %s", entry.Number, spent, entry.String())
}

// isDecided says that somebody has decided on what leaves: the members, those who
// approved a payment, two officers, or the member whose passbook it leaves.
func (a *auditor) isDecided(entry types.Entry, terms *membershiptypes.TreasuryRules) {
	if entry.PreparerMemberId != 0 {
		require.NotEqual(a.t, entry.PreparerMemberId, entry.ApproverMemberId, entry.String())
	}
	sum := math.ZeroInt()
	for _, posting := range entry.Postings {
		if account, _ := terms.Account(posting.Account); isMoney(terms, account) {
			sum = sum.Add(posting.Amount)
		}
	}
	if !sum.IsNegative() {
		return
	}
	decided := entry.ResolutionId != 0 || entry.PaymentId != 0 || entry.ApproverMemberId != 0 ||
		entry.Source == types.Source_SOURCE_WITHDRAWAL && entry.MemberId != 0
	require.True(a.t, decided, "nobody has decided on entry %d: %s", entry.Number, entry.String())
}

// agrees with the ledger and with the bank.
func (a *auditor) agrees() {
	a.reads(north)
	a.reads(east)
	a.agreesWithBalances()
	a.agreesWithBank()
	a.agreesWithResults()
}

// agreesWithBalances: the ledger's balances and sub-ledgers are the auditor's, and
// the parts of each account kept by member are the account.
func (a *auditor) agreesWithBalances() {
	seen := 0
	require.NoError(a.t, a.keeper.Balances.Walk(a.ctx, nil, func(key collections.Quad[uint64, string, string, string], balance types.Balance) (bool, error) {
		at := place{key.K1(), key.K2(), key.K3(), key.K4()}
		a.same(fmt.Sprint(at), a.accounts[at], balance)
		seen++
		return false, nil
	}))
	require.Equal(a.t, notZero(a.accounts), seen, "balances")
	seen = 0
	controls := make(map[place]sums)
	require.NoError(a.t, a.keeper.Parts.Walk(a.ctx, nil, func(key collections.Quad[uint64, string, uint64, string], balance types.Balance) (bool, error) {
		of := part{coopID: key.K1(), account: key.K2(), memberID: key.K3(), denom: key.K4()}
		a.same(fmt.Sprint(of), a.parts[of], balance)
		at := place{coopID: of.coopID, account: of.account, denom: of.denom}
		controls[at] = controls[at].with(types.Posting{Amount: balance.Amount, Functional: balance.Functional})
		seen++
		return false, nil
	}))
	require.Equal(a.t, notZero(a.parts), seen, "parts of members")
	a.agreesWithControls(controls)
}

// agreesWithControls: an account that is kept by member is the sum of its members'
// parts, whatever funds its postings are in.
func (a *auditor) agreesWithControls(controls map[place]sums) {
	for at, sum := range a.accounts {
		_, charter, err := a.members.GetCharter(a.ctx, at.coopID)
		require.NoError(a.t, err)
		terms := charter.Book()
		account, _ := terms.Account(at.account)
		if !account.ByMember {
			continue
		}
		control := place{coopID: at.coopID, account: at.account, denom: at.denom}
		left := controls[control]
		if left.amount.IsNil() {
			left = sums{math.ZeroInt(), math.ZeroInt()}
		}
		controls[control] = sums{left.amount.Sub(sum.amount), left.functional.Sub(sum.functional)}
	}
	require.Zero(a.t, notZero(controls), "sub-ledgers and control accounts differ: %v", controls)
}

func notZero[K comparable](of map[K]sums) int {
	count := 0
	for _, sum := range of {
		if !sum.isZero() {
			count++
		}
	}
	return count
}

func (a *auditor) same(what string, mine sums, theirs types.Balance) {
	require.False(a.t, mine.amount.IsNil(), "%s is in no entry", what)
	require.True(a.t, mine.amount.Equal(theirs.Amount) && mine.functional.Equal(theirs.Functional),
		"%s: %s and %s by the journal, %s and %s by the ledger", what, mine.amount, mine.functional, theirs.Amount, theirs.Functional)
}

// agreesWithBank: each purse has what its fund's account of coins says, in every
// denom, co-ops' accounts have nothing, and no coin has come into being or gone.
func (a *auditor) agreesWithBank() {
	inBook := make(map[place]math.Int)
	for at, sum := range a.accounts {
		if at.account == "1000" && at.denom != "" {
			inBook[at] = sum.amount
		}
	}
	require.NoError(a.t, a.keeper.Purses.Walk(a.ctx, nil, func(address []byte, purse types.Purse) (bool, error) {
		for _, coin := range a.bank.GetAllBalances(a.ctx, address) {
			at := place{purse.CoopId, "1000", purse.Fund, coin.Denom}
			require.False(a.t, inBook[at].IsNil(), "%v is in the bank and in no book", at)
			require.Equal(a.t, inBook[at].String(), coin.Amount.String(), "%v", at)
			delete(inBook, at)
		}
		return false, nil
	}))
	for _, at := range slices.SortedFunc(maps.Keys(inBook), func(a, b place) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }) {
		require.True(a.t, inBook[at].IsZero(), "%v is in the book and not in the bank", at)
	}
	for _, coop := range []uint64{north, east} {
		require.True(a.t, a.bank.GetAllBalances(a.ctx, membershiptypes.CoopAccount(coop)).IsZero())
	}
	for denom, supply := range a.supply {
		require.Equal(a.t, supply.String(), a.bank.GetSupply(a.ctx, denom).Amount.String(), "the supply of %s", denom)
	}
}
