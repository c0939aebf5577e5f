package keeper_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// importedRows are five members of an old co-op.
func importedRows() []types.ImportRow {
	return []types.ImportRow{
		{ExternalId: digest("1"), ClassId: 1, JoinedAt: -1_000_000_000},
		{ExternalId: digest("2"), ClassId: 2, JoinedAt: 0},
		{ClassId: 1, JoinedAt: 1_600_000_000, Suspended: true},
		{ExternalId: digest("4"), ClassId: 1, JoinedAt: testutil.Start},
		{ExternalId: digest("5"), ClassId: 2, JoinedAt: 5},
	}
}

func announcement(rows []types.ImportRow) *types.MsgAnnounceImport {
	return &types.MsgAnnounceImport{
		Authority: account(north), CoopId: north, FileSha256: digest("roll.csv"), Members: uint64(len(rows)),
		Head: types.ImportHead(rows, types.ImportTail()), ClassCounts: []types.ClassCount{{ClassId: 1, Members: 3}, {ClassId: 2, Members: 2}},
	}
}

func batch(rows []types.ImportRow, from, to int) *types.MsgImportMembers {
	return &types.MsgImportMembers{
		Sender: testutil.Address("anybody"), CoopId: north, FileSha256: digest("roll.csv"), FirstRow: uint64(from),
		Rows: rows[from:to], Tail: types.ImportHead(rows[to:], types.ImportTail()),
	}
}

func TestImportARoll(t *testing.T) {
	l := newLedger(t)
	rows := importedRows()
	l.send(types.ErrNotAnnounced, batch(rows, 0, 2))
	l.send(nil, announcement(rows))
	l.send(types.ErrInvalidImport, announcement(rows)) // once a file
	first := l.send(nil, batch(rows, 0, 2)).(*types.MsgImportMembersResponse)
	require.Equal(t, &types.MsgImportMembersResponse{FirstMemberId: 3, NextRow: 2}, first)
	l.send(types.ErrInvalidImport, batch(rows, 0, 2)) // twice
	l.send(types.ErrInvalidImport, batch(rows, 3, 5)) // out of order
	last := l.send(nil, batch(rows, 2, 5)).(*types.MsgImportMembersResponse)
	require.Equal(t, &types.MsgImportMembersResponse{FirstMemberId: 5, NextRow: 5}, last)
	l.send(types.ErrNotAnnounced, batch(rows, 4, 5))

	roll := l.roll(north)
	require.Equal(t, []types.ClassCount{{ClassId: 1, Members: 5}}, roll.Counts)
	require.Equal(t, []types.ClassCount{{ClassId: 2, Members: 2}}, roll.NonVoting)
	require.EqualValues(t, 2, roll.Ables(), "who has no key can't vote yet")
	require.Equal(t, types.MemberState_MEMBER_STATE_SUSPENDED, l.state(5))
	require.EqualValues(t, -1_000_000_000, l.member(north, 3).JoinedAt)
	found, err := l.query.ExternalId(l.ctx, &types.QueryExternalIdRequest{Coop: "north", ExternalId: hex.EncodeToString(digest("4"))})
	require.NoError(t, err)
	require.EqualValues(t, 6, found.MemberId)
	imports, err := l.query.Imports(l.ctx, &types.QueryImportsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Equal(t, types.ImportStatus_IMPORT_STATUS_DONE, imports.Imports[0].Status)
}

// Whoever sends a batch too early, out of order or again learns which comes next.
func TestRefusedBatchesSayWhatToDo(t *testing.T) {
	l := newLedger(t)
	rows := importedRows()
	says := func(words string, message sdk.Msg) {
		t.Helper()
		_, err := l.deliver(message)
		require.ErrorContains(t, err, words)
	}
	says("once the members have passed the proposal", batch(rows, 0, 2))
	l.send(nil, announcement(rows))
	says("the batch begins with row 2 and row 0 is next; send the batch that begins with that one", batch(rows, 2, 5))
	l.send(nil, batch(rows, 0, 5))
	says("is done with: all of it came in", batch(rows, 2, 5))
}

// Nothing but the announced rows comes in, whoever sends them.
func TestOnlyTheAnnouncedRowsComeIn(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*types.MsgImportMembers)
		refusal error
	}{
		{"error - another class", func(m *types.MsgImportMembers) { m.Rows[1].ClassId = 1 }, types.ErrNotAnnounced},
		{"error - another date", func(m *types.MsgImportMembers) { m.Rows[0].JoinedAt++ }, types.ErrNotAnnounced},
		{"error - reinstated", func(m *types.MsgImportMembers) { m.Rows[2].Suspended = false }, types.ErrNotAnnounced},
		{"error - another id", func(m *types.MsgImportMembers) { m.Rows[0].ExternalId = digest("mallory") }, types.ErrNotAnnounced},
		{"error - one left out", func(m *types.MsgImportMembers) { m.Rows = m.Rows[1:] }, types.ErrNotAnnounced},
		{"error - one put in", func(m *types.MsgImportMembers) {
			m.Rows = append([]types.ImportRow{{ClassId: 1}}, m.Rows...)
		}, types.ErrNotAnnounced},
		{"error - two swapped", func(m *types.MsgImportMembers) { m.Rows[0], m.Rows[1] = m.Rows[1], m.Rows[0] }, types.ErrNotAnnounced},
		{"error - another tail", func(m *types.MsgImportMembers) { m.Tail = digest("tail") }, types.ErrNotAnnounced},
		{"error - a short tail", func(m *types.MsgImportMembers) { m.Tail = m.Tail[1:] }, types.ErrInvalidImport},
		{"error - another file", func(m *types.MsgImportMembers) { m.FileSha256 = digest("other.csv") }, types.ErrNotAnnounced},
		{"error - another co-op", func(m *types.MsgImportMembers) { m.CoopId = south }, types.ErrNotAnnounced},
		{"error - no rows", func(m *types.MsgImportMembers) { m.Rows = nil }, types.ErrInvalidImport},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			rows := importedRows()
			l.send(nil, announcement(rows))
			message := batch(importedRows(), 0, 3)
			tc.change(message)
			l.send(tc.refusal, message)
		})
	}
}

func TestAnnouncementsAreChecked(t *testing.T) {
	cases := []struct {
		name    string
		change  func(*types.MsgAnnounceImport)
		refusal error
	}{
		{"error - not decided by the members", func(m *types.MsgAnnounceImport) { m.Authority = testutil.Address("north-anna") }, types.ErrNotAllowed},
		{"error - a short hash", func(m *types.MsgAnnounceImport) { m.FileSha256 = m.FileSha256[1:] }, types.ErrInvalidImport},
		{"error - a short head", func(m *types.MsgAnnounceImport) { m.Head = nil }, types.ErrInvalidImport},
		{"error - nobody", func(m *types.MsgAnnounceImport) { m.Members = 0 }, types.ErrInvalidImport},
		{"error - too many", func(m *types.MsgAnnounceImport) { m.Members = 2_000_001 }, types.ErrInvalidImport},
		{"error - does not add up", func(m *types.MsgAnnounceImport) { m.Members++ }, types.ErrInvalidImport},
		{"error - adds up only by overflow", func(m *types.MsgAnnounceImport) {
			m.ClassCounts[0].Members = ^uint64(0) - 1
			m.ClassCounts[1].Members = 7
		}, types.ErrInvalidImport},
		{"error - a class twice", func(m *types.MsgAnnounceImport) { m.ClassCounts[1].ClassId = 1 }, types.ErrInvalidImport},
		{"error - a class that is not there", func(m *types.MsgAnnounceImport) { m.ClassCounts[1].ClassId = 9 }, types.ErrUnknownClass},
		{"error - a class for co-ops", func(m *types.MsgAnnounceImport) { m.Authority, m.CoopId = account(root), root }, types.ErrWrongKind},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger(t)
			message := announcement(importedRows())
			tc.change(message)
			l.send(tc.refusal, message)
		})
	}
}

// What the announcement says of classes binds, and so does the charter's limit.
func TestImportKeepsToItsClasses(t *testing.T) {
	l := newLedger(t)
	rows := importedRows()
	wrong := announcement(rows)
	wrong.ClassCounts = []types.ClassCount{{ClassId: 1, Members: 1}, {ClassId: 2, Members: 4}}
	l.send(nil, wrong)
	l.send(types.ErrNotAnnounced, batch(rows, 0, 5))
	replaced := announcement(rows[:2])
	replaced.FileSha256, replaced.ClassCounts = digest("second.csv"), []types.ClassCount{{ClassId: 1, Members: 1}, {ClassId: 2, Members: 1}}
	l.send(nil, replaced)
	l.send(types.ErrNotAnnounced, batch(rows, 0, 1)) // the first was replaced
	small := testutil.WorkerCharter()
	small.Classes[0].MaxMembers = 2
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: small})
	message := batch(rows[:2], 0, 2)
	message.FileSha256 = digest("second.csv")
	l.send(types.ErrClassFull, message)
	third := announcement(rows)
	third.FileSha256 = digest("third.csv")
	l.send(types.ErrClassFull, third)
}

// A suspension comes in with an end: the file's, or the longest that the ledger
// allows within a year. Then the member is back by itself.
func TestAnImportedSuspensionEnds(t *testing.T) {
	const most = 180 * day
	for _, tc := range []struct {
		name  string
		until int64
		ends  int64
	}{
		{"success - without a day, as late as can be", 0, testutil.Start + most},
		{"success - on its day", testutil.Start + 10*day, testutil.Start + 10*day},
		{"success - cut to what the ledger allows", testutil.Start + 400*day, testutil.Start + most},
		{"success - over before the file came in", testutil.Start - 1, testutil.Start},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newCases(t)
			rows := importedRows()
			rows[2].SuspendedUntil = tc.until
			l.send(nil, announcement(rows))
			first := l.send(nil, batch(rows, 0, 5)).(*types.MsgImportMembersResponse).FirstMemberId
			member := first + 2
			if tc.ends == testutil.Start {
				require.Equal(t, isActive, l.state(member))
				require.True(t, l.conduct(member).Blank())
				return
			}
			require.Equal(t, isSuspended, l.state(member))
			require.Equal(t, []types.Suspension{{From: testutil.Start, Until: tc.ends}}, l.conduct(member).Suspensions)
			l.sound()
			l.sameAfterImport()
			l.elapse(tc.ends - testutil.Start - 1)
			require.Equal(t, isSuspended, l.state(member))
			l.elapse(1)
			require.Equal(t, isActive, l.state(member))
			l.sound()
			l.sameAfterImport()
			l.elapse(366 * day)
			require.False(t, l.conduct(member).Suspended())
		})
	}
}

// A case against a member who came in suspended ends: what it decides begins when
// that suspension is over, and stays within the year's limit.
func TestACaseAgainstAnImportedSuspendedMember(t *testing.T) {
	for _, tc := range []struct {
		name   string
		until  int64
		second int64
	}{
		{"success - one after the other", testutil.Start + 40*day, testutil.Start + 100*day},
		{"success - cut", testutil.Start + 150*day, testutil.Start + 180*day},
		{"success - nothing left", testutil.Start + 180*day, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newCases(t)
			rows := importedRows()
			rows[2].SuspendedUntil = tc.until
			l.send(nil, announcement(rows))
			member := l.send(nil, batch(rows, 0, 5)).(*types.MsgImportMembersResponse).FirstMemberId + 2
			id := l.charged(member)
			l.send(types.ErrWrongState, suspend(key("north-ben"), id, day))
			require.False(t, l.caseOf(id).SuspendedMeanwhile)
			l.send(nil, notice(key("north-ben"), id))
			l.elapse(14 * day)
			l.send(nil, decide(id, suspension, 60*day))
			l.elapse(15 * day)
			l.ended(id, types.CaseEnd_CASE_END_SUSPENDED)
			want := []types.Suspension{{From: testutil.Start, Until: tc.until}}
			if tc.second != 0 {
				want = append(want, types.Suspension{From: tc.until, Until: tc.second, CaseId: id})
			}
			require.Equal(t, want, l.conduct(member).Suspensions)
			l.sound()
			l.sameAfterImport()
			l.elapse(max(tc.until, tc.second) - l.clock.Seconds - 1)
			require.Equal(t, isSuspended, l.state(member))
			l.elapse(1)
			require.Equal(t, isActive, l.state(member))
			l.sound()
		})
	}
	t.Run("success - a suspension that has no end gets one", func(t *testing.T) {
		l := newCases(t)
		require.NoError(t, l.keeper.Suspend(l.ctx, l.member(north, dora)))
		id := l.charged(dora)
		l.send(nil, notice(key("north-ben"), id))
		l.elapse(14 * day)
		l.send(nil, decide(id, suspension, 60*day))
		l.elapse(15 * day)
		l.ended(id, types.CaseEnd_CASE_END_SUSPENDED)
		l.elapse(60 * day)
		require.Equal(t, isActive, l.state(dora))
	})
}

// Who leaves while one suspension waits for the end of another leaves both.
func TestLeavingEndsSuspensionsThatFollow(t *testing.T) {
	l := newCases(t)
	rows := importedRows()
	rows[2].SuspendedUntil = testutil.Start + 90*day
	l.send(nil, announcement(rows))
	member := l.send(nil, batch(rows, 0, 5)).(*types.MsgImportMembersResponse).FirstMemberId + 2
	id := l.charged(member)
	l.send(nil, notice(key("north-ben"), id))
	l.elapse(14 * day)
	l.send(nil, decide(id, suspension, 60*day))
	l.elapse(15 * day)
	require.Len(t, l.conduct(member).Suspensions, 2)
	require.NoError(t, l.keeper.EndMembership(l.ctx, l.member(north, member), isLeft))
	require.Equal(t, []types.Suspension{{From: testutil.Start, Until: l.clock.Seconds}}, l.conduct(member).Suspensions)
	l.sound()
	l.sameAfterImport()
}

// Who is reinstated before its time is noted as suspended no longer.
func TestReinstatedBeforeItsTime(t *testing.T) {
	l := newCases(t)
	rows := importedRows()
	l.send(nil, announcement(rows))
	member := l.send(nil, batch(rows, 0, 5)).(*types.MsgImportMembersResponse).FirstMemberId + 2
	l.elapse(day)
	require.NoError(t, l.keeper.Reinstate(l.ctx, l.member(north, member)))
	require.Equal(t, isActive, l.state(member))
	require.Equal(t, []types.Suspension{{From: testutil.Start, Until: l.clock.Seconds}}, l.conduct(member).Suspensions)
	l.sound()
	l.sameAfterImport()
	l.elapse(200 * day)
	require.Equal(t, isActive, l.state(member))
}

// The chain of a row, worked out by hand with sha256sum.
func TestImportHeadVector(t *testing.T) {
	require.Equal(t, "470c9d25d698ab2b09640ea95873f3b8308745497470f982a6ccbee23ba08d37", hex.EncodeToString(types.ImportTail()))
	row := types.ImportRow{ClassId: 1, JoinedAt: -1, Suspended: true}
	require.Equal(t, "a2d75bf1c68003c7c36d167e5dfedfebba47949ccf50dfe32f71c70a3d28735c", hex.EncodeToString(types.ImportHead([]types.ImportRow{row}, types.ImportTail())))
	row.SuspendedUntil = 1_700_000_000
	require.Equal(t, "19d21c33d15950546fa83de3128f875d2256ae9edbe8d4fd2ce2ea626ea3bb36", hex.EncodeToString(types.ImportHead([]types.ImportRow{row}, types.ImportTail())))
	row.Holders = 2
	require.Equal(t, "df817ff31292293e76cd5b8c39b972edb8605b78ce85ce8f26d2d81d76ce7886", hex.EncodeToString(types.ImportHead([]types.ImportRow{row}, types.ImportTail())))
	row = types.ImportRow{ClassId: 1, JoinedAt: -1, Ended: types.MemberState_MEMBER_STATE_DECEASED, EndedAt: 1_700_000_000}
	require.Equal(t, "35faaab90a7cd1b8876f2af0d7bd52d2cfccb946aa83bafe281add46254b93aa", hex.EncodeToString(types.ImportHead([]types.ImportRow{row}, types.ImportTail())))
}

// everyState has a member in each state in which a roll can bring one in, all of the
// workers.
func everyState() []types.ImportRow {
	return []types.ImportRow{
		{ClassId: 1, JoinedAt: 5, LeavesAt: testutil.Start + 10*day},
		{ClassId: 1, JoinedAt: 5, Ended: types.MemberState_MEMBER_STATE_LAPSED, EndedAt: 1_000},
		{ClassId: 1, JoinedAt: 5, Ended: types.MemberState_MEMBER_STATE_DECEASED, EndedAt: 2_000, ExternalId: digest("dead")},
		{ClassId: 1, JoinedAt: 5, Holders: 3},
		{ClassId: 1, JoinedAt: 5, MinorUntil: testutil.Start + 20*day},
		{ClassId: 1, JoinedAt: 5, Suspended: true, SuspendedUntil: testutil.Start + 5*day, MinorUntil: testutil.Start + 20*day},
		{ClassId: 1, JoinedAt: 5, LeavesAt: 6},
		{ClassId: 1, JoinedAt: 5, MinorUntil: 6},
	}
}

func statesAnnounced(rows []types.ImportRow, members, former uint64) *types.MsgAnnounceImport {
	message := announcement(rows)
	message.ClassCounts, message.Former = nil, former
	if members > 0 {
		message.ClassCounts = []types.ClassCount{{ClassId: 1, Members: members}}
	}
	return message
}

// A member comes in as it is, and what was to happen to it happens.
func TestImportEveryState(t *testing.T) {
	l := newCases(t)
	rows := everyState()
	before := l.roll(north)
	l.send(types.ErrInvalidImport, statesAnnounced(rows, 6, 1))
	l.send(types.ErrInvalidImport, statesAnnounced(rows, 6, 9))
	l.send(nil, statesAnnounced(rows, 6, 2))
	first := l.send(nil, batch(rows, 0, len(rows))).(*types.MsgImportMembersResponse).FirstMemberId
	l.sound()
	l.sameAfterImport()
	leaving, lapsed, dead, joint, minor, both, late, grown := first, first+1, first+2, first+3, first+4, first+5, first+6, first+7
	require.Equal(t, types.MemberState_MEMBER_STATE_LEAVING, l.state(leaving))
	require.Equal(t, types.MemberState_MEMBER_STATE_LAPSED, l.state(lapsed))
	require.Equal(t, types.MemberState_MEMBER_STATE_DECEASED, l.state(dead))
	require.EqualValues(t, 2_000, l.member(north, dead).LeftAt)
	require.EqualValues(t, 3, l.member(north, joint).Holders)
	require.True(t, l.member(north, minor).IsMinor())
	require.False(t, l.member(north, grown).IsMinor(), "it came of age before the row came in")
	require.Equal(t, before.Voters()+4, l.roll(north).Voters(), "who leaves, the joint place, who left late, who has grown")
	require.Equal(t, before.ActiveMembers+6, l.roll(north).ActiveMembers)
	l.send(nil, &types.MsgSetTrustee{Authority: account(north), CoopId: north, MemberId: dead, Address: testutil.Address("heir")})
	l.send(nil, &types.MsgSetTrustee{Authority: account(north), CoopId: north, MemberId: minor, Address: testutil.Address("parent")})
	l.elapse(1)
	require.Equal(t, isLeft, l.state(late), "its day was over")
	l.elapse(5 * day)
	require.Equal(t, isActive, l.state(both))
	l.elapse(5 * day)
	require.Equal(t, isLeft, l.state(leaving))
	require.Equal(t, before.Voters()+2, l.roll(north).Voters())
	l.elapse(10 * day)
	require.Equal(t, before.Voters()+4, l.roll(north).Voters(), "two have come of age")
	l.sound()
	l.sameAfterImport()
}

// A former member takes no room in a class, and comes in only if it was announced.
func TestFormerMembersTakeNoRoom(t *testing.T) {
	l := newCases(t)
	charter := testutil.WorkerCharter()
	charter.Classes[0].MaxMembers = l.roll(north).MembersOf(1)
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	rows := everyState()[1:3]
	l.send(nil, statesAnnounced(rows, 0, 2))
	l.send(nil, batch(rows, 0, 2))
	l.sound()
}

func TestStatesThatCantBe(t *testing.T) {
	charter := testutil.WorkerCharter()
	lapsed := types.MemberState_MEMBER_STATE_LAPSED
	for name, row := range map[string]types.ImportRow{
		"error - suspended and leaving":     {Suspended: true, LeavesAt: 9},
		"error - leaving and lapsed":        {LeavesAt: 9, Ended: lapsed, EndedAt: 9},
		"error - lapsed on no day":          {Ended: lapsed},
		"error - a day, and a member still": {EndedAt: 9},
		"error - expelled":                  {Ended: types.MemberState_MEMBER_STATE_EXPELLED, EndedAt: 9},
		"error - lapsed before it joined":   {Ended: lapsed, EndedAt: 4},
		"error - lapsed tomorrow":           {Ended: lapsed, EndedAt: testutil.Start + day},
		"error - left before it joined":     {LeavesAt: 4},
		"error - a minor for ever":          {MinorUntil: testutil.Start + 26*366*day},
		"error - of age before it joined":   {MinorUntil: 4},
		"error - a joint minor":             {MinorUntil: testutil.Start + day, Holders: 2},
		"error - a minor who lapsed":        {MinorUntil: testutil.Start + day, Ended: lapsed, EndedAt: 9},
		"error - a joint place that lapsed": {Holders: 2, Ended: lapsed, EndedAt: 9},
	} {
		t.Run(name, func(t *testing.T) {
			row.ClassId, row.JoinedAt = 1, 5
			_, err := row.Validate(charter, testutil.Start)
			require.ErrorIs(t, err, types.ErrInvalidImport)
		})
	}
	l := newLedger(t)
	crowd := []types.ImportRow{{ClassId: 1, JoinedAt: 5, Holders: types.DefaultParams().MaxKeysPerMember + 1}}
	l.send(nil, statesAnnounced(crowd, 1, 0))
	l.send(types.ErrInvalidImport, batch(crowd, 0, 1))
}
