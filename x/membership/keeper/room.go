package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// hasRoom refuses somebody for whom the class has no room, and counts the
// admission. The size of a class binds the members too: it is in their charter.
// What the class admits a day, and how long a former member waits, binds
// whoever admits without them.
func (k *Keeper) hasRoom(ctx context.Context, taken place, roll types.Roll, byMembers bool) error {
	if taken.class.IsFull(roll) {
		return types.ErrClassFull.Wrapf("class %q of %s has its %d members; wait until one leaves, or raise max_members in the charter",
			taken.class.Name, taken.coop.Slug, taken.class.MaxMembers)
	}
	if byMembers {
		return nil
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	for _, key := range taken.keys {
		if err := k.mayRejoin(ctx, taken.coop, key, now); err != nil {
			return err
		}
	}
	if taken.class.MaxAdmissionsPerDay == 0 {
		return nil
	}
	return k.countAdmission(ctx, taken, now)
}

// countAdmission refuses one more than the class takes in a day.
func (k *Keeper) countAdmission(ctx context.Context, taken place, now int64) error {
	today, err := k.admissionsToday(ctx, taken, now)
	if err != nil {
		return err
	}
	if today.Admissions >= uint64(taken.class.MaxAdmissionsPerDay) {
		return types.ErrClassFull.Wrapf("class %q of %s has admitted %d today, as many as its charter lets in a day without a resolution; try again tomorrow, or propose one",
			taken.class.Name, taken.coop.Slug, today.Admissions)
	}
	today.Admissions++
	return k.ClassDays.Set(ctx, collections.Join(taken.coop.Id, uint64(taken.class.Id)), today)
}

func (k *Keeper) admissionsToday(ctx context.Context, taken place, now int64) (types.ClassDay, error) {
	today := types.ClassDay{CoopId: taken.coop.Id, ClassId: taken.class.Id, Day: now / secondsPerDay}
	last, err := k.ClassDays.Get(ctx, collections.Join(taken.coop.Id, uint64(taken.class.Id)))
	if errors.Is(err, collections.ErrNotFound) || (err == nil && last.Day != today.Day) {
		return today, nil
	}
	return last, err
}

// mayRejoin refuses a key whose former membership ended too short a time ago.
func (k *Keeper) mayRejoin(ctx context.Context, coop types.Coop, key []byte, now int64) error {
	wait, err := k.RejoinWaits.Get(ctx, collections.Join(coop.Id, key))
	if errors.Is(err, collections.ErrNotFound) || (err == nil && wait.Until <= now) {
		return nil
	}
	if err != nil {
		return err
	}
	return types.ErrMustWait.Wrapf("%s was a member's key in %s and may join again from %s on; before that only the members admit it, by a resolution",
		wait.Address, coop.Slug, types.Date(wait.Until))
}

// keysWait notes for each key of a membership that ends until when it waits.
func (k *Keeper) keysWait(ctx context.Context, member types.Member, ended types.MemberState, now int64) error {
	_, charter, err := k.GetCharter(ctx, member.CoopId)
	if err != nil {
		return err
	}
	seconds := charter.MembershipTerms().RejoinSeconds(ended)
	if seconds == 0 {
		return nil
	}
	keys, err := k.keysOf(ctx, member.CoopId, member.MemberId)
	if err != nil {
		return err
	}
	for _, key := range keys {
		account, err := types.AddressBytes(key.Address)
		if err != nil {
			return err
		}
		wait := types.RejoinWait{CoopId: member.CoopId, Address: key.Address, Until: now + int64(seconds)}
		if err := k.RejoinWaits.Set(ctx, collections.Join(member.CoopId, account), wait); err != nil {
			return err
		}
	}
	return nil
}
