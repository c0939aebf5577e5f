package charters

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Published bylaws: their source is named, and each is a charter that a co-op can
// have. What their text says of counts of ballots, x/governance/types puts to the
// ledger's own count (TestPublishedBylawsDecide).
func TestPublishedBylaws(t *testing.T) {
	files, err := filepath.Glob("published/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, 8, "one of each kind but data: docs/concepts/charters.md says why")
	compiled := compiledSchema(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.True(t, bytes.HasPrefix(text, []byte("# Source: ")), "the source is named")
			require.Contains(t, string(text), "https://")
			charter, err := Parse(text)
			require.NoError(t, err)
			require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
			require.NoError(t, charter.CanBeChangedBy(rollOf(charter, 4)))
			require.NoError(t, compiled.Validate(decoded(t, string(text))))
			for _, language := range Languages() {
				require.NotContains(t, Explain(charter, language), "{")
			}
		})
	}
}

// publishedMeeting is what a text says of its meetings and of expulsion.
type publishedMeeting struct {
	noticeDays, agendaDays uint32
	// requisition and quorum of the first call, as the file writes them.
	requisition, quorum string
	annual              string
	// who expels, by which share, and how long before the member hears of it.
	electorate, expulsion string
	replyDays             uint64
}

// What the published texts say of calls, notice, requisitions and expulsion.
func TestPublishedMeetingsAndExpulsions(t *testing.T) {
	const all, none = "all of the roll", "none"
	texts := map[string]publishedMeeting{
		// "Not less than 14 days' notice"; "not less than 10% of Members"; "20% of the total
		// membership"; "within six months of the end of each financial year", on 31 March;
		// "two-thirds of those present and voting", after 28 days' notice.
		"platform": {14, 0, "at least 1/10 of the roll", "at least 1/5 of the roll", "09-30", "", "at least 2/3 of votes cast", 28},
		// "Not less than 30 days"; "20 percent of the membership"; "in April"; "two-thirds vote of
		// the Board". No time to be heard is named: the ledger's least.
		"consumer": {30, 0, all, "at least 1/5 of the roll", "04-30", membershiptypes.PowerBoard, "at least 2/3 of the roll", 7},
		// Fifteen days; agenda until the fifth; no quorum; once a year; the majority of
		// extraordinary decisions.
		"freelancer": {15, 5, all, none, "12-31", "", "at least 3/4 of those present", 15},
		// Thirty days; "five percent (5%)"; "a majority of the members"; "at least seven days
		// prior to the vote"; "a majority vote of the Board".
		"creator": {30, 30, "at least 1/20 of the roll", "at least 1/2 of the roll", none, membershiptypes.PowerBoard, "more than 1/2 of the roll", 7},
		// "At least forty-eight (48) hours"; "a majority of the authorized number"; once a year;
		// "a majority of the board of directors".
		"opensource": {2, 0, all, "at least 1/2 of the roll", "12-31", membershiptypes.PowerBoard, "more than 1/2 of the roll", 7},
	}
	files, err := filepath.Glob("published/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		kind := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(kind, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			charter, err := Parse(text)
			require.NoError(t, err)
			want, says := texts[kind]
			require.Equal(t, says, charter.Meetings != nil && charter.Discipline != nil, "the part of the text that was read says nothing of it")
			if !says {
				return
			}
			m := charter.Meetings
			decides, err := charter.RuleFor(membershiptypes.SubjectDiscipline)
			require.NoError(t, err)
			hears, err := charter.RuleFor(membershiptypes.SubjectAppeals)
			require.NoError(t, err)
			require.Empty(t, hears.Electorate, "the members hear appeals")
			annual := none
			if m.HasAnnual() {
				annual = fmt.Sprintf("%02d-%02d", m.AnnualMonth, m.AnnualDay)
			}
			require.Equal(t, want, publishedMeeting{
				noticeDays: m.NoticeClearDays, agendaDays: m.TablingClearDays, requisition: FormatQuorum(m.Requisition),
				quorum: FormatQuorum(m.FirstCallQuorum), annual: annual, electorate: decides.Electorate,
				expulsion: FormatThreshold(decides.Approval), replyDays: charter.Discipline.ReplyPeriodSeconds / 86_400,
			})
		})
	}
}
