package ante

import (
	"crypto/sha256"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// verifySecp256k1 verifies a signature r ‖ s of 64 bytes over the SHA-256 of
// the message, through go-ethereum's crypto package: libsecp256k1 where cgo is
// on, and its pure Go twin where it is off. It takes compressed keys only and
// refuses a high s, as the SDK's own verifier does. In one thing it is
// stricter: r and s must be below the order of the curve, where the SDK's
// reduces them first and so takes some signatures in two forms.
func verifySecp256k1(key *secp256k1.PubKey, message, signature []byte) bool {
	if len(key.Key) != secp256k1.PubKeySize || len(signature) != 64 {
		return false
	}
	digest := sha256.Sum256(message)
	return crypto.VerifySignature(key.Key, digest[:], signature)
}
