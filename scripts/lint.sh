#!/usr/bin/env bash
# Lints the repository. A tree in which each of the project's own rules is broken
# once goes first: a rule that has gone silent fails here, before it lets
# something through.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
lint() { go tool -modfile="$root/tools/golangci-lint/go.mod" golangci-lint "$@"; }

fixture="$(mktemp -d)"
trap 'rm -rf "$fixture"' EXIT
prefix=github.com/coopledger/coopledger

# package DIR writes a package that others may import.
package() {
  mkdir -p "$fixture/$1"
  printf '// Package %s is imported by the fixtures.\npackage %s\n' "$(basename "$1")" "$(basename "$1")" >"$fixture/$1/doc.go"
}
# breaks FILE IMPORT writes a file that imports what it must not.
breaks() {
  mkdir -p "$fixture/$(dirname "$1")"
  printf '// Package fixture breaks one rule.\npackage fixture\n\nimport _ "%s"\n' "$2" >"$fixture/$1"
}

printf 'module %s\n\ngo 1.26\n' "$prefix" >"$fixture/go.mod"
for p in x/chain/keeper x/membership/types x/membership/keeper x/governance/types x/governance/keeper x/treasury/types x/treasury/keeper x/validators/types x/surplus/types x/surplus/keeper app cmd/coopd offchain/network; do
  package "$p"
done
breaks x/chain/a/a.go "$prefix/x/membership/types"
breaks x/chain/b/b_test.go "$prefix/x/governance/types"
breaks x/membership/a/a.go "$prefix/x/governance/types"
breaks x/membership/b/b.go "$prefix/x/chain/keeper"
breaks x/governance/a/a.go "$prefix/x/validators/types"
breaks x/governance/b/b.go "$prefix/x/membership/keeper"
breaks x/treasury/a/a.go "$prefix/x/governance/types"
breaks x/governance/h/h.go "$prefix/x/treasury/types"
breaks x/validators/a/a.go "$prefix/x/governance/types"
breaks x/treasury/b/b.go "$prefix/x/surplus/types"
breaks x/surplus/a/a.go "$prefix/x/treasury/keeper"
breaks x/governance/c/c.go "$prefix/app"
breaks x/governance/d/d.go "$prefix/offchain/network"
breaks x/governance/e/e.go net/http
breaks x/governance/f/f.go math/rand/v2
breaks app/a/a.go "$prefix/offchain/network"
breaks app/b/b.go crypto/rand
breaks offchain/a/a.go "$prefix/x/governance/keeper"
breaks charters/a/a.go "$prefix/x/governance/types"
breaks cmd/a/a.go testing
cat >"$fixture/x/chain/keeper/verbs.go" <<'EOF'
package keeper

import "time"

// MustWork panics when it is told to.
func MustWork(fail bool) {
	if fail {
		panic("a keeper that stops the chain")
	}
}

// Work reads a clock.
func Work() time.Time {

	MustWork(false)
	return time.Now()
}

func Undocumented() {}
EOF
# What is allowed must stay so.
breaks charters/b/b.go "$prefix/x/membership/types"
breaks x/governance/client/cli/cli.go net/http
breaks x/governance/g/g_test.go "$prefix/x/membership/keeper"
cat >"$fixture/x/chain/keeper/keeper.go" <<'EOF'
package keeper

func init() {
	if false {
		panic("a constructor may")
	}
}
EOF

cat >"$fixture/expected" <<'EOF'
app/a/a.go depguard
app/b/b.go depguard
charters/a/a.go depguard
cmd/a/a.go depguard
offchain/a/a.go depguard
x/chain/a/a.go depguard
x/chain/b/b_test.go depguard
x/chain/keeper/verbs.go forbidigo
x/chain/keeper/verbs.go forbidigo
x/chain/keeper/verbs.go forbidigo
x/chain/keeper/verbs.go gofumpt
x/chain/keeper/verbs.go revive
x/governance/a/a.go depguard
x/governance/b/b.go depguard
x/governance/c/c.go depguard
x/governance/d/d.go depguard
x/governance/e/e.go depguard
x/governance/f/f.go depguard
x/governance/h/h.go depguard
x/membership/a/a.go depguard
x/membership/b/b.go depguard
x/surplus/a/a.go depguard
x/treasury/a/a.go depguard
x/treasury/b/b.go depguard
x/validators/a/a.go depguard
EOF
cp .golangci.yml "$fixture/"
(cd "$fixture" && lint run --output.text.path=stdout --output.text.print-issued-lines=false --show-stats=false ./... >raw) || true
sed -nE 's/^([^:]+):[0-9]+(:[0-9]+)?:.*\((depguard|forbidigo|gofumpt|revive)\)$/\1 \3/p' "$fixture/raw" | sort -u >"$fixture/found.unique"
sort -u "$fixture/expected" >"$fixture/expected.unique"
if ! diff "$fixture/expected.unique" "$fixture/found.unique" >&2; then
  echo "a rule of .golangci.yml no longer finds what it must (<) or finds what it must not (>); golangci-lint said:" >&2
  cat "$fixture/raw" >&2
  exit 1
fi
if [ "$(grep -c '(forbidigo)$' "$fixture/raw")" -ne 3 ]; then
  echo "forbidigo must find panic, Must… and time.Now in the fixture keeper; golangci-lint said:" >&2
  cat "$fixture/raw" >&2
  exit 1
fi
echo "lint rules: each goes red on its fixture"

lint run ./...
