package charters

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed surplus/*.yaml
var surplusFiles embed.FS

// SurplusPresets names the sections surplus to begin from, in alphabetical order:
// what a charter with other rules of sharing takes over as its own.
func SurplusPresets() []string {
	entries, err := surplusFiles.ReadDir("surplus")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// SurplusPresetFile is such a section as written, with its comments.
func SurplusPresetFile(name string) ([]byte, error) {
	if !slices.Contains(SurplusPresets(), name) {
		return nil, fmt.Errorf("there is no preset %q of how a surplus is shared; the presets are %s", name, strings.Join(SurplusPresets(), ", "))
	}
	return surplusFiles.ReadFile("surplus/" + name + ".yaml")
}
