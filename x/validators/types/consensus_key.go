package types

import (
	"bytes"
	"encoding/binary"

	"filippo.io/edwards25519"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// consensusKeyDomain keeps a proof from ever being a vote, a transaction or a
// proof of something else.
const consensusKeyDomain = "coop-ledger/consensus-key/v1"

// consensusKeyURL is the only kind of key that validators sign with.
const consensusKeyURL = "/cosmos.crypto.ed25519.PubKey"

// ConsensusKeySignBytes are what a consensus key signs to prove that whoever
// holds it agrees to the seat: domain, chain id, co-op id (8 bytes, big-endian),
// operator's address and public key, each after its length in 4 bytes,
// big-endian, so that no two different claims have the same bytes.
func ConsensusKeySignBytes(chainID string, coopID uint64, operator sdk.AccAddress, key []byte) []byte {
	parts := [][]byte{
		[]byte(consensusKeyDomain),
		[]byte(chainID),
		binary.BigEndian.AppendUint64(nil, coopID),
		operator,
		key,
	}
	var signed []byte
	for _, part := range parts {
		signed = binary.BigEndian.AppendUint32(signed, uint32(len(part)))
		signed = append(signed, part...)
	}
	return signed
}

// ProveConsensusKey signs for a seat with the node's own key; off chain.
func ProveConsensusKey(key cryptotypes.PrivKey, chainID string, coopID uint64, operator sdk.AccAddress) ([]byte, error) {
	return key.Sign(ConsensusKeySignBytes(chainID, coopID, operator, key.PubKey().Bytes()))
}

// VerifyConsensusKeyProof returns ErrInvalidProof unless the key signed for
// exactly this chain, co-op and operator.
func VerifyConsensusKeyProof(key *ed25519.PubKey, proof []byte, chainID string, coopID uint64, operator sdk.AccAddress) error {
	if !key.VerifySignature(ConsensusKeySignBytes(chainID, coopID, operator, key.Key), proof) {
		return ErrInvalidProof.Wrapf(
			"the proof is not this key's signature for chain %q, co-op %d and operator %s; make it anew on the node with `coopd tx validators prove-consensus-key`",
			chainID, coopID, operator)
	}
	return nil
}

// ParseConsensusKey returns the ed25519 key in packed, or ErrInvalidKey. It
// refuses keys of small order, under which anybody could sign, and any second
// way to write the same key.
func ParseConsensusKey(packed *codectypes.Any) (*ed25519.PubKey, error) {
	key, err := decodeConsensusKey(packed)
	if err != nil {
		return nil, err
	}
	if written, err := key.Marshal(); err != nil || !bytes.Equal(written, packed.Value) {
		return nil, ErrInvalidKey.Wrap("the consensus key is not written in its one canonical form; copy it from `coopd comet show-validator`")
	}
	point, err := new(edwards25519.Point).SetBytes(key.Key)
	if err != nil || !bytes.Equal(point.Bytes(), key.Key) {
		return nil, ErrInvalidKey.Wrap("the consensus key is no point of the curve in canonical form; make a new one")
	}
	if new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 1 {
		return nil, ErrInvalidKey.Wrap("the consensus key is of small order: anybody could sign with it; make a new one")
	}
	return key, nil
}

// decodeConsensusKey checks the kind and the length of a key, not the key itself.
func decodeConsensusKey(packed *codectypes.Any) (*ed25519.PubKey, error) {
	if packed == nil {
		return nil, ErrInvalidKey.Wrap("the consensus key is missing; `coopd comet show-validator` prints the node's")
	}
	key := &ed25519.PubKey{}
	if packed.TypeUrl != consensusKeyURL {
		return nil, ErrInvalidKey.Wrapf("the consensus key is a %q but validators sign with %q", packed.TypeUrl, consensusKeyURL)
	}
	if err := key.Unmarshal(packed.Value); err != nil {
		return nil, ErrInvalidKey.Wrap("the consensus key can't be decoded; copy it from `coopd comet show-validator`")
	}
	if len(key.Key) != ed25519.PubKeySize {
		return nil, ErrInvalidKey.Wrapf("the consensus key has %d bytes but an ed25519 key has %d", len(key.Key), ed25519.PubKeySize)
	}
	return key, nil
}
