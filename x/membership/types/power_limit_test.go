package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/membership/types"
)

const aDay int64 = 86_400

// A limited power is used no more often than was granted, on any day and in all,
// and no less: what is refused would have been one too many. The paper keeps
// every use with its day.
func TestALimitIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := &types.PowerLimit{InTerm: rapid.Uint32Range(0, 12).Draw(t, "in term")}
		limit.PerDay = rapid.Uint32Range(0, 4).Draw(t, "per day")
		if limit.Validate(types.PowerAdmit) != nil {
			t.Skip("limits nothing")
		}
		var use *types.PowerUse
		days := map[int64]int{}
		total, day := 0, int64(19_675)
		for range rapid.IntRange(1, 40).Draw(t, "attempts") {
			day += rapid.Int64Range(0, 2).Draw(t, "days later")
			next, err := limit.OneMore(use, day*aDay)
			tooMany := limit.PerDay > 0 && days[day] >= int(limit.PerDay) || limit.InTerm > 0 && total >= int(limit.InTerm)
			if tooMany {
				require.ErrorIs(t, err, types.ErrPowerUsedUp)
				require.ErrorContains(t, err, "propose a resolution")
				continue
			}
			require.NoError(t, err)
			days[day]++
			total++
			require.Equal(t, types.PowerUse{DayAt: day * aDay, ThatDay: uint64(days[day]), InTerm: uint64(total)}, next)
			require.NoError(t, next.Validate(limit))
			use = &next
		}
	})
}

func TestARefusalSaysWhatIsLeft(t *testing.T) {
	limit := &types.PowerLimit{PerDay: 2, InTerm: 5}
	_, err := limit.OneMore(&types.PowerUse{DayAt: 19_675 * aDay, ThatDay: 2, InTerm: 3}, 19_675*aDay)
	require.ErrorContains(t, err, "used 2 times today, of 2 a day, and 2 are left in its term; wait until 2023-11-15")
	_, err = limit.OneMore(&types.PowerUse{DayAt: 19_675 * aDay, ThatDay: 1, InTerm: 5}, 19_676*aDay)
	require.ErrorContains(t, err, "used 5 times in its term, of 5, so none is left")
	_, err = (&types.PowerLimit{PerDay: 1}).OneMore(&types.PowerUse{DayAt: 0, ThatDay: 1, InTerm: 1}, 0)
	require.ErrorContains(t, err, "used 1 times today, of 1 a day; wait until")
}

func TestWhatNarrowsAPower(t *testing.T) {
	classes := &types.Scope{ClassIds: []uint32{1, 3}}
	many := &types.Scope{}
	for id := uint32(1); id <= 17; id++ {
		many.ClassIds = append(many.ClassIds, id)
	}
	limit := &types.PowerLimit{PerDay: 1}
	for _, c := range []struct {
		name  string
		power string
		scope *types.Scope
		limit *types.PowerLimit
		valid bool
	}{
		{"success - an officer who admits, narrowed", "admit", classes, limit, true},
		{"success - one who charges", "charge", classes, limit, true},
		{"success - one who freezes", "freeze", classes, limit, true},
		{"success - one who lapses", "lapse", classes, limit, true},
		{"success - one who suspends", "suspend", classes, limit, true},
		{"success - a limit in the term alone", "admit", nil, &types.PowerLimit{InTerm: 9}, true},
		{"success - the board, whole", "board", nil, nil, true},
		{"success - a delegate's subjects", "vote", &types.Scope{Subjects: []string{"admission"}}, nil, true},
		{"error - a delegate's classes", "vote", classes, nil, false},
		{"error - a delegate's limit", "vote", nil, limit, false},
		{"error - the board's classes", "board", classes, nil, false},
		{"error - the board's limit", "board", nil, limit, false},
		{"error - two officers' power", "register", nil, limit, false},
		{"error - federations of one who admits", "admit", &types.Scope{FederationIds: []uint64{1}}, nil, false},
		{"error - too many classes", "admit", many, nil, false},
		{"error - classes out of order", "admit", &types.Scope{ClassIds: []uint32{3, 1}}, nil, false},
		{"error - a class twice", "admit", &types.Scope{ClassIds: []uint32{1, 1}}, nil, false},
		{"error - no class", "admit", &types.Scope{ClassIds: []uint32{0}}, nil, false},
		{"error - a limit of nothing", "admit", nil, &types.PowerLimit{}, false},
		{"error - more a day than in the term", "admit", nil, &types.PowerLimit{PerDay: 3, InTerm: 2}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.scope.Validate(c.power)
			if err == nil {
				err = c.limit.Validate(c.power)
			}
			if c.valid {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidTerm)
		})
	}
}
