package simulation

import (
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// aDay in seconds.
const aDay = 24 * 60 * 60

// applicant finds a person's application that is not decided.
func (c *coop) applicant(number uint64) *membershiptypes.PersonApplication {
	return c.theApplicant(func(a *membershiptypes.PersonApplication) bool { return a.Number == number })
}

func (c *coop) theApplicant(is func(*membershiptypes.PersonApplication) bool) *membershiptypes.PersonApplication {
	if at := slices.IndexFunc(c.applicants, is); at >= 0 {
		return c.applicants[at]
	}
	return nil
}

// closed strikes out an application that has ended.
func (c *coop) closed(a *membershiptypes.PersonApplication) {
	c.applicants = slices.DeleteFunc(c.applicants, func(other *membershiptypes.PersonApplication) bool { return other == a })
}

// policy is by whom a class admits: what it says itself, or what the charter says.
func policy(charter membershiptypes.Charter, class membershiptypes.Class) membershiptypes.AdmissionPolicy {
	if class.Admission != membershiptypes.AdmissionPolicy_ADMISSION_POLICY_UNSPECIFIED {
		return class.Admission
	}
	return charter.Admission
}

func admitsItself(how membershiptypes.AdmissionPolicy) bool {
	return how == membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OPEN || how == membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED
}

// personAppliesFaults are what speaks against a person's application.
func (p *paper) personAppliesFaults(m *membershiptypes.MsgApply) []error {
	c := p.coop(m.CoopId)
	faults := when(p.coopOf(m.Applicant) != nil, membershiptypes.ErrNotAllowed)
	faults = append(faults, when(m.Key == nil, membershiptypes.ErrInvalidProof)...)
	faults = append(faults, when(c == nil, membershiptypes.ErrUnknownCoop)...)
	if c == nil || m.Key == nil {
		return faults
	}
	class, known := classByName(c.charter(), m.Class)
	faults = append(faults, when(!known, membershiptypes.ErrUnknownClass)...)
	faults = append(faults, when(known && class.Admits != membershiptypes.MemberKind_MEMBER_KIND_PERSON, membershiptypes.ErrWrongKind)...)
	faults = append(faults, p.proofFaults(*m.Key, c, claim{slug: c.slug})...)
	relayer := c.holder(m.Applicant)
	faults = append(faults, when(relayer != nil && !relayer.takesPart(), membershiptypes.ErrWrongState)...)
	key, sameWay := proofAddress(*m.Key), 0
	for _, a := range c.applicants {
		faults = append(faults, when(a.Address == key, membershiptypes.ErrAlreadyApplied)...)
		if a.RelayedBy == c.relays(m.Applicant) {
			sameWay++
		}
	}
	most := int(p.limits.MaxApplicationsPerRelayer)
	if c.relays(m.Applicant) == 0 {
		most = int(p.limits.MaxApplicationsPerCoop) / 2
	}
	full := sameWay >= most || len(c.applicants) >= int(p.limits.MaxApplicationsPerCoop)
	return append(faults, when(full, membershiptypes.ErrTooManyOpen)...)
}

// relays is the number of the member who sends somebody's application, or zero.
func (c *coop) relays(address string) uint64 {
	if m := c.holder(address); m != nil {
		return m.id
	}
	return 0
}

func (p *paper) personApplies(m *membershiptypes.MsgApply) {
	c := p.coop(m.CoopId)
	class, _ := classByName(c.charter(), m.Class)
	p.use(*m.Key, c, 0)
	c.applied++
	a := &membershiptypes.PersonApplication{
		CoopId: c.id, Number: c.applied, ClassId: class.Id, Address: proofAddress(*m.Key), RelayedBy: c.relays(m.Applicant),
		AppliedAt: p.now, ExpiresAt: p.now + int64(p.limits.ApplicationLifetimeSeconds+class.ObjectionWindowSeconds),
		Stage: membershiptypes.ApplicationStage_APPLICATION_STAGE_WAITING,
	}
	switch policy(c.charter(), class) {
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OPEN:
		a.Stage = membershiptypes.ApplicationStage_APPLICATION_STAGE_STANDING
		a.Due = p.now + int64(class.ObjectionWindowSeconds)
	case membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED:
		a.Stage = membershiptypes.ApplicationStage_APPLICATION_STAGE_SPONSORING
	}
	c.applicants = append(c.applicants, a)
}

// speakFaults are what speaks against a member's word on an application. It
// returns the application and its class if there are such.
func (p *paper) speakFaults(signer string, coopID, number uint64) (*membershiptypes.PersonApplication, membershiptypes.Class, []error) {
	c := p.coop(coopID)
	if c == nil {
		return nil, membershiptypes.Class{}, []error{membershiptypes.ErrUnknownCoop}
	}
	speaker, a := c.holder(signer), c.applicant(number)
	faults := when(speaker == nil, membershiptypes.ErrNotAMember)
	faults = append(faults, when(speaker != nil && (!c.votes(speaker) || !speaker.takesPart()), membershiptypes.ErrNotAllowed)...)
	faults = append(faults, when(a == nil, membershiptypes.ErrUnknownApplication)...)
	if speaker == nil || a == nil {
		return nil, membershiptypes.Class{}, faults
	}
	spoken := slices.Contains(a.Sponsors, speaker.id) || slices.Contains(a.Objectors, speaker.id)
	faults = append(faults, when(spoken, membershiptypes.ErrSpokenAlready)...)
	class, known := classByID(c.charter(), a.ClassId)
	return a, class, append(faults, when(!known, membershiptypes.ErrUnknownClass)...)
}

func (p *paper) sponsorFaults(m *membershiptypes.MsgSponsor) []error {
	a, _, faults := p.speakFaults(m.Signer, m.CoopId, m.Application)
	if a == nil {
		return faults
	}
	wanted := a.Stage == membershiptypes.ApplicationStage_APPLICATION_STAGE_SPONSORING
	return append(faults, when(!wanted, membershiptypes.ErrWrongStage)...)
}

func (p *paper) sponsor(m *membershiptypes.MsgSponsor) {
	a, class, _ := p.speakFaults(m.Signer, m.CoopId, m.Application)
	a.Sponsors = append(a.Sponsors, p.coop(m.CoopId).holder(m.Signer).id)
	if len(a.Sponsors) >= int(class.Sponsors) {
		a.Stage = membershiptypes.ApplicationStage_APPLICATION_STAGE_STANDING
		a.Due = p.now + int64(class.ObjectionWindowSeconds)
	}
}

func (p *paper) objectFaults(m *membershiptypes.MsgObject) []error {
	a, class, faults := p.speakFaults(m.Signer, m.CoopId, m.Application)
	if a == nil {
		return faults
	}
	stands := a.Stage == membershiptypes.ApplicationStage_APPLICATION_STAGE_SPONSORING ||
		a.Stage == membershiptypes.ApplicationStage_APPLICATION_STAGE_STANDING
	return append(faults, when(!stands || class.Objections == 0, membershiptypes.ErrWrongStage)...)
}

func (p *paper) object(m *membershiptypes.MsgObject) {
	a, class, _ := p.speakFaults(m.Signer, m.CoopId, m.Application)
	a.Objectors = append(a.Objectors, p.coop(m.CoopId).holder(m.Signer).id)
	if len(a.Objectors) >= int(class.Objections) {
		a.Stage, a.Due = membershiptypes.ApplicationStage_APPLICATION_STAGE_REFERRED, 0
	}
}

func (p *paper) closeFaults(m *membershiptypes.MsgCloseApplication) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	a := c.applicant(m.Application)
	if a == nil {
		return []error{membershiptypes.ErrUnknownApplication}
	}
	own := m.Signer == a.Address || (a.RelayedBy != 0 && a.RelayedBy == c.relays(m.Signer) && m.Signer != c.account())
	if own {
		return nil
	}
	class, known := classByID(c.charter(), a.ClassId)
	how := membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION
	if known {
		how = policy(c.charter(), class)
	}
	return p.admitterFaults(c, m.Signer, how)
}

// admitterFaults are what speaks against whoever admits to a class, or turns down.
func (p *paper) admitterFaults(c *coop, signer string, how membershiptypes.AdmissionPolicy) []error {
	if signer == c.account() {
		return nil
	}
	byOfficer := how == membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER
	faults := when(!byOfficer, membershiptypes.ErrNotAllowed)
	officer := c.holder(signer)
	faults = append(faults, when(officer == nil, membershiptypes.ErrNotAMember)...)
	return append(faults, when(officer != nil && !p.admits(c, officer.id), membershiptypes.ErrNotAllowed)...)
}

// admitApplicantFaults are what speaks against admitting somebody who has applied.
func (p *paper) admitApplicantFaults(c *coop, m *membershiptypes.MsgAdmit) []error {
	a := c.applicant(m.Application)
	if a == nil {
		return []error{membershiptypes.ErrUnknownApplication}
	}
	named := m.Member.Class != "" || len(m.Member.Keys) > 0 || m.Member.MemberCoopId != 0
	faults := when(named, membershiptypes.ErrInvalidRequest)
	class, known := classByID(c.charter(), a.ClassId)
	if !known {
		return append(faults, membershiptypes.ErrUnknownClass)
	}
	byMembers := m.Authority == c.account()
	faults = append(faults, p.admitterFaults(c, m.Authority, policy(c.charter(), class))...)
	waits := a.Stage == membershiptypes.ApplicationStage_APPLICATION_STAGE_WAITING
	faults = append(faults, when(!byMembers && !waits, membershiptypes.ErrWrongStage)...)
	faults = append(faults, when(c.holder(a.Address) != nil, membershiptypes.ErrKeyTaken)...)
	return append(faults, p.roomFaults(c, class, byMembers)...)
}

// roomFaults are what a class itself has against one more.
func (p *paper) roomFaults(c *coop, class membershiptypes.Class, byMembers bool) []error {
	inside := uint64(0)
	for _, m := range c.members {
		if !m.gone && m.class == class.Id {
			inside++
		}
	}
	today := uint64(0)
	if last := c.days[class.Id]; last.Day == p.now/aDay {
		today = last.Admissions
	}
	full := class.MaxMembers > 0 && inside >= class.MaxMembers
	enough := !byMembers && class.MaxAdmissionsPerDay > 0 && today >= uint64(class.MaxAdmissionsPerDay)
	return when(full || enough, membershiptypes.ErrClassFull)
}

// windowOver is the end of the time in which an application can be objected to.
// It says whether the person is a member now.
func (p *paper) windowOver(c *coop, a *membershiptypes.PersonApplication) bool {
	class, known := classByID(c.charter(), a.ClassId)
	switch {
	case known && !admitsItself(policy(c.charter(), class)):
		a.Stage, a.Due = membershiptypes.ApplicationStage_APPLICATION_STAGE_WAITING, 0
	case !known || c.holder(a.Address) != nil:
		// Nothing that the application could wait for: it is looked at a day later.
		a.Due = p.now + aDay
	case len(p.roomFaults(c, class, false)) > 0:
		a.Due = (p.now/aDay + 1) * aDay
	default:
		if class.MaxAdmissionsPerDay > 0 {
			c.admittedByOfficer(class.Id, p.now/aDay)
		}
		p.take(c, class.Name, 0, []string{a.Address})
		return true
	}
	return false
}
