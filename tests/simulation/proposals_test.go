package simulation

import (
	"slices"
	"strings"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// maxDepth is how deep resolutions may lie within each other.
const maxDepth = 4

// carried is what a resolution's message is about.
type carried struct {
	subject  string
	rootOnly bool
	// signer is whom the message names as its signer.
	signer string
	// elsewhere says that it acts in another co-op: the target, or with onResolution
	// the one that decides the target.
	elsewhere, onResolution bool
	target                  uint64
	// in is the co-op in whose cases it acts; for another's it is about the federation.
	in    uint64
	inner []*codectypes.Any
}

// about says what a message is about; false if no resolution may carry it.
func about(message sdk.Msg) (carried, bool) {
	switch m := message.(type) {
	case *membershiptypes.MsgAdmit:
		return carried{subject: "admission", signer: m.Authority}, true
	case *membershiptypes.MsgCloseApplication:
		return carried{subject: "admission", signer: m.Signer}, true
	case *membershiptypes.MsgFound:
		return carried{subject: "admission", signer: m.Founder, rootOnly: true}, true
	case *membershiptypes.MsgGrantPower:
		return carried{subject: "powers", signer: m.Authority}, true
	case *membershiptypes.MsgRevokePower:
		return carried{subject: "powers", signer: m.Authority}, true
	case *membershiptypes.MsgAmendCharter:
		return carried{subject: "charter", signer: m.Authority}, true
	case *membershiptypes.MsgChangeClass:
		return carried{subject: "admission", signer: m.Authority}, true
	case *membershiptypes.MsgAskClass:
		return carried{subject: "federation", signer: m.Signer}, true
	case *membershiptypes.MsgCharge:
		return carried{subject: "discipline", signer: m.Authority, in: m.CoopId}, true
	case *membershiptypes.MsgRecordNotice:
		return carried{subject: "discipline", signer: m.Authority, in: m.CoopId}, true
	case *membershiptypes.MsgWithdrawCharge:
		return carried{subject: "discipline", signer: m.Authority, in: m.CoopId}, true
	case *membershiptypes.MsgSuspendMember:
		return carried{subject: "discipline", signer: m.Authority, in: m.CoopId}, true
	case *membershiptypes.MsgDecideCase:
		return carried{subject: "discipline", signer: m.Authority}, true
	case *membershiptypes.MsgDecideAppeal:
		return carried{subject: "appeals", signer: m.Authority}, true
	case *membershiptypes.MsgRecover:
		return carried{subject: "recovery", signer: m.Authority}, true
	case *membershiptypes.MsgStopRecovery:
		return carried{subject: "recovery", signer: m.Authority}, true
	case *membershiptypes.MsgRecoverInPerson:
		return carried{subject: aboutPersons, signer: m.Authority}, true
	case *membershiptypes.MsgUpdateParams:
		return carried{subject: "chain", signer: m.Authority, rootOnly: true}, true
	case *treasurytypes.MsgClassify:
		return carried{subject: "payments", signer: m.Authority}, true
	case *treasurytypes.MsgPay:
		return carried{subject: "payments", signer: m.Authority}, true
	case *governancetypes.MsgConveneMeeting:
		return carried{subject: aboutMeetings, signer: m.Convener}, true
	case *governancetypes.MsgAdjournMeeting:
		return carried{subject: aboutMeetings, signer: m.Officer}, true
	case *governancetypes.MsgCancelMeeting:
		return carried{subject: aboutMeetings, signer: m.Officer}, true
	case *governancetypes.MsgCloseMeeting:
		return carried{subject: aboutMeetings, signer: m.Officer}, true
	case *governancetypes.MsgRecordMinutes:
		return carried{subject: aboutMeetings, signer: m.Officer}, true
	case *membershiptypes.MsgApply:
		return carried{subject: "federation", signer: m.Applicant, elsewhere: true, target: m.CoopId}, true
	case *membershiptypes.MsgLeave:
		return carried{subject: "federation", signer: m.Signer, elsewhere: true, target: m.CoopId}, true
	case *governancetypes.MsgPropose:
		return carried{subject: "federation", signer: m.Proposer, elsewhere: true, target: m.CoopId, inner: m.Messages}, true
	case *governancetypes.MsgAmend:
		return carried{subject: "federation", signer: m.Proposer, elsewhere: true, onResolution: true, target: m.ResolutionId, inner: m.Messages}, true
	case *governancetypes.MsgSecond:
		return carried{subject: "federation", signer: m.Seconder, elsewhere: true, onResolution: true, target: m.ResolutionId}, true
	case *governancetypes.MsgVote:
		return carried{subject: "federation", signer: m.Voter, elsewhere: true, onResolution: true, target: m.ResolutionId}, true
	case *governancetypes.MsgWithdraw:
		return carried{subject: "federation", signer: m.Proposer, elsewhere: true, onResolution: true, target: m.ResolutionId}, true
	default:
		return carried{}, false
	}
}

// carriedFaults are what speaks against a message in a co-op's resolution.
func (p *paper) carriedFaults(coopID uint64, message sdk.Msg, depth int, seen *int) []error {
	if *seen++; depth > maxDepth || *seen > int(p.texts.MaxMessages) {
		return append(when(depth > maxDepth, governancetypes.ErrNestedTooDeep),
			when(*seen > int(p.texts.MaxMessages), governancetypes.ErrInvalidContent)...)
	}
	m, listed := about(message)
	if !listed {
		return []error{governancetypes.ErrMessageNotAllowed}
	}
	faults := when(m.rootOnly && coopID != 1, governancetypes.ErrRootOnly)
	faults = append(faults, when(m.signer != membershiptypes.CoopAddress(coopID), governancetypes.ErrWrongSigner)...)
	if !m.elsewhere {
		return faults
	}
	target := m.target
	if m.onResolution {
		r := p.resolution(m.target)
		if r == nil {
			return append(faults, governancetypes.ErrUnknownResolution)
		}
		target = r.coop
	}
	faults = append(faults, when(target == coopID, governancetypes.ErrActsOnItself)...)
	if _, proposes := message.(*governancetypes.MsgPropose); proposes {
		faults = append(faults, when(p.coop(target) == nil, membershiptypes.ErrUnknownCoop)...)
	}
	for _, inner := range unpacked(m.inner) {
		faults = append(faults, p.carriedFaults(target, inner, depth+1, seen)...)
	}
	return faults
}

func unpacked(messages []*codectypes.Any) []sdk.Msg {
	opened := make([]sdk.Msg, 0, len(messages))
	for _, message := range messages {
		opened = append(opened, message.GetCachedValue().(sdk.Msg))
	}
	return opened
}

// inspected finds the first message that a co-op's resolution may not carry.
func (p *paper) inspected(coopID uint64, messages []sdk.Msg) (index int, faults []error) {
	seen := 0
	for i, message := range messages {
		if faults := p.carriedFaults(coopID, message, 1, &seen); len(faults) > 0 {
			return i, faults
		}
	}
	return 0, nil
}

// textFaults are what speaks against a resolution's text and messages.
func (p *paper) textFaults(c *coop, text governancetypes.Content) []error {
	faults := when(strings.TrimSpace(text.Title) == "" || len(text.Title) > int(p.texts.MaxTitleBytes) ||
		len(text.Summary) > int(p.texts.MaxSummaryBytes) || strings.ContainsRune(text.Title, '\n') ||
		len(text.Messages) > int(p.texts.MaxMessages), governancetypes.ErrInvalidContent)
	faults = append(faults, when(text.Document != nil && len(text.Document.Sha256) != 32, governancetypes.ErrInvalidContent)...)
	_, found := p.inspected(c.id, unpacked(text.Messages))
	faults = append(faults, found...)
	faults = append(faults, p.meetingFaults(unpacked(text.Messages))...)
	faults = append(faults, aloneFaults(unpacked(text.Messages))...)
	_, known := ruleByName(c.charter(), text.Rule)
	if faults = append(faults, when(text.Rule != "" && !known, membershiptypes.ErrUnknownRule)...); len(faults) > 0 {
		return faults
	}
	return p.electorateFaults(c, text)
}

// meetingFaults: who decides that a meeting is off depends on who convened it.
func (p *paper) meetingFaults(messages []sdk.Msg) (faults []error) {
	for _, message := range messages {
		if m, cancels := message.(*governancetypes.MsgCancelMeeting); cancels {
			faults = append(faults, when(p.meeting(m.MeetingId) == nil, governancetypes.ErrUnknownMeeting)...)
		}
	}
	return faults
}

// electorateFaults are what speaks against who would decide a text that is otherwise
// taken: two circles of people, or a board about what members asked for.
func (p *paper) electorateFaults(c *coop, text governancetypes.Content) (faults []error) {
	r := &resolution{coop: c.id}
	r.write(c, text)
	for _, rule := range r.rules {
		faults = append(faults, when(rule.Electorate != r.electorate(), membershiptypes.ErrMixedElectorate)...)
	}
	for _, message := range r.messages {
		board := r.electorate() != "" && p.cancelsForMembers(c.id, message)
		faults = append(faults, when(board, governancetypes.ErrCannotCancel)...)
	}
	return faults
}

// electorate is the power whose holders decide; empty for the whole roll.
func (r *resolution) electorate() string {
	if len(r.rules) == 0 {
		return ""
	}
	return r.rules[0].Electorate
}

// write puts text and rules into a resolution.
func (r *resolution) write(c *coop, text governancetypes.Content) {
	r.text, r.messages, r.floor, r.version = text, unpacked(text.Messages), false, uint64(len(c.charters))
	r.subjects = make(map[string]bool)
	needed := make(map[string]bool)
	if text.Rule != "" {
		needed[text.Rule] = true
	}
	for _, message := range r.messages {
		m, _ := about(message)
		if m.in != 0 && m.in != c.id {
			m.subject = "federation"
		}
		rule, _ := ruleFor(c.charter(), m.subject)
		if instead := membersRule(c.charter(), m.subject); instead == "" || instead != text.Rule {
			needed[rule.Name] = true
		}
		r.subjects[m.subject] = true
		r.floor = r.floor || subjectsThatNeedMore[m.subject]
	}
	if len(needed) == 0 {
		needed[c.charter().DefaultRule] = true
	}
	r.rules = nil
	for _, rule := range c.charter().Rules {
		if needed[rule.Name] {
			r.rules = append(r.rules, rule)
		}
	}
}

// insider finds whom an address acts for in a co-op, on the roll or not.
func (p *paper) insider(coopID uint64, address string, voting bool) (*member, []error) {
	c := p.coop(coopID)
	if c == nil {
		return nil, []error{membershiptypes.ErrUnknownCoop, membershiptypes.ErrNotAMember}
	}
	m := c.holder(address)
	if m == nil {
		return nil, []error{membershiptypes.ErrNotAMember}
	}
	faults := when(!m.takesPart(), governancetypes.ErrNotActive)
	return m, append(faults, when(voting && !c.votes(m), governancetypes.ErrNotOnRoll)...)
}

func (p *paper) proposeFaults(m *governancetypes.MsgPropose) []error {
	proposer, faults := p.insider(m.CoopId, m.Proposer, false)
	if proposer == nil {
		return faults
	}
	c := p.coop(m.CoopId)
	reasons := p.textFaults(c, textOf(m))
	if faults = append(faults, reasons...); len(reasons) == 0 {
		faults = append(faults, p.agendaFaults(c, proposer, textOf(m), m.ForMeeting)...)
	}
	ofCoop, ofMember := p.open(c.id, proposer.id)
	full := ofMember >= int(c.charter().MaxOpenResolutionsPerMember) || ofCoop >= int(p.texts.MaxOpenResolutionsPerCoop)
	faults = append(faults, when(full, governancetypes.ErrTooManyOpen)...)
	if len(faults) > 0 || m.ForMeeting {
		return faults
	}
	return p.beginFaults(c, textOf(m))
}

// agendaFaults are what speaks against a member who proposes a text: a voting member
// does, or one of those who decide. No meeting decides what a board does.
func (p *paper) agendaFaults(c *coop, proposer *member, text governancetypes.Content, forMeeting bool) []error {
	r := &resolution{coop: c.id}
	r.write(c, text)
	decides := r.electorate() != "" && p.holds(c, proposer.id, r.electorate())
	faults := when(!decides && !c.votes(proposer), governancetypes.ErrNotOnRoll)
	return append(faults, when(forMeeting && r.electorate() != "", governancetypes.ErrCannotTable)...)
}

// beginFaults are what speaks against a vote on a text that is otherwise taken, if it
// opens at once.
func (p *paper) beginFaults(c *coop, text governancetypes.Content) []error {
	r := &resolution{coop: c.id}
	r.write(c, text)
	if p.secondersNeeded(r) > 0 || r.longest(discussion) > 0 {
		return nil
	}
	return p.readyFaults(c.id, r.messages)
}

func textOf(m *governancetypes.MsgPropose) governancetypes.Content {
	return governancetypes.Content{Title: m.Title, Summary: m.Summary, Document: m.Document, Rule: m.Rule, Messages: m.Messages}
}

func (p *paper) propose(m *governancetypes.MsgPropose) {
	c := p.coop(m.CoopId)
	r := &resolution{
		id: uint64(len(p.resolutions)) + 1, coop: c.id, proposer: c.holder(m.Proposer).id, proposed: p.now,
		seconders: make(map[uint64]bool), ballots: make(map[uint64]governancetypes.Choice),
		delegated: make(map[uint64]uint64), attested: make(map[uint64]uint32), forMeeting: m.ForMeeting,
	}
	p.resolutions = append(p.resolutions, r)
	r.write(c, textOf(m))
	p.begin(r)
}

func (p *paper) proposerFaults(id uint64, address string) (*resolution, []error) {
	r := p.resolution(id)
	if r == nil {
		return nil, []error{governancetypes.ErrUnknownResolution}
	}
	proposer, faults := p.insider(r.coop, address, false)
	faults = append(faults, when(!early(r), governancetypes.ErrWrongStatus)...)
	return r, append(faults, when(proposer != nil && proposer.id != r.proposer, governancetypes.ErrNotProposer)...)
}

func (p *paper) redraftFaults(m *governancetypes.MsgAmend) []error {
	r, faults := p.proposerFaults(m.ResolutionId, m.Proposer)
	if r == nil {
		return faults
	}
	faults = append(faults, p.textFaults(p.coop(r.coop), redrafted(m))...)
	if len(faults) > 0 {
		return faults
	}
	next := &resolution{coop: r.coop}
	if next.write(p.coop(r.coop), redrafted(m)); r.forMeeting {
		return when(next.electorate() != "", governancetypes.ErrCannotTable)
	}
	return p.beginFaults(p.coop(r.coop), redrafted(m))
}

func redrafted(m *governancetypes.MsgAmend) governancetypes.Content {
	return governancetypes.Content{Title: m.Title, Summary: m.Summary, Document: m.Document, Rule: m.Rule, Messages: m.Messages}
}

func (p *paper) redraft(m *governancetypes.MsgAmend) {
	r := p.resolution(m.ResolutionId)
	r.seconders, r.meeting = make(map[uint64]bool), 0
	r.write(p.coop(r.coop), redrafted(m))
	p.begin(r)
}

func (p *paper) secondFaults(m *governancetypes.MsgSecond) []error {
	r := p.resolution(m.ResolutionId)
	if r == nil {
		return []error{governancetypes.ErrUnknownResolution}
	}
	seconder, faults := p.insider(r.coop, m.Seconder, r.electorate() == "")
	if board := r.electorate(); board != "" && seconder != nil {
		faults = append(faults, when(!p.holds(p.coop(r.coop), seconder.id, board), governancetypes.ErrNotOnRoll)...)
	}
	faults = append(faults, when(r.status != governancetypes.Status_STATUS_DRAFT || p.now >= r.due, governancetypes.ErrWrongStatus)...)
	if seconder == nil {
		return faults
	}
	faults = append(faults, when(seconder.id == r.proposer, governancetypes.ErrOwnDraft)...)
	faults = append(faults, when(r.seconders[seconder.id], governancetypes.ErrAlreadySeconded)...)
	if len(r.seconders)+1 >= p.secondersNeeded(r) && r.longest(discussion) == 0 && !r.forMeeting {
		faults = append(faults, p.readyFaults(r.coop, r.messages)...)
	}
	return faults
}

func (p *paper) second(m *governancetypes.MsgSecond) {
	r := p.resolution(m.ResolutionId)
	r.seconders[p.coop(r.coop).holder(m.Seconder).id] = true
	if len(r.seconders) >= p.secondersNeeded(r) {
		p.discuss(r)
	}
}

// ballotFaults are what speaks against any ballot with such a choice now.
func (p *paper) ballotFaults(r *resolution, choice governancetypes.Choice) []error {
	return append(p.takesFaults(r), when(!r.offers(choice), governancetypes.ErrInvalidChoice)...)
}

// offers says whether a choice is one on a resolution.
func (r *resolution) offers(choice governancetypes.Choice) bool {
	return map[governancetypes.Choice]bool{
		governancetypes.Choice_CHOICE_YES: true, governancetypes.Choice_CHOICE_ABSTAIN: true,
		governancetypes.Choice_CHOICE_NO: !r.consent(), governancetypes.Choice_CHOICE_BLOCK: r.consent(),
	}[choice]
}

func (p *paper) voteFaults(m *governancetypes.MsgVote) []error {
	r := p.resolution(m.ResolutionId)
	if r == nil {
		return []error{governancetypes.ErrUnknownResolution}
	}
	faults := p.ballotFaults(r, m.Choice)
	voter, reasons := p.insider(r.coop, m.Voter, false)
	faults = append(faults, reasons...)
	if voter == nil {
		return faults
	}
	faults = append(faults, r.rollFaults(voter.id)...)
	return append(faults, when(r.hasSpoken(voter.id) && r.final(), governancetypes.ErrFinalBallot)...)
}

// vote casts a member's ballot. A co-op's own takes the place of its delegate's,
// even where ballots are final.
func (p *paper) vote(m *governancetypes.MsgVote) {
	r := p.resolution(m.ResolutionId)
	voter := p.coop(r.coop).holder(m.Voter).id
	delete(r.delegated, voter)
	delete(r.attested, voter)
	r.cast(p.now, voter, m.Choice)
}

// rollFaults are what speaks against the ballot of a member: it was not on the roll,
// or is a party to what is decided.
func (r *resolution) rollFaults(id uint64) []error {
	_, onRoll := r.roll[id]
	if r.isParty(id) {
		return []error{governancetypes.ErrAbstains}
	}
	return when(!onRoll, governancetypes.ErrNotOnRoll)
}

// isParty says that a member abstains.
func (r *resolution) isParty(id uint64) bool { return slices.Contains(r.abstaining, id) }

// hasSpoken says that a member has cast its ballot itself, and no delegate or
// scrutineer for it.
func (r *resolution) hasSpoken(id uint64) bool {
	_, voted := r.ballots[id]
	_, byDelegate := r.delegated[id]
	_, byScrutineer := r.attested[id]
	return voted && !byDelegate && !byScrutineer
}

// cast writes a ballot down. Where ballots are final the vote ends with the one
// that decides it.
func (r *resolution) cast(now int64, voter uint64, choice governancetypes.Choice) {
	r.ballots[voter] = choice
	if r.final() && r.settled() {
		r.due = now
	}
}

func (p *paper) withdrawFaults(m *governancetypes.MsgWithdraw) []error {
	_, faults := p.proposerFaults(m.ResolutionId, m.Proposer)
	return faults
}

func (p *paper) withdraw(m *governancetypes.MsgWithdraw) {
	p.resolution(m.ResolutionId).meeting = 0
	p.end(p.resolution(m.ResolutionId), governancetypes.Status_STATUS_WITHDRAWN)
}
