package types

import (
	"cmp"
	"slices"

	"cosmossdk.io/math"
)

// DefaultGenesis has no periods.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// place is a co-op, a period, and a member or batch in it; those that something has
// not are zero.
type place struct{ coop, period, item, line uint64 }

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.coop, other.coop), cmp.Compare(p.period, other.period), cmp.Compare(p.item, other.item), cmp.Compare(p.line, other.line))
}

// Validate refuses a state that contradicts itself.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, list := range g.lists() {
		if !slices.IsSortedFunc(list.places, place.compare) || len(slices.Compact(slices.Clone(list.places))) != len(list.places) {
			return ErrInvalidGenesis.Wrapf("the %s are out of order, or one is there twice; order them by co-op, period, and member or batch", list.what)
		}
	}
	for i, period := range g.Periods {
		if err := g.validatePeriod(i, period); err != nil {
			return ErrInvalidGenesis.Wrapf("period %d of co-op %d: %s", period.Number, period.CoopId, err)
		}
	}
	return g.validateCounts()
}

type placeList struct {
	what   string
	places []place
}

// lists are all that the state has, by place.
func (g GenesisState) lists() []placeList {
	return []placeList{
		{"periods", placesOf(g.Periods, func(p Period) place { return place{p.CoopId, p.Number, 0, 0} })},
		{"patronage", placesOf(g.Patronage, func(p Patronage) place { return place{p.CoopId, p.Period, p.MemberId, 0} })},
		{"batches", placesOf(g.Batches, func(b Batch) place { return place{b.CoopId, b.Period, b.Id, 0} })},
		{"recorded lines", placesOf(g.Recorded, func(r Recorded) place { return place{r.CoopId, r.Period, r.MemberId, r.Batch} })},
		{"disputes", placesOf(g.Disputes, func(d Dispute) place { return place{d.CoopId, d.Period, d.MemberId, 0} })},
		{"settlings", placesOf(g.Settlings, func(s PeriodSettling) place { return place{s.CoopId, s.Period, 0, 0} })},
		{"outcomes", placesOf(g.Outcomes, func(o PeriodOutcome) place { return place{o.CoopId, o.Period, 0, 0} })},
		{"taken shares", placesOf(g.Taken, func(t TakenShare) place { return place{t.CoopId, t.Period, t.MemberId, 0} })},
	}
}

func placesOf[T any](list []T, of func(T) place) []place {
	places := make([]place, 0, len(list))
	for _, one := range list {
		places = append(places, of(one))
	}
	return places
}

// validatePeriod refuses a period whose stage is not what the rest of it says.
func (g GenesisState) validatePeriod(at int, period Period) error {
	follows := at > 0 && g.Periods[at-1].CoopId == period.CoopId
	switch {
	case period.Stage <= PeriodStage_PERIOD_STAGE_UNSPECIFIED || period.Stage > PeriodStage_PERIOD_STAGE_SETTLED:
		return ErrInvalidGenesis.Wrapf("it is at the stage %d", period.Stage)
	case follows && period.Number != g.Periods[at-1].Number+1 || !follows && period.Number != 1:
		return ErrInvalidGenesis.Wrap("periods count from 1 without gaps")
	case follows && g.Periods[at-1].Stage == PeriodStage_PERIOD_STAGE_OPEN:
		return ErrInvalidGenesis.Wrap("the one before it is open still")
	case period.EndsAt <= period.BeginsAt || period.FirstDay > period.LastDay || (period.FirstDay == 0) != (period.LastDay == 0):
		return ErrInvalidGenesis.Wrapf("it goes from %d to %d, the days %d to %d", period.BeginsAt, period.EndsAt, period.FirstDay, period.LastDay)
	case (period.LastDay == 0) != (period.Opening != nil):
		return ErrInvalidGenesis.Wrap("a period of a number of seconds says what was booked before it, and no other does")
	case (period.Stage == PeriodStage_PERIOD_STAGE_OPEN) != (period.CutOffAt == 0):
		return ErrInvalidGenesis.Wrapf("it is %s, and was cut off at %d", period.Stage.Word(), period.CutOffAt)
	case (period.Stage >= PeriodStage_PERIOD_STAGE_SEALED) != (period.SealedAt != 0):
		return ErrInvalidGenesis.Wrapf("it is %s, and was sealed at %d", period.Stage.Word(), period.SealedAt)
	case period.Stage >= PeriodStage_PERIOD_STAGE_PRESENTED && period.Presentation == nil:
		return ErrInvalidGenesis.Wrapf("it is %s, and has no accounts", period.Stage.Word())
	case (period.Stage == PeriodStage_PERIOD_STAGE_SETTLED) != (period.SettledAt != 0):
		return ErrInvalidGenesis.Wrapf("it is %s, and was settled at %d", period.Stage.Word(), period.SettledAt)
	case (period.ErrorCodespace == "") != (period.ErrorCode == 0):
		return ErrInvalidGenesis.Wrapf("it is held by error %d of %q", period.ErrorCode, period.ErrorCodespace)
	case !period.isDueAsItsStageSays(g.runs(period)):
		return ErrInvalidGenesis.Wrapf("it is %s, and is due at %d", period.Stage.Word(), period.DueAt)
	case period.Taken.IsNil():
		return ErrInvalidGenesis.Wrap("it doesn't say what is taken")
	}
	return g.validateSharing(period)
}

// runs says whether a period is being shared and not held.
func (g GenesisState) runs(period Period) bool {
	return slices.ContainsFunc(g.Settlings, func(s PeriodSettling) bool {
		return s.CoopId == period.CoopId && s.Period == period.Number && !s.Held
	})
}

// isDueAsItsStageSays: what moves by itself has a time, and nothing else has.
func (p Period) isDueAsItsStageSays(runs bool) bool {
	switch p.Stage {
	case PeriodStage_PERIOD_STAGE_OPEN:
		return p.LastDay != 0 || p.DueAt != 0
	case PeriodStage_PERIOD_STAGE_ADJUSTING:
		return p.DueAt != 0
	case PeriodStage_PERIOD_STAGE_APPROVED:
		return runs == (p.DueAt == 0)
	default:
		return p.DueAt == 0
	}
}

// validateSharing holds a period against what is kept of its sharing.
func (g GenesisState) validateSharing(period Period) error {
	settles := slices.ContainsFunc(g.Settlings, func(s PeriodSettling) bool { return s.CoopId == period.CoopId && s.Period == period.Number })
	if settles && period.Stage != PeriodStage_PERIOD_STAGE_APPROVED {
		return ErrInvalidGenesis.Wrapf("it is %s, and is being shared", period.Stage.Word())
	}
	at := slices.IndexFunc(g.Outcomes, func(o PeriodOutcome) bool { return o.CoopId == period.CoopId && o.Period == period.Number })
	if (at >= 0) != (period.Stage == PeriodStage_PERIOD_STAGE_SETTLED) {
		return ErrInvalidGenesis.Wrapf("it is %s, and has an outcome: %t", period.Stage.Word(), at >= 0)
	}
	if at >= 0 && period.Taken.GT(g.Outcomes[at].Outcome.Cash) {
		return ErrInvalidGenesis.Wrapf("%s is taken of %s", period.Taken, g.Outcomes[at].Outcome.Cash)
	}
	return nil
}

// counted is what the lists say of a period.
type counted struct {
	members, batches, disputes, takers uint64
	taken                              math.Int
}

// validateCounts holds periods against how much there is of each list.
func (g GenesisState) validateCounts() error {
	counts := make(map[place]*counted, len(g.Periods))
	for _, period := range g.Periods {
		counts[place{period.CoopId, period.Number, 0, 0}] = &counted{taken: math.ZeroInt()}
	}
	of := func(coop, period uint64) *counted {
		if found := counts[place{coop, period, 0, 0}]; found != nil {
			return found
		}
		return &counted{taken: math.ZeroInt()}
	}
	for _, one := range g.Patronage {
		of(one.CoopId, one.Period).members++
	}
	for _, one := range g.Batches {
		of(one.CoopId, one.Period).batches++
	}
	for _, one := range g.Disputes {
		of(one.CoopId, one.Period).disputes++
	}
	for _, one := range g.Taken {
		if one.Cash.IsNil() {
			return ErrInvalidGenesis.Wrapf("member %d has taken no amount", one.MemberId)
		}
		found := of(one.CoopId, one.Period)
		found.takers, found.taken = found.takers+1, found.taken.Add(one.Cash)
	}
	for _, list := range g.lists() {
		for _, one := range list.places {
			if counts[place{one.coop, one.period, 0, 0}] == nil {
				return ErrInvalidGenesis.Wrapf("the %s speak of period %d of co-op %d, which there is not", list.what, one.period, one.coop)
			}
		}
	}
	for _, period := range g.Periods {
		found := of(period.CoopId, period.Number)
		if found.members != period.Members || found.batches != period.Batches || found.disputes != period.Disputes ||
			found.takers != period.Takers || !found.taken.Equal(period.Taken) {
			return ErrInvalidGenesis.Wrapf("period %d of co-op %d counts other than the lists have", period.Number, period.CoopId)
		}
	}
	return nil
}
