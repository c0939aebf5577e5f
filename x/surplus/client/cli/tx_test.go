package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/surplus/client/cli"
)

func TestReadRecords(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       map[uint64]string
		wantError  string
	}{
		{"success - rows of one member are added up", "member,amount\n7,40\n2,10\n7,-15\n", map[uint64]string{2: "10", 7: "25"}, ""},
		{"success - a file for trying out", "\ufeffmember,class,hours,orders\n2,1,10,0\n7,2,0,5\n", map[uint64]string{2: "10"}, ""},
		{"error - no amount", "member,orders\n2,10\n", nil, "the columns are member,orders; there has to be member, and amount or hours"},
		{"error - no member", "amount\n10\n", nil, "there has to be member"},
		{"error - no whole number", "member,amount\n2,1.5\n", nil, `line 2: "1.5" is no whole number of units`},
		{"error - an amount with a zero before it", "member,amount\n2,010\n", nil, `line 2: "010" is no whole number of units`},
		{"error - no number of a member", "member,amount\nada,10\n", nil, `line 2: "ada" is not the number of a member`},
		{"error - an empty file", "", nil, "no first line"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			records, err := cli.ReadRecords(strings.NewReader(tc.text), "hours")
			if tc.wantError != "" {
				require.ErrorContains(t, err, tc.wantError)
				return
			}
			require.NoError(t, err)
			got := map[uint64]string{}
			for _, record := range records {
				got[record.MemberId] = record.Amount.String()
			}
			require.Equal(t, tc.want, got)
		})
	}
}
