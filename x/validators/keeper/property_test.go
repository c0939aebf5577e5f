package keeper_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	"github.com/coopledger/coopledger/x/validators/types"
)

// model is what must be true of any history, kept beside the module and never
// read from it.
type model struct {
	keys        map[string]*ed25519.PrivKey // by address: every key that was ever offered
	owner       map[string]uint64           // by address: who proved it last
	lastSigned  map[string]int64            // by address: the last height in CometBFT's set
	banned      map[string]bool             // by address: evidence was handed in
	expelled    map[string]bool             // by address: banned, and out of the set since
	replaces    map[uint64]uint64           // joining co-op to the one it replaces
	reachedFour bool
	nextKey     int
}

func newModel(seats int) *model {
	m := &model{
		keys: map[string]*ed25519.PrivKey{}, owner: map[string]uint64{}, lastSigned: map[string]int64{},
		banned: map[string]bool{}, expelled: map[string]bool{}, replaces: map[uint64]uint64{},
		reachedFour: seats >= 4,
	}
	for id := uint64(2); id < uint64(seats)+2; id++ {
		m.know(firstKey(id), id)
	}
	return m
}

func (m *model) know(key *ed25519.PrivKey, coopID uint64) {
	address := string(key.PubKey().Address())
	m.keys[address] = key
	m.owner[address] = coopID
}

func (m *model) drawKey(rt *rapid.T) *ed25519.PrivKey {
	if len(m.keys) > 0 && rapid.IntRange(0, 3).Draw(rt, "old key") == 0 {
		return m.keys[rapid.SampledFrom(sortedAddresses(m.keys)).Draw(rt, "which key")]
	}
	m.nextKey++
	return keyOf(fmt.Sprintf("drawn key %d", m.nextKey))
}

func sortedAddresses[V any](keys map[string]V) []string {
	addresses := make([]string, 0, len(keys))
	for address := range keys {
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	return addresses
}

func ownersOf(m *model, set *cmttypes.ValidatorSet) map[uint64]string {
	owners := map[uint64]string{}
	for _, validator := range set.Validators {
		owners[m.owner[string(validator.Address)]] = string(validator.Address)
	}
	return owners
}

// send draws a message, which may well be refused, and checks that a refusal
// changes nothing.
func (m *model) send(rt *rapid.T, c *chain) {
	before := string(c.export())
	coopID := rapid.Uint64Range(2, 15).Draw(rt, "co-op")
	var err error
	switch action := rapid.SampledFrom([]string{"add", "add", "remove", "unjail", "unjail", "rotate", "leave", "wait"}).Draw(rt, "action"); action {
	case "add":
		key := m.drawKey(rt)
		replaces := uint64(0)
		if rapid.Bool().Draw(rt, "replaces") {
			replaces = rapid.Uint64Range(2, 15).Draw(rt, "replaced")
		}
		if err = c.addSeat(coopID, key, replaces); err == nil {
			m.know(key, coopID)
			delete(m.replaces, coopID)
			if replaces != 0 {
				m.replaces[coopID] = replaces
			}
		}
	case "remove":
		_, err = c.removeSeat(coopID)
	case "unjail":
		err = c.unjail(coopID)
	case "rotate":
		key := m.drawKey(rt)
		if err = c.rotate(coopID, key); err == nil {
			m.know(key, coopID)
		}
	case "leave":
		if rapid.IntRange(0, 3).Draw(rt, "really") == 0 && c.federation.members[coopID] {
			c.leave(coopID)
		}
	case "wait":
		c.clock.now += 40
		for id := uint64(2); id <= 15; id++ {
			c.federation.members[id] = true
		}
	}
	if err != nil {
		require.Equal(rt, before, string(c.export()), "a refusal changed something: %s", err)
	}
}

func (m *model) drawEvidence(rt *rapid.T, c *chain) []*ed25519.PrivKey {
	if rapid.IntRange(0, 5).Draw(rt, "evidence") != 0 || len(m.lastSigned) == 0 {
		return nil
	}
	address := rapid.SampledFrom(sortedAddresses(m.lastSigned)).Draw(rt, "who")
	if c.ctx.BlockHeight()-m.lastSigned[address] > maxAgeBlocks {
		return nil // CometBFT would not hand it in
	}
	return []*ed25519.PrivKey{m.keys[address]}
}

func (m *model) check(rt *rapid.T, c *chain, before *cmttypes.ValidatorSet, jailedBefore int) {
	genesis, err := c.keeper.ExportGenesis(c.ctx)
	require.NoError(rt, err)

	// CometBFT's set is the module's signing seats, each with the same power.
	signing, nowJailed := 0, 0
	for _, seat := range genesis.Seats {
		if seat.State == jailed {
			nowJailed++
		}
		if !seat.HasPower() {
			continue
		}
		signing++
		key, err := seat.Key()
		require.NoError(rt, err)
		_, validator := c.next.GetByAddress(key.Address())
		require.NotNil(rt, validator, "co-op %d", seat.CoopId)
		require.Equal(rt, types.SeatPower, validator.VotingPower)
		require.Equal(rt, seat.CoopId, m.owner[string(key.Address())])
	}
	require.Equal(rt, signing, c.next.Size())
	require.LessOrEqual(rt, nowJailed-jailedBefore, 1, "one jailing a block")

	// The floors.
	if signing >= 4 {
		m.reachedFour = true
	}
	if m.reachedFour {
		require.GreaterOrEqual(rt, signing, 4)
	}
	if signing < before.Size() {
		require.GreaterOrEqual(rt, 3*signing, 2*int(genesis.SeatsAtLastResolution))
	}

	// At most a third of the seats, a replacement or a new key counting one.
	old, now := ownersOf(m, before), ownersOf(m, c.next)
	touched := 0
	for coopID, key := range now {
		if old[coopID] != key {
			touched++
		}
	}
	for coopID := range old {
		if _, stays := now[coopID]; !stays {
			touched++
		}
	}
	for coopID, replaced := range m.replaces {
		_, wasIn := old[coopID]
		_, isIn := now[coopID]
		_, replacedWasIn := old[replaced]
		_, replacedIsIn := now[replaced]
		if !wasIn && isIn {
			if replacedWasIn && !replacedIsIn {
				touched--
			}
			delete(m.replaces, coopID)
		}
	}
	require.LessOrEqual(rt, touched, max(1, before.Size()/3))

	// A key that signed twice never comes back.
	for address := range m.banned {
		in := c.next.HasAddress([]byte(address))
		require.False(rt, in && m.expelled[address], "a banned key came back")
		m.expelled[address] = m.expelled[address] || !in
	}
	for _, validator := range c.current.Validators {
		m.lastSigned[string(validator.Address)] = c.ctx.BlockHeight() + 1
	}
}

// reimport exports, imports into an empty store, and exports again.
func reimport(t *testing.T, rt *rapid.T, c *chain) *chain {
	exported := c.export()
	var genesis types.GenesisState
	require.NoError(rt, c.codec.UnmarshalJSON(exported, &genesis))
	fresh := emptyChain(t, rt)
	fresh.ctx = fresh.ctx.WithBlockHeight(c.ctx.BlockHeight()).WithBlockTime(c.ctx.BlockTime())
	fresh.clock, fresh.federation = c.clock, c.federation
	fresh.start(&genesis)
	require.JSONEq(rt, string(exported), string(fresh.export()))
	require.Equal(rt, string(exported), string(fresh.export()))
	require.NoError(rt, fresh.keeper.CheckInvariants(fresh.ctx))
	return fresh
}

func TestAnyHistoryKeepsTheSetSafe(t *testing.T) { // H35, H36, H38
	rapid.Check(t, func(rt *rapid.T) {
		seats := rapid.IntRange(1, 10).Draw(rt, "seats")
		c := emptyChain(t, rt)
		c.start(foundingGenesis(rt, seats))
		m := newModel(seats)
		for range rapid.IntRange(10, 40).Draw(rt, "blocks") {
			before := c.next.Copy()
			jailedBefore := 0
			genesis, err := c.keeper.ExportGenesis(c.ctx)
			require.NoError(rt, err)
			for _, seat := range genesis.Seats {
				if seat.State == jailed {
					jailedBefore++
				}
			}
			b := block{evidence: m.drawEvidence(rt, c)}
			for _, key := range b.evidence {
				m.banned[string(key.PubKey().Address())] = true
			}
			if rapid.Bool().Draw(rt, "somebody is away") {
				b.absent = rapid.SliceOfN(rapid.Uint64Range(2, 15), 0, 6).Draw(rt, "absent")
			}
			unjailed := 0
			b.send = func() {
				for range rapid.IntRange(0, 4).Draw(rt, "messages") {
					m.send(rt, c)
				}
				// A seat that leaves jail within the block must not hide one that enters it.
				for id := uint64(2); id <= 15; id++ {
					if seat, err := c.keeper.GetSeat(c.ctx, id); err == nil && seat.State == jailed {
						unjailed++
					}
				}
			}
			c.run(b)
			m.check(rt, c, before, min(jailedBefore, unjailed))
			if len(b.evidence) == 1 {
				mustBePunished(rt, c, m, b.evidence[0])
			}
			if rapid.IntRange(0, 14).Draw(rt, "restart") == 0 {
				c = reimport(t, rt, c)
			}
		}
	})
}

func mustBePunished(rt *rapid.T, c *chain, m *model, key *ed25519.PrivKey) {
	owner, err := c.keeper.KeyOwners.Get(c.ctx, key.PubKey().Address())
	require.NoError(rt, err, "evidence named a key that was forgotten too early")
	require.True(rt, owner.Banned)
	require.Equal(rt, m.owner[string(key.PubKey().Address())], owner.CoopId)
}

func TestExportIsReadable(t *testing.T) {
	c := newChain(t, 4)
	c.missUntilJailed(3)
	c.run(block{absent: []uint64{4}, send: func() {
		require.NoError(t, c.rotate(2, keyOf("second")))
		require.NoError(t, c.addSeat(9, firstKey(9), 3))
	}})
	var genesis map[string]any
	require.NoError(t, json.Unmarshal(c.export(), &genesis))
	require.Equal(t, "4", fmt.Sprint(genesis["seats_at_last_resolution"]))
	require.Contains(t, string(c.export()), `"missed":["`)
}
