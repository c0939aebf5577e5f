package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	day = testutil.Day
	// daily limit of what a member of north withdraws at once; an address waits three days, and what is more four.
	daily, addressDays, amountDays = 100, 3, 4
	// home is an address that is nobody's key.
	home = "dora-home"
)

// keepPassbooks gives a co-op passbooks.
func keepPassbooks(rules *membershiptypes.TreasuryRules) {
	testutil.KeepPassbooks(rules, membershiptypes.PassbookRules{
		PayoutAddressDelaySeconds: addressDays * day, WithdrawDelaySeconds: amountDays * day,
		WithdrawDailyLimits: []membershiptypes.WithdrawLimit{{Denom: denom, Amount: math.NewInt(daily)}},
	})
}

// withPassbooks is a ledger on which north keeps passbooks, may freeze money and
// recovers lost keys. It has 1,000 coins to spend.
func withPassbooks(t testing.TB) *ledger {
	l := withFour(newLedger(t), 1_000)
	l.amendCharter(func(charter *membershiptypes.Charter) {
		charter.Requirements = append(slices.Clone(charter.Requirements), membershiptypes.Requirement{Subject: membershiptypes.SubjectInPerson, Rule: "special"})
		charter.Recovery = &membershiptypes.RecoveryPolicy{
			ResolutionDelaySeconds: 3 * day, InPersonDelaySeconds: 3 * day, FreezeSeconds: 10 * day, MaxOpenRecoveries: 4,
		}
	})
	l.charter(keepPassbooks)
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	return l
}

// owes lets north pay a member so much into its passbook.
func (l *ledger) owes(member uint64, amount int64) {
	l.t.Helper()
	l.send(nil, intoPassbook(member, amount))
}

func intoPassbook(member uint64, amount int64) *types.MsgPay {
	return &types.MsgPay{
		Authority: account(north), CoopId: north, Fund: "operating", PayeeMemberId: member, Coins: coins(amount), Account: "5000", Narrative: "SURPLUS-2027",
	}
}

func announces(key string, member uint64, to string) *types.MsgAnnouncePayout {
	return &types.MsgAnnouncePayout{Signer: testutil.Address(key), CoopId: north, MemberId: member, Address: testutil.Address(to)}
}

func drops(key string, member uint64, to string) *types.MsgDropPayout {
	return &types.MsgDropPayout{Signer: testutil.Address(key), CoopId: north, MemberId: member, Address: testutil.Address(to)}
}

func withdraws(key string, member uint64, to string, amount int64) *types.MsgWithdraw {
	return &types.MsgWithdraw{
		Signer: testutil.Address(key), CoopId: north, MemberId: member, Address: testutil.Address(to), Coin: sdk.Coin{Denom: denom, Amount: math.NewInt(amount)},
	}
}

func stops(key string, withdrawal uint64) *types.MsgStopWithdrawal {
	return &types.MsgStopWithdrawal{Signer: testutil.Address(key), CoopId: north, WithdrawalId: withdrawal}
}

func suspends(days uint64) *types.MsgSuspendWithdrawals {
	return &types.MsgSuspendWithdrawals{Authority: account(north), CoopId: north, Seconds: days * day, Reason: "BANK-CLOSED"}
}

// withdrawn is what has come of a withdrawal.
func (l *ledger) withdrawn(message *types.MsgWithdraw) *types.MsgWithdrawResponse {
	l.t.Helper()
	return l.send(nil, message).(*types.MsgWithdrawResponse)
}

// confirmed has dora's home as a payout address of hers.
func (l *ledger) confirmed() {
	l.t.Helper()
	l.send(nil, announces(dora, 4, home))
	l.days(addressDays)
}

// days pass, and a block ends in which what is due happens to members too.
func (l *ledger) days(days int64) {
	l.t.Helper()
	l.clock.Seconds += days * day
	require.NoError(l.t, l.members.EndBlock(l.ctx))
	l.later(0)
}

// passbook of a member of north.
func (l *ledger) passbook(member uint64) *types.QueryPassbookResponse {
	l.t.Helper()
	answer, err := l.query.Passbook(l.ctx, &types.QueryPassbookRequest{Coop: "north", MemberId: member})
	require.NoError(l.t, err)
	return answer
}

// debt is what north owes a member.
func (l *ledger) debt(member uint64) int64 {
	l.t.Helper()
	total := int64(0)
	for _, line := range l.passbook(member).Lines {
		total += line.Owed.Int64()
	}
	return total
}

// another key acts for a member.
func (l *ledger) addKey(member uint64, signer, key string) {
	l.t.Helper()
	_, err := membershipkeeper.NewMsgServer(l.members).AddKey(l.ctx, &membershiptypes.MsgAddKey{
		Signer: testutil.Address(signer), CoopId: north, Key: testutil.Proof(key, "north", member, l.clock.Seconds+day),
	})
	require.NoError(l.t, err)
}

// recovers begins to give a member another key, by the co-op's resolution.
func (l *ledger) recovers(member uint64, key string) {
	l.t.Helper()
	_, err := membershipkeeper.NewMsgServer(l.members).Recover(l.ctx, &membershiptypes.MsgRecover{
		Authority: account(north), CoopId: north, MemberId: member, Key: testutil.Proof(key, "north", member, l.clock.Seconds+day),
	})
	require.NoError(l.t, err)
}

func (l *ledger) freezes(key string, member uint64) {
	l.t.Helper()
	_, err := membershipkeeper.NewMsgServer(l.members).Freeze(l.ctx, &membershiptypes.MsgFreeze{
		Signer: testutil.Address(key), CoopId: north, MemberId: member,
	})
	require.NoError(l.t, err)
}

func (l *ledger) leaves(key string) {
	l.t.Helper()
	_, err := membershipkeeper.NewMsgServer(l.members).Leave(l.ctx, &membershiptypes.MsgLeave{Signer: testutil.Address(key), CoopId: north})
	require.NoError(l.t, err)
}

// expelled is a member by a case that is final.
func (l *ledger) expelled(memberID uint64) {
	l.t.Helper()
	const caseID = 77
	require.NoError(l.t, l.members.Cases.Set(l.ctx, caseID, membershiptypes.Case{
		Id: caseID, CoopId: north, MemberId: memberID, EndedAs: membershiptypes.CaseEnd_CASE_END_EXPELLED,
	}))
	require.NoError(l.t, l.members.Conduct.Set(l.ctx, collections.Join(uint64(north), memberID), membershiptypes.Conduct{
		CoopId: north, MemberId: memberID, ExpelledAt: l.clock.Seconds, ExpelledCaseId: caseID,
	}))
	l.ends(memberID, membershiptypes.MemberState_MEMBER_STATE_EXPELLED)
}

func (l *ledger) ends(memberID uint64, state membershiptypes.MemberState) {
	l.t.Helper()
	member, err := l.members.GetMember(l.ctx, north, memberID)
	require.NoError(l.t, err)
	require.NoError(l.t, l.members.EndMembership(l.ctx, member, state))
}

// dies lets the death of a member be recorded, and take effect.
func (l *ledger) dies(memberID uint64, representative string) {
	l.t.Helper()
	record := &membershiptypes.MsgRecordDeath{Authority: account(north), CoopId: north, MemberId: memberID}
	if representative != "" {
		record.Representative = testutil.Address(representative)
	}
	_, err := membershipkeeper.NewMsgServer(l.members).RecordDeath(l.ctx, record)
	require.NoError(l.t, err)
	l.days(14)
	member, err := l.members.GetMember(l.ctx, north, memberID)
	require.NoError(l.t, err)
	require.Equal(l.t, membershiptypes.MemberState_MEMBER_STATE_DECEASED, member.State)
}
