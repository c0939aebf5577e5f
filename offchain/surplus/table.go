package surplus

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

// Simulation is a period's surplus as it would be shared.
type Simulation struct {
	Currency  string
	Decimals  uint32
	Reserve   string
	Outcome   sharing.Outcome
	Patronage *Patronage
}

// Simulate runs a period's result through a charter's rules. Both are valid.
func Simulate(charter membershiptypes.Charter, rules membershiptypes.SurplusRules, result sharing.Result, patronage *Patronage) (Simulation, error) {
	outcome, err := sharing.Run(rules, result, patronage.Rows())
	book := charter.Book()
	return Simulation{Currency: book.Currency, Decimals: book.Decimals, Reserve: rules.Reserve, Outcome: outcome, Patronage: patronage}, err
}

// shares calls with each member's share, in the order of their numbers, and ends
// when told so.
func (s Simulation) shares(each func(member uint64, class uint32, share sharing.MemberShare) (more bool, err error)) error {
	shareOf := s.Outcome.Sharer()
	for row := range s.Patronage.Rows() {
		share, err := shareOf(row)
		if err != nil {
			return err
		}
		if more, err := each(row.MemberID, row.ClassID, share); err != nil || !more {
			return err
		}
	}
	return nil
}

// divided are the names of the steps that members share.
func (s Simulation) divided() (names []string) {
	for _, taken := range s.Outcome.Taken {
		if taken.Division != nil {
			names = append(names, taken.Step.Name)
		}
	}
	return names
}

// row is a line of the waterfall.
type row struct {
	Step   string `json:"step"`
	To     string `json:"to"`
	Base   string `json:"base,omitempty"`
	Rate   string `json:"rate_ppm,omitempty"`
	Bound  string `json:"bound,omitempty"`
	Amount string `json:"amount"`
	// How members share it, from which each share can be worked out.
	Shared *arithmetic `json:"shared,omitempty"`
}

// arithmetic is what a member's share follows from: the cap where the weight is at
// least Least, else ⌊pool · weight ÷ total⌋, and one more at or above the cut.
type arithmetic struct {
	Pool         string `json:"pool"`
	Total        string `json:"total"`
	CutRemainder string `json:"cut_remainder,omitempty"`
	CutMember    string `json:"cut_member,omitempty"`
	Cap          string `json:"cap,omitempty"`
	Least        string `json:"capped_from,omitempty"`
	Undivided    string `json:"undivided"`
}

func arithmeticOf(division types.Division) *arithmetic {
	how := &arithmetic{Pool: division.Rest.Pool.String(), Total: division.Rest.Total.String(), Undivided: division.Undivided.String()}
	if cut := division.Rest.Cut; cut != nil {
		how.CutRemainder, how.CutMember = cut.Remainder.String(), strconv.FormatUint(cut.MemberId, 10)
	}
	if division.Least.IsPositive() {
		how.Cap, how.Least = division.Cap.String(), division.Least.String()
	}
	return how
}

// rows are the whole waterfall, in base units: of a surplus their amounts sum to it,
// of a loss too.
func (s Simulation) rows() (rows []row) {
	if s.Outcome.Surplus.IsNegative() {
		left := s.Outcome.Surplus
		for _, borne := range s.Outcome.Borne {
			rows = append(rows, row{Step: "borne", To: borne.Fund, Amount: borne.Amount.Neg().String()})
			left = left.Add(borne.Amount)
		}
		return append(rows, row{Step: "carried forward", To: "losses", Amount: left.String()})
	}
	rows = append(rows, row{Step: "not shared", To: s.Reserve, Amount: s.Outcome.ToReserve.String()})
	for _, taken := range s.Outcome.Taken {
		one := row{
			Step: taken.Step.Name, To: taken.Step.Fund, Base: taken.Base.String(), Rate: strconv.FormatUint(uint64(taken.Step.RatePpm), 10),
			Bound: string(taken.Bound), Amount: taken.Amount.String(),
		}
		switch {
		case taken.Division != nil:
			one.To, one.Shared = "members", arithmeticOf(*taken.Division)
		case taken.Step.To == membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES:
			one.To, one.Rate = "losses", ""
		}
		rows = append(rows, one)
	}
	return append(rows, row{Step: "rest", To: s.Reserve, Amount: s.Outcome.Rest.String()})
}

// WriteText writes the waterfall, and the shares of the first so many members.
func (s Simulation) WriteText(to io.Writer, most int) error {
	out := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "step\tto\tbase\trate\theld to\tamount\t\n")
	for _, one := range s.rows() {
		base, rate := "", ""
		if one.Base != "" {
			base = s.decimal(one.Base)
		}
		if one.Rate != "" {
			rate = decimal(one.Rate, 4) + " %"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t\n", one.Step, one.To, base, rate, one.Bound, s.decimal(one.Amount))
	}
	fmt.Fprintf(out, "all\t\t\t\t\t%s\t\n", s.decimal(s.Outcome.Surplus.String()))
	if err := out.Flush(); err != nil {
		return err
	}
	if s.Outcome.Undivided.IsPositive() {
		fmt.Fprintf(to, "%s of it no member may get; it goes to %s.\n", s.decimal(s.Outcome.Undivided.String()), s.Reserve)
	}
	fmt.Fprintf(to, "Losses carried forward: %s. Amounts are in %s.\n", s.decimal(s.Outcome.LossesForward.String()), s.Currency)
	if len(s.divided()) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nmember\tclass\t%s\ttotal\tcash\tretained\t\n", strings.Join(s.divided(), "\t"))
	shown := 0
	err := s.shares(func(member uint64, class uint32, share sharing.MemberShare) (bool, error) {
		if shown == most {
			return false, nil
		}
		shown++
		fmt.Fprintf(out, "%d\t%d\t", member, class)
		for _, amount := range append(share.Shares, share.Total, share.Cash, share.Retained) {
			fmt.Fprintf(out, "%s\t", s.decimal(amount.String()))
		}
		fmt.Fprintln(out)
		return true, nil
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if more := s.Patronage.Members() - shown; more > 0 {
		fmt.Fprintf(to, "and %d more; --members says how many, --output csv or json has all of them.\n", more)
	}
	return nil
}

// WriteShares writes each member's share as CSV, in base units.
func (s Simulation) WriteShares(to io.Writer) error {
	out := csv.NewWriter(to)
	header := append([]string{columnMember, columnClass}, s.divided()...)
	if err := out.Write(append(header, "total", "cash", "retained")); err != nil {
		return err
	}
	line := make([]string, 0, len(header)+3)
	err := s.shares(func(member uint64, class uint32, share sharing.MemberShare) (bool, error) {
		line = append(line[:0], strconv.FormatUint(member, 10), strconv.FormatUint(uint64(class), 10))
		for _, amount := range append(share.Shares, share.Total, share.Cash, share.Retained) {
			line = append(line, amount.String())
		}
		return true, out.Write(line)
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// WriteSteps writes the waterfall as CSV, in base units.
func (s Simulation) WriteSteps(to io.Writer) error {
	out := csv.NewWriter(to)
	if err := out.Write([]string{"step", "to", "base", "rate_ppm", "bound", "amount"}); err != nil {
		return err
	}
	for _, one := range s.rows() {
		if err := out.Write([]string{one.Step, one.To, one.Base, one.Rate, one.Bound, one.Amount}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// share is a member's line in JSON.
type share struct {
	Member   uint64   `json:"member,string"`
	Class    uint32   `json:"class,omitempty"`
	Shares   []string `json:"shares"`
	Total    string   `json:"total"`
	Cash     string   `json:"cash"`
	Retained string   `json:"retained"`
}

// WriteJSON writes everything as one JSON object, in base units; each member is on a
// line of its own, so that a million need no memory.
func (s Simulation) WriteJSON(to io.Writer) error {
	out := bufio.NewWriter(to)
	head, err := json.Marshal(struct {
		Currency string   `json:"currency"`
		Decimals uint32   `json:"decimals"`
		Surplus  string   `json:"surplus"`
		Losses   string   `json:"losses_forward"`
		Steps    []row    `json:"steps"`
		Divided  []string `json:"shares_of"`
	}{s.Currency, s.Decimals, s.Outcome.Surplus.String(), s.Outcome.LossesForward.String(), s.rows(), s.divided()})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s,\n\"members\":[", head[:len(head)-1])
	between := "\n"
	err = s.shares(func(member uint64, class uint32, got sharing.MemberShare) (bool, error) {
		one := share{Member: member, Class: class, Shares: []string{}, Total: got.Total.String(), Cash: got.Cash.String(), Retained: got.Retained.String()}
		for _, amount := range got.Shares {
			one.Shares = append(one.Shares, amount.String())
		}
		line, err := json.Marshal(one)
		if err != nil {
			return false, err
		}
		_, err = fmt.Fprintf(out, "%s%s", between, line)
		between = ",\n"
		return true, err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\n]}")
	return out.Flush()
}

func (s Simulation) decimal(minor string) string { return decimal(minor, int(s.Decimals)) }

// decimal sets the point into a whole number: 150000 with two digits is 1500.00.
func decimal(number string, digits int) string {
	sign := ""
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		sign, number = "-", rest
	}
	if missing := digits + 1 - len(number); missing > 0 {
		number = strings.Repeat("0", missing) + number
	}
	if digits == 0 {
		return sign + number
	}
	point := len(number) - digits
	return sign + number[:point] + "." + number[point:]
}
