package simulation

import (
	"context"
	"fmt"
	"math"
	"slices"

	"cosmossdk.io/collections"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// entries is an index or a queue, one line an entry.
type entries struct {
	lines []string
	err   error
}

func (e *entries) add(format string, args ...any) {
	e.lines = append(e.lines, fmt.Sprintf(format, args...))
}

// sorted lines, since the paper has no order of its own.
func (e *entries) sorted() []string { slices.Sort(e.lines); return e.lines }

// indexed is what the paper says must be in every index, queue and counter.
func (p *paper) indexed() []string {
	e := &entries{}
	for _, c := range p.coops {
		e.add("slug %s %d", c.slug, c.id)
		e.add("account %s %d", c.account(), c.id)
		for _, m := range c.members {
			for address := range m.keys {
				e.add("place %s %d %d", address, c.id, m.id)
			}
			if m.conduct.suspended {
				e.add("suspension %d %d %d", m.suspendedUntil(), c.id, m.id)
			}
			if _, open := p.open(c.id, m.id); open > 0 {
				e.add("open by member %d %d %d", c.id, m.id, open)
			}
		}
		for _, a := range c.applicants {
			e.add("applicant %d %s %d", c.id, a.Address, a.Number)
		}
		for way, open := range c.openBy() {
			e.add("applications %d %d %d", c.id, way, open)
		}
		for kind, petitions := range []bool{true, false} {
			if open := p.openCases(c.id, petitions); open > 0 {
				e.add("open cases %d %d %d", c.id, kind, open)
			}
		}
		for _, id := range p.chargersOf(c.id) {
			e.add("charging %d %d %d", c.id, id, p.charging(c.id, id))
		}
		if resolved := c.resolved(); resolved > 0 {
			e.add("recoveries %d %d", c.id, resolved)
		}
		if open, _ := p.open(c.id, 0); open > 0 {
			e.add("open by co-op %d %d", c.id, open)
		}
	}
	for _, c := range p.coops {
		for _, m := range c.members {
			if m.coop != 0 && !m.gone {
				below := p.coop(m.coop)
				e.add("needs %d %d %d", c.id, voteSeconds(below.charter()), below.id)
				e.add("depth %d %d %d", c.id, p.depth(below), below.id)
			}
		}
	}
	for _, i := range p.items() {
		queue := "date"
		if i.window {
			queue = "window"
		}
		e.add("%s %d %d %d %d", queue, i.due, i.coop, i.what, i.number)
	}
	for _, k := range p.cases {
		e.add("case %d %d", k.CoopId, k.Id)
		switch {
		case k.Stage == over:
		case isWindow(k.Stage):
			e.add("case window %d %d", k.DueAt, k.Id)
		default:
			e.add("case deadline %d %d", k.DueAt, k.Id)
		}
	}
	for _, i := range p.keyItems() {
		e.add("key deadline %d %d %d %x", i.due, i.coop, i.member, i.matter)
	}
	for pair, until := range p.applications {
		e.add("application %d %d %d", until, pair[0], pair[1])
	}
	for _, r := range p.resolutions {
		e.add("of co-op %d %d", r.coop, r.id)
		e.add("of status %d %d %d", r.coop, r.status, r.id)
		queue := map[governancetypes.Status]string{
			governancetypes.Status_STATUS_DRAFT: "deadline", governancetypes.Status_STATUS_DISCUSSION: "deadline",
			governancetypes.Status_STATUS_VOTING: "deadline", governancetypes.Status_STATUS_TIMELOCK: "timelock", tabled: "deadline",
			governancetypes.Status_STATUS_PASSED: "execution",
		}[r.status]
		if queue != "" {
			e.add("%s %d %d", queue, r.due, r.id)
		}
		if r.closed != 0 && !r.sealed {
			e.add("sealing %d %d", r.closed, r.id)
		}
		if r.status == governancetypes.Status_STATUS_VOTING && r.final() && len(r.delegated) > 0 {
			tally := r.delegatedTally()
			e.add("delegated %d %s", r.id, tally.String())
		}
		if r.meeting != 0 {
			e.add("agenda %d %d", r.meeting, r.id)
		}
		if len(r.attested) > 0 {
			tally := r.tallyOf(func(id uint64) bool { return r.attested[id] != 0 })
			e.add("attested %d %s", r.id, tally.String())
		}
	}
	p.indexMeetings(e)
	return e.sorted()
}

// indexMeetings adds what must be in the indexes and queues of meetings and requisitions.
func (p *paper) indexMeetings(e *entries) {
	for _, m := range p.meetings {
		e.add("meeting %d %d", m.record.CoopId, m.record.Id)
		if !m.over() {
			e.add("open meeting %d %d", m.record.CoopId, m.record.Id)
		}
		switch {
		case m.record.Status == convened:
			e.add("meeting start %d %d", m.record.DueAt, m.record.Id)
		case m.called():
			e.add("meeting deadline %d %d", m.record.DueAt, m.record.Id)
		}
	}
	for key, id := range p.annuals {
		e.add("annual %d %d %d", key[0], key[1], id)
	}
	for _, q := range p.petitions {
		e.add("requisition %d %d", q.record.CoopId, q.record.Id)
		if q.open() {
			e.add("open requisition %d %d", q.record.CoopId, q.record.Id)
			e.add("requisition deadline %d %d", q.record.DueAt, q.record.Id)
		}
	}
}

// openBy counts undecided applications by the member who relayed them, zero for
// none, and all together under the greatest number.
func (c *coop) openBy() map[uint64]uint64 {
	open := make(map[uint64]uint64)
	for _, a := range c.applicants {
		open[a.RelayedBy]++
		open[math.MaxUint64]++
	}
	return open
}

// stored is what is in them.
func (x *machine) stored() ([]string, error) {
	e, belonging, deciding := &entries{}, x.keepers.Membership, x.keepers.Governance
	walkMap(e, x.ctx, belonging.Slugs, func(slug string, id uint64) { e.add("slug %s %d", slug, id) })
	walkMap(e, x.ctx, belonging.CoopAccounts, func(account []byte, id uint64) {
		e.add("account %s %d", membershiptypes.AddressText(account), id)
	})
	walkMap(e, x.ctx, belonging.Places, func(at collections.Pair[[]byte, uint64], id uint64) {
		e.add("place %s %d %d", membershiptypes.AddressText(at.K1()), at.K2(), id)
	})
	walkMap(e, x.ctx, belonging.Applicants, func(at collections.Pair[uint64, []byte], number uint64) {
		e.add("applicant %d %s %d", at.K1(), membershiptypes.AddressText(at.K2()), number)
	})
	walkMap(e, x.ctx, belonging.OpenApplications, func(at collections.Pair[uint64, uint64], open uint64) {
		e.add("applications %d %d %d", at.K1(), at.K2(), open)
	})
	walkMap(e, x.ctx, belonging.OpenCasesByCoop, func(at collections.Pair[uint64, uint64], open uint64) {
		e.add("open cases %d %d %d", at.K1(), at.K2(), open)
	})
	walkMap(e, x.ctx, belonging.OpenCasesByCharger, func(at collections.Pair[uint64, uint64], open uint64) {
		e.add("charging %d %d %d", at.K1(), at.K2(), open)
	})
	for name, queue := range map[string]collections.KeySet[collections.Pair[int64, uint64]]{
		"case deadline": belonging.CaseDeadlines, "case window": belonging.CaseWindows,
	} {
		walkSet(e, x.ctx, queue, func(at collections.Pair[int64, uint64]) { e.add("%s %d %d", name, at.K1(), at.K2()) })
	}
	walkSet(e, x.ctx, belonging.CasesByCoop, func(at collections.Pair[uint64, uint64]) { e.add("case %d %d", at.K1(), at.K2()) })
	walkSet(e, x.ctx, belonging.SuspensionEnds, func(at collections.Triple[int64, uint64, uint64]) {
		e.add("suspension %d %d %d", at.K1(), at.K2(), at.K3())
	})
	walkMap(e, x.ctx, belonging.RecoveryCounts, func(id, open uint64) { e.add("recoveries %d %d", id, open) })
	walkSet(e, x.ctx, belonging.KeyDeadlines, func(at collections.Quad[int64, uint64, uint64, []byte]) {
		e.add("key deadline %d %d %d %x", at.K1(), at.K2(), at.K3(), at.K4())
	})
	for name, queue := range map[string]collections.KeySet[collections.Quad[int64, uint64, uint64, uint64]]{
		"date": belonging.Dates, "window": belonging.Windows,
	} {
		walkSet(e, x.ctx, queue, func(at collections.Quad[int64, uint64, uint64, uint64]) {
			e.add("%s %d %d %d %d", name, at.K1(), at.K2(), at.K3(), at.K4())
		})
	}
	walkSet(e, x.ctx, belonging.ApplicationExpires, func(at collections.Triple[int64, uint64, uint64]) {
		e.add("application %d %d %d", at.K1(), at.K2(), at.K3())
	})
	for name, below := range map[string]collections.KeySet[collections.Triple[uint64, uint64, uint64]]{
		"needs": belonging.VoteTimes, "depth": belonging.Depths,
	} {
		walkSet(e, x.ctx, below, func(at collections.Triple[uint64, uint64, uint64]) {
			e.add("%s %d %d %d", name, at.K1(), at.K2(), at.K3())
		})
	}
	walkMap(e, x.ctx, deciding.OpenByMember, func(at collections.Pair[uint64, uint64], open uint64) {
		e.add("open by member %d %d %d", at.K1(), at.K2(), open)
	})
	walkMap(e, x.ctx, deciding.OpenByCoop, func(id, open uint64) { e.add("open by co-op %d %d", id, open) })
	walkMap(e, x.ctx, deciding.DelegatedTallies, func(id uint64, tally governancetypes.Tally) {
		e.add("delegated %d %s", id, tally.String())
	})
	for name, index := range map[string]collections.KeySet[collections.Pair[uint64, uint64]]{
		"of co-op": deciding.ByCoop, "agenda": deciding.Agenda, "meeting": deciding.MeetingsByCoop, "open meeting": deciding.OpenMeetings,
		"requisition": deciding.RequisitionsByCoop, "open requisition": deciding.OpenRequisitions,
	} {
		walkSet(e, x.ctx, index, func(at collections.Pair[uint64, uint64]) { e.add("%s %d %d", name, at.K1(), at.K2()) })
	}
	walkMap(e, x.ctx, deciding.AnnualMeetings, func(at collections.Pair[uint64, uint32], id uint64) {
		e.add("annual %d %d %d", at.K1(), at.K2(), id)
	})
	walkMap(e, x.ctx, deciding.AttestedTallies, func(id uint64, tally governancetypes.Tally) {
		e.add("attested %d %s", id, tally.String())
	})
	walkSet(e, x.ctx, deciding.ByCoopStatus, func(at collections.Triple[uint64, int32, uint64]) {
		e.add("of status %d %d %d", at.K1(), at.K2(), at.K3())
	})
	for name, queue := range map[string]collections.KeySet[collections.Pair[int64, uint64]]{
		"deadline": deciding.Deadlines, "timelock": deciding.Timelocks,
		"execution": deciding.Executions, "sealing": deciding.SealingQueue,
		"meeting start": deciding.MeetingStarts, "meeting deadline": deciding.MeetingDeadlines,
		"requisition deadline": deciding.RequisitionDeadlines,
	} {
		walkSet(e, x.ctx, queue, func(at collections.Pair[int64, uint64]) { e.add("%s %d %d", name, at.K1(), at.K2()) })
	}
	return e.sorted(), e.err
}

func walkMap[K, V any](e *entries, ctx context.Context, stored collections.Map[K, V], each func(K, V)) {
	if err := stored.Walk(ctx, nil, func(key K, value V) (bool, error) { each(key, value); return false, nil }); err != nil {
		e.err = err
	}
}

func walkSet[K any](e *entries, ctx context.Context, stored collections.KeySet[K], each func(K)) {
	if err := stored.Walk(ctx, nil, func(key K) (bool, error) { each(key); return false, nil }); err != nil {
		e.err = err
	}
}
