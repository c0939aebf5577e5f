package simulation

import (
	"cmp"
	"slices"
)

// item is something that happens by itself to a place or an application.
type item struct {
	due          int64
	coop         uint64
	what, number uint64
	// window says that somebody may stop it until then.
	window bool
}

// What happens to applications, as the order among items of the same time has it.
const (
	windowEnds   = 100
	becomesStale = 101
)

// items that wait, in no order.
func (p *paper) items() (all []item) {
	for _, c := range p.coops {
		for _, a := range c.applicants {
			all = append(all, item{a.ExpiresAt, c.id, becomesStale, a.Number, false})
			if a.Due != 0 {
				all = append(all, item{a.Due, c.id, windowEnds, a.Number, true})
			}
		}
	}
	return all
}

// itemsDue lets happen what is due, in its order and as far as the block's work
// goes. Note is told what happened, or didn't.
func (p *paper) itemsDue(work *worker, note func(operation string, happened bool)) {
	due := slices.DeleteFunc(p.items(), func(i item) bool { return i.due > p.now || (i.window && p.quiet()) })
	slices.SortFunc(due, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.coop, b.coop), cmp.Compare(a.what, b.what), cmp.Compare(a.number, b.number))
	})
	for _, i := range due {
		if !slices.Contains(p.items(), i) {
			continue
		}
		if !work.take(p.limits.DueItemGas) {
			return
		}
		c := p.coop(i.coop)
		switch i.what {
		case windowEnds:
			note(opAdmitsItself, p.windowOver(c, c.applicant(i.number)))
		case becomesStale:
			c.closed(c.applicant(i.number))
		}
	}
}
