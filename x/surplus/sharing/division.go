package sharing

import (
	"cosmossdk.io/math"
)

// Division is a pool that is shared, with a cap or without. Like an apportionment
// it is small, and a member's share is worked out from it and the member's record.
type Division struct {
	// Cap in base units of what one member gets; zero is none.
	Cap math.Int
	// Least weight that is capped; zero where nobody is.
	Least math.Int
	// Rest is how the others share what is left. Its pool over its total is λ, what a
	// unit of patronage is worth.
	Rest Apportionment
	// Undivided in base units: what nobody gets, since nobody has patronage or
	// everybody is capped.
	Undivided math.Int
}

// Divide shares a pool of base units by patronage, at most so much to each member;
// a cap of zero is none. It reads the records a bounded number of times: once for
// their sum, at most twelve times for the cap and eighteen for the cut.
func Divide(pool, limit math.Int, records Records) (Division, error) {
	if err := checkAmount("the pool", pool); err != nil {
		return Division{}, err
	}
	total, err := Total(records)
	if err != nil {
		return Division{}, err
	}
	division := Division{
		Cap: limit, Least: math.ZeroInt(), Undivided: math.ZeroInt(),
		Rest: Apportionment{Pool: pool, Total: total},
	}
	if limit.IsPositive() && limit.LT(pool) && total.IsPositive() {
		if division, err = division.capped(records); err != nil {
			return Division{}, err
		}
	}
	if division.Rest.Total.IsZero() {
		division.Undivided, division.Rest.Pool = division.Rest.Pool, math.ZeroInt()
		return division, nil
	}
	division.Rest, err = apportion(division.Rest.Pool, division.Rest.Total, func(yield func(Record) bool) {
		for record := range records {
			if !division.isCapped(record) && !yield(record) {
				return
			}
		}
	})
	return division, err
}

func (d Division) capped(records Records) (Division, error) {
	capping, err := NewCapping(d.Rest.Pool, d.Cap, d.Rest.Total)
	if err != nil {
		return Division{}, err
	}
	for !capping.Done {
		if err := capping.Pass(records); err != nil {
			return Division{}, err
		}
		if err := capping.EndPass(); err != nil {
			return Division{}, err
		}
	}
	d.Rest.Pool, d.Rest.Total = capping.Rest()
	if capping.Members > 0 {
		d.Least = capping.Least
	}
	return d, nil
}

func apportion(pool, total math.Int, records Records) (Apportionment, error) {
	apportioning, err := NewApportioning(pool, total)
	if err != nil {
		return Apportionment{}, err
	}
	for !apportioning.Done {
		if err := apportioning.Pass(records); err != nil {
			return Apportionment{}, err
		}
		if err := apportioning.EndPass(); err != nil {
			return Apportionment{}, err
		}
	}
	return apportioning.Result(), nil
}

func (d Division) isCapped(record Record) bool {
	return d.Least.IsPositive() && record.Weight.GTE(d.Least)
}

// Share of a member in base units.
func (d Division) Share(record Record) (math.Int, error) {
	if err := checkWeight(record); err != nil {
		return math.Int{}, err
	}
	if d.isCapped(record) {
		return d.Cap, nil
	}
	return d.Rest.Share(record)
}

// CashPart of a share in base units: ⌈rate · share⌉, the rate in millionths. The
// rest is retained in the member's account.
func CashPart(share math.Int, ppm uint32) math.Int {
	return portion(share, ppm, true)
}
