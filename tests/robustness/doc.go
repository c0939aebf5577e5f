// Package robustness breaks real networks: processes are killed, nodes join,
// binaries are exchanged, strangers flood, and the chain has to go on with the
// same state on every node. Each test runs its own network of four validators
// on 127.0.0.1, on free ports, in a folder of its own, and ends every process
// that it started, by its number, even if the test program itself is killed.
//
// TestOneNodeKilled, TestRefusalsToStart and TestEarlierHeights run with every
// `go test`; the rest have the build tag "long" and run with `make test-long`. The nodes are built
// from this tree into build/robustness, and so is cosmovisor, of the version in
// tools/cosmovisor; COOPD names another binary by its full path.
//
// Wall times, on two cores that were busy with other builds (load 8 to 16):
//
//	TestOneNodeKilled                    26 s
//	TestRefusalsToStart                  16 to 75 s
//	TestEarlierHeights                  108 s   at a load of 60
//	TestAllNodesKilled                   75 to 169 s   three crashes, sixty voters
//	TestTwoOfFourDead                    44 s
//	TestFifthValidatorJoinsByStateSync  144 s
//	TestUpgradeByResolution             165 s   under cosmovisor v1.5.0, at a load of 5
//	TestRestartFromExport               169 to 325 s   of which 150 s are a voting period
//	TestFloodKeepsNobodyFromVoting       35 s   45,000 transactions refused
//
// What they have found: a node that was started again refused every signature
// until its next block (tests/integration holds that now); `coopd start` knew no
// --chain-id; an unreadable genesis was told on two lines; a node outlived the
// supervisor that was told to stop; with its own poll interval cosmovisor ends
// again and again instead of taking up a release that came late.
package robustness
