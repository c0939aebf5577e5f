package simulation

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// proof is a person's consent, or one that is worth nothing.
func (x *machine) proof(flawed bool, slug string, memberID uint64, number int) membershiptypes.KeyProof {
	key := person(number).Key
	said := claim{
		chain: ledger.ChainID, slug: slug, address: address(number), member: memberID,
		expires: x.paper.now + int64(x.number("lifetime", 1, 1_000)),
	}
	flaw := ""
	if flawed {
		flaw, _ = one(x, "flaw of the proof", []string{
			"expired", "too long", "other chain", "other co-op", "other member", "altered", "moved", "short", "no key",
		})
	}
	switch flaw {
	case "expired":
		said.expires = x.paper.now
	case "too long":
		said.expires = x.paper.now + int64(x.paper.limits.MaxProofLifetimeSeconds) + 1
	case "other chain":
		said.chain = "coop-1"
	case "other co-op":
		said.slug = slug + "s"
	case "other member":
		said.member = memberID + 1
	}
	proof, err := membershiptypes.SignKeyProof(said.chain, said.slug, said.member, key.PubKey(), said.expires, key.Sign)
	require.NoError(x, err)
	x.paper.proofs[string(proof.Signature)] = said
	switch flaw {
	case "altered":
		proof.Signature = slices.Clone(proof.Signature)
		proof.Signature[10] ^= 1
	case "moved":
		proof.ExpiresAt++
	case "short":
		proof.Signature = proof.Signature[:63]
	case "no key":
		proof.PubKey = nil
	}
	return proof
}

// freeKey is a person who has no key in the co-op, or one who has.
func (x *machine) freeKey(c *coop, taken bool) int {
	var some []int
	for i := range people {
		if (c != nil && c.holder(address(i)) != nil) == taken {
			some = append(some, i)
		}
	}
	number, found := one(x, "new key", some)
	if !found {
		return 0
	}
	return number
}

// newcomer is a person who would join a co-op.
func (x *machine) newcomer(c *coop, authority string) *membershiptypes.MsgAdmit {
	m := &membershiptypes.MsgAdmit{Authority: authority, CoopId: c.id}
	flaw := x.flaw("pretender", "class", "kind", "no keys", "many keys", "taken", "twice", "proof", "proof", "unknown co-op")
	m.Member = x.joining(c, c.slug, c.charter(), flaw)
	switch flaw {
	case "pretender":
		m.Authority = x.anybody()
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 2
	}
	return m
}

// deadlock asks for more seconders of a change of the charter than there are members.
func (x *machine) deadlock(c *coop, charter *membershiptypes.Charter) {
	needed, _ := ruleFor(*charter, "charter")
	for i, rule := range charter.Rules {
		if rule.Name == needed.Name {
			charter.Rules[i].Seconders = uint32(len(c.voters()))
			charter.Rules[i].SecondingPeriodSeconds = 60
		}
	}
}

func classesFor(charter membershiptypes.Charter, kind membershiptypes.MemberKind) (names []string) {
	for _, class := range charter.Classes {
		if class.Admits == kind {
			names = append(names, class.Name)
		}
	}
	return names
}

func (x *machine) joining(c *coop, slug string, charter membershiptypes.Charter, flaw string) (joining membershiptypes.NewMember) {
	kind, count := membershiptypes.MemberKind_MEMBER_KIND_PERSON, 1
	switch flaw {
	case "kind":
		kind = membershiptypes.MemberKind_MEMBER_KIND_COOP
	case "no keys":
		count = 0
	case "many keys":
		count = int(x.paper.limits.MaxKeysPerMember) + 1
	}
	joining.Class, _ = one(x, "class", classesFor(charter, kind))
	if flaw == "class" {
		joining.Class = "owners"
	}
	for range count {
		joining.Keys = append(joining.Keys, x.proof(flaw == "proof", slug, 0, x.freeKey(c, flaw == "taken")))
	}
	if flaw == "twice" {
		joining.Keys = append(joining.Keys, joining.Keys[0])
	}
	return joining
}

// admission is of a co-op that has applied, to whichever co-op it has applied to.
func (x *machine) admission(c *coop) (string, sdk.Msg) {
	m := &membershiptypes.MsgAdmit{Authority: c.account(), CoopId: c.id}
	m.Member.MemberCoopId = uint64(x.number("applicant", 1, len(x.paper.coops)))
	pair, found := one(x, "application", x.applications(c))
	if found {
		m.CoopId, m.Member.MemberCoopId = pair[0], pair[1]
		c = x.paper.coop(m.CoopId)
		m.Authority = c.account()
	}
	if !found && x.number("nobody applied", 0, 5) > 0 {
		return opApply, x.applying(c)
	}
	m.Member.Class, _ = one(x, "class", classesFor(c.charter(), membershiptypes.MemberKind_MEMBER_KIND_COOP))
	switch flaw := x.flaw("pretender", "class", "kind", "keys", "unknown co-op", "not applied"); flaw {
	case "pretender":
		m.Authority = x.anybody()
	case "class":
		m.Member.Class = "owners"
	case "kind":
		m.Member.Class, _ = one(x, "class", classesFor(c.charter(), membershiptypes.MemberKind_MEMBER_KIND_PERSON))
	case "keys":
		m.Member.Keys = []membershiptypes.KeyProof{x.proof(false, c.slug, 0, x.freeKey(c, false))}
	case "unknown co-op":
		m.Member.MemberCoopId = uint64(len(x.paper.coops)) + 1
	case "not applied":
		m.Member.MemberCoopId = uint64(x.number("applicant", 1, len(x.paper.coops)))
	}
	return opAdmitCoop, m
}

// applications that stand, to a co-op or to any if it has none, in order.
func (x *machine) applications(c *coop) (some [][2]uint64) {
	for _, own := range []bool{true, false} {
		for federation := range uint64(len(x.paper.coops)) {
			for applicant := range uint64(len(x.paper.coops)) {
				pair := [2]uint64{federation + 1, applicant + 1}
				if until := x.paper.applications[pair]; until > x.paper.now && (pair[0] == c.id || !own) {
					some = append(some, pair)
				}
			}
		}
		if len(some) > 0 {
			return some
		}
	}
	return nil
}

// founding is of a co-op with a few founders.
func (x *machine) founding(founder string, anyFlaw bool) *membershiptypes.MsgFound {
	flaw := ""
	if anyFlaw {
		flaw = x.flaw("slug", "slug taken", "charter", "nobody", "crowd", "co-op", "one key", "class", "kind", "no keys", "proof", "front run", "front run", "alone")
	}
	m := &membershiptypes.MsgFound{Founder: founder, Slug: fmt.Sprintf("coop-%d", len(x.paper.coops)+1), Charter: x.charter(nil, flaw == "charter")}
	switch flaw {
	case "slug":
		m.Slug, _ = one(x, "slug", []string{"", "x", "Upper", "-edge", "1234", "under_score"})
	case "slug taken":
		m.Slug = "alder"
	}
	count := x.number("founders", 2, 4)
	switch flaw {
	case "nobody":
		count = 0
	case "crowd":
		count = int(x.paper.limits.MaxFounders) + 1
	case "alone":
		// Nobody is left to second a change of the charter.
		count = 1
		for i, rule := range m.Charter.Rules {
			if charterRule, _ := ruleFor(m.Charter, "charter"); rule.Name == charterRule.Name {
				m.Charter.Rules[i].Seconders, m.Charter.Rules[i].SecondingPeriodSeconds = 1, 60
			}
		}
	}
	first := x.number("first founder", 0, people-8)
	for i := range count {
		joining := membershiptypes.NewMember{Class: "workers"}
		if i == 0 && (flaw == "class" || flaw == "kind" || flaw == "no keys") {
			joining = x.joining(nil, m.Slug, m.Charter, flaw)
		} else {
			joining.Keys = []membershiptypes.KeyProof{x.proof(flaw == "proof" && i == 0, m.Slug, 0, first+i)}
		}
		m.Founders = append(m.Founders, joining)
	}
	if flaw != "proof" {
		x.signFounding(m, first)
	}
	if flaw == "front run" {
		x.frontRun(m)
	}
	switch flaw {
	case "co-op":
		m.Founders[0] = membershiptypes.NewMember{Class: "co-ops", MemberCoopId: 2}
	case "one key":
		m.Founders[1].Keys = m.Founders[0].Keys
	}
	return m
}

// signFounding lets all founders sign the whole founding.
func (x *machine) signFounding(m *membershiptypes.MsgFound, first int) {
	places, err := membershiptypes.FounderPlaces(m.Founders)
	require.NoError(x, err)
	all, err := membershiptypes.NewFoundingClaim(ledger.ChainID, m.Slug, m.Charter, places)
	require.NoError(x, err)
	for i := range m.Founders {
		for j, own := range m.Founders[i].Keys {
			for number := first; number < people; number++ {
				if address(number) != proofAddress(own) {
					continue
				}
				key := person(number).Key
				proof, err := membershiptypes.SignFounderProof(all, i+1, key.PubKey(), own.ExpiresAt, key.Sign)
				require.NoError(x, err)
				m.Founders[i].Keys[j] = proof
				x.paper.proofs[string(proof.Signature)] = claim{
					chain: ledger.ChainID, slug: m.Slug, address: address(number), founding: foundingOf(m, i), expires: proof.ExpiresAt,
				}
			}
		}
	}
}

// frontRun uses the founders' proofs for something that they did not agree to.
func (x *machine) frontRun(m *membershiptypes.MsgFound) {
	changes := []func(){
		func() { m.Charter.Description += " Ours." },
		func() { m.Charter.Rules[0].VotingPeriodSeconds++ },
		func() { m.Founders = m.Founders[:len(m.Founders)-1] },
		func() { m.Founders[0], m.Founders[1] = m.Founders[1], m.Founders[0] },
		func() { m.Founders[0].Holders = 2 },
		func() {
			m.Founders[0].Keys = append(slices.Clone(m.Founders[0].Keys), m.Founders[1].Keys...)
			m.Founders = append(m.Founders[:1:1], m.Founders[2:]...)
		},
	}
	changes[pick(x.T, "front run", len(changes))]()
}

// amending is a new version of a co-op's charter.
func (x *machine) amending(c *coop) sdk.Msg {
	flaw := x.flaw("pretender", "charter", "charter", "unknown co-op", "slow", "class", "class", "dropped", "dropped", "deadlock", "deadlock")
	m := &membershiptypes.MsgAmendCharter{Authority: x.pretender(c, flaw), CoopId: c.id, Charter: x.charter(c, flaw == "charter")}
	switch flaw {
	case "unknown co-op":
		m.CoopId = 1 << 60
	case "slow":
		m.Charter.Rules[0].VotingPeriodSeconds = 10
		for i, requirement := range m.Charter.Requirements {
			if requirement.Subject == "federation" {
				m.Charter.Requirements[i].Rule, _ = one(x, "slow rule", []string{"seconded", "special", "slow"})
			}
		}
	case "class":
		m.Charter.Classes[0].Name = "owners"
	case "deadlock":
		x.deadlock(c, &m.Charter)
	case "dropped":
		i := x.number("class", 0, len(m.Charter.Classes)-1)
		m.Charter.Classes = slices.Delete(m.Charter.Classes, i, i+1)
	}
	return m
}

// charter varies the one that a co-op has, or a new co-op's.
func (x *machine) charter(c *coop, flawed bool) membershiptypes.Charter {
	charter, lastClass := workersCharter(), workersCharter().LastClassID()
	if c != nil {
		charter, lastClass = c.charter(), c.lastClass
	}
	charter.Classes, charter.Rules = slices.Clone(charter.Classes), slices.Clone(charter.Rules)
	charter.Requirements = slices.Clone(charter.Requirements)
	charter.MaxOpenResolutionsPerMember = uint32(x.number("open", 1, 4))
	charter.Description = fmt.Sprintf("Version %d.", x.number("version", 0, 99))
	rule := x.number("rule", 0, len(charter.Rules)-1)
	charter.Rules[rule].TimelockPeriodSeconds = uint64(x.number("timelock", 0, 60))
	charter.Rules[rule].VotingPeriodSeconds += uint64(x.number("longer", 0, 2))
	if charter.Rules[rule].Seconders > 0 {
		charter.Rules[rule].Seconders = uint32(x.number("seconders", 1, 3))
	}
	charter.DefaultRule = charter.Rules[x.number("default rule", 0, len(charter.Rules)-1)].Name
	for i, requirement := range charter.Requirements {
		if requirement.Subject == "charter" && x.number("change rule", 0, 2) == 0 {
			charter.Requirements[i].Rule = charter.Rules[x.number("charter rule", 0, len(charter.Rules)-1)].Name
		}
	}
	charter.Recovery, charter.Discipline = x.recovery(charter), x.discipline(charter)
	if x.number("new class", 0, 4) == 0 && len(charter.Classes) < 9 {
		charter.Classes = append(charter.Classes, membershiptypes.Class{
			Id: lastClass + 1, Name: fmt.Sprintf("class-%d", lastClass+1), Votes: true,
			Admits: membershiptypes.MemberKind(x.number("admits", 1, 2)),
		})
	}
	if flawed {
		x.spoil(&charter)
	}
	return charter
}

// spoilDiscipline gives a charter terms under which nobody could be heard in time.
func (x *machine) spoilDiscipline(c *membershiptypes.Charter, spoil func(*membershiptypes.Discipline)) {
	c.Discipline = workersCharter().Discipline
	spoil(c.Discipline)
}

// spoil makes a charter contradict itself.
func (x *machine) spoil(c *membershiptypes.Charter) {
	last := len(c.Rules) - 1
	contradictions := []func(){
		func() { c.Name = " " },
		func() { c.Classes = nil },
		func() { c.Classes[0].Id = 0 },
		func() { c.Classes = append(c.Classes, c.Classes[0]) },
		func() { c.Classes = []membershiptypes.Class{{Id: 1, Name: "workers", Admits: 1}} },
		func() { c.Rules = nil },
		func() { c.Rules[0], c.Rules[last] = c.Rules[last], c.Rules[0] },
		func() { c.Rules[last].VotingPeriodSeconds = 0 },
		func() { c.Rules[last].VotingPeriodSeconds = 1 << 40 },
		func() { c.Rules[last].Approval.Denominator = 0 },
		func() { c.Rules[last].Approval.Numerator = c.Rules[last].Approval.Denominator + 1 },
		func() { c.DefaultRule = "monarchy" },
		func() {
			c.Requirements = append(c.Requirements, membershiptypes.Requirement{Subject: "weather", Rule: c.Rules[0].Name})
		},
		func() { c.Requirements[0].Rule = "monarchy" },
		func() { c.Admission = membershiptypes.AdmissionPolicy_ADMISSION_POLICY_UNSPECIFIED },
		func() { c.MaxOpenResolutionsPerMember = 0 },
		func() { c.Recovery = &membershiptypes.RecoveryPolicy{RemovalDelaySeconds: 19} },
		func() { c.Discipline = &membershiptypes.Discipline{} },
		func() { x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.Grounds = []string{"b", "a"} }) },
		func() { x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.ReplyPeriodSeconds = 29 }) },
		func() { x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.DecisionPeriodSeconds = 59 }) },
		func() {
			x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.AppealDecisionPeriodSeconds = 59 })
		},
		func() { x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.MaxSuspensionSeconds = 0 }) },
		func() {
			x.spoilDiscipline(c, func(d *membershiptypes.Discipline) { d.ChargingMembers, d.JoiningPeriodSeconds = 2, 0 })
		},
		func() { c.Recovery = &membershiptypes.RecoveryPolicy{InPersonDelaySeconds: 60} },
		func() {
			c.Recovery = &membershiptypes.RecoveryPolicy{GuardiansDelaySeconds: 60, InPersonDelaySeconds: 59, MaxOpenRecoveries: 1}
		},
		func() {
			c.Recovery = &membershiptypes.RecoveryPolicy{GuardiansDelaySeconds: 60, InPersonDelaySeconds: 60, MaxOpenRecoveries: 1, FreezeSeconds: 59}
		},
		func() {
			c.Bylaws = &membershiptypes.Document{Uri: "https://example.org/bylaws", Sha256: []byte("short")}
		},
	}
	contradictions[pick(x.T, "contradiction", len(contradictions))]()
}
