package keeper_test

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// authority is mostly the account of a co-op, and says whether it is.
func (w *rulebook) authority(coop uint64) (string, bool) {
	if w.mostly(5) {
		return membershiptypes.CoopAddress(coop), true
	}
	return keyOf(w.name()), false
}

// somebody is a member of the bakery, past or present, or the next number.
func (w *rulebook) somebody() (uint64, *bookMember) {
	id := uint64(between(w.draw, "member", 1, len(w.people[bakery])+1))
	return id, w.people[bakery][id]
}

func (w *rulebook) admits() {
	authority, may := w.authority(bakery)
	class := one(w.draw, "class", []string{"workers", "users", "supporters", "bosses"})
	name := fmt.Sprintf("new-%d", len(w.names))
	if len(w.people[bakery]) > 13 || !w.mostly(6) {
		name = one(w.draw, "who has a place", []string{"worker-1", "worker-6", "supporter"})
		may = may && w.keys[name] == 0 && len(w.people[bakery]) <= 13
		if w.keys[name] == 0 {
			return
		}
	}
	_, taken := w.expect(may && class != "bosses", "admit", &membershiptypes.MsgAdmit{
		Authority: authority, CoopId: bakery, Member: membershiptypes.NewMember{
			Class: class, Keys: []membershiptypes.KeyProof{testutil.Proof(name, "bakery", 0, w.now()+day)},
		},
	})
	if taken {
		w.joins(uint64(len(w.people[bakery]))+1, name, classOf[class])
	}
}

var classOf = map[string]uint32{"workers": 1, "supporters": 2, "users": 3}

func (w *rulebook) leaves() {
	name := w.name()
	id := w.keys[name]
	if member := w.people[bakery][id]; member != nil && member.onRoll() && len(w.copied(bakery)) <= 5 {
		name, id = "stranger", 0
	}
	if _, taken := w.expect(id != 0, "leave", &membershiptypes.MsgLeave{Signer: keyOf(name), CoopId: bakery}); !taken {
		return
	}
	w.people[bakery][id] = &bookMember{gone: true, powers: map[string]bool{}}
	w.leavesCase(id)
	for key, member := range w.keys {
		if member == id {
			delete(w.keys, key)
		}
	}
}

func (w *rulebook) asksClass() {
	name := w.name()
	class := one(w.draw, "class", []string{"workers", "users", "users", "supporters", "bosses"})
	member := w.people[bakery][w.keys[name]]
	may := member != nil && classOf[class] != 0 && classOf[class] != member.class
	if _, taken := w.expect(may, "ask class", &membershiptypes.MsgAskClass{Signer: keyOf(name), CoopId: bakery, Class: class}); taken {
		member.asked = class
	}
}

// changesClass mostly of somebody who asked for it. Without that nobody loses its
// vote, or its chamber.
func (w *rulebook) changesClass() {
	authority, may := w.authority(bakery)
	id, member := w.somebody()
	class := one(w.draw, "class", []string{"workers", "users", "supporters", "bosses"})
	if asked := w.whoAsked(); len(asked) > 0 && w.mostly(4) {
		id = one(w.draw, "who asked", asked)
		member = w.people[bakery][id]
		class = member.asked
	}
	may = may && member != nil && !member.gone && classOf[class] != 0 && classOf[class] != member.class &&
		(member.class == 2 || member.asked == class)
	_, taken := w.expect(may, "change class", &membershiptypes.MsgChangeClass{Authority: authority, CoopId: bakery, MemberId: id, Class: class})
	if taken {
		w.seen["a member changes its class"]++
		member.class, member.asked = classOf[class], ""
	}
}

func (w *rulebook) whoAsked() (asked []uint64) {
	for id := uint64(1); id <= uint64(len(w.people[bakery])); id++ {
		if w.people[bakery][id].asked != "" {
			asked = append(asked, id)
		}
	}
	return asked
}

// stand lets another part of the ledger suspend or reinstate somebody.
func (w *rulebook) stand(what string, may bool, id uint64, do func(context.Context, membershiptypes.Member) error) bool {
	return w.settle(may, what, w.try(func(ctx context.Context) error {
		member, err := w.membership.GetMember(ctx, bakery, id)
		if err != nil {
			return err
		}
		return do(ctx, member)
	}))
}

func (w *rulebook) suspends() {
	id, member := w.somebody()
	if member != nil && member.suspendedAt != 0 {
		// The ledger remembers one suspension of no case.
		return
	}
	if w.stand("suspend", member != nil && member.acts(), id, w.membership.Suspend) {
		member.suspended, member.suspendedAt = true, w.now()
	}
}

func (w *rulebook) reinstates() {
	id, member := w.somebody()
	if suspended := w.suspended(); suspended != 0 && w.mostly(4) {
		id, member = suspended, w.people[bakery][suspended]
	}
	reinstate := func(ctx context.Context, of membershiptypes.Member) error {
		if err := w.membership.Reinstate(ctx, of); err != nil {
			return err
		}
		// As x/membership remembers a suspension that is over.
		conduct, err := w.membership.GetConduct(ctx, bakery, id)
		if err != nil {
			return err
		}
		conduct.Suspensions = append(conduct.Suspensions, membershiptypes.Suspension{
			From: member.suspendedAt, Until: max(w.now(), member.suspendedAt+1),
		})
		return w.membership.Conduct.Set(ctx, collections.Join(bakery, id), conduct)
	}
	if w.stand("reinstate", member != nil && member.suspended, id, reinstate) {
		member.suspended = false
	}
}

// suspended is one who is, or zero.
func (w *rulebook) suspended() uint64 {
	for id := uint64(1); id <= uint64(len(w.people[bakery])); id++ {
		if w.people[bakery][id].suspended {
			return id
		}
	}
	return 0
}

func (w *rulebook) addsKey() {
	name := w.name()
	id := w.keys[name]
	if member := w.people[bakery][id]; member != nil && member.keys >= 3 {
		return
	}
	key, proved := fmt.Sprintf("key-%d", len(w.names)), id
	if !w.mostly(4) {
		proved++
	}
	_, taken := w.expect(id != 0 && proved == id, "add key", &membershiptypes.MsgAddKey{
		Signer: keyOf(name), CoopId: bakery, Key: testutil.Proof(key, "bakery", proved, w.now()+day),
	})
	if taken {
		w.keys[key], w.names = id, append(w.names, key)
		w.people[bakery][id].keys++
	}
}

func (w *rulebook) removesKey() {
	name := w.who(func(name string) bool { return w.keys[name] != 0 && w.people[bakery][w.keys[name]].keys > 1 })
	key := w.who(func(other string) bool { return other != name && w.keys[other] == w.keys[name] })
	id := w.keys[name]
	may := id != 0 && w.keys[key] == id && w.people[bakery][id].keys > 1
	if _, taken := w.expect(may, "remove key", &membershiptypes.MsgRemoveKey{Signer: keyOf(name), CoopId: bakery, Address: keyOf(key)}); taken {
		delete(w.keys, key)
		w.people[bakery][id].keys--
	}
}

// power draws one, and a member of the bakery or, for the breaker, of the federation.
func (w *rulebook) power() (coop, id uint64, member *bookMember, power string) {
	power = one(w.draw, "power", []string{
		membershiptypes.PowerBoard, membershiptypes.PowerVote, membershiptypes.PowerConvene,
		membershiptypes.PowerVote, membershiptypes.PowerChair, membershiptypes.PowerScrutineer, membershiptypes.PowerBreak, membershiptypes.PowerCharge,
	})
	if power == membershiptypes.PowerBreak && !w.mostly(2) {
		id = uint64(between(w.draw, "member co-op", 1, 6))
		return federation, id, w.people[federation][id], power
	}
	id, member = w.somebody()
	return bakery, id, member, power
}

func (w *rulebook) grants() {
	coop, id, member, power := w.power()
	authority, may := w.authority(coop)
	term, scope := w.term(power), w.scope(power)
	may = may && member != nil && member.acts() && term >= 1 && term <= longestTerm && takesScope(power, scope)
	_, taken := w.expect(may, "grant", &membershiptypes.MsgGrantPower{
		Authority: authority, CoopId: coop, MemberId: id, Power: power, TermSeconds: uint64(term), Scope: scope,
	})
	if taken {
		member.holds(power, w.now()+term, scope)
	}
}

// revokes a power, also one that rests while its holder is suspended.
func (w *rulebook) revokes() {
	coop, id, member, power := w.power()
	authority, may := w.authority(coop)
	_, taken := w.expect(may && member != nil && member.powers[power], "revoke", &membershiptypes.MsgRevokePower{
		Authority: authority, CoopId: coop, MemberId: id, Power: power,
	})
	if taken {
		delete(member.powers, power)
		delete(member.terms, power)
	}
}
