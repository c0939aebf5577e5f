package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancecli "github.com/coopledger/coopledger/x/governance/client/cli"
)

// H14: what pays names whom, or nobody could be asked whether the address is right.
func TestH14PaymentsNameTheirPayee(t *testing.T) {
	registry := ledger.Open(t, ledger.Setup{}).App.Encoding().Codec.InterfaceRegistry()
	registerPreviews()
	paying := 0
	for _, url := range registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		if !strings.HasPrefix(url, "/coop.") {
			continue
		}
		message, err := registry.Resolve(url)
		require.NoError(t, err)
		field := reflect.ValueOf(message).Elem().FieldByName("Payee")
		if !field.IsValid() || field.Kind() != reflect.String {
			continue
		}
		paying++
		const payee = "coop1payee"
		field.SetString(payee)
		preview, registered := governancecli.PreviewOf(message)
		require.True(t, registered, "%s has no preview", url)
		require.Equal(t, []string{payee}, preview.Payees, url)
		require.Contains(t, preview.Sentence, payee, url)
	}
	require.Positive(t, paying, "no message pays")
}
