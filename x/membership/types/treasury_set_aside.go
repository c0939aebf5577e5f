package types

// IsSetAside says whether a fund holds coins that are the members' already: what
// lies in passbooks, and what of a surplus they have not taken. The ledger alone
// takes out of it.
func IsSetAside(fund string) bool { return fund == PassbookFund || fund == SurplusFund }

// validateSetAside refuses terms of such funds that would guard nothing, or keep
// from the members what is theirs: no payment is ever made from them.
func (t TreasuryRules) validateSetAside() error {
	for _, fund := range t.Funds {
		if IsSetAside(fund.Name) && fund.Policy != FundPolicy_FUND_POLICY_FREE {
			return ErrInvalidCharter.Wrapf("the fund %q is %s, and its coins are the members'; make it free: it pays nobody but them", fund.Name, fund.Policy.Word())
		}
	}
	for _, floor := range t.Floors {
		if IsSetAside(floor.Fund) {
			return ErrInvalidCharter.Wrapf("there is a floor of the fund %q, out of which no budget pays; leave it out", floor.Fund)
		}
	}
	for _, delay := range t.Delays {
		if IsSetAside(delay.Fund) {
			return ErrInvalidCharter.Wrapf("there is a delay of the fund %q, out of which no budget pays; leave it out: the passbook's rules say how long a withdrawal waits", delay.Fund)
		}
	}
	return nil
}
