package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/privval"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

const (
	flagKeyFile  = "key-file"
	flagOperator = "operator"
	flagMoniker  = "moniker"
	flagReplaces = "replaces"
)

func proveConsensusKeyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prove-consensus-key COOP --operator ADDRESS --moniker NAME",
		Short: "Print the message that gives this node's co-op a seat, with the key's proof",
		Long: `Print the message that gives this node's co-op a seat, with the key's proof.

It reads config/priv_validator_key.json of the node, signs with that key that it
agrees to this chain, co-op and operator, and prints MsgAddSeat as JSON. Put it
under "messages" in a resolution of the root federation. Nothing is sent.`,
		Example: "coopd tx validators prove-consensus-key hostery --operator coop1… --moniker hostery-1 --chain-id coop-1",
		Args:    cobra.ExactArgs(1),
		RunE:    proveConsensusKey,
	}
	cmd.Flags().String(flagKeyFile, "", "file of the consensus key (default HOME/config/priv_validator_key.json)")
	cmd.Flags().String(flagOperator, "", "address of the key that will operate the seat")
	cmd.Flags().String(flagMoniker, "", "the node's name for humans")
	cmd.Flags().String(flagReplaces, "", "slug or id of the co-op whose seat goes when this one joins")
	flags.AddQueryFlagsToCmd(cmd)
	cmd.Flags().String(flags.FlagChainID, "", "the chain that the proof holds for")
	return cmd
}

func proveConsensusKey(cmd *cobra.Command, args []string) error {
	clientContext, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	msg, err := appointment(cmd, clientContext, args[0])
	if err != nil {
		return err
	}
	written, err := clientContext.Codec.MarshalInterfaceJSON(msg)
	if err != nil {
		return err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, written, "", "  "); err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), indented.String())
	return err
}

func appointment(cmd *cobra.Command, clientContext client.Context, coop string) (*types.MsgAddSeat, error) {
	operatorText, err := cmd.Flags().GetString(flagOperator)
	if err != nil {
		return nil, err
	}
	operator, err := sdk.AccAddressFromBech32(operatorText)
	if err != nil {
		return nil, fmt.Errorf("--%s %q is no address; `coopd keys show NAME -a` prints it", flagOperator, operatorText)
	}
	moniker, err := cmd.Flags().GetString(flagMoniker)
	if err != nil {
		return nil, err
	}
	if err := types.ValidateMoniker(moniker, types.MaxMonikerBytesLimit); err != nil {
		return nil, err
	}
	chainID, err := chainID(clientContext)
	if err != nil {
		return nil, err
	}
	id, err := coopID(cmd, clientContext, coop)
	if err != nil {
		return nil, err
	}
	replaced, err := cmd.Flags().GetString(flagReplaces)
	if err != nil {
		return nil, err
	}
	var replacedID uint64
	if replaced != "" {
		if replacedID, err = coopID(cmd, clientContext, replaced); err != nil {
			return nil, err
		}
	}
	key, err := readKey(cmd, filepath.Join(clientContext.HomeDir, "config", "priv_validator_key.json"))
	if err != nil {
		return nil, err
	}
	packed, err := codectypes.NewAnyWithValue(key.PubKey())
	if err != nil {
		return nil, err
	}
	proof, err := types.ProveConsensusKey(key, chainID, id, operator)
	if err != nil {
		return nil, err
	}
	return &types.MsgAddSeat{
		Authority:       sdk.AccAddress(membershiptypes.CoopAccount(membershiptypes.RootCoopID)).String(),
		CoopId:          id,
		Operator:        operator.String(),
		Moniker:         moniker,
		ConsensusPubkey: packed,
		Proof:           proof,
		ReplacesCoopId:  replacedID,
	}, nil
}

func newConsensusKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "new-consensus-key FILE",
		Short:   "Make a new consensus key in a file that only you can read",
		Example: "coopd tx validators new-consensus-key new_key.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			key := cmted25519.GenPrivKey()
			written, err := cmtjson.MarshalIndent(privval.FilePVKey{
				Address: key.PubKey().Address(), PubKey: key.PubKey(), PrivKey: key,
			}, "", "  ")
			if err != nil {
				return err
			}
			file, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already; a key is never overwritten, so choose another name", args[0])
			}
			if err != nil {
				return err
			}
			if _, err := file.Write(append(written, '\n')); err != nil {
				return errors.Join(err, file.Close())
			}
			if err := file.Close(); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s holds the new consensus key %s; keep it off every node but one\n", args[0], key.PubKey().Address())
			return err
		},
	}
}

// readKey reads the consensus key named by --key-file, or the one at usual.
func readKey(cmd *cobra.Command, usual string) (cryptotypes.PrivKey, error) {
	path, err := cmd.Flags().GetString(flagKeyFile)
	if err != nil {
		return nil, err
	}
	if path == "" {
		path = usual
	}
	if path == "" {
		return nil, fmt.Errorf("the new key's file is missing; make one with `coopd tx validators new-consensus-key FILE` and name it with --%s", flagKeyFile)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the consensus key can't be read; run this on the node, or name the file with --%s: %w", flagKeyFile, err)
	}
	var stored privval.FilePVKey
	if err := cmtjson.Unmarshal(raw, &stored); err != nil {
		return nil, fmt.Errorf("%s holds no consensus key: %w", path, err)
	}
	key, ok := stored.PrivKey.(cmted25519.PrivKey)
	if !ok {
		return nil, fmt.Errorf("%s holds no ed25519 key, the only kind that validators sign with", path)
	}
	return &ed25519.PrivKey{Key: []byte(key)}, nil
}
