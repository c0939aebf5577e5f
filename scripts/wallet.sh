#!/usr/bin/env bash
# Runs tests/wallet against a fresh network, which it starts and takes down. The
# tests find the network's folder, and network.json in it, in COOP_NETWORK_HOME.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/requirements.sh node npm

home="$(mktemp -d)"
take_down() {
  build/coopd network down --home "$home" || true
  rm -rf "$home"
}
trap take_down EXIT

(cd tests/wallet && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
node tests/wallet/vectors.mjs > /dev/null
build/coopd network up -f config.yml --home "$home" --detach
COOP_NETWORK_HOME="$home" npm --prefix tests/wallet test
