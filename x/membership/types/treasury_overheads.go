package types

import "slices"

const (
	// MaxOverheads of a charter.
	MaxOverheads = MaxFunds
	// MaxOverheadBasisPoints is the most that a co-op keeps of what a fund takes in: a half.
	MaxOverheadBasisPoints = 5_000
)

// Overhead finds what the co-op keeps of what a fund takes in.
func (t TreasuryRules) Overhead(fund string) (FundOverhead, bool) {
	at := slices.IndexFunc(t.Overheads, func(overhead FundOverhead) bool { return overhead.Fund == fund })
	if at < 0 {
		return FundOverhead{}, false
	}
	return t.Overheads[at], true
}

// validateOverheads refuses an overhead of what is not held for somebody else's
// purpose, or that the ledger could not take.
func (t TreasuryRules) validateOverheads() error {
	if len(t.Overheads) > MaxOverheads {
		return ErrInvalidCharter.Wrapf("there are %d overheads; at most %d: leave some out", len(t.Overheads), MaxOverheads)
	}
	last := ""
	for _, overhead := range t.Overheads {
		fund, found := t.Fund(overhead.Fund)
		if !found {
			return ErrInvalidCharter.Wrapf("an overhead names the fund %q, which there is not; its funds are %s", overhead.Fund, t.FundNames())
		}
		if fund.Policy != FundPolicy_FUND_POLICY_RESTRICTED {
			return ErrInvalidCharter.Wrapf("there is an overhead of the fund %q, which is %s; one is taken of what is restricted to a project alone: restrict the fund, or leave the overhead out", fund.Name, fund.Policy.Word())
		}
		if overhead.Fund <= last {
			return ErrInvalidCharter.Wrapf("the overhead of %q follows that of %q; order overheads by fund, one for each", overhead.Fund, last)
		}
		last = overhead.Fund
		if overhead.BasisPoints < 1 || overhead.BasisPoints > MaxOverheadBasisPoints {
			return ErrInvalidCharter.Wrapf("the overhead of %q is %d basis points; give 1 to %d, or leave it out", overhead.Fund, overhead.BasisPoints, MaxOverheadBasisPoints)
		}
		if err := t.validateOverheadAccounts(overhead); err != nil {
			return err
		}
	}
	return nil
}

func (t TreasuryRules) validateOverheadAccounts(overhead FundOverhead) error {
	account, found := t.Account(overhead.Account)
	if !found || account.Kind != AccountKind_ACCOUNT_KIND_INCOME || account.Role != AccountRole_ACCOUNT_ROLE_UNSPECIFIED || account.ByMember {
		return ErrInvalidCharter.Wrapf("the overhead of %q is booked to account %q, which has to be income without a role that is not kept by member; name another", overhead.Fund, overhead.Account)
	}
	if at := slices.IndexFunc(t.Outside, func(outside OutsideAccount) bool { return outside.Fund == overhead.Fund }); at >= 0 {
		return ErrInvalidCharter.Wrapf("the outside account %q is for the fund %q, of which there is an overhead, and the ledger moves no money between outside accounts; let the fund take in coins alone, or leave the overhead out",
			t.Outside[at].Name, overhead.Fund)
	}
	return nil
}

// withFittingOverheads leaves out the overheads of funds that have become stricter,
// or have an outside account: there is nothing to take one of.
func (t TreasuryRules) withFittingOverheads() TreasuryRules {
	var fitting []FundOverhead
	for _, overhead := range t.Overheads {
		fund, _ := t.Fund(overhead.Fund)
		outside := slices.ContainsFunc(t.Outside, func(outside OutsideAccount) bool { return outside.Fund == overhead.Fund })
		if fund.Policy == FundPolicy_FUND_POLICY_RESTRICTED && !outside {
			fitting = append(fitting, overhead)
		}
	}
	t.Overheads = fitting
	return t
}
