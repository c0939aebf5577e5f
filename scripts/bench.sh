#!/usr/bin/env bash
# Runs the benchmarks, ours and the peers' in one run, and writes the medians to
# tests/bench/RESULTS.md.
#   BENCH=Close COUNT=3 scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/requirements.sh go
go test -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-5}" -timeout 120m ./tests/bench/... |
  go run ./scripts/medians tests/bench/RESULTS.md
