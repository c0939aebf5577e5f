package types

import "cosmossdk.io/errors"

// DefaultParams are the limits of a new ledger.
func DefaultParams() Params {
	return Params{
		MaxTitleBytes:             200,
		MaxSummaryBytes:           10_000,
		MaxUriBytes:               500,
		MaxMessages:               16,
		MaxMessageBytes:           65_536,
		MaxOpenResolutionsPerCoop: 100,
		ExecutionGasLimit:         20_000_000,
		ClosingGas:                300_000,
		SealRecordsPerPass:        64,
		BreakerHolders:            3,
		BreakerMaxSeconds:         7 * 86_400,
		BreakerRestSeconds:        30 * 86_400,
		BreakerWishSeconds:        86_400,
		MaxBreakerMessages:        20,
		MaxAgendaItems:            30,
		MaxOpenMeetingsPerCoop:    10,
		MaxMembersPerSheet:        200,
		MaxSheetsPerMeeting:       1_000,
		MaxNoticeDays:             366,
		LateStartSeconds:          3_600,
		ReturnedPeriodSeconds:     366 * 86_400,
		MaxWaitingSheets:          20,
		RequisitionStandsSeconds:  86_400,
	}
}

// Limit is one numeric bound of the module.
type Limit struct {
	// Name of the parameter, with its unit.
	Name string
	// Value now.
	Value uint64
	// Least and Most are what the root federation may set it to. The greatest
	// keep one block's work and one transaction's memory small.
	Least, Most uint64
}

// Limits lists every numeric bound with its range, in the order of the fields.
func (p Params) Limits() []Limit {
	return []Limit{
		{"max_title_bytes", uint64(p.MaxTitleBytes), 20, 1_000},
		{"max_summary_bytes", uint64(p.MaxSummaryBytes), 200, 100_000},
		{"max_uri_bytes", uint64(p.MaxUriBytes), 50, 2_000},
		{"max_messages", uint64(p.MaxMessages), 1, 50},
		{"max_message_bytes", uint64(p.MaxMessageBytes), 10_000, 500_000},
		{"max_open_resolutions_per_coop", uint64(p.MaxOpenResolutionsPerCoop), 1, 10_000},
		{"execution_gas_limit", p.ExecutionGasLimit, 1_000_000, 1_000_000_000},
		{"closing_gas", p.ClosingGas, 100_000, 10_000_000},
		{"seal_records_per_pass", uint64(p.SealRecordsPerPass), 1, 256},
		{"breaker_holders", uint64(p.BreakerHolders), 2, 20},
		{"breaker_max_seconds", p.BreakerMaxSeconds, 3_600, 7 * 86_400},
		{"breaker_rest_seconds", p.BreakerRestSeconds, 30 * 86_400, 366 * 86_400},
		{"breaker_wish_seconds", p.BreakerWishSeconds, 3_600, 7 * 86_400},
		{"max_breaker_messages", uint64(p.MaxBreakerMessages), 1, 100},
		{"max_agenda_items", uint64(p.MaxAgendaItems), 1, 50},
		{"max_open_meetings_per_coop", uint64(p.MaxOpenMeetingsPerCoop), 1, 50},
		{"max_members_per_sheet", uint64(p.MaxMembersPerSheet), 1, 500},
		{"max_sheets_per_meeting", uint64(p.MaxSheetsPerMeeting), 1, 100_000},
		{"max_notice_days", uint64(p.MaxNoticeDays), 1, 1_000},
		{"late_start_seconds", p.LateStartSeconds, 60, 86_400},
		{"returned_period_seconds", p.ReturnedPeriodSeconds, 1, 1_000_000_000},
		{"max_waiting_sheets", uint64(p.MaxWaitingSheets), 1, 1_000},
		{"requisition_stands_seconds", p.RequisitionStandsSeconds, 60, 7 * 86_400},
	}
}

// Validate checks every field: a parameter left out is zero and refused, so
// that a partial update can't switch a limit off.
func (p Params) Validate() error {
	for _, limit := range p.Limits() {
		if limit.Value < limit.Least || limit.Value > limit.Most {
			return errors.Wrapf(ErrInvalidParams, "%s is %d: it must be from %d to %d; give every parameter",
				limit.Name, limit.Value, limit.Least, limit.Most)
		}
	}
	return nil
}

// CeilingParams are limits no setting can exceed. What is stored is checked
// against them: a limit may have been lowered after a resolution was proposed,
// and it keeps the rules it was proposed under.
func CeilingParams() Params {
	most := make(map[string]uint64)
	for _, limit := range DefaultParams().Limits() {
		most[limit.Name] = limit.Most
	}
	return Params{
		MaxTitleBytes:             uint32(most["max_title_bytes"]),
		MaxSummaryBytes:           uint32(most["max_summary_bytes"]),
		MaxUriBytes:               uint32(most["max_uri_bytes"]),
		MaxMessages:               uint32(most["max_messages"]),
		MaxMessageBytes:           uint32(most["max_message_bytes"]),
		MaxOpenResolutionsPerCoop: uint32(most["max_open_resolutions_per_coop"]),
		ExecutionGasLimit:         most["execution_gas_limit"],
		ClosingGas:                most["closing_gas"],
		SealRecordsPerPass:        uint32(most["seal_records_per_pass"]),
		BreakerHolders:            uint32(most["breaker_holders"]),
		BreakerMaxSeconds:         most["breaker_max_seconds"],
		BreakerRestSeconds:        most["breaker_rest_seconds"],
		BreakerWishSeconds:        most["breaker_wish_seconds"],
		MaxBreakerMessages:        uint32(most["max_breaker_messages"]),
		MaxAgendaItems:            uint32(most["max_agenda_items"]),
		MaxOpenMeetingsPerCoop:    uint32(most["max_open_meetings_per_coop"]),
		MaxMembersPerSheet:        uint32(most["max_members_per_sheet"]),
		MaxSheetsPerMeeting:       uint32(most["max_sheets_per_meeting"]),
		MaxNoticeDays:             uint32(most["max_notice_days"]),
		LateStartSeconds:          most["late_start_seconds"],
		ReturnedPeriodSeconds:     most["returned_period_seconds"],
		MaxWaitingSheets:          uint32(most["max_waiting_sheets"]),
		RequisitionStandsSeconds:  most["requisition_stands_seconds"],
	}
}
