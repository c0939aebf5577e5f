package types

import "cosmossdk.io/errors"

// Refusals of x/treasury.
var (
	// ErrUnauthorized refuses to move money or keep a book for anybody but the co-op by its resolution, or an officer with the power "book" where the message says so. Propose a resolution, or ask such an officer (coopd q membership powers COOP).
	ErrUnauthorized = errors.Register(ModuleName, 2, "not entitled to this book or its money")
	// ErrPurseClosed refuses a transfer out of a co-op's account or purse that no decision is behind. Pay by a resolution with MsgPay.
	ErrPurseClosed = errors.Register(ModuleName, 3, "coins of a co-op leave by its decisions alone")
	// ErrUnknownFund refuses a fund that the charter doesn't have. See them with: coopd q treasury funds COOP.
	ErrUnknownFund = errors.Register(ModuleName, 4, "the co-op has no such fund")
	// ErrUnknownAccount refuses an account that the book doesn't have. See them with: coopd q treasury accounts COOP.
	ErrUnknownAccount = errors.Register(ModuleName, 5, "the book has no such account")
	// ErrWrongAccount refuses an account of a kind or role that the message doesn't post to. Choose one of the kinds that the sentence names.
	ErrWrongAccount = errors.Register(ModuleName, 6, "the account takes no such posting")
	// ErrFundPolicy refuses what the fund's policy forbids: no resolution, officer or charter loosens it. Use a free fund.
	ErrFundPolicy = errors.Register(ModuleName, 7, "the fund's policy forbids it")
	// ErrInvalidCoins refuses coins that are none, negative, out of order, given twice or too many. Give positive amounts, ordered by denom, each denom once.
	ErrInvalidCoins = errors.Register(ModuleName, 8, "not valid coins")
	// ErrNotEnough refuses to take more out of a purse than it holds. See it with: coopd q treasury purses COOP.
	ErrNotEnough = errors.Register(ModuleName, 9, "the purse holds too little")
	// ErrInvalidPayee refuses to pay a purse, a module, or the co-op itself. Pay a person's key or another co-op's account.
	ErrInvalidPayee = errors.Register(ModuleName, 10, "not a payee")
	// ErrInvalidEntry refuses an entry whose narrative, document or postings are not well-formed. Mend what the sentence names.
	ErrInvalidEntry = errors.Register(ModuleName, 11, "not a usable entry")
	// ErrUnbalanced refuses an entry that doesn't sum to zero in each denom and in the book's currency. Debits are positive, credits negative; mend the postings.
	ErrUnbalanced = errors.Register(ModuleName, 12, "debits and credits differ")
	// ErrOverflow refuses amounts or sums that are greater than a book can hold. Enter less at once.
	ErrOverflow = errors.Register(ModuleName, 13, "greater than a book can hold")
	// ErrUnknownEntry refuses an entry's number that the journal doesn't have. See it with: coopd q treasury journal COOP.
	ErrUnknownEntry = errors.Register(ModuleName, 14, "the journal has no such entry")
	// ErrUnknownPending refuses a waiting entry that was approved, dropped or never there. See what waits with: coopd q treasury pending COOP.
	ErrUnknownPending = errors.Register(ModuleName, 15, "no such entry waits")
	// ErrSameOfficer refuses a second signature by the officer who gave the first. Let another one look at it.
	ErrSameOfficer = errors.Register(ModuleName, 16, "two officers are needed")
	// ErrTooManyPending refuses one more waiting entry than max_pending_per_coop. Approve some, or wait until they are dropped.
	ErrTooManyPending = errors.Register(ModuleName, 17, "too many entries wait")
	// ErrNotReversible refuses to take back what officers didn't post, what takes something back itself, or what was taken back. Post a new entry instead.
	ErrNotReversible = errors.Register(ModuleName, 18, "the entry can't be taken back")
	// ErrFrozen refuses to move money or post while the bank and the book differ. Receipts are still booked; wait until the ledger's software is mended (docs/operate).
	ErrFrozen = errors.Register(ModuleName, 19, "the treasury is frozen")
	// ErrInvalidParams refuses parameters outside their bounds or left out. Give every parameter, within the bounds that the sentence names.
	ErrInvalidParams = errors.Register(ModuleName, 20, "invalid parameters")
	// ErrInvalidGenesis refuses a genesis whose purses, entries and coins contradict each other. Export it again, or mend the entry that the sentence names.
	ErrInvalidGenesis = errors.Register(ModuleName, 21, "invalid genesis")
	// ErrInvariantBroken reports a state that should be impossible. Stop, keep the data and report it with the sentence (docs/operate).
	ErrInvariantBroken = errors.Register(ModuleName, 22, "the books are inconsistent")
	// ErrInvalidBudget refuses terms of a budget that are incomplete or contradict each other. Mend what the sentence names.
	ErrInvalidBudget = errors.Register(ModuleName, 23, "not a usable budget")
	// ErrUnknownBudget refuses a budget's number that the co-op doesn't have. See them with: coopd q treasury budgets COOP.
	ErrUnknownBudget = errors.Register(ModuleName, 24, "the co-op has no such budget")
	// ErrBudgetOver refuses to use a budget that was closed or has expired. Propose another one.
	ErrBudgetOver = errors.Register(ModuleName, 25, "the budget is over")
	// ErrOverBudget refuses a payment above the budget's ceiling, or above what is left of its cap in the window. Ask for less, or wait for the next window.
	ErrOverBudget = errors.Register(ModuleName, 26, "more than the budget allows")
	// ErrBelowFloor refuses a budget, or a payment out of one, that the charter's floor under the fund forbids. Wait until the fund holds more.
	ErrBelowFloor = errors.Register(ModuleName, 27, "the fund is at its floor")
	// ErrTooManyOpen refuses one more open budget or undecided request than the parameters allow. Close or decide some first.
	ErrTooManyOpen = errors.Register(ModuleName, 28, "too many are open")
	// ErrInvalidPayment refuses a request for a payment whose coin or date can't be. Mend what the sentence names.
	ErrInvalidPayment = errors.Register(ModuleName, 29, "not a usable payment")
	// ErrUnknownPayment refuses a payment's number that the co-op doesn't have. See them with: coopd q treasury payments COOP.
	ErrUnknownPayment = errors.Register(ModuleName, 30, "the co-op has no such payment")
	// ErrWrongStage refuses what a payment's status no longer or not yet lets happen. See it with: coopd q treasury payment COOP PAYMENT.
	ErrWrongStage = errors.Register(ModuleName, 31, "not possible at this stage of the payment")
	// ErrOwnPayment refuses to approve a payment that one has asked for or that goes to oneself. Let somebody else look at it.
	ErrOwnPayment = errors.Register(ModuleName, 32, "nobody approves their own payment")
	// ErrTwice refuses a second approval of, or objection to, one payment by the same member, whichever key signs. Once counts.
	ErrTwice = errors.Register(ModuleName, 33, "a member counts once")
	// ErrMoneyFrozen refuses to deal with money while the member's own is frozen: its key may be stolen. Wait, or ask for the freeze to be lifted.
	ErrMoneyFrozen = errors.Register(ModuleName, 34, "the member's money actions are frozen")
	// ErrInvalidDate refuses an accounting date that is no day, in the future, or before what it takes back. Give today or an earlier day, such as 20270501.
	ErrInvalidDate = errors.Register(ModuleName, 40, "not a usable accounting date")
	// ErrPeriodLocked refuses officers' entries that are dated in a locked period; none is opened again. Date them after it (coopd q treasury periods COOP).
	ErrPeriodLocked = errors.Register(ModuleName, 41, "the period is locked")
	// ErrNoCalendar refuses to lock a period of a co-op whose charter has no fiscal calendar. Amend the charter first.
	ErrNoCalendar = errors.Register(ModuleName, 42, "the charter has no fiscal calendar")
	// ErrCannotLock refuses to lock a period that is not the next one, has not ended, or in which something waits still. See it with: coopd q treasury periods COOP.
	ErrCannotLock = errors.Register(ModuleName, 43, "the period can't be locked now")
	// ErrInvalidReversal refuses a day on which an entry could not take itself back. Give a day after its accounting date that isn't too far ahead.
	ErrInvalidReversal = errors.Register(ModuleName, 44, "not a usable day to take the entry back")
	// ErrInvalidRate refuses a rate of what has none, or of nothing. Mend what the sentence names.
	ErrInvalidRate = errors.Register(ModuleName, 45, "not a usable rate")
	// ErrUnknownRate refuses to revalue at a rate that two officers have not confirmed for the day. Enter it with: coopd tx treasury set-rate.
	ErrUnknownRate = errors.Register(ModuleName, 46, "there is no such rate")
	// ErrCannotRevalue refuses a revaluation on a day that ends no period, of nothing, or whose figures have changed. Mend what the sentence names.
	ErrCannotRevalue = errors.Register(ModuleName, 47, "it can't be revalued")
	// ErrUnknownOutside refuses an outside account that the charter doesn't name. See them with: coopd q treasury outside COOP.
	ErrUnknownOutside = errors.Register(ModuleName, 50, "the co-op has no such outside account")
	// ErrInvalidAttestation refuses to attest nothing, or without the document that shows it. Mend what the sentence names.
	ErrInvalidAttestation = errors.Register(ModuleName, 51, "not a usable attestation")
	// ErrNotEnoughOutside refuses to take more out of an outside account than officers have attested to be there and nobody has reserved. Attest what came in first.
	ErrNotEnoughOutside = errors.Register(ModuleName, 52, "the outside account holds too little by what is attested")
	// ErrInvalidFile refuses a payment file, or a confirmation of one, that doesn't add up or is not of payments that wait for it. Mend what the sentence names.
	ErrInvalidFile = errors.Register(ModuleName, 53, "not a usable payment file")
	// ErrUnknownFile refuses a payment file's number that the co-op doesn't have. See them with: coopd q treasury payment-files COOP.
	ErrUnknownFile = errors.Register(ModuleName, 54, "the co-op has no such payment file")
	// ErrNotMade is why a payment is held that was in a payment file: the bank has not made it. Mend the payee's details and try again, or give it up.
	ErrNotMade = errors.Register(ModuleName, 55, "the bank has not made the payment")
	// ErrInvalidStatement refuses a statement of an outside account that doesn't add up, or doesn't meet the one before it. Attest what is missing, or match what is there.
	ErrInvalidStatement = errors.Register(ModuleName, 56, "the statement doesn't add up")
	// ErrUnknownStatement refuses a reconciliation that doesn't wait: it was approved, or another has taken its place. See them with: coopd q treasury reconciliations COOP.
	ErrUnknownStatement = errors.Register(ModuleName, 57, "no such reconciliation waits")
	// ErrInvalidImport refuses a trial balance out of another book that isn't one of a period that is over, or of days that another is of. Mend what the sentence names.
	ErrInvalidImport = errors.Register(ModuleName, 58, "not a usable trial balance")
	// ErrUnknownImport refuses an imported trial balance that doesn't wait: it was approved, or another has taken its place. See them with: coopd q treasury imported-balances COOP.
	ErrUnknownImport = errors.Register(ModuleName, 59, "no such trial balance waits")
	// ErrNoMember refuses a posting that names no member to an account that is kept by member, or names one to another. See which are with: coopd q treasury accounts COOP.
	ErrNoMember = errors.Register(ModuleName, 60, "the account is kept by member, or isn't")
	// ErrNoPassbook refuses to pay into or out of passbooks where the charter has none. Propose a charter with the fund "passbook", an account with the role passbook and rules of withdrawing.
	ErrNoPassbook = errors.Register(ModuleName, 61, "the co-op keeps no passbooks")
	// ErrPayoutAddress refuses to pay where the member has announced nothing, or to announce what can't be. Announce the address first: coopd tx treasury announce-payout.
	ErrPayoutAddress = errors.Register(ModuleName, 62, "not a payout address of the member")
	// ErrTooMuch refuses to withdraw more than is owed and not on its way already. See it with: coopd q treasury passbook COOP MEMBER.
	ErrTooMuch = errors.Register(ModuleName, 63, "more than the member is owed")
	// ErrTooManyWait refuses one more withdrawal or payout address than the parameters allow. Stop or drop one first.
	ErrTooManyWait = errors.Register(ModuleName, 64, "too many wait")
	// ErrUnknownWithdrawal refuses a withdrawal that was paid, stopped or never there. See them with: coopd q treasury withdrawals COOP.
	ErrUnknownWithdrawal = errors.Register(ModuleName, 65, "no such withdrawal waits")
	// ErrWithdrawalsSuspended refuses to withdraw while the co-op has suspended it, or to suspend it again too soon or for too long. It ends by itself on the date that the sentence names.
	ErrWithdrawalsSuspended = errors.Register(ModuleName, 66, "withdrawals are suspended")
	// ErrNotYours refuses to deal with another's money. Sign with one of the member's keys, or as the representative whom the co-op has recorded.
	ErrNotYours = errors.Register(ModuleName, 67, "not entitled to the member's money")
	// ErrNoDues refuses to pay or waive dues where the charter asks for none, of that member. See what members owe with: coopd q treasury dues COOP.
	ErrNoDues = errors.Register(ModuleName, 68, "no dues are owed")
	// ErrInvalidDues refuses dues that are not whole periods in the coin of the charter, or too far ahead. Pay what the sentence names.
	ErrInvalidDues = errors.Register(ModuleName, 69, "not the dues of whole periods")
	// ErrInvalidSchedule refuses a standing order that doesn't say how often it is paid, or has no end. Mend what the sentence names.
	ErrInvalidSchedule = errors.Register(ModuleName, 70, "not a usable standing order")
	// ErrNotBridged is why a payment to Ethereum is held that a bridge had taken over: the bridge has not made it. Try again, or give it up.
	ErrNotBridged = errors.Register(ModuleName, 71, "the bridge has not made the payment")
	// ErrOverShare refuses a payment above the share of a fund that the charter lets budgets spend in a window. Ask for less, or wait for the next window (coopd q treasury guards COOP).
	ErrOverShare = errors.Register(ModuleName, 72, "more than the charter's share of the fund")
	// ErrIlliquid refuses a payment after which what the co-op has in hand would not cover what is due, as the charter wants. Wait for receipts, pay what is due first, or ask for less (coopd q treasury guards COOP).
	ErrIlliquid = errors.Register(ModuleName, 73, "too little would be left for what is due")
	// ErrUnknownInstrument refuses an instrument that the charter doesn't have. See them with: coopd q treasury instruments COOP.
	ErrUnknownInstrument = errors.Register(ModuleName, 76, "the charter has no such instrument")
	// ErrMayNotHold refuses to let a member hold what the charter doesn't let it, or more than that. See its terms with: coopd q treasury instruments COOP.
	ErrMayNotHold = errors.Register(ModuleName, 77, "the member may not hold it")
	// ErrUnknownLot refuses a lot that the co-op doesn't have, or no more. See them with: coopd q treasury shares COOP, or loans COOP.
	ErrUnknownLot = errors.Register(ModuleName, 78, "the co-op has no such lot")
	// ErrInvalidHolding refuses units, coins or terms that a holding can't have. Mend what the sentence names.
	ErrInvalidHolding = errors.Register(ModuleName, 79, "not possible with this holding")
	// ErrNotRedeemable refuses to redeem what the charter doesn't let be redeemed, or not yet. See its terms with: coopd q treasury instruments COOP.
	ErrNotRedeemable = errors.Register(ModuleName, 80, "it is not redeemed now")
	// ErrUnknownRedemption refuses a redemption that was paid, stopped or never there. See them with: coopd q treasury redemptions COOP.
	ErrUnknownRedemption = errors.Register(ModuleName, 81, "no such redemption waits")
	// ErrNotTransferable refuses to pass on what the charter doesn't let be passed on, or to approve a transfer that doesn't wait. See them with: coopd q treasury transfers COOP.
	ErrNotTransferable = errors.Register(ModuleName, 82, "it is not passed on")
	// ErrBelowCapital holds a redemption back that would bring the capital below the charter's floor. It is tried again every day.
	ErrBelowCapital = errors.Register(ModuleName, 83, "the capital is at its floor")
	// ErrInvalidBringIn refuses lots by another register that can't be, or that were brought in already. Mend the line that the sentence names.
	ErrInvalidBringIn = errors.Register(ModuleName, 84, "not usable lots")
	// ErrNoSetOff refuses to set off what isn't owed, where the charter doesn't let it, before its notice is over, or while it is disputed. See them with: coopd q treasury set-offs COOP.
	ErrNoSetOff = errors.Register(ModuleName, 85, "nothing is set off now")

	// ErrNoSurplus refuses to share in a co-op whose charter says nothing of it. Propose a charter that has the section surplus.
	ErrNoSurplus = errors.Register(ModuleName, 86, "the co-op shares no surplus")
	// ErrInvalidAppropriation refuses amounts that can't be shared or borne. Mend what the sentence names.
	ErrInvalidAppropriation = errors.Register(ModuleName, 87, "not a usable appropriation")
	// ErrNotShared refuses to take more than members have got in cash and not taken. See it with: coopd q treasury trial-balance COOP.
	ErrNotShared = errors.Register(ModuleName, 88, "more than members have got and not taken")
)
