package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestCharterValidate(t *testing.T) {
	person := types.MemberKind_MEMBER_KIND_PERSON
	cases := []struct {
		name    string
		change  func(*types.Charter)
		refusal error
	}{
		{"success - as it is", func(*types.Charter) {}, nil},
		{"success - with bylaws", func(c *types.Charter) {
			c.Bylaws = &types.Document{Uri: "https://example.org/bylaws.pdf", Sha256: make([]byte, 32)}
		}, nil},
		{"success - default rule at the floor needs no requirement", func(c *types.Charter) { c.Requirements, c.DefaultRule = nil, "special" }, nil},
		{"error - no name", func(c *types.Charter) { c.Name = " " }, types.ErrInvalidCharter},
		{"error - name too long", func(c *types.Charter) { c.Name = strings.Repeat("a", 129) }, types.ErrInvalidCharter},
		{"error - H16 name is not UTF-8", func(c *types.Charter) { c.Name = "caf\xe9" }, types.ErrInvalidCharter},
		{"error - H16 name with a line break", func(c *types.Charter) { c.Name = "Bakery\nMember: 1" }, types.ErrInvalidCharter},
		{"error - description too long", func(c *types.Charter) { c.Description = strings.Repeat("a", 513) }, types.ErrInvalidCharter},
		{"error - bylaws without an address", func(c *types.Charter) { c.Bylaws = &types.Document{Sha256: make([]byte, 32)} }, types.ErrInvalidCharter},
		{"error - bylaws with a short hash", func(c *types.Charter) { c.Bylaws = &types.Document{Uri: "x", Sha256: make([]byte, 31)} }, types.ErrInvalidCharter},
		{"error - no classes", func(c *types.Charter) { c.Classes = nil }, types.ErrInvalidCharter},
		{"error - too many classes", func(c *types.Charter) { c.Classes = make([]types.Class, 17) }, types.ErrInvalidCharter},
		{"error - class zero", func(c *types.Charter) { c.Classes[0].Id = 0 }, types.ErrInvalidCharter},
		{"error - classes out of order", func(c *types.Charter) { c.Classes[0].Id = 3 }, types.ErrInvalidCharter},
		{"error - class twice", func(c *types.Charter) { c.Classes[1].Id = 1 }, types.ErrInvalidCharter},
		{"error - class name twice", func(c *types.Charter) { c.Classes[1].Name = "workers" }, types.ErrInvalidCharter},
		{"error - class name with a space", func(c *types.Charter) { c.Classes[1].Name = "the workers" }, types.ErrInvalidCharter},
		{"error - class for nobody", func(c *types.Charter) { c.Classes[1].Admits = 0 }, types.ErrInvalidCharter},
		{"error - class for unknown kind", func(c *types.Charter) { c.Classes[1].Admits = 3 }, types.ErrInvalidCharter},
		{"error - nobody votes", func(c *types.Charter) { c.Classes = []types.Class{{Id: 1, Name: "all", Admits: person}} }, types.ErrInvalidCharter},
		{"error - no rules", func(c *types.Charter) { c.Rules = nil }, types.ErrInvalidCharter},
		{"error - rules out of order", func(c *types.Charter) { c.Rules[0], c.Rules[1] = c.Rules[1], c.Rules[0] }, types.ErrInvalidCharter},
		{"error - rule twice", func(c *types.Charter) { c.Rules[1].Name = "ordinary" }, types.ErrInvalidCharter},
		{"error - default rule unknown", func(c *types.Charter) { c.DefaultRule = "board" }, types.ErrInvalidCharter},
		{"error - requirement for an unknown rule", func(c *types.Charter) { c.Requirements[0].Rule = "board" }, types.ErrInvalidCharter},
		{"error - requirement for an unknown subject", func(c *types.Charter) { c.Requirements[0].Subject = "weather" }, types.ErrInvalidCharter},
		{"error - subject twice", func(c *types.Charter) { c.Requirements = append(c.Requirements, c.Requirements[0]) }, types.ErrInvalidCharter},
		{"error - charter changed by an ordinary rule", func(c *types.Charter) { c.Requirements[0].Rule = "ordinary" }, types.ErrBelowFloor},
		{"error - charter changed by an ordinary default", func(c *types.Charter) { c.Requirements = nil }, types.ErrBelowFloor},
		{"error - chain decided by an ordinary rule", func(c *types.Charter) {
			c.Requirements = append([]types.Requirement{{Subject: types.SubjectChain, Rule: "ordinary"}}, c.Requirements...)
		}, types.ErrBelowFloor},
		{"error - admission by nobody", func(c *types.Charter) { c.Admission = 0 }, types.ErrInvalidCharter},
		{"error - nobody may propose", func(c *types.Charter) { c.MaxOpenResolutionsPerMember = 0 }, types.ErrInvalidCharter},
		{"error - flood of proposals", func(c *types.Charter) { c.MaxOpenResolutionsPerMember = 101 }, types.ErrInvalidCharter},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			charter := testutil.WorkerCharter()
			tc.change(&charter)
			require.ErrorIs(t, charter.Validate(types.DefaultParams()), tc.refusal)
		})
	}
}

func TestCharterValidateForRoot(t *testing.T) {
	require.NoError(t, testutil.FederationCharter().ValidateForRoot())
	for i, subject := range []string{types.SubjectChain, types.SubjectCharter, types.SubjectSeats} {
		t.Run("error - "+subject+" falls to the default rule", func(t *testing.T) {
			charter := testutil.FederationCharter()
			charter.Requirements = append(charter.Requirements[:i:i], charter.Requirements[i+1:]...)
			require.ErrorIs(t, charter.ValidateForRoot(), types.ErrBelowFloor)
		})
	}
}

func TestRulesFor(t *testing.T) {
	charter := testutil.WorkerCharter()
	consent := testutil.Ordinary()
	consent.Name, consent.Consent = "consent", true
	charter.Rules = append([]types.DecisionRule{consent}, charter.Rules...)
	charter.Requirements = append([]types.Requirement{{Subject: types.SubjectAdmission, Rule: "consent"}}, charter.Requirements...)
	cases := []struct {
		name     string
		subjects []string
		asked    string
		want     string
		refusal  error
	}{
		{"success - nothing to do needs the default", nil, "", "ordinary", nil},
		{"success - only what was asked for", nil, "special", "special", nil},
		{"success - a subject without a requirement needs the default", []string{types.SubjectPayments}, "", "ordinary", nil},
		{"success - every rule of the subjects", []string{types.SubjectCharter, types.SubjectAdmission}, "", "consent special", nil},
		{"success - each rule once", []string{types.SubjectCharter, types.SubjectCharter}, "special", "special", nil},
		{"success - asking adds, and never takes away", []string{types.SubjectCharter}, "ordinary", "ordinary special", nil},
		{"error - unknown rule", nil, "board", "", types.ErrUnknownRule},
		{"error - unknown subject", []string{"weather"}, "", "", types.ErrUnknownSubject},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			rules, err := charter.RulesFor(tc.subjects, tc.asked)
			require.ErrorIs(t, err, tc.refusal)
			var names []string
			for _, rule := range rules {
				names = append(names, rule.Name)
			}
			require.Equal(t, tc.want, strings.Join(names, " "))
		})
	}
}

func TestSucceeds(t *testing.T) {
	roll := types.Roll{Counts: []types.ClassCount{{ClassId: 1, Members: 2}}, ActiveMembers: 2}
	cases := []struct {
		name    string
		change  func(*types.Charter)
		last    uint32
		refusal error
	}{
		{"success - the same", func(*types.Charter) {}, 2, nil},
		{"success - drops an empty class", func(c *types.Charter) { c.Classes = c.Classes[:1] }, 2, nil},
		{"success - a new class with a new id", func(c *types.Charter) {
			c.Classes = append(c.Classes, types.Class{Id: 4, Name: "users", Votes: true, Admits: 1})
		}, 3, nil},
		{"error - an id from the past", func(c *types.Charter) {
			c.Classes = append(c.Classes, types.Class{Id: 3, Name: "users", Votes: true, Admits: 1})
		}, 3, types.ErrClassInUse},
		{"error - drops a class with members", func(c *types.Charter) { c.Classes = c.Classes[1:] }, 2, types.ErrClassInUse},
		{"error - takes the vote away", func(c *types.Charter) { c.Classes[0].Votes = false }, 2, types.ErrClassInUse},
		{"error - gives an empty class the vote", func(c *types.Charter) { c.Classes[1].Votes = true }, 2, types.ErrClassInUse},
		{"error - changes who is admitted", func(c *types.Charter) { c.Classes[0].Admits = 2 }, 2, types.ErrClassInUse},
		{"error - swaps two classes' names", func(c *types.Charter) {
			c.Classes[0].Name, c.Classes[1].Name = c.Classes[1].Name, c.Classes[0].Name
		}, 2, types.ErrClassInUse},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			next := testutil.WorkerCharter()
			tc.change(&next)
			require.ErrorIs(t, next.Succeeds(testutil.WorkerCharter(), tc.last, roll), tc.refusal)
		})
	}
}

func TestLeavesTimeToVote(t *testing.T) {
	charter := testutil.WorkerCharter() // its shortest vote is 3 days
	require.NoError(t, charter.LeavesTimeToVote(2*testutil.Day, testutil.Day))
	require.ErrorIs(t, charter.LeavesTimeToVote(2*testutil.Day+1, testutil.Day), types.ErrVotingTooShort)
	require.NoError(t, charter.LeavesTimeToVote(0, 100*testutil.Day), "without member co-ops there is nobody to wait for")
}

func TestSubjectsAreOrderedAndKnown(t *testing.T) {
	last := ""
	for _, subject := range types.Subjects() {
		require.Less(t, last, subject.Name)
		last = subject.Name
		found, err := types.SubjectByName(subject.Name)
		require.NoError(t, err)
		require.Equal(t, subject, found)
		require.NotEmpty(t, subject.Words)
	}
}
