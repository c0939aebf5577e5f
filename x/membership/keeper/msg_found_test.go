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
		Founders: l.founders("bakery", testutil.WorkerCharter(), []string{"workers", "dora", "dora-phone"}, []string{"supporters", "emil"}),
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
		{"error - too many founders", func(_ *ledger, m *types.MsgFound) { m.Founders = make([]types.NewMember, types.MaxFoundingKeys+1) }, types.ErrInvalidFounders},
		{"error - a co-op as founder", func(_ *ledger, m *types.MsgFound) {
			m.Founders[0] = types.NewMember{Class: "workers", MemberCoopId: north}
		}, types.ErrInvalidFounders},
		{"error - unknown class", func(_ *ledger, m *types.MsgFound) { m.Founders[0].Class = "bosses" }, types.ErrUnknownClass},
		{"error - class for co-ops", func(_ *ledger, m *types.MsgFound) {
			m.Charter.Classes[1].Admits = 2
			m.Founders[0].Class = "supporters"
		}, types.ErrWrongKind},
		{"error - founder without a key", func(_ *ledger, m *types.MsgFound) { m.Founders[0].Keys = nil }, types.ErrTooManyKeys},
		{"error - founder with too many keys", func(l *ledger, m *types.MsgFound) {
			signFounding(l, m, append([]string{"workers"}, "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9"))
		}, types.ErrTooManyKeys},
		{"error - one key twice", func(l *ledger, m *types.MsgFound) { signFounding(l, m, []string{"workers", "dora", "dora"}) }, types.ErrKeyTaken},
		{"error - one key for two founders", func(l *ledger, m *types.MsgFound) {
			signFounding(l, m, []string{"workers", "dora"}, []string{"workers", "dora"})
		}, types.ErrKeyTaken},
		{"error - proof for another co-op", func(l *ledger, m *types.MsgFound) {
			m.Founders = l.founders("butcher", m.Charter, []string{"workers", "dora"}, []string{"workers", "emil"})
		}, types.ErrInvalidProof},
		{"error - proof expired", func(l *ledger, m *types.MsgFound) { l.clock.Seconds += 2 * testutil.Day }, types.ErrProofExpired},
		{"error - H5 a module's account", func(l *ledger, m *types.MsgFound) {
			base := l.accounts.NewAccountWithAddress(l.ctx, moduleKey)
			l.accounts.SetModuleAccount(l.ctx, moduleAccountAt(base))
			signFounding(l, m, []string{"workers", "module"}, []string{"workers", "emil"})
		}, types.ErrKeyTaken},
		{"error - H5 a co-op's account", func(l *ledger, m *types.MsgFound) {
			// No key can have a co-op's address; if one did, it would be refused.
			require.NoError(l.t, l.keeper.CoopAccounts.Set(l.ctx, testutil.Key("dora").PubKey().Address(), north))
		}, types.ErrKeyTaken},
		{"error - nobody with a vote", func(l *ledger, m *types.MsgFound) {
			signFounding(l, m, []string{"supporters", "dora"})
		}, types.ErrDeadlock},
		{"error - too few to second a change", func(l *ledger, m *types.MsgFound) {
			m.Charter.Rules[1].Seconders, m.Charter.Rules[1].SecondingPeriodSeconds = 2, 1
			signFounding(l, m, []string{"workers", "dora"}, []string{"workers", "emil"})
		}, types.ErrDeadlock},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgFound{Founder: account(root), Slug: "bakery", Charter: testutil.WorkerCharter()}
			signFounding(l, message, []string{"workers", "dora"}, []string{"workers", "emil"})
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
		Founders: l.founders("bakery", testutil.WorkerCharter(), []string{"workers", "dora"}),
	})
}

// signFounding gives a message founders who have signed all that it says.
func signFounding(l *ledger, m *types.MsgFound, founders ...[]string) {
	m.Founders = l.founders(m.Slug, m.Charter, founders...)
}

// What the founders signed is founded, or nothing: whoever sees their proofs
// can't found another co-op with them.
func TestFoundersAgreeToTheWholeFounding(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*ledger, *types.MsgFound)
		refusal error
	}{
		{"success - somebody else pays", func(l *ledger, m *types.MsgFound) {
			l.withFee(100)
			l.fund("carol", 100)
			m.Founder = testutil.Address("carol")
		}, nil},
		{"error - a word of the charter", func(_ *ledger, m *types.MsgFound) { m.Charter.Description = "Ours." }, types.ErrInvalidProof},
		{"error - an easier rule", func(_ *ledger, m *types.MsgFound) { m.Charter.Rules[0].VotingPeriodSeconds-- }, types.ErrInvalidProof},
		{"error - a founder left out", func(_ *ledger, m *types.MsgFound) { m.Founders = m.Founders[:2] }, types.ErrInvalidProof},
		{"error - a founder more", func(l *ledger, m *types.MsgFound) {
			m.Founders = append(m.Founders, l.founders("bakery", m.Charter, []string{"workers", "mallory"})...)
		}, types.ErrInvalidProof},
		{"error - other founders beside one", func(l *ledger, m *types.MsgFound) {
			dora := m.Founders[0]
			signFounding(l, m, []string{"workers", "dora"}, []string{"workers", "mallory"})
			m.Founders[0] = dora
		}, types.ErrInvalidProof},
		{"error - another order", func(_ *ledger, m *types.MsgFound) {
			m.Founders[0], m.Founders[1] = m.Founders[1], m.Founders[0]
		}, types.ErrInvalidProof},
		{"error - another class", func(_ *ledger, m *types.MsgFound) { m.Founders[1].Class = "supporters" }, types.ErrInvalidProof},
		{"error - two persons' keys in one place", func(_ *ledger, m *types.MsgFound) {
			m.Founders[0].Keys = append(m.Founders[0].Keys, m.Founders[1].Keys...)
			m.Founders = append(m.Founders[:1], m.Founders[2])
		}, types.ErrInvalidProof},
		{"error - held by two", func(_ *ledger, m *types.MsgFound) { m.Founders[0].Holders = 2 }, types.ErrInvalidProof},
		{"error - a minor", func(l *ledger, m *types.MsgFound) {
			m.Founders[0].MinorUntil, m.Founders[0].Guardian = l.clock.Seconds+testutil.Day, testutil.Address("mallory")
		}, types.ErrInvalidProof},
		{"error - the proof of somebody who joins", func(l *ledger, m *types.MsgFound) {
			m.Founders[0] = l.person("bakery", "workers", "dora")
		}, types.ErrInvalidProof},
		{"error - more keys than the ledger reads", func(l *ledger, m *types.MsgFound) {
			l.setParams(func(p *types.Params) { p.MaxKeysPerMember = 64 })
			for range 96 {
				m.Founders[0].Keys = append(m.Founders[0].Keys, m.Founders[0].Keys[0])
			}
		}, types.ErrInvalidFounders},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := &types.MsgFound{Founder: account(root), Slug: "bakery", Charter: testutil.WorkerCharter()}
			signFounding(l, message, []string{"workers", "dora"}, []string{"workers", "emil"}, []string{"supporters", "fred"})
			tc.change(l, message)
			l.send(tc.refusal, message)
			l.send(types.ErrInvalidProof, &types.MsgAdmit{
				Authority: account(north), CoopId: north, Member: types.NewMember{Class: "workers", Keys: message.Founders[0].Keys[:1]},
			})
		})
	}
}
