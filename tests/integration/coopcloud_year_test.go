package integration

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// What the federation published: dues of EUR 10 a month or 60 a year, and nothing
// from solidarity members (resolution 002); no new budget while the common fund
// holds no more than EUR 1,500 (009); ten hours a month for critical fixes,
// claimable by any volunteer (010); twelve hours a month at EUR 20 for twelve
// months, recallable by a large decision (029). What an hour of 010 is paid is
// not published; here it is the same. A unit of the coin is a cent.
const (
	euro       = 100
	hour       = 20 * euro
	duesMonth  = 10 * euro
	duesYear   = 60 * euro
	buffer     = 1_500 * euro
	fixesHours = 10
	helpHours  = 12
	donation   = 2_000 * euro
)

// year is the federation in the course of one.
type year struct {
	*ledger.Ledger
	t      *testing.T
	book   treasurytypes.QueryServer
	root   uint64
	fixers [4]ledger.Person
	// income and spent, in cents, as somebody with a pencil has them.
	income, spent int64
}

// A year of the Co-op Cloud Federation: who pays, who claims, what the buffer
// refuses and what it lets go on, the recall, and the books at the end.
func TestAYearOfCoopCloud(t *testing.T) {
	y := begins(t)
	y.noBudgetYet()
	fixes, help := uint64(0), uint64(0)
	for month := 1; month <= 12; month++ {
		y.dues(month)
		switch month {
		case 2:
			y.receives(donation, "DONATION", "4200")
			fixes, help = y.budgets()
		case 9:
			y.recall(help)
		}
		if month >= 2 {
			y.hours(fixes, month, fixesHours)
		}
		if month >= 2 && month < 9 {
			y.hours(help, month, helpHours)
		}
		y.nextMonth(month)
	}
	y.atTheEnd(fixes)
}

func begins(t *testing.T) *year {
	setup := ledger.Federation()
	charter := &setup.Foundings[0].Charter
	charter.Classes = append(charter.Classes, membershiptypes.Class{Id: 2, Name: "volunteers", Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON})
	charter.Requirements = []membershiptypes.Requirement{
		charter.Requirements[0], charter.Requirements[1], charter.Requirements[2], {Subject: membershiptypes.SubjectPayments, Rule: "large"}, charter.Requirements[3],
	}
	rules := membershiptypes.DefaultTreasury()
	rules.Currency, rules.Decimals = "EUR", 2
	rules.Coins = []membershiptypes.CoinValue{{Denom: ledger.FeeDenom, BaseUnits: 1, CurrencyUnits: 1}}
	rules.Accounts = []membershiptypes.LedgerAccount{
		rules.Accounts[0],
		{Code: "1200", Name: "bank", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_ASSET},
		rules.Accounts[1], rules.Accounts[2],
		{Code: "4100", Name: "dues", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_INCOME},
		{Code: "4200", Name: "donations", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_INCOME},
		{Code: "4300", Name: "fees of the ledger", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_INCOME},
		{Code: "5100", Name: "volunteers' hours", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE},
	}
	rules.Floors = []membershiptypes.FundFloor{
		{Fund: membershiptypes.OperatingFund, Denom: "EUR", Amount: math.NewInt(buffer)},
		{Fund: membershiptypes.OperatingFund, Denom: ledger.FeeDenom, Amount: math.NewInt(buffer)},
	}
	rules.Outside = []membershiptypes.OutsideAccount{{
		Name: "bank", Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, Currency: "EUR", Decimals: 2, Account: "1200", Fund: membershiptypes.OperatingFund,
	}}
	charter.Treasury = &rules
	l := ledger.New(t, setup)
	y := &year{Ledger: l, t: t, root: l.Coop(ledger.Root), book: treasurykeeper.NewQueryServer(l.App.Keepers().Treasury)}
	y.until(time.Date(l.Time.Year()+1, 1, 1, 9, 0, 0, 0, time.UTC))
	y.volunteers()
	return y
}

// until moves time: as for a ledger that stood still, nothing is decided meanwhile.
func (y *year) until(when time.Time) {
	y.BlockAfter(when.Sub(y.Time))
	params, err := y.App.Keepers().Chain.Params.Get(y.Ctx())
	require.NoError(y.t, err)
	for range params.GapQuietBlocks + 1 {
		y.Block()
	}
}

func (y *year) decided(messages ...sdk.Msg) governancetypes.Resolution {
	resolution := y.FederationDecides("large", messages...)
	require.Equal(y.t, governancetypes.Status_STATUS_EXECUTED, resolution.Status, resolution.Outcome.String())
	return resolution
}

// volunteers are four people without a vote; the last two approve what others
// claim, and the last keeps the book.
func (y *year) volunteers() {
	var admissions []sdk.Msg
	for i := range y.fixers {
		y.fixers[i] = ledger.PersonNamed(fmt.Sprintf("volunteer %d", i+1))
		key := y.fixers[i].Key
		proof, err := membershiptypes.SignKeyProof(ledger.ChainID, ledger.Root, 0, key.PubKey(), y.Now()+100_000, key.Sign)
		require.NoError(y.t, err)
		admissions = append(admissions, &membershiptypes.MsgAdmit{
			Authority: y.Account(ledger.Root), CoopId: y.root,
			Member: membershiptypes.NewMember{Class: "volunteers", Keys: []membershiptypes.KeyProof{proof}},
		})
	}
	y.decided(admissions...)
	grant := func(fixer int, power string) sdk.Msg {
		member, err := y.App.Keepers().Membership.MemberByKey(y.Ctx(), y.root, y.fixers[fixer].Address())
		require.NoError(y.t, err)
		return &membershiptypes.MsgGrantPower{
			Authority: y.Account(ledger.Root), CoopId: y.root, MemberId: member.MemberId, Power: power, TermSeconds: 30_000_000,
		}
	}
	y.decided(grant(2, membershiptypes.PowerPay), grant(3, membershiptypes.PowerPay), grant(3, membershiptypes.PowerBook))
}

// terms of a budget of so many hours a month that any volunteer claims.
func (y *year) terms(hours int64, purpose string) treasurytypes.BudgetTerms {
	return treasurytypes.BudgetTerms{
		Fund: membershiptypes.OperatingFund, Denom: ledger.FeeDenom, Cap: math.NewInt(hours * hour), Window: treasurytypes.Window_WINDOW_MONTH,
		Ceiling: math.ZeroInt(), Account: "5100", Spenders: treasurytypes.Circle{AllMembers: true},
		Approvers: treasurytypes.Circle{Power: membershiptypes.PowerPay}, Approvals: 2, Purpose: purpose,
	}
}

func (y *year) opens(terms treasurytypes.BudgetTerms) *treasurytypes.MsgOpenBudget {
	return &treasurytypes.MsgOpenBudget{Authority: y.Account(ledger.Root), CoopId: y.root, Terms: terms}
}

// noBudgetYet: at the buffer, not even a proposal is taken.
func (y *year) noBudgetYet() {
	y.receives(buffer, "OPENING", "3000")
	own := y.CoopDecides(ledger.Worker, y.Proposal(y.Account(ledger.Worker), ledger.Root, "large", y.opens(y.terms(fixesHours, "CRITICAL-FIXES"))))
	y.Block()
	outcome := y.Resolution(own).Outcome
	require.Equal(y.t, treasurytypes.ModuleName, outcome.Codespace)
	require.Equal(y.t, treasurytypes.ErrBelowFloor.ABCICode(), outcome.ErrorCode)
}

// dues: six co-ops pay by the month, two in January for the year, the ninth in
// solidarity nothing.
func (y *year) dues(month int) {
	due := int64(0)
	for i := range ledger.MemberCoops {
		cents := int64(0)
		switch {
		case i < 6:
			cents = duesMonth
		case i < 8 && month == 1:
			cents = duesYear
		default:
			continue
		}
		y.arrives(cents)
		due += cents
	}
	y.classified(due, fmt.Sprintf("DUES-%02d", month), "4100")
}

// receives coins from outside, classified in the next block.
func (y *year) receives(cents int64, narrative, account string) {
	y.arrives(cents)
	y.classified(cents, narrative, account)
}

func (y *year) arrives(cents int64) {
	coins := sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, cents))
	sent := y.Block(y.Paid(ledger.Stranger(), &banktypes.MsgSend{FromAddress: ledger.Stranger().String(), ToAddress: y.Account(ledger.Root), Amount: coins}))[0]
	require.Zero(y.t, sent.Code, sent.Log)
}

func (y *year) classified(cents int64, narrative, account string) {
	coins := sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, cents))
	y.Do(y.fixers[3], &treasurytypes.MsgClassify{
		Authority: y.fixers[3].String(), CoopId: y.root, Coin: coins[0], Fund: membershiptypes.OperatingFund, Account: account, Narrative: narrative,
	})
	y.income += cents
}

// budgets 010 and 029, once the fund is above its buffer.
func (y *year) budgets() (fixes, help uint64) {
	helps := y.terms(helpHours, "BUDGET-14")
	helps.ExpiresAt = time.Date(y.Time.Year()+1, y.Time.Month(), 1, 0, 0, 0, 0, time.UTC).Unix()
	y.decided(y.opens(y.terms(fixesHours, "CRITICAL-FIXES")))
	y.decided(y.opens(helps))
	return 1, 2
}

// hours are claimed by two volunteers, approved by the two who may, up to the
// last hour of the month; one more is refused.
func (y *year) hours(budget uint64, month int, most int64) {
	y.claim(budget, 0, most-4, month)
	y.claim(budget, 1, 4, month)
	id := y.asks(budget, 1, 1, month)
	y.Do(y.fixers[2], y.approves(2, id))
	y.Refused(y.fixers[3], treasurytypes.ErrOverBudget, y.approves(3, id))
	y.Do(y.fixers[1], &treasurytypes.MsgWithdrawPayment{Member: y.fixers[1].String(), CoopId: y.root, PaymentId: id})
}

func (y *year) asks(budget uint64, fixer int, hours int64, month int) uint64 {
	book, err := y.App.Keepers().Treasury.Books.Get(y.Ctx(), y.root)
	require.NoError(y.t, err)
	y.Do(y.fixers[fixer], &treasurytypes.MsgRequestPayment{
		Member: y.fixers[fixer].String(), CoopId: y.root, BudgetId: budget, Payee: y.fixers[fixer].String(),
		Coin: sdk.NewInt64Coin(ledger.FeeDenom, hours*hour), Narrative: fmt.Sprintf("HOURS-%02d", month),
	})
	return book.LastPaymentId + 1
}

func (y *year) approves(fixer int, payment uint64) *treasurytypes.MsgApprovePayment {
	return &treasurytypes.MsgApprovePayment{Member: y.fixers[fixer].String(), CoopId: y.root, PaymentId: payment}
}

func (y *year) claim(budget uint64, fixer int, hours int64, month int) {
	id := y.asks(budget, fixer, hours, month)
	y.Refused(y.fixers[fixer], treasurytypes.ErrUnauthorized, y.approves(fixer, id))
	y.Do(y.fixers[2], y.approves(2, id))
	y.Refused(y.fixers[2], treasurytypes.ErrTwice, y.approves(2, id))
	y.Do(y.fixers[3], y.approves(3, id))
	answer, err := y.book.Payment(y.Ctx(), &treasurytypes.QueryPaymentRequest{Coop: ledger.Root, PaymentId: id})
	require.NoError(y.t, err)
	require.Equal(y.t, treasurytypes.PaymentStatus_PAYMENT_STATUS_PAID, answer.Payment.Status)
	y.spent += hours * hour
}

// recall of budget 14 by a large decision: nothing more is claimed out of it.
func (y *year) recall(budget uint64) {
	y.decided(&treasurytypes.MsgCloseBudget{Authority: y.Account(ledger.Root), CoopId: y.root, BudgetId: budget})
	y.Refused(y.fixers[0], treasurytypes.ErrBudgetOver, &treasurytypes.MsgRequestPayment{
		Member: y.fixers[0].String(), CoopId: y.root, BudgetId: budget, Payee: y.fixers[0].String(), Coin: sdk.NewInt64Coin(ledger.FeeDenom, hour),
	})
}

func (y *year) nextMonth(month int) {
	y.until(time.Date(y.Time.Year(), time.Month(month)+1, 1, 9, 0, 0, 0, time.UTC))
	// What members send free of fees fills up again in chain time alone.
	y.Pass(25 * time.Minute)
	require.NoError(y.t, y.App.Keepers().Treasury.CheckInvariants(y.Ctx()))
}

// atTheEnd the buffer holds new budgets back again, the ones that are open go on,
// and the trial balance is what a pencil says.
func (y *year) atTheEnd(fixes uint64) {
	require.EqualValues(y.t, 11*fixesHours*hour+7*helpHours*hour, y.spent)
	require.EqualValues(y.t, buffer+donation+12*6*duesMonth+2*duesYear, y.income)
	left := y.income - y.spent
	require.Less(y.t, left, int64(buffer), "the fund is under its buffer now")
	y.hours(fixes, 13, fixesHours)
	own := y.CoopDecides(ledger.Worker, y.Proposal(y.Account(ledger.Worker), ledger.Root, "large", y.opens(y.terms(1, "MORE"))))
	y.Block()
	require.Equal(y.t, treasurytypes.ErrBelowFloor.ABCICode(), y.Resolution(own).Outcome.ErrorCode)

	answer, err := y.book.TrialBalance(y.Ctx(), &treasurytypes.QueryTrialBalanceRequest{Coop: ledger.Root, Pagination: &query.PageRequest{Limit: 100}})
	require.NoError(y.t, err)
	sum, found := math.ZeroInt(), map[string]int64{}
	for _, line := range answer.Lines {
		sum = sum.Add(line.Balance.Functional)
		if line.Fund == membershiptypes.OperatingFund {
			found[line.Account] = line.Balance.Functional.Int64()
			y.t.Logf("%-5s %-20s %10s EUR", line.Account, line.Name, inEuros(line.Balance.Functional.Int64()))
		}
	}
	require.True(y.t, sum.IsZero(), "it sums to zero")
	require.Equal(y.t, map[string]int64{
		"1000": y.income - y.spent, "3000": -buffer, "4100": -(12*6*duesMonth + 2*duesYear), "4200": -donation, "5100": y.spent,
	}, found)
	held := y.App.Keepers().Bank.GetBalance(y.Ctx(), treasurytypes.PurseAccount(y.root, membershiptypes.OperatingFund), ledger.FeeDenom)
	require.EqualValues(y.t, y.income-y.spent, held.Amount.Int64(), "every coin of the purse is in the book")
}

func inEuros(cents int64) string {
	return fmt.Sprintf("%d.%02d", cents/euro, max(cents%euro, -cents%euro))
}
