package surplus_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"cosmossdk.io/math"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/charters"
	"github.com/coopledger/coopledger/offchain/surplus"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func preset(t testing.TB, name string) (membershiptypes.Charter, membershiptypes.SurplusRules) {
	text, err := charters.PresetFile(name)
	require.NoError(t, err)
	charter, err := charters.Parse(text)
	require.NoError(t, err)
	return charter, charter.Surplus.WithAmounts()
}

func simulate(t *testing.T, name, result, patronage string) surplus.Simulation {
	charter, rules := preset(t, name)
	read, err := surplus.ParseResult([]byte(result))
	require.NoError(t, err)
	members, err := surplus.ReadPatronage(strings.NewReader(patronage), rules)
	require.NoError(t, err)
	simulation, err := surplus.Simulate(charter, rules, read, members)
	require.NoError(t, err)
	return simulation
}

// By hand: 10,000.00, of which 1,000.00 make good losses. 30 % of 9,000.00 to the
// reserve, 5 % to education; 5,850.00 over 10, 20 and 30 hours, a half in cash.
const workers = "member,class,hours\n3,1,15\n1,1,10\n2,2,20\n3,1,15\n"

func TestTextOfAWorkersCoop(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, simulate(t, "worker", "{member: 1000000, losses: 100000, non_member: 4}", workers).WriteText(&out, 2))
	require.Equal(t, strings.TrimPrefix(`
        step         to     base        rate  held to    amount
  not shared    reserve                                    0.04
      losses     losses  1000.00                        1000.00
     reserve    reserve  9000.00   30.0000 %            2700.00
   education  education  9000.00    5.0000 %             450.00
     workers    members  5850.00  100.0000 %            5850.00
        rest    reserve                                    0.00
         all                                           10000.04
Losses carried forward: 0.00. Amounts are in EUR.

  member  class  workers    total    cash  retained
       1      1   975.00   975.00  487.50    487.50
       2      2  1950.00  1950.00  975.00    975.00
and 1 more; --members says how many, --output csv or json has all of them.
`, "\n"), strings.ReplaceAll(out.String(), "  \n", "\n"))
}

func TestALossInText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, simulate(t, "worker", "{member: -500, losses: 7, funds: {reserve: 200}}", workers).WriteText(&out, 20))
	for _, line := range []string{"borne  reserve", "-2.00", "carried forward   losses", "-3.00", "Losses carried forward: 3.07."} {
		require.Contains(t, out.String(), line)
	}
	require.NotContains(t, out.String(), "retained")
}

func TestCSV(t *testing.T) {
	simulation := simulate(t, "worker", "member: 100", workers)
	var out bytes.Buffer
	require.NoError(t, simulation.WriteShares(&out))
	// 65 over 10, 20 and 30: quotas of 10⅚, 21⅔ and 32½.
	require.Equal(t, "member,class,workers,total,cash,retained\n1,1,11,11,6,5\n2,2,22,22,11,11\n3,1,32,32,16,16\n", out.String())
	out.Reset()
	require.NoError(t, simulation.WriteSteps(&out))
	require.Equal(t, "step,to,base,rate_ppm,bound,amount\nnot shared,reserve,,,,0\nlosses,losses,0,,,0\nreserve,reserve,100,300000,,30\n"+
		"education,education,100,50000,,5\nworkers,members,65,1000000,,65\nrest,reserve,,,,0\n", out.String())
}

func TestJSONHasTheArithmetic(t *testing.T) {
	simulation := simulate(t, "worker", "member: 100", workers)
	var out bytes.Buffer
	require.NoError(t, simulation.WriteJSON(&out))
	var read struct {
		Surplus string
		Steps   []struct {
			Step   string
			Shared *struct {
				Pool, Total  string
				CutRemainder string `json:"cut_remainder"`
				CutMember    string `json:"cut_member"`
			}
		}
		Members []struct {
			Member string
			Total  string
		}
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &read))
	require.Equal(t, "100", read.Surplus)
	shared := read.Steps[4].Shared
	// 65·20 mod 60 is 40, the lesser of the two remainders that get a unit more.
	require.Equal(t, []string{"65", "60", "40"}, []string{shared.Pool, shared.Total, shared.CutRemainder})
	require.Len(t, read.Members, 3)
	require.Equal(t, "32", read.Members[2].Total)
}

func TestThreePresets(t *testing.T) {
	for name, patronage := range map[string]string{
		"worker":   workers,
		"consumer": "member,class,purchases,capital\n1,1,100000,5000\n2,1,0,5000\n9,2,0,70000\n",
		"platform": "class,orders,member,hours\n1,0,1,1700\n1,0,2,900\n2,123456,3,0\n3,5,4,5\n",
	} {
		t.Run(name, func(t *testing.T) {
			simulation := simulate(t, name, "member: 1234567", patronage)
			var out bytes.Buffer
			require.NoError(t, simulation.WriteShares(&out))
			lines, err := csv.NewReader(&out).ReadAll()
			require.NoError(t, err)
			total := math.ZeroInt()
			for _, line := range lines[1:] {
				amount, ok := math.NewIntFromString(line[len(line)-3])
				require.True(t, ok)
				total = total.Add(amount)
			}
			pools := math.ZeroInt()
			for _, taken := range simulation.Outcome.Taken {
				if taken.Division != nil {
					pools = pools.Add(taken.Amount)
				}
			}
			require.Equal(t, pools.String(), total.String())
			require.True(t, simulation.Outcome.Rest.IsZero())
		})
	}
}

func TestPatronageIsRefused(t *testing.T) {
	_, rules := preset(t, "worker")
	rules.Bases = append(rules.Bases, membershiptypes.SurplusBasis{Name: "one", Unit: "members", PerHead: true})
	for name, tc := range map[string]struct{ text, refused string }{
		"success - spaces and a mark of bytes": {"\ufeffmember, class, hours\n1, 1, 5\n", ""},
		"success - nobody":                     {"member,class,hours\n", ""},
		"error - an empty file":                {"", "the file is empty"},
		"error - no column of members":         {"class,hours\n1,5\n", "no column member"},
		"error - no column of classes":         {"member,hours\n1,5\n", `no column class, and the step "workers"`},
		"error - no column of the basis":       {"member,class\n1,1\n", `no column "hours", by which the step "workers"`},
		"error - a column twice":               {"member,class,hours,hours\n", "there twice"},
		"error - an unknown column":            {"member,class,hours,name\n", `"name" is no basis that is recorded; the columns are member, class and hours`},
		"error - a column of heads":            {"member,class,hours,one\n", `"one" is no basis`},
		"error - a short line":                 {"member,class,hours\n1,1,5\n2,1\n", "line 3"},
		"error - no number of a member":        {"member,class,hours\n1,1,5\nanna,1,5\n", `line 3: "anna" is no member's number`},
		"error - member zero":                  {"member,class,hours\n0,1,5\n", "no member's number"},
		"error - no class":                     {"member,class,hours\n1,workers,5\n", "no id of a class"},
		"error - half an hour":                 {"member,class,hours\n1,1,5.5\n", `line 2: hours: "5.5" is no whole number of units`},
		"error - negative hours":               {"member,class,hours\n1,1,-5\n", "no whole number of units"},
		"error - a member in two classes":      {"member,class,hours\n1,1,5\n1,2,5\n", "member 1 is in the class 1 on one line and 2 on another"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := surplus.ReadPatronage(strings.NewReader(tc.text), rules)
			if tc.refused == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.refused)
		})
	}
}

func TestResultIsRefused(t *testing.T) {
	for text, refused := range map[string]string{
		"member: 10.5":        `member: "10.5" is no whole number`,
		"profit: 10":          "its keys are member, non_member",
		"funds: {reserve: x}": "funds: reserve",
		"":                    "its keys are",
	} {
		_, err := surplus.ParseResult([]byte(text))
		require.ErrorContains(t, err, refused)
	}
}
