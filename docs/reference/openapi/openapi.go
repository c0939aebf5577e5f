// Package openapi holds the description of the node's REST interface, made
// from proto/ by `make proto`. The node serves it beside the interface itself.
package openapi

import _ "embed"

// Document is the OpenAPI 2.0 description, as JSON.
//
//go:embed openapi.json
var Document []byte
