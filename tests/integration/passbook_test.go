package integration

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	addressWait = time.Hour
	amountWait  = 2 * time.Hour
	dailyLimit  = 100
)

// saving is a worker co-op that keeps passbooks; an address waits an hour, and
// what is over a hundred coins a day two.
type saving struct {
	*ledger.Ledger
	t     *testing.T
	coop  uint64
	owner ledger.Person
	other ledger.Person
	home  ledger.Person
}

func keepsPassbooks(t *testing.T) *saving {
	setup := ledger.Federation()
	for i, founding := range setup.Foundings {
		if founding.Slug != ledger.Worker {
			continue
		}
		rules := membershiptypes.DefaultTreasury()
		testutil.KeepPassbooks(&rules, membershiptypes.PassbookRules{
			PayoutAddressDelaySeconds: uint64(addressWait.Seconds()), WithdrawDelaySeconds: uint64(amountWait.Seconds()),
			WithdrawDailyLimits: []membershiptypes.WithdrawLimit{{Denom: ledger.FeeDenom, Amount: math.NewInt(dailyLimit)}},
		})
		setup.Foundings[i].Charter.Treasury = &rules
	}
	s := &saving{
		t: t, owner: ledger.Member(ledger.Worker, 7), other: ledger.PersonNamed("the owner's second phone"), home: ledger.PersonNamed("the owner's account elsewhere"),
	}
	setup.Adjust = func(state map[string]json.RawMessage) {
		encoding, err := app.NewEncoding()
		require.NoError(t, err)
		begins := treasurytypes.DefaultGenesis()
		begins.Params.MinPayoutDelaySeconds = treasurytypes.LeastPayoutDelay
		state[treasurytypes.ModuleName] = encoding.Codec.MustMarshalJSON(begins)
	}
	s.Ledger = ledger.New(t, setup)
	s.coop = s.Coop(ledger.Worker)
	return s
}

// hours pass in blocks a minute apart.
func (s *saving) hours(duration time.Duration) {
	for end := s.Time.Add(duration + time.Minute); s.Time.Before(end); {
		s.BlockAfter(time.Minute)
	}
}

func (s *saving) decided(message sdk.Msg) {
	id := s.CoopDecides(ledger.Worker, message)
	s.Pass(3 * ledger.VotingSeconds * time.Second)
	resolution := s.Resolution(id)
	require.Equal(s.t, governancetypes.Status_STATUS_EXECUTED, resolution.Status, resolution.Outcome.String())
}

// owes lets the members pay one of them into its passbook.
func (s *saving) owes(member uint64, amount int64) {
	s.decided(&treasurytypes.MsgPay{
		Authority: s.Account(ledger.Worker), CoopId: s.coop, Fund: "operating", PayeeMemberId: member,
		Coins: sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, amount)), Account: "5000", Narrative: "WAGES-01",
	})
}

func (s *saving) announces(key, to ledger.Person) *treasurytypes.MsgAnnouncePayout {
	return &treasurytypes.MsgAnnouncePayout{Signer: key.String(), CoopId: s.coop, MemberId: 7, Address: to.String()}
}

func (s *saving) withdraws(key ledger.Person, member uint64, to ledger.Person, amount int64) *treasurytypes.MsgWithdraw {
	return &treasurytypes.MsgWithdraw{
		Signer: key.String(), CoopId: s.coop, MemberId: member, Address: to.String(), Coin: sdk.NewInt64Coin(ledger.FeeDenom, amount),
	}
}

func (s *saving) owed(member uint64) int64 {
	answer, err := treasurykeeper.NewQueryServer(s.App.Keepers().Treasury).Passbook(s.Ctx(), &treasurytypes.QueryPassbookRequest{Coop: ledger.Worker, MemberId: member})
	require.NoError(s.t, err)
	total := int64(0)
	for _, line := range answer.Lines {
		total += line.Owed.Int64()
	}
	return total
}

func (s *saving) has(who ledger.Person) int64 {
	return s.App.Keepers().Bank.GetBalance(s.Ctx(), who.Address(), ledger.FeeDenom).Amount.Int64()
}

// funded has coins in the operating purse, classified by an officer.
func (s *saving) funded(amount int64) {
	officer := ledger.Member(ledger.Worker, 1)
	s.decided(&membershiptypes.MsgGrantPower{
		Authority: s.Account(ledger.Worker), CoopId: s.coop, MemberId: 1, Power: membershiptypes.PowerBook, TermSeconds: 1_000_000,
	})
	coins := sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, amount))
	sent := s.Block(s.Paid(ledger.Stranger(), &banktypes.MsgSend{FromAddress: ledger.Stranger().String(), ToAddress: s.Account(ledger.Worker), Amount: coins}))[0]
	require.Zero(s.t, sent.Code, sent.Log)
	s.Do(officer, &treasurytypes.MsgClassify{
		Authority: officer.String(), CoopId: s.coop, Coin: coins[0], Fund: "operating", Account: "4000", Narrative: "SALES-1",
	})
}

// A member is paid into its passbook by resolution and withdraws; whoever has
// stolen one of its keys gets nothing, and who has left is paid what it is owed.
func TestAStolenKeyDoesNotEmptyAPassbook(t *testing.T) {
	s := keepsPassbooks(t)
	s.funded(1_000)
	s.owes(7, 500)
	s.owes(6, 60)
	addKey(t, s.Ledger, s.owner, s.other, 7)
	thief := s.owner // whoever has the phone

	// To an address of its own it gets nothing, at once or later.
	elsewhere := ledger.PersonNamed("the thief's account")
	s.Refused(thief, treasurytypes.ErrPayoutAddress, s.withdraws(thief, 7, elsewhere, 1))
	s.Do(thief, s.announces(thief, elsewhere))
	s.Do(thief, s.withdraws(thief, 7, elsewhere, 1)) // it waits for the address to be confirmed, and falls away with it
	s.Do(s.other, &treasurytypes.MsgDropPayout{Signer: s.other.String(), CoopId: s.coop, MemberId: 7, Address: elsewhere.String()})
	s.hours(addressWait)
	s.Refused(thief, treasurytypes.ErrPayoutAddress, s.withdraws(thief, 7, elsewhere, 1))

	// To the owner's it sends a day's limit, and what is more the owner stops.
	s.Do(s.other, s.announces(s.other, s.home))
	s.hours(addressWait)
	const left = dailyLimit - 1 // of the day's limit, after the first try
	s.Do(thief, s.withdraws(thief, 7, s.home, left))
	s.Do(thief, s.withdraws(thief, 7, s.home, 400))
	require.EqualValues(t, left, s.has(s.home))
	s.Do(s.other, &membershiptypes.MsgRemoveKey{Signer: s.other.String(), CoopId: s.coop, Address: thief.String()})
	s.Do(s.other, &treasurytypes.MsgStopWithdrawal{Signer: s.other.String(), CoopId: s.coop, WithdrawalId: 2})
	s.hours(amountWait)
	require.EqualValues(t, left, s.has(s.home), "what was stopped is not paid")
	s.Refused(thief, membershiptypes.ErrNotAMember, s.withdraws(thief, 7, s.home, 1))
	require.Zero(t, s.has(elsewhere))
	require.EqualValues(t, 500-left, s.owed(7))

	// The owner waits, and is paid by itself.
	s.Do(s.other, s.withdraws(s.other, 7, s.home, 500-left))
	s.hours(amountWait)
	require.EqualValues(t, 500, s.has(s.home))
	require.Zero(t, s.owed(7))
	s.leaverIsPaid()
	require.NoError(t, s.App.Keepers().Treasury.CheckInvariants(s.Ctx()))
}

// leaverIsPaid: member 6 leaves, and what it is owed is its own still.
func (s *saving) leaverIsPaid() {
	leaver, home := ledger.Member(ledger.Worker, 6), ledger.PersonNamed("the leaver's account")
	s.Do(leaver, &membershiptypes.MsgLeave{Signer: leaver.String(), CoopId: s.coop})
	require.EqualValues(s.t, 60, s.owed(6))
	paid := s.Block(s.Free(leaver, &treasurytypes.MsgAnnouncePayout{Signer: leaver.String(), CoopId: s.coop, MemberId: 6, Address: home.String()}))[0]
	require.Zero(s.t, paid.Code, paid.Log)
	// To dispute what would be taken out of it is as free; here nothing would be.
	disputed := s.Block(s.Free(leaver, &treasurytypes.MsgDisputeSetOff{Signer: leaver.String(), CoopId: s.coop, MemberId: 6}))[0]
	require.Equal(s.t, treasurytypes.ErrNoSetOff.ABCICode(), disputed.Code, disputed.Log)
	s.hours(addressWait)
	s.Do(leaver, s.withdraws(leaver, 6, home, 60))
	require.EqualValues(s.t, 60, s.has(home))
	require.Zero(s.t, s.owed(6))
}
