#!/usr/bin/env bash
# Fails when generated code differs from what proto/ says now.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh="$(mktemp -d)"
trap 'rm -rf "$fresh"' EXIT
scripts/proto.sh "$fresh"

generated_in() { (cd "$1" && find x docs/reference/openapi \( -name '*.pb.go' -o -name '*.pb.gw.go' -o -name openapi.json \) 2>/dev/null | sort); }
stale=0
while read -r file; do
  if ! cmp -s "$fresh/$file" "$file"; then
    echo "stale: $file" >&2
    stale=1
  fi
done < <({ generated_in "$fresh"; generated_in .; } | sort -u)
if [ "$stale" -ne 0 ]; then
  echo "generated code does not match proto/: run 'make proto' and commit what it changes" >&2
  exit 1
fi
echo "generated code matches proto/: $(generated_in . | wc -l) files"
