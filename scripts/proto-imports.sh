#!/usr/bin/env bash
# Lays third_party/: links to the .proto files that ours import, in the module
# cache, at the versions of go.mod. Sourced or run; safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

# module_dir PATH prints the folder of a module of go.mod, fetching it if need be.
module_dir() {
  go mod download "$1"
  go list -m -f '{{.Dir}}' "$1"
}

mkdir -p third_party
link() { ln -sfn "$2" "third_party/$1"; }
link cosmos-sdk "$(module_dir github.com/cosmos/cosmos-sdk)/proto"
link cosmos-proto "$(module_dir github.com/cosmos/cosmos-proto)/proto"
gogoproto="$(module_dir github.com/cosmos/gogoproto)"
# gogoproto's own folder also holds proto files that import each other in a
# second way; only gogoproto/gogo.proto is wanted.
rm -rf third_party/gogoproto
mkdir -p third_party/gogoproto
link gogoproto/gogoproto "$gogoproto/gogoproto"
link googleapis "$(module_dir github.com/grpc-ecosystem/grpc-gateway)/third_party/googleapis"
