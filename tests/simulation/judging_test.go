package simulation

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// officerFaults are what speaks against whoever acts as the co-op or an officer.
func (p *paper) officerFaults(coopID uint64, authority, power string) (officer uint64, faults []error) {
	c := p.coop(coopID)
	switch {
	case c == nil:
		return 0, []error{membershiptypes.ErrUnknownCoop}
	case authority == c.account():
		return 0, nil
	}
	m := c.holder(authority)
	if m == nil {
		return 0, []error{membershiptypes.ErrNotAMember}
	}
	return m.id, when(!p.holds(c, m.id, power), membershiptypes.ErrNotAllowed)
}

func (p *paper) noticeFaults(m *membershiptypes.MsgRecordNotice) []error {
	officer, faults := p.officerFaults(m.CoopId, m.Authority, prosecuting)
	k, reasons := p.caseIn(m.CoopId, m.CaseId, charged)
	faults = append(faults, reasons...)
	if k == nil {
		return faults
	}
	faults = append(faults, p.inTime(k)...)
	own := (officer == 0 && chargersNeeded(k) == 0) || (officer != 0 && inCase(k, officer))
	faults = append(faults, when(own, membershiptypes.ErrOwnCase)...)
	return append(faults, isHash(m.EvidenceSha256)...)
}

func (p *paper) deliver(k *lawsuit, evidence []byte) {
	k.DeliveredAt, k.DeliverySha256 = p.now, evidence
	k.Stage, k.DueAt = replying, p.now+int64(k.Terms.ReplyPeriodSeconds)
}

// chargedFaults are what speaks against whoever acts as the charged member.
func (p *paper) chargedFaults(k *lawsuit, signer string) []error {
	m := p.coop(k.CoopId).holder(signer)
	faults := when(m == nil, membershiptypes.ErrNotAMember)
	return append(faults, when(m != nil && m.id != k.MemberId, membershiptypes.ErrNotAParty)...)
}

func (p *paper) acknowledgeFaults(m *membershiptypes.MsgAcknowledgeCharge) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, charged)
	if k == nil {
		return faults
	}
	return append(faults, p.chargedFaults(k, m.Signer)...)
}

func (p *paper) replyFaults(m *membershiptypes.MsgReplyToCharge) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, charged, replying, undecided)
	if k == nil {
		return faults
	}
	faults = append(faults, p.chargedFaults(k, m.Signer)...)
	return append(faults, isHash(m.ReplySha256)...)
}

func (p *paper) reply(m *membershiptypes.MsgReplyToCharge) {
	k := p.theCase(m.CaseId)
	k.RepliedAt, k.ReplySha256 = p.now, m.ReplySha256
	if k.DeliveredAt == 0 {
		k.DeliveredAt = p.now
	}
	if k.Stage != undecided {
		p.hear(k)
	}
}

func (p *paper) hear(k *lawsuit) {
	k.Stage, k.DueAt = undecided, p.now+int64(k.Terms.DecisionPeriodSeconds)
}

// verdictFaults are what speaks against a decision under a case's terms.
func (p *paper) verdictFaults(k *lawsuit, outcome verdict, seconds uint64, reasons []byte) []error {
	warnings := p.coop(k.CoopId).member(k.MemberId).conduct.warnings
	wrong := outcome < dismissed || outcome > expelled
	wrong = wrong || (outcome == suspended) != (seconds != 0) || seconds > k.Terms.MaxSuspensionSeconds
	wrong = wrong || (outcome == expelled && warnings < k.Terms.WarningsBeforeExpulsion)
	return append(isHash(reasons), when(wrong, membershiptypes.ErrInvalidDecision)...)
}

func (p *paper) decideFaults(m *membershiptypes.MsgDecideCase) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	k, reasons := p.caseIn(c.id, m.CaseId, undecided)
	faults = append(faults, reasons...)
	if k == nil {
		return faults
	}
	faults = append(faults, p.inTime(k)...)
	return append(faults, p.verdictFaults(k, m.Outcome, m.SuspensionSeconds, m.ReasonsSha256)...)
}

func (p *paper) decide(m *membershiptypes.MsgDecideCase) {
	k := p.theCase(m.CaseId)
	k.Decision = &membershiptypes.CaseDecision{
		Outcome: m.Outcome, SuspensionSeconds: m.SuspensionSeconds, ReasonsSha256: m.ReasonsSha256, DecidedAt: p.now,
	}
	if m.Outcome == dismissed {
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_DISMISSED)
		return
	}
	k.Stage, k.DueAt = appealable, p.now+int64(k.Terms.AppealPeriodSeconds)
}

func (p *paper) appealFaults(m *membershiptypes.MsgAppeal) []error {
	k, faults := p.caseIn(m.CoopId, m.CaseId, appealable)
	if k == nil {
		return faults
	}
	faults = append(faults, p.chargedFaults(k, m.Signer)...)
	return append(faults, isHash(m.AppealSha256)...)
}

func (p *paper) appeal(m *membershiptypes.MsgAppeal) {
	k := p.theCase(m.CaseId)
	k.AppealedAt, k.AppealSha256 = p.now, m.AppealSha256
	k.Stage, k.DueAt = appealed, p.now+int64(k.Terms.AppealDecisionPeriodSeconds)
}

func (p *paper) decideAppealFaults(m *membershiptypes.MsgDecideAppeal) []error {
	c, faults := p.ownDecision(m.CoopId, m.Authority)
	if c == nil {
		return faults
	}
	k, reasons := p.caseIn(c.id, m.CaseId, appealed)
	faults = append(faults, reasons...)
	if k == nil {
		return faults
	}
	faults = append(faults, p.inTime(k)...)
	faults = append(faults, p.verdictFaults(k, m.Outcome, m.SuspensionSeconds, m.ReasonsSha256)...)
	if k.Decision == nil {
		return faults
	}
	harsher := m.Outcome > k.Decision.Outcome || (m.Outcome == k.Decision.Outcome && m.SuspensionSeconds > k.Decision.SuspensionSeconds)
	return append(faults, when(harsher, membershiptypes.ErrInvalidDecision)...)
}

func (p *paper) decideAppeal(m *membershiptypes.MsgDecideAppeal) {
	k := p.theCase(m.CaseId)
	k.AppealDecision = &membershiptypes.CaseDecision{
		Outcome: m.Outcome, SuspensionSeconds: m.SuspensionSeconds, ReasonsSha256: m.ReasonsSha256, DecidedAt: p.now,
	}
	if m.Outcome == dismissed {
		p.closeCase(k, membershiptypes.CaseEnd_CASE_END_UPHELD)
		return
	}
	k.Stage, k.DueAt = final, p.now
}

// readyFaults are what speaks against a vote on a resolution of a co-op: it decides a
// case of its own before its time.
func (p *paper) readyFaults(coopID uint64, messages []sdk.Msg) []error {
	_, faults := p.partiesTo(coopID, messages)
	return faults
}

// partiesTo lists who abstains: the parties to a case that is decided, where its
// terms say so.
func (p *paper) partiesTo(coopID uint64, messages []sdk.Msg) (parties map[uint64]bool, faults []error) {
	parties = make(map[uint64]bool)
	for _, message := range messages {
		about, id, stages := decidesCase(message)
		if len(stages) == 0 || about != coopID {
			continue
		}
		k, reasons := p.caseIn(coopID, id, stages...)
		if len(reasons) > 0 {
			return nil, reasons
		}
		if !k.Terms.PartiesAbstain {
			continue
		}
		for _, id := range slices.Concat([]uint64{k.MemberId}, k.Chargers, k.Withdrawn) {
			parties[id] = true
		}
	}
	return parties, nil
}

// decidesCase says which case a message decides, and at which stages it can; none if
// it decides no case.
func decidesCase(message sdk.Msg) (coopID, id uint64, stages []stage) {
	switch m := message.(type) {
	case *membershiptypes.MsgDecideCase:
		return m.CoopId, m.CaseId, []stage{undecided}
	case *membershiptypes.MsgDecideAppeal:
		return m.CoopId, m.CaseId, []stage{appealed}
	case *membershiptypes.MsgSuspendMember:
		return m.CoopId, m.CaseId, suspendable
	}
	return 0, 0, nil
}

// aloneFaults: whoever abstains from a case would not vote on what else it decides.
func aloneFaults(messages []sdk.Msg) []error {
	return when(len(messages) > 1 && slices.ContainsFunc(messages, func(message sdk.Msg) bool {
		_, _, stages := decidesCase(message)
		return len(stages) > 0
	}), membershiptypes.ErrCaseAlone)
}
