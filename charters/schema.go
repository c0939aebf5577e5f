package charters

import (
	"bytes"
	"encoding/json"
	"fmt"
)

const (
	lineSchema = `{"$ref": "#/$defs/line"}`
	wordSchema = `{"$ref": "#/$defs/word"}`

	quorumSchema    = `{"oneOf": [{"const": "none"}, {"type": "string", "pattern": "^((more than|at least) )?([0-9]{1,7}/[0-9]{1,7}|all) of (the roll|active members)$"}]}`
	rollShareSchema = `{"oneOf": [{"const": "none"}, {"type": "string", "pattern": "^((more than|at least) )?([0-9]{1,7}/[0-9]{1,7}|all) of the roll$"}]}`

	schemaDefinitions = `{
		"line": {"type": "string", "minLength": 1, "pattern": "^[^\\n]*$"},
		"word": {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$"},
		"duration": {
			"description": "A length of time: 14 days, 36 hours, 1 day 12 hours, none.",
			"type": "string",
			"pattern": "^(none|[0-9]{1,9} (second|minute|hour|day|week)s?( [0-9]{1,9} (second|minute|hour|day|week)s?)*)$"
		},
		"share": {
			"description": "A share: more than 1/2 of the roll, 2/3 of votes cast, all of votes cast.",
			"type": "string",
			"pattern": "^((more than|at least) )?([0-9]{1,7}/[0-9]{1,7}|all) of (votes cast|those present|the roll)$"
		}
	}`
)

// GenerateSchema writes charter.schema.json from the options' own descriptions.
func GenerateSchema() ([]byte, error) {
	file := charterFile().schema()
	whole := fmt.Sprintf(`{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id": "https://github.com/coopledger/coopledger/charters/charter.schema.json",
		"title": "A co-op's charter",
		"description": "Rules and policies of a co-op on the ledger, as its members read them.",
		%s,
		"$defs": %s
	}`, file[1:len(file)-1], schemaDefinitions)
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(whole), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
