package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func TestQueriesByCoop(t *testing.T) {
	l := newLedger(t)
	l.grant(north, 1, testutil.Day)
	for _, reference := range []string{"north", "2"} {
		coop, err := l.query.Coop(l.ctx, &types.QueryCoopRequest{Coop: reference})
		require.NoError(t, err)
		require.EqualValues(t, north, coop.Coop.Id)
		require.Equal(t, "Riverside Bakery", coop.Charter.Name)
		require.EqualValues(t, 2, coop.Roll.ActiveMembers)

		charter, err := l.query.Charter(l.ctx, &types.QueryCharterRequest{Coop: reference})
		require.NoError(t, err)
		require.EqualValues(t, 1, charter.Version)

		roll, err := l.query.Roll(l.ctx, &types.QueryRollRequest{Coop: reference})
		require.NoError(t, err)
		require.EqualValues(t, 2, roll.Voters)

		member, err := l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: reference, MemberId: 1})
		require.NoError(t, err)
		require.Equal(t, "workers", member.ClassName)
		require.Equal(t, testutil.Address("north-anna"), member.Keys[0].Address)
		require.Len(t, member.Powers, 1)

		powers, err := l.query.Powers(l.ctx, &types.QueryPowersRequest{Coop: reference})
		require.NoError(t, err)
		require.Equal(t, member.Powers, powers.Powers)
	}
	l.clock.Seconds += testutil.Day
	powers, err := l.query.Powers(l.ctx, &types.QueryPowersRequest{Coop: "north"})
	require.NoError(t, err)
	require.Empty(t, powers.Powers, "a power whose term is over is not out")
	params, err := l.query.Params(l.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
}

// A member that left is still shown, also when its class is gone.
func TestQueryMemberWhoLeft(t *testing.T) {
	l := newLedger(t)
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "supporters", "dora")})
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("dora"), CoopId: north})
	charter := testutil.WorkerCharter()
	charter.Classes = charter.Classes[:1]
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	member, err := l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: 3})
	require.NoError(t, err)
	require.Empty(t, member.ClassName)
	require.Equal(t, []types.Key{{Address: testutil.Address("dora"), AddedAt: testutil.Start, MoneyOnly: true}}, member.Keys)
}

func TestQueryWho(t *testing.T) {
	l := newLedger(t)
	l.send(nil, &types.MsgAdmit{Authority: account(south), CoopId: south, Member: l.person("south", "supporters", "north-anna")})
	who, err := l.query.Who(l.ctx, &types.QueryWhoRequest{Address: testutil.Address("north-anna")})
	require.NoError(t, err)
	require.Equal(t, []types.MemberRef{{CoopId: north, MemberId: 1}, {CoopId: south, MemberId: 3}}, who.Places)
	require.Nil(t, who.Coop)

	who, err = l.query.Who(l.ctx, &types.QueryWhoRequest{Address: account(north)})
	require.NoError(t, err)
	require.Equal(t, []types.MemberRef{{CoopId: root, MemberId: 1}}, who.Places)
	require.Equal(t, "north", who.Coop.Slug)

	who, err = l.query.Who(l.ctx, &types.QueryWhoRequest{Address: testutil.Address("stranger")})
	require.NoError(t, err)
	require.Empty(t, who.Places)
}

func TestQueriesArePaged(t *testing.T) {
	l := newLedger(t)
	var slugs []string
	request := &types.QueryCoopsRequest{Pagination: &query.PageRequest{Limit: 2}}
	for pages := 1; ; pages++ {
		response, err := l.query.Coops(l.ctx, request)
		require.NoError(t, err)
		for _, coop := range response.Coops {
			slugs = append(slugs, coop.Slug)
		}
		if response.Pagination.NextKey == nil {
			require.Equal(t, 3, pages)
			break
		}
		request.Pagination.Key = response.Pagination.NextKey
	}
	require.Equal(t, []string{"federation", "north", "east", "south", "west"}, slugs)

	members, err := l.query.Members(l.ctx, &types.QueryMembersRequest{Coop: "east", Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, members.Members, 1)
	require.NotNil(t, members.Pagination.NextKey)
	members, err = l.query.Members(l.ctx, &types.QueryMembersRequest{Coop: "east", Pagination: &query.PageRequest{Key: members.Pagination.NextKey}})
	require.NoError(t, err)
	require.EqualValues(t, 2, members.Members[0].MemberId)
	require.Nil(t, members.Pagination.NextKey, "another co-op's members are not on the next page")

	_, err = l.query.Coops(l.ctx, &types.QueryCoopsRequest{Pagination: &query.PageRequest{Limit: 1_001}})
	require.ErrorIs(t, err, types.ErrInvalidRequest, "H45")
}

func TestQueriesRefuse(t *testing.T) {
	l := newLedger(t)
	for reference, refusal := range map[string]error{"nowhere": types.ErrUnknownCoop, "99": types.ErrUnknownCoop, "": types.ErrUnknownCoop, "No Where": types.ErrUnknownCoop} {
		_, err := l.query.Coop(l.ctx, &types.QueryCoopRequest{Coop: reference})
		require.ErrorIs(t, err, refusal)
		_, err = l.query.Members(l.ctx, &types.QueryMembersRequest{Coop: reference})
		require.ErrorIs(t, err, refusal)
		_, err = l.query.Roll(l.ctx, &types.QueryRollRequest{Coop: reference})
		require.ErrorIs(t, err, refusal)
	}
	_, err := l.query.Charter(l.ctx, &types.QueryCharterRequest{Coop: "north", Version: 2})
	require.ErrorIs(t, err, types.ErrUnknownVersion)
	_, err = l.query.Member(l.ctx, &types.QueryMemberRequest{Coop: "north", MemberId: 3})
	require.ErrorIs(t, err, types.ErrUnknownMember)
	_, err = l.query.Who(l.ctx, &types.QueryWhoRequest{Address: "cosmos1x"})
	require.ErrorIs(t, err, types.ErrInvalidAddress)
}
