package payments_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/payments"
)

const (
	// published is the schema of the catalogue that can be had as a Go module. What a
	// payment file is made of is the same in both versions.
	published = "docs/specifications/payments_initiation_11/pain.001.001.10_1.xsd"
	written   = "pain.001.001.09"
	schemaOf  = "pain.001.001.10"
)

// schema is where the published schema lies, or skips what needs it.
func schema(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint (libxml2-utils) isn't installed")
	}
	command := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", "github.com/moov-io/iso20022")
	command.Dir = filepath.Join("..", "..", "tools", "iso20022")
	said, err := command.Output()
	if err != nil {
		t.Skipf("the module with the schema can't be had: %s", said)
	}
	var module struct{ Dir string }
	require.NoError(t, json.Unmarshal(said, &module))
	return filepath.Join(module.Dir, published)
}

// lint is what xmllint says of a text; empty if the schema takes it.
func lint(t *testing.T, schema string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "payments.xml")
	require.NoError(t, os.WriteFile(path, bytes.Replace(text, []byte(written), []byte(schemaOf), 1), 0o600))
	said, err := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--schema", schema, path).CombinedOutput()
	if err == nil {
		return ""
	}
	return string(said)
}

// The schema of ISO 20022 takes a payment file, and no longer when it is spoilt.
func TestThePublishedSchemaTakesAPaymentFile(t *testing.T) {
	schema := schema(t)
	var text bytes.Buffer
	require.NoError(t, payments.File.WritePain(file(t, nil), &text))
	require.Contains(t, text.String(), written)
	require.Empty(t, lint(t, schema, text.Bytes()))

	for name, spoil := range map[string][2]string{
		"a bank account that is none": {"<IBAN>", "<IBAN>?"},
		"a currency that is none":     {`Ccy="EUR"`, `Ccy="euro"`},
		"an element of no version":    {"<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SLEV</ChrgBr><Tip/>"},
		"an order without its debtor": {"<PmtMtd>TRF</PmtMtd>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := bytes.Replace(text.Bytes(), []byte(spoil[0]), []byte(spoil[1]), 1)
			require.NotEqual(t, text.Bytes(), spoilt, "nothing was spoilt")
			require.NotEmpty(t, lint(t, schema, spoilt))
		})
	}
}
