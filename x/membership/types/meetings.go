package types

import (
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	maxNoticeClearDays = 180
	maxAdjournedDays   = 60
	secondsAWeek       = 7 * secondsPerDay
)

// daysOfMonths; the annual meeting is never due on 29 February, which most
// years lack.
var daysOfMonths = [12]uint32{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// validateMeetings refuses meetings that could not be held, and a time zone
// that is not written like one. Whether the ledger knows the zone is found out
// when a meeting is convened.
func (c Charter) validateMeetings(limits Params) error {
	if c.TimeZone != "" {
		if err := chaintypes.ValidateZoneName(c.TimeZone); err != nil {
			return ErrInvalidCharter.Wrapf("time_zone: %s", err)
		}
	}
	if c.Meetings == nil {
		return nil
	}
	if err := c.Meetings.Validate(limits); err != nil {
		return err
	}
	if c.Meetings.OwnVotingPeriod {
		return nil
	}
	for _, class := range c.Classes {
		if class.Votes && class.Admits == MemberKind_MEMBER_KIND_COOP {
			return ErrInvalidCharter.Wrapf("meetings: the co-ops of class %q need time to decide how they vote, and votes would close with the meeting; set own_voting_period",
				class.Name)
		}
	}
	return nil
}

// Validate refuses rules of meetings that contradict themselves or are out of bounds.
func (m MeetingRules) Validate(limits Params) error {
	for _, share := range []struct {
		name     string
		share    Threshold
		mayBeNil bool
	}{
		{"requisition", m.Requisition, false},
		{"first_call_quorum", m.FirstCallQuorum, true},
		{"second_call_quorum", m.SecondCallQuorum, true},
		{"max_attested", m.MaxAttested, true},
		{"overdue_requisition", m.OverdueRequisition, false},
	} {
		if err := share.share.validate(); err != nil {
			return ErrInvalidCharter.Wrapf("meetings, %s: %s", share.name, err)
		}
		if share.share.Base != Base_BASE_ROLL || share.share.MoreThan {
			return ErrInvalidCharter.Wrapf("meetings, %s: give it as at least a share of the roll", share.name)
		}
		if share.share.Numerator == 0 && !share.mayBeNil {
			return ErrInvalidCharter.Wrapf("meetings, %s is no share; give one above zero, so that one member alone can't convene everybody", share.name)
		}
	}
	if !m.Requisition.atLeast(uint64(m.OverdueRequisition.Numerator), uint64(m.OverdueRequisition.Denominator)) {
		return ErrInvalidCharter.Wrap("meetings: overdue_requisition is more than requisition; an overdue meeting must not be harder to ask for")
	}
	for _, number := range []struct {
		name               string
		value, least, most uint64
	}{
		{"notice_clear_days", uint64(m.NoticeClearDays), 0, maxNoticeClearDays},
		{"tabling_clear_days", uint64(m.TablingClearDays), 0, uint64(m.NoticeClearDays)},
		{"adjourned_days", uint64(m.AdjournedDays), 0, maxAdjournedDays},
		{"requisition_period_seconds", m.RequisitionPeriodSeconds, 1, limits.MaxPeriodSeconds},
		{"grace_period_seconds", m.GracePeriodSeconds, 1, secondsPerDay},
		{"second_call_after_seconds", m.SecondCallAfterSeconds, 0, secondsAWeek},
		{"min_length_seconds", m.MinLengthSeconds, 1, m.MaxLengthSeconds},
		{"max_length_seconds", m.MaxLengthSeconds, 1, limits.MaxPeriodSeconds},
	} {
		if number.value < number.least || number.value > number.most {
			return ErrInvalidCharter.Wrapf("meetings, %s is %d; it must lie between %d and %d", number.name, number.value, number.least, number.most)
		}
	}
	if m.SecondCallAfterSeconds > 0 && m.SecondCallAfterSeconds <= m.GracePeriodSeconds {
		return ErrInvalidCharter.Wrap("meetings: the second call would come before the first one's count; make second_call_after_seconds longer than grace_period_seconds")
	}
	return m.validateAnnual()
}

func (m MeetingRules) validateAnnual() error {
	if m.AnnualMonth == 0 && m.AnnualDay == 0 {
		return nil
	}
	if m.AnnualMonth < 1 || m.AnnualMonth > 12 || m.AnnualDay < 1 || m.AnnualDay > daysOfMonths[m.AnnualMonth-1] {
		return ErrInvalidCharter.Wrapf("meetings: the annual meeting is due by day %d of month %d, which not every year has", m.AnnualDay, m.AnnualMonth)
	}
	return nil
}

// HasAnnual says whether the charter wants a meeting every year.
func (m MeetingRules) HasAnnual() bool { return m.AnnualMonth != 0 }
