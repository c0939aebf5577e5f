package ante

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"testing"

	decred "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// order of the curve.
var order = decred.Params().N

// sdkVerdict is what the SDK's verifier says, given r and s below the order.
// Above it, the SDK reduces them and ours refuses, on purpose.
func sdkVerdict(key *secp256k1.PubKey, message, signature []byte) bool {
	if len(key.Key) != secp256k1.PubKeySize || len(signature) != 64 {
		return false
	}
	for _, number := range [][]byte{signature[:32], signature[32:]} {
		if new(big.Int).SetBytes(number).Cmp(order) >= 0 {
			return false
		}
	}
	return key.VerifySignature(message, signature)
}

func scalar(value *big.Int) []byte { return value.FillBytes(make([]byte, 32)) }

func TestVerdictsAreTheSDKs(t *testing.T) {
	private := secp256k1.GenPrivKeyFromSecret([]byte("a key"))
	public := private.PubKey().(*secp256k1.PubKey)
	message := []byte("one member, one vote")
	good, err := private.Sign(message)
	require.NoError(t, err)
	with := func(r, s []byte) []byte { return append(bytes.Clone(r), s...) }
	r, s := good[:32], good[32:]
	highS := scalar(new(big.Int).Sub(order, new(big.Int).SetBytes(s)))
	half := new(big.Int).Rsh(order, 1)
	key := func(change func([]byte)) *secp256k1.PubKey {
		changed := bytes.Clone(public.Key)
		change(changed)
		return &secp256k1.PubKey{Key: changed}
	}
	parsed, err := decred.ParsePubKey(public.Key)
	require.NoError(t, err)
	field := decred.Params().P

	cases := []struct {
		name      string
		key       *secp256k1.PubKey
		message   []byte
		signature []byte
		want      bool
	}{
		{"success - as signed", public, message, good, true},
		{"error - another message", public, []byte("two votes"), good, false},
		{"error - another key", key(func(k []byte) { k[0] ^= 1 }), message, good, false},
		{"error - high s", public, message, with(r, highS), false},
		{"error - s just above half the order", public, message, with(r, scalar(new(big.Int).Add(half, big.NewInt(1)))), false},
		{"error - r of zero", public, message, with(scalar(new(big.Int)), s), false},
		{"error - s of zero", public, message, with(r, scalar(new(big.Int))), false},
		{"error - r and s of zero", public, message, make([]byte, 64), false},
		{"error - r is the order", public, message, with(scalar(order), s), false},
		{"error - s is the order", public, message, with(r, scalar(order)), false},
		{"error - all ones", public, message, bytes.Repeat([]byte{0xff}, 64), false},
		{"error - no signature", public, message, nil, false},
		{"error - 63 bytes", public, message, good[:63], false},
		{"error - 65 bytes", public, message, append(bytes.Clone(good), 0), false},
		{"error - DER", public, message, ecdsa.Sign(decred.PrivKeyFromBytes(private.Key), sum(message)).Serialize(), false},
		{"error - no key", &secp256k1.PubKey{}, message, good, false},
		{"error - uncompressed key", &secp256k1.PubKey{Key: parsed.SerializeUncompressed()}, message, good, false},
		{"error - key that begins with 4", key(func(k []byte) { k[0] = 4 }), message, good, false},
		{"error - key that begins with 6", key(func(k []byte) { k[0] = 6 }), message, good, false},
		{"error - key that begins with 0", key(func(k []byte) { k[0] = 0 }), message, good, false},
		{"error - x of the key is the field's prime", key(func(k []byte) { copy(k[1:], scalar(field)) }), message, good, false},
		{"error - x of the key is not on the curve", key(func(k []byte) { copy(k[1:], scalar(big.NewInt(5))) }), message, good, false},
		{"success - empty message", public, nil, mustSign(t, private, nil), true},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, verifySecp256k1(tc.key, tc.message, tc.signature))
			require.Equal(t, tc.want, sdkVerdict(tc.key, tc.message, tc.signature), "the SDK's verdict")
		})
	}
}

func sum(message []byte) []byte {
	digest := sha256.Sum256(message)
	return digest[:]
}

func mustSign(t testing.TB, private *secp256k1.PrivKey, message []byte) []byte {
	t.Helper()
	signature, err := private.Sign(message)
	require.NoError(t, err)
	return signature
}

// The one difference, shown on a key made to fit a signature whose r is 1: the
// SDK also takes it with r + order, which ours refuses.
func TestOnlyOneFormOfASignatureIsTaken(t *testing.T) {
	message := []byte("one form")
	compact := make([]byte, 65)
	compact[0] = 27 + 4
	compact[32], compact[64] = 1, 7
	recovered, _, err := ecdsa.RecoverCompact(compact, sum(message))
	require.NoError(t, err)
	key := &secp256k1.PubKey{Key: recovered.SerializeCompressed()}

	signature := compact[1:]
	require.True(t, key.VerifySignature(message, signature))
	require.True(t, verifySecp256k1(key, message, signature))

	second := append(scalar(new(big.Int).Add(order, big.NewInt(1))), signature[32:]...)
	require.True(t, key.VerifySignature(message, second), "the SDK takes a second form")
	require.False(t, verifySecp256k1(key, message, second))
	require.False(t, sdkVerdict(key, message, second))
}

// Two thousand keys, messages and small damages, the same on every run.
func TestVerdictsAgreeOnManyInputs(t *testing.T) {
	accepted := 0
	for i := range uint64(2_000) {
		seed := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("verdicts"), i))
		private := secp256k1.GenPrivKeyFromSecret(seed[:])
		key := private.PubKey().(*secp256k1.PubKey)
		signature := mustSign(t, private, seed[:i%32])
		switch seed[0] % 4 {
		case 0:
			signature[seed[1]%64] ^= seed[2]
		case 1:
			key.Key[seed[1]%33] ^= seed[2]
		}
		want := sdkVerdict(key, seed[:i%32], signature)
		require.Equal(t, want, verifySecp256k1(key, seed[:i%32], signature), "input %d", i)
		if want {
			accepted++
		}
	}
	require.Greater(t, accepted, 900)
	require.Less(t, accepted, 1_200)
}

// FuzzVerdicts damages a good signature and its key in any way and holds our
// verdict against the SDK's.
func FuzzVerdicts(f *testing.F) {
	f.Add([]byte("key"), []byte("message"), []byte{}, []byte{}, false)
	f.Add([]byte("key"), []byte("message"), []byte{}, []byte{}, true)
	f.Add([]byte("key"), []byte("message"), []byte{6}, []byte{}, false)
	f.Add([]byte("key"), []byte(""), []byte{}, bytes.Repeat([]byte{0xff}, 64), false)
	f.Add([]byte(""), []byte("m"), bytes.Repeat([]byte{1}, 65), bytes.Repeat([]byte{1}, 80), true)
	f.Fuzz(func(t *testing.T, secret, message, keyMask, signatureMask []byte, highS bool) {
		private := secp256k1.GenPrivKeyFromSecret(secret)
		public := private.PubKey().(*secp256k1.PubKey).Key
		signature := mustSign(t, private, message)
		if highS {
			copy(signature[32:], scalar(new(big.Int).Sub(order, new(big.Int).SetBytes(signature[32:]))))
		}
		key := &secp256k1.PubKey{Key: mask(public, keyMask)}
		signature = mask(signature, signatureMask)
		if verifySecp256k1(key, message, signature) != sdkVerdict(key, message, signature) {
			t.Fatalf("verdicts differ: key %X, message %X, signature %X", key.Key, message, signature)
		}
	})
}

// mask changes the bytes under the mask, and appends what is longer.
func mask(original, changes []byte) []byte {
	changed := bytes.Clone(original)
	for i, change := range changes {
		if i < len(changed) {
			changed[i] ^= change
		} else {
			changed = append(changed, change)
		}
	}
	return changed
}
