//go:build long

package robustness

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// blocksToVote is in how many blocks a member's vote has to be in one while
	// others flood.
	blocksToVote = 5
	// quotaTransactions is how many transactions of gasWanted a member's bucket
	// holds: 20,000,000 of gas. It refills by ten an hour.
	quotaTransactions = 20
)

// flood counts what became of a flood.
type flood struct {
	taken, refused atomic.Int64
	last           atomic.Value
}

// A stranger floods all nodes with transactions without a fee, and with votes
// forged in a member's name; somebody who pays fills the paid lane; a member
// votes over and over until its quota is used up, and goes on. Meanwhile five
// other members vote, each of them within a few blocks, and the member whose
// name was forged has its whole quota.
func TestFloodKeepsNobodyFromVoting(t *testing.T) {
	c := start(t, binary(t), func(config setup) {
		config.list("coop", "coops")[0]["periods"] = map[string]any{"voting": "20 minutes"}
		config.list("coop", "coops")[1]["periods"] = map[string]any{"voting": "15 minutes", "discussion": "none", "timelock": "none"}
	})
	id := c.propose("ada", "alder", "A quiet question", "ordinary")
	before := c.quota(7)

	ctx, stop := context.WithCancel(context.Background())
	var waiting sync.WaitGroup
	run := func(part func(context.Context)) {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			part(ctx)
		}()
	}
	t.Cleanup(func() { stop(); waiting.Wait() })
	var feeless, forged, paid, greedy flood
	for _, name := range c.names() {
		run(c.pour(name, c.feelessTransactions(), &feeless))
	}
	run(c.pour("birch", c.forgedVotes("ayo", id), &forged))
	run(c.pour("cedar", c.paidTransactions("visitor"), &paid))
	run(c.overuse("drift", "amal", id, &greedy))
	time.Sleep(10 * time.Second)

	for _, account := range []string{"anton", "anya", "aroha", "asha"} {
		from := c.height("alder")
		sent := c.send(c.ballot(account, id, yes))
		took := sent[0].Height - from
		t.Logf("%s's vote was in a block after %d blocks", account, took)
		require.LessOrEqual(t, took, int64(blocksToVote), account)
	}
	require.Equal(t, before, c.quota(7), "forged votes have used up none of ayo's quota")
	from := c.height("alder")
	require.LessOrEqual(t, c.send(c.ballot("ayo", id, yes))[0].Height-from, int64(blocksToVote))
	stop()
	waiting.Wait()
	t.Logf("without a fee: %d refused; forged: %d refused; paid: %d taken, %d refused; the greedy member: %d taken, %d refused",
		feeless.refused.Load(), forged.refused.Load(), paid.taken.Load(), paid.refused.Load(), greedy.taken.Load(), greedy.refused.Load())

	require.Zero(t, feeless.taken.Load(), "nothing without a fee is taken")
	require.Greater(t, feeless.refused.Load(), int64(500), "it was a flood")
	require.Contains(t, feeless.last.Load(), "attach a fee")
	require.Zero(t, forged.taken.Load(), "no forged vote is taken")
	require.Greater(t, forged.refused.Load(), int64(50))
	require.NotZero(t, paid.taken.Load())
	require.LessOrEqual(t, greedy.taken.Load(), int64(quotaTransactions+5))
	require.GreaterOrEqual(t, greedy.taken.Load(), int64(quotaTransactions/2))
	require.Greater(t, greedy.refused.Load(), int64(20))
	require.Equal(t, []uint64{5, 0}, []uint64{c.count(id, "alder")[0] - uint64(c.favoured(id, 2)), c.count(id, "alder")[1]})
	c.advance(3, c.names()...)
	c.sameState(c.names()...)
}

// favoured is 1 if a member's ballot is in favour.
func (c *chain) favoured(id, member uint64) int {
	if c.ballots(id, "alder")[member] == yes {
		return 1
	}
	return 0
}

// pour sends transactions to a node over and over, as fast as it answers.
func (c *chain) pour(name string, transactions [][]byte, count *flood) func(context.Context) {
	node := c.rpc(name)
	return func(ctx context.Context) {
		for i := 0; ctx.Err() == nil; i++ {
			answer, err := node.BroadcastTxSync(ctx, transactions[i%len(transactions)])
			switch {
			case err != nil:
				// One that was taken is known already; a busy node may not answer.
			case answer.Code == 0:
				count.taken.Add(1)
			default:
				count.refused.Add(1)
				count.last.Store(answer.Log)
			}
		}
	}
}

// overuse has a member vote again and again without a pause.
func (c *chain) overuse(name, account string, id uint64, count *flood) func(context.Context) {
	node, who := c.rpc(name), c.signer(account)
	return func(ctx context.Context) {
		for ctx.Err() == nil {
			sequence := who.sequence
			bytes, err := who.sign(nil, &governancetypes.MsgVote{Voter: who.address, ResolutionId: id, Choice: yes})
			if err != nil {
				return
			}
			answer, err := node.BroadcastTxSync(ctx, bytes)
			if err == nil && answer.Code == 0 {
				count.taken.Add(1)
				continue
			}
			who.sequence = sequence
			if err == nil {
				count.refused.Add(1)
				count.last.Store(answer.Log)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
}

func (c *chain) stranger() *signer {
	key := secp256k1.GenPrivKey()
	return &signer{key: key, chainID: c.ChainID, address: membershiptypes.AddressText(sdk.AccAddress(key.PubKey().Address()))}
}

func (c *chain) feelessTransactions() [][]byte {
	who := c.stranger()
	return c.signMany(who, nil, 200, &banktypes.MsgSend{
		FromAddress: who.address, ToAddress: who.address, Amount: sdk.NewCoins(sdk.NewInt64Coin("credit", 1)),
	})
}

// forgedVotes name a member and are signed by somebody else, with the member's
// account number and next sequences.
func (c *chain) forgedVotes(account string, id uint64) [][]byte {
	who := c.signer(account)
	who.key = secp256k1.GenPrivKey()
	return c.signMany(who, nil, 50, &governancetypes.MsgVote{Voter: who.address, ResolutionId: id, Choice: no})
}

func (c *chain) paidTransactions(account string) [][]byte {
	who := c.signer(account)
	fee := sdk.NewCoins(sdk.NewInt64Coin("credit", 1_000))
	return c.signMany(who, fee, 400, &banktypes.MsgSend{
		FromAddress: who.address, ToAddress: c.address("alder"), Amount: sdk.NewCoins(sdk.NewInt64Coin("credit", 1)),
	})
}

func (c *chain) signMany(who *signer, fee sdk.Coins, many int, message sdk.Msg) [][]byte {
	c.t.Helper()
	var all [][]byte
	for range many {
		bytes, err := who.sign(fee, message)
		require.NoError(c.t, err)
		all = append(all, bytes)
	}
	return all
}

// quota that is left of a member of alder, in gas.
func (c *chain) quota(member uint64) uint64 {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := chaintypes.NewQueryClient(c.ask("alder")).Quota(ctx, &chaintypes.QueryQuotaRequest{
		Coop: "alder", MemberId: member,
	})
	require.NoError(c.t, err)
	return answer.Member.Gas
}
