package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/chain/types"
)

func TestSetZone(t *testing.T) {
	now := genesisTime.Unix()
	cases := []struct {
		name   string
		change func(*types.MsgSetZone)
		want   *errors.Error
	}{
		{"success - from a time to come", func(*types.MsgSetZone) {}, nil},
		{"success - from now", func(m *types.MsgSetZone) { m.From = now }, nil},
		{"success - a zone that is new", func(m *types.MsgSetZone) { m.Name, m.From = "Antarctica/New_Base", 0 }, nil},
		{"error - by anybody else", func(m *types.MsgSetZone) { m.Authority = "coop1other" }, types.ErrUnauthorized},
		{"error - in the past", func(m *types.MsgSetZone) { m.From = now - 1 }, types.ErrInvalidZone},
		{"error - a rule that can't be read", func(m *types.MsgSetZone) { m.Posix = "CEST" }, types.ErrInvalidZone},
		{"error - a new zone without a rule for its past", func(m *types.MsgSetZone) { m.Name = "Antarctica/New_Base" }, types.ErrInvalidZone},
		{"error - no name of a zone", func(m *types.MsgSetZone) { m.Name, m.From = "../etc/passwd", 0 }, types.ErrInvalidZone},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			msg := &types.MsgSetZone{Authority: f.authority, Name: "Europe/Berlin", From: now + 100, Posix: "CET-1"}
			tc.change(msg)
			before := f.contents()
			_, err := f.messages.SetZone(f.ctx, msg)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
				require.Equal(t, before, f.contents())
				return
			}
			require.NoError(t, err)
			require.NoError(t, f.keeper.CheckInvariants(f.ctx))
		})
	}
}

// A change holds from its instant on and takes the place of those after it.
func TestSetZoneKeepsThePast(t *testing.T) {
	f := newChain(t)
	now := genesisTime.Unix()
	set := func(from int64, posix string) {
		_, err := f.messages.SetZone(f.ctx, &types.MsgSetZone{Authority: f.authority, Name: "Europe/Berlin", From: from, Posix: posix})
		require.NoError(t, err)
	}
	set(now+100, "XXX-5")
	set(now+200, "YYY-6")
	set(now+150, "ZZZ-7")
	zone, err := f.keeper.Zone(f.ctx, "Europe/Berlin")
	require.NoError(t, err)
	require.EqualValues(t, 4, zone.Version)
	for after, hours := range map[int64]int64{0: 1, 99: 1, 100: 5, 149: 5, 150: 7, 250: 7} {
		offset, err := zone.OffsetAt(now + after)
		require.NoError(t, err)
		require.Equal(t, hours*3_600, offset, "%d seconds from now", after)
	}
}

// A zone that is changed for ever keeps a bounded list: rules long over go first.
func TestSetZoneStaysBounded(t *testing.T) {
	f := newChain(t)
	for i := range types.MaxZoneRules + 10 {
		now, err := f.keeper.CivilNow(f.ctx)
		require.NoError(t, err)
		_, err = f.messages.SetZone(f.ctx, &types.MsgSetZone{Authority: f.authority, Name: "Asia/Tokyo", From: now, Posix: fmt.Sprintf("AAA-%d", i%10)})
		require.NoError(t, err)
		f.block(1_000_000_000)
	}
	zone, err := f.keeper.Zone(f.ctx, "Asia/Tokyo")
	require.NoError(t, err)
	require.Len(t, zone.Rules, types.MaxZoneRules)
	require.NoError(t, zone.Validate())
}

func TestZoneQueries(t *testing.T) {
	f := newChain(t)
	answer, err := f.queries.Zone(f.ctx, &types.QueryZoneRequest{Name: "Asia/Kolkata"})
	require.NoError(t, err)
	require.Equal(t, "2026-03-02T14:30:00", answer.LocalTime)
	require.EqualValues(t, 19_800, answer.OffsetSeconds)
	_, err = f.queries.Zone(f.ctx, &types.QueryZoneRequest{Name: "Atlantis/Poseidonis"})
	require.ErrorIs(t, err, types.ErrUnknownZone)
	zones, err := f.queries.Zones(f.ctx, &types.QueryZonesRequest{})
	require.NoError(t, err)
	require.Equal(t, "Africa/Abidjan", zones.Zones[0].Name)
	require.NotEmpty(t, zones.Pagination.NextKey)
}
