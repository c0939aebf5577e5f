package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Notice of leaving and suspension go their own ways. At each point of time the
// state is that of the suspension while one runs, and else that of the notice; the
// member is on the roll throughout, and the notice runs on.
func TestNoticeOfLeavingAndSuspension(t *testing.T) {
	leave := func(l *ledger) { l.send(nil, &types.MsgLeave{Signer: key("dora"), CoopId: north}) }
	stay := func(l *ledger) {
		l.send(nil, &types.MsgWithdrawNotice{
			Signer: key("dora"), CoopId: north, MemberId: dora, Kind: types.NoticeKind_NOTICE_KIND_LEAVING,
		})
	}
	suspended := func(l *ledger) { l.send(nil, suspend(key("north-ben"), l.conduct(dora).OpenCaseId, 7*day)) }
	ends := func(l *ledger) { l.elapse(7 * day) }
	dismiss := func(l *ledger) {
		id := l.conduct(dora).OpenCaseId
		l.send(nil, reply(key("dora"), id))
		l.send(nil, decide(id, dismissed, 0))
	}
	noticeEnds := func(l *ledger) { l.elapse(90 * day) }
	type point struct {
		what  string
		do    func(*ledger)
		state types.MemberState
		// notice says that one of leaving is given.
		notice bool
	}
	for name, points := range map[string][]point{
		"leaving, suspended, stays, the suspension ends": {
			{"gives notice", leave, isLeaving, true},
			{"is suspended", suspended, isSuspended, true},
			{"withdraws the notice", stay, isSuspended, false},
			{"the suspension ends", ends, isActive, false},
			{"the notice would have ended", noticeEnds, isActive, false},
		},
		"suspended, leaving, the suspension ends": {
			{"is suspended", suspended, isSuspended, false},
			{"gives notice", leave, isSuspended, true},
			{"the suspension ends", ends, isLeaving, true},
			{"withdraws the notice", stay, isActive, false},
		},
		"suspended, leaving, the case is dismissed": {
			{"is suspended", suspended, isSuspended, false},
			{"gives notice", leave, isSuspended, true},
			{"the case is dismissed", dismiss, isLeaving, true},
			{"the notice ends", noticeEnds, isLeft, false},
		},
		"leaving, suspended, stays, leaves again, the suspension ends": {
			{"gives notice", leave, isLeaving, true},
			{"is suspended", suspended, isSuspended, true},
			{"withdraws the notice", stay, isSuspended, false},
			{"gives notice again", leave, isSuspended, true},
			{"the suspension ends", ends, isLeaving, true},
		},
		"the notice ends first": {
			{"gives notice", leave, isLeaving, true},
			{"83 days pass", func(l *ledger) { l.elapse(83 * day) }, isLeaving, true},
			{"is charged again and suspended", func(l *ledger) {
				l.charged(dora)
				suspended(l)
			}, isSuspended, true},
			{"both end in one block", ends, isLeft, false},
		},
	} {
		t.Run("success - "+name, func(t *testing.T) {
			l := newCases(t)
			l.charged(dora)
			voters := l.roll(north).Voters()
			for _, one := range points {
				one.do(l)
				require.Equal(t, one.state.String(), l.state(dora).String(), one.what)
				notices, err := l.query.Notices(l.ctx, &types.QueryNoticesRequest{Coop: "north"})
				require.NoError(t, err)
				require.Equal(t, one.notice, len(notices.Notices) == 1, one.what)
				_, onRoll := l.member(north, dora).OnRollNow()
				require.Equal(t, one.state != isLeft, onRoll, one.what)
				if onRoll {
					require.Equal(t, voters, l.roll(north).Voters(), one.what)
				}
				ables := l.roll(north).Ables()
				if one.state == isActive || one.state == isLeaving {
					require.Equal(t, voters, ables, one.what)
				} else {
					require.Equal(t, voters-1, ables, one.what)
				}
				l.sameAfterImport()
			}
		})
	}
}
