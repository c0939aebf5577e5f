package cli_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

func TestPowersAreProposed(t *testing.T) {
	d := newDesk(t)
	for name, tc := range map[string]struct {
		args  []string
		title string
		want  sdk.Msg
	}{
		"success - whole": {
			[]string{"grant-power", "north", "7", "board", "--term", "2 days"},
			"Grant a power",
			&types.MsgGrantPower{Authority: types.CoopAddress(2), CoopId: 2, MemberId: 7, Power: "board", TermSeconds: 172_800},
		},
		"success - for a class, five a day, fifty in all": {
			[]string{"grant-power", "2", "7", "admit", "--term", "1 day", "--class", "workers", "--per-day", "5", "--in-term", "50"},
			"Grant a power",
			&types.MsgGrantPower{
				Authority: types.CoopAddress(2), CoopId: 2, MemberId: 7, Power: "admit", TermSeconds: 86_400,
				Scope: &types.Scope{ClassIds: []uint32{1}}, Limit: &types.PowerLimit{PerDay: 5, InTerm: 50},
			},
		},
		"success - a delegate's": {
			[]string{"grant-power", "north", "7", "vote", "--term", "1 day", "--federation", "south", "--subject", "admission", "--rule", "ordinary"},
			"Grant a power",
			&types.MsgGrantPower{
				Authority: types.CoopAddress(2), CoopId: 2, MemberId: 7, Power: "vote", TermSeconds: 86_400,
				Scope: &types.Scope{FederationIds: []uint64{4}, Subjects: []string{"admission"}, Rules: []string{"ordinary"}},
			},
		},
		"success - revoke": {
			[]string{"revoke-power", "north", "7", "admit"},
			"Revoke a power",
			&types.MsgRevokePower{Authority: types.CoopAddress(2), CoopId: 2, MemberId: 7, Power: "admit"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := d.run(tc.args...)
			require.NoError(t, err)
			coop, title, message := d.proposed(out)
			require.Equal(t, "north", coop)
			require.Equal(t, tc.title, title)
			require.Equal(t, tc.want, message)
		})
	}
	for name, tc := range map[string]struct {
		args []string
		err  string
	}{
		"error - no term":              {[]string{"grant-power", "north", "7", "admit"}, "term"},
		"error - a term in words":      {[]string{"grant-power", "north", "7", "admit", "--term", "a while"}, "--term"},
		"error - no such power":        {[]string{"grant-power", "north", "7", "reign", "--term", "1 day"}, "the powers are admit"},
		"error - no such class":        {[]string{"grant-power", "north", "7", "admit", "--term", "1 day", "--class", "bosses"}, "bosses"},
		"error - no such federation":   {[]string{"grant-power", "north", "7", "vote", "--term", "1 day", "--federation", "nowhere"}, "no such co-op"},
		"error - a board's limit":      {[]string{"grant-power", "north", "7", "board", "--term", "1 day", "--per-day", "1"}, "takes no limit"},
		"error - a limit of nothing":   {[]string{"grant-power", "north", "7", "admit", "--term", "1 day", "--per-day", "0"}, "nothing a day and nothing in the term"},
		"error - a delegate's classes": {[]string{"grant-power", "north", "7", "vote", "--term", "1 day", "--class", "workers"}, "not by classes"},
		"error - not a member":         {[]string{"revoke-power", "north", "anna", "admit"}, "not the number of a member"},
		"error - revoke what is none":  {[]string{"revoke-power", "north", "7", "reign"}, "not a power"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := d.run(tc.args...)
			require.ErrorContains(t, err, tc.err)
			require.NotContains(t, out, "@type")
		})
	}
}
