package keeper

import (
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// frozenRoll is a roll of the past that something open is decided by.
type frozenRoll struct {
	// of is what it belongs to, in words.
	of       string
	id       uint64
	sequence uint64
	// roll by class; where only its size is kept, that of no class.
	roll     []membershiptypes.ClassCount
	sizeOnly bool
	// abstains says who is left out of it.
	abstains func(memberID uint64) bool
	// recordedAt is when it was frozen, and active how many of it could vote then; not
	// checked where recordedAt is zero.
	recordedAt int64
	active     uint64
}

func nobody(uint64) bool { return false }

// checkRolls recounts the frozen roll of every open vote, meeting and requisition,
// and how many on it could vote, as far as that is still known: a count that is too
// small would let a few decide for all. It goes through a co-op's members once.
func (k *Keeper) checkRolls(ctx context.Context, genesis types.GenesisState) error {
	var coops []uint64
	rolls := make(map[uint64][]frozenRoll)
	add := func(coopID uint64, roll frozenRoll) {
		if len(rolls[coopID]) == 0 {
			coops = append(coops, coopID)
		}
		rolls[coopID] = append(rolls[coopID], roll)
	}
	for _, entry := range genesis.Resolutions {
		if r := entry.Resolution; r.HoldsRoll() {
			frozen := frozenRoll{of: "resolution", id: r.Id, sequence: r.RollSequence, roll: entry.Terms.Roll, abstains: r.Abstains, active: entry.Terms.Active}
			// Parties are left out of the count as they are when the vote opens.
			if len(r.Abstaining) == 0 || r.RecordedAt == r.VotingOpenedAt {
				frozen.recordedAt = r.RecordedAt
			}
			add(r.CoopId, frozen)
		}
	}
	for _, entry := range genesis.Meetings {
		if m := entry.Meeting; m.Pinned() {
			add(m.CoopId, frozenRoll{
				of: "meeting", id: m.Id, sequence: m.RollSequence, roll: m.Roll, abstains: nobody, recordedAt: m.RecordedAt, active: m.Active,
			})
		}
	}
	for _, entry := range genesis.Requisitions {
		if q := entry.Requisition; q.DueAt != 0 {
			add(q.CoopId, frozenRoll{
				of: "requisition", id: q.Id, sequence: q.RollSequence, abstains: nobody,
				roll: []membershiptypes.ClassCount{{Members: q.Roll}}, sizeOnly: true,
			})
		}
	}
	for _, coopID := range coops {
		if err := k.checkRollsOf(ctx, coopID, rolls[coopID]); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) checkRollsOf(ctx context.Context, coopID uint64, rolls []frozenRoll) error {
	roll, err := k.membership.GetRoll(ctx, coopID)
	if err != nil {
		return err
	}
	moments := make([]int64, 0, len(rolls))
	for _, frozen := range rolls {
		moments = append(moments, frozen.recordedAt)
	}
	charged, err := k.membership.ChargedAt(ctx, coopID, moments)
	if err != nil {
		return err
	}
	counted := make([]types.Terms, len(rolls))
	least, most := make([]uint64, len(rolls)), make([]uint64, len(rolls))
	for memberID := uint64(1); memberID < roll.NextMemberId; memberID++ {
		member, err := k.membership.GetMember(ctx, coopID, memberID)
		if err != nil {
			return errorsmod.Wrap(types.ErrInvalidGenesis, err.Error())
		}
		surely, possibly, err := k.membership.AbleAt(ctx, member, moments)
		if err != nil {
			return err
		}
		for i, frozen := range rolls {
			classID, onRoll := member.ClassAt(frozen.sequence)
			if frozen.sizeOnly {
				classID = 0
			}
			if !onRoll || frozen.abstains(memberID) {
				continue
			}
			counted[i].CountOnRoll(classID)
			if surely[i] && !charged[memberID] {
				least[i]++
			}
			if possibly[i] {
				most[i]++
			}
		}
	}
	for i, frozen := range rolls {
		if !slices.Equal(frozen.roll, counted[i].Roll) {
			return errorsmod.Wrapf(types.ErrInvalidGenesis, "%s %d: its frozen roll is %v, a recount by class at sequence %d %v",
				frozen.of, frozen.id, frozen.roll, frozen.sequence, counted[i].Roll)
		}
		if frozen.recordedAt != 0 && (frozen.active < least[i] || frozen.active > most[i]) {
			return errorsmod.Wrapf(types.ErrInvalidGenesis, "%s %d: %d on its roll were active at %d; their keys and suspensions make it %d to %d",
				frozen.of, frozen.id, frozen.active, frozen.recordedAt, least[i], most[i])
		}
	}
	return nil
}
