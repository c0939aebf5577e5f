#!/usr/bin/env bash
# Replays scenarios of tests/scenarios, each on a fresh network of its own.
#   scripts/scenario.sh federation            with what follows as its arguments
#   scripts/scenario.sh bylaws + meetings     side by side; told one after the other
set -euo pipefail
cd "$(dirname "$0")/.."

known() {
  [ -n "${1:-}" ] && [ -d "tests/scenarios/$1" ] && return
  echo "name one of the scenarios: $(find tests/scenarios -mindepth 1 -maxdepth 1 -type d ! -name driver -exec basename {} \; | sort | tr '\n' ' ')" >&2
  exit 2
}

if [ "${2:-}" != + ]; then
  known "${1:-}"
  scenario="$1"
  shift
  exec go run "./tests/scenarios/$scenario" "$@"
fi

told="$(mktemp -d)"
trap 'rm -rf "$told"' EXIT
names=() pids=() failed=0
for scenario in "$@"; do
  [ "$scenario" = + ] && continue
  known "$scenario"
  go build -o "$told/play-$scenario" "./tests/scenarios/$scenario"
  names+=("$scenario")
done
for i in "${!names[@]}"; do
  SCENARIO_SLOT="$i" "$told/play-${names[i]}" >"$told/${names[i]}" 2>&1 &
  pids+=("$!")
done
for i in "${!names[@]}"; do
  verdict=passed
  wait "${pids[i]}" || { verdict=FAILED failed=1; }
  echo "=== ${names[i]}: $verdict"
  cat "$told/${names[i]}"
done
exit "$failed"
