package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/governance/types"
)

// Meeting answers with a meeting, its agenda and its minutes.
func (q queryServer) Meeting(ctx context.Context, request *types.QueryMeetingRequest) (*types.QueryMeetingResponse, error) {
	m, err := q.GetMeeting(ctx, request.MeetingId)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryMeetingResponse{Meeting: m}
	if err := q.eachAgendaItem(ctx, m.Id, func(r types.Resolution) error {
		line, err := q.line(ctx, r.Id)
		answer.Agenda = append(answer.Agenda, line)
		return err
	}); err != nil {
		return nil, err
	}
	err = q.Minutes.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint32](m.Id),
		func(_ collections.Pair[uint64, uint32], minutes types.Minutes) (bool, error) {
			answer.Minutes = append(answer.Minutes, minutes)
			return false, nil
		})
	return answer, err
}

// Meetings lists a co-op's meetings in the order of their ids.
func (q queryServer) Meetings(ctx context.Context, request *types.QueryMeetingsRequest) (*types.QueryMeetingsResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	meetings, next, err := query.CollectionPaginate(ctx, q.MeetingsByCoop, bounded,
		func(key collections.Pair[uint64, uint64], _ collections.NoValue) (types.Meeting, error) {
			return q.GetMeeting(ctx, key.K2())
		}, query.WithCollectionPaginationPairPrefix[uint64, uint64](coop.Id))
	return &types.QueryMeetingsResponse{Meetings: meetings, Pagination: next}, err
}

// Attendance lists who attends a session, by member number.
func (q queryServer) Attendance(ctx context.Context, request *types.QueryAttendanceRequest) (*types.QueryAttendanceResponse, error) {
	m, err := q.GetMeeting(ctx, request.MeetingId)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	session := request.Session
	if session == 0 {
		session = m.Session
	}
	attendance, next, err := query.CollectionPaginate(ctx, q.Keeper.Attendance, bounded,
		func(_ collections.Triple[uint64, uint32, uint64], entry types.Attendance) (types.Attendance, error) {
			return entry, nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, uint32, uint64]]) {
			prefix := collections.TripleSuperPrefix[uint64, uint32, uint64](m.Id, session)
			options.Prefix = &prefix
		})
	return &types.QueryAttendanceResponse{Attendance: attendance, Pagination: next}, err
}

// Sheets lists what scrutineers entered at a meeting, by number.
func (q queryServer) Sheets(ctx context.Context, request *types.QuerySheetsRequest) (*types.QuerySheetsResponse, error) {
	m, err := q.GetMeeting(ctx, request.MeetingId)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	sheets, next, err := query.CollectionPaginate(ctx, q.Keeper.Sheets, bounded,
		func(_ collections.Pair[uint64, uint32], sheet types.Sheet) (types.Sheet, error) { return sheet, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint32](m.Id))
	return &types.QuerySheetsResponse{Sheets: sheets, Pagination: next}, err
}

// Disputes lists the members who say that a sheet is wrong, by number.
func (q queryServer) Disputes(ctx context.Context, request *types.QueryDisputesRequest) (*types.QueryDisputesResponse, error) {
	m, err := q.GetMeeting(ctx, request.MeetingId)
	if err != nil {
		return nil, err
	}
	sheet, err := q.getSheet(ctx, m.Id, request.Sheet)
	if err != nil {
		return nil, err
	}
	bounded, err := page(request.Pagination)
	if err != nil {
		return nil, err
	}
	members, next, err := query.CollectionPaginate(ctx, q.Keeper.Disputes, bounded,
		func(key collections.Triple[uint64, uint32, uint64], _ collections.NoValue) (uint64, error) {
			return key.K3(), nil
		},
		func(options *query.CollectionsPaginateOptions[collections.Triple[uint64, uint32, uint64]]) {
			prefix := collections.TripleSuperPrefix[uint64, uint32, uint64](m.Id, sheet.Number)
			options.Prefix = &prefix
		})
	return &types.QueryDisputesResponse{MemberIds: members, Pagination: next}, err
}

// Calendar answers with what is due and coming up; all of it is bounded by the
// limits on open meetings and agendas.
func (q queryServer) Calendar(ctx context.Context, request *types.QueryCalendarRequest) (*types.QueryCalendarResponse, error) {
	coop, err := q.membership.CoopByReference(ctx, request.Coop)
	if err != nil {
		return nil, err
	}
	rules, charter, err := q.meetingRules(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	zone, today, err := q.civilDay(ctx, charter.TimeZone)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryCalendarResponse{Today: today.Date.String(), TimeZone: zone.Name}
	if rules.HasAnnual() {
		due, overdue, err := q.annualDue(ctx, coop.Id, rules, today.Date, zone)
		if err != nil {
			return nil, err
		}
		answer.AnnualDue, answer.Overdue = due.String(), overdue
	}
	within := collections.NewPrefixedPairRange[uint64, uint64](coop.Id)
	if err := q.OpenMeetings.Walk(ctx, within, func(key collections.Pair[uint64, uint64]) (bool, error) {
		meeting, err := q.Meeting(ctx, &types.QueryMeetingRequest{MeetingId: key.K2()})
		if err == nil {
			answer.Meetings = append(answer.Meetings, *meeting)
		}
		return false, err
	}); err != nil {
		return nil, err
	}
	err = q.OpenRequisitions.Walk(ctx, within, func(key collections.Pair[uint64, uint64]) (bool, error) {
		requisition, err := q.GetRequisition(ctx, key.K2())
		answer.Requisitions = append(answer.Requisitions, requisition)
		return false, err
	})
	return answer, err
}
