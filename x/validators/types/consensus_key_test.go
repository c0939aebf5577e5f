package types_test

import (
	"bytes"
	stded25519 "crypto/ed25519"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/validators/types"
)

// The vector was made with Python's struct and OpenSSL 3, from the seed
// 00 01 … 1f, chain coop-1, co-op 7 and twenty bytes of 11 as operator.
const (
	vectorMessage = "0000001c636f6f702d6c65646765722f636f6e73656e7375732d6b65792f763100000006636f6f702d31" +
		"00000008000000000000000700000014111111111111111111111111111111111111111100000020" +
		"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
	vectorSignature = "c5abc9e1c44ea933b939f9fe3897a3a273a07cff2d8353036e9f5b442aff90e0" +
		"5580756e45f3739de180967db327e510347d16b2f78443e14015a9f40622b401"
)

func vectorKey() *ed25519.PrivKey {
	seed := make([]byte, 32)
	for i := range seed {
		seed[i] = byte(i)
	}
	return &ed25519.PrivKey{Key: stded25519.NewKeyFromSeed(seed)}
}

func TestConsensusKeyProofVector(t *testing.T) {
	key, operator := vectorKey(), sdk.AccAddress(bytes.Repeat([]byte{0x11}, 20))
	require.Equal(t, vectorMessage, hex.EncodeToString(types.ConsensusKeySignBytes("coop-1", 7, operator, key.PubKey().Bytes())))
	proof, err := types.ProveConsensusKey(key, "coop-1", 7, operator)
	require.NoError(t, err)
	require.Equal(t, vectorSignature, hex.EncodeToString(proof))
	require.NoError(t, types.VerifyConsensusKeyProof(key.PubKey().(*ed25519.PubKey), proof, "coop-1", 7, operator))
	require.ErrorIs(t, types.VerifyConsensusKeyProof(key.PubKey().(*ed25519.PubKey), proof, "coop-1", 8, operator), types.ErrInvalidProof)
}

// No two claims have the same bytes, however their parts are cut (H28).
func TestSignBytesCantBeCutOtherwise(t *testing.T) {
	key := vectorKey().PubKey().Bytes()
	a := types.ConsensusKeySignBytes("coop", 1, sdk.AccAddress("1234"), key)
	b := types.ConsensusKeySignBytes("coop\x00", 1, sdk.AccAddress("234"), key)
	require.NotEqual(t, a, b)
}

// Points of small order in all their canonical encodings, from "Taming the many
// EdDSAs" (Chalkias, Garillot, Nikolaenko 2020), table 3.
func TestSmallOrderKeysAreRefused(t *testing.T) {
	for _, encoded := range []string{
		"0100000000000000000000000000000000000000000000000000000000000000",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 0, not canonical
	} {
		raw, err := hex.DecodeString(encoded)
		require.NoError(t, err)
		packed, err := codectypes.NewAnyWithValue(&ed25519.PubKey{Key: raw})
		require.NoError(t, err)
		_, err = types.ParseConsensusKey(packed)
		require.ErrorIs(t, err, types.ErrInvalidKey, encoded)
	}
}
