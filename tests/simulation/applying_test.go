package simulation

import (
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Operations on persons' applications.
const (
	opApplyPerson    = "a person applies"
	opSponsor        = "a member sponsors"
	opObject         = "a member objects to an application"
	opClose          = "somebody closes an application"
	opAdmitApplicant = "an applicant is admitted"
	opAdmitsItself   = "an application admits itself"
)

type application = membershiptypes.PersonApplication

// applicants do one of the things that one does with applications.
func (x *machine) applicants() {
	switch what, _ := one(x, "with applications", []string{
		"apply", "apply", "apply", "sponsor", "sponsor", "sponsor", "object", "object", "close", "admit",
	}); what {
	case "apply":
		x.personApplies()
	case "sponsor":
		x.sponsor()
	case "object":
		x.object()
	case "close":
		x.closeApplication()
	case "admit":
		x.admitApplicant()
	}
}

func (x *machine) personApplies() {
	c, found := x.aCoop(func(c *coop) bool { return ofPersons(c) && len(c.applicants) > 0 })
	if !found || x.number("elsewhere", 0, 2) == 0 {
		c, _ = x.aCoop(ofPersons)
	}
	if c == nil {
		return
	}
	flaw := x.flaw("no key", "class", "kind", "proof", "taken", "co-op", "again", "unknown co-op")
	m := &membershiptypes.MsgApply{Applicant: x.anybody(), CoopId: c.id}
	if relayer, some := x.aMember(c, isPerson); some && x.number("relayed", 0, 1) == 0 {
		m.Applicant = x.aKey(relayer)
	}
	joining := x.joining(c, c.slug, c.charter(), flaw)
	m.Class, m.Key = joining.Class, &joining.Keys[0]
	if class, some := one(x, "class that admits itself", selfAdmitting(c.charter())); some && flaw == "" && x.number("by officers", 0, 3) > 0 {
		m.Class = class
	}
	switch flaw {
	case "no key":
		m.Key = nil
	case "co-op":
		m.Applicant = x.paper.coop(uint64(x.number("co-op", 1, len(x.paper.coops)))).account()
	case "again":
		if a, some := one(x, "applicant", c.applicants); some {
			key := x.proof(false, c.slug, 0, numberOf(a.Address))
			m.Key = &key
		}
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 3
	}
	x.send(opApplyPerson, m)
}

func selfAdmitting(charter membershiptypes.Charter) (names []string) {
	for _, class := range charter.Classes {
		if admitsItself(policy(charter, class)) {
			names = append(names, class.Name)
		}
	}
	return names
}

// numberOf finds the person with an address.
func numberOf(address string) int { return slices.Index(addresses[:], address) }

// anApplication that fits; any if none does, or nil.
func (x *machine) anApplication(fits func(*coop, *application) bool) (*coop, *application) {
	var some, all []*application
	for _, c := range x.paper.coops {
		for _, a := range c.applicants {
			all = append(all, a)
			if fits(c, a) {
				some = append(some, a)
			}
		}
	}
	a, found := one(x, "application", some)
	if !found {
		if a, found = one(x, "any application", all); !found || x.number("wrong one", 0, 3) > 0 {
			return nil, nil
		}
	}
	return x.paper.coop(a.CoopId), a
}

func inStage(stages ...membershiptypes.ApplicationStage) func(*coop, *application) bool {
	return func(_ *coop, a *application) bool { return slices.Contains(stages, a.Stage) }
}

// speaker is a voting member who has not spoken on an application.
func (x *machine) speaker(c *coop, a *application) string {
	m, found := x.aMember(c, func(m *member) bool {
		return c.votes(m) && !slices.Contains(a.Sponsors, m.id) && !slices.Contains(a.Objectors, m.id)
	})
	if !found {
		return x.anybody()
	}
	return x.aKey(m)
}

// speak spoils what a member says about an application, perhaps.
func (x *machine) speak(c *coop, a *application, signer *string, coopID, number *uint64) {
	*signer, *coopID, *number = x.speaker(c, a), c.id, a.Number
	switch x.flaw("stranger", "again", "again", "no vote", "unknown", "unknown co-op") {
	case "stranger":
		*signer = x.anybody()
	case "again":
		if id, some := one(x, "who has spoken", slices.Concat(a.Sponsors, a.Objectors)); some {
			*signer = x.aKey(c.member(id))
		}
	case "no vote":
		if m, some := x.aMember(c, func(m *member) bool { return !m.gone && !c.votes(m) }); some {
			*signer = x.aKey(m)
		}
	case "unknown":
		*number = c.applied + 1
	case "unknown co-op":
		*coopID = 0
	}
}

func (x *machine) sponsor() {
	c, a := x.anApplication(inStage(membershiptypes.ApplicationStage_APPLICATION_STAGE_SPONSORING))
	if a == nil {
		x.personApplies()
		return
	}
	m := &membershiptypes.MsgSponsor{}
	x.speak(c, a, &m.Signer, &m.CoopId, &m.Application)
	if x.send(opSponsor, m) && x.number("again", 0, 2) == 0 {
		x.send(opSponsor, m)
	}
}

func (x *machine) object() {
	c, a := x.anApplication(func(c *coop, a *application) bool {
		class, _ := classByID(c.charter(), a.ClassId)
		return class.Objections > 0 && a.Stage != membershiptypes.ApplicationStage_APPLICATION_STAGE_REFERRED
	})
	if a == nil {
		x.personApplies()
		return
	}
	m := &membershiptypes.MsgObject{}
	x.speak(c, a, &m.Signer, &m.CoopId, &m.Application)
	if x.send(opObject, m) && x.number("again", 0, 2) == 0 {
		x.send(opObject, m)
	}
}

func (x *machine) closeApplication() {
	c, a := x.anApplication(func(*coop, *application) bool { return true })
	if a == nil {
		x.personApplies()
		return
	}
	x.send(opClose, x.closing(c, a))
}

func (x *machine) closing(c *coop, a *application) *membershiptypes.MsgCloseApplication {
	m := &membershiptypes.MsgCloseApplication{Signer: a.Address, CoopId: c.id, Application: a.Number}
	if relayer := c.member(a.RelayedBy); relayer != nil && !relayer.gone && x.number("by who relayed it", 0, 1) == 0 {
		m.Signer = x.aKey(relayer)
	}
	switch x.flaw("stranger", "any member", "officer", "unknown", "unknown co-op") {
	case "stranger":
		m.Signer = x.anybody()
	case "any member":
		if another, some := x.aMember(c, isPerson); some {
			m.Signer = x.aKey(another)
		}
	case "officer":
		if officer, some := x.aMember(c, func(m *member) bool { return x.paper.admits(c, m.id) }); some {
			m.Signer = x.aKey(officer)
		}
	case "unknown":
		m.Application = c.applied + 1
	case "unknown co-op":
		m.CoopId = 0
	}
	return m
}

// admitApplicant lets an officer admit somebody who has applied.
func (x *machine) admitApplicant() {
	c, a := x.anApplication(func(c *coop, a *application) bool {
		return a.Stage == membershiptypes.ApplicationStage_APPLICATION_STAGE_WAITING && len(c.grants) > 0
	})
	if a == nil {
		x.personApplies()
		return
	}
	m := &membershiptypes.MsgAdmit{Authority: c.account(), CoopId: c.id, Application: a.Number}
	if officer, some := x.aMember(c, func(m *member) bool { return x.paper.admits(c, m.id) }); some {
		m.Authority = x.aKey(officer)
	}
	switch x.flaw("stranger", "named", "unknown") {
	case "stranger":
		m.Authority = x.anybody()
	case "named":
		m.Member.Class = "workers"
	case "unknown":
		m.Application = c.applied + 1
	}
	x.send(opAdmitApplicant, m)
}

// aboutApplicant is what the members decide about somebody who has applied.
func (x *machine) aboutApplicant(c *coop) (string, sdk.Msg) {
	a, found := one(x, "applicant", c.applicants)
	if !found {
		return opAdmitPerson, x.newcomer(c, c.account())
	}
	if x.number("turned down", 0, 2) == 0 {
		flaw := x.flaw("pretender", "unknown")
		closing := &membershiptypes.MsgCloseApplication{Signer: x.pretender(c, flaw), CoopId: c.id, Application: a.Number}
		if flaw == "unknown" {
			closing.Application = c.applied + 1
		}
		return opClose, closing
	}
	m := &membershiptypes.MsgAdmit{Authority: c.account(), CoopId: c.id, Application: a.Number}
	switch x.flaw("pretender", "named", "unknown") {
	case "pretender":
		m.Authority = x.anybody()
	case "named":
		m.Member.Class = "workers"
	case "unknown":
		m.Application = c.applied + 1
	}
	return opAdmitApplicant, m
}
