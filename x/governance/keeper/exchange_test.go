package keeper_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// exchangedBallot is one step of a script: a member's ballot by one of the ways.
type exchangedBallot struct {
	member int
	choice types.Choice
	// other way than the member's own key: scrutineers in a meeting, a delegate in
	// a federation.
	other bool
}

// exchange is a vote that is run twice, the second time with two members' places
// exchanged in all that they do and hold.
type exchange struct {
	rule   string
	script []exchangedBallot
	// meeting where the vote is held.
	meeting bool
}

// voterNames of the bakery: seven workers, the supporter, three users.
func voterName(number int) string {
	if number <= 7 {
		return worker(number)
	}
	return testutil.Address(fmt.Sprintf("user-%d", number))
}

// fate is all that a vote leaves behind but who was who.
type fate struct {
	accepted   string
	tallies    string
	attested   types.Tally
	roll       []membershiptypes.ClassCount
	active     uint64
	resolution types.Resolution
	meeting    types.Meeting
}

func (l *ledger) fateOf(id uint64) fate {
	l.t.Helper()
	r, terms := l.resolution(id), l.termsOf(id)
	r.ProposerMemberId, r.BallotsHash = 0, nil
	tally, err := l.queries.Tally(l.ctx, &types.QueryTallyRequest{ResolutionId: id})
	require.NoError(l.t, err)
	f := fate{attested: tally.Attested, roll: terms.Roll, active: terms.Active, resolution: r}
	if r.MeetingId != 0 {
		f.meeting = (&hall{l}).meeting(r.MeetingId)
	}
	return f
}

// bakeryOfClasses has workers, who form one chamber, and users, who form the
// other; a board of workers and a user; and officers for meetings.
func bakeryOfClasses(t *testing.T, as func(int) int) *hall {
	h := &hall{newLedger(t)}
	double := testutil.Ordinary()
	double.Name, double.Chambers = "double", []*membershiptypes.Chamber{chamberOf(1), chamberOf(3)}
	h.withRules(func(c *membershiptypes.Charter) {
		withMeetings(nil)(c)
		c.Classes = append(c.Classes, membershiptypes.Class{Id: 3, Name: "users", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON})
	}, boardRule(), double)
	changed, err := h.membership.GetCoop(h.ctx, bakery)
	require.NoError(t, err)
	changed.LastClassId = 3
	require.NoError(t, h.membership.Coops.Set(h.ctx, bakery, changed))
	for number := 9; number <= 11; number++ {
		require.EqualValues(t, number, h.admit(fmt.Sprintf("user-%d", number), "users"))
	}
	for power, holders := range map[string][]int{
		membershiptypes.PowerConvene: {1}, membershiptypes.PowerChair: {1}, membershiptypes.PowerScrutineer: {2, 3},
		membershiptypes.PowerBoard: {1, 2, 5, 9},
	} {
		for _, number := range holders {
			h.grantIn(bakery, uint64(as(number)), power)
		}
	}
	return h
}

// attested is a ballot that two scrutineers enter and confirm.
func (h *hall) attested(id, meeting uint64, as func(int) int, b exchangedBallot) error {
	return h.try(func(ctx context.Context) error {
		sheet, err := h.messages.EnterBallots(ctx, &types.MsgEnterBallots{
			Scrutineer: worker(as(2)), ResolutionId: id, PaperSha256: bytes.Repeat([]byte{9}, 32),
			Ballots: []types.Ballot{{MemberId: uint64(as(b.member)), Choice: b.choice}},
		})
		if err != nil {
			return err
		}
		_, err = h.messages.ConfirmSheet(ctx, &types.MsgConfirmSheet{
			Scrutineer: worker(as(3)), MeetingId: meeting, Sheet: sheet.Sheet, ListHash: sheet.ListHash,
		})
		return err
	})
}

// amongPersons runs the vote at the bakery.
func (e exchange) amongPersons(t *testing.T, as func(int) int) fate {
	h := bakeryOfClasses(t, as)
	var meeting, id uint64
	if e.meeting {
		var err error
		id = h.motion(as(4), e.rule)
		meeting, err = h.tryConvene(worker(as(1)), h.ahead(15), id)
		require.NoError(t, err)
		h.call(meeting)
		require.NoError(t, h.attend(meeting, as(1), as(2), as(3), as(4), as(5), as(6)))
		h.wait(1_800)
		h.requireStatus(id, types.Status_STATUS_VOTING)
	} else {
		id = h.propose(worker(as(1)), bakery, e.rule)
	}
	var accepted, tallies string
	for _, b := range e.script {
		var err error
		if e.meeting && b.other {
			err = h.attested(id, meeting, as, b)
		} else {
			err = h.vote(id, voterName(as(b.member)), b.choice)
		}
		accepted += fmt.Sprint(err == nil, " ")
		tallies += fmt.Sprint(h.tally(id).Classes)
	}
	h.wait(7 * day)
	h.endBlock()
	f := h.fateOf(id)
	f.accepted, f.tallies = accepted, tallies
	return f
}

// spokesman of a member of the federation: the member of it who speaks for it.
func spokesman(number int) string {
	if number == 1 {
		return worker(1)
	}
	return testutil.Address(fmt.Sprintf("collective-%d", number+1))
}

// amongCoops runs the vote in the federation of nine.
func (e exchange) amongCoops(t *testing.T, as func(int) int) fate {
	l := newLedger(t)
	double := testutil.Ordinary()
	double.Name, double.Chambers = "double", []*membershiptypes.Chamber{chamberOf(1)}
	l.withFederationRules(boardRule(), double)
	for number := 1; number <= 9; number++ {
		l.grantIn(uint64(number)+1, 1, membershiptypes.PowerVote)
	}
	for _, number := range []int{1, 2, 5} {
		l.grantIn(federation, uint64(as(number)), membershiptypes.PowerBoard)
	}
	id := l.propose(memberCoop(uint64(as(1))), federation, e.rule)
	var accepted, tallies string
	for _, b := range e.script {
		var err error
		if member := as(b.member); b.other {
			err = l.try(func(ctx context.Context) error {
				_, err := l.messages.VoteAsDelegate(ctx, &types.MsgVoteAsDelegate{
					Delegate: spokesman(member), MemberCoopId: uint64(member) + 1, ResolutionId: id, Choice: b.choice,
				})
				return err
			})
		} else {
			err = l.vote(id, memberCoop(uint64(member)), b.choice)
		}
		accepted += fmt.Sprint(err == nil, " ")
		tallies += fmt.Sprint(l.tally(id).Classes)
	}
	l.wait(15 * day)
	l.endBlock()
	f := l.fateOf(id)
	f.accepted, f.tallies = accepted, tallies
	return f
}

// DECISIONS in one line: exchanging any two members of one class leaves every
// outcome unchanged, by key, by attested paper, by delegate and by co-op, where
// everybody decides, chambers do, or a board does.
func TestExchangingMembersChangesNothing(t *testing.T) {
	workers, users := []int{1, 2, 3, 4, 5, 6, 7}, []int{9, 10, 11}
	coops := []int{1, 2, 3, 4, 5, 6, 7, 8, 9}
	accepted, refused, outcomes := 0, 0, map[types.OutcomeCode]int{}
	rapid.Check(t, func(rt *rapid.T) {
		var e exchange
		class, voters := coops, coops
		inFederation := rapid.IntRange(0, 2).Draw(rt, "where") == 0
		if inFederation {
			e.rule = rapid.SampledFrom([]string{"board", "double", "large", "medium", "special"}).Draw(rt, "rule")
		} else {
			class = rapid.SampledFrom([][]int{users, workers}).Draw(rt, "class")
			voters = append(append([]int{}, workers...), users...)
			e.meeting = rapid.Bool().Draw(rt, "meeting")
			rules := []string{"board", "double", "final", "ordinary", "special"}
			if e.meeting {
				rules = rules[1:]
			}
			e.rule = rapid.SampledFrom(rules).Draw(rt, "rule")
		}
		first, second := rapid.SampledFrom(class).Draw(rt, "first"), rapid.SampledFrom(class).Draw(rt, "second")
		for range rapid.IntRange(0, 14).Draw(rt, "ballots") {
			e.script = append(e.script, exchangedBallot{
				rapid.SampledFrom(voters).Draw(rt, "member"),
				rapid.SampledFrom([]types.Choice{yes, yes, yes, no, abstain, block}).Draw(rt, "choice"),
				rapid.Bool().Draw(rt, "other way"),
			})
		}
		run := e.amongPersons
		if inFederation {
			run = e.amongCoops
		}
		before := run(t, func(member int) int { return member })
		after := run(t, func(member int) int {
			switch member {
			case first:
				return second
			case second:
				return first
			default:
				return member
			}
		})
		require.Equal(rt, before, after)
		accepted += bytes.Count([]byte(before.accepted), []byte("true"))
		refused += bytes.Count([]byte(before.accepted), []byte("false"))
		outcomes[before.resolution.Outcome.Code]++
	})
	t.Logf("%d ballots accepted, %d refused, outcomes %v", accepted, refused, outcomes)
	require.Positive(t, accepted)
	require.Positive(t, refused)
	require.Greater(t, len(outcomes), 2, "votes end in too few ways to show anything")
}
