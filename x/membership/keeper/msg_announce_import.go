package keeper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AnnounceImport decides that the roll of a file is brought in: one resolution
// for all of it. Its rows follow in batches that anybody may send, since no
// others lead to the head announced here. A later announcement replaces one
// that is not done; who came in with it stays.
func (s msgServer) AnnounceImport(ctx context.Context, msg *types.MsgAnnounceImport) (*types.MsgAnnounceImportResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "whose roll is brought in")
	if err != nil {
		return nil, err
	}
	if len(msg.FileSha256) != sha256.Size || len(msg.Head) != sha256.Size {
		return nil, types.ErrInvalidImport.Wrapf("the file's hash has %d bytes and the head %d; both need %d", len(msg.FileSha256), len(msg.Head), sha256.Size)
	}
	if err := s.countsFit(ctx, coop, msg); err != nil {
		return nil, err
	}
	at := collections.Join(coop.Id, msg.FileSha256)
	known, err := s.Imports.Has(ctx, at)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, types.ErrInvalidImport.Wrapf("%s has announced the file %x before; a file is brought in once", coop.Slug, msg.FileSha256)
	}
	if err := s.replaceOpenImport(ctx, coop); err != nil {
		return nil, err
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	file := types.Import{
		CoopId: coop.Id, FileSha256: msg.FileSha256, Members: msg.Members, Head: msg.Head,
		Remaining: msg.ClassCounts, RemainingFormer: msg.Former, AnnouncedAt: now, Status: types.ImportStatus_IMPORT_STATUS_OPEN,
	}
	if err := s.OpenImports.Set(ctx, coop.Id, file.FileSha256); err != nil {
		return nil, err
	}
	if err := s.Imports.Set(ctx, at, file); err != nil {
		return nil, err
	}
	return &types.MsgAnnounceImportResponse{}, emit(ctx, &types.EventImport{Import: file})
}

// countsFit checks that the classes exist, take persons and have room, that they
// add up, and that no chamber would consist of members without keys.
func (k *Keeper) countsFit(ctx context.Context, coop types.Coop, msg *types.MsgAnnounceImport) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if msg.Members < 1 || msg.Members > params.MaxImportMembers {
		return types.ErrInvalidImport.Wrapf("the file has %d members; one file brings in 1 to %d", msg.Members, params.MaxImportMembers)
	}
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	roll, err := k.GetRoll(ctx, coop.Id)
	if err != nil {
		return err
	}
	after := roll
	total, last := uint64(0), uint32(0)
	for _, count := range msg.ClassCounts {
		class, err := charter.Class(count.ClassId)
		if err != nil {
			return err
		}
		if err := class.Takes(types.MemberKind_MEMBER_KIND_PERSON); err != nil {
			return err
		}
		if count.ClassId <= last || count.Members < 1 || count.Members > msg.Members {
			return types.ErrInvalidImport.Wrapf("class %q with %d members of %d: name each class once, in the order of ids, with its members", class.Name, count.Members, msg.Members)
		}
		last, total = count.ClassId, total+count.Members
		if class.MaxMembers > 0 && roll.MembersOf(class.Id)+count.Members > class.MaxMembers {
			return types.ErrClassFull.Wrapf("class %q has %d members, %d would come and it may have %d; raise max_members in the charter first",
				class.Name, roll.MembersOf(class.Id), count.Members, class.MaxMembers)
		}
		if class.Votes {
			after = after.WithKeyless(count)
		}
	}
	if msg.Former > msg.Members || total != msg.Members-msg.Former {
		return types.ErrInvalidImport.Wrapf("the classes have %d members, %d are former and the file has %d; together they must be as many", total, msg.Former, msg.Members)
	}
	// Whether so few can reach the shares of so many is not asked: their places
	// are there to be claimed, and an existing co-op could never come otherwise.
	return charter.LeavesChambersHeard(roll, after)
}

// replaceOpenImport closes the import that a co-op has open, if it has one.
func (k *Keeper) replaceOpenImport(ctx context.Context, coop types.Coop) error {
	hash, err := k.OpenImports.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	file, err := k.Imports.Get(ctx, collections.Join(coop.Id, hash))
	if err != nil {
		return err
	}
	file.Status = types.ImportStatus_IMPORT_STATUS_REPLACED
	if err := k.OpenImports.Remove(ctx, coop.Id); err != nil {
		return err
	}
	if err := k.Imports.Set(ctx, collections.Join(coop.Id, hash), file); err != nil {
		return err
	}
	return emit(ctx, &types.EventImport{Import: file})
}

// openImport finds the import that a co-op has open, which must be of the file.
func (k *Keeper) openImport(ctx context.Context, coop types.Coop, fileSHA256 []byte) (types.Import, error) {
	hash, err := k.OpenImports.Get(ctx, coop.Id)
	if errors.Is(err, collections.ErrNotFound) || (err == nil && !bytes.Equal(hash, fileSHA256)) {
		return types.Import{}, k.refuseFile(ctx, coop, fileSHA256)
	}
	if err != nil {
		return types.Import{}, err
	}
	return k.Imports.Get(ctx, collections.Join(coop.Id, hash))
}

// refuseFile says why a file's rows don't come in, and what to do.
func (k *Keeper) refuseFile(ctx context.Context, coop types.Coop, fileSHA256 []byte) error {
	known, err := k.Imports.Has(ctx, collections.Join(coop.Id, fileSHA256))
	if err != nil {
		return err
	}
	if known {
		return types.ErrNotAnnounced.Wrapf("the file %x of %s is done with: all of it came in, or another file replaced it; see: coopd q membership imports %s",
			fileSHA256, coop.Slug, coop.Slug)
	}
	return types.ErrNotAnnounced.Wrapf("%s has not announced the file %x; its rows come in once the members have passed the proposal that coopd import wrote",
		coop.Slug, fileSHA256)
}
