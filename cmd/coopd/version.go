package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/version"

	"github.com/coopledger/coopledger/app/ante"
)

// versionCommand names what two nodes must have in common.
func versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which coopd this is",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info := version.NewInfo()
			if format, _ := cmd.Flags().GetString(flags.FlagOutput); format == "json" {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{
					"version":    info.Version,
					"commit":     info.GitCommit,
					"go":         info.GoVersion,
					"cosmos_sdk": info.CosmosSdkVersion,
					"verifier":   ante.VerifierName,
				})
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "coopd %s (%s)\n%s, cosmos-sdk %s\nsignatures verified by %s\n",
				info.Version, info.GitCommit, info.GoVersion, info.CosmosSdkVersion, ante.VerifierName)
			return err
		},
	}
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text or json")
	return cmd
}
