package integration

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// loyal members stay, so that the co-op can go on deciding.
	loyal = 8
	// founded is how many members the co-op begins with.
	founded = 12
)

// chambers is the worker co-op with a second class that votes, and members who
// come and go.
func chambers() ledger.Setup {
	setup := ledger.Federation()
	for i, founding := range setup.Foundings {
		if founding.Slug != ledger.Worker {
			continue
		}
		founding.Charter.Classes = append(founding.Charter.Classes, membershiptypes.Class{
			Id: 3, Name: "users", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
		})
		founding.Charter.Requirements = append([]membershiptypes.Requirement{
			{Subject: membershiptypes.SubjectAdmission, Rule: "quick"},
		}, founding.Charter.Requirements...)
		founding.Founders = nil
		for person := 1; person <= founded; person++ {
			class := "workers"
			if person > loyal && person%2 == 0 {
				class = "users"
			}
			founding.Founders = append(founding.Founders, membershiptypes.Founder{
				Class: class, Addresses: []string{ledger.Member(ledger.Worker, person).String()},
			})
		}
		setup.Foundings[i] = founding
	}
	return setup
}

// midVote is one open vote, and what happens to members meanwhile.
type midVote struct {
	*ledger.Ledger
	t          *testing.T
	random     *rand.Rand
	coop       uint64
	resolution uint64
	people     int
	// entitled are the classes of the members on the frozen roll; cast says who
	// has a ballot.
	entitled map[uint64]uint32
	cast     map[uint64]bool
	accepted map[string]int
}

func newMidVote(t *testing.T, seed int64) *midVote {
	v := &midVote{
		Ledger: ledger.New(t, chambers()), t: t, random: rand.New(rand.NewSource(seed)), people: founded,
		entitled: make(map[uint64]uint32), cast: make(map[uint64]bool), accepted: make(map[string]int),
	}
	v.coop = v.Coop(ledger.Worker)
	v.Do(ledger.Member(ledger.Worker, 1), v.Proposal(ledger.Member(ledger.Worker, 1).String(), ledger.Worker, "ordinary"))
	next, err := v.App.Keepers().Governance.NextResolutionID.Peek(v.Ctx())
	require.NoError(t, err)
	v.resolution = next - 1
	for id := uint64(1); id <= founded; id++ {
		v.entitled[id] = v.memberOf(id).ClassId
	}
	return v
}

func (v *midVote) memberOf(id uint64) membershiptypes.Member {
	member, err := v.App.Keepers().Membership.GetMember(v.Ctx(), v.coop, id)
	require.NoError(v.t, err)
	return member
}

// mover is somebody who may come and go, and its place if it holds one.
func (v *midVote) mover() (ledger.Person, membershiptypes.Member, bool) {
	who := ledger.Member(ledger.Worker, loyal+1+v.random.Intn(v.people-loyal))
	member, err := v.App.Keepers().Membership.MemberByKey(v.Ctx(), v.coop, who.Address())
	return who, member, err == nil
}

func (v *midVote) vote() {
	who, member, found := v.mover()
	choice := []governancetypes.Choice{
		governancetypes.Choice_CHOICE_YES, governancetypes.Choice_CHOICE_NO, governancetypes.Choice_CHOICE_ABSTAIN,
	}[v.random.Intn(3)]
	if v.App.Keepers().Account.GetAccount(v.Ctx(), who.Address()) == nil {
		return // its admission failed
	}
	_, entitled := v.entitled[member.MemberId]
	message := &governancetypes.MsgVote{Voter: who.String(), ResolutionId: v.resolution, Choice: choice}
	taken := v.Block(v.Free(who, message))[0]
	should := found && entitled && member.TakesPart()
	require.Equal(v.t, should, taken.Code == 0, "%s of member %d, on the frozen roll: %t, %s: %s", who, member.MemberId, entitled, member.State, taken.Log)
	if should {
		v.cast[member.MemberId] = true
		v.accepted["vote"]++
	}
}

func (v *midVote) leave() {
	who, _, found := v.mover()
	if found {
		v.Do(who, &membershiptypes.MsgLeave{Signer: who.String(), CoopId: v.coop})
		v.accepted["leave"]++
	}
}

// admit a newcomer, or somebody who left: by a resolution of its own.
func (v *midVote) admit() {
	who, _, found := v.mover()
	if found {
		if v.people == founded+2 {
			return
		}
		v.people++
		who = ledger.Member(ledger.Worker, v.people)
	}
	proof, err := membershiptypes.SignKeyProof(ledger.ChainID, ledger.Worker, 0, who.Key.PubKey(), v.Now()+3_600, who.Key.Sign)
	require.NoError(v.t, err)
	class := []string{"workers", "users", "friends"}[v.random.Intn(3)]
	v.decide("admit", &membershiptypes.MsgAdmit{
		Authority: v.Account(ledger.Worker), CoopId: v.coop,
		Member: membershiptypes.NewMember{Class: class, Keys: []membershiptypes.KeyProof{proof}},
	})
}

func (v *midVote) reclass() {
	who, member, found := v.mover()
	if !found {
		return
	}
	class := []string{"workers", "users", "friends"}[v.random.Intn(3)]
	asked := &membershiptypes.MsgAskClass{Signer: who.String(), CoopId: v.coop, Class: class}
	if v.Block(v.Free(who, asked))[0].Code != 0 {
		return // it is in that class
	}
	v.decide("re-class", &membershiptypes.MsgChangeClass{
		Authority: v.Account(ledger.Worker), CoopId: v.coop, MemberId: member.MemberId, Class: class,
	})
}

// suspend or reinstate, as due process does.
func (v *midVote) suspend() {
	_, member, found := v.mover()
	if !found {
		return
	}
	keeper := v.App.Keepers().Membership
	if member.State == membershiptypes.MemberState_MEMBER_STATE_SUSPENDED {
		require.NoError(v.t, keeper.Reinstate(v.Ctx(), member))
	} else {
		require.NoError(v.t, keeper.Suspend(v.Ctx(), member))
	}
	v.accepted["suspend"]++
	v.Block()
}

// decide passes a resolution of the loyal under the quick rule. It may fail when
// it is executed: open votes still need too much of the roll's past.
func (v *midVote) decide(what string, message sdk.Msg) {
	id := v.CoopDecides(ledger.Worker, message)
	v.Block()
	if v.Resolution(id).Outcome.Code == governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED {
		v.accepted[what]++
	}
}

// agrees compares the tally with the ballots that were taken.
func (v *midVote) agrees() {
	tally, err := v.App.Keepers().Governance.Tallies.Get(v.Ctx(), v.resolution)
	if len(v.cast) == 0 {
		return
	}
	require.NoError(v.t, err)
	cast, size := make(map[uint32]uint64), make(map[uint32]uint64)
	for _, class := range v.entitled {
		size[class]++
	}
	for id := range v.cast {
		cast[v.entitled[id]]++
	}
	for _, class := range tally.Classes {
		total := class.InFavour + class.Against + class.Abstained
		require.Equal(v.t, cast[class.ClassId], total, "class %d: one ballot a member, in the class of the frozen roll", class.ClassId)
		require.LessOrEqual(v.t, total, size[class.ClassId], "class %d: no more ballots than its roll", class.ClassId)
	}
	terms, err := v.App.Keepers().Governance.Terms.Get(v.Ctx(), v.resolution)
	require.NoError(v.t, err)
	for _, class := range terms.Roll {
		require.Equal(v.t, size[class.ClassId], class.Members, "class %d: the frozen roll holds", class.ClassId)
	}
}

// Admitted, re-classed, suspended, reinstated, left and come back in mid-vote, in
// any order: who votes is who was on the frozen roll, in the class of that roll,
// once; no chamber has more ballots than its roll.
func TestTheFrozenRollHoldsInAnyOrder(t *testing.T) {
	accepted := make(map[string]int)
	for seed := range int64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			v := newMidVote(t, seed)
			steps := []func(){v.vote, v.vote, v.leave, v.admit, v.reclass, v.suspend}
			for v.Resolution(v.resolution).Status == governancetypes.Status_STATUS_VOTING {
				steps[v.random.Intn(len(steps))]()
				if v.Resolution(v.resolution).Status == governancetypes.Status_STATUS_VOTING {
					v.agrees()
				}
				broken, err := v.App.Keepers().Membership.BrokenInvariants(v.Ctx())
				require.NoError(t, err)
				require.Empty(t, broken)
			}
			for what, count := range v.accepted {
				accepted[what] += count
			}
		})
	}
	t.Log(accepted)
	for _, what := range []string{"vote", "leave", "admit", "re-class", "suspend"} {
		require.NotZero(t, accepted[what], "%s never succeeded", what)
	}
}
