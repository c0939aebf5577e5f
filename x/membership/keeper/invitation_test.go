package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func invitationKey(name string) []byte { return testutil.Key("invitation " + name).PubKey().Bytes() }

// claim is made on the newcomer's phone, out of the code alone.
func (l *ledger) claim(name, newKey string, memberID uint64) *types.MsgClaim {
	l.t.Helper()
	proof := l.proof(newKey, "north", memberID)
	signature, err := types.SignClaim(testutil.Key("invitation "+name), testutil.ChainID, "north", testutil.Address(newKey), proof.ExpiresAt)
	require.NoError(l.t, err)
	return &types.MsgClaim{
		Relayer: testutil.Address("north-ben"), CoopId: north, Invitation: invitationKey(name), Key: proof, Signature: signature,
	}
}

func (l *ledger) invite(name, authority string) *types.MsgInvite {
	return &types.MsgInvite{
		Authority: authority, CoopId: north, Invitation: invitationKey(name), Class: "workers", ExpiresAt: l.clock.Seconds + 5*testutil.Day,
	}
}

func (l *ledger) power(memberID uint64, power string) {
	l.t.Helper()
	l.send(nil, &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: memberID, Power: power, TermSeconds: 100 * testutil.Day})
}

func TestInvite(t *testing.T) {
	anna := testutil.Address("north-anna")
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgInvite)
		refusal error
	}{
		{"success - by resolution", func(*ledger, *types.MsgInvite) {}, nil},
		{"success - by an officer", func(l *ledger, m *types.MsgInvite) { l.power(1, "admit"); m.Authority = anna }, nil},
		{"error - a member without the power", func(_ *ledger, m *types.MsgInvite) { m.Authority = anna }, types.ErrNotAllowed},
		{"error - another co-op", func(_ *ledger, m *types.MsgInvite) { m.Authority = account(south) }, types.ErrNotAMember},
		{"error - no such class", func(_ *ledger, m *types.MsgInvite) { m.Class = "owners" }, types.ErrUnknownClass},
		{"error - neither class nor place", func(_ *ledger, m *types.MsgInvite) { m.Class = "" }, types.ErrInvalidInvitation},
		{"error - both", func(_ *ledger, m *types.MsgInvite) { m.MemberId = 1 }, types.ErrInvalidInvitation},
		{"error - a place with a key", func(_ *ledger, m *types.MsgInvite) { m.Class, m.MemberId = "", 1 }, types.ErrHasKey},
		{"error - no key", func(_ *ledger, m *types.MsgInvite) { m.Invitation = []byte("code") }, types.ErrInvalidInvitation},
		{"error - over already", func(l *ledger, m *types.MsgInvite) { m.ExpiresAt = l.clock.Seconds }, types.ErrInvalidInvitation},
		{"error - too long", func(l *ledger, m *types.MsgInvite) { m.ExpiresAt = l.clock.Seconds + 31*testutil.Day }, types.ErrInvalidInvitation},
		{"error - twice", func(l *ledger, m *types.MsgInvite) { l.send(nil, m) }, types.ErrInvalidInvitation},
		{"error - one too many in the co-op", func(l *ledger, m *types.MsgInvite) {
			l.setParams(func(p *types.Params) { p.MaxInvitationsPerCoop = 1 })
			l.send(nil, l.invite("other", account(north)))
		}, types.ErrTooManyInvitations},
		{"error - one too many of an officer", func(l *ledger, m *types.MsgInvite) {
			l.setParams(func(p *types.Params) { p.MaxInvitationsPerOfficer = 1 })
			l.power(1, "admit")
			l.send(nil, l.invite("other", anna))
			m.Authority = anna
		}, types.ErrTooManyInvitations},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := l.invite("one", account(north))
			tc.change(l, message)
			l.send(tc.refusal, message)
			l.sameAfterImport()
		})
	}
}

func TestClaim(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgClaim) *types.MsgClaim
		refusal error
	}{
		{"success - relayed by a member", func(_ *ledger, m *types.MsgClaim) *types.MsgClaim { return m }, nil},
		{"error - the relayer puts in its own key", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			m.Key = l.proof("thief", "north", 0)
			return m
		}, types.ErrInvalidClaim},
		{"error - with another invitation's signature", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			m.Signature = l.claim("other", "dora", 0).Signature
			return m
		}, types.ErrInvalidClaim},
		{"error - no such invitation", func(l *ledger, _ *types.MsgClaim) *types.MsgClaim { return l.claim("other", "dora", 0) }, types.ErrNoInvitation},
		{"error - it is over", func(l *ledger, _ *types.MsgClaim) *types.MsgClaim {
			l.clock.Seconds += 5 * testutil.Day
			return l.claim("one", "dora", 0)
		}, types.ErrInvitationExpired},
		{"error - withdrawn", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			l.send(nil, &types.MsgWithdrawInvitation{Authority: testutil.Address("north-anna"), CoopId: north, Invitation: m.Invitation})
			return m
		}, types.ErrNoInvitation},
		{"error - the officer has lost the power", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			l.send(nil, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 1, Power: "admit"})
			return m
		}, types.ErrNotAllowed},
		{"error - used", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			l.claimIt(nil, m)
			return l.claim("one", "emil", 0)
		}, types.ErrNoInvitation},
		{"error - H5 a member's key", func(l *ledger, _ *types.MsgClaim) *types.MsgClaim { return l.claim("one", "north-ben", 0) }, types.ErrKeyTaken},
		{"error - the new key's proof is over", func(l *ledger, m *types.MsgClaim) *types.MsgClaim {
			l.clock.Seconds += testutil.Day
			return m
		}, types.ErrProofExpired},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			l.power(1, "admit")
			l.send(nil, l.invite("one", testutil.Address("north-anna")))
			response := l.claimIt(tc.refusal, tc.change(l, l.claim("one", "dora", 0)))
			if tc.refusal != nil {
				return
			}
			require.EqualValues(t, 3, response.MemberId)
			member, err := l.keeper.MemberByKey(l.ctx, north, testutil.Key("dora").PubKey().Address())
			require.NoError(t, err)
			require.EqualValues(t, 3, member.MemberId)
			require.NotNil(t, l.accounts.GetAccount(l.ctx, testutil.Key("dora").PubKey().Address().Bytes()))
			l.sameAfterImport()
		})
	}
}

// claimIt ends the block, too: between blocks no claim is counted.
func (l *ledger) claimIt(refusal error, message *types.MsgClaim) *types.MsgClaimResponse {
	l.t.Helper()
	before := l.hash()
	response, err := l.msg.Claim(l.ctx, message)
	if refusal != nil {
		require.ErrorIs(l.t, err, refusal)
		require.Equal(l.t, before, l.hash(), "a refusal changes nothing")
		return nil
	}
	require.NoError(l.t, err)
	l.elapse(0)
	return response
}

func TestClaimsInABlock(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.MaxClaimsPerBlock = 2 })
	for _, name := range []string{"a", "b", "c"} {
		l.send(nil, l.invite(name, account(north)))
	}
	for _, name := range []string{"a", "b"} {
		_, err := l.msg.Claim(l.ctx, l.claim(name, "new "+name, 0))
		require.NoError(t, err)
	}
	l.claimIt(types.ErrTooManyClaims, l.claim("c", "new c", 0))
	l.elapse(0)
	l.claimIt(nil, l.claim("c", "new c", 0))
}

// keyless makes north's member 2 a place that came with an imported roll.
func (l *ledger) keyless() {
	l.t.Helper()
	state, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	for i, key := range state.Keys {
		if key.CoopId == north && key.MemberId == 2 {
			state.Keys = append(state.Keys[:i:i], state.Keys[i+1:]...)
			break
		}
	}
	for i := range state.Members {
		if state.Members[i].CoopId == north && state.Members[i].MemberId == 2 {
			state.Members[i].KeyCount = 0
		}
	}
	for i := range state.Rolls {
		if state.Rolls[i].CoopId == north {
			state.Rolls[i].Roll.Able[0].Members--
		}
	}
	*l = *newLedgerFrom(l.t, state)
}

func TestClaimExistingPlace(t *testing.T) {
	l := newLedger(t)
	l.keyless()
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "carla")})
	l.power(1, "admit")
	l.power(3, "admit")
	invite := l.invite("one", testutil.Address("north-anna"))
	invite.Class, invite.MemberId = "", 2
	l.send(nil, invite)
	claim := l.claim("one", "ben-phone", 2)
	claim.Relayer = testutil.Address("carla")
	l.claimIt(types.ErrNotConfirmed, claim)
	confirm := &types.MsgConfirmInvitation{Officer: testutil.Address("north-anna"), CoopId: north, Invitation: invite.Invitation}
	l.send(types.ErrNotAllowed, confirm)
	confirm.Officer = testutil.Address("carla")
	l.send(nil, confirm)
	l.send(types.ErrInvalidInvitation, confirm)
	l.sameAfterImport()
	sequence := l.roll(north).Sequence
	l.claimIt(nil, claim)
	require.EqualValues(t, 1, l.member(north, 2).KeyCount)
	require.Equal(t, sequence, l.roll(north).Sequence, "the place was on the roll before")
	require.EqualValues(t, 3, l.roll(north).Ables())
	again := l.invite("two", account(north))
	again.Class, again.MemberId = "", 2
	l.send(types.ErrHasKey, again)
}

func TestInvitationsEndByThemselves(t *testing.T) {
	l := newLedger(t)
	l.send(nil, l.invite("one", account(north)))
	l.send(nil, l.invite("two", account(north)))
	l.clock.Seconds += 5*testutil.Day - 1
	l.elapse(0)
	answer, err := l.query.Invitations(l.ctx, &types.QueryInvitationsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, answer.Invitations, 2)
	l.clock.Seconds++
	items := 1
	l.clock.Items = &items
	l.elapse(0)
	answer, err = l.query.Invitations(l.ctx, &types.QueryInvitationsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, answer.Invitations, 1, "the block had room for one")
	l.clock.Items = nil
	l.elapse(0)
	answer, err = l.query.Invitations(l.ctx, &types.QueryInvitationsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Empty(t, answer.Invitations)
}
