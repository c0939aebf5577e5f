# Everything a developer or an operator asks of this repository. `make help`
# lists it. The work is in scripts/, one script a verb.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --match 'v*' 2>/dev/null || echo v0.0.0)
COMMIT ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
BUILD_TAGS ?=
BUILD_FLAGS ?=

sdk_version := github.com/cosmos/cosmos-sdk/version
ldflags := -s -w \
	-X $(sdk_version).Name=coopledger \
	-X $(sdk_version).AppName=coopd \
	-X $(sdk_version).Version=$(VERSION) \
	-X $(sdk_version).Commit=$(COMMIT) \
	-X $(sdk_version).BuildTags=$(BUILD_TAGS)

.PHONY: help
help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build the node, build/coopd
	@scripts/requirements.sh go git
	go build $(BUILD_FLAGS) -buildvcs=false -tags '$(BUILD_TAGS)' -ldflags '$(ldflags)' -o build/coopd ./cmd/coopd

.PHONY: release
release: ## build a node that is the same to the byte wherever it is built (no cgo)
	@CGO_ENABLED=0 $(MAKE) --no-print-directory build BUILD_FLAGS=-trimpath
	@sha256sum build/coopd

.PHONY: run
run: build ## build, then start the local network of config.yml
	@scripts/run.sh

.PHONY: test
test: ## check everything: generated code, style, determinism, tests, the replay, wallets
	@scripts/test.sh

.PHONY: test-long
test-long: ## the tests that take long: crashes, upgrades, state sync, long random walks, more scenarios
	@scripts/requirements.sh go git
	@$(MAKE) --no-print-directory build
	@scripts/test-long.sh

.PHONY: lint
lint: ## style, who may import whom, no panic in a keeper
	@scripts/lint.sh

.PHONY: fmt
fmt: ## format the Go code
	go tool -modfile=tools/golangci-lint/go.mod golangci-lint fmt ./...

.PHONY: determinism
determinism: ## no clock, float, random source, goroutine or map order in consensus code
	@go run ./scripts/determinism ./x/... ./app/...

.PHONY: proto
proto: ## generate Go code and the REST description from proto/
	@scripts/proto.sh

.PHONY: proto-check
proto-check: ## fail when generated code is stale
	@scripts/proto-check.sh

.PHONY: reference
reference: ## write the pages of docs/reference from the code
	@go run ./scripts/reference

.PHONY: bench
bench: ## measure, beside the peers, into tests/bench/RESULTS.md
	@scripts/bench.sh

.PHONY: scenario-bylaws
scenario-bylaws: build ## walk a platform co-op through its bylaws on a fresh network
	@scripts/scenario.sh bylaws

.PHONY: scenario-meetings
scenario-meetings: build ## walk a consumer co-op through a year, its meeting and an emergency
	@scripts/scenario.sh meetings

.PHONY: scenario-federation
scenario-federation: build ## replay a real federation's rules on a fresh network
	@scripts/scenario.sh federation

.PHONY: scenario-treasury
scenario-treasury: build ## play a federation's money on a fresh network: bank, dues, buffer, budgets, a recall, the books
	@scripts/scenario.sh treasury

.PHONY: scenario-surplus
scenario-surplus: build ## let workers, a platform and their federation close a period and share what they earned, on a fresh network
	@scripts/scenario.sh surplus

.PHONY: scenario-lives
scenario-lives: build ## play places, charges, keys, rules, charters and meetings, side by side, on a fresh network
	@scripts/scenario.sh lives

.PHONY: scenario-roll
scenario-roll: build ## show that a member has one ballot, with any number of keys, on a fresh network
	@scripts/scenario.sh roll

.PHONY: scenario-validators
scenario-validators: build ## pull the plug of one, two and four validators, and add a fifth
	@scripts/scenario.sh validators

.PHONY: wallet
wallet: build ## propose and vote from a standard wallet library on a fresh network
	@scripts/wallet.sh

.PHONY: clean
clean: ## remove what was built
	rm -rf build .gen third_party
