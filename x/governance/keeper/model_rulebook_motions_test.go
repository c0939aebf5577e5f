package keeper_test

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// What the resolutions of the walk carry.
const (
	rescinding = "/coop.governance.v1.MsgRescind"
	voting     = "/coop.governance.v1.MsgVote"
	lifting    = "/coop.governance.v1.MsgLiftBreaker"
)

func (w *rulebook) name() string { return one(w.draw, "name", w.names) }

// mostly is true but for one time in so many.
func (w *rulebook) mostly(oneIn int) bool {
	return between(w.draw, "sensible", 1, oneIn) > 1
}

// who is mostly a name whose member fits.
func (w *rulebook) who(fits func(name string) bool) string {
	if w.mostly(4) {
		var fitting []string
		for _, name := range w.names {
			if fits(name) {
				fitting = append(fitting, name)
			}
		}
		if len(fitting) > 0 {
			return one(w.draw, "fitting name", fitting)
		}
	}
	return w.name()
}

// nameOf is one of the names whose key acts for a member of the bakery.
func (w *rulebook) nameOf(member uint64) string {
	for _, name := range w.names {
		if w.keys[name] == member && member != 0 {
			return name
		}
	}
	return "stranger"
}

// above is the account of a member of the federation, mostly a real one.
func (w *rulebook) above() (id uint64, account string) {
	id = uint64(max(between(w.draw, "member co-op", -3, 10), 1))
	return id, memberCoop(id)
}

// pick is mostly a resolution that fits, and else any number.
func (w *rulebook) pick(fits func(m *bookMotion) bool) (uint64, *bookMotion) {
	var fitting []uint64
	for _, m := range w.motions {
		if fits(m) {
			fitting = append(fitting, m.id)
		}
	}
	id := uint64(between(w.draw, "any resolution", 1, len(w.motions)+1))
	if len(fitting) > 0 && w.mostly(6) {
		id = one(w.draw, "resolution", fitting)
	}
	return id, w.found(id)
}

func is(coop uint64, statuses ...types.Status) func(m *bookMotion) bool {
	return func(m *bookMotion) bool { return m.coop == coop && slices.Contains(statuses, m.status) }
}

// rulesOf are the rules that a resolution gets; none if it can't have them.
func (p *paper) rulesOf(coop uint64, asked, carries string) []membershiptypes.DecisionRule {
	needed := map[string]bool{}
	rule, known := p.rules[coop][asked]
	switch {
	case asked != "" && !known, rule.Emergency && carries != lifting, carries == lifting && coop != federation:
		return nil
	case rule.Emergency:
		return []membershiptypes.DecisionRule{rule}
	case asked != "":
		needed[asked] = true
	}
	switch {
	case carries == lifting:
		needed["large"] = true
	case carries == deciding && p.boardDecides:
		needed["board"] = true
	case carries == rescinding && coop == bakery:
		needed["special"] = true
	case carries == rescinding:
		needed["large"] = true
	case carries != "" || asked == "":
		needed[map[uint64]string{bakery: "ordinary", federation: "medium"}[coop]] = true
	}
	var rules []membershiptypes.DecisionRule
	for name, rule := range p.rules[coop] {
		if needed[name] {
			rules = append(rules, rule)
		}
	}
	slices.SortFunc(rules, func(a, b membershiptypes.DecisionRule) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	for _, rule := range rules {
		if rule.Electorate != rules[0].Electorate {
			return nil
		}
	}
	return rules
}

// content draws what a resolution asks for and carries.
func (w *rulebook) content(coop uint64) (m *bookMotion, rule string, messages []sdk.Msg) {
	m = &bookMotion{coop: coop}
	rules := map[uint64][]string{
		bakery:     {"", "board", "careful", "careful", "double", "double", "emergency", "final", "late", "noticed", "ordinary", "seconded", "special", "none such"},
		federation: {"", "emergency", "large", "medium", "resolute", "resolute", "none such"},
	}
	rule = one(w.draw, "rule", rules[coop])
	account := membershiptypes.CoopAddress(coop)
	switch between(w.draw, "carries", 0, 8) {
	case 0, 1:
		if coop == bakery {
			m.carries = sending
			messages = append(messages, pay(coop, memberCoop(5), 1))
		}
	case 2:
		m.carries = rescinding
		m.target, _ = w.pick(is(coop, types.Status_STATUS_TIMELOCK))
		messages = append(messages, &types.MsgRescind{Authority: account, ResolutionId: m.target})
	case 3:
		if target, _ := w.pick(is(federation, types.Status_STATUS_VOTING)); coop == bakery {
			m.carries, m.target, m.choice = voting, target, w.choice()
			messages = append(messages, &types.MsgVote{Voter: account, ResolutionId: target, Choice: m.choice})
		}
	case 4:
		m.carries = lifting
		messages = append(messages, &types.MsgLiftBreaker{Authority: account})
		if w.mostly(2) {
			rule = "emergency"
		}
	}
	if coop == bakery && len(w.cases) > 0 && between(w.draw, "decides a case", 0, 8) == 0 {
		messages = []sdk.Msg{w.decision(m)}
	}
	m.rules, m.special = w.rulesOf(coop, rule, m.carries), m.carries == rescinding || m.carries == lifting
	return m, rule, messages
}

// sane says whether a resolution can be put at all.
func (w *rulebook) sane(m *bookMotion) bool {
	if target := w.found(m.target); m.carries == voting && (target == nil || target.coop != federation) {
		return false
	}
	return len(m.rules) > 0 && (!m.forMeeting || !m.board()) && (w.readyToDecide(m) || !w.opensAtOnce(m))
}

func (w *rulebook) choice() types.Choice {
	return one(w.draw, "choice", []types.Choice{yes, yes, yes, yes, no, abstain, block, types.Choice_CHOICE_UNSPECIFIED})
}

func (w *rulebook) proposes() {
	name := w.who(func(name string) bool { _, may := w.decides(name); return may })
	m, rule, messages := w.content(bakery)
	m.forMeeting = between(w.draw, "for a meeting", 0, 3) == 0
	member, may := w.decides(name)
	if len(m.rules) > 0 && m.board() {
		_, sits := w.officer(name, membershiptypes.PowerBoard)
		may = may || sits
	}
	m.proposer = member
	w.put(may && w.sane(m) && w.openOf(bakery, member) < 5, "propose", keyOf(name), rule, m, messages)
}

func (w *rulebook) proposesAbove() {
	id, account := w.above()
	m, rule, messages := w.content(federation)
	m.proposer = id
	w.put(id <= 9 && w.sane(m) && w.openOf(federation, id) < 5, "propose above", account, rule, m, messages)
}

func (w *rulebook) put(may bool, what, proposer, rule string, m *bookMotion, messages []sdk.Msg) {
	_, taken := w.expect(may, what, &types.MsgPropose{
		Proposer: proposer, CoopId: m.coop, Title: "Motion", Rule: rule, ForMeeting: m.forMeeting, Messages: pack(messages...),
	})
	if !taken {
		return
	}
	m.id = uint64(len(w.motions)) + 1
	w.motions = append(w.motions, m)
	w.begins(m, w.now())
}

func (w *rulebook) seconds() {
	id, m := w.pick(is(bakery, types.Status_STATUS_DRAFT))
	mayDecide := func(name string) (uint64, bool) {
		if m != nil && m.board() {
			return w.officer(name, membershiptypes.PowerBoard)
		}
		return w.decides(name)
	}
	name := w.who(func(name string) bool {
		member, may := mayDecide(name)
		return may && m != nil && member != m.proposer && !m.seconders[member]
	})
	member, may := mayDecide(name)
	may = may && m != nil && m.coop == bakery && m.status == types.Status_STATUS_DRAFT && w.now() < m.due &&
		member != m.proposer && !m.seconders[member]
	if may && len(m.seconders)+1 >= w.needs(m) && !m.forMeeting && m.discussion() == 0 {
		may = w.readyToDecide(m)
	}
	if _, taken := w.expect(may, "second", &types.MsgSecond{Seconder: keyOf(name), ResolutionId: id}); !taken {
		return
	}
	if m.seconders[member] = true; len(m.seconders) >= w.needs(m) {
		w.discusses(m, w.now())
	}
}

// proposed says whether a name's member can still amend or withdraw.
func (w *rulebook) proposed(m *bookMotion, name string) bool {
	member, _, acts := w.acting(name)
	return acts && m != nil && m.coop == bakery && m.proposer == member &&
		slices.Contains([]types.Status{types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_TABLED}, m.status)
}

func (w *rulebook) early() (uint64, *bookMotion, string) {
	id, m := w.pick(is(bakery, types.Status_STATUS_DRAFT, types.Status_STATUS_DISCUSSION, types.Status_STATUS_TABLED))
	return id, m, w.who(func(name string) bool { return w.proposed(m, name) })
}

func (w *rulebook) amends() {
	id, m, name := w.early()
	text, rule, messages := w.content(bakery)
	may := w.proposed(m, name)
	if m != nil {
		text.forMeeting = m.forMeeting
	}
	_, taken := w.expect(may && w.sane(text), "amend", &types.MsgAmend{
		Proposer: keyOf(name), ResolutionId: id, Title: "Amended", Rule: rule, Messages: pack(messages...),
	})
	if taken {
		text.id, text.proposer = m.id, m.proposer
		*m = *text
		w.begins(m, w.now())
	}
}

func (w *rulebook) withdraws() {
	id, m, name := w.early()
	if _, taken := w.expect(w.proposed(m, name), "withdraw", &types.MsgWithdraw{Proposer: keyOf(name), ResolutionId: id}); taken {
		m.status, m.due, m.meeting = types.Status_STATUS_WITHDRAWN, 0, nil
	}
}
