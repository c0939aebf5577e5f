package main

import (
	"fmt"
	"strconv"
	"strings"
)

// target is a promise that the results are held against: the time of a
// benchmark, or how many times that of another it is, is at most or at least a
// limit. Benchmarks are named without the number of cores.
type target struct {
	claim string
	of    string
	// per is the benchmark by whose time it is divided; none if empty.
	per string
	// limit, in nanoseconds where nothing divides the time.
	limit float64
	// atLeast says that the limit is the least; otherwise it is the most.
	atLeast bool
}

const (
	wallTime      = "ns/op"
	processorTime = "µs-cpu"
	perSecond     = "votes/s"
	millisecond   = 1e6
	microsecond   = 1e3
)

// targets of the ledger, in the order of the results.
var targets = []target{
	atMost("closing a resolution with 10^3 ballots", "Close/coop/1000", 2*millisecond),
	atMost("closing a resolution with 10^5 ballots", "Close/coop/100000", 2*millisecond),
	atMost("closing a resolution with 10^6 ballots", "Close/coop/1000000", 2*millisecond),
	{
		claim: "closing, 10^6 ballots over 10^3", limit: 1.25,
		of: "Close/coop/1000000", per: "Close/coop/1000",
	},
	timesFaster("closing with 10^5 ballots, next to x/gov", "Close/gov/100000", "Close/coop/100000", 400),
	timesFaster("closing with 10^6 ballots, next to x/gov", "Close/gov/1000000", "Close/coop/1000000", 15_000),
	atMost("state cost of a ballot at 10^5", "Ballot/coop/100000", 8*microsecond),
	atMost("state cost of a ballot at 10^6", "Ballot/coop/1000000", 8*microsecond),
	{
		claim: "state cost of a ballot, 10^6 over 10^5", limit: 1.25,
		of: "Ballot/coop/1000000", per: "Ballot/coop/100000",
	},
	timesFaster("state cost of a ballot at 10^6, next to x/gov", "Ballot/gov/1000000", "Ballot/coop/1000000", 1),
	timesFaster("signed votes through a block, fresh, next to x/gov", "Block/gov/fresh", "Block/coop/fresh", 2),
	timesFaster("signed votes through a block, checked before, next to x/gov", "Block/gov/checked", "Block/coop/checked", 2),
	atMost("CheckTx of a vote", "CheckTx/coop", 60*microsecond),
	atMost("slowest block of 99 in 100 while 10^4 votes end at once", "Deadlines/coop/10000", 200*millisecond),
	atMost("slowest block of 99 in 100 while 10^5 payments are due at once", "Due/coop/100000", 200*millisecond),
	{
		claim: "a payment with 10^6 entries in the book over one with none", limit: 2,
		of: "Payment/coop/1000000", per: "Payment/coop/0",
	},
}

func atMost(claim, benchmark string, limit float64) target {
	return target{claim: claim, of: benchmark, limit: limit}
}

func timesFaster(claim, peer, ours string, limit float64) target {
	return target{claim: claim, limit: limit, atLeast: true, of: peer, per: ours}
}

// time of a benchmark in nanoseconds.
func (r results) time(benchmark, unit string) (float64, bool) {
	value, known := r.median(benchmark, unit)
	if unit == processorTime {
		value *= microsecond
	}
	return value, known
}

// median of a benchmark, whatever the number of cores in its name.
func (r results) median(benchmark, unit string) (float64, bool) {
	for _, name := range r.benchmarks {
		if values := r.values[name][unit]; withoutCores(name) == benchmark && len(values) > 0 {
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

// holding is a target held against one kind of time.
type holding struct {
	measured   string
	met, known bool
}

// hold holds one target against the results, by the time on the wall or by the
// time on the processors.
func (t target) hold(r results, unit string) holding {
	value, known := r.time(t.of, unit)
	if !known {
		return holding{}
	}
	measured := readable(value)
	if t.per != "" {
		divisor, found := r.time(t.per, unit)
		if !found || divisor == 0 {
			return holding{}
		}
		value /= divisor
		measured = times(value)
	}
	return holding{measured: measured, met: t.satisfiedBy(value), known: true}
}

func (t target) satisfiedBy(value float64) bool {
	if t.atLeast {
		return value >= t.limit
	}
	return value <= t.limit
}

// verdict says whether a target was met. On a machine that others use too the
// time on the wall says little, so that what was missed by it alone is not
// taken for slow.
func verdict(wall, processor holding) (words string, missed bool) {
	switch {
	case !wall.known:
		return "not measured in this run", false
	case wall.met:
		return "met", false
	case processor.known && processor.met:
		return "met in processor time; the machine was busy", false
	default:
		return "**missed**, profile below", true
	}
}

// wanted is the limit in words.
func (t target) wanted() string {
	limit := readable(t.limit)
	if t.per != "" {
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
		return t.per
	}
	return t.of
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
		wall, processor := t.hold(r, wallTime), t.hold(r, processorTime)
		words, isMissed := verdict(wall, processor)
		if isMissed {
			missed = appendOnce(missed, t.ours())
		}
		if wall.known {
			rows++
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", t.claim, t.wanted(), wall.measured, processor.measured, words)
	}
	if rows == 0 {
		return "", nil
	}
	head := "| target | wanted | measured | in processor time | |\n| --- | ---: | ---: | ---: | --- |\n"
	return head + table.String() + ceiling(r), missed
}

// ceiling puts the votes that a block takes beside what one core can verify.
func ceiling(r results) string {
	fastest, known := r.median("Verify/libsecp256k1", perSecond)
	if !known {
		return ""
	}
	var parts []string
	for _, one := range []struct{ words, benchmark string }{
		{"our fresh votes", "Block/coop/fresh"},
		{"our votes that were checked before", "Block/coop/checked"},
		{"x/gov's votes", "Block/gov/checked"},
	} {
		if votes, known := r.median(one.benchmark, perSecond); known {
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
