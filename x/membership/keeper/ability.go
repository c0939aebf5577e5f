package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// AbleAt says, for moments of the past in which a member was on the roll, what is
// still known of whether it could cast a ballot then: that it surely could, and that
// it possibly could. Keys that are gone and suspensions of more than a year ago are
// not remembered, and within one second nobody knows the order. A case that was alive
// at the moment makes it unsure too: see ChargedAt.
func (k *Keeper) AbleAt(ctx context.Context, member types.Member, moments []int64) (surely, possibly []bool, err error) {
	conduct, err := k.GetConduct(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return nil, nil, err
	}
	var added []int64
	if err := k.Keys.Walk(ctx, collections.NewSuperPrefixedTripleRange[uint64, uint64, []byte](member.CoopId, member.MemberId),
		func(_ collections.Triple[uint64, uint64, []byte], key types.Key) (bool, error) {
			added = append(added, key.AddedAt)
			return false, nil
		}); err != nil {
		return nil, nil, err
	}
	for _, at := range moments {
		hadKey := slices.ContainsFunc(added, func(since int64) bool { return since < at })
		// A suspension ends with a block after its time, and how long after isn't kept.
		touched := slices.ContainsFunc(conduct.Suspensions, func(s types.Suspension) bool { return s.From <= at })
		within := slices.ContainsFunc(conduct.Suspensions, func(s types.Suspension) bool { return s.From < at && at < s.Until })
		surely = append(surely, hadKey && !touched && tookPart(member, conduct, at))
		// Who has no key now never had one: the last is not removed, and who leaves keeps them.
		possibly = append(possibly, len(added) > 0 && !within)
	}
	return surely, possibly, nil
}

// tookPart says that nothing of a member's state speaks against its having taken part
// at a moment: it does now, or what ended that came after.
func tookPart(member types.Member, conduct types.Conduct, at int64) bool {
	switch {
	case member.TakesPart():
		return true
	case member.State == types.MemberState_MEMBER_STATE_SUSPENDED:
		return slices.ContainsFunc(conduct.Suspensions, func(s types.Suspension) bool { return s.From > at })
	default:
		return member.LeftAt > at
	}
}

// ChargedAt finds the members of a co-op against whom a case was alive at one of some
// moments: a suspension that it brought and that ended in the same second is not
// remembered.
func (k *Keeper) ChargedAt(ctx context.Context, coopID uint64, moments []int64) (map[uint64]bool, error) {
	charged := make(map[uint64]bool)
	err := k.CasesByCoop.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](coopID),
		func(at collections.Pair[uint64, uint64]) (bool, error) {
			c, err := k.Cases.Get(ctx, at.K2())
			if err != nil {
				return true, err
			}
			if slices.ContainsFunc(moments, func(moment int64) bool {
				return c.ChargedAt <= moment && (c.EndedAt == 0 || moment <= c.EndedAt)
			}) {
				charged[c.MemberId] = true
			}
			return false, nil
		})
	return charged, err
}
