#!/usr/bin/env bash
# Generates Go code and the REST description from proto/, with no network.
#   scripts/proto.sh [DIR]   writes below DIR (the repository when left out)
set -euo pipefail
cd "$(dirname "$0")/.."
destination="${1:-.}"
buf() { go tool -modfile=tools/go.mod buf "$@"; }

scripts/proto-imports.sh
if [ "$destination" = . ]; then
  generated=.gen
else
  generated="$destination/.gen"
fi
rm -rf "$generated"

buf lint proto
buf generate --template buf.gen.yaml --output "$destination"

# A message that has left proto/ must take its code along.
if [ "$destination" = . ] && [ -d x ]; then
  find x -path '*/types/*' \( -name '*.pb.go' -o -name '*.pb.gw.go' \) -delete
fi
cp -R "$generated/go/github.com/coopledger/coopledger/." "$destination/"
mkdir -p "$destination/docs/reference/openapi"
go run ./scripts/openapi "$generated/openapi/openapi.swagger.json" >"$destination/docs/reference/openapi/openapi.json"
