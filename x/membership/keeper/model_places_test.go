package keeper_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

var walkClasses = []string{"workers", "supporters", "open", "sponsored", "resolved", "probation", "tested", "few"}

func (w *walk) class() string { return rapid.SampledFrom(walkClasses).Draw(w.draw, "class") }

// application is mostly one that is open, and if possible in one of the stages.
func (w *walk) application(stages ...types.ApplicationStage) uint64 {
	var open, fitting []uint64
	list, err := w.query.PersonApplications(w.ctx, &types.QueryPersonApplicationsRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, application := range list.Applications {
		open = append(open, application.Number)
		if slices.Contains(stages, application.Stage) {
			fitting = append(fitting, application.Number)
		}
	}
	switch {
	case rapid.IntRange(0, 5).Draw(w.draw, "any number") == 0 || len(open) == 0:
		return rapid.Uint64Range(1, 9).Draw(w.draw, "number")
	case len(fitting) > 0:
		return rapid.SampledFrom(fitting).Draw(w.draw, "application")
	default:
		return rapid.SampledFrom(open).Draw(w.draw, "application")
	}
}

// notice is mostly one that has been given, of one of the kinds.
func (w *walk) notice(kinds ...types.NoticeKind) types.Notice {
	var fitting []types.Notice
	list, err := w.query.Notices(w.ctx, &types.QueryNoticesRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, notice := range list.Notices {
		if slices.Contains(kinds, notice.Kind) {
			fitting = append(fitting, notice)
		}
	}
	if len(fitting) == 0 || rapid.IntRange(0, 4).Draw(w.draw, "any notice") == 0 {
		return types.Notice{MemberId: w.somebody(), Kind: rapid.SampledFrom(types.NoticeKinds()).Draw(w.draw, "kind")}
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "notice")
}

// voter's key is one of those who began as workers.
func (w *placesWalk) voter() string { return rapid.SampledFrom(walkNames[:4]).Draw(w.draw, "voter") }

// decidedBy is the co-op, or anybody.
func (w *placesWalk) decidedBy() string {
	if rapid.Bool().Draw(w.draw, "by resolution") {
		return coop
	}
	return w.name()
}

// placesWalk does whatever can happen to places, with a paper that says of each
// deed beforehand whether it is allowed.
type placesWalk struct {
	*walk
	*roster
	// seen counts the moments that a run has to come by.
	seen map[string]int
}

// Moments that a run of the walk over places has to come by.
const (
	mustWait  = "an officer can't admit a key that has to wait"
	isWaiting = "the application of a key that has to wait is for the members"
	waited    = "an officer admits a former member that has waited"
)

// comer is the name of somebody who would join: often a former member.
func (w *placesWalk) comer() string {
	var former []string
	for _, name := range slices.Sorted(maps.Keys(w.waits)) {
		if w.who(name) == nil {
			former = append(former, name)
		}
	}
	if len(former) == 0 || w.once(2, "anybody") {
		return w.name()
	}
	return rapid.SampledFrom(former).Draw(w.draw, "former member")
}

// admitter is the co-op, an officer who admits, or anybody.
func (w *placesWalk) admitter() string {
	var officers []string
	for _, name := range walkNames {
		if w.officer(name, types.PowerAdmit) != 0 {
			officers = append(officers, name)
		}
	}
	if len(officers) == 0 || w.once(2, "another") {
		return w.decidedBy()
	}
	return rapid.SampledFrom(officers).Draw(w.draw, "officer")
}

// decides says whether somebody decides with a power, and as which officer; zero
// for the members.
func (w *placesWalk) decides(by, power string) (officer uint64, may bool) {
	if by == coop {
		return 0, true
	}
	officer = w.officer(by, power)
	return officer, officer != 0
}

func (w *placesWalk) applyIt() deed {
	class := rapid.SampledFrom([]string{"open", "sponsored", "workers", "resolved", "few"}).Draw(w.draw, "class")
	sender, name := w.name(), w.comer()
	relayer, allowed := uint64(0), w.who(name) == nil && w.applied(name) == nil
	if member := w.who(sender); member != nil {
		relayer, allowed = member.id, allowed && member.takesPart()
	}
	return deed{w.ledger.application(sender, class, name), allowed, func(any) {
		one := &applicationOnPaper{class: class, key: name, relayer: relayer, stage: waits, expires: w.now + 90*day}
		if class == "open" {
			one.expires += 7 * day
		}
		switch {
		case w.waits[name] > w.now:
			one.stage = referred
			w.seen[isWaiting]++
		case class == "open":
			one.stage, one.due = standing, w.now+7*day
		case class == "sponsored":
			one.stage = sponsoring
		}
		w.applications[w.next] = one
		w.next++
	}}
}

// speaks says whether a member may speak on an application that is at one of the
// stages, and has not yet.
func (w *placesWalk) speaks(by string, one *applicationOnPaper, stages ...types.ApplicationStage) (uint64, bool) {
	member := w.who(by)
	if member == nil || !member.takesPart() || !member.onRoll() || one == nil || !slices.Contains(stages, one.stage) {
		return 0, false
	}
	return member.id, !slices.Contains(slices.Concat(one.sponsors, one.objectors), member.id)
}

func (w *placesWalk) sponsorIt() deed {
	by, number := w.voter(), w.application(sponsoring)
	one := w.applications[number]
	member, allowed := w.speaks(by, one, sponsoring)
	return deed{&types.MsgSponsor{Signer: address(by), CoopId: north, Application: number}, allowed, func(any) {
		if one.sponsors = append(one.sponsors, member); len(one.sponsors) == 2 {
			one.stage, one.due = standing, w.now
		}
	}}
}

func (w *placesWalk) objectIt() deed {
	by, number := w.voter(), w.application(standing)
	one := w.applications[number]
	member, allowed := w.speaks(by, one, sponsoring, standing)
	return deed{&types.MsgObject{Signer: address(by), CoopId: north, Application: number}, allowed && one.class == "open", func(any) {
		if one.objectors = append(one.objectors, member); len(one.objectors) == 2 {
			one.stage, one.due = referred, 0
		}
	}}
}

func (w *placesWalk) closeIt() deed {
	by, number := w.decidedBy(), w.application()
	one, allowed := w.applications[number], false
	if one != nil {
		relayed := w.who(by) != nil && w.who(by).id == one.relayer
		allowed = by == coop || by == one.key || relayed ||
			classesOnPaper[one.class].byOfficers && w.officer(by, types.PowerAdmit) != 0
	}
	return deed{&types.MsgCloseApplication{Signer: address(by), CoopId: north, Application: number}, allowed, func(any) {
		delete(w.applications, number)
	}}
}

// mayAdmit says whether somebody may admit a key to a class.
func (w *placesWalk) mayAdmit(by, name string, class classOnPaper) bool {
	allowed := w.who(name) == nil && !w.full(class)
	if by == coop {
		return allowed
	}
	allowed = allowed && class.byOfficers && w.officer(by, types.PowerAdmit) != 0
	switch until, former := w.waits[name]; {
	case allowed && until > w.now:
		w.seen[mustWait]++
		return false
	case allowed && former:
		w.seen[waited]++
	}
	return allowed
}

func (w *placesWalk) admitApplicant() deed {
	by, number := w.decidedBy(), w.application(waits)
	one, allowed := w.applications[number], false
	if one != nil {
		allowed = w.mayAdmit(by, one.key, classesOnPaper[one.class]) && (by == coop || one.stage == waits)
	}
	return deed{&types.MsgAdmit{Authority: address(by), CoopId: north, Application: number}, allowed, func(any) {
		w.join(classesOnPaper[one.class], one.key)
	}}
}

func (w *placesWalk) admitIt() deed {
	by, class, name := w.admitter(), w.class(), w.comer()
	message := &types.MsgAdmit{Authority: address(by), CoopId: north, Member: w.person("north", class, name)}
	return deed{message, w.mayAdmit(by, name, classesOnPaper[class]), func(any) { w.join(classesOnPaper[class], name) }}
}

// admitTogether is a place that several hold; at most eight can.
func (w *placesWalk) admitTogether() deed {
	class, name, holders := w.class(), w.name(), rapid.Uint32Range(2, 9).Draw(w.draw, "holders")
	message := &types.MsgAdmit{Authority: account(north), CoopId: north, Member: w.person("north", class, name)}
	message.Member.Holders = holders
	allowed := holders <= 8 && w.mayAdmit(coop, name, classesOnPaper[class])
	if w.once(6, "a minor") {
		message.Member.MinorUntil, allowed = w.clock.Seconds+day, false
	}
	return deed{message, allowed, func(any) { w.join(classesOnPaper[class], name).holders = uint64(holders) }}
}

func (w *placesWalk) admitMinor() deed {
	class, until, guardian := w.class(), w.clock.Seconds+rapid.Int64Range(0, 40*day).Draw(w.draw, "until"), w.name()
	if w.once(6, "now") {
		until = w.clock.Seconds
	}
	message := &types.MsgAdmit{Authority: account(north), CoopId: north, Member: types.NewMember{Class: class, MinorUntil: until, Guardian: address(guardian)}}
	return deed{message, until > w.clock.Seconds && !w.full(classesOnPaper[class]), func(any) {
		place := w.join(classesOnPaper[class], "")
		place.minor, place.trustee = until, guardian
		place.notices[majority] = &noticeOnPaper{due: until}
	}}
}

func (w *placesWalk) askClass() deed {
	by, class := w.name(), w.class()
	place := w.who(by)
	return deed{&types.MsgAskClass{Signer: address(by), CoopId: north, Class: class}, place != nil && place.class != classesOnPaper[class].id, func(any) {
		place.notices[asking] = &noticeOnPaper{to: classesOnPaper[class].id}
	}}
}

// changeClass moves a member; out of the vote only who has asked for it.
func (w *placesWalk) changeClass() deed {
	by, id, name := w.decidedBy(), w.somebody(), w.class()
	place, class := w.place(id), classesOnPaper[name]
	if asks := w.notice(asking); asks.Kind == asking && asks.ToClassId != 0 {
		id, class = asks.MemberId, classByID(asks.ToClassId)
		place = w.place(id)
		for other, is := range classesOnPaper {
			if is == class {
				name = other
			}
		}
	}
	allowed := by == coop && place != nil && place.class != class.id && !w.full(class)
	if allowed && classByID(place.class).votes && !class.votes {
		asked := place.notices[asking]
		allowed = asked != nil && asked.to == class.id && (place.minor != 0 || w.voters() > 1)
	}
	return deed{&types.MsgChangeClass{Authority: address(by), CoopId: north, MemberId: id, Class: name}, allowed, func(any) {
		place.class = class.id
		delete(place.notices, asking)
		delete(place.notices, trial)
		w.begin(place, class)
	}}
}

func (w *placesWalk) leaveIt() deed {
	by := w.name()
	place := w.who(by)
	return deed{&types.MsgLeave{Signer: address(by), CoopId: north}, place != nil && place.notices[leaving] == nil, func(any) {
		place.notices[leaving] = &noticeOnPaper{due: w.now + 90*day}
		if place.state == isActive {
			place.state = isLeaving
		}
	}}
}

func (w *placesWalk) lapseIt() deed {
	by, id := w.decidedBy(), w.somebody()
	if known := w.notice(lapse); known.Kind == lapse && w.once(2, "again") {
		id = known.MemberId
	}
	ground := rapid.SampledFrom([]string{"dues", "dues", "inactivity", "weather"}).Draw(w.draw, "ground")
	place := w.place(id)
	officer, allowed := w.decides(by, types.PowerLapse)
	ends := false
	if allowed = allowed && place != nil; allowed {
		given := place.notices[lapse]
		ends = given != nil && given.contested && given.ground == ground && officer == 0
		allowed = ends || given == nil && ground != "weather" && (officer == 0 || place.key != "")
	}
	return deed{&types.MsgLapse{Authority: address(by), CoopId: north, MemberId: id, Ground: ground}, allowed, func(any) {
		if ends {
			w.end(place, types.MemberState_MEMBER_STATE_LAPSED)
			return
		}
		place.notices[lapse] = &noticeOnPaper{due: w.now + 20*day, ground: ground, by: officer}
	}}
}

func (w *placesWalk) recordDeath() deed {
	by, id, representative := w.voter(), w.somebody(), w.name()
	if w.once(4, "by others") {
		by = w.decidedBy()
	}
	place := w.place(id)
	officer, allowed := w.decides(by, types.PowerRegister)
	allowed = allowed && place != nil && place.notices[death] == nil && (place.holders < 2 || officer == 0)
	message := &types.MsgRecordDeath{Authority: address(by), CoopId: north, MemberId: id, Representative: address(representative)}
	return deed{message, allowed, func(any) {
		place.notices[death] = &noticeOnPaper{by: officer, representative: representative}
		if officer == 0 {
			place.notices[death].due = w.now + 14*day
		}
	}}
}

func (w *placesWalk) confirmDeath() deed {
	by, id := rapid.SampledFrom(walkNames[:2]).Draw(w.draw, "officer"), w.notice(death).MemberId
	for _, place := range w.places {
		if given := place.notices[death]; given != nil && given.due == 0 && !w.once(3, "another") {
			id = place.id
		}
	}
	place, officer := w.place(id), w.officer(by, types.PowerRegister)
	allowed := false
	if place != nil && place.notices[death] != nil {
		given := place.notices[death]
		allowed = officer != 0 && given.due == 0 && officer != given.by && officer != id
	}
	return deed{&types.MsgConfirmDeath{Signer: address(by), CoopId: north, MemberId: id}, allowed, func(any) {
		place.notices[death].due = w.now + 14*day
	}}
}

func (w *placesWalk) contestIt() deed {
	notice := w.notice(death, lapse)
	by := w.name()
	if place := w.place(notice.MemberId); place != nil && place.key != "" && !w.once(4, "another") {
		by = place.key
	}
	place, allowed := w.who(by), false
	if place != nil && place.notices[notice.Kind] != nil {
		allowed = notice.Kind == death || notice.Kind == lapse && !place.notices[lapse].contested
	}
	return deed{&types.MsgContestNotice{Signer: address(by), CoopId: north, Kind: notice.Kind}, allowed, func(any) {
		if notice.Kind == death {
			delete(place.notices, death)
			return
		}
		place.notices[lapse].contested, place.notices[lapse].due = true, 0
	}}
}

func (w *placesWalk) withdrawNotice() deed {
	notice := w.notice(types.NoticeKinds()...)
	by, place := w.decidedBy(), w.place(notice.MemberId)
	if place != nil && place.key != "" && !notice.Kind.IsWindow() && !w.once(4, "another") {
		by = place.key
	}
	allowed := place != nil && place.notices[notice.Kind] != nil
	switch notice.Kind {
	case leaving, asking:
		allowed = allowed && by != coop && w.who(by) == place
	case lapse:
		_, may := w.decides(by, types.PowerLapse)
		allowed = allowed && may
	case death:
		_, may := w.decides(by, types.PowerRegister)
		allowed = allowed && may
	default:
		allowed = false
	}
	return deed{&types.MsgWithdrawNotice{Signer: address(by), CoopId: north, MemberId: notice.MemberId, Kind: notice.Kind}, allowed, func(any) {
		delete(place.notices, notice.Kind)
		if notice.Kind == leaving && place.state == isLeaving {
			place.state = isActive
		}
	}}
}

func (w *placesWalk) setTrustee() deed {
	by, id, name := w.decidedBy(), w.notice(majority).MemberId, w.name()
	allowed := false
	if id > 0 && id <= uint64(len(w.places)) {
		place := w.places[id-1]
		allowed = by == coop && (place.minor != 0 || place.state == types.MemberState_MEMBER_STATE_DECEASED)
	}
	return deed{&types.MsgSetTrustee{Authority: address(by), CoopId: north, MemberId: id, Address: address(name)}, allowed, func(any) {
		w.places[id-1].trustee = name
	}}
}

func (w *placesWalk) grantIt() deed {
	power := rapid.SampledFrom([]string{types.PowerAdmit, types.PowerLapse, types.PowerRegister}).Draw(w.draw, "power")
	by, id := w.decidedBy(), w.somebody()
	place := w.place(id)
	message := &types.MsgGrantPower{Authority: address(by), CoopId: north, MemberId: id, Power: power, TermSeconds: 60 * day}
	return deed{message, by == coop && place != nil && place.takesPart(), func(any) { place.powers[power] = w.now + 60*day }}
}

// importIt brings in the rows of an old co-op, which have their own tests; the
// paper takes over who came.
func (w *placesWalk) importIt(name string) {
	rows := importedRows()
	var message sdk.Msg = announcement(rows)
	from := rapid.IntRange(0, 4).Draw(w.draw, "from")
	to := rapid.IntRange(from, 5).Draw(w.draw, "to")
	if !rapid.Bool().Draw(w.draw, "announce") {
		message = batch(rows, from, to)
	}
	if _, err := w.attempt(name, message); err != nil {
		return
	}
	if _, came := message.(*types.MsgImportMembers); came {
		for _, row := range rows[from:to] {
			place := w.join(classByID(row.ClassId), "")
			if row.Suspended {
				place.state, place.suspended = isSuspended, w.now+180*day
			}
		}
	}
}

// elsewhere is what other parts of the ledger do to members.
func (w *placesWalk) elsewhere() {
	id := w.somebody()
	member, err := w.keeper.GetMember(w.ctx, north, id)
	if err != nil {
		return
	}
	switch place := w.place(id); rapid.IntRange(0, 3).Draw(w.draw, "elsewhere") {
	case 0:
		allowed := place != nil && place.takesPart()
		w.sees(allowed, w.keeper.Suspend(w.ctx, member) == nil, "suspending member %d", id)
		if allowed {
			place.state = isSuspended
		}
	case 1:
		allowed := place != nil && place.state == isSuspended
		w.sees(allowed, w.keeper.Reinstate(w.ctx, member) == nil, "reinstating member %d", id)
		if allowed {
			w.reinstate(place)
		}
	default:
		w.votes()
	}
}

func (w *placesWalk) time() {
	var dates []int64
	for _, one := range w.pending() {
		dates = append(dates, one.due)
	}
	for _, until := range w.waits {
		dates = append(dates, until)
	}
	slices.Sort(dates)
	w.elapse(min(w.until(dates), 40*day))
	w.tick(w.clock.Seconds)
}

// further is a step for which something waits.
func (w *placesWalk) further() string {
	fitting := []string{"admit", "time", "apply"}
	for _, place := range w.places {
		if given := place.notices[death]; given != nil && given.due == 0 {
			fitting = append(fitting, "confirm death", "confirm death")
		}
		if place.notices[lapse] != nil || place.notices[death] != nil {
			fitting = append(fitting, "contest")
		}
		if place.takesPart() && place.key != "" && place.notices[death] == nil {
			fitting = append(fitting, "record death")
		}
	}
	return rapid.SampledFrom(fitting).Draw(w.draw, "fitting")
}

// agrees compares the paper with the ledger.
func (w *placesWalk) agrees() {
	var lines []string
	for id := uint64(1); id < w.roll(north).NextMemberId; id++ {
		member := w.member(north, id)
		_, onRoll := member.OnRollNow()
		lines = append(lines, fmt.Sprintf("member %d class %d %s keys %d minor until %d holders %d on the roll %t",
			id, member.ClassId, member.State.Word(), member.KeyCount, member.MinorUntil, member.Holders, onRoll))
		if trustee, err := w.keeper.Trustees.Get(w.ctx, collections.Join(uint64(north), id)); err == nil {
			lines = append(lines, fmt.Sprintf("trustee of %d is %s", id, trustee.Address))
		}
	}
	notices, err := w.query.Notices(w.ctx, &types.QueryNoticesRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, one := range notices.Notices {
		lines = append(lines, fmt.Sprintf("notice of %s on %d due %d ground %q contested %t by %d to %d %s",
			one.Kind.Word(), one.MemberId, one.Due, one.Ground, one.Contested, one.RecordedBy, one.ToClassId, one.Representative))
	}
	applications, err := w.query.PersonApplications(w.ctx, &types.QueryPersonApplicationsRequest{Coop: "north"})
	require.NoError(w.t, err)
	for _, one := range applications.Applications {
		lines = append(lines, fmt.Sprintf("application %d of %s to %d relayed by %d %s due %d until %d for %v against %v", one.Number, one.Address,
			one.ClassId, one.RelayedBy, one.Stage.Word(), one.Due, one.ExpiresAt, one.Sponsors, one.Objectors))
	}
	slices.Sort(lines)
	if ledger := strings.Join(lines, "\n"); ledger != w.text() {
		w.draw.Fatalf("the paper has\n%s\n\nand the ledger\n%s", w.text(), ledger)
	}
}

// newPlacesWalk begins with four workers, two of them officers, and two who have
// applied.
func newPlacesWalk(t *testing.T, draw *rapid.T, done tally, seen map[string]int) *placesWalk {
	w := &placesWalk{
		seen: seen,
		walk: &walk{ledger: newPlaces(t), draw: draw, done: done},
		roster: &roster{
			applications: make(map[uint64]*applicationOnPaper), next: 3, waits: make(map[string]int64), today: make(map[uint32][2]int64),
		},
	}
	w.tick(w.clock.Seconds)
	for _, name := range walkNames[:4] {
		w.join(classesOnPaper["workers"], name)
	}
	w.beginWithFormerMembers()
	for _, officer := range []uint64{1, 2} {
		for _, power := range []string{types.PowerRegister, types.PowerLapse, types.PowerAdmit} {
			w.grantPower(officer, power)
			w.places[officer-1].powers[power] = w.clock.Seconds + 1_000*day
		}
	}
	w.apply("carol", "open", "gina")
	w.apply("stranger", "sponsored", "hugo")
	w.applications[1] = &applicationOnPaper{
		class: "open", key: "gina", relayer: 3, stage: standing, due: w.clock.Seconds + 7*day, expires: w.clock.Seconds + 97*day,
	}
	w.applications[2] = &applicationOnPaper{class: "sponsored", key: "hugo", stage: sponsoring, expires: w.clock.Seconds + 90*day}
	return w
}

// beginWithFormerMembers has emil, who has left and may come back in ten days, and
// fred, who has lapsed and has longer to wait.
func (w *placesWalk) beginWithFormerMembers() {
	for _, name := range []string{"emil", "fred"} {
		w.admit("workers", name)
		w.join(classesOnPaper["workers"], name)
	}
	w.send(nil, &types.MsgLapse{Authority: account(north), CoopId: north, MemberId: 6, Ground: "dues"})
	w.places[5].notices[lapse] = &noticeOnPaper{due: w.now + 20*day, ground: "dues"}
	w.elapse(20 * day)
	w.tick(w.clock.Seconds)
	w.send(nil, &types.MsgLeave{Signer: key("emil"), CoopId: north})
	w.places[4].state, w.places[4].notices[leaving] = isLeaving, &noticeOnPaper{due: w.now + 90*day}
	w.elapse(90 * day)
	w.tick(w.clock.Seconds)
}

// Whatever happens to places in whatever order, joint ones and minors' too: each
// deed is accepted or refused as a paper says beforehand, which is written from the
// README; who is in which class and state, on the roll, under which notice, with
// which trustee, and what became of each application is what the paper has; frozen
// rolls never change while a vote needs them, and the state survives export and
// import. Each of these faults, put into the code on purpose, made it fail: an
// officer who records the death of one of several holders; an officer who admits a
// former member's key that has to wait; its application taken as any other; a minor who votes before its day; a lapse that goes on though
// the member has objected.
func TestPlacesInAnyOrder(t *testing.T) {
	seen := make(map[string]int)
	inAnyOrder(t, 60, func(draw *rapid.T, done tally) path {
		w := newPlacesWalk(t, draw, done, seen)
		steps := map[string]func(string){"import": w.importIt}
		for name, one := range map[string]func() deed{
			"apply": w.applyIt, "sponsor": w.sponsorIt, "object": w.objectIt, "close": w.closeIt,
			"admit an applicant": w.admitApplicant, "admit": w.admitIt, "admit several to a place": w.admitTogether,
			"admit a minor": w.admitMinor, "ask class": w.askClass, "change class": w.changeClass, "leave": w.leaveIt,
			"lapse": w.lapseIt, "record death": w.recordDeath, "confirm death": w.confirmDeath, "contest": w.contestIt,
			"withdraw notice": w.withdrawNotice, "set trustee": w.setTrustee, "grant": w.grantIt,
		} {
			steps[name] = func(name string) { w.do(name, one()) }
		}
		return path{walk: w.walk, messages: steps, holds: w.agrees, further: w.further, others: map[string]func(){"elsewhere": w.elsewhere, "time": w.time}}
	})
	t.Log("moments:", seen)
	if testing.Short() || t.Failed() {
		return
	}
	for _, moment := range []string{mustWait, isWaiting, waited} {
		require.NotZero(t, seen[moment], moment)
	}
}
