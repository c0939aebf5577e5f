package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	chain = `{"paths":{"/coop/chain/v1/params":{"get":{"operationId":"Params","tags":["Query"]}}},
		"definitions":{"google.protobuf.Any":{"type":"object"},"coop.chain.v1.Bucket":{"type":"object"}}}`
	membership = `{"paths":{"/coop/membership/v1/coops/{coop}":{"get":{"operationId":"Params","tags":["Query"]}}},
		"definitions":{"google.protobuf.Any":{"type":"string"},"coop.chain.v1.Bucket":{"type":"object"},"coop.membership.v1.Coop":{"type":"object"}}}`
	events = `{"paths":{},"definitions":{"coop.membership.v1.EventFounded":{"type":"object"}}}`
)

func TestRun(t *testing.T) {
	cases := []struct {
		name    string
		files   map[string]string
		refusal string
	}{
		{name: "error - not JSON", files: map[string]string{"a.swagger.json": "{"}, refusal: "unexpected end"},
		{name: "error - no call", files: map[string]string{"events.swagger.json": events}, refusal: "no call is described"},
		{name: "error - no file", files: map[string]string{"README.md": chain}, refusal: "no call is described"},
		{name: "error - a path twice", files: map[string]string{"a.swagger.json": chain, "b.swagger.json": chain}, refusal: "/coop/chain/v1/params is described twice"},
		{
			name: "error - a message in two ways",
			files: map[string]string{
				"a.swagger.json": chain,
				"b.swagger.json": strings.Replace(membership, `"coop.chain.v1.Bucket":{"type":"object"}`, `"coop.chain.v1.Bucket":{"type":"string"}`, 1),
			},
			refusal: "message coop.chain.v1.Bucket is described in two ways",
		},
		{
			name:  "success - two modules with a call of the same name",
			files: map[string]string{"chain/query.swagger.json": chain, "membership/query.swagger.json": membership, "events.swagger.json": events},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range c.files {
				path := filepath.Join(folder, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out bytes.Buffer
			err := run([]string{folder}, &out)
			if c.refusal != "" {
				if err == nil || !strings.Contains(err.Error(), c.refusal) {
					t.Fatalf("refusal %v, want one about %q", err, c.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkMerged(t, out.Bytes())
		})
	}
}

func checkMerged(t *testing.T, merged []byte) {
	t.Helper()
	var document struct {
		Swagger string
		Info    struct{ Title string }
		Paths   map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Tags        []string
		}
		Definitions map[string]struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(merged, &document); err != nil {
		t.Fatal(err)
	}
	params := document.Paths["/coop/chain/v1/params"]["get"]
	coop := document.Paths["/coop/membership/v1/coops/{coop}"]["get"]
	if document.Swagger != "2.0" || document.Info.Title != "Coop Ledger" {
		t.Errorf("version %q, title %q", document.Swagger, document.Info.Title)
	}
	if params.OperationID != "get_coop_chain_v1_params" || coop.OperationID != "get_coop_membership_v1_coops_coop" {
		t.Errorf("operation ids %q and %q", params.OperationID, coop.OperationID)
	}
	if params.Tags[0] != "chain" || coop.Tags[0] != "membership" {
		t.Errorf("tags %v and %v, want chain and membership", params.Tags, coop.Tags)
	}
	if _, ok := document.Definitions[anyName].Properties["@type"]; !ok {
		t.Error("an Any is not described as the node writes it")
	}
	if len(document.Definitions) != 3 {
		t.Errorf("%d messages, want the 3 of files with calls", len(document.Definitions))
	}
}

func TestRunNeedsOneFolder(t *testing.T) {
	for _, arguments := range [][]string{nil, {"a", "b"}, {"/no/such/folder"}} {
		if err := run(arguments, io.Discard); err == nil {
			t.Errorf("arguments %q were accepted", arguments)
		}
	}
}
