package charters

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Parse reads a charter file. It refuses unknown, repeated and missing keys and
// unreadable values, naming line and key. It doesn't say whether the charter
// makes sense: the charter's Validate does.
func Parse(text []byte) (membershiptypes.Charter, error) {
	root, err := readDocument(text)
	if err != nil {
		return membershiptypes.Charter{}, err
	}
	var charter membershiptypes.Charter
	if err := charterFile().read(root, &charter); err != nil {
		return membershiptypes.Charter{}, err
	}
	if charter.Surplus != nil {
		rules := charter.Surplus.WithAmounts()
		charter.Surplus = &rules
	}
	return charter, nil
}

// Format writes a charter as a file that Parse reads back to the same charter.
func Format(charter membershiptypes.Charter) ([]byte, error) {
	var out strings.Builder
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(charterFile().write(&charter)); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	return []byte(out.String()), nil
}

// readDocument reads exactly one YAML document of a bounded size.
func readDocument(text []byte) (*yaml.Node, error) {
	if len(text) > MaxFileBytes {
		return nil, fmt.Errorf("the file has %d bytes; a charter has at most %d", len(text), MaxFileBytes)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, fmt.Errorf("the file is not YAML: %w", err)
	}
	var more yaml.Node
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file holds more than one document; a charter is one")
	}
	return document.Content[0], nil
}
