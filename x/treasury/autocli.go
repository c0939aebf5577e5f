package treasury

import (
	"slices"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// AutoCLIOptions describes `coopd q treasury …`. The journal, which has other
// formats too, and what officers send have commands of their own in client/cli.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	coop := []*autocliv1.PositionalArgDescriptor{{ProtoField: "coop"}}
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Query_serviceDesc.ServiceName,
			Short:                "What co-ops own, and their books",
			EnhanceCustomCommand: true,
			RpcCommandOptions: slices.Concat(queriesOfHoldings(coop), queriesOfOutside(coop), []*autocliv1.RpcCommandOptions{
				{RpcMethod: "Params", Use: "params", Short: "Show the limits of books"},
				{RpcMethod: "Book", Use: "book COOP", Short: "Show how long a co-op's journal is, its currency, and whether its treasury is frozen; COOP is a slug or an id", PositionalArgs: coop},
				{RpcMethod: "Funds", Use: "funds COOP", Short: "List a co-op's funds and their policies", PositionalArgs: coop},
				{RpcMethod: "Purses", Use: "purses COOP", Short: "List a co-op's purses and the coins in them", PositionalArgs: coop},
				{RpcMethod: "Accounts", Use: "accounts COOP", Short: "List the accounts of a co-op's book", PositionalArgs: coop},
				{
					RpcMethod: "Entry", Use: "entry COOP NUMBER", Short: "Show one entry of a journal",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "number"}),
				},
				{RpcMethod: "TrialBalance", Skip: true},
				{
					RpcMethod: "SubLedger", Use: "sub-ledger COOP ACCOUNT", Short: "List the members' parts of an account that is kept by member; of one member with --member-id",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "account"}),
				},
				{
					RpcMethod: "Passbook", Use: "passbook COOP MEMBER", Short: "Show what a co-op owes a member, present or former, and what of it is on its way",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id"}),
				},
				{
					RpcMethod: "Dues", Use: "dues COOP [MEMBER]", Short: "List what members owe as dues, today or --at a day such as 20271231",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id", Optional: true}),
				},
				{RpcMethod: "Withdrawals", Use: "withdrawals COOP", Short: "List the withdrawals of a co-op's members that wait, and whether withdrawing is suspended", PositionalArgs: coop},
				{RpcMethod: "Pending", Use: "pending COOP", Short: "List the entries that wait for a second officer", PositionalArgs: coop},
				{RpcMethod: "Journal", Skip: true},
				{RpcMethod: "Periods", Use: "periods COOP", Short: "List the locked periods of a co-op's book, and the one that comes next", PositionalArgs: coop},
				{RpcMethod: "Rates", Use: "rates COOP", Short: "List what currencies and coins were worth in the book's currency, as two officers have confirmed", PositionalArgs: coop},
				{RpcMethod: "Budgets", Use: "budgets COOP", Short: "List a co-op's budgets with what is left of each in this window", PositionalArgs: coop},
				{
					RpcMethod: "Budget", Use: "budget COOP BUDGET", Short: "Show one budget and what is left of it",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "budget_id"}),
				},
				{RpcMethod: "Guards", Use: "guards COOP", Short: "Show what the charter lets budgets spend still of its funds, and whether liquid assets cover what is due", PositionalArgs: coop},
				{
					RpcMethod: "Payments", Use: "payments COOP", Short: "List a co-op's payments out of budgets; of one budget with --budget-id, at one stage with --status, to one payee with --payee, of one standing order with --order-id",
					PositionalArgs: coop,
				},
				{
					RpcMethod: "Payment", Use: "payment COOP PAYMENT", Short: "Show one payment out of a budget, and who has approved it",
					PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "payment_id"}),
				},
			}),
		},
		Tx: &autocliv1.ServiceCommandDescriptor{
			Service:              types.Msg_serviceDesc.ServiceName,
			EnhanceCustomCommand: true,
			RpcCommandOptions:    byHand(),
		},
	}
}

// queriesOfHoldings are about shares, loans and what members owe.
func queriesOfHoldings(coop []*autocliv1.PositionalArgDescriptor) []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{RpcMethod: "Instruments", Use: "instruments COOP", Short: "List the instruments of a co-op's charter, and how much of each is held", PositionalArgs: coop},
		{
			RpcMethod: "Shares", Use: "shares COOP [MEMBER]", Short: "List the shares that members hold, and what of them is overdue",
			PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id", Optional: true}),
		},
		{
			RpcMethod: "Loans", Use: "loans COOP [MEMBER]", Short: "List what members lend to a co-op, with the interest up to today",
			PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id", Optional: true}),
		},
		{RpcMethod: "Redemptions", Use: "redemptions COOP", Short: "List the shares and repayments that wait to be paid", PositionalArgs: coop},
		{RpcMethod: "Transfers", Use: "transfers COOP", Short: "List the transfers of shares that wait for approval", PositionalArgs: coop},
		{RpcMethod: "SetOffs", Use: "set-offs COOP", Short: "List what will be set off against members' passbooks", PositionalArgs: coop},
		{
			RpcMethod: "Arrears", Use: "arrears COOP [MEMBER]", Short: "List what members owe late and are owed late, today or --at a day such as 20271231",
			PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "member_id", Optional: true}),
		},
	}
}

// queriesOfOutside are about outside accounts, and the book that is kept elsewhere.
func queriesOfOutside(coop []*autocliv1.PositionalArgDescriptor) []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{RpcMethod: "Outside", Use: "outside COOP", Short: "List a co-op's outside accounts and what officers attest to be in them", PositionalArgs: coop},
		{RpcMethod: "PaymentFiles", Use: "payment-files COOP", Short: "List a co-op's payment files and what has become of them", PositionalArgs: coop},
		{RpcMethod: "Reconciliations", Use: "reconciliations COOP", Short: "List the statements of outside accounts that were held against a co-op's book, and those that wait", PositionalArgs: coop},
		{
			RpcMethod: "Unmatched", Use: "unmatched COOP OUTSIDE", Short: "List the entries of an outside account that no statement has shown yet",
			PositionalArgs: append(coop, &autocliv1.PositionalArgDescriptor{ProtoField: "outside"}),
		},
		{RpcMethod: "ImportedBalances", Use: "imported-balances COOP", Short: "List the trial balances out of the book that a co-op keeps elsewhere", PositionalArgs: coop},
	}
}

// byHand skips the messages, whose commands are in client/cli.
func byHand() (skipped []*autocliv1.RpcCommandOptions) {
	for _, method := range types.Msg_serviceDesc.Methods {
		skipped = append(skipped, &autocliv1.RpcCommandOptions{RpcMethod: method.MethodName, Skip: true})
	}
	return skipped
}
