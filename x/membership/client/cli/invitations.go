package cli

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// invitationScheme begins the code that a newcomer gets.
const invitationScheme = "coop-invitation"

// invitationCode is what the newcomer's device needs to take the place: the
// ledger, the co-op's slug, the place's number (0 for a new one), and the secret.
// The secret is the part of a link that no server sees.
func invitationCode(chainID, slug string, memberID uint64, secret []byte) string {
	link := url.URL{Scheme: invitationScheme, Host: chainID, Path: fmt.Sprintf("/%s/%d", slug, memberID), Fragment: hex.EncodeToString(secret)}
	return link.String()
}

// parseInvitationCode reads it again.
func parseInvitationCode(code string) (chainID, slug string, memberID uint64, secret *secp256k1.PrivKey, err error) {
	wrong := errors.New("this is not an invitation: it looks like " + invitationScheme + "://LEDGER/CO-OP/NUMBER#SECRET; copy the whole line")
	link, err := url.Parse(strings.TrimSpace(code))
	if err != nil || link.Scheme != invitationScheme || link.Host == "" {
		return "", "", 0, nil, wrong
	}
	parts := strings.Split(strings.Trim(link.Path, "/"), "/")
	raw, err := hex.DecodeString(link.Fragment)
	if err != nil || len(raw) != secp256k1.PrivKeySize || len(parts) != 2 {
		return "", "", 0, nil, wrong
	}
	if memberID, err = strconv.ParseUint(parts[1], 10, 64); err != nil {
		return "", "", 0, nil, wrong
	}
	return link.Host, parts[0], memberID, &secp256k1.PrivKey{Key: raw}, types.ValidateSlug(parts[0])
}

func newMakeInvitationCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "make-invitation SLUG",
		Short: "Make the code of an invitation, and its public key; sends nothing",
		Long: `Make the key of one invitation, off line. Give the code to the newcomer alone, by
hand or as a QR code; the public key goes on the ledger:

  coopd tx membership make-invitation bakery > dora.json
  coopd tx membership invite bakery PUBLIC_KEY --class workers --from secretary

Whoever has the code can take the place, once, until it ends.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			if clientCtx.ChainID == "" {
				return fmt.Errorf("an invitation names its ledger: give --%s", flags.FlagChainID)
			}
			if err := types.ValidateSlug(args[0]); err != nil {
				return err
			}
			memberID, err := cmd.Flags().GetUint64(flagMember)
			if err != nil {
				return err
			}
			secret := secp256k1.GenPrivKey()
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{
				"code":       invitationCode(clientCtx.ChainID, args[0], memberID, secret.Key),
				"public_key": hex.EncodeToString(secret.PubKey().Bytes()),
			})
		},
	}
	cmd.Flags().Uint64(flagMember, 0, "number of an existing place without a key; 0 for a new place")
	cmd.Flags().String(flags.FlagChainID, "", "the ledger's chain id")
	return cmd
}

func newInviteCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "invite COOP PUBLIC_KEY (--class CLASS | --member NUMBER)",
		Short: "Offer a place to whoever holds an invitation's code",
		Long: `Offer a new place in a class, as an officer who may admit or by a resolution; or an
existing place without a key, which a second officer confirms. With --resolution
nothing is sent: it writes a proposal for the members.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			invitation, err := hex.DecodeString(args[1])
			if err != nil {
				return fmt.Errorf("%q is no public key in hexadecimal digits; make-invitation prints one", args[1])
			}
			class, _ := cmd.Flags().GetString(flagClass)
			memberID, _ := cmd.Flags().GetUint64(flagMember)
			expiresAt, err := proofExpiry(cmd)
			if err != nil {
				return err
			}
			return sendOrPropose(cmd, args[0], "Invite a member", func(signer string, coopID uint64) (sdk.Msg, error) {
				return &types.MsgInvite{
					Authority: signer, CoopId: coopID, Invitation: invitation, Class: class, MemberId: memberID, ExpiresAt: expiresAt,
				}, nil
			})
		},
	}
	cmd.Flags().String(flagClass, "", "class of the new place, by name")
	cmd.Flags().Uint64(flagMember, 0, "number of an existing place without a key, in place of a class")
	cmd.Flags().Duration(flagExpiresIn, defaultProofLifetime, "how long the invitation is good, from now")
	cmd.Flags().Int64(flagExpiresAt, 0, "chain time in seconds at which it ends, in place of --"+flagExpiresIn)
	cmd.Flags().Bool(flagResolution, false, "write a proposal for the members, and send nothing")
	cmd.MarkFlagsMutuallyExclusive(flagExpiresIn, flagExpiresAt)
	cmd.MarkFlagsMutuallyExclusive(flagClass, flagMember)
	cmd.MarkFlagsOneRequired(flagClass, flagMember)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// aClaim is what the newcomer's device makes and somebody else sends.
type aClaim struct {
	Coop       string          `json:"coop"`
	Invitation string          `json:"invitation"`
	Key        json.RawMessage `json:"key"`
	Signature  string          `json:"signature"`
}

func newAcceptInvitationCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "accept-invitation CODE --from KEY",
		Short: "Sign that a key of yours takes the place that an invitation offers; sends nothing",
		Long: `Sign, off line, with your new key and with the invitation. Any member sends the
result for you, and can change nothing in it. You need own nothing.

  coopd keys add me
  coopd tx membership accept-invitation 'coop-invitation://…' --from me > claim.json
  coopd tx membership claim claim.json --from secretary`,
		Args: cobra.ExactArgs(1),
		RunE: runAcceptInvitation,
	}
	cmd.Flags().String(flags.FlagFrom, "", "name of your new key")
	cmd.Flags().String(flags.FlagChainID, "", "the ledger's chain id, if you want it checked against the code")
	cmd.Flags().Duration(flagExpiresIn, defaultProofLifetime, "how long the claim is good, from now")
	cmd.Flags().Int64(flagExpiresAt, 0, "chain time in seconds at which the claim ends, in place of --"+flagExpiresIn)
	_ = cmd.MarkFlagRequired(flags.FlagFrom)
	cmd.MarkFlagsMutuallyExclusive(flagExpiresIn, flagExpiresAt)
	flags.AddKeyringFlags(cmd.Flags())
	return cmd
}

func runAcceptInvitation(cmd *cobra.Command, args []string) error {
	chainID, slug, memberID, secret, err := parseInvitationCode(args[0])
	if err != nil {
		return err
	}
	if asked, _ := cmd.Flags().GetString(flags.FlagChainID); asked != "" && asked != chainID {
		return fmt.Errorf("the invitation is for the ledger %s, not for %s", chainID, asked)
	}
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	expiresAt, err := proofExpiry(cmd)
	if err != nil {
		return err
	}
	proof, err := proveWithKeyring(clientCtx, chainID, slug, memberID, expiresAt)
	if err != nil {
		return err
	}
	account, err := proof.Account()
	if err != nil {
		return err
	}
	signature, err := types.SignClaim(secret, chainID, slug, types.AddressText(account), expiresAt)
	if err != nil {
		return err
	}
	key, err := clientCtx.Codec.MarshalJSON(&proof)
	if err != nil {
		return err
	}
	return json.NewEncoder(cmd.OutOrStdout()).Encode(aClaim{
		Coop: slug, Invitation: hex.EncodeToString(secret.PubKey().Bytes()), Key: key, Signature: hex.EncodeToString(signature),
	})
}

func newClaimCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "claim CLAIM.json",
		Short: "Send a newcomer's claim, free for a member of the co-op",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, relayer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			var claim aClaim
			if err := json.Unmarshal(text, &claim); err != nil {
				return fmt.Errorf("%s is no claim; accept-invitation prints one: %w", args[0], err)
			}
			invitation, err := hex.DecodeString(claim.Invitation)
			if err != nil {
				return fmt.Errorf("%s: invitation: %w", args[0], err)
			}
			signature, err := hex.DecodeString(claim.Signature)
			if err != nil {
				return fmt.Errorf("%s: signature: %w", args[0], err)
			}
			proof, err := parseProof(clientCtx.Codec, claim.Key)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			coop, err := findCoop(cmd.Context(), clientCtx, claim.Coop)
			if err != nil {
				return err
			}
			return send(cmd, clientCtx, &types.MsgClaim{
				Relayer: relayer, CoopId: coop.Id, Invitation: invitation, Key: proof, Signature: signature,
			})
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// sendOrPropose sends a message signed by --from; with --resolution it writes
// the proposal by which the co-op's members decide it.
func sendOrPropose(
	cmd *cobra.Command, reference, title string, message func(signer string, coopID uint64) (sdk.Msg, error),
) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	coop, err := findCoop(cmd.Context(), clientCtx, reference)
	if err != nil {
		return err
	}
	if byResolution, _ := cmd.Flags().GetBool(flagResolution); byResolution {
		proposed, err := message(coop.Account, coop.Id)
		if err != nil {
			return err
		}
		return printResolution(cmd, clientCtx, coop.Slug, title, proposed)
	}
	clientCtx, signer, err := signingContext(cmd)
	if err != nil {
		return err
	}
	signed, err := message(signer, coop.Id)
	if err != nil {
		return err
	}
	return send(cmd, clientCtx, signed)
}
