package simulation

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations on lost and stolen keys.
const (
	opKeepKey   = "a key refuses its removal"
	opGuardians = "a member chooses guardians"
	opStart     = "a guardian proposes a new key"
	opSupport   = "a guardian joins a proposal"
	opVeto      = "a key vetoes a recovery"
	opFreeze    = "somebody freezes a member's money"
	opRecover   = "a co-op recovers a place"
	opInPerson  = "a co-op recovers a place in person"
	opStop      = "a co-op stops a recovery"
	opRecovered = "a recovery by guardians comes to its end"
)

// What must have happened around keys.
const (
	sawVetoEnds    = "a veto ends a recovery and its road"
	sawVetoShown   = "a veto is shown, and the recovery in person goes on"
	sawReplaced    = "a new key replaces the ballot that a lost one cast"
	sawFrozenVotes = "a member votes while its money is frozen"
	sawMoneyKey    = "a former member's key for its money is replaced"
	sawKept        = "a key refuses its removal, so it is not shut out"
	sawResolved    = "a recovery by resolution gives a new key"
	sawInPerson    = "a recovery in person gives a new key and opens the roads"
	sawThwarted    = "a recovery ends without effect, since its key is somebody else's"
)

// recovery varies what a charter says of lost keys, now and then.
func (x *machine) recovery(charter membershiptypes.Charter) *membershiptypes.RecoveryPolicy {
	if charter.Name != workersCharter().Name {
		return charter.Recovery
	}
	switch x.number("recovery", 0, 9) {
	case 0:
		return nil
	case 1:
		return &membershiptypes.RecoveryPolicy{GuardiansDelaySeconds: 60, InPersonDelaySeconds: 60, MaxOpenRecoveries: 2}
	case 2, 3:
		return workersCharter().Recovery
	}
	return charter.Recovery
}

// lostKeys do one of the things that one does about them.
func (x *machine) lostKeys() {
	steps := []string{"guardians", "guardians", "start", "start", "freeze", "by resolution"}
	for _, c := range x.paper.coops {
		for _, m := range c.members {
			switch {
			case m.safety.runs():
				steps = append(steps, "veto", "pass", "pass", "take")
			case m.safety.recovery != nil:
				steps = append(steps, "support", "support", "support")
			case m.safety.guardians != nil:
				steps = append(steps, "start")
			}
			if len(m.safety.removals) > 0 {
				steps = append(steps, "keep")
			}
			if len(m.safety.closed) > 0 {
				steps = append(steps, "by resolution")
			}
		}
	}
	switch what, _ := one(x, "about keys", steps); what {
	case "guardians":
		x.chooseGuardians()
	case "start":
		x.start()
	case "support":
		x.support()
	case "veto":
		x.veto()
	case "keep":
		x.keepKey()
	case "freeze":
		x.freeze()
	case "by resolution":
		c, _ := x.aCoop(ofPersons)
		if c != nil {
			x.send(x.recoveringBy(c))
		}
	case "take":
		x.takeNewKey()
	case "pass":
		x.block(60)
		x.rewrite()
	}
}

// somebody is a member whose keys are in some state; seldom any, or one that there
// is not.
func (x *machine) somebody(fits func(*member) bool) (*coop, *member) {
	c, found := x.aCoop(func(c *coop) bool { return slices.ContainsFunc(c.members, fits) })
	if !found || x.number("anybody", 0, 9) == 0 {
		c, _ = x.aCoop(anyCoop)
		m, _ := x.aMember(c, func(*member) bool { return true })
		if x.number("nobody", 0, 2) == 0 {
			m = &member{id: uint64(len(c.members)) + 1}
		}
		return c, m
	}
	m, _ := x.aMember(c, fits)
	return c, m
}

func (x *machine) chooseGuardians() {
	c, found := x.aCoop(func(c *coop) bool { return policyOf(c).GuardiansDelaySeconds > 0 && c.present() > 2 && ofPersons(c) })
	if !found || x.number("any", 0, 9) == 0 {
		c, _ = x.aCoop(ofPersons)
	}
	holder, some := x.aMember(c, isPerson)
	if !some {
		return
	}
	m := &membershiptypes.MsgSetGuardians{Signer: x.aKey(holder), CoopId: c.id, Needed: 2}
	for _, other := range c.members {
		if isPerson(other) && other.id != holder.id && len(m.Guardians) < 3 && x.number("guardian", 0, 3) > 0 {
			m.Guardians = append(m.Guardians, other.id)
		}
	}
	if len(m.Guardians) == 3 && x.number("all of them", 0, 2) == 0 {
		m.Needed = 3
	}
	x.spoilGuardians(c, holder, m)
	x.send(opGuardians, m)
}

func (x *machine) spoilGuardians(c *coop, holder *member, m *membershiptypes.MsgSetGuardians) {
	switch x.flaw("stranger", "none", "one", "itself", "order", "many", "nobody", "former", "unknown co-op", "member co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "none":
		m.Guardians, m.Needed = nil, 0
	case "one":
		m.Needed = 1
	case "itself":
		m.Guardians = append(m.Guardians, holder.id)
		slices.Sort(m.Guardians)
	case "order":
		slices.Reverse(m.Guardians)
	case "many":
		m.Needed = 4
	case "nobody":
		m.Guardians = append(m.Guardians, uint64(len(c.members))+1)
	case "former":
		if former, some := x.aMember(c, func(m *member) bool { return m.gone || m.coop != 0 }); some {
			m.Guardians = append(m.Guardians, former.id)
			slices.Sort(m.Guardians)
		}
	case "unknown co-op":
		m.CoopId = 0
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(2).account(), 1
	}
}

// aGuardian of a member who is still here, or anybody.
func (x *machine) aGuardian(c *coop, of *member) string {
	guardian, found := x.aMember(c, func(m *member) bool { return !m.gone && of.safety.isGuardian(m.id) })
	if !found || x.number("no guardian", 0, 7) == 0 {
		if guardian, found = x.aMember(c, isPerson); !found {
			return x.anybody()
		}
	}
	return x.aKey(guardian)
}

func (x *machine) start() {
	c, of := x.somebody(func(m *member) bool { return m.safety.guardians != nil && !m.safety.runs() })
	m := &membershiptypes.MsgStartRecovery{Guardian: x.aGuardian(c, of), CoopId: c.id, MemberId: of.id}
	flaw := x.flaw("stranger", "proof", "taken", "other member", "unknown co-op")
	m.Key = x.newKey(c, of, flaw)
	switch flaw {
	case "stranger":
		m.Guardian = x.anybody()
	case "unknown co-op":
		m.CoopId = 0
	}
	x.send(opStart, m)
}

// newKey for a member who lost its own: nobody's, or one that it has.
func (x *machine) newKey(c *coop, of *member, flaw string) membershiptypes.KeyProof {
	number, id := x.freeKey(c, flaw == "taken"), of.id
	if own, some := one(x, "own key", slices.Sorted(maps.Keys(of.keys))); some && of.coop == 0 && x.number("its own", 0, 7) == 0 {
		number = numberOf(own)
	}
	if flaw == "other member" {
		id++
	}
	return x.proof(flaw == "proof", c.slug, id, number)
}

func (x *machine) support() {
	c, of := x.somebody(func(m *member) bool { return m.safety.recovery != nil && !m.safety.runs() })
	m := &membershiptypes.MsgSupportRecovery{Guardian: x.aGuardian(c, of), CoopId: c.id, MemberId: of.id, Address: x.anybody()}
	if r := of.safety.recovery; r != nil {
		if wanted, some := one(x, "proposal", r.Proposals); some && x.flaw("any key") == "" {
			m.Address = wanted.Address
		}
	}
	switch x.flaw("stranger", "unknown co-op") {
	case "stranger":
		m.Guardian = x.anybody()
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 1
	}
	x.send(opSupport, m)
}

// vetoing is a key's objection to a new one; of a former member's too.
func (x *machine) veto() {
	c, of := x.somebody(func(m *member) bool { return m.safety.runs() })
	m := &membershiptypes.MsgVetoRecovery{Signer: x.anybody(), CoopId: c.id, MemberId: of.id}
	if own, some := one(x, "own key", slices.Sorted(maps.Keys(of.allKeys()))); some {
		m.Signer = own
	}
	switch x.flaw("stranger", "guardian", "unknown co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "guardian":
		m.Signer = x.aGuardian(c, of)
	case "unknown co-op":
		m.CoopId = 0
	}
	if !x.send(opVeto, m) {
		return
	}
	if of.safety.recovery != nil {
		x.saw(sawVetoShown)
		return
	}
	x.saw(sawVetoEnds)
	if x.number("tried again", 0, 1) == 0 {
		x.send(opStart, &membershiptypes.MsgStartRecovery{
			Guardian: x.aGuardian(c, of), CoopId: c.id, MemberId: of.id, Key: x.newKey(c, of, ""),
		})
	}
}

func (x *machine) keepKey() {
	c, of := x.somebody(func(m *member) bool { return len(m.safety.removals) > 0 })
	m := &membershiptypes.MsgKeepKey{Signer: x.aKey(of), CoopId: c.id}
	if threatened, some := one(x, "threatened key", slices.SortedFunc(maps.Keys(of.safety.removals), byAddress)); some {
		m.Signer = threatened
	}
	switch x.flaw("stranger", "any key", "unknown co-op", "member co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "any key":
		m.Signer = x.aKey(of)
	case "unknown co-op":
		m.CoopId = 0
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(2).account(), 1
	}
	if x.send(opKeepKey, m) {
		x.saw(sawKept)
	}
}

func (x *machine) freeze() {
	c, of := x.somebody(func(m *member) bool { return m.coop == 0 })
	m := &membershiptypes.MsgFreeze{Signer: x.anybody(), CoopId: c.id, MemberId: of.id}
	sides := []func(){
		func() { m.Signer = x.aGuardian(c, of) },
		func() {
			if own, some := one(x, "own key", slices.Sorted(maps.Keys(of.allKeys()))); some {
				m.Signer = own
			}
		},
		func() {
			if officer, some := x.aMember(c, func(m *member) bool { return !m.gone && x.paper.holds(c, m.id, freezing) }); some {
				m.Signer = x.aKey(officer)
			}
		},
	}
	sides[pick(x.T, "side", len(sides))]()
	switch x.flaw("stranger", "unknown co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "unknown co-op":
		m.CoopId = 0
	}
	if x.send(opFreeze, m) && x.number("again", 0, 2) == 0 {
		x.send(opFreeze, m)
	}
}

// recoveringBy is what the members decide about a lost key.
func (x *machine) recoveringBy(c *coop) (string, sdk.Msg) {
	under := func(m *member) bool { return m.safety.recovery != nil && m.safety.recovery.Road != byGuardians }
	vetoed := func(m *member) bool { return len(m.safety.closed) > 0 }
	of, found := x.aMember(c, vetoed)
	road := inPerson
	if !found || x.number("otherwise", 0, 2) == 0 {
		of, _ = x.aMember(c, func(m *member) bool { return m.coop == 0 })
		road = byResolution
	}
	if stopped, some := x.aMember(c, under); some && x.number("stop", 0, 2) == 0 {
		return opStop, &membershiptypes.MsgStopRecovery{
			Authority: x.pretender(c, x.flaw("pretender")), CoopId: c.id, MemberId: stopped.id,
		}
	}
	flaw := x.flaw("pretender", "proof", "taken", "other member", "nobody", "stop", "in person")
	if of == nil || flaw == "nobody" {
		of = &member{id: uint64(len(c.members)) + 1}
	}
	switch proof := x.newKey(c, of, flaw); {
	case flaw == "stop":
		return opStop, &membershiptypes.MsgStopRecovery{Authority: c.account(), CoopId: c.id, MemberId: of.id}
	case road == inPerson || flaw == "in person":
		return opInPerson, &membershiptypes.MsgRecoverInPerson{Authority: x.pretender(c, flaw), CoopId: c.id, MemberId: of.id, Key: proof}
	default:
		return opRecover, &membershiptypes.MsgRecover{Authority: x.pretender(c, flaw), CoopId: c.id, MemberId: of.id, Key: proof}
	}
}

// takeNewKey admits somebody with the key that is to be a member's.
func (x *machine) takeNewKey() {
	c, of := x.somebody(func(m *member) bool { return m.safety.runs() && !m.gone })
	if !of.safety.runs() {
		return
	}
	m := &membershiptypes.MsgAdmit{Authority: c.account(), CoopId: c.id}
	m.Member.Class, _ = one(x, "class", classesFor(c.charter(), membershiptypes.MemberKind_MEMBER_KIND_PERSON))
	m.Member.Keys = []membershiptypes.KeyProof{x.proof(false, c.slug, 0, numberOf(of.safety.recovery.Address))}
	x.send(opAdmitPerson, m)
}

// seeBallot notes what a ballot that was taken is an example of.
func (x *machine) seeBallot(m *governancetypes.MsgVote) {
	r := x.paper.resolution(m.ResolutionId)
	voter := x.paper.coop(r.coop).holder(m.Voter)
	if x.paper.frozenUntil(voter) > 0 {
		x.saw(sawFrozenVotes)
	}
	for _, s := range voter.conduct.suspensions {
		if s.From >= r.opened {
			x.saw(sawRestored)
		}
	}
}

// renewedNow looks at the recoveries that ended with this block.
func (x *machine) renewedNow() {
	for _, c := range x.paper.coops {
		for _, m := range c.members {
			switch {
			case m.thwarted == x.paper.now:
				x.saw(sawThwarted)
			case m.renewed != x.paper.now:
			case m.gone:
				x.saw(sawMoneyKey)
			case m.road == byResolution:
				x.saw(sawResolved)
			case m.road == inPerson:
				x.saw(sawInPerson)
			}
		}
	}
}

// rewrite lets a member who has a new key replace the ballot that the lost one cast.
func (x *machine) rewrite() {
	for _, r := range x.paper.resolutions {
		if !x.takesBallots(r) || r.final() {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(r.ballots)) {
			m := x.paper.coop(r.coop).member(id)
			if m.renewed >= r.opened && !m.gone && len(m.keys) == 1 {
				if x.cast(&governancetypes.MsgVote{Voter: x.aKey(m), ResolutionId: r.id, Choice: x.choice(r)}) {
					x.saw(sawReplaced)
				}
				return
			}
		}
	}
}

// moneyAgrees compares until when whose money is frozen.
func (x *machine) moneyAgrees() {
	for _, c := range x.paper.coops {
		for _, m := range c.members {
			if len(m.safety.freezes) == 0 && m.safety.recovery == nil {
				continue
			}
			until, err := x.keepers.Membership.MoneyFrozen(x.ctx, c.id, m.id)
			require.NoError(x, err)
			require.Equal(x, x.paper.frozenUntil(m), until, "the money of member %d of co-op %d", m.id, c.id)
		}
	}
}
