package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// initHoldings stores what members hold and what of it waits. What instruments come
// to is added up again, and held against the journal.
func (k *Keeper) initHoldings(ctx context.Context, genesis *types.GenesisState) error {
	for _, lot := range genesis.Lots {
		if _, err := k.membership.GetMember(ctx, lot.CoopId, lot.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("lot %d of co-op %d: %s", lot.Id, lot.CoopId, err)
		}
		if _, err := k.instrument(ctx, lot.CoopId, lot.Instrument); err != nil {
			return types.ErrInvalidGenesis.Wrapf("lot %d of co-op %d: %s", lot.Id, lot.CoopId, err)
		}
		if err := k.storeLot(ctx, lot); err != nil {
			return err
		}
	}
	for _, redemption := range genesis.Redemptions {
		if err := k.storeRedemption(ctx, redemption); err != nil {
			return err
		}
	}
	for _, transfer := range genesis.Transfers {
		for _, member := range []uint64{transfer.MemberId, transfer.ToMemberId} {
			if _, err := k.membership.GetMember(ctx, transfer.CoopId, member); err != nil {
				return types.ErrInvalidGenesis.Wrapf("the transfer of %q: %s", transfer.Instrument, err)
			}
		}
		if err := k.Transfers.Set(ctx, collections.Join3(transfer.CoopId, transfer.MemberId, transfer.Instrument), transfer); err != nil {
			return err
		}
	}
	for _, setOff := range genesis.SetOffs {
		if _, err := k.membership.GetMember(ctx, setOff.CoopId, setOff.MemberId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the set-off of %s: %s", setOff.Coin, err)
		}
		if err := k.SetOffs.Set(ctx, collections.Join3(setOff.CoopId, setOff.MemberId, setOff.LotId), setOff); err != nil {
			return err
		}
	}
	for _, part := range genesis.BroughtIn {
		if err := k.BroughtIn.Set(ctx, collections.Join3(part.CoopId, part.Part, part.DocumentSha256), part); err != nil {
			return err
		}
	}
	if err := k.checkHoldings(ctx, genesis); err != nil {
		return types.ErrInvalidGenesis.Wrap(err.Error())
	}
	return nil
}

func (k *Keeper) exportHoldings(ctx context.Context, genesis *types.GenesisState) error {
	if err := k.Lots.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], lot types.Lot) (bool, error) {
		genesis.Lots = append(genesis.Lots, lot)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.Redemptions.Walk(ctx, nil, func(_ collections.Pair[uint64, uint64], redemption types.Redemption) (bool, error) {
		genesis.Redemptions = append(genesis.Redemptions, redemption)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.Transfers.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, string], transfer types.ShareTransfer) (bool, error) {
		genesis.Transfers = append(genesis.Transfers, transfer)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.SetOffs.Walk(ctx, nil, func(_ collections.Triple[uint64, uint64, uint64], setOff types.SetOff) (bool, error) {
		genesis.SetOffs = append(genesis.SetOffs, setOff)
		return false, nil
	}); err != nil {
		return err
	}
	return k.BroughtIn.Walk(ctx, nil, func(_ collections.Triple[uint64, uint32, []byte], part types.BroughtIn) (bool, error) {
		genesis.BroughtIn = append(genesis.BroughtIn, part)
		return false, nil
	})
}
