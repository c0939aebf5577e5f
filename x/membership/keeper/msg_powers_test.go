package keeper_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestGrantPower(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgGrantPower)
		refusal error
	}{
		{"success - for a term", func(*ledger, *types.MsgGrantPower) {}, nil},
		{"success - again, for another term", func(l *ledger, _ *types.MsgGrantPower) { l.grant(north, 1, 5) }, nil},
		{"error - by a member", func(_ *ledger, m *types.MsgGrantPower) { m.Authority = testutil.Address("north-anna") }, types.ErrNotAllowed},
		{"error - by the root federation", func(_ *ledger, m *types.MsgGrantPower) { m.Authority = account(root) }, types.ErrNotAllowed},
		{"error - unknown co-op", func(_ *ledger, m *types.MsgGrantPower) { m.CoopId = 99 }, types.ErrUnknownCoop},
		{"error - unknown member", func(_ *ledger, m *types.MsgGrantPower) { m.MemberId = 9 }, types.ErrUnknownMember},
		{"error - who left", func(l *ledger, _ *types.MsgGrantPower) {
			l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-anna"), CoopId: north})
		}, types.ErrWrongState},
		{"error - unknown power", func(_ *ledger, m *types.MsgGrantPower) { m.Power = "reign" }, types.ErrUnknownPower},
		{"error - no term", func(_ *ledger, m *types.MsgGrantPower) { m.TermSeconds = 0 }, types.ErrInvalidTerm},
		{"error - for ever", func(_ *ledger, m *types.MsgGrantPower) { m.TermSeconds = math.MaxUint64 }, types.ErrInvalidTerm},
		{"error - too many officers", func(l *ledger, m *types.MsgGrantPower) {
			l.setParams(func(p *types.Params) { p.MaxGrantsPerCoop = 1 })
			l.grant(north, 2, 1_000)
		}, types.ErrTooManyPowers},
		{"success - once another's term is over", func(l *ledger, m *types.MsgGrantPower) {
			l.setParams(func(p *types.Params) { p.MaxGrantsPerCoop = 1 })
			l.grant(north, 2, 1_000)
			l.clock.Seconds += 1_000
		}, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerAdmit, TermSeconds: 100}
			tc.change(l, message)
			l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			for seconds, want := range map[int64]bool{0: true, 99: true, 100: false, 10_000: false} {
				now := l.clock.Seconds
				l.clock.Seconds += seconds
				holds, err := l.keeper.HasPower(l.ctx, north, 1, types.PowerAdmit)
				require.NoError(t, err)
				require.Equal(t, want, holds, "after %d seconds", seconds)
				l.clock.Seconds = now
			}
		})
	}
}

func TestRevokePower(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgRevokePower)
		refusal error
	}{
		{"success - by resolution", func(*ledger, *types.MsgRevokePower) {}, nil},
		{"success - of an officer who is suspended", func(l *ledger, _ *types.MsgRevokePower) {
			require.NoError(l.t, l.keeper.Suspend(l.ctx, l.member(north, 1)))
		}, nil},
		{"error - by the officer", func(_ *ledger, m *types.MsgRevokePower) { m.Authority = testutil.Address("north-anna") }, types.ErrNotAllowed},
		{"error - unknown power", func(_ *ledger, m *types.MsgRevokePower) { m.Power = "" }, types.ErrUnknownPower},
		{"error - not an officer", func(_ *ledger, m *types.MsgRevokePower) { m.MemberId = 2 }, types.ErrNoSuchGrant},
		{"error - term over", func(l *ledger, _ *types.MsgRevokePower) { l.clock.Seconds += 100 }, types.ErrNoSuchGrant},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			l.grant(north, 1, 100)
			message := &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerAdmit}
			tc.change(l, message)
			l.send(tc.refusal, message)
		})
	}
}

func TestUpdateParams(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*types.MsgUpdateParams)
		refusal error
	}{
		{"success - by the root federation", func(m *types.MsgUpdateParams) { m.Params.MaxFounders = 7 }, nil},
		{"error - by another co-op", func(m *types.MsgUpdateParams) { m.Authority = account(north) }, types.ErrNotAllowed},
		{"error - by a member", func(m *types.MsgUpdateParams) { m.Authority = testutil.Address("north-anna") }, types.ErrNotAllowed},
		{"error - by nobody", func(m *types.MsgUpdateParams) { m.Authority = "" }, types.ErrInvalidAddress},
		{"error - H13 only one field given", func(m *types.MsgUpdateParams) { m.Params = types.Params{MaxFounders: 7} }, types.ErrInvalidParams},
		{"error - nine levels", func(m *types.MsgUpdateParams) { m.Params.MaxFederationLevels = 9 }, types.ErrInvalidParams},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgUpdateParams{Authority: account(root), Params: types.DefaultParams()}
			tc.change(message)
			l.send(tc.refusal, message)
		})
	}
}

func TestAmendCharter(t *testing.T) {
	cases := []struct {
		name    string
		coop    uint64
		change  func(*ledger, *types.MsgAmendCharter)
		refusal error
	}{
		{"success - a new class", north, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Classes = append(m.Charter.Classes, types.Class{Id: 3, Name: "users", Votes: true, Admits: 1})
		}, nil},
		{"success - an empty class goes", north, func(_ *ledger, m *types.MsgAmendCharter) { m.Charter.Classes = m.Charter.Classes[:1] }, nil},
		{"error - by a member", north, func(_ *ledger, m *types.MsgAmendCharter) { m.Authority = testutil.Address("north-anna") }, types.ErrNotAllowed},
		{"error - by the root federation", north, func(_ *ledger, m *types.MsgAmendCharter) { m.Authority = account(root) }, types.ErrNotAllowed},
		{"error - below the floor", north, func(_ *ledger, m *types.MsgAmendCharter) { m.Charter.Requirements[0].Rule = "ordinary" }, types.ErrBelowFloor},
		{"error - root federation below the floor", root, func(_ *ledger, m *types.MsgAmendCharter) { m.Charter.Requirements = m.Charter.Requirements[1:] }, types.ErrBelowFloor},
		{"error - could never be changed again", north, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Rules[1].Seconders, m.Charter.Rules[1].SecondingPeriodSeconds = 2, 60
		}, types.ErrDeadlock},
		{"error - drops the members' class", north, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Classes[0] = types.Class{Id: 3, Name: "bosses", Votes: true, Admits: 1}
			m.Charter.Classes[0], m.Charter.Classes[1] = m.Charter.Classes[1], m.Charter.Classes[0]
		}, types.ErrClassInUse},
		{"error - drops a class with members without a vote", north, func(l *ledger, m *types.MsgAmendCharter) {
			l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "supporters", "dora")})
			m.Charter.Classes = m.Charter.Classes[:1]
		}, types.ErrClassInUse},
		{"error - an id from two versions ago", north, func(l *ledger, m *types.MsgAmendCharter) {
			dropped := testutil.WorkerCharter()
			dropped.Classes = dropped.Classes[:1]
			l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: dropped})
			m.Charter.Classes[1] = types.Class{Id: 2, Name: "users", Votes: true, Admits: 1}
		}, types.ErrClassInUse},
		{"error - federation's votes end before its members'", root, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Rules[0].VotingPeriodSeconds = 4*testutil.Day - 1
		}, types.ErrVotingTooShort},
		{"success - federation's votes leave just enough time", root, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Rules[0].VotingPeriodSeconds = 4 * testutil.Day
		}, nil},
		{"error - member's votes end after the federation's", north, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Rules[0].TimelockPeriodSeconds = 10*testutil.Day + 1
		}, types.ErrVotingTooShort},
		{"success - member's votes end just in time", north, func(_ *ledger, m *types.MsgAmendCharter) {
			m.Charter.Rules[0].TimelockPeriodSeconds = 10 * testutil.Day
		}, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			charter := testutil.WorkerCharter()
			if tc.coop == root {
				charter = testutil.FederationCharter()
			}
			message := &types.MsgAmendCharter{Authority: account(tc.coop), CoopId: tc.coop, Charter: charter}
			tc.change(l, message)
			response := l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			require.EqualValues(t, 2, response.(*types.MsgAmendCharterResponse).Version)
			version, stored, err := l.keeper.GetCharter(l.ctx, tc.coop)
			require.NoError(t, err)
			require.EqualValues(t, 2, version)
			require.True(t, stored.Equal(&message.Charter))
			old, err := l.query.Charter(l.ctx, &types.QueryCharterRequest{Coop: fmt.Sprint(tc.coop), Version: 1})
			require.NoError(t, err)
			require.False(t, old.Charter.Equal(&message.Charter), "earlier versions stay")
		})
	}
}
