package keeper_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// midVote is an open vote of the bakery under a double majority of workers
// (class 1) and users (class 3). What is expected is kept beside the keepers: who
// was on the roll when the vote opened, who acts by which key, what each said.
type midVote struct {
	*ledger
	members membershiptypes.MsgServer
	id      uint64
	cases   map[uint64]uint64
	// roll is each voter's class when the vote opened.
	roll map[uint64]uint32
	// keys lead to the members they act for now, and silent are those who can't vote now.
	keys   map[string]uint64
	silent map[uint64]bool
	said   map[uint64]types.Choice
	// spoken counts the rounds, so that each ballot differs from the one before.
	spoken int
}

// midVoteCharter has users as a second chamber, charges, and recovery by resolution.
func midVoteCharter(charter *membershiptypes.Charter) {
	charter.Classes = append(charter.Classes, membershiptypes.Class{
		Id: 3, Name: "users", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
	})
	charter.Recovery = &membershiptypes.RecoveryPolicy{
		ResolutionDelaySeconds: 3 * day, InPersonDelaySeconds: 3 * day, MaxOpenRecoveries: 4,
	}
	charter.Requirements = append(charter.Requirements, membershiptypes.Requirement{
		Subject: membershiptypes.SubjectInPerson, Rule: "special",
	})
	charter.Discipline = &membershiptypes.Discipline{
		Grounds: []string{"theft"}, NoticePeriodSeconds: 10 * day, ReplyPeriodSeconds: 14 * day,
		DecisionPeriodSeconds: 100 * day, AppealPeriodSeconds: 15 * day, AppealDecisionPeriodSeconds: 40 * day,
		MaxSuspensionSeconds: 60 * day, SuspendsMeanwhile: true,
	}
}

func doubleRule() membershiptypes.DecisionRule {
	half := membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: membershiptypes.Base_BASE_VOTES_CAST}
	none := membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL}
	rule := testutil.Ordinary()
	rule.Name, rule.VotingPeriodSeconds = "double", 90*day
	rule.Chambers = []*membershiptypes.Chamber{
		{ClassIds: []uint32{1}, Approval: half, Quorum: none},
		{ClassIds: []uint32{3}, Approval: half, Quorum: none},
	}
	return rule
}

// newMidVote has workers 1 to 5 and users 6 and 7 on the roll. Worker 2 has been
// heard on a charge and awaits the decision, so has worker 3.
func newMidVote(t *testing.T) *midVote {
	l := newLedger(t)
	l.withRules(midVoteCharter, doubleRule())
	coop, err := l.membership.GetCoop(l.ctx, bakery)
	require.NoError(t, err)
	coop.LastClassId = 3
	require.NoError(t, l.membership.Coops.Set(l.ctx, bakery, coop))
	v := &midVote{
		ledger: l, members: membershipkeeper.NewMsgServer(l.membership), cases: map[uint64]uint64{},
		roll: map[uint64]uint32{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 3, 7: 3},
		keys: map[string]uint64{}, silent: map[uint64]bool{}, said: map[uint64]types.Choice{},
	}
	l.grant(1, membershiptypes.PowerCharge)
	l.grant(7, membershiptypes.PowerCharge)
	l.grant(7, membershiptypes.PowerSuspend)
	for number := range v.roll {
		v.keys[worker(int(number))] = number
	}
	for _, number := range []uint64{6, 7} {
		v.reclass(number, "users")
	}
	for _, number := range []uint64{2, 3} {
		v.charge(number)
	}
	v.passes(14 * day)
	v.id = l.propose(worker(1), bakery, "double")
	v.requireStatus(v.id, types.Status_STATUS_VOTING)
	return v
}

func (v *midVote) sent(_ any, err error) {
	v.t.Helper()
	require.NoError(v.t, err)
}

// passes lets time go by, with what is due to places and cases.
func (v *midVote) passes(seconds int64) {
	v.t.Helper()
	v.tick(seconds)
	require.NoError(v.t, v.chain.WorkSpent.Remove(v.ctx))
	require.NoError(v.t, v.membership.EndBlock(v.ctx))
}

func sum(text string) []byte {
	digest := sha256.Sum256([]byte(text))
	return digest[:]
}

func (v *midVote) charge(number uint64) {
	answer, err := v.members.Charge(v.ctx, &membershiptypes.MsgCharge{
		Authority: worker(1), CoopId: bakery, MemberId: number, Ground: "theft", ChargeSha256: sum("charge"),
	})
	v.sent(answer, err)
	v.cases[number] = answer.CaseId
	v.sent(v.members.RecordNotice(v.ctx, &membershiptypes.MsgRecordNotice{
		Authority: worker(7), CoopId: bakery, CaseId: answer.CaseId, EvidenceSha256: sum("receipt"),
	}))
}

func (v *midVote) reclass(number uint64, class string) {
	v.sent(v.members.AskClass(v.ctx, &membershiptypes.MsgAskClass{Signer: worker(int(number)), CoopId: bakery, Class: class}))
	v.sent(v.members.ChangeClass(v.ctx, &membershiptypes.MsgChangeClass{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: number, Class: class,
	}))
}

// events that change the roll, or who acts for whom, in mid-vote.
func (v *midVote) events() map[string]func() {
	authority := membershiptypes.CoopAddress(bakery)
	return map[string]func(){
		"expelled": func() {
			v.sent(v.members.DecideCase(v.ctx, &membershiptypes.MsgDecideCase{
				Authority: authority, CoopId: bakery, CaseId: v.cases[2],
				Outcome: membershiptypes.CaseOutcome_CASE_OUTCOME_EXPULSION, ReasonsSha256: sum("reasons"),
			}))
			v.passes(15 * day)
			v.isIn(2, membershiptypes.MemberState_MEMBER_STATE_EXPELLED)
			delete(v.keys, worker(2))
		},
		"suspended": func() {
			v.sent(v.members.SuspendMember(v.ctx, &membershiptypes.MsgSuspendMember{
				Authority: worker(7), CoopId: bakery, CaseId: v.cases[3], SuspensionSeconds: 60 * day,
			}))
			v.isIn(3, membershiptypes.MemberState_MEMBER_STATE_SUSPENDED)
			v.silent[3] = true
		},
		"admitted": func() {
			answer, err := v.members.Admit(v.ctx, &membershiptypes.MsgAdmit{
				Authority: authority, CoopId: bakery, Member: membershiptypes.NewMember{
					Class: "users", Keys: []membershiptypes.KeyProof{testutil.Proof("newcomer", "bakery", 0, v.now()+day)},
				},
			})
			v.sent(answer, err)
			v.keys[testutil.Address("newcomer")] = answer.MemberId
		},
		"re-classed": func() { v.reclass(4, "users") },
		"recovered": func() {
			v.sent(v.members.Recover(v.ctx, &membershiptypes.MsgRecover{
				Authority: authority, CoopId: bakery, MemberId: 5, Key: testutil.Proof("found again", "bakery", 5, v.now()+day),
			}))
			v.passes(3 * day)
			delete(v.keys, worker(5))
			v.keys[testutil.Address("found again")] = 5
			require.EqualValues(v.t, 5, v.member(bakery, testutil.Address("found again")))
		},
	}
}

func (v *midVote) isIn(number uint64, state membershiptypes.MemberState) {
	v.t.Helper()
	member, err := v.membership.GetMember(v.ctx, bakery, number)
	require.NoError(v.t, err)
	require.Equal(v.t, state.String(), member.State.String())
}

// speak lets each of the addresses cast a ballot, in favour and against in turn,
// and knows which are taken.
func (v *midVote) speak(addresses ...string) {
	v.t.Helper()
	v.spoken++
	for i, address := range addresses {
		choice := []types.Choice{yes, no, types.Choice_CHOICE_ABSTAIN}[(v.spoken+i)%3]
		number, acts := v.keys[address]
		_, onRoll := v.roll[number]
		err := v.vote(v.id, address, choice)
		switch {
		case !acts:
			require.ErrorIs(v.t, err, membershiptypes.ErrNotAMember)
		case !onRoll:
			require.ErrorIs(v.t, err, types.ErrNotOnRoll)
		case v.silent[number]:
			require.ErrorIs(v.t, err, types.ErrNotActive)
		default:
			require.NoError(v.t, err)
			v.said[number] = choice
		}
	}
}

// everybody who has or had a key, by name, and a stranger.
func everybody() []string {
	all := []string{testutil.Address("newcomer"), testutil.Address("found again"), testutil.Address("stranger")}
	for number := 1; number <= 7; number++ {
		all = append(all, worker(number))
	}
	return all
}

// agrees compares ballots, tally and frozen roll with what was said.
func (v *midVote) agrees() {
	v.t.Helper()
	want, most := map[uint32]types.ClassTally{}, map[uint32]uint64{}
	for number, class := range v.roll {
		most[class]++
		counts := want[class]
		counts.ClassId = class
		switch v.said[number] {
		case yes:
			counts.InFavour++
		case no:
			counts.Against++
		case types.Choice_CHOICE_ABSTAIN:
			counts.Abstained++
		}
		want[class] = counts
	}
	terms := v.termsOf(v.id)
	require.Len(v.t, terms.Roll, len(most))
	for _, chamber := range terms.Roll {
		require.Equal(v.t, most[chamber.ClassId], chamber.Members, "the frozen roll holds")
	}
	ballots := uint64(0)
	for _, counted := range v.tally(v.id).Classes {
		require.Equal(v.t, want[counted.ClassId], counted, "chamber %d", counted.ClassId)
		total := counted.InFavour + counted.Against + counted.Abstained
		require.LessOrEqual(v.t, total, most[counted.ClassId], "no chamber's total exceeds its roll")
		ballots += total
	}
	require.EqualValues(v.t, len(v.said), ballots, "one ballot a member who has voted")
	require.NoError(v.t, v.governance.CheckInvariants(v.ctx))
	broken, err := v.membership.BrokenInvariants(v.ctx)
	require.NoError(v.t, err)
	require.Empty(v.t, broken)
}

// decided says whether both chambers had more in favour than against.
func (v *midVote) decided() bool {
	margin := map[uint32]int{}
	for number, choice := range v.said {
		switch choice {
		case yes:
			margin[v.roll[number]]++
		case no:
			margin[v.roll[number]]--
		}
	}
	return margin[1] > 0 && margin[3] > 0 && margin[1]+margin[3] > 0
}

func orders(names []string) (all [][]string) {
	if len(names) == 0 {
		return [][]string{nil}
	}
	for i, first := range names {
		rest := append(append([]string{}, names[:i]...), names[i+1:]...)
		for _, order := range orders(rest) {
			all = append(all, append([]string{first}, order...))
		}
	}
	return all
}

// Expelled, suspended, admitted, re-classed and recovered in mid-vote, in every
// order, with each set of the five having voted before: the frozen roll holds, no
// member has two ballots, no chamber's total exceeds its roll, and the outcome is
// that of the roll as it was.
func TestMidVoteInEveryOrder(t *testing.T) {
	v := newMidVote(t)
	names := []string{"expelled", "suspended", "admitted", "re-classed", "recovered"}
	all := orders(names)
	require.Len(t, all, 120)
	outcomes := map[bool]int{}
	for number, order := range all {
		// Each order has another set of early voters; all 32 sets come up.
		outcomes[v.tried(number%32, order)]++
	}
	t.Log(outcomes)
	require.NotZero(t, outcomes[true])
	require.NotZero(t, outcomes[false])
}

// tried walks one order on a branch of the state and says whether the vote passed.
func (v *midVote) tried(early int, order []string) bool {
	branch := *v
	branch.ledger = &ledger{}
	*branch.ledger = *v.ledger
	branch.ctx, _ = v.ctx.CacheContext()
	branch.keys, branch.silent, branch.said = map[string]uint64{}, map[uint64]bool{}, map[uint64]types.Choice{}
	for address, number := range v.keys {
		branch.keys[address] = number
	}
	branch.spoken = early
	for i, number := range []int{2, 3, 4, 5, 6} {
		if early&(1<<i) != 0 {
			branch.speak(worker(number))
		}
	}
	events := branch.events()
	for i, name := range order {
		events[name]()
		branch.agrees()
		addresses := everybody()
		// Not all of them each time, so that some have not voted for long.
		branch.speak(addresses[(early+i)%4:]...)
		branch.agrees()
	}
	branch.tick(90 * day)
	require.NoError(branch.t, branch.governance.EndBlock(branch.ctx), strings.Join(order, ", "))
	r := branch.resolution(branch.id)
	require.Equal(branch.t, branch.decided(), r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_PASSED ||
		r.Outcome.Code == types.OutcomeCode_OUTCOME_CODE_EXECUTED, "%s after %s: %s", fmt.Sprint(branch.said), strings.Join(order, ", "), r.Outcome.String())
	return branch.decided()
}
