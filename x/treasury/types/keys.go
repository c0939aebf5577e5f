// Package types holds the messages, records and rules of x/treasury: what co-ops
// own, and the books that say so.
package types

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/address"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// ModuleName names the module.
	ModuleName = "treasury"
	// StoreKey names the module's store.
	StoreKey = ModuleName
	// TransientStoreKey is the key of the store that is emptied with every block.
	TransientStoreKey = "transient_" + ModuleName

	// AccountBytes is how long the addresses of co-ops and purses are. Shorter
	// ones need not be looked up.
	AccountBytes = 32
)

// Limits and purses.
var (
	ParamsPrefix     = collections.NewPrefix(0)
	PursesPrefix     = collections.NewPrefix(1)
	FundPursesPrefix = collections.NewPrefix(2)
	FreezesPrefix    = collections.NewPrefix(3)
)

// The journal.
var (
	BooksPrefix            = collections.NewPrefix(10)
	EntriesPrefix          = collections.NewPrefix(11)
	EntriesByAccountPrefix = collections.NewPrefix(12)
	BalancesPrefix         = collections.NewPrefix(13)
)

// What waits for a second officer.
var (
	PendingPrefix        = collections.NewPrefix(20)
	PendingExpiresPrefix = collections.NewPrefix(21)
)

// Budgets and payments out of them.
var (
	BudgetsPrefix          = collections.NewPrefix(30)
	CommittedPrefix        = collections.NewPrefix(31)
	PaymentsPrefix         = collections.NewPrefix(32)
	PaymentsByBudgetPrefix = collections.NewPrefix(33)
	PaymentsByStatusPrefix = collections.NewPrefix(34)
	PaymentQueuePrefix     = collections.NewPrefix(35)
	ReservedPrefix         = collections.NewPrefix(36)
)

// Outside accounts, which hold what the ledger doesn't.
var (
	OutsideReservedPrefix = collections.NewPrefix(50)
	PaymentFilesPrefix    = collections.NewPrefix(51)

	UnmatchedPrefix         = collections.NewPrefix(52)
	ReconciliationsPrefix   = collections.NewPrefix(53)
	LastStatementsPrefix    = collections.NewPrefix(54)
	WaitingStatementsPrefix = collections.NewPrefix(55)

	ImportedBalancesPrefix = collections.NewPrefix(56)
	LastImportsPrefix      = collections.NewPrefix(57)
	WaitingImportsPrefix   = collections.NewPrefix(58)
)

// What members are owed.
var (
	PartsPrefix                 = collections.NewPrefix(60)
	PayoutAddressesPrefix       = collections.NewPrefix(61)
	WithdrawalsPrefix           = collections.NewPrefix(62)
	WithdrawalsByMemberPrefix   = collections.NewPrefix(63)
	WithdrawalQueuePrefix       = collections.NewPrefix(64)
	WithdrawnDaysPrefix         = collections.NewPrefix(65)
	WithdrawalSuspensionsPrefix = collections.NewPrefix(66)
	DuesAccountsPrefix          = collections.NewPrefix(67)
	PaymentsByPayeePrefix       = collections.NewPrefix(68)
)

// What members hold of the co-op's capital, and lend to it.
var (
	LotsPrefix                = collections.NewPrefix(80)
	LotsByMemberPrefix        = collections.NewPrefix(81)
	HoldingsPrefix            = collections.NewPrefix(82)
	RedemptionsPrefix         = collections.NewPrefix(83)
	RedemptionsByMemberPrefix = collections.NewPrefix(84)
	RedemptionQueuePrefix     = collections.NewPrefix(85)
	TransfersPrefix           = collections.NewPrefix(86)
	SetOffsPrefix             = collections.NewPrefix(87)
	BroughtInPrefix           = collections.NewPrefix(88)
)

// Accounting dates: locked periods, entries that take themselves back, and rates.
var (
	PendingByDayPrefix  = collections.NewPrefix(40)
	PeriodsPrefix       = collections.NewPrefix(41)
	LockRequestsPrefix  = collections.NewPrefix(42)
	ReversalsPrefix     = collections.NewPrefix(43)
	ReversalQueuePrefix = collections.NewPrefix(44)
	RatesPrefix         = collections.NewPrefix(45)
	MovedPrefix         = collections.NewPrefix(46)
)

// RequestsByMemberPrefix counts what a member has asked for and nobody has decided.
var RequestsByMemberPrefix = collections.NewPrefix(76)

// Standing orders, and payments that wait for a bridge.
var (
	StandingQueuePrefix  = collections.NewPrefix(70)
	InstalmentsPrefix    = collections.NewPrefix(71)
	AwaitingBridgePrefix = collections.NewPrefix(72)
)

// The charter's guards: what budgets draw of a fund, and what accounts are worth.
var (
	DrawnPrefix         = collections.NewPrefix(73)
	SpendingBasesPrefix = collections.NewPrefix(74)
	TotalsPrefix        = collections.NewPrefix(75)
)

// DayResultsPrefix counts what was earned on each day.
var DayResultsPrefix = collections.NewPrefix(77)

// TouchedPrefix holds, in the transient store, the purses that this block has touched.
var TouchedPrefix = collections.NewPrefix(0)

// PurseAccount is the address of the purse of a co-op's fund. No key exists for
// it: it is derived from the co-op's account, which has none either.
func PurseAccount(coopID uint64, fund string) sdk.AccAddress {
	return address.Derive(membershiptypes.CoopAccount(coopID), []byte("purse/"+fund))
}

// PurseAddress is a purse's address in text.
func PurseAddress(coopID uint64, fund string) string {
	return membershiptypes.AddressText(PurseAccount(coopID, fund))
}
