package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	leaving = types.NoticeKind_NOTICE_KIND_LEAVING
	lapse   = types.NoticeKind_NOTICE_KIND_LAPSE
	death   = types.NoticeKind_NOTICE_KIND_DEATH
)

func withdraw(signer string, memberID uint64, kind types.NoticeKind) *types.MsgWithdrawNotice {
	return &types.MsgWithdrawNotice{Signer: signer, CoopId: north, MemberId: memberID, Kind: kind}
}

func contest(name string, kind types.NoticeKind) *types.MsgContestNotice {
	return &types.MsgContestNotice{Signer: testutil.Address(name), CoopId: north, Kind: kind}
}

func TestLeavingWithNotice(t *testing.T) {
	l := newPlaces(t)
	leave := &types.MsgLeave{Signer: testutil.Address("carol"), CoopId: north}
	response := l.send(nil, leave).(*types.MsgLeaveResponse)
	require.Equal(t, testutil.Start+90*day, response.EndsAt)
	require.Equal(t, types.MemberState_MEMBER_STATE_LEAVING, l.state(3))
	l.send(types.ErrNoticeGiven, leave)
	l.send(types.ErrNotAllowed, withdraw(testutil.Address("dora"), 3, leaving))
	l.send(nil, withdraw(testutil.Address("carol"), 3, leaving))
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3))
	l.send(types.ErrUnknownNotice, withdraw(testutil.Address("carol"), 3, leaving))
	l.send(nil, leave)
	l.elapse(90*day - 1)
	require.Equal(t, types.MemberState_MEMBER_STATE_LEAVING, l.state(3))
	l.elapse(1)
	require.Equal(t, types.MemberState_MEMBER_STATE_LEFT, l.state(3))
	require.Zero(t, l.whose("carol"))
}

// A suspended member does not vote again by giving notice, and leaves in the end.
func TestLeavingWhileSuspended(t *testing.T) {
	l := newPlaces(t)
	require.NoError(t, l.keeper.Suspend(l.ctx, l.member(north, 3)))
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("carol"), CoopId: north})
	require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, l.state(3))
	require.NoError(t, l.keeper.Reinstate(l.ctx, l.member(north, 3)))
	require.Equal(t, types.MemberState_MEMBER_STATE_LEAVING, l.state(3), "it has still given notice")
	require.NoError(t, l.keeper.Suspend(l.ctx, l.member(north, 3)))
	l.send(nil, withdraw(testutil.Address("carol"), 3, leaving))
	require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, l.state(3))
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("carol"), CoopId: north})
	l.elapse(90 * day)
	require.Equal(t, types.MemberState_MEMBER_STATE_LEFT, l.state(3))
}

// An officer who would lapse opponents meets the charter's grounds, a long
// notice, and the members.
func TestLapse(t *testing.T) {
	officer := testutil.Address("north-anna")
	message := func(change func(*types.MsgLapse)) *types.MsgLapse {
		m := &types.MsgLapse{Authority: officer, CoopId: north, MemberId: 3, Ground: "dues"}
		change(m)
		return m
	}
	same := func(*types.MsgLapse) {}
	byMembers := func(m *types.MsgLapse) { m.Authority = account(north) }
	fresh := func(t *testing.T) *ledger {
		l := newPlaces(t)
		l.grantPower(1, types.PowerLapse)
		return l
	}
	t.Run("error - who may not, on what ground, of whom", func(t *testing.T) {
		l := fresh(t)
		l.send(types.ErrNotAllowed, message(func(m *types.MsgLapse) { m.Authority = testutil.Address("dora") }))
		l.send(types.ErrUnknownGround, message(func(m *types.MsgLapse) { m.Ground = "opposition" }))
		l.send(types.ErrUnknownGround, message(func(m *types.MsgLapse) { m.Ground = "opposition"; m.Authority = account(north) }))
		l.send(types.ErrUnknownMember, message(func(m *types.MsgLapse) { m.MemberId = 77 }))
		l.send(types.ErrInvalidDocument, message(func(m *types.MsgLapse) { m.DocumentSha256 = []byte{1} }))
		keyless := l.minor("", 0)
		l.send(types.ErrNotAllowed, message(func(m *types.MsgLapse) { m.MemberId = keyless }))
		l.send(nil, message(func(m *types.MsgLapse) { m.MemberId = keyless; m.Authority = account(north) }))
	})
	t.Run("success - after the notice", func(t *testing.T) {
		l := fresh(t)
		response := l.send(nil, message(same)).(*types.MsgLapseResponse)
		require.Equal(t, testutil.Start+20*day, response.LapsesAt)
		l.send(types.ErrNoticeGiven, message(same))
		l.send(types.ErrNoticeGiven, message(byMembers))
		l.elapse(20*day - 1)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3), "all rights until then")
		l.elapse(1)
		require.Equal(t, types.MemberState_MEMBER_STATE_LAPSED, l.state(3))
		l.send(types.ErrWrongState, message(same))
	})
	t.Run("success - the member pays", func(t *testing.T) {
		l := fresh(t)
		l.send(nil, message(same))
		l.send(types.ErrNotAllowed, withdraw(testutil.Address("carol"), 3, lapse))
		l.send(nil, withdraw(officer, 3, lapse))
		l.elapse(40 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3))
	})
	t.Run("success - the member objects and the members decide", func(t *testing.T) {
		l := fresh(t)
		l.send(types.ErrUnknownNotice, contest("carol", lapse))
		l.send(nil, message(same))
		l.send(types.ErrUnknownNotice, contest("dora", lapse))
		l.send(types.ErrInvalidRequest, contest("carol", leaving))
		l.send(nil, contest("carol", lapse))
		l.send(types.ErrNoticeGiven, contest("carol", lapse))
		l.elapse(1_000 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3), "officers can't go on with it")
		l.grantPower(1, types.PowerLapse)
		l.send(types.ErrNoticeGiven, message(same))
		l.send(types.ErrNoticeGiven, message(func(m *types.MsgLapse) { m.Ground = "inactivity"; m.Authority = account(north) }))
		l.send(nil, message(byMembers))
		require.Equal(t, types.MemberState_MEMBER_STATE_LAPSED, l.state(3))
	})
}

// A board that would bury the living needs two officers and silence.
func TestDeath(t *testing.T) {
	first, second := testutil.Address("north-anna"), testutil.Address("north-ben")
	record := func(authority string) *types.MsgRecordDeath {
		return &types.MsgRecordDeath{Authority: authority, CoopId: north, MemberId: 3, Representative: testutil.Address("heir")}
	}
	confirm := func(signer string) *types.MsgConfirmDeath {
		return &types.MsgConfirmDeath{Signer: signer, CoopId: north, MemberId: 3}
	}
	fresh := func(t *testing.T) *ledger {
		l := newPlaces(t)
		for _, member := range []uint64{1, 2, 3} {
			l.grantPower(member, types.PowerRegister)
		}
		return l
	}
	t.Run("success - two officers", func(t *testing.T) {
		l := fresh(t)
		l.send(types.ErrNotAllowed, record(testutil.Address("dora")))
		l.send(types.ErrUnknownNotice, confirm(second))
		bad := record(first)
		bad.Representative = account(south)
		l.send(types.ErrKeyTaken, bad)
		l.send(nil, record(first))
		l.elapse(100 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3), "one officer is not enough")
		l.send(types.ErrSecondOfficer, confirm(first))
		l.send(types.ErrSecondOfficer, confirm(testutil.Address("carol")))
		l.send(nil, confirm(second))
		l.send(types.ErrNoticeGiven, confirm(second))
		l.elapse(14 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_DECEASED, l.state(3))
		require.Zero(t, l.whose("heir"), "a representative is no key")
		may, err := l.keeper.IsTrustee(l.ctx, north, 3, testutil.Key("heir").PubKey().Address())
		require.NoError(t, err)
		require.True(t, may)
		may, err = l.keeper.IsTrustee(l.ctx, north, 3, testutil.Key("carol").PubKey().Address())
		require.NoError(t, err)
		require.False(t, may)
		trustee := &types.MsgSetTrustee{Authority: account(north), CoopId: north, MemberId: 3}
		l.send(nil, trustee)
		l.send(types.ErrInvalidRequest, trustee)
		l.send(types.ErrWrongState, &types.MsgSetTrustee{Authority: account(north), CoopId: north, MemberId: 4, Address: first})
		l.send(types.ErrNotAllowed, &types.MsgSetTrustee{Authority: first, CoopId: north, MemberId: 3, Address: first})
	})
	t.Run("success - any key of the member ends it", func(t *testing.T) {
		l := fresh(t)
		l.send(nil, &types.MsgAddKey{Signer: testutil.Address("carol"), CoopId: north, Key: l.proof("carol's phone", "north", 3)})
		l.send(nil, record(first))
		l.send(nil, confirm(second))
		l.send(nil, contest("carol's phone", death))
		l.elapse(100 * day)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3))
	})
	t.Run("success - the members, of a body", func(t *testing.T) {
		l := fresh(t)
		message := record(account(north))
		message.Dissolved, message.Representative = true, ""
		l.send(nil, message)
		l.elapse(14*day - 1)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(3))
		l.elapse(1)
		require.Equal(t, types.MemberState_MEMBER_STATE_DISSOLVED, l.state(3))
	})
	t.Run("error - a co-op doesn't die, and the root stays large enough", func(t *testing.T) {
		l := fresh(t)
		message := &types.MsgRecordDeath{Authority: account(root), CoopId: root, MemberId: 1}
		l.send(types.ErrInvalidPlace, message)
		message.Dissolved = true
		l.send(nil, message)
		l.elapse(15 * day)
		member := l.member(root, 1)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, member.State, "the fifth must join first")
		l.send(nil, &types.MsgContestNotice{Signer: account(member.MemberCoopId), CoopId: root, Kind: death})
	})
}

func TestTrials(t *testing.T) {
	l := newPlaces(t)
	probation, tested, saved := l.admit("probation", "emil"), l.admit("tested", "fred"), l.admit("tested", "gina")
	require.EqualValues(t, 6, l.roll(north).Voters(), "who is on probation has no vote")
	l.send(nil, &types.MsgChangeClass{Authority: account(north), CoopId: north, MemberId: saved, Class: "workers"})
	l.elapse(30*day - 1)
	require.EqualValues(t, 6, l.member(north, probation).ClassId)
	l.elapse(1)
	require.EqualValues(t, 1, l.member(north, probation).ClassId)
	require.Equal(t, types.MemberState_MEMBER_STATE_LAPSED, l.state(tested))
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(saved), "the members have decided before")
	require.EqualValues(t, 6, l.roll(north).Voters())
}

// What follows a trial is what was agreed when it began.
func TestTrialsKeepTheirTerms(t *testing.T) {
	l := newPlaces(t)
	id := l.admit("probation", "emil")
	charter := placesCharter()
	charter.Classes[5].TrialLapses = true
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	l.elapse(30 * day)
	require.Equal(t, types.MemberState_MEMBER_STATE_ACTIVE, l.state(id))
	require.EqualValues(t, 1, l.member(north, id).ClassId)
}

// A majority can't move opponents out of the roll; they can go by themselves.
func TestChangeClass(t *testing.T) {
	l := newPlaces(t)
	to := func(memberID uint64, class string) *types.MsgChangeClass {
		return &types.MsgChangeClass{Authority: account(north), CoopId: north, MemberId: memberID, Class: class}
	}
	notDecided := to(3, "resolved")
	notDecided.Authority = testutil.Address("north-anna")
	l.send(types.ErrNotAllowed, notDecided)
	l.send(types.ErrInvalidPlace, to(3, "workers"))
	l.send(types.ErrUnknownClass, to(3, "bosses"))
	l.send(types.ErrOwnConsent, to(3, "supporters"))
	l.send(nil, &types.MsgAskClass{Signer: testutil.Address("carol"), CoopId: north, Class: "probation"})
	l.send(types.ErrOwnConsent, to(3, "supporters"))
	l.send(nil, &types.MsgAskClass{Signer: testutil.Address("carol"), CoopId: north, Class: "supporters"})
	before := l.roll(north)
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, before.Sequence))
	l.send(nil, to(3, "supporters"))
	moved := l.member(north, 3)
	classID, onRoll := moved.ClassAt(before.Sequence)
	require.True(t, onRoll, "the frozen roll holds")
	require.EqualValues(t, 1, classID)
	_, onRoll = moved.ClassAt(l.roll(north).Sequence)
	require.False(t, onRoll)
	l.send(nil, to(3, "few"))
	l.send(types.ErrClassFull, to(4, "few"))
	for _, name := range []string{"carol", "dora", "north-anna", "north-ben"} {
		l.send(nil, &types.MsgAskClass{Signer: testutil.Address(name), CoopId: north, Class: "supporters"})
	}
	for _, id := range []uint64{1, 2, 3} {
		l.send(nil, to(id, "supporters"))
	}
	l.send(types.ErrDeadlock, to(4, "supporters"))
}

// minor is a place without a vote until days from now, with a guardian or none.
func (l *ledger) minor(guardian string, days int64) uint64 {
	l.t.Helper()
	if days == 0 {
		days = 365
	}
	response := l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: types.NewMember{
		Class: "workers", MinorUntil: l.clock.Seconds + days*day, Guardian: guardian,
	}})
	return response.(*types.MsgAdmitResponse).MemberId
}

func TestMinors(t *testing.T) {
	l := newPlaces(t)
	for _, flaw := range []types.NewMember{
		{Class: "workers", MinorUntil: l.clock.Seconds},
		{Class: "workers", MinorUntil: l.clock.Seconds + 26*366*day},
		{Class: "workers", MinorUntil: l.clock.Seconds + day, Holders: 2},
		{Class: "workers", Guardian: testutil.Address("mother")},
	} {
		l.send(types.ErrInvalidPlace, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: flaw})
	}
	guardian := testutil.Address("carol")
	id := l.minor(guardian, 400)
	require.EqualValues(t, 4, l.roll(north).Voters())
	may, err := l.keeper.IsTrustee(l.ctx, north, id, testutil.Key("carol").PubKey().Address())
	require.NoError(t, err)
	require.True(t, may)
	require.EqualValues(t, 3, l.whose("carol"), "the guardian's key stays its own place's")
	l.send(nil, &types.MsgSetTrustee{Authority: account(north), CoopId: north, MemberId: id, Address: testutil.Address("dora")})
	l.elapse(400 * day)
	require.EqualValues(t, 5, l.roll(north).Voters())
	require.Equal(t, l.roll(north).Ables(), uint64(4), "it has no key yet")
	may, err = l.keeper.IsTrustee(l.ctx, north, id, testutil.Key("dora").PubKey().Address())
	require.NoError(t, err)
	require.False(t, may, "of age, it acts for itself")
}

// A joint place has one vote, however many hold it.
func TestJointPlaces(t *testing.T) {
	l := newPlaces(t)
	joining := l.person("north", "workers", "emil")
	joining.Holders = 9
	l.send(types.ErrInvalidPlace, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: joining})
	joining.Holders = 2
	id := l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: joining}).(*types.MsgAdmitResponse).MemberId
	l.addKey("north", north, "emil", id, "fred")
	require.Equal(t, []uint64{id, id}, []uint64{l.whose("emil"), l.whose("fred")})
	require.EqualValues(t, 5, l.roll(north).Voters())
	l.grantPower(1, types.PowerRegister)
	l.send(types.ErrInvalidPlace, &types.MsgRecordDeath{Authority: testutil.Address("north-anna"), CoopId: north, MemberId: id})
	answer, err := l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: id})
	require.NoError(t, err)
	require.Equal(t, "active, a member since 2023-11-14 22:13:20 UTC; a joint place of 2 with one vote", answer.State)
}

func TestQueriesOfPlaces(t *testing.T) {
	l := newPlaces(t)
	l.apply("carol", "open", "emil")
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("carol"), CoopId: north})
	applications, err := l.query.PersonApplications(l.ctx, &types.QueryPersonApplicationsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, applications.Applications, 1)
	notices, err := l.query.Notices(l.ctx, &types.QueryNoticesRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, notices.Notices, 1)
	answer, err := l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: 3})
	require.NoError(t, err)
	require.Equal(t, "leaving, a member since 2023-11-14 22:13:20 UTC; leaves, on 2024-02-12 22:13:20 UTC", answer.State)
}
