package ante_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app/ante"
	"github.com/coopledger/coopledger/app/ante/testutil"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

var (
	ada      = testutil.NewKey("ada, member 1 of co-op 1")
	adaPhone = testutil.NewKey("ada's phone")
	ben      = testutil.NewKey("ben, member 2 of co-op 1")
	cleo     = testutil.NewKey("cleo, member 1 of co-op 2")
	otto     = testutil.NewKey("otto, operator for co-op 1")
	stranger = testutil.NewKey("stranger")
	poor     = testutil.NewKey("poor stranger")
	outsider = testutil.NewKey("member 1 of co-op 3, which is not admitted")
)

// newChain has co-ops 1 and 2, admitted, and 3, which is not.
func newChain(t testing.TB, change func(*testutil.Settings)) *testutil.Chain {
	settings := testutil.DefaultSettings()
	settings.Genesis = func(c *testutil.Chain, ctx sdk.Context) error {
		for _, key := range []testutil.Key{ada, adaPhone, ben, cleo, otto, stranger, outsider} {
			if err := c.AddAccount(ctx, key, 1_000_000); err != nil {
				return err
			}
		}
		c.Places.Join(1, 1, ada)
		c.Places.Join(1, 1, adaPhone)
		c.Places.Join(1, 2, ben)
		c.Places.Join(2, 1, cleo)
		c.Places.Join(2, 7, ada)
		c.Places.Join(3, 1, outsider)
		c.Places.Admitted[3] = false
		c.Places.Operators[string(otto.Address())] = 1
		return c.AddAccount(ctx, poor, 0)
	}
	if change != nil {
		change(&settings)
	}
	return testutil.NewChain(t, settings)
}

func vote(key testutil.Key, coopID uint64) testutil.Tx {
	return testutil.Tx{Messages: []sdk.Msg{testutil.Vote(key, coopID)}, Signers: []testutil.Key{key}}
}

// codeOf tells which registered error a response carries.
func refusedWith(t testing.TB, want *errors.Error, codespace string, code uint32, text string) {
	t.Helper()
	require.Equal(t, want.Codespace(), codespace, text)
	require.Equal(t, want.ABCICode(), code, text)
}

func bucket(t testing.TB, c *testutil.Chain, coopID, memberID uint64) (chaintypes.Bucket, bool) {
	t.Helper()
	drawn, found, err := c.Keeper.GetBucket(c.Context(), coopID, memberID)
	require.NoError(t, err)
	return drawn, found
}

func TestFreeTransactionDrawsOnMemberAndCoop(t *testing.T) {
	c := newChain(t, nil)
	raw := c.Sign(vote(ada, 1))
	require.Zero(t, c.Check(raw).Code)
	require.True(t, c.Accepts([][]byte{raw}))
	results := c.Block(raw)
	require.Zero(t, results[0].Code, results[0].Log)

	params := chaintypes.DefaultParams()
	member, found := bucket(t, c, 1, 1)
	require.True(t, found)
	require.Equal(t, params.MemberAllowance.Gas-200_000, member.Gas)
	require.Equal(t, params.MemberAllowance.Bytes-uint64(len(raw)), member.Bytes)
	coop, found := bucket(t, c, 1, 0)
	require.True(t, found)
	require.Equal(t, params.CoopAllowance.Gas-200_000, coop.Gas)
	require.Equal(t, int64(1_000_000-1), c.Bank.GetBalance(c.Context(), ada.Address(), testutil.FeeDenom).Amount.Int64(), "only the message's own coin moved")
}

func TestFailingMessageIsCharged(t *testing.T) {
	c := newChain(t, nil)
	tx := vote(ada, 1)
	tx.Messages = append(tx.Messages, testutil.Vote(ada, 1))
	tx.Gas = 60_000 // enough for the ante handler, too little for the messages
	results := c.Block(c.Sign(tx))
	require.NotZero(t, results[0].Code)
	member, found := bucket(t, c, 1, 1)
	require.True(t, found)
	require.Equal(t, chaintypes.DefaultParams().MemberAllowance.Gas-60_000, member.Gas)
}

func TestKeysOfAMemberShareItsQuota(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.Params.MemberAllowance.Gas = 5_000_000 })
	first, second := vote(ada, 1), vote(adaPhone, 1)
	first.Gas, second.Gas = 3_000_000, 3_000_000
	require.Zero(t, c.Check(c.Sign(first)).Code)
	response := c.Check(c.Sign(second))
	refusedWith(t, chaintypes.ErrQuotaUsedUp, response.Codespace, response.Code, response.Log)
	require.Contains(t, response.Log, "member 1 of co-op 1 has 2000000 gas")
}

func TestQuotaRefillsByChainTime(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) {
		s.Params.MemberAllowance.Gas, s.Params.MemberAllowance.GasPerHour = 5_000_000, 3_600_000
	})
	whole, small := vote(ada, 1), vote(ada, 1)
	whole.Gas, small.Gas = 5_000_000, 200_000
	require.Zero(t, c.Block(c.Sign(whole))[0].Code)
	response := c.Check(c.Sign(small))
	refusedWith(t, chaintypes.ErrQuotaUsedUp, response.Codespace, response.Code, response.Log)
	// Three days without a block move chain time by a minute: 60,000 gas.
	c.BlockAfter(72 * time.Hour)
	response = c.Check(c.Sign(small))
	refusedWith(t, chaintypes.ErrQuotaUsedUp, response.Codespace, response.Code, response.Log)
	for range 3 {
		c.BlockAfter(time.Minute)
	}
	require.Zero(t, c.Check(c.Sign(small)).Code)
}

// H39: nobody uses up another's quota, in any mode.
func TestForgedTransactionLeavesTheQuotaAlone(t *testing.T) {
	c := newChain(t, nil)
	forged := vote(ada, 1)
	forged.Forge = true
	raw := c.Sign(forged)
	for range 200 {
		response := c.Check(raw)
		refusedWith(t, ante.ErrSignature, response.Codespace, response.Code, response.Log)
	}
	require.False(t, c.Accepts([][]byte{raw}), "a block with a forged transaction is refused")
	result := c.Block(raw)[0]
	refusedWith(t, ante.ErrSignature, result.Codespace, result.Code, result.Log)
	_, found := bucket(t, c, 1, 1)
	require.False(t, found, "the member's bucket was never drawn on")
	_, found = bucket(t, c, 1, 0)
	require.False(t, found, "the co-op's bucket was never drawn on")

	whole := vote(ada, 1)
	whole.Gas = chaintypes.DefaultParams().MemberAllowance.Gas
	require.Zero(t, c.Check(c.Sign(whole)).Code, "the whole quota is still there")
}

// H39: who has no quota left costs no verification.
func TestQuotaIsCheckedBeforeSignatures(t *testing.T) {
	c := newChain(t, nil)
	whole := vote(ada, 1)
	whole.Gas = chaintypes.DefaultParams().MemberAllowance.Gas
	require.Zero(t, c.Check(c.Sign(whole)).Code)
	before := c.Verified.Misses()
	spam := vote(ada, 1)
	spam.Forge, spam.Sequence = true, 1
	response := c.Check(c.Sign(spam))
	refusedWith(t, chaintypes.ErrQuotaUsedUp, response.Codespace, response.Code, response.Log)
	require.Equal(t, before, c.Verified.Misses())
}

func TestRecheckCharges(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) {
		s.Params.MemberAllowance.Gas, s.Params.MemberAllowance.GasPerHour = 5_000_000, 3_600
	})
	waiting := vote(ada, 1)
	waiting.Gas = 3_000_000
	raw := c.Sign(waiting)
	require.Zero(t, c.Check(raw).Code)
	c.Block() // without it: CheckTx starts from the new state
	require.Zero(t, c.Recheck(raw).Code)
	next := vote(ada, 1)
	next.Gas, next.Sequence = 3_000_000, 1
	response := c.Check(c.Sign(next))
	refusedWith(t, chaintypes.ErrQuotaUsedUp, response.Codespace, response.Code, response.Log)
}

func TestWhoPays(t *testing.T) {
	c := newChain(t, nil)
	cases := []struct {
		name string
		tx   testutil.Tx
		want *errors.Error
	}{
		{"success - a member, free", vote(ada, 1), nil},
		{"success - a member whose wallet sends a fee of zero", testutil.Tx{
			Messages: []sdk.Msg{testutil.Vote(ada, 1)}, Signers: []testutil.Key{ada},
			Edit: func(builder client.TxBuilder) {
				builder.SetFeeAmount(sdk.Coins{sdk.Coin{Denom: testutil.FeeDenom, Amount: sdkmath.ZeroInt()}})
			},
		}, nil},
		{"error - a stranger whose wallet sends a fee of zero", testutil.Tx{
			Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger},
			Edit: func(builder client.TxBuilder) {
				builder.SetFeeAmount(sdk.Coins{sdk.Coin{Denom: testutil.FeeDenom, Amount: sdkmath.ZeroInt()}})
			},
		}, ante.ErrFeeNeeded},
		{"success - a member pays beyond the quota", testutil.Tx{Messages: []sdk.Msg{testutil.Vote(ada, 1)}, Signers: []testutil.Key{ada}, Gas: 30_000_000, Fee: 30_000}, nil},
		{"success - a stranger pays", testutil.Tx{Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}, Fee: 200}, nil},
		{"success - an operator, free", testutil.Tx{Messages: []sdk.Msg{testutil.SeatMessage(otto)}, Signers: []testutil.Key{otto}}, nil},
		{
			"error - a stranger without a fee",
			testutil.Tx{Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}},
			ante.ErrFeeNeeded,
		},
		{"error - a stranger's vote", vote(stranger, 1), ante.ErrFeeNeeded},
		{"error - a member of another co-op", vote(cleo, 1), ante.ErrFeeNeeded},
		{"error - a co-op that is not admitted", vote(outsider, 3), chaintypes.ErrNoFreeBucket},
		{
			"error - a member's message and another in one",
			testutil.Tx{Messages: []sdk.Msg{testutil.Vote(ada, 1), testutil.Payment(ada, 1)}, Signers: []testutil.Key{ada}},
			ante.ErrFeeNeeded,
		},
		{
			"error - messages in two co-ops",
			testutil.Tx{Messages: []sdk.Msg{testutil.Vote(ada, 1), testutil.Vote(ada, 2)}, Signers: []testutil.Key{ada}},
			ante.ErrFeeNeeded,
		},
		{
			"error - messages of two members",
			testutil.Tx{Messages: []sdk.Msg{testutil.Vote(ada, 1), testutil.Vote(ben, 1)}, Signers: []testutil.Key{ada, ben}},
			ante.ErrFeeNeeded,
		},
		{
			"error - a member's message with another payer",
			testutil.Tx{
				Messages: []sdk.Msg{testutil.Vote(ada, 1)}, Signers: []testutil.Key{ada, ben},
				Edit: func(builder client.TxBuilder) { builder.SetFeePayer(ben.Address()) },
			},
			ante.ErrFeeNeeded,
		},
		{
			"error - an operator's message by nobody's operator",
			testutil.Tx{Messages: []sdk.Msg{testutil.SeatMessage(ada)}, Signers: []testutil.Key{ada}},
			ante.ErrFeeNeeded,
		},
		{
			"error - fee one unit too small",
			testutil.Tx{Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}, Fee: 199},
			ante.ErrFeeTooSmall,
		},
		{
			"error - a denom that isn't accepted beside one that is",
			testutil.Tx{
				Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger},
				Edit: func(builder client.TxBuilder) {
					builder.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(testutil.FeeDenom, 500), sdk.NewInt64Coin("milk", 1)))
				},
			},
			ante.ErrFeeTooSmall,
		},
		{
			"error - a fee that the payer doesn't have",
			testutil.Tx{Messages: []sdk.Msg{testutil.Payment(poor, 5)}, Signers: []testutil.Key{poor}, Fee: 200},
			ante.ErrFeeUnpaid,
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			// The same verdict alone in a check, in a proposal and in a block.
			raw := c.Sign(tc.tx)
			check := c.Check(raw)
			accepted := c.Accepts([][]byte{raw})
			result := c.Block(raw)[0]
			if tc.want == nil {
				require.Zero(t, check.Code, check.Log)
				require.True(t, accepted)
				require.Zero(t, result.Code, result.Log)
				return
			}
			refusedWith(t, tc.want, check.Codespace, check.Code, check.Log)
			require.False(t, accepted)
			refusedWith(t, tc.want, result.Codespace, result.Code, result.Log)
		})
	}
}

func TestFeesGoToTheRootFederation(t *testing.T) {
	c := newChain(t, nil)
	tx := testutil.Tx{Messages: []sdk.Msg{testutil.Payment(stranger, 2_000_000)}, Signers: []testutil.Key{stranger}, Fee: 250}
	result := c.Block(c.Sign(tx))[0]
	require.NotZero(t, result.Code, "the message itself fails: it pays more than there is")
	require.Equal(t, int64(250), c.Bank.GetBalance(c.Context(), testutil.FeeAccount, testutil.FeeDenom).Amount.Int64())
	require.Equal(t, int64(1_000_000-250), c.Bank.GetBalance(c.Context(), stranger.Address(), testutil.FeeDenom).Amount.Int64())
	_, found := bucket(t, c, 1, 1)
	require.False(t, found)
}

func TestNoFeesAreAcceptedUntilADenomIsNamed(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.Params.MinFees = nil })
	paid := testutil.Tx{Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}, Fee: 900_000}
	response := c.Check(c.Sign(paid))
	refusedWith(t, ante.ErrFeeTooSmall, response.Codespace, response.Code, response.Log)
	require.Contains(t, response.Log, "accepts no fees yet")
	require.Zero(t, c.Check(c.Sign(vote(ada, 1))).Code)
}

func TestOperatorDrawsOnTheCoopAlone(t *testing.T) {
	c := newChain(t, nil)
	raw := c.Sign(testutil.Tx{Messages: []sdk.Msg{testutil.SeatMessage(otto)}, Signers: []testutil.Key{otto}})
	require.Zero(t, c.Block(raw)[0].Code)
	coop, found := bucket(t, c, 1, 0)
	require.True(t, found)
	require.Equal(t, chaintypes.DefaultParams().CoopAllowance.Gas-200_000, coop.Gas)
	_, found = bucket(t, c, 1, 1)
	require.False(t, found)
}

func TestFreeTransactionsTakeAtMostTheirShareOfABlock(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) {
		s.MaxGas, s.Params.FreeGasPpm = 50_000_000, 100_000
	})
	txs := make([][]byte, 3)
	for i := range txs {
		tx := vote(ada, 1)
		tx.Gas, tx.Sequence = 2_000_000, uint64(i)
		txs[i] = c.Sign(tx)
		require.Zero(t, c.Check(txs[i]).Code, "CheckTx outlives a block and doesn't count it")
	}
	require.True(t, c.Accepts(txs[:2]))
	require.False(t, c.Accepts(txs))
	results := c.Block(txs...)
	require.Zero(t, results[1].Code)
	refusedWith(t, chaintypes.ErrFreeBlockFull, results[2].Codespace, results[2].Code, results[2].Log)
	require.Zero(t, c.Block(txs[2])[0].Code, "the next block has room again")
}

func TestSimulationNeedsNeitherFeeNorSignature(t *testing.T) {
	c := newChain(t, nil)
	for name, tx := range map[string]testutil.Tx{
		"success - a member":   vote(ada, 1),
		"success - a stranger": {Messages: []sdk.Msg{testutil.Payment(stranger, 5)}, Signers: []testutil.Key{stranger}},
	} {
		t.Run(name, func(t *testing.T) {
			tx.Forge = true
			info, _, err := c.Simulate(c.Sign(tx))
			require.NoError(t, err)
			require.Positive(t, info.GasUsed)
		})
	}
	require.Equal(t, uint64(0), c.Verified.Misses())
	_, found := bucket(t, c, 1, 1)
	require.False(t, found, "a simulation draws nothing")
}
