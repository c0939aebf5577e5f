package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func TestFinish(t *testing.T) {
	cases := []struct {
		name, source, refusal string
	}{
		{name: "error - not JSON", source: "{", refusal: "unexpected end"},
		{name: "error - no call", source: `{"swagger":"2.0","paths":{}}`, refusal: "describes no call"},
		{name: "error - a path that is no object", source: `{"paths":{"/coop/chain/v1/params":1}}`, refusal: "/coop/chain/v1/params: not an object"},
		{
			name: "success - two modules with a call of the same name",
			source: `{"info":{"title":"x"},"paths":{
				"/coop/chain/v1/params":{"get":{"operationId":"Params","tags":["Query"]}},
				"/coop/membership/v1/coops/{coop}":{"get":{"operationId":"Params","tags":["Query"]}}}}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			finished, err := finish([]byte(c.source))
			if c.refusal != "" {
				if err == nil || !strings.Contains(err.Error(), c.refusal) {
					t.Fatalf("refusal %v, want one about %q", err, c.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var document struct {
				Info  struct{ Title string }
				Paths map[string]map[string]struct {
					OperationID string `json:"operationId"`
					Tags        []string
				}
			}
			if err := json.Unmarshal(finished, &document); err != nil {
				t.Fatal(err)
			}
			chain := document.Paths["/coop/chain/v1/params"]["get"]
			coop := document.Paths["/coop/membership/v1/coops/{coop}"]["get"]
			if document.Info.Title != "Coop Ledger" || chain.OperationID != "get_coop_chain_v1_params" || coop.OperationID != "get_coop_membership_v1_coops_coop" {
				t.Fatalf("title or operation ids wrong: %+v", document)
			}
			if chain.Tags[0] != "chain" || coop.Tags[0] != "membership" {
				t.Fatalf("tags %v and %v, want chain and membership", chain.Tags, coop.Tags)
			}
		})
	}
}

func TestRunNeedsOneFile(t *testing.T) {
	for _, arguments := range [][]string{nil, {"a", "b"}, {"/no/such/file"}} {
		if err := run(arguments, io.Discard); err == nil {
			t.Errorf("arguments %q were accepted", arguments)
		}
	}
}
