package simulation

import (
	"cmp"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// The chain's own limits in this walk, in seconds.
const (
	mostStep = 60
	gapFrom  = 300
)

// faults are all the reasons to refuse a message; none means that it is taken.
func (p *paper) faults(message sdk.Msg) []error {
	switch m := message.(type) {
	case *membershiptypes.MsgFound:
		return p.foundFaults(m)
	case *membershiptypes.MsgAdmit:
		return p.admitFaults(m)
	case *membershiptypes.MsgApply:
		return p.applyFaults(m)
	case *membershiptypes.MsgSponsor:
		return p.sponsorFaults(m)
	case *membershiptypes.MsgObject:
		return p.objectFaults(m)
	case *membershiptypes.MsgCloseApplication:
		return p.closeFaults(m)
	case *membershiptypes.MsgLeave:
		return p.leaveFaults(m)
	case *membershiptypes.MsgAddKey:
		return p.addKeyFaults(m)
	case *membershiptypes.MsgRemoveKey:
		return p.removeKeyFaults(m)
	case *membershiptypes.MsgAskClass:
		return p.askFaults(m)
	case *membershiptypes.MsgWithdrawNotice:
		return p.unaskFaults(m)
	case *membershiptypes.MsgChangeClass:
		return p.reclassFaults(m)
	case *membershiptypes.MsgCharge:
		return p.chargeFaults(m)
	case *membershiptypes.MsgJoinCharge:
		return p.joinFaults(m)
	case *membershiptypes.MsgWithdrawCharge:
		return p.withdrawChargeFaults(m)
	case *membershiptypes.MsgEndMediation:
		return p.mediationFaults(m)
	case *membershiptypes.MsgRecordNotice:
		return p.noticeFaults(m)
	case *membershiptypes.MsgAcknowledgeCharge:
		return p.acknowledgeFaults(m)
	case *membershiptypes.MsgReplyToCharge:
		return p.replyFaults(m)
	case *membershiptypes.MsgDecideCase:
		return p.decideFaults(m)
	case *membershiptypes.MsgAppeal:
		return p.appealFaults(m)
	case *membershiptypes.MsgDecideAppeal:
		return p.decideAppealFaults(m)
	case *membershiptypes.MsgSuspendMember:
		return p.suspendFaults(m)
	case *membershiptypes.MsgKeepKey:
		return p.keepKeyFaults(m)
	case *membershiptypes.MsgSetGuardians:
		return p.setGuardiansFaults(m)
	case *membershiptypes.MsgStartRecovery:
		return p.startFaults(m)
	case *membershiptypes.MsgSupportRecovery:
		return p.supportFaults(m)
	case *membershiptypes.MsgVetoRecovery:
		return p.vetoFaults(m)
	case *membershiptypes.MsgRecover:
		return p.recoverFaults(m.CoopId, m.Authority, m.MemberId, m.Key, byResolution)
	case *membershiptypes.MsgRecoverInPerson:
		return p.recoverFaults(m.CoopId, m.Authority, m.MemberId, m.Key, inPerson)
	case *membershiptypes.MsgStopRecovery:
		return p.stopFaults(m)
	case *membershiptypes.MsgFreeze:
		return p.freezeFaults(m)
	case *membershiptypes.MsgGrantPower:
		return p.grantFaults(m)
	case *membershiptypes.MsgRevokePower:
		return p.revokeFaults(m)
	case *membershiptypes.MsgAmendCharter:
		c, faults := p.ownDecision(m.CoopId, m.Authority)
		if c == nil {
			return faults
		}
		return append(faults, p.amendFaults(c, m.Charter)...)
	case *membershiptypes.MsgUpdateParams:
		faults := when(m.Authority != p.coops[0].account(), membershiptypes.ErrNotAllowed)
		return append(faults, when(m.Params.MaxKeysPerMember == 0, membershiptypes.ErrInvalidParams)...)
	case *treasurytypes.MsgClassify:
		return p.classifyFaults(m)
	case *treasurytypes.MsgPay:
		return p.payFaults(m)
	case *governancetypes.MsgPropose:
		return p.proposeFaults(m)
	case *governancetypes.MsgAmend:
		return p.redraftFaults(m)
	case *governancetypes.MsgSecond:
		return p.secondFaults(m)
	case *governancetypes.MsgVote:
		return p.voteFaults(m)
	case *governancetypes.MsgVoteAsDelegate:
		return p.delegateFaults(m)
	case *governancetypes.MsgWithdraw:
		return p.withdrawFaults(m)
	case *governancetypes.MsgConveneMeeting:
		return p.conveneFaults(m)
	case *governancetypes.MsgRequisition:
		return p.askMeetingFaults(m)
	case *governancetypes.MsgSignRequisition:
		return p.signFaults(m)
	case *governancetypes.MsgTable:
		return p.tableFaults(m)
	case *governancetypes.MsgAttend:
		return p.attendFaults(m)
	case *governancetypes.MsgEnterAttendance:
		return p.enterPresentFaults(m)
	case *governancetypes.MsgEnterBallots:
		return p.enterBallotsFaults(m)
	case *governancetypes.MsgConfirmSheet:
		return p.confirmFaults(m)
	case *governancetypes.MsgDisputeSheet:
		return p.disputeFaults(m)
	case *governancetypes.MsgAdjournMeeting:
		return p.adjournFaults(m)
	case *governancetypes.MsgCancelMeeting:
		return p.cancelFaults(m)
	case *governancetypes.MsgCloseMeeting:
		return p.closingFaults(m)
	case *governancetypes.MsgRecordMinutes:
		return p.minutesFaults(m)
	default:
		panic("the paper knows no such message: " + sdk.MsgTypeURL(message))
	}
}

// do writes down what a message changes.
func (p *paper) do(message sdk.Msg) {
	switch m := message.(type) {
	case *membershiptypes.MsgFound:
		p.found(m)
	case *membershiptypes.MsgAdmit:
		p.admit(m)
	case *membershiptypes.MsgApply:
		p.note(m)
	case *membershiptypes.MsgSponsor:
		p.sponsor(m)
	case *membershiptypes.MsgObject:
		p.object(m)
	case *membershiptypes.MsgCloseApplication:
		c := p.coop(m.CoopId)
		c.closed(c.applicant(m.Application))
	case *membershiptypes.MsgLeave:
		p.leave(m)
	case *membershiptypes.MsgAddKey:
		p.addKey(m)
	case *membershiptypes.MsgRemoveKey:
		p.removeKey(m)
	case *membershiptypes.MsgAskClass:
		c := p.coop(m.CoopId)
		class, _ := classByName(c.charter(), m.Class)
		asking := c.holder(m.Signer)
		asking.asked, asking.askedAt = class.Id, p.now
	case *membershiptypes.MsgWithdrawNotice:
		asking := p.coop(m.CoopId).member(m.MemberId)
		asking.asked, asking.askedAt = 0, 0
	case *membershiptypes.MsgChangeClass:
		p.reclass(m)
	case *membershiptypes.MsgCharge:
		p.charge(m)
	case *membershiptypes.MsgJoinCharge:
		p.joinCharge(m)
	case *membershiptypes.MsgWithdrawCharge:
		p.withdrawCharge(m)
	case *membershiptypes.MsgEndMediation:
		p.mediate(m)
	case *membershiptypes.MsgRecordNotice:
		p.deliver(p.theCase(m.CaseId), m.EvidenceSha256)
	case *membershiptypes.MsgAcknowledgeCharge:
		p.deliver(p.theCase(m.CaseId), nil)
	case *membershiptypes.MsgReplyToCharge:
		p.reply(m)
	case *membershiptypes.MsgDecideCase:
		p.decide(m)
	case *membershiptypes.MsgAppeal:
		p.appeal(m)
	case *membershiptypes.MsgDecideAppeal:
		p.decideAppeal(m)
	case *membershiptypes.MsgSuspendMember:
		p.suspend(p.theCase(m.CaseId), m.SuspensionSeconds)
		p.theCase(m.CaseId).SuspendedMeanwhile = true
	case *membershiptypes.MsgKeepKey:
		delete(p.coop(m.CoopId).holder(m.Signer).safety.removals, m.Signer)
	case *membershiptypes.MsgSetGuardians:
		p.setGuardians(m)
	case *membershiptypes.MsgStartRecovery:
		c := p.coop(m.CoopId)
		p.use(m.Key, c, m.MemberId)
		p.want(c, c.member(m.MemberId), c.holder(m.Guardian).id, proofAddress(m.Key))
	case *membershiptypes.MsgSupportRecovery:
		c := p.coop(m.CoopId)
		p.want(c, c.member(m.MemberId), c.holder(m.Guardian).id, m.Address)
	case *membershiptypes.MsgVetoRecovery:
		p.veto(m)
	case *membershiptypes.MsgRecover:
		p.recoverBy(m.CoopId, m.MemberId, m.Key, byResolution)
	case *membershiptypes.MsgRecoverInPerson:
		p.recoverBy(m.CoopId, m.MemberId, m.Key, inPerson)
	case *membershiptypes.MsgStopRecovery:
		p.coop(m.CoopId).member(m.MemberId).safety.recovery = nil
	case *membershiptypes.MsgFreeze:
		p.freeze(m)
	case *membershiptypes.MsgGrantPower:
		p.grant(m)
	case *membershiptypes.MsgRevokePower:
		delete(p.coop(m.CoopId).grants, office{m.Power, m.MemberId})
	case *membershiptypes.MsgAmendCharter:
		p.amend(p.coop(m.CoopId), m.Charter)
	case *membershiptypes.MsgUpdateParams:
		p.limits = m.Params
	case *treasurytypes.MsgClassify:
		p.classify(m)
	case *treasurytypes.MsgPay:
		p.pay(m)
	case *governancetypes.MsgPropose:
		p.propose(m)
	case *governancetypes.MsgAmend:
		p.redraft(m)
	case *governancetypes.MsgSecond:
		p.second(m)
	case *governancetypes.MsgVote:
		p.vote(m)
	case *governancetypes.MsgVoteAsDelegate:
		p.voteAsDelegate(m)
	case *governancetypes.MsgWithdraw:
		p.withdraw(m)
	default:
		p.doAtMeeting(message)
	}
}

// begin waits for seconders, if any are needed.
func (p *paper) begin(r *resolution) {
	r.status, r.due = governancetypes.Status_STATUS_DRAFT, p.now+r.longest(seconding)
	if p.secondersNeeded(r) == 0 {
		p.discuss(r)
	}
}

// doAtMeeting is what is done for a meeting, and at one.
func (p *paper) doAtMeeting(message sdk.Msg) {
	switch m := message.(type) {
	case *governancetypes.MsgConveneMeeting:
		p.convene(p.coop(m.CoopId), m.Notice, nil, m.Agenda)
	case *governancetypes.MsgRequisition:
		p.askMeeting(m)
	case *governancetypes.MsgSignRequisition:
		q := p.petition(m.RequisitionId)
		p.signed(q, p.coop(q.record.CoopId).holder(m.Member).id)
	case *governancetypes.MsgTable:
		p.table(p.meeting(m.MeetingId), p.resolution(m.ResolutionId))
	case *governancetypes.MsgAttend:
		p.attend(m)
	case *governancetypes.MsgEnterAttendance:
		meeting := p.meeting(m.MeetingId)
		by, _ := p.holderFaults(meeting.record.CoopId, m.Scrutineer, scrutinising)
		p.enter(meeting, by, presentList(m), m.PaperSha256, 0)
	case *governancetypes.MsgEnterBallots:
		r := p.resolution(m.ResolutionId)
		by, _ := p.holderFaults(r.coop, m.Scrutineer, scrutinising)
		p.enter(p.meeting(r.meeting), by, m.Ballots, m.PaperSha256, r.id)
	case *governancetypes.MsgConfirmSheet:
		p.confirm(m)
	case *governancetypes.MsgDisputeSheet:
		p.dispute(m)
	case *governancetypes.MsgAdjournMeeting:
		p.meeting(m.MeetingId).again(m.StartsAt)
	case *governancetypes.MsgCancelMeeting:
		p.cancel(m)
	case *governancetypes.MsgCloseMeeting:
		p.endMeeting(p.meeting(m.MeetingId), adjourned)
	case *governancetypes.MsgRecordMinutes:
		p.recordMinutes(m)
	}
}

func (p *paper) discuss(r *resolution) {
	if r.forMeeting {
		p.awaitMeeting(r)
		return
	}
	if seconds := r.longest(discussion); seconds > 0 {
		r.status, r.due = governancetypes.Status_STATUS_DISCUSSION, p.now+seconds
		return
	}
	p.openVote(r)
}

// openVote copies the roll: what it is now decides who may vote, or what it was when
// its meeting recorded it, or who holds the power now whose holders decide.
func (p *paper) openVote(r *resolution) {
	c := p.coop(r.coop)
	r.opened, r.recorded, r.abstaining = p.now, p.now, nil
	due, sequence := p.now+r.longest(voting), c.changes
	r.roll, r.active = c.voters(), c.able()
	if r.electorate() != "" {
		r.roll, r.active, sequence = p.powerHolders(c, r.electorate()), 0, 0
	}
	if m := p.meeting(r.meeting); m != nil {
		r.roll, r.active, r.recorded, sequence = copiedMap(m.roll), m.active, m.record.RecordedAt, m.record.RollSequence
		if !m.record.Rules.OwnVotingPeriod {
			due = m.record.DueAt
		}
	}
	p.abstain(c, r)
	if len(r.roll) == 0 {
		p.close(r)
		return
	}
	r.changes = sequence
	r.status, r.due = governancetypes.Status_STATUS_VOTING, due
}

// abstain leaves the parties to what is decided out of those who decide it.
func (p *paper) abstain(c *coop, r *resolution) {
	parties, _ := p.partiesTo(r.coop, r.messages)
	for _, m := range c.members {
		if _, onRoll := r.roll[m.id]; !onRoll || !parties[m.id] {
			continue
		}
		delete(r.roll, m.id)
		r.abstaining = append(r.abstaining, m.id)
		if r.active > 0 && m.takesPart() && len(m.keys) > 0 {
			r.active--
		}
	}
	r.active = min(r.active, len(r.roll))
}

func (p *paper) close(r *resolution) {
	r.closed = p.now
	r.outcome = decided(r.rules, r.floor, int64(len(r.roll)), r.counted())
	switch {
	case r.outcome.Code != governancetypes.OutcomeCode_OUTCOME_CODE_PASSED:
		p.end(r, governancetypes.Status_STATUS_REJECTED)
	case r.longest(timelock) > 0:
		r.status, r.due = governancetypes.Status_STATUS_TIMELOCK, p.now+r.longest(timelock)
	default:
		r.status, r.due = governancetypes.Status_STATUS_PASSED, p.now
	}
}

func (p *paper) end(r *resolution, status governancetypes.Status) {
	r.status, r.due, r.ended = status, 0, p.now
}

// beginBlock moves chain time along with civil time, but never far at once.
func (p *paper) beginBlock(seconds int64) {
	p.height++
	p.civil += seconds
	p.now += min(seconds, mostStep)
	if seconds > gapFrom {
		p.gap = p.height
	}
}

// quiet says whether the chain stood still so lately that no veto may lapse.
func (p *paper) quiet() bool { return p.gap > 0 && p.height-p.gap < p.quietBlocks }

// worker hands out a block's gas for queued work. The first item always goes.
type worker struct {
	spent, budget uint64
	began         bool
}

func (w *worker) take(gas uint64) bool {
	if w.began && w.spent+gas > w.budget {
		return false
	}
	w.began, w.spent = true, w.spent+gas
	return true
}

// endBlock executes what has passed, then does what is due, then hashes ballots;
// then places and applications get what is due to them, of which note is told.
// Used is what the ledger says that an execution cost; the rest of what it took
// is given back, all but the least that an item counts for. It returns those
// whose messages it executed, or could not put to the vote.
func (p *paper) endBlock(used func(id uint64) uint64, note func(operation string, happened bool)) (executed []uint64) {
	work := &worker{budget: p.workBudget}
	for r := p.firstPassed(); r != nil; r = p.firstPassed() {
		gas := min(p.texts.ExecutionGasLimit, p.workBudget)
		if len(r.messages) == 0 {
			gas = p.texts.ClosingGas
		}
		if !work.take(gas) {
			break
		}
		executed = append(executed, r.id)
		p.execute(r)
		work.spent -= gas - min(gas, max(used(r.id), p.texts.ClosingGas))
	}
	p.meetingsDue(work)
	for r := p.firstDue(); r != nil && work.take(p.texts.ClosingGas); r = p.firstDue() {
		if p.advance(r); r.status == governancetypes.Status_STATUS_FAILED {
			executed = append(executed, r.id)
		}
	}
	for r := p.firstUnsealed(); r != nil && work.take(p.texts.ClosingGas); r = p.firstUnsealed() {
		r.sealed = true
	}
	p.suspensionsDue(work)
	p.casesDue(work, note)
	p.itemsDue(work, note)
	p.keysDue(work, note)
	return executed
}

// first of those resolutions that wait, by time and then by number.
func (p *paper) first(at func(*resolution) int64, waits func(*resolution) bool) *resolution {
	var waiting []*resolution
	for _, r := range p.resolutions {
		if waits(r) {
			waiting = append(waiting, r)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	return slices.MinFunc(waiting, func(a, b *resolution) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a.id, b.id))
	})
}

func dueOf(r *resolution) int64 { return r.due }

func (p *paper) firstPassed() *resolution {
	return p.first(dueOf, func(r *resolution) bool { return r.status == governancetypes.Status_STATUS_PASSED })
}

func (p *paper) firstDue() *resolution {
	return p.first(dueOf, func(r *resolution) bool {
		over := r.status == governancetypes.Status_STATUS_TIMELOCK && !p.quiet()
		return (hasDeadline(r.status) || over) && r.due <= p.now
	})
}

// firstUnsealed closed before this block.
func (p *paper) firstUnsealed() *resolution {
	return p.first(func(r *resolution) int64 { return r.closed }, func(r *resolution) bool {
		return r.closed != 0 && r.closed < p.now && !r.sealed
	})
}

func (p *paper) advance(r *resolution) {
	switch r.status {
	case governancetypes.Status_STATUS_DRAFT:
		p.end(r, governancetypes.Status_STATUS_EXPIRED)
	case governancetypes.Status_STATUS_DISCUSSION:
		p.openOrRefuse(r)
	case tabled:
		p.advanceTabled(r)
	case governancetypes.Status_STATUS_VOTING:
		p.close(r)
	default:
		r.status, r.due = governancetypes.Status_STATUS_PASSED, p.now
	}
}

// openOrRefuse opens a vote, unless what it decides is not ready to be decided.
func (p *paper) openOrRefuse(r *resolution) {
	if faults := p.readyFaults(r.coop, r.messages); len(faults) > 0 {
		r.outcome, r.reasons = governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED}, faults
		p.end(r, governancetypes.Status_STATUS_FAILED)
		return
	}
	p.openVote(r)
}

// execute does all messages or none.
func (p *paper) execute(r *resolution) {
	trial := p.copied()
	index, faults := trial.inspected(r.coop, r.messages)
	if len(faults) == 0 {
		index, faults = trial.changesMore(r)
	}
	if len(faults) == 0 {
		for i, message := range r.messages {
			if faults = trial.faults(message); len(faults) > 0 {
				index = i
				break
			}
			trial.do(message)
		}
	}
	if len(faults) == 0 {
		*p = *trial
		r = p.resolution(r.id)
		r.outcome = governancetypes.Outcome{Code: governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED}
		p.end(r, governancetypes.Status_STATUS_EXECUTED)
		return
	}
	r.outcome = governancetypes.Outcome{
		Code: governancetypes.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED, MessageIndex: uint32(index),
	}
	r.reasons = faults
	p.end(r, governancetypes.Status_STATUS_FAILED)
}
