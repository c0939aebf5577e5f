package types

import (
	"cmp"

	"cosmossdk.io/errors"
)

// NanosecondsPerSecond converts the clock's unit to that of deadlines.
const NanosecondsPerSecond int64 = 1_000_000_000

// DefaultGenesis is the state of a new chain: the clock starts at the genesis time.
func DefaultGenesis() *GenesisState {
	return &GenesisState{
		Params:     DefaultParams(),
		Allotments: []Allotment{},
		Buckets:    []MemberBucket{},
		Zones:      DefaultZones(),
	}
}

// Seconds returns chain time in seconds, rounded down.
func (c Clock) Seconds() int64 { return c.TimeNs / NanosecondsPerSecond }

// Validate refuses a clock that runs ahead of civil time, or stands in the first
// second of 1970: zero says of a bucket that it was never drawn on.
func (c Clock) Validate() error {
	if c.TimeNs < NanosecondsPerSecond || c.BlockTimeNs < c.TimeNs {
		return errors.Wrapf(ErrInvalidGenesis, "clock: chain time is %d ns and block time %d ns; chain time starts with block time, after 1970, and never passes it",
			c.TimeNs, c.BlockTimeNs)
	}
	if c.LastGapHeight < 0 {
		return errors.Wrapf(ErrInvalidGenesis, "clock: last_gap_height is %d; it is a height, or zero for none", c.LastGapHeight)
	}
	return nil
}

// Validate checks everything that InitGenesis relies on.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	if g.Clock != nil {
		if err := g.Clock.Validate(); err != nil {
			return err
		}
	}
	if err := validateAllotments(g.Allotments); err != nil {
		return err
	}
	if err := validateBuckets(g.Buckets, g.Clock); err != nil {
		return err
	}
	return validateZones(g.Zones)
}

func validateAllotments(allotments []Allotment) error {
	for i, allotment := range allotments {
		if err := allotment.Validate(); err != nil {
			return err
		}
		if i > 0 && allotments[i-1].CoopId >= allotment.CoopId {
			return errors.Wrapf(ErrInvalidGenesis, "allotments: co-op %d comes after co-op %d; name each co-op once, in order",
				allotment.CoopId, allotments[i-1].CoopId)
		}
	}
	return nil
}

// Validate refuses an allotment to nobody, one outside the bounds, and one
// that leaves the root federation nothing.
func (a Allotment) Validate() error {
	if a.CoopId == 0 {
		return errors.Wrap(ErrInvalidAllowance, "coop_id is 0; name a co-op, they count from 1")
	}
	if a.CoopId == RootCoopID && a.Allowance.IsZero() {
		return errors.Wrapf(ErrInvalidAllowance, "co-op %d is the root federation and would be left without free transactions; without them it couldn't decide anything, so give it some", RootCoopID)
	}
	return a.Allowance.Validate()
}

func validateBuckets(buckets []MemberBucket, clock *Clock) error {
	if len(buckets) > 0 && clock == nil {
		return errors.Wrapf(ErrInvalidGenesis, "buckets: %d given and no clock; buckets refill by chain time, so give the clock of the same export", len(buckets))
	}
	for i, bucket := range buckets {
		if bucket.CoopId == 0 {
			return errors.Wrapf(ErrInvalidGenesis, "buckets: entry %d has coop_id 0; co-ops count from 1", i)
		}
		if i > 0 && bucket.Compare(buckets[i-1]) <= 0 {
			return errors.Wrapf(ErrInvalidGenesis, "buckets: member %d of co-op %d is out of order; give each bucket once, by co-op and member id",
				bucket.MemberId, bucket.CoopId)
		}
		if bucket.Bucket.Gas > MaxAllowance || bucket.Bucket.Bytes > MaxAllowance {
			return errors.Wrapf(ErrInvalidGenesis, "buckets: member %d of co-op %d holds more than %d, which no allowance can",
				bucket.MemberId, bucket.CoopId, MaxAllowance)
		}
		if bucket.Bucket.UpdatedAt <= 0 || bucket.Bucket.UpdatedAt > clock.Seconds() {
			return errors.Wrapf(ErrInvalidGenesis, "buckets: member %d of co-op %d was drawn on at %d; give a second after 1970 and up to chain time, %d",
				bucket.MemberId, bucket.CoopId, bucket.Bucket.UpdatedAt, clock.Seconds())
		}
	}
	return nil
}

// Compare orders buckets by co-op, then by member.
func (b MemberBucket) Compare(other MemberBucket) int {
	return cmp.Or(cmp.Compare(b.CoopId, other.CoopId), cmp.Compare(b.MemberId, other.MemberId))
}
