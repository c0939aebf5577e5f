package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// writeBatch records lines of one basis: each is kept as it is, and added to what is
// recorded of its member.
func (k *Keeper) writeBatch(ctx context.Context, period *types.Period, basis int, batch types.Batch, records []types.PatronageRecord) (uint64, error) {
	period.Batches++
	batch.CoopId, batch.Period, batch.Id, batch.Records = period.CoopId, period.Number, period.Batches, uint32(len(records))
	batch.Total = math.ZeroInt()
	_, rules, err := k.rulesOf(ctx, *period)
	if err != nil {
		return 0, err
	}
	for _, record := range records {
		if err := k.addRecord(ctx, period, rules, basis, record); err != nil {
			return 0, err
		}
		line := types.Recorded{CoopId: period.CoopId, Period: period.Number, MemberId: record.MemberId, Batch: batch.Id, Amount: record.Amount}
		if err := k.Recorded.Set(ctx, collections.Join4(period.CoopId, period.Number, record.MemberId, batch.Id), line); err != nil {
			return 0, err
		}
		batch.Total = batch.Total.Add(record.Amount)
	}
	if batch.RecordedAt, err = k.chain.Now(ctx); err != nil {
		return 0, err
	}
	if err := k.Batches.Set(ctx, collections.Join3(period.CoopId, period.Number, batch.Id), batch); err != nil {
		return 0, err
	}
	return batch.Id, emit(ctx, &types.EventPatronageRecorded{Batch: batch})
}

// addRecord adds a line to what is recorded of its member, under the class that the
// member has now, or had when its membership ended. What takes back, or comes when the
// period has ended, changes no class; who has nothing left has no row.
func (k *Keeper) addRecord(ctx context.Context, period *types.Period, rules membershiptypes.SurplusRules, basis int, record types.PatronageRecord) error {
	member, err := k.membership.GetMember(ctx, period.CoopId, record.MemberId)
	if err != nil {
		return err
	}
	key := collections.Join3(period.CoopId, period.Number, record.MemberId)
	patronage, err := k.Patronage.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		patronage, err = newPatronage(*period, record.MemberId, rules), nil
		period.Members++
	}
	if err != nil {
		return err
	}
	sum := patronage.Amounts[basis].Add(record.Amount)
	if sum.IsNegative() {
		return types.ErrInvalidRecords.Wrapf("%s is taken back of member %d, of whom %s is recorded by %q; take back no more than that",
			record.Amount.Neg(), record.MemberId, patronage.Amounts[basis], rules.Bases[basis].Name)
	}
	if sum.BigIntMut().BitLen() > types.MaxRecordedBits {
		return types.ErrOutOfBounds.Wrapf("member %d would have %s by %q; it has to be less than 2^%d units", record.MemberId, sum, rules.Bases[basis].Name, types.MaxRecordedBits)
	}
	if patronage.ClassId == 0 || period.Stage == open && record.Amount.IsPositive() {
		patronage.ClassId = member.ClassId
	}
	patronage.Amounts[basis] = sum
	if patronage.IsNothing() {
		period.Members--
		return k.Patronage.Remove(ctx, key)
	}
	return k.Patronage.Set(ctx, key, patronage)
}

func newPatronage(period types.Period, memberID uint64, rules membershiptypes.SurplusRules) types.Patronage {
	patronage := types.Patronage{CoopId: period.CoopId, Period: period.Number, MemberId: memberID}
	for range rules.Bases {
		patronage.Amounts = append(patronage.Amounts, math.ZeroInt())
	}
	return patronage
}

// basisOf the rules by name.
func basisOf(rules membershiptypes.SurplusRules, name string) (int, error) {
	names := make([]string, 0, len(rules.Bases))
	for i, basis := range rules.Bases {
		if basis.Name == name {
			return i, nil
		}
		names = append(names, basis.Name)
	}
	return 0, types.ErrInvalidRecords.Wrapf("the charter shares by no basis %q; name one of %v", name, names)
}

// keepChanged stores a period whose records have changed. While it is adjusted, members
// have the charter's time from now on to dispute that, as far as disputes may keep it open.
func (k *Keeper) keepChanged(ctx context.Context, period types.Period) error {
	if period.Stage != adjusting {
		return k.Periods.Set(ctx, collections.Join(period.CoopId, period.Number), period)
	}
	_, rules, err := k.rulesOf(ctx, period)
	if err != nil {
		return err
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err != nil {
		return err
	}
	latest := period.CutOffAt + int64(params.MaxDisputeSeconds)
	return k.store(ctx, period, max(period.DueAt, min(now+int64(rules.AdjustingSeconds), latest)))
}
