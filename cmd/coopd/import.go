package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/coopledger/coopledger/offchain/roll"
	"github.com/coopledger/coopledger/x/chain/client/proposal"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagImportCoop = "coop"
	flagImportOut  = "out"
	flagDryRun     = "dry-run"

	announcementFile = "announce.yaml"
)

// importCommand turns the roll of an existing co-op into a proposal and the
// batches that follow it.
func importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import ROLL.csv [SHARES.csv] [LOTS.csv] [OPENING.csv] --coop SLUG --out DIR",
		Short: "Bring in the roll of an existing co-op, what members hold, and its opening balances",
		Long: `Read the roll of an existing co-op from a CSV file, check every row, and write

  DIR/announce.yaml      the proposal: the members decide once, for the whole file
  DIR/batch-0001.json …  the rows, sent by anybody once they have decided
  DIR/lots-0001.yaml …   if files of what members hold are given: the proposals that
                         bring in their shares and loans
  DIR/opening.txt        if a trial balance is given: the commands with which an officer
                         enters it, to be approved by another

The first line names the columns: member_number or external_id (64 hexadecimal
digits), class, joined (a day like 1999-12-31), and if you like state (active,
suspended, leaving, lapsed or deceased), suspended_until (the day on which the
suspension ends; without it it lasts as long as the ledger lets one last within a
year), leaves (the day on which who is leaving leaves), ended (the day on which who has
lapsed or died ceased to be a member), minor_until (the day on which a minor comes of
age) and holders (how many persons hold a joint place). Whatever is wrong is listed at once, and nothing is written before all
of it is gone. With --dry-run nothing is written at all: it says what each row becomes.

What members hold is in files with the columns member_number, instrument (of the
charter), number (of units), date (since when) and paid (in base units of the
instrument's denom); --opening-account names the account of equity that it comes out of.

An opening trial balance is another CSV file, with the columns account, fund, balance
(minor units of the book's currency; debits positive, credits negative; all sum to zero)
and, for accounts kept by member, member_number.

  coopd import roll.csv --coop bakery --dry-run
  coopd import roll.csv shares.csv opening.csv --coop bakery --opening-account 3000 --out import
  coopd tx governance propose import/announce.yaml --from anna
  coopd tx membership import-members import/batch-0001.json --from anna`,
		Args: cobra.MinimumNArgs(1),
		RunE: runImport,
	}
	cmd.Flags().String(flagImportCoop, "", "co-op whose roll it is, by slug or id")
	cmd.Flags().String(flagImportOut, "", "new directory for the files")
	cmd.Flags().String(flagOpeningAccount, "", "account of equity that what members hold comes out of, by its code")
	cmd.Flags().Bool(flagDryRun, false, "say what each row becomes, and write nothing")
	_ = cmd.MarkFlagRequired(flagImportCoop)
	cmd.MarkFlagsOneRequired(flagImportOut, flagDryRun)
	cmd.MarkFlagsMutuallyExclusive(flagImportOut, flagDryRun)
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

func runImport(cmd *cobra.Command, args []string) error {
	opened, given, err := readExtras(args)
	if err != nil {
		return err
	}
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	reference, err := cmd.Flags().GetString(flagImportCoop)
	if err != nil {
		return err
	}
	queries := membershiptypes.NewQueryClient(clientCtx)
	found, err := queries.Coop(cmd.Context(), &membershiptypes.QueryCoopRequest{Coop: reference})
	if err != nil {
		return err
	}
	limits, err := queries.Params(cmd.Context(), &membershiptypes.QueryParamsRequest{})
	if err != nil {
		return err
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	read, err := roll.Read(text, found.Charter, found.Roll.NextMemberId, time.Now().Unix())
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if uint64(len(read.Rows)) > limits.Params.MaxImportMembers {
		return fmt.Errorf("%s has %d members and one file brings in %d; cut it", args[0], len(read.Rows), limits.Params.MaxImportMembers)
	}
	balance, err := checkOpening(cmd, clientCtx, opened, found.Charter, found.Roll.NextMemberId-1+uint64(len(read.Rows)))
	if err != nil {
		return err
	}
	held, err := checkLots(cmd, clientCtx, given, found.Coop, found.Charter, found.Roll.NextMemberId-1+uint64(len(read.Rows)))
	if err != nil {
		return err
	}
	if dry, _ := cmd.Flags().GetBool(flagDryRun); dry {
		if err := reportRows(cmd, found.Charter, limits.Params, read); err != nil {
			return err
		}
		if err := reportLots(cmd, held); err != nil {
			return err
		}
		return reportOpening(cmd, balance)
	}
	directory, err := cmd.Flags().GetString(flagImportOut)
	if err != nil {
		return err
	}
	if err := writeImport(cmd, clientCtx, directory, found.Coop, read, int(limits.Params.MaxImportBatch)); err != nil {
		return err
	}
	if err := writeLots(cmd, clientCtx, directory, found.Coop.Slug, held); err != nil {
		return err
	}
	return writeOpening(cmd, directory, found.Coop.Slug, balance)
}

// reportRows says what each row becomes.
func reportRows(cmd *cobra.Command, charter membershiptypes.Charter, limits membershiptypes.Params, read roll.Roll) error {
	out, now := cmd.OutOrStdout(), time.Now().Unix()
	for i, row := range read.Rows {
		class, err := charter.Class(row.ClassId)
		if err != nil {
			return err
		}
		vote, state := "no vote", "active"
		if class.Votes && !row.Former() && row.MinorUntil == 0 {
			vote = "one vote"
		}
		if row.Holders > 1 {
			vote += fmt.Sprintf(", held by %d persons together", row.Holders)
		}
		switch {
		case row.Suspended:
			state = "suspended until " + day(row.SuspensionEnd(now, limits)) + " at the latest"
		case row.LeavesAt != 0:
			state = "leaves on " + day(row.LeavesAt)
		case row.Former():
			state = row.Ended.Word() + " since " + day(row.EndedAt)
		}
		if row.MinorUntil != 0 {
			state += ", a minor until " + day(row.MinorUntil)
		}
		if _, err := fmt.Fprintf(out, "line %d: member %d, %s (%s), joined %s, %s\n",
			i+2, read.FirstNumber+uint64(i), class.Name, vote, day(row.JoinedAt), state); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d members can be brought in; file SHA-256 %x\n", len(read.Rows), read.FileSHA256)
	return err
}

func day(seconds int64) string { return membershiptypes.Date(seconds)[:10] }

// writeImport writes the proposal and the batches into a new directory.
func writeImport(
	cmd *cobra.Command, clientCtx client.Context, directory string, coop membershiptypes.Coop, read roll.Roll, size int,
) error {
	if err := os.Mkdir(directory, 0o750); err != nil {
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s is there already: name a new directory, so that batches of two files don't mix", directory)
		}
		return err
	}
	text, err := proposal.Text(clientCtx.Codec, coop.Slug, "Bring in our roll",
		fmt.Sprintf("%d members from the file with SHA-256 %x come onto the roll.", len(read.Rows), read.FileSHA256), read.Announcement(coop))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(directory, announcementFile), text, 0o600); err != nil {
		return err
	}
	batches := read.Batches(coop.Id, size)
	for i, batch := range batches {
		text, err := clientCtx.Codec.MarshalJSON(batch)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(directory, fmt.Sprintf("batch-%04d.json", i+1)), text, 0o600); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d members in %d batches. Propose %s, and once it is decided send the batches in order:\n  coopd tx membership import-members %s --from KEY\n",
		len(read.Rows), len(batches), filepath.Join(directory, announcementFile), filepath.Join(directory, "batch-0001.json"))
	return err
}
