package keeper

import (
	"context"

	"cosmossdk.io/collections"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// InitGenesis stores a genesis after checking the whole of it, opens the purses
// of the co-ops that are there, and books the coins that the genesis has put on
// their accounts and into their purses.
func (k *Keeper) InitGenesis(ctx context.Context, genesis *types.GenesisState) error {
	if err := genesis.Validate(); err != nil {
		return err
	}
	for _, store := range []func() error{
		func() error { return k.Params.Set(ctx, genesis.Params) },
		func() error { return k.initPurses(ctx, genesis.Purses) },
		func() error { return k.initBooks(ctx, genesis) },
		func() error { return k.initBudgets(ctx, genesis) },
		func() error { return k.initGuards(ctx, genesis) },
		func() error { return k.initPassbooks(ctx, genesis) },
		func() error { return k.initHoldings(ctx, genesis) },
		func() error {
			for _, freeze := range genesis.Freezes {
				if err := k.Freezes.Set(ctx, freeze.CoopId, freeze.Freeze); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { return k.initCoins(ctx) },
	} {
		if err := store(); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initPurses(ctx context.Context, stored []types.Purse) error {
	for _, purse := range stored {
		if _, err := k.membership.GetCoop(ctx, purse.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the purse %q: %s", purse.Fund, err)
		}
		if err := k.Purses.Set(ctx, types.PurseAccount(purse.CoopId, purse.Fund), purse); err != nil {
			return err
		}
		if err := k.FundPurses.Set(ctx, collections.Join(purse.CoopId, purse.Fund)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initBooks(ctx context.Context, genesis *types.GenesisState) error {
	for _, book := range genesis.Books {
		if _, err := k.membership.GetCoop(ctx, book.CoopId); err != nil {
			return types.ErrInvalidGenesis.Wrapf("the book of co-op %d: %s", book.CoopId, err)
		}
		if err := k.Books.Set(ctx, book.CoopId, book.Book); err != nil {
			return err
		}
	}
	if err := k.initEntries(ctx, genesis.Entries); err != nil {
		return err
	}
	for _, pending := range genesis.Pending {
		if err := k.storePending(ctx, pending); err != nil {
			return err
		}
	}
	return k.initPeriods(ctx, genesis)
}

// initEntries stores journals; balances and members' parts are added up again.
func (k *Keeper) initEntries(ctx context.Context, entries []types.Entry) error {
	for _, entry := range entries {
		rules, err := k.rules(ctx, entry.CoopId)
		if err != nil {
			return err
		}
		if err := k.mustNameMembers(ctx, rules, entry.CoopId, entry.Postings); err != nil {
			return types.ErrInvalidGenesis.Wrapf("entry %d of co-op %d: %s", entry.Number, entry.CoopId, err)
		}
		if err := k.store(ctx, rules, entry); err != nil {
			return err
		}
	}
	return nil
}

// initBudgets stores budgets and payments; what they reserve and use up is added
// up again.
func (k *Keeper) initBudgets(ctx context.Context, genesis *types.GenesisState) error {
	for _, budget := range genesis.Budgets {
		if err := k.Budgets.Set(ctx, collections.Join(budget.CoopId, budget.Id), budget); err != nil {
			return err
		}
	}
	for _, payment := range genesis.Payments {
		budget, err := k.budget(ctx, payment.CoopId, payment.BudgetId)
		if err != nil {
			return err
		}
		if err := k.account(ctx, budget, payment, true); err != nil {
			return err
		}
		if err := k.Payments.Set(ctx, collections.Join(payment.CoopId, payment.Id), payment); err != nil {
			return err
		}
	}
	for _, file := range genesis.PaymentFiles {
		if err := k.PaymentFiles.Set(ctx, collections.Join(file.CoopId, file.Id), file); err != nil {
			return err
		}
	}
	for _, stated := range genesis.Reconciliations {
		if err := k.storeStatement(ctx, stated); err != nil {
			return err
		}
	}
	for _, imported := range genesis.ImportedBalances {
		if err := k.storeImport(ctx, imported); err != nil {
			return err
		}
	}
	return nil
}

// initCoins brings bank and book together, co-op by co-op. A purse that holds
// other than the book says is refused, unless that is why the treasury is frozen.
func (k *Keeper) initCoins(ctx context.Context) error {
	count, err := k.membership.CoopCount(ctx)
	if err != nil {
		return err
	}
	for coopID := uint64(1); coopID <= count; coopID++ {
		if err := k.openPurses(ctx, coopID, types.Source_SOURCE_GENESIS); err != nil {
			return err
		}
		account := membershiptypes.CoopAccount(coopID)
		if err := k.takeIn(ctx, coopID, account, k.bank.GetAllBalances(ctx, account), types.Source_SOURCE_GENESIS); err != nil {
			return err
		}
		frozen, err := k.Freezes.Has(ctx, coopID)
		if err != nil {
			return err
		}
		if frozen {
			continue
		}
		if err := k.purseDiffers(ctx, coopID); err != nil {
			return types.ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	return nil
}

// purseDiffers reports the first purse of a co-op that holds other than its book
// says, coins that the book doesn't know included.
func (k *Keeper) purseDiffers(ctx context.Context, coopID uint64) error {
	rules, err := k.rules(ctx, coopID)
	if err != nil {
		return err
	}
	differ := func(fund, denom, inBank, inBook string) error {
		return types.ErrInvariantBroken.Wrapf("the purse %q of co-op %d holds %s%s by the bank and %s by the book", fund, coopID, inBank, denom, inBook)
	}
	if err := k.FundPurses.Walk(ctx, collections.NewPrefixedPairRange[uint64, string](coopID), func(key collections.Pair[uint64, string]) (bool, error) {
		for _, coin := range k.bank.GetAllBalances(ctx, types.PurseAccount(coopID, key.K2())) {
			balance, err := k.balance(ctx, collections.Join4(coopID, rules.CodeOf(purses), key.K2(), coin.Denom))
			if err != nil {
				return true, err
			}
			if !balance.Amount.Equal(coin.Amount) {
				return true, differ(key.K2(), coin.Denom, coin.Amount.String(), balance.Amount.String())
			}
		}
		return false, nil
	}); err != nil {
		return err
	}
	booked := collections.NewSuperPrefixedQuadRange[uint64, string, string, string](coopID, rules.CodeOf(purses))
	return k.Balances.Walk(ctx, booked, func(key balanceKey, balance types.Balance) (bool, error) {
		inBank := k.bank.GetBalance(ctx, types.PurseAccount(coopID, key.K3()), key.K4())
		if !inBank.Amount.Equal(balance.Amount) {
			return true, differ(key.K3(), key.K4(), inBank.Amount.String(), balance.Amount.String())
		}
		return false, nil
	})
}

// ExportGenesis returns the whole state.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	genesis := &types.GenesisState{}
	var err error
	if genesis.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if err := k.FundPurses.Walk(ctx, nil, func(key collections.Pair[uint64, string]) (bool, error) {
		genesis.Purses = append(genesis.Purses, types.Purse{CoopId: key.K1(), Fund: key.K2()})
		return false, nil
	}); err != nil {
		return nil, err
	}
	if err := k.Books.Walk(ctx, nil, func(coopID uint64, book types.Book) (bool, error) {
		genesis.Books = append(genesis.Books, types.GenesisBook{CoopId: coopID, Book: book})
		return false, nil
	}); err != nil {
		return nil, err
	}
	if genesis.Entries, err = listed(ctx, k.Entries); err != nil {
		return nil, err
	}
	if genesis.Pending, err = listed(ctx, k.Pending); err != nil {
		return nil, err
	}
	if genesis.Budgets, err = listed(ctx, k.Budgets); err != nil {
		return nil, err
	}
	if genesis.Payments, err = listed(ctx, k.Payments); err != nil {
		return nil, err
	}
	if genesis.PaymentFiles, err = listed(ctx, k.PaymentFiles); err != nil {
		return nil, err
	}
	if genesis.Reconciliations, err = listed(ctx, k.Reconciliations); err != nil {
		return nil, err
	}
	if genesis.ImportedBalances, err = listed(ctx, k.ImportedBalances); err != nil {
		return nil, err
	}
	if err := k.exportPassbooks(ctx, genesis); err != nil {
		return nil, err
	}
	if err := k.exportHoldings(ctx, genesis); err != nil {
		return nil, err
	}
	if err := k.exportPeriods(ctx, genesis); err != nil {
		return nil, err
	}
	if err := k.exportGuards(ctx, genesis); err != nil {
		return nil, err
	}
	return genesis, k.Freezes.Walk(ctx, nil, func(coopID uint64, freeze types.Freeze) (bool, error) {
		genesis.Freezes = append(genesis.Freezes, types.GenesisFreeze{CoopId: coopID, Freeze: freeze})
		return false, nil
	})
}

// listed is everything in a map, in the order of its keys; nil where there is nothing.
func listed[K, V any](ctx context.Context, values collections.Map[K, V]) (list []V, err error) {
	err = values.Walk(ctx, nil, func(_ K, value V) (bool, error) {
		list = append(list, value)
		return false, nil
	})
	return list, err
}
