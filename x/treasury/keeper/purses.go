package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const suspense = membershiptypes.SuspenseFund

var _ membershiptypes.CharterHooks = Hooks{}

// Hooks follow what co-ops' charters say.
type Hooks struct{ keeper *Keeper }

// Hooks returns what x/membership calls.
func (k *Keeper) Hooks() Hooks { return Hooks{k} }

// AfterFounded opens the purses of a new co-op.
func (h Hooks) AfterFounded(ctx context.Context, coopID uint64) error {
	return h.keeper.openPurses(ctx, coopID, types.Source_SOURCE_RECEIPT)
}

// AfterCharterInForce opens the purses of funds that the charter has added.
func (h Hooks) AfterCharterInForce(ctx context.Context, coopID uint64) error {
	return h.keeper.openPurses(ctx, coopID, types.Source_SOURCE_RECEIPT)
}

// openPurses opens a purse for every fund that has none. Coins that somebody has
// sent to such an address before, when it was nobody's, are a receipt now.
func (k *Keeper) openPurses(ctx context.Context, coopID uint64, source types.Source) error {
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return err
	}
	type deposit struct {
		at    sdk.AccAddress
		coins sdk.Coins
	}
	// Looked at before any of them is moved, or suspense would count them again.
	var found []deposit
	for _, fund := range rules.Funds {
		address := types.PurseAccount(coopID, fund.Name)
		known, err := k.Purses.Has(ctx, address)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		found = append(found, deposit{at: address, coins: k.bank.GetAllBalances(ctx, address)})
		if err := k.openPurse(ctx, coopID, fund.Name, address); err != nil {
			return err
		}
	}
	for _, deposit := range found {
		if err := k.takeIn(ctx, coopID, deposit.at, deposit.coins, source); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) openPurse(ctx context.Context, coopID uint64, fund string, address sdk.AccAddress) error {
	if err := k.Purses.Set(ctx, address, types.Purse{CoopId: coopID, Fund: fund}); err != nil {
		return err
	}
	if err := k.FundPurses.Set(ctx, collections.Join(coopID, fund)); err != nil {
		return err
	}
	return emit(ctx, &types.EventPurseOpened{CoopId: coopID, Fund: fund, Address: membershiptypes.AddressText(address)})
}

// takeIn books coins at an address of the co-op, which are in no book yet, and
// brings them into suspense.
func (k *Keeper) takeIn(ctx context.Context, coopID uint64, address sdk.AccAddress, coins sdk.Coins, source types.Source) error {
	if coins.IsZero() {
		return nil
	}
	if err := k.receive(ctx, coopID, coins, source); err != nil {
		return err
	}
	into := types.PurseAccount(coopID, suspense)
	if address.Equals(into) {
		return nil
	}
	return k.bank.SendCoins(withPass(ctx, pass{coopID: coopID, inside: true}), address, into, coins)
}

// receive books coins that are arriving in the suspense purse.
func (k *Keeper) receive(ctx context.Context, coopID uint64, coins sdk.Coins, source types.Source) error {
	_, err := k.bookReceipt(ctx, types.Entry{CoopId: coopID, Source: source}, coins)
	return err
}

// bookReceipt books them in an entry that says whence they come.
func (k *Keeper) bookReceipt(ctx context.Context, entry types.Entry, coins sdk.Coins) (uint64, error) {
	rules, err := k.rules(ctx, entry.CoopId)
	if err != nil {
		return 0, err
	}
	for _, coin := range coins {
		value, err := k.worth(ctx, rules, entry.CoopId, coin.Denom, coin.Amount)
		if err != nil {
			return 0, err
		}
		debit := types.NewPosting(rules.CodeOf(purses), suspense, coin.Denom, coin.Amount, value)
		credit := debit.Negated()
		credit.Account = rules.CodeOf(unclassified)
		entry.Postings = append(entry.Postings, debit, credit)
	}
	return k.post(ctx, rules, entry)
}

// takeOut books coins that leave a fund's purse with the value that they carry,
// and gives back that value for each coin.
func (k *Keeper) takeOut(
	ctx context.Context, rules membershiptypes.TreasuryRules, coopID uint64, fund string, coins sdk.Coins,
) (values []math.Int, err error) {
	for _, coin := range coins {
		balance, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(purses), fund, coin.Denom))
		if err != nil {
			return nil, err
		}
		reserved, err := k.reserved(ctx, coopID, fund, coin.Denom)
		if err != nil {
			return nil, err
		}
		if balance.Amount.Sub(reserved).LT(coin.Amount) {
			return nil, types.ErrNotEnough.Wrapf("the purse %q of co-op %d holds %s%s, of which %s are reserved for payments, and %s is to leave it; classify receipts first, or take less",
				fund, coopID, balance.Amount, coin.Denom, reserved, coin)
		}
		values = append(values, balance.CarriedBy(coin.Amount))
	}
	return values, nil
}

// rules are how a co-op keeps its book.
func (k *Keeper) rules(ctx context.Context, coopID uint64) (membershiptypes.TreasuryRules, error) {
	_, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil {
		return membershiptypes.TreasuryRules{}, err
	}
	return charter.Book(), nil
}
