package keeper_test

import (
	"math/big"
	"slices"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// bookCount is what a teller counts in a room, or in a chamber of it.
type bookCount struct{ inFavour, against, abstained, roll int64 }

// count goes through the roll one by one. Whoever has no ballot is counted as
// instead says; nil leaves them out.
func (m *bookMotion) count(classes []uint32, instead *types.Choice, of func(bookBallot) bool) (c bookCount) {
	for member, class := range m.roll {
		if classes != nil && !slices.Contains(classes, class) {
			continue
		}
		c.roll++
		choice := types.Choice_CHOICE_UNSPECIFIED
		if ballot, voted := m.ballots[member]; voted && (of == nil || of(ballot)) {
			choice = ballot.choice
		} else if instead != nil {
			choice = *instead
		}
		switch choice {
		case yes:
			c.inFavour++
		case no, block:
			c.against++
		case abstain:
			c.abstained++
		}
	}
	return c
}

func (c bookCount) cast() int64    { return c.inFavour + c.against }
func (c bookCount) present() int64 { return c.inFavour + c.against + c.abstained }

// part is at least, or more than, a share of the whole.
func enough(part, whole int64, t membershiptypes.Threshold) bool {
	needed := new(big.Rat).Mul(big.NewRat(int64(t.Numerator), int64(t.Denominator)), big.NewRat(whole, 1))
	order := big.NewRat(part, 1).Cmp(needed)
	return order > 0 || (order == 0 && !t.MoreThan)
}

func (c bookCount) misses(quorum, approval membershiptypes.Threshold) types.OutcomeCode {
	whole := map[membershiptypes.Base]int64{
		membershiptypes.Base_BASE_VOTES_CAST: c.cast(), membershiptypes.Base_BASE_PRESENT: c.present(), membershiptypes.Base_BASE_ROLL: c.roll,
	}
	switch {
	case !enough(c.present(), c.roll, quorum):
		return types.OutcomeCode_OUTCOME_CODE_NO_QUORUM
	case c.inFavour == 0 || !enough(c.inFavour, whole[approval.Base], approval):
		return types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY
	default:
		return types.OutcomeCode_OUTCOME_CODE_UNSPECIFIED
	}
}

// counted says how a vote ends, in the order of the README's table.
func (m *bookMotion) counted(instead *types.Choice) types.OutcomeCode {
	return m.countedOf(instead, nil)
}

func (m *bookMotion) countedOf(instead *types.Choice, of func(bookBallot) bool) types.OutcomeCode {
	all := m.count(nil, instead, of)
	most := 2*all.inFavour > all.roll
	switch {
	case all.roll == 0:
		return types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL
	case all.inFavour == 0:
		return types.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR
	case m.consent() && all.against > 0:
		return types.OutcomeCode_OUTCOME_CODE_BLOCKED
	}
	for _, rule := range m.rules {
		if code := all.misses(rule.Quorum, rule.Approval); code != 0 && (!rule.OrMajorityOfRoll || !most) {
			return code
		}
		for _, chamber := range rule.Chambers {
			part := m.count(chamber.ClassIds, instead, of)
			if code := part.misses(chamber.Quorum, chamber.Approval); part.roll > 0 && code != 0 {
				return code
			}
		}
	}
	byShare := 3*all.inFavour >= 2*all.cast() && 2*all.present() >= all.roll
	if m.special && !byShare && !most {
		return types.OutcomeCode_OUTCOME_CODE_BELOW_FLOOR
	}
	return types.OutcomeCode_OUTCOME_CODE_PASSED
}

// quorate says whether enough have voted for every rule.
func (m *bookMotion) quorate() bool {
	for _, rule := range m.rules {
		if all := m.count(nil, nil, nil); !enough(all.present(), all.roll, rule.Quorum) {
			return false
		}
		for _, chamber := range rule.Chambers {
			if part := m.count(chamber.ClassIds, nil, nil); part.roll > 0 && !enough(part.present(), part.roll, chamber.Quorum) {
				return false
			}
		}
	}
	return true
}

// settled says whether what can still come can't change whether it passes. What
// others have cast for a member can: its own ballot replaces it. A delegate's is
// there for sure, and may become any other; a sheet's counts as if it were missing.
func (m *bookMotion) settled() bool {
	own := func(ballot bookBallot) bool { return ballot.sheet == 0 && ballot.delegate == 0 }
	if m.count(nil, nil, own).present() == int64(len(m.roll)) {
		return true
	}
	passes := func(instead *types.Choice) bool {
		return m.countedOf(instead, own) == types.OutcomeCode_OUTCOME_CODE_PASSED
	}
	fewest := *m
	fewest.ballots = map[uint64]bookBallot{}
	for member, ballot := range m.ballots {
		switch {
		case ballot.delegate != 0:
			fewest.ballots[member] = bookBallot{choice: no}
		case ballot.sheet == 0:
			fewest.ballots[member] = ballot
		}
	}
	inFavour, against := yes, no
	return !passes(&inFavour) || (fewest.counted(nil) == types.OutcomeCode_OUTCOME_CODE_PASSED && passes(&against))
}

// told is what events say of a resolution.
type told struct {
	status types.Status
	due    int64
}

// listens to the events that came since it last did.
func (w *rulebook) listens() {
	events := w.ctx.EventManager().Events()
	for _, event := range events[w.heard:] {
		if event.Type != proto.MessageName(&types.EventStatusChanged{}) && event.Type != proto.MessageName(&types.EventRescheduled{}) {
			continue
		}
		parsed, err := sdk.ParseTypedEvent(abci.Event(event))
		require.NoError(w.t, err)
		switch said := parsed.(type) {
		case *types.EventStatusChanged:
			w.told[said.ResolutionId] = told{said.To, said.DueAt}
		case *types.EventRescheduled:
			if before := (told{said.Status, said.From}); w.told[said.ResolutionId] != before {
				w.draw.Fatalf("resolution %d is rescheduled from %v, and the events before say %v", said.ResolutionId, before, w.told[said.ResolutionId])
			}
			w.told[said.ResolutionId] = told{said.Status, said.DueAt}
		}
	}
	w.heard = len(events)
}

// agrees compares every resolution and meeting that is not over, and the last
// that are, with the paper.
func (w *rulebook) agrees() {
	w.t.Helper()
	w.listens()
	for _, m := range w.motions {
		r := w.resolution(m.id)
		if stored := (told{r.Status, r.DueAt}); w.told[m.id] != stored {
			w.draw.Fatalf("the events say of resolution %d %v, and it is %v", m.id, w.told[m.id], stored)
		}
		if r.Status != m.status || (r.DueAt != m.due && m.due != types.WaitsForMeeting) {
			w.draw.Fatalf("resolution %d is %s until %d, the paper says %s until %d; outcome %s", m.id, r.Status.Word(), r.DueAt, m.status.Word(), m.due, r.Outcome.String())
		}
		if r.Outcome.Code != m.outcome {
			w.draw.Fatalf("resolution %d ended with %s, a teller says %s of %v on the roll %v", m.id, r.Outcome.String(), m.outcome, m.ballots, m.roll)
		}
		if want := m.meeting; (want == nil) != (r.MeetingId == 0) || (want != nil && want.id != r.MeetingId) {
			w.draw.Fatalf("resolution %d is for the meeting %d, the paper says %v", m.id, r.MeetingId, want)
		}
		if len(m.ballots) > 0 || m.status == types.Status_STATUS_VOTING {
			w.recounts(m)
		}
	}
	for _, meeting := range w.meetings {
		w.meetingAgrees(meeting)
	}
}

// recounts the paper's ballots by class, against the tally and each ballot.
func (w *rulebook) recounts(m *bookMotion) {
	want, most := map[uint32]types.ClassTally{}, map[uint32]uint64{}
	for member, class := range m.roll {
		most[class]++
		counted := want[class]
		counted.ClassId = class
		switch m.ballots[member].choice {
		case yes:
			counted.InFavour++
		case no, block:
			counted.Against++
		case abstain:
			counted.Abstained++
		}
		want[class] = counted
	}
	ballots := uint64(0)
	for _, class := range w.tally(m.id).Classes {
		if total := class.InFavour + class.Against + class.Abstained; total > most[class.ClassId] {
			w.draw.Fatalf("class %d has %d ballots on resolution %d, and %d on the roll", class.ClassId, total, m.id, most[class.ClassId])
		}
		if class != want[class.ClassId] {
			w.draw.Fatalf("resolution %d counts %v, the paper %v", m.id, class, want[class.ClassId])
		}
		ballots += class.InFavour + class.Against + class.Abstained
	}
	if ballots != uint64(len(m.ballots)) {
		w.draw.Fatalf("resolution %d counts %d ballots, %d members have one", m.id, ballots, len(m.ballots))
	}
	for _, class := range w.termsOf(m.id).Roll {
		if class.Members != most[class.ClassId] {
			w.draw.Fatalf("the frozen roll of resolution %d has %v, its copy %v", m.id, class, most)
		}
	}
}

// rollsHold compares who is on each frozen roll, and each ballot and whose hand
// it came from, with the copies.
func (w *rulebook) rollsHold() {
	for _, m := range w.motions {
		if m.status != types.Status_STATUS_VOTING {
			continue
		}
		r := w.resolution(m.id)
		if !slices.Equal(r.Abstaining, m.abstaining) {
			w.draw.Fatalf("the members %v abstain from resolution %d, the paper says %v", r.Abstaining, m.id, m.abstaining)
		}
		for id := range w.people[m.coop] {
			member, err := w.membership.GetMember(w.ctx, m.coop, id)
			if err != nil {
				w.draw.Fatalf("member %d: %s", id, err)
			}
			class, onRoll := member.ClassAt(r.RollSequence)
			copied, should := m.roll[id]
			if slices.Contains(m.abstaining, id) {
				should, copied = true, class
			}
			if !m.board() && (onRoll != should || class != copied) {
				w.draw.Fatalf("member %d is on the roll of resolution %d in class %d: %t; the copy has class %d: %t", id, m.id, class, onRoll, copied, should)
			}
			w.ballotStands(m, id)
		}
	}
}

func (w *rulebook) ballotStands(m *bookMotion, id uint64) {
	want := m.ballots[id]
	got, err := w.queries.Ballot(w.ctx, &types.QueryBallotRequest{ResolutionId: m.id, MemberId: id})
	if err != nil {
		got = &types.QueryBallotResponse{}
	}
	if got.Ballot.Choice != want.choice || got.Ballot.DelegateMemberId != want.delegate || (got.AttestedBy != 0) != (want.sheet != 0) {
		w.draw.Fatalf("the ballot of member %d on resolution %d is %v, the paper says %v", id, m.id, got, want)
	}
}
