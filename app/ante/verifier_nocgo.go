//go:build nacl || js || wasip1 || !cgo || gofuzz || tinygo

package ante

// VerifierName is which implementation verifies secp256k1 signatures in this
// binary; `coopd version` shows it. The build constraint is go-ethereum's own.
const VerifierName = "decred secp256k1 (pure Go, by go-ethereum)"
