package roll_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/roll"
	"github.com/coopledger/coopledger/offchain/sheet"
	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const good = `member_number,class,joined,state
3,workers,1999-12-31,active
4,supporters,1969-12-31,
5,workers,2023-01-01,suspended
`

func TestRead(t *testing.T) {
	read, err := roll.Read([]byte(good), testutil.WorkerCharter(), 3, testutil.Start)
	require.NoError(t, err)
	require.Equal(t, []types.ImportRow{
		{ClassId: 1, JoinedAt: 946_598_400}, {ClassId: 2, JoinedAt: -86_400}, {ClassId: 1, JoinedAt: 1_672_531_200, Suspended: true},
	}, read.Rows)
	require.Equal(t, []types.ClassCount{{ClassId: 1, Members: 2}, {ClassId: 2, Members: 1}}, read.Counts)
	// From: printf … | sha256sum
	require.Equal(t, "66ca09ee7500d328431cb801e85d61d5410c9814022a9c0a88660e0891f5810c", fmt.Sprintf("%x", read.FileSHA256))
}

// The day on which a suspension ends may be left out.
func TestReadSuspensions(t *testing.T) {
	read, err := roll.Read([]byte("member_number,class,joined,state,suspended_until\n3,workers,1999-12-31,suspended,2030-01-01\n"+
		"4,workers,1999-12-31,suspended,\n5,workers,1999-12-31,,\n"), testutil.WorkerCharter(), 3, testutil.Start)
	require.NoError(t, err)
	require.Equal(t, []types.ImportRow{
		{ClassId: 1, JoinedAt: 946_598_400, Suspended: true, SuspendedUntil: 1_893_456_000},
		{ClassId: 1, JoinedAt: 946_598_400, Suspended: true},
		{ClassId: 1, JoinedAt: 946_598_400},
	}, read.Rows)
}

// All problems are listed at once.
func TestReadRefusesWithEveryProblem(t *testing.T) {
	id := strings.Repeat("ab", 32)
	cases := []struct {
		name, text string
		says       []string
	}{
		{"error - empty", "", []string{"no first line"}},
		{"error - no members", "member_number,class,joined\n", []string{"has no members"}},
		{"error - columns", "name,name,class\n", []string{`no column "name"`, "twice", "give one of the columns", `"joined" is missing`}},
		{"error - both ids", "member_number,external_id,class,joined\n", []string{"give one of the columns"}},
		{
			"error - every row", "external_id,class,joined,state\n" +
				id + ",workers,1999-12-31,active\n" + id + ",bosses,31.12.1999,left\n" + "7,workers,1700-01-01,\n" + "x\n",
			[]string{
				"line 3: the external id is that of line 2 too", `line 3: the charter has no class "bosses"`, `line 3: joined on "31.12.1999"`,
				`line 3: the state is "left"`, `line 4: the external id is "7"`, "line 5: has 1 fields",
			},
		},
		{"error - dates", "member_number,class,joined\n1,workers,1843-12-31\n2,workers,2999-01-01\n", []string{"line 2: joined on 1843-12-31", "line 3: joined on 2999-01-01"}},
		{
			"error - suspensions", "member_number,class,joined,state,suspended_until\n1,workers,1999-12-31,active,2999-01-01\n" +
				"2,workers,1999-12-31,suspended,2000-01-01\n3,workers,1999-12-31,suspended,soon\n",
			[]string{
				"line 2: is suspended until 2999-01-01 and the state is not suspended", "line 3: was suspended until 2000-01-01, which is over",
				`line 4: suspended until "soon"; write the day`,
			},
		},
		{"error - gaps", "member_number,class,joined\n1,workers,1999-12-31\n3,workers,1999-12-31\n", []string{`line 3: the member number is "3"`}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			_, err := roll.Read([]byte(tc.text), testutil.WorkerCharter(), 1, testutil.Start)
			for _, says := range tc.says {
				require.ErrorContains(t, err, says)
			}
		})
	}
	_, err := roll.Read([]byte("member_number,class,joined\n1,workers\n2,workers,1999-12-31\n"), testutil.WorkerCharter(), 1, testutil.Start)
	require.Equal(t, sheet.Problems{"line 2: has 2 fields; the first line names 3 columns"}, err, "the rows after it have the right numbers")
	small := testutil.WorkerCharter()
	small.Classes[0].MaxMembers = 1
	_, err = roll.Read([]byte(good), small, 3, testutil.Start)
	require.ErrorContains(t, err, `class "workers": the file has 2 members`)
}

// The batches lead from the announced head to the end, one after the other.
func TestBatchesFollowTheAnnouncement(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, roll.Generate(&file, 25, [2]string{"workers", "supporters"}))
	read, err := roll.Read(file.Bytes(), testutil.WorkerCharter(), 1, testutil.Start)
	require.NoError(t, err)
	require.Len(t, read.Rows, 25)
	announced := read.Announcement(types.Coop{Id: 2, Account: types.CoopAddress(2)})
	head, next := announced.Head, uint64(0)
	batches := read.Batches(2, 10)
	require.Len(t, batches, 3)
	for _, batch := range batches {
		require.Equal(t, next, batch.FirstRow)
		require.Equal(t, head, types.ImportHead(batch.Rows, batch.Tail))
		head, next = batch.Tail, next+uint64(len(batch.Rows))
	}
	require.Equal(t, types.ImportTail(), head)
	require.Equal(t, announced.Members, next)
}

// Members come in as they are: who leaves, lapsed or died, minors, joint places.
func TestReadStates(t *testing.T) {
	read, err := roll.Read([]byte("member_number,class,joined,state,leaves,ended,minor_until,holders\n"+
		"3,workers,1999-12-31,leaving,2030-01-01,,,\n4,workers,1999-12-31,lapsed,,2001-01-01,,\n5,workers,1999-12-31,deceased,,2001-01-01,,\n"+
		"6,workers,1999-12-31,,,,2030-01-01,1\n7,workers,1999-12-31,active,,,,2\n"), testutil.WorkerCharter(), 3, testutil.Start)
	require.NoError(t, err)
	const joined, ended, later = 946_598_400, 978_307_200, 1_893_456_000
	require.Equal(t, []types.ImportRow{
		{ClassId: 1, JoinedAt: joined, LeavesAt: later},
		{ClassId: 1, JoinedAt: joined, Ended: types.MemberState_MEMBER_STATE_LAPSED, EndedAt: ended},
		{ClassId: 1, JoinedAt: joined, Ended: types.MemberState_MEMBER_STATE_DECEASED, EndedAt: ended},
		{ClassId: 1, JoinedAt: joined, MinorUntil: later},
		{ClassId: 1, JoinedAt: joined, Holders: 2},
	}, read.Rows)
	announced := read.Announcement(types.Coop{Id: 2, Account: types.CoopAddress(2)})
	require.Equal(t, []types.ClassCount{{ClassId: 1, Members: 3}}, announced.ClassCounts)
	require.EqualValues(t, 2, announced.Former)
	_, err = roll.Read([]byte("member_number,class,joined,state,leaves,ended,minor_until,holders\n"+
		"3,workers,1999-12-31,leaving,,,,\n4,workers,1999-12-31,active,,2001-01-01,,\n5,workers,1999-12-31,leaving,2001-01-01,,,\n"+
		"6,workers,1999-12-31,,,,2001-01-01,none\n7,workers,1999-12-31,lapsed,,2001-01-01,2030-01-01,\n8,workers,1999-12-31,expelled,,,,\n"),
		testutil.WorkerCharter(), 3, testutil.Start)
	for _, says := range []string{
		`line 2: the column leaves is ""`, `line 3: the column ended is "2001-01-01"`, "line 4: leaves on 2001-01-01, which is over",
		"line 5: was a minor until 2001-01-01", `line 5: the place is held by "none"`, "line 6: a minor until", `line 7: the state is "expelled"`,
	} {
		require.ErrorContains(t, err, says)
	}
}
