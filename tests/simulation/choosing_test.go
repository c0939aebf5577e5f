package simulation

import (
	"maps"
	"math/bits"
	"slices"

	"pgregory.net/rapid"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// number between two, both included. Unlike rapid's own, which favour the
// small, each is as likely as the other.
func (x *machine) number(label string, least, most int) int {
	return least + pick(x.T, label, most-least+1)
}

// pick is one of 0 to n-1, all alike to a thousandth. It shrinks to 0.
func pick(t *rapid.T, label string, n int) int {
	return rapid.Custom(func(t *rapid.T) int {
		value := 0
		for range bits.Len(uint(n)) + 10 {
			value <<= 1
			if rapid.Bool().Draw(t, "") {
				value++
			}
		}
		return value % n
	}).Draw(t, label)
}

// flaw is what is wrong with an input on purpose; mostly nothing.
func (x *machine) flaw(flaws ...string) string {
	if x.number("flawed", 0, 99) < 62 {
		return ""
	}
	return flaws[pick(x.T, "flaw", len(flaws))]
}

// one of a list; false if it is empty.
func one[T any](x *machine, label string, from []T) (chosen T, found bool) {
	if len(from) == 0 {
		return chosen, false
	}
	return from[pick(x.T, label, len(from))], true
}

func (x *machine) anybody() string { return address(x.number("person", 0, people-1)) }

// aKey of a member; one that has left has none.
func (x *machine) aKey(m *member) string {
	key, found := one(x, "key", slices.Sorted(maps.Keys(m.keys)))
	if !found {
		return x.anybody()
	}
	return key
}

func (x *machine) aCoop(fits func(*coop) bool) (*coop, bool) {
	var some []*coop
	for _, c := range x.paper.coops {
		if fits(c) {
			some = append(some, c)
		}
	}
	chosen, found := one(x, "co-op", some)
	return chosen, found
}

func anyCoop(*coop) bool { return true }

func ofPersons(c *coop) bool {
	return slices.ContainsFunc(c.members, func(m *member) bool { return !m.gone && m.coop == 0 })
}

func (x *machine) aMember(c *coop, fits func(*member) bool) (*member, bool) {
	var some []*member
	for _, m := range c.members {
		if fits(m) {
			some = append(some, m)
		}
	}
	chosen, found := one(x, "member", some)
	return chosen, found
}

func isPerson(m *member) bool { return !m.gone && m.coop == 0 }

// operation names what a person does, or what a co-op does as a member.
func (x *machine) operation(address, ofMember, ofCoop string) string {
	if x.paper.coopOf(address) != nil {
		return ofCoop
	}
	return ofMember
}

// aResolution that fits, or seldom any; nil if there is none.
func (x *machine) aResolution(fits func(*resolution) bool) *resolution {
	var some []*resolution
	for _, r := range x.paper.resolutions {
		if fits(r) {
			some = append(some, r)
		}
	}
	if r, found := one(x, "resolution", some); found {
		return r
	}
	if x.number("any", 0, 5) > 0 {
		return nil
	}
	r, _ := one(x, "any resolution", x.paper.resolutions)
	return r
}

func (x *machine) anyResolution() uint64 {
	return uint64(x.number("any resolution", 0, len(x.paper.resolutions)+1))
}

func early(r *resolution) bool {
	return r.status == governancetypes.Status_STATUS_DRAFT || r.status == governancetypes.Status_STATUS_DISCUSSION || r.status == tabled
}
