package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	secondsPerDay = 24 * 60 * 60

	// MaxThresholdDenominator keeps shares exact: a share times any roll fits in 128 bits.
	MaxThresholdDenominator uint32 = 1_000_000
	// maxSecondsCeiling bounds every limit in seconds: a hundred years, far from
	// where adding to chain time could overflow.
	maxSecondsCeiling uint64 = 36_525 * secondsPerDay
	// maxFeeCoins bounds how many denoms the founding fee has.
	maxFeeCoins = 8
)

// Limit is one numeric bound of the module.
type Limit struct {
	// Name of the parameter, with its unit.
	Name string
	// Value now.
	Value uint64
	// Least and Most are what the root federation may set it to.
	Least, Most uint64
}

// DefaultParams are the limits of a new ledger. With no founding fee set, only
// the root federation founds co-ops.
func DefaultParams() Params {
	return Params{
		MaxNameBytes:                128,
		MaxDescriptionBytes:         512,
		MaxClasses:                  16,
		MaxRules:                    16,
		MaxKeysPerMember:            8,
		MaxIntervalsPerMember:       8,
		MaxFounders:                 MaxFoundingKeys,
		MaxFederationsPerCoop:       8,
		MaxFederationLevels:         8,
		MaxGrantsPerCoop:            64,
		MaxProofLifetimeSeconds:     30 * secondsPerDay,
		ApplicationLifetimeSeconds:  90 * secondsPerDay,
		FederationVoteMarginSeconds: secondsPerDay,
		MaxPeriodSeconds:            366 * secondsPerDay,
		MaxSeconders:                100,
		MaxUriBytes:                 512,
		MaxPowerTermSeconds:         4 * 366 * secondsPerDay,
		MaxOpenResolutionsPerMember: 100,
		MaxFederationWalk:           256,
		MaxApplicationsPerCoop:      1_000,
		MaxApplicationsPerRelayer:   10,
		MinObjectionWindowSeconds:   7 * secondsPerDay,
		MaxSponsors:                 20,
		MinLapseNoticeSeconds:       14 * secondsPerDay,
		MinDeathDelaySeconds:        14 * secondsPerDay,
		MaxImportBatch:              1_000,
		MaxImportMembers:            2_000_000,
		DueItemGas:                  500_000,
		MaxInvitationsPerCoop:       10_000,
		MaxInvitationsPerOfficer:    200,
		MaxClaimsPerBlock:           50,
		MinRecoveryDelaySeconds:     3 * secondsPerDay,
		MaxGuardians:                9,
		MaxAdoptedChartersPerCoop:   4,
		MaxCharterDelaySeconds:      2 * 366 * secondsPerDay,
		CharterEffectGas:            500_000,
		MinReplyPeriodSeconds:       7 * secondsPerDay,
		MinAppealPeriodSeconds:      7 * secondsPerDay,
		MaxSuspensionSeconds:        90 * secondsPerDay,
		MaxSuspensionSecondsPerYear: 180 * secondsPerDay,
		MaxSuspensionsPerYear:       12,
		MaxOpenCasesPerCoop:         50,
		MaxOpenCasesPerCharger:      3,
		MaxChargersPerCase:          10,
		CaseStepGas:                 300_000,
		MaxDocumentVersionsPerCoop:  10_000,
		ChargeRestSeconds:           30 * secondsPerDay,
	}
}

// CeilingParams are limits that no setting can exceed. Stored charters are
// checked against them on import: limits may have been lowered since.
func CeilingParams() Params {
	ceiling := make(map[string]uint64)
	for _, limit := range DefaultParams().Limits() {
		ceiling[limit.Name] = limit.Most
	}
	params := DefaultParams()
	params.MaxNameBytes = uint32(ceiling["max_name_bytes"])
	params.MaxDescriptionBytes = uint32(ceiling["max_description_bytes"])
	params.MaxClasses = uint32(ceiling["max_classes"])
	params.MaxRules = uint32(ceiling["max_rules"])
	params.MaxKeysPerMember = uint32(ceiling["max_keys_per_member"])
	params.MaxIntervalsPerMember = uint32(ceiling["max_intervals_per_member"])
	params.MaxGrantsPerCoop = uint32(ceiling["max_grants_per_coop"])
	params.MaxFederationsPerCoop = uint32(ceiling["max_federations_per_coop"])
	params.MaxPeriodSeconds = ceiling["max_period_seconds"]
	params.MaxSeconders = uint32(ceiling["max_seconders"])
	params.MaxUriBytes = uint32(ceiling["max_uri_bytes"])
	params.MaxSponsors = uint32(ceiling["max_sponsors"])
	params.MinObjectionWindowSeconds, params.MinLapseNoticeSeconds, params.MinDeathDelaySeconds = 1, 1, 1
	params.MaxOpenResolutionsPerMember = uint32(ceiling["max_open_resolutions_per_member"])
	params.MaxGuardians = uint32(ceiling["max_guardians"])
	// A least time was lower where limits are loosest.
	params.MinRecoveryDelaySeconds = 1
	params.MaxAdoptedChartersPerCoop = uint32(ceiling["max_adopted_charters_per_coop"])
	params.MaxSuspensionSeconds = ceiling["max_suspension_seconds"]
	params.MaxChargersPerCase = uint32(ceiling["max_chargers_per_case"])
	// What a charter must give at the least may have been raised since.
	params.MinReplyPeriodSeconds, params.MinAppealPeriodSeconds = 1, 1
	return params
}

// Limits lists every numeric bound with its range, in the order of the fields.
func (p Params) Limits() []Limit {
	return []Limit{
		{"max_name_bytes", uint64(p.MaxNameBytes), 1, 1_024},
		{"max_description_bytes", uint64(p.MaxDescriptionBytes), 0, 4_096},
		{"max_classes", uint64(p.MaxClasses), 1, 64},
		{"max_rules", uint64(p.MaxRules), 1, 64},
		{"max_keys_per_member", uint64(p.MaxKeysPerMember), 1, 64},
		{"max_intervals_per_member", uint64(p.MaxIntervalsPerMember), 1, 64},
		{"max_founders", uint64(p.MaxFounders), 1, MaxFoundingKeys},
		{"max_federations_per_coop", uint64(p.MaxFederationsPerCoop), 1, 64},
		{"max_federation_levels", uint64(p.MaxFederationLevels), 2, 8},
		{"max_grants_per_coop", uint64(p.MaxGrantsPerCoop), 1, 256},
		{"max_proof_lifetime_seconds", p.MaxProofLifetimeSeconds, 1, maxSecondsCeiling},
		{"application_lifetime_seconds", p.ApplicationLifetimeSeconds, 1, maxSecondsCeiling},
		{"federation_vote_margin_seconds", p.FederationVoteMarginSeconds, 0, maxSecondsCeiling},
		{"max_period_seconds", p.MaxPeriodSeconds, 1, maxSecondsCeiling},
		{"max_seconders", uint64(p.MaxSeconders), 0, 1_000},
		{"max_uri_bytes", uint64(p.MaxUriBytes), 1, 4_096},
		{"max_power_term_seconds", p.MaxPowerTermSeconds, 1, maxSecondsCeiling},
		{"max_open_resolutions_per_member", uint64(p.MaxOpenResolutionsPerMember), 1, 1_000},
		{"max_federation_walk", uint64(p.MaxFederationWalk), 1, 4_096},
		{"max_applications_per_coop", uint64(p.MaxApplicationsPerCoop), 2, 100_000},
		{"max_applications_per_relayer", uint64(p.MaxApplicationsPerRelayer), 1, 1_000},
		{"min_objection_window_seconds", p.MinObjectionWindowSeconds, 1, maxSecondsCeiling},
		{"max_sponsors", uint64(p.MaxSponsors), 1, 100},
		{"min_lapse_notice_seconds", p.MinLapseNoticeSeconds, 1, maxSecondsCeiling},
		{"min_death_delay_seconds", p.MinDeathDelaySeconds, 1, maxSecondsCeiling},
		{"max_import_batch", uint64(p.MaxImportBatch), 1, 2_000},
		{"max_import_members", p.MaxImportMembers, 1, 10_000_000},
		{"due_item_gas", p.DueItemGas, 100_000, 10_000_000},
		{"max_invitations_per_coop", uint64(p.MaxInvitationsPerCoop), 1, 1_000_000},
		{"max_invitations_per_officer", uint64(p.MaxInvitationsPerOfficer), 1, 1_000_000},
		{"max_claims_per_block", uint64(p.MaxClaimsPerBlock), 1, 1_000},
		{"min_recovery_delay_seconds", p.MinRecoveryDelaySeconds, 1, maxSecondsCeiling},
		{"max_guardians", uint64(p.MaxGuardians), 2, 32},
		{"max_adopted_charters_per_coop", uint64(p.MaxAdoptedChartersPerCoop), 1, 16},
		{"max_charter_delay_seconds", p.MaxCharterDelaySeconds, 1, maxSecondsCeiling},
		{"charter_effect_gas", p.CharterEffectGas, 100_000, 10_000_000},
		{"min_reply_period_seconds", p.MinReplyPeriodSeconds, 1, maxSecondsCeiling},
		{"min_appeal_period_seconds", p.MinAppealPeriodSeconds, 1, maxSecondsCeiling},
		{"max_suspension_seconds", p.MaxSuspensionSeconds, 1, uint64(YearSeconds)},
		{"max_suspension_seconds_per_year", p.MaxSuspensionSecondsPerYear, 1, uint64(YearSeconds)},
		{"max_suspensions_per_year", uint64(p.MaxSuspensionsPerYear), 1, 64},
		{"max_open_cases_per_coop", uint64(p.MaxOpenCasesPerCoop), 1, 10_000},
		{"max_open_cases_per_charger", uint64(p.MaxOpenCasesPerCharger), 1, 100},
		{"max_chargers_per_case", uint64(p.MaxChargersPerCase), 1, 32},
		{"case_step_gas", p.CaseStepGas, 100_000, 10_000_000},
		{"max_document_versions_per_coop", uint64(p.MaxDocumentVersionsPerCoop), 1, 1_000_000},
		{"charge_rest_seconds", p.ChargeRestSeconds, 1, uint64(YearSeconds)},
	}
}

// Validate refuses limits out of range. Every field is needed: a forgotten one
// is zero and refused, so that no update changes more than it says.
func (p Params) Validate() error {
	for _, limit := range p.Limits() {
		if limit.Value < limit.Least || limit.Value > limit.Most {
			return ErrInvalidParams.Wrapf("%s is %d; it must lie between %d and %d (give every parameter, not only the one you change)",
				limit.Name, limit.Value, limit.Least, limit.Most)
		}
	}
	if len(p.FoundingFee) > maxFeeCoins {
		return ErrInvalidParams.Wrapf("founding_fee has %d denoms; at most %d", len(p.FoundingFee), maxFeeCoins)
	}
	for _, coin := range p.FoundingFee {
		if coin.Amount.IsNil() {
			return ErrInvalidParams.Wrapf("founding_fee has no amount of %q", coin.Denom)
		}
	}
	if err := sdk.Coins(p.FoundingFee).Validate(); err != nil {
		return ErrInvalidParams.Wrapf("founding_fee: %s; give positive amounts, ordered by denom, each denom once", err)
	}
	return nil
}
