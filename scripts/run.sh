#!/usr/bin/env bash
# Starts the local network of config.yml with the node that `make build` left.
#   scripts/run.sh [flags of `coopd network up`]
set -euo pipefail
cd "$(dirname "$0")/.."
exec build/coopd network up -f config.yml "$@"
