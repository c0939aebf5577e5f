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

// foundingFile is what `found` and `prove-key --founding` read.
type foundingFile struct {
	Slug     string        `yaml:"slug"`
	Charter  yaml.Node     `yaml:"charter"`
	Founders []founderFile `yaml:"founders"`
	Proofs   []yaml.Node   `yaml:"proofs"`
}

type founderFile struct {
	Class      string   `yaml:"class"`
	Keys       []string `yaml:"keys"`
	MinorUntil int64    `yaml:"minor_until"`
	Guardian   string   `yaml:"guardian"`
	Holders    uint32   `yaml:"holders"`
}

// founding is a founding file as it was read.
type founding struct {
	slug    string
	charter types.Charter
	places  []types.FounderPlace
	proofs  []types.KeyProof
}

func newFoundCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "found FILE.yaml [PROOF.json …]",
		Short: "Found a co-op from its charter and its founders' key proofs",
		Long: `Found a co-op. The signer pays the founding fee (coopd q membership params);
founders become members 1, 2, 3 … in the order of the file.

  slug: riverside-bakery
  charter: charter.yaml            # a file beside this one, or the charter itself
  founders:
    - class: workers
      keys: [coop1…, coop1…]       # addresses of the founder's keys
  proofs: [anna.json, ben.json]    # or name them in the command

Every key proves that its holder agrees to this charter and these founders, no
others: each founder runs the first command on the same file, with every key.

  coopd tx membership prove-key --founding founding.yaml --from anna > anna.json
  coopd tx membership found founding.yaml anna.json ben.json --from anna`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			read, err := readFounding(clientCtx.Codec, args[0])
			if err != nil {
				return err
			}
			for _, path := range args[1:] {
				proof, err := readProofFile(clientCtx.Codec, path)
				if err != nil {
					return err
				}
				read.proofs = append(read.proofs, proof)
			}
			message, err := read.message(clientCtx.ChainID)
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
func readFounding(cdc codec.JSONCodec, path string) (founding, error) {
	file, err := os.Open(path)
	if err != nil {
		return founding{}, err
	}
	defer file.Close()
	var content foundingFile
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil {
		return founding{}, fmt.Errorf("%s can't be read: %w", path, err)
	}
	read, folder := founding{slug: content.Slug}, filepath.Dir(path)
	if read.charter, err = readCharter(folder, content.Charter); err != nil {
		return founding{}, err
	}
	for _, founder := range content.Founders {
		read.places = append(read.places, types.FounderPlace{
			Class: founder.Class, Addresses: founder.Keys,
			MinorUntil: founder.MinorUntil, Guardian: founder.Guardian, Holders: founder.Holders,
		})
	}
	for i, node := range content.Proofs {
		proof, err := readProof(cdc, folder, node)
		if err != nil {
			return founding{}, fmt.Errorf("proof %d: %w", i+1, err)
		}
		read.proofs = append(read.proofs, proof)
	}
	return read, types.ValidateSlug(read.slug)
}

// claim is what every founder signs.
func (f founding) claim(chainID string) (types.FoundingClaim, error) {
	return types.NewFoundingClaim(chainID, f.slug, f.charter, f.places)
}

// message puts each proof where its key stands in the list of founders. It
// refuses what the ledger would refuse: a key without a proof, a proof for
// another founding.
func (f founding) message(chainID string) (*types.MsgFound, error) {
	claim, err := f.claim(chainID)
	if err != nil {
		return nil, err
	}
	proofs := make(map[string]types.KeyProof, len(f.proofs))
	for _, proof := range f.proofs {
		key, err := proof.Account()
		if err != nil {
			return nil, err
		}
		number, err := claim.PlaceOf(key)
		if err != nil {
			return nil, err
		}
		if _, err := types.VerifyFounderProof(proof, claim, number, proof.ExpiresAt-1, 1); err != nil {
			return nil, fmt.Errorf("founder %d signed another charter or another list of founders; everybody signs the same file: %w", number, err)
		}
		proofs[types.AddressText(key)] = proof
	}
	message := &types.MsgFound{Slug: f.slug, Charter: f.charter}
	for i, place := range f.places {
		founder := types.NewMember{
			Class: place.Class, MinorUntil: place.MinorUntil, Guardian: place.Guardian, Holders: place.Holders,
		}
		for _, text := range place.Addresses {
			key, err := types.AddressBytes(text)
			if err != nil {
				return nil, fmt.Errorf("founder %d: %w", i+1, err)
			}
			proof, given := proofs[types.AddressText(key)]
			if !given {
				return nil, fmt.Errorf("founder %d: no proof of %s is given; its holder makes one with: coopd tx membership prove-key --%s FILE.yaml --from KEY",
					i+1, text, flagFounding)
			}
			founder.Keys = append(founder.Keys, proof)
		}
		message.Founders = append(message.Founders, founder)
	}
	return message, nil
}

// readCharter takes a path to a charter file or the charter itself.
func readCharter(folder string, node yaml.Node) (charter types.Charter, err error) {
	var text []byte
	switch node.Kind {
	case yaml.MappingNode:
		text, err = yaml.Marshal(&node)
	case yaml.ScalarNode:
		text, err = os.ReadFile(within(folder, node.Value))
	default:
		err = errors.New("charter: give the path of a charter file, or the charter itself")
	}
	if err != nil {
		return types.Charter{}, err
	}
	return charters.Parse(text)
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
