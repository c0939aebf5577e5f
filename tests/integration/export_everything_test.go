package integration

import (
	"crypto/sha256"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	anHour = 3_600
	// recoveryDelay is over before the meeting begins.
	recoveryDelay = 2_700
	// meetingStarts an hour and ten minutes after the ledger, on clocks in Kiritimati.
	meetingStarts = "2026-01-06T00:10"
	// farFrom is how much time both ledgers run on: every deadline is nearer.
	farFrom = 4 * time.Hour
)

// Members of the worker co-op by what happens to them; 1 to 7 decide.
const (
	robbed, guardian, otherGuardian  = 4, 5, 6
	accused, charger, server         = 8, 9, 10
	suspender, accusedToo, inWriting = 11, 12, 13
	foundedHere                      = 13
)

// everything is the federation with a worker co-op of thirteen and limits that
// let its charter have short periods.
func everything() ledger.Setup {
	setup := ledger.Federation()
	for i := range setup.Foundings {
		if setup.Foundings[i].Slug != ledger.Worker {
			continue
		}
		setup.Foundings[i].Founders = nil
		for person := 1; person <= foundedHere; person++ {
			setup.Foundings[i].Founders = append(setup.Foundings[i].Founders, membershiptypes.Founder{
				Class: "workers", Addresses: []string{ledger.Member(ledger.Worker, person).String()},
			})
		}
	}
	setup.Adjust = func(state map[string]json.RawMessage) {
		encoding, err := app.NewEncoding()
		if err != nil {
			panic(err)
		}
		var membership membershiptypes.GenesisState
		encoding.Codec.MustUnmarshalJSON(state[membershiptypes.ModuleName], &membership)
		limits := &membership.Params
		limits.MinRecoveryDelaySeconds, limits.MinReplyPeriodSeconds, limits.MinAppealPeriodSeconds = 60, 60, 60
		state[membershiptypes.ModuleName] = encoding.Codec.MustMarshalJSON(&membership)

		var chain chaintypes.GenesisState
		encoding.Codec.MustUnmarshalJSON(state[chaintypes.ModuleName], &chain)
		chain.Params.MemberAllowance.Gas *= 50 // a few members do all of it within two hours
		chain.Params.MemberAllowance.Bytes *= 50
		state[chaintypes.ModuleName] = encoding.Codec.MustMarshalJSON(&chain)
	}
	return setup
}

// fullCharter has a part for everything that can be under way.
func fullCharter() membershiptypes.Charter {
	charter := ledger.WorkerCharter()
	share := func(numerator, denominator uint32) membershiptypes.Threshold {
		return membershiptypes.Threshold{Numerator: numerator, Denominator: denominator, Base: membershiptypes.Base_BASE_ROLL}
	}
	charter.Classes = append(charter.Classes, membershiptypes.Class{
		Id: 3, Name: "probation", Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON, TrialPeriodSeconds: 2 * anHour, NextClassId: 1,
	})
	slow := charter.Rules[0]
	slow.Name, slow.VotingPeriodSeconds = "slow", 2*anHour
	charter.Rules = append(charter.Rules[:3:3], slow, charter.Rules[3])
	charter.Requirements = nil
	for _, r := range [][2]string{
		{membershiptypes.SubjectAdmission, "quick"},
		{membershiptypes.SubjectCharter, "special"},
		{membershiptypes.SubjectDiscipline, "quick"},
		{membershiptypes.SubjectFederation, "quick"},
		{membershiptypes.SubjectPowers, "quick"},
		{membershiptypes.SubjectInPerson, "special"},
	} {
		charter.Requirements = append(charter.Requirements, membershiptypes.Requirement{Subject: r[0], Rule: r[1]})
	}
	charter.Terms = &membershiptypes.MembershipTerms{LeavingNoticeSeconds: 2 * anHour}
	charter.Recovery = &membershiptypes.RecoveryPolicy{
		GuardiansDelaySeconds: recoveryDelay, ResolutionDelaySeconds: recoveryDelay, InPersonDelaySeconds: anHour,
		RemovalDelaySeconds: recoveryDelay, FreezeSeconds: anHour, MaxOpenRecoveries: 1,
	}
	charter.Discipline = &membershiptypes.Discipline{
		Grounds: []string{"conduct", "theft"}, ChargingMembers: 2, JoiningPeriodSeconds: anHour,
		NoticePeriodSeconds: 2 * anHour, ReplyPeriodSeconds: anHour, DecisionPeriodSeconds: anHour, AppealPeriodSeconds: anHour,
		AppealDecisionPeriodSeconds: 2 * anHour, MaxSuspensionSeconds: 2 * anHour, SuspendsMeanwhile: true, PartiesAbstain: true,
	}
	charter.TimeZone = "Pacific/Kiritimati"
	charter.Meetings = &membershiptypes.MeetingRules{
		Requisition: share(1, 2), RequisitionPeriodSeconds: 2 * anHour, GracePeriodSeconds: 600,
		FirstCallQuorum: share(1, 10), SecondCallQuorum: share(0, 1), MinLengthSeconds: 60, MaxLengthSeconds: 2 * anHour,
		MaxAttested: share(1, 2), OverdueRequisition: share(1, 10),
	}
	return charter
}

// busy is a ledger with everything under way, and what of it is asked for later.
type busy struct {
	*ledger.Ledger
	t    *testing.T
	coop uint64
	// resolutions and cases by what they are.
	moved, slow, draft, federal uint64
	appealed, charged           uint64
	meeting, requisition        uint64
	effective                   int64
	// what both ledgers are sent later.
	unconfirmed *governancetypes.MsgConfirmSheet
	secondBatch *membershiptypes.MsgImportMembers
	claim       *membershiptypes.MsgClaim
	newKey      ledger.Person
}

func newBusy(t *testing.T) (*busy, ledger.Setup) {
	t.Helper()
	setup := everything()
	b := &busy{
		Ledger: ledger.New(t, setup), t: t, newKey: ledger.PersonNamed("the robbed one's new key"),
	}
	b.coop = b.Coop(ledger.Worker)
	b.adopts(&membershiptypes.MsgAmendCharter{Authority: b.Account(ledger.Worker), CoopId: b.coop, Charter: fullCharter()})
	b.givesPowers()
	b.choosesGuardians()
	b.convenes()
	later := fullCharter()
	later.Description = "What comes into force on its date."
	b.effective = b.Now() + 3*anHour
	b.adopts(&membershiptypes.MsgAmendCharter{
		Authority: b.Account(ledger.Worker), CoopId: b.coop, Charter: later, EffectiveAt: b.effective,
	})
	b.meets()
	b.disciplines()
	b.recovers()
	b.admits()
	b.switchesOff()
	b.imports()
	b.decides()
	return b, setup
}

func (b *busy) who(number int) ledger.Person { return ledger.Member(ledger.Worker, number) }

// adopts a charter by the special rule.
func (b *busy) adopts(amend *membershiptypes.MsgAmendCharter) {
	b.t.Helper()
	id := b.Propose(b.who(1), ledger.Worker, "special", amend)
	for i := 1; i <= foundedHere; i++ {
		b.Vote(b.who(i), id, yes)
	}
	b.Pass(3 * ledger.VotingSeconds * time.Second)
	adopted := b.Resolution(id)
	require.Equal(b.t, governancetypes.Status_STATUS_EXECUTED, adopted.Status, adopted.Outcome.String())
}

func (b *busy) givesPowers() {
	b.t.Helper()
	grant := func(slug string, member uint64, power string) *membershiptypes.MsgGrantPower {
		return &membershiptypes.MsgGrantPower{
			Authority: b.Account(slug), CoopId: b.Coop(slug), MemberId: member, Power: power, TermSeconds: 3 * anHour,
		}
	}
	granted := b.FederationDecides("medium",
		grant(ledger.Root, 1, membershiptypes.PowerBreak), grant(ledger.Root, 2, membershiptypes.PowerBreak),
		grant(ledger.Root, 3, membershiptypes.PowerBreak))
	require.Equal(b.t, governancetypes.Status_STATUS_EXECUTED, granted.Status, granted.Outcome.String())
	b.done(b.CoopDecides(ledger.Worker,
		grant(ledger.Worker, 1, membershiptypes.PowerConvene), grant(ledger.Worker, 1, membershiptypes.PowerChair),
		grant(ledger.Worker, 2, membershiptypes.PowerScrutineer), grant(ledger.Worker, 3, membershiptypes.PowerScrutineer),
		grant(ledger.Worker, charger, membershiptypes.PowerCharge), grant(ledger.Worker, server, membershiptypes.PowerCharge),
		grant(ledger.Worker, suspender, membershiptypes.PowerSuspend), grant(ledger.Worker, 3, membershiptypes.PowerAdmit)))
}

// done requires that a resolution was executed.
func (b *busy) done(id uint64) {
	b.t.Helper()
	b.Block()
	outcome := b.Resolution(id).Outcome
	require.Equal(b.t, governancetypes.OutcomeCode_OUTCOME_CODE_EXECUTED, outcome.Code, outcome.String())
}

func (b *busy) choosesGuardians() {
	b.t.Helper()
	b.Do(b.who(robbed), &membershiptypes.MsgSetGuardians{
		Signer: b.who(robbed).String(), CoopId: b.coop, Guardians: []uint64{guardian, otherGuardian}, Needed: 2,
	})
}

// convenes a meeting with a motion on its agenda.
func (b *busy) convenes() {
	b.t.Helper()
	next, err := b.App.Keepers().Governance.NextResolutionID.Peek(b.Ctx())
	require.NoError(b.t, err)
	motion := b.Proposal(b.who(7).String(), ledger.Worker, "ordinary")
	motion.ForMeeting = true
	b.Do(b.who(7), motion)
	b.moved = next
	b.meeting, err = b.App.Keepers().Governance.NextMeetingID.Peek(b.Ctx())
	require.NoError(b.t, err)
	b.Do(b.who(1), &governancetypes.MsgConveneMeeting{
		Convener: b.who(1).String(), CoopId: b.coop, Notice: meetingNotice(meetingStarts), Agenda: []uint64{b.moved},
	})
}

func meetingNotice(startsAt string) governancetypes.MeetingNotice {
	return governancetypes.MeetingNotice{Kind: governancetypes.MeetingKind_MEETING_KIND_EXTRAORDINARY, StartsAt: startsAt, Place: "The bakehouse"}
}

// meets: the meeting is open, a sheet of it is confirmed and one is not, another
// is convened, and members ask for a third.
func (b *busy) meets() {
	b.t.Helper()
	for b.Time.Before(ledger.Start.Add(70 * time.Minute)) {
		b.BlockAfter(time.Minute)
	}
	for i := 1; i <= 4; i++ {
		b.Do(b.who(i), &governancetypes.MsgAttend{Member: b.who(i).String(), MeetingId: b.meeting})
	}
	b.Pass(11 * time.Minute)
	b.Vote(b.who(1), b.moved, yes)
	b.enters(2, inWriting)
	b.Do(b.who(3), b.confirmation(3, 1))
	b.enters(3, otherGuardian)
	b.unconfirmed = b.confirmation(2, 2)

	b.Do(b.who(1), &governancetypes.MsgConveneMeeting{
		Convener: b.who(1).String(), CoopId: b.coop, Notice: meetingNotice("2026-01-07T00:10"),
	})
	b.requisition = 1
	b.Do(b.who(2), &governancetypes.MsgRequisition{Member: b.who(2).String(), CoopId: b.coop, Notice: meetingNotice("2026-02-01T18:00")})
}

// enters one ballot that was cast on paper.
func (b *busy) enters(scrutineer int, member uint64) {
	b.t.Helper()
	paper := sha256.Sum256([]byte("the paper"))
	b.Do(b.who(scrutineer), &governancetypes.MsgEnterBallots{
		Scrutineer: b.who(scrutineer).String(), ResolutionId: b.moved, PaperSha256: paper[:],
		Ballots: []governancetypes.Ballot{{MemberId: member, Choice: no}},
	})
}

func (b *busy) confirmation(scrutineer int, sheet uint32) *governancetypes.MsgConfirmSheet {
	b.t.Helper()
	entered, err := b.App.Keepers().Governance.Sheets.Get(b.Ctx(), collections.Join(b.meeting, sheet))
	require.NoError(b.t, err)
	return &governancetypes.MsgConfirmSheet{
		Scrutineer: b.who(scrutineer).String(), MeetingId: b.meeting, Sheet: sheet, ListHash: entered.ListHash,
	}
}
