// Package command makes the commands that name a co-op by its slug where messages
// hold its id: those that a key signs, and those that write a proposal.
package command

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/client/proposal"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Act makes a message of the arguments after the co-op.
type Act func(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error)

// Sent is a command whose message a key signs. It has from least to most arguments,
// the co-op among them; a negative most is no bound.
func Sent(use, short string, least, most int, make Act, example string) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example, Args: between(least, most),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			if clientCtx.FromAddress.Empty() {
				return fmt.Errorf("nobody signs: give the name of your key with --%s", flags.FlagFrom)
			}
			coop, err := FindCoop(cmd, clientCtx, args[0])
			if err != nil {
				return err
			}
			message, err := make(cmd, types.AddressText(clientCtx.FromAddress), coop.Id, args[1:])
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), message)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func between(least, most int) cobra.PositionalArgs {
	if most < 0 {
		return cobra.MinimumNArgs(least)
	}
	return cobra.RangeArgs(least, most)
}

// Proposed is a command that writes a proposal for the members, who alone decide.
func Proposed(use, short, title string, arguments int, make Act) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(arguments),
		Long: short + ". Nothing is sent: save what it prints, add a summary, and propose it with:\n\n  coopd tx governance propose FILE --from KEY",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			coop, err := FindCoop(cmd, clientCtx, args[0])
			if err != nil {
				return err
			}
			message, err := make(cmd, coop.Account, coop.Id, args[1:])
			if err != nil {
				return err
			}
			return Print(cmd, clientCtx, coop.Slug, title, message)
		},
	}
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// Print writes the form that `coopd tx governance propose` reads.
func Print(cmd *cobra.Command, clientCtx client.Context, coop, title string, message sdk.Msg) error {
	text, err := proposal.Text(clientCtx.Codec, coop, title, "", message)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(text)
	return err
}

// FindCoop looks a co-op up by slug or id.
func FindCoop(cmd *cobra.Command, clientCtx client.Context, reference string) (types.Coop, error) {
	if _, _, err := types.ParseReference(reference); err != nil {
		return types.Coop{}, err
	}
	response, err := types.NewQueryClient(clientCtx).Coop(cmd.Context(), &types.QueryCoopRequest{Coop: reference})
	if err != nil {
		return types.Coop{}, err
	}
	return response.Coop, nil
}

// Number reads what an argument counts, from 1.
func Number(text, what string) (uint64, error) {
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil || value == 0 {
		return 0, fmt.Errorf("%q is not the number of %s; numbers count from 1", text, what)
	}
	return value, nil
}
