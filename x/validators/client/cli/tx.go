// Package cli is what operators of validators send and prepare on the command line.
package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// NewTxCmd returns `coopd tx validators`.
func NewTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   types.ModuleName,
		Short: "Run a validator's seat",
		Long: `Run a validator's seat.

Seats are given and taken by resolutions of the root federation, and an operator
is appointed by a resolution of the seat's co-op: prove-consensus-key prepares
the message. What the operator does alone are unjail and rotate-key.`,
		RunE: client.ValidateCmd,
	}
	cmd.AddCommand(proveConsensusKeyCommand(), newConsensusKeyCommand(), unjailCommand(), rotateKeyCommand())
	return cmd
}

func unjailCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "unjail COOP --from OPERATOR",
		Short:   "Bring a seat back that missed too many blocks",
		Example: "coopd tx validators unjail hostery --from operator",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientContext, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			coopID, err := coopID(cmd, clientContext, args[0])
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientContext, cmd.Flags(), &types.MsgUnjail{
				Operator: clientContext.GetFromAddress().String(), CoopId: coopID,
			})
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func rotateKeyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rotate-key COOP --key-file FILE --from OPERATOR",
		Short: "Replace a seat's consensus key",
		Long: `Replace a seat's consensus key by the one in FILE, which new-consensus-key makes.

The old key signs until two blocks after the change, so leave it in the node
until the node no longer counts as a validator, then put the new one in and
start again. Never run two nodes with one key.`,
		Example: "coopd tx validators rotate-key hostery --key-file new_key.json --from operator",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientContext, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			coopID, err := coopID(cmd, clientContext, args[0])
			if err != nil {
				return err
			}
			key, err := readKey(cmd, "")
			if err != nil {
				return err
			}
			chainID, err := chainID(clientContext)
			if err != nil {
				return err
			}
			operator := clientContext.GetFromAddress()
			proof, err := types.ProveConsensusKey(key, chainID, coopID, operator)
			if err != nil {
				return err
			}
			packed, err := codectypes.NewAnyWithValue(key.PubKey())
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientContext, cmd.Flags(), &types.MsgRotateKey{
				Operator: operator.String(), CoopId: coopID, ConsensusPubkey: packed, Proof: proof,
			})
		},
	}
	cmd.Flags().String(flagKeyFile, "", "file of the new key, as new-consensus-key writes it")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// coopID reads an id, or asks the node for a slug's.
func coopID(cmd *cobra.Command, clientContext client.Context, reference string) (uint64, error) {
	if id, err := strconv.ParseUint(reference, 10, 64); err == nil && id != 0 {
		return id, nil
	}
	response, err := membershiptypes.NewQueryClient(clientContext).Coop(cmd.Context(), &membershiptypes.QueryCoopRequest{Coop: reference})
	if err != nil {
		return 0, fmt.Errorf("the co-op %q can't be looked up; give its id instead of its slug if no node answers: %w", reference, err)
	}
	return response.Coop.Id, nil
}

func chainID(clientContext client.Context) (string, error) {
	if clientContext.ChainID == "" {
		return "", fmt.Errorf("the chain id is not known, and the proof holds for one chain only; add --%s or set chain-id in client.toml", flags.FlagChainID)
	}
	return clientContext.ChainID, nil
}
