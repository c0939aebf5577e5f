#!/usr/bin/env bash
# What takes long: the Go tests with the build tag "long", then the scenarios that
# scripts/test.sh leaves out so that it ends in half an hour. What fails does not
# hide what comes after it; the exit code counts all.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=""
go test -tags long -timeout 120m ./... || failed="$failed tests"
for scenario in bylaws lives roll treasury validators surplus; do
  scripts/scenario.sh "$scenario" || failed="$failed $scenario"
done

[ -z "$failed" ] || echo "failed:$failed" >&2
[ -z "$failed" ]
