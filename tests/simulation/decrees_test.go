package simulation

import (
	"slices"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// carry takes one decision of a co-op from its proposal to its execution.
func (x *machine) carry() {
	c, message := x.cause()
	if c == nil || message == nil {
		return
	}
	proposer, _ := x.aMember(c, c.votes)
	m := &governancetypes.MsgPropose{Proposer: x.aKey(proposer), CoopId: c.id, Title: "at once"}
	packed, err := codectypes.NewAnyWithValue(message)
	require.NoError(x, err)
	m.Messages = []*codectypes.Any{packed}
	if !x.send(x.operation(m.Proposer, opPropose, opProposeCoop), m) {
		return
	}
	id := uint64(len(x.paper.resolutions))
	for range 12 {
		switch r := x.paper.resolution(id); {
		case x.takesBallots(r):
			x.rallyFor(r, false)
		case early(r) || r.ended != 0:
			return
		}
		x.block(30)
	}
}

// cause is what a co-op takes up: any decision of its own, or its vote in a
// federation where one is being held.
func (x *machine) cause() (*coop, sdk.Msg) {
	acts := func(c *coop) bool { return len(c.voters()) > 0 }
	if x.number("a vote elsewhere", 0, 2) == 0 {
		r := x.aResolution(func(r *resolution) bool {
			return x.takesBallots(r) && slices.ContainsFunc(x.voters(r), func(m *member) bool { return m.coop != 0 })
		})
		if r != nil {
			c, _ := x.aCoop(func(c *coop) bool { return acts(c) && x.paper.coop(r.coop).holder(c.account()) != nil })
			if c == nil {
				return nil, nil
			}
			return c, &governancetypes.MsgVote{Voter: c.account(), ResolutionId: r.id, Choice: x.choice(r)}
		}
	}
	c, _ := x.aCoop(acts)
	if c == nil {
		return nil, nil
	}
	if with, found := x.aCoop(func(c *coop) bool { return acts(c) && len(c.applicants) > 0 }); found && x.number("an applicant", 0, 3) == 0 {
		_, message := x.aboutApplicant(with)
		return with, message
	}
	_, message := x.decision(c, 1, true)
	return c, message
}

// pass lets a few blocks come.
func (x *machine) pass() {
	seconds, _ := one(x, "seconds", []int64{1, 5, 20, 60, 60, 200})
	for range x.number("blocks", 1, 3) {
		x.block(seconds)
	}
}

// standStill is a gap, after which no timelock ends for some blocks.
func (x *machine) standStill() {
	x.block(int64(gapFrom + x.number("gap", -3, 3)))
}

// decree sends what a co-op has decided, or what somebody pretends it has.
func (x *machine) decree() {
	c, _ := x.aCoop(anyCoop)
	operation, message := x.decision(c, 1, false)
	if message == nil {
		return
	}
	x.send(operation, message)
}

// federate lets a co-op apply, or admits one that has.
func (x *machine) federate() {
	c, _ := x.aCoop(anyCoop)
	if len(x.applications(c)) == 0 {
		x.send(opApply, x.applying(c))
		return
	}
	x.send(x.admission(c))
}

// officers are more and more members of one co-op.
func (x *machine) officers() {
	c, _ := x.aCoop(func(c *coop) bool { return c.present() > 2 })
	if c == nil {
		return
	}
	for _, m := range c.members {
		if m.gone || x.number("no officer", 0, 3) == 0 {
			continue
		}
		power, _ := one(x, "power", powers)
		if !x.send(opGrant, &membershiptypes.MsgGrantPower{
			Authority: c.account(), CoopId: c.id, MemberId: m.id, Power: power, TermSeconds: 500,
		}) {
			return
		}
	}
}

// root is what the root federation alone decides.
func (x *machine) root() {
	root := x.paper.coop(1)
	if x.number("limits", 0, 1) == 0 {
		x.send(opLimits, x.limiting(root))
		return
	}
	x.send(opFoundByRoot, x.founding(root.account(), true))
}

func (x *machine) found() {
	founder := address(people - 1 - x.number("founder", 0, rich-1))
	flaw := x.flaw("poor", "any")
	if flaw == "poor" {
		founder = x.anybody()
	}
	x.send(opFound, x.founding(founder, flaw == "any"))
}

func (x *machine) admit() {
	officer := func(c *coop) bool {
		return slices.ContainsFunc(c.members, func(m *member) bool { return !m.gone && x.paper.admits(c, m.id) })
	}
	c, found := x.aCoop(officer)
	if !found {
		c, _ = x.aCoop(anyCoop)
		if x.number("no officer", 0, 5) > 0 {
			x.send(opGrant, x.granting(c))
			return
		}
	}
	signer, found := x.aMember(c, func(m *member) bool { return !m.gone && x.paper.admits(c, m.id) })
	if !found {
		signer = &member{}
	}
	m := x.newcomer(c, x.aKey(signer))
	if len(m.Member.Keys) == 2 && x.number("second key", 0, 3) > 0 {
		m.Member.Keys = m.Member.Keys[:1]
	}
	switch x.flaw("stranger", "any member") {
	case "stranger":
		m.Authority = x.anybody()
	case "any member":
		if another, some := x.aMember(c, func(m *member) bool { return !m.gone }); some {
			m.Authority = x.aKey(another)
		}
	}
	x.send(opAdmitOfficer, m)
}
