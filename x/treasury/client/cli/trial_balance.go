package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/treasury/types"
)

func newTrialBalanceCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trial-balance COOP",
		Short: "Show the balances of a co-op's accounts; COOP is a slug or an id",
		Long: `Show the balances of a co-op's accounts, debits and credits apart, as they are now
or, with --height, as they were. With -o json debits are positive and credits negative,
in base units and in minor units of the book's currency.

What the ledger doesn't hold, and officers attest to be in an outside account, has the
account's name in the last column.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			asking := types.NewQueryClient(clientCtx)
			lines, err := trialLines(cmd, asking, args[0])
			if err != nil {
				return err
			}
			if clientCtx.OutputFormat == flags.OutputFormatJSON {
				return clientCtx.PrintProto(&types.QueryTrialBalanceResponse{Lines: lines})
			}
			book, err := asking.Book(cmd.Context(), &types.QueryBookRequest{Coop: args[0]})
			if err != nil {
				return err
			}
			return clientCtx.PrintString(TrialBalance(book.Currency, book.Decimals, lines))
		},
	}
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// trialLines asks for every page.
func trialLines(cmd *cobra.Command, asking types.QueryClient, coop string) ([]types.TrialLine, error) {
	var lines []types.TrialLine
	page := &query.PageRequest{}
	for {
		answer, err := asking.TrialBalance(cmd.Context(), &types.QueryTrialBalanceRequest{Coop: coop, Pagination: page})
		if err != nil {
			return nil, err
		}
		lines = append(lines, answer.Lines...)
		if answer.Pagination == nil || len(answer.Pagination.NextKey) == 0 {
			return lines, nil
		}
		page = &query.PageRequest{Key: answer.Pagination.NextKey}
	}
}

// TrialBalance writes balances as a table: what each account has in each fund,
// debits and credits apart in the book's currency, coins as they are, and what the
// ledger doesn't hold marked with the outside account that it is in.
func TrialBalance(currency string, decimals uint32, lines []types.TrialLine) string {
	table := [][]string{{"ACCOUNT", "NAME", "FUND", "DEBIT " + currency, "CREDIT " + currency, "AMOUNT", "ATTESTED"}}
	debits, credits := math.ZeroInt(), math.ZeroInt()
	for _, line := range lines {
		row := []string{line.Account, line.Name, line.Fund, "", "", "", line.Outside}
		switch value := line.Balance.Functional; {
		case value.IsPositive():
			debits, row[3] = debits.Add(value), thousands(decimal(value, decimals, false))
		case value.IsNegative():
			credits, row[4] = credits.Sub(value), thousands(decimal(value.Neg(), decimals, false))
		}
		if line.Denom != "" {
			row[5] = line.Balance.Amount.String() + " " + line.Denom
		}
		table = append(table, row)
	}
	table = append(table, []string{
		"", "", "", thousands(decimal(debits, decimals, false)), thousands(decimal(credits, decimals, false)), "", "",
	})
	if slices.ContainsFunc(lines, func(line types.TrialLine) bool { return line.Outside != "" }) {
		return aligned(table, 3)
	}
	for i, row := range table {
		table[i] = row[:len(row)-1]
	}
	return aligned(table, 3)
}

// thousands groups the digits before the point: 1,500.00.
func thousands(amount string) string {
	whole, rest, _ := strings.Cut(amount, ".")
	var out strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	if rest != "" {
		out.WriteString("." + rest)
	}
	return out.String()
}

// aligned pads the cells of a table; those from a column on are right-aligned.
func aligned(table [][]string, numbers int) string {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var out strings.Builder
	for _, row := range table {
		line := ""
		for i, cell := range row {
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i < numbers {
				line += cell + padding + "  "
			} else {
				line += padding + cell + "  "
			}
		}
		fmt.Fprintln(&out, strings.TrimRight(line, " "))
	}
	return out.String()
}
