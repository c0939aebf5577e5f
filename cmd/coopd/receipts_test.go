package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReceiptsSayWhatThereIsToSay(t *testing.T) {
	const hash = "35844841282028D907F94BC32BAF86CA0430BF6F302F2B89DD7F34124807D5D3"
	cases := []struct{ name, answer, want string }{
		{
			"success - taken",
			"code: 0\ncodespace: \"\"\ndata: 122C0A26\nevents: []\ngas_used: \"0\"\nheight: \"0\"\nraw_log: \"\"\ntimestamp: \"\"\ntx: null\ntxhash: " + hash + "\n",
			"txhash: " + hash + "\n",
		},
		{
			"error - refused",
			"code: 12\ncodespace: governance\nevents: []\nraw_log: not a member's key\ntxhash: " + hash + "\n",
			"code: 12\ncodespace: governance\nraw_log: not a member's key\ntxhash: " + hash + "\n",
		},
		{"success - JSON is for programs", `{"code":0,"txhash":"` + hash + `"}` + "\n", `{"code":0,"txhash":"` + hash + `"}` + "\n"},
		{"success - no receipt", "body:\n  memo: \"\"\n", "body:\n  memo: \"\"\n"},
		{"success - no YAML", "txhash: \"\n", "txhash: \"\n"},
		{"success - nothing", "", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			written, err := receiptWriter{&out}.Write([]byte(tc.answer))
			require.NoError(t, err)
			require.Equal(t, len(tc.answer), written)
			require.Equal(t, tc.want, out.String())
		})
	}
}
