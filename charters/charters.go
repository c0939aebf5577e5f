// Package charters reads and writes a co-op's charter as one YAML file that a
// secretary can read, says what it means in plain sentences, and carries the
// presets to begin from.
//
// On chain a charter is a typed message with every value written out. A
// preset's name means nothing there: it is only a file to start from.
package charters

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// FormatVersion is the version of the YAML format, its first key.
const FormatVersion = 1

// MaxFileBytes is the largest charter file that is read.
const MaxFileBytes = 64 << 10

//go:embed *.yaml
var presetFiles embed.FS

//go:embed charter.schema.json
var schema []byte

// Schema is the published JSON Schema (2020-12) of a charter file. It checks
// the shape; Parse and the charter's own Validate check the meaning.
func Schema() []byte { return slices.Clone(schema) }

// Presets names the charters to begin from, in alphabetical order.
func Presets() []string {
	entries, err := presetFiles.ReadDir(".")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// PresetFile is a preset as written, with its comments.
func PresetFile(name string) ([]byte, error) {
	if !slices.Contains(Presets(), name) {
		return nil, fmt.Errorf("there is no preset %q; the presets are %s", name, strings.Join(Presets(), ", "))
	}
	return presetFiles.ReadFile(name + ".yaml")
}

// Preset is a preset as a charter.
func Preset(name string) (membershiptypes.Charter, error) {
	text, err := PresetFile(name)
	if err != nil {
		return membershiptypes.Charter{}, err
	}
	charter, err := Parse(text)
	if err != nil {
		return membershiptypes.Charter{}, fmt.Errorf("preset %s: %w", name, err)
	}
	return charter, nil
}
