package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	proposalfile "github.com/coopledger/coopledger/x/chain/client/proposal"
	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// flagByResolution has a command write a proposal in place of sending.
const flagByResolution = "resolution"

// proposal is what a co-op's account is to sign once it is resolved.
type proposal struct {
	coopID  uint64
	title   string
	message sdk.Msg
}

// proposing makes a proposal from a command's arguments.
type proposing func(cmd *cobra.Command, clientCtx client.Context, args []string) (proposal, error)

// proposingCmd is a command that sends nothing: it writes a proposal, since a
// co-op's account signs only what has been resolved.
func proposingCmd(cmd *cobra.Command, makes proposing) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return writeProposal(cmd, args, makes) }
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// orByResolution lets a command that an officer sends write a proposal instead.
func orByResolution(cmd *cobra.Command, makes proposing) *cobra.Command {
	sends := cmd.RunE
	cmd.Flags().Bool(flagByResolution, false, "write a proposal for those who decide on it, and send nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		byResolution, err := cmd.Flags().GetBool(flagByResolution)
		if err != nil {
			return err
		}
		if !byResolution {
			return sends(cmd, args)
		}
		return writeProposal(cmd, args, makes)
	}
	return cmd
}

// writeProposal prints it in the form that `propose` reads.
func writeProposal(cmd *cobra.Command, args []string, makes proposing) error {
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	made, err := makes(cmd, clientCtx, args)
	if err != nil {
		return err
	}
	written, err := proposalfile.Text(clientCtx.Codec, fmt.Sprint(made.coopID), made.title, "", made.message)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(written)
	return err
}

func newRescindCmd() *cobra.Command {
	return proposingCmd(&cobra.Command{
		Use:   "rescind COOP RESOLUTION",
		Short: "Write the proposal that takes back what a co-op has passed and not yet carried out",
		Long: `Write the proposal that takes back a resolution which has passed and is in its
timelock. Nothing is sent. It is decided by the rule that the charter asks for the
subject "rescission", and must be carried out before the timelock ends.`,
		Example: `coopd tx governance rescind bakery 12 > rescind.yaml
coopd tx governance propose rescind.yaml --from ana`,
		Args: cobra.ExactArgs(2),
	}, func(cmd *cobra.Command, clientCtx client.Context, args []string) (proposal, error) {
		id, err := resolutionID(args[1])
		if err != nil {
			return proposal{}, err
		}
		coopID, err := findCoop(cmd.Context(), clientCtx, args[0])
		return proposal{
			coopID: coopID, title: fmt.Sprintf("Rescind resolution %d", id),
			message: &types.MsgRescind{Authority: membershiptypes.CoopAddress(coopID), ResolutionId: id},
		}, err
	})
}
