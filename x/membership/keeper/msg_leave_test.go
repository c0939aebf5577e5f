package keeper_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestLeave(t *testing.T) {
	l := newLedger(t)
	anna := testutil.Address("north-anna")
	l.addKey("north", north, "north-anna", 1, "phone")
	l.grant(north, 1, testutil.Day)
	pinned := l.roll(north).Sequence
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, pinned))
	before := l.member(north, 1)
	l.clock.Seconds += 60

	l.send(nil, &types.MsgLeave{Signer: anna, CoopId: north})

	left := l.member(north, 1)
	require.Equal(t, types.MemberState_MEMBER_STATE_LEFT, left.State)
	require.Equal(t, l.clock.Seconds, left.LeftAt)
	require.Equal(t, before.JoinedAt, left.JoinedAt, "the place stays, with all that is owed to it")
	require.Zero(t, left.KeyCount)
	roll := l.roll(north)
	require.EqualValues(t, 1, roll.Voters())
	require.Equal(t, pinned+1, roll.Sequence)
	class, onRoll := left.ClassAt(pinned)
	require.True(t, onRoll, "a ballot cast while entitled stands")
	require.EqualValues(t, 1, class)
	_, onRoll = left.ClassAt(roll.Sequence)
	require.False(t, onRoll)
	for _, name := range []string{"north-anna", "phone"} {
		_, err := l.keeper.MemberByKey(l.ctx, north, testutil.Key(name).PubKey().Address())
		require.ErrorIs(t, err, types.ErrNotAMember, "no key acts for who left")
	}
	holds, err := l.keeper.HasPower(l.ctx, north, 1, types.PowerAdmit)
	require.NoError(t, err)
	require.False(t, holds)
	l.send(types.ErrNotAMember, &types.MsgLeave{Signer: anna, CoopId: north})

	// The same person joins again, as a new member, with the same key.
	response := l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "north-anna")})
	require.EqualValues(t, 3, response.(*types.MsgAdmitResponse).MemberId)
	again := l.member(north, 3)
	_, onRoll = again.ClassAt(pinned)
	require.False(t, onRoll, "H4: coming back gives no second ballot on an old roll")
}

func TestLeaveWithoutOpenResolutions(t *testing.T) {
	l := newLedger(t)
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-anna"), CoopId: north})
	require.Empty(t, l.member(north, 1).Intervals, "what nobody needs is not kept")
}

func TestTheRootFederationKeepsFourMembers(t *testing.T) {
	l := newLedger(t)
	l.send(types.ErrRootTooSmall, &types.MsgLeave{Signer: account(north), CoopId: root})
	// Somebody without a vote does not make it larger.
	l.send(nil, &types.MsgAdmit{Authority: account(root), CoopId: root, Member: l.person("federation", "observers", "dora")})
	l.send(types.ErrRootTooSmall, &types.MsgLeave{Signer: account(north), CoopId: root})
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("dora"), CoopId: root})

	l.joinCoop(root, l.found("fifth", testutil.WorkerCharter()))
	l.send(nil, &types.MsgLeave{Signer: account(north), CoopId: root})
	l.send(types.ErrRootTooSmall, &types.MsgLeave{Signer: account(south), CoopId: root})
	isMember, err := l.keeper.IsActiveMemberCoop(l.ctx, root, north)
	require.NoError(t, err)
	require.False(t, isMember)
	// A co-op that left comes back by applying.
	l.joinCoop(root, north)
	require.EqualValues(t, 7, l.roll(root).NextMemberId-1, "as a new member")
}

func TestARootFoundedSmallMayShrink(t *testing.T) {
	foundings := testutil.Foundings()
	foundings[0].Founders = foundings[0].Founders[:2]
	state, err := types.NewGenesis(types.DefaultParams(), testutil.Start, foundings)
	require.NoError(t, err)
	l := newLedgerFrom(t, state)
	l.send(nil, &types.MsgLeave{Signer: account(north), CoopId: root})
	l.joinCoop(root, north)
	l.joinCoop(root, south)
	l.joinCoop(root, west)
	l.send(types.ErrRootTooSmall, &types.MsgLeave{Signer: account(north), CoopId: root})
}

// recorder follows who leaves, and can refuse.
type recorder struct {
	left    []types.Member
	refusal error
}

func (r *recorder) AfterMemberLeft(_ context.Context, member types.Member) error {
	r.left = append(r.left, member)
	return r.refusal
}

func TestLeaveTellsThoseWhoFollow(t *testing.T) {
	l := newLedger(t)
	hooks := &recorder{}
	l.keeper.SetHooks(hooks)
	require.Panics(t, func() { l.keeper.SetHooks(hooks) }, "once")
	l.joinCoop(root, l.found("fifth", testutil.WorkerCharter()))
	l.send(nil, &types.MsgLeave{Signer: account(north), CoopId: root})
	require.Len(t, hooks.left, 1)
	require.EqualValues(t, north, hooks.left[0].MemberCoopId)
	require.False(t, hooks.left[0].HoldsPlace(), "told once it has happened")

	hooks.refusal = errors.New("the store broke")
	_, err := l.msg.Leave(l.ctx, &types.MsgLeave{Signer: testutil.Address("north-anna"), CoopId: north})
	require.ErrorIs(t, err, hooks.refusal)
}

func TestPins(t *testing.T) {
	l := newLedger(t)
	sequence := l.roll(north).Sequence
	require.ErrorIs(t, l.keeper.UnpinRoll(l.ctx, north, sequence), types.ErrNotPinned)
	require.ErrorIs(t, l.keeper.PinRoll(l.ctx, north, sequence+1), types.ErrInvalidRequest)
	require.ErrorIs(t, l.keeper.PinRoll(l.ctx, north, sequence-1), types.ErrInvalidRequest)
	require.ErrorIs(t, l.keeper.PinRoll(l.ctx, 99, 0), types.ErrUnknownCoop)
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, sequence))
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, sequence))
	l.sound()
	require.NoError(t, l.keeper.UnpinRoll(l.ctx, north, sequence))
	// One resolution still needs it.
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-anna"), CoopId: north})
	require.Len(t, l.member(north, 1).Intervals, 1)
	require.NoError(t, l.keeper.UnpinRoll(l.ctx, north, sequence))
	require.ErrorIs(t, l.keeper.UnpinRoll(l.ctx, north, sequence), types.ErrNotPinned)
}
