package simulation

import (
	"maps"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// decision is something that a co-op could decide, with its account as the
// signer. Inside a resolution it is no flaw yet to name another signer; alone,
// somebody pretends to be the co-op.
func (x *machine) decision(c *coop, depth int, carried bool) (string, sdk.Msg) {
	makers := []func() (string, sdk.Msg){
		func() (string, sdk.Msg) { return opAdmitPerson, x.newcomer(c, c.account()) },
		func() (string, sdk.Msg) { return x.aboutApplicant(c) },
		func() (string, sdk.Msg) { return x.admission(c) },
		func() (string, sdk.Msg) { return opGrant, x.granting(c) },
		func() (string, sdk.Msg) { return opGrant, x.granting(c) },
		func() (string, sdk.Msg) { return opRevoke, x.revoking(c, carried) },
		func() (string, sdk.Msg) { return x.recoveringBy(c) },
		func() (string, sdk.Msg) { return x.conductBy(c) },
		func() (string, sdk.Msg) { return opReclass, x.reclassing(c) },
		func() (string, sdk.Msg) { return opAmendCharter, x.amending(c) },
		func() (string, sdk.Msg) { return opApply, x.applying(c) },
		func() (string, sdk.Msg) { return x.leaving(c) },
		func() (string, sdk.Msg) { return x.upstairs(c, depth) },
		func() (string, sdk.Msg) { return x.upstairs(c, depth) },
		func() (string, sdk.Msg) { return x.meetingBy(c) },
	}
	if c.id == 1 || (carried && x.number("root's", 0, 14) == 0) {
		makers = append(makers,
			func() (string, sdk.Msg) { return opFoundByRoot, x.founding(c.account(), true) },
			func() (string, sdk.Msg) { return opLimits, x.limiting(c) },
		)
	}
	if carried && (c.id == 1 || x.number("paying", 0, 9) == 0) {
		makers = append(makers, func() (string, sdk.Msg) { return "", x.paying(c) })
	}
	return makers[pick(x.T, "decision", len(makers))]()
}

// pretender is the signer of a co-op's decision: its account, or somebody else.
func (x *machine) pretender(c *coop, flaw string) string {
	if flaw == "pretender" {
		return x.anybody()
	}
	return c.account()
}

func (x *machine) granting(c *coop) sdk.Msg {
	flaw := x.flaw("pretender", "nobody", "power", "term", "too long", "gone", "unknown co-op", "scope", "scope")
	m := &membershiptypes.MsgGrantPower{
		Authority: x.pretender(c, flaw), CoopId: c.id, Power: admitting, TermSeconds: uint64(x.number("term", 1, 1_000)),
	}
	if x.number("another power", 0, 2) == 0 {
		m.Power, _ = one(x, "power", powers)
	}
	if officer, found := x.aMember(c, func(m *member) bool { return !m.gone }); found {
		m.MemberId = officer.id
	}
	switch flaw {
	case "nobody":
		m.MemberId = uint64(len(c.members)) + 1
	case "power":
		m.Power = "reign"
	case "term":
		m.TermSeconds = 0
	case "too long":
		m.TermSeconds = x.paper.limits.MaxPowerTermSeconds + 1
	case "gone":
		m.MemberId = uint64(x.number("any member", 0, len(c.members)))
		if former, found := x.aMember(c, func(m *member) bool { return m.gone }); found {
			m.MemberId = former.id
		}
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 7
	case "scope":
		x.misfit(m)
	}
	return m
}

// misfit narrows a power by what it doesn't take.
func (x *machine) misfit(m *membershiptypes.MsgGrantPower) {
	switch x.number("misfit", 0, 3) {
	case 0:
		m.Power, m.Scope = speaking, &membershiptypes.Scope{ClassIds: []uint32{1}}
	case 1:
		m.Power, m.Scope = speaking, &membershiptypes.Scope{Subjects: []string{"weather"}}
	case 2:
		m.Power, m.Limit = speaking, &membershiptypes.PowerLimit{PerDay: 1}
	default:
		m.Power, m.Scope = admitting, &membershiptypes.Scope{FederationIds: []uint64{1}}
	}
}

func (x *machine) revoking(c *coop, carried bool) sdk.Msg {
	holders := func(c *coop) (all []office) {
		for _, held := range slices.SortedFunc(maps.Keys(c.grants), byPower) {
			if x.paper.granted(c, held) {
				all = append(all, held)
			}
		}
		return all
	}
	officers := func(c *coop) bool { return len(holders(c)) > 0 }
	if with, found := x.aCoop(officers); found && !carried {
		c = with
	}
	if !officers(c) && x.number("no officer", 0, 5) > 0 {
		return x.granting(c)
	}
	flaw := x.flaw("pretender", "nobody", "power")
	m := &membershiptypes.MsgRevokePower{Authority: x.pretender(c, flaw), CoopId: c.id, Power: admitting, MemberId: 1}
	if held, found := one(x, "officer", holders(c)); found {
		m.Power, m.MemberId = held.power, held.member
	}
	switch flaw {
	case "nobody":
		m.MemberId = uint64(x.number("any member", 0, len(c.members)+1))
	case "power":
		m.Power = ""
	}
	return m
}

func (x *machine) applying(c *coop) sdk.Msg {
	flaw := x.flaw("person", "unknown co-op", "itself", "member")
	m := &membershiptypes.MsgApply{Applicant: c.account(), CoopId: uint64(x.number("federation", 1, len(x.paper.coops)))}
	if free, found := x.aCoop(func(f *coop) bool { return f != c && f.holder(c.account()) == nil }); found {
		m.CoopId = free.id
	}
	switch flaw {
	case "person":
		m.Applicant = x.anybody()
	case "unknown co-op":
		m.CoopId = 0
	case "itself":
		m.CoopId = c.id
	case "member":
		if above, found := one(x, "federation", x.paper.federations(c.id)); found {
			m.CoopId = above.id
		}
	}
	return m
}

func (x *machine) leaving(c *coop) (string, sdk.Msg) {
	m := &membershiptypes.MsgLeave{Signer: c.account(), CoopId: uint64(x.number("federation", 1, len(x.paper.coops)))}
	if above, found := one(x, "federation", x.paper.federations(c.id)); found && x.flaw("any") == "" {
		m.CoopId = above.id
	}
	return opLeaveCoop, m
}

// upstairs is what a co-op does as a member of a federation.
func (x *machine) upstairs(c *coop, depth int) (string, sdk.Msg) {
	above, found := one(x, "federation", x.paper.federations(c.id))
	if !found || x.number("anywhere", 0, 5) == 0 {
		above, _ = x.aCoop(anyCoop)
	}
	of := func(r *resolution) bool { return r.coop == above.id }
	what, _ := one(x, "upstairs", []string{"vote", "vote", "vote", "second", "propose", "withdraw", "amend"})
	if what == "propose" {
		return opProposeCoop, x.draft(above, c.account(), depth+1)
	}
	r := x.aResolution(func(r *resolution) bool {
		return of(r) && ((what == "vote" && x.takesBallots(r)) || (what == "second" && r.status == governancetypes.Status_STATUS_DRAFT) ||
			(what != "vote" && early(r)))
	})
	if r == nil {
		return "", nil
	}
	switch what {
	case "vote":
		return opVoteCoop, &governancetypes.MsgVote{Voter: c.account(), ResolutionId: r.id, Choice: x.choice(r)}
	case "second":
		return opSecondCoop, &governancetypes.MsgSecond{Seconder: c.account(), ResolutionId: r.id}
	case "withdraw":
		return opWithdraw, &governancetypes.MsgWithdraw{Proposer: c.account(), ResolutionId: r.id}
	}
	text := x.draft(x.paper.coop(r.coop), c.account(), depth+1)
	return opRedraft, &governancetypes.MsgAmend{
		Proposer: c.account(), ResolutionId: r.id, Title: text.Title, Summary: text.Summary, Rule: text.Rule, Messages: text.Messages,
	}
}

func (x *machine) limiting(c *coop) sdk.Msg {
	flaw := x.flaw("pretender", "forgotten")
	m := &membershiptypes.MsgUpdateParams{Authority: x.pretender(c, flaw), Params: x.paper.limits}
	m.Params.MaxKeysPerMember = uint32(x.number("keys", 2, 4))
	if flaw == "forgotten" {
		m.Params.MaxKeysPerMember = 0
	}
	return m
}

// paying is what a co-op does with what it has received.
func (x *machine) paying(c *coop) sdk.Msg {
	coin := sdk.NewInt64Coin(ledger.FeeDenom, int64(x.number("amount", 1, 150)))
	if x.number("classifying", 0, 1) == 0 {
		return &treasurytypes.MsgClassify{Authority: c.account(), CoopId: c.id, Coin: coin, Fund: "operating", Account: "4000"}
	}
	return &treasurytypes.MsgPay{
		Authority: c.account(), CoopId: c.id, Fund: "operating", Payee: address(0), Coins: sdk.NewCoins(coin), Account: "5000",
	}
}

// notListed is what no resolution carries: what a member does with its own key, and
// a delegate's ballot.
func (x *machine) notListed(c *coop) sdk.Msg {
	if x.number("a ballot", 0, 1) == 0 {
		return &governancetypes.MsgVoteAsDelegate{
			Delegate: c.account(), MemberCoopId: c.id, ResolutionId: x.anyResolution(), Choice: governancetypes.Choice_CHOICE_YES,
		}
	}
	return &membershiptypes.MsgRemoveKey{Signer: c.account(), CoopId: c.id, Address: c.account()}
}

// draft is a resolution about to be proposed. Depth counts the resolutions that
// lie around it.
func (x *machine) draft(c *coop, proposer string, depth int) *governancetypes.MsgPropose {
	m := &governancetypes.MsgPropose{Proposer: proposer, CoopId: c.id, Title: "a resolution", Summary: "what\nit is about"}
	if rule, found := one(x, "rule", c.charter().Rules); found && x.number("named rule", 0, 2) > 0 {
		m.Rule = rule.Name
	}
	if x.number("seconders", 0, 2) == 0 {
		for _, rule := range c.charter().Rules {
			if rule.Seconders > 0 {
				m.Rule = rule.Name
			}
		}
	}
	var messages []sdk.Msg
	if depth <= 5 {
		for range x.number("messages", 0, 2) {
			if _, message := x.decision(c, depth, true); message != nil {
				messages = append(messages, message)
			}
		}
	}
	switch x.flaw("stranger", "rule", "title", "long", "document", "many", "not listed", "unknown co-op", "self") {
	case "stranger":
		m.Proposer = x.anybody()
	case "rule":
		m.Rule = "monarchy"
	case "title":
		m.Title, _ = one(x, "title", []string{" ", "two\nlines"})
	case "long":
		m.Summary = strings.Repeat("x", int(x.paper.texts.MaxSummaryBytes)+1)
	case "document":
		m.Document = &membershiptypes.Document{Uri: "https://example.org/text", Sha256: []byte{1}}
	case "many":
		messages = slices.Repeat([]sdk.Msg{x.granting(c)}, int(x.paper.texts.MaxMessages)+1)
	case "not listed":
		messages = append(messages, x.notListed(c))
	case "unknown co-op":
		m.CoopId = uint64(len(x.paper.coops)) + 1
	case "self":
		messages = append(messages, &membershiptypes.MsgLeave{Signer: c.account(), CoopId: c.id})
	default:
		m.Document = &membershiptypes.Document{Uri: "https://example.org/text", Sha256: make([]byte, 32)}
	}
	for _, message := range messages {
		packed, err := codectypes.NewAnyWithValue(message)
		require.NoError(x, err)
		m.Messages = append(m.Messages, packed)
	}
	return m
}
