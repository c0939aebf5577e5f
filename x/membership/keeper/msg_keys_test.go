package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func (l *ledger) addKey(slug string, coopID uint64, signer string, memberID uint64, name string) {
	l.t.Helper()
	l.send(nil, &types.MsgAddKey{
		Signer: testutil.Address(signer), CoopId: coopID, Key: l.proof(name, slug, memberID),
	})
}

func TestAddKey(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgAddKey)
		refusal error
	}{
		{"success - proved by the new key", func(*ledger, *types.MsgAddKey) {}, nil},
		{"success - a key of the person elsewhere", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("south-anna", "north", 1) }, nil},
		{"error - unknown co-op", func(_ *ledger, m *types.MsgAddKey) { m.CoopId = 99 }, types.ErrUnknownCoop},
		{"error - a stranger signs", func(_ *ledger, m *types.MsgAddKey) { m.Signer = testutil.Address("thief") }, types.ErrNotAMember},
		{"error - the co-op signs", func(_ *ledger, m *types.MsgAddKey) { m.Signer = account(north) }, types.ErrNotAMember},
		{"error - H5 another member's key", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("north-ben", "north", 1) }, types.ErrKeyTaken},
		{"error - a key it has", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("north-anna", "north", 1) }, types.ErrKeyTaken},
		{"error - proof for another member", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("phone", "north", 2) }, types.ErrInvalidProof},
		{"error - proof for joining", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("phone", "north", 0) }, types.ErrInvalidProof},
		{"error - proof for another co-op", func(l *ledger, m *types.MsgAddKey) { m.Key = l.proof("phone", "south", 1) }, types.ErrInvalidProof},
		{"error - proof of yesterday", func(l *ledger, m *types.MsgAddKey) { l.clock.Seconds += testutil.Day }, types.ErrProofExpired},
		{"error - no proof", func(_ *ledger, m *types.MsgAddKey) { m.Key = types.KeyProof{} }, types.ErrInvalidProof},
		{"error - a key for a member co-op", func(l *ledger, m *types.MsgAddKey) {
			m.Signer, m.CoopId, m.Key = account(north), root, l.proof("phone", "federation", 1)
		}, types.ErrMemberCoopKeys},
		{"error - one key too many", func(l *ledger, _ *types.MsgAddKey) {
			l.setParams(func(p *types.Params) { p.MaxKeysPerMember = 2 })
			l.addKey("north", north, "north-anna", 1, "laptop")
		}, types.ErrTooManyKeys},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgAddKey{Signer: testutil.Address("north-anna"), CoopId: north, Key: l.proof("phone", "north", 1)}
			tc.change(l, message)
			sequence := l.roll(north).Sequence
			response := l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			added, err := types.AddressBytes(response.(*types.MsgAddKeyResponse).Address)
			require.NoError(t, err)
			member, err := l.keeper.MemberByKey(l.ctx, north, added)
			require.NoError(t, err)
			require.EqualValues(t, 1, member.MemberId)
			require.EqualValues(t, 2, member.KeyCount)
			require.Equal(t, sequence, l.roll(north).Sequence, "keys are not members: the roll is as it was")
			require.NotNil(t, l.accounts.GetAccount(l.ctx, added))
		})
	}
}

func TestRemoveKey(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgRemoveKey)
		refusal error
	}{
		{"success - another of one's keys", func(*ledger, *types.MsgRemoveKey) {}, nil},
		{"success - the signing key itself", func(_ *ledger, m *types.MsgRemoveKey) { m.Address = m.Signer }, nil},
		{"success - H7 written in capitals", func(_ *ledger, m *types.MsgRemoveKey) { m.Address = strings.ToUpper(m.Address) }, nil},
		{"error - H7 mixed case", func(_ *ledger, m *types.MsgRemoveKey) { m.Address = "COOP" + m.Address[4:] }, types.ErrInvalidAddress},
		{"error - another member's key", func(_ *ledger, m *types.MsgRemoveKey) { m.Address = testutil.Address("north-ben") }, types.ErrNotAMember},
		{"error - by another member", func(_ *ledger, m *types.MsgRemoveKey) { m.Signer = testutil.Address("north-ben") }, types.ErrNotAMember},
		{"error - the last one", func(l *ledger, m *types.MsgRemoveKey) {
			l.send(nil, &types.MsgRemoveKey{Signer: m.Signer, CoopId: north, Address: m.Address})
			m.Address = m.Signer
		}, types.ErrLastKey},
		{"error - a member co-op's account", func(_ *ledger, m *types.MsgRemoveKey) {
			m.Signer, m.CoopId, m.Address = account(north), root, account(north)
		}, types.ErrMemberCoopKeys},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			l.addKey("north", north, "north-anna", 1, "phone")
			message := &types.MsgRemoveKey{Signer: testutil.Address("north-anna"), CoopId: north, Address: testutil.Address("phone")}
			tc.change(l, message)
			l.send(tc.refusal, message)
			if tc.refusal != nil {
				return
			}
			require.EqualValues(t, 1, l.member(north, 1).KeyCount)
			removed, err := types.AddressBytes(message.Address)
			require.NoError(t, err)
			_, err = l.keeper.MemberByKey(l.ctx, north, removed)
			require.ErrorIs(t, err, types.ErrNotAMember)
			// The key is free again, for anybody in the co-op.
			name := "phone"
			if message.Address == message.Signer {
				name = "north-anna"
			}
			l.addKey("north", north, "north-ben", 2, name)
		})
	}
}
