package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const day = testutil.Day

// disciplined is testutil.WorkerCharter with charges, a board and a committee.
func disciplined() types.Charter {
	charter := testutil.WorkerCharter()
	board, committee, ordinary, special := testutil.Ordinary(), testutil.Ordinary(), testutil.Ordinary(), testutil.Special()
	board.Name, board.Electorate = "board", types.PowerBoard
	committee.Name, committee.Electorate = "committee", types.PowerAppeals
	charter.Rules = []types.DecisionRule{board, committee, ordinary, special}
	charter.Requirements = []types.Requirement{
		{Subject: types.SubjectAppeals, Rule: "committee"},
		{Subject: types.SubjectCharter, Rule: "special"},
		{Subject: types.SubjectDiscipline, Rule: "board"},
	}
	charter.Discipline = &types.Discipline{
		Grounds: []string{"conduct", "theft"}, ChargingMembers: 2, JoiningPeriodSeconds: day, NoticePeriodSeconds: day,
		ReplyPeriodSeconds: 7 * day, DecisionPeriodSeconds: 3 * day, AppealPeriodSeconds: 7 * day, AppealDecisionPeriodSeconds: 3 * day,
		MaxSuspensionSeconds: 90 * day, SuspendsMeanwhile: true,
	}
	return charter
}

func TestDiscipline(t *testing.T) {
	rule := func(c *types.Charter, subject, name string) {
		for i := range c.Requirements {
			if c.Requirements[i].Subject == subject {
				c.Requirements[i].Rule = name
			}
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*types.Charter)
		says   string
	}{
		{"success - a board, and a committee for appeals", func(*types.Charter) {}, ""},
		{"success - a board, and the members for appeals", func(c *types.Charter) { rule(c, "appeals", "ordinary") }, ""},
		{"success - the members, and the members again", func(c *types.Charter) { rule(c, "appeals", "ordinary"); rule(c, "discipline", "ordinary") }, ""},
		{"success - nobody charges together", func(c *types.Charter) { c.Discipline.ChargingMembers, c.Discipline.JoiningPeriodSeconds = 0, 0 }, ""},
		{"success - one member charges", func(c *types.Charter) { c.Discipline.ChargingMembers, c.Discipline.JoiningPeriodSeconds = 1, 0 }, ""},
		{"error - the board hears appeals against itself", func(c *types.Charter) { rule(c, "appeals", "board") }, "against their own decisions"},
		{"error - by a default rule too", func(c *types.Charter) {
			c.Requirements, c.DefaultRule = []types.Requirement{{Subject: types.SubjectCharter, Rule: "special"}}, "board"
		}, "decided by the whole roll"},
		{"error - no ground", func(c *types.Charter) { c.Discipline.Grounds = nil }, "0 grounds"},
		{"error - a ground twice", func(c *types.Charter) { c.Discipline.Grounds = []string{"theft", "theft"} }, "order grounds"},
		{"error - grounds out of order", func(c *types.Charter) { c.Discipline.Grounds = []string{"theft", "conduct"} }, "order grounds"},
		{"error - a ground of two words", func(c *types.Charter) { c.Discipline.Grounds = []string{"bad conduct"} }, "ground"},
		{"error - too many grounds", func(c *types.Charter) { c.Discipline.Grounds = strings.Split(strings.Repeat("a ", 33), " ") }, "grounds"},
		{"error - too many chargers", func(c *types.Charter) { c.Discipline.ChargingMembers = 11 }, "at most 10"},
		{"error - no time to join", func(c *types.Charter) { c.Discipline.JoiningPeriodSeconds = 0 }, "joining_period"},
		{"error - no time to deliver", func(c *types.Charter) { c.Discipline.NoticePeriodSeconds = 0 }, "notice_period"},
		{"error - a short time to reply", func(c *types.Charter) { c.Discipline.ReplyPeriodSeconds = 7*day - 1 }, "reply_period"},
		{"error - a decision sooner than the rule takes", func(c *types.Charter) { c.Discipline.DecisionPeriodSeconds = 3*day - 1 }, "decision_period"},
		{"error - a short time to appeal", func(c *types.Charter) { c.Discipline.AppealPeriodSeconds = 7*day - 1 }, "appeal_period"},
		{"error - an appeal decided sooner than the rule takes", func(c *types.Charter) { c.Discipline.AppealDecisionPeriodSeconds = 1 }, "appeal_decision_period"},
		{"error - a time beyond the ledger's", func(c *types.Charter) { c.Discipline.MediationPeriodSeconds = 1 << 40 }, "mediation_period"},
		{"error - a quorum of the active on a roll frozen at notice", func(c *types.Charter) {
			ordinary := &c.Rules[2]
			ordinary.RecordAtNotice, ordinary.DiscussionPeriodSeconds = true, 60
			ordinary.Quorum = types.Threshold{Numerator: 1, Denominator: 4, Base: types.Base_BASE_ACTIVE}
			rule(c, types.SubjectAppeals, "ordinary")
		}, "could not be left out"},
		{"error - suspended for too long", func(c *types.Charter) { c.Discipline.MaxSuspensionSeconds = 90*day + 1 }, "max_suspension"},
		{"error - suspended meanwhile for no time", func(c *types.Charter) { c.Discipline.MaxSuspensionSeconds = 0 }, "max_suspension"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			charter := disciplined()
			tc.change(&charter)
			err := charter.Validate(types.DefaultParams())
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidCharter)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// A part of the charter that only the rule for the charter changes.
func TestDisciplineIsEntrenched(t *testing.T) {
	part, err := types.PartByName(types.PartDiscipline)
	require.NoError(t, err)
	require.True(t, part.Entrenched)
}

// What may be suspended in the 365 days before now, by hand.
func TestSuspensionLeft(t *testing.T) {
	limits := types.DefaultParams()
	limits.MaxSuspensionSecondsPerYear, limits.MaxSuspensionsPerYear = 100*day, 3
	const now = 1_000 * day
	spell := func(from, until int64) types.Suspension {
		return types.Suspension{From: now + from*day, Until: now + until*day, CaseId: 1}
	}
	for _, tc := range []struct {
		name  string
		spent []types.Suspension
		want  uint64
	}{
		{"never suspended", nil, 100 * day},
		{"once, within the year", []types.Suspension{spell(-100, -70)}, 70 * day},
		{"longer ago than a year", []types.Suspension{spell(-420, -370)}, 100 * day},
		{"half of it within the year", []types.Suspension{spell(-385, -345)}, 80 * day},
		{"one that is running counts up to now", []types.Suspension{spell(-10, 50)}, 90 * day},
		{"too much", []types.Suspension{spell(-200, -100)}, 0},
		{"too often", []types.Suspension{spell(-20, -19), spell(-10, -9), spell(-5, -4)}, 0},
	} {
		t.Run("success - "+tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, types.Conduct{Suspensions: tc.spent}.SuspensionLeft(now, limits))
		})
	}
}

func TestHarsher(t *testing.T) {
	decisions := []types.CaseDecision{
		{Outcome: types.CaseOutcome_CASE_OUTCOME_DISMISSED},
		{Outcome: types.CaseOutcome_CASE_OUTCOME_WARNING},
		{Outcome: types.CaseOutcome_CASE_OUTCOME_SUSPENSION, SuspensionSeconds: 1},
		{Outcome: types.CaseOutcome_CASE_OUTCOME_SUSPENSION, SuspensionSeconds: 2},
		{Outcome: types.CaseOutcome_CASE_OUTCOME_EXPULSION},
	}
	for i, one := range decisions {
		for j, other := range decisions {
			require.Equal(t, i > j, one.HarsherThan(other), "%v than %v", one, other)
		}
	}
}
