package types

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
)

// signatureBytes of a secp256k1 signature (r ‖ s), as wallets make it.
const signatureBytes = 64

// KeyProofText is what a new key signs to show that its holder agrees to act
// for a member. Member 0 is somebody who is yet to join. Expiry is chain time in
// seconds. No field can hold a line break, so no two proofs read alike.
func KeyProofText(chainID, slug string, memberID uint64, address string, expiresAt int64) string {
	member := "a new member"
	if memberID != 0 {
		member = fmt.Sprintf("member %d", memberID)
	}
	return fmt.Sprintf("Coop Ledger: this key may act for a member.\nLedger: %s\nCo-op: %s\nMember: %s\nKey: %s\nExpires: %d",
		chainID, slug, member, address, expiresAt)
}

// KeyProofSignBytes are the ADR-036 sign bytes of a text: the canonical amino
// JSON of a transaction that can never be valid. Wallets call it "sign arbitrary".
func KeyProofSignBytes(address, text string) ([]byte, error) {
	type value struct {
		Data   string `json:"data"`
		Signer string `json:"signer"`
	}
	type message struct {
		Type  string `json:"type"`
		Value value  `json:"value"`
	}
	type fee struct {
		Amount []string `json:"amount"`
		Gas    string   `json:"gas"`
	}
	// Fields are in the alphabetical order that canonical JSON asks for.
	return json.Marshal(struct {
		AccountNumber string    `json:"account_number"`
		ChainID       string    `json:"chain_id"`
		Fee           fee       `json:"fee"`
		Memo          string    `json:"memo"`
		Messages      []message `json:"msgs"`
		Sequence      string    `json:"sequence"`
	}{
		AccountNumber: "0",
		Fee:           fee{Amount: []string{}, Gas: "0"},
		Messages: []message{{
			Type:  "sign/MsgSignData",
			Value: value{Data: base64.StdEncoding.EncodeToString([]byte(text)), Signer: address},
		}},
		Sequence: "0",
	})
}

// SignKeyProof makes a proof off chain. sign returns a 64-byte signature by
// pubKey over the bytes it is given.
func SignKeyProof(
	chainID, slug string, memberID uint64, pubKey cryptotypes.PubKey, expiresAt int64, sign func([]byte) ([]byte, error),
) (KeyProof, error) {
	text := func(address string) string { return KeyProofText(chainID, slug, memberID, address, expiresAt) }
	return signProof(pubKey, expiresAt, text, sign)
}

func signProof(
	pubKey cryptotypes.PubKey, expiresAt int64, text func(address string) string, sign func([]byte) ([]byte, error),
) (KeyProof, error) {
	if _, ok := pubKey.(*secp256k1.PubKey); !ok {
		return KeyProof{}, ErrInvalidProof.Wrap("only secp256k1 keys can act for a member; make one with: coopd keys add NAME")
	}
	address := AddressText(pubKey.Address())
	signBytes, err := KeyProofSignBytes(address, text(address))
	if err != nil {
		return KeyProof{}, err
	}
	signature, err := sign(signBytes)
	if err != nil {
		return KeyProof{}, err
	}
	anyKey, err := codectypes.NewAnyWithValue(pubKey)
	if err != nil {
		return KeyProof{}, err
	}
	return KeyProof{PubKey: anyKey, ExpiresAt: expiresAt, Signature: signature}, nil
}

// Account is the address of the proof's key. It is not yet proved.
func (p KeyProof) Account() ([]byte, error) {
	if p.PubKey == nil {
		return nil, ErrInvalidProof.Wrap("the proof has no public key; make it with: coopd tx membership prove-key")
	}
	key, ok := p.PubKey.GetCachedValue().(*secp256k1.PubKey)
	if !ok || len(key.Key) != secp256k1.PubKeySize {
		return nil, ErrInvalidProof.Wrap("only secp256k1 keys can act for a member; make one with: coopd keys add NAME")
	}
	return key.Address(), nil
}

// VerifyKeyProof returns the address that a proof is for, or why it is refused.
// Now and the lifetime are chain time in seconds.
func VerifyKeyProof(
	proof KeyProof, chainID, slug string, memberID uint64, now int64, maxLifetimeSeconds uint64,
) ([]byte, error) {
	text := func(address string) string { return KeyProofText(chainID, slug, memberID, address, proof.ExpiresAt) }
	return verifyProof(proof, now, maxLifetimeSeconds, text)
}

func verifyProof(proof KeyProof, now int64, maxLifetimeSeconds uint64, text func(address string) string) ([]byte, error) {
	account, err := proof.Account()
	if err != nil {
		return nil, err
	}
	address := AddressText(account)
	if proof.ExpiresAt <= now {
		return nil, ErrProofExpired.Wrapf("the proof of %s ended on %s and it is %s; make a new one", address, Date(proof.ExpiresAt), Date(now))
	}
	if uint64(proof.ExpiresAt-now) > maxLifetimeSeconds {
		return nil, ErrInvalidProof.Wrapf("the proof of %s ends in %s; it may end at most %s from now",
			address, Duration(proof.ExpiresAt-now), Duration(maxLifetimeSeconds))
	}
	signBytes, err := KeyProofSignBytes(address, text(address))
	if err != nil {
		return nil, err
	}
	key := proof.PubKey.GetCachedValue().(*secp256k1.PubKey)
	if len(proof.Signature) != signatureBytes || !key.VerifySignature(signBytes, proof.Signature) {
		return nil, ErrInvalidProof.Wrapf("the signature of %s is not over %q; sign exactly this text", address, text(address))
	}
	return account, nil
}
