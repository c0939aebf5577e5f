package integration

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surpluskeeper "github.com/coopledger/coopledger/x/surplus/keeper"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const periodLength = 2 * time.Hour

// sharing is a worker co-op whose periods are two hours, and whose members get all of
// the surplus in cash, by hours.
type sharing struct {
	*saving
}

func sharesSurplus(t *testing.T, change func(*membershiptypes.SurplusRules)) *sharing {
	setup := ledger.Federation()
	for i, founding := range setup.Foundings {
		if founding.Slug != ledger.Worker {
			continue
		}
		rules := membershiptypes.DefaultTreasury()
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: ledger.FeeDenom, BaseUnits: 10, CurrencyUnits: 1}}
		rules.Funds = append(rules.Funds[:1:1], membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE}, rules.Funds[1])
		rules.Accounts = append(rules.Accounts, membershiptypes.LedgerAccount{
			Code: "5900", Name: "rates", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE,
		})
		testutil.KeepPassbooks(&rules, membershiptypes.PassbookRules{
			PayoutAddressDelaySeconds: uint64(addressWait.Seconds()), WithdrawDelaySeconds: uint64(amountWait.Seconds()),
		})
		charter := &setup.Foundings[i].Charter
		charter.Treasury = &rules
		testutil.ShareSurplus(charter, ledger.FeeDenom)
		charter.Surplus.PeriodSeconds = uint64(periodLength.Seconds())
		change(charter.Surplus)
	}
	setup.Adjust = func(state map[string]json.RawMessage) {
		encoding, err := app.NewEncoding()
		require.NoError(t, err)
		treasury := treasurytypes.DefaultGenesis()
		treasury.Params.MinPayoutDelaySeconds = treasurytypes.LeastPayoutDelay
		state[treasurytypes.ModuleName] = encoding.Codec.MustMarshalJSON(treasury)
		surplus := surplustypes.DefaultGenesis()
		surplus.Params.MinPeriodSeconds = 60
		state[surplustypes.ModuleName] = encoding.Codec.MustMarshalJSON(surplus)
	}
	s := &sharing{&saving{t: t}}
	s.Ledger = ledger.New(t, setup)
	s.coop = s.Coop(ledger.Worker)
	return s
}

func (s *sharing) period(number uint64) surplustypes.Period {
	answer, err := surpluskeeper.NewQueryServer(s.App.Keepers().Surplus).Period(s.Ctx(), &surplustypes.QueryPeriodRequest{Coop: ledger.Worker, Period: number})
	require.NoError(s.t, err)
	return answer.Period
}

func (s *sharing) sound() {
	require.NoError(s.t, s.App.Keepers().Surplus.CheckInvariants(s.Ctx()))
	require.NoError(s.t, s.App.Keepers().Treasury.CheckInvariants(s.Ctx()))
}

// officers may record patronage and keep the book; the co-op has earned something.
func (s *sharing) begins(earned int64) {
	for _, officer := range []uint64{1, 2} {
		for _, power := range []string{membershiptypes.PowerRecordPatronage, membershiptypes.PowerBook} {
			s.decided(&membershiptypes.MsgGrantPower{Authority: s.Account(ledger.Worker), CoopId: s.coop, MemberId: officer, Power: power, TermSeconds: 1_000_000})
		}
	}
	officer := ledger.Member(ledger.Worker, 1)
	coins := sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, earned))
	sent := s.Block(s.Paid(ledger.Stranger(), &banktypes.MsgSend{FromAddress: ledger.Stranger().String(), ToAddress: s.Account(ledger.Worker), Amount: coins}))[0]
	require.Zero(s.t, sent.Code, sent.Log)
	s.Do(officer, &treasurytypes.MsgClassify{Authority: officer.String(), CoopId: s.coop, Coin: coins[0], Fund: "operating", Account: "4000", Narrative: "SALES-1"})
}

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func (s *sharing) records(officer int, hours map[uint64]int64) {
	who := ledger.Member(ledger.Worker, officer)
	message := &surplustypes.MsgRecordPatronage{Authority: who.String(), CoopId: s.coop, Basis: "hours", EvidenceSha256: digest("timesheets")}
	for id := uint64(1); id <= 7; id++ {
		if amount := hours[id]; amount != 0 {
			message.Records = append(message.Records, surplustypes.PatronageRecord{MemberId: id, Amount: math.NewInt(amount)})
		}
	}
	s.Do(who, message)
}

// From sales to every worker's passbook, by transactions and blocks alone: hours are
// recorded, disputed and corrected, the period ends, the members approve its accounts,
// and each takes a share that anybody can work out again.
func TestASurplusGoesToThoseWhoWorked(t *testing.T) {
	s := sharesSurplus(t, func(r *membershiptypes.SurplusRules) { r.AdjustingSeconds = 60 * 60 })
	s.begins(10_030)
	s.records(1, map[uint64]int64{2: 100, 3: 100, 7: 140})
	s.records(2, map[uint64]int64{1: 100})
	seventh := ledger.Member(ledger.Worker, 7)
	s.Do(seventh, &surplustypes.MsgDisputePatronage{Signer: seventh.String(), CoopId: s.coop, Period: 1, MemberId: 7, Basis: "hours", DocumentSha256: digest("letter")})
	s.hours(periodLength)
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_ADJUSTING, s.period(1).Stage)
	s.hours(2 * time.Hour)
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_ADJUSTING, s.period(1).Stage, "a dispute keeps it open")
	officer := ledger.Member(ledger.Worker, 1)
	s.Do(officer, &surplustypes.MsgAnswerDispute{
		Authority: officer.String(), CoopId: s.coop, Period: 1, MemberId: 7, Correction: math.NewInt(-40), DocumentSha256: digest("answer"),
	})
	s.hours(time.Hour)
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_SEALED, s.period(1).Stage)
	s.Do(officer, &surplustypes.MsgPresentAccounts{Signer: officer.String(), CoopId: s.coop, Period: 1, AccountsSha256: digest("accounts"), ReportSha256: digest("report")})
	require.Equal(t, "1003", s.period(1).Presentation.Result.Member.String())
	s.decided(&surplustypes.MsgApproveAccounts{Authority: s.Account(ledger.Worker), CoopId: s.coop, Period: 1, Presentation: 1})
	for range 10 {
		s.Block()
	}
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_SETTLED, s.period(1).Stage, fmt.Sprintf("%+v", s.period(1)))
	s.sound()

	// 1,003 cents over four times 100 hours: 251, 251, 251 and 250, ten coins a cent.
	shares := map[uint64]int64{1: 251, 2: 251, 3: 251, 7: 250}
	for id := uint64(1); id <= 7; id++ {
		answer, err := surpluskeeper.NewQueryServer(s.App.Keepers().Surplus).Share(s.Ctx(), &surplustypes.QueryShareRequest{Coop: ledger.Worker, Period: 1, MemberId: id})
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(shares[id]), answer.Cash.String(), id)
		message := &surplustypes.MsgTakeShare{Signer: ledger.Member(ledger.Worker, 6).String(), CoopId: s.coop, Period: 1, MemberId: id}
		if shares[id] == 0 {
			s.Refused(ledger.Member(ledger.Worker, 6), surplustypes.ErrTaken, message)
			continue
		}
		s.Do(ledger.Member(ledger.Worker, 6), message)
		s.Refused(ledger.Member(ledger.Worker, 6), surplustypes.ErrTaken, message)
		require.Equal(t, 10*shares[id], s.owed(id))
	}
	s.sound()
	book, err := treasurykeeper.NewQueryServer(s.App.Keepers().Treasury).Purses(s.Ctx(), &treasurytypes.QueryPursesRequest{Coop: ledger.Worker})
	require.NoError(t, err)
	for _, purse := range book.Purses {
		if purse.Fund == membershiptypes.SurplusFund {
			require.Empty(t, purse.Coins)
		}
	}
	periods, err := surpluskeeper.NewQueryServer(s.App.Keepers().Surplus).Periods(s.Ctx(), &surplustypes.QueryPeriodsRequest{Coop: ledger.Worker})
	require.NoError(t, err)
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_OPEN, periods.Periods[len(periods.Periods)-1].Stage)
}

// While members have not taken their shares, nobody spends them: not the members by
// resolution, not an officer. What is not there is not shared.
func TestWhatIsSetAsideIsNotSpent(t *testing.T) {
	s := sharesSurplus(t, func(r *membershiptypes.SurplusRules) { r.Unapproved = "the law doesn't ask for it" })
	s.begins(10_000)
	s.records(1, map[uint64]int64{2: 1})
	s.hours(periodLength + time.Hour)
	officer := ledger.Member(ledger.Worker, 1)
	s.Do(officer, &surplustypes.MsgPresentAccounts{Signer: officer.String(), CoopId: s.coop, Period: 1, AccountsSha256: digest("accounts"), ReportSha256: digest("report")})
	for range 10 {
		s.Block()
	}
	require.Equal(t, surplustypes.PeriodStage_PERIOD_STAGE_SETTLED, s.period(1).Stage, fmt.Sprintf("%+v", s.period(1)))
	for _, fund := range []string{membershiptypes.SurplusFund, "operating"} {
		id := s.CoopDecides(ledger.Worker, &treasurytypes.MsgPay{
			Authority: s.Account(ledger.Worker), CoopId: s.coop, Fund: fund, Payee: ledger.Stranger().String(),
			Coins: sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, 1)), Account: "5000", Narrative: "CAKE",
		})
		s.Pass(3 * ledger.VotingSeconds * time.Second)
		require.NotEqual(t, uint32(0), s.Resolution(id).Outcome.ErrorCode, fund)
	}
	s.Do(officer, &surplustypes.MsgTakeShare{Signer: officer.String(), CoopId: s.coop, Period: 1, MemberId: 2})
	require.EqualValues(t, 10_000, s.owed(2))
	s.sound()
}
