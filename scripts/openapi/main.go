// Command openapi merges the REST descriptions that protoc-gen-swagger writes,
// one a .proto file, into one: it names the document after the ledger, groups
// the calls by module and gives each an operation id of its own, which OpenAPI
// demands and the generator, naming calls by their method alone, does not.
//
//	openapi FOLDER > openapi.json
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
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
		return errors.New("give the one folder that protoc-gen-swagger wrote to")
	}
	merged := description{Paths: map[string]map[string]map[string]any{}, Definitions: map[string]any{}}
	err := filepath.WalkDir(arguments[0], func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".swagger.json") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := merged.add(source); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	document, err := merged.finish()
	if err != nil {
		return err
	}
	_, err = out.Write(document)
	return err
}

// description is the part of an OpenAPI 2.0 document that differs by file: the
// calls by path and method, and the messages they mention by name.
type description struct {
	Paths       map[string]map[string]map[string]any `json:"paths"`
	Definitions map[string]any                       `json:"definitions"`
}

// The generator describes an Any as its bytes; what a node answers is the
// message inside, with its type beside its fields.
const anyName = "google.protobuf.Any"

var anyMessage = map[string]any{
	"type":                 "object",
	"description":          "A message of some type: its type's URL as @type, beside its own fields.",
	"properties":           map[string]any{"@type": map[string]any{"type": "string"}},
	"additionalProperties": true,
}

// add takes in one file. Two files may describe the same message; they must
// agree, and no two may describe the same path.
func (d *description) add(source []byte) error {
	var more description
	if err := json.Unmarshal(source, &more); err != nil {
		return err
	}
	// A file without calls describes its messages all the same, and nothing
	// here mentions them.
	if len(more.Paths) == 0 {
		return nil
	}
	for path, methods := range more.Paths {
		if _, taken := d.Paths[path]; taken {
			return fmt.Errorf("path %s is described twice", path)
		}
		d.Paths[path] = methods
	}
	for name, message := range more.Definitions {
		if name == anyName {
			message = anyMessage
		}
		if known, ok := d.Definitions[name]; ok && !reflect.DeepEqual(known, message) {
			return fmt.Errorf("message %s is described in two ways", name)
		}
		d.Definitions[name] = message
	}
	return nil
}

// finish returns the whole document. Keys are sorted, so the same input always
// gives the same bytes.
func (d *description) finish() ([]byte, error) {
	if len(d.Paths) == 0 {
		return nil, errors.New("no call is described: do the services of proto/ have google.api.http options?")
	}
	for path, methods := range d.Paths {
		for method, operation := range methods {
			operation["operationId"] = operationID(method, path)
			operation["tags"] = []string{module(path)}
		}
	}
	finished, err := json.MarshalIndent(map[string]any{
		"swagger": "2.0",
		"info": map[string]any{
			"title":       "Coop Ledger",
			"description": "The REST interface of a coopd node: what co-ops, members, resolutions and seats are on the ledger. Add the header x-cosmos-block-height to ask about a past height.",
			"license":     map[string]any{"name": "Apache-2.0"},
			"version":     "v1",
		},
		"consumes":    []string{"application/json"},
		"produces":    []string{"application/json"},
		"paths":       d.Paths,
		"definitions": d.Definitions,
	}, "", " ")
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
