package ante

import (
	"fmt"

	"cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// checkKey refuses a public key that can't be used: only well-formed secp256k1
// keys, and k of n of them, sign on this chain. It comes before anything asks
// the key for its address, which panics on a malformed one.
func checkKey(key cryptotypes.PubKey, limit uint64) error {
	switch key := key.(type) {
	case *secp256k1.PubKey:
		return checkSecp256k1(key)
	case *multisig.LegacyAminoPubKey:
		return checkMultisig(key, limit)
	default:
		return errors.Wrapf(ErrKey, "a %T can't sign here; use a secp256k1 key, or a multisignature of such keys", key)
	}
}

func checkSecp256k1(key *secp256k1.PubKey) error {
	if key == nil || len(key.Key) != secp256k1.PubKeySize || key.Key[0] != 2 && key.Key[0] != 3 {
		return errors.Wrapf(ErrKey, "a secp256k1 key has %d bytes, of which the first is 2 or 3; send the compressed form", secp256k1.PubKeySize)
	}
	return nil
}

func checkMultisig(key *multisig.LegacyAminoPubKey, limit uint64) error {
	count := uint64(0)
	if key != nil {
		count = uint64(len(key.PubKeys))
	}
	if count == 0 || count > limit || key.Threshold == 0 || uint64(key.Threshold) > count {
		return errors.Wrapf(ErrKey, "a multisignature has 1 to %d keys and a threshold from 1 to their number; this one doesn't", limit)
	}
	for i, part := range key.PubKeys {
		single, ok := part.GetCachedValue().(*secp256k1.PubKey)
		if !ok {
			return errors.Wrapf(ErrKey, "key %d of the multisignature is no secp256k1 key; use only such keys, and no multisignature inside another", i)
		}
		if err := checkSecp256k1(single); err != nil {
			return errors.Wrapf(err, "key %d of the multisignature", i)
		}
	}
	return nil
}

// signatureGas is what verifying costs, by the key and the number of single
// signatures given. Nothing else may enter: not whether the verdict was remembered.
func signatureGas(key cryptotypes.PubKey, data signing.SignatureData, params authtypes.Params) uint64 {
	group, ok := key.(*multisig.LegacyAminoPubKey)
	if !ok {
		return params.SigVerifyCostSecp256k1
	}
	count := len(group.PubKeys)
	if given, ok := data.(*signing.MultiSignatureData); ok {
		count = min(count, len(given.Signatures))
	}
	return params.SigVerifyCostSecp256k1 * uint64(count)
}

// isMissing is true for a signature that a simulation leaves out.
func isMissing(data signing.SignatureData) bool {
	switch data := data.(type) {
	case *signing.SingleSignatureData:
		return len(data.Signature) == 0
	case *signing.MultiSignatureData:
		return len(data.Signatures) == 0
	default:
		return true
	}
}

// signBytes returns what a signature in this mode signs.
type signBytes func(mode signing.SignMode) ([]byte, error)

// verify checks a signature by the verifier, which remembers the good ones.
func verify(verified *VerifiedCache, key cryptotypes.PubKey, data signing.SignatureData, bytesOf signBytes) error {
	switch data := data.(type) {
	case *signing.SingleSignatureData:
		single, ok := key.(*secp256k1.PubKey)
		if !ok {
			return fmt.Errorf("a single signature was given for a %T", key)
		}
		return verifySingle(verified, single, data, bytesOf)
	case *signing.MultiSignatureData:
		group, ok := key.(*multisig.LegacyAminoPubKey)
		if !ok {
			return fmt.Errorf("a multisignature was given for a %T", key)
		}
		return verifyMultisig(verified, group, data, bytesOf)
	default:
		return fmt.Errorf("no signature was given")
	}
}

func verifySingle(verified *VerifiedCache, key *secp256k1.PubKey, data *signing.SingleSignatureData, bytesOf signBytes) error {
	message, err := bytesOf(data.SignMode)
	if err != nil {
		return err
	}
	if !verified.Verify(key, message, data.Signature) {
		return fmt.Errorf("it doesn't fit the key and what was signed")
	}
	return nil
}

// verifyMultisig demands what the SDK's multisignature key demands: a bit for
// each key, a signature for each bit that is set, at least the threshold of
// them, in the order of the keys.
func verifyMultisig(verified *VerifiedCache, group *multisig.LegacyAminoPubKey, data *signing.MultiSignatureData, bytesOf signBytes) error {
	keys := group.GetPubKeys()
	if data.BitArray.Count() != len(keys) {
		return fmt.Errorf("it marks %d keys and the multisignature has %d", data.BitArray.Count(), len(keys))
	}
	given := 0
	for i, key := range keys {
		if !data.BitArray.GetIndex(i) {
			continue
		}
		if given >= len(data.Signatures) {
			return fmt.Errorf("it marks more keys than the %d that signed", len(data.Signatures))
		}
		if err := verify(verified, key, data.Signatures[given], bytesOf); err != nil {
			return fmt.Errorf("key %d: %w", i, err)
		}
		given++
	}
	if given != len(data.Signatures) || given < int(group.Threshold) {
		return fmt.Errorf("%d of its %d signatures are marked and %d are needed", given, len(data.Signatures), group.Threshold)
	}
	return nil
}
