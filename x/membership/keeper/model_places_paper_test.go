package keeper_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	trial    = types.NoticeKind_NOTICE_KIND_TRIAL
	majority = types.NoticeKind_NOTICE_KIND_MAJORITY
	asking   = types.NoticeKind_NOTICE_KIND_CLASS

	waits      = types.ApplicationStage_APPLICATION_STAGE_WAITING
	sponsoring = types.ApplicationStage_APPLICATION_STAGE_SPONSORING
	standing   = types.ApplicationStage_APPLICATION_STAGE_STANDING
	referred   = types.ApplicationStage_APPLICATION_STAGE_REFERRED
)

// classOnPaper is what placesCharter says of a class.
type classOnPaper struct {
	id            uint32
	votes         bool
	byOfficers    bool
	trial, lapses bool
}

var classesOnPaper = map[string]classOnPaper{
	"workers": {id: 1, votes: true, byOfficers: true}, "supporters": {id: 2, byOfficers: true},
	"open": {id: 3, votes: true}, "sponsored": {id: 4, votes: true}, "resolved": {id: 5, votes: true},
	"probation": {id: 6, byOfficers: true, trial: true}, "tested": {id: 7, votes: true, byOfficers: true, trial: true, lapses: true},
	"few": {id: 8, votes: true, byOfficers: true},
}

func classByID(id uint32) classOnPaper {
	for _, class := range classesOnPaper {
		if class.id == id {
			return class
		}
	}
	return classOnPaper{}
}

// roster is a paper about places, written from the README's "Members and the
// roll", "Admission" and "How a membership ends" and from placesCharter.
type roster struct {
	now          int64
	places       []*placeOnPaper
	applications map[uint64]*applicationOnPaper
	next         uint64
	// waits are until when keys of former members wait.
	waits map[string]int64
	// today counts who was admitted without the members, by class, on a day.
	today map[uint32][2]int64
}

type placeOnPaper struct {
	id, holders uint64
	class       uint32
	state       types.MemberState
	// key by which it acts; empty for none.
	key   string
	minor int64
	// suspended is until when, if it came in so; zero for no end.
	suspended int64
	trustee   string
	notices   map[types.NoticeKind]*noticeOnPaper
	powers    map[string]int64
}

type noticeOnPaper struct {
	due            int64
	ground         string
	contested      bool
	by             uint64
	to             uint32
	representative string
}

type applicationOnPaper struct {
	class, key          string
	relayer             uint64
	stage               types.ApplicationStage
	due, expires        int64
	sponsors, objectors []uint64
}

// who holds the place that a key acts for.
func (r *roster) who(name string) *placeOnPaper {
	for _, place := range r.places {
		if place.key == name && place.state.HoldsPlace() {
			return place
		}
	}
	return nil
}

// place by number, if somebody holds it.
func (r *roster) place(id uint64) *placeOnPaper {
	if id == 0 || id > uint64(len(r.places)) || !r.places[id-1].state.HoldsPlace() {
		return nil
	}
	return r.places[id-1]
}

func (p *placeOnPaper) takesPart() bool {
	return p.state == types.MemberState_MEMBER_STATE_ACTIVE || p.state == types.MemberState_MEMBER_STATE_LEAVING
}

func (p *placeOnPaper) onRoll() bool {
	return p.state.HoldsPlace() && classByID(p.class).votes && p.minor == 0
}

// officer is the number of the member who acts with a power, if the key's does.
func (r *roster) officer(name, power string) uint64 {
	place := r.who(name)
	if place == nil || !place.takesPart() || place.powers[power] <= r.now {
		return 0
	}
	return place.id
}

func (r *roster) voters() (count int) {
	for _, place := range r.places {
		if place.onRoll() {
			count++
		}
	}
	return count
}

// full says that a class has its one member.
func (r *roster) full(class classOnPaper) bool {
	return class.id == 8 && slices.ContainsFunc(r.places, func(p *placeOnPaper) bool { return p.class == 8 && p.state.HoldsPlace() })
}

func (r *roster) applied(name string) *applicationOnPaper {
	for _, application := range r.applications {
		if application.key == name {
			return application
		}
	}
	return nil
}

// join takes a place: whatever was said of its key before is settled by it.
func (r *roster) join(class classOnPaper, name string) *placeOnPaper {
	place := &placeOnPaper{
		id: uint64(len(r.places)) + 1, class: class.id, state: types.MemberState_MEMBER_STATE_ACTIVE, key: name,
		notices: make(map[types.NoticeKind]*noticeOnPaper), powers: make(map[string]int64),
	}
	r.places = append(r.places, place)
	r.begin(place, class)
	if name == "" {
		return place
	}
	delete(r.waits, name)
	for number, application := range r.applications {
		if application.key == name {
			delete(r.applications, number)
		}
	}
	return place
}

// begin a class: what it says of a trial.
func (r *roster) begin(place *placeOnPaper, class classOnPaper) {
	if !class.trial {
		return
	}
	place.notices[trial] = &noticeOnPaper{due: r.now + 30*day, to: 1}
	if class.lapses {
		place.notices[trial].to = 0
	}
}

// reinstate gives a suspended member back its part, and it leaves if it was leaving.
func (r *roster) reinstate(place *placeOnPaper) {
	place.state, place.suspended = types.MemberState_MEMBER_STATE_ACTIVE, 0
	if place.notices[leaving] != nil {
		place.state = types.MemberState_MEMBER_STATE_LEAVING
	}
}

func (r *roster) end(place *placeOnPaper, state types.MemberState) {
	place.state, place.suspended = state, 0
	switch state {
	case types.MemberState_MEMBER_STATE_LEFT:
		r.wait(place.key, 10*day)
	case types.MemberState_MEMBER_STATE_LAPSED:
		r.wait(place.key, 300*day)
	}
	clear(place.notices)
	clear(place.powers)
}

func (r *roster) wait(name string, seconds int64) {
	if name != "" {
		r.waits[name] = r.now + seconds
	}
}

// dueOnPaper is one thing that time brings.
type dueOnPaper struct {
	due  int64
	kind uint64
	id   uint64
}

// After the notices come, of the same second, what waits to be admitted and what
// nobody has decided.
const (
	admissionOnPaper uint64 = 100
	expiryOnPaper    uint64 = 101
	// suspensionOnPaper is the end of one. Nothing else of the second asks about it.
	suspensionOnPaper uint64 = 102
)

func (r *roster) pending() (all []dueOnPaper) {
	for _, place := range r.places {
		if place.suspended != 0 {
			all = append(all, dueOnPaper{place.suspended, suspensionOnPaper, place.id})
		}
		for kind, notice := range place.notices {
			if notice.due != 0 {
				all = append(all, dueOnPaper{notice.due, uint64(kind), place.id})
			}
		}
	}
	for number, application := range r.applications {
		if application.due != 0 {
			all = append(all, dueOnPaper{application.due, admissionOnPaper, number})
		}
		all = append(all, dueOnPaper{application.expires, expiryOnPaper, number})
	}
	slices.SortFunc(all, func(a, b dueOnPaper) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
	return all
}

// tick lets time bring what it brings, each thing that was due when it began.
func (r *roster) tick(now int64) {
	r.now = now
	for _, one := range r.pending() {
		if one.due > now || !slices.Contains(r.pending(), one) {
			continue
		}
		switch one.kind {
		case admissionOnPaper:
			r.admitStanding(one.id)
		case expiryOnPaper:
			delete(r.applications, one.id)
		case suspensionOnPaper:
			r.reinstate(r.places[one.id-1])
		default:
			r.happen(r.places[one.id-1], types.NoticeKind(one.kind))
		}
	}
}

func (r *roster) happen(place *placeOnPaper, kind types.NoticeKind) {
	notice := place.notices[kind]
	delete(place.notices, kind)
	switch kind {
	case leaving:
		r.end(place, types.MemberState_MEMBER_STATE_LEFT)
	case lapse:
		r.end(place, types.MemberState_MEMBER_STATE_LAPSED)
	case death:
		r.end(place, types.MemberState_MEMBER_STATE_DECEASED)
		place.trustee = notice.representative
	case trial:
		if notice.to == 0 {
			r.end(place, types.MemberState_MEMBER_STATE_LAPSED)
		} else {
			place.class = notice.to
		}
	case majority:
		place.minor, place.trustee = 0, ""
	}
}

// admitStanding takes who stands, two a day of a class, others tomorrow.
func (r *roster) admitStanding(number uint64) {
	application := r.applications[number]
	class := classesOnPaper[application.class]
	if r.waits[application.key] > r.now {
		application.stage, application.due = referred, 0
		return
	}
	today := r.today[class.id]
	if today[0] != r.now/day {
		today = [2]int64{r.now / day, 0}
	}
	if today[1] == 2 {
		application.due = (r.now/day + 1) * day
		return
	}
	today[1]++
	r.today[class.id] = today
	r.join(class, application.key)
}

// text is all that a paper says, to be compared.
func (r *roster) text() string {
	var lines []string
	for _, place := range r.places {
		keys := 0
		if place.key != "" && place.state.HoldsPlace() {
			keys = 1
		}
		lines = append(lines, fmt.Sprintf("member %d class %d %s keys %d minor until %d holders %d on the roll %t",
			place.id, place.class, place.state.Word(), keys, place.minor, place.holders, place.onRoll()))
		for kind, notice := range place.notices {
			representative := ""
			if notice.representative != "" {
				representative = key(notice.representative)
			}
			lines = append(lines, fmt.Sprintf("notice of %s on %d due %d ground %q contested %t by %d to %d %s",
				kind.Word(), place.id, notice.due, notice.ground, notice.contested, notice.by, notice.to, representative))
		}
		if place.trustee != "" {
			lines = append(lines, fmt.Sprintf("trustee of %d is %s", place.id, key(place.trustee)))
		}
	}
	for number, one := range r.applications {
		lines = append(lines, fmt.Sprintf("application %d of %s to %d relayed by %d %s due %d until %d for %v against %v", number, key(one.key),
			classesOnPaper[one.class].id, one.relayer, one.stage.Word(), one.due, one.expires, one.sponsors, one.objectors))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
