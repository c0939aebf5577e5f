#!/usr/bin/env bash
# Replays a scenario of tests/scenarios on a fresh network.
#   scripts/scenario.sh federation
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$#" -lt 1 ] || [ ! -d "tests/scenarios/$1" ]; then
  echo "name one of the scenarios: $(find tests/scenarios -mindepth 1 -maxdepth 1 -type d -exec basename {} \; 2>/dev/null | sort | tr '\n' ' ')" >&2
  exit 2
fi
scenario="$1"
shift
exec go run "./tests/scenarios/$scenario" "$@"
