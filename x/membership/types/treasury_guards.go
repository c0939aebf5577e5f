package types

import (
	"slices"

	"cosmossdk.io/math"
)

const (
	// MaxSpendingShares of a charter.
	MaxSpendingShares = 32
	// MaxLiquidityAccounts on each side of a liquidity test.
	MaxLiquidityAccounts = 32
	// MaxCoverBasisPoints is the most that a liquidity test asks for: ten times what is due.
	MaxCoverBasisPoints = 100_000
	// BasisPoints are the whole: 10,000 of them are 100 %.
	BasisPoints = 10_000
)

// Word says the window as charters do.
func (w SpendingWindow) Word() string {
	words := []string{"no known window", "month", "quarter", "year"}
	if w < 0 || int(w) >= len(words) {
		return words[0]
	}
	return words[w]
}

// SpendingShare finds what budgets may spend of a fund in a denom in each window.
func (t TreasuryRules) SpendingShare(fund, denom string) (SpendingShare, bool) {
	at := slices.IndexFunc(t.SpendingShares, func(share SpendingShare) bool { return share.Fund == fund && share.Denom == denom })
	if at < 0 {
		return SpendingShare{}, false
	}
	return t.SpendingShares[at], true
}

func (t TreasuryRules) validateSpendingShares() error {
	if len(t.SpendingShares) > MaxSpendingShares {
		return ErrInvalidCharter.Wrapf("there are %d spending shares; at most %d: leave some out", len(t.SpendingShares), MaxSpendingShares)
	}
	last := []string{"", ""}
	for _, share := range t.SpendingShares {
		at := []string{share.Fund, share.Denom}
		if err := t.validateGuard("spending share", at, last, math.OneInt()); err != nil {
			return err
		}
		last = at
		if share.Fund == SuspenseFund || IsSetAside(share.Fund) {
			return ErrInvalidCharter.Wrapf("there is a spending share of the fund %q, out of which no budget pays; leave it out", share.Fund)
		}
		if share.Window < SpendingWindow_SPENDING_WINDOW_MONTH || share.Window > SpendingWindow_SPENDING_WINDOW_YEAR {
			return ErrInvalidCharter.Wrapf("the spending share of %q in %s is for %s; make it for each month, quarter or year", share.Fund, share.Denom, share.Window.Word())
		}
		if share.BasisPoints < 1 || share.BasisPoints > BasisPoints {
			return ErrInvalidCharter.Wrapf("the spending share of %q in %s is %d basis points; give 1 to %d, or leave it out", share.Fund, share.Denom, share.BasisPoints, BasisPoints)
		}
	}
	return nil
}

func (t TreasuryRules) validateLiquidity() error {
	test := t.Liquidity
	if test == nil {
		return nil
	}
	if t.Currency == NoCurrency {
		return ErrInvalidCharter.Wrapf("the liquidity test compares values, and the book is in no currency (%s); leave it out", NoCurrency)
	}
	if test.BasisPoints < 1 || test.BasisPoints > MaxCoverBasisPoints {
		return ErrInvalidCharter.Wrapf("the liquidity test asks for %d basis points of what is due; give 1 to %d: %d is all of it", test.BasisPoints, MaxCoverBasisPoints, BasisPoints)
	}
	if err := t.validateSide("liquid asset", test.Assets, t.isLiquid, "name the account of the role purses, or of outside accounts"); err != nil {
		return err
	}
	return t.validateSide("liability", test.Liabilities, func(account LedgerAccount) bool {
		return account.Kind == AccountKind_ACCOUNT_KIND_LIABILITY && account.Role == AccountRole_ACCOUNT_ROLE_UNSPECIFIED
	}, "name liabilities without a role: what is in suspense or in passbooks lies ready in funds that the test leaves out")
}

// isLiquid says that an account is of coins or of an outside account.
func (t TreasuryRules) isLiquid(account LedgerAccount) bool {
	_, outside := t.OutsideOf(account.Code)
	return outside || account.Role == AccountRole_ACCOUNT_ROLE_PURSES
}

// validateSide checks one side of the liquidity test.
func (t TreasuryRules) validateSide(what string, codes []string, fits func(LedgerAccount) bool, instead string) error {
	if len(codes) == 0 || len(codes) > MaxLiquidityAccounts {
		return ErrInvalidCharter.Wrapf("the liquidity test names %d accounts as a %s; name 1 to %d", len(codes), what, MaxLiquidityAccounts)
	}
	last := ""
	for _, code := range codes {
		account, found := t.Account(code)
		if !found || !fits(account) {
			return ErrInvalidCharter.Wrapf("the liquidity test names account %q as a %s, which it isn't; %s", code, what, instead)
		}
		if code <= last {
			return ErrInvalidCharter.Wrapf("the liquidity test names account %q after %q; order accounts by code, each once", code, last)
		}
		last = code
	}
	return nil
}
