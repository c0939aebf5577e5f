package types

// Hard bounds of the parameters; no resolution goes past them.
const (
	MaxNarrativeBytesLimit   = 256
	MaxPostingsLimit         = 64
	MaxCoinsLimit            = 32
	MaxPendingLimit          = 10_000
	MaxPendingLifetimeLimit  = 366 * 24 * 60 * 60
	MaxExpiriesPerBlockLimit = 1_000
	MaxOpenBudgetsLimit      = 1_000
	MaxCircleMembersLimit    = 200
	MaxRequestsLimit         = 100_000
	MaxPaymentAheadLimit     = 10 * 366 * 24 * 60 * 60
	MaxPaymentsPerBlockLimit = 1_000
	MinPaymentGas            = 50_000
	MaxPaymentGasLimit       = 5_000_000
	MaxFilePaymentsLimit     = 500
	MaxStatementEntriesLimit = 1_000
	MaxImportLinesLimit      = 256

	MaxPayoutAddressesLimit             = 20
	MaxWithdrawalsPerMemberLimit        = 50
	MaxWithdrawalsPerBlockLimit         = 1_000
	LeastPayoutDelay                    = 60 * 60
	MaxPayoutDelayLimit                 = 31 * 24 * 60 * 60
	MaxWithdrawalSuspensionSecondsLimit = 366 * 24 * 60 * 60
	MaxDuesAheadPeriodsLimit            = 120
	MaxReversalsLimit                   = 1_000
	MaxLotsPerMemberLimit               = 200
	MaxRedemptionsPerBlockLimit         = 1_000
	MaxBroughtInLotsLimit               = 200
	MaxReversalAheadLimit               = 10 * 366
	MaxStandingOrdersLimit              = 1_000
	MaxInstalmentsLimit                 = 1_200
)

// DefaultParams give a second officer thirty days.
func DefaultParams() Params {
	return Params{
		MaxNarrativeBytes:      64,
		MaxPostings:            32,
		MaxCoins:               8,
		MaxPendingPerCoop:      200,
		PendingLifetimeSeconds: 30 * 24 * 60 * 60,
		MaxExpiriesPerBlock:    50,
		MaxOpenBudgetsPerCoop:  200,
		MaxCircleMembers:       50,
		MaxRequestsPerCoop:     5_000,
		MaxPaymentAheadSeconds: 366 * 24 * 60 * 60,
		MaxPaymentsPerBlock:    100,
		PaymentGas:             250_000,
		MaxFilePayments:        100,
		MaxStatementEntries:    200,
		MaxImportLines:         256,

		MaxPayoutAddresses:             4,
		MaxWithdrawalsPerMember:        10,
		MaxWithdrawalsPerBlock:         100,
		MinPayoutDelaySeconds:          2 * 24 * 60 * 60,
		MaxWithdrawalSuspensionSeconds: 30 * 24 * 60 * 60,
		MaxDuesAheadPeriods:            12,
		MaxLotsPerMember:               50,
		MaxRedemptionsPerBlock:         50,
		RedemptionGas:                  1_000_000,
		MaxBroughtInLots:               100,
		MaxReversalsPerBlock:           50,
		ReversalGas:                    500_000,
		MaxReversalAheadDays:           400,
		MaxStandingOrdersPerCoop:       200,
		MaxInstalments:                 120,
	}
}

// Validate checks all limits together; a zero is never a default.
func (p Params) Validate() error {
	bounds := []struct {
		name        string
		value       uint64
		least, most uint64
		unit        string
	}{
		{"max_narrative_bytes", uint64(p.MaxNarrativeBytes), 1, MaxNarrativeBytesLimit, "bytes"},
		{"max_postings", uint64(p.MaxPostings), 2, MaxPostingsLimit, "postings"},
		{"max_coins", uint64(p.MaxCoins), 1, MaxCoinsLimit, "denoms"},
		{"max_pending_per_coop", uint64(p.MaxPendingPerCoop), 1, MaxPendingLimit, "entries"},
		{"pending_lifetime_seconds", p.PendingLifetimeSeconds, 1, MaxPendingLifetimeLimit, "seconds"},
		{"max_expiries_per_block", uint64(p.MaxExpiriesPerBlock), 1, MaxExpiriesPerBlockLimit, "entries"},
		{"max_open_budgets_per_coop", uint64(p.MaxOpenBudgetsPerCoop), 1, MaxOpenBudgetsLimit, "budgets"},
		{"max_circle_members", uint64(p.MaxCircleMembers), 1, MaxCircleMembersLimit, "members"},
		{"max_requests_per_coop", uint64(p.MaxRequestsPerCoop), 1, MaxRequestsLimit, "requests"},
		{"max_payment_ahead_seconds", p.MaxPaymentAheadSeconds, 1, MaxPaymentAheadLimit, "seconds"},
		{"max_payments_per_block", uint64(p.MaxPaymentsPerBlock), 1, MaxPaymentsPerBlockLimit, "payments"},
		{"payment_gas", p.PaymentGas, MinPaymentGas, MaxPaymentGasLimit, "gas"},
		{"max_file_payments", uint64(p.MaxFilePayments), 1, MaxFilePaymentsLimit, "payments"},
		{"max_statement_entries", uint64(p.MaxStatementEntries), 1, MaxStatementEntriesLimit, "entries"},
		{"max_import_lines", uint64(p.MaxImportLines), 2, MaxImportLinesLimit, "lines"},
		{"max_payout_addresses", uint64(p.MaxPayoutAddresses), 1, MaxPayoutAddressesLimit, "addresses"},
		{"max_withdrawals_per_member", uint64(p.MaxWithdrawalsPerMember), 1, MaxWithdrawalsPerMemberLimit, "withdrawals"},
		{"max_withdrawals_per_block", uint64(p.MaxWithdrawalsPerBlock), 1, MaxWithdrawalsPerBlockLimit, "withdrawals"},
		{"min_payout_delay_seconds", p.MinPayoutDelaySeconds, LeastPayoutDelay, MaxPayoutDelayLimit, "seconds"},
		{"max_withdrawal_suspension_seconds", p.MaxWithdrawalSuspensionSeconds, 1, MaxWithdrawalSuspensionSecondsLimit, "seconds"},
		{"max_dues_ahead_periods", uint64(p.MaxDuesAheadPeriods), 1, MaxDuesAheadPeriodsLimit, "periods"},
		{"max_lots_per_member", uint64(p.MaxLotsPerMember), 1, MaxLotsPerMemberLimit, "lots"},
		{"max_redemptions_per_block", uint64(p.MaxRedemptionsPerBlock), 1, MaxRedemptionsPerBlockLimit, "redemptions"},
		{"redemption_gas", p.RedemptionGas, MinPaymentGas, MaxPaymentGasLimit, "gas"},
		{"max_brought_in_lots", uint64(p.MaxBroughtInLots), 1, MaxBroughtInLotsLimit, "lots"},
		{"max_reversals_per_block", uint64(p.MaxReversalsPerBlock), 1, MaxReversalsLimit, "entries"},
		{"reversal_gas", p.ReversalGas, MinPaymentGas, MaxPaymentGasLimit, "gas"},
		{"max_reversal_ahead_days", uint64(p.MaxReversalAheadDays), 1, MaxReversalAheadLimit, "days"},
		{"max_standing_orders_per_coop", uint64(p.MaxStandingOrdersPerCoop), 1, MaxStandingOrdersLimit, "standing orders"},
		{"max_instalments", uint64(p.MaxInstalments), 1, MaxInstalmentsLimit, "instalments"},
	}
	for _, bound := range bounds {
		if bound.value < bound.least || bound.value > bound.most {
			return ErrInvalidParams.Wrapf("%s is %d %s but must be from %d to %d; give every parameter, not only the one that changes",
				bound.name, bound.value, bound.unit, bound.least, bound.most)
		}
	}
	return nil
}

// MostRequestsOfMember is how many undecided requests one member has at most: a
// tenth of a co-op's, and ten where that is less.
func (p Params) MostRequestsOfMember() uint64 { return max(10, uint64(p.MaxRequestsPerCoop)/10) }
