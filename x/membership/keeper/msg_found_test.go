package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestFoundForAFee(t *testing.T) {
	l := newLedger(t)
	l.withFee(100)
	l.fund("carol", 150)
	message := &types.MsgFound{
		Founder: testutil.Address("carol"), Slug: "bakery", Charter: testutil.WorkerCharter(),
		Founders: []types.NewMember{l.person("bakery", "workers", "dora", "dora-phone"), l.person("bakery", "supporters", "emil")},
	}
	response := l.send(nil, message).(*types.MsgFoundResponse)
	require.EqualValues(t, 6, response.CoopId)
	require.Equal(t, types.CoopAddress(6), response.Account)

	balance := l.bank.GetBalance(l.ctx, types.CoopAccount(root), feeDenom)
	require.Equal(t, math.NewInt(100), balance.Amount, "the fee goes to the root federation")
	roll := l.roll(6)
	require.EqualValues(t, 1, roll.Voters())
	require.EqualValues(t, 2, roll.ActiveMembers)
	require.EqualValues(t, 3, roll.NextMemberId)
	require.EqualValues(t, 2, l.member(6, 1).KeyCount)
	for _, reference := range []string{"bakery", "6"} {
		coop, err := l.keeper.CoopByReference(l.ctx, reference)
		require.NoError(t, err)
		require.Equal(t, testutil.Start, coop.FoundedAt)
	}
	_, err := l.keeper.MemberByKey(l.ctx, 6, testutil.Key("carol").PubKey().Address())
	require.ErrorIs(t, err, types.ErrNotAMember, "who pays is not a founder by that")

	fresh := l.accounts.GetAccount(l.ctx, testutil.Key("dora-phone").PubKey().Address().Bytes())
	require.NotNil(t, fresh, "a proved key can sign at once")
	require.Nil(t, fresh.GetPubKey())
	require.Zero(t, fresh.GetSequence())
}

// An account that is in use keeps its number, sequence and public key.
func TestAKeysAccountIsLeftAlone(t *testing.T) {
	l := newLedger(t)
	address := testutil.Key("dora").PubKey().Address().Bytes()
	existing := l.accounts.NewAccountWithAddress(l.ctx, address)
	require.NoError(t, existing.SetSequence(7))
	require.NoError(t, existing.SetPubKey(testutil.Key("dora").PubKey()))
	l.accounts.SetAccount(l.ctx, existing)
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "dora")})
	require.Equal(t, existing, l.accounts.GetAccount(l.ctx, address))
}

func TestFoundRefuses(t *testing.T) {
	moduleKey := testutil.Key("module").PubKey().Address().Bytes()
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgFound)
		refusal error
	}{
		{"success - by the root federation", func(*ledger, *types.MsgFound) {}, nil},
		{"success - root federation's account in capitals", func(_ *ledger, m *types.MsgFound) { m.Founder = strings.ToUpper(m.Founder) }, nil},
		{"error - H7 mixed case", func(_ *ledger, m *types.MsgFound) { m.Founder = "Coop" + m.Founder[4:] }, types.ErrInvalidAddress},
		{"error - no fee is set", func(_ *ledger, m *types.MsgFound) { m.Founder = testutil.Address("carol") }, types.ErrNotAllowed},
		{"error - fee not at hand", func(l *ledger, m *types.MsgFound) { l.withFee(100); m.Founder = testutil.Address("carol") }, types.ErrFoundingFee},
		{"error - another co-op pays too", func(l *ledger, m *types.MsgFound) { l.withFee(100); m.Founder = account(north) }, types.ErrFoundingFee},
		{"error - slug taken", func(_ *ledger, m *types.MsgFound) { m.Slug = "north" }, types.ErrSlugTaken},
		{"error - slug of digits", func(_ *ledger, m *types.MsgFound) { m.Slug = "42" }, types.ErrInvalidSlug},
		{"error - charter", func(_ *ledger, m *types.MsgFound) { m.Charter.Requirements = nil }, types.ErrBelowFloor},
		{"error - no founders", func(_ *ledger, m *types.MsgFound) { m.Founders = nil }, types.ErrInvalidFounders},
		{"error - too many founders", func(_ *ledger, m *types.MsgFound) { m.Founders = make([]types.NewMember, 101) }, types.ErrInvalidFounders},
		{"error - a co-op as founder", func(_ *ledger, m *types.MsgFound) {
			m.Founders[0] = types.NewMember{Class: "workers", MemberCoopId: north}
		}, types.ErrInvalidFounders},
		{"error - unknown class", func(_ *ledger, m *types.MsgFound) { m.Founders[0].Class = "bosses" }, types.ErrUnknownClass},
		{"error - class for co-ops", func(_ *ledger, m *types.MsgFound) {
			m.Charter.Classes[1].Admits = 2
			m.Founders[0].Class = "supporters"
		}, types.ErrWrongKind},
		{"error - founder without a key", func(_ *ledger, m *types.MsgFound) { m.Founders[0].Keys = nil }, types.ErrTooManyKeys},
		{"error - founder with too many keys", func(l *ledger, m *types.MsgFound) { m.Founders[0].Keys = make([]types.KeyProof, 9) }, types.ErrTooManyKeys},
		{"error - one key twice", func(l *ledger, m *types.MsgFound) { m.Founders[0] = l.person("bakery", "workers", "dora", "dora") }, types.ErrKeyTaken},
		{"error - one key for two founders", func(_ *ledger, m *types.MsgFound) { m.Founders[1] = m.Founders[0] }, types.ErrKeyTaken},
		{"error - proof for another co-op", func(l *ledger, m *types.MsgFound) { m.Founders[0] = l.person("butcher", "workers", "dora") }, types.ErrInvalidProof},
		{"error - proof expired", func(l *ledger, m *types.MsgFound) { l.clock.Seconds += 2 * testutil.Day }, types.ErrProofExpired},
		{"error - H5 a module's account", func(l *ledger, m *types.MsgFound) {
			base := l.accounts.NewAccountWithAddress(l.ctx, moduleKey)
			l.accounts.SetModuleAccount(l.ctx, moduleAccountAt(base))
			m.Founders[0] = l.person("bakery", "workers", "module")
		}, types.ErrKeyTaken},
		{"error - H5 a co-op's account", func(l *ledger, m *types.MsgFound) {
			// No key can have a co-op's address; if one did, it would be refused.
			require.NoError(l.t, l.keeper.CoopAccounts.Set(l.ctx, testutil.Key("dora").PubKey().Address(), north))
		}, types.ErrKeyTaken},
		{"error - nobody with a vote", func(l *ledger, m *types.MsgFound) {
			m.Founders = []types.NewMember{l.person("bakery", "supporters", "dora")}
		}, types.ErrDeadlock},
		{"error - too few to second a change", func(_ *ledger, m *types.MsgFound) {
			m.Charter.Rules[1].Seconders, m.Charter.Rules[1].SecondingPeriodSeconds = 2, 1
		}, types.ErrDeadlock},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgFound{
				Founder: account(root), Slug: "bakery", Charter: testutil.WorkerCharter(),
				Founders: []types.NewMember{l.person("bakery", "workers", "dora"), l.person("bakery", "workers", "emil")},
			}
			tc.change(l, message)
			l.send(tc.refusal, message)
		})
	}
}

func TestFoundNeedsARootFederation(t *testing.T) {
	l := emptyLedger(t)
	require.NoError(t, l.keeper.InitGenesis(l.ctx, *types.DefaultGenesis()))
	l.send(types.ErrNotAllowed, &types.MsgFound{
		Founder: account(root), Slug: "bakery", Charter: testutil.WorkerCharter(),
		Founders: []types.NewMember{l.person("bakery", "workers", "dora")},
	})
}
