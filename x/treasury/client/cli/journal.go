package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagFirst   = "from"
	flagAccount = "account"
	flagLimit   = "limit"
	flagFormat  = "format"
	flagSince   = "since"

	formatHledger   = "hledger"
	formatBeancount = "beancount"
)

// NewQueryCmd is what `coopd q treasury …` has beside the automatic commands.
func NewQueryCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        types.ModuleName,
		Short:                      "What co-ops own, and their books",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	cmd.AddCommand(newJournalCmd(), newTrialBalanceCmd())
	return cmd
}

func newJournalCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "journal COOP",
		Short: "List a co-op's entries; COOP is a slug or an id",
		Long: `List a co-op's entries from a number on, all or those of one account or of some days.

With --format hledger or beancount the whole journal is written as plain text
accounting, which these programs check and report on:

  coopd q treasury journal alder --format hledger | hledger -f- check -s
  coopd q treasury journal alder --format beancount > alder.beancount && bean-check alder.beancount`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			request := &types.QueryJournalRequest{Coop: args[0]}
			if request.From, err = cmd.Flags().GetUint64(flagFirst); err != nil {
				return err
			}
			if request.Account, err = cmd.Flags().GetString(flagAccount); err != nil {
				return err
			}
			if request.Limit, err = cmd.Flags().GetUint32(flagLimit); err != nil {
				return err
			}
			if request.Since, err = dayFlag(cmd, flagSince); err != nil {
				return err
			}
			if request.Until, err = dayFlag(cmd, flagUntil); err != nil {
				return err
			}
			format, err := cmd.Flags().GetString(flagFormat)
			if err != nil {
				return err
			}
			asking := types.NewQueryClient(clientCtx)
			switch format {
			case "":
				response, err := asking.Journal(cmd.Context(), request)
				if err != nil {
					return err
				}
				return clientCtx.PrintProto(response)
			case formatHledger, formatBeancount:
				if request.From != 0 || request.Account != "" {
					return fmt.Errorf("--%s %s writes whole entries from the first on; leave --%s and --%s out, and choose days with --%s and --%s",
						flagFormat, format, flagFirst, flagAccount, flagSince, flagUntil)
				}
				return writeJournal(cmd, asking, request, format)
			default:
				return fmt.Errorf("%q is no format of journals; leave --%s out, or give %s or %s", format, flagFormat, formatHledger, formatBeancount)
			}
		},
	}
	cmd.Flags().Uint64(flagFirst, 0, "number of the first entry")
	cmd.Flags().String(flagAccount, "", "only entries that post to the account with this code")
	cmd.Flags().Uint32(flagLimit, 0, "how many entries to look at; 100 at most")
	cmd.Flags().String(flagSince, "", "only entries with this accounting date or a later one, such as 2027-05-01")
	cmd.Flags().String(flagUntil, "", "only entries with this accounting date or an earlier one, such as 2027-05-31")
	cmd.Flags().String(flagFormat, "", "hledger or beancount for plain text accounting")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// writeJournal asks for every page and writes them as one journal.
func writeJournal(cmd *cobra.Command, asking types.QueryClient, request *types.QueryJournalRequest, format string) error {
	coop := request.Coop
	book, err := asking.Book(cmd.Context(), &types.QueryBookRequest{Coop: coop})
	if err != nil {
		return err
	}
	accounts, err := asking.Accounts(cmd.Context(), &types.QueryAccountsRequest{Coop: coop})
	if err != nil {
		return err
	}
	var entries []types.Entry
	for next := uint64(1); next != 0; {
		page, err := asking.Journal(cmd.Context(), &types.QueryJournalRequest{Coop: coop, From: next, Since: request.Since, Until: request.Until})
		if err != nil {
			return err
		}
		entries = append(entries, page.Entries...)
		next = page.Next
	}
	writes := Hledger
	if format == formatBeancount {
		writes = Beancount
	}
	_, err = cmd.OutOrStdout().Write([]byte(writes(book.Currency, book.Decimals, accounts.Accounts, entries)))
	return err
}
