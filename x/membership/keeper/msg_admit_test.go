package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestAdmitPersons(t *testing.T) {
	officer := testutil.Address("north-anna")
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgAdmit)
		refusal error
	}{
		{"success - by resolution", func(*ledger, *types.MsgAdmit) {}, nil},
		{"success - by an officer", func(l *ledger, m *types.MsgAdmit) { l.grant(north, 1, testutil.Day); m.Authority = officer }, nil},
		{"success - without a vote", func(l *ledger, m *types.MsgAdmit) { m.Member = l.person("north", "supporters", "dora") }, nil},
		{"success - a member elsewhere", func(l *ledger, m *types.MsgAdmit) { m.Member = l.person("north", "workers", "south-anna") }, nil},
		{"error - unknown co-op", func(_ *ledger, m *types.MsgAdmit) { m.CoopId = 77 }, types.ErrUnknownCoop},
		{"error - a member without the power", func(_ *ledger, m *types.MsgAdmit) { m.Authority = officer }, types.ErrNotAllowed},
		{"error - a stranger", func(_ *ledger, m *types.MsgAdmit) { m.Authority = testutil.Address("dora") }, types.ErrNotAMember},
		{"error - another co-op", func(_ *ledger, m *types.MsgAdmit) { m.Authority = account(south) }, types.ErrNotAMember},
		{"error - an officer of another co-op", func(l *ledger, m *types.MsgAdmit) {
			l.grant(south, 1, testutil.Day)
			m.Authority = testutil.Address("south-anna")
		}, types.ErrNotAMember},
		{"error - an officer whose term is over", func(l *ledger, m *types.MsgAdmit) {
			l.grant(north, 1, 60)
			l.clock.Seconds += 60
			m.Authority = officer
		}, types.ErrNotAllowed},
		{"error - an officer whose power was revoked", func(l *ledger, m *types.MsgAdmit) {
			l.grant(north, 1, testutil.Day)
			l.send(nil, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerAdmit})
			m.Authority = officer
		}, types.ErrNotAllowed},
		{"error - an officer where only resolutions admit", func(l *ledger, m *types.MsgAdmit) {
			charter := testutil.WorkerCharter()
			charter.Admission = types.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION
			l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
			l.grant(north, 1, testutil.Day)
			m.Authority = officer
		}, types.ErrNotAllowed},
		{"error - H5 another member's key", func(l *ledger, m *types.MsgAdmit) { m.Member = l.person("north", "workers", "north-ben") }, types.ErrKeyTaken},
		{"error - proof of a member's number", func(l *ledger, m *types.MsgAdmit) {
			m.Member.Keys = []types.KeyProof{l.proof("dora", "north", 3)}
		}, types.ErrInvalidProof},
		{"error - proof good for too long", func(l *ledger, m *types.MsgAdmit) {
			m.Member.Keys = []types.KeyProof{testutil.Proof("dora", "north", 0, l.clock.Seconds+31*testutil.Day)}
		}, types.ErrInvalidProof},
		{"error - unknown class", func(_ *ledger, m *types.MsgAdmit) { m.Member.Class = "" }, types.ErrUnknownClass},
		{"error - co-op in a class for persons", func(_ *ledger, m *types.MsgAdmit) { m.Member = types.NewMember{Class: "workers", MemberCoopId: south} }, types.ErrWrongKind},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "dora")}
			tc.change(l, message)
			before := l.roll(north)
			response := l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			memberID := response.(*types.MsgAdmitResponse).MemberId
			require.Equal(t, before.NextMemberId, memberID)
			member := l.member(north, memberID)
			_, onRollBefore := member.ClassAt(before.Sequence)
			require.False(t, onRollBefore, "H3: not on a roll frozen before")
			_, onRoll := member.ClassAt(l.roll(north).Sequence)
			require.Equal(t, member.ClassId == 1, onRoll)
		})
	}
}

func (l *ledger) grant(coopID, memberID, seconds uint64) {
	l.t.Helper()
	l.send(nil, &types.MsgGrantPower{
		Authority: account(coopID), CoopId: coopID, MemberId: memberID, Power: types.PowerAdmit, TermSeconds: seconds,
	})
}

func TestAdmitCoops(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgAdmit)
		refusal error
	}{
		{"success - after applying", func(*ledger, *types.MsgAdmit) {}, nil},
		{"error - without applying", func(l *ledger, m *types.MsgAdmit) { m.Member.MemberCoopId = l.found("late", testutil.WorkerCharter()) }, types.ErrNoApplication},
		{"error - application expired", func(l *ledger, _ *types.MsgAdmit) { l.clock.Seconds += 90 * testutil.Day }, types.ErrNoApplication},
		{"error - unknown co-op", func(_ *ledger, m *types.MsgAdmit) { m.Member.MemberCoopId = 99 }, types.ErrUnknownCoop},
		{"error - a member already", func(_ *ledger, m *types.MsgAdmit) { m.Member.MemberCoopId = north }, types.ErrNoApplication},
		{"error - with a key", func(l *ledger, m *types.MsgAdmit) { m.Member.Keys = []types.KeyProof{l.proof("dora", "federation", 0)} }, types.ErrMemberCoopKeys},
		{"error - in a class for persons", func(_ *ledger, m *types.MsgAdmit) { m.Member.Class = "observers" }, types.ErrWrongKind},
		{"error - admitting itself", func(_ *ledger, m *types.MsgAdmit) { m.Authority = account(6) }, types.ErrNotAllowed},
		{"error - needs longer to decide than votes last", func(l *ledger, _ *types.MsgAdmit) {
			charter := testutil.WorkerCharter()
			charter.Rules[0].DiscussionPeriodSeconds = 10*testutil.Day + 1
			l.send(nil, &types.MsgAmendCharter{Authority: account(6), CoopId: 6, Charter: charter})
		}, types.ErrVotingTooShort},
		{"success - needs exactly as long as it may", func(l *ledger, _ *types.MsgAdmit) {
			charter := testutil.WorkerCharter()
			charter.Rules[0].DiscussionPeriodSeconds = 10 * testutil.Day
			l.send(nil, &types.MsgAmendCharter{Authority: account(6), CoopId: 6, Charter: charter})
		}, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			require.EqualValues(t, 6, l.found("bakery", testutil.WorkerCharter()))
			l.send(nil, &types.MsgApply{Applicant: account(6), CoopId: root})
			message := admitCoop(root, 6)
			tc.change(l, message)
			l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			member, err := l.keeper.MemberByKey(l.ctx, root, types.CoopAccount(6))
			require.NoError(t, err)
			require.EqualValues(t, 6, member.MemberCoopId)
			isMember, err := l.keeper.IsActiveMemberCoop(l.ctx, root, 6)
			require.NoError(t, err)
			require.True(t, isMember)
			l.send(types.ErrNoApplication, admitCoop(root, 6))
			l.send(types.ErrAlreadyMember, &types.MsgApply{Applicant: account(6), CoopId: root})
		})
	}
}

func TestFederationsAreNoCircle(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.FederationVoteMarginSeconds = 0 })
	a, b, c := l.found("aa", mixedCharter()), l.found("bb", mixedCharter()), l.found("cc", mixedCharter())
	l.joinCoop(b, a)
	l.joinCoop(c, b)

	l.send(nil, &types.MsgApply{Applicant: account(c), CoopId: a})
	l.send(types.ErrFederationCircle, admitCoop(a, c))
	l.send(nil, &types.MsgApply{Applicant: account(b), CoopId: a})
	l.send(types.ErrFederationCircle, admitCoop(a, b))
	l.send(types.ErrFederationCircle, &types.MsgApply{Applicant: account(a), CoopId: a})

	// A second way up is no circle.
	l.joinCoop(c, a)
	coop, err := l.keeper.GetCoop(l.ctx, c)
	require.NoError(t, err)
	require.EqualValues(t, 2, coop.LevelsBelow)
}

func TestFederationsHaveAtMostEightLevels(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.FederationVoteMarginSeconds = 0 })
	var chain []uint64
	for _, slug := range []string{"aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii"} {
		chain = append(chain, l.found(slug, mixedCharter()))
	}
	// From the top down: each joining deepens all that are above.
	for i := 7; i >= 1; i-- {
		l.joinCoop(chain[i], chain[i-1])
	}
	top, err := l.keeper.GetCoop(l.ctx, chain[7])
	require.NoError(t, err)
	require.EqualValues(t, 7, top.LevelsBelow)

	l.send(nil, &types.MsgApply{Applicant: account(chain[8]), CoopId: chain[0]})
	l.send(types.ErrFederationDepth, admitCoop(chain[0], chain[8]))
	l.send(nil, &types.MsgApply{Applicant: account(chain[7]), CoopId: chain[8]})
	l.send(types.ErrFederationDepth, admitCoop(chain[8], chain[7]))

	l.setParams(func(p *types.Params) { p.MaxFederationWalk = 1 })
	l.send(nil, &types.MsgApply{Applicant: account(chain[6]), CoopId: chain[8]})
	l.send(nil, admitCoop(chain[8], chain[6]))
}

// Raising a federation visits a bounded number of those above it.
func TestTheWalkUpIsBounded(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.FederationVoteMarginSeconds = 0 })
	below, middle := l.found("below", mixedCharter()), l.found("middle", mixedCharter())
	for _, slug := range []string{"top-1", "top-2", "top-3"} {
		l.joinCoop(l.found(slug, mixedCharter()), middle)
	}
	l.setParams(func(p *types.Params) { p.MaxFederationWalk = 3 })
	l.send(nil, &types.MsgApply{Applicant: account(below), CoopId: middle})
	l.send(types.ErrFederationDepth, admitCoop(middle, below))
	l.setParams(func(p *types.Params) { p.MaxFederationWalk = 4 })
	l.send(nil, admitCoop(middle, below))
}

func TestACoopBelongsToAFewFederations(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.MaxFederationsPerCoop, p.FederationVoteMarginSeconds = 1, 0 })
	other := l.found("other", mixedCharter())
	l.send(nil, &types.MsgApply{Applicant: account(north), CoopId: other})
	l.send(types.ErrTooManyFederations, admitCoop(other, north))
	// North can't leave the root federation, which has only four members.
	l.joinCoop(root, l.found("fifth", testutil.WorkerCharter()))
	l.send(nil, &types.MsgLeave{Signer: account(north), CoopId: root})
	l.send(nil, admitCoop(other, north))
}

// H1: applications are cheap to make and cheap to forget.
func TestApplicationsAreForgotten(t *testing.T) {
	l := newLedger(t)
	bakery := l.found("bakery", testutil.WorkerCharter())
	targets := []uint64{root, north, east, south, west}
	for _, target := range targets {
		l.send(nil, &types.MsgApply{Applicant: account(bakery), CoopId: target})
	}
	l.send(types.ErrNotAllowed, &types.MsgApply{Applicant: testutil.Address("north-anna"), CoopId: root})
	l.send(types.ErrUnknownCoop, &types.MsgApply{Applicant: account(bakery), CoopId: 99})
	require.Len(t, l.applications(root), 1)

	other := l.found("other", testutil.WorkerCharter())
	l.clock.Seconds += 90*testutil.Day - 1
	require.Len(t, l.applications(root), 1)
	l.send(nil, &types.MsgApply{Applicant: account(other), CoopId: root})
	require.Len(t, l.applications(root), 2, "in its last second it still stands")

	l.clock.Seconds++
	require.Len(t, l.applications(root), 1, "an expired application is not shown")
	for _, target := range targets {
		l.send(nil, &types.MsgApply{Applicant: account(other), CoopId: target})
	}
	state, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, state.Applications, len(targets), "each new application removes up to two that are over")

	l.clock.Seconds += 60
	l.send(nil, &types.MsgApply{Applicant: account(other), CoopId: root})
	require.Equal(t, l.clock.Seconds+90*testutil.Day, l.applications(root)[0].ExpiresAt, "applying again renews")
}

func (l *ledger) applications(coopID uint64) []types.Application {
	l.t.Helper()
	coop, err := l.keeper.GetCoop(l.ctx, coopID)
	require.NoError(l.t, err)
	response, err := l.query.Applications(l.ctx, &types.QueryApplicationsRequest{Coop: coop.Slug})
	require.NoError(l.t, err)
	return response.Applications
}
