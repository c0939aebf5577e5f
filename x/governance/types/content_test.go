package types_test

import (
	"strings"
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func TestContent(t *testing.T) {
	limits := types.DefaultParams()
	message := func(bytes int) *codectypes.Any { return &codectypes.Any{TypeUrl: "/x", Value: make([]byte, bytes)} }
	for _, c := range []struct {
		name    string
		content types.Content
		refused string
	}{
		{"success - a title alone", types.Content{Title: "Buy bread"}, ""},
		{"success - all of it", types.Content{
			Title: "Énergie – 電力", Summary: "Two\nlines\tand a tab", Rule: "ordinary",
			Document: &membershiptypes.Document{Uri: "https://example.coop/1", Sha256: make([]byte, 32)},
			Messages: []*codectypes.Any{message(10)},
		}, ""},
		{"success - a reserved word is only text (H16)", types.Content{Title: "STATUS_PASSED"}, ""},
		{"error - no title", types.Content{Title: " "}, "title is empty"},
		{"error - title too long", types.Content{Title: strings.Repeat("a", 201)}, "201 bytes; at most 200"},
		{"error - title on two lines", types.Content{Title: "a\nb"}, "control character U+000A"},
		{"error - title not UTF-8 (H16)", types.Content{Title: "a\xff"}, "not UTF-8"},
		{"error - title turned around (H16)", types.Content{Title: "pay \u202e001"}, "control character U+202E"},
		{"error - summary too long", types.Content{Title: "a", Summary: strings.Repeat("a", 10_001)}, "at most 10000"},
		{"error - summary with a NUL (H16)", types.Content{Title: "a", Summary: "\x00"}, "control character U+0000"},
		{"error - document without hash", types.Content{Title: "a", Document: &membershiptypes.Document{Uri: "x"}}, "sha256"},
		{"error - document uri too long", types.Content{Title: "a", Document: &membershiptypes.Document{
			Uri: strings.Repeat("a", 501), Sha256: make([]byte, 32),
		}}, "at most 500"},
		{"error - too many messages", types.Content{Title: "a", Messages: make([]*codectypes.Any, 17)}, "at most 16"},
		{"error - an empty message", types.Content{Title: "a", Messages: []*codectypes.Any{nil}}, "message 0 is empty"},
		{"error - messages too big", types.Content{Title: "a", Messages: []*codectypes.Any{message(40_000), message(40_000)}}, "at most 65536"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.content.Validate(limits)
			if c.refused == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidContent)
			require.ErrorContains(t, err, c.refused)
		})
	}
}

func TestTermsTakeTheLongestOfEachPeriod(t *testing.T) {
	first, second := ordinary, medium
	first.Seconders, first.SecondingPeriodSeconds, first.DiscussionPeriodSeconds = 2, 10, 500
	second.Seconders, second.SecondingPeriodSeconds, second.VotingPeriodSeconds, second.TimelockPeriodSeconds = 1, 70, 900, 3
	frozen := types.NewTerms([]membershiptypes.DecisionRule{first, second}, false, 4)
	require.Equal(t, "medium", frozen.Rules[0].Name, "rules are ordered by name")
	require.Equal(t, uint32(2), frozen.Seconders())
	require.Equal(t, uint64(70), frozen.SecondingSeconds())
	require.Equal(t, uint64(500), frozen.DiscussionSeconds())
	require.Equal(t, uint64(900), frozen.VotingSeconds())
	require.Equal(t, uint64(3), frozen.TimelockSeconds())
	require.True(t, frozen.Consent(), "one rule by consent is enough")
	require.False(t, frozen.FinalBallots())
	require.NoError(t, frozen.Validate())
}

func TestFinalBallotsNeedEveryRule(t *testing.T) {
	final := special
	final.FinalBallots = true
	require.True(t, terms(3, final).FinalBallots())
	require.False(t, terms(3, final, ordinary).FinalBallots())
}

func TestTermsValidate(t *testing.T) {
	sane := func() types.Terms { return terms(9, large, ordinary) }
	require.NoError(t, sane().Validate())
	for _, c := range []struct {
		name    string
		spoil   func(*types.Terms)
		refused string
	}{
		{"error - no rule", func(f *types.Terms) { f.Rules = nil }, "no decision rule"},
		{"error - rules out of order", func(f *types.Terms) { f.Rules[0], f.Rules[1] = f.Rules[1], f.Rules[0] }, "out of order"},
		{"error - a rule twice", func(f *types.Terms) { f.Rules[1] = f.Rules[0] }, "doubled"},
		{"error - a rule over nothing", func(f *types.Terms) { f.Rules[0].Approval.Denominator = 0 }, "denominator"},
		{"error - no charter version", func(f *types.Terms) { f.CharterVersion = 0 }, "charter_version"},
		{"error - a class of nobody", func(f *types.Terms) { f.Roll[0].Members = 0 }, "0 members"},
		{"error - classes out of order", func(f *types.Terms) {
			f.Roll = append(f.Roll, membershiptypes.ClassCount{ClassId: 1, Members: 1})
		}, "doubled"},
		{"error - a roll that wraps around", func(f *types.Terms) {
			f.Roll = append(f.Roll, membershiptypes.ClassCount{ClassId: 2, Members: 1<<64 - 5})
		}, "numbered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			frozen := sane()
			c.spoil(&frozen)
			err := frozen.Validate()
			require.ErrorIs(t, err, types.ErrInvalidTerms)
			require.ErrorContains(t, err, c.refused)
		})
	}
}

func TestDeadline(t *testing.T) {
	require.Equal(t, int64(30), types.Deadline(10, 20))
	require.Equal(t, int64(1<<63-1), types.Deadline(10, 1<<64-1), "a period that overflows never ends")
}

func TestAllowListNeedsFittingSubjects(t *testing.T) {
	subject := func(name string) (special, known bool) { return name == "chain", name == "chain" || name == "meetings" }
	for _, c := range []struct {
		name       string
		url        string
		permission types.Permission
		refused    string
	}{
		{"success - ordinary", "/a", types.Permission{Subject: "meetings"}, ""},
		{"success - special", "/a", types.Permission{Subject: "chain", Special: true, RootOnly: true, Emergency: true}, ""},
		{"success - a special subject whose message says no more", "/a", types.Permission{Subject: "chain"}, ""},
		{"error - unknown", "/a", types.Permission{Subject: "weather"}, "no charter knows"},
		{"error - no type URL", "a", types.Permission{Subject: "chain"}, "no type URL"},
		{"error - special, and an ordinary subject", "/a", types.Permission{Subject: "meetings", Special: true}, "its subject \"meetings\" is ordinary"},
		{"error - an emergency of any co-op's", "/a", types.Permission{Subject: "chain", Special: true, Emergency: true}, "in an emergency"},
		{"error - an emergency that is ordinary", "/a", types.Permission{Subject: "meetings", RootOnly: true, Emergency: true}, "in an emergency"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := types.AllowList{c.url: c.permission}.Validate(subject)
			if c.refused == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.refused)
			}
		})
	}
}
