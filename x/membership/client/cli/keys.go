package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagMember    = "member"
	flagExpiresIn = "expires-in"
	flagExpiresAt = "expires-at"

	defaultProofLifetime = 7 * 24 * time.Hour
)

func newAddKeyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add-key COOP PROOF.json",
		Short: "Let another key act for your place in a co-op",
		Long: `Let another key (a phone, a wallet) act for you. The new key agrees first:

  coopd tx membership prove-key bakery --member 3 --from phone > phone.json
  coopd tx membership add-key bakery phone.json --from laptop`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			proof, err := readProofFile(clientCtx.Codec, args[1])
			if err != nil {
				return err
			}
			coop, err := findCoop(cmd.Context(), clientCtx, args[0])
			if err != nil {
				return err
			}
			return send(cmd, clientCtx, &types.MsgAddKey{Signer: signer, CoopId: coop.Id, Key: proof})
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func newRemoveKeyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "remove-key COOP ADDRESS",
		Short: "End a key's right to act for your place in a co-op",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			if _, err := types.AddressBytes(args[1]); err != nil {
				return err
			}
			coop, err := findCoop(cmd.Context(), clientCtx, args[0])
			if err != nil {
				return err
			}
			return send(cmd, clientCtx, &types.MsgRemoveKey{Signer: signer, CoopId: coop.Id, Address: args[1]})
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func newProveKeyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prove-key SLUG --from KEY",
		Short: "Sign that a key of yours may act for a member of a co-op; sends nothing",
		Long: `Sign, off line, that a key of yours agrees to act for a member of a co-op, and print
the proof. Give it to whoever founds the co-op or admits you, or use it in add-key
with the number of your place (--member).`,
		Args: cobra.ExactArgs(1),
		RunE: runProveKey,
	}
	cmd.Flags().String(flags.FlagFrom, "", "name of the key that agrees")
	cmd.Flags().String(flags.FlagChainID, "", "the ledger's chain id")
	cmd.Flags().Uint64(flagMember, 0, "number of the member that gets the key; 0 for somebody who is yet to join")
	cmd.Flags().Duration(flagExpiresIn, defaultProofLifetime, "how long the proof is good, from now")
	cmd.Flags().Int64(flagExpiresAt, 0, "chain time in seconds at which the proof ends, in place of --"+flagExpiresIn)
	_ = cmd.MarkFlagRequired(flags.FlagFrom)
	cmd.MarkFlagsMutuallyExclusive(flagExpiresIn, flagExpiresAt)
	flags.AddKeyringFlags(cmd.Flags())
	return cmd
}

func runProveKey(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	if clientCtx.ChainID == "" {
		return fmt.Errorf("a proof names its ledger: give --%s", flags.FlagChainID)
	}
	if err := types.ValidateSlug(args[0]); err != nil {
		return err
	}
	memberID, err := cmd.Flags().GetUint64(flagMember)
	if err != nil {
		return err
	}
	expiresAt, err := proofExpiry(cmd)
	if err != nil {
		return err
	}
	record, err := clientCtx.Keyring.Key(clientCtx.FromName)
	if err != nil {
		return err
	}
	pubKey, err := record.GetPubKey()
	if err != nil {
		return err
	}
	proof, err := types.SignKeyProof(clientCtx.ChainID, args[0], memberID, pubKey, expiresAt, func(text []byte) ([]byte, error) {
		signature, _, err := clientCtx.Keyring.Sign(clientCtx.FromName, text, signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON)
		return signature, err
	})
	if err != nil {
		return err
	}
	text, err := clientCtx.Codec.MarshalJSON(&proof)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), string(text))
	return err
}

// proofExpiry is in seconds. Chain time never runs ahead of civil time, so a
// proof is good for at least as long as it says.
func proofExpiry(cmd *cobra.Command) (int64, error) {
	at, err := cmd.Flags().GetInt64(flagExpiresAt)
	if err != nil || at != 0 {
		return at, err
	}
	lifetime, err := cmd.Flags().GetDuration(flagExpiresIn)
	if err != nil {
		return 0, err
	}
	if lifetime < time.Second {
		return 0, fmt.Errorf("--%s is %s; give at least a second", flagExpiresIn, lifetime)
	}
	return time.Now().Add(lifetime).Unix(), nil
}
