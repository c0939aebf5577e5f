package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// flood is an attacker with some colluding members of north and any number of
// keys. Every day it applies with as many as the ledger takes, lets whoever is in
// sponsor, and tries to admit.
type flood struct {
	*ledger
	class     string
	colluding []string
	// inside are its keys that have become members.
	inside []string
	keys   int
	// open are its applications that are not decided.
	open map[uint64]bool
}

// newFlood begins at noon, so that days are whole.
func newFlood(t *testing.T, class string, colluding ...string) *flood {
	t.Helper()
	l := newPlaces(t)
	l.setParams(func(p *types.Params) { p.MaxApplicationsPerCoop, p.MaxApplicationsPerRelayer = 24, 5 })
	l.clock.Seconds += day - l.clock.Seconds%day + day/2
	return &flood{ledger: l, class: class, colluding: colluding, open: make(map[uint64]bool)}
}

// try sends a message that may be refused, without a copy of the store.
func (f *flood) try(message any) bool {
	f.t.Helper()
	before := f.ctx
	cached, write := f.ctx.CacheContext()
	f.ctx = cached
	var err error
	switch m := message.(type) {
	case *types.MsgApply:
		var answer *types.MsgApplyResponse
		if answer, err = f.msg.Apply(f.ctx, m); err == nil {
			f.open[answer.Application] = true
		}
	case *types.MsgSponsor:
		_, err = f.msg.Sponsor(f.ctx, m)
	case *types.MsgAdmit:
		_, err = f.msg.Admit(f.ctx, m)
	}
	f.ctx = before
	if err == nil {
		write()
	}
	return err == nil
}

func (f *flood) applyAll() {
	for _, sender := range append([]string{"stranger"}, append(f.colluding, f.inside...)...) {
		for {
			f.keys++
			if !f.try(f.application(sender, f.class, fmt.Sprintf("sybil %d", f.keys))) {
				break
			}
		}
	}
}

// aDay of the attack; it says how many of its keys have got in so far.
func (f *flood) aDay() int {
	f.applyAll()
	for number := range f.open {
		for _, name := range append(append([]string{}, f.colluding...), f.inside...) {
			f.try(&types.MsgSponsor{Signer: testutil.Address(name), CoopId: north, Application: number})
		}
	}
	for number := range f.open {
		for _, name := range append(append([]string{}, f.colluding...), f.inside...) {
			f.try(&types.MsgAdmit{Authority: testutil.Address(name), CoopId: north, Application: number})
		}
	}
	f.elapse(day)
	for number := range f.open {
		if _, err := f.keeper.GetPersonApplication(f.ctx, north, number); err != nil {
			delete(f.open, number)
		}
	}
	f.inside = f.inside[:0]
	for key := 1; key <= f.keys; key++ {
		if name := fmt.Sprintf("sybil %d", key); f.whose(name) != 0 {
			f.inside = append(f.inside, name)
		}
	}
	return len(f.inside)
}

// nobodyIn sees that none of its keys gets in.
func (f *flood) nobodyIn(days int) {
	f.t.Helper()
	for range days {
		require.Zero(f.t, f.aDay())
	}
}

// What bounds an attacker who has colluding members and any number of keys, under
// each way in which a class admits. Of the four workers of north it has two, or
// one, or a colluding officer.
func TestSybilsUnderEachPolicy(t *testing.T) {
	t.Run("open: two a day once the window of seven days is over, however many apply", func(t *testing.T) {
		f := newFlood(t, "open", "carol", "dora")
		for today := 1; today <= 12; today++ {
			require.Equal(t, 2*max(0, today-6), f.aDay(), "day %d", today)
		}
		require.LessOrEqual(t, len(f.open), 24, "max_applications_per_coop")
	})
	t.Run("open: none while two members object", func(t *testing.T) {
		f := newFlood(t, "open", "carol", "dora")
		for range 12 {
			f.applyAll()
			for number := range f.open {
				for _, honest := range []string{"north-anna", "north-ben"} {
					_, _ = f.msg.Object(f.ctx, &types.MsgObject{Signer: testutil.Address(honest), CoopId: north, Application: number})
				}
			}
			require.Zero(t, f.aDay())
		}
		require.EqualValues(t, 4, f.roll(north).Voters())
	})
	t.Run("sponsored: none by one colluding member, where two sponsors are needed", func(t *testing.T) {
		f := newFlood(t, "sponsored", "carol")
		f.nobodyIn(12)
	})
	t.Run("sponsored: two a day by two of them, and no more by sybils who sponsor sybils", func(t *testing.T) {
		f := newFlood(t, "sponsored", "carol", "dora")
		for today := 1; today <= 12; today++ {
			require.Equal(t, 2*today, f.aDay(), "day %d", today)
		}
	})
	t.Run("officer: none without the power", func(t *testing.T) {
		f := newFlood(t, "workers", "carol", "dora")
		f.nobodyIn(12)
		require.LessOrEqual(t, len(f.open), 24)
	})
	t.Run("officer: whom a colluding officer lets in, until the members revoke the power", func(t *testing.T) {
		f := newFlood(t, "workers", "carol", "dora")
		f.grantPower(3, types.PowerAdmit)
		first := f.aDay()
		require.LessOrEqual(t, first, 24, "no more than can have applied")
		require.Positive(t, first)
		f.send(nil, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: 3, Power: types.PowerAdmit})
		for range 5 {
			require.Equal(t, first, f.aDay())
		}
	})
	t.Run("officer: at most so many as the class takes a day, or altogether", func(t *testing.T) {
		f := newFlood(t, "workers", "carol", "dora")
		charter := placesCharter()
		charter.Classes[0].MaxAdmissionsPerDay, charter.Classes[0].MaxMembers = 1, 9
		f.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
		f.grantPower(3, types.PowerAdmit)
		for today := 1; today <= 8; today++ {
			require.Equal(t, min(today, 9-4), f.aDay(), "day %d", today)
		}
	})
	t.Run("resolution: none, an officer's power or not", func(t *testing.T) {
		f := newFlood(t, "resolved", "carol", "dora")
		f.grantPower(3, types.PowerAdmit)
		f.nobodyIn(12)
		require.LessOrEqual(t, len(f.open), 24)
		f.elapse(91 * day)
		answer, err := f.query.PersonApplications(f.ctx, &types.QueryPersonApplicationsRequest{Coop: "north"})
		require.NoError(t, err)
		require.Empty(t, answer.Applications, "what nobody decides is over")
	})
}
