package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// sameAfterImport: export, import elsewhere, export again: the same bytes.
func (l *ledger) sameAfterImport() {
	l.t.Helper()
	first, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	other := newLedgerFrom(l.t, first)
	second, err := other.keeper.ExportGenesis(other.ctx)
	require.NoError(l.t, err)
	require.Equal(l.t, string(l.cdc.MustMarshalJSON(&first)), string(l.cdc.MustMarshalJSON(&second)))
	other.sound()
}

func TestExportImportExport(t *testing.T) {
	l := newLedger(t)
	l.withFee(100)
	bakery := l.found("bakery", testutil.WorkerCharter())
	l.send(nil, &types.MsgApply{Applicant: account(bakery), CoopId: root})
	l.addKey("north", north, "north-anna", 1, "phone")
	l.grant(north, 1, testutil.Day)
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, l.roll(north).Sequence))
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("north-ben"), CoopId: north})
	require.NoError(t, l.keeper.PinRoll(l.ctx, north, l.roll(north).Sequence))
	charter := testutil.WorkerCharter()
	charter.Description = "Bread, and roses."
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	l.sameAfterImport()
}

// Limits lowered after charters were adopted do not make the state unreadable.
func TestImportAfterLimitsWereLowered(t *testing.T) {
	l := newLedger(t)
	l.setParams(func(p *types.Params) { p.MaxClasses, p.MaxRules, p.MaxPeriodSeconds, p.MaxKeysPerMember = 1, 1, 1, 1 })
	l.sameAfterImport()
}

func TestImportOpensAccountsForKeys(t *testing.T) {
	l := newLedger(t)
	require.NotNil(t, l.accounts.GetAccount(l.ctx, testutil.Key("north-anna").PubKey().Address().Bytes()))
	require.Nil(t, l.accounts.GetAccount(l.ctx, types.CoopAccount(north)), "nobody signs for a co-op")
}

func TestImportRefusesBrokenState(t *testing.T) {
	state := testutil.Genesis()
	state.Rolls[0].Roll.Counts[0].Members++
	l := emptyLedger(t)
	before := l.hash()
	require.ErrorIs(t, l.keeper.InitGenesis(l.ctx, state), types.ErrInvalidGenesis)
	require.Equal(t, before, l.hash())
}

// Each invariant sees what it is for.
func TestInvariantsSeeBrokenStores(t *testing.T) {
	anna := testutil.Key("north-anna").PubKey().Address().Bytes()
	cases := []struct {
		name   string
		damage func(*ledger) error
		says   string
	}{
		{"a ballot paper too many", func(l *ledger) error {
			roll := l.roll(north)
			roll.Counts[0].Members++
			return l.keeper.Rolls.Set(l.ctx, north, roll)
		}, "counts"},
		{"a key that leads nowhere", func(l *ledger) error { return l.keeper.Places.Remove(l.ctx, collections.Join(anna, uint64(north))) }, "leads to member 0"},
		{"a key that leads to another", func(l *ledger) error { return l.keeper.Places.Set(l.ctx, collections.Join(anna, uint64(north)), 2) }, "leads to member 2"},
		{"a place without a key", func(l *ledger) error { return l.keeper.Places.Set(l.ctx, collections.Join(anna, uint64(south)), 1) }, "in their index"},
		{"a key under another address", func(l *ledger) error {
			return l.keeper.Keys.Set(l.ctx, collections.Join3(uint64(north), uint64(1), anna), types.Key{Address: testutil.Address("thief")})
		}, "another address"},
		{"a slug that leads elsewhere", func(l *ledger) error { return l.keeper.Slugs.Set(l.ctx, "north", south) }, `"north" leads to co-op 4`},
		{"a slug too many", func(l *ledger) error { return l.keeper.Slugs.Set(l.ctx, "nord", north) }, "6 slugs"},
		{"an account that leads elsewhere", func(l *ledger) error { return l.keeper.CoopAccounts.Set(l.ctx, types.CoopAccount(north), south) }, "leads to co-op 4"},
		{"a forgotten application", func(l *ledger) error {
			return l.keeper.Applications.Set(l.ctx, collections.Join(uint64(north), uint64(south)), types.Application{CoopId: north, ApplicantCoopId: south})
		}, "order of expiry"},
		{"an order of nothing", func(l *ledger) error {
			return l.keeper.ApplicationExpires.Set(l.ctx, collections.Join3(int64(1), uint64(north), uint64(south)))
		}, "1 in the order"},
		{"a slow member twice", func(l *ledger) error {
			return l.keeper.VoteTimes.Set(l.ctx, collections.Join3(uint64(root), uint64(1), uint64(north)))
		}, "5 entries"},
		{"a slow member forgotten", func(l *ledger) error {
			return l.keeper.VoteTimes.Remove(l.ctx, collections.Join3(uint64(root), uint64(3*testutil.Day), uint64(north)))
		}, "does not know how long co-op 2"},
		{"a deep member forgotten", func(l *ledger) error {
			return l.keeper.Depths.Remove(l.ctx, collections.Join3(uint64(root), uint64(0), uint64(north)))
		}, "does not know how long co-op 2"},
		{"a longest vote of nobody", func(l *ledger) error {
			coop := l.coop(root)
			coop.LongestMemberVoteSeconds++
			return l.keeper.Coops.Set(l.ctx, root, coop)
		}, "slowest member co-op needs 3 days"},
		{"a used proof of nowhere", func(l *ledger) error {
			return l.keeper.UsedProofs.Set(l.ctx, collections.Join4(int64(1), uint64(99), uint64(0), anna))
		}, "co-op 99"},
		{"limits of nothing", func(l *ledger) error { return l.keeper.Params.Set(l.ctx, types.Params{}) }, "limits"},
	}
	for _, tc := range cases {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := newLedger(t)
			l.sound()
			require.NoError(t, tc.damage(l))
			broken, err := l.keeper.BrokenInvariants(l.ctx)
			require.NoError(t, err)
			require.NotEmpty(t, broken)
			require.Contains(t, joined(broken), tc.says)
		})
	}
}

func joined(lines []string) string {
	var all string
	for _, line := range lines {
		all += line + "\n"
	}
	return all
}
