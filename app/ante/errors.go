package ante

import "cosmossdk.io/errors"

// codespace of the ante handler's refusals.
const codespace = "ante"

// Refusals of transactions before their messages run.
var (
	// ErrFeeNeeded refuses a transaction that isn't free and carries no fee.
	ErrFeeNeeded = errors.Register(codespace, 2, "this transaction isn't free")
	// ErrFeeTooSmall refuses a fee below the chain's least fee.
	ErrFeeTooSmall = errors.Register(codespace, 3, "fee too small")
	// ErrFeeUnpaid refuses a fee that the payer can't pay.
	ErrFeeUnpaid = errors.Register(codespace, 4, "the fee can't be paid")
	// ErrLimit refuses a transaction that is too long or asks for what isn't supported.
	ErrLimit = errors.Register(codespace, 5, "transaction outside its limits")
	// ErrKey refuses a public key that is malformed, of a kind not supported or not the signer's.
	ErrKey = errors.Register(codespace, 6, "unusable public key")
	// ErrSignature refuses a signature that is malformed or false.
	ErrSignature = errors.Register(codespace, 7, "signature refused")
	// ErrNoAccount refuses a signer that has no account on the chain.
	ErrNoAccount = errors.Register(codespace, 8, "the signer has no account")
)
