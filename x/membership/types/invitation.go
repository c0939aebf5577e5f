package types

import (
	"encoding/hex"
	"fmt"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// ClaimText is what an invitation's key signs to give its place to one new key.
// Expiry is that of the new key's own proof, chain time in seconds. Whoever
// relays the claim can change none of it.
func ClaimText(chainID, slug string, invitation []byte, address string, expiresAt int64) string {
	return fmt.Sprintf("Coop Ledger: this invitation is for this key.\nLedger: %s\nCo-op: %s\nInvitation: %s\nKey: %s\nExpires: %d",
		chainID, slug, hex.EncodeToString(invitation), address, expiresAt)
}

// InvitationKey reads an invitation's public key and refuses what is none.
func InvitationKey(invitation []byte) (*secp256k1.PubKey, error) {
	if len(invitation) != secp256k1.PubKeySize || (invitation[0] != 2 && invitation[0] != 3) {
		return nil, ErrInvalidInvitation.Wrapf("%x is not a compressed secp256k1 public key of %d bytes; make one with: coopd tx membership make-invitation",
			invitation, secp256k1.PubKeySize)
	}
	return &secp256k1.PubKey{Key: invitation}, nil
}

// claimSignBytes are the ADR-036 bytes of the text, signed in the invitation's own name.
func claimSignBytes(key *secp256k1.PubKey, chainID, slug, address string, expiresAt int64) ([]byte, error) {
	return KeyProofSignBytes(AddressText(key.Address()), ClaimText(chainID, slug, key.Key, address, expiresAt))
}

// SignClaim makes the signature of a claim off chain.
func SignClaim(secret *secp256k1.PrivKey, chainID, slug, address string, expiresAt int64) ([]byte, error) {
	key, ok := secret.PubKey().(*secp256k1.PubKey)
	if !ok {
		return nil, ErrInvalidInvitation.Wrap("an invitation is a secp256k1 key; make one with: coopd tx membership make-invitation")
	}
	signBytes, err := claimSignBytes(key, chainID, slug, address, expiresAt)
	if err != nil {
		return nil, err
	}
	return secret.Sign(signBytes)
}

// VerifyClaim refuses a claim that the invitation's key has not signed for the
// address and the expiry of the new key's proof.
func VerifyClaim(invitation, signature []byte, chainID, slug, address string, expiresAt int64) error {
	key, err := InvitationKey(invitation)
	if err != nil {
		return err
	}
	signBytes, err := claimSignBytes(key, chainID, slug, address, expiresAt)
	if err != nil {
		return err
	}
	if len(signature) != signatureBytes || !key.VerifySignature(signBytes, signature) {
		return ErrInvalidClaim.Wrapf("the invitation's signature is not over %q; make the claim again with: coopd tx membership accept-invitation",
			ClaimText(chainID, slug, invitation, address, expiresAt))
	}
	return nil
}
