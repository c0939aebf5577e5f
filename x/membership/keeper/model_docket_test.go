package keeper_test

import (
	"cmp"
	"slices"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	isActive    = types.MemberState_MEMBER_STATE_ACTIVE
	isLeaving   = types.MemberState_MEMBER_STATE_LEAVING
	isSuspended = types.MemberState_MEMBER_STATE_SUSPENDED
	isLeft      = types.MemberState_MEMBER_STATE_LEFT
	isExpelled  = types.MemberState_MEMBER_STATE_EXPELLED

	joining     = types.CaseStage_CASE_STAGE_JOINING
	mediation   = types.CaseStage_CASE_STAGE_MEDIATION
	undelivered = types.CaseStage_CASE_STAGE_CHARGED
	replying    = types.CaseStage_CASE_STAGE_REPLY
	deciding    = types.CaseStage_CASE_STAGE_DECIDING
	appealable  = types.CaseStage_CASE_STAGE_APPEALABLE
	appealed    = types.CaseStage_CASE_STAGE_APPEALED
	final       = types.CaseStage_CASE_STAGE_FINAL
	closed      = types.CaseStage_CASE_STAGE_CLOSED
)

// docket is what a secretary would keep on paper about charges in one co-op,
// written from docs/concepts/due-process.md, the README and the proto files.
type docket struct {
	// terms of the charter; they stay the same on a walk.
	terms   types.Discipline
	members []*docketMember
	cases   []*types.Case
	now     int64
	// ends counts how cases ended, over all walks.
	ends map[types.CaseEnd]int
	// notice of leaving, the most that a member is suspended in 365 days, and how
	// many cases, or charges that wait for members, may be open.
	noticeSeconds, yearly int64
	mostOpen              int
}

type docketMember struct {
	id       uint64
	name     string
	state    types.MemberState
	powers   map[string]bool
	warnings uint32
	// leavesAt is when its notice of leaving ends; zero without one.
	leavesAt int64
	// spells are its suspensions; the last one runs while it is suspended.
	spells     []types.Suspension
	expelledAt int64
	expelledBy uint64
	// cleared are the cases in which nothing was held against it.
	cleared []*types.Case
}

func (m *docketMember) here() bool {
	return m.state == isActive || m.state == isLeaving || m.state == isSuspended
}

// able is who takes part: votes and holds powers.
func (m *docketMember) able() bool { return m.state == isActive || m.state == isLeaving }

func (m *docketMember) officer(power string) bool { return m.able() && m.powers[power] }

// who is the member that a name's key acts for; none is a stranger.
func (d *docket) who(name string) *docketMember {
	for _, member := range d.members {
		if member.name == name && member.here() {
			return member
		}
	}
	return nil
}

func (d *docket) member(id uint64) *docketMember {
	if id == 0 || id > uint64(len(d.members)) {
		return nil
	}
	return d.members[id-1]
}

func (d *docket) join(name string) *docketMember {
	member := &docketMember{id: uint64(len(d.members)) + 1, name: name, state: isActive, powers: make(map[string]bool)}
	d.members = append(d.members, member)
	return member
}

func (d *docket) find(id uint64) *types.Case {
	if id == 0 || id >= uint64(len(d.cases)) {
		return &types.Case{}
	}
	return d.cases[id]
}

// against is the case that is open against a member; a charge that waits for
// members to join is none yet.
func (d *docket) against(id uint64) *types.Case {
	for _, c := range d.cases {
		if c.MemberId == id && c.Stage != joining && c.Stage != closed {
			return c
		}
	}
	return nil
}

// open counts the cases, or the charges that wait for members.
func (d *docket) open(waiting bool) (count int) {
	for _, c := range d.cases {
		if c.Stage != closed && (c.Stage == joining) == waiting {
			count++
		}
	}
	return count
}

// busy says that a member charges in as many open cases as it may.
func (d *docket) busy(id uint64) bool {
	count := 0
	for _, c := range d.cases {
		if c.Stage != closed && slices.Contains(c.Chargers, id) {
			count++
		}
	}
	return count >= 3
}

// parties are the charged, those who charge and those who did.
func parties(c *types.Case) []uint64 {
	all := slices.Concat([]uint64{c.MemberId}, c.Chargers, c.Withdrawn)
	slices.Sort(all)
	return all
}

// charges says that a name speaks for those who charge.
func (d *docket) charges(c *types.Case, name string) bool {
	if name == coop {
		return len(c.Chargers) == 0
	}
	member := d.who(name)
	return member != nil && slices.Contains(c.Chargers, member.id)
}

// isCharged says that a name is the member who is charged.
func (d *docket) isCharged(c *types.Case, name string) bool {
	member := d.who(name)
	return member != nil && member.id == c.MemberId
}

// to moves a case on; each stage has its time.
func (d *docket) to(c *types.Case, stage types.CaseStage) {
	seconds := map[types.CaseStage]uint64{
		joining: d.terms.JoiningPeriodSeconds, mediation: d.terms.MediationPeriodSeconds, undelivered: d.terms.NoticePeriodSeconds,
		replying: d.terms.ReplyPeriodSeconds, deciding: d.terms.DecisionPeriodSeconds, appealable: d.terms.AppealPeriodSeconds,
		appealed: d.terms.AppealDecisionPeriodSeconds, final: 0,
	}[stage]
	c.Stage, c.DueAt = stage, d.now+int64(seconds)
}

// proceed takes a charge that is made to mediation, where there is any.
func (d *docket) proceed(c *types.Case) {
	if d.terms.MediationPeriodSeconds > 0 {
		d.to(c, mediation)
	} else {
		d.to(c, undelivered)
	}
}

// end closes a case, and with it the suspension that it brought meanwhile.
func (d *docket) end(c *types.Case, as types.CaseEnd) {
	c.Stage, c.DueAt, c.EndedAs, c.EndedAt = closed, 0, as, d.now
	d.ends[as]++
	member := d.member(c.MemberId)
	if as == types.CaseEnd_CASE_END_DISMISSED || as == types.CaseEnd_CASE_END_UPHELD {
		member.cleared = append(member.cleared, c)
	}
	if member.state == isSuspended && member.spells[len(member.spells)-1].CaseId == c.Id {
		d.reinstate(member)
	}
}

// rests says that the member was cleared of the same before: of that very charge,
// or of one on the same ground within 30 days.
func (d *docket) rests(c *types.Case) bool {
	for _, cleared := range d.member(c.MemberId).cleared {
		if string(cleared.ChargeSha256) == string(c.ChargeSha256) || (cleared.Ground == c.Ground && d.now < cleared.EndedAt+30*day) {
			return true
		}
	}
	return false
}

// reinstate ends a suspension: who has given notice is leaving again.
func (d *docket) reinstate(m *docketMember) {
	m.state = isActive
	if m.leavesAt != 0 {
		m.state = isLeaving
	}
	for i := range m.spells {
		m.spells[i].Until = min(m.spells[i].Until, d.now)
	}
}

// suspendable is for how long a member may still be suspended, over the 365 days
// before now.
func (d *docket) suspendable(m *docketMember) uint64 {
	year, used, spells := d.now-365*day, int64(0), 0
	for _, spell := range m.spells {
		until := min(spell.Until, d.now)
		if spell.Until > year && spell.Until > spell.From {
			spells++
		}
		used += max(0, until-max(spell.From, year))
	}
	if spells >= 12 || used >= d.yearly {
		return 0
	}
	return uint64(d.yearly - used)
}

// suspend a member from now on, or from the end of the suspension that runs.
func (d *docket) suspend(m *docketMember, c *types.Case, seconds uint64) {
	from := d.now
	if m.state == isSuspended {
		from = m.spells[len(m.spells)-1].Until
	}
	if until := min(from+int64(seconds), d.now+int64(d.suspendable(m))); until > from {
		m.spells = append(m.spells, types.Suspension{From: from, Until: until, CaseId: c.Id})
		m.state = isSuspended
	}
}

// leave ends a membership, and the case against the member.
func (d *docket) leave(m *docketMember, as types.MemberState) {
	if m.state == isSuspended {
		d.reinstate(m)
	}
	m.state, m.leavesAt, m.powers = as, 0, nil
	if c := d.against(m.id); c != nil {
		d.end(c, types.CaseEnd_CASE_END_LEFT)
	}
}

// tick lets time bring what it brings: suspensions end, then stages, then
// memberships. The parties' own time doesn't end while the ledger is quiet.
func (d *docket) tick(now int64, quiet bool) {
	d.now = now
	for _, member := range d.members {
		if member.state == isSuspended && member.spells[len(member.spells)-1].Until <= now {
			d.reinstate(member)
		}
	}
	var due []*types.Case
	for _, c := range d.cases {
		window := c.Stage == mediation || c.Stage == replying || c.Stage == appealable
		if c.Stage != closed && c.DueAt <= now && (!window || !quiet) {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(a, b *types.Case) int { return cmp.Compare(a.DueAt, b.DueAt) })
	for _, c := range due {
		d.timeIsOver(c)
	}
	for _, member := range d.members {
		if member.leavesAt != 0 && member.leavesAt <= now {
			d.leave(member, isLeft)
		}
	}
}

// timeIsOver is the column "if nothing happens".
func (d *docket) timeIsOver(c *types.Case) {
	switch c.Stage {
	case joining:
		d.end(c, types.CaseEnd_CASE_END_EXPIRED)
	case mediation:
		d.to(c, undelivered)
	case undelivered, deciding:
		d.end(c, types.CaseEnd_CASE_END_DROPPED)
	case replying:
		d.to(c, deciding)
	case appealed:
		d.end(c, types.CaseEnd_CASE_END_UPHELD)
	case appealable, final:
		d.takeEffect(c)
	}
}

func (d *docket) takeEffect(c *types.Case) {
	decision, member := c.Decision, d.member(c.MemberId)
	if c.AppealDecision != nil {
		decision = c.AppealDecision
	}
	switch decision.Outcome {
	case warning:
		member.warnings++
		d.end(c, types.CaseEnd_CASE_END_WARNED)
	case expulsion:
		d.end(c, types.CaseEnd_CASE_END_EXPELLED)
		member.expelledAt, member.expelledBy = d.now, c.Id
		d.leave(member, isExpelled)
	case suspension:
		d.end(c, types.CaseEnd_CASE_END_SUSPENDED)
		d.suspend(member, c, decision.SuspensionSeconds)
	}
}
