package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/lots"
	"github.com/coopledger/coopledger/x/chain/client/proposal"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const flagOpeningAccount = "opening-account"

// heldFile is a file of what members hold, with the messages that bring it in.
type heldFile struct {
	name     string
	holdings lots.Holdings
	parts    []*treasurytypes.MsgBringInLots
	// perResolution parts fit into a resolution.
	perResolution int
}

// checkLots holds files of what members hold against the co-op's instruments.
func checkLots(
	cmd *cobra.Command, clientCtx client.Context, given []extraText, coop membershiptypes.Coop, charter membershiptypes.Charter, members uint64,
) ([]heldFile, error) {
	if len(given) == 0 {
		return nil, nil
	}
	account, err := cmd.Flags().GetString(flagOpeningAccount)
	if err != nil {
		return nil, err
	}
	if account == "" {
		return nil, errors.New("name the account of equity that what members hold comes out of, such as --opening-account 3000; the opening trial balance leaves it there")
	}
	answer, err := treasurytypes.NewQueryClient(clientCtx).Params(cmd.Context(), &treasurytypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	decisions, err := governancetypes.NewQueryClient(clientCtx).Params(cmd.Context(), &governancetypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	var instruments []lots.Instrument
	for _, instrument := range charter.Book().Instruments {
		loan := instrument.Kind == membershiptypes.InstrumentKind_INSTRUMENT_KIND_LOAN
		instruments = append(instruments, lots.Instrument{Name: instrument.Name, Nominal: instrument.Nominal.BigInt(), PaidUp: loan})
	}
	var held []heldFile
	for _, file := range given {
		read, err := lots.Read(file.text, instruments, members, time.Now().Unix())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
		held = append(held, heldFile{
			name: file.name, holdings: read, parts: partsOf(coop, account, read, int(answer.Params.MaxBroughtInLots)), perResolution: int(decisions.Params.MaxMessages),
		})
	}
	return held, nil
}

// partsOf a file: so many lots a message, numbered from 1.
func partsOf(coop membershiptypes.Coop, account string, read lots.Holdings, most int) (parts []*treasurytypes.MsgBringInLots) {
	for some := range slices.Chunk(read.Lots, most) {
		part := &treasurytypes.MsgBringInLots{
			Authority: membershiptypes.CoopAddress(coop.Id), CoopId: coop.Id, DocumentSha256: read.FileSHA256, Part: uint32(len(parts)) + 1, Account: account,
		}
		for _, lot := range some {
			part.Lots = append(part.Lots, treasurytypes.LotGiven{
				MemberId: lot.Member, Instrument: lot.Instrument, Number: lot.Number, Date: lot.Date, Paid: math.NewIntFromBigInt(lot.Paid),
			})
		}
		parts = append(parts, part)
	}
	return parts
}

// reportLots says what each row of what members hold becomes.
func reportLots(cmd *cobra.Command, held []heldFile) error {
	for _, file := range held {
		for _, lot := range file.holdings.Lots {
			if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s line %d: %s\n", filepath.Base(file.name), lot.Line, lot.Words()); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%d lots can be brought in with %d messages; file SHA-256 %x\n",
			len(file.holdings.Lots), len(file.parts), file.holdings.FileSHA256); err != nil {
			return err
		}
	}
	return nil
}

// writeLots writes the proposals of each file.
func writeLots(cmd *cobra.Command, clientCtx client.Context, directory, coop string, held []heldFile) error {
	written := 0
	for _, file := range held {
		first := written + 1
		for parts := range slices.Chunk(file.parts, file.perResolution) {
			written++
			if err := writeProposalOfLots(clientCtx, lotsFile(directory, written), coop, file, parts); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%d lots of %s. Once the members are on the roll and the opening balances are in, propose %s to %s.\n",
			len(file.holdings.Lots), filepath.Base(file.name), lotsFile(directory, first), lotsFile(directory, written)); err != nil {
			return err
		}
	}
	return nil
}

func lotsFile(directory string, number int) string {
	return filepath.Join(directory, fmt.Sprintf("lots-%04d.yaml", number))
}

func writeProposalOfLots(clientCtx client.Context, path, coop string, file heldFile, parts []*treasurytypes.MsgBringInLots) error {
	messages, count := make([]sdk.Msg, len(parts)), 0
	for i, part := range parts {
		messages[i] = part
		count += len(part.Lots)
	}
	text, err := proposal.Text(clientCtx.Codec, coop, "Bring in what our members hold",
		fmt.Sprintf("%d lots from the file with SHA-256 %x.", count, file.holdings.FileSHA256), messages...)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
