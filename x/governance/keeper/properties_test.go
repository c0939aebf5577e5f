package keeper_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
)

// model is the bakery's democracy as a few maps, written without looking at the
// keeper: who holds which key, who may vote on what, and what they said.
type model struct {
	members     map[uint64]*modelMember
	keys        map[string]uint64
	names       []string
	resolutions map[uint64]*modelResolution
	order       []uint64
}

type modelMember struct {
	active, votes bool
	keys          int
}

type modelResolution struct {
	rule      string
	proposer  uint64
	status    types.Status
	due       int64
	seconders map[uint64]bool
	roll      map[uint64]bool
	ballots   map[uint64]types.Choice
}

type modelRule struct {
	seconders                       int
	seconding, discussion, timelock int64
	final                           bool
}

var modelRules = map[string]modelRule{
	"ordinary": {},
	"seconded": {seconders: 1, seconding: day},
	"careful":  {seconders: 2, seconding: 2 * day, discussion: 3 * day, timelock: 4 * day},
	"final":    {final: true},
}

func newModel() *model {
	m := &model{members: map[uint64]*modelMember{}, keys: map[string]uint64{}, resolutions: map[uint64]*modelResolution{}}
	for i := 1; i <= 7; i++ {
		m.join(uint64(i), fmt.Sprintf("worker-%d", i), true)
	}
	m.join(8, "supporter", false)
	m.names = append(m.names, "stranger")
	return m
}

func (m *model) join(id uint64, name string, votes bool) {
	m.members[id] = &modelMember{active: true, votes: votes, keys: 1}
	m.keys[name] = id
	m.names = append(m.names, name)
}

// mayDecide says whether a key's holder can propose and second now.
func (m *model) mayDecide(name string) (uint64, bool) {
	id := m.keys[name]
	return id, id != 0 && m.members[id].active && m.members[id].votes
}

func (m *model) open(proposer uint64) (open int) {
	for _, r := range m.resolutions {
		if r.proposer == proposer && r.status.Open() {
			open++
		}
	}
	return open
}

func (m *model) begin(r *modelResolution, now int64) {
	rule := modelRules[r.rule]
	r.seconders = map[uint64]bool{}
	r.status, r.due = types.Status_STATUS_DRAFT, now+rule.seconding
	if rule.seconders == 0 {
		m.discuss(r, now)
	}
}

func (m *model) discuss(r *modelResolution, now int64) {
	if discussion := modelRules[r.rule].discussion; discussion > 0 {
		r.status, r.due = types.Status_STATUS_DISCUSSION, now+discussion
		return
	}
	m.openVote(r, now)
}

func (m *model) openVote(r *modelResolution, now int64) {
	r.roll, r.ballots = map[uint64]bool{}, map[uint64]types.Choice{}
	for id, member := range m.members {
		if member.active && member.votes {
			r.roll[id] = true
		}
	}
	r.status, r.due = types.Status_STATUS_VOTING, now+3*day
	if len(r.roll) == 0 {
		r.status = types.Status_STATUS_REJECTED
	}
}

func (r *modelResolution) counts() (yeses, noes, abstentions int) {
	for _, choice := range r.ballots {
		switch choice {
		case yes:
			yeses++
		case no:
			noes++
		default:
			abstentions++
		}
	}
	return yeses, noes, abstentions
}

// passes is each rule said in its own words.
func (r *modelResolution) passes() bool {
	yeses, noes, _ := r.counts()
	if r.rule == "final" {
		return 2*yeses > len(r.roll)
	}
	return yeses > noes
}

// settled says whether a vote on final ballots needs no more of them.
func (r *modelResolution) settled() bool {
	yeses, _, _ := r.counts()
	missing := len(r.roll) - len(r.ballots)
	return modelRules[r.rule].final && (2*yeses > len(r.roll) || 2*(yeses+missing) <= len(r.roll))
}

// endBlock is what time does.
func (m *model) endBlock(now int64) {
	for _, id := range m.order {
		r := m.resolutions[id]
		switch {
		case r.status == types.Status_STATUS_PASSED:
			r.status = types.Status_STATUS_EXECUTED
		case r.due > now || r.status.Ended():
		case r.status == types.Status_STATUS_DRAFT:
			r.status = types.Status_STATUS_EXPIRED
		case r.status == types.Status_STATUS_DISCUSSION:
			m.openVote(r, now)
		case r.status == types.Status_STATUS_TIMELOCK:
			r.status = types.Status_STATUS_PASSED
		case r.status == types.Status_STATUS_VOTING && !r.passes():
			r.status = types.Status_STATUS_REJECTED
		case r.status == types.Status_STATUS_VOTING && modelRules[r.rule].timelock > 0:
			r.status, r.due = types.Status_STATUS_TIMELOCK, now+modelRules[r.rule].timelock
		case r.status == types.Status_STATUS_VOTING:
			r.status = types.Status_STATUS_PASSED
		}
	}
}

// machine drives the keepers and the model side by side.
type machine struct {
	*ledger
	*model
	t *rapid.T
}

// expect runs a message and compares its fate with the model's verdict. A
// refusal leaves the store as it was.
func (x *machine) expect(accepted bool, what string, do func(ctx context.Context) error) {
	before := x.stateHash()
	err := x.try(do)
	if (err == nil) != accepted {
		x.t.Fatalf("%s: the model says accepted=%t, the ledger says %v", what, accepted, err)
	}
	if err != nil && x.stateHash() != before {
		x.t.Fatalf("%s was refused (%v) and changed the state", what, err)
	}
}

func (x *machine) name() string { return rapid.SampledFrom(x.names).Draw(x.t, "who") }

func (x *machine) pick() (uint64, *modelResolution) {
	id := uint64(rapid.IntRange(1, len(x.order)+1).Draw(x.t, "resolution"))
	return id, x.resolutions[id]
}

func (x *machine) propose() {
	name, rule := x.name(), rapid.SampledFrom([]string{"careful", "final", "ordinary", "seconded"}).Draw(x.t, "rule")
	proposer, may := x.mayDecide(name)
	may = may && x.open(proposer) < 5
	id := uint64(len(x.order) + 1)
	x.expect(may, name+" proposes", func(ctx context.Context) error {
		_, err := x.messages.Propose(ctx, &types.MsgPropose{Proposer: testutil.Address(name), CoopId: bakery, Title: "x", Rule: rule})
		return err
	})
	if may {
		r := &modelResolution{rule: rule, proposer: proposer}
		x.resolutions[id], x.order = r, append(x.order, id)
		x.begin(r, x.now())
	}
}

func (x *machine) second() {
	name := x.name()
	id, r := x.pick()
	member, may := x.mayDecide(name)
	may = may && r != nil && r.status == types.Status_STATUS_DRAFT && x.now() < r.due && member != r.proposer && !r.seconders[member]
	x.expect(may, fmt.Sprintf("%s seconds %d", name, id), func(ctx context.Context) error {
		_, err := x.messages.Second(ctx, &types.MsgSecond{Seconder: testutil.Address(name), ResolutionId: id})
		return err
	})
	if may {
		if r.seconders[member] = true; len(r.seconders) == modelRules[r.rule].seconders {
			x.discuss(r, x.now())
		}
	}
}

func (x *machine) amendOrWithdraw(amend bool) {
	name := x.name()
	id, r := x.pick()
	member := x.keys[name]
	may := member != 0 && r != nil && x.members[member].active && member == r.proposer &&
		(r.status == types.Status_STATUS_DRAFT || r.status == types.Status_STATUS_DISCUSSION)
	x.expect(may, fmt.Sprintf("%s amends or withdraws %d", name, id), func(ctx context.Context) (err error) {
		if amend {
			_, err = x.messages.Amend(ctx, &types.MsgAmend{Proposer: testutil.Address(name), ResolutionId: id, Title: "y", Rule: "seconded"})
		} else {
			_, err = x.messages.Withdraw(ctx, &types.MsgWithdraw{Proposer: testutil.Address(name), ResolutionId: id})
		}
		return err
	})
	switch {
	case may && amend:
		r.rule = "seconded"
		x.begin(r, x.now())
	case may:
		r.status = types.Status_STATUS_WITHDRAWN
	}
}

// vote checks that one accepted ballot changes exactly one counter by one, or
// moves one.
func (x *machine) vote() {
	name := x.name()
	id, r := x.pick()
	choice := rapid.SampledFrom([]types.Choice{yes, yes, no, abstain, block, types.Choice_CHOICE_UNSPECIFIED}).Draw(x.t, "choice")
	member := x.keys[name]
	may := member != 0 && r != nil && r.status == types.Status_STATUS_VOTING && x.now() < r.due &&
		x.members[member].active && r.roll[member] && (choice == yes || choice == no || choice == abstain)
	if may && modelRules[r.rule].final && r.ballots[member] != 0 {
		may = false
	}
	var before [3]uint64
	if r != nil {
		before = x.sums(id)
	}
	x.expect(may, fmt.Sprintf("%s votes %s on %d", name, choice.Word(), id), func(ctx context.Context) error {
		_, err := x.messages.Vote(ctx, &types.MsgVote{Voter: testutil.Address(name), ResolutionId: id, Choice: choice})
		return err
	})
	if !may {
		return
	}
	want := before
	index := map[types.Choice]int{yes: 0, no: 1, abstain: 2}
	if old := r.ballots[member]; old != 0 {
		want[index[old]]--
	}
	want[index[choice]]++
	if got := x.sums(id); got != want {
		x.t.Fatalf("the tally went from %v to %v instead of %v", before, got, want)
	}
	r.ballots[member] = choice
	if r.settled() {
		r.due = x.now()
	}
}

func (x *machine) admitOne() {
	if len(x.members) > 14 {
		return
	}
	name, class := fmt.Sprintf("new-%d", len(x.members)), rapid.SampledFrom([]string{"workers", "supporters"}).Draw(x.t, "class")
	id := x.admit(name, class)
	x.join(id, name, class == "workers")
}

func (x *machine) leaveOne() {
	name := x.name()
	id := x.keys[name]
	voters := 0
	for _, member := range x.members {
		if member.active && member.votes {
			voters++
		}
	}
	// The last voter stays, or nobody could carry the co-op on.
	if id == 0 || !x.members[id].active || (x.members[id].votes && voters <= 1) {
		return
	}
	x.leave(testutil.Address(name))
	x.members[id].active = false
	for key, member := range x.keys {
		if member == id {
			delete(x.keys, key)
		}
	}
}

func (x *machine) addOneKey() {
	name := x.name()
	id := x.keys[name]
	if id == 0 || x.members[id].keys >= 3 {
		return
	}
	key := fmt.Sprintf("key-%d", len(x.names))
	x.addKey(testutil.Address(name), key, id)
	x.keys[key] = id
	x.names = append(x.names, key)
	x.members[id].keys++
}

func (x *machine) passTime() {
	x.wait(rapid.SampledFrom([]int64{0, 3_600, day, 2 * day, 3 * day}).Draw(x.t, "seconds"))
	// The keeper saw the time before the second that comes with the next block.
	x.model.endBlock(x.now() - 1)
}

func (x *machine) check() {
	for _, id := range x.order {
		r, want := x.resolution(id), x.resolutions[id]
		if r.Status != want.status {
			x.t.Fatalf("resolution %d is %s, the model says %s", id, r.Status.Word(), want.status.Word())
		}
		yeses, noes, abstentions := want.counts()
		if got := x.sums(id); got != [3]uint64{uint64(yeses), uint64(noes), uint64(abstentions)} {
			x.t.Fatalf("resolution %d counts %v, the model %d, %d, %d", id, got, yeses, noes, abstentions)
		}
		if len(want.roll) > 0 {
			terms, err := x.governance.Terms.Get(x.ctx, id)
			require.NoError(x.t, err)
			require.Equal(x.t, uint64(len(want.roll)), terms.RollSize(), "resolution %d", id)
		}
	}
	require.NoError(x.t, x.governance.CheckInvariants(x.ctx))
	broken, err := x.membership.BrokenInvariants(x.ctx)
	require.NoError(x.t, err)
	require.Empty(x.t, broken)
}

func TestAgainstModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := &machine{ledger: newLedger(t), model: newModel(), t: rt}
		steps := rapid.IntRange(20, 90).Draw(rt, "steps")
		for range steps {
			switch rapid.IntRange(0, 19).Draw(rt, "step") {
			case 0, 1, 2:
				x.propose()
			case 3, 4, 5:
				x.second()
			case 6:
				x.amendOrWithdraw(true)
			case 7:
				x.amendOrWithdraw(false)
			case 8:
				x.admitOne()
			case 9:
				x.leaveOne()
			case 10:
				x.addOneKey()
			case 11, 12:
				x.passTime()
				x.check()
			default:
				x.vote()
			}
		}
		x.check()
	})
}
