package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// holdingAt names what is held: by a member on an account, in a denom.
type holdingAt struct {
	coopID   uint64
	account  string
	memberID uint64
	denom    string
}

// instrumentAt names an instrument of a co-op.
type instrumentAt struct {
	coopID uint64
	name   string
}

// checkHoldings holds each member's part of an instrument's account against the
// member's lots, what is counted against what is held, and what waits against both.
func (k *Keeper) checkHoldings(ctx context.Context, genesis *types.GenesisState) error {
	owed := make(map[holdingAt]math.Int)
	counted := make(map[instrumentAt]types.Holding)
	for _, lot := range genesis.Lots {
		instrument, err := k.instrument(ctx, lot.CoopId, lot.Instrument)
		if err != nil {
			return err
		}
		at := holdingAt{lot.CoopId, instrument.Account, lot.MemberId, instrument.Denom}
		sum, known := owed[at]
		if !known {
			sum = math.ZeroInt()
		}
		owed[at] = sum.Add(lot.Owed())
		key := instrumentAt{lot.CoopId, lot.Instrument}
		holding, known := counted[key]
		if !known {
			holding.Paid = math.ZeroInt()
		}
		counted[key] = types.Holding{Number: holding.Number + lot.Number, Paid: holding.Paid.Add(lot.Paid)}
		if !lot.Nominal.Equal(instrument.NominalOf(lot.Number)) {
			return types.ErrInvariantBroken.Wrapf("lot %d of co-op %d has %d units of %s and a nominal value of %s", lot.Id, lot.CoopId, lot.Number, instrument.Nominal, lot.Nominal)
		}
		found, err := k.LotsByMember.Has(ctx, collections.Join3(lot.CoopId, lot.MemberId, lot.Id))
		if err != nil {
			return err
		}
		if !found {
			return types.ErrInvariantBroken.Wrapf("lot %d of co-op %d is not found by its member", lot.Id, lot.CoopId)
		}
	}
	if err := k.checkCounted(ctx, counted, len(genesis.Lots)); err != nil {
		return err
	}
	if err := k.checkOwed(ctx, owed); err != nil {
		return err
	}
	return k.checkRedemptions(ctx, genesis)
}

// checkCounted compares what is counted of each instrument with its lots.
func (k *Keeper) checkCounted(ctx context.Context, counted map[instrumentAt]types.Holding, lots int) error {
	known := 0
	if err := k.Holdings.Walk(ctx, nil, func(key collections.Pair[uint64, string], holding types.Holding) (bool, error) {
		known++
		sum, held := counted[instrumentAt{key.K1(), key.K2()}]
		if !held || sum.Number != holding.Number || !sum.Paid.Equal(holding.Paid) {
			return true, types.ErrInvariantBroken.Wrapf("of %q in co-op %d %d units are counted, with %s paid in, and the lots come to %d", key.K2(), key.K1(), holding.Number, holding.Paid, sum.Number)
		}
		return false, nil
	}); err != nil {
		return err
	}
	found := 0
	if err := k.LotsByMember.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint64]) (bool, error) { found++; return false, nil }); err != nil {
		return err
	}
	if known != len(counted) || found != lots {
		return types.ErrInvariantBroken.Wrapf("%d instruments are held and %d counted; %d lots are found by their members, of %d", len(counted), known, found, lots)
	}
	return nil
}

// checkOwed compares the members' parts of instruments' accounts with their lots.
func (k *Keeper) checkOwed(ctx context.Context, owed map[holdingAt]math.Int) error {
	count, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= count; coopID++ {
		rules, err := k.rules(ctx, coopID)
		if err != nil {
			return err
		}
		for _, account := range rules.Accounts {
			if _, held := rules.InstrumentOf(account.Code); !held {
				continue
			}
			within := collections.NewSuperPrefixedQuadRange[uint64, string, uint64, string](coopID, account.Code)
			if err := k.Parts.Walk(ctx, within, func(key partKey, part types.Balance) (bool, error) {
				at := holdingAt{coopID, account.Code, key.K3(), key.K4()}
				sum, known := owed[at]
				if !known {
					sum = math.ZeroInt()
				}
				if !sum.Equal(part.Amount.Neg()) {
					return true, types.ErrInvariantBroken.Wrapf("account %s of co-op %d owes member %d %s%s, and the member's lots come to %s", account.Code, coopID, at.memberID, part.Amount.Neg(), at.denom, sum)
				}
				delete(owed, at)
				return false, nil
			}); err != nil {
				return err
			}
		}
	}
	// deterministic: any holding that is booked nowhere breaks it, whichever comes first
	for at, sum := range owed {
		if !sum.IsZero() {
			return types.ErrInvariantBroken.Wrapf("member %d of co-op %d holds %s%s, and account %s owes it nothing", at.memberID, at.coopID, sum, at.denom, at.account)
		}
	}
	return nil
}

// checkRedemptions holds what waits to be paid against the queue and what is held.
func (k *Keeper) checkRedemptions(ctx context.Context, genesis *types.GenesisState) error {
	for _, redemption := range genesis.Redemptions {
		queued, err := k.RedemptionQueue.Has(ctx, collections.Join3(redemption.DueAt, redemption.CoopId, redemption.Id))
		if err != nil {
			return err
		}
		found, err := k.RedemptionsByMember.Has(ctx, collections.Join3(redemption.CoopId, redemption.MemberId, redemption.Id))
		if err != nil {
			return err
		}
		_, held, leaving, err := k.heldBy(ctx, redemption.CoopId, redemption.MemberId, redemption.Instrument)
		if err != nil {
			return err
		}
		if !queued || !found || leaving > held {
			return types.ErrInvariantBroken.Wrapf("redemption %d of co-op %d waits: queued %t, found by its member %t; %d units wait and %d are held", redemption.Id, redemption.CoopId, queued, found, leaving, held)
		}
	}
	queued, found := 0, 0
	if err := k.RedemptionQueue.Walk(ctx, nil, func(collections.Triple[int64, uint64, uint64]) (bool, error) { queued++; return false, nil }); err != nil {
		return err
	}
	if err := k.RedemptionsByMember.Walk(ctx, nil, func(collections.Triple[uint64, uint64, uint64]) (bool, error) { found++; return false, nil }); err != nil {
		return err
	}
	if waiting := len(genesis.Redemptions); queued != waiting || found != waiting {
		return types.ErrInvariantBroken.Wrapf("%d redemptions wait, %d are queued and %d found by their members", waiting, queued, found)
	}
	return nil
}
