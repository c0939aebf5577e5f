package keeper

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/types"
)

// holding is a bucket as it is now, and whose it is.
type holding struct {
	coopID, memberID uint64
	allowance        types.Allowance
	bucket           types.Bucket
	// record is a copy of the record that a member's bucket lies in.
	record []byte
}

// hold returns a bucket refilled up to now; one never drawn on is full.
func (k *Keeper) hold(ctx context.Context, coopID, memberID uint64, allowance types.Allowance, now int64) (holding, error) {
	held := holding{coopID: coopID, memberID: memberID, allowance: allowance}
	bucket, drawn, record, err := k.find(ctx, coopID, memberID)
	if err != nil {
		return holding{}, err
	}
	held.record = record
	held.bucket = allowance.Full(now)
	if drawn {
		held.bucket = allowance.Refill(bucket, now)
	}
	return held, nil
}

// keep stores a bucket that hold returned.
func (k *Keeper) keep(ctx context.Context, held holding) error {
	if apart := k.apart(held.memberID); apart != nil {
		return apart.Set(ctx, held.coopID, held.bucket)
	}
	types.WriteBucket(held.record, held.memberID, held.bucket)
	return k.MemberBuckets.Set(ctx, collections.Join(held.coopID, types.BucketRecordNumber(held.memberID)), held.record)
}

// GetBucket returns a bucket as it was when it was last drawn on; false if it never was.
func (k *Keeper) GetBucket(ctx context.Context, coopID, memberID uint64) (types.Bucket, bool, error) {
	bucket, drawn, _, err := k.find(ctx, coopID, memberID)
	return bucket, drawn, err
}

// find returns a bucket, and for a member's a copy of the record it lies in.
func (k *Keeper) find(ctx context.Context, coopID, memberID uint64) (bucket types.Bucket, drawn bool, record []byte, err error) {
	if apart := k.apart(memberID); apart != nil {
		bucket, err = apart.Get(ctx, coopID)
		if errors.Is(err, collections.ErrNotFound) {
			return bucket, false, nil, nil
		}
		return bucket, err == nil, nil, err
	}
	if record, err = k.bucketRecord(ctx, coopID, memberID); err != nil {
		return bucket, false, nil, err
	}
	bucket, drawn = types.ReadBucket(record, memberID)
	return bucket, drawn, record, nil
}

// apart is where the bucket of a co-op or of its seat's operator lies; nil for
// a member's, which shares a record with its neighbours'.
func (k *Keeper) apart(memberID uint64) *collections.Map[uint64, types.Bucket] {
	switch memberID {
	case types.CoopBucket:
		return &k.CoopBuckets
	case types.OperatorBucket:
		return &k.OperatorBuckets
	default:
		return nil
	}
}

// bucketRecord returns a copy of the record in which a member's bucket lies. It
// costs the same gas whether the record was there or not.
func (k *Keeper) bucketRecord(ctx context.Context, coopID, memberID uint64) ([]byte, error) {
	stored, err := k.MemberBuckets.Get(ctx, collections.Join(coopID, types.BucketRecordNumber(memberID)))
	if errors.Is(err, collections.ErrNotFound) {
		sdkCtx := sdk.UnwrapSDKContext(ctx)
		sdkCtx.GasMeter().ConsumeGas(sdkCtx.KVGasConfig().ReadCostPerByte*types.BucketRecordBytes, "first bucket of a record")
		return types.NewBucketRecord(), nil
	}
	// The stored bytes may be shared with the store's cache.
	return bytes.Clone(stored), err
}

// importBuckets stores the buckets of a genesis.
func (k *Keeper) importBuckets(ctx context.Context, buckets []types.MemberBucket) error {
	for _, bucket := range buckets {
		held, err := k.hold(ctx, bucket.CoopId, bucket.MemberId, types.Allowance{}, 0)
		if err != nil {
			return err
		}
		held.bucket = bucket.Bucket
		if err := k.keep(ctx, held); err != nil {
			return err
		}
	}
	return nil
}

// exportBuckets returns all buckets by co-op and member.
func (k *Keeper) exportBuckets(ctx context.Context) ([]types.MemberBucket, error) {
	exported := []types.MemberBucket{}
	for _, memberID := range []uint64{types.CoopBucket, types.OperatorBucket} {
		err := k.apart(memberID).Walk(ctx, nil, func(coopID uint64, bucket types.Bucket) (bool, error) {
			exported = append(exported, types.MemberBucket{CoopId: coopID, MemberId: memberID, Bucket: bucket})
			return false, nil
		})
		if err != nil {
			return nil, err
		}
	}
	err := k.MemberBuckets.Walk(ctx, nil, func(key collections.Pair[uint64, uint64], record []byte) (bool, error) {
		for i := range uint64(types.BucketsPerRecord) {
			memberID := key.K2()*types.BucketsPerRecord + i
			if bucket, drawn := types.ReadBucket(record, memberID); drawn {
				exported = append(exported, types.MemberBucket{CoopId: key.K1(), MemberId: memberID, Bucket: bucket})
			}
		}
		return false, nil
	})
	slices.SortFunc(exported, types.MemberBucket.Compare)
	return exported, err
}
