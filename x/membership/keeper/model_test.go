package keeper_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// model is what a secretary would keep on paper about one co-op: who is in
// which class, with which keys, and a copy of the whole roll for each open vote.
type model struct {
	*ledger
	draw    *rapid.T
	members []*modelMember
	frozen  []frozenRoll
	// used proofs, by what they say.
	used map[string]bool
}

type modelMember struct {
	class string
	keys  map[string]bool
	gone  bool
	admin bool
}

type frozenRoll struct {
	sequence uint64
	voters   map[uint64]bool
}

var modelNames = []string{"north-anna", "north-ben", "carol", "dora", "emil", "fred", "gina", "hugo"}

func newModel(draw *rapid.T, t *testing.T) *model {
	m := &model{ledger: newLedger(t), draw: draw, used: make(map[string]bool)}
	for _, name := range modelNames[:2] {
		m.members = append(m.members, &modelMember{class: "workers", keys: map[string]bool{name: true}})
	}
	return m
}

func (m *model) name() string { return rapid.SampledFrom(modelNames).Draw(m.draw, "name") }

// holder is the member that a name's key acts for, or zero.
func (m *model) holder(name string) uint64 {
	for i, member := range m.members {
		if member.keys[name] {
			return uint64(i) + 1
		}
	}
	return 0
}

// try sends a message and expects what the model says; a refusal changes nothing.
func (m *model) try(accepted bool, message sdk.Msg) {
	before := m.hash()
	_, err := m.deliver(message)
	if accepted != (err == nil) {
		m.draw.Fatalf("%T accepted: %t, but: %v", message, accepted, err)
	}
	if err != nil && !bytes.Equal(before, m.hash()) {
		m.draw.Fatalf("refused %T, and yet the store changed: %s", message, err)
	}
}

func (m *model) admit() {
	name, other := m.name(), m.name()
	class := rapid.SampledFrom([]string{"workers", "supporters", "bosses"}).Draw(m.draw, "class")
	authority := account(north)
	mayAdmit, fresh := true, m.fresh(name, 0)
	if rapid.Bool().Draw(m.draw, "by an officer") {
		officer := m.holder(other)
		authority = testutil.Address(other)
		mayAdmit = officer != 0 && m.members[officer-1].admin
	}
	accepted := mayAdmit && class != "bosses" && m.holder(name) == 0 && fresh
	m.try(accepted, &types.MsgAdmit{Authority: authority, CoopId: north, Member: types.NewMember{
		Class: class, Keys: []types.KeyProof{m.proof(name, "north", 0)},
	}})
	if accepted {
		m.members = append(m.members, &modelMember{class: class, keys: map[string]bool{name: true}})
		m.used[m.claim(name, 0)] = true
	}
}

// claim is what a proof made now says; it says it once.
func (m *model) claim(name string, memberID uint64) string {
	return fmt.Sprint(name, memberID, m.clock.Seconds)
}

// proof made now; within a second it is the same one again.
func (m *model) proof(name, slug string, memberID uint64) types.KeyProof {
	return testutil.Proof(name, slug, memberID, m.clock.Seconds+testutil.Day)
}

// fresh says whether a proof made now is a new one. Time may pass before.
func (m *model) fresh(name string, memberID uint64) bool {
	if rapid.Bool().Draw(m.draw, "later") {
		m.clock.Seconds++
	}
	return !m.used[m.claim(name, memberID)]
}

func (m *model) leave() {
	name := m.name()
	id := m.holder(name)
	m.try(id != 0, &types.MsgLeave{Signer: testutil.Address(name), CoopId: north})
	if id != 0 {
		member := m.members[id-1]
		member.gone, member.admin, member.keys = true, false, nil
	}
}

func (m *model) addKey() {
	signer, name := m.name(), m.name()
	id := m.holder(signer)
	proved := id
	if rapid.IntRange(0, 3).Draw(m.draw, "wrong proof") == 0 {
		proved = id + 1
	}
	fresh := m.fresh(name, proved)
	accepted := id != 0 && proved == id && m.holder(name) == 0 && len(m.members[id-1].keys) < 8 && fresh
	m.try(accepted, &types.MsgAddKey{Signer: testutil.Address(signer), CoopId: north, Key: m.proof(name, "north", proved)})
	if accepted {
		m.members[id-1].keys[name] = true
		m.used[m.claim(name, id)] = true
	}
}

func (m *model) removeKey() {
	signer, name := m.name(), m.name()
	id := m.holder(signer)
	accepted := id != 0 && m.holder(name) == id && len(m.members[id-1].keys) > 1
	m.try(accepted, &types.MsgRemoveKey{Signer: testutil.Address(signer), CoopId: north, Address: testutil.Address(name)})
	if accepted {
		delete(m.members[id-1].keys, name)
	}
}

func (m *model) grant() {
	id := rapid.Uint64Range(0, uint64(len(m.members))+1).Draw(m.draw, "member")
	active := id >= 1 && id <= uint64(len(m.members)) && !m.members[id-1].gone
	m.try(active, &types.MsgGrantPower{Authority: account(north), CoopId: north, MemberId: id, Power: types.PowerAdmit, TermSeconds: 1_000_000})
	if active {
		m.members[id-1].admin = true
	}
}

func (m *model) revoke() {
	id := rapid.Uint64Range(0, uint64(len(m.members))+1).Draw(m.draw, "member")
	holds := id >= 1 && id <= uint64(len(m.members)) && m.members[id-1].admin
	m.try(holds, &types.MsgRevokePower{Authority: account(north), CoopId: north, MemberId: id, Power: types.PowerAdmit})
	if holds {
		m.members[id-1].admin = false
	}
}

func (m *model) openVote() {
	sequence := m.roll(north).Sequence
	require.NoError(m.t, m.keeper.PinRoll(m.ctx, north, sequence))
	m.frozen = append(m.frozen, frozenRoll{sequence: sequence, voters: m.voters()})
}

func (m *model) closeVote() {
	if len(m.frozen) == 0 {
		return
	}
	i := rapid.IntRange(0, len(m.frozen)-1).Draw(m.draw, "vote")
	require.NoError(m.t, m.keeper.UnpinRoll(m.ctx, north, m.frozen[i].sequence))
	m.frozen = append(m.frozen[:i:i], m.frozen[i+1:]...)
}

func (m *model) voters() map[uint64]bool {
	voters := make(map[uint64]bool)
	for i, member := range m.members {
		if !member.gone && member.class == "workers" {
			voters[uint64(i)+1] = true
		}
	}
	return voters
}

// agree compares the ledger with the paper.
func (m *model) agree() {
	roll := m.roll(north)
	active := 0
	for i, member := range m.members {
		if !member.gone {
			active++
		}
		stored := m.member(north, uint64(i)+1)
		if stored.HoldsPlace() == member.gone || int(stored.KeyCount) != len(member.keys) {
			m.draw.Fatalf("member %d is %+v, and should be %+v", i+1, stored, member)
		}
		holds, err := m.keeper.HasPower(m.ctx, north, uint64(i)+1, types.PowerAdmit)
		require.NoError(m.t, err)
		if holds != member.admin {
			m.draw.Fatalf("member %d holds its power: %t, and should: %t", i+1, holds, member.admin)
		}
	}
	if int(roll.Voters()) != len(m.voters()) || int(roll.ActiveMembers) != active {
		m.draw.Fatalf("the roll counts %+v; there are %d voters and %d members", roll, len(m.voters()), active)
	}
	for _, name := range modelNames {
		member, err := m.keeper.MemberByKey(m.ctx, north, testutil.Key(name).PubKey().Address())
		if (err == nil) != (m.holder(name) != 0) || member.MemberId != m.holder(name) {
			m.draw.Fatalf("%s acts for member %d, and should for %d", name, member.MemberId, m.holder(name))
		}
	}
	for _, frozen := range m.frozen {
		for id := uint64(1); id <= uint64(len(m.members)); id++ {
			if _, onRoll := m.member(north, id).ClassAt(frozen.sequence); onRoll != frozen.voters[id] {
				m.draw.Fatalf("member %d is on the roll frozen at %d: %t, and should be: %t", id, frozen.sequence, onRoll, frozen.voters[id])
			}
		}
	}
	m.sound()
}

// Whatever happens in whatever order, the roll's counters are a recount, frozen
// rolls never change while a vote needs them, and refusals change nothing.
func TestRollAgainstAModel(t *testing.T) {
	rapid.Check(t, func(draw *rapid.T) {
		m := newModel(draw, t)
		steps := map[string]func(){
			"admit": m.admit, "leave": m.leave, "add key": m.addKey, "remove key": m.removeKey,
			"grant": m.grant, "revoke": m.revoke, "open vote": m.openVote, "close vote": m.closeVote,
		}
		names := []string{"admit", "leave", "add key", "remove key", "grant", "revoke", "open vote", "close vote"}
		for i := range rapid.IntRange(5, 40).Draw(draw, "steps") {
			step := rapid.SampledFrom(names).Draw(draw, fmt.Sprintf("step %d", i))
			steps[step]()
			m.agree()
		}
		m.sameAfterImport()
	})
}
