package lots_test

import (
	"crypto/sha256"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/offchain/lots"
)

// now is the 27th of November 2026.
const now = 1_795_780_800

func instruments() []lots.Instrument {
	return []lots.Instrument{{Name: "loan", Nominal: big.NewInt(100), PaidUp: true}, {Name: "share", Nominal: big.NewInt(5_000)}}
}

func TestRead(t *testing.T) {
	text := []byte("member_number,instrument,number,date,paid\n3,share,2,2019-05-01,07500\n3,loan,4,2026-11-27,400\n9,share,1,1999-12-31,0\n")
	require.True(t, lots.AreHoldings(text))
	require.False(t, lots.AreHoldings([]byte("account,fund,balance\n")))
	read, err := lots.Read(text, instruments(), 9, now)
	require.NoError(t, err)
	sum := sha256.Sum256(text)
	require.Equal(t, sum[:], read.FileSHA256)
	require.Len(t, read.Lots, 3)
	require.Equal(t, `member 3, 2 of "share" since 20190501, 7500 paid in`, read.Lots[0].Words())
}

// All problems are listed at once.
func TestEveryProblem(t *testing.T) {
	const header = "member_number,instrument,number,date,paid\n"
	for name, tc := range map[string]struct {
		text string
		says []string
	}{
		"error - empty":   {"", []string{"no first line"}},
		"error - no lots": {header, []string{"has no lots"}},
		"error - columns": {"member_number,member_number,name\n", []string{`no column "name"`, "twice", `"instrument" is missing`, `"paid" is missing`}},
		"error - every row": {header + "10,share,2,2019-05-01,0\n3,share,0,2019-05-01,0\n3,share,1,2027-01-01,0\n3,share,1,soon,0\n3,share,1,2019-05-01,1.5\n" +
			"3,share,1,2019-05-01,-1\n3,bond,1,2019-05-01,1\n3,share,1,2019-05-01,5001\n3,loan,1,2019-05-01,99\nx\n", []string{
			`line 2: the member number is "10"`, `line 3: the number of units is "0"`, `line 4: held since "2027-01-01"`, `line 5: held since "soon"`,
			`line 6: paid in is "1.5"`, `line 7: paid in is "-1"`, `line 8: the charter has no instrument "bond"`, "line 9: 5001 are paid in",
			`line 10: 99 are paid in of a nominal value of 100`, "line 11: has 1 fields",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := lots.Read([]byte(tc.text), instruments(), 9, now)
			for _, says := range tc.says {
				require.ErrorContains(t, err, says)
			}
		})
	}
}
