package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

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
	approving := sent("approve-balance COOP IMPORT", "Say that an imported trial balance is what the other book says", 2, 2, approveBalance, "")
	return []*cobra.Command{
		reconciling,
		sent("import-balance COOP FIRST_DAY LAST_DAY FILE", "Enter a period's trial balance out of the book that the co-op keeps elsewhere; a second officer approves it", 4, 4, importBalance,
			"coopd tx treasury import-balance alder 2027-01-01 2027-12-31 trial-balance.csv --from treasurer"),
		approving,
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

// importBalance reads a CSV file of accounts and balances, and sends its hash along.
func importBalance(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	message := &types.MsgImportBalance{Officer: signer, CoopId: coopID}
	for i, day := range []*uint32{&message.FirstDay, &message.LastDay} {
		at, err := time.Parse(time.DateOnly, args[i])
		if err != nil {
			return nil, fmt.Errorf("%q is no day; write it like 2027-12-31", args[i])
		}
		*day = uint32(at.Year())*10_000 + uint32(at.Month())*100 + uint32(at.Day())
	}
	text, err := os.ReadFile(args[2])
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(text)
	message.CsvSha256 = hash[:]
	message.Lines, err = ParseBalance(bytes.NewReader(text))
	return message, err
}

// ParseBalance reads CSV with the columns account and balance: minor units of the
// book's currency, debits positive. Accounts at zero are left out.
func ParseBalance(from io.Reader) ([]types.ImportedLine, error) {
	reader := csv.NewReader(from)
	reader.FieldsPerRecord = 2
	records, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || records[0][0] != "account" || records[0][1] != "balance" {
		return nil, errors.New("a trial balance begins with the line account,balance, and has a line for each account, such as 1200,-95000")
	}
	var lines []types.ImportedLine
	for _, record := range records[1:] {
		balance, ok := math.NewIntFromString(record[1])
		if !ok {
			return nil, fmt.Errorf("the balance of account %s is %q, which is no number of minor units", record[0], record[1])
		}
		if !balance.IsZero() {
			lines = append(lines, types.ImportedLine{Account: record[0], Balance: balance})
		}
	}
	slices.SortFunc(lines, func(a, b types.ImportedLine) int { return strings.Compare(a.Account, b.Account) })
	return lines, nil
}

func approveBalance(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a trial balance")
	return &types.MsgApproveBalance{Officer: signer, CoopId: coopID, ImportId: id}, err
}
