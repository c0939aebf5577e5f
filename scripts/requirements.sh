#!/usr/bin/env bash
# Names, in one sentence, what this machine lacks of the programs asked for.
#   scripts/requirements.sh [go] [node] [npm] [make] [git]      (all when none is named)
set -euo pipefail
cd "$(dirname "$0")/.."

go_wanted="$(sed -nE 's/^go ([0-9]+\.[0-9]+).*/\1/p' go.mod)"
# What the wallet library of tests/wallet needs.
node_wanted=20.19

# at_least HAVE WANT compares dotted versions number by number.
at_least() {
  awk -v have="$1" -v want="$2" 'BEGIN {
    split(have, h, "."); n = split(want, w, ".")
    for (i = 1; i <= n; i++) { if (h[i]+0 > w[i]+0) exit 0; if (h[i]+0 < w[i]+0) exit 1 }
    exit 0
  }'
}

missing=""
lacks() { missing="${missing:+$missing, }$1"; }

# check PROGRAM VERSION-COMMAND WANTED asks a program for its version.
check() {
  if ! command -v "$1" >/dev/null 2>&1; then
    lacks "$1${3:+ $3 or newer}"
    return
  fi
  [ -n "$3" ] || return 0
  local have
  have="$(eval "$2" 2>/dev/null | sed -nE 's/^[^0-9]*([0-9]+(\.[0-9]+)*).*/\1/p' | head -n 1)"
  if ! at_least "${have:-0}" "$3"; then
    lacks "$1 $3 or newer (here is ${have:-one that tells no version})"
  fi
}

[ "$#" -gt 0 ] || set -- go node npm make git
for program in "$@"; do
  case "$program" in
    go) check go "go env GOVERSION" "$go_wanted" ;;
    node) check node "node --version" "$node_wanted" ;;
    npm | make | git) check "$program" "" "" ;;
    *)
      echo "requirements.sh: nothing is known about a program called $program" >&2
      exit 2
      ;;
  esac
done

if [ -n "$missing" ]; then
  echo "This machine lacks: $missing; install that, then run the command again." >&2
  exit 1
fi
