package main

import (
	"fmt"
	"strconv"
	"strings"
)

// quantity is one measured number: a benchmark's name without the number of
// cores, and its unit.
type quantity struct{ benchmark, unit string }

// target is a promise that the results are held against: a quantity, or how
// many times another one it is, is at most or at least a limit.
type target struct {
	claim string
	of    quantity
	// per is what the quantity is divided by; none if empty.
	per quantity
	// limit, in nanoseconds where the quantity is a time and nothing divides it.
	limit float64
	// atLeast says that the limit is the least; otherwise it is the most.
	atLeast bool
}

const (
	nanoseconds = "ns/op"
	perSecond   = "votes/s"
	millisecond = 1e6
	microsecond = 1e3
)

// targets of the ledger, in the order of the results.
var targets = []target{
	atMost("closing a resolution with 10^3 ballots", "Close/coop/1000", 2*millisecond),
	atMost("closing a resolution with 10^5 ballots", "Close/coop/100000", 2*millisecond),
	atMost("closing a resolution with 10^6 ballots", "Close/coop/1000000", 2*millisecond),
	timesFaster("closing with 10^5 ballots, next to x/gov", "Close/gov/100000", "Close/coop/100000", 400),
	timesFaster("closing with 10^6 ballots, next to x/gov", "Close/gov/1000000", "Close/coop/1000000", 15_000),
	atMost("state cost of a ballot at 10^5", "Ballot/coop/100000", 8*microsecond),
	atMost("state cost of a ballot at 10^6", "Ballot/coop/1000000", 8*microsecond),
	{
		claim: "state cost of a ballot, 10^6 over 10^5", limit: 1.25,
		of:  quantity{"Ballot/coop/1000000", nanoseconds},
		per: quantity{"Ballot/coop/100000", nanoseconds},
	},
	timesFaster("state cost of a ballot at 10^6, next to x/gov", "Ballot/gov/1000000", "Ballot/coop/1000000", 1),
	timesFaster("signed votes through a block, fresh, next to x/gov", "Block/gov/fresh", "Block/coop/fresh", 2),
	timesFaster("signed votes through a block, checked before, next to x/gov", "Block/gov/checked", "Block/coop/checked", 2),
	atMost("CheckTx of a vote", "CheckTx/coop", 60*microsecond),
}

func atMost(claim, benchmark string, limit float64) target {
	return target{claim: claim, of: quantity{benchmark, nanoseconds}, limit: limit}
}

func timesFaster(claim, peer, ours string, limit float64) target {
	return target{
		claim: claim, limit: limit, atLeast: true,
		of: quantity{peer, nanoseconds}, per: quantity{ours, nanoseconds},
	}
}

// median of a quantity, whatever the number of cores in the benchmark's name.
func (r results) median(q quantity) (float64, bool) {
	for _, name := range r.benchmarks {
		if values := r.values[name][q.unit]; withoutCores(name) == q.benchmark && len(values) > 0 {
			return median(values), true
		}
	}
	return 0, false
}

// withoutCores takes "-2" off "Close/coop/1000-2".
func withoutCores(name string) string {
	at := strings.LastIndexByte(name, '-')
	if at < 0 {
		return name
	}
	if _, err := strconv.Atoi(name[at+1:]); err != nil {
		return name
	}
	return name[:at]
}

// hold holds one target against the results.
func (t target) hold(r results) (measured string, met, known bool) {
	value, known := r.median(t.of)
	if !known {
		return "", false, false
	}
	measured = readable(value)
	if t.per.benchmark != "" {
		divisor, found := r.median(t.per)
		if !found || divisor == 0 {
			return "", false, false
		}
		value /= divisor
		measured = times(value)
	}
	if t.atLeast {
		return measured, value >= t.limit, true
	}
	return measured, value <= t.limit, true
}

// wanted is the limit in words.
func (t target) wanted() string {
	limit := readable(t.limit)
	if t.per.benchmark != "" {
		limit = times(t.limit)
	}
	if t.atLeast {
		return "at least " + limit
	}
	return "at most " + limit
}

// ours is the benchmark to look into when the target is missed.
func (t target) ours() string {
	if t.atLeast {
		return t.per.benchmark
	}
	return t.of.benchmark
}

func times(ratio float64) string {
	digits := 0
	if ratio < 100 {
		digits = 2
	}
	return grouped(strconv.FormatFloat(ratio, 'f', digits, 64)) + " times"
}

// grouped puts a comma between thousands.
func grouped(number string) string {
	whole, rest, _ := strings.Cut(number, ".")
	if rest != "" {
		rest = "." + strings.TrimRight(rest, "0")
		rest = strings.TrimSuffix(rest, ".")
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return whole + rest
}

// targetTable says of each target whether it was met, and lists the benchmarks
// of those that were missed, each once. Without any that was measured it is empty.
func targetTable(r results) (text string, missed []string) {
	var table strings.Builder
	rows := 0
	for _, t := range targets {
		measured, met, known := t.hold(r)
		verdict := "met"
		switch {
		case !known:
			measured, verdict = "", "not measured in this run"
		case !met:
			verdict = "**missed**, profile below"
			missed = appendOnce(missed, t.ours())
		}
		if known {
			rows++
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s |\n", t.claim, t.wanted(), measured, verdict)
	}
	if rows == 0 {
		return "", nil
	}
	return "| target | wanted | measured | |\n| --- | ---: | ---: | --- |\n" + table.String() + ceiling(r), missed
}

// ceiling puts the votes that a block takes beside what one core can verify.
func ceiling(r results) string {
	fastest, known := r.median(quantity{"Verify/libsecp256k1", perSecond})
	if !known {
		return ""
	}
	var parts []string
	for _, one := range []struct{ words, benchmark string }{
		{"our fresh votes", "Block/coop/fresh"},
		{"our votes that were checked before", "Block/coop/checked"},
		{"x/gov's votes", "Block/gov/checked"},
	} {
		if votes, known := r.median(quantity{one.benchmark, perSecond}); known {
			parts = append(parts, fmt.Sprintf("%s %s (%.0f%%)", one.words, whole(votes), 100*votes/fastest))
		}
	}
	return fmt.Sprintf("\nOne core of this machine verifies %s signatures a second. Through blocks go, a second: %s.\n",
		whole(fastest), strings.Join(parts, ", "))
}

func whole(number float64) string { return grouped(strconv.FormatFloat(number, 'f', 0, 64)) }

func appendOnce(list []string, word string) []string {
	for _, known := range list {
		if known == word {
			return list
		}
	}
	return append(list, word)
}
