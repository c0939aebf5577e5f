package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
)

// importMeetings stores meetings and requisitions with all that belongs to them;
// queues and indexes are built. The agendas come from the resolutions.
func (k *Keeper) importMeetings(ctx context.Context, genesis types.GenesisState) error {
	if err := k.NextMeetingID.Set(ctx, genesis.NextMeetingId); err != nil {
		return err
	}
	if err := k.NextRequisitionID.Set(ctx, genesis.NextRequisitionId); err != nil {
		return err
	}
	for _, entry := range genesis.Meetings {
		if err := k.importMeeting(ctx, entry); err != nil {
			return err
		}
	}
	for _, entry := range genesis.Requisitions {
		if err := k.importRequisition(ctx, entry); err != nil {
			return err
		}
	}
	for _, entry := range genesis.Resolutions {
		if r := entry.Resolution; r.MeetingId != 0 {
			if err := k.Agenda.Set(ctx, collections.Join(r.MeetingId, r.Id)); err != nil {
				return err
			}
		}
	}
	for _, mark := range genesis.AttestedBallots {
		ballot, err := k.GetBallot(ctx, mark.ResolutionId, mark.MemberId)
		if err != nil {
			return err
		}
		if err := k.checkMark(ctx, mark); err != nil {
			return err
		}
		if err := k.markAttested(ctx, mark.ResolutionId, mark, 0, types.PackedNone, ballot); err != nil {
			return err
		}
	}
	return nil
}

// checkMark checks that a ballot that scrutineers entered is marked with the class
// that it was counted in, while the roll's past says which that was.
func (k *Keeper) checkMark(ctx context.Context, mark types.AttestedBallot) error {
	r, err := k.GetResolution(ctx, mark.ResolutionId)
	if err != nil || r.Status != types.Status_STATUS_VOTING {
		return err
	}
	member, err := k.membership.GetMember(ctx, r.CoopId, mark.MemberId)
	if err != nil {
		return err
	}
	if classID, onRoll := member.ClassAt(r.RollSequence); !onRoll || classID != mark.ClassId {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "the attested ballot of member %d on resolution %d is marked as of class %d; it was on the roll: %t, in class %d",
			mark.MemberId, mark.ResolutionId, mark.ClassId, onRoll, classID)
	}
	return nil
}

func (k *Keeper) importMeeting(ctx context.Context, entry types.GenesisMeeting) error {
	m := entry.Meeting
	if _, err := k.membership.GetCoop(ctx, m.CoopId); err != nil {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "meeting %d: %s", m.Id, err)
	}
	if err := k.Meetings.Set(ctx, m.Id, m); err != nil {
		return err
	}
	if err := k.MeetingsByCoop.Set(ctx, collections.Join(m.CoopId, m.Id)); err != nil {
		return err
	}
	if !m.Status.Over() {
		if err := k.OpenMeetings.Set(ctx, collections.Join(m.CoopId, m.Id)); err != nil {
			return err
		}
	}
	if queue, waits := k.meetingQueue(m.Status); waits {
		if err := queue.Set(ctx, collections.Join(m.DueAt, m.Id)); err != nil {
			return err
		}
	}
	if m.AnnualYear != 0 && !m.Status.NotHeld() {
		if err := k.AnnualMeetings.Set(ctx, collections.Join(m.CoopId, m.AnnualYear), m.Id); err != nil {
			return err
		}
	}
	for _, session := range entry.Sessions {
		for _, attendance := range session.Attendance {
			if err := k.Attendance.Set(ctx, collections.Join3(m.Id, session.Session, attendance.MemberId), attendance); err != nil {
				return err
			}
		}
	}
	for _, sheet := range entry.Sheets {
		if err := k.Sheets.Set(ctx, collections.Join(m.Id, sheet.Sheet.Number), sheet.Sheet); err != nil {
			return err
		}
		for _, memberID := range sheet.DisputedBy {
			if err := k.Disputes.Set(ctx, collections.Join3(m.Id, sheet.Sheet.Number, memberID)); err != nil {
				return err
			}
		}
	}
	for _, minutes := range entry.Minutes {
		if err := k.Minutes.Set(ctx, collections.Join(m.Id, minutes.Version), minutes); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) importRequisition(ctx context.Context, entry types.GenesisRequisition) error {
	q := entry.Requisition
	if _, err := k.membership.GetCoop(ctx, q.CoopId); err != nil {
		return errorsmod.Wrapf(types.ErrInvalidGenesis, "requisition %d: %s", q.Id, err)
	}
	if err := k.Requisitions.Set(ctx, q.Id, q); err != nil {
		return err
	}
	if err := k.RequisitionsByCoop.Set(ctx, collections.Join(q.CoopId, q.Id)); err != nil {
		return err
	}
	for _, memberID := range entry.SignedBy {
		if err := k.Signatures.Set(ctx, collections.Join(q.Id, memberID)); err != nil {
			return err
		}
	}
	if q.DueAt == 0 {
		return nil
	}
	if err := k.RequisitionDeadlines.Set(ctx, collections.Join(q.DueAt, q.Id)); err != nil {
		return err
	}
	return k.OpenRequisitions.Set(ctx, collections.Join(q.CoopId, q.Id))
}

// unpinMeetings lets the rolls of meetings and requisitions go, in a context
// that is thrown away: x/membership must keep each of them.
func (k *Keeper) unpinMeetings(trial context.Context) error {
	if err := k.Meetings.Walk(trial, nil, func(id uint64, m types.Meeting) (bool, error) {
		if !m.Pinned() {
			return false, nil
		}
		if err := k.membership.UnpinRoll(trial, m.CoopId, m.RollSequence); err != nil {
			return true, errorsmod.Wrapf(types.ErrInvalidGenesis, "meeting %d: %s", id, err)
		}
		return false, nil
	}); err != nil {
		return err
	}
	return k.Requisitions.Walk(trial, nil, func(id uint64, q types.Requisition) (bool, error) {
		if q.DueAt == 0 {
			return false, nil
		}
		if err := k.membership.UnpinRoll(trial, q.CoopId, q.RollSequence); err != nil {
			return true, errorsmod.Wrapf(types.ErrInvalidGenesis, "requisition %d: %s", id, err)
		}
		return false, nil
	})
}

func (k *Keeper) exportMeetings(ctx context.Context, genesis *types.GenesisState) (err error) {
	if genesis.NextMeetingId, err = k.NextMeetingID.Peek(ctx); err != nil {
		return err
	}
	if genesis.NextRequisitionId, err = k.NextRequisitionID.Peek(ctx); err != nil {
		return err
	}
	if err := k.Meetings.Walk(ctx, nil, func(_ uint64, m types.Meeting) (bool, error) {
		entry, err := k.exportMeeting(ctx, m)
		genesis.Meetings = append(genesis.Meetings, entry)
		return err != nil, err
	}); err != nil {
		return err
	}
	if err := k.Requisitions.Walk(ctx, nil, func(_ uint64, q types.Requisition) (bool, error) {
		entry := types.GenesisRequisition{Requisition: q}
		err := k.Signatures.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](q.Id),
			func(key collections.Pair[uint64, uint64]) (bool, error) {
				entry.SignedBy = append(entry.SignedBy, key.K2())
				return false, nil
			})
		genesis.Requisitions = append(genesis.Requisitions, entry)
		return err != nil, err
	}); err != nil {
		return err
	}
	return k.AttestedBallots.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], mark types.AttestedBallot) (bool, error) {
		genesis.AttestedBallots = append(genesis.AttestedBallots, mark)
		return false, nil
	})
}

func (k *Keeper) exportMeeting(ctx context.Context, m types.Meeting) (entry types.GenesisMeeting, err error) {
	entry.Meeting = m
	if err := k.Attendance.Walk(ctx, collections.NewPrefixedTripleRange[uint64, uint32, uint64](m.Id),
		func(key collections.Triple[uint64, uint32, uint64], attendance types.Attendance) (bool, error) {
			last := len(entry.Sessions) - 1
			if last < 0 || entry.Sessions[last].Session != key.K2() {
				entry.Sessions = append(entry.Sessions, types.GenesisSession{Session: key.K2()})
				last++
			}
			entry.Sessions[last].Attendance = append(entry.Sessions[last].Attendance, attendance)
			return false, nil
		}); err != nil {
		return entry, err
	}
	within := collections.NewPrefixedPairRange[uint64, uint32](m.Id)
	if err := k.Sheets.Walk(ctx, within, func(key collections.Pair[uint64, uint32], sheet types.Sheet) (bool, error) {
		one := types.GenesisSheet{Sheet: sheet}
		err := k.Disputes.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, uint32, uint64](m.Id, key.K2()),
			func(dispute collections.Triple[uint64, uint32, uint64]) (bool, error) {
				one.DisputedBy = append(one.DisputedBy, dispute.K3())
				return false, nil
			})
		entry.Sheets = append(entry.Sheets, one)
		return false, err
	}); err != nil {
		return entry, err
	}
	err = k.Minutes.Walk(ctx, within, func(_ collections.Pair[uint64, uint32], minutes types.Minutes) (bool, error) {
		entry.Minutes = append(entry.Minutes, minutes)
		return false, nil
	})
	return entry, err
}

// checkMeetings goes through the state of meetings: what genesis validation
// refuses, entries of queues and indexes that are missing or too many, and an
// attested tally that is no recount.
func (k *Keeper) checkMeetings(ctx context.Context) error {
	genesis, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := genesis.ValidateMeetings(); err != nil {
		return broken("%s", err)
	}
	starts, deadlines, open, agenda := 0, 0, 0, 0
	for _, entry := range genesis.Meetings {
		m := entry.Meeting
		queue, waits := k.meetingQueue(m.Status)
		if !waits {
			continue
		}
		open++
		if queued, err := queue.Has(ctx, collections.Join(m.DueAt, m.Id)); err != nil || !queued {
			return broken("meeting %d is %s and not in its queue: %v", m.Id, m.Status.Word(), err)
		}
		if m.Status == types.MeetingStatus_MEETING_STATUS_CONVENED {
			starts++
		} else {
			deadlines++
		}
	}
	for _, entry := range genesis.Resolutions {
		if entry.Resolution.MeetingId == 0 {
			continue
		}
		agenda++
		if listed, err := k.Agenda.Has(ctx, collections.Join(entry.Resolution.MeetingId, entry.Resolution.Id)); err != nil || !listed {
			return broken("resolution %d is missing from the agenda of meeting %d: %v", entry.Resolution.Id, entry.Resolution.MeetingId, err)
		}
	}
	asked := 0
	for _, entry := range genesis.Requisitions {
		if entry.Requisition.DueAt != 0 {
			asked++
		}
	}
	for _, set := range []struct {
		name string
		set  collections.KeySet[collections.Pair[int64, uint64]]
		want int
	}{
		{"the queue of starts", k.MeetingStarts, starts},
		{"the queue of meetings", k.MeetingDeadlines, deadlines},
		{"the queue of requisitions", k.RequisitionDeadlines, asked},
	} {
		if err := sizeIs(ctx, set.name, set.set, set.want); err != nil {
			return err
		}
	}
	if err := sizeIs(ctx, "the index of open meetings", k.OpenMeetings, open); err != nil {
		return err
	}
	if err := sizeIs(ctx, "the index of meetings", k.MeetingsByCoop, len(genesis.Meetings)); err != nil {
		return err
	}
	if err := sizeIs(ctx, "the index of open requisitions", k.OpenRequisitions, asked); err != nil {
		return err
	}
	if err := sizeIs(ctx, "the index of requisitions", k.RequisitionsByCoop, len(genesis.Requisitions)); err != nil {
		return err
	}
	if err := sizeIs(ctx, "the agendas", k.Agenda, agenda); err != nil {
		return err
	}
	return k.checkAttested(ctx, genesis)
}

// checkAttested recounts the attested ballots.
func (k *Keeper) checkAttested(ctx context.Context, genesis *types.GenesisState) error {
	recount := make(map[uint64]types.Tally)
	for _, mark := range genesis.AttestedBallots {
		ballot, err := k.GetBallot(ctx, mark.ResolutionId, mark.MemberId)
		if err != nil {
			return err
		}
		tally := recount[mark.ResolutionId]
		tally.Move(mark.ClassId, types.PackedNone, ballot)
		recount[mark.ResolutionId] = tally
	}
	counted := 0
	if err := k.AttestedTallies.Walk(ctx, nil, func(id uint64, tally types.Tally) (bool, error) {
		counted++
		if expected := recount[id]; tally.String() != expected.String() {
			return true, broken("resolution %d: its attested ballots are counted as %s, a recount says %s", id, tally.String(), expected.String())
		}
		return false, nil
	}); err != nil {
		return err
	}
	if counted != len(recount) {
		return broken("%d resolutions have attested ballots, and %d have them counted", len(recount), counted)
	}
	return nil
}
