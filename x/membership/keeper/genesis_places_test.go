package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// livelyPlaces has one of everything that is kept of places.
func livelyPlaces(t *testing.T) *ledger {
	t.Helper()
	l := newPlaces(t)
	l.apply("carol", "open", "emil")
	l.apply("stranger", "sponsored", "fred")
	l.send(nil, &types.MsgSponsor{Signer: testutil.Address("carol"), CoopId: north, Application: 2})
	l.apply("stranger", "open", "gina")
	l.elapse(7 * day)
	l.apply("carol", "open", "hugo")
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("dora"), CoopId: north})
	l.minor(testutil.Address("carol"), 100)
	l.grantPower(1, types.PowerLapse)
	l.send(nil, &types.MsgLapse{Authority: testutil.Address("north-anna"), CoopId: north, MemberId: 3, Ground: "dues"})
	l.send(nil, announcement(importedRows()))
	l.send(nil, batch(importedRows(), 0, 2))
	require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, 5), types.MemberState_MEMBER_STATE_LEFT))
	l.sound()
	return l
}

func TestPlacesSurviveExportAndImport(t *testing.T) {
	l := livelyPlaces(t)
	l.sameAfterImport()
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	other := newLedgerFrom(t, exported)
	other.clock.Seconds = l.clock.Seconds
	l.elapse(400 * day)
	other.elapse(400 * day)
	first, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	second, err := other.keeper.ExportGenesis(other.ctx)
	require.NoError(t, err)
	require.Equal(t, string(l.cdc.MustMarshalJSON(&first)), string(l.cdc.MustMarshalJSON(&second)), "the same happens afterwards")
}

func TestGenesisRefusesBrokenPlaces(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.GenesisState)
		says   string
	}{
		{"applications out of order", func(g *types.GenesisState) {
			g.PersonApplications[0], g.PersonApplications[1] = g.PersonApplications[1], g.PersonApplications[0]
		}, "out of order"},
		{"an application of the future", func(g *types.GenesisState) { g.ApplicationNumbers[0].Next = 2 }, "still to come"},
		{"an applicant twice", func(g *types.GenesisState) { g.PersonApplications[1].Address = g.PersonApplications[0].Address }, "twice"},
		{"stands without a time", func(g *types.GenesisState) { g.PersonApplications[1].Due = 0 }, "which can't be"},
		{"spoke twice", func(g *types.GenesisState) { g.PersonApplications[0].Objectors = g.PersonApplications[0].Sponsors }, "spoken twice"},
		{"sponsored by nobody", func(g *types.GenesisState) { g.PersonApplications[0].Sponsors = []uint64{99} }, "does not exist"},
		{"no number for the next", func(g *types.GenesisState) { g.ApplicationNumbers[0].Next = 0 }, "number 0"},
		{"admissions to no class", func(g *types.GenesisState) { g.ClassDays[0].ClassId = 99 }, "can't be"},
		{"notices out of order", func(g *types.GenesisState) { g.Notices[0], g.Notices[1] = g.Notices[1], g.Notices[0] }, "out of order"},
		{"leaving without notice", func(g *types.GenesisState) { g.Notices = append(g.Notices[:1:1], g.Notices[2:]...) }, "given no notice"},
		{"a notice on nobody", func(g *types.GenesisState) { g.Notices[0].MemberId = 0 }, "no member now"},
		{"a lapse that is neither due nor contested", func(g *types.GenesisState) { g.Notices[0].Due = 0 }, "which can't be"},
		{"a minor for ever", func(g *types.GenesisState) { g.Notices = g.Notices[:2] }, "comes of age"},
		{"a trustee of an active member", func(g *types.GenesisState) { g.Trustees[0].MemberId = 1 }, "act for itself"},
		{"a trustee with no address", func(g *types.GenesisState) { g.Trustees[0].Address = "mallory" }, "not an address"},
		{"a wait for ever", func(g *types.GenesisState) { g.RejoinWaits[0].Until = 0 }, "waits until 0"},
		{"an import with members too many", func(g *types.GenesisState) { g.Imports[0].Remaining[0].Members++ }, "which can't be"},
		{"an import that is done and isn't", func(g *types.GenesisState) { g.Imports[0].Status = types.ImportStatus_IMPORT_STATUS_DONE }, "the status"},
		{"an id of nobody", func(g *types.GenesisState) { g.ExternalIds[0].MemberId = 99 }, "leads to"},
		{"ids out of order", func(g *types.GenesisState) { g.ExternalIds[0], g.ExternalIds[1] = g.ExternalIds[1], g.ExternalIds[0] }, "out of order"},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := livelyPlaces(t)
			state, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			require.Empty(t, state.Broken())
			tc.change(&state)
			require.Contains(t, joined(state.Broken()), tc.says)
			require.ErrorIs(t, state.Validate(), types.ErrInvalidGenesis)
		})
	}
}

// Each invariant of places sees what it is for.
func TestInvariantsSeeBrokenPlaces(t *testing.T) {
	for _, tc := range []struct {
		name   string
		damage func(*ledger) error
		says   string
	}{
		{"a date of nothing", func(l *ledger) error {
			return l.keeper.Dates.Set(l.ctx, collections.Join4(int64(1), uint64(north), uint64(1), uint64(1)))
		}, "which nothing waits for"},
		{"a window forgotten", func(l *ledger) error {
			return l.keeper.Windows.Clear(l.ctx, nil)
		}, "0 entries"},
		{"an applicant forgotten", func(l *ledger) error {
			return l.keeper.Applicants.Clear(l.ctx, nil)
		}, "leads to 0"},
		{"an application counted twice", func(l *ledger) error {
			return l.keeper.OpenApplications.Set(l.ctx, collections.Join(uint64(north), uint64(0)), 9)
		}, "counts 9 open"},
		{"an import that nobody finds", func(l *ledger) error { return l.keeper.OpenImports.Remove(l.ctx, north) }, "0 are found"},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := livelyPlaces(t)
			require.NoError(t, tc.damage(l))
			broken, err := l.keeper.BrokenInvariants(l.ctx)
			require.NoError(t, err)
			require.Contains(t, joined(broken), tc.says)
		})
	}
}
