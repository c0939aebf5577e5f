// Package cli has the commands by which patronage is recorded and a surplus shared.
// They take slugs where messages hold ids, and files where messages hold lists.
package cli

import (
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/client/command"

	"github.com/coopledger/coopledger/x/surplus/types"
)

const (
	flagPeriod   = "period"
	flagDocument = "document"
	flagRate     = "rate"
)

// NewTxCmd is `coopd tx surplus …`.
func NewTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        types.ModuleName,
		Short:                      "Record patronage, present accounts, take shares; write an approval for a resolution",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	record := command.Sent("record COOP BASIS FILE.csv EVIDENCE_SHA256", "Record what members have done with the co-op, by a basis of the charter", 4, 4, record,
		"coopd tx surplus record alder hours march.csv $(sha256sum timesheets.pdf | cut -c1-64) --from treasurer")
	record.Long = "Record what members have done with the co-op, by a basis of the charter. FILE.csv has the columns member and amount, in\nwhole units of the basis; a negative amount takes back. A column of the basis's name will do for amount, as in the\nfiles of coopd surplus simulate. What shows it stays with the co-op, and its hash goes along."
	record.Flags().Uint64(flagPeriod, 0, "number of the period; the open one if left out")
	approve := command.Proposed("approve-accounts COOP PERIOD PRESENTATION", "Write a proposal to approve a period's accounts, by which its surplus is shared", "Approve the accounts", 3, approveAccounts)
	approve.Flags().StringSlice(flagRate, nil, "STEP=PPM: a rate in millionths that the members set, within the charter's bounds; in the order of the steps")
	cmd.AddCommand(
		record, approve,
		command.Sent("dispute COOP PERIOD MEMBER BASIS DOCUMENT_SHA256", "Say that what is recorded of you is wrong", 5, 5, dispute,
			"coopd tx surplus dispute alder 1 7 hours $(sha256sum letter.pdf | cut -c1-64) --from ada"),
		answer(),
		command.Proposed("reopen-accounts COOP PERIOD", "Write a proposal to take back an approval by which nothing could be shared", "Take back an approval of accounts", 2, reopenAccounts),
		command.Sent("present COOP PERIOD ACCOUNTS_SHA256 REPORT_SHA256", "Lay a period's accounts before the members, with the result that the journal has now", 4, 4, present,
			"coopd tx surplus present alder 1 $(sha256sum accounts.pdf | cut -c1-64) $(sha256sum report.pdf | cut -c1-64) --from treasurer"),
		command.Sent("take-share COOP PERIOD MEMBER", "Bring a member's cash share of a settled period into its passbook; anybody may, free of fees as a member of COOP", 3, 3, takeShare,
			"coopd tx surplus take-share alder 1 7 --from ada"),
	)
	return cmd
}

func answer() *cobra.Command {
	cmd := command.Sent("answer COOP PERIOD MEMBER CORRECTION", "End a member's dispute: add a correction, or let the records stand with 0", 4, 4, answerDispute,
		"coopd tx surplus answer alder 1 7 40 --document 9f86… --from treasurer\ncoopd tx surplus answer alder 1 7 --document 9f86… --from treasurer -- -40")
	cmd.Flags().String(flagDocument, "", "SHA-256 of the answer in hexadecimal: coopd doc hash FILE")
	return cmd
}

func record(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	evidence, err := sum(args[2])
	if err != nil {
		return nil, err
	}
	period, err := cmd.Flags().GetUint64(flagPeriod)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(args[1])
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it is only read
	records, err := ReadRecords(file, args[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[1], err)
	}
	return &types.MsgRecordPatronage{Authority: signer, CoopId: coopID, Period: period, Basis: args[0], Records: records, EvidenceSha256: evidence}, nil
}

// ReadRecords reads the columns member and amount, of any order of rows; rows of one
// member are added up. A column of the basis's name will do for amount, as in the files
// of `coopd surplus simulate`; other columns are not read.
func ReadRecords(from io.Reader, basis string) ([]types.PatronageRecord, error) {
	rows := csv.NewReader(from)
	memberAt, amountAt, err := columns(rows, basis)
	if err != nil {
		return nil, err
	}
	amounts := make(map[uint64]math.Int)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := rows.FieldPos(0)
		member, err := command.Number(row[memberAt], "a member")
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		amount, err := wholeUnits(row[amountAt])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		if before, known := amounts[member]; known {
			amount = amount.Add(before)
		}
		amounts[member] = amount
	}
	records := make([]types.PatronageRecord, 0, len(amounts))
	for _, member := range slices.Sorted(maps.Keys(amounts)) {
		if amount := amounts[member]; !amount.IsZero() {
			records = append(records, types.PatronageRecord{MemberId: member, Amount: amount})
		}
	}
	return records, nil
}

// columns says where the first line names member and amount, or the basis.
func columns(rows *csv.Reader, basis string) (member, amount int, err error) {
	header, err := rows.Read()
	if err != nil {
		return 0, 0, fmt.Errorf("the file has no first line that names the columns member and amount: %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	member, amount = slices.Index(header, "member"), slices.Index(header, "amount")
	if amount < 0 {
		amount = slices.Index(header, basis)
	}
	if member < 0 || amount < 0 {
		return 0, 0, fmt.Errorf("the columns are %s; there has to be member, and amount or %s", strings.Join(header, ","), basis)
	}
	return member, amount, nil
}

// wholeUnits reads an amount of a record, which takes back where it is negative.
func wholeUnits(text string) (math.Int, error) {
	amount, whole := math.NewIntFromString(text)
	if digits := strings.TrimPrefix(text, "-"); !whole || strings.HasPrefix(digits, "0") && digits != "0" {
		return amount, fmt.Errorf("%q is no whole number of units", text)
	}
	return amount, nil
}

func dispute(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	period, member, err := periodAndMember(args)
	if err != nil {
		return nil, err
	}
	document, err := sum(args[3])
	return &types.MsgDisputePatronage{Signer: signer, CoopId: coopID, Period: period, MemberId: member, Basis: args[2], DocumentSha256: document}, err
}

func answerDispute(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	period, member, err := periodAndMember(args)
	if err != nil {
		return nil, err
	}
	correction, whole := math.NewIntFromString(args[2])
	if !whole {
		return nil, fmt.Errorf("%q is no whole number of units; write what is to be added, or 0 to let the records stand", args[2])
	}
	text, err := cmd.Flags().GetString(flagDocument)
	if err != nil {
		return nil, err
	}
	document, err := sum(text)
	return &types.MsgAnswerDispute{Authority: signer, CoopId: coopID, Period: period, MemberId: member, Correction: correction, DocumentSha256: document}, err
}

func present(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	period, err := command.Number(args[0], "a period")
	if err != nil {
		return nil, err
	}
	accounts, err := sum(args[1])
	if err != nil {
		return nil, err
	}
	report, err := sum(args[2])
	return &types.MsgPresentAccounts{Signer: signer, CoopId: coopID, Period: period, AccountsSha256: accounts, ReportSha256: report}, err
}

func approveAccounts(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	period, err := command.Number(args[0], "a period")
	if err != nil {
		return nil, err
	}
	presentation, err := strconv.ParseUint(args[1], 10, 32)
	if err != nil || presentation == 0 {
		return nil, fmt.Errorf("%q is not the number of a presentation; see it with: coopd q surplus period COOP %d", args[1], period)
	}
	given, err := cmd.Flags().GetStringSlice(flagRate)
	if err != nil {
		return nil, err
	}
	message := &types.MsgApproveAccounts{Authority: account, CoopId: coopID, Period: period, Presentation: uint32(presentation)}
	for _, one := range given {
		step, text, _ := strings.Cut(one, "=")
		rate, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("--%s %q is no rate; write STEP=PPM, such as education=50000", flagRate, one)
		}
		message.Rates = append(message.Rates, types.StepRate{Step: step, RatePpm: uint32(rate)})
	}
	return message, nil
}

func reopenAccounts(_ *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	period, err := command.Number(args[0], "a period")
	return &types.MsgReopenAccounts{Authority: account, CoopId: coopID, Period: period}, err
}

func takeShare(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	period, member, err := periodAndMember(args)
	return &types.MsgTakeShare{Signer: signer, CoopId: coopID, Period: period, MemberId: member}, err
}

func periodAndMember(args []string) (period, member uint64, err error) {
	if period, err = command.Number(args[0], "a period"); err != nil {
		return 0, 0, err
	}
	member, err = command.Number(args[1], "a member")
	return period, member, err
}

// sum reads a SHA-256.
func sum(text string) ([]byte, error) {
	hash, err := hex.DecodeString(text)
	if err != nil || len(hash) != 32 {
		return nil, fmt.Errorf("%q is not a SHA-256 in hexadecimal; get it with: coopd doc hash FILE", text)
	}
	return hash, nil
}
