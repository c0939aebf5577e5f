package simulation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// stores that an import must bring back as they were.
var stores = []string{
	membershiptypes.StoreKey, governancetypes.StoreKey, treasurytypes.StoreKey, validatorstypes.StoreKey, chaintypes.StoreKey, banktypes.StoreKey,
}

// world is what every walk begins from: an application after its first block, a
// blank one to import into, and the paper of the first.
type world struct {
	app, blank *app.App
	params     cmtproto.ConsensusParams
	paper      *paper
}

// places at the beginning: a root federation over three co-ops of persons and a
// federation over two more.
var places = []struct {
	slug    string
	persons int
	coops   []string
}{
	{slug: "root", coops: []string{"alder", "birch", "cedar", "dogwood", "grove"}},
	{slug: "alder", persons: 7},
	{slug: "birch", persons: 4},
	{slug: "cedar", persons: 3},
	{slug: "dogwood", persons: 2},
	{slug: "grove", coops: []string{"elm", "fern"}},
	{slug: "elm", persons: 3},
	{slug: "fern", persons: 1},
}

// People who hold keys, and those among them who have coins.
const (
	people = 60
	rich   = 2
)

var persons, addresses = func() (all [people]ledger.Person, texts [people]string) {
	for i := range all {
		all[i] = ledger.PersonNamed(fmt.Sprintf("person %d", i))
		texts[i] = all[i].String()
	}
	return all, texts
}()

func address(number int) string { return addresses[number] }

func person(number int) ledger.Person { return persons[number] }

func newWorld(t *testing.T) *world {
	setup := ledger.Setup{
		SeatCoops: []string{"alder", "birch", "cedar", "dogwood"},
		Adjust:    tighten(t),
		MaxGas:    60_000_000,
	}
	next := 0
	for _, place := range places {
		founding := membershiptypes.Founding{Slug: place.slug, Charter: patient(charterOf(place.slug))}
		if len(place.coops) > 0 {
			founding.Charter = federationCharter()
		}
		for _, slug := range place.coops {
			founding.Founders = append(founding.Founders, membershiptypes.Founder{Class: "co-ops", MemberCoop: slug})
		}
		for range place.persons {
			founding.Founders = append(founding.Founders, membershiptypes.Founder{
				Class: "workers", Addresses: []string{address(next)},
			})
			next++
		}
		setup.Foundings = append(setup.Foundings, founding)
	}
	for i := range rich {
		setup.Rich = append(setup.Rich, person(people-1-i).Address())
	}
	l := ledger.New(t, setup)
	w := &world{app: l.App, blank: ledger.Open(t, setup).App, params: l.App.GetConsensusParams(l.Ctx())}
	w.paper = newPaper(t, l, setup)
	return w
}

// tighten sets limits that a short walk can reach.
func tighten(t *testing.T) func(state map[string]json.RawMessage) {
	return func(state map[string]json.RawMessage) {
		for _, change := range []struct{ module, was, is string }{
			{"membership", `"max_keys_per_member":8`, `"max_keys_per_member":3`},
			{"membership", `"max_federations_per_coop":8`, `"max_federations_per_coop":2`},
			{"membership", `"max_federation_levels":8`, `"max_federation_levels":4`},
			{"membership", `"max_grants_per_coop":64`, `"max_grants_per_coop":5`},
			{"membership", `"max_founders":90`, `"max_founders":4`},
			{"membership", `"max_proof_lifetime_seconds":"2592000"`, `"max_proof_lifetime_seconds":"1000"`},
			{"membership", `"application_lifetime_seconds":"7776000"`, `"application_lifetime_seconds":"400"`},
			{"membership", `"max_applications_per_coop":1000`, `"max_applications_per_coop":4`},
			{"membership", `"max_applications_per_relayer":10`, `"max_applications_per_relayer":2`},
			{"membership", `"min_objection_window_seconds":"604800"`, `"min_objection_window_seconds":"60"`},
			{"membership", `"objection_window_seconds":"604800"`, `"objection_window_seconds":"60"`},
			{"membership", `"max_power_term_seconds":"126489600"`, `"max_power_term_seconds":"1000"`},
			{"membership", `"min_recovery_delay_seconds":"259200"`, `"min_recovery_delay_seconds":"20"`},
			{"membership", `"max_guardians":9`, `"max_guardians":3`},
			{"membership", `"guardians_delay_seconds":"259201"`, `"guardians_delay_seconds":"60"`},
			{"membership", `"resolution_delay_seconds":"259202"`, `"resolution_delay_seconds":"50"`},
			{"membership", `"in_person_delay_seconds":"259203"`, `"in_person_delay_seconds":"90"`},
			{"membership", `"removal_delay_seconds":"259204"`, `"removal_delay_seconds":"40"`},
			{"membership", `"freeze_seconds":"259205"`, `"freeze_seconds":"70"`},
			{"membership", `"min_reply_period_seconds":"604800"`, `"min_reply_period_seconds":"30"`},
			{"membership", `"min_appeal_period_seconds":"604800"`, `"min_appeal_period_seconds":"30"`},
			{"membership", `"reply_period_seconds":"604801"`, `"reply_period_seconds":"40"`},
			{"membership", `"appeal_period_seconds":"604802"`, `"appeal_period_seconds":"40"`},
			{"membership", `"max_suspension_seconds":"7776000"`, `"max_suspension_seconds":"200"`},
			{"membership", `"max_suspension_seconds_per_year":"15552000"`, `"max_suspension_seconds_per_year":"300"`},
			{"membership", `"max_suspensions_per_year":12`, `"max_suspensions_per_year":3`},
			{"membership", `"max_open_cases_per_coop":50`, `"max_open_cases_per_coop":2`},
			{"membership", `"max_open_cases_per_charger":3`, `"max_open_cases_per_charger":2`},
			{"membership", `"max_chargers_per_case":10`, `"max_chargers_per_case":3`},
			{"membership", `"charge_rest_seconds":"2592000"`, `"charge_rest_seconds":"50"`},
			{"membership", `"max_intervals_per_member":8`, `"max_intervals_per_member":3`},
			{"governance", `"max_open_resolutions_per_coop":100`, `"max_open_resolutions_per_coop":5`},
			{"governance", `"max_agenda_items":30`, `"max_agenda_items":2`},
			{"governance", `"max_open_meetings_per_coop":10`, `"max_open_meetings_per_coop":2`},
			{"governance", `"max_members_per_sheet":200`, `"max_members_per_sheet":4`},
			{"governance", `"max_waiting_sheets":20`, `"max_waiting_sheets":2`},
			{"governance", `"late_start_seconds":"3600"`, `"late_start_seconds":"60"`},
			{"governance", `"returned_period_seconds":"31622400"`, `"returned_period_seconds":"200"`},
			{"governance", `"requisition_stands_seconds":"86400"`, `"requisition_stands_seconds":"60"`},
			{"chain", `"gap_quiet_blocks":"1000"`, `"gap_quiet_blocks":"4"`},
		} {
			next := bytes.ReplaceAll(state[change.module], []byte(change.was), []byte(change.is))
			require.NotEqual(t, string(state[change.module]), string(next), "%s is not in the genesis", change.was)
			state[change.module] = next
		}
	}
}

// patient is a charter with windows that the ledger's own limits allow, in which
// it is founded. tighten makes them as short as the charter has them.
func patient(charter membershiptypes.Charter) membershiptypes.Charter {
	for i, class := range charter.Classes {
		if class.Name == "users" {
			charter.Classes[i].ObjectionWindowSeconds = membershiptypes.DefaultParams().MinObjectionWindowSeconds
		}
	}
	charter.Discipline.ReplyPeriodSeconds = membershiptypes.DefaultParams().MinReplyPeriodSeconds + 1
	charter.Discipline.AppealPeriodSeconds = membershiptypes.DefaultParams().MinAppealPeriodSeconds + 2
	least := membershiptypes.DefaultParams().MinRecoveryDelaySeconds
	charter.Recovery = &membershiptypes.RecoveryPolicy{
		GuardiansDelaySeconds: least + 1, ResolutionDelaySeconds: least + 2, InPersonDelaySeconds: least + 3,
		RemovalDelaySeconds: least + 4, FreezeSeconds: least + 5, MaxOpenRecoveries: 1,
	}
	return charter
}

// newPaper writes the genesis down from the same list of places.
func newPaper(t *testing.T, l *ledger.Ledger, setup ledger.Setup) *paper {
	p := &paper{
		height: l.Height, civil: l.Time.Unix(), now: ledger.Start.Unix(), quietBlocks: 4, workBudget: 30_000_000,
		texts: governancetypes.DefaultParams(), limits: membershiptypes.DefaultParams(),
		annuals:      make(map[[2]uint64]uint64),
		applications: make(map[[2]uint64]int64), coins: make(map[string]int64), entries: make(map[uint64]uint64),
	}
	p.texts.MaxOpenResolutionsPerCoop = 5
	p.texts.MaxAgendaItems, p.texts.MaxOpenMeetingsPerCoop, p.texts.MaxMembersPerSheet, p.texts.MaxWaitingSheets = 2, 2, 4, 2
	p.texts.LateStartSeconds, p.texts.ReturnedPeriodSeconds, p.texts.RequisitionStandsSeconds = 60, 200, 60
	p.limits.FederationVoteMarginSeconds = 0
	p.limits.FoundingFee = sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, 100))
	p.limits.MaxKeysPerMember, p.limits.MaxFederationsPerCoop, p.limits.MaxFederationLevels = 3, 2, 4
	p.limits.MaxGrantsPerCoop, p.limits.MaxFounders, p.limits.MaxProofLifetimeSeconds = 5, 4, 1_000
	p.limits.MaxApplicationsPerCoop, p.limits.MaxApplicationsPerRelayer, p.limits.MinObjectionWindowSeconds = 4, 2, 60
	p.limits.MaxIntervalsPerMember, p.limits.ChargeRestSeconds = 3, 50
	p.limits.MinReplyPeriodSeconds, p.limits.MinAppealPeriodSeconds = 30, 30
	p.limits.MaxSuspensionSeconds, p.limits.MaxSuspensionSecondsPerYear, p.limits.MaxSuspensionsPerYear = 200, 300, 3
	p.limits.MaxOpenCasesPerCoop, p.limits.MaxOpenCasesPerCharger, p.limits.MaxChargersPerCase = 2, 2, 3
	p.limits.MinRecoveryDelaySeconds, p.limits.MaxGuardians = 20, 3
	p.limits.ApplicationLifetimeSeconds, p.limits.MaxPowerTermSeconds = 400, 1_000
	for i, founding := range setup.Foundings {
		if founding.Charter.Name == workersCharter().Name {
			founding.Charter = charterOf(founding.Slug)
		}
		c := &coop{
			id: uint64(i) + 1, slug: founding.Slug, charters: []membershiptypes.Charter{founding.Charter},
			founded: p.now, lastClass: uint32(len(founding.Charter.Classes)), grants: make(map[office]membershiptypes.Grant),
		}
		p.coops = append(p.coops, c)
		for _, founder := range founding.Founders {
			if founder.MemberCoop == "" {
				p.take(c, founder.Class, 0, founder.Addresses)
				continue
			}
			below := l.Coop(founder.MemberCoop)
			p.take(c, founder.Class, below, []string{membershiptypes.CoopAddress(below)})
		}
	}
	p.measure()
	p.now = l.Now()
	require.Equal(t, ledger.Start.Unix()+1, p.now, "the first block came a second after the genesis")
	// A co-op's account itself never holds anything.
	for _, c := range p.coops {
		p.coins[c.account()], p.coins[c.purse("suspense")], p.coins[c.purse("operating")] = 0, 0, 0
	}
	for i := range people {
		p.coins[address(i)] = 0
	}
	for _, account := range setup.Rich {
		p.coins[membershiptypes.AddressText(account)] = 1_000_000_000
	}
	return p
}

func share(numerator, denominator uint32, moreThan bool, base membershiptypes.Base) membershiptypes.Threshold {
	return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, MoreThan: moreThan, Base: base}
}

const (
	castBase    = membershiptypes.Base_BASE_VOTES_CAST
	presentBase = membershiptypes.Base_BASE_PRESENT
	rollBase    = membershiptypes.Base_BASE_ROLL
)

// workersCharter has one rule of every kind, short enough for a walk.
func workersCharter() membershiptypes.Charter {
	return membershiptypes.Charter{
		Name:        "Workers",
		Description: "Owned by those who work in it.",
		Classes: []membershiptypes.Class{
			{Id: 1, Name: "workers", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON},
			{Id: 2, Name: "friends", Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON},
			{Id: 3, Name: "co-ops", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP},
			{
				Id: 4, Name: "users", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
				Admission:              membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OPEN,
				ObjectionWindowSeconds: 60, Objections: 2, MaxAdmissionsPerDay: 2,
			},
			{
				Id: 5, Name: "neighbours", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
				Admission: membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED, Sponsors: 2,
				ObjectionWindowSeconds: 40, Objections: 1, MaxMembers: 2, MaxAdmissionsPerDay: 3,
			},
			{
				Id: 6, Name: "guests", Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON,
				Admission: membershiptypes.AdmissionPolicy_ADMISSION_POLICY_SPONSORED, Sponsors: 1,
			},
		},
		Rules: []membershiptypes.DecisionRule{
			{Name: "absolute", Approval: share(1, 2, true, rollBase), Quorum: share(0, 1, false, rollBase), VotingPeriodSeconds: 80},
			{Name: "board", Approval: share(1, 2, true, castBase), Quorum: share(1, 2, false, rollBase), Electorate: governing, VotingPeriodSeconds: 60},
			{Name: "consent", Approval: share(0, 1, false, castBase), Quorum: share(1, 3, false, rollBase), Consent: true, VotingPeriodSeconds: 70},
			{Name: "ordinary", Approval: share(1, 2, true, castBase), Quorum: share(1, 4, false, rollBase), VotingPeriodSeconds: 60},
			{Name: "quick", Approval: share(1, 2, true, rollBase), Quorum: share(0, 1, false, rollBase), FinalBallots: true, VotingPeriodSeconds: 60},
			{Name: "seconded", Approval: share(1, 2, true, presentBase), Quorum: share(1, 3, true, rollBase), Seconders: 2, SecondingPeriodSeconds: 90, DiscussionPeriodSeconds: 40, VotingPeriodSeconds: 60},
			{Name: "special", Approval: share(2, 3, false, castBase), Quorum: share(1, 2, false, rollBase), OrMajorityOfRoll: true, VotingPeriodSeconds: 70, TimelockPeriodSeconds: 50},
			{Name: "swift", Approval: share(2, 3, false, castBase), Quorum: share(1, 2, true, rollBase), FinalBallots: true, VotingPeriodSeconds: 60, TimelockPeriodSeconds: 20},
		},
		Requirements: []membershiptypes.Requirement{
			{Subject: "charter", Rule: "special"},
			{Subject: "federation", Rule: "quick"},
			{Subject: aboutMeetings, Rule: "board", MembersRule: "ordinary"},
			{Subject: aboutPersons, Rule: "special"},
		},
		Meetings: meetingTerms(), TimeZone: clocks.String(),
		Discipline: &membershiptypes.Discipline{
			Grounds: []string{"fraud", "neglect"}, ChargingMembers: 2, JoiningPeriodSeconds: 60, NoticePeriodSeconds: 60,
			ReplyPeriodSeconds: 40, DecisionPeriodSeconds: 400, AppealPeriodSeconds: 40, AppealDecisionPeriodSeconds: 400,
			MaxSuspensionSeconds: 120, SuspendsMeanwhile: true, PartiesAbstain: true,
		},
		Recovery: &membershiptypes.RecoveryPolicy{
			GuardiansDelaySeconds: 60, ResolutionDelaySeconds: 50, InPersonDelaySeconds: 90,
			RemovalDelaySeconds: 40, FreezeSeconds: 70, MaxOpenRecoveries: 1,
		},
		DefaultRule:                 "ordinary",
		Admission:                   membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER,
		MaxOpenResolutionsPerMember: 3,
	}
}

// mediating is the co-op whose charges go to mediation first, and closing the one
// whose votes close with the meeting, and whose meetings record the roll as they open.
const (
	mediating = "birch"
	closing   = "alder"
)

// charterOf is a workers' charter as a co-op has it at the beginning.
func charterOf(slug string) membershiptypes.Charter {
	charter := workersCharter()
	if slug == mediating {
		charter.Discipline.MediationPeriodSeconds = 60
	}
	if slug == closing {
		charter.Classes[2].Votes = false
		charter.Meetings.OwnVotingPeriod, charter.Meetings.RecordAtOpening = false, true
	}
	return charter
}

// federationCharter leaves member co-ops the time to decide their votes.
func federationCharter() membershiptypes.Charter {
	return membershiptypes.Charter{
		Name:        "Federation",
		Description: "Co-ops that work together.",
		Classes: []membershiptypes.Class{
			{Id: 1, Name: "co-ops", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP},
			{Id: 2, Name: "friends", Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP},
		},
		Rules: []membershiptypes.DecisionRule{
			{Name: "absolute", Approval: share(1, 2, true, rollBase), Quorum: share(0, 1, false, rollBase), FinalBallots: true, VotingPeriodSeconds: 150},
			{Name: "large", Approval: share(1, 2, true, rollBase), Quorum: share(0, 1, false, rollBase), Consent: true, VotingPeriodSeconds: 150},
			{Name: "medium", Approval: share(1, 1, false, castBase), Quorum: share(0, 1, false, rollBase), Consent: true, VotingPeriodSeconds: 130},
			{Name: "slow", Approval: share(2, 3, false, presentBase), Quorum: share(1, 2, false, rollBase), Seconders: 1, SecondingPeriodSeconds: 120, DiscussionPeriodSeconds: 30, VotingPeriodSeconds: 130, TimelockPeriodSeconds: 40},
		},
		Requirements: []membershiptypes.Requirement{
			{Subject: "admission", Rule: "absolute"},
			{Subject: "chain", Rule: "large"},
			{Subject: "charter", Rule: "large"},
			{Subject: "federation", Rule: "medium"},
			{Subject: "seats", Rule: "large"},
		},
		DefaultRule:                 "medium",
		Admission:                   membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION,
		MaxOpenResolutionsPerMember: 3,
	}
}
