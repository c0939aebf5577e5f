package cli

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/chain/client/proposal"
)

// printResolution writes a proposal for a co-op's members: a co-op's account
// signs only what they have resolved.
func printResolution(cmd *cobra.Command, clientCtx client.Context, coop, title string, message sdk.Msg) error {
	text, err := proposal.Text(clientCtx.Codec, coop, title, "", message)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(text)
	return err
}
