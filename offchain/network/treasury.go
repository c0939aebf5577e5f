package network

import (
	"fmt"
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const secondsPerDay = 24 * 60 * 60

// Treasury is what a co-op owns when the ledger begins.
type Treasury struct {
	// Coins of a fixed value in the book's currency, instead of the charter's.
	Coins []CoinValue `yaml:"coins"`
	// Opening is what is in the purse of each fund: "5000credit".
	Opening map[string]string `yaml:"opening"`
}

// CoinValue says that base_units of a denom are worth minor_units of the currency.
type CoinValue struct {
	Denom      string `yaml:"denom"`
	BaseUnits  uint64 `yaml:"base_units"`
	MinorUnits uint64 `yaml:"minor_units"`
}

// apply gives the coins of a charter's treasury the config's values.
func (t Treasury) apply(charter *membershiptypes.Charter) {
	if len(t.Coins) == 0 {
		return
	}
	book := charter.Book()
	book.Coins = nil
	for _, coin := range t.Coins {
		book.Coins = append(book.Coins, membershiptypes.CoinValue{
			Denom: coin.Denom, BaseUnits: coin.BaseUnits, CurrencyUnits: coin.MinorUnits,
		})
	}
	charter.Treasury = &book
}

// treasuries puts each co-op's opening coins into its purses and into its book.
func (f *founding) treasuries() error {
	var state treasurytypes.GenesisState
	if err := f.read(treasurytypes.ModuleName, &state); err != nil {
		return err
	}
	var bank banktypes.GenesisState
	if err := f.read(banktypes.ModuleName, &bank); err != nil {
		return err
	}
	for _, coop := range f.network.Coops {
		opening := f.config.Coop.Coops[coop.ID-1].Treasury.Opening
		if len(opening) == 0 {
			continue
		}
		charter, err := f.config.charter(f.config.Coop.Coops[coop.ID-1])
		if err != nil {
			return err
		}
		entry, err := f.opening(coop, charter.Book(), opening, &state, &bank)
		if err != nil {
			return fmt.Errorf("co-op %q: treasury: %w", coop.Slug, err)
		}
		state.Entries = append(state.Entries, entry)
		state.Books = append(state.Books, treasurytypes.GenesisBook{CoopId: coop.ID, Book: treasurytypes.Book{Entries: 1}})
	}
	if err := f.write(banktypes.ModuleName, &bank); err != nil {
		return err
	}
	return f.write(treasurytypes.ModuleName, &state)
}

// opening gives the purses of a co-op their coins and returns the entry that
// books them: against equity, which is what opening balances are.
func (f *founding) opening(
	coop CoopRef, rules membershiptypes.TreasuryRules, opening map[string]string, state *treasurytypes.GenesisState, bank *banktypes.GenesisState,
) (treasurytypes.Entry, error) {
	entry := treasurytypes.Entry{
		CoopId: coop.ID, Number: 1, PostedAt: f.time.Unix(), Source: treasurytypes.Source_SOURCE_GENESIS, Narrative: "OPENING",
		AccountingDate: chaintypes.DateFromDays(f.time.Unix() / secondsPerDay).Number(),
	}
	equity := slices.IndexFunc(rules.Accounts, func(account membershiptypes.LedgerAccount) bool {
		return account.Kind == membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
	})
	if equity < 0 {
		return entry, fmt.Errorf("its book has no account of equity to book opening balances against; add one to the charter")
	}
	for _, fund := range slices.Sorted(maps.Keys(opening)) {
		if _, err := treasurytypes.FindFund(rules, fund); err != nil {
			return entry, err
		}
		coins, err := sdk.ParseCoinsNormalized(opening[fund])
		if err != nil || coins.IsZero() {
			return entry, fmt.Errorf("the opening coins of %q can't be read: %q; write them like 5000credit", fund, opening[fund])
		}
		for _, coin := range coins {
			value, err := treasurytypes.ValueOf(rules, coin.Denom, coin.Amount)
			if err != nil {
				return entry, err
			}
			debit := treasurytypes.NewPosting(rules.CodeOf(membershiptypes.AccountRole_ACCOUNT_ROLE_PURSES), fund, coin.Denom, coin.Amount, value)
			credit := debit.Negated()
			credit.Account = rules.Accounts[equity].Code
			entry.Postings = append(entry.Postings, debit, credit)
		}
		purse := membershiptypes.AddressText(treasurytypes.PurseAccount(coop.ID, fund))
		bank.Balances = append(bank.Balances, banktypes.Balance{Address: purse, Coins: coins})
		bank.Supply = bank.Supply.Add(coins...)
		state.Purses = append(state.Purses, treasurytypes.Purse{CoopId: coop.ID, Fund: fund})
	}
	return entry, nil
}
