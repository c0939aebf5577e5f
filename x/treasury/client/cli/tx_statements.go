package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const flagEntries = "entries"

// statementCmds hold statements of outside accounts against the book.
func statementCmds() []*cobra.Command {
	reconciling := sent("reconcile COOP OUTSIDE OPENING CLOSING AS_OF", "Hold a statement of an outside account against the book; a second officer approves it", 5, 5, reconcile,
		"coopd tx treasury reconcile alder bank 0 169050 2027-01-31 --entries 3,4,5 --document 9f86… --from treasurer")
	reconciling.Flags().String(flagEntries, "", "entries that the statement shows, by number, with commas between: coopd q treasury unmatched COOP OUTSIDE")
	return []*cobra.Command{
		reconciling,
		sent("approve-reconciliation COOP RECONCILIATION", "Say that the statement shows the entries that another officer has matched", 2, 2, approveReconciliation, ""),
	}
}

func reconcile(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	message := &types.MsgReconcile{Officer: signer, CoopId: coopID, Outside: args[0]}
	for i, balance := range []*math.Int{&message.Opening, &message.Closing} {
		amount, ok := math.NewIntFromString(args[i+1])
		if !ok {
			return nil, fmt.Errorf("%q is no balance in minor units of the account's currency, such as 169050 for 1690.50 EUR", args[i+1])
		}
		*balance = amount
	}
	var err error
	if message.AsOf, err = moment(args[3]); err != nil {
		return nil, err
	}
	if message.Entries, err = listed(cmd, flagEntries); err != nil {
		return nil, err
	}
	_, message.DocumentSha256, err = voucher(cmd)
	return message, err
}

func approveReconciliation(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a reconciliation")
	return &types.MsgApproveReconciliation{Officer: signer, CoopId: coopID, ReconciliationId: id}, err
}
