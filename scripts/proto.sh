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
buf generate --template buf.gen.openapi.yaml --output "$destination"

cp -R "$generated/go/github.com/coopledger/coopledger/." "$destination/"
# A file that has left proto/ takes its code along.
if [ "$destination" = . ]; then
  find x -path '*/types/*' \( -name '*.pb.go' -o -name '*.pb.gw.go' \) | while read -r file; do
    [ -f "$generated/go/github.com/coopledger/coopledger/$file" ] || rm "$file"
  done
fi
openapi="$destination/docs/reference/openapi"
mkdir -p "$openapi"
go run ./scripts/openapi "$generated/openapi" >"$generated/openapi.json"
mv "$generated/openapi.json" "$openapi/openapi.json"
