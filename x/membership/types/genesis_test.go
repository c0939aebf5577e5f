package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestDefaultGenesisIsValid(t *testing.T) {
	require.NoError(t, types.DefaultGenesis().Validate())
}

func TestNewGenesis(t *testing.T) {
	state := testutil.Genesis()
	require.Empty(t, state.Broken())
	require.Len(t, state.Coops, 5)
	root := state.Coops[0]
	require.EqualValues(t, 1, root.LevelsBelow)
	require.EqualValues(t, 3*testutil.Day, root.LongestMemberVoteSeconds)
	require.EqualValues(t, 4, state.Rolls[0].Roll.Voters())
	require.EqualValues(t, 6, state.NextCoopId)
	require.Len(t, state.Keys, 4+8)
}

func TestNewGenesisRefuses(t *testing.T) {
	cases := []struct {
		name    string
		change  func([]types.Founding)
		refusal error
	}{
		{"error - a slug twice", func(f []types.Founding) { f[1].Slug = "federation" }, types.ErrSlugTaken},
		{"error - not a slug", func(f []types.Founding) { f[1].Slug = "42" }, types.ErrInvalidSlug},
		{"error - unknown member co-op", func(f []types.Founding) { f[0].Founders[0].MemberCoop = "nowhere" }, types.ErrInvalidGenesis},
		{"error - member co-op with a key", func(f []types.Founding) { f[0].Founders[0].Addresses = []string{testutil.Address("x")} }, types.ErrInvalidGenesis},
		{"error - person in a class for co-ops", func(f []types.Founding) {
			f[0].Founders[0] = types.Founder{Class: "collectives", Addresses: []string{testutil.Address("x")}}
		}, types.ErrInvalidGenesis},
		{"error - person without a key", func(f []types.Founding) { f[1].Founders[0].Addresses = nil }, types.ErrInvalidGenesis},
		{"error - H7 foreign address", func(f []types.Founding) { f[1].Founders[0].Addresses = []string{"cosmos1x"} }, types.ErrInvalidGenesis},
		{"error - one key for two members", func(f []types.Founding) { f[1].Founders[0] = f[1].Founders[1] }, types.ErrInvalidGenesis},
		{"error - a co-op twice", func(f []types.Founding) { f[0].Founders[0] = f[0].Founders[1] }, types.ErrInvalidGenesis},
		{"error - the account of a co-op as a person's key", func(f []types.Founding) { f[1].Founders[0].Addresses = []string{types.CoopAddress(2)} }, types.ErrInvalidGenesis},
		{"error - nobody votes", func(f []types.Founding) { f[1].Founders = nil }, types.ErrInvalidGenesis},
		{"error - charter below the floor", func(f []types.Founding) { f[1].Charter.Requirements = nil }, types.ErrInvalidGenesis},
		{"error - root charter below the floor", func(f []types.Founding) { f[0].Charter.Requirements = f[0].Charter.Requirements[:2] }, types.ErrInvalidGenesis},
		{"error - no time to vote", func(f []types.Founding) { f[0].Charter.Rules[0].VotingPeriodSeconds = 4*testutil.Day - 1 }, types.ErrInvalidGenesis},
		{"error - a circle", func(f []types.Founding) {
			f[1].Charter = testutil.FederationCharter()
			f[1].Founders = []types.Founder{{Class: "collectives", MemberCoop: "federation"}}
		}, types.ErrFederationDepth},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			foundings := testutil.Foundings()
			tc.change(foundings)
			_, err := types.NewGenesis(types.DefaultParams(), testutil.Start, foundings)
			require.ErrorIs(t, err, tc.refusal)
		})
	}
}

// Each way of breaking a sound state is seen, and named.
func TestBroken(t *testing.T) {
	cases := []struct {
		name   string
		change func(*types.GenesisState)
		says   string
	}{
		{"co-op without a root", func(g *types.GenesisState) { g.Coops = g.Coops[1:] }, "root federation"},
		{"co-ops out of order", func(g *types.GenesisState) { g.Coops[1], g.Coops[2] = g.Coops[2], g.Coops[1] }, "ids ascend"},
		{"slug twice", func(g *types.GenesisState) { g.Coops[1].Slug = g.Coops[2].Slug }, "used twice"},
		{"foreign account", func(g *types.GenesisState) { g.Coops[1].Account = g.Coops[2].Account }, "its account is"},
		{"next id used", func(g *types.GenesisState) { g.NextCoopId = 5 }, "next_coop_id"},
		{"charter missing", func(g *types.GenesisState) { g.Charters = g.Charters[1:] }, "0 versions"},
		{"charter version skipped", func(g *types.GenesisState) { g.Charters[0].Version = 2 }, "forerunner"},
		{"charter invalid", func(g *types.GenesisState) { g.Charters[1].Charter.Requirements = nil }, "floor"},
		{"last class forgotten", func(g *types.GenesisState) { g.Coops[1].LastClassId = 1 }, "last_class_id"},
		{"roll missing", func(g *types.GenesisState) { g.Rolls = g.Rolls[1:] }, "has no roll"},
		{"voter counted twice", func(g *types.GenesisState) { g.Rolls[0].Roll.Counts[0].Members++ }, "counts"},
		{"member not counted", func(g *types.GenesisState) { g.Rolls[0].Roll.ActiveMembers-- }, "counts"},
		{"voter without a vote counted", func(g *types.GenesisState) { g.Rolls[0].Roll.NonVoting = []types.ClassCount{{ClassId: 2, Members: 1}} }, "counts"},
		{"number given twice", func(g *types.GenesisState) { g.Rolls[1].Roll.NextMemberId = 2 }, "next member"},
		{"members out of order", func(g *types.GenesisState) { g.Members[0], g.Members[1] = g.Members[1], g.Members[0] }, "out of order"},
		{"member twice", func(g *types.GenesisState) { g.Members[1].MemberId = 1 }, "out of order"},
		{"member without a state", func(g *types.GenesisState) { g.Members[4].State = 0 }, "no state"},
		{"member of no kind", func(g *types.GenesisState) { g.Members[4].Kind = 0 }, "of kind"},
		{"person that is a co-op", func(g *types.GenesisState) { g.Members[4].MemberCoopId = 3 }, "of kind"},
		{"class unknown", func(g *types.GenesisState) { g.Members[4].ClassId = 9 }, "no class 9"},
		{"class for others", func(g *types.GenesisState) { g.Members[0].ClassId = 2 }, "does not admit its kind"},
		{"active after leaving", func(g *types.GenesisState) { g.Members[4].LeftAt = 1 }, "is active, but left"},
		{"left with keys", func(g *types.GenesisState) { g.Members[4].State = 2; g.Members[4].LeftAt = testutil.Start }, "so it is for former members"},
		{"on the roll twice", func(g *types.GenesisState) {
			g.Members[4].Intervals = append(g.Members[4].Intervals, types.RollInterval{ClassId: 1, From: 2})
		}, "which can't be"},
		{"not on the roll", func(g *types.GenesisState) { g.Members[4].Intervals = nil }, "it should be: true"},
		{"on the roll in another class", func(g *types.GenesisState) { g.Members[4].Intervals[0].ClassId = 2 }, "it should be: true"},
		{"on the roll before its beginning", func(g *types.GenesisState) { g.Members[4].Intervals[0].From = 0 }, "which can't be"},
		{"on the roll in the future", func(g *types.GenesisState) { g.Members[4].Intervals[0].From = 4 }, "which can't be"},
		{"off the roll in the future", func(g *types.GenesisState) {
			g.Members[4].Intervals = []types.RollInterval{{ClassId: 1, From: 1, To: 3}, {ClassId: 1, From: 3}}
		}, "which can't be"},
		{"key of nobody", func(g *types.GenesisState) { g.Keys[11].MemberId = 7 }, "so it is for former members"},
		{"key forgotten", func(g *types.GenesisState) { g.Keys = g.Keys[:11] }, "counts 1 keys and has 0"},
		{"key in capitals", func(g *types.GenesisState) { g.Keys[11].Key.Address = strings.ToUpper(g.Keys[11].Key.Address) }, "usual spelling"},
		{"key of two members", func(g *types.GenesisState) { g.Keys[11].Key.Address = g.Keys[10].Key.Address }, "two members"},
		{"keys out of order", func(g *types.GenesisState) { g.Keys[10], g.Keys[11] = g.Keys[11], g.Keys[10] }, "out of order"},
		{"a co-op's account for a person", func(g *types.GenesisState) { g.Keys[11].Key.Address = types.CoopAddress(2) }, "no person's key is a co-op's"},
		{"another key for a co-op", func(g *types.GenesisState) { g.Keys[0].Key.Address = testutil.Address("thief") }, "only key is its own account"},
		{"circle of co-ops", func(g *types.GenesisState) { g.Coops[0].LevelsBelow = 0 }, "levels below it"},
		{"too many levels", func(g *types.GenesisState) { g.Coops[0].LevelsBelow = 8 }, "levels below it"},
		{"slow member forgotten", func(g *types.GenesisState) { g.Coops[0].LongestMemberVoteSeconds = 1 }, "needs 3 days"},
		{"unknown power", func(g *types.GenesisState) { g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "reign"}} }, "not a power"},
		{"power of nobody", func(g *types.GenesisState) { g.Grants = []types.Grant{{CoopId: 2, MemberId: 9, Power: "admit"}} }, "is no member now"},
		{"power twice", func(g *types.GenesisState) {
			grant := types.Grant{CoopId: 2, MemberId: 1, Power: "admit"}
			g.Grants = []types.Grant{grant, grant}
		}, "out of order"},
		{"a scope that the power doesn't take", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "board", Scope: &types.Scope{ClassIds: []uint32{1}}}}
		}, "takes no scope"},
		{"a limit of nothing", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "admit", Limit: &types.PowerLimit{}}}
		}, "nothing a day"},
		{"uses without a limit", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "admit", Use: &types.PowerUse{ThatDay: 1, InTerm: 1}}}
		}, "without a limit"},
		{"more uses than granted", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "admit", Limit: &types.PowerLimit{PerDay: 1}, Use: &types.PowerUse{ThatDay: 2, InTerm: 2}}}
		}, "the limit is 1 and 0"},
		{"uses in the middle of a day", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "admit", Limit: &types.PowerLimit{PerDay: 1}, Use: &types.PowerUse{DayAt: 5, ThatDay: 1, InTerm: 1}}}
		}, "not when a day begins"},
		{"more uses on a day than in all", func(g *types.GenesisState) {
			g.Grants = []types.Grant{{CoopId: 2, MemberId: 1, Power: "admit", Limit: &types.PowerLimit{InTerm: 9}, Use: &types.PowerUse{ThatDay: 2, InTerm: 1}}}
		}, "2 uses on a day and 1 in the term"},
		{"application to itself", func(g *types.GenesisState) { g.Applications = []types.Application{{CoopId: 2, ApplicantCoopId: 2}} }, "can't be"},
		{"application of nobody", func(g *types.GenesisState) { g.Applications = []types.Application{{CoopId: 2, ApplicantCoopId: 9}} }, "can't be"},
		{"applications out of order", func(g *types.GenesisState) {
			g.Applications = []types.Application{{CoopId: 3, ApplicantCoopId: 2}, {CoopId: 2, ApplicantCoopId: 3}}
		}, "out of order"},
		{"pin of the future", func(g *types.GenesisState) { g.Pins = []types.GenesisPin{{CoopId: 1, Sequence: 5, Count: 1}} }, "its roll is at 4"},
		{"pin of nothing", func(g *types.GenesisState) { g.Pins = []types.GenesisPin{{CoopId: 1, Sequence: 4}} }, "0 pins"},
		{"pins out of order", func(g *types.GenesisState) {
			g.Pins = []types.GenesisPin{{CoopId: 1, Sequence: 4, Count: 1}, {CoopId: 1, Sequence: 3, Count: 1}}
		}, "out of order"},
	}
	for _, tc := range cases {
		t.Run("error - "+tc.name, func(t *testing.T) {
			state := testutil.Genesis()
			tc.change(&state)
			require.Contains(t, strings.Join(state.Broken(), "\n"), tc.says)
			require.ErrorIs(t, state.Validate(), types.ErrInvalidGenesis)
		})
	}
}
