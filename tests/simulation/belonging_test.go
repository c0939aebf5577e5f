package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// when collects one reason to refuse.
func when(wrong bool, reason error) []error {
	if wrong {
		return []error{reason}
	}
	return nil
}

// proofFaults are what speaks against a key's consent to act for a member of a
// co-op; member 0 is somebody who is yet to join. c is nil while a co-op is
// being founded.
func (p *paper) proofFaults(proof membershiptypes.KeyProof, c *coop, wanted claim) []error {
	address := proofAddress(proof)
	faults := p.agreementFaults(proof, wanted)
	if c != nil {
		faults = append(faults, when(p.used[usedProof{proof.ExpiresAt, c.id, wanted.member, address}], membershiptypes.ErrProofUsed)...)
	}
	taken := p.coopOf(address) != nil || (c != nil && c.holder(address) != nil)
	return append(faults, when(taken, membershiptypes.ErrKeyTaken)...)
}

// agreementFaults are what speaks against the signature alone.
func (p *paper) agreementFaults(proof membershiptypes.KeyProof, wanted claim) []error {
	wanted.chain, wanted.address, wanted.expires = ledger.ChainID, proofAddress(proof), proof.ExpiresAt
	said, signed := p.proofs[string(proof.Signature)]
	faults := when(!signed || said != wanted, membershiptypes.ErrInvalidProof)
	faults = append(faults, when(proof.ExpiresAt <= p.now, membershiptypes.ErrProofExpired)...)
	return append(faults, when(proof.ExpiresAt-p.now > int64(p.limits.MaxProofLifetimeSeconds), membershiptypes.ErrInvalidProof)...)
}

func proofAddress(proof membershiptypes.KeyProof) string {
	if proof.PubKey == nil {
		return ""
	}
	key, _ := proof.PubKey.GetCachedValue().(cryptotypes.PubKey)
	return membershiptypes.AddressText(key.Address())
}

// personFaults are what speaks against a person who joins; c is nil while a
// co-op is being founded.
func (p *paper) personFaults(c *coop, wanted claim, charter membershiptypes.Charter, joining membershiptypes.NewMember) []error {
	class, known := classByName(charter, joining.Class)
	faults := when(!known, membershiptypes.ErrUnknownClass)
	faults = append(faults, when(known && class.Admits != membershiptypes.MemberKind_MEMBER_KIND_PERSON, membershiptypes.ErrWrongKind)...)
	count := len(joining.Keys)
	faults = append(faults, when(count == 0 || count > int(p.limits.MaxKeysPerMember), membershiptypes.ErrTooManyKeys)...)
	seen := make(map[string]bool)
	for _, proof := range joining.Keys {
		faults = append(faults, p.proofFaults(proof, c, wanted)...)
		faults = append(faults, when(seen[proofAddress(proof)], membershiptypes.ErrKeyTaken)...)
		seen[proofAddress(proof)] = true
	}
	return faults
}

func (p *paper) foundFaults(m *membershiptypes.MsgFound) []error {
	faults := when(!aSlug.MatchString(m.Slug) || strings.Trim(m.Slug, "0123456789") == "", membershiptypes.ErrInvalidSlug)
	for _, other := range p.coops {
		faults = append(faults, when(other.slug == m.Slug, membershiptypes.ErrSlugTaken)...)
	}
	faults = append(faults, p.contradictions(m.Charter)...)
	count := len(m.Founders)
	faults = append(faults, when(count == 0 || count > int(p.limits.MaxFounders), membershiptypes.ErrInvalidFounders)...)
	voters, seen := 0, make(map[string]bool)
	for i, founder := range m.Founders {
		if founder.MemberCoopId != 0 {
			faults = append(faults, membershiptypes.ErrInvalidFounders)
			continue
		}
		wanted := claim{slug: m.Slug, founding: foundingOf(m, i)}
		faults = append(faults, p.personFaults(nil, wanted, m.Charter, founder)...)
		for _, proof := range founder.Keys {
			faults = append(faults, when(seen[proofAddress(proof)], membershiptypes.ErrKeyTaken)...)
			seen[proofAddress(proof)] = true
		}
		if class, _ := classByName(m.Charter, founder.Class); class.Votes {
			voters++
		}
	}
	faults = append(faults, when(!changeable(m.Charter, voters, voters), membershiptypes.ErrDeadlock)...)
	if m.Founder != p.coops[0].account() {
		faults = append(faults, when(p.coins[m.Founder] < p.fee(), membershiptypes.ErrFoundingFee)...)
	}
	return faults
}

// aSlug has 2 to 32 lower-case letters, digits and hyphens, none at the ends,
// and not digits alone, since commands take a slug or a number.
var aSlug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$`)

// foundingOf is all that a founder agrees to, and its number among them.
func foundingOf(m *membershiptypes.MsgFound, number int) string {
	all := fmt.Sprintf("%d of %s with %v:", number, m.Slug, &m.Charter)
	for _, founder := range m.Founders {
		all += fmt.Sprintf(" %q %d %q %d", founder.Class, founder.MinorUntil, founder.Guardian, founder.Holders)
		for _, proof := range founder.Keys {
			all += " " + proofAddress(proof)
		}
	}
	return all
}

func (p *paper) fee() int64 { return p.limits.FoundingFee[0].Amount.Int64() }

func (p *paper) found(m *membershiptypes.MsgFound) {
	if m.Founder != p.coops[0].account() {
		p.coins[m.Founder] -= p.fee()
		p.coins[p.coops[0].purse("suspense")] += p.fee()
		p.entries[p.coops[0].id]++
	}
	c := &coop{
		id: uint64(len(p.coops)) + 1, slug: m.Slug, charters: []membershiptypes.Charter{m.Charter},
		founded: p.now, grants: make(map[office]membershiptypes.Grant),
	}
	for _, class := range m.Charter.Classes {
		c.lastClass = max(c.lastClass, class.Id)
	}
	p.coops = append(p.coops, c)
	for _, founder := range m.Founders {
		p.join(c, founder)
	}
}

// join gives somebody the next number.
func (p *paper) join(c *coop, joining membershiptypes.NewMember) {
	var addresses []string
	for _, proof := range joining.Keys {
		addresses = append(addresses, proofAddress(proof))
	}
	if joining.MemberCoopId != 0 {
		addresses = []string{membershiptypes.CoopAddress(joining.MemberCoopId)}
	}
	p.take(c, joining.Class, joining.MemberCoopId, addresses)
}

func (p *paper) take(c *coop, className string, memberCoop uint64, addresses []string) {
	class, _ := classByName(c.charter(), className)
	m := &member{
		id: uint64(len(c.members)) + 1, class: class.Id, coop: memberCoop, joined: p.now, keys: make(map[string]int64),
	}
	for _, address := range addresses {
		m.keys[address] = p.now
		c.closed(c.theApplicant(func(a *membershiptypes.PersonApplication) bool { return a.Address == address }))
	}
	if class.Votes {
		c.changes++
		m.intervals = []membershiptypes.RollInterval{{ClassId: class.Id, From: c.changes}}
	}
	c.members = append(c.members, m)
}

func (p *paper) admitFaults(m *membershiptypes.MsgAdmit) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	if m.Application != 0 {
		return p.admitApplicantFaults(c, m)
	}
	class, known := classByName(c.charter(), m.Member.Class)
	faults := p.admitterFaults(c, m.Authority, policy(c.charter(), class))
	if known {
		faults = append(faults, p.roomFaults(c, class, m.Authority == c.account())...)
	}
	// Two persons' keys could be put into one place.
	faults = append(faults, when(len(m.Member.Keys) > 1, membershiptypes.ErrTooManyKeys)...)
	if m.Member.MemberCoopId == 0 {
		return append(faults, p.personFaults(c, claim{slug: c.slug}, c.charter(), m.Member)...)
	}
	return append(faults, p.coopFaults(c, m.Member)...)
}

// admits says whether a member holds the power "admit" now.
func (p *paper) admits(c *coop, memberID uint64) bool { return p.holds(c, memberID, admitting) }

// coopFaults are what speaks against a co-op that joins a federation.
func (p *paper) coopFaults(c *coop, joining membershiptypes.NewMember) []error {
	class, known := classByName(c.charter(), joining.Class)
	faults := when(!known, membershiptypes.ErrUnknownClass)
	faults = append(faults, when(known && class.Admits != membershiptypes.MemberKind_MEMBER_KIND_COOP, membershiptypes.ErrWrongKind)...)
	faults = append(faults, when(len(joining.Keys) > 0, membershiptypes.ErrMemberCoopKeys)...)
	applicant := p.coop(joining.MemberCoopId)
	if applicant == nil {
		return append(faults, membershiptypes.ErrUnknownCoop)
	}
	until, applied := p.applications[[2]uint64{c.id, applicant.id}]
	faults = append(faults, when(!applied || until <= p.now, membershiptypes.ErrNoApplication)...)
	faults = append(faults, when(c.holder(applicant.account()) != nil, membershiptypes.ErrAlreadyMember)...)
	// A circle is too deep as well, so either word is right for it.
	circle := p.isAbove(applicant.id, c.id)
	faults = append(faults, when(circle, membershiptypes.ErrFederationCircle)...)
	faults = append(faults, when(circle || !p.mayStack(c, applicant.levels+1), membershiptypes.ErrFederationDepth)...)
	faults = append(faults, when(len(p.federations(applicant.id)) >= int(p.limits.MaxFederationsPerCoop), membershiptypes.ErrTooManyFederations)...)
	faults = append(faults, when(!p.waitsFor(c.charter(), voteSeconds(applicant.charter())), membershiptypes.ErrVotingTooShort)...)
	return faults
}

// mayStack says whether a co-op and all above it can have so many levels below.
func (p *paper) mayStack(c *coop, levels uint32) bool {
	if c.levels >= levels {
		return true
	}
	if levels >= p.limits.MaxFederationLevels {
		return false
	}
	for _, federation := range p.federations(c.id) {
		if !p.mayStack(federation, levels+1) {
			return false
		}
	}
	return true
}

// measure counts anew what every co-op knows of its member co-ops.
func (p *paper) measure() {
	for _, c := range p.coops {
		c.levels, c.slowest = p.depth(c), 0
		for _, m := range c.members {
			if m.coop != 0 && !m.gone {
				c.slowest = max(c.slowest, voteSeconds(p.coop(m.coop).charter()))
			}
		}
	}
}

// depth is how many levels of member co-ops are below a co-op.
func (p *paper) depth(c *coop) (levels uint32) {
	for _, m := range c.members {
		if m.coop != 0 && !m.gone {
			levels = max(levels, p.depth(p.coop(m.coop))+1)
		}
	}
	return levels
}

func (p *paper) admit(m *membershiptypes.MsgAdmit) {
	c := p.coop(m.CoopId)
	if a := c.applicant(m.Application); a != nil {
		class, _ := classByID(c.charter(), a.ClassId)
		if m.Authority != c.account() && class.MaxAdmissionsPerDay > 0 {
			c.admittedByOfficer(class.Id, p.now/aDay)
		}
		p.take(c, class.Name, 0, []string{a.Address})
		return
	}
	if applicant := p.coop(m.Member.MemberCoopId); applicant != nil {
		delete(p.applications, [2]uint64{c.id, applicant.id})
	}
	for _, proof := range m.Member.Keys {
		p.use(proof, c, 0)
	}
	if class, _ := classByName(c.charter(), m.Member.Class); m.Authority != c.account() && class.MaxAdmissionsPerDay > 0 {
		c.admittedByOfficer(class.Id, p.now/aDay)
	}
	p.join(c, m.Member)
	p.measure()
}

func (c *coop) admittedByOfficer(class uint32, day int64) {
	if c.days == nil {
		c.days = make(map[uint32]membershiptypes.ClassDay)
	}
	today := membershiptypes.ClassDay{CoopId: c.id, ClassId: class, Day: day, Admissions: 1}
	if last := c.days[class]; last.Day == day {
		today.Admissions += last.Admissions
	}
	c.days[class] = today
}

// use remembers a proof; with each one, two that have ended go, the oldest first.
func (p *paper) use(proof membershiptypes.KeyProof, c *coop, memberID uint64) {
	for _, old := range p.usedProofs()[:min(2, len(p.used))] {
		if old.expires <= p.now {
			delete(p.used, old)
		}
	}
	p.used[usedProof{proof.ExpiresAt, c.id, memberID, proofAddress(proof)}] = true
}

func (p *paper) usedProofs() []usedProof {
	return slices.SortedFunc(maps.Keys(p.used), func(a, b usedProof) int {
		return cmp.Or(
			cmp.Compare(a.expires, b.expires), cmp.Compare(a.coop, b.coop), cmp.Compare(a.member, b.member),
			byAddress(a.address, b.address),
		)
	})
}

func (p *paper) applyFaults(m *membershiptypes.MsgApply) []error {
	if m.Key != nil || m.Class != "" {
		return p.personAppliesFaults(m)
	}
	applicant, c := p.coopOf(m.Applicant), p.coop(m.CoopId)
	faults := when(applicant == nil, membershiptypes.ErrNotAllowed)
	faults = append(faults, when(c == nil, membershiptypes.ErrUnknownCoop)...)
	if applicant == nil || c == nil {
		return faults
	}
	faults = append(faults, when(applicant == c, membershiptypes.ErrFederationCircle)...)
	return append(faults, when(c.holder(m.Applicant) != nil, membershiptypes.ErrAlreadyMember)...)
}

// note keeps an application; with each one, two whose time is over go, the
// oldest first.
func (p *paper) note(m *membershiptypes.MsgApply) {
	if m.Key != nil {
		p.personApplies(m)
		return
	}
	key := [2]uint64{m.CoopId, p.coopOf(m.Applicant).id}
	delete(p.applications, key)
	over := slices.SortedFunc(maps.Keys(p.applications), func(a, b [2]uint64) int {
		return cmp.Or(cmp.Compare(p.applications[a], p.applications[b]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, old := range over[:min(2, len(over))] {
		if p.applications[old] <= p.now {
			delete(p.applications, old)
		}
	}
	p.applications[key] = p.now + int64(p.limits.ApplicationLifetimeSeconds)
}

func (p *paper) classifyFaults(m *treasurytypes.MsgClassify) []error {
	return when(p.coins[p.coop(m.CoopId).purse("suspense")] < m.Coin.Amount.Int64(), treasurytypes.ErrNotEnough)
}

func (p *paper) classify(m *treasurytypes.MsgClassify) {
	c := p.coop(m.CoopId)
	p.coins[c.purse("suspense")] -= m.Coin.Amount.Int64()
	p.coins[c.purse(m.Fund)] += m.Coin.Amount.Int64()
	p.entries[c.id]++
}

func (p *paper) payFaults(m *treasurytypes.MsgPay) []error {
	return when(p.coins[p.coop(m.CoopId).purse(m.Fund)] < m.Coins[0].Amount.Int64(), treasurytypes.ErrNotEnough)
}

func (p *paper) pay(m *treasurytypes.MsgPay) {
	c := p.coop(m.CoopId)
	p.coins[c.purse(m.Fund)] -= m.Coins[0].Amount.Int64()
	p.coins[m.Payee] += m.Coins[0].Amount.Int64()
	p.entries[c.id]++
}

// purse of a fund, where the co-op's coins are.
func (c *coop) purse(fund string) string { return treasurytypes.PurseAddress(c.id, fund) }
