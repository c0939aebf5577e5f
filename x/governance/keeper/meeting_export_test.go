package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// busyHall has a meeting under way with ballots that scrutineers entered, another
// one convened, and a requisition open.
func busyHall(t *testing.T) *hall {
	h := newHall(t, nil)
	meeting, resolution := h.open("ordinary")
	sheet, err := h.enter(2, resolution, types.Choice_CHOICE_NO, 5, 6)
	require.NoError(t, err)
	_, err = h.confirm(3, meeting, sheet.Sheet, sheet.ListHash)
	require.NoError(t, err)
	_, err = h.enter(3, resolution, types.Choice_CHOICE_NO, 7)
	require.NoError(t, err)
	_, _ = h.convened("ordinary")
	_, err = h.requisition(types.MeetingKind_MEETING_KIND_EXTRAORDINARY, 6)
	require.NoError(t, err)
	require.NoError(t, h.governance.CheckInvariants(h.ctx))
	return h
}

// sameAfterExport exports, imports and exports again.
func (h *hall) sameAfterExport() {
	h.t.Helper()
	first := h.export()
	other, err := h.reborn(first)
	require.NoError(h.t, err)
	require.Equal(h.t, first, other.export())
	require.Equal(h.t, h.stateHash(), other.stateHash(), "the store is the same")
	require.NoError(h.t, other.governance.CheckInvariants(other.ctx))
}

func TestMeetingSurvivesExport(t *testing.T) {
	h := busyHall(t)
	first := h.export()
	other, err := h.reborn(first)
	require.NoError(t, err)
	require.Equal(t, first, other.export())
	require.NoError(t, other.governance.CheckInvariants(other.ctx))
	require.Equal(t, h.stateHash(), other.stateHash(), "the store is the same")

	first.AttestedBallots[0].Sheet = 2
	require.ErrorIs(t, first.Validate(), types.ErrInvalidGenesis, "a sheet that nobody confirmed attests nothing")
}

// Whoever writes a genesis can't make the rolls by which meetings are decided
// smaller, nor count a ballot in another class.
func TestRollsOfMeetingsAreRecounted(t *testing.T) {
	shrink := func(m *types.Meeting) { m.Roll[0].Members, m.Active = m.Roll[0].Members-1, m.Active-1 }
	for _, c := range []struct {
		name    string
		spoil   func(g *types.GenesisState)
		refused string
	}{
		{"an open meeting's", func(g *types.GenesisState) { shrink(&g.Meetings[0].Meeting) }, "meeting 1: its frozen roll is"},
		{"a convened meeting's", func(g *types.GenesisState) { shrink(&g.Meetings[1].Meeting) }, "meeting 2: its frozen roll is"},
		{"a requisition's", func(g *types.GenesisState) { g.Requisitions[0].Requisition.Roll-- }, "requisition 1: its frozen roll is"},
		{"the class of an attested ballot", func(g *types.GenesisState) {
			// Another class that votes, so that the mark alone is wrong.
			g.AttestedBallots[0].ClassId++
			for i := range g.Resolutions {
				if terms := &g.Resolutions[i].Terms; g.Resolutions[i].Resolution.Id == g.AttestedBallots[0].ResolutionId {
					terms.Roll = append(terms.Roll, membershiptypes.ClassCount{ClassId: g.AttestedBallots[0].ClassId, Members: 1})
				}
			}
		}, "is marked as of class"},
		{"ballots before the vote", func(g *types.GenesisState) {
			for i := range g.Resolutions {
				if g.Resolutions[i].Resolution.Status == types.Status_STATUS_TABLED {
					g.Resolutions[i].Ballots = g.Resolutions[0].Ballots
				}
			}
		}, "nobody votes before voting opens"},
	} {
		t.Run("error - "+c.name, func(t *testing.T) {
			h := busyHall(t)
			genesis := h.export()
			c.spoil(genesis)
			_, err := h.reborn(genesis)
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, c.refused)
		})
	}
}
