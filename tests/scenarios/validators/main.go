// Command validators pulls the plug on a fresh network: one validator of four,
// two, all of them at once; then a fifth joins by state sync, takes a seat by a
// resolution and signs.
//
// Run it with: scripts/scenario.sh validators
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coopledger/coopledger/offchain/network"
	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

const (
	// quiet is how long a chain is watched that must stand still.
	quiet = 8 * time.Second

	fifth = "elm-node"
)

var (
	patience = driver.Paced(2 * time.Minute)

	four = []string{"alder", "birch", "cedar", "drift"}
	nine = []string{"alder", "birch", "cedar", "drift", "elm", "fjord", "grove", "heath", "inlet"}
)

func main() {
	driver.Run(func(setup driver.Setup) {
		setup.SetPeriods(map[string]string{"voting": "40 seconds"}, driver.Federation)
		setup.SetPeriods(map[string]string{"voting": "15 seconds", "discussion": "none", "timelock": "none"}, nine...)
		setup.SetApp(map[string]any{"state-sync": map[string]any{"snapshot-interval": 10}})
	}, func(s *driver.Scenario) {
		story := &story{Scenario: s}
		story.oneOfFour()
		story.twoOfFour()
		story.allFour()
		story.aFifth()
	})
}

type story struct {
	*driver.Scenario
	vote uint64
}

func (s *story) oneOfFour() {
	s.Act("One validator of four loses its power")
	s.Must(s.Kill("drift"))
	height := s.Height("alder")
	s.Reach("alder", height+4, patience)
	s.Tell("Drift is gone. The other three go on: from height %d to %d.", height, s.Height("alder"))
	s.Must(s.Start("drift", s.Binary()))
	s.agree(four...)
	s.Tell("Drift is back and has caught up.")
}

func (s *story) twoOfFour() {
	s.Act("Two validators of four lose their power")
	s.Must(s.Kill("cedar"))
	s.Must(s.Kill("drift"))
	s.pause(2 * time.Second)
	height := s.Height("alder")
	s.pause(quiet)
	s.Expect(s.Height("alder") == height, "two of four made blocks from height %d to %d", height, s.Height("alder"))
	s.Tell("Two can't decide for four: the chain stands at height %d.", height)
	s.Must(s.Start("cedar", s.Binary()))
	s.Must(s.Start("drift", s.Binary()))
	s.Reach("alder", height+3, patience)
	s.agree(four...)
	s.Tell("Both are back, and the chain goes on.")
}

func (s *story) allFour() {
	s.Act("All four lose their power in the middle of a vote")
	s.vote = s.Propose("ada", driver.Resolution{Coop: "alder", Title: "Buy a battery"})
	s.Vote("ada", s.vote, "yes")
	height := s.Height("alder")
	for _, name := range four {
		s.Must(s.Kill(name))
	}
	s.Expect(len(s.Running()) == 0, "some still run: %v", s.Running())
	s.Tell("All are gone at height %d, with one ballot cast.", height)
	for _, name := range four {
		s.Must(s.Start(name, s.Binary()))
	}
	s.Reach("alder", height+3, patience)
	s.agree(four...)
	tally := s.Count(s.vote)
	s.Expect(tally.InFavour == 1 && tally.Roll == 7, "the count is %+v", tally)
	s.Tell("They are back. The chain goes on where it was, and the ballot is still there.")
}

func (s *story) aFifth() {
	s.Act("A fifth validator")
	s.Reach("alder", 24, patience)
	s.command("network", "add", fifth, "--state-sync", "--home", s.Home)
	s.Reopen()
	s.Reach(fifth, s.Height("alder"), patience)
	node, err := s.Node(fifth)
	s.Must(err)
	status := s.status(node)
	s.Expect(status.EarliestHeight > 1, "it replayed every block from height %d", status.EarliestHeight)
	s.Tell("A node of elm has joined from a snapshot: the first block it has is %d.", status.EarliestHeight)
	s.agree(append([]string{fifth}, four...)...)

	operator, err := s.Address("emi")
	s.Must(err)
	var seat map[string]any
	s.Must(json.Unmarshal([]byte(s.Coopd("tx", "validators", "prove-consensus-key", "elm", "--operator", operator,
		"--moniker", fifth, "--key-file", node.Home+"/config/priv_validator_key.json")), &seat))
	id := s.ProposeIn("elm", "A seat for elm", "large", seat)
	s.Tell("Elm proposes to the federation that its node becomes a validator.")
	var parts []func()
	for _, slug := range []string{"birch", "cedar", "elm", "fjord", "inlet"} {
		parts = append(parts, func() { s.Decide(slug, driver.Ballots{id: "YES"}) })
	}
	s.Together(parts...)
	s.Await(id, patience, "executed")
	s.Tell("5 of 9 in favour, nobody blocks: elm has a seat.")
	s.signs(node)
	s.Tell("Its node signs, with the same power of 1 as every other.")
}

// signs waits until the node has power 1 and its signature is in a block.
func (s *story) signs(node network.Node) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); s.pause(time.Second) {
		status := s.status(node)
		if status.VotingPower == 0 {
			continue
		}
		s.Expect(status.VotingPower == 1, "elm's node has the power %d", status.VotingPower)
		signers, err := network.QuerySigners(s.Context(), s.Nodes[0].RPC, status.Height-1)
		s.Must(err)
		if slices.Contains(signers, strings.ToUpper(status.ConsensusAddress)) {
			return
		}
	}
	s.Fail("surprise: elm's node has not signed in %s", patience)
}

func (s *story) status(node network.Node) network.Status {
	status, err := network.QueryStatus(s.Context(), node.RPC)
	s.Must(err)
	return status
}

// agree waits until all these nodes are past one height and compares the state there.
func (s *story) agree(names ...string) {
	height := s.Height("alder") + 1
	var hash string
	for _, name := range names {
		s.Reach(name, height, patience)
		node, err := s.Node(name)
		s.Must(err)
		block, err := network.QueryBlock(s.Context(), node.RPC, height)
		s.Must(err)
		s.Expect(hash == "" || hash == block.AppHash, "node %s has another state at height %d", name, height)
		hash = block.AppHash
	}
}

// command runs coopd on the network itself, not as one of its members.
func (s *story) command(arguments ...string) {
	output, err := s.Execute(arguments...)
	s.Must(err)
	s.Expect(output != "", "coopd %s says nothing", fmt.Sprint(arguments))
}

func (s *story) pause(length time.Duration) {
	ctx, cancel := context.WithTimeout(s.Context(), length)
	defer cancel()
	<-ctx.Done()
}
