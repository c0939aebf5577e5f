package keeper_test

import (
	"maps"
	"slices"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// longestTerm is the most that a power is given for.
const longestTerm = 4 * 366 * day

// holds a power until a moment; what it may vote on is the power's latest scope.
func (m *bookMember) holds(power string, until int64, scope *membershiptypes.Scope) {
	if m.terms == nil {
		m.terms = map[string]int64{}
	}
	m.powers[power], m.terms[power] = true, until
	if power == membershiptypes.PowerVote {
		m.scope, m.wasDelegate = scope, false
	}
}

// endTerms ends each power whose term is over.
func (p *paper) endTerms(now int64) {
	for _, people := range p.people {
		for _, member := range people {
			for power, until := range member.terms {
				if until > now {
					continue
				}
				delete(member.powers, power)
				delete(member.terms, power)
				member.wasDelegate = member.wasDelegate || power == membershiptypes.PowerVote
			}
		}
	}
}

// term draws how long a power is given for. The breaker's is always long: what
// holders say of it is walked over apart from how long they may.
func (w *rulebook) term(power string) int64 {
	if power == membershiptypes.PowerBreak || w.mostly(2) {
		return 1_000 * day
	}
	return one(w.draw, "term", []int64{3_600, 5 * day, 5 * day, 20 * day, 20 * day, longestTerm, longestTerm + 1, 0})
}

// scope draws what a delegate may vote on; mostly none for another power.
func (w *rulebook) scope(power string) *membershiptypes.Scope {
	if (power != membershiptypes.PowerVote && w.mostly(8)) || (power == membershiptypes.PowerVote && !w.mostly(4)) {
		return nil
	}
	return &membershiptypes.Scope{
		FederationIds: one(w.draw, "federations", [][]uint64{nil, {federation}, {7, federation}, {7}}),
		Subjects:      one(w.draw, "subjects", [][]string{nil, nil, {membershiptypes.SubjectRescission}, {membershiptypes.SubjectChain, membershiptypes.SubjectRescission}}),
		Rules:         one(w.draw, "rules", [][]string{nil, {"medium"}, {"large", "medium", "resolute"}, {"emergency", "large"}}),
	}
}

// takesScope says whether a power can be narrowed so: a delegate's by federations,
// subjects and rules; the power to charge only by classes, of which none are drawn.
func takesScope(power string, scope *membershiptypes.Scope) bool {
	narrows := scope != nil && len(scope.FederationIds)+len(scope.Subjects)+len(scope.Rules) > 0
	return scope == nil || power == membershiptypes.PowerVote || (power == membershiptypes.PowerCharge && !narrows)
}

// inScope says whether a delegate may speak on a motion of the federation.
func (w *rulebook) inScope(delegate uint64, m *bookMotion) bool {
	scope := w.people[bakery][delegate].scope
	if scope == nil {
		return true
	}
	about := map[string][]string{rescinding: {membershiptypes.SubjectRescission}, lifting: {membershiptypes.SubjectChain}}[m.carries]
	by := map[string]bool{}
	for _, rule := range m.rules {
		by[rule.Name] = true
	}
	inside := len(scope.FederationIds) == 0 || slices.Contains(scope.FederationIds, federation)
	for _, list := range []struct{ asked, given []string }{{about, scope.Subjects}, {slices.Sorted(maps.Keys(by)), scope.Rules}} {
		if len(list.given) == 0 {
			continue
		}
		inside = inside && len(list.asked) > 0
		for _, word := range list.asked {
			inside = inside && slices.Contains(list.given, word)
		}
	}
	if inside {
		w.seen["a delegate speaks within its scope"]++
	} else {
		w.seen["a delegate is beyond its scope"]++
	}
	return inside
}

// beginsWithNarrowDelegates has two votes above under two rules, and delegates
// who may speak on one of them, for a while.
func (w *rulebook) beginsWithNarrowDelegates() {
	for _, delegate := range []uint64{4, 5} {
		rule, until := "medium", 5*day
		if delegate == 5 {
			rule, until = "resolute", 20*day
		}
		scope := &membershiptypes.Scope{FederationIds: []uint64{federation}, Rules: []string{rule}}
		w.expect(true, "grant", &membershiptypes.MsgGrantPower{
			Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: delegate,
			Power: membershiptypes.PowerVote, TermSeconds: uint64(until), Scope: scope,
		})
		w.people[bakery][delegate].holds(membershiptypes.PowerVote, w.now()+int64(until), scope)
		m := &bookMotion{coop: federation, proposer: delegate, rules: w.rulesOf(federation, rule, "")}
		w.put(true, "propose above", memberCoop(delegate), rule, m, nil)
	}
	for range 4 {
		w.votesAsDelegate()
	}
	w.passes(6 * day)
	for range 4 {
		w.votesAsDelegate()
	}
}
