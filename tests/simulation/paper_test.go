package simulation

import (
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// paper is what a careful secretary would keep in a drawer: lists and maps, no
// store, no index, no counter that could not be counted anew.
type paper struct {
	// now is chain time and civil the time of the last block, in seconds.
	now, civil  int64
	height, gap int64
	quietBlocks int64
	// workBudget is the gas that queued work may take in a block.
	workBudget uint64

	limits      membershiptypes.Params
	texts       governancetypes.Params
	coops       []*coop
	resolutions []*resolution
	cases       []*membershiptypes.Case
	meetings    []*gathering
	petitions   []*petition
	// annuals say which meeting is a co-op's annual one of a year.
	annuals map[[2]uint64]uint64
	// applications by federation and applicant, with their ends.
	applications map[[2]uint64]int64
	// coins of those who have any, by address.
	coins map[string]int64
	// entries in the journals, by co-op.
	entries map[uint64]uint64
	// proofs is what each signature of a key says.
	proofs map[string]claim
	// used proofs that are remembered.
	used map[usedProof]bool
}

// claim is what a key has signed; founding is all of a co-op that is being
// founded, and the founder's number in it.
type claim struct {
	chain, slug, address string
	member               uint64
	founding             string
	expires              int64
}

// usedProof is what is remembered of a claim that admitted somebody or added a key.
type usedProof struct {
	expires      int64
	coop, member uint64
	address      string
}

type coop struct {
	id       uint64
	slug     string
	charters []membershiptypes.Charter
	// versions after the first, all of which came into force at once.
	versions  []membershiptypes.CharterVersion
	founded   int64
	levels    uint32
	slowest   uint64
	lastClass uint32
	// changes of the roll so far.
	changes uint64
	members []*member
	// grants of powers, those too whose term is over until they are cleared away.
	grants map[office]membershiptypes.Grant
	// days on which officers last admitted to a class, and how many.
	days map[uint32]membershiptypes.ClassDay
	// applicants who are not decided, in the order of their numbers, and how many
	// have ever applied.
	applicants []*membershiptypes.PersonApplication
	applied    uint64
}

// office is a power in a member's hands.
type office struct {
	power  string
	member uint64
}

type member struct {
	id           uint64
	class        uint32
	coop         uint64
	joined, left int64
	gone         bool
	// keys by address, with the time each was added.
	keys map[string]int64
	// former are the keys it had when it left: they act for its money alone.
	former map[string]int64
	// intervals in which it was on the roll, by the roll's changes, as far as a vote
	// needed them when it last changed its place.
	intervals []membershiptypes.RollInterval
	// asked is the class that it would like to be in, zero for none, and when it said so.
	asked   uint32
	askedAt int64
	// safety of its keys and its money.
	safety safety
	// conduct is what cases have left with it.
	conduct conduct
	// renewed is when its last recovery gave it a new key, on which road, and thwarted
	// when one could not, since the key had become somebody else's.
	renewed, thwarted int64
	road              membershiptypes.RecoveryRoad
}

type resolution struct {
	id, coop, proposer                   uint64
	status                               governancetypes.Status
	due, proposed, opened, closed, ended int64
	// recorded is when the roll was frozen.
	recorded int64
	// forMeeting says that it waits for a meeting, and meeting whose agenda it is on.
	forMeeting bool
	meeting    uint64
	text       governancetypes.Content
	messages   []sdk.Msg
	rules      []membershiptypes.DecisionRule
	floor      bool
	subjects   map[string]bool
	version    uint64
	// roll that was frozen, without those who abstain, and how many of it could have
	// cast a ballot then.
	roll       map[uint64]uint32
	active     int
	abstaining []uint64
	changes    uint64
	seconders  map[uint64]bool
	ballots    map[uint64]governancetypes.Choice
	// delegated are the co-ops whose ballot a delegate cast, with its number there.
	delegated map[uint64]uint64
	// attested are the members whose ballot scrutineers entered, with the sheet.
	attested map[uint64]uint32
	outcome  governancetypes.Outcome
	// reasons that a refused message may give, since several can hold at once.
	reasons []error
	sealed  bool
	// seen says that the walk has looked at how it closed.
	seen bool
}

func (p *paper) coop(id uint64) *coop {
	if id == 0 || id > uint64(len(p.coops)) {
		return nil
	}
	return p.coops[id-1]
}

func (p *paper) resolution(id uint64) *resolution {
	if id == 0 || id > uint64(len(p.resolutions)) {
		return nil
	}
	return p.resolutions[id-1]
}

// coopOf finds the co-op whose account an address is.
func (p *paper) coopOf(address string) *coop {
	for _, c := range p.coops {
		if membershiptypes.CoopAddress(c.id) == address {
			return c
		}
	}
	return nil
}

func (c *coop) account() string { return membershiptypes.CoopAddress(c.id) }

func (c *coop) charter() membershiptypes.Charter { return c.charters[len(c.charters)-1] }

func (c *coop) member(id uint64) *member {
	if id == 0 || id > uint64(len(c.members)) {
		return nil
	}
	return c.members[id-1]
}

// holder is the member that an address acts for.
func (c *coop) holder(address string) *member {
	for _, m := range c.members {
		if _, holds := m.keys[address]; holds {
			return m
		}
	}
	return nil
}

func classByID(charter membershiptypes.Charter, id uint32) (membershiptypes.Class, bool) {
	for _, class := range charter.Classes {
		if class.Id == id {
			return class, true
		}
	}
	return membershiptypes.Class{}, false
}

func classByName(charter membershiptypes.Charter, name string) (membershiptypes.Class, bool) {
	for _, class := range charter.Classes {
		if class.Name == name {
			return class, true
		}
	}
	return membershiptypes.Class{}, false
}

func ruleByName(charter membershiptypes.Charter, name string) (membershiptypes.DecisionRule, bool) {
	for _, rule := range charter.Rules {
		if rule.Name == name {
			return rule, true
		}
	}
	return membershiptypes.DecisionRule{}, false
}

// ruleFor is the rule that a subject needs.
func ruleFor(charter membershiptypes.Charter, subject string) (membershiptypes.DecisionRule, bool) {
	for _, requirement := range charter.Requirements {
		if requirement.Subject == subject {
			return ruleByName(charter, requirement.Rule)
		}
	}
	return ruleByName(charter, charter.DefaultRule)
}

// votes says whether a member is on the roll now.
func (c *coop) votes(m *member) bool {
	class, known := classByID(c.charter(), m.class)
	return !m.gone && known && class.Votes
}

// takesPart says whether a member votes, proposes and holds powers, if its class
// does.
func (m *member) takesPart() bool { return !m.gone && !m.conduct.suspended }

// voters are the members on the roll now, with their classes.
func (c *coop) voters() map[uint64]uint32 {
	roll := make(map[uint64]uint32)
	for _, m := range c.members {
		if c.votes(m) {
			roll[m.id] = m.class
		}
	}
	return roll
}

// able counts the members on the roll who can cast a ballot now.
func (c *coop) able() (count int) {
	for _, m := range c.members {
		if c.votes(m) && m.takesPart() && len(m.keys) > 0 {
			count++
		}
	}
	return count
}

// present counts the members who have not left.
func (c *coop) present() int {
	count := 0
	for _, m := range c.members {
		if !m.gone {
			count++
		}
	}
	return count
}

// federations are the co-ops that a co-op is a member of now.
func (p *paper) federations(id uint64) []*coop {
	var above []*coop
	for _, c := range p.coops {
		if c.holder(membershiptypes.CoopAddress(id)) != nil {
			above = append(above, c)
		}
	}
	return above
}

// isAbove says whether a co-op is the other one or lies anywhere above it.
func (p *paper) isAbove(upper, lower uint64) bool {
	if upper == lower {
		return true
	}
	for _, federation := range p.federations(lower) {
		if p.isAbove(upper, federation.id) {
			return true
		}
	}
	return false
}

// pins are the rolls that a co-op's open votes, meetings and requisitions need, with
// how many need each.
func (p *paper) pins(coopID uint64) map[uint64]uint64 {
	pins := make(map[uint64]uint64)
	for _, r := range p.resolutions {
		if r.coop == coopID && r.status == governancetypes.Status_STATUS_VOTING && r.electorate() == "" {
			pins[r.changes]++
		}
	}
	for _, m := range p.meetings {
		if m.record.CoopId == coopID && m.roll != nil && !m.over() {
			pins[m.record.RollSequence]++
		}
	}
	for _, q := range p.petitions {
		if q.record.CoopId == coopID && q.open() {
			pins[q.record.RollSequence]++
		}
	}
	return pins
}

// open counts the resolutions of a co-op that have not ended, and those of one
// member among them.
func (p *paper) open(coopID, memberID uint64) (ofCoop, ofMember int) {
	for _, r := range p.resolutions {
		if r.coop != coopID || r.ended != 0 {
			continue
		}
		ofCoop++
		if r.proposer == memberID {
			ofMember++
		}
	}
	return ofCoop, ofMember
}

// hasDeadline says whether a status before the vote's end ends by itself.
func hasDeadline(status governancetypes.Status) bool {
	return slices.Contains([]governancetypes.Status{
		governancetypes.Status_STATUS_DRAFT, governancetypes.Status_STATUS_DISCUSSION, governancetypes.Status_STATUS_VOTING, tabled,
	}, status)
}

// copied is the whole paper once more, so that messages can be tried on it.
func (p *paper) copied() *paper {
	twin := *p
	twin.coops, twin.resolutions, twin.cases, twin.meetings, twin.petitions = nil, nil, nil, nil, nil
	for _, m := range p.meetings {
		twin.meetings = append(twin.meetings, m.copied())
	}
	for _, q := range p.petitions {
		twin.petitions = append(twin.petitions, q.copied())
	}
	twin.annuals = maps.Clone(p.annuals)
	for _, k := range p.cases {
		twin.cases = append(twin.cases, copiedCase(k))
	}
	for _, c := range p.coops {
		other := *c
		other.versions = slices.Clone(c.versions)
		other.charters, other.grants, other.members = slices.Clone(c.charters), maps.Clone(c.grants), nil
		other.days = maps.Clone(c.days)
		other.applicants = nil
		for _, a := range c.applicants {
			same := *a
			same.Sponsors, same.Objectors = slices.Clone(a.Sponsors), slices.Clone(a.Objectors)
			other.applicants = append(other.applicants, &same)
		}
		for _, m := range c.members {
			same := *m
			same.keys, same.former, same.safety = maps.Clone(m.keys), maps.Clone(m.former), m.safety.copied()
			same.intervals = slices.Clone(m.intervals)
			same.conduct.suspensions = slices.Clone(m.conduct.suspensions)
			same.conduct.clearances = slices.Clone(m.conduct.clearances)
			other.members = append(other.members, &same)
		}
		twin.coops = append(twin.coops, &other)
	}
	for _, r := range p.resolutions {
		other := *r
		other.seconders, other.ballots, other.delegated = maps.Clone(r.seconders), maps.Clone(r.ballots), maps.Clone(r.delegated)
		other.attested = maps.Clone(r.attested)
		twin.resolutions = append(twin.resolutions, &other)
	}
	twin.applications, twin.coins = maps.Clone(p.applications), maps.Clone(p.coins)
	twin.entries = maps.Clone(p.entries)
	twin.used = maps.Clone(p.used)
	return &twin
}
