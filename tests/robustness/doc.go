// Package robustness breaks real networks: processes are killed, nodes join,
// binaries are exchanged, strangers flood, and the chain has to go on with the
// same state on every node. Each test runs its own network of four validators
// on 127.0.0.1, on free ports, in a folder of its own, and ends every process
// that it started, by its number, even if the test program itself is killed.
//
// TestOneNodeKilled and TestRefusalsToStart run with every `go test`; the rest
// have the build tag "long" and run with `make test-long`. The nodes are built
// from this tree into build/robustness; COOPD names another binary.
package robustness
