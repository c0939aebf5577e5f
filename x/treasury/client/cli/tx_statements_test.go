package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/treasury/client/cli"
)

func TestTrialBalancesAreRead(t *testing.T) {
	lines, err := cli.ParseBalance(strings.NewReader("account,balance\n5000,300\n1200,-300\n4000,0\n"))
	require.NoError(t, err)
	require.Len(t, lines, 2, "an account at zero is left out")
	require.Equal(t, "1200", lines[0].Account)
	require.EqualValues(t, -300, lines[0].Balance.Int64())
	for name, text := range map[string]string{
		"nothing": "", "other columns": "code,amount\n1200,1\n", "decimals": "account,balance\n1200,3.50\n", "a column more": "account,balance\n1200,3,50\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := cli.ParseBalance(strings.NewReader(text))
			require.Error(t, err)
		})
	}
}
