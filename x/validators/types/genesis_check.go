package types

import (
	"bytes"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// genesisCheck goes through a genesis step by step; later steps rely on
// earlier ones.
type genesisCheck struct {
	genesis GenesisState
	byCoop  map[uint64]Seat
	// inUse maps the address of each seat's key, present or next, to its co-op.
	inUse map[string]uint64
	// queued maps a co-op to the kinds of its changes.
	queued map[uint64]map[ChangeKind]bool
}

func newGenesisCheck(genesis GenesisState) *genesisCheck {
	return &genesisCheck{
		genesis: genesis,
		byCoop:  map[uint64]Seat{},
		inUse:   map[string]uint64{},
		queued:  map[uint64]map[ChangeKind]bool{},
	}
}

func (c *genesisCheck) seats() error {
	if lasting := LastingSeats(c.genesis.Seats, c.genesis.Changes); lasting > int(c.genesis.Params.MaxSeats) {
		return ErrInvalidGenesis.Wrapf("it has %d seats but max_seats is %d", lasting, c.genesis.Params.MaxSeats)
	}
	operators := map[string]uint64{}
	previous := uint64(0)
	for _, seat := range c.genesis.Seats {
		if seat.CoopId <= previous {
			return ErrInvalidGenesis.Wrapf("the seat of co-op %d comes after that of co-op %d; list each co-op once, in the order of ids", seat.CoopId, previous)
		}
		previous = seat.CoopId
		if err := c.seat(seat); err != nil {
			return err
		}
		operator, err := sdk.AccAddressFromBech32(seat.Operator)
		if err != nil || operator.String() != seat.Operator {
			return ErrInvalidGenesis.Wrapf("the operator %q of co-op %d is no address as `coopd keys` prints it", seat.Operator, seat.CoopId)
		}
		if other, taken := operators[string(operator)]; taken {
			return ErrInvalidGenesis.Wrapf("co-ops %d and %d have the same operator %s; give each its own", other, seat.CoopId, seat.Operator)
		}
		operators[string(operator)] = seat.CoopId
		c.byCoop[seat.CoopId] = seat
	}
	return nil
}

func (c *genesisCheck) seat(seat Seat) error {
	if err := ValidateMoniker(seat.Moniker, c.genesis.Params.MaxMonikerBytes); err != nil {
		return ErrInvalidGenesis.Wrapf("seat of co-op %d: %s", seat.CoopId, err)
	}
	if seat.SinceHeight < 0 || seat.JailedUntil < 0 || seat.LastRotationHeight < 0 {
		return ErrInvalidGenesis.Wrapf("the seat of co-op %d has a negative height or time", seat.CoopId)
	}
	if err := validateStateAndReason(seat); err != nil {
		return err
	}
	key, err := ParseConsensusKey(seat.ConsensusPubkey)
	if err != nil {
		return ErrInvalidGenesis.Wrapf("seat of co-op %d: %s", seat.CoopId, err)
	}
	if err := c.claim(key.Address(), seat.CoopId); err != nil {
		return err
	}
	if seat.NextPubkey == nil {
		return nil
	}
	next, err := ParseConsensusKey(seat.NextPubkey)
	if err != nil {
		return ErrInvalidGenesis.Wrapf("next key of co-op %d: %s", seat.CoopId, err)
	}
	return c.claim(next.Address(), seat.CoopId)
}

func (c *genesisCheck) claim(address []byte, coopID uint64) error {
	if other, taken := c.inUse[string(address)]; taken {
		return ErrInvalidGenesis.Wrapf("co-ops %d and %d have the same consensus key %X; give each its own", other, coopID, address)
	}
	c.inUse[string(address)] = coopID
	return nil
}

func validateStateAndReason(seat Seat) error {
	legal := map[SeatState][]SeatReason{
		SeatState_SEAT_STATE_JOINING: {SeatReason_SEAT_REASON_UNSPECIFIED, SeatReason_SEAT_REASON_MISSED_BLOCKS},
		SeatState_SEAT_STATE_ACTIVE:  {SeatReason_SEAT_REASON_UNSPECIFIED},
		SeatState_SEAT_STATE_JAILED:  {SeatReason_SEAT_REASON_MISSED_BLOCKS},
		SeatState_SEAT_STATE_LEAVING: {SeatReason_SEAT_REASON_RESOLUTION, SeatReason_SEAT_REASON_LEFT_FEDERATION},
		SeatState_SEAT_STATE_CONDEMNED: {
			SeatReason_SEAT_REASON_MISSED_BLOCKS, SeatReason_SEAT_REASON_DOUBLE_SIGNED,
			SeatReason_SEAT_REASON_RESOLUTION, SeatReason_SEAT_REASON_LEFT_FEDERATION,
		},
	}
	for _, reason := range legal[seat.State] {
		if reason == seat.Reason {
			if seat.JailedUntil != 0 && !seat.CanUnjail() {
				return ErrInvalidGenesis.Wrapf("the seat of co-op %d is %s and yet jailed until %d", seat.CoopId, seat.Words(), seat.JailedUntil)
			}
			return nil
		}
	}
	return ErrInvalidGenesis.Wrapf("the seat of co-op %d has the state %s with the reason %s; they don't go together", seat.CoopId, seat.State, seat.Reason)
}

func (c *genesisCheck) keyOwners() error {
	var previous []byte
	found := 0
	for _, owner := range c.genesis.KeyOwners {
		if len(owner.ConsensusAddress) != 20 {
			return ErrInvalidGenesis.Wrapf("a key owner's consensus address has %d bytes but must have 20", len(owner.ConsensusAddress))
		}
		if previous != nil && bytes.Compare(previous, owner.ConsensusAddress) >= 0 {
			return ErrInvalidGenesis.Wrapf("the key owner %X is out of order; list each once, in the order of addresses", owner.ConsensusAddress)
		}
		previous = owner.ConsensusAddress
		if owner.CoopId == 0 || owner.RetiredHeight < 0 || owner.RetiredAt < 0 || (owner.RetiredHeight == 0 && owner.RetiredAt != 0) {
			return ErrInvalidGenesis.Wrapf("the key owner %X names no co-op, or its retirement makes no sense", owner.ConsensusAddress)
		}
		coopID, inUse := c.inUse[string(owner.ConsensusAddress)]
		if inUse != (owner.RetiredHeight == 0) || (inUse && coopID != owner.CoopId) {
			return ErrInvalidGenesis.Wrapf("the key owner %X and the seats disagree on who uses it", owner.ConsensusAddress)
		}
		if inUse {
			found++
			seat := c.byCoop[coopID]
			if owner.Banned && seat.Reason != SeatReason_SEAT_REASON_DOUBLE_SIGNED {
				return ErrInvalidGenesis.Wrapf("the key %X is banned and yet co-op %d's seat is %s", owner.ConsensusAddress, coopID, seat.Words())
			}
		}
	}
	if found != len(c.inUse) {
		return ErrInvalidGenesis.Wrapf("the seats use %d keys but only %d of them have a key owner", len(c.inUse), found)
	}
	return nil
}

func (c *genesisCheck) changes() error {
	previous := uint64(0)
	replaced := map[uint64]bool{}
	for _, change := range c.genesis.Changes {
		if change.Id <= previous || change.Id >= c.genesis.NextChangeId {
			return ErrInvalidGenesis.Wrapf("the change %d is out of order or not under next_change_id %d", change.Id, c.genesis.NextChangeId)
		}
		previous = change.Id
		if _, found := c.byCoop[change.CoopId]; !found {
			return ErrInvalidGenesis.Wrapf("the change %d is for co-op %d, which has no seat", change.Id, change.CoopId)
		}
		if change.Kind < ChangeKind_CHANGE_KIND_JOIN || change.Kind > ChangeKind_CHANGE_KIND_ROTATE {
			return ErrInvalidGenesis.Wrapf("the change %d has no kind", change.Id)
		}
		if c.queued[change.CoopId] == nil {
			c.queued[change.CoopId] = map[ChangeKind]bool{}
		}
		if c.queued[change.CoopId][change.Kind] {
			return ErrInvalidGenesis.Wrapf("the change %d is a second %s for co-op %d", change.Id, change.Kind, change.CoopId)
		}
		c.queued[change.CoopId][change.Kind] = true
		if change.ReplacesCoopId == 0 {
			continue
		}
		_, found := c.byCoop[change.ReplacesCoopId]
		if !found || replaced[change.ReplacesCoopId] || change.Kind != ChangeKind_CHANGE_KIND_JOIN || change.ReplacesCoopId == change.CoopId {
			return ErrInvalidGenesis.Wrapf("the change %d can't replace the seat of co-op %d", change.Id, change.ReplacesCoopId)
		}
		replaced[change.ReplacesCoopId] = true
	}
	if c.genesis.NextChangeId == 0 {
		return ErrInvalidGenesis.Wrap("next_change_id is 0 but counts from 1")
	}
	return nil
}

// statesMatchQueue: a seat waits in the queue exactly when its state says so.
func (c *genesisCheck) statesMatchQueue() error {
	for _, seat := range c.genesis.Seats {
		kinds := c.queued[seat.CoopId]
		join, leave, rotate := kinds[ChangeKind_CHANGE_KIND_JOIN], kinds[ChangeKind_CHANGE_KIND_LEAVE], kinds[ChangeKind_CHANGE_KIND_ROTATE]
		readmitted := seat.State == SeatState_SEAT_STATE_CONDEMNED && seat.NextPubkey != nil && join
		if join != (seat.State == SeatState_SEAT_STATE_JOINING || readmitted) {
			return ErrInvalidGenesis.Wrapf("the seat of co-op %d is %s and the queue disagrees on whether it joins", seat.CoopId, seat.Words())
		}
		if leave != (seat.State == SeatState_SEAT_STATE_LEAVING) {
			return ErrInvalidGenesis.Wrapf("the seat of co-op %d is %s and the queue disagrees on whether it leaves", seat.CoopId, seat.Words())
		}
		if rotate != (seat.NextPubkey != nil && !readmitted) {
			return ErrInvalidGenesis.Wrapf("the seat of co-op %d and the queue disagree on whether its key is rotated", seat.CoopId)
		}
	}
	return nil
}

func (c *genesisCheck) liveness() error {
	previous := uint64(0)
	for _, record := range c.genesis.Liveness {
		seat, found := c.byCoop[record.CoopId]
		if record.CoopId <= previous || !found || !seat.CountsLiveness() {
			return ErrInvalidGenesis.Wrapf("the liveness of co-op %d is out of order or has no active seat", record.CoopId)
		}
		previous = record.CoopId
		if record.Liveness.StartHeight < 0 || record.Liveness.Missed != uint64(len(record.Missed)) {
			return ErrInvalidGenesis.Wrapf("the liveness of co-op %d counts %d missed blocks but lists %d", record.CoopId, record.Liveness.Missed, len(record.Missed))
		}
		for i, index := range record.Missed {
			if index >= c.genesis.Params.LivenessWindowBlocks || (i > 0 && index <= record.Missed[i-1]) {
				return ErrInvalidGenesis.Wrapf("the liveness of co-op %d lists the missed block %d out of order or out of the window", record.CoopId, index)
			}
		}
	}
	return nil
}

// set: the floors hold.
func (c *genesisCheck) set() error {
	signing := uint32(0)
	for _, seat := range c.genesis.Seats {
		if seat.HasPower() {
			signing++
		}
	}
	if len(c.genesis.Seats) == 0 && c.genesis.SeatsAtLastResolution == 0 && !c.genesis.ReachedFour {
		return nil // a default genesis, before its first seat
	}
	if c.genesis.SeatsAtLastResolution > MaxSeatsLimit {
		return ErrInvalidGenesis.Wrapf("seats_at_last_resolution is %d but there are at most %d seats", c.genesis.SeatsAtLastResolution, MaxSeatsLimit)
	}
	if floor := Floor(c.genesis.SeatsAtLastResolution, c.genesis.ReachedFour); signing < floor {
		return ErrInvalidGenesis.Wrapf("%d seats sign but the set may not fall below %d", signing, floor)
	}
	if signing >= LeastSeats && !c.genesis.ReachedFour {
		return ErrInvalidGenesis.Wrapf("%d seats sign, so reached_four must be true", signing)
	}
	return nil
}
