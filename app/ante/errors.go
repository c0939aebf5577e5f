package ante

import "cosmossdk.io/errors"

// codespace of the ante handler's refusals.
const codespace = "ante"

// Refusals of transactions before their messages run.
var (
	// ErrFeeNeeded refuses a transaction that isn't free and carries no fee. Give it
	// the fee that the answer names, or send it as a member, within the free quota.
	ErrFeeNeeded = errors.Register(codespace, 2, "this transaction isn't free")
	// ErrFeeTooSmall refuses a fee below the chain's least fee, or in a denom that
	// isn't accepted. Offer what the answer names.
	ErrFeeTooSmall = errors.Register(codespace, 3, "fee too small")
	// ErrFeeUnpaid refuses a fee that the payer can't pay. Choose a smaller gas limit
	// or another payer.
	ErrFeeUnpaid = errors.Register(codespace, 4, "the fee can't be paid")
	// ErrLimit refuses a transaction that is too long or asks for what isn't supported.
	// Split it, or leave out what the answer names.
	ErrLimit = errors.Register(codespace, 5, "transaction outside its limits")
	// ErrKey refuses a public key that is malformed, of a kind not supported or not
	// the signer's. Sign with the secp256k1 key of the signer, or a multisignature of
	// such keys.
	ErrKey = errors.Register(codespace, 6, "unusable public key")
	// ErrSignature refuses a signature that is malformed or false. Sign again, in
	// direct or amino JSON mode, for this chain and the account's number and sequence.
	ErrSignature = errors.Register(codespace, 7, "signature refused")
	// ErrNoAccount refuses a signer that has no account on the chain, or one for which
	// no key signs. Have a member add the key to their place, or receive coins with it
	// first.
	ErrNoAccount = errors.Register(codespace, 8, "the signer has no account")
)
