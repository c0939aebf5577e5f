// Package network makes and runs local networks: every validator its own
// process and its own home, all of them on 127.0.0.1. `coopd network` and the
// scenarios are thin layers over it.
//
// A local network is for trying things out. Its keys lie unprotected on disk.
package network
