// Command reference writes docs/reference/{errors,limits,messages}.md from the
// code and from proto/, so that they can't say anything else than the node does.
//
//	go run ./scripts/reference          writes the pages
//	go run ./scripts/reference -check   fails if one of them is stale
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/coopledger/coopledger/app"
)

// modules in the order in which they may know each other.
var modules = []string{"chain", "membership", "governance", "treasury", "surplus", "validators"}

const heading = "<!-- Written by `make reference`. Change the code, not this page. -->\n\n"

func main() {
	check := flag.Bool("check", false, "fail if a page is stale instead of writing it")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(check bool) error {
	options := app.DefaultOptions()
	options.Home = ""
	blank, err := app.New(log.NewNopLogger(), dbm.NewMemDB(), false, options)
	if err != nil {
		return err
	}
	errorsPage, err := errorsPage()
	if err != nil {
		return err
	}
	limitsPage, err := limitsPage(blank.DefaultGenesis())
	if err != nil {
		return err
	}
	messagesPage, err := messagesPage()
	if err != nil {
		return err
	}
	pages := map[string]string{"errors.md": errorsPage, "limits.md": limitsPage, "messages.md": messagesPage}
	for _, name := range []string{"errors.md", "limits.md", "messages.md"} {
		path := filepath.Join("docs", "reference", name)
		page := []byte(heading + pages[name])
		if !check {
			if err := os.WriteFile(path, page, 0o644); err != nil {
				return err
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(have, page) {
			return fmt.Errorf("%s is stale: run `make reference` and commit what it writes", path)
		}
	}
	return nil
}

// limitsPage lists every field of every Params message with its comment and default.
func limitsPage(genesis map[string]json.RawMessage) (string, error) {
	var page strings.Builder
	page.WriteString("# Limits\n\nEvery limit is a parameter that only the root federation changes, by a special resolution. `coopd q MODULE params` shows the values in force.\n")
	for _, module := range modules {
		var state struct {
			Params map[string]json.RawMessage `json:"params"`
		}
		if err := json.Unmarshal(genesis[module], &state); err != nil {
			return "", err
		}
		fields, err := protoFields(filepath.Join("proto", "coop", module, "v1", module+".proto"), "Params")
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&page, "\n## %s\n\n| parameter | default | meaning |\n| --- | --- | --- |\n", module)
		for _, field := range fields {
			value, found := state.Params[field.name]
			if !found {
				return "", fmt.Errorf("%s: the default genesis has no parameter %s", module, field.name)
			}
			fmt.Fprintf(&page, "| `%s` | %s | %s |\n", field.name, cell(value), field.comment)
		}
	}
	return page.String(), nil
}

// cell shows a JSON value in a table.
func cell(value json.RawMessage) string {
	text := strings.Trim(string(value), `"`)
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return "`" + text + "`"
	}
	return text
}

// messagesPage lists what can be signed and asked.
func messagesPage() (string, error) {
	var page strings.Builder
	page.WriteString("# Messages and queries\n\nFields and their meaning are in `proto/`; REST routes are in `openapi/openapi.json`, which every node serves at `/openapi.json`.\n")
	for _, module := range modules {
		dir := filepath.Join("proto", "coop", module, "v1")
		for _, part := range []struct{ file, title string }{{"tx.proto", "messages"}, {"query.proto", "queries"}} {
			calls, err := protoCalls(filepath.Join(dir, part.file))
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&page, "\n## %s: %s\n\n| name | amino name or route | meaning |\n| --- | --- | --- |\n", module, part.title)
			for _, call := range calls {
				fmt.Fprintf(&page, "| `%s` | `%s` | %s |\n", call.name, call.route, call.comment)
			}
		}
	}
	return page.String(), nil
}
