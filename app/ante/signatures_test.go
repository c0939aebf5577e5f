package ante_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	multisigtypes "github.com/cosmos/cosmos-sdk/crypto/types/multisig"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/coopledger/coopledger/app/ante"
	"github.com/coopledger/coopledger/app/ante/testutil"
)

func TestSignModes(t *testing.T) {
	cases := []struct {
		name string
		mode signing.SignMode
		want *errors.Error
	}{
		{"success - direct", signing.SignMode_SIGN_MODE_DIRECT, nil},
		{"success - amino JSON", signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON, nil},
		{"error - direct aux", signing.SignMode_SIGN_MODE_DIRECT_AUX, ante.ErrSignature},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := newChain(t, nil)
			tx := vote(ada, 1)
			tx.Mode = tc.mode
			if tc.want != nil {
				tx.Mode = signing.SignMode_SIGN_MODE_DIRECT
				builder := c.Build(tx)
				signatures, err := builder.GetTx().GetSignaturesV2()
				require.NoError(t, err)
				signatures[0].Data.(*signing.SingleSignatureData).SignMode = tc.mode
				require.NoError(t, builder.SetSignatures(signatures...))
				result := c.Block(encode(t, c, builder))[0]
				refusedWith(t, tc.want, result.Codespace, result.Code, result.Log)
				return
			}
			result := c.Block(c.Sign(tx))[0]
			require.Zero(t, result.Code, result.Log)
		})
	}
}

func encode(t testing.TB, c *testutil.Chain, builder client.TxBuilder) []byte {
	t.Helper()
	raw, err := c.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(t, err)
	return raw
}

func TestSequences(t *testing.T) {
	c := newChain(t, nil)
	first, second, early := vote(ada, 1), vote(ada, 1), vote(ada, 1)
	second.Sequence, early.Sequence = 1, 3
	rawFirst, rawSecond, rawEarly := c.Sign(first), c.Sign(second), c.Sign(early)
	results := c.Block(rawFirst, rawEarly, rawSecond, rawFirst)
	require.Zero(t, results[0].Code, results[0].Log)
	refusedWith(t, sdkerrors.ErrWrongSequence, results[1].Codespace, results[1].Code, results[1].Log)
	require.Zero(t, results[2].Code, results[2].Log)
	refusedWith(t, sdkerrors.ErrWrongSequence, results[3].Codespace, results[3].Code, "a replay")
	require.Equal(t, uint64(2), c.Accounts.GetAccount(c.Context(), ada.Address()).GetSequence())
	require.NotNil(t, c.Accounts.GetAccount(c.Context(), ada.Address()).GetPubKey())
}

func TestTwoSigners(t *testing.T) {
	c := newChain(t, nil)
	both := testutil.Tx{
		Messages: []sdk.Msg{testutil.Payment(ada, 1), testutil.Payment(ben, 1)},
		Signers:  []testutil.Key{ada, ben}, Fee: 500,
	}
	require.Zero(t, c.Block(c.Sign(both))[0].Code)
	swapped := both
	swapped.Signers = []testutil.Key{ben, ada}
	result := c.Block(c.Sign(swapped))[0]
	refusedWith(t, ante.ErrKey, result.Codespace, result.Code, result.Log)
}

func TestLimits(t *testing.T) {
	many := make([]sdk.Msg, ante.MaxMessages+1)
	for i := range many {
		many[i] = testutil.Vote(ada, 1)
	}
	fit := many[:ante.MaxMessages]
	cases := []struct {
		name string
		tx   testutil.Tx
		want *errors.Error
	}{
		{"success - as many messages as are taken", testutil.Tx{Messages: fit, Gas: 3_000_000}, nil},
		{"error - a message too many", testutil.Tx{Messages: many, Gas: 3_000_000}, ante.ErrLimit},
		{"success - longest memo", testutil.Tx{Memo: strings.Repeat("m", 256)}, nil},
		{"error - memo too long", testutil.Tx{Memo: strings.Repeat("m", 257)}, sdkerrors.ErrMemoTooLarge},
		{"error - too many bytes", testutil.Tx{Memo: strings.Repeat("m", ante.MaxTxBytes), Gas: 9_000_000}, ante.ErrLimit},
		{"error - fee granter", testutil.Tx{Edit: func(b client.TxBuilder) { b.SetFeeGranter(ben.Address()) }}, ante.ErrLimit},
		{"error - unordered", testutil.Tx{Edit: func(b client.TxBuilder) {
			b.SetUnordered(true)
			b.SetTimeoutTimestamp(testutil.GenesisTime.Add(time.Hour))
		}}, ante.ErrLimit},
		{"error - height passed", testutil.Tx{Edit: func(b client.TxBuilder) { b.SetTimeoutHeight(1) }}, sdkerrors.ErrTxTimeoutHeight},
		{"error - more gas than a block has", testutil.Tx{Gas: 100_000_001}, sdkerrors.ErrInvalidGasLimit},
		{"error - out of gas in the ante handler", testutil.Tx{Gas: 1_000}, sdkerrors.ErrOutOfGas},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := newChain(t, nil)
			tc.tx.Signers = []testutil.Key{ada}
			if tc.tx.Messages == nil {
				tc.tx.Messages = []sdk.Msg{testutil.Vote(ada, 1)}
			}
			raw := c.Sign(tc.tx)
			c.Block()
			check, result := c.Check(raw), c.Block(raw)[0]
			if tc.want == nil {
				require.Zero(t, check.Code, check.Log)
				require.Zero(t, result.Code, result.Log)
				return
			}
			refusedWith(t, tc.want, check.Codespace, check.Code, check.Log)
			refusedWith(t, tc.want, result.Codespace, result.Code, result.Log)
		})
	}
}

// H40: malformed keys and signatures are refusals, not panics.
func TestMalformedSignatures(t *testing.T) {
	group := multisig.NewLegacyAminoPubKey(2, []cryptotypes.PubKey{ada.Private.PubKey(), ben.Private.PubKey()})
	anyOf := func(key cryptotypes.PubKey) *codectypes.Any {
		packed, err := codectypes.NewAnyWithValue(key)
		require.NoError(t, err)
		return packed
	}
	multi := func(bits *cryptotypes.CompactBitArray) *txtypes.ModeInfo {
		return &txtypes.ModeInfo{Sum: &txtypes.ModeInfo_Multi_{Multi: &txtypes.ModeInfo_Multi{Bitarray: bits}}}
	}
	cases := []struct {
		name string
		edit func(*txtypes.Tx)
	}{
		{"error - no signer info", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos, tx.Signatures = nil, nil }},
		{"error - a signature too many", func(tx *txtypes.Tx) { tx.Signatures = append(tx.Signatures, []byte{1}) }},
		{"error - no mode", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].ModeInfo = nil }},
		{"error - empty mode", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].ModeInfo = &txtypes.ModeInfo{} }},
		{"error - multisignature of empty modes", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].ModeInfo = &txtypes.ModeInfo{Sum: &txtypes.ModeInfo_Multi_{Multi: &txtypes.ModeInfo_Multi{
				Bitarray: cryptotypes.NewCompactBitArray(1), ModeInfos: []*txtypes.ModeInfo{{}},
			}}}
			tx.Signatures[0], _ = (&cryptotypes.MultiSignature{Signatures: [][]byte{{1}}}).Marshal()
		}},
		{"error - multisignature for a single key", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].ModeInfo = multi(cryptotypes.NewCompactBitArray(1))
			tx.Signatures[0] = nil
		}},
		{"error - nil bit array", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].ModeInfo = multi(nil)
			tx.Signatures[0] = nil
		}},
		{"error - bit array of a lying length", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].ModeInfo = multi(&cryptotypes.CompactBitArray{ExtraBitsStored: 7, Elems: nil})
			tx.Signatures[0] = nil
		}},
		{"error - empty signature", func(tx *txtypes.Tx) { tx.Signatures[0] = nil }},
		{"error - key of no bytes", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(&secp256k1.PubKey{}) }},
		{"error - key of 65 bytes", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(&secp256k1.PubKey{Key: make([]byte, 65)})
		}},
		{"error - another kind of key", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(ed25519.GenPrivKeyFromSecret([]byte("x")).PubKey())
		}},
		{"error - another's key", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(ben.Private.PubKey()) }},
		{"error - no key at all", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].PublicKey = nil }},
		{"error - a group that isn't the account's", func(tx *txtypes.Tx) { tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(group) }},
		{"error - a group of no keys", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(&multisig.LegacyAminoPubKey{})
		}},
		{"error - a group with a threshold of none", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(&multisig.LegacyAminoPubKey{PubKeys: group.PubKeys})
		}},
		{"error - a group with an empty key", func(tx *txtypes.Tx) {
			tx.AuthInfo.SignerInfos[0].PublicKey = anyOf(&multisig.LegacyAminoPubKey{Threshold: 1, PubKeys: []*codectypes.Any{{}}})
		}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := newChain(t, nil)
			builder := c.Build(vote(ada, 1))
			tx := builder.(interface{ GetProtoTx() *txtypes.Tx }).GetProtoTx()
			tc.edit(tx)
			raw := rawTx(t, tx)
			check := c.Check(raw)
			require.NotZero(t, check.Code)
			require.NotContains(t, check.Log, "panic", "refused, not recovered from")
			require.False(t, c.Accepts([][]byte{raw}))
			result := c.Block(raw)[0]
			require.NotZero(t, result.Code)
			require.NotContains(t, result.Log, "panic")
			require.Zero(t, c.Block(c.Sign(vote(ada, 1)))[0].Code, "the next block comes")
		})
	}
}

// rawTx encodes a transaction as it stands, without what the builder keeps.
func rawTx(t testing.TB, tx *txtypes.Tx) []byte {
	t.Helper()
	body, err := tx.Body.Marshal()
	require.NoError(t, err)
	auth, err := tx.AuthInfo.Marshal()
	require.NoError(t, err)
	raw, err := (&txtypes.TxRaw{BodyBytes: body, AuthInfoBytes: auth, Signatures: tx.Signatures}).Marshal()
	require.NoError(t, err)
	return raw
}

// A member may hold its place with k of n keys.
func TestMultisignature(t *testing.T) {
	parts := []testutil.Key{testutil.NewKey("part 1"), testutil.NewKey("part 2"), testutil.NewKey("part 3")}
	keys := []cryptotypes.PubKey{parts[0].Private.PubKey(), parts[1].Private.PubKey(), parts[2].Private.PubKey()}
	group := multisig.NewLegacyAminoPubKey(2, keys)
	address := sdk.AccAddress(group.Address())
	newGroupChain := func(t *testing.T) *testutil.Chain {
		return newChain(t, func(s *testutil.Settings) {
			genesis := s.Genesis
			s.Genesis = func(c *testutil.Chain, ctx sdk.Context) error {
				c.Accounts.SetAccount(ctx, c.Accounts.NewAccountWithAddress(ctx, address))
				return genesis(c, ctx)
			}
		})
	}
	cases := []struct {
		name  string
		signs []int
		edit  func(*signing.MultiSignatureData)
		want  *errors.Error
	}{
		{"success - two of three", []int{0, 2}, nil, nil},
		{"success - all three", []int{0, 1, 2}, nil, nil},
		{"error - one of three", []int{1}, nil, ante.ErrSignature},
		{"error - two marked, one signature", []int{0, 1}, func(data *signing.MultiSignatureData) {
			data.Signatures = data.Signatures[:1]
		}, ante.ErrSignature},
		{"error - a signature that isn't marked", []int{0, 1}, func(data *signing.MultiSignatureData) {
			data.Signatures = append(data.Signatures, data.Signatures[0])
		}, ante.ErrSignature},
		{"error - another's signature", []int{0, 1}, func(data *signing.MultiSignatureData) {
			data.Signatures[1] = data.Signatures[0]
		}, ante.ErrSignature},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := newGroupChain(t)
			c.Places.Members[1][string(address)] = 9
			c.Places.Admitted[1] = true
			require.NoError(t, payGroup(c, address))
			raw := signAsGroup(t, c, group, address, parts, tc.signs, tc.edit)
			result := c.Block(raw)[0]
			if tc.want == nil {
				require.Zero(t, result.Code, result.Log)
				require.Equal(t, uint64(len(tc.signs)), c.Verified.Misses()-1, "each part once, beside the one that paid the group")
				return
			}
			refusedWith(t, tc.want, result.Codespace, result.Code, result.Log)
		})
	}
}

// payGroup gives the group's account the coin that its message moves.
func payGroup(c *testutil.Chain, address sdk.AccAddress) error {
	message := testutil.Payment(stranger, 1)
	tx := testutil.Tx{Messages: []sdk.Msg{message}, Signers: []testutil.Key{stranger}, Fee: 200}
	setRecipient(message, address)
	if result := c.Block(c.Sign(tx))[0]; result.Code != 0 {
		return errors.New("test", 1, result.Log)
	}
	return nil
}

func signAsGroup(t *testing.T, c *testutil.Chain, group *multisig.LegacyAminoPubKey, address sdk.AccAddress, parts []testutil.Key, signs []int, edit func(*signing.MultiSignatureData)) []byte {
	t.Helper()
	message := testutil.Vote(ada, 1)
	setSender(message, address)
	builder := c.TxConfig.NewTxBuilder()
	require.NoError(t, builder.SetMsgs(message))
	builder.SetGasLimit(200_000)
	account := c.Accounts.GetAccount(c.Context(), address)
	data := multisigtypes.NewMultisig(len(parts))
	signer := authsigning.SignerData{Address: address.String(), ChainID: testutil.ChainID, AccountNumber: account.GetAccountNumber(), PubKey: group}
	mode := signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON
	require.NoError(t, builder.SetSignatures(signing.SignatureV2{PubKey: group, Data: data}))
	toSign, err := authsigning.GetSignBytesAdapter(t.Context(), c.TxConfig.SignModeHandler(), mode, signer, builder.GetTx())
	require.NoError(t, err)
	for _, i := range signs {
		signature, err := parts[i].Private.Sign(toSign)
		require.NoError(t, err)
		multisigtypes.AddSignature(data, &signing.SingleSignatureData{SignMode: mode, Signature: signature}, i)
	}
	if edit != nil {
		edit(data)
	}
	require.NoError(t, builder.SetSignatures(signing.SignatureV2{PubKey: group, Data: data}))
	return encode(t, c, builder)
}
