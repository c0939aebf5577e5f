package integration

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/offchain/roll"
	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// disciplines two: one appeals against an expulsion, the other is suspended
// before it has the charge.
func (b *busy) disciplines() {
	b.t.Helper()
	paper := sha256.Sum256([]byte("a paper"))
	charge := func(member uint64) uint64 {
		next, err := b.App.Keepers().Membership.NextCaseID.Peek(b.Ctx())
		require.NoError(b.t, err)
		b.Do(b.who(charger), &membershiptypes.MsgCharge{
			Authority: b.who(charger).String(), CoopId: b.coop, MemberId: member, Ground: "theft", ChargeSha256: paper[:],
		})
		return next
	}
	b.appealed = charge(accused)
	b.Do(b.who(server), &membershiptypes.MsgRecordNotice{
		Authority: b.who(server).String(), CoopId: b.coop, CaseId: b.appealed, EvidenceSha256: paper[:],
	})
	b.Do(b.who(accused), &membershiptypes.MsgReplyToCharge{
		Signer: b.who(accused).String(), CoopId: b.coop, CaseId: b.appealed, ReplySha256: paper[:],
	})
	decision := b.Propose(b.who(1), ledger.Worker, "quick", &membershiptypes.MsgDecideCase{
		Authority: b.Account(ledger.Worker), CoopId: b.coop, CaseId: b.appealed,
		Outcome: membershiptypes.CaseOutcome_CASE_OUTCOME_EXPULSION, ReasonsSha256: paper[:],
	})
	// The two parties abstain: six of eleven are more than half.
	for i := 1; i <= 6; i++ {
		b.Vote(b.who(i), decision, yes)
	}
	b.done(decision)
	b.Do(b.who(accused), &membershiptypes.MsgAppeal{
		Signer: b.who(accused).String(), CoopId: b.coop, CaseId: b.appealed, AppealSha256: paper[:],
	})
	b.charged = charge(accusedToo)
	b.Do(b.who(suspender), &membershiptypes.MsgSuspendMember{
		Authority: b.who(suspender).String(), CoopId: b.coop, CaseId: b.charged, SuspensionSeconds: anHour,
	})
}

// recovers: guardians give a place a new key, another member's key is to be
// removed, and one member changes its guardians.
func (b *busy) recovers() {
	b.t.Helper()
	b.Do(b.who(guardian), &membershiptypes.MsgStartRecovery{
		Guardian: b.who(guardian).String(), CoopId: b.coop, MemberId: robbed, Key: prove(b.t, b.Ledger, ledger.Worker, robbed, b.newKey),
	})
	b.Do(b.who(otherGuardian), &membershiptypes.MsgSupportRecovery{
		Guardian: b.who(otherGuardian).String(), CoopId: b.coop, MemberId: robbed, Address: b.newKey.String(),
	})
	spare := ledger.PersonNamed("spare key")
	addKey(b.t, b.Ledger, b.who(server), spare, server)
	b.Do(b.who(server), &membershiptypes.MsgRemoveKey{Signer: b.who(server).String(), CoopId: b.coop, Address: spare.String()})
	b.Do(b.who(suspender), &membershiptypes.MsgSetGuardians{
		Signer: b.who(suspender).String(), CoopId: b.coop, Guardians: []uint64{1, 2}, Needed: 2,
	})
}

// admits somebody on trial, invites two, and one gives notice.
func (b *busy) admits() {
	b.t.Helper()
	officer := b.who(3)
	b.Do(officer, &membershiptypes.MsgAdmit{Authority: officer.String(), CoopId: b.coop, Member: membershiptypes.NewMember{
		Class: "probation", Keys: []membershiptypes.KeyProof{prove(b.t, b.Ledger, ledger.Worker, 0, ledger.PersonNamed("on trial"))},
	}})
	taken, ignored := ledger.PersonNamed("an invitation"), ledger.PersonNamed("another invitation")
	for _, invitation := range []ledger.Person{taken, ignored} {
		b.Do(officer, &membershiptypes.MsgInvite{
			Authority: officer.String(), CoopId: b.coop, Invitation: invitation.Key.PubKey().Bytes(), Class: "workers", ExpiresAt: b.Now() + anHour,
		})
	}
	proof := prove(b.t, b.Ledger, ledger.Worker, 0, ledger.PersonNamed("invited"))
	signature, err := membershiptypes.SignClaim(taken.Key, ledger.ChainID, ledger.Worker, ledger.PersonNamed("invited").String(), proof.ExpiresAt)
	require.NoError(b.t, err)
	b.claim = &membershiptypes.MsgClaim{
		Relayer: b.who(1).String(), CoopId: b.coop, Invitation: taken.Key.PubKey().Bytes(), Key: proof, Signature: signature,
	}
	b.Do(b.who(inWriting), &membershiptypes.MsgLeave{Signer: b.who(inWriting).String(), CoopId: b.coop})
}

// switchesOff payments, by the word of three co-ops.
func (b *busy) switchesOff() {
	b.t.Helper()
	for _, slug := range ledger.MemberCoops[:3] {
		b.done(b.CoopDecides(slug, &governancetypes.MsgTripBreaker{
			Holder: b.Account(slug), Messages: []string{sdk.MsgTypeURL(&banktypes.MsgSend{})}, Seconds: 2 * anHour, Reason: "Payments go astray",
		}))
	}
}

// imports half of a roll.
func (b *busy) imports() {
	b.t.Helper()
	var file bytes.Buffer
	require.NoError(b.t, roll.Generate(&file, 4, [2]string{"workers", "friends"}))
	_, charter, err := b.App.Keepers().Membership.GetCharter(b.Ctx(), b.coop)
	require.NoError(b.t, err)
	coop, err := b.App.Keepers().Membership.GetCoop(b.Ctx(), b.coop)
	require.NoError(b.t, err)
	read, err := roll.Read(file.Bytes(), charter, foundedHere+2, b.Now())
	require.NoError(b.t, err)
	b.done(b.CoopDecides(ledger.Worker, read.Announcement(coop)))
	batches := read.Batches(b.coop, 2)
	require.Len(b.t, batches, 2)
	for _, batch := range batches {
		batch.Sender = b.who(2).String()
	}
	b.secondBatch = batches[1]
	b.Do(b.who(2), batches[0])
}

// decides: votes are open in the co-op and in the federation, and a draft waits
// for its seconder.
func (b *busy) decides() {
	b.t.Helper()
	b.slow = b.Propose(b.who(1), ledger.Worker, "slow")
	b.Vote(b.who(1), b.slow, yes)
	b.Vote(b.who(2), b.slow, no)
	b.federal = b.FederationProposes("medium")
	b.CoopVotes(b.federal, yes, "birch", "cedar")
	b.draft = b.Propose(b.who(1), ledger.Worker, "seconded")
}

// sendsIn is what members send to both ledgers, minute by minute.
func (b *busy) sendsIn(l *ledger.Ledger, minute int) [][]byte {
	switch minute {
	case 3:
		return [][]byte{l.Free(b.who(7), vote(b.who(7), b.slow, yes))}
	case 4:
		return [][]byte{l.Free(b.who(1), b.claim)}
	case 5:
		return [][]byte{l.Free(b.who(2), b.secondBatch)}
	case 6:
		return [][]byte{l.Free(b.who(2), b.unconfirmed)}
	}
	return nil
}

// standing is how all of it stands, in words.
func (b *busy) standing() map[string]string {
	b.t.Helper()
	membership, governance, ctx := b.App.Keepers().Membership, b.App.Keepers().Governance, b.Ctx()
	must := func(err error) { require.NoError(b.t, err) }
	member := func(id uint64) membershiptypes.Member {
		found, err := membership.GetMember(ctx, b.coop, id)
		must(err)
		return found
	}
	caseOf := func(id uint64) string {
		found, err := membership.GetCase(ctx, id)
		must(err)
		return fmt.Sprint(found.Stage, " ", found.EndedAs)
	}
	meeting, err := governance.GetMeeting(ctx, b.meeting)
	must(err)
	asked, err := governance.OpenRequisitions.Has(ctx, collections.Join(b.coop, b.requisition))
	must(err)
	version, _, err := membership.GetCharter(ctx, b.coop)
	must(err)
	imported, err := membership.Imports.Get(ctx, collections.Join(b.coop, b.secondBatch.FileSha256))
	must(err)
	breaker, err := governance.Breaker.Get(ctx)
	must(err)
	invitations := 0
	must(membership.Invitations.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](b.coop),
		func(collections.Pair[uint64, []byte], membershiptypes.Invitation) (bool, error) {
			invitations++
			return false, nil
		}))
	holds := func(key ledger.Person) string {
		found, err := membership.MemberByKey(ctx, b.coop, key.Address())
		return fmt.Sprint(found.MemberId, " ", err == nil)
	}
	return map[string]string{
		"the case under appeal": caseOf(b.appealed), "its member": member(accused).State.String(),
		"the case before the notice": caseOf(b.charged), "its suspended member": member(accusedToo).State.String(),
		"the robbed member's new key": holds(b.newKey), "the key that goes": holds(ledger.PersonNamed("spare key")),
		"the class of the one on trial": fmt.Sprint(member(foundedHere + 1).ClassId),
		"the member who gave notice":    member(inWriting).State.String(),
		"invitations":                   fmt.Sprint(invitations),
		"the charter in force":          fmt.Sprint(version),
		"the import":                    imported.Status.String(),
		"payments are off":              fmt.Sprint(b.Now() < breaker.Until),
		"the meeting":                   meeting.Status.String(), "its vote": b.Resolution(b.moved).Status.String(),
		"the requisition is open": fmt.Sprint(asked),
		"the slow vote":           b.Resolution(b.slow).Status.String(),
		"the draft":               b.Resolution(b.draft).Status.String(),
		"the federation's vote":   b.Resolution(b.federal).Status.String(),
	}
}

func (b *busy) underWay() {
	b.t.Helper()
	require.Equal(b.t, map[string]string{
		"the case under appeal": "CASE_STAGE_APPEALED CASE_END_UNSPECIFIED", "its member": "MEMBER_STATE_ACTIVE",
		"the case before the notice": "CASE_STAGE_CHARGED CASE_END_UNSPECIFIED", "its suspended member": "MEMBER_STATE_SUSPENDED",
		"the robbed member's new key": "0 false", "the key that goes": "10 true",
		"the class of the one on trial": "3",
		"the member who gave notice":    "MEMBER_STATE_LEAVING",
		"invitations":                   "2",
		"the charter in force":          "2",
		"the import":                    "IMPORT_STATUS_OPEN",
		"payments are off":              "true",
		"the meeting":                   "MEETING_STATUS_OPEN", "its vote": "STATUS_VOTING",
		"the requisition is open": "true",
		"the slow vote":           "STATUS_VOTING",
		"the draft":               "STATUS_DRAFT",
		"the federation's vote":   "STATUS_VOTING",
	}, b.standing())
}

// over: every deadline has come, each with its own end.
func (b *busy) over() {
	b.t.Helper()
	require.Equal(b.t, map[string]string{
		"the case under appeal": "CASE_STAGE_CLOSED CASE_END_UPHELD", "its member": "MEMBER_STATE_ACTIVE",
		"the case before the notice": "CASE_STAGE_CLOSED CASE_END_DROPPED", "its suspended member": "MEMBER_STATE_ACTIVE",
		"the robbed member's new key": "4 true", "the key that goes": "0 false",
		"the class of the one on trial": "1",
		"the member who gave notice":    "MEMBER_STATE_LEFT",
		"invitations":                   "0",
		"the charter in force":          "3",
		"the import":                    "IMPORT_STATUS_DONE",
		"payments are off":              "false",
		"the meeting":                   "MEETING_STATUS_CLOSED", "its vote": "STATUS_REJECTED",
		"the requisition is open": "false",
		"the slow vote":           "STATUS_EXECUTED",
		"the draft":               "STATUS_EXPIRED",
		"the federation's vote":   "STATUS_EXECUTED",
	}, b.standing())
}
