package lanes_test

import (
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app/ante/testutil"
	"github.com/coopledger/coopledger/app/lanes"
)

// gasByLane reads who is in a block.
func gasByLane(t testing.TB, c *testutil.Chain, txs [][]byte) map[string]uint64 {
	t.Helper()
	taken := map[string]uint64{}
	for _, raw := range txs {
		tx, err := c.TxConfig.TxDecoder()(raw)
		require.NoError(t, err)
		feeTx := tx.(sdk.FeeTx)
		switch {
		case len(feeTx.GetFee()) > 0:
			taken["paid"] += feeTx.GetGas()
		case string(feeTx.FeePayer()) == string(otto.Address()):
			taken["operators"] += feeTx.GetGas()
		default:
			taken["members"] += feeTx.GetGas()
		}
	}
	return taken
}

func TestLanesShareABlock(t *testing.T) {
	const million = 1_000_000
	type crowd struct{ paid, members, operators uint64 }
	cases := []struct {
		name string
		sent crowd
		want map[string]uint64
	}{
		{"success - all lanes full: each has its share", crowd{30, 30, 30}, map[string]uint64{"operators": 10 * million, "members": 25 * million, "paid": 10 * million}},
		{"success - a crowd that pays leaves operators and members their room", crowd{60, 10, 5}, map[string]uint64{"operators": 5 * million, "members": 10 * million, "paid": 35 * million}},
		{"success - the spare is shared", crowd{50, 0, 0}, map[string]uint64{"paid": 50 * million}},
		{"success - free transactions keep to their half of a block", crowd{0, 40, 0}, map[string]uint64{"members": 25 * million}},
		{"success - operators use what is spare", crowd{0, 0, 40}, map[string]uint64{"operators": 40 * million}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			c := newChain(t, func(s *testutil.Settings) {
				s.MaxGas = 50 * million
				s.Params.MemberAllowance.Gas = 100 * million
			})
			for i := range tc.sent.paid {
				send(t, c, paid(stranger, i, million))
			}
			for i := range tc.sent.members {
				send(t, c, vote(ada, i, million))
			}
			for i := range tc.sent.operators {
				send(t, c, seat(i, million))
			}
			proposal := c.Propose()
			got := gasByLane(t, c, proposal)
			if tc.name == cases[0].name {
				// What free transactions may not take goes to the others, operators first.
				require.Equal(t, uint64(25*million), got["members"])
				require.GreaterOrEqual(t, got["paid"], tc.want["paid"])
				require.GreaterOrEqual(t, got["operators"], tc.want["operators"])
				require.Equal(t, uint64(50*million), got["members"]+got["paid"]+got["operators"])
			} else {
				require.Equal(t, tc.want, got)
			}
			require.True(t, c.Accepts(proposal))
			for _, result := range c.Block(proposal...) {
				require.Zero(t, result.Code, result.Log)
			}
		})
	}
}

// Whoever sends much waits behind whoever sends little.
func TestMembersTakeTurns(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.MaxGas = 50_000_000 })
	for i := range uint64(9) {
		send(t, c, vote(ada, i, 2_000_000))
	}
	ballot := send(t, c, vote(ben, 0, 2_000_000))
	proposal := c.Propose()
	require.Equal(t, ballot, proposal[1], "ben's only vote comes right after ada's first")
	require.Len(t, proposal, 10)
}

// A sender's transactions keep their order, whatever their lanes.
func TestSequencesHoldAcrossLanes(t *testing.T) {
	c := newChain(t, nil)
	want := [][]byte{
		send(t, c, paid(ada, 0, 200_000)),
		send(t, c, vote(ada, 1, 200_000)),
		send(t, c, paid(ada, 2, 200_000)),
		send(t, c, vote(ada, 3, 200_000)),
	}
	sent := c.Propose()
	require.Equal(t, want[:3], sent, "lane by lane, twice over")
	require.True(t, c.Accepts(sent))
	for _, result := range c.Block(sent...) {
		require.Zero(t, result.Code, result.Log)
	}
	require.Equal(t, want[3:], c.Propose(), "what is left goes into the next block")
}

// What waits for room or quota stays in the pool and goes later; what is
// invalid is dropped.
func TestWhatDoesNotFitWaits(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) {
		s.MaxGas, s.Params.FreeGasPpm = 50_000_000, 100_000 // 5 million a block for free
		s.Params.MemberAllowance.Gas = 100_000_000
	})
	for i := range uint64(4) {
		send(t, c, vote(ada, i, 2_000_000))
	}
	for _, left := range []int{2, 0} {
		proposal := c.Propose()
		require.Len(t, proposal, 2)
		require.True(t, c.Accepts(proposal))
		c.Block(proposal...)
		require.Equal(t, left, c.Pool.CountTx())
	}
	require.Empty(t, c.Propose())
}

func TestBytesOfABlockAreKept(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.MaxBytes = 1_000_000 })
	memo := func(tx testutil.Tx) testutil.Tx {
		tx.Memo = fmt.Sprintf("%0250d", tx.Sequence)
		return tx
	}
	size := 0
	for i := range uint64(20) {
		size = len(send(t, c, memo(paid(stranger, i, 200_000))))
	}
	limit := int64(size*7 + 10) // each is wrapped in 3 bytes
	response, err := c.PrepareProposal(&abci.RequestPrepareProposal{Height: c.Height + 1, Time: c.Time.Add(time.Second), MaxTxBytes: limit})
	require.NoError(t, err)
	total := 0
	for _, raw := range response.Txs {
		total += len(raw)
	}
	require.LessOrEqual(t, int64(total), limit)
	require.Equal(t, 6, len(response.Txs), "seven and their wrapping don't fit")
	require.Equal(t, 20, c.Pool.CountTx(), "those that don't fit wait")
}

func TestInvalidTransactionIsDropped(t *testing.T) {
	c := newChain(t, nil)
	send(t, c, paid(stranger, 0, 200_000))
	follows := send(t, c, paid(stranger, 1, 200_000))
	// The stranger's coins go elsewhere first, from another node's block.
	drain := testutil.Tx{
		Messages: []sdk.Msg{testutil.Payment(stranger, 99_990_000)}, Signers: []testutil.Key{stranger},
		Gas: 300_000, Fee: 9_900,
	}
	require.Zero(t, c.Block(c.Sign(drain))[0].Code)
	require.Equal(t, 1, c.Pool.CountTx(), "what it overtook is gone")
	require.Empty(t, c.Propose(), "the fee can't be paid any more")
	require.Zero(t, c.Pool.CountTx())
	require.False(t, c.Accepts([][]byte{follows}))
}

func TestProposalsAreJudgedWhole(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.MaxGas = 50_000_000; s.MaxBytes = 1_000_000 })
	good := c.Sign(paid(stranger, 0, 200_000))
	forged := paid(another, 0, 200_000)
	forged.Forge = true
	heavy := make([][]byte, 0, 26)
	for i := range uint64(26) {
		heavy = append(heavy, c.Sign(paid(stranger, i, 2_000_000)))
	}
	long := make([][]byte, 0, 6)
	for i := range uint64(6) {
		tx := paid(another, i, 4_000_000)
		for range 31 {
			tx.Messages = append(tx.Messages, testutil.Payment(another, 1))
		}
		long = append(long, c.Sign(tx))
	}
	cases := []struct {
		name string
		txs  [][]byte
		want bool
	}{
		{"success - empty", nil, true},
		{"success - a good transaction", [][]byte{good}, true},
		{"success - as much gas as a block has", heavy[:25], true},
		{"error - more gas than a block has", heavy, false},
		{"error - no transaction at all", [][]byte{[]byte("not a transaction")}, false},
		{"error - empty bytes", [][]byte{{}}, false},
		{"error - a forged one behind a good one", [][]byte{good, c.Sign(forged)}, false},
		{"error - twice the same", [][]byte{good, good}, false},
		{"error - out of order", [][]byte{heavy[1], heavy[0]}, false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, c.Accepts(tc.txs)) })
	}
	t.Run("error - more bytes than a block has", func(t *testing.T) {
		small := newChain(t, func(s *testutil.Settings) { s.MaxBytes = int64(len(long[0]) * 5) })
		require.True(t, small.Accepts(long[:4]))
		require.False(t, small.Accepts(long[:5]), "five and their wrapping don't fit")
	})
}

// panicking is a verifier in which everything panics.
type panicking struct{}

func (panicking) PrepareProposalVerifyTx(sdk.Tx) ([]byte, error) { panic("prepare") }
func (panicking) ProcessProposalVerifyTx([]byte) (sdk.Tx, uint64, error) {
	panic("process")
}
func (panicking) TxDecode([]byte) (sdk.Tx, error) { panic("decode") }
func (panicking) TxEncode(sdk.Tx) ([]byte, error) { return []byte{1}, nil }

func TestPanicsAreContained(t *testing.T) {
	c := newChain(t, nil)
	send(t, c, vote(ada, 0, 200_000))
	proposals := lanes.NewProposals(c.Pool, panicking{})
	prepared, err := proposals.Prepare(c.Context(), &abci.RequestPrepareProposal{MaxTxBytes: 1_000_000})
	require.NoError(t, err)
	require.Empty(t, prepared.Txs)
	judged, err := proposals.Process(c.Context(), &abci.RequestProcessProposal{Txs: [][]byte{{1}}})
	require.NoError(t, err)
	require.Equal(t, abci.ResponseProcessProposal_REJECT, judged.Status)
}

// Two signers' transactions whose order crosses lanes are not lost.
func TestCoSignersTransactionIsNotDropped(t *testing.T) {
	c := newChain(t, nil)
	both := testutil.Tx{
		Messages: []sdk.Msg{testutil.Payment(stranger, 1), testutil.Payment(ada, 1)},
		Signers:  []testutil.Key{stranger, ada}, Gas: 300_000, Fee: 400,
	}
	first := send(t, c, both)
	// ada's vote follows it, and the members' lane is served first.
	second := send(t, c, vote(ada, 1, 200_000))
	proposal := c.Propose()
	require.Equal(t, [][]byte{first, second}, proposal)
	require.True(t, c.Accepts(proposal))
	for _, result := range c.Block(proposal...) {
		require.Zero(t, result.Code, result.Log)
	}
	require.Zero(t, c.Pool.CountTx())
}

// What follows a transaction that waits for room waits with it, however long.
func TestWhatFollowsAWaitingTransactionStays(t *testing.T) {
	c := newChain(t, func(s *testutil.Settings) { s.MaxGas = 50_000_000 })
	small := send(t, c, paid(stranger, 0, 10_000_000))
	send(t, c, paid(ada, 0, 45_000_000))
	send(t, c, vote(ada, 1, 1_000_000))
	for range 6 {
		require.Equal(t, [][]byte{small}, c.Propose())
		require.Equal(t, 3, c.Pool.CountTx())
	}
}
