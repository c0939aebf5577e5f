// Package cli has the commands that the automatic ones can't express: they take
// slugs where messages hold ids, and files where messages hold charters and proofs.
package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// NewTxCmd is `coopd tx membership …`.
func NewTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        types.ModuleName,
		Short:                      "Found co-ops, admit members, apply, leave, grant powers, amend charters, look after keys, decide charges, publish documents",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	cmd.AddCommand(
		newFoundCmd(), newAdmitCmd(), newApplyCmd(), newLeaveCmd(),
		newAddKeyCmd(), newRemoveKeyCmd(), newProveKeyCmd(),
	)
	cmd.AddCommand(newApplicationCmds()...)
	cmd.AddCommand(newPlaceCmds()...)
	cmd.AddCommand(charterCommands()...)
	cmd.AddCommand(powerCommands()...)
	cmd.AddCommand(newImportMembersCmd())
	cmd.AddCommand(invitationCommands()...)
	cmd.AddCommand(recoveryCommands()...)
	cmd.AddCommand(newCaseCmds()...)
	cmd.AddCommand(newDocumentCmds()...)
	return cmd
}

// signingContext reads the flags of a transaction and who signs it.
func signingContext(cmd *cobra.Command) (client.Context, string, error) {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return client.Context{}, "", err
	}
	if clientCtx.FromAddress.Empty() {
		return client.Context{}, "", fmt.Errorf("nobody signs: give the name of your key with --%s", flags.FlagFrom)
	}
	return clientCtx, types.AddressText(clientCtx.FromAddress), nil
}

func send(cmd *cobra.Command, clientCtx client.Context, message sdk.Msg) error {
	return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), message)
}

// findCoop looks a co-op up by slug or id.
func findCoop(ctx context.Context, clientCtx client.Context, reference string) (types.Coop, error) {
	if _, _, err := types.ParseReference(reference); err != nil {
		return types.Coop{}, err
	}
	response, err := types.NewQueryClient(clientCtx).Coop(ctx, &types.QueryCoopRequest{Coop: reference})
	if err != nil {
		return types.Coop{}, err
	}
	return response.Coop, nil
}
