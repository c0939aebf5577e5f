package types_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// The vector was made by @cosmjs/amino 0.39.0: Secp256k1Wallet.signAmino over
// the ADR-036 document that wallets sign, with the private key of 32 bytes 0x01.
const (
	vectorAddress   = "coop10xcqpzrky6eff2g52qdye53xkk9jxkvr22jfa3"
	vectorExpiry    = 1_700_086_400
	vectorSignBytes = `{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","msgs":[{"type":"sign/MsgSignData","value":{"data":"Q29vcCBMZWRnZXI6IHRoaXMga2V5IG1heSBhY3QgZm9yIGEgbWVtYmVyLgpMZWRnZXI6IGNvb3AtdGVzdC0xCkNvLW9wOiBub3J0aApNZW1iZXI6IG1lbWJlciAzCktleTogY29vcDEweGNxcHpya3k2ZWZmMmc1MnFkeWU1M3hrazlqeGt2cjIyamZhMwpFeHBpcmVzOiAxNzAwMDg2NDAw","signer":"coop10xcqpzrky6eff2g52qdye53xkk9jxkvr22jfa3"}}],"sequence":"0"}`
	vectorSignature = "DjXx65C2Z1vh3EMcolNCMi/BGHv9jD48aSWzuihvPfMtDZ/zqG1OJeOIHsTfwCjzXumYML8DmyOm/9nEpdTfCw=="
)

// The same wallet founds a co-op; the charter's bytes are by protobufjs 7.5.4. Both
// vectors are made, and compared with these, by tests/wallet/vectors.mjs.
const (
	foundingSignBytes = `{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","msgs":[{"type":"sign/MsgSignData","value":{"data":"Q29vcCBMZWRnZXI6IHRoaXMga2V5IGZvdW5kcyBhIGNvLW9wLgpMZWRnZXI6IGNvb3AtdGVzdC0xCkNvLW9wOiBiYWtlcnkKTWVtYmVyOiBmb3VuZGVyIDEgb2YgMiwgY2xhc3Mgd29ya2VycwpDaGFydGVyOiBhODdkMTljZTQwYjZiNGFmMDc5NGQ1OWZkYzQwYmYzNDJmZmZhOWU5MTQwNzMzMDk3ODUxYjMwZjI4MDE1MDY3CkZvdW5kZXJzOiAxMTk3NjRlMzMxMWMzZDBiMjkxN2IyYjBkN2EzZTQ0YmZjODY0MDQ2MTY0NTJmOWMwMzRkOGUwMmY2NGY4NTNjCktleTogY29vcDEweGNxcHpya3k2ZWZmMmc1MnFkeWU1M3hrazlqeGt2cjIyamZhMwpFeHBpcmVzOiAxNzAwMDg2NDAw","signer":"coop10xcqpzrky6eff2g52qdye53xkk9jxkvr22jfa3"}}],"sequence":"0"}`
	foundingSignature = "NFCK33P/JoV+HbEBJIpDWrgOSdzyUKc3YNryYynKBCMLhH+Hblsf2sspx/H0NTZnkdVQxPgMVdgQZu5jczsEdw=="
)

func vectorKey() *secp256k1.PrivKey { return &secp256k1.PrivKey{Key: bytes.Repeat([]byte{1}, 32)} }

func TestKeyProofOfAWallet(t *testing.T) {
	text := types.KeyProofText(testutil.ChainID, "north", 3, vectorAddress, vectorExpiry)
	signBytes, err := types.KeyProofSignBytes(vectorAddress, text)
	require.NoError(t, err)
	require.Equal(t, vectorSignBytes, string(signBytes))

	signature, err := base64.StdEncoding.DecodeString(vectorSignature)
	require.NoError(t, err)
	proof := types.KeyProof{PubKey: packed(t, vectorKey().PubKey()), ExpiresAt: vectorExpiry, Signature: signature}
	account, err := types.VerifyKeyProof(proof, testutil.ChainID, "north", 3, vectorExpiry-1, 1)
	require.NoError(t, err)
	require.Equal(t, vectorAddress, types.AddressText(account))
}

func TestFounderProofOfAWallet(t *testing.T) {
	second := &secp256k1.PrivKey{Key: bytes.Repeat([]byte{2}, 32)}
	claim, err := types.NewFoundingClaim(testutil.ChainID, "bakery", testutil.WorkerCharter(), []types.FounderPlace{
		{Class: "workers", Addresses: []string{strings.ToUpper(vectorAddress)}},
		{Class: "supporters", Addresses: []string{types.AddressText(second.PubKey().Address())}, Holders: 2},
	})
	require.NoError(t, err)
	signBytes, err := types.KeyProofSignBytes(vectorAddress, claim.Text(1, vectorAddress, vectorExpiry))
	require.NoError(t, err)
	require.Equal(t, foundingSignBytes, string(signBytes))

	signature, err := base64.StdEncoding.DecodeString(foundingSignature)
	require.NoError(t, err)
	proof := types.KeyProof{PubKey: packed(t, vectorKey().PubKey()), ExpiresAt: vectorExpiry, Signature: signature}
	account, err := types.VerifyFounderProof(proof, claim, 1, vectorExpiry-1, 1)
	require.NoError(t, err)
	require.Equal(t, vectorAddress, types.AddressText(account))
	_, err = types.VerifyFounderProof(proof, claim, 2, vectorExpiry-1, 1)
	require.ErrorIs(t, err, types.ErrInvalidProof)
}

func packed(t *testing.T, key cryptotypes.PubKey) *codectypes.Any {
	t.Helper()
	anyKey, err := codectypes.NewAnyWithValue(key)
	require.NoError(t, err)
	return anyKey
}

func TestVerifyKeyProof(t *testing.T) {
	const now, lifetime = testutil.Start, uint64(1_000)
	good := func() types.KeyProof { return testutil.Proof("anna", "north", 0, now+1_000) }
	cases := []struct {
		name    string
		change  func(*types.KeyProof)
		chain   string
		slug    string
		member  uint64
		now     int64
		refusal error
	}{
		{name: "success - as it was signed"},
		{name: "success - in its last second", now: now + 999},
		{name: "error - expired", now: now + 1_000, refusal: types.ErrProofExpired},
		{name: "error - good for longer than the limit", now: now - 1, refusal: types.ErrInvalidProof},
		{name: "error - another ledger", chain: "coop-test-2", refusal: types.ErrInvalidProof},
		{name: "error - another co-op", slug: "south", refusal: types.ErrInvalidProof},
		{name: "error - another member", member: 1, refusal: types.ErrInvalidProof},
		{name: "error - expiry moved", change: func(p *types.KeyProof) { p.ExpiresAt-- }, refusal: types.ErrInvalidProof},
		{name: "error - far future overflows nothing", change: func(p *types.KeyProof) { p.ExpiresAt = 1<<63 - 1 }, refusal: types.ErrInvalidProof},
		{name: "error - another key", change: func(p *types.KeyProof) { p.PubKey = packed(t, testutil.Key("ben").PubKey()) }, refusal: types.ErrInvalidProof},
		{name: "error - signature cut short", change: func(p *types.KeyProof) { p.Signature = p.Signature[:63] }, refusal: types.ErrInvalidProof},
		{name: "error - no signature", change: func(p *types.KeyProof) { p.Signature = nil }, refusal: types.ErrInvalidProof},
		{name: "error - no key", change: func(p *types.KeyProof) { p.PubKey = nil }, refusal: types.ErrInvalidProof},
		{name: "error - a validator's kind of key", change: func(p *types.KeyProof) { p.PubKey = packed(t, ed25519.GenPrivKeyFromSecret([]byte("x")).PubKey()) }, refusal: types.ErrInvalidProof},
		{name: "error - key of a wrong length", change: func(p *types.KeyProof) { p.PubKey = packed(t, &secp256k1.PubKey{Key: []byte{2}}) }, refusal: types.ErrInvalidProof},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			proof := good()
			if tc.change != nil {
				tc.change(&proof)
			}
			at, chain, slug := tc.now, tc.chain, tc.slug
			if at == 0 {
				at = now
			}
			if chain == "" {
				chain = testutil.ChainID
			}
			if slug == "" {
				slug = "north"
			}
			account, err := types.VerifyKeyProof(proof, chain, slug, tc.member, at, lifetime)
			if tc.refusal != nil {
				require.ErrorIs(t, err, tc.refusal)
				return
			}
			require.NoError(t, err)
			require.Equal(t, testutil.Address("anna"), types.AddressText(account))
		})
	}
}

// A signature with the high half of the curve's order is the same claim written
// twice; wallets never make it.
func TestVerifyKeyProofRefusesHighS(t *testing.T) {
	proof := testutil.Proof("anna", "north", 0, testutil.Start+10)
	order := []byte{
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
		0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
	}
	borrow := 0
	for i := 31; i >= 0; i-- {
		digit := int(order[i]) - int(proof.Signature[32+i]) - borrow
		borrow = 0
		if digit < 0 {
			digit, borrow = digit+256, 1
		}
		proof.Signature[32+i] = byte(digit)
	}
	_, err := types.VerifyKeyProof(proof, testutil.ChainID, "north", 0, testutil.Start, 1_000)
	require.ErrorIs(t, err, types.ErrInvalidProof)
}

func TestSignKeyProofRefusesOtherKeys(t *testing.T) {
	key := ed25519.GenPrivKeyFromSecret([]byte("x"))
	_, err := types.SignKeyProof(testutil.ChainID, "north", 0, key.PubKey(), 1, key.Sign)
	require.ErrorIs(t, err, types.ErrInvalidProof)
}
