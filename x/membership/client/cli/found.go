package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/x/membership/types"
)

// foundingFile is what `found` reads.
type foundingFile struct {
	Slug     string        `yaml:"slug"`
	Charter  yaml.Node     `yaml:"charter"`
	Founders []founderFile `yaml:"founders"`
}

type founderFile struct {
	Class string      `yaml:"class"`
	Keys  []yaml.Node `yaml:"keys"`
}

func newFoundCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "found FILE.yaml",
		Short: "Found a co-op from its charter and its founders' key proofs",
		Long: `Found a co-op. The signer pays the founding fee (coopd q membership params);
founders become members 1, 2, 3 … in the order of the file.

  slug: riverside-bakery
  charter: charter.yaml            # a file beside this one, or the charter itself
  founders:
    - class: workers
      keys: [anna-key.json]        # made by each founder: coopd tx membership prove-key riverside-bakery`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			message, err := readFounding(clientCtx.Codec, args[0])
			if err != nil {
				return err
			}
			message.Founder = signer
			return send(cmd, clientCtx, message)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// readFounding reads a founding file. Paths in it are relative to it.
func readFounding(cdc codec.JSONCodec, path string) (*types.MsgFound, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var founding foundingFile
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	if err := decoder.Decode(&founding); err != nil {
		return nil, fmt.Errorf("%s can't be read: %w", path, err)
	}
	message := &types.MsgFound{Slug: founding.Slug}
	folder := filepath.Dir(path)
	if message.Charter, err = readCharter(folder, founding.Charter); err != nil {
		return nil, err
	}
	for i, founder := range founding.Founders {
		joining := types.NewMember{Class: founder.Class}
		for _, node := range founder.Keys {
			proof, err := readProof(cdc, folder, node)
			if err != nil {
				return nil, fmt.Errorf("founder %d: %w", i+1, err)
			}
			joining.Keys = append(joining.Keys, proof)
		}
		message.Founders = append(message.Founders, joining)
	}
	return message, nil
}

// readCharter takes a path to a charter file or the charter itself.
func readCharter(folder string, node yaml.Node) (types.Charter, error) {
	switch node.Kind {
	case yaml.MappingNode:
		text, err := yaml.Marshal(&node)
		if err != nil {
			return types.Charter{}, err
		}
		return charters.Parse(text)
	case yaml.ScalarNode:
		text, err := os.ReadFile(within(folder, node.Value))
		if err != nil {
			return types.Charter{}, err
		}
		return charters.Parse(text)
	default:
		return types.Charter{}, errors.New("charter: give the path of a charter file, or the charter itself")
	}
}

// readProof takes a path to a key proof or the proof itself.
func readProof(cdc codec.JSONCodec, folder string, node yaml.Node) (types.KeyProof, error) {
	if node.Kind == yaml.ScalarNode {
		return readProofFile(cdc, within(folder, node.Value))
	}
	var content map[string]any
	if err := node.Decode(&content); err != nil {
		return types.KeyProof{}, fmt.Errorf("a key is the path of a proof, or the proof itself: %w", err)
	}
	text, err := json.Marshal(content)
	if err != nil {
		return types.KeyProof{}, err
	}
	return parseProof(cdc, text)
}

func readProofFile(cdc codec.JSONCodec, path string) (types.KeyProof, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return types.KeyProof{}, err
	}
	proof, err := parseProof(cdc, text)
	if err != nil {
		return types.KeyProof{}, fmt.Errorf("%s: %w", path, err)
	}
	return proof, nil
}

func parseProof(cdc codec.JSONCodec, text []byte) (types.KeyProof, error) {
	var proof types.KeyProof
	if err := cdc.UnmarshalJSON(text, &proof); err != nil {
		return types.KeyProof{}, fmt.Errorf("not a key proof (coopd tx membership prove-key makes one): %w", err)
	}
	_, err := proof.Account()
	return proof, err
}

func within(folder, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}
