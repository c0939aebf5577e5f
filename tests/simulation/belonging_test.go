package simulation

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// when collects one reason to refuse.
func when(wrong bool, reason error) []error {
	if wrong {
		return []error{reason}
	}
	return nil
}

// proofFaults are what speaks against a key's consent to act for a member of a
// co-op; member 0 is somebody who is yet to join.
func (p *paper) proofFaults(proof membershiptypes.KeyProof, c *coop, slug string, memberID uint64) []error {
	address := proofAddress(proof)
	said, signed := p.proofs[string(proof.Signature)]
	faults := when(!signed || said != claim{ledger.ChainID, slug, address, memberID, proof.ExpiresAt}, membershiptypes.ErrInvalidProof)
	faults = append(faults, when(proof.ExpiresAt <= p.now, membershiptypes.ErrProofExpired)...)
	faults = append(faults, when(proof.ExpiresAt-p.now > int64(p.limits.MaxProofLifetimeSeconds), membershiptypes.ErrInvalidProof)...)
	taken := p.coopOf(address) != nil || (c != nil && c.holder(address) != nil)
	return append(faults, when(taken, membershiptypes.ErrKeyTaken)...)
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
func (p *paper) personFaults(c *coop, slug string, charter membershiptypes.Charter, joining membershiptypes.NewMember) []error {
	class, known := classByName(charter, joining.Class)
	faults := when(!known, membershiptypes.ErrUnknownClass)
	faults = append(faults, when(known && class.Admits != membershiptypes.MemberKind_MEMBER_KIND_PERSON, membershiptypes.ErrWrongKind)...)
	count := len(joining.Keys)
	faults = append(faults, when(count == 0 || count > int(p.limits.MaxKeysPerMember), membershiptypes.ErrTooManyKeys)...)
	seen := make(map[string]bool)
	for _, proof := range joining.Keys {
		faults = append(faults, p.proofFaults(proof, c, slug, 0)...)
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
	for _, founder := range m.Founders {
		if founder.MemberCoopId != 0 {
			faults = append(faults, membershiptypes.ErrInvalidFounders)
			continue
		}
		faults = append(faults, p.personFaults(nil, m.Slug, m.Charter, founder)...)
		for _, proof := range founder.Keys {
			faults = append(faults, when(seen[proofAddress(proof)], membershiptypes.ErrKeyTaken)...)
			seen[proofAddress(proof)] = true
		}
		if class, _ := classByName(m.Charter, founder.Class); class.Votes {
			voters++
		}
	}
	faults = append(faults, when(!changeable(m.Charter, voters), membershiptypes.ErrDeadlock)...)
	if m.Founder != p.coops[0].account() {
		faults = append(faults, when(p.coins[m.Founder] < p.fee(), membershiptypes.ErrFoundingFee)...)
	}
	return faults
}

// aSlug has 2 to 32 lower-case letters, digits and hyphens, none at the ends,
// and not digits alone, since commands take a slug or a number.
var aSlug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$`)

func (p *paper) fee() int64 { return p.limits.FoundingFee[0].Amount.Int64() }

func (p *paper) found(m *membershiptypes.MsgFound) {
	if m.Founder != p.coops[0].account() {
		p.coins[m.Founder] -= p.fee()
		p.coins[p.coops[0].account()] += p.fee()
	}
	c := &coop{
		id: uint64(len(p.coops)) + 1, slug: m.Slug, charters: []membershiptypes.Charter{m.Charter},
		founded: p.now, grants: make(map[uint64]int64),
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
	}
	if class.Votes {
		c.changes++
		m.from = c.changes
	}
	c.members = append(c.members, m)
}

func (p *paper) admitFaults(m *membershiptypes.MsgAdmit) []error {
	c := p.coop(m.CoopId)
	if c == nil {
		return []error{membershiptypes.ErrUnknownCoop}
	}
	var faults []error
	if m.Authority != c.account() {
		byOfficer := c.charter().Admission == membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER
		faults = append(faults, when(!byOfficer, membershiptypes.ErrNotAllowed)...)
		officer := c.holder(m.Authority)
		faults = append(faults, when(officer == nil, membershiptypes.ErrNotAMember)...)
		faults = append(faults, when(officer != nil && !p.admits(c, officer.id), membershiptypes.ErrNotAllowed)...)
		// An officer could put a key of its own beside the newcomer's.
		faults = append(faults, when(len(m.Member.Keys) > 1, membershiptypes.ErrTooManyKeys)...)
	}
	if m.Member.MemberCoopId == 0 {
		return append(faults, p.personFaults(c, c.slug, c.charter(), m.Member)...)
	}
	return append(faults, p.coopFaults(c, m.Member)...)
}

// admits says whether a member holds the power "admit" now.
func (p *paper) admits(c *coop, memberID uint64) bool {
	until, granted := c.grants[memberID]
	return granted && p.now < until
}

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

func (p *paper) stack(c *coop, levels uint32) {
	if c.levels >= levels {
		return
	}
	c.levels = levels
	for _, federation := range p.federations(c.id) {
		p.stack(federation, levels+1)
	}
}

func (p *paper) admit(m *membershiptypes.MsgAdmit) {
	c := p.coop(m.CoopId)
	if applicant := p.coop(m.Member.MemberCoopId); applicant != nil {
		p.stack(c, applicant.levels+1)
		c.slowest = max(c.slowest, voteSeconds(applicant.charter()))
		delete(p.applications, [2]uint64{c.id, applicant.id})
	}
	p.join(c, m.Member)
}

func (p *paper) applyFaults(m *membershiptypes.MsgApply) []error {
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

func (p *paper) sendFaults(m *banktypes.MsgSend) []error {
	return when(p.coins[m.FromAddress] < m.Amount[0].Amount.Int64(), sdkerrors.ErrInsufficientFunds)
}
