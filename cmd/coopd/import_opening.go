package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/coopledger/coopledger/offchain/lots"
	"github.com/coopledger/coopledger/offchain/opening"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// openingFile has the commands that enter an opening trial balance.
const openingFile = "opening.txt"

// extraText is a file that was given beside the roll.
type extraText struct {
	name string
	text []byte
}

// readExtras reads what was given after the roll: at most one trial balance, and any
// number of files of what members hold. What is neither is refused.
func readExtras(args []string) (balance *extraText, holdings []extraText, err error) {
	var refused []string
	for _, name := range args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case lots.AreHoldings(text):
			holdings = append(holdings, extraText{name, text})
		case !opening.IsBalance(text):
			refused = append(refused, name)
		case balance != nil:
			return nil, nil, fmt.Errorf("%s and %s are both opening trial balances; give one", balance.name, name)
		default:
			balance = &extraText{name, text}
		}
	}
	if len(refused) > 0 {
		return nil, nil, fmt.Errorf("%s can't be brought in: the first line is neither that of an opening trial balance (account,fund,balance) nor that of what members hold (member_number,instrument,number,date,paid)",
			strings.Join(refused, ", "))
	}
	return balance, holdings, nil
}

// checkOpening holds a trial balance against the co-op's book; none is fine too.
func checkOpening(
	cmd *cobra.Command, clientCtx client.Context, opened *extraText, charter membershiptypes.Charter, members uint64,
) (*opening.Balance, error) {
	if opened == nil {
		return nil, nil
	}
	limits, err := treasurytypes.NewQueryClient(clientCtx).Params(cmd.Context(), &treasurytypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	read, err := opening.Read(opened.text, charter.Book(), limits.Params, members)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", opened.name, err)
	}
	return &read, nil
}

// reportOpening says what each row of a trial balance becomes.
func reportOpening(cmd *cobra.Command, balance *opening.Balance) error {
	if balance == nil {
		return nil
	}
	out := cmd.OutOrStdout()
	for _, row := range balance.Rows {
		if _, err := fmt.Fprintf(out, "line %d: %s\n", row.Line, row.Words()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d balances can be brought in with %d entries; file SHA-256 %x\n", len(balance.Rows), len(balance.Entries), balance.FileSHA256)
	return err
}

// writeOpening writes the commands that enter a trial balance.
func writeOpening(cmd *cobra.Command, directory, coop string, balance *opening.Balance) error {
	if balance == nil {
		return nil
	}
	var text strings.Builder
	for _, entry := range balance.Entries {
		text.WriteString(entry.Command(coop, balance.FileSHA256) + " --from OFFICER\n")
	}
	path := filepath.Join(directory, openingFile)
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d balances in %d entries. An officer with the power \"book\" enters what is in %s, and another approves each with:\n  coopd tx treasury approve-entry %s PENDING_ID --from OTHER_OFFICER\n",
		len(balance.Rows), len(balance.Entries), path, coop)
	return err
}
