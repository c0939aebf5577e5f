package keeper

import (
	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// buildPayments adds the state of budgets and of payments out of them.
func (k *Keeper) buildPayments(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	k.Budgets = collections.NewMap(persistent, types.BudgetsPrefix, "budgets", numbered, codec.CollValue[types.Budget](cdc))
	k.Committed = collections.NewMap(persistent, types.CommittedPrefix, "committed",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint32Key), sdk.IntValue)
	k.Payments = collections.NewMap(persistent, types.PaymentsPrefix, "payments", numbered, codec.CollValue[types.Payment](cdc))
	k.PaymentsByBudget = chaintypes.NewProvableSet(persistent, types.PaymentsByBudgetPrefix, "payments_by_budget",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key))
	k.PaymentsByStatus = chaintypes.NewProvableSet(persistent, types.PaymentsByStatusPrefix, "payments_by_status",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.Uint64Key))
	k.PaymentsByPayee = chaintypes.NewProvableSet(persistent, types.PaymentsByPayeePrefix, "payments_by_payee",
		collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint64Key))
	k.PaymentQueue = chaintypes.NewProvableSet(persistent, types.PaymentQueuePrefix, "payment_queue",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key))
	k.RequestsByMember = collections.NewMap(persistent, types.RequestsByMemberPrefix, "requests_by_member", numbered, sdk.IntValue)
	k.Reserved = collections.NewMap(persistent, types.ReservedPrefix, "reserved",
		collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey), sdk.IntValue)
}

// buildOutside adds the state of what officers attest.
func (k *Keeper) buildOutside(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	k.OutsideReserved = collections.NewMap(persistent, types.OutsideReservedPrefix, "outside_reserved",
		collections.PairKeyCodec(collections.Uint64Key, collections.StringKey), sdk.IntValue)
	k.PaymentFiles = collections.NewMap(persistent, types.PaymentFilesPrefix, "payment_files", numbered, codec.CollValue[types.PaymentFile](cdc))
	k.Unmatched = chaintypes.NewProvableSet(persistent, types.UnmatchedPrefix, "unmatched",
		collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint64Key))
	k.Reconciliations = collections.NewMap(persistent, types.ReconciliationsPrefix, "reconciliations", numbered, codec.CollValue[types.Reconciliation](cdc))
	k.LastStatements = collections.NewMap(persistent, types.LastStatementsPrefix, "last_statements",
		collections.PairKeyCodec(collections.Uint64Key, collections.StringKey), collections.Uint64Value)
	k.WaitingStatements = collections.NewMap(persistent, types.WaitingStatementsPrefix, "waiting_statements",
		collections.PairKeyCodec(collections.Uint64Key, collections.StringKey), collections.Uint64Value)
	k.ImportedBalances = collections.NewMap(persistent, types.ImportedBalancesPrefix, "imported_balances", numbered, codec.CollValue[types.ImportedBalance](cdc))
	k.LastImports = collections.NewMap(persistent, types.LastImportsPrefix, "last_imports", collections.Uint64Key, collections.Uint64Value)
	k.WaitingImports = collections.NewMap(persistent, types.WaitingImportsPrefix, "waiting_imports", collections.Uint64Key, collections.Uint64Value)
}

// buildPeriods adds the state of accounting dates.
func (k *Keeper) buildPeriods(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	numbered := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	datedKey := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.Uint64Key)
	k.PendingByDay = chaintypes.NewProvableSet(persistent, types.PendingByDayPrefix, "pending_by_day", datedKey)
	k.Periods = collections.NewMap(persistent, types.PeriodsPrefix, "periods", numbered, codec.CollValue[types.Period](cdc))
	k.LockRequests = collections.NewMap(persistent, types.LockRequestsPrefix, "lock_requests", collections.Uint64Key, codec.CollValue[types.LockRequest](cdc))
	k.Reversals = collections.NewMap(persistent, types.ReversalsPrefix, "reversals", datedKey, collections.Int64Value)
	k.ReversalQueue = chaintypes.NewProvableSet(persistent, types.ReversalQueuePrefix, "reversal_queue",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key))
	k.Rates = collections.NewMap(persistent, types.RatesPrefix, "rates",
		collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.Uint32Key), codec.CollValue[types.Rate](cdc))
	k.Moved = collections.NewMap(persistent, types.MovedPrefix, "moved",
		collections.QuadKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey, collections.Uint32Key),
		codec.CollValue[types.Balance](cdc))
	k.DayResults = collections.NewMap(persistent, types.DayResultsPrefix, "day_results",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.Uint32Key), sdk.IntValue)
}

// buildStanding adds the state of standing orders, and of payments that wait for a bridge.
func (k *Keeper) buildStanding(persistent *collections.SchemaBuilder) {
	k.StandingQueue = chaintypes.NewProvableSet(persistent, types.StandingQueuePrefix, "standing_queue",
		collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key))
	k.Instalments = collections.NewMap(persistent, types.InstalmentsPrefix, "instalments",
		collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint32Key), collections.Uint64Value)
	k.AwaitsBridge = chaintypes.NewProvableSet(persistent, types.AwaitingBridgePrefix, "awaits_bridge",
		collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key))
}

// buildGuards adds the state of the charter's guards.
func (k *Keeper) buildGuards(cdc codec.BinaryCodec, persistent *collections.SchemaBuilder) {
	placed := collections.TripleKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey)
	k.Drawn = collections.NewMap(persistent, types.DrawnPrefix, "drawn",
		collections.QuadKeyCodec(collections.Uint64Key, collections.StringKey, collections.StringKey, collections.Uint32Key), sdk.IntValue)
	k.SpendingBases = collections.NewMap(persistent, types.SpendingBasesPrefix, "spending_bases", placed, codec.CollValue[types.SpendingBase](cdc))
	k.Totals = collections.NewMap(persistent, types.TotalsPrefix, "totals", placed, sdk.IntValue)
}
