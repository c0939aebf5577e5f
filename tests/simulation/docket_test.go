package simulation

import (
	"maps"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

type (
	lawsuit = membershiptypes.Case
	stage   = membershiptypes.CaseStage
	ending  = membershiptypes.CaseEnd
	verdict = membershiptypes.CaseOutcome
)

// Stages of a case, and its outcomes.
const (
	joining    = membershiptypes.CaseStage_CASE_STAGE_JOINING
	mediation  = membershiptypes.CaseStage_CASE_STAGE_MEDIATION
	charged    = membershiptypes.CaseStage_CASE_STAGE_CHARGED
	replying   = membershiptypes.CaseStage_CASE_STAGE_REPLY
	undecided  = membershiptypes.CaseStage_CASE_STAGE_DECIDING
	appealable = membershiptypes.CaseStage_CASE_STAGE_APPEALABLE
	appealed   = membershiptypes.CaseStage_CASE_STAGE_APPEALED
	final      = membershiptypes.CaseStage_CASE_STAGE_FINAL
	over       = membershiptypes.CaseStage_CASE_STAGE_CLOSED

	dismissed = membershiptypes.CaseOutcome_CASE_OUTCOME_DISMISSED
	warned    = membershiptypes.CaseOutcome_CASE_OUTCOME_WARNING
	suspended = membershiptypes.CaseOutcome_CASE_OUTCOME_SUSPENSION
	expelled  = membershiptypes.CaseOutcome_CASE_OUTCOME_EXPULSION
)

// suspendable are the stages in which a member can be suspended meanwhile.
var suspendable = []stage{mediation, charged, replying, undecided, appealable, appealed}

// conduct is what cases have left with a member.
type conduct struct {
	warnings    uint32
	suspensions []membershiptypes.Suspension
	suspended   bool
	// clearances are of charges that came to nothing.
	clearances   []membershiptypes.Clearance
	expelledAt   int64
	expelledCase uint64
}

func (p *paper) theCase(id uint64) *lawsuit {
	if id == 0 || id > uint64(len(p.cases)) {
		return nil
	}
	return p.cases[id-1]
}

// caseIn finds a co-op's case, and refuses another stage.
func (p *paper) caseIn(coopID, id uint64, stages ...stage) (*lawsuit, []error) {
	k := p.theCase(id)
	if k == nil || k.CoopId != coopID {
		return nil, []error{membershiptypes.ErrUnknownCase}
	}
	return k, when(!slices.Contains(stages, k.Stage), membershiptypes.ErrWrongCaseStage)
}

func (p *paper) inTime(k *lawsuit) []error {
	return when(p.now >= k.DueAt, membershiptypes.ErrWrongCaseStage)
}

func isHash(hash []byte) []error { return when(len(hash) != 32, membershiptypes.ErrInvalidHash) }

// openCase is the one against a member that is open; zero if none is.
func (p *paper) openCase(c *coop, id uint64) uint64 {
	for _, k := range p.cases {
		if k.CoopId == c.id && k.MemberId == id && k.Stage != over && k.Stage != joining {
			return k.Id
		}
	}
	return 0
}

// openCases counts a co-op's that are open, or wait for members to join.
func (p *paper) openCases(coopID uint64, petitions bool) (open int) {
	for _, k := range p.cases {
		if k.CoopId == coopID && k.Stage != over && petitions == (k.Stage == joining) {
			open++
		}
	}
	return open
}

// charging counts the open cases in which a member charges.
func (p *paper) charging(coopID, id uint64) (open int) {
	for _, k := range p.cases {
		if k.CoopId == coopID && k.Stage != over && slices.Contains(k.Chargers, id) {
			open++
		}
	}
	return open
}

// caseRoomFaults are what speaks against one more case, or one that waits for members
// to join: the member was cleared of it, for ever of the same charge and for a while of
// the same ground.
func (p *paper) caseRoomFaults(coopID, charged uint64, petition bool, ground string, charge []byte) []error {
	faults := when(!petition && p.openCase(p.coop(coopID), charged) != 0, membershiptypes.ErrCaseOpen)
	for _, cleared := range p.coop(coopID).member(charged).conduct.clearances {
		rests := string(cleared.ChargeSha256) == string(charge) || (cleared.Ground == ground && p.now < cleared.RestUntil)
		faults = append(faults, when(rests, membershiptypes.ErrInvalidCharge)...)
	}
	full := p.openCases(coopID, petition) >= int(p.limits.MaxOpenCasesPerCoop)
	return append(faults, when(full, membershiptypes.ErrTooManyCases)...)
}

func (p *paper) chargerRoomFaults(coopID, charger uint64) []error {
	full := charger != 0 && p.charging(coopID, charger) >= int(p.limits.MaxOpenCasesPerCharger)
	return when(full, membershiptypes.ErrTooManyCases)
}

// votingFaults are what speaks against a member who acts as one who votes.
func (c *coop) votingFaults(m *member) []error {
	faults := when(!m.takesPart(), membershiptypes.ErrWrongState)
	return append(faults, when(!c.votes(m), membershiptypes.ErrNotAllowed)...)
}

// whoCharges is the member who charges, zero for the co-op itself, and whether it
// does so as a member like any other.
func (p *paper) whoCharges(c *coop, authority string, terms membershiptypes.Discipline) (charger uint64, byMembers bool, faults []error) {
	if authority == c.account() {
		return 0, false, nil
	}
	m := c.holder(authority)
	switch {
	case m == nil:
		return 0, false, []error{membershiptypes.ErrNotAMember}
	case p.holds(c, m.id, prosecuting):
		return m.id, false, nil
	case terms.ChargingMembers == 0:
		return 0, false, []error{membershiptypes.ErrNotAllowed}
	}
	return m.id, true, c.votingFaults(m)
}

func (p *paper) chargeFaults(m *membershiptypes.MsgCharge) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	terms := c.charter().Discipline
	if terms == nil {
		return []error{membershiptypes.ErrNoDiscipline}
	}
	faults := when(!slices.Contains(terms.Grounds, m.Ground), membershiptypes.ErrInvalidCharge)
	faults = append(faults, isHash(m.ChargeSha256)...)
	of := c.member(m.MemberId)
	faults = append(faults, when(of == nil, membershiptypes.ErrUnknownMember)...)
	charger, byMembers, reasons := p.whoCharges(c, m.Authority, *terms)
	faults = append(faults, reasons...)
	if of == nil || len(reasons) > 0 {
		return faults
	}
	faults = append(faults, when(of.gone || of.id == charger, membershiptypes.ErrInvalidCharge)...)
	faults = append(faults, p.caseRoomFaults(c.id, of.id, byMembers && terms.ChargingMembers > 1, m.Ground, m.ChargeSha256)...)
	return append(faults, p.chargerRoomFaults(c.id, charger)...)
}

func (p *paper) charge(m *membershiptypes.MsgCharge) {
	c := p.coop(m.CoopId)
	terms := *c.charter().Discipline
	charger, byMembers, _ := p.whoCharges(c, m.Authority, terms)
	terms.Grounds = nil
	k := &lawsuit{
		Id: uint64(len(p.cases)) + 1, CoopId: c.id, MemberId: m.MemberId, Ground: m.Ground, ChargeSha256: m.ChargeSha256,
		ByMembers: byMembers, Terms: terms, ChargedAt: p.now,
	}
	if charger != 0 {
		k.Chargers = []uint64{charger}
	}
	p.cases = append(p.cases, k)
	if byMembers && terms.ChargingMembers > 1 {
		k.Stage, k.DueAt = joining, p.now+int64(terms.JoiningPeriodSeconds)
		return
	}
	p.proceed(k)
}

// proceed takes a charge to mediation, if there is any, or to its delivery.
func (p *paper) proceed(k *lawsuit) {
	if k.Terms.MediationPeriodSeconds > 0 && k.Stage != mediation {
		k.Stage, k.DueAt = mediation, p.now+int64(k.Terms.MediationPeriodSeconds)
		return
	}
	k.Stage, k.DueAt = charged, p.now+int64(k.Terms.NoticePeriodSeconds)
}

// chargersNeeded is how many it takes to charge; zero for the co-op itself.
func chargersNeeded(k *lawsuit) int {
	switch {
	case k.ByMembers:
		return int(k.Terms.ChargingMembers)
	case len(k.Chargers) > 0:
		return 1
	}
	return 0
}

// inCase says that a member is, or was, on one of the two sides.
func inCase(k *lawsuit, id uint64) bool {
	return k.MemberId == id || slices.Contains(k.Chargers, id) || slices.Contains(k.Withdrawn, id)
}

func (p *paper) joinFaults(m *membershiptypes.MsgJoinCharge) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, joining, mediation, charged)
	if k == nil {
		return faults
	}
	faults = append(faults, p.inTime(k)...)
	c := p.coop(k.CoopId)
	joiner := c.holder(m.Signer)
	if joiner == nil {
		return append(faults, membershiptypes.ErrNotAMember)
	}
	faults = append(faults, when(!k.ByMembers, membershiptypes.ErrInvalidCharge)...)
	faults = append(faults, c.votingFaults(joiner)...)
	partial := joiner.id == k.MemberId || slices.Contains(k.Chargers, joiner.id)
	faults = append(faults, when(partial, membershiptypes.ErrInvalidCharge)...)
	faults = append(faults, when(c.member(k.MemberId).gone, membershiptypes.ErrWrongState)...)
	others := len(k.Chargers) + len(slices.DeleteFunc(slices.Clone(k.Withdrawn), func(id uint64) bool { return id == joiner.id }))
	faults = append(faults, when(others+1 > int(p.limits.MaxChargersPerCase), membershiptypes.ErrTooManyCases)...)
	faults = append(faults, p.chargerRoomFaults(c.id, joiner.id)...)
	if k.Stage == joining && len(k.Chargers)+1 >= chargersNeeded(k) {
		faults = append(faults, p.caseRoomFaults(c.id, k.MemberId, false, k.Ground, k.ChargeSha256)...)
	}
	return faults
}

func (p *paper) joinCharge(m *membershiptypes.MsgJoinCharge) {
	k := p.theCase(m.CaseId)
	id := p.coop(k.CoopId).holder(m.Signer).id
	k.Chargers = append(k.Chargers, id)
	slices.Sort(k.Chargers)
	k.Withdrawn = slices.DeleteFunc(k.Withdrawn, func(other uint64) bool { return other == id })
	p.heardChargers(k)
	if k.Stage == joining && len(k.Chargers) >= chargersNeeded(k) {
		p.proceed(k)
	}
}

// heardChargers is the word of those who charge on the mediation: failed if one says
// so, settled if all do who are members still. The co-op's own stands.
func (p *paper) heardChargers(k *lawsuit) {
	if len(k.Chargers) == 0 {
		return
	}
	k.ChargerSays = membershiptypes.MediationWord_MEDIATION_WORD_SETTLED
	for _, id := range k.Chargers {
		if !p.coop(k.CoopId).member(id).gone && !slices.Contains(k.SettledWith, id) {
			k.ChargerSays = membershiptypes.MediationWord_MEDIATION_WORD_UNSPECIFIED
		}
	}
	if len(k.FailedWith) > 0 {
		k.ChargerSays = membershiptypes.MediationWord_MEDIATION_WORD_FAILED
	}
}

// chargingFaults are what speaks against whoever acts for those who charge.
func (p *paper) chargingFaults(k *lawsuit, authority string) (charger uint64, faults []error) {
	c := p.coop(k.CoopId)
	if len(k.Chargers) == 0 && authority == c.account() {
		return 0, nil
	}
	m := c.holder(authority)
	if m == nil {
		return 0, []error{membershiptypes.ErrNotAMember}
	}
	return m.id, when(!slices.Contains(k.Chargers, m.id), membershiptypes.ErrNotAParty)
}

func (p *paper) withdrawChargeFaults(m *membershiptypes.MsgWithdrawCharge) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, joining, mediation, charged, replying, undecided)
	if k == nil {
		return faults
	}
	_, reasons := p.chargingFaults(k, m.Authority)
	return append(faults, reasons...)
}

// withdrawCharge ends the case with the last who charges. If too few are left before
// the member has the charge in hand, it waits once more for others to join.
func (p *paper) withdrawCharge(m *membershiptypes.MsgWithdrawCharge) {
	k := p.theCase(m.CaseId)
	charger, _ := p.chargingFaults(k, m.Authority)
	needed := chargersNeeded(k)
	if k.Stage == joining || k.Stage >= replying {
		needed = 1
	}
	if len(k.Chargers) <= 1 {
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_WITHDRAWN)
		return
	}
	gone := func(id uint64) bool { return id == charger }
	k.Chargers = slices.DeleteFunc(k.Chargers, gone)
	k.SettledWith, k.FailedWith = slices.DeleteFunc(k.SettledWith, gone), slices.DeleteFunc(k.FailedWith, gone)
	if k.Stage != joining {
		k.Withdrawn = append(k.Withdrawn, charger)
		slices.Sort(k.Withdrawn)
	}
	p.heardChargers(k)
	if len(k.Chargers) < needed {
		p.endMeanwhile(k)
		k.MemberSays, k.ChargerSays = membershiptypes.MediationWord_MEDIATION_WORD_UNSPECIFIED, membershiptypes.MediationWord_MEDIATION_WORD_UNSPECIFIED
		k.SettledWith, k.FailedWith = nil, nil
		k.Stage, k.DueAt = joining, p.now+int64(k.Terms.JoiningPeriodSeconds)
		return
	}
	p.endMediation(k)
}

// endMediation ends it once both sides say the same.
func (p *paper) endMediation(k *lawsuit) {
	if k.Stage != mediation || k.MemberSays != k.ChargerSays {
		return
	}
	switch k.MemberSays {
	case membershiptypes.MediationWord_MEDIATION_WORD_SETTLED:
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_SETTLED)
	case membershiptypes.MediationWord_MEDIATION_WORD_FAILED:
		p.proceed(k)
	}
}

func (p *paper) mediationFaults(m *membershiptypes.MsgEndMediation) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, mediation)
	if k == nil {
		return faults
	}
	if of := p.coop(k.CoopId).holder(m.Signer); of != nil && of.id == k.MemberId {
		return faults
	}
	_, reasons := p.chargingFaults(k, m.Signer)
	return append(faults, reasons...)
}

// mediate notes what one side says about the mediation.
func (p *paper) mediate(m *membershiptypes.MsgEndMediation) {
	k := p.theCase(m.CaseId)
	word := membershiptypes.MediationWord_MEDIATION_WORD_FAILED
	if m.Settled {
		word = membershiptypes.MediationWord_MEDIATION_WORD_SETTLED
	}
	of := p.coop(k.CoopId).holder(m.Signer)
	charger, _ := p.chargingFaults(k, m.Signer)
	same := func(id uint64) bool { return id == charger }
	switch {
	case of != nil && of.id == k.MemberId:
		k.MemberSays = word
	case charger == 0:
		k.ChargerSays = word
	default:
		k.SettledWith, k.FailedWith = slices.DeleteFunc(k.SettledWith, same), slices.DeleteFunc(k.FailedWith, same)
		side := &k.FailedWith
		if m.Settled {
			side = &k.SettledWith
		}
		*side = append(*side, charger)
		slices.Sort(*side)
		p.heardChargers(k)
	}
	p.endMediation(k)
}

// conductOf is what the genesis says of a member; nothing if there is nothing.
func (p *paper) conductOf(c *coop, m *member) (membershiptypes.Conduct, bool) {
	record := membershiptypes.Conduct{
		CoopId: c.id, MemberId: m.id, OpenCaseId: p.openCase(c, m.id), Warnings: m.conduct.warnings, Suspensions: m.conduct.suspensions, Clearances: m.conduct.clearances,
		ExpelledAt: m.conduct.expelledAt, ExpelledCaseId: m.conduct.expelledCase,
	}
	if m.conduct.suspended {
		record.SuspendedFrom = membershiptypes.MemberState_MEMBER_STATE_ACTIVE
	}
	return record, record.OpenCaseId+record.ExpelledCaseId != 0 || record.Warnings > 0 || len(record.Suspensions)+len(record.Clearances) > 0
}

// copiedCase is a case once more.
func copiedCase(k *lawsuit) *lawsuit {
	same := *k
	same.Chargers, same.Withdrawn = slices.Clone(k.Chargers), slices.Clone(k.Withdrawn)
	same.SettledWith, same.FailedWith = slices.Clone(k.SettledWith), slices.Clone(k.FailedWith)
	return &same
}

// chargersOf lists the members who charge in open cases of a co-op.
func (p *paper) chargersOf(coopID uint64) []uint64 {
	all := make(map[uint64]bool)
	for _, k := range p.cases {
		if k.CoopId == coopID && k.Stage != over {
			for _, id := range k.Chargers {
				all[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}
