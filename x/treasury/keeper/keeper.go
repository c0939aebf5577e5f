// Package keeper holds the state of x/treasury: the purses of co-ops' funds, and
// the journals that say how every coin got there.
package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// balanceKey is co-op, account code, fund and denom.
type balanceKey = collections.Quad[uint64, string, string, string]

// partKey is co-op, account code, member and denom.
type partKey = collections.Quad[uint64, string, uint64, string]

// movedKey is co-op, account code and fund, denom, and day.
type movedKey = collections.Quad[uint64, string, string, uint32]

// Keeper holds the state of x/treasury.
type Keeper struct {
	addressCodec address.Codec
	authority    []byte
	accounts     types.AccountKeeper
	bank         types.BankKeeper
	chain        types.ChainKeeper
	membership   types.MembershipKeeper
	breaker      types.Breaker

	Schema collections.Schema
	// Params are the module's limits.
	Params collections.Item[types.Params]
	// Purses by address.
	Purses collections.Map[[]byte, types.Purse]
	// FundPurses lists the purses by co-op and fund.
	FundPurses collections.KeySet[collections.Pair[uint64, string]]
	// Freezes by co-op.
	Freezes collections.Map[uint64, types.Freeze]
	// Books count what the journals hold, by co-op.
	Books collections.Map[uint64, types.Book]
	// Entries by co-op and number.
	Entries collections.Map[collections.Pair[uint64, uint64], types.Entry]
	// EntriesByAccount finds them by co-op, account code and number.
	EntriesByAccount collections.KeySet[collections.Triple[uint64, string, uint64]]
	// Balances are the sums of the postings, by co-op, account code, fund and
	// denom; absent at zero.
	Balances collections.Map[balanceKey, types.Balance]
	// Parts are the members' balances in accounts that are kept by member, by
	// co-op, account code, member and denom; absent at zero.
	Parts collections.Map[partKey, types.Balance]
	// Pending entries by co-op and id.
	Pending collections.Map[collections.Pair[uint64, uint64], types.PendingEntry]
	// PendingExpires orders them by when they are dropped, co-op and id.
	PendingExpires collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// Budgets by co-op and id.
	Budgets collections.Map[collections.Pair[uint64, uint64], types.Budget]
	// Committed is what of a budget is reserved or paid, by co-op, budget and the
	// first day of the window; absent at zero.
	Committed collections.Map[collections.Triple[uint64, uint64, uint32], math.Int]
	// Payments by co-op and id.
	Payments collections.Map[collections.Pair[uint64, uint64], types.Payment]
	// PaymentsByBudget finds them by co-op, budget and id.
	PaymentsByBudget collections.KeySet[collections.Triple[uint64, uint64, uint64]]
	// PaymentsByStatus finds them by co-op, status and id.
	PaymentsByStatus collections.KeySet[collections.Triple[uint64, uint32, uint64]]
	// PaymentsByPayee finds them by co-op, whom they go to and id.
	PaymentsByPayee collections.KeySet[collections.Triple[uint64, string, uint64]]
	// PaymentQueue orders what happens to them by itself: time, co-op and id.
	PaymentQueue collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// RequestsByMember count what members have asked for and nobody has decided, by
	// co-op and member; absent at zero.
	RequestsByMember collections.Map[collections.Pair[uint64, uint64], math.Int]
	// Reserved coins of a purse, by co-op, fund and denom; absent at zero.
	Reserved collections.Map[collections.Triple[uint64, string, string], math.Int]
	// OutsideReserved is what of an outside account is reserved, by co-op and name; absent at zero.
	OutsideReserved collections.Map[collections.Pair[uint64, string], math.Int]
	// PaymentFiles by co-op and id.
	PaymentFiles collections.Map[collections.Pair[uint64, uint64], types.PaymentFile]
	// Unmatched entries, which no statement has shown, by co-op, outside account and number.
	Unmatched collections.KeySet[collections.Triple[uint64, string, uint64]]
	// Reconciliations by co-op and id.
	Reconciliations collections.Map[collections.Pair[uint64, uint64], types.Reconciliation]
	// LastStatements is the last one approved, by co-op and outside account.
	LastStatements collections.Map[collections.Pair[uint64, string], uint64]
	// WaitingStatements is the one that waits, by co-op and outside account.
	WaitingStatements collections.Map[collections.Pair[uint64, string], uint64]
	// ImportedBalances by co-op and id.
	ImportedBalances collections.Map[collections.Pair[uint64, uint64], types.ImportedBalance]
	// LastImports is the last one approved, by co-op.
	LastImports collections.Map[uint64, uint64]
	// WaitingImports is the one that waits, by co-op.
	WaitingImports collections.Map[uint64, uint64]
	// PendingByDay finds what waits for a second officer by co-op, accounting date and id.
	PendingByDay collections.KeySet[collections.Triple[uint64, uint32, uint64]]
	// Periods that are locked, by co-op and number.
	Periods collections.Map[collections.Pair[uint64, uint64], types.Period]
	// LockRequests of officers, by co-op; each waits for another officer.
	LockRequests collections.Map[uint64, types.LockRequest]
	// Reversals that are to come, by co-op, day and entry, with when they are looked at.
	Reversals collections.Map[collections.Triple[uint64, uint32, uint64], int64]
	// ReversalQueue orders them by when they are looked at in civil time, co-op and entry.
	ReversalQueue collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// Rates that two officers have confirmed, by co-op, denom and day.
	Rates collections.Map[collections.Triple[uint64, string, uint32], types.Rate]
	// Moved is what monetary postings of one day come to, by co-op, account code and
	// fund, denom and day; absent at zero.
	Moved collections.Map[movedKey, types.Balance]

	// StandingQueue orders standing orders by when the day of the next instalment
	// begins in civil time, co-op and id.
	StandingQueue collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// Instalments are payments by co-op, standing order and the day that they are for.
	Instalments collections.Map[collections.Triple[uint64, uint64, uint32], uint64]
	// AwaitsBridge finds the payments that wait for a bridge, by co-op and id.
	AwaitsBridge collections.KeySet[collections.Pair[uint64, uint64]]
	// Drawn is what budgets have reserved or paid in a window of a spending share, by
	// co-op, place of the money, denom and the window's first day; absent at zero.
	Drawn collections.Map[collections.Quad[uint64, string, string, uint32], math.Int]
	// SpendingBases are what funds held when those windows began, by co-op, place and denom.
	SpendingBases collections.Map[collections.Triple[uint64, string, string], types.SpendingBase]
	// Totals are what accounts are worth in all denoms, by co-op, account code and
	// fund; absent at zero.
	Totals collections.Map[totalKey, math.Int]

	// DayResults are what was earned on each day, by co-op, accounting date and where
	// it comes from; a loss is negative; absent at zero.
	DayResults collections.Map[collections.Triple[uint64, uint32, uint32], math.Int]

	// PayoutAddresses by co-op, member and the bytes of the address.
	PayoutAddresses collections.Map[collections.Triple[uint64, uint64, []byte], types.PayoutAddress]
	// Withdrawals that wait, by co-op and id.
	Withdrawals collections.Map[collections.Pair[uint64, uint64], types.Withdrawal]
	// WithdrawalsByMember finds them by co-op, member and id.
	WithdrawalsByMember collections.KeySet[collections.Triple[uint64, uint64, uint64]]
	// WithdrawalQueue orders them by when they are paid, co-op and id.
	WithdrawalQueue collections.KeySet[collections.Triple[int64, uint64, uint64]]
	// WithdrawnDays count what members have asked for without a wait, by co-op, member and denom.
	WithdrawnDays collections.Map[collections.Triple[uint64, uint64, string], types.WithdrawnDay]
	// WithdrawalSuspensions by co-op, the last of each.
	WithdrawalSuspensions collections.Map[uint64, types.WithdrawalSuspension]
	// DuesAccounts say how far members have paid, by co-op and member.
	DuesAccounts collections.Map[collections.Pair[uint64, uint64], types.DuesAccount]

	// What members hold of the co-op's capital, and lend to it.
	holdings

	TransientSchema collections.Schema
	// Touched are the purses that this block has touched, by co-op, fund and denom.
	Touched collections.KeySet[collections.Triple[uint64, string, string]]
}

// NewKeeper returns the keeper. It panics if something is missing, since the
// node can't start without.
func NewKeeper(
	cdc codec.BinaryCodec,
	storeService store.KVStoreService,
	transientService store.TransientStoreService,
	addressCodec address.Codec,
	accounts types.AccountKeeper,
	bank types.BankKeeper,
	chain types.ChainKeeper,
	membership types.MembershipKeeper,
) *Keeper {
	if addressCodec == nil || accounts == nil || bank == nil || chain == nil || membership == nil {
		panic("x/treasury: an address codec, accounts, a bank and the keepers of x/chain and x/membership are needed")
	}
	persistent := collections.NewSchemaBuilder(storeService)
	transient := collections.NewSchemaBuilderFromAccessor(transientService.OpenTransientStore)
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	k := &Keeper{
		addressCodec: addressCodec,
		authority:    membershiptypes.CoopAccount(membershiptypes.RootCoopID),
		accounts:     accounts,
		bank:         bank,
		chain:        chain,
		membership:   membership,

		Params: collections.NewItem(persistent, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Purses: collections.NewMap(persistent, types.PursesPrefix, "purses", collections.BytesKey, codec.CollValue[types.Purse](cdc)),
		FundPurses: chaintypes.NewProvableSet(persistent, types.FundPursesPrefix, "fund_purses",
			collections.PairKeyCodec(collections.Uint64Key, collections.StringKey)),
		Freezes: collections.NewMap(persistent, types.FreezesPrefix, "freezes", collections.Uint64Key, codec.CollValue[types.Freeze](cdc)),
		Books:   collections.NewMap(persistent, types.BooksPrefix, "books", collections.Uint64Key, codec.CollValue[types.Book](cdc)),
		Entries: collections.NewMap(persistent, types.EntriesPrefix, "entries", numbered, codec.CollValue[types.Entry](cdc)),
		EntriesByAccount: chaintypes.NewProvableSet(persistent, types.EntriesByAccountPrefix, "entries_by_account",
			collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint64Key)),
		Balances: collections.NewMap(persistent, types.BalancesPrefix, "balances",
			collections.QuadKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey, collections.StringKey),
			codec.CollValue[types.Balance](cdc)),
		Parts: collections.NewMap(persistent, types.PartsPrefix, "parts",
			collections.QuadKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint64Key, collections.StringKey),
			codec.CollValue[types.Balance](cdc)),
		Pending: collections.NewMap(persistent, types.PendingPrefix, "pending", numbered, codec.CollValue[types.PendingEntry](cdc)),
		PendingExpires: chaintypes.NewProvableSet(persistent, types.PendingExpiresPrefix, "pending_expires",
			collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key)),

		Touched: chaintypes.NewProvableSet(transient, types.TouchedPrefix, "touched",
			collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey)),
	}
	k.buildPayments(cdc, persistent)
	k.buildOutside(cdc, persistent)
	k.buildPeriods(cdc, persistent)
	k.buildPassbooks(cdc, persistent)
	k.buildStanding(persistent)
	k.buildGuards(cdc, persistent)
	k.buildHoldings(cdc, persistent)
	var err error
	if k.Schema, err = persistent.Build(); err != nil {
		panic(err)
	}
	if k.TransientSchema, err = transient.Build(); err != nil {
		panic(err)
	}
	return k
}

// SetBreaker tells what is switched off, before the first block. It panics when
// it is set twice.
func (k *Keeper) SetBreaker(breaker types.Breaker) {
	if k.breaker != nil {
		panic("x/treasury: the breaker is set already")
	}
	k.breaker = breaker
}
