package keeper_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	anna, ben, carol, dora uint64 = 1, 2, 3, 4

	dismissed  = types.CaseOutcome_CASE_OUTCOME_DISMISSED
	warning    = types.CaseOutcome_CASE_OUTCOME_WARNING
	suspension = types.CaseOutcome_CASE_OUTCOME_SUSPENSION
	expulsion  = types.CaseOutcome_CASE_OUTCOME_EXPULSION
)

// deliverOfCases does what messages about cases and documents ask.
func (l *ledger) deliverOfCases(message sdk.Msg) (any, error) {
	switch message := message.(type) {
	case *types.MsgCharge:
		return l.msg.Charge(l.ctx, message)
	case *types.MsgJoinCharge:
		return l.msg.JoinCharge(l.ctx, message)
	case *types.MsgWithdrawCharge:
		return l.msg.WithdrawCharge(l.ctx, message)
	case *types.MsgEndMediation:
		return l.msg.EndMediation(l.ctx, message)
	case *types.MsgRecordNotice:
		return l.msg.RecordNotice(l.ctx, message)
	case *types.MsgAcknowledgeCharge:
		return l.msg.AcknowledgeCharge(l.ctx, message)
	case *types.MsgReplyToCharge:
		return l.msg.ReplyToCharge(l.ctx, message)
	case *types.MsgDecideCase:
		return l.msg.DecideCase(l.ctx, message)
	case *types.MsgAppeal:
		return l.msg.Appeal(l.ctx, message)
	case *types.MsgDecideAppeal:
		return l.msg.DecideAppeal(l.ctx, message)
	case *types.MsgSuspendMember:
		return l.msg.SuspendMember(l.ctx, message)
	case *types.MsgPublishDocument:
		return l.msg.PublishDocument(l.ctx, message)
	case *types.MsgWithdrawDocument:
		return l.msg.WithdrawDocument(l.ctx, message)
	}
	return nil, fmt.Errorf("no such message: %T", message)
}

// sum is the SHA-256 of a text.
func sum(text string) []byte {
	digest := sha256.Sum256([]byte(text))
	return digest[:]
}

// discipline has a step for everything but mediation.
func discipline() *types.Discipline {
	return &types.Discipline{
		Grounds: []string{"conduct", "theft"}, ChargingMembers: 2, JoiningPeriodSeconds: 5 * day,
		NoticePeriodSeconds: 10 * day, ReplyPeriodSeconds: 14 * day, DecisionPeriodSeconds: 30 * day,
		AppealPeriodSeconds: 15 * day, AppealDecisionPeriodSeconds: 40 * day,
		MaxSuspensionSeconds: 60 * day, SuspendsMeanwhile: true, PartiesAbstain: true,
	}
}

// newCases is newPlaces with charges. North-anna (1) and north-ben (2) hold the
// power "charge", north-ben "suspend"; carol (3) and dora (4) are workers.
func newCases(t *testing.T, changes ...func(*types.Discipline)) *ledger {
	t.Helper()
	l := newPlaces(t)
	charter := placesCharter()
	charter.Discipline = discipline()
	for _, change := range changes {
		change(charter.Discipline)
	}
	l.send(nil, &types.MsgAmendCharter{Authority: account(north), CoopId: north, Charter: charter})
	l.grantPower(anna, types.PowerCharge)
	l.grantPower(ben, types.PowerCharge)
	l.grantPower(ben, types.PowerSuspend)
	return l
}

func charge(by string, memberID uint64) *types.MsgCharge {
	return &types.MsgCharge{Authority: by, CoopId: north, MemberId: memberID, Ground: "theft", ChargeSha256: sum("charge")}
}

func notice(by string, id uint64) *types.MsgRecordNotice {
	return &types.MsgRecordNotice{Authority: by, CoopId: north, CaseId: id, EvidenceSha256: sum("receipt")}
}

func reply(by string, id uint64) *types.MsgReplyToCharge {
	return &types.MsgReplyToCharge{Signer: by, CoopId: north, CaseId: id, ReplySha256: sum("reply")}
}

func decide(id uint64, outcome types.CaseOutcome, seconds uint64) *types.MsgDecideCase {
	return &types.MsgDecideCase{
		Authority: account(north), CoopId: north, CaseId: id, Outcome: outcome, SuspensionSeconds: seconds, ReasonsSha256: sum("reasons"),
	}
}

func appeal(by string, id uint64) *types.MsgAppeal {
	return &types.MsgAppeal{Signer: by, CoopId: north, CaseId: id, AppealSha256: sum("appeal")}
}

func decideAppeal(id uint64, outcome types.CaseOutcome, seconds uint64) *types.MsgDecideAppeal {
	return &types.MsgDecideAppeal{
		Authority: account(north), CoopId: north, CaseId: id, Outcome: outcome, SuspensionSeconds: seconds, ReasonsSha256: sum("reasons"),
	}
}

func suspend(by string, id, seconds uint64) *types.MsgSuspendMember {
	return &types.MsgSuspendMember{Authority: by, CoopId: north, CaseId: id, SuspensionSeconds: seconds}
}

func key(name string) string { return testutil.Address(name) }

// charged opens a case by north-anna.
func (l *ledger) charged(memberID uint64) uint64 {
	l.t.Helper()
	return l.send(nil, charge(key("north-anna"), memberID)).(*types.MsgChargeResponse).CaseId
}

// heard is a case against dora that is ready to be decided.
func (l *ledger) heard() uint64 {
	l.t.Helper()
	id := l.charged(dora)
	l.send(nil, notice(key("north-ben"), id))
	l.send(nil, reply(key("dora"), id))
	return id
}

// decided is a case against dora that was decided so.
func (l *ledger) decided(outcome types.CaseOutcome, seconds uint64) uint64 {
	l.t.Helper()
	id := l.heard()
	l.send(nil, decide(id, outcome, seconds))
	return id
}

// appealed is the same, with dora's appeal.
func (l *ledger) appealed(outcome types.CaseOutcome, seconds uint64) uint64 {
	l.t.Helper()
	id := l.decided(outcome, seconds)
	l.send(nil, appeal(key("dora"), id))
	return id
}

func (l *ledger) caseOf(id uint64) types.Case {
	l.t.Helper()
	found, err := l.keeper.GetCase(l.ctx, id)
	require.NoError(l.t, err)
	return found
}

func (l *ledger) at(id uint64, stage types.CaseStage) {
	l.t.Helper()
	require.Equal(l.t, stage.String(), l.caseOf(id).Stage.String())
}

func (l *ledger) ended(id uint64, as types.CaseEnd) {
	l.t.Helper()
	l.at(id, types.CaseStage_CASE_STAGE_CLOSED)
	require.Equal(l.t, as.String(), l.caseOf(id).EndedAs.String())
}

func (l *ledger) conduct(memberID uint64) types.Conduct {
	l.t.Helper()
	conduct, err := l.keeper.GetConduct(l.ctx, north, memberID)
	require.NoError(l.t, err)
	return conduct
}
