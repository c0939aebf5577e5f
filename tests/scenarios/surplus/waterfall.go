package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// period as `coopd q surplus period` prints it.
type period struct {
	Period struct {
		Stage        string `json:"stage"`
		Codespace    string `json:"error_codespace"`
		ErrorCode    uint32 `json:"error_code"`
		Taken        int64  `json:"taken,string"`
		Presentation struct {
			Result json.RawMessage `json:"result"`
		} `json:"presentation"`
	} `json:"period"`
	Outcome struct {
		Surplus   int64   `json:"surplus,string"`
		ToReserve int64   `json:"to_reserve,string"`
		Taken     []taken `json:"taken"`
		Rest      int64   `json:"rest,string"`
		Undivided int64   `json:"undivided,string"`
		Cash      int64   `json:"cash,string"`
		Retained  int64   `json:"retained,string"`
	} `json:"outcome"`
}

// taken by one step.
type taken struct {
	Step struct {
		Name string `json:"name"`
		To   string `json:"to"`
		Fund string `json:"fund"`
		Rate uint32 `json:"rate_ppm"`
	} `json:"step"`
	Base     int64     `json:"base,string"`
	Amount   int64     `json:"amount,string"`
	Bound    string    `json:"bound"`
	Division *struct{} `json:"division"`
}

func (p period) stage() string {
	return strings.ToLower(strings.TrimPrefix(p.Period.Stage, "PERIOD_STAGE_"))
}

func (t taken) to() string {
	if t.Step.Fund != "" {
		return t.Step.Fund
	}
	return strings.ToLower(strings.TrimPrefix(t.Step.To, "SURPLUS_DESTINATION_"))
}

// rate in hundredths; losses have none.
func (t taken) rate() string {
	if t.Step.Rate == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d %%", t.Step.Rate/10_000, t.Step.Rate/100%100)
}

// shareOf a member as `coopd q surplus share` prints it.
type shareOf struct {
	Lines []struct {
		Step       string `json:"step"`
		Weight     int64  `json:"weight,string"`
		Share      int64  `json:"share,string"`
		Arithmetic string `json:"arithmetic"`
	} `json:"lines"`
	Total    int64 `json:"total,string"`
	Cash     int64 `json:"cash,string"`
	Retained int64 `json:"retained,string"`
	Taken    bool  `json:"taken"`
}

func (c *closing) period() (now period) {
	c.Ask(&now, "surplus", "period", c.coop, "1")
	return now
}

func (c *closing) shareOf(member uint64) (now shareOf) {
	c.Ask(&now, "surplus", "share", c.coop, "1", fmt.Sprint(member))
	return now
}

// waterfall prints what each step took, and checks that nothing is missing.
func (c *closing) waterfall() {
	now := c.period().Outcome
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintf(table, "step\tto\tbase\trate\theld to\tamount\t\nnot shared\treserve\t\t\t\t%s\t\n", driver.Euros(now.ToReserve))
	sum := now.ToReserve + now.Rest
	for _, one := range now.Taken {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t\n", one.Step.Name, one.to(), driver.Euros(one.Base), one.rate(), one.Bound, driver.Euros(one.Amount))
		sum += one.Amount
	}
	_, _ = fmt.Fprintf(table, "rest\treserve\t\t\t\t%s\t\nall\t\t\t\t\t%s\t\n", driver.Euros(now.Rest), driver.Euros(now.Surplus))
	c.Must(table.Flush())
	c.Print("\n%s\n", text.String())
	c.Expect(sum == now.Surplus, "the steps come to %d, and the surplus is %d", sum, now.Surplus)
	c.Expect(now.Surplus == c.earned.Member+c.earned.NonMember, "%d are shared", now.Surplus)
}

// shares prints each member's with its arithmetic, and holds them against the pencil's.
func (c *closing) shares() {
	var cash, total int64
	for _, member := range slices.Sorted(maps.Keys(c.wanted)) {
		is, wanted := c.shareOf(member), c.wanted[member]
		c.Print("  %-6s gets EUR %8s: EUR %8s in cash, EUR %8s retained\n", c.names[member], driver.Euros(is.Total), driver.Euros(is.Cash), driver.Euros(is.Retained))
		for _, line := range is.Lines {
			if line.Weight > 0 {
				c.Print("           %s: %s\n", line.Step, line.Arithmetic)
			}
		}
		c.Expect(is.Total == wanted.Total && is.Cash == wanted.Cash && is.Retained == is.Total-is.Cash,
			"member %d of %s gets %+v, by the pencil %+v", member, c.coop, is, wanted)
		cash, total = cash+is.Cash, total+is.Total
	}
	now := c.period().Outcome
	c.Expect(cash == now.Cash && total == now.Cash+now.Retained, "the members' shares come to %d and %d in cash, and the ledger says %+v", total, cash, now)
	c.Print("\n")
}

// simulation as `coopd surplus simulate -o json` prints it.
type simulation struct {
	Surplus int64 `json:"surplus,string"`
	Steps   []struct {
		Step   string `json:"step"`
		Base   string `json:"base"`
		Bound  string `json:"bound"`
		Amount int64  `json:"amount,string"`
	} `json:"steps"`
	Members []struct {
		Member   uint64   `json:"member,string"`
		Shares   []string `json:"shares"`
		Total    int64    `json:"total,string"`
		Cash     int64    `json:"cash,string"`
		Retained int64    `json:"retained,string"`
	} `json:"members"`
}

// offLine works all of it out again, from the charter's file, the presented result and
// what the story itself has recorded.
func (c *closing) offLine() {
	var again simulation
	command := []string{"surplus", "simulate", c.charter, "--result", c.WriteFile("result.yaml", c.resultFile()), "--patronage", c.file(), "-o", "json"}
	printed, err := c.Execute(command...)
	c.Must(err)
	c.Must(json.Unmarshal([]byte(printed), &again))
	c.sameSteps(again)
	c.Expect(len(again.Members) == len(c.wanted), "off line %d members share", len(again.Members))
	for _, one := range again.Members {
		is := c.shareOf(one.Member)
		shares := make([]string, 0, len(is.Lines))
		for _, line := range is.Lines {
			shares = append(shares, fmt.Sprint(line.Share))
		}
		c.Expect(one.Total == is.Total && one.Cash == is.Cash && one.Retained == is.Retained && slices.Equal(one.Shares, shares),
			"off line member %d gets %+v, and on the ledger %+v", one.Member, one, is)
	}
	c.Tell("`coopd surplus simulate` makes of the charter, the result and a file of patronage the same %d steps and %d shares, to the cent.",
		len(again.Steps), len(again.Members))
}

func (c *closing) sameSteps(again simulation) {
	now := c.period().Outcome
	want := []string{fmt.Sprint("not shared ", now.ToReserve)}
	for _, one := range now.Taken {
		want = append(want, fmt.Sprint(one.Step.Name, " ", one.Amount, " of ", one.Base, one.Bound))
	}
	want = append(want, fmt.Sprint("rest ", now.Rest))
	var got []string
	for _, one := range again.Steps {
		said := fmt.Sprint(one.Step, " ", one.Amount)
		if one.Base != "" {
			said += " of " + one.Base + one.Bound
		}
		got = append(got, said)
	}
	c.Expect(slices.Equal(got, want) && again.Surplus == now.Surplus, "off line the steps are %v, and on the ledger %v", got, want)
}

// resultFile is the presented result as the off-line command reads it.
func (c *closing) resultFile() []byte {
	var said struct {
		result
		Losses string `json:"losses"`
		Funds  []struct {
			Fund   string `json:"fund"`
			Amount string `json:"amount"`
		} `json:"funds"`
	}
	c.Must(json.Unmarshal(c.period().Period.Presentation.Result, &said))
	text := fmt.Sprintf("member: %d\nnon_member: %d\nlosses: %s\nfunds:\n", said.Member, said.NonMember, said.Losses)
	for _, fund := range said.Funds {
		text += fmt.Sprintf("  %s: %s\n", fund.Fund, fund.Amount)
	}
	return []byte(text)
}
