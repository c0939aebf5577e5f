//go:build long

package robustness

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

const (
	crowdSlug = "crowd"
	crowdSize = 60
	rounds    = 3
)

// crowd adds a co-op of sixty members to the config, who vote for a long time.
func crowd(config setup) {
	accounts := config["accounts"].([]any)
	var members []any
	for i := range crowdSize {
		accounts = append(accounts, map[string]any{"name": crowdMember(i)})
		members = append(members, crowdMember(i))
	}
	config["accounts"] = accounts
	coops := config["coop"].(map[string]any)
	coops["coops"] = append(coops["coops"].([]any), map[string]any{
		"slug": crowdSlug, "charter": "worker", "name": "A crowd", "members": members,
		"periods": map[string]any{"voting": "30 minutes", "discussion": "none", "timelock": "none"},
	})
	// It is nobody's member, so its free transactions are allotted to it.
	modules := config["genesis"].(map[string]any)["app_state"].(map[string]any)
	modules["chain"].(map[string]any)["allotments"] = []any{map[string]any{
		"coop_id": fmt.Sprint(len(coops["coops"].([]any))),
		"allowance": map[string]string{
			"gas": "2000000000", "gas_per_hour": "1000000000", "bytes": "40000000", "bytes_per_hour": "20000000",
		},
	}}
}

func crowdMember(i int) string { return fmt.Sprintf("crowd-%d", i+1) }

// All four validators are killed (kill -9) at once while sixty members vote,
// three times over. Each time the chain resumes by itself, all have the same
// state, every ballot that was in a block is there, and in the end each member
// has one ballot, the last one that was accepted.
func TestAllNodesKilled(t *testing.T) {
	c := start(t, binary(t), crowd)
	id := c.propose(crowdMember(0), crowdSlug, "Vote in a storm", "ordinary")
	random := rand.New(rand.NewSource(1))
	accepted := map[uint64]governancetypes.Choice{}
	for round := range rounds {
		// Half of these members' ballots are in blocks when the power goes, the
		// others' are anywhere between the node that took them and a block.
		first, last := round*crowdSize/rounds, (round+1)*crowdSize/rounds
		middle := (first + last) / 2
		c.confirm(c.settled(id, first, middle), accepted)
		require.Len(t, accepted, middle-first+before(accepted, first))
		underway := c.vote(id, middle, last)
		time.Sleep(time.Duration(random.Intn(1_500)) * time.Millisecond)
		c.confirm(underway, accepted)
		killed := c.height("alder")
		for _, name := range c.names() {
			require.NoError(t, c.Kill(name))
		}
		require.Empty(t, c.Running())
		require.NoError(t, c.StartAll(c.binary))
		c.reach(killed+3, c.names()...)
		c.sameState(c.names()...)

		found := c.ballots(id, "alder")
		for member, choice := range accepted {
			require.Equal(t, choice, found[member], "member %d's accepted ballot after crash %d", member, round+1)
		}
		require.Equal(t, []uint64{uint64(len(found)), 0}, c.count(id, "alder"), "the count is that of the ballots")
		t.Logf("crash %d at height %d: %d ballots had been accepted, %d are there", round+1, killed, len(accepted), len(found))
	}

	// Whoever's ballot was lost on its way casts it again; all others vote once
	// more, and it replaces the first.
	var again []sending
	for i := range crowdSize {
		again = append(again, c.ballot(crowdMember(i), id, no))
	}
	c.send(again...)
	for _, name := range c.names() {
		found := c.ballots(id, name)
		require.Len(t, found, crowdSize, name)
		for member, choice := range found {
			require.Equal(t, no, choice, "member %d on %s", member, name)
		}
		require.Equal(t, []uint64{0, crowdSize}, c.count(id, name), "the count is that of the ballots")
	}
	c.sameState(c.names()...)
}

// settled casts the ballots of some members and waits until they are in blocks.
func (c *chain) settled(id uint64, from, to int) []sending {
	c.t.Helper()
	var sent []sending
	for i := from; i < to; i++ {
		sent = append(sent, c.ballot(crowdMember(i), id, yes))
	}
	c.send(sent...)
	return sent
}

// before counts the ballots of members before a place in the crowd.
func before(accepted map[uint64]governancetypes.Choice, place int) int {
	count := 0
	for member := range accepted {
		if member <= uint64(place) {
			count++
		}
	}
	return count
}

// vote puts the ballots of some members on their way without waiting.
func (c *chain) vote(id uint64, from, to int) []sending {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	var sent []sending
	for i := from; i < to; i++ {
		// Each uses another node, as members would.
		node := c.rpc(c.names()[i%len(c.Nodes)])
		ballot := c.ballot(crowdMember(i), id, yes)
		bytes, err := c.signer(ballot.account).sign(nil, ballot.message)
		require.NoError(c.t, err)
		taken, err := node.BroadcastTxSync(ctx, bytes)
		require.NoError(c.t, err)
		require.Zero(c.t, taken.Code, taken.Log)
		ballot.hash = taken.Hash
		sent = append(sent, ballot)
	}
	return sent
}

// confirm notes which ballots are in blocks by now, by member number.
func (c *chain) confirm(sent []sending, accepted map[uint64]governancetypes.Choice) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), blockPatience)
	defer cancel()
	node := c.rpc("alder")
	for _, ballot := range sent {
		found, err := node.Tx(ctx, ballot.hash, false)
		if err != nil {
			continue
		}
		require.Zero(c.t, found.TxResult.Code, found.TxResult.Log)
		var number uint64
		_, err = fmt.Sscanf(ballot.account, "crowd-%d", &number)
		require.NoError(c.t, err)
		accepted[number] = ballot.message.(*governancetypes.MsgVote).Choice
	}
}

// ballots of a resolution as a node tells them, by member number, once it has
// the blocks that the first node has.
func (c *chain) ballots(id uint64, node string) map[uint64]governancetypes.Choice {
	c.t.Helper()
	c.reach(c.height(c.Running()[0]), node)
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	answer, err := c.governance(node).Ballots(ctx, &governancetypes.QueryBallotsRequest{
		ResolutionId: id, Pagination: &query.PageRequest{Limit: 100},
	})
	require.NoError(c.t, err)
	found := map[uint64]governancetypes.Choice{}
	for _, ballot := range answer.Ballots {
		require.NotContains(c.t, found, ballot.MemberId, "one ballot a member")
		found[ballot.MemberId] = ballot.Choice
	}
	return found
}

// count is in favour, against, as a node tells them once it has the blocks that
// the first node has.
func (c *chain) count(id uint64, node string) []uint64 {
	c.t.Helper()
	c.reach(c.height(c.Running()[0]), node)
	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	tally, err := c.governance(node).Tally(ctx, &governancetypes.QueryTallyRequest{ResolutionId: id})
	require.NoError(c.t, err)
	return []uint64{tally.InFavour, tally.Against}
}

// Two of four are dead: no block is made, questions are still answered and
// transactions wait. They come back: blocks again, and the transaction is in one.
func TestTwoOfFourDead(t *testing.T) {
	c := start(t, binary(t), crowd)
	id := c.propose(crowdMember(0), crowdSlug, "Wait for the others", "ordinary")
	require.NoError(t, c.Kill("cedar"))
	require.NoError(t, c.Kill("drift"))
	alive := []string{"alder", "birch"}

	// A block that all four had signed may still come.
	time.Sleep(5 * time.Second)
	stalled := c.height("alder")
	time.Sleep(15 * time.Second)
	for _, name := range alive {
		require.True(t, c.Runs(name))
		require.Equal(t, stalled, c.height(name), "half of the validators must not make blocks")
	}

	ctx, cancel := context.WithTimeout(context.Background(), rpcPatience)
	defer cancel()
	require.Equal(t, "Wait for the others", c.resolution(id).Content.Title, "questions are answered")
	bytes, err := c.signer(crowdMember(0)).sign(nil, c.ballot(crowdMember(0), id, yes).message)
	require.NoError(t, err)
	taken, err := c.rpc("birch").BroadcastTxSync(ctx, bytes)
	require.NoError(t, err)
	require.Zero(t, taken.Code, taken.Log)

	require.NoError(t, c.Start("cedar", c.binary))
	require.NoError(t, c.Start("drift", c.binary))
	c.reach(stalled+5, c.names()...)
	c.awaitSignature("drift")
	require.Eventually(t, func() bool {
		found, err := c.rpc("alder").Tx(context.Background(), taken.Hash, false)
		return err == nil && found.TxResult.Code == 0
	}, blockPatience, pollInterval, "the ballot that waited is in a block")
	require.Equal(t, yes, c.ballots(id, "drift")[1])
	c.sameState(c.names()...)
}
