#!/usr/bin/env bash
# Everything that must hold before a change is merged, each step with its wall
# time. A step that fails does not hide the next ones; the exit code counts all.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/requirements.sh go node npm make git || exit 1

began=$SECONDS
passed=0
failed=0
summary=""

# step NAME COMMAND… runs a step and notes how it ended and how long it took.
step() {
  local name="$1" start=$SECONDS verdict
  shift
  echo
  echo "=== $name"
  if "$@"; then
    verdict=passed
    passed=$((passed + 1))
  else
    verdict=FAILED
    failed=$((failed + 1))
  fi
  local line
  line="$(printf '%-34s %-7s %5d s' "$name" "$verdict" "$((SECONDS - start))")"
  echo "--- $line"
  summary="$summary$line"$'\n'
}

step "generated code is fresh" scripts/proto-check.sh
step "build" make --no-print-directory build
step "reference pages are fresh" go run ./scripts/reference -check
step "vet" go vet ./...
step "lint" scripts/lint.sh
step "consensus code is deterministic" go run ./scripts/determinism ./x/... ./app/...
step "Go tests" go test -timeout 25m ./...
step "a migration, many times" go test -tags rehearsal -run H43 ./app
# Both wait most of the time, so they wait together.
step "scenarios: federation and meetings" scripts/scenario.sh federation + meetings
step "wallet library" scripts/wallet.sh

echo
printf '%s' "$summary"
echo "all steps took $((SECONDS - began)) s"
echo "steps: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
