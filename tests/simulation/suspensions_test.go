package simulation

import (
	"cmp"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func (p *paper) suspendFaults(m *membershiptypes.MsgSuspendMember) []error {
	officer, faults := p.officerFaults(m.CoopId, m.Authority, suspending)
	k, reasons := p.caseIn(m.CoopId, m.CaseId, suspendable...)
	faults = append(faults, reasons...)
	if k == nil {
		return faults
	}
	of := p.coop(k.CoopId).member(k.MemberId)
	faults = append(faults, when(officer != 0 && inCase(k, officer), membershiptypes.ErrOwnCase)...)
	faults = append(faults, when(!k.Terms.SuspendsMeanwhile, membershiptypes.ErrNotAllowed)...)
	tooLong := k.SuspendedMeanwhile || m.SuspensionSeconds == 0 || m.SuspensionSeconds > k.Terms.MaxSuspensionSeconds ||
		int64(m.SuspensionSeconds) > p.suspensionLeft(of)
	faults = append(faults, when(tooLong, membershiptypes.ErrSuspensionTooLong)...)
	return append(faults, when(of.conduct.suspended, membershiptypes.ErrWrongState)...)
}

// suspensionLeft is for how many seconds a member can be suspended from now on. No
// walk lasts a year, so all that was counts.
func (p *paper) suspensionLeft(m *member) int64 {
	used := int64(0)
	for _, s := range m.conduct.suspensions {
		used += max(0, min(s.Until, p.now)-s.From)
	}
	if len(m.conduct.suspensions) >= int(p.limits.MaxSuspensionsPerYear) {
		return 0
	}
	return max(0, int64(p.limits.MaxSuspensionSecondsPerYear)-used)
}

// suspend begins now, or when the suspension that runs ends, and is cut to what is
// left of the year's most.
func (p *paper) suspend(k *lawsuit, seconds uint64) {
	of := p.coop(k.CoopId).member(k.MemberId)
	from := p.now
	if of.conduct.suspended {
		from = max(from, of.suspendedUntil())
	}
	until := min(from+int64(seconds), p.now+p.suspensionLeft(of))
	if until <= from {
		return
	}
	of.conduct.suspended = true
	of.conduct.suspensions = append(of.conduct.suspensions, membershiptypes.Suspension{From: from, Until: until, CaseId: k.Id})
}

func (m *member) suspendedUntil() int64 {
	return m.conduct.suspensions[len(m.conduct.suspensions)-1].Until
}

// restore ends a suspension now, with all that was to follow.
func (p *paper) restore(m *member) {
	for last := len(m.conduct.suspensions) - 1; last >= 0; last-- {
		s := &m.conduct.suspensions[last]
		if s.Until = min(s.Until, p.now); s.Until > s.From {
			break
		}
		m.conduct.suspensions = m.conduct.suspensions[:last]
	}
	m.conduct.suspended = false
}

// closeCase ends a case, and the suspension that it brought before it was decided. A
// charge that came to nothing is noted.
func (p *paper) closeCase(k *lawsuit, as ending) {
	of := p.coop(k.CoopId).member(k.MemberId)
	p.endMeanwhile(k)
	if as == membershiptypes.CaseEnd_CASE_END_DISMISSED || as == membershiptypes.CaseEnd_CASE_END_UPHELD {
		of.conduct.clearances = append(of.conduct.clearances, membershiptypes.Clearance{
			CaseId: k.Id, ChargeSha256: k.ChargeSha256, Ground: k.Ground, RestUntil: p.now + int64(p.limits.ChargeRestSeconds),
		})
	}
	k.EndedAs, k.EndedAt, k.Stage, k.DueAt = as, p.now, over, 0
}

// endMeanwhile ends the suspension that a case brought before it was decided.
func (p *paper) endMeanwhile(k *lawsuit) {
	of := p.coop(k.CoopId).member(k.MemberId)
	if k.SuspendedMeanwhile && of.conduct.suspended && of.conduct.suspensions[len(of.conduct.suspensions)-1].CaseId == k.Id {
		p.restore(of)
	}
}

// leaveCases ends what is open about a member whose membership ends.
func (p *paper) leaveCases(c *coop, m *member) {
	if m.conduct.suspended {
		p.restore(m)
	}
	if k := p.theCase(p.openCase(c, m.id)); k != nil {
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_LEFT)
	}
}

// isWindow says that a stage is the parties' time to act.
func isWindow(s stage) bool { return s == mediation || s == replying || s == appealable }

// suspensionsDue gives members back what they were suspended from.
func (p *paper) suspensionsDue(work *worker) {
	type waiting struct {
		until int64
		coop  *coop
		of    *member
	}
	var due []waiting
	for _, c := range p.coops {
		for _, m := range c.members {
			if m.conduct.suspended && m.suspendedUntil() <= p.now {
				due = append(due, waiting{m.suspendedUntil(), c, m})
			}
		}
	}
	slices.SortStableFunc(due, func(a, b waiting) int { return cmp.Compare(a.until, b.until) })
	for _, one := range due {
		if !work.take(p.limits.CaseStepGas) {
			return
		}
		p.restore(one.of)
	}
}

// casesDue takes the steps that the ends of stages ask for. Windows don't end while
// the chain is quiet.
func (p *paper) casesDue(work *worker, note func(operation string, happened bool)) {
	var due []*lawsuit
	for _, k := range p.cases {
		if k.Stage != over && k.DueAt <= p.now && (!isWindow(k.Stage) || !p.quiet()) {
			due = append(due, k)
		}
	}
	slices.SortStableFunc(due, func(a, b *lawsuit) int { return cmp.Compare(a.DueAt, b.DueAt) })
	for _, k := range due {
		if !work.take(p.limits.CaseStepGas) {
			return
		}
		p.stepCase(k)
		note(opCaseEnds, k.EndedAs == membershiptypes.CaseEnd_CASE_END_SUSPENDED || k.EndedAs == membershiptypes.CaseEnd_CASE_END_EXPELLED)
	}
}

func (p *paper) stepCase(k *lawsuit) {
	switch k.Stage {
	case joining:
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_EXPIRED)
	case mediation:
		p.proceed(k)
	case charged, undecided:
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_DROPPED)
	case replying:
		p.hear(k)
	case appealed:
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_UPHELD)
	default:
		p.takeEffect(k)
	}
}

// takeEffect does what was decided last.
func (p *paper) takeEffect(k *lawsuit) {
	decided := k.Decision
	if k.AppealDecision != nil {
		decided = k.AppealDecision
	}
	c := p.coop(k.CoopId)
	of := c.member(k.MemberId)
	switch decided.Outcome {
	case warned:
		of.conduct.warnings++
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_WARNED)
	case suspended:
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_SUSPENDED)
		p.suspend(k, decided.SuspensionSeconds)
	default:
		if len(p.restandFaults(c, of, 0)) > 0 {
			// Votes still need too much of the member's past: it is tried again.
			k.Stage, k.DueAt = final, p.now+aDay
			return
		}
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_EXPELLED)
		of.conduct.expelledAt, of.conduct.expelledCase = p.now, k.Id
		p.endMembership(c, of)
	}
}
