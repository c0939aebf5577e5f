package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/offchain/payments"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagAccount = "account"
	flagFormat  = "format"
	flagPayees  = "payees"
	flagOn      = "on"
	flagCreated = "created"
)

// treasuryCommand is what a treasurer does beside the ledger, with a list that no
// ledger has.
func treasuryCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "treasury", Short: "Write payment files for a bank, from what the members have decided"}
	cmd.AddCommand(paymentFileCommand(), payeeCommand())
	return cmd
}

func payeeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "payee CODE",
		Short: "Print the hash that stands on the ledger for a payee of an outside account",
		Long: `Print the hash that stands on the ledger for a payee of an outside account.

The list is CSV with the columns code,name,iban,bic,salt. Keep it to yourself, and
give each payee a salt at random (openssl rand -hex 16): whoever knows the salt
can try out numbers of bank accounts until one gives the hash.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			payees, err := readPayees(cmd)
			if err != nil {
				return err
			}
			for _, payee := range payees {
				if payee.Code == args[0] {
					_, err := fmt.Fprintf(cmd.OutOrStdout(), "%x\n", payee.Hash())
					return err
				}
			}
			return fmt.Errorf("the payee %q is not in the list", args[0])
		},
	}
	addPayeesFlag(cmd)
	return cmd
}

func addPayeesFlag(cmd *cobra.Command) {
	cmd.Flags().String(flagPayees, "", "list of payees: CSV with the columns code,name,iban,bic,salt")
	if err := cmd.MarkFlagRequired(flagPayees); err != nil {
		panic(err)
	}
}

func readPayees(cmd *cobra.Command) ([]payments.Payee, error) {
	name, err := cmd.Flags().GetString(flagPayees)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	payees, err := payments.ReadPayees(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return payees, err
}

func paymentFileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "payment-file COOP",
		Short: "Write the payments of an outside account that are due, for the bank",
		Long: `Write the payments of an outside account that are due, for the bank.

The file goes to where you direct the output; what to do next is said beside it.
Record the file on the ledger before you give it to the bank: from then on nobody
takes a payment back that is in it, and no other file has it. A payee whose details
are other than those that were approved stops the file.

With the same list, payments and --created the file is the same to the byte.`,
		Example: "coopd treasury payment-file alder --account bank --format pain.001 --payees payees.csv > payments.xml",
		Args:    cobra.ExactArgs(1),
		RunE:    writePaymentFile,
	}
	flags.AddQueryFlagsToCmd(cmd)
	addPayeesFlag(cmd)
	cmd.Flags().String(flagAccount, "", "outside account that pays, by its name")
	cmd.Flags().String(flagFormat, "csv", "csv, or pain.001 for ISO 20022 pain.001.001.09")
	cmd.Flags().String(flagOn, "", "day on which the bank is to pay (2027-12-31); today if left out")
	cmd.Flags().String(flagCreated, "", "moment in which the file is made (2027-12-31T18:00:00Z); now if left out")
	if err := cmd.MarkFlagRequired(flagAccount); err != nil {
		panic(err)
	}
	return cmd
}

func writePaymentFile(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	payees, err := readPayees(cmd)
	if err != nil {
		return err
	}
	created, on, err := fileMoments(cmd)
	if err != nil {
		return err
	}
	name, err := cmd.Flags().GetString(flagAccount)
	if err != nil {
		return err
	}
	coop, err := membershiptypes.NewQueryClient(clientCtx).Coop(cmd.Context(), &membershiptypes.QueryCoopRequest{Coop: args[0]})
	if err != nil {
		return err
	}
	asking := treasurytypes.NewQueryClient(clientCtx)
	outside, err := findOutside(cmd.Context(), asking, args[0], name)
	if err != nil {
		return err
	}
	due, left, err := duePayments(cmd.Context(), asking, args[0], name)
	if err != nil {
		return err
	}
	file, err := payments.New(coop.Coop.Id, outside, due, payees, created, on)
	if err != nil {
		return err
	}
	text, err := formatted(cmd, file)
	if err != nil {
		return err
	}
	if _, err := cmd.OutOrStdout().Write(text); err != nil {
		return err
	}
	_, err = fmt.Fprint(cmd.ErrOrStderr(), whatNext(coop.Coop.Slug, file, text, left))
	return err
}

// fileMoments are when the file is made and the day on which the bank pays.
func fileMoments(cmd *cobra.Command) (created, on time.Time, err error) {
	created = time.Now().UTC().Truncate(time.Second)
	text, err := cmd.Flags().GetString(flagCreated)
	if err != nil {
		return created, on, err
	}
	if text != "" {
		if created, err = time.Parse(time.RFC3339, text); err != nil {
			return created, on, fmt.Errorf("--%s %q is no moment: write 2027-12-31T18:00:00Z", flagCreated, text)
		}
	}
	on = created
	if text, err = cmd.Flags().GetString(flagOn); err != nil || text == "" {
		return created, on, err
	}
	if on, err = time.Parse(time.DateOnly, text); err != nil {
		err = fmt.Errorf("--%s %q is no day: write 2027-12-31", flagOn, text)
	}
	return created, on, err
}

func findOutside(ctx context.Context, asking treasurytypes.QueryClient, coop, name string) (membershiptypes.OutsideAccount, error) {
	answer, err := asking.Outside(ctx, &treasurytypes.QueryOutsideRequest{Coop: coop})
	if err != nil {
		return membershiptypes.OutsideAccount{}, err
	}
	for _, line := range answer.Lines {
		if line.Outside.Name == name {
			return line.Outside, nil
		}
	}
	return membershiptypes.OutsideAccount{}, fmt.Errorf("%s has no outside account %q; see them with: coopd q treasury outside %s", coop, name, coop)
}

// duePayments of an outside account, as many as one file may have, and how many
// are left for the next.
func duePayments(ctx context.Context, asking treasurytypes.QueryClient, coop, name string) (due []treasurytypes.Payment, left int, err error) {
	limits, err := asking.Params(ctx, &treasurytypes.QueryParamsRequest{})
	if err != nil {
		return nil, 0, err
	}
	ofAccount := make(map[uint64]bool)
	request := &treasurytypes.QueryPaymentsRequest{Coop: coop, Status: treasurytypes.PaymentStatus_PAYMENT_STATUS_DUE, Pagination: &query.PageRequest{}}
	for {
		page, err := asking.Payments(ctx, request)
		if err != nil {
			return nil, 0, err
		}
		for _, payment := range page.Payments {
			of, known := ofAccount[payment.BudgetId]
			if !known {
				budget, err := asking.Budget(ctx, &treasurytypes.QueryBudgetRequest{Coop: coop, BudgetId: payment.BudgetId})
				if err != nil {
					return nil, 0, err
				}
				of = budget.Budget.Budget.Terms.Outside == name
				ofAccount[payment.BudgetId] = of
			}
			switch {
			case !of:
			case len(due) == int(limits.Params.MaxFilePayments):
				left++
			default:
				due = append(due, payment)
			}
		}
		if page.Pagination == nil || len(page.Pagination.NextKey) == 0 {
			return due, left, nil
		}
		request.Pagination = &query.PageRequest{Key: page.Pagination.NextKey}
	}
}

func formatted(cmd *cobra.Command, file payments.File) ([]byte, error) {
	format, err := cmd.Flags().GetString(flagFormat)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	switch format {
	case "csv":
		err = file.WriteCSV(&text)
	case "pain.001":
		err = file.WritePain(&text)
	default:
		err = fmt.Errorf("%q is no format of payment files; give csv or pain.001", format)
	}
	return text.Bytes(), err
}

// whatNext says what is in the file and how it is recorded.
func whatNext(slug string, file payments.File, text []byte, left int) string {
	ids := file.PaymentIDs()
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatUint(id, 10)
	}
	said := fmt.Sprintf("%d payments, %s minor units of %s. Before you give the file to the bank, record it:\n  coopd tx treasury record-file %s %s %s %x %s --from KEY\n",
		len(ids), file.Total(), file.Outside.Currency, slug, file.Outside.Name, file.Total(), sha256.Sum256(text), strings.Join(words, " "))
	if left > 0 {
		said += fmt.Sprintf("%d more are due, which one file has no room for: make another when this one is recorded.\n", left)
	}
	return said
}
