package cli

import (
	"encoding/json"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// resolutionFile is the form that `coopd tx governance propose` reads.
type resolutionFile struct {
	Coop     string           `yaml:"coop"`
	Title    string           `yaml:"title"`
	Summary  string           `yaml:"summary"`
	Messages []map[string]any `yaml:"messages"`
}

// printResolution writes a proposal for a co-op's members: a co-op's account
// signs only what they have resolved.
func printResolution(cmd *cobra.Command, clientCtx client.Context, coop, title string, message sdk.Msg) error {
	text, err := clientCtx.Codec.MarshalInterfaceJSON(message)
	if err != nil {
		return err
	}
	var content map[string]any
	if err := json.Unmarshal(text, &content); err != nil {
		return err
	}
	proposal, err := yaml.Marshal(resolutionFile{Coop: coop, Title: title, Messages: []map[string]any{content}})
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(proposal)
	return err
}
