// Command openapi finishes the REST description that protoc-gen-swagger
// writes: it names the document after the ledger, groups the calls by module
// and gives each an operation id of its own, which OpenAPI demands and the
// generator, naming calls by their method alone, does not.
//
//	openapi GENERATED.json > openapi.json
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(arguments []string, out io.Writer) error {
	if len(arguments) != 1 {
		return errors.New("give the one file that protoc-gen-swagger wrote")
	}
	source, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	document, err := finish(source)
	if err != nil {
		return fmt.Errorf("%s: %w", arguments[0], err)
	}
	_, err = out.Write(document)
	return err
}

// finish returns the description with its title, tags and operation ids. Keys
// are sorted, so the same input always gives the same bytes.
func finish(source []byte) ([]byte, error) {
	var document map[string]any
	if err := json.Unmarshal(source, &document); err != nil {
		return nil, err
	}
	document["info"] = map[string]any{
		"title":       "Coop Ledger",
		"description": "The REST interface of a coopd node: what co-ops, members, resolutions and seats are on the ledger. Add the header x-cosmos-block-height to ask about a past height.",
		"license":     map[string]any{"name": "Apache-2.0"},
		"version":     "v1",
	}
	paths, ok := document["paths"].(map[string]any)
	if !ok || len(paths) == 0 {
		return nil, errors.New("describes no call: do the services of proto/ have google.api.http options?")
	}
	for path, item := range paths {
		methods, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("path %s: not an object", path)
		}
		for method, value := range methods {
			operation, ok := value.(map[string]any)
			if !ok {
				return nil, fmt.Errorf("path %s, method %s: not an object", path, method)
			}
			operation["operationId"] = operationID(method, path)
			operation["tags"] = []string{module(path)}
		}
	}
	finished, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		return nil, err
	}
	return append(finished, '\n'), nil
}

// operationID joins the method and the path's words: unique, because a method
// and a path together are.
func operationID(method, path string) string {
	words := strings.FieldsFunc(path, func(letter rune) bool {
		return letter != '_' && letter != '.' &&
			(letter < '0' || letter > '9') && (letter < 'a' || letter > 'z') && (letter < 'A' || letter > 'Z')
	})
	return strings.Join(append([]string{method}, words...), "_")
}

// module is the second word of a path: membership in /coop/membership/v1/coops.
func module(path string) string {
	words := strings.Split(strings.Trim(path, "/"), "/")
	if len(words) < 2 {
		return words[0]
	}
	return words[1]
}
