package keeper

import (
	"context"
	"math/big"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

const carried = membershiptypes.SurplusLate_SURPLUS_LATE_CARRIED

// RecordPatronage records what members have done with the co-op, or takes it back:
// for the open period, or for one that is adjusted, where only what is recorded is
// taken back. What else comes late is refused, or counts in the open period.
func (s msgServer) RecordPatronage(ctx context.Context, msg *types.MsgRecordPatronage) (*types.MsgRecordPatronageResponse, error) {
	coop, err := s.membership.GetCoop(ctx, msg.CoopId)
	if err != nil {
		return nil, err
	}
	officer, err := s.recorder(ctx, msg.Authority, coop)
	if err != nil {
		return nil, err
	}
	if err := s.checkRecords(ctx, msg, officer); err != nil {
		return nil, err
	}
	period, err := s.recordedIn(ctx, coop, msg)
	if err != nil {
		return nil, err
	}
	_, rules, err := s.rulesOf(ctx, period)
	if err != nil {
		return nil, err
	}
	basis, err := basisOf(rules, msg.Basis)
	if err != nil {
		return nil, err
	}
	batch := types.Batch{Basis: msg.Basis, OfficerMemberId: officer, EvidenceSha256: msg.EvidenceSha256}
	id, err := s.writeBatch(ctx, &period, basis, batch, msg.Records)
	if err != nil {
		return nil, err
	}
	return &types.MsgRecordPatronageResponse{Period: period.Number, Batch: id}, s.keepChanged(ctx, period)
}

// checkRecords refuses a batch that is empty, too long, out of order or without
// evidence, and an officer's own patronage.
func (k *Keeper) checkRecords(ctx context.Context, msg *types.MsgRecordPatronage, officer uint64) error {
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	if len(msg.Records) == 0 || uint64(len(msg.Records)) > uint64(params.MaxRecords) {
		return types.ErrInvalidRecords.Wrapf("the batch has %d records; give 1 to %d, and the rest in another", len(msg.Records), params.MaxRecords)
	}
	if len(msg.EvidenceSha256) != sha256Bytes {
		return types.ErrInvalidRecords.Wrapf("the evidence's hash has %d bytes; give the %d of the SHA-256 of what shows the records: sha256sum FILE", len(msg.EvidenceSha256), sha256Bytes)
	}
	last := uint64(0)
	for _, record := range msg.Records {
		if record.MemberId <= last {
			return types.ErrInvalidRecords.Wrapf("member %d follows member %d; order records by member, each once", record.MemberId, last)
		}
		if record.Amount.IsNil() || record.Amount.IsZero() || new(big.Int).Abs(record.Amount.BigIntMut()).BitLen() > types.MaxRecordedBits {
			return types.ErrInvalidRecords.Wrapf("the record of member %d is %s; give a whole number of units that is not zero, of less than 2^%d", record.MemberId, record.Amount, types.MaxRecordedBits)
		}
		if record.MemberId == officer && record.Amount.IsPositive() {
			return types.ErrUnauthorized.Wrapf("member %d would record its own patronage; let another officer do it, or the members", officer)
		}
		last = record.MemberId
	}
	return nil
}

// recordedIn is the period in which a batch counts.
func (k *Keeper) recordedIn(ctx context.Context, coop membershiptypes.Coop, msg *types.MsgRecordPatronage) (types.Period, error) {
	current, err := k.openPeriod(ctx, coop)
	if err != nil {
		return current, err
	}
	if msg.Period == 0 || msg.Period == current.Number {
		return current, k.mustHaveBegun(ctx, coop, current)
	}
	period, err := k.period(ctx, coop, msg.Period)
	if err != nil {
		return period, err
	}
	takesBack := true
	for _, record := range msg.Records {
		takesBack = takesBack && record.Amount.IsNegative()
	}
	if period.Stage == adjusting && takesBack {
		return period, nil
	}
	if current.Number == 0 {
		return period, mustBeAt(coop, period, "patronage is recorded while a period is open, and no other is", open)
	}
	_, rules, err := k.rulesOf(ctx, period)
	if err != nil {
		return period, err
	}
	if rules.Late != carried || takesBack {
		return period, types.ErrLate.Wrapf("period %d of %s is %s, and its charter takes nothing late; record it for period %d if it belongs there, or let the member dispute it",
			period.Number, coop.Slug, period.Stage.Word(), current.Number)
	}
	return current, k.mustHaveBegun(ctx, coop, current)
}

// openPeriod of a co-op; one of the number zero where none is open.
func (k *Keeper) openPeriod(ctx context.Context, coop membershiptypes.Coop) (types.Period, error) {
	count, err := k.count(ctx, coop.Id)
	if err != nil {
		return types.Period{}, err
	}
	if count == 0 {
		return types.Period{}, types.ErrNoSurplus.Wrapf("the charter of %s doesn't say how a surplus is shared; amend it first (see: coopd charter explain worker)", coop.Slug)
	}
	period, err := k.Periods.Get(ctx, collections.Join(coop.Id, count))
	if err != nil || period.Stage == open {
		return period, err
	}
	return types.Period{}, nil
}

// mustHaveBegun refuses a period that is still to come, or none.
func (k *Keeper) mustHaveBegun(ctx context.Context, coop membershiptypes.Coop, period types.Period) error {
	if period.Number == 0 {
		return types.ErrNoSurplus.Wrapf("no period of %s is open, since its charter shares no surplus now; amend it first", coop.Slug)
	}
	now, err := k.chain.CivilNow(ctx)
	if err != nil || period.LastDay == 0 || now >= period.BeginsAt {
		return err
	}
	return types.ErrWrongStage.Wrapf("period %d of %s begins on %d, since its rules were adopted before; record patronage from then on", period.Number, coop.Slug, period.FirstDay)
}
