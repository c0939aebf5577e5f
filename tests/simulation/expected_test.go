package simulation

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// belonging is what x/membership's export must be, written from the paper.
func (p *paper) belonging() *membershiptypes.GenesisState {
	state := &membershiptypes.GenesisState{Params: p.limits, NextCoopId: uint64(len(p.coops)) + 1, NextCaseId: uint64(len(p.cases)) + 1}
	for _, c := range p.coops {
		state.Coops = append(state.Coops, membershiptypes.Coop{
			Id: c.id, Slug: c.slug, Account: c.account(), CharterVersion: uint64(len(c.charters)), FoundedAt: c.founded,
			LevelsBelow: c.levels, LongestMemberVoteSeconds: c.slowest, LastClassId: c.lastClass,
		})
		for i, charter := range c.charters {
			state.Charters = append(state.Charters, membershiptypes.GenesisCharter{
				CoopId: c.id, Version: uint64(i) + 1, Charter: charter,
			})
		}
		state.CharterVersions = append(state.CharterVersions, c.versions...)
		state.Rolls = append(state.Rolls, membershiptypes.GenesisRoll{CoopId: c.id, Roll: c.roll()})
		for _, m := range c.members {
			state.Members = append(state.Members, c.record(m))
			state.Keys = append(state.Keys, c.keysOf(m)...)
			state.KeyRemovals = append(state.KeyRemovals, m.removalsInOrder()...)
			if protection, some := m.protection(c.id); some {
				state.KeySafeties = append(state.KeySafeties, protection)
			}
			if m.asked != 0 {
				state.Notices = append(state.Notices, membershiptypes.Notice{
					CoopId: c.id, MemberId: m.id, Kind: membershiptypes.NoticeKind_NOTICE_KIND_CLASS, RecordedAt: m.askedAt, ToClassId: m.asked,
				})
			}
			if record, some := p.conductOf(c, m); some {
				state.Conduct = append(state.Conduct, record)
			}
			if m.safety.recovery != nil {
				state.Recoveries = append(state.Recoveries, *m.safety.recovery)
			}
		}
		for _, held := range slices.SortedFunc(maps.Keys(c.grants), byPower) {
			state.Grants = append(state.Grants, c.grants[held])
		}
		for _, a := range c.applicants {
			state.PersonApplications = append(state.PersonApplications, *a)
		}
		if c.applied > 0 {
			state.ApplicationNumbers = append(state.ApplicationNumbers, membershiptypes.ApplicationNumber{CoopId: c.id, Next: c.applied + 1})
		}
		for _, class := range slices.Sorted(maps.Keys(c.days)) {
			state.ClassDays = append(state.ClassDays, c.days[class])
		}
		pins := p.pins(c.id)
		for _, sequence := range slices.Sorted(maps.Keys(pins)) {
			state.Pins = append(state.Pins, membershiptypes.GenesisPin{CoopId: c.id, Sequence: sequence, Count: pins[sequence]})
		}
	}
	for _, k := range p.cases {
		state.Cases = append(state.Cases, *k)
	}
	for _, used := range p.usedProofs() {
		state.UsedProofs = append(state.UsedProofs, membershiptypes.UsedProof{
			ExpiresAt: used.expires, CoopId: used.coop, MemberId: used.member, Address: used.address,
		})
	}
	for _, pair := range slices.SortedFunc(maps.Keys(p.applications), func(a, b [2]uint64) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	}) {
		state.Applications = append(state.Applications, membershiptypes.Application{
			CoopId: pair[0], ApplicantCoopId: pair[1], ExpiresAt: p.applications[pair],
		})
	}
	return state
}

// roll counts a co-op's members.
func (c *coop) roll() membershiptypes.Roll {
	voting, able, other := make(map[uint32]uint64), make(map[uint32]uint64), make(map[uint32]uint64)
	for _, m := range c.members {
		switch {
		case m.gone:
		case c.votes(m):
			voting[m.class]++
			if m.takesPart() && len(m.keys) > 0 {
				able[m.class]++
			}
		default:
			other[m.class]++
		}
	}
	return membershiptypes.Roll{
		Sequence: c.changes, NextMemberId: uint64(len(c.members)) + 1, ActiveMembers: uint64(c.present()),
		Counts: byClass(voting), NonVoting: byClass(other), Able: byClass(able),
	}
}

func byClass(members map[uint32]uint64) (counts []membershiptypes.ClassCount) {
	for _, id := range slices.Sorted(maps.Keys(members)) {
		counts = append(counts, membershiptypes.ClassCount{ClassId: id, Members: members[id]})
	}
	return counts
}

func (c *coop) record(m *member) membershiptypes.Member {
	record := membershiptypes.Member{
		CoopId: c.id, MemberId: m.id, ClassId: m.class, State: membershiptypes.MemberState_MEMBER_STATE_ACTIVE,
		Kind: membershiptypes.MemberKind_MEMBER_KIND_PERSON, MemberCoopId: m.coop,
		JoinedAt: m.joined, LeftAt: m.left, KeyCount: uint32(len(m.keys)),
	}
	if m.coop != 0 {
		record.Kind = membershiptypes.MemberKind_MEMBER_KIND_COOP
	}
	switch {
	case m.conduct.expelledAt != 0:
		record.State = membershiptypes.MemberState_MEMBER_STATE_EXPELLED
	case m.gone:
		record.State = membershiptypes.MemberState_MEMBER_STATE_LEFT
	case m.conduct.suspended:
		record.State = membershiptypes.MemberState_MEMBER_STATE_SUSPENDED
	}
	record.Intervals = m.intervals
	return record
}

func (c *coop) keysOf(m *member) (keys []membershiptypes.GenesisKey) {
	held := m.keys
	if m.gone {
		held = m.former
	}
	for _, address := range slices.SortedFunc(maps.Keys(held), byAddress) {
		keys = append(keys, membershiptypes.GenesisKey{
			CoopId: c.id, MemberId: m.id,
			Key: membershiptypes.Key{Address: address, AddedAt: held[address], MoneyOnly: m.gone},
		})
	}
	return keys
}

// byAddress orders addresses by their bytes, which is not the order of their texts.
func byAddress(a, b string) int {
	first, _ := membershiptypes.AddressBytes(a)
	second, _ := membershiptypes.AddressBytes(b)
	return bytes.Compare(first, second)
}

// deciding is what x/governance's export must be, written from the paper.
func (p *paper) deciding() *governancetypes.GenesisState {
	state := &governancetypes.GenesisState{
		Params: p.texts, NextResolutionId: uint64(len(p.resolutions)) + 1, Breaker: governancetypes.Breaker{NextTrip: 1},
	}
	p.exportMeetings(state)
	for _, r := range p.resolutions {
		state.Resolutions = append(state.Resolutions, governancetypes.GenesisResolution{
			Resolution: governancetypes.Resolution{
				Id: r.id, CoopId: r.coop, ProposerMemberId: r.proposer, Status: r.status, Seconds: uint32(len(r.seconders)),
				Consent: r.consent(), FinalBallots: r.final(), RollSequence: r.changes, RecordedAt: r.recorded, DueAt: r.due,
				ProposedAt: r.proposed, VotingOpenedAt: r.opened, ClosedAt: r.closed, EndedAt: r.ended,
				Outcome: r.outcome, BallotsHash: r.hash(), Abstaining: r.abstaining,
				ElectorsOnly: r.electorate() != "", ForMeeting: r.forMeeting, MeetingId: r.meeting,
			},
			Content: r.text,
			Terms: governancetypes.Terms{
				Rules: r.rules, SpecialFloor: r.floor, CharterVersion: r.version, Roll: byClass(sizes(r.roll)),
				Active: uint64(r.active), Subjects: slices.Sorted(maps.Keys(r.subjects)), Electors: r.electors(),
			},
			Seconders: slices.Sorted(maps.Keys(r.seconders)),
			Tally:     r.tally(),
			Ballots:   r.packed(),
			Sealing:   r.sealing(),
			Delegated: r.delegates(),
		})
	}
	return state
}

func sizes(roll map[uint64]uint32) map[uint32]uint64 {
	counts := make(map[uint32]uint64)
	for _, class := range roll {
		counts[class]++
	}
	return counts
}

// electors are listed one by one where holders of a power decide.
func (r *resolution) electors() (list []governancetypes.Elector) {
	if r.electorate() == "" {
		return nil
	}
	for _, id := range inOrder(r.roll) {
		list = append(list, governancetypes.Elector{MemberId: id, ClassId: r.roll[id]})
	}
	return list
}

// tally recounts the ballots by the class each voter had on the frozen roll.
func (r *resolution) tally() governancetypes.Tally {
	return r.tallyOf(func(uint64) bool { return true })
}

// delegatedTally counts those of delegates that could still turn.
func (r *resolution) delegatedTally() governancetypes.Tally {
	return r.tallyOf(func(id uint64) bool { return r.delegated[id] != 0 })
}

func (r *resolution) tallyOf(counted func(id uint64) bool) (tally governancetypes.Tally) {
	counts := make(map[uint32]*governancetypes.ClassTally)
	for id, choice := range r.ballots {
		if !counted(id) {
			continue
		}
		class := r.roll[id]
		if counts[class] == nil {
			counts[class] = &governancetypes.ClassTally{ClassId: class}
		}
		switch choice {
		case governancetypes.Choice_CHOICE_YES:
			counts[class].InFavour++
		case governancetypes.Choice_CHOICE_ABSTAIN:
			counts[class].Abstained++
		default:
			counts[class].Against++
		}
	}
	for _, class := range slices.Sorted(maps.Keys(counts)) {
		tally.Classes = append(tally.Classes, *counts[class])
	}
	return tally
}

// packed writes the ballots as the genesis has them: two bits a member, 4,096
// members to a record.
func (r *resolution) packed() (records []governancetypes.BallotRecord) {
	for _, id := range slices.Sorted(maps.Keys(r.ballots)) {
		number := id / 4096
		if len(records) == 0 || records[len(records)-1].Number != number {
			records = append(records, governancetypes.BallotRecord{Number: number, Ballots: make([]byte, 1024)})
		}
		bits := map[governancetypes.Choice]byte{
			governancetypes.Choice_CHOICE_YES: 1, governancetypes.Choice_CHOICE_NO: 2,
			governancetypes.Choice_CHOICE_BLOCK: 2, governancetypes.Choice_CHOICE_ABSTAIN: 3,
		}[r.ballots[id]]
		records[len(records)-1].Ballots[id%4096/4] |= bits << (2 * (id % 4))
	}
	return records
}

// hash is the chain over the packed ballots, once it has been taken.
func (r *resolution) hash() []byte {
	if !r.sealed {
		return nil
	}
	link := make([]byte, 32)
	for _, record := range r.packed() {
		next := sha256.Sum256(slices.Concat(link, binary.BigEndian.AppendUint64(nil, record.Number), record.Ballots))
		link = next[:]
	}
	return link
}

func (r *resolution) sealing() *governancetypes.Sealing {
	if r.closed == 0 || r.sealed {
		return nil
	}
	return &governancetypes.Sealing{Hash: make([]byte, 32)}
}
