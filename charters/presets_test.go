package charters

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestEveryPresetServesTheSevenPrinciples(t *testing.T) {
	for _, name := range Presets() {
		t.Run(name, func(t *testing.T) {
			text, err := PresetFile(name)
			require.NoError(t, err)
			served, err := Principles(text)
			require.NoError(t, err)
			for _, principle := range principles {
				require.NotEmpty(t, served[principle], principle)
			}
		})
	}
}

// Every preset names a bank account and the year of its book; where members are paid
// by the co-op, it keeps their passbooks.
func TestEveryPresetKeepsItsBook(t *testing.T) {
	keep := map[string]bool{"consumer": true, "creator": true, "data": true, "freelancer": true, "platform": true, "worker": true}
	for _, name := range Presets() {
		t.Run(name, func(t *testing.T) {
			charter, err := Preset(name)
			require.NoError(t, err)
			bank, found := charter.Treasury.FindOutside("bank")
			require.True(t, found)
			require.Equal(t, "operating", bank.Fund)
			require.NotNil(t, charter.Treasury.Fiscal)
			require.Equal(t, keep[name], charter.Treasury.Passbook != nil)
		})
	}
}

func TestPrinciplesMustNameWhatTheFileHas(t *testing.T) {
	text, err := PresetFile("worker")
	require.NoError(t, err)
	for _, tc := range []struct{ name, from, to, want string }{
		{"error - a key that isn't there", "open membership: [admission]", "open membership: [admision]", `"admision", which this file doesn't have`},
		{"error - a rule that isn't there", "rules.ordinary", "rules.orderly", `"rules.orderly", which this file doesn't have`},
		{"error - an eighth principle", "  community:", "  profit:", `principles has no key "profit"`},
		{"error - no list", "open membership: [admission]", "open membership: admission", "must be a list of keys"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Contains(t, string(text), tc.from)
			_, err := Principles([]byte(strings.Replace(string(text), tc.from, tc.to, 1)))
			require.ErrorContains(t, err, tc.want)
		})
	}
}

// rollOf has so many members who can vote in each class that votes.
func rollOf(charter membershiptypes.Charter, members uint64) (roll membershiptypes.Roll) {
	for _, class := range charter.Classes {
		if class.Votes {
			roll.Counts = append(roll.Counts, membershiptypes.ClassCount{ClassId: class.Id, Members: members})
		}
	}
	roll.Able = roll.Counts
	return roll
}

// Every preset can be founded with a few members, who can then decide, admit and
// change it; and it can decide its vote in time in a federation by the preset.
func TestEveryPresetCanDecideAdmitAndChange(t *testing.T) {
	federation, err := Preset("federation")
	require.NoError(t, err)
	margin := membershiptypes.DefaultParams().FederationVoteMarginSeconds
	for _, name := range Presets() {
		t.Run(name, func(t *testing.T) {
			charter, err := Preset(name)
			require.NoError(t, err)
			require.NoError(t, charter.CanBeChangedBy(rollOf(charter, 3)))
			for _, subject := range membershiptypes.Subjects() {
				rule, err := charter.RuleFor(subject.Name)
				require.NoError(t, err)
				require.True(t, rule.CanPass(rollOf(charter, 3)), "%s can't be decided by three members", subject.Name)
			}
			for _, rule := range charter.Rules {
				require.True(t, rule.CanPass(rollOf(charter, 3)), rule.Name)
				require.True(t, rule.CanPass(rollOf(charter, 1_000_000)), rule.Name)
			}
			seconds, err := charter.FederationVoteSeconds()
			require.NoError(t, err)
			if name != "federation" {
				require.NoError(t, federation.LeavesTimeToVote(seconds, margin))
			}
			used := map[string]bool{charter.DefaultRule: true, "consent": true}
			for _, requirement := range charter.Requirements {
				used[requirement.Rule] = true
			}
			for _, amendment := range charter.Amendments {
				used[amendment.Rule] = true
			}
			for _, rule := range charter.Rules {
				require.True(t, used[rule.Name], "the rule %q decides nothing", rule.Name)
			}
		})
	}
}

func TestPresetsAreExplainedInEveryLanguage(t *testing.T) {
	for _, name := range Presets() {
		for _, language := range Languages() {
			charter, err := Preset(name)
			require.NoError(t, err)
			text := Explain(charter, language)
			require.NotContains(t, text, "{")
			for _, rule := range charter.Rules {
				require.Contains(t, text, rule.Name)
			}
		}
	}
}
