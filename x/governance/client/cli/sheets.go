package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
)

const (
	flagPaper      = "paper"
	flagResolution = "resolution"

	// maxSheetLines bounds what is read of a list; the ledger's limit is lower.
	maxSheetLines = 10_000

	listForm = `LIST.csv has a line for each member, in the order of their numbers: "7,yes" for a
ballot, "7" for somebody present. A first line that names the columns is skipped.
--paper is the file with the scan of the signed paper; the ledger keeps its hash.`
)

func newEnterAttendanceCmd() *cobra.Command {
	return withPaper(signedCmd(&cobra.Command{
		Use:     "enter-attendance MEETING LIST.csv --paper FILE",
		Short:   "Enter who is present, as a scrutineer",
		Long:    "Enter who is present. It counts once another scrutineer confirms it.\n\n" + listForm,
		Example: "coopd tx governance meeting enter-attendance 3 present.csv --paper list.pdf --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(cmd *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args[:1], "meeting")
		if err != nil {
			return nil, err
		}
		sheet, err := readSheet(cmd, args[1], 0)
		if err != nil {
			return nil, err
		}
		msg := &types.MsgEnterAttendance{Scrutineer: signer, MeetingId: numbers[0], PaperSha256: sheet.PaperSha256}
		for _, entry := range sheet.Ballots {
			msg.Members = append(msg.Members, entry.MemberId)
		}
		return msg, nil
	}))
}

func newEnterBallotsCmd() *cobra.Command {
	return withPaper(signedCmd(&cobra.Command{
		Use:     "enter-ballots RESOLUTION LIST.csv --paper FILE",
		Short:   "Enter ballots cast by hand or on paper, as a scrutineer",
		Long:    "Enter ballots cast by hand or on paper. They count once another scrutineer\nconfirms them; a member's own ballot always stands above them.\n\n" + listForm,
		Example: "coopd tx governance meeting enter-ballots 12 ballots.csv --paper count.pdf --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(cmd *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		if err != nil {
			return nil, err
		}
		sheet, err := readSheet(cmd, args[1], id)
		if err != nil {
			return nil, err
		}
		return &types.MsgEnterBallots{Scrutineer: signer, ResolutionId: id, Ballots: sheet.Ballots, PaperSha256: sheet.PaperSha256}, nil
	}))
}

func newConfirmSheetCmd() *cobra.Command {
	cmd := withPaper(signedCmd(&cobra.Command{
		Use:   "confirm-sheet MEETING SHEET LIST.csv --paper FILE [--resolution ID]",
		Short: "Confirm what another scrutineer entered, from your own count",
		Long: "Confirm what another scrutineer entered. Give the list that you counted yourself\n" +
			"and the resolution it is about, or none for a list of those present: if it differs\n" +
			"in anything from what was entered, the ledger refuses it.\n\n" + listForm,
		Example: "coopd tx governance meeting confirm-sheet 3 1 ballots.csv --paper count.pdf --resolution 12 --from ben",
		Args:    cobra.ExactArgs(3),
	}, func(cmd *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args[:2], "meeting", "sheet")
		if err != nil {
			return nil, err
		}
		resolution, err := cmd.Flags().GetUint64(flagResolution)
		if err != nil {
			return nil, err
		}
		sheet, err := readSheet(cmd, args[2], resolution)
		if err != nil {
			return nil, err
		}
		number, err := sheetNumber(numbers[1])
		return &types.MsgConfirmSheet{Scrutineer: signer, MeetingId: numbers[0], Sheet: number, ListHash: sheet.HashOfList(numbers[0])}, err
	}))
	cmd.Flags().Uint64(flagResolution, 0, "the resolution that the ballots are for; left out for a list of those present")
	return cmd
}

func newDisputeSheetCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "dispute-sheet MEETING SHEET",
		Short:   "Say for all to see that a sheet is wrong",
		Example: "coopd tx governance meeting dispute-sheet 3 1 --from ben",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		numbers, err := wholeNumbers(args, "meeting", "sheet")
		if err != nil {
			return nil, err
		}
		number, err := sheetNumber(numbers[1])
		return &types.MsgDisputeSheet{Member: signer, MeetingId: numbers[0], Sheet: number}, err
	})
}

func withPaper(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().String(flagPaper, "", "file with the scan of the signed paper")
	_ = cmd.MarkFlagRequired(flagPaper)
	return cmd
}

func sheetNumber(number uint64) (uint32, error) {
	if number > math.MaxUint32 {
		return 0, fmt.Errorf("%d is no sheet's number: no meeting has so many", number)
	}
	return uint32(number), nil
}

// readSheet reads a list of ballots, or of those present if no resolution is given.
func readSheet(cmd *cobra.Command, path string, resolution uint64) (types.Sheet, error) {
	paper, err := cmd.Flags().GetString(flagPaper)
	if err != nil {
		return types.Sheet{}, err
	}
	sheet := types.Sheet{ResolutionId: resolution}
	if sheet.PaperSha256, err = hashOfFile(paper); err != nil {
		return sheet, err
	}
	file, err := os.Open(path)
	if err != nil {
		return sheet, fmt.Errorf("the list can't be read: %w", err)
	}
	defer func() { _ = file.Close() }()
	reader := csv.NewReader(file)
	reader.TrimLeadingSpace = true
	reader.Comment = '#'
	for line := 1; ; line++ {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return sheet, nil
		}
		if err != nil {
			return sheet, fmt.Errorf("%s: %w", path, err)
		}
		if line > maxSheetLines {
			return sheet, fmt.Errorf("%s has more than %d lines; enter it as several sheets", path, maxSheetLines)
		}
		if line == 1 && fields[0] == "member" {
			continue
		}
		entry, err := sheetEntry(fields, resolution != 0)
		if err != nil {
			return sheet, fmt.Errorf("%s, line %d: %w", path, line, err)
		}
		sheet.Ballots = append(sheet.Ballots, entry)
	}
}

func sheetEntry(fields []string, ballots bool) (types.Ballot, error) {
	member, err := strconv.ParseUint(fields[0], 10, 64)
	if err != nil || member == 0 {
		return types.Ballot{}, fmt.Errorf("%q is no member's number: give a whole number from 1", fields[0])
	}
	switch {
	case !ballots && len(fields) == 1:
		return types.Ballot{MemberId: member}, nil
	case !ballots:
		return types.Ballot{}, errors.New("a list of those present has nothing but their numbers; give --resolution for ballots")
	case len(fields) != 2:
		return types.Ballot{}, errors.New("a ballot is a member's number and a choice: 7,yes")
	}
	choice, known := types.ChoiceFromWord(fields[1])
	if !known {
		return types.Ballot{}, fmt.Errorf("%q is not a choice: yes, no, abstain or block", fields[1])
	}
	return types.Ballot{MemberId: member, Choice: choice}, nil
}
