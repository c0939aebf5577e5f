package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// restartSignature is one signer's word for an export.
type restartSignature struct {
	// Text is what was signed, for people to read; verification makes its own.
	Text      string `json:"text"`
	Address   string `json:"address"`
	PubKey    []byte `json:"pub_key"`
	Signature []byte `json:"signature"`
}

// restartCommand gathers the co-ops' word for an export before a halted chain
// starts again from it.
func restartCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "restart",
		Short: "Sign, and count who signed, the export from which a halted chain restarts",
		Long: `Sign, and count who signed, the export from which a halted chain restarts.

Each member co-op of the root federation exports by itself, compares, and signs.
See docs/operate/halt-and-restart.md.`,
		RunE: client.ValidateCmd,
	}
	cmd.AddCommand(restartSignCommand(), restartVerifyCommand())
	return cmd
}

func restartSignCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "sign EXPORT --from KEY",
		Short:   "Sign that the chain shall restart from this export",
		Example: "coopd restart sign export.json --from ada > alder.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientContext, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			text, _, err := restartText(args[0])
			if err != nil {
				return err
			}
			name, err := cmd.Flags().GetString(flags.FlagFrom)
			if err != nil {
				return err
			}
			record, err := clientContext.Keyring.Key(name)
			if err != nil {
				return fmt.Errorf("the key %q is not in the keyring; `coopd keys list` shows what is: %w", name, err)
			}
			address, err := record.GetAddress()
			if err != nil {
				return err
			}
			signBytes, err := membershiptypes.KeyProofSignBytes(address.String(), text)
			if err != nil {
				return err
			}
			signature, key, err := clientContext.Keyring.Sign(name, signBytes, signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON)
			if err != nil {
				return err
			}
			written, err := json.MarshalIndent(restartSignature{Text: text, Address: address.String(), PubKey: key.Bytes(), Signature: signature}, "", "  ")
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), string(written))
			return err
		},
	}
	cmd.Flags().String(flags.FlagFrom, "", "name of the key that signs")
	flags.AddKeyringFlags(cmd.Flags())
	if err := cmd.MarkFlagRequired(flags.FlagFrom); err != nil {
		fatal(err)
	}
	return cmd
}

// restartCount is what `restart verify` found.
type restartCount struct {
	// Text is what has to be signed: ledger, first height and SHA-256.
	Text        string             `json:"text"`
	Signatures  []countedSignature `json:"signatures"`
	Signed      int                `json:"signed"`
	Needed      int                `json:"needed"`
	MemberCoops int                `json:"member_coops"`
}

// countedSignature says in words whether a file counts, for whom, or why not.
type countedSignature struct {
	File    string `json:"file"`
	Counted bool   `json:"counted"`
	Finding string `json:"finding"`
}

func restartVerifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify EXPORT SIGNATURE…",
		Short: "Count which member co-ops signed this export; ends with 1 under two thirds",
		Long: `Count which member co-ops signed this export; ends with 1 under two thirds.

A co-op that holds a seat signs with its operator's key; one that holds none with
the key of an active member. Whose key it was is printed: that it was the right
person is for people to know.`,
		Example: "coopd restart verify export.json signatures/*.json",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientContext, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			text, genesis, err := restartText(args[0])
			if err != nil {
				return err
			}
			speakers, err := readSpeakers(clientContext.Codec, genesis)
			if err != nil {
				return err
			}
			found := speakers.countAll(text, args[1:])
			if err := found.print(cmd); err != nil {
				return err
			}
			if found.Signed < found.Needed {
				return fmt.Errorf("two thirds are needed: %d more have to sign before you restart", found.Needed-found.Signed)
			}
			return nil
		},
	}
	cmd.Flags().StringP(flags.FlagOutput, "o", "text", "text or json")
	return cmd
}

func (s *speakers) countAll(text string, files []string) restartCount {
	found := restartCount{Text: text, MemberCoops: len(s.coops), Needed: (2*len(s.coops) + 2) / 3}
	signed := map[uint64]bool{}
	for _, file := range files {
		before := len(signed)
		finding := s.count(file, text, signed)
		found.Signatures = append(found.Signatures, countedSignature{file, len(signed) > before, finding})
	}
	found.Signed = len(signed)
	return found
}

func (c restartCount) print(cmd *cobra.Command) error {
	out := cmd.OutOrStdout()
	if wantsJSON(cmd) {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(c)
	}
	if _, err := fmt.Fprintln(out, c.Text); err != nil {
		return err
	}
	for _, signature := range c.Signatures {
		if _, err := fmt.Fprintf(out, "%s: %s\n", signature.File, signature.Finding); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d of %d member co-ops signed\n", c.Signed, c.MemberCoops)
	return err
}

// restartText is what everybody signs: nothing in it depends on who signs.
func restartText(file string) (string, *genutiltypes.AppGenesis, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	genesis, err := genutiltypes.AppGenesisFromFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("%s is no export: %w", file, err)
	}
	hash := sha256.Sum256(raw)
	return fmt.Sprintf("Coop Ledger: the chain shall restart from this export.\nLedger: %s\nFirst height: %d\nSHA-256: %s",
		genesis.ChainID, genesis.InitialHeight, hex.EncodeToString(hash[:])), genesis, nil
}

// speakers are who may sign for which member co-op of the root federation.
type speakers struct {
	coops map[uint64]bool
	// byAddress maps an address to what it may sign for.
	byAddress map[string][]speaker
	counted   map[string]bool
	// unheard maps an address to a co-op whose member it is, but whose seat's
	// operator signs.
	unheard map[string]uint64
}

type speaker struct {
	coopID uint64
	as     string
}

func readSpeakers(cdc codec.Codec, genesis *genutiltypes.AppGenesis) (*speakers, error) {
	var state map[string]json.RawMessage
	if err := json.Unmarshal(genesis.AppState, &state); err != nil {
		return nil, fmt.Errorf("the export's app_state can't be read: %w", err)
	}
	var membership membershiptypes.GenesisState
	if err := cdc.UnmarshalJSON(state[membershiptypes.ModuleName], &membership); err != nil {
		return nil, fmt.Errorf("the export's members can't be read: %w", err)
	}
	var validators validatorstypes.GenesisState
	if err := cdc.UnmarshalJSON(state[validatorstypes.ModuleName], &validators); err != nil {
		return nil, fmt.Errorf("the export's seats can't be read: %w", err)
	}
	s := &speakers{coops: map[uint64]bool{}, byAddress: map[string][]speaker{}, counted: map[string]bool{}, unheard: map[string]uint64{}}
	active := map[membershiptypes.MemberRef]bool{}
	for _, member := range membership.Members {
		if !member.HoldsPlace() {
			continue
		}
		active[membershiptypes.MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}] = true
		if member.CoopId == membershiptypes.RootCoopID && member.MemberCoopId != 0 {
			s.coops[member.MemberCoopId] = true
		}
	}
	seated := map[uint64]bool{}
	for _, seat := range validators.Seats {
		seated[seat.CoopId] = true
		s.byAddress[seat.Operator] = append(s.byAddress[seat.Operator], speaker{seat.CoopId, "operator of its seat"})
	}
	for _, key := range membership.Keys {
		if !active[membershiptypes.MemberRef{CoopId: key.CoopId, MemberId: key.MemberId}] {
			continue
		}
		if seated[key.CoopId] {
			s.unheard[key.Key.Address] = key.CoopId
			continue
		}
		s.byAddress[key.Key.Address] = append(s.byAddress[key.Key.Address], speaker{key.CoopId, fmt.Sprintf("member %d", key.MemberId)})
	}
	return s, nil
}

// count checks one signature, counts the co-op that it stands for, and says in
// words what it found. One key counts for one co-op, whatever it belongs to.
func (s *speakers) count(file, text string, signed map[uint64]bool) string {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "not counted: " + err.Error()
	}
	var given restartSignature
	if err := json.Unmarshal(raw, &given); err != nil {
		return "not counted: it is no signature file: " + err.Error()
	}
	key := &secp256k1.PubKey{Key: given.PubKey}
	if len(given.PubKey) != secp256k1.PubKeySize || sdk.AccAddress(key.Address()).String() != given.Address {
		return "not counted: key and address don't belong together"
	}
	signBytes, err := membershiptypes.KeyProofSignBytes(given.Address, text)
	if err != nil {
		return "not counted: " + err.Error()
	}
	if !key.VerifySignature(signBytes, given.Signature) {
		return "not counted: it was not made for this export; compare the SHA-256 of both files"
	}
	if s.counted[given.Address] {
		return fmt.Sprintf("not counted: %s has signed already, and one key speaks for one co-op", given.Address)
	}
	for _, speaks := range s.byAddress[given.Address] {
		if !s.coops[speaks.coopID] || signed[speaks.coopID] {
			continue
		}
		signed[speaks.coopID], s.counted[given.Address] = true, true
		return fmt.Sprintf("co-op %d, by %s, %s", speaks.coopID, speaks.as, given.Address)
	}
	if coopID, isMember := s.unheard[given.Address]; isMember {
		return fmt.Sprintf("not counted: %s is a member of co-op %d, which holds a seat, so its operator signs", given.Address, coopID)
	}
	return fmt.Sprintf("not counted: %s speaks for no member co-op of the root federation that has not signed yet", given.Address)
}
