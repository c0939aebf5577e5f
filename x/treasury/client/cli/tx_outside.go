package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const flagOutside = "outside"

// outsideCmds are what officers attest about money that the ledger doesn't hold.
func outsideCmds() []*cobra.Command {
	return []*cobra.Command{
		sent("received COOP OUTSIDE AMOUNT [ACCOUNT]", "Attest what came to an outside account; a second officer approves it", 3, 4, received,
			"coopd tx treasury received alder bank 120000 4000 --narrative DUES-2027-01 --document 9f86… --from treasurer"),
		sent("spent COOP OUTSIDE AMOUNT ACCOUNT", "Attest what left an outside account, such as the bank's fee; a second officer approves it", 4, 4, spent,
			"coopd tx treasury spent alder bank 950 5000 --narrative BANK-FEE-2027-01 --document 9f86… --from treasurer"),
	}
}

func received(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	return attest(cmd, signer, coopID, args, false)
}

func spent(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	return attest(cmd, signer, coopID, args, true)
}

// attest reads the name of the outside account, an amount in minor units and the
// account of the book, which is left out of what nobody can classify yet.
func attest(cmd *cobra.Command, signer string, coopID uint64, args []string, left bool) (sdk.Msg, error) {
	amount, ok := math.NewIntFromString(args[1])
	if !ok || !amount.IsPositive() {
		return nil, fmt.Errorf("%q is no amount in minor units of the account's currency, such as 1250 for 12.50 EUR", args[1])
	}
	if left {
		amount = amount.Neg()
	}
	account := ""
	if len(args) > 2 {
		account = args[2]
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgAttest{
		Officer: signer, CoopId: coopID, Outside: args[0], Amount: amount, Account: account, Narrative: narrative, DocumentSha256: document,
	}, err
}
