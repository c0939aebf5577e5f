package keeper_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const week = 7 * testutil.Day

// newSafeLedger has recovery in north's charter, and the members anna, ben,
// carla, dora and emil (1 to 5). Carla, dora and emil are anna's guardians, two of
// them are needed.
func newSafeLedger(t *testing.T) *ledger {
	t.Helper()
	l := newLedger(t)
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: safeCharter()})
	for _, name := range []string{"carla", "dora", "emil"} {
		l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", name)})
	}
	l.send(nil, &types.MsgSetGuardians{Signer: testutil.Address("north-anna"), CoopId: north, Guardians: []uint64{3, 4, 5}, Needed: 2})
	l.elapse(week)
	return l
}

func safeCharter() types.Charter {
	charter := testutil.WorkerCharter()
	charter.Requirements = append(charter.Requirements, types.Requirement{Subject: types.SubjectInPerson, Rule: "special"})
	charter.Recovery = &types.RecoveryPolicy{
		GuardiansDelaySeconds: week, ResolutionDelaySeconds: week, InPersonDelaySeconds: 4 * week,
		RemovalDelaySeconds: week, FreezeSeconds: week, MaxOpenRecoveries: 1,
	}
	return charter
}

func (l *ledger) start(guardian, newKey string) *types.MsgStartRecovery {
	return &types.MsgStartRecovery{Guardian: testutil.Address(guardian), CoopId: north, MemberId: 1, Key: l.proof(newKey, "north", 1)}
}

func support(guardian, newKey string) *types.MsgSupportRecovery {
	return &types.MsgSupportRecovery{Guardian: testutil.Address(guardian), CoopId: north, MemberId: 1, Address: testutil.Address(newKey)}
}

func veto(name string) *types.MsgVetoRecovery {
	return &types.MsgVetoRecovery{Signer: testutil.Address(name), CoopId: north, MemberId: 1}
}

func (l *ledger) recover(newKey string) *types.MsgRecover {
	return &types.MsgRecover{Authority: account(north), CoopId: north, MemberId: 1, Key: l.proof(newKey, "north", 1)}
}

func (l *ledger) recoverInPerson(newKey string) *types.MsgRecoverInPerson {
	return &types.MsgRecoverInPerson{Authority: account(north), CoopId: north, MemberId: 1, Key: l.proof(newKey, "north", 1)}
}

// keysAre says which names act for anna's place now.
func (l *ledger) keysAre(names ...string) {
	l.t.Helper()
	answer, err := l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: 1})
	require.NoError(l.t, err)
	var have, want []string
	for _, key := range answer.Keys {
		have = append(have, key.Address)
	}
	for _, name := range names {
		want = append(want, testutil.Address(name))
	}
	require.ElementsMatch(l.t, want, have)
}

func (l *ledger) frozen() bool {
	l.t.Helper()
	until, err := l.keeper.MoneyFrozen(l.ctx, north, 1)
	require.NoError(l.t, err)
	return until > l.clock.Seconds
}

func TestGuardiansRecover(t *testing.T) {
	l := newSafeLedger(t)
	l.send(types.ErrNotGuardian, l.start("north-ben", "new"))
	l.send(nil, l.start("carla", "new"))
	require.False(t, l.frozen(), "one guardian alone changes nothing")
	l.send(types.ErrNoRecovery, support("dora", "other"))
	l.send(nil, support("carla", "new")) // counted once
	require.False(t, l.frozen())
	l.send(nil, support("dora", "new"))
	require.True(t, l.frozen())
	l.send(types.ErrRecoveryRuns, l.start("emil", "other"))
	l.sameAfterImport()
	l.elapse(week - 1)
	l.keysAre("north-anna")
	l.clock.Quiet = true
	l.elapse(week)
	l.keysAre("north-anna")
	require.True(t, l.frozen(), "it waits for the end of the quiet blocks")
	l.clock.Quiet = false
	l.elapse(0)
	l.keysAre("new")
	require.False(t, l.frozen())
	require.EqualValues(t, 5, l.roll(north).Ables())
	l.sameAfterImport()
}

func TestGuardianProposals(t *testing.T) {
	l := newSafeLedger(t)
	l.send(nil, l.start("carla", "bad"))
	l.send(nil, l.start("dora", "new"))
	l.send(nil, support("emil", "new"))
	l.elapse(week)
	l.keysAre("new")
	l.send(nil, l.start("carla", "bad"))
	l.elapse(week)
	l.keysAre("new")
	l.send(types.ErrNoRecovery, support("dora", "bad"))
}

func TestGuardiansCollude(t *testing.T) {
	l := newSafeLedger(t)
	l.send(nil, l.start("carla", "carla-second"))
	l.send(types.ErrNoRecovery, veto("north-anna"))
	l.send(nil, support("dora", "carla-second"))
	l.send(types.ErrNotAMember, veto("north-ben"))
	l.send(nil, veto("north-anna"))
	l.elapse(5 * week)
	l.keysAre("north-anna")
	l.send(types.ErrRoadClosed, l.start("carla", "carla-second"))
	require.False(t, l.frozen())
	l.sameAfterImport()
}

func TestStolenKeyRaces(t *testing.T) {
	l := newSafeLedger(t)
	l.addKey("north", north, "north-anna", 1, "thief")
	remove := func(by, whom string) *types.MsgRemoveKey {
		return &types.MsgRemoveKey{Signer: testutil.Address(by), CoopId: north, Address: testutil.Address(whom)}
	}
	keep := &types.MsgKeepKey{Signer: testutil.Address("north-anna"), CoopId: north}
	l.send(types.ErrNoRemoval, keep)
	l.send(nil, remove("thief", "north-anna"))
	l.send(types.ErrInvalidRequest, remove("thief", "north-anna"))
	l.sameAfterImport()
	l.send(nil, keep)
	l.elapse(2 * week)
	l.keysAre("north-anna", "thief")

	l.send(nil, &types.MsgFreeze{Signer: testutil.Address("north-anna"), CoopId: north, MemberId: 1})
	l.send(nil, &types.MsgSetGuardians{Signer: testutil.Address("thief"), CoopId: north, Guardians: []uint64{2, 3}, Needed: 2})
	l.send(nil, l.start("carla", "new"))
	l.send(types.ErrNotGuardian, support("north-ben", "new"))
	l.send(nil, support("dora", "new"))
	l.send(nil, veto("thief"))
	l.send(types.ErrRoadClosed, l.start("carla", "new"))

	resolved, inPerson := l.recover("new"), l.recoverInPerson("new")
	readOnChain := func(proof types.KeyProof) *types.MsgAddKey {
		return &types.MsgAddKey{Signer: testutil.Address("thief"), CoopId: north, Key: proof}
	}
	l.send(nil, resolved)
	l.send(types.ErrProofUsed, readOnChain(resolved.Key))
	l.send(nil, veto("thief"))
	l.send(nil, readOnChain(inPerson.Key))
	l.send(nil, inPerson)
	l.send(nil, veto("thief"))
	l.send(types.ErrNoRecovery, veto("thief"))
	l.elapse(4*week - 1)
	require.True(t, l.frozen())
	l.elapse(1)
	l.keysAre("new")
	l.send(types.ErrNotAMember, remove("thief", "new"))
	l.send(nil, l.start("carla", "newer"))
}

// Who kept the proof of a key since removed can't have guardians bring it back; the
// key itself can agree anew, once for all the guardians.
func TestGuardiansNeedAFreshProof(t *testing.T) {
	l := newSafeLedger(t)
	add := func(proof types.KeyProof) *types.MsgAddKey {
		return &types.MsgAddKey{Signer: testutil.Address("north-anna"), CoopId: north, Key: proof}
	}
	old, fresh, second := l.start("carla", "phone"), l.start("carla", "phone"), l.start("dora", "phone")
	l.send(nil, add(old.Key))
	l.send(nil, &types.MsgRemoveKey{Signer: testutil.Address("phone"), CoopId: north, Address: testutil.Address("phone")})
	l.send(types.ErrProofUsed, old)
	l.send(nil, fresh)
	l.send(types.ErrProofUsed, add(fresh.Key))
	second.Key = fresh.Key
	l.send(nil, second)
	require.True(t, l.frozen(), "both want the same key")
	l.sameAfterImport()
	l.elapse(week)
	l.keysAre("phone")

	// One of the member's own keys may be the one that stays.
	own := l.start("carla", "tablet")
	l.send(nil, &types.MsgAddKey{Signer: testutil.Address("phone"), CoopId: north, Key: own.Key})
	l.send(nil, own)
}

// A thief with one of the member's keys can read the proof of a recovery while the
// members vote, add the key with it and take it off again: that stops nothing.
func TestAThiefUsesUpTheProofOfAResolution(t *testing.T) {
	l := newSafeLedger(t)
	charter := safeCharter()
	charter.Recovery.RemovalDelaySeconds = 0
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	resolved := l.recover("new")
	l.send(nil, &types.MsgAddKey{Signer: testutil.Address("north-anna"), CoopId: north, Key: resolved.Key})
	l.send(nil, &types.MsgRemoveKey{Signer: testutil.Address("north-anna"), CoopId: north, Address: testutil.Address("new")})
	l.send(nil, resolved)
	l.elapse(week)
	l.keysAre("new")
}

func TestBoardInSeries(t *testing.T) {
	l := newSafeLedger(t)
	l.send(types.ErrNotAllowed, l.recoverInPerson("board"))
	l.send(nil, l.recover("board"))
	second := l.recover("board-2")
	second.MemberId, second.Key = 2, l.proof("board-2", "north", 2)
	l.send(types.ErrTooManyRecoveries, second)
	l.send(nil, veto("north-anna"))
	l.send(types.ErrRoadClosed, l.recover("board"))
	l.send(nil, l.recoverInPerson("board"))
	l.send(nil, veto("north-anna"))
	l.send(nil, &types.MsgStopRecovery{Authority: account(north), CoopId: north, MemberId: 1})
	l.elapse(5 * week)
	l.keysAre("north-anna")
	second.Key = l.proof("board-2", "north", 2)
	l.send(nil, second)
	l.sameAfterImport()
}

func TestRecoveryKeys(t *testing.T) {
	l := newSafeLedger(t)
	other := l.recover("new")
	other.Authority = account(south)
	l.send(types.ErrNotAllowed, other)
	l.send(types.ErrKeyTaken, l.recover("north-ben"))
	l.send(nil, l.start("carla", "new"))
	capitals := support("dora", "new")
	capitals.Address = strings.ToUpper(capitals.Address)
	l.send(nil, capitals)
	// The new key becomes another member's meanwhile.
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "new")})
	l.elapse(week)
	l.keysAre("north-anna")
	l.send(types.ErrMemberCoopKeys, &types.MsgRecover{Authority: account(root), CoopId: root, MemberId: 1, Key: l.proof("x", "federation", 1)})
}

func TestRecoveryOutlivesTheMembership(t *testing.T) {
	l := newSafeLedger(t)
	l.send(nil, l.recover("new"))
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-anna"), CoopId: north})
	l.sameAfterImport()
	l.elapse(week)
	l.keysAre("new")
	_, err := l.keeper.MemberByKey(l.ctx, north, testutil.Key("new").PubKey().Address())
	require.ErrorIs(t, err, types.ErrNotAMember)
	for name, may := range map[string]bool{"new": true, "north-anna": false} {
		moves, err := l.keeper.MayMoveMoney(l.ctx, north, 1, testutil.Key(name).PubKey().Address())
		require.NoError(t, err)
		require.Equal(t, may, moves, name)
	}
	// The address is free to join anew, and the old key stays that of the old number.
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "new")})
	l.sameAfterImport()
}

func TestFreeze(t *testing.T) {
	l := newSafeLedger(t)
	freeze := func(name string) *types.MsgFreeze {
		return &types.MsgFreeze{Signer: testutil.Address(name), CoopId: north, MemberId: 1}
	}
	l.send(types.ErrNotAllowed, freeze("north-ben"))
	l.send(nil, freeze("north-anna"))
	require.True(t, l.frozen())
	l.send(types.ErrFrozen, freeze("north-anna"))
	l.sameAfterImport()
	l.elapse(week)
	require.False(t, l.frozen())
	l.send(types.ErrFrozen, freeze("north-anna"))
	l.send(nil, freeze("emil"))
	l.send(types.ErrFrozen, freeze("dora"))
	l.power(2, types.PowerFreeze)
	l.send(nil, freeze("north-ben"))
	l.elapse(3*week - 1)
	l.send(types.ErrFrozen, freeze("north-anna"))
	l.elapse(1)
	l.send(nil, freeze("north-anna"))
}

func TestSetGuardians(t *testing.T) {
	l := newSafeLedger(t)
	set := func(needed uint32, guardians ...uint64) *types.MsgSetGuardians {
		return &types.MsgSetGuardians{Signer: testutil.Address("north-anna"), CoopId: north, Guardians: guardians, Needed: needed}
	}
	l.send(types.ErrInvalidGuardians, set(1, 2, 3))
	l.send(types.ErrInvalidGuardians, set(3, 2, 3))
	l.send(types.ErrInvalidGuardians, set(2, 1, 3))
	l.send(types.ErrInvalidGuardians, set(2, 3, 3))
	l.send(types.ErrUnknownMember, set(2, 3, 9))
	l.send(types.ErrInvalidGuardians, set(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
	l.send(nil, set(0))
	l.send(nil, set(2, 2, 3))
	l.elapse(week - 1)
	l.send(nil, l.start("emil", "new"))
	l.elapse(1)
	under, err := l.query.Recovery(l.ctx, &types.QueryRecoveryRequest{Coop: "north"})
	require.NoError(t, err)
	require.Empty(t, under.Recoveries, "what the earlier guardians proposed falls away")
	l.send(types.ErrNotGuardian, l.start("emil", "new"))
	l.send(nil, l.start("north-ben", "new"))
}

// A guardian never acts for the money of whom it guards: not before a recovery,
// while it runs, vetoed or done, not with the member's money frozen, and not once
// the member has left. Nor can it make itself a trustee. Who can is the member.
func TestGuardiansNeverTouchMoney(t *testing.T) {
	guardians := []string{"carla", "dora", "emil"}
	l := newSafeLedger(t)
	stage := func(what string, owners ...string) {
		l.t.Helper()
		for _, name := range append([]string{"north-anna", "new", "newer"}, guardians...) {
			account := testutil.Key(name).PubKey().Address()
			moves, err := l.keeper.MayMoveMoney(l.ctx, north, 1, account)
			require.NoError(t, err)
			require.Equal(t, slices.Contains(owners, name), moves, "%s: %s moves the money", what, name)
			trustee, err := l.keeper.IsTrustee(l.ctx, north, 1, account)
			require.NoError(t, err)
			require.False(t, trustee, "%s: %s is a trustee", what, name)
		}
		for _, guardian := range guardians {
			l.send(types.ErrNotAllowed, &types.MsgSetTrustee{
				Authority: testutil.Address(guardian), CoopId: north, MemberId: 1, Address: testutil.Address(guardian),
			})
		}
	}
	stage("before", "north-anna")
	l.send(nil, &types.MsgFreeze{Signer: testutil.Address("emil"), CoopId: north, MemberId: 1})
	require.True(t, l.frozen())
	stage("frozen by a guardian", "north-anna")
	l.elapse(week)
	l.send(nil, l.start("carla", "new"))
	stage("proposed", "north-anna")
	l.send(nil, support("dora", "new"))
	require.True(t, l.frozen())
	stage("settled", "north-anna")
	l.elapse(week)
	l.keysAre("new")
	stage("recovered", "new")
	l.send(nil, l.start("dora", "newer"))
	l.send(nil, support("emil", "newer"))
	l.send(nil, veto("new"))
	stage("vetoed", "new")
	l.send(nil, l.recover("newer"))
	stage("recovered by resolution, under way", "new")
	l.elapse(week)
	stage("recovered by resolution", "newer")
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("newer"), CoopId: north})
	stage("left", "newer")
}
