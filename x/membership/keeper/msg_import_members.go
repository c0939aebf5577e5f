package keeper

import (
	"bytes"
	"context"
	"crypto/sha256"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// importRowGas is what hashing and checking one row costs beside what it stores.
const importRowGas = 500

// ImportMembers brings in the next rows of the file that a co-op's members have
// announced. The rows and the tail must lead to the head, so that nothing but
// the file comes in, in its order, each row once.
func (s msgServer) ImportMembers(ctx context.Context, msg *types.MsgImportMembers) (*types.MsgImportMembersResponse, error) {
	if _, err := s.signerBytes(msg.Sender); err != nil {
		return nil, err
	}
	coop, err := s.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	file, err := s.openImport(ctx, coop, msg.FileSha256)
	if err != nil {
		return nil, err
	}
	if err := s.isNextBatch(ctx, file, msg); err != nil {
		return nil, err
	}
	roll, err := s.GetRoll(ctx, coop.Id)
	if err != nil {
		return nil, err
	}
	first := roll.NextMemberId
	if err := s.bringIn(ctx, coop, &roll, &file, msg.Rows); err != nil {
		return nil, err
	}
	if err := s.Rolls.Set(ctx, coop.Id, roll); err != nil {
		return nil, err
	}
	file.Head, file.NextRow = msg.Tail, file.NextRow+uint64(len(msg.Rows))
	if file.NextRow == file.Members {
		file.Status = types.ImportStatus_IMPORT_STATUS_DONE
		if err := s.OpenImports.Remove(ctx, coop.Id); err != nil {
			return nil, err
		}
	}
	if err := s.Imports.Set(ctx, collections.Join(coop.Id, file.FileSha256), file); err != nil {
		return nil, err
	}
	event := &types.EventImport{Import: file, FirstMemberId: first, Rows: uint64(len(msg.Rows))}
	return &types.MsgImportMembersResponse{FirstMemberId: first, NextRow: file.NextRow}, emit(ctx, event)
}

// isNextBatch refuses rows that are not the file's next ones.
func (k *Keeper) isNextBatch(ctx context.Context, file types.Import, msg *types.MsgImportMembers) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	rows := uint64(len(msg.Rows))
	if rows < 1 || rows > uint64(params.MaxImportBatch) {
		return types.ErrInvalidImport.Wrapf("the batch has %d rows; one message brings in 1 to %d", rows, params.MaxImportBatch)
	}
	if msg.FirstRow != file.NextRow {
		return types.ErrInvalidImport.Wrapf("the batch begins with row %d and row %d is next; send the batch that begins with that one", msg.FirstRow, file.NextRow)
	}
	if rows > file.Members-file.NextRow || len(msg.Tail) != sha256.Size {
		return types.ErrInvalidImport.Wrapf("the batch has %d rows and a tail of %d bytes; %d rows are to come, and a tail has %d bytes",
			rows, len(msg.Tail), file.Members-file.NextRow, sha256.Size)
	}
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(importRowGas*rows, "rows of an imported roll")
	isLast := rows == file.Members-file.NextRow
	if !bytes.Equal(types.ImportHead(msg.Rows, msg.Tail), file.Head) || (isLast && !bytes.Equal(msg.Tail, types.ImportTail())) {
		return types.ErrNotAnnounced.Wrapf("rows %d to %d are not those of the file that the members announced; send the batches that coopd import wrote",
			msg.FirstRow, msg.FirstRow+rows-1)
	}
	return nil
}

// newcomer is a row that has been checked and is yet to be stored.
type newcomer struct {
	member types.Member
	class  types.Class
	row    types.ImportRow
	// suspendedUntil is when the suspension ends that it comes in with, if it is suspended.
	suspendedUntil int64
}

// bringIn gives each row a place without keys, to be claimed later. All rows are
// checked before the first is stored.
func (k *Keeper) bringIn(ctx context.Context, coop types.Coop, roll *types.Roll, file *types.Import, rows []types.ImportRow) error {
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	limits, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	newcomers := make([]newcomer, 0, len(rows))
	ids := make(map[string]bool, len(rows))
	for i, row := range rows {
		next, err := k.checkRow(ctx, charter, limits, roll, file, row, now)
		if err == nil && len(row.ExternalId) > 0 && ids[string(row.ExternalId)] {
			err = types.ErrInvalidImport.Wrapf("the external id %x is given twice; each is used once", row.ExternalId)
		}
		if err != nil {
			return errorsmod.Wrapf(err, "row %d", file.NextRow+uint64(i))
		}
		ids[string(row.ExternalId)] = true
		newcomers = append(newcomers, next)
	}
	for _, next := range newcomers {
		if err := k.storeNewcomer(ctx, next, now); err != nil {
			return err
		}
	}
	return nil
}

// checkRow takes a row's place on the roll and off what is to come of the file.
func (k *Keeper) checkRow(
	ctx context.Context, charter types.Charter, limits types.Params, roll *types.Roll, file *types.Import, row types.ImportRow, now int64,
) (newcomer, error) {
	class, err := row.Validate(charter, now)
	if err != nil {
		return newcomer{}, err
	}
	if row.Holders > limits.MaxKeysPerMember {
		return newcomer{}, types.ErrInvalidImport.Wrapf("%d persons hold the place; at most %d hold one together", row.Holders, limits.MaxKeysPerMember)
	}
	if !row.Former() && class.IsFull(*roll) {
		return newcomer{}, types.ErrClassFull.Wrapf("class %q has its %d members; raise max_members in the charter", class.Name, class.MaxMembers)
	}
	if err := file.Take(row); err != nil {
		return newcomer{}, err
	}
	if len(row.ExternalId) > 0 {
		taken, err := k.ExternalIDs.Has(ctx, collections.Join(file.CoopId, row.ExternalId))
		if err != nil {
			return newcomer{}, err
		}
		if taken {
			return newcomer{}, types.ErrInvalidImport.Wrapf("the external id %x is another member's; each is used once", row.ExternalId)
		}
	}
	until := row.SuspensionEnd(now, limits)
	member := roll.Join(rowMember(file.CoopId, row, until, now), class)
	return newcomer{member: member, class: class, row: row, suspendedUntil: until}, nil
}

// rowMember is the member that a row says, as it is when it comes in: a suspension or
// minority that is over by then leaves no trace.
func rowMember(coopID uint64, row types.ImportRow, suspendedUntil, now int64) types.Member {
	member := types.Member{
		CoopId: coopID, State: types.MemberState_MEMBER_STATE_ACTIVE, Kind: types.MemberKind_MEMBER_KIND_PERSON,
		JoinedAt: row.JoinedAt, Holders: row.Holders,
	}
	switch {
	case row.Former():
		member.State, member.LeftAt = row.Ended, row.EndedAt
	case row.LeavesAt != 0:
		member.State = types.MemberState_MEMBER_STATE_LEAVING
	case suspendedUntil > now:
		member.State = types.MemberState_MEMBER_STATE_SUSPENDED
	}
	if row.MinorUntil > now {
		member.MinorUntil = row.MinorUntil
	}
	return member
}

// noteStates notes what will happen to a member who comes in: that it leaves, comes of
// age, or ends its trial. Nothing will to a former one.
func (k *Keeper) noteStates(ctx context.Context, next newcomer, now int64) error {
	member := next.member
	if !member.HoldsPlace() {
		return nil
	}
	if member.State == types.MemberState_MEMBER_STATE_LEAVING {
		notice, err := k.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_LEAVING)
		if err != nil {
			return err
		}
		notice.Due = max(next.row.LeavesAt, now)
		if err := k.giveNotice(ctx, notice); err != nil {
			return err
		}
	}
	if err := k.startMinority(ctx, member, nil, now); err != nil {
		return err
	}
	return k.startTrial(ctx, member, next.class, next.row.JoinedAt, now)
}

func (k *Keeper) storeNewcomer(ctx context.Context, next newcomer, now int64) error {
	member := next.member
	if err := k.Members.Set(ctx, collections.Join(member.CoopId, member.MemberId), member); err != nil {
		return err
	}
	if member.State == types.MemberState_MEMBER_STATE_SUSPENDED {
		if err := k.noteSuspension(ctx, types.Conduct{
			CoopId: member.CoopId, MemberId: member.MemberId, SuspendedFrom: types.MemberState_MEMBER_STATE_ACTIVE,
		}, types.Suspension{From: now, Until: next.suspendedUntil}); err != nil {
			return err
		}
	}
	if err := k.noteStates(ctx, next, now); err != nil || len(next.row.ExternalId) == 0 {
		return err
	}
	return k.ExternalIDs.Set(ctx, collections.Join(member.CoopId, next.row.ExternalId), member.MemberId)
}
