package keeper_test

import (
	"slices"
	"strings"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// bookBreaker is what is switched off, and what its holders have said.
type bookBreaker struct {
	wishes       map[uint64]bookWish
	messages     []string
	since, until int64
	// again is until when a trip that a holder ended can be taken up by another.
	again   int64
	holders []uint64
}

type bookWish struct {
	messages string
	seconds  uint64
	at       int64
}

func (b bookBreaker) isOff(message string, now int64) bool {
	return now < b.until && slices.Contains(b.messages, message)
}

func (b bookBreaker) canBeLifted(now int64) bool { return now < max(b.until, b.again) }

// left is the time that all who take a trip up again ask for, whatever they say.
func (b bookBreaker) left() uint64 { return uint64(b.again - b.since) }

func (b *bookBreaker) lifted(now int64) { b.until, b.again = now, 0 }

// holder draws who speaks for a member of the federation about the breaker: its
// account, or a member of the bakery to whom it gave the power.
func (w *rulebook) holder() (id uint64, account string, coop uint64, holds bool) {
	if between(w.draw, "speaks for the bakery", 0, 3) == 0 {
		name := w.who(func(name string) bool { _, may := w.officer(name, membershiptypes.PowerBreak); return may })
		_, holds = w.officer(name, membershiptypes.PowerBreak)
		id, account, coop = 1, keyOf(name), bakery
	} else {
		id = uint64(between(w.draw, "holder", 1, 5))
		account, holds = memberCoop(id), true
	}
	return id, account, coop, holds && w.people[federation][id].powers[membershiptypes.PowerBreak]
}

func (w *rulebook) trips() {
	id, account, coop, may := w.holder()
	messages := one(w.draw, "messages", [][]string{
		{sending},
		{sending},
		{sending},
		{"/coop.governance.v1.MsgConveneMeeting", "/coop.governance.v1.MsgTable"},
		{admitting, sending},
		{sending, admitting},
		{voting},
		{"/coop.governance.v1.MsgStealVotes"},
	})
	if w.now() < max(w.breaker.until, w.breaker.again) && w.mostly(3) {
		messages = w.breaker.messages
	}
	seconds := one(w.draw, "seconds", []uint64{7 * day, 7 * day, 7 * day, day, 7*day + 1})
	now := w.now()
	may = may && seconds <= 7*day && slices.IsSorted(messages) && messages[0] != voting && !strings.Contains(messages[0], "Steal") &&
		(w.breaker.since == 0 || now >= w.breaker.since+30*day || w.continues(messages)) &&
		(now >= w.breaker.until || !slices.Contains(w.breaker.holders, id))
	_, taken := w.expect(may, "trip", &types.MsgTripBreaker{
		Holder: account, MemberCoopId: coop, Messages: messages, Seconds: seconds, Reason: "It goes astray",
	})
	switch {
	case !taken:
	case now < w.breaker.until:
		w.breaker.holders = append(w.breaker.holders, id)
		w.seen["a holder joins a trip"]++
	default:
		if now < w.breaker.again {
			seconds = w.breaker.left()
		}
		w.wishes(id, bookWish{strings.Join(messages, " "), seconds, now}, messages)
	}
}

// continues says whether messages are those that are off, or that could still be
// if no holder had taken its word back.
func (w *rulebook) continues(messages []string) bool {
	return w.now() < max(w.breaker.until, w.breaker.again) && slices.Equal(messages, w.breaker.messages)
}

// wishes notes a holder's word; three who want the same within a day trip.
func (w *rulebook) wishes(id uint64, wish bookWish, messages []string) {
	w.breaker.wishes[id] = wish
	var same []uint64
	for other := uint64(1); other <= 9; other++ {
		said, found := w.breaker.wishes[other]
		if !found {
			continue
		}
		if !w.people[federation][other].powers[membershiptypes.PowerBreak] || wish.at >= said.at+day {
			delete(w.breaker.wishes, other)
		} else if said.messages == wish.messages && said.seconds == wish.seconds {
			same = append(same, other)
		}
	}
	if len(same) < 3 {
		return
	}
	until := wish.at + int64(wish.seconds)
	if wish.at < w.breaker.again {
		until = min(until, w.breaker.again)
		w.seen["a trip is taken up again"]++
	}
	w.breaker = bookBreaker{wishes: map[uint64]bookWish{}, messages: messages, since: wish.at, until: until, holders: same}
}

func (w *rulebook) takesBack() {
	id, account, coop, may := w.holder()
	standsBy := slices.Contains(w.breaker.holders, id) && w.now() < w.breaker.until
	_, said := w.breaker.wishes[id]
	_, taken := w.expect(may && (standsBy || said), "take back", &types.MsgTripBreaker{Holder: account, MemberCoopId: coop})
	if taken {
		w.tookBack(id)
	}
}

// tookBack notes that a holder stands by a trip, or by its wish, no more.
func (w *rulebook) tookBack(id uint64) {
	if standsBy := slices.Contains(w.breaker.holders, id) && w.now() < w.breaker.until; !standsBy {
		delete(w.breaker.wishes, id)
		return
	}
	w.breaker.holders = slices.DeleteFunc(w.breaker.holders, func(other uint64) bool { return other == id })
	if len(w.breaker.holders) < 3 {
		w.endsEarly()
	}
}

// holdersTalk lets some of them say something in a row.
func (w *rulebook) holdersTalk() {
	for range 4 {
		if w.now() >= max(w.breaker.until, w.breaker.again) {
			return
		}
		one(w.draw, "holders", []func(){w.trips, w.trips, w.trips, w.takesBack, w.rescinds})()
		w.agrees()
	}
}

// endsEarly: too few stand by a trip. Those who do keep their word as a wish.
func (w *rulebook) endsEarly() {
	b := &w.breaker
	w.seen["a trip ends with a holder's word"]++
	b.again, b.until = b.until, w.now()
	for _, id := range b.holders {
		b.wishes[id] = bookWish{strings.Join(b.messages, " "), b.left(), w.now()}
	}
}

func (w *rulebook) lifts() {
	coop := one(w.draw, "co-op", []uint64{federation, federation, bakery})
	may := coop == federation && w.breaker.canBeLifted(w.now())
	if _, taken := w.expect(may, "lift", &types.MsgLiftBreaker{Authority: membershiptypes.CoopAddress(coop)}); taken {
		w.breaker.lifted(w.now())
	}
}
