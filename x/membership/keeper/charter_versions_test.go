package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func document(letter string) *types.Document {
	return &types.Document{Uri: "https://north.example/" + letter, Sha256: bytes.Repeat([]byte(letter), 32)}
}

func described(text string) types.Charter {
	charter := testutil.WorkerCharter()
	charter.Description = text
	return charter
}

func amend(charter types.Charter, change ...func(*types.MsgAmendCharter)) *types.MsgAmendCharter {
	message := &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter}
	for _, one := range change {
		one(message)
	}
	return message
}

func (l *ledger) dated(days int64) func(*types.MsgAmendCharter) {
	return func(m *types.MsgAmendCharter) { m.EffectiveAt = l.clock.Seconds + days*testutil.Day }
}

func onRegistration(m *types.MsgAmendCharter) { m.OnRegistration = true }

// settle ends the block; what is stored then survives an import.
func (l *ledger) settle() {
	l.t.Helper()
	l.elapse(0)
	l.sameAfterImport()
}

func (l *ledger) inForce() (uint64, string) {
	l.t.Helper()
	version, charter, err := l.keeper.GetCharter(l.ctx, north)
	require.NoError(l.t, err)
	return version, charter.Description
}

func (l *ledger) requireVersion(version uint64, state types.CharterState, code uint32) types.CharterVersion {
	l.t.Helper()
	history, err := l.keeper.CharterVersions.Get(l.ctx, collections.Join[uint64, uint64](north, version))
	require.NoError(l.t, err)
	require.Equal(l.t, state, history.State)
	require.Equal(l.t, code, history.ErrorCode)
	return history
}

// officers gives anna and ben of north the power to publish.
func (l *ledger) officers() {
	for memberID := uint64(1); memberID <= 2; memberID++ {
		l.send(nil, &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: memberID, Power: types.PowerPublish, TermSeconds: 30 * testutil.Day})
	}
}

func TestCharterComesIntoForceOnItsDate(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(described("later"), l.dated(2)))
	l.send(nil, amend(described("now"), func(m *types.MsgAmendCharter) { m.BaseVersion = 1 }))
	version, text := l.inForce()
	require.EqualValues(t, 3, version, "version 2 waits, version 3 does not")
	require.Equal(t, "now", text)
	l.clock.Seconds += 2*testutil.Day - 1
	l.settle()
	l.requireVersion(2, types.CharterState_CHARTER_STATE_ADOPTED, 0)
	l.clock.Seconds++
	l.settle()
	history := l.requireVersion(2, types.CharterState_CHARTER_STATE_EFFECTIVE, 0)
	require.EqualValues(t, 3, history.ReplacedVersion)
	require.Equal(t, l.clock.Seconds, history.EffectiveAt)
	version, text = l.inForce()
	require.EqualValues(t, 2, version)
	require.Equal(t, "later", text)
	l.send(types.ErrOtherVersion, amend(described("lost"), func(m *types.MsgAmendCharter) { m.BaseVersion = 3 }))
	response := l.send(nil, amend(described("next"))).(*types.MsgAmendCharterResponse)
	require.EqualValues(t, 4, response.Version, "numbers follow the order of adoption")
}

func TestCharterIsCheckedAgainWhenItsTimeComes(t *testing.T) {
	noSupporters := testutil.WorkerCharter()
	noSupporters.Classes = noSupporters.Classes[:1]
	seconded := testutil.WorkerCharter()
	seconded.Rules[1].Seconders, seconded.Rules[1].SecondingPeriodSeconds = 1, testutil.Day
	for _, tc := range []struct {
		name      string
		charter   types.Charter
		meanwhile func(l *ledger)
		code      uint32
	}{
		{"error - a class it drops has a member by now", noSupporters, func(l *ledger) {
			l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "supporters", "cleo")})
		}, 12},
		{"error - it could never be changed again by now", seconded, func(l *ledger) {
			l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-ben"), CoopId: north})
		}, 11},
		{"error - it would change more than was decided", described("later"), func(l *ledger) {
			other := testutil.WorkerCharter()
			other.MaxOpenResolutionsPerMember++
			l.send(nil, amend(other))
		}, 141},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			l.send(nil, amend(tc.charter, l.dated(1)))
			tc.meanwhile(l)
			before, _ := l.inForce()
			l.clock.Seconds += testutil.Day
			l.settle()
			history := l.requireVersion(2, types.CharterState_CHARTER_STATE_FAILED, tc.code)
			require.Equal(t, types.ModuleName, history.Codespace)
			after, _ := l.inForce()
			require.Equal(t, before, after)
			l.settle()
			l.send(types.ErrWrongCharterState, &types.MsgWithdrawCharter{Authority: account(north), CoopId: north, Version: 2})
		})
	}
}

func TestCharterWaitsForItsRegistration(t *testing.T) {
	l := newLedger(t)
	l.officers()
	register := func(signer string, version uint64, evidence *types.Document) *types.MsgRegisterCharter {
		return &types.MsgRegisterCharter{Authority: signer, CoopId: north, Version: version, Evidence: evidence}
	}
	anna := testutil.Address("north-anna")
	l.send(nil, amend(described("registered"), onRegistration))
	l.send(nil, amend(described("dated"), l.dated(1)))
	l.send(types.ErrNotAMember, register(testutil.Address("east-anna"), 2, document("a")))
	l.send(types.ErrInvalidRequest, register(anna, 2, nil))
	l.send(types.ErrInvalidCharter, register(anna, 2, &types.Document{Uri: "https://north.example", Sha256: []byte{1}}))
	l.send(types.ErrUnknownVersion, register(anna, 1, document("a")))
	l.send(types.ErrUnknownVersion, register(anna, 9, document("a")))
	l.send(types.ErrWrongCharterState, register(anna, 3, document("a")))
	l.send(nil, &types.MsgWithdrawCharter{Authority: account(north), CoopId: north, Version: 3})
	l.requireVersion(3, types.CharterState_CHARTER_STATE_WITHDRAWN, 0)
	l.settle()
	l.send(nil, register(anna, 2, document("a")))
	history := l.requireVersion(2, types.CharterState_CHARTER_STATE_EFFECTIVE, 0)
	require.Equal(t, document("a"), history.Registration)
	l.send(types.ErrWrongCharterState, register(anna, 2, document("a")))
	l.send(nil, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerPublish})
	l.send(nil, amend(described("too late"), onRegistration))
	l.send(types.ErrNotAllowed, register(anna, 4, document("a")))
	l.clock.Seconds += int64(types.DefaultParams().MaxCharterDelaySeconds)
	l.settle()
	l.requireVersion(4, types.CharterState_CHARTER_STATE_FAILED, 147)
	_, text := l.inForce()
	require.Equal(t, "registered", text)
}

func TestRegisteredCharterMayFail(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(described("later"), onRegistration))
	other := testutil.WorkerCharter()
	other.MaxOpenResolutionsPerMember++
	l.send(nil, amend(other))
	l.send(nil, &types.MsgRegisterCharter{Authority: account(north), CoopId: north, Version: 2, Evidence: document("a")})
	history := l.requireVersion(2, types.CharterState_CHARTER_STATE_FAILED, 141)
	require.NotNil(t, history.Registration, "that it was registered is true all the same")
	l.settle()
}

func TestAdoptedChartersAreBounded(t *testing.T) {
	l := newLedger(t)
	for _, refused := range []func(*types.MsgAmendCharter){
		func(m *types.MsgAmendCharter) { m.EffectiveAt = l.clock.Seconds },
		func(m *types.MsgAmendCharter) { m.EffectiveAt = -1 },
		func(m *types.MsgAmendCharter) {
			m.EffectiveAt = l.clock.Seconds + int64(types.DefaultParams().MaxCharterDelaySeconds) + 1
		},
		func(m *types.MsgAmendCharter) { m.EffectiveAt, m.OnRegistration = l.clock.Seconds+1, true },
	} {
		l.send(types.ErrInvalidTiming, amend(described("never"), refused))
	}
	for range types.DefaultParams().MaxAdoptedChartersPerCoop {
		l.send(nil, amend(described("later"), l.dated(1)))
	}
	l.send(types.ErrTooManyAdopted, amend(described("one more"), onRegistration))
	l.send(nil, amend(described("at once is no queue")))
	l.clock.Seconds += testutil.Day
	one := 1
	l.clock.Items = &one
	require.NoError(t, l.keeper.EndBlock(l.ctx))
	l.requireVersion(2, types.CharterState_CHARTER_STATE_EFFECTIVE, 0)
	l.requireVersion(3, types.CharterState_CHARTER_STATE_ADOPTED, 0)
	l.clock.Items = nil
	l.settle()
	for version := uint64(3); version <= 5; version++ {
		l.requireVersion(version, types.CharterState_CHARTER_STATE_EFFECTIVE, 0)
	}
	version, _ := l.inForce()
	require.EqualValues(t, 5, version, "in the order of due time and version")
}

func annul(signer string, version uint64, decision *types.Document) *types.MsgAnnulCharter {
	return &types.MsgAnnulCharter{Authority: signer, CoopId: north, Version: version, Decision: decision}
}

func TestCourtAnnulsACharter(t *testing.T) {
	l := newLedger(t)
	l.officers()
	anna, ben := testutil.Address("north-anna"), testutil.Address("north-ben")
	l.send(types.ErrUnknownVersion, annul(account(north), 1, document("a")))
	dropped := described("annulled")
	dropped.Classes = dropped.Classes[:1]
	l.send(nil, amend(dropped))
	l.send(types.ErrInvalidRequest, annul(anna, 2, nil))
	l.send(types.ErrNotAMember, annul(account(root), 2, document("a")))

	first := l.send(nil, annul(anna, 2, document("a"))).(*types.MsgAnnulCharterResponse)
	require.False(t, first.Annulled)
	l.settle()
	l.send(types.ErrNotAllowed, annul(anna, 2, document("a")))
	other := l.send(nil, annul(ben, 2, document("b"))).(*types.MsgAnnulCharterResponse)
	require.False(t, other.Annulled, "ben records another decision, which anna has not")
	version, _ := l.inForce()
	require.EqualValues(t, 2, version)
	done := l.send(nil, annul(anna, 2, document("b"))).(*types.MsgAnnulCharterResponse)
	require.True(t, done.Annulled)
	require.EqualValues(t, 3, done.CharterVersion)

	l.requireVersion(2, types.CharterState_CHARTER_STATE_ANNULLED, 0)
	require.EqualValues(t, 1, l.requireVersion(3, types.CharterState_CHARTER_STATE_EFFECTIVE, 0).RestoresVersion)
	_, charter, err := l.keeper.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.True(t, charter.Equal(testutil.WorkerCharter()), "the content of version 1, its dropped class too")
	kept, err := l.keeper.CharterAt(l.ctx, north, 2)
	require.NoError(t, err)
	require.True(t, kept.Equal(dropped), "history is not rewritten")
	l.send(types.ErrWrongCharterState, annul(account(north), 2, document("b")))
	l.send(types.ErrWrongCharterState, annul(account(north), 3, document("c")))
	l.settle()
}

// What was adopted before the annulled version came into force still waits for its
// time; what was adopted under it comes into force no more.
func TestAnnulmentSuspendsWhatWasAdoptedUnderIt(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(described("before"), l.dated(30)))
	l.clock.Seconds++
	l.send(nil, amend(described("annulled")))
	l.clock.Seconds++
	l.send(nil, amend(described("under it, dated"), l.dated(10)))
	l.send(nil, amend(described("under it, to be registered"), onRegistration))
	done := l.send(nil, annul(account(north), 3, document("a"))).(*types.MsgAnnulCharterResponse)
	require.True(t, done.Annulled)
	l.requireVersion(2, types.CharterState_CHARTER_STATE_ADOPTED, 0)
	l.requireVersion(4, types.CharterState_CHARTER_STATE_FAILED, 144)
	l.requireVersion(5, types.CharterState_CHARTER_STATE_FAILED, 144)
	l.send(types.ErrWrongCharterState, &types.MsgRegisterCharter{
		Authority: account(north), CoopId: north, Version: 5, Evidence: document("a"),
	})
	l.clock.Seconds += 10 * testutil.Day
	l.settle()
	version, _ := l.inForce()
	require.Equal(t, done.CharterVersion, version)
	l.clock.Seconds += 20 * testutil.Day
	l.settle()
	version, text := l.inForce()
	require.EqualValues(t, 2, version)
	require.Equal(t, "before", text)
	for _, kept := range []uint64{3, 4, 5} {
		_, err := l.keeper.CharterAt(l.ctx, north, kept)
		require.NoError(t, err, "history is not rewritten")
	}
}

func TestAnnulmentOfWhatIsNotInForce(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(described("second")))
	l.send(nil, amend(described("third")))
	done := l.send(nil, annul(account(north), 2, document("a"))).(*types.MsgAnnulCharterResponse)
	require.True(t, done.Annulled)
	require.EqualValues(t, 3, done.CharterVersion, "what followed stands until the members change it")
	l.send(nil, amend(described("waits"), onRegistration))
	l.send(types.ErrWrongCharterState, annul(account(north), 4, document("a")))
	l.settle()
}

func TestAnnulmentNeedsTwoWhoHoldThePowerNow(t *testing.T) {
	l := newLedger(t)
	l.officers()
	l.send(nil, amend(described("second")))
	l.send(nil, annul(testutil.Address("north-anna"), 2, document("a")))
	l.send(nil, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 1, Power: types.PowerPublish})
	l.send(types.ErrNotAllowed, annul(testutil.Address("north-anna"), 2, document("a")))
	second := l.send(nil, annul(testutil.Address("north-ben"), 2, document("a"))).(*types.MsgAnnulCharterResponse)
	require.False(t, second.Annulled, "the first no longer holds the power, so ben is the first now")
}

func TestAnnulmentThatCannotBeReversed(t *testing.T) {
	l := newLedger(t)
	charter := described("second")
	charter.Classes = append(charter.Classes, types.Class{Id: 3, Name: "users", Votes: true, Admits: types.MemberKind_MEMBER_KIND_PERSON})
	l.send(nil, amend(charter))
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "users", "cleo")})
	l.send(types.ErrClassInUse, annul(account(north), 2, document("a")))
}

func TestCharterVersionsAreListed(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(described("second")))
	l.send(nil, amend(described("waits"), onRegistration))
	answer, err := l.query.CharterVersions(l.ctx, &types.QueryCharterVersionsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, answer.Versions, 2)
	require.EqualValues(t, 2, answer.InForce)
	one, err := l.query.Charter(l.ctx, &types.QueryCharterRequest{Coop: "north", Version: 3})
	require.NoError(t, err)
	require.Equal(t, types.CharterState_CHARTER_STATE_ADOPTED, one.History.State)
	require.Equal(t, "waits", one.Charter.Description)
	founding, err := l.query.Charter(l.ctx, &types.QueryCharterRequest{Coop: "north", Version: 1})
	require.NoError(t, err)
	require.Nil(t, founding.History)
}
