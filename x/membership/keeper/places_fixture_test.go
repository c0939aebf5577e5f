package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const day = testutil.Day

// placesCharter has a class for each way to join and to be tried. Ids 1 and 2
// are those of testutil.WorkerCharter.
func placesCharter() types.Charter {
	charter := testutil.WorkerCharter()
	person := types.MemberKind_MEMBER_KIND_PERSON
	charter.Classes = append(charter.Classes,
		types.Class{
			Id: 3, Name: "open", Votes: true, Admits: person, Admission: types.AdmissionPolicy_ADMISSION_POLICY_OPEN,
			ObjectionWindowSeconds: 7 * day, Objections: 2, MaxAdmissionsPerDay: 2,
		},
		types.Class{
			Id: 4, Name: "sponsored", Votes: true, Admits: person, Admission: types.AdmissionPolicy_ADMISSION_POLICY_SPONSORED,
			Sponsors: 2, MaxAdmissionsPerDay: 2,
		},
		types.Class{Id: 5, Name: "resolved", Votes: true, Admits: person, Admission: types.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION},
		types.Class{Id: 6, Name: "probation", Admits: person, TrialPeriodSeconds: 30 * day, NextClassId: 1},
		types.Class{Id: 7, Name: "tested", Votes: true, Admits: person, TrialPeriodSeconds: 30 * day, NextClassId: 1, TrialLapses: true},
		types.Class{Id: 8, Name: "few", Votes: true, Admits: person, MaxMembers: 1},
	)
	charter.Terms = &types.MembershipTerms{
		LeavingNoticeSeconds: 90 * day, RejoinAfterLeavingSeconds: 10 * day, RejoinAfterExpulsionSeconds: 300 * day,
		LapseGrounds: []string{"dues", "inactivity"}, LapseNoticeSeconds: 20 * day,
	}
	return charter
}

// newPlaces is newLedger with placesCharter in north, and carol and dora as
// workers 3 and 4.
func newPlaces(t *testing.T) *ledger {
	t.Helper()
	l := newLedger(t)
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: placesCharter()})
	for _, name := range []string{"carol", "dora"} {
		l.admit("workers", name)
	}
	return l
}

// admit a person to north by the members' resolution.
func (l *ledger) admit(class, name string) uint64 {
	l.t.Helper()
	response := l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", class, name)})
	return response.(*types.MsgAdmitResponse).MemberId
}

// application of a person to north, sent by somebody.
func (l *ledger) application(sender, class, name string) *types.MsgApply {
	proof := l.proof(name, "north", 0)
	return &types.MsgApply{Applicant: testutil.Address(sender), CoopId: north, Class: class, Key: &proof}
}

func (l *ledger) apply(sender, class, name string) uint64 {
	l.t.Helper()
	return l.send(nil, l.application(sender, class, name)).(*types.MsgApplyResponse).Application
}

// elapse lets time go by and makes a block.
func (l *ledger) elapse(seconds int64) {
	l.t.Helper()
	l.clock.Seconds += seconds
	l.ctx = l.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(l.t, l.keeper.EndBlock(l.ctx))
	l.sound()
}

func (l *ledger) grantPower(memberID uint64, power string) {
	l.t.Helper()
	l.send(nil, &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: memberID, Power: power, TermSeconds: 1_000 * day})
}

// whose is the member that a name's key acts for in north, or zero.
func (l *ledger) whose(name string) uint64 {
	member, err := l.keeper.MemberByKey(l.ctx, north, testutil.Key(name).PubKey().Address())
	if err != nil {
		return 0
	}
	return member.MemberId
}

func (l *ledger) stage(number uint64) types.ApplicationStage {
	l.t.Helper()
	application, err := l.keeper.GetPersonApplication(l.ctx, north, number)
	require.NoError(l.t, err)
	return application.Stage
}

func (l *ledger) noApplication(number uint64) {
	l.t.Helper()
	_, err := l.keeper.GetPersonApplication(l.ctx, north, number)
	require.ErrorIs(l.t, err, types.ErrUnknownApplication)
}

func (l *ledger) state(memberID uint64) types.MemberState { return l.member(north, memberID).State }
