package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// PayoutDelay is how long a new payout address, or a withdrawal above the daily
// limit, waits: as long as the charter says, and no less than the parameter.
func (p Params) PayoutDelay(charterSeconds uint64) uint64 {
	return max(p.MinPayoutDelaySeconds, charterSeconds)
}

// memberMoney names a member's payout address or day, in the order of the state.
type memberMoney struct {
	coopID, memberID uint64
	what             string
}

func (m memberMoney) follows(last memberMoney) bool {
	if m.coopID != last.coopID {
		return m.coopID > last.coopID
	}
	if m.memberID != last.memberID {
		return m.memberID > last.memberID
	}
	return m.what > last.what
}

// validatePassbooks checks what members have set in motion by itself and against
// the counters; what they are owed is the journal's.
func (g GenesisState) validatePassbooks(books map[uint64]Book) error {
	last := memberMoney{}
	for _, payout := range g.PayoutAddresses {
		address, err := membershiptypes.AddressBytes(payout.Address)
		if err != nil {
			return ErrInvalidGenesis.Wrapf("the payout address %q: %s", payout.Address, err)
		}
		at := memberMoney{payout.CoopId, payout.MemberId, string(address)}
		if !at.follows(last) {
			return ErrInvalidGenesis.Wrapf("the payout address %s of member %d of co-op %d is out of order; order them by co-op, member and bytes, each once", payout.Address, payout.MemberId, payout.CoopId)
		}
		last = at
		if _, err := membershiptypes.AddressBytes(payout.AnnouncedBy); err != nil {
			return ErrInvalidGenesis.Wrapf("the payout address %s was announced by %q: %s", payout.Address, payout.AnnouncedBy, err)
		}
	}
	if err := g.validateWithdrawals(books); err != nil {
		return err
	}
	return g.validateSuspensions()
}

func (g GenesisState) validateWithdrawals(books map[uint64]Book) error {
	last := coopNumber{}
	for _, withdrawal := range g.Withdrawals {
		key := coopNumber{withdrawal.CoopId, withdrawal.Id}
		if !key.follows(last) || withdrawal.Id > books[withdrawal.CoopId].LastWithdrawalId {
			return ErrInvalidGenesis.Wrapf("withdrawal %d of co-op %d is out of order or has a number that was not given yet", withdrawal.Id, withdrawal.CoopId)
		}
		last = key
		if err := withdrawal.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("withdrawal %d of co-op %d: %s", withdrawal.Id, withdrawal.CoopId, err)
		}
	}
	before := memberMoney{}
	for _, day := range g.WithdrawnDays {
		at := memberMoney{day.CoopId, day.MemberId, day.Coin.Denom}
		if !at.follows(before) {
			return ErrInvalidGenesis.Wrapf("the day of member %d of co-op %d in %s is out of order; order them by co-op, member and denom, each once", day.MemberId, day.CoopId, day.Coin.Denom)
		}
		before = at
		if err := ValidateCoins(sdk.Coins{day.Coin}, 1); err != nil {
			return ErrInvalidGenesis.Wrapf("the day of member %d of co-op %d: %s", day.MemberId, day.CoopId, err)
		}
	}
	return nil
}

func (w Withdrawal) validate() error {
	if err := ValidateCoins(sdk.Coins{w.Coin}, 1); err != nil {
		return err
	}
	for _, address := range []string{w.Address, w.AskedBy} {
		if _, err := membershiptypes.AddressBytes(address); err != nil {
			return err
		}
	}
	if w.Id == 0 || w.MemberId == 0 || w.DueAt == 0 {
		return ErrPayoutAddress.Wrap("it has no number, is nobody's, or never due")
	}
	return nil
}

func (g GenesisState) validateSuspensions() error {
	last := uint64(0)
	for _, suspension := range g.WithdrawalSuspensions {
		if suspension.CoopId <= last {
			return ErrInvalidGenesis.Wrapf("the suspension of co-op %d follows that of co-op %d; order them by co-op, each once", suspension.CoopId, last)
		}
		last = suspension.CoopId
		if suspension.From > suspension.Until || suspension.Until > suspension.AgainAt {
			return ErrInvalidGenesis.Wrapf("the suspension of co-op %d begins at %d, ends at %d and may be repeated at %d; give them in this order", suspension.CoopId, suspension.From, suspension.Until, suspension.AgainAt)
		}
	}
	return nil
}
