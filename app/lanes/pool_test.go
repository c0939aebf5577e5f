package lanes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"

	"github.com/coopledger/coopledger/app/ante/testutil"
	"github.com/coopledger/coopledger/app/lanes"
)

var (
	ada      = testutil.NewKey("ada, member 1 of co-op 1")
	ben      = testutil.NewKey("ben, member 2 of co-op 1")
	cleo     = testutil.NewKey("cleo, member 3 of co-op 1")
	otto     = testutil.NewKey("otto, operator for co-op 1")
	stranger = testutil.NewKey("stranger")
	another  = testutil.NewKey("another stranger")
)

func newChain(t testing.TB, change func(*testutil.Settings)) *testutil.Chain {
	settings := testutil.DefaultSettings()
	settings.Genesis = func(c *testutil.Chain, ctx sdk.Context) error {
		for _, key := range []testutil.Key{ada, ben, cleo, otto, stranger, another} {
			if err := c.AddAccount(ctx, key, 100_000_000); err != nil {
				return err
			}
		}
		c.Places.Join(1, 1, ada)
		c.Places.Join(1, 2, ben)
		c.Places.Join(1, 3, cleo)
		c.Places.Operators[string(otto.Address())] = 1
		return nil
	}
	if change != nil {
		change(&settings)
	}
	return testutil.NewChain(t, settings)
}

func vote(key testutil.Key, sequence, gas uint64) testutil.Tx {
	return testutil.Tx{Messages: []sdk.Msg{testutil.Vote(key, 1)}, Signers: []testutil.Key{key}, Sequence: sequence, Gas: gas}
}

func seat(sequence, gas uint64) testutil.Tx {
	return testutil.Tx{Messages: []sdk.Msg{testutil.SeatMessage(otto)}, Signers: []testutil.Key{otto}, Sequence: sequence, Gas: gas}
}

func paid(key testutil.Key, sequence, gas uint64) testutil.Tx {
	return testutil.Tx{
		Messages: []sdk.Msg{testutil.Payment(key, 1)}, Signers: []testutil.Key{key},
		Sequence: sequence, Gas: gas, Fee: int64(gas/1_000) + 1,
	}
}

// send signs, checks and so puts into the pool.
func send(t testing.TB, c *testutil.Chain, tx testutil.Tx) []byte {
	t.Helper()
	raw := c.Sign(tx)
	response := c.Check(raw)
	require.Zero(t, response.Code, response.Log)
	return raw
}

func TestEachLaneHasItsOwnSlots(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.PoolSlots = 10 })
	for i := range uint64(2) {
		send(t, c, paid(stranger, i, 200_000))
	}
	response := c.Check(c.Sign(paid(another, 0, 200_000)))
	require.Equal(t, lanes.ErrLaneFull.ABCICode(), response.Code, response.Log)
	require.Contains(t, response.Log, "paid lane")

	for i := range uint64(6) {
		send(t, c, vote(ada, i, 200_000))
	}
	response = c.Check(c.Sign(vote(ben, 0, 200_000)))
	require.Equal(t, lanes.ErrLaneFull.ABCICode(), response.Code, response.Log)

	for i := range uint64(2) {
		send(t, c, seat(i, 200_000))
	}
	response = c.Check(c.Sign(seat(2, 200_000)))
	require.Equal(t, lanes.ErrLaneFull.ABCICode(), response.Code, response.Log)
	require.Equal(t, 10, c.Pool.CountTx(), "as many as CometBFT holds, and no more")
}

func TestFullLaneVerifiesNoSignature(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.PoolSlots = 5 })
	send(t, c, paid(stranger, 0, 200_000))
	before := c.Verified.Misses()
	response := c.Check(c.Sign(paid(another, 0, 200_000)))
	require.Equal(t, lanes.ErrLaneFull.ABCICode(), response.Code, response.Log)
	require.Equal(t, before, c.Verified.Misses())
}

func TestBlockEmptiesThePool(t *testing.T) {
	c := newChain(t, nil)
	first, second := send(t, c, vote(ada, 0, 200_000)), send(t, c, vote(ada, 1, 200_000))
	send(t, c, paid(stranger, 0, 200_000))
	require.Equal(t, 3, c.Pool.CountTx())
	c.Block(first)
	require.Equal(t, 2, c.Pool.CountTx())
	c.Block(second)
	require.Equal(t, 1, c.Pool.CountTx())
}

// A block of another proposer may hold another transaction with the sequence.
func TestBlockDropsWhatItOvertook(t *testing.T) {
	c := newChain(t, nil)
	mine, theirs := vote(ada, 0, 200_000), vote(ada, 0, 210_000)
	rawTheirs := c.Sign(theirs)
	send(t, c, mine)
	c.Block(rawTheirs)
	require.Zero(t, c.Pool.CountTx())
}

func TestSameSequenceReplaces(t *testing.T) {
	c := newChain(t, nil)
	send(t, c, vote(ada, 0, 200_000))
	c.Block() // CheckTx starts anew, without a recheck
	raw := send(t, c, paid(ada, 0, 210_000))
	require.Equal(t, 1, c.Pool.CountTx())
	require.Equal(t, [][]byte{raw}, c.Propose())
}

func TestRecheckRemovesItsOwnTransactionAlone(t *testing.T) {
	c := newChain(t, nil)
	old := send(t, c, paid(stranger, 0, 200_000))
	c.Block()
	replacement := send(t, c, paid(stranger, 0, 220_000))
	response := c.Recheck(old) // its sequence is taken in the check state
	require.NotZero(t, response.Code)
	require.Equal(t, 1, c.Pool.CountTx())

	c.Block()
	require.Zero(t, c.Recheck(replacement).Code)
	response = c.Recheck(replacement)
	require.NotZero(t, response.Code, "out of sequence now")
	require.Zero(t, c.Pool.CountTx())
}

func TestSelectGoesLaneByLane(t *testing.T) {
	c := newChain(t, nil)
	send(t, c, paid(stranger, 0, 201_000))
	send(t, c, vote(ada, 0, 202_000))
	send(t, c, vote(ada, 1, 203_000))
	send(t, c, vote(ben, 0, 204_000))
	send(t, c, seat(0, 205_000))
	var order []uint64
	c.Pool.SelectBy(t.Context(), nil, func(tx mempool.PooledTx) bool {
		order = append(order, tx.GasWanted/1_000)
		return true
	})
	require.Equal(t, []uint64{205, 202, 204, 203, 201}, order, "operators, then members with ben's first before ada's second, then paid")
	require.Nil(t, lanes.NewPool(10).Select(t.Context(), nil))
}

func TestUnknownTransactionIsNotFound(t *testing.T) {
	c := newChain(t, nil)
	builder := c.Build(vote(ada, 0, 200_000))
	require.ErrorIs(t, c.Pool.Remove(builder.GetTx()), mempool.ErrTxNotFound)
}
