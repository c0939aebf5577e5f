package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	equity    = membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY
	liability = membershiptypes.AccountKind_ACCOUNT_KIND_LIABILITY
	// capital, invested and lent are the accounts of the three instruments.
	capital, invested, lent = "3100", "3150", "2600"
)

// memberShare is 50: one for each worker within 30 days, ten at most, paid in five
// parts 30 days apart, passed on with approval, given back 90 days after notice. 100
// stay in the co-op.
func memberShare() membershiptypes.Instrument {
	return membershiptypes.Instrument{
		Name: "share", Kind: membershiptypes.InstrumentKind_INSTRUMENT_KIND_MEMBER_SHARE, Account: capital, Fund: "operating", Denom: denom,
		Nominal: math.NewInt(50), CapitalFloor: math.NewInt(100), ClassIds: []uint32{1}, Required: 1, RequiredWithinDays: 30, Most: 10,
		Instalments: 5, InstalmentDays: 30, Transfer: membershiptypes.TransferRule_TRANSFER_RULE_APPROVED,
		Redemption: membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_NOTICE, NoticeDays: 90,
	}
}

// investorShare is 100, for members 3 and 4 by name, at 3 % at most; the members may
// refuse to give it back.
func investorShare() membershiptypes.Instrument {
	return membershiptypes.Instrument{
		Name: "investor", Kind: membershiptypes.InstrumentKind_INSTRUMENT_KIND_INVESTOR_SHARE, Account: invested, Fund: "operating", Denom: denom,
		Nominal: math.NewInt(100), CapitalFloor: math.ZeroInt(), MemberIds: []uint64{3, 4}, Transfer: membershiptypes.TransferRule_TRANSFER_RULE_FREE,
		Redemption: membershiptypes.RedemptionRule_REDEMPTION_RULE_ON_NOTICE, NoticeDays: 180, Refusable: true, InterestBasisPoints: 300, InterestAccount: "5000",
	}
}

// memberLoan is in units of one, 100,000 in all, at 5 %, repaid in three parts within
// 365 days.
func memberLoan() membershiptypes.Instrument {
	return membershiptypes.Instrument{
		Name: "loan", Kind: membershiptypes.InstrumentKind_INSTRUMENT_KIND_LOAN, Account: lent, Fund: "operating", Denom: denom,
		Nominal: math.OneInt(), CapitalFloor: math.ZeroInt(), ClassIds: []uint32{1}, IssueLimit: 100_000, InterestBasisPoints: 500, InterestAccount: "5000",
		TermDays: 365, Repayments: 3,
	}
}

// keepHoldings gives a co-op the three instruments, dues of 10 a month, and set-off.
func keepHoldings(rules *membershiptypes.TreasuryRules) {
	rules.Accounts = append(slices.Clone(rules.Accounts),
		membershiptypes.LedgerAccount{Code: capital, Name: "members' shares", Kind: equity, ByMember: true},
		membershiptypes.LedgerAccount{Code: invested, Name: "investors' shares", Kind: equity, ByMember: true},
		membershiptypes.LedgerAccount{Code: lent, Name: "members' loans", Kind: liability, ByMember: true},
		membershiptypes.LedgerAccount{Code: "4100", Name: "dues", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_INCOME, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_DUES})
	slices.SortFunc(rules.Accounts, func(a, b membershiptypes.LedgerAccount) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	rules.Instruments = []membershiptypes.Instrument{investorShare(), memberLoan(), memberShare()}
	rules.Arrears = &membershiptypes.ArrearsRules{LapseGround: arrears, LapseAfterDays: 60, SetOffNoticeDays: 30}
	rules.Dues = &membershiptypes.DuesRules{
		FirstDay: 20240101, LapseGround: "dues", LapseAfterPeriods: 3,
		Classes: []membershiptypes.ClassDues{{ClassId: 1, Period: monthly, Denom: denom, Amount: math.NewInt(10)}},
	}
}

// withHoldings is a ledger on which north has instruments and 1,000 to spend, and its
// members 5,000 each. It is 14 November 2023, when all joined.
func withHoldings(t testing.TB) *ledger {
	l := withPassbooks(t)
	l.amendCharter(func(charter *membershiptypes.Charter) {
		charter.Terms = &membershiptypes.MembershipTerms{LapseGrounds: []string{arrears, "dues"}, LapseNoticeSeconds: 30 * day}
	})
	l.charter(keepHoldings)
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	for _, name := range []string{anna, ben, cara, dora, "visitor"} {
		l.rich(name, coins(5_000))
	}
	return l
}

// instrument of north's charter changes.
func (l *ledger) instrument(name string, change func(*membershiptypes.Instrument)) {
	l.t.Helper()
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Instruments = slices.Clone(rules.Instruments)
		for i := range rules.Instruments {
			if rules.Instruments[i].Name == name {
				change(&rules.Instruments[i])
			}
		}
	})
}

func subscribes(name string, member uint64, instrument string, number uint64) *types.MsgSubscribe {
	return &types.MsgSubscribe{Signer: testutil.Address(name), CoopId: north, MemberId: member, Instrument: instrument, Number: number}
}

func buys(name string, member uint64, instrument string, number uint64) *types.MsgSubscribe {
	message := subscribes(name, member, instrument, number)
	message.Pays = true
	return message
}

func paysInto(name string, lot uint64, amount int64) *types.MsgPayIn {
	return &types.MsgPayIn{Payer: testutil.Address(name), CoopId: north, LotId: lot, Coin: sdk.Coin{Denom: denom, Amount: math.NewInt(amount)}}
}

func redeems(name string, member uint64, instrument string, number uint64) *types.MsgRedeem {
	return &types.MsgRedeem{Signer: testutil.Address(name), CoopId: north, MemberId: member, Instrument: instrument, Number: number}
}

func stopsRedemption(signer string, id uint64) *types.MsgStopRedemption {
	return &types.MsgStopRedemption{Signer: signer, CoopId: north, RedemptionId: id}
}

func transfers(name string, member uint64, instrument string, to, number uint64) *types.MsgTransferShares {
	return &types.MsgTransferShares{Signer: testutil.Address(name), CoopId: north, MemberId: member, Instrument: instrument, ToMemberId: to, Number: number}
}

func approvesTransfer(signer string, member uint64, instrument string, to, number uint64) *types.MsgApproveTransfer {
	return &types.MsgApproveTransfer{Authority: signer, CoopId: north, MemberId: member, Instrument: instrument, ToMemberId: to, Number: number}
}

func paysInterest(instrument string, points uint32, lots ...uint64) *types.MsgPayInterest {
	return &types.MsgPayInterest{Authority: account(north), CoopId: north, Instrument: instrument, BasisPoints: points, LotIds: lots}
}

func accrues(lot uint64) *types.MsgAccrueInterest {
	return &types.MsgAccrueInterest{Sender: testutil.Address("visitor"), CoopId: north, LotId: lot}
}

func setsOff(signer string, member, lot uint64, amount int64) *types.MsgAnnounceSetOff {
	return &types.MsgAnnounceSetOff{Authority: signer, CoopId: north, MemberId: member, LotId: lot, Coin: sdk.Coin{Denom: denom, Amount: math.NewInt(amount)}}
}

func disputes(name string, member, lot uint64) *types.MsgDisputeSetOff {
	return &types.MsgDisputeSetOff{Signer: testutil.Address(name), CoopId: north, MemberId: member, LotId: lot}
}

func decides(member, lot uint64, stands bool) *types.MsgDecideSetOff {
	return &types.MsgDecideSetOff{Authority: account(north), CoopId: north, MemberId: member, LotId: lot, Stands: stands}
}

func carriesOut(member, lot uint64) *types.MsgExecuteSetOff {
	return &types.MsgExecuteSetOff{Sender: testutil.Address("visitor"), CoopId: north, MemberId: member, LotId: lot}
}

func bringsIn(part uint32, lots ...types.LotGiven) *types.MsgBringInLots {
	return &types.MsgBringInLots{Authority: account(north), CoopId: north, DocumentSha256: make([]byte, 32), Part: part, Account: "3000", Lots: lots}
}

func given(member uint64, instrument string, number uint64, date uint32, paid int64) types.LotGiven {
	return types.LotGiven{MemberId: member, Instrument: instrument, Number: number, Date: date, Paid: math.NewInt(paid)}
}

// bought is a lot that is all paid.
func (l *ledger) bought(name string, member uint64, instrument string, number uint64) uint64 {
	l.t.Helper()
	return l.send(nil, buys(name, member, instrument, number)).(*types.MsgSubscribeResponse).LotId
}

// sharesOf a member of north.
func (l *ledger) sharesOf(member uint64) []types.LotLine {
	l.t.Helper()
	answer, err := l.query.Shares(l.ctx, &types.QuerySharesRequest{Coop: "north", MemberId: member})
	require.NoError(l.t, err)
	return answer.Lots
}

func (l *ledger) loansOf(member uint64) []types.LotLine {
	l.t.Helper()
	answer, err := l.query.Loans(l.ctx, &types.QueryLoansRequest{Coop: "north", MemberId: member})
	require.NoError(l.t, err)
	return answer.Lots
}

func (l *ledger) redemptions() []types.Redemption {
	l.t.Helper()
	answer, err := l.query.Redemptions(l.ctx, &types.QueryRedemptionsRequest{Coop: "north"})
	require.NoError(l.t, err)
	return answer.Redemptions
}

// late is what of a member is owed late, by kind.
func (l *ledger) late(member uint64, at uint32) map[types.ArrearsKind]types.ArrearsLine {
	l.t.Helper()
	answer, err := l.query.Arrears(l.ctx, &types.QueryArrearsRequest{Coop: "north", MemberId: member, At: at})
	require.NoError(l.t, err)
	found := make(map[types.ArrearsKind]types.ArrearsLine)
	for _, line := range answer.Lines {
		require.Equal(l.t, member, line.MemberId)
		found[line.Kind] = line
	}
	return found
}

// units of an instrument that a member holds.
func (l *ledger) units(member uint64, instrument string) (number uint64) {
	l.t.Helper()
	for _, line := range append(l.sharesOf(member), l.loansOf(member)...) {
		if line.Lot.Instrument == instrument {
			number += line.Lot.Number
		}
	}
	return number
}
