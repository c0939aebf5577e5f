package keeper_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/coopledger/coopledger/x/governance/types"
)

// passesTime does what a block does when it ends: executes, moves meetings on,
// keeps deadlines.
func (p *paper) passesTime(now int64, place *time.Location) {
	p.endTerms(now)
	p.goesOn(now)
	due := p.byDue(now)
	for _, m := range due {
		if m.status == types.Status_STATUS_PASSED && m.due <= now {
			p.executes(m, now)
		}
	}
	for _, meeting := range p.meetings {
		p.moves(meeting, now, place)
	}
	for _, q := range p.requisitions {
		q.over = q.over || q.due <= now
	}
	for _, m := range p.byDue(now) {
		p.advances(m, now)
	}
}

// goesOn lets what a breaker held back go on once nothing is off any more.
func (p *paper) goesOn(now int64) {
	for _, m := range p.motions {
		if m.status == types.Status_STATUS_PASSED && m.due > now && now >= p.breaker.until {
			m.due = now
			p.seen["an execution goes on at the lift"]++
		}
	}
}

// byDue lists what is open and due, in the order of (due, id).
func (p *paper) byDue(now int64) (due []*bookMotion) {
	for _, m := range p.motions {
		if !m.status.Ended() && m.due <= now {
			due = append(due, m)
		}
	}
	slices.SortStableFunc(due, func(a, b *bookMotion) int { return cmp.Compare(a.due, b.due) })
	return due
}

func (p *paper) advances(m *bookMotion, now int64) {
	switch m.status {
	case types.Status_STATUS_DRAFT:
		m.status, m.due = types.Status_STATUS_EXPIRED, 0
	case types.Status_STATUS_DISCUSSION:
		p.opens(m, now)
	case types.Status_STATUS_VOTING:
		p.closes(m, now)
	case types.Status_STATUS_TIMELOCK:
		m.status, m.due = types.Status_STATUS_PASSED, now
	case types.Status_STATUS_TABLED:
		switch {
		case m.meeting == nil:
			m.status, m.due = types.Status_STATUS_EXPIRED, 0
		case m.meeting.status == types.MeetingStatus_MEETING_STATUS_OPEN:
			p.opens(m, now)
		default:
			m.meeting, m.due = nil, now+31_622_400
		}
	}
}

// executes what has passed, unless the breaker holds it back for an hour.
func (p *paper) executes(m *bookMotion, now int64) {
	if m.carries != "" && p.breaker.isOff(m.carries, now) {
		m.due = min(p.breaker.until, now+3_600)
		p.seen["an execution is held back"]++
		return
	}
	m.status, m.due, m.outcome = types.Status_STATUS_EXECUTED, 0, types.OutcomeCode_OUTCOME_CODE_EXECUTED
	if !p.carriesOut(m, now) {
		m.status, m.outcome = types.Status_STATUS_FAILED, types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED
	}
	p.seen[m.outcome.String()+m.carries]++
}

// carriesOut does what a motion's message says, if that is possible.
func (p *paper) carriesOut(m *bookMotion, now int64) bool {
	target := p.found(m.target)
	switch m.carries {
	case rescinding:
		if target == nil || target.coop != m.coop || !p.rescindable(target, now) {
			return false
		}
		p.rescinded(target)
	case voting:
		if !p.mayVote(target, 1, m.choice, now) {
			return false
		}
		p.casts(target, 1, bookBallot{choice: m.choice}, now)
	case deciding:
		return p.decidesOn(m, now)
	case lifting:
		if !p.breaker.canBeLifted(now) {
			return false
		}
		p.breaker.lifted(now)
	}
	return true
}

// rescindable: what waits for its timelock, or has passed and is held back by the breaker.
func (p *paper) rescindable(m *bookMotion, now int64) bool {
	return m.status == types.Status_STATUS_TIMELOCK || (m.status == types.Status_STATUS_PASSED && p.breaker.isOff(m.carries, now))
}

func (p *paper) rescinded(m *bookMotion) {
	p.seen["rescinded: "+m.status.Word()]++
	m.status, m.due = types.Status_STATUS_RESCINDED, 0
}
