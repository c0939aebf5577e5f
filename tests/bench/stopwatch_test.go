package bench

import (
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

// lap is what a piece of work took: time on the wall; time on the processors,
// the garbage collector's too, which other programs on the machine disturb less;
// and pieces of memory asked for, which they don't disturb at all.
type lap struct {
	wall, cpu time.Duration
	allocs    uint64
}

// stopwatch has been started.
type stopwatch struct {
	begun  time.Time
	cpu    time.Duration
	allocs uint64
}

func start() stopwatch {
	return stopwatch{allocs: allocations(), cpu: processorTime(), begun: time.Now()}
}

func (s stopwatch) lap() lap {
	return lap{wall: time.Since(s.begun), cpu: processorTime() - s.cpu, allocs: allocations() - s.allocs}
}

func (l *lap) add(other lap) {
	l.wall += other.wall
	l.cpu += other.cpu
	l.allocs += other.allocs
}

// report replaces the benchmark's own time by that of each of so many equal
// pieces of the work, since a round does more than what is measured.
func (l lap) report(b *testing.B, pieces int) {
	b.Helper()
	b.ReportMetric(float64(l.wall.Nanoseconds())/float64(pieces), "ns/op")
	b.ReportMetric(float64(l.cpu.Nanoseconds())/1000/float64(pieces), "µs-cpu")
	b.ReportMetric(float64(l.allocs)/float64(pieces), "allocs")
}

// micro is the time on the wall of each of so many pieces, in microseconds.
func (l lap) micro(pieces int) float64 {
	return float64(l.wall.Nanoseconds()) / 1000 / float64(pieces)
}

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// allocations that this process has made so far, on its heap.
func allocations() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:objects"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
