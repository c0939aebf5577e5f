package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// coop is who signs for the co-op itself, and stranger nobody it knows.
const (
	coop     = "the co-op"
	stranger = "stranger"
)

// conductWalk charges, hears, decides, appeals, suspends and leaves, and holds
// the ledger against a docket on paper.
type conductWalk struct {
	*walk
	*docket
}

// conductCharter has a board that decides cases and a committee that hears
// appeals, and a notice of leaving.
func conductCharter(terms *types.Discipline) types.Charter {
	charter := placesCharter()
	charter.Discipline = terms
	charter.Terms.LeavingNoticeSeconds = 30 * day
	for _, body := range []struct{ rule, power, subject string }{
		{"board", types.PowerBoard, types.SubjectDiscipline}, {"committee", types.PowerAppeals, types.SubjectAppeals},
	} {
		rule := charter.Rules[0]
		rule.Name, rule.Electorate = body.rule, body.power
		charter.Rules = append(charter.Rules, rule)
		charter.Requirements = append(charter.Requirements, types.Requirement{Subject: body.subject, Rule: body.rule})
	}
	slices.SortFunc(charter.Rules, func(a, b types.DecisionRule) int { return cmpText(a.Name, b.Name) })
	slices.SortFunc(charter.Requirements, func(a, b types.Requirement) int { return cmpText(a.Subject, b.Subject) })
	return charter
}

func newConduct(t *testing.T, draw *rapid.T, done tally) *conductWalk {
	t.Helper()
	terms := discipline()
	terms.ChargingMembers = rapid.Uint32Range(0, 3).Draw(draw, "charging members")
	if terms.ChargingMembers < 2 {
		terms.JoiningPeriodSeconds = 0
	}
	if rapid.Bool().Draw(draw, "with mediation") {
		terms.MediationPeriodSeconds = 20 * day
	}
	terms.WarningsBeforeExpulsion = rapid.SampledFrom([]uint32{0, 0, 1}).Draw(draw, "warnings before expulsion")
	l := newPlaces(t)
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: conductCharter(terms)})
	l.setParams(func(p *types.Params) { p.MaxSuspensionSecondsPerYear, p.MaxOpenCasesPerCoop = 70*day, 4 })
	d := &docket{terms: *terms, now: l.clock.Seconds, noticeSeconds: 30 * day, yearly: 70 * day, mostOpen: 4}
	d.terms.Grounds = nil
	for _, name := range walkNames[:6] {
		d.join(name)
	}
	l.admit("workers", "emil")
	l.admit("workers", "fred")
	w := &conductWalk{walk: &walk{ledger: l, draw: draw, done: done}, docket: d}
	for power, officers := range map[string][]uint64{
		types.PowerCharge: {anna, ben}, types.PowerSuspend: {ben, carol}, types.PowerBoard: {anna, carol}, types.PowerAppeals: {dora, 5},
	} {
		for _, officer := range officers {
			l.grantPower(officer, power)
			d.member(officer).powers[power] = true
		}
	}
	return w
}

func cmpText(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// signer is mostly one of those who may, or else anybody.
func (w *conductWalk) signer(fitting ...string) string {
	if len(fitting) == 0 || w.once(5, "anybody") {
		fitting = append(slices.Clone(walkNames), coop, stranger)
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "signer")
}

func address(name string) string {
	if name == coop {
		return account(north)
	}
	return key(name)
}

// names of members by number.
func (w *conductWalk) names(ids ...uint64) (names []string) {
	for _, id := range ids {
		names = append(names, w.member(id).name)
	}
	return names
}

// side is who charges in a case.
func (w *conductWalk) side(c *types.Case) []string {
	if c.Id != 0 && len(c.Chargers) == 0 {
		return []string{coop}
	}
	return w.names(c.Chargers...)
}

// charged is the name of who is charged in a case.
func (w *conductWalk) charged(c *types.Case) []string {
	if c.Id == 0 {
		return nil
	}
	return w.names(c.MemberId)
}

// officers are those who hold a power, and the co-op.
func (w *conductWalk) officers(power string) []string {
	names := []string{coop}
	for _, member := range w.members {
		if member.officer(power) {
			names = append(names, member.name)
		}
	}
	return names
}

// pick is mostly a case at one of the stages, and now and then any, or none.
func (w *conductWalk) pick(stages ...types.CaseStage) *types.Case {
	var fitting []*types.Case
	for _, c := range w.cases[1:] {
		if slices.Contains(stages, c.Stage) {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) == 0 || w.once(6, "any case") {
		return w.find(rapid.Uint64Range(0, uint64(len(w.cases))).Draw(w.draw, "case"))
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "case")
}

// paper is the hash of something in writing, and now and then none.
func (w *conductWalk) paper(text string) []byte {
	if w.once(8, "no hash") {
		return sum(text)[1:]
	}
	return sum(text)
}

// seconds of a suspension; now and then none, or too many.
func (w *conductWalk) seconds() uint64 {
	if w.once(8, "odd seconds") {
		return rapid.SampledFrom([]uint64{0, 60*day + 1}).Draw(w.draw, "seconds")
	}
	return day * rapid.Uint64Range(1, 60).Draw(w.draw, "days")
}

// time passes, now and then right after the ledger stood still.
func (w *conductWalk) time() {
	w.clock.Quiet = w.once(6, "quiet")
	w.elapse(w.until(w.dates()))
	w.tick(w.clock.Seconds, w.clock.Quiet)
}

// dates are when something will happen by itself.
func (w *conductWalk) dates() (dates []int64) {
	for _, c := range w.cases {
		dates = append(dates, c.DueAt)
	}
	for _, member := range w.members {
		dates = append(dates, member.leavesAt)
		if member.state == isSuspended {
			dates = append(dates, member.spells[len(member.spells)-1].Until)
		}
	}
	return dates
}

// agrees compares the docket with the ledger.
func (w *conductWalk) agrees() {
	for _, c := range w.cases[1:] {
		stored := w.caseOf(c.Id)
		w.sees(c.String(), stored.String(), "case %d", c.Id)
	}
	for _, member := range w.members {
		w.sees(member.state, w.state(member.id), "state of member %d", member.id)
		for _, power := range []string{types.PowerCharge, types.PowerSuspend, types.PowerBoard, types.PowerAppeals} {
			w.sees(member.officer(power), w.held(member.id, power), "member %d holds %s", member.id, power)
		}
		conduct := w.conduct(member.id)
		var open uint64
		if c := w.against(member.id); c != nil {
			open = c.Id
		}
		w.sees([]any{open, member.warnings, member.expelledAt, member.expelledBy},
			[]any{conduct.OpenCaseId, conduct.Warnings, conduct.ExpelledAt, conduct.ExpelledCaseId}, "conduct of member %d", member.id)
		var until int64
		if member.state == isSuspended {
			until = member.spells[len(member.spells)-1].Until
		}
		w.sees(until, conduct.SuspendedUntil(), "member %d is suspended until", member.id)
		_, onRoll := w.ledger.member(north, member.id).OnRollNow()
		w.sees(member.here(), onRoll, "member %d on the roll", member.id)
		if !member.here() {
			w.gone(member.id)
		}
	}
}

// voters asks who must not vote on what decides a case: nobody before its stage,
// and then no party to it, nor, on an appeal, anybody who decided.
func (w *conductWalk) voters(message sdk.Msg, electorate string, c *types.Case, stages ...types.CaseStage) {
	abstaining, err := w.keeper.Abstaining(w.ctx, north, electorate, []sdk.Msg{message})
	w.sees(slices.Contains(stages, c.Stage), err == nil, "a vote on case %d can open", c.Id)
	if err != nil {
		return
	}
	want := parties(c)
	if electorate == types.PowerAppeals {
		for _, member := range w.members {
			if member.officer(types.PowerBoard) {
				want = append(want, member.id)
			}
		}
	}
	slices.Sort(want)
	w.sees(slices.Compact(want), abstaining, "who doesn't vote on case %d", c.Id)
}

// Whatever charges are made, heard, decided, appealed and withdrawn in whatever
// order, by whomever, nobody is expelled or suspended but at the end of all the
// steps, and what a docket on paper says of each case and member is what is stored.
// Each of these faults, put into the code on purpose, made it fail: an expulsion
// that is final before the time to appeal is over; the charged who votes on its own
// case; a suspension that ends for a leaving member as if no notice were given; an
// appeal that is lost when nobody decides it. A suspended officer whose power could
// not be revoked it found by itself.
func TestConductInAnyOrder(t *testing.T) {
	ends := make(map[types.CaseEnd]int)
	inAnyOrder(t, 90, func(draw *rapid.T, done tally) path {
		w := newConduct(t, draw, done)
		w.cases, w.ends = []*types.Case{{Stage: closed}}, ends
		steps := make(map[string]func(string))
		for name, one := range w.deeds() {
			steps[name] = func(name string) { w.do(name, one()) }
		}
		return path{walk: w.walk, messages: steps, holds: w.agrees, further: w.further, others: map[string]func(){
			"time": w.time, "votes": w.votes,
		}}
	})
	t.Logf("cases that ended: %v", ends)
	if !testing.Short() {
		require.NotZero(t, ends[types.CaseEnd_CASE_END_EXPELLED], "nobody was expelled")
		require.NotZero(t, ends[types.CaseEnd_CASE_END_UPHELD], "no appeal was upheld")
	}
}

// further is something that an open case waits for.
func (w *conductWalk) further() string {
	var steps []string
	if w.open(false)+w.open(true) < 3 {
		steps = append(steps, "charge")
	}
	for _, c := range w.cases {
		steps = append(steps, map[types.CaseStage][]string{
			joining:     {"join"},
			mediation:   {"say in mediation", "suspend", "time"},
			undelivered: {"record the notice", "acknowledge", "reply"},
			replying:    {"reply", "time"},
			deciding:    {"decide", "decide", "decide", "suspend"},
			appealable:  {"appeal", "appeal", "time"},
			appealed:    {"decide the appeal", "decide the appeal", "time"},
			final:       {"time"},
		}[c.Stage]...)
	}
	return rapid.SampledFrom(append(steps, "time")).Draw(w.draw, "further")
}

// warned is how many warnings the case's member has had.
func (w *conductWalk) warned(c *types.Case) uint32 {
	if member := w.member(c.MemberId); member != nil {
		return member.warnings
	}
	return 0
}

func (w *conductWalk) admitted(name string) deed {
	return deed{
		message: &types.MsgAdmit{Authority: account(north), CoopId: north, Member: w.person("north", "workers", name)},
		allowed: w.who(name) == nil,
		note: func(response any) {
			require.Equal(w.t, w.join(name).id, response.(*types.MsgAdmitResponse).MemberId)
		},
	}
}
