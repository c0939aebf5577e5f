package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/coopledger/coopledger/charters"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// charterCommand reads, checks, explains and compares charters. It needs no home,
// and asks a node only for charters on the ledger.
func charterCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "charter",
		Short: "Read, check and explain a co-op's charter",
		Long: `Read, check and explain a co-op's charter: its rules as one YAML file.

Begin from a preset:  coopd charter show worker > charter.yaml
Read it in sentences: coopd charter explain charter.yaml
Check it:             coopd charter validate charter.yaml
See what changes:     coopd charter diff bakery@ charter.yaml
See what is proposed: coopd charter preview 12`,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.PersistentFlags().StringP(flags.FlagOutput, "o", "text", "text or json")
	cmd.AddCommand(charterValidateCommand(), charterShowCommand(), charterListCommand(), charterExplainCommand(), charterSchemaCommand(),
		charterDiffCommand(cdc), charterPreviewCommand(cdc))
	return cmd
}

func charterValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE",
		Short: "Say whether a charter file can be used, and if not, why",
		Long: `Say whether a charter file can be used, and if not, why: the line and key that
can't be read, or the rule that contradicts itself or the ledger's floors.

It is checked against the ledger's default limits. A chain whose root federation
has lowered them checks again when a co-op is founded.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			charter, _, err := readCharter(cmd, args[0])
			if err != nil {
				return err
			}
			if err := charter.Validate(membershiptypes.DefaultParams()); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			asRoot := charter.ValidateForRoot()
			if wantsJSON(cmd) {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{
					"valid": true, "name": charter.Name, "valid_for_root_federation": asRoot == nil,
				})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is a valid charter: %s\n", args[0], charter.Name)
			return err
		},
	}
}

func charterShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show PRESET|FILE",
		Short: "Print a charter; with -o json as the ledger stores it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			charter, text, err := readCharter(cmd, args[0])
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				if text, err = codec.ProtoMarshalJSON(&charter, nil); err != nil {
					return err
				}
				text = append(text, '\n')
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}

func charterListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the presets to begin from",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			descriptions := map[string]string{}
			for _, name := range charters.Presets() {
				charter, err := charters.Preset(name)
				if err != nil {
					return err
				}
				descriptions[name] = charter.Description
			}
			if wantsJSON(cmd) {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(descriptions)
			}
			for _, name := range charters.Presets() {
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%-12s %s\n", name, descriptions[name]); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func charterExplainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain PRESET|FILE",
		Short: "Say in plain sentences what a charter means",
		Long: `Say in plain sentences what a charter means: in English, Spanish (--language es)
or French (--language fr).`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			charter, _, err := readCharter(cmd, args[0])
			if err != nil {
				return err
			}
			language, err := languageOf(cmd)
			if err != nil {
				return err
			}
			text := charters.Explain(charter, language)
			if wantsJSON(cmd) {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{
					"name": charter.Name, "lines": strings.Split(strings.TrimSpace(text), "\n"),
				})
			}
			_, err = io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
	addLanguageFlag(cmd)
	return cmd
}

func addLanguageFlag(cmd *cobra.Command) {
	cmd.Flags().String("language", string(charters.English), "language of the sentences: en, es or fr")
}

func languageOf(cmd *cobra.Command) (charters.Language, error) {
	code, err := cmd.Flags().GetString("language")
	if err != nil {
		return "", err
	}
	return charters.ParseLanguage(code)
}

func charterSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of charter files, for editors",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(charters.Schema())
			return err
		},
	}
}

// readCharter reads a preset by name, a file by path, or standard input as "-".
func readCharter(cmd *cobra.Command, reference string) (membershiptypes.Charter, []byte, error) {
	text, err := charterText(cmd, reference)
	if err != nil {
		return membershiptypes.Charter{}, nil, err
	}
	if _, err := charters.Principles(text); err != nil {
		return membershiptypes.Charter{}, nil, fmt.Errorf("%s: %w", reference, err)
	}
	charter, err := charters.Parse(text)
	if err != nil {
		return membershiptypes.Charter{}, nil, fmt.Errorf("%s: %w", reference, err)
	}
	return charter, text, nil
}

func charterText(cmd *cobra.Command, reference string) ([]byte, error) {
	if slices.Contains(charters.Presets(), reference) {
		return charters.PresetFile(reference)
	}
	if reference == "-" {
		return io.ReadAll(io.LimitReader(cmd.InOrStdin(), charters.MaxFileBytes+1))
	}
	text, err := os.ReadFile(reference)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is neither a preset nor a file %q; the presets are %s",
			reference, strings.Join(charters.Presets(), ", "))
	}
	return text, err
}

func wantsJSON(cmd *cobra.Command) bool {
	format, err := cmd.Flags().GetString(flags.FlagOutput)
	return err == nil && format == "json"
}
