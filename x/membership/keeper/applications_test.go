package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestApplyAsAPerson(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgApply)
		refusal error
	}{
		{"success - a member relays it", func(*ledger, *types.MsgApply) {}, nil},
		{"success - the person sends it", func(_ *ledger, m *types.MsgApply) { m.Applicant = testutil.Address("emil") }, nil},
		{"success - a member elsewhere", func(l *ledger, m *types.MsgApply) { *m = *l.application("south-anna", "open", "south-anna") }, nil},
		{"error - by a co-op's account", func(_ *ledger, m *types.MsgApply) { m.Applicant = account(south) }, types.ErrNotAllowed},
		{"error - without a key", func(_ *ledger, m *types.MsgApply) { m.Key = nil }, types.ErrInvalidProof},
		{"error - a proof for another co-op", func(l *ledger, m *types.MsgApply) { *m.Key = l.proof("emil", "south", 0) }, types.ErrInvalidProof},
		{"error - a class that is not there", func(_ *ledger, m *types.MsgApply) { m.Class = "bosses" }, types.ErrUnknownClass},
		{"error - a class for co-ops", func(_ *ledger, m *types.MsgApply) { m.CoopId, m.Class = root, "collectives" }, types.ErrWrongKind},
		{"error - a member's key (H5)", func(l *ledger, m *types.MsgApply) { *m.Key = l.proof("dora", "north", 0) }, types.ErrKeyTaken},
		{"error - twice", func(l *ledger, _ *types.MsgApply) { l.apply("dora", "sponsored", "emil") }, types.ErrAlreadyApplied},
		{"error - relayed by a suspended member", func(l *ledger, _ *types.MsgApply) {
			require.NoError(l.t, l.keeper.Suspend(l.ctx, l.member(north, 3)))
		}, types.ErrWrongState},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newPlaces(t)
			message := l.application("carol", "open", "emil")
			tc.change(l, message)
			l.send(tc.refusal, message)
		})
	}
}

// H1 under "open": what stands is admitted after its window, so many a day, in
// the order of the applications.
func TestOpenClassAdmitsItself(t *testing.T) {
	l := newPlaces(t)
	for i := range 5 {
		l.apply(fmt.Sprintf("stranger %d", i), "open", fmt.Sprintf("stranger %d", i))
	}
	l.elapse(7*day - 1)
	require.Zero(t, l.whose("stranger 0"), "the window is still open")
	l.elapse(1)
	require.Equal(t, []uint64{5, 6, 0}, []uint64{l.whose("stranger 0"), l.whose("stranger 1"), l.whose("stranger 2")}, "two a day")
	l.elapse(day - 1)
	require.Equal(t, []uint64{7, 8, 0}, []uint64{l.whose("stranger 2"), l.whose("stranger 3"), l.whose("stranger 4")})
	l.elapse(day)
	require.Equal(t, uint64(9), l.whose("stranger 4"))
	l.noApplication(1)
	require.EqualValues(t, 9, l.roll(north).Voters())
}

func TestObjectionsSendAnApplicationToTheMembers(t *testing.T) {
	l := newPlaces(t)
	object := func(name string) *types.MsgObject {
		return &types.MsgObject{Signer: testutil.Address(name), CoopId: north, Application: 1}
	}
	l.send(types.ErrUnknownApplication, object("carol"))
	l.apply("carol", "open", "emil")
	l.admit("supporters", "frida")
	l.send(types.ErrNotAllowed, object("frida")) // has no vote
	l.send(types.ErrNotAMember, object("emil"))
	l.send(nil, object("carol"))
	l.send(types.ErrSpokenAlready, object("carol"))
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_STANDING, l.stage(1))
	l.send(nil, object("dora"))
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_REFERRED, l.stage(1))
	l.send(types.ErrWrongStage, object("north-ben"))
	l.elapse(30 * day)
	require.Zero(t, l.whose("emil"))

	l.grantPower(1, types.PowerAdmit)
	byOfficer := &types.MsgAdmit{Authority: testutil.Address("north-anna"), CoopId: north, Application: 1}
	l.send(types.ErrNotAllowed, byOfficer)
	l.send(types.ErrInvalidRequest, &types.MsgAdmit{
		Authority: account(north), CoopId: north, Application: 1, Member: l.person("north", "workers", "gina"),
	})
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Application: 1})
	require.Equal(t, uint64(6), l.whose("emil"))
}

// A window in which members can object doesn't end while the ledger catches up.
func TestWindowsWaitInQuietBlocks(t *testing.T) {
	l := newPlaces(t)
	l.apply("carol", "open", "emil")
	l.clock.Quiet = true
	l.elapse(8 * day)
	require.Zero(t, l.whose("emil"))
	l.clock.Quiet = false
	l.elapse(0)
	require.NotZero(t, l.whose("emil"))
}

func TestSponsors(t *testing.T) {
	l := newPlaces(t)
	l.apply("carol", "sponsored", "emil")
	sponsor := func(name string) *types.MsgSponsor {
		return &types.MsgSponsor{Signer: testutil.Address(name), CoopId: north, Application: 1}
	}
	l.send(types.ErrNotAMember, sponsor("emil"))
	l.send(nil, sponsor("carol"))
	l.send(types.ErrSpokenAlready, sponsor("carol"))
	l.elapse(60 * day)
	require.Zero(t, l.whose("emil"), "one sponsor of two")
	l.send(types.ErrWrongStage, &types.MsgObject{Signer: testutil.Address("dora"), CoopId: north, Application: 1})
	l.send(nil, sponsor("dora"))
	l.send(types.ErrWrongStage, sponsor("north-ben"))
	l.elapse(0)
	require.Equal(t, uint64(5), l.whose("emil"))
}

func TestOfficersAndMembersDecideTheRest(t *testing.T) {
	l := newPlaces(t)
	l.grantPower(1, types.PowerAdmit)
	officer := testutil.Address("north-anna")
	l.apply("carol", "workers", "emil")
	l.apply("carol", "resolved", "fred")
	l.apply("carol", "few", "gina")
	l.apply("dora", "few", "hugo")
	l.send(types.ErrNotAllowed, &types.MsgAdmit{Authority: testutil.Address("carol"), CoopId: north, Application: 1})
	l.send(nil, &types.MsgAdmit{Authority: officer, CoopId: north, Application: 1})
	l.send(types.ErrNotAllowed, &types.MsgAdmit{Authority: officer, CoopId: north, Application: 2})
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Application: 2})
	l.send(nil, &types.MsgAdmit{Authority: officer, CoopId: north, Application: 3})
	l.send(types.ErrClassFull, &types.MsgAdmit{Authority: officer, CoopId: north, Application: 4})
	l.send(types.ErrClassFull, &types.MsgAdmit{Authority: account(north), CoopId: north, Application: 4})

	closing := func(signer string) *types.MsgCloseApplication {
		return &types.MsgCloseApplication{Signer: signer, CoopId: north, Application: 4}
	}
	l.send(types.ErrNotAMember, closing(testutil.Address("nobody")))
	l.send(types.ErrNotAllowed, closing(testutil.Address("carol")))
	l.send(nil, closing(testutil.Address("dora"))) // relayed it
	number := l.apply("dora", "few", "hugo")
	require.EqualValues(t, 5, number, "numbers are not used again")
	l.send(nil, &types.MsgCloseApplication{Signer: testutil.Address("hugo"), CoopId: north, Application: number})
	number = l.apply("dora", "few", "hugo")
	l.send(nil, &types.MsgCloseApplication{Signer: officer, CoopId: north, Application: number})
	number = l.apply("dora", "few", "hugo")
	l.elapse(90*day - 1)
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_WAITING, l.stage(number))
	l.elapse(1)
	l.noApplication(number)
}

// H1: however many apply, at most so many are open, and strangers leave room for
// those whom members send.
func TestOpenApplicationsAreBounded(t *testing.T) {
	l := newPlaces(t)
	l.setParams(func(p *types.Params) { p.MaxApplicationsPerCoop, p.MaxApplicationsPerRelayer = 6, 2 })
	for i := range 3 {
		l.apply("stranger", "open", fmt.Sprintf("sybil %d", i))
	}
	l.send(types.ErrTooManyOpen, l.application("stranger", "open", "sybil 3"))
	for i := range 2 {
		l.apply("carol", "resolved", fmt.Sprintf("friend %d", i))
	}
	l.send(types.ErrTooManyOpen, l.application("carol", "open", "friend 2"))
	l.apply("dora", "resolved", "friend 3")
	l.send(types.ErrTooManyOpen, l.application("north-ben", "open", "friend 4"))
	l.send(nil, &types.MsgCloseApplication{Signer: account(north), CoopId: north, Application: 1})
	l.apply("north-ben", "open", "friend 4")
}

// H1. A thousand strangers apply in one block: half of what may be open is taken,
// the rest is refused, a member's own newcomer finds room, and nobody is in. The next
// block comes, as does that in which every window ends: two a day get in, unless
// members object.
func TestH1AThousandApplicationsInABlock(t *testing.T) {
	l := newPlaces(t)
	voters := l.roll(north).Voters()
	room := int(types.DefaultParams().MaxApplicationsPerCoop) / 2
	for i := range 1_000 {
		_, err := l.deliver(l.application("stranger", "open", fmt.Sprintf("sybil %d", i)))
		if i < room {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, types.ErrTooManyOpen)
	}
	l.apply("carol", "resolved", "emil")
	l.elapse(0)
	require.Equal(t, voters, l.roll(north).Voters())
	l.elapse(7 * day)
	require.Equal(t, voters+2, l.roll(north).Voters())
	l.elapse(0)
	require.Equal(t, voters+2, l.roll(north).Voters())
}

// Due things are taken as far as the block's budget goes, the rest in the next.
func TestDueThingsWaitForTheirTurn(t *testing.T) {
	l := newPlaces(t)
	for i := range 4 {
		l.apply("stranger", "workers", fmt.Sprintf("applicant %d", i))
	}
	two := 2
	l.clock.Items = &two
	l.elapse(90 * day)
	l.noApplication(1)
	l.noApplication(2)
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_WAITING, l.stage(3))
	l.clock.Items = nil
	l.elapse(0)
	l.noApplication(4)
}

// What can't happen waits a day, and the others go on.
func TestWhatCantHappenWaitsADay(t *testing.T) {
	l := newPlaces(t)
	l.apply("carol", "open", "emil")
	l.apply("carol", "open", "fred")
	// Emil's key becomes dora's meanwhile.
	l.send(nil, &types.MsgAddKey{Signer: testutil.Address("dora"), CoopId: north, Key: l.proof("emil", "north", 4)})
	l.elapse(7 * day)
	require.NotZero(t, l.whose("fred"))
	application, err := l.keeper.GetPersonApplication(l.ctx, north, 1)
	require.NoError(t, err)
	require.Equal(t, l.clock.Seconds+day, application.Due)
	l.send(nil, &types.MsgRemoveKey{Signer: testutil.Address("dora"), CoopId: north, Address: testutil.Address("emil")})
	l.elapse(day)
	require.Equal(t, uint64(6), l.whose("emil"))
}

// An application to a class that admits itself no more waits for a decision.
func TestCharterThatChangesStopsAdmissions(t *testing.T) {
	l := newPlaces(t)
	l.apply("carol", "open", "emil")
	charter := placesCharter()
	charter.Classes[2] = types.Class{Id: 3, Name: "open", Votes: true, Admits: types.MemberKind_MEMBER_KIND_PERSON}
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	l.elapse(7 * day)
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_WAITING, l.stage(1))
}

func TestFormerMembersWait(t *testing.T) {
	l := newCases(t)
	l.grantPower(1, types.PowerAdmit)
	officer := testutil.Address("north-anna")
	l.decided(expulsion, 0)
	l.elapse(15 * day)
	require.Equal(t, types.MemberState_MEMBER_STATE_EXPELLED, l.state(dora))
	require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, 3), types.MemberState_MEMBER_STATE_LEFT))
	l.sound()
	again := func(name string) *types.MsgAdmit {
		return &types.MsgAdmit{Authority: officer, CoopId: north, Member: l.person("north", "workers", name)}
	}
	l.send(types.ErrMustWait, again("carol"))
	number := l.apply("carol", "open", "carol")
	require.Equal(t, types.ApplicationStage_APPLICATION_STAGE_REFERRED, l.stage(number), "only the members admit it")
	l.send(nil, &types.MsgCloseApplication{Signer: testutil.Address("carol"), CoopId: north, Application: number})
	l.elapse(10 * day)
	l.send(nil, again("carol"))
	l.send(types.ErrMustWait, again("dora"))
	require.NotZero(t, l.admit("workers", "dora"), "the members admit whom they like")
}
