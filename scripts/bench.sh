#!/usr/bin/env bash
# Runs the benchmarks, ours and x/gov's in one run, and writes the medians, the
# targets and the profiles of what missed its target to tests/bench/RESULTS.md.
#   BENCH=Close COUNT=1 BENCH_LARGE= scripts/bench.sh    only closings, without 10^6
# BENCH_DIR is where the stores are put; a few GB on a disk, not in memory.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/requirements.sh go

page=tests/bench/RESULTS.md
work=build/bench
export BENCH_LARGE=${BENCH_LARGE-1}
export BENCH_DIR=${BENCH_DIR:-$PWD/$work}
mkdir -p "$work"
go test -c -o "$work/bench.test" ./tests/bench

# machine says what was measured on; each word is in the page.
machine() {
  local memory=unknown
  if [ -r /proc/meminfo ]; then
    memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)
  fi
  echo "machine: $(getconf _NPROCESSORS_ONLN) cores, $memory, $(uname -sr), $(go env GOVERSION), cgo $(go env CGO_ENABLED)"
  echo "machine: $(date -u +%Y-%m-%d), load $(uptime | sed 's/.*load average[s]*: //') when it began"
}

# One round of a benchmark measures thousands of pieces of work, so each run is one round.
run() { "$work/bench.test" -test.run '^$' -test.benchtime 1x -test.timeout 120m "$@"; }

{
  machine
  run -test.bench "${BENCH:-.}" -test.count "${COUNT:-3}"
} | go run ./scripts/medians "$page" "$work/missed.txt"

# What missed its target is profiled, and the profile is put into the page.
profiles=$work/profiles.md
: >"$profiles"
while read -r benchmark; do
  case $benchmark in
  CheckTx/*) focus='votingApp..checkTx$' ;;
  Block/*) focus='votingApp..block$' ;;
  Ballot/*) focus='bench.castBlock$' ;;
  Payment/*) focus='bench.treasuryLedger.payBlock$' ;;
  Due/*) focus='bench.treasuryLedger.untilAllIsPaid$' ;;
  *) focus='bench.closings$' ;;
  esac
  echo "profiling $benchmark, which missed its target"
  run -test.bench "^Benchmark${benchmark//\//\$\/^}\$" -test.cpuprofile "$work/cpu.prof" >/dev/null
  {
    printf '### %s\n\n```\n' "$benchmark"
    go tool pprof -top -cum -nodecount 45 -focus "$focus" -ignore "coopLedger.meet$|preparedVote$" "$work/bench.test" "$work/cpu.prof" 2>/dev/null |
      sed -n '/flat%/,$p' | cut -c1-150
    printf '```\n\n'
  } >>"$profiles"
done <"$work/missed.txt"
[ -s "$profiles" ] || printf 'None: every target that was measured was met.\n\n' >"$profiles"

{
  sed '/<!-- profiles: begin -->/q' "$page"
  echo
  cat "$profiles"
  sed -n '/<!-- profiles: end -->/,$p' "$page"
} >"$work/page.md"
mv "$work/page.md" "$page"
