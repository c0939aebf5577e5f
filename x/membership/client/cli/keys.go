package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagMember    = "member"
	flagFounding  = "founding"
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
		Use:   "prove-key (SLUG [--member N] | --founding FILE.yaml) --from KEY",
		Short: "Sign that a key of yours may act for a member of a co-op; sends nothing",
		Long: `Sign, off line, that a key of yours agrees to act for a member of a co-op, and print
the proof. What you sign is shown.

To join: give the proof to whoever admits you. To add a key to your place: give
the number of your place, and use the proof in add-key. To found a co-op: read the
file that all founders sign, and give the proof to whoever founds it.

  coopd tx membership prove-key bakery --from anna > anna.json
  coopd tx membership prove-key bakery --member 3 --from phone > phone.json
  coopd tx membership prove-key --founding founding.yaml --from anna > anna.json

A proof is good once, and ends by itself.`,
		Args: cobra.MaximumNArgs(1),
		RunE: runProveKey,
	}
	cmd.Flags().String(flags.FlagFrom, "", "name of the key that agrees")
	cmd.Flags().String(flags.FlagChainID, "", "the ledger's chain id")
	cmd.Flags().Uint64(flagMember, 0, "number of the member that gets the key; 0 for somebody who is yet to join")
	cmd.Flags().String(flagFounding, "", "file of the co-op that you found with others (coopd tx membership found --help)")
	cmd.Flags().Duration(flagExpiresIn, defaultProofLifetime, "how long the proof is good, from now")
	cmd.Flags().Int64(flagExpiresAt, 0, "chain time in seconds at which the proof ends, in place of --"+flagExpiresIn)
	_ = cmd.MarkFlagRequired(flags.FlagFrom)
	cmd.MarkFlagsMutuallyExclusive(flagExpiresIn, flagExpiresAt)
	cmd.MarkFlagsMutuallyExclusive(flagMember, flagFounding)
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
	sign := func(text []byte) ([]byte, error) {
		signature, _, err := clientCtx.Keyring.Sign(clientCtx.FromName, text, signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON)
		return signature, err
	}
	path, err := cmd.Flags().GetString(flagFounding)
	if err != nil {
		return err
	}
	var proof types.KeyProof
	switch {
	case path != "" && len(args) == 0:
		proof, err = proveFounder(cmd, clientCtx, path, pubKey, expiresAt, sign)
	case path == "" && len(args) == 1:
		proof, err = proveMember(cmd, clientCtx, args[0], pubKey, expiresAt, sign)
	default:
		return fmt.Errorf("give the slug of a co-op, or --%s with the file of one that is being founded", flagFounding)
	}
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

func proveMember(
	cmd *cobra.Command, clientCtx client.Context, slug string, pubKey cryptotypes.PubKey, expiresAt int64,
	sign func([]byte) ([]byte, error),
) (types.KeyProof, error) {
	if err := types.ValidateSlug(slug); err != nil {
		return types.KeyProof{}, err
	}
	memberID, err := cmd.Flags().GetUint64(flagMember)
	if err != nil {
		return types.KeyProof{}, err
	}
	text := types.KeyProofText(clientCtx.ChainID, slug, memberID, types.AddressText(pubKey.Address()), expiresAt)
	cmd.PrintErrf("You sign:\n\n%s\n\n", text)
	return types.SignKeyProof(clientCtx.ChainID, slug, memberID, pubKey, expiresAt, sign)
}

func proveFounder(
	cmd *cobra.Command, clientCtx client.Context, path string, pubKey cryptotypes.PubKey, expiresAt int64,
	sign func([]byte) ([]byte, error),
) (types.KeyProof, error) {
	read, err := readFounding(clientCtx.Codec, path)
	if err != nil {
		return types.KeyProof{}, err
	}
	claim, err := read.claim(clientCtx.ChainID)
	if err != nil {
		return types.KeyProof{}, err
	}
	number, err := claim.PlaceOf(pubKey.Address())
	if err != nil {
		return types.KeyProof{}, err
	}
	list, err := types.FoundersText(read.places)
	if err != nil {
		return types.KeyProof{}, err
	}
	text := claim.Text(number, types.AddressText(pubKey.Address()), expiresAt)
	cmd.PrintErrf("The founders:\n\n%s\nYou sign:\n\n%s\n\nThe charter in sentences: coopd charter explain FILE\n\n", list, text)
	return types.SignFounderProof(claim, number, pubKey, expiresAt, sign)
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

// proveWithKeyring signs the consent of the key named by --from.
func proveWithKeyring(clientCtx client.Context, chainID, slug string, memberID uint64, expiresAt int64) (types.KeyProof, error) {
	record, err := clientCtx.Keyring.Key(clientCtx.FromName)
	if err != nil {
		return types.KeyProof{}, err
	}
	pubKey, err := record.GetPubKey()
	if err != nil {
		return types.KeyProof{}, err
	}
	return types.SignKeyProof(chainID, slug, memberID, pubKey, expiresAt, func(text []byte) ([]byte, error) {
		signature, _, err := clientCtx.Keyring.Sign(clientCtx.FromName, text, signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON)
		return signature, err
	})
}

// proofFile reads a proof that somebody made with prove-key.
func proofFile(cmd *cobra.Command, path string) (types.KeyProof, error) {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return types.KeyProof{}, err
	}
	return readProofFile(clientCtx.Codec, path)
}
