package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// withUsers is the charter of north with a class of users (3) that votes, and
// with chambers of workers and users for changes of the charter if wanted.
func withUsers(chambers bool) types.Charter {
	charter := testutil.WorkerCharter()
	charter.Classes = append(charter.Classes, types.Class{Id: 3, Name: "users", Votes: true, Admits: types.MemberKind_MEMBER_KIND_PERSON})
	if !chambers {
		return charter
	}
	for _, id := range []uint32{1, 3} {
		charter.Rules[1].Chambers = append(charter.Rules[1].Chambers, &types.Chamber{
			ClassIds: []uint32{id}, Approval: charter.Rules[0].Approval, Quorum: charter.Rules[0].Quorum,
		})
	}
	return charter
}

func (l *ledger) amend(refusal error, charter types.Charter) {
	l.t.Helper()
	l.send(refusal, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
}

// rollOf is an announcement of one old member in a class.
func rollOf(classID uint32) (*types.MsgAnnounceImport, []types.ImportRow) {
	rows := []types.ImportRow{{ClassId: classID}}
	message := announcement(rows)
	message.ClassCounts = []types.ClassCount{{ClassId: classID, Members: 1}}
	return message, rows
}

// A chamber whose members all have no key, or are suspended, would block every
// change of the charter, so no decision brings one about.
func TestNoDecisionMakesAChamberMute(t *testing.T) {
	t.Run("bringing in a roll", func(t *testing.T) {
		l := newLedger(t)
		l.amend(nil, withUsers(true))
		users, rows := rollOf(3)
		l.send(types.ErrDeadlock, users)
		l.admit("users", "uma")
		l.send(nil, users)
		l.send(nil, batch(rows, 0, 1))
		l.amend(nil, withUsers(true))
	})
	t.Run("a change of class", func(t *testing.T) {
		l := newLedger(t)
		l.amend(nil, withUsers(true))
		supporters, rows := rollOf(2)
		l.send(nil, supporters)
		l.send(nil, batch(rows, 0, 1))
		move := &types.MsgChangeClass{Authority: account(north), CoopId: north, MemberId: 3, Class: "users"}
		l.send(types.ErrDeadlock, move)
		uma := l.admit("users", "uma")
		l.send(nil, move)
		// Who asks for it can't leave the chamber to those without keys either.
		l.send(nil, &types.MsgAskClass{Signer: key("uma"), CoopId: north, Class: "workers"})
		l.send(types.ErrDeadlock, &types.MsgChangeClass{Authority: account(north), CoopId: north, MemberId: uma, Class: "workers"})
	})
	t.Run("a new charter", func(t *testing.T) {
		l := newLedger(t)
		l.amend(nil, withUsers(false))
		users, rows := rollOf(3)
		l.send(nil, users)
		l.send(nil, batch(rows, 0, 1))
		l.amend(types.ErrDeadlock, withUsers(true))
		l.admit("users", "uma")
		l.amend(nil, withUsers(true))
		require.NoError(t, l.keeper.Suspend(l.ctx, l.member(north, 4)))
		l.amend(types.ErrDeadlock, withUsers(true))
	})
}

// Who is suspended neither seconds nor votes, and is on the roll.
func TestOnlyThoseWhoCanVoteChangeTheCharter(t *testing.T) {
	l := newPlaces(t)
	charter := placesCharter()
	charter.Rules[1].Seconders, charter.Rules[1].SecondingPeriodSeconds = 3, 60
	l.amend(nil, charter)
	require.NoError(t, l.keeper.Suspend(l.ctx, l.member(north, 4)))
	l.amend(types.ErrDeadlock, charter)
	charter.Rules[1].Seconders = 2
	l.amend(nil, charter)
	charter.Rules[1].Approval = types.Threshold{Numerator: 4, Denominator: 5, Base: types.Base_BASE_ROLL}
	charter.Rules[1].OrMajorityOfRoll = false
	l.amend(types.ErrDeadlock, charter)
}
