package keeper

import (
	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// meetingStores are the part of the state that is about general meetings.
type meetingStores struct {
	// NextMeetingID is the id of the next meeting.
	NextMeetingID collections.Sequence
	// Meetings by id.
	Meetings collections.Map[uint64, types.Meeting]
	// Agenda lists the resolutions tabled for a meeting.
	Agenda collections.KeySet[collections.Pair[uint64, uint64]]
	// Attendance by meeting, session and member: the sheet that entered it, or zero.
	Attendance collections.Map[collections.Triple[uint64, uint32, uint64], types.Attendance]
	// Minutes by meeting and version.
	Minutes collections.Map[collections.Pair[uint64, uint32], types.Minutes]

	// NextRequisitionID is the id of the next requisition.
	NextRequisitionID collections.Sequence
	// Requisitions by id.
	Requisitions collections.Map[uint64, types.Requisition]
	// Signatures by requisition and member.
	Signatures collections.KeySet[collections.Pair[uint64, uint64]]

	// Sheets that scrutineers entered, by meeting and number.
	Sheets collections.Map[collections.Pair[uint64, uint32], types.Sheet]
	// Disputes by meeting, sheet and member.
	Disputes collections.KeySet[collections.Triple[uint64, uint32, uint64]]
	// AttestedBallots mark the ballots that scrutineers entered and that stand,
	// by resolution and member.
	AttestedBallots collections.Map[collections.Pair[uint64, uint64], types.AttestedBallot]
	// AttestedTallies count them by resolution; absent at none.
	AttestedTallies collections.Map[uint64, types.Tally]

	// MeetingStarts order convened meetings by their start in civil time.
	MeetingStarts collections.KeySet[collections.Pair[int64, uint64]]
	// MeetingDeadlines order calls and open meetings by when they end in chain time.
	MeetingDeadlines collections.KeySet[collections.Pair[int64, uint64]]
	// RequisitionDeadlines order open requisitions by when they end.
	RequisitionDeadlines collections.KeySet[collections.Pair[int64, uint64]]

	// MeetingsByCoop lists a co-op's meetings.
	MeetingsByCoop collections.KeySet[collections.Pair[uint64, uint64]]
	// OpenMeetings lists those of a co-op that are not over.
	OpenMeetings collections.KeySet[collections.Pair[uint64, uint64]]
	// OpenRequisitions lists those of a co-op that have not ended.
	OpenRequisitions collections.KeySet[collections.Pair[uint64, uint64]]
	// RequisitionsByCoop lists a co-op's requisitions, those that have ended too.
	RequisitionsByCoop collections.KeySet[collections.Pair[uint64, uint64]]
	// AnnualMeetings says which meeting is a co-op's annual one of a year.
	AnnualMeetings collections.Map[collections.Pair[uint64, uint32], uint64]
}

func newMeetingStores(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) meetingStores {
	pair := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	due := collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint32Key)
	threefold := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.Uint64Key)
	return meetingStores{
		NextMeetingID: collections.NewSequence(sb, types.NextMeetingIDPrefix, "next_meeting_id"),
		Meetings:      collections.NewMap(sb, types.MeetingsPrefix, "meetings", collections.Uint64Key, codec.CollValue[types.Meeting](cdc)),
		Agenda:        chaintypes.NewProvableSet(sb, types.AgendaPrefix, "agenda", pair),
		Attendance:    collections.NewMap(sb, types.AttendancePrefix, "attendance", threefold, codec.CollValue[types.Attendance](cdc)),
		Minutes:       collections.NewMap(sb, types.MinutesPrefix, "minutes", numbered, codec.CollValue[types.Minutes](cdc)),

		NextRequisitionID: collections.NewSequence(sb, types.NextRequisitionIDPrefix, "next_requisition_id"),
		Requisitions:      collections.NewMap(sb, types.RequisitionsPrefix, "requisitions", collections.Uint64Key, codec.CollValue[types.Requisition](cdc)),
		Signatures:        chaintypes.NewProvableSet(sb, types.SignaturesPrefix, "signatures", pair),

		Sheets:          collections.NewMap(sb, types.SheetsPrefix, "sheets", numbered, codec.CollValue[types.Sheet](cdc)),
		Disputes:        chaintypes.NewProvableSet(sb, types.DisputesPrefix, "disputes", threefold),
		AttestedBallots: collections.NewMap(sb, types.AttestedBallotsPrefix, "attested_ballots", pair, codec.CollValue[types.AttestedBallot](cdc)),
		AttestedTallies: collections.NewMap(sb, types.AttestedTalliesPrefix, "attested_tallies", collections.Uint64Key, codec.CollValue[types.Tally](cdc)),

		MeetingStarts:        chaintypes.NewProvableSet(sb, types.MeetingStartsPrefix, "meeting_starts", due),
		MeetingDeadlines:     chaintypes.NewProvableSet(sb, types.MeetingDeadlinesPrefix, "meeting_deadlines", due),
		RequisitionDeadlines: chaintypes.NewProvableSet(sb, types.RequisitionDeadlinesPrefix, "requisition_deadlines", due),

		MeetingsByCoop:     chaintypes.NewProvableSet(sb, types.MeetingsByCoopPrefix, "meetings_by_coop", pair),
		OpenMeetings:       chaintypes.NewProvableSet(sb, types.OpenMeetingsPrefix, "open_meetings", pair),
		OpenRequisitions:   chaintypes.NewProvableSet(sb, types.OpenRequisitionsPrefix, "open_requisitions", pair),
		RequisitionsByCoop: chaintypes.NewProvableSet(sb, types.RequisitionsByCoopPrefix, "requisitions_by_coop", pair),
		AnnualMeetings:     collections.NewMap(sb, types.AnnualMeetingsPrefix, "annual_meetings", numbered, collections.Uint64Value),
	}
}
