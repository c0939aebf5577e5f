// Package proposal writes the files that `coopd tx governance propose` reads, for
// whatever the members of a co-op are to decide.
package proposal

import (
	"go.yaml.in/yaml/v3"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Text of a proposal in YAML: the co-op by its slug or id, what it is about, and the
// messages that its account sends once they have decided.
func Text(cdc codec.Codec, coop, title, summary string, messages ...sdk.Msg) ([]byte, error) {
	file := struct {
		Coop     string           `yaml:"coop"`
		Title    string           `yaml:"title"`
		Summary  string           `yaml:"summary"`
		Messages []map[string]any `yaml:"messages"`
	}{Coop: coop, Title: title, Summary: summary}
	for _, message := range messages {
		text, err := cdc.MarshalInterfaceJSON(message)
		if err != nil {
			return nil, err
		}
		// JSON is YAML, in which whole numbers stay whole: a day is 20270504, not 2.0270504e+07.
		var content map[string]any
		if err := yaml.Unmarshal(text, &content); err != nil {
			return nil, err
		}
		file.Messages = append(file.Messages, content)
	}
	return yaml.Marshal(file)
}
