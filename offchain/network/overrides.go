package network

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-viper/mapstructure/v2"
)

// applyOverrides sets fields of a configuration from config.yml's map, by the
// names they have in the TOML file. Unknown names are refused.
func applyOverrides(what string, overrides map[string]any, into any) error {
	if len(overrides) == 0 {
		return nil
	}
	decoder, err := mapstructure.NewDecoder(&mapstructure.DecoderConfig{
		Result: into, ErrorUnused: true, WeaklyTypedInput: true,
		DecodeHook: mapstructure.StringToTimeDurationHookFunc(),
	})
	if err != nil {
		return err
	}
	if err := decoder.Decode(overrides); err != nil {
		return fmt.Errorf("%s: %s", what, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return nil
}

// merge puts the override into the document: objects key by key, everything
// else as a whole.
func merge(document, override any) any {
	into, ok := document.(map[string]any)
	over, also := override.(map[string]any)
	if !ok || !also {
		return override
	}
	merged := make(map[string]any, len(into))
	for key, value := range into {
		merged[key] = value
	}
	for key, value := range over {
		if old, found := merged[key]; found {
			merged[key] = merge(old, value)
		} else {
			merged[key] = value
		}
	}
	return merged
}

// mergeJSON merges a config's map into a JSON object, keeping numbers exact.
func mergeJSON(document []byte, override map[string]any) ([]byte, error) {
	decoder := json.NewDecoder(strings.NewReader(string(document)))
	decoder.UseNumber()
	var base any
	if err := decoder.Decode(&base); err != nil {
		return nil, err
	}
	return json.Marshal(merge(base, override))
}
