package simulation

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations as the figures name them. What a co-op does is sent with its
// account as the signer, as the execution of its resolution does.
const (
	opAddKey       = "a member adds a key"
	opRemoveKey    = "a member removes a key"
	opLeave        = "a member leaves"
	opPropose      = "a member proposes"
	opSecond       = "a member seconds"
	opRedraft      = "a member amends a draft"
	opVote         = "a member votes"
	opWithdraw     = "a member withdraws"
	opFound        = "somebody founds a co-op"
	opAdmitOfficer = "an officer admits a person"
	opAdmitPerson  = "a co-op admits a person"
	opAdmitCoop    = "a co-op admits a co-op"
	opGrant        = "a co-op grants a power"
	opRevoke       = "a co-op revokes a power"
	opAmendCharter = "a co-op amends its charter"
	opApply        = "a co-op applies"
	opLeaveCoop    = "a co-op leaves a federation"
	opProposeCoop  = "a co-op proposes in a federation"
	opSecondCoop   = "a co-op seconds in a federation"
	opVoteCoop     = "a co-op votes in a federation"
	opFoundByRoot  = "the root federation founds a co-op"
	opLimits       = "the root federation changes limits"
)

// actions of the walk, those that matter more more than once.
func (x *machine) actions() (all []action) {
	for _, weighted := range []struct {
		times int
		action
	}{
		{2, action{"add key", x.addKey}},
		{2, action{"remove key", x.removeKey}},
		{2, action{"leave", x.leave}},
		{8, action{"propose", x.propose}},
		{4, action{"second", x.second}},
		{3, action{"redraft", x.redraft}},
		{9, action{"vote", x.vote}},
		{1, action{"withdraw", x.withdraw}},
		{1, action{"found", x.found}},
		{3, action{"admit", x.admit}},
		{6, action{"decree", x.decree}},
		{2, action{"federate", x.federate}},
		{2, action{"root", x.root}},
		{2, action{"seats", x.seats}},
		{5, action{"rally", x.rally}},
		{6, action{"carry", x.carry}},
		{8, action{"pass", x.pass}},
		{1, action{"stand still", x.standStill}},
	} {
		all = append(all, slices.Repeat([]action{weighted.action}, weighted.times)...)
	}
	return all
}

// action is a step of the walk.
type action struct {
	name string
	do   func()
}

// number between two, both included. Unlike rapid's own, which favour the
// small, each is as likely as the other.
func (x *machine) number(label string, least, most int) int {
	return least + pick(x.T, label, most-least+1)
}

// pick is one of 0 to n-1, all alike to a thousandth. It shrinks to 0.
func pick(t *rapid.T, label string, n int) int {
	return rapid.Custom(func(t *rapid.T) int {
		value := 0
		for range bits.Len(uint(n)) + 10 {
			value <<= 1
			if rapid.Bool().Draw(t, "") {
				value++
			}
		}
		return value % n
	}).Draw(t, label)
}

// flaw is what is wrong with an input on purpose; mostly nothing.
func (x *machine) flaw(flaws ...string) string {
	if x.number("flawed", 0, 99) < 62 {
		return ""
	}
	return flaws[pick(x.T, "flaw", len(flaws))]
}

// one of a list; false if it is empty.
func one[T any](x *machine, label string, from []T) (chosen T, found bool) {
	if len(from) == 0 {
		return chosen, false
	}
	return from[pick(x.T, label, len(from))], true
}

func (x *machine) anybody() string { return address(x.number("person", 0, people-1)) }

// aKey of a member; one that has left has none.
func (x *machine) aKey(m *member) string {
	key, found := one(x, "key", slices.Sorted(maps.Keys(m.keys)))
	if !found {
		return x.anybody()
	}
	return key
}

func (x *machine) aCoop(fits func(*coop) bool) (*coop, bool) {
	var some []*coop
	for _, c := range x.paper.coops {
		if fits(c) {
			some = append(some, c)
		}
	}
	chosen, found := one(x, "co-op", some)
	return chosen, found
}

func anyCoop(*coop) bool { return true }

func ofPersons(c *coop) bool {
	return slices.ContainsFunc(c.members, func(m *member) bool { return !m.gone && m.coop == 0 })
}

func (x *machine) aMember(c *coop, fits func(*member) bool) (*member, bool) {
	var some []*member
	for _, m := range c.members {
		if fits(m) {
			some = append(some, m)
		}
	}
	chosen, found := one(x, "member", some)
	return chosen, found
}

func isPerson(m *member) bool { return !m.gone && m.coop == 0 }

// operation names what a person does, or what a co-op does as a member.
func (x *machine) operation(address, ofMember, ofCoop string) string {
	if x.paper.coopOf(address) != nil {
		return ofCoop
	}
	return ofMember
}

func (x *machine) addKey() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	holder, _ := x.aMember(c, isPerson)
	m := &membershiptypes.MsgAddKey{Signer: x.aKey(holder), CoopId: c.id}
	flaw := x.flaw("stranger", "unknown co-op", "taken", "proof", "other member", "member co-op")
	m.Key = x.proof(flaw == "proof", c.slug, holder.id, x.freeKey(c, flaw == "taken"))
	switch flaw {
	case "stranger":
		m.Signer = x.anybody()
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 1
	case "other member":
		m.Key = x.proof(false, c.slug, holder.id+1, x.freeKey(c, false))
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(2).account(), 1
	}
	x.send(opAddKey, m)
}

func (x *machine) removeKey() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	holder, found := x.aMember(c, func(m *member) bool { return len(m.keys) > 1 })
	if !found {
		if x.number("last key", 0, 5) > 0 {
			x.addKey()
			return
		}
		holder, _ = x.aMember(c, isPerson)
	}
	m := &membershiptypes.MsgRemoveKey{Signer: x.aKey(holder), CoopId: c.id, Address: x.aKey(holder)}
	switch x.flaw("stranger", "foreign key", "unknown co-op", "member co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "foreign key":
		m.Address = x.anybody()
	case "unknown co-op":
		m.CoopId = 0
	case "member co-op":
		m.Signer, m.CoopId = x.paper.coop(3).account(), 1
		m.Address = m.Signer
	}
	x.send(opRemoveKey, m)
}

func (x *machine) leave() {
	c, _ := x.aCoop(ofPersons)
	if c == nil {
		return
	}
	leaving, _ := x.aMember(c, isPerson)
	m := &membershiptypes.MsgLeave{Signer: x.aKey(leaving), CoopId: c.id}
	switch x.flaw("stranger", "unknown co-op", "other co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "unknown co-op":
		m.CoopId = 1_000_000
	case "other co-op":
		m.CoopId = uint64(x.number("other co-op", 1, len(x.paper.coops)))
	}
	x.send(opLeave, m)
}

func (x *machine) propose() {
	c, _ := x.aCoop(func(c *coop) bool { return len(c.voters()) > 0 })
	if c == nil {
		return
	}
	proposer, _ := x.aMember(c, func(m *member) bool {
		_, open := x.paper.open(c.id, m.id)
		return c.votes(m) && open < int(c.charter().MaxOpenResolutionsPerMember)
	})
	if proposer == nil {
		proposer = c.members[0]
	}
	m := x.draft(c, x.aKey(proposer), 1)
	x.send(x.operation(m.Proposer, opPropose, opProposeCoop), m)
}

// aResolution that fits, or seldom any; nil if there is none.
func (x *machine) aResolution(fits func(*resolution) bool) *resolution {
	var some []*resolution
	for _, r := range x.paper.resolutions {
		if fits(r) {
			some = append(some, r)
		}
	}
	if r, found := one(x, "resolution", some); found {
		return r
	}
	if x.number("any", 0, 5) > 0 {
		return nil
	}
	r, _ := one(x, "any resolution", x.paper.resolutions)
	return r
}

func (x *machine) anyResolution() uint64 {
	return uint64(x.number("any resolution", 0, len(x.paper.resolutions)+1))
}

func early(r *resolution) bool {
	return r.status == governancetypes.Status_STATUS_DRAFT || r.status == governancetypes.Status_STATUS_DISCUSSION
}

func (x *machine) second() {
	r := x.aResolution(func(r *resolution) bool {
		return r.status == governancetypes.Status_STATUS_DRAFT && x.paper.now < r.due
	})
	if r == nil {
		x.propose()
		return
	}
	c := x.paper.coop(r.coop)
	seconder, found := x.aMember(c, func(m *member) bool { return c.votes(m) && m.id != r.proposer && !r.seconders[m.id] })
	if !found {
		seconder = c.members[0]
	}
	m := &governancetypes.MsgSecond{Seconder: x.aKey(seconder), ResolutionId: r.id}
	switch x.flaw("stranger", "proposer", "unknown", "again") {
	case "stranger":
		m.Seconder = x.anybody()
	case "proposer":
		m.Seconder = x.aKey(c.member(r.proposer))
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "again":
		if id, some := one(x, "seconder", slices.Sorted(maps.Keys(r.seconders))); some {
			m.Seconder = x.aKey(c.member(id))
		}
	}
	x.send(x.operation(m.Seconder, opSecond, opSecondCoop), m)
}

func (x *machine) redraft() {
	r := x.aResolution(early)
	if r == nil {
		x.propose()
		return
	}
	c := x.paper.coop(r.coop)
	text := x.draft(c, x.aKey(c.member(r.proposer)), 1)
	m := &governancetypes.MsgAmend{
		Proposer: text.Proposer, ResolutionId: r.id, Title: text.Title, Summary: text.Summary,
		Document: text.Document, Rule: text.Rule, Messages: text.Messages,
	}
	switch x.flaw("stranger", "unknown") {
	case "stranger":
		m.Proposer = x.anybody()
	case "unknown":
		m.ResolutionId = x.anyResolution()
	}
	x.send(opRedraft, m)
}

func (x *machine) withdraw() {
	r := x.aResolution(early)
	if r == nil {
		x.propose()
		return
	}
	m := &governancetypes.MsgWithdraw{Proposer: x.aKey(x.paper.coop(r.coop).member(r.proposer)), ResolutionId: r.id}
	switch x.flaw("stranger", "unknown", "another member") {
	case "stranger":
		m.Proposer = x.anybody()
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "another member":
		another, _ := x.aMember(x.paper.coop(r.coop), func(m *member) bool { return !m.gone })
		if another != nil {
			m.Proposer = x.aKey(another)
		}
	}
	x.send(opWithdraw, m)
}

func (x *machine) takesBallots(r *resolution) bool {
	return r.status == governancetypes.Status_STATUS_VOTING && x.paper.now < r.due
}

// voters of a resolution whose ballot would be taken.
func (x *machine) voters(r *resolution) (some []*member) {
	for _, id := range slices.Sorted(maps.Keys(r.roll)) {
		_, cast := r.ballots[id]
		if m := x.paper.coop(r.coop).member(id); !m.gone && (!cast || !r.final()) {
			some = append(some, m)
		}
	}
	return some
}

func (x *machine) vote() {
	r := x.aResolution(x.takesBallots)
	if r == nil {
		return
	}
	voter, found := one(x, "voter", x.voters(r))
	if !found {
		voter = x.paper.coop(r.coop).members[0]
	}
	m := &governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: x.choice(r)}
	switch x.flaw("stranger", "choice", "unknown", "any member") {
	case "stranger":
		m.Voter = x.anybody()
	case "choice":
		m.Choice = governancetypes.Choice(x.number("choice", 0, 6))
	case "unknown":
		m.ResolutionId = x.anyResolution()
	case "any member":
		another, _ := x.aMember(x.paper.coop(r.coop), func(*member) bool { return true })
		m.Voter = x.aKey(another)
	}
	x.cast(m)
}

func (x *machine) cast(m *governancetypes.MsgVote) bool {
	return x.send(x.operation(m.Voter, opVote, opVoteCoop), m)
}

// choice among those that the resolution's rules leave, yes more often.
func (x *machine) choice(r *resolution) governancetypes.Choice {
	against := governancetypes.Choice_CHOICE_NO
	if r.consent() {
		against = governancetypes.Choice_CHOICE_BLOCK
	}
	yes := governancetypes.Choice_CHOICE_YES
	choice, _ := one(x, "choice", []governancetypes.Choice{yes, yes, yes, against, governancetypes.Choice_CHOICE_ABSTAIN})
	return choice
}

// rally brings a resolution through: one after the other all who may vote do,
// in favour or as they like, until no more are needed.
func (x *machine) rally() {
	r := x.aResolution(x.takesBallots)
	if r == nil || !x.takesBallots(r) {
		return
	}
	x.rallyFor(r, x.number("divided", 0, 2) == 0)
}

func (x *machine) rallyFor(r *resolution, divided bool) {
	for _, voter := range x.voters(r) {
		n := r.counted()
		if !x.takesBallots(r) || 3*n.yes > 2*int64(len(r.roll)) {
			return
		}
		choice := governancetypes.Choice_CHOICE_YES
		if divided {
			choice = x.choice(r)
		}
		x.cast(&governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: choice})
		if x.number("heckled", 0, 1) == 0 {
			x.heckle(r, voter)
		}
	}
}

// heckle is a ballot that can't be taken, or one in place of that of a voter
// who has just voted, which final ballots forbid.
func (x *machine) heckle(r *resolution, voter *member) {
	m := &governancetypes.MsgVote{Voter: x.aKey(voter), ResolutionId: r.id, Choice: governancetypes.Choice_CHOICE_YES}
	switch x.number("heckle", 0, 3) {
	case 0:
		m.Voter = x.anybody()
	case 1:
		m.Choice = governancetypes.Choice_CHOICE_NO
		if !r.consent() {
			m.Choice = governancetypes.Choice_CHOICE_BLOCK
		}
	case 2:
		m.Voter = x.paper.coop(r.coop).account()
	}
	x.cast(m)
}

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
