package keeper_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// North pays Dora's passbook, and she withdraws: at once up to the day's limit, and
// after a wait what is more. The journal says all of it.
func TestFromAPaymentToAWithdrawal(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 350)
	require.EqualValues(t, 650, l.holds(purse("operating")))
	require.EqualValues(t, 350, l.holds(purse("passbook")))
	require.EqualValues(t, -350, l.bears("2500", "passbook"))
	require.EqualValues(t, 350, l.bears("5000", "operating"))
	require.Equal(t, map[uint64][2]int64{4: {-350, 0}}, l.parts("2500"))

	l.confirmed()
	line := l.passbook(4).Lines[0]
	require.Equal(t, "350 0 100", line.Owed.String()+" "+line.Waiting.String()+" "+line.AtOnce.String())
	paid := l.withdrawn(withdraws(dora, 4, home, 60))
	require.NotZero(t, paid.Entry)
	require.EqualValues(t, 60, l.holds(person(home)))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: paid.Entry})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_WITHDRAWAL, entry.Entry.Source)
	require.EqualValues(t, 4, entry.Entry.MemberId)

	waits := l.withdrawn(withdraws(dora, 4, home, 41))
	require.Zero(t, waits.Entry, "the day's limit is 100")
	require.Equal(t, l.clock.Seconds+amountDays*day, waits.DueAt)
	require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, 40)).Entry, "what is left of the day goes at once")
	line = l.passbook(4).Lines[0]
	require.Equal(t, "250 41 0", line.Owed.String()+" "+line.Waiting.String()+" "+line.AtOnce.String())
	l.days(amountDays - 1)
	require.EqualValues(t, 100, l.holds(person(home)))
	l.days(1)
	require.EqualValues(t, 141, l.holds(person(home)))
	require.EqualValues(t, 209, l.debt(4))
	require.Empty(t, l.passbook(4).Withdrawals)
	require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, daily)).Entry, "another day, another limit")
}

// A budget pays into a passbook; the member is the payee and approves nothing.
func TestABudgetPaysIntoAPassbook(t *testing.T) {
	l := withPassbooks(t)
	budget := l.opened(terms())
	ask := asks(budget, 40)
	ask.Payee, ask.PayeeMemberId = "", 4
	payment := l.asked(ask)
	l.send(types.ErrOwnPayment, approves(dora, payment))
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_PAID, l.approved(payment))
	require.EqualValues(t, 40, l.debt(4))
	seen := l.seen(payment)
	require.True(t, seen.ToPassbook)
	require.Empty(t, seen.Payee)
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: seen.Entry})
	require.NoError(t, err)
	require.True(t, entry.Entry.RelatedParty)

	own := asks(budget, 40)
	own.Member, own.Payee, own.PayeeMemberId = testutil.Address(cara), "", 3
	l.send(types.ErrOwnPayment, approves(cara, l.asked(own)))

	dated := asks(budget, 10)
	dated.Payee, dated.PayeeMemberId, dated.NotBefore = "", 4, l.clock.Seconds+day
	waiting := l.asked(dated)
	require.Equal(t, reserved, l.approved(waiting))
	l.leaves(dora)
	l.days(1)
	require.Equal(t, paid, l.seen(waiting).Status, "a former member is paid into its passbook")
	require.EqualValues(t, 50, l.debt(4))
}

// Whoever has one of Dora's keys can't be paid before her other key could drop the
// address, and takes no more at once than a day's limit to her own.
func TestAStolenKeyCantEmptyAPassbook(t *testing.T) {
	l := withPassbooks(t)
	l.addKey(4, dora, "dora-phone")
	l.owes(4, 900)
	l.confirmed()

	// The thief has the phone.
	l.send(types.ErrPayoutAddress, withdraws("dora-phone", 4, "thief", 1))
	l.send(types.ErrPayoutAddress, withdraws("dora-phone", 4, "dora-phone", 1))
	l.send(nil, announces("dora-phone", 4, "thief"))
	first := l.withdrawn(withdraws("dora-phone", 4, "thief", daily))
	require.Equal(t, l.clock.Seconds+addressDays*day, first.DueAt, "even the day's limit waits for the address")
	second := l.withdrawn(withdraws("dora-phone", 4, "thief", 500))
	require.Equal(t, l.clock.Seconds+amountDays*day, second.DueAt)
	l.days(addressDays - 1)
	require.Zero(t, l.holds(person("thief")))

	// The owner sees it, and her other key stops one and drops the address of both.
	l.send(nil, stops(dora, first.WithdrawalId))
	l.send(types.ErrUnknownWithdrawal, stops(dora, first.WithdrawalId))
	l.send(nil, drops(dora, 4, "thief"))
	l.days(30)
	require.Zero(t, l.holds(person("thief")))
	require.Empty(t, l.passbook(4).Withdrawals, "what waited for the address fell away")
	require.EqualValues(t, 900, l.debt(4))

	// To her own address the thief can send, which harms nobody.
	l.withdrawn(withdraws("dora-phone", 4, home, daily))
	require.NotZero(t, l.withdrawn(withdraws("dora-phone", 4, home, 1)).WithdrawalId)
	require.EqualValues(t, daily, l.holds(person(home)))

	// Nobody else's key does anything, not even that of who keeps the book.
	l.send(types.ErrNotYours, withdraws(anna, 4, home, 1))
	l.send(types.ErrNotYours, announces(anna, 4, "thief"))
	l.send(types.ErrNotYours, drops(anna, 4, home))
	l.send(types.ErrNotYours, stops(anna, 3))
	l.send(types.ErrNotYours, withdraws("thief", 4, home, 1))
}

// Announced by another key, an address waits anew, and with it what is on its way.
func TestAnAddressThatAnotherKeyAnnounces(t *testing.T) {
	l := withPassbooks(t)
	l.addKey(4, dora, "dora-phone")
	l.owes(4, 300)
	l.confirmed()
	l.send(types.ErrPayoutAddress, announces(dora, 4, home))
	shouting := announces(dora, 4, home)
	shouting.Signer, shouting.Address = strings.ToUpper(shouting.Signer), strings.ToUpper(shouting.Address)
	l.send(types.ErrPayoutAddress, shouting) // H7: one address has two spellings

	waiting := l.withdrawn(withdraws(dora, 4, home, 200))
	l.days(amountDays - 1)
	l.send(nil, announces("dora-phone", 4, home))
	l.days(1)
	require.Zero(t, l.holds(person(home)))
	require.Equal(t, waiting.WithdrawalId, l.passbook(4).Withdrawals[0].Id)
	l.days(2)
	require.EqualValues(t, 200, l.holds(person(home)))
}

// After a recovery the thief's key does nothing more, what it set in motion falls
// away, and the new key announces and waits like any other.
func TestARecoveredKeyWaits(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	l.send(nil, announces(dora, 4, "thief"))
	l.withdrawn(withdraws(dora, 4, "thief", 200))
	l.recovers(4, "dora-new")
	l.send(types.ErrMoneyFrozen, withdraws(dora, 4, home, 1))
	l.send(types.ErrMoneyFrozen, announces(dora, 4, "other-home"))
	l.days(3)
	l.days(1)
	require.Empty(t, l.passbook(4).Withdrawals)
	require.Zero(t, l.holds(person("thief")))
	l.send(types.ErrNotYours, withdraws(dora, 4, home, 1))
	l.send(types.ErrPayoutAddress, withdraws("dora-new", 4, home, 1))
	l.send(types.ErrPayoutAddress, withdraws("dora-new", 4, "thief", 1))
	l.send(types.ErrPayoutAddress, withdraws("dora-new", 4, "dora-new", 1))
	l.send(nil, announces("dora-new", 4, home))
	waits := l.withdrawn(withdraws("dora-new", 4, home, 50))
	require.Equal(t, l.clock.Seconds+addressDays*day, waits.DueAt)
	l.days(addressDays)
	require.EqualValues(t, 50, l.holds(person(home)))
	require.EqualValues(t, 250, l.debt(4))
}

// Frozen money isn't withdrawn, what waits goes on waiting, and can still be stopped.
func TestFrozenMoneyIsNotWithdrawn(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	waits, stopped := l.withdrawn(withdraws(dora, 4, home, 150)), l.withdrawn(withdraws(dora, 4, home, 140))
	l.freezes(dora, 4)
	l.send(types.ErrMoneyFrozen, withdraws(dora, 4, home, 1))
	l.send(types.ErrMoneyFrozen, announces(dora, 4, "other-home"))
	require.NotZero(t, l.passbook(4).FrozenUntil)
	require.True(t, l.passbook(4).Lines[0].AtOnce.IsZero())
	l.send(nil, stops(dora, stopped.WithdrawalId))
	l.days(9)
	require.Zero(t, l.holds(person(home)))
	require.Equal(t, waits.WithdrawalId, l.passbook(4).Withdrawals[0].Id)
	l.days(1)
	require.EqualValues(t, 150, l.holds(person(home)))
	l.owes(4, 50)
	require.EqualValues(t, 200, l.debt(4), "north goes on paying her")
}

// Who leaves, lapses or is expelled keeps what it is owed, and withdraws it with the
// keys that it had. H6.
func TestH6WhatIsOwedOutlivesTheMembership(t *testing.T) {
	for name, end := range map[string]func(*ledger){
		"left":     func(l *ledger) { l.leaves(dora) },
		"lapsed":   func(l *ledger) { l.ends(4, membershiptypes.MemberState_MEMBER_STATE_LAPSED) },
		"expelled": func(l *ledger) { l.expelled(4) },
	} {
		t.Run(name, func(t *testing.T) {
			l := withPassbooks(t)
			l.owes(4, 300)
			l.confirmed()
			before := l.withdrawn(withdraws(dora, 4, home, 120))
			end(l)
			require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, 80)).Entry)
			l.send(nil, announces(dora, 4, "other-home"))
			l.days(before.DueAt/day - l.clock.Seconds/day)
			require.EqualValues(t, 200, l.holds(person(home)))
			l.owes(4, 10)
			require.EqualValues(t, 110, l.debt(4), "what it still had coming goes into the passbook")
			l.recovers(4, "dora-new")
			l.days(3)
			l.send(types.ErrNotYours, withdraws(dora, 4, home, 1))
			l.send(nil, announces("dora-new", 4, home))
			l.withdrawn(withdraws("dora-new", 4, home, 100))
			l.days(addressDays)
			require.EqualValues(t, 300, l.holds(person(home)))
		})
	}
}

// For the dead the representative withdraws, and nobody with their keys.
func TestTheRepresentativeOfTheDeadWithdraws(t *testing.T) {
	l := withPassbooks(t)
	l.addKey(4, dora, "dora-phone")
	l.owes(4, 300)
	l.confirmed()
	l.dies(4, "heir")
	l.send(types.ErrNotYours, withdraws(dora, 4, home, 1))
	l.send(types.ErrNotYours, announces(dora, 4, "thief"))
	l.send(types.ErrPayoutAddress, withdraws("heir", 4, home, 1))
	l.send(nil, announces("heir", 4, "heir"))
	waits := l.withdrawn(withdraws("heir", 4, "heir", 80))
	// A key of the dead still protects: the record may have been a lie.
	l.send(nil, stops("dora-phone", waits.WithdrawalId))
	l.withdrawn(withdraws("heir", 4, "heir", 200))
	l.days(addressDays)
	l.days(1)
	require.EqualValues(t, 200, l.holds(person("heir")))
	require.EqualValues(t, 100, l.debt(4))

	// Without a representative nobody withdraws, and nothing is lost.
	l.owes(3, 50)
	l.dies(3, "")
	l.send(types.ErrNotYours, announces(cara, 3, "thief"))
	require.EqualValues(t, 50, l.debt(3))
	_, err := membershipkeeper.NewMsgServer(l.members).SetTrustee(l.ctx, &membershiptypes.MsgSetTrustee{
		Authority: account(north), CoopId: north, MemberId: 3, Address: testutil.Address("widow"),
	})
	require.NoError(t, err)
	l.send(nil, announces("widow", 3, "widow"))
}

// A member without a key is paid like any other, and its guardian withdraws.
func TestAMemberWithoutKeysIsPaid(t *testing.T) {
	l := withPassbooks(t)
	admitted, err := membershipkeeper.NewMsgServer(l.members).Admit(l.ctx, &membershiptypes.MsgAdmit{
		Authority: account(north), CoopId: north, Member: membershiptypes.NewMember{
			Class: "supporters", MinorUntil: l.clock.Seconds + 1_000*day, Guardian: testutil.Address("guardian"),
		},
	})
	require.NoError(t, err)
	l.owes(admitted.MemberId, 30)
	l.send(nil, announces("guardian", admitted.MemberId, "guardian"))
	l.withdrawn(withdraws("guardian", admitted.MemberId, "guardian", 30))
	l.days(addressDays)
	require.EqualValues(t, 30, l.holds(person("guardian")))
	require.Empty(t, l.passbook(admitted.MemberId).Lines)
}

// The co-op keeps all from withdrawing for a time that ends by itself, and then rests.
func TestWithdrawalsAreSuspendedForATime(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	waits := l.withdrawn(withdraws(dora, 4, home, 150))
	l.send(types.ErrWithdrawalsSuspended, suspends(31))
	l.send(types.ErrWithdrawalsSuspended, suspends(0))
	unreasoned := suspends(5)
	unreasoned.Reason = ""
	l.send(types.ErrInvalidPayment, unreasoned)
	forever := suspends(5)
	forever.Seconds = math.MaxUint64
	l.send(types.ErrWithdrawalsSuspended, forever)
	member := suspends(5)
	member.Authority = testutil.Address(anna)
	l.send(types.ErrUnauthorized, member)

	l.send(nil, suspends(10))
	suspension := l.passbook(4).Suspension
	require.Equal(t, l.clock.Seconds+10*day, suspension.Until)
	require.EqualValues(t, 9, suspension.ResolutionId)
	require.True(t, l.passbook(4).Lines[0].AtOnce.IsZero())
	l.send(types.ErrWithdrawalsSuspended, withdraws(dora, 4, home, 1))
	l.send(types.ErrWithdrawalsSuspended, announces(dora, 4, "other-home"))
	l.send(types.ErrWithdrawalsSuspended, suspends(10))
	l.days(9)
	require.Zero(t, l.holds(person(home)))
	require.Equal(t, waits.WithdrawalId, l.passbook(4).Withdrawals[0].Id)
	l.days(1)
	require.EqualValues(t, 150, l.holds(person(home)), "it ends by itself")
	require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, 1)).Entry)
	l.send(types.ErrWithdrawalsSuspended, suspends(1))
	l.days(29)
	l.send(types.ErrWithdrawalsSuspended, suspends(1))
	l.days(1)
	l.send(nil, suspends(5))
	l.send(nil, suspends(0))
	require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, 1)).Entry, "the members can end it")
	l.send(types.ErrWithdrawalsSuspended, suspends(1))
}

// Nothing but a withdrawal takes coins out of the purse of what members are owed,
// and nothing but a payment puts any into it.
func TestWhatMembersAreOwedIsNobodysToSpend(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.receives(20)
	pay := intoPassbook(4, 10)
	pay.Fund = "passbook"
	l.send(types.ErrFundPolicy, pay)
	pay.PayeeMemberId, pay.Payee = 0, testutil.Address("supplier")
	l.send(types.ErrFundPolicy, pay)
	for _, funds := range [][2]string{{"passbook", "operating"}, {"operating", "passbook"}} {
		l.send(types.ErrFundPolicy, &types.MsgMove{Authority: account(north), CoopId: north, FromFund: funds[0], ToFund: funds[1], Coins: coins(1)})
	}
	l.send(types.ErrFundPolicy, &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: coins(20)[0], Fund: "passbook", Account: "4000",
	})
	l.send(types.ErrWrongAccount, &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: coins(20)[0], Fund: "operating", Account: "2500", MemberId: 1,
	})
	terms := terms()
	terms.Fund = "passbook"
	l.send(types.ErrFundPolicy, opens(terms))
	terms.Fund, terms.Account = "operating", "2500"
	l.send(types.ErrWrongAccount, opens(terms))
	l.send(types.ErrWrongAccount, posts(lineOf("2500", 1, -50), line("5000", "operating", 50)))
	l.send(types.ErrFundPolicy, posts(line("4000", "passbook", -50), line("5000", "operating", 50)))
	require.ErrorIs(t, l.bank.SendCoins(l.ctx, purse("passbook"), person("thief"), coins(1)), types.ErrPurseClosed)

	// What strangers send there is a receipt in suspense.
	l.rich("visitor", coins(5))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), purse("passbook"), coins(5)))
	require.EqualValues(t, 300, l.holds(purse("passbook")))
	require.EqualValues(t, 25, l.holds(purse("suspense")))
	l.later(1)
}

// H21. What can't be is refused with a sentence, and changes nothing.
func TestH21RefusedWithdrawals(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	coin := func(coin sdk.Coin) *types.MsgWithdraw {
		message := withdraws(dora, 4, home, 1)
		message.Coin = coin
		return message
	}
	to := func(address string) *types.MsgAnnouncePayout {
		message := announces(dora, 4, home)
		message.Address = address
		return message
	}
	pays := func(change func(*types.MsgPay)) *types.MsgPay {
		message := intoPassbook(4, 1)
		change(message)
		return message
	}
	for name, c := range map[string]struct {
		message sdk.Msg
		refusal error
	}{
		"error - nothing":                {withdraws(dora, 4, home, 0), types.ErrInvalidCoins},
		"error - less than nothing":      {withdraws(dora, 4, home, -1), types.ErrInvalidCoins},
		"error - no amount":              {coin(sdk.Coin{Denom: denom}), types.ErrInvalidCoins},
		"error - no denom":               {coin(sdk.Coin{Denom: "!", Amount: sdkmath.OneInt()}), types.ErrInvalidCoins},
		"error - 2^255":                  {coin(sdk.Coin{Denom: denom, Amount: sdkmath.NewIntFromBigInt(sdkmath.OneInt().BigInt().Lsh(sdkmath.OneInt().BigInt(), 255))}), types.ErrOverflow},
		"error - one unit too much":      {withdraws(dora, 4, home, 301), types.ErrTooMuch},
		"error - of another coin":        {coin(sdk.NewInt64Coin(other, 1)), types.ErrTooMuch},
		"error - an unknown member":      {withdraws(dora, 9, home, 1), membershiptypes.ErrUnknownMember},
		"error - nobody's number":        {withdraws(dora, 0, home, 1), membershiptypes.ErrUnknownMember},
		"error - another member's":       {withdraws(dora, 1, home, 1), types.ErrNotYours},
		"error - not announced":          {withdraws(dora, 4, "supplier", 1), types.ErrPayoutAddress},
		"error - announces nonsense":     {to("coop1nonsense"), types.ErrInvalidPayee},
		"error - announces nothing":      {to(""), types.ErrInvalidPayee},
		"error - announces its co-op":    {to(account(north)), types.ErrInvalidPayee},
		"error - announces a purse":      {to(types.PurseAddress(north, "operating")), types.ErrInvalidPayee},
		"error - announces a module":     {to(membershiptypes.AddressText(l.accounts.GetModuleAddress(mint))), types.ErrInvalidPayee},
		"error - drops what isn't there": {drops(dora, 4, "supplier"), types.ErrPayoutAddress},
		"error - stops what isn't there": {stops(dora, 7), types.ErrUnknownWithdrawal},
		"error - pays two at once":       {pays(func(m *types.MsgPay) { m.Payee = testutil.Address(home) }), types.ErrInvalidPayee},
		"error - pays nobody":            {pays(func(m *types.MsgPay) { m.PayeeMemberId = 0 }), types.ErrInvalidPayee},
		"error - pays no member":         {pays(func(m *types.MsgPay) { m.PayeeMemberId = math.MaxUint64 }), membershiptypes.ErrUnknownMember},
		"error - pays too much":          {intoPassbook(4, 701), types.ErrNotEnough},
		"error - no such co-op": {&types.MsgWithdraw{
			Signer: testutil.Address(dora), CoopId: 99, MemberId: 4, Address: testutil.Address(home), Coin: coins(1)[0],
		}, membershiptypes.ErrUnknownCoop},
		"error - a co-op without passbooks": {&types.MsgAnnouncePayout{
			Signer: testutil.Address("east-anna"), CoopId: east, MemberId: 1, Address: testutil.Address(home),
		}, types.ErrNoPassbook},
		"error - pays where there are none": {&types.MsgPay{
			Authority: account(east), CoopId: east, Fund: "operating", PayeeMemberId: 1, Coins: coins(1), Account: "5000",
		}, types.ErrNoPassbook},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
	nonsense := withdraws(dora, 4, home, 1)
	nonsense.Signer = "nonsense"
	l.send(types.ErrNotYours, nonsense)
	l.withdrawn(withdraws(dora, 4, home, 250))
	l.send(types.ErrTooMuch, withdraws(dora, 4, home, 51))
}

// Only so many withdrawals and addresses of a member wait.
func TestOnlySoManyWait(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 900)
	l.confirmed()
	limits := types.DefaultParams()
	limits.MaxWithdrawalsPerMember, limits.MaxPayoutAddresses = 2, 2
	require.NoError(t, l.keeper.Params.Set(l.ctx, limits))
	l.withdrawn(withdraws(dora, 4, home, 120))
	l.withdrawn(withdraws(dora, 4, home, 110))
	l.send(types.ErrTooManyWait, withdraws(dora, 4, home, 101))
	require.NotZero(t, l.withdrawn(withdraws(dora, 4, home, 100)).Entry, "what goes at once needs no room")
	l.send(nil, announces(dora, 4, "other-home"))
	l.send(types.ErrTooManyWait, announces(dora, 4, "third-home"))
	l.send(nil, drops(dora, 4, "other-home"))
	l.send(nil, announces(dora, 4, "third-home"))
}

// A block pays only so many withdrawals, the oldest first, and no more than its
// work budget has room for.
func TestDueWithdrawalsAreBounded(t *testing.T) {
	l := withPassbooks(t)
	limits := types.DefaultParams()
	limits.MaxWithdrawalsPerBlock = 2
	require.NoError(t, l.keeper.Params.Set(l.ctx, limits))
	l.owes(4, 900)
	l.confirmed()
	for range 4 {
		l.withdrawn(withdraws(dora, 4, home, 101))
		l.later(1)
	}
	one := 1
	l.clock.Items = &one
	l.later(amountDays * day)
	require.EqualValues(t, 101, l.holds(person(home)), "the block's work budget is spent")
	require.EqualValues(t, 2, l.passbook(4).Withdrawals[0].Id, "the oldest first")
	l.clock.Items = nil
	l.later(1)
	require.EqualValues(t, 303, l.holds(person(home)), "two a block")
	l.later(1)
	require.EqualValues(t, 404, l.holds(person(home)))
}

// While nobody could have objected, since the chain stood still or withdrawing is
// switched off, nothing is paid, and the day's limit is used up all the same.
func TestWithdrawalsWaitWhileTheyAreSwitchedOff(t *testing.T) {
	l := withPassbooks(t)
	breaker := &switched{}
	l.keeper.SetBreaker(breaker)
	l.owes(4, 900)
	l.confirmed()
	for name, off := range map[string]*bool{"quiet": &l.clock.Quiet, "switched off": &breaker.off} {
		t.Run(name, func(t *testing.T) {
			before := l.holds(person(home))
			*off = true
			waits := l.withdrawn(withdraws(dora, 4, home, daily))
			require.Zero(t, waits.Entry)
			require.Equal(t, l.clock.Seconds+amountDays*day, l.withdrawn(withdraws(dora, 4, home, 1)).DueAt)
			l.later(amountDays * day)
			require.Equal(t, before, l.holds(person(home)))
			*off = false
			l.later(1)
			require.EqualValues(t, before+daily+1, l.holds(person(home)))
			l.later(day)
		})
	}
}

// What can't be paid is tried again a day later; it stays owed, and can be stopped.
func TestAWithdrawalThatCantBePaid(t *testing.T) {
	l := withPassbooks(t)
	l.owes(4, 300)
	l.confirmed()
	waits := l.withdrawn(withdraws(dora, 4, home, 150))
	// The bank loses what the book has: the treasury freezes when it is seen.
	require.NoError(t, l.keeper.Freezes.Set(l.ctx, north, types.Freeze{Fund: "operating", Denom: denom, InBank: sdkmath.ZeroInt(), InBook: sdkmath.OneInt()}))
	l.send(types.ErrFrozen, withdraws(dora, 4, home, 1))
	l.days(amountDays)
	failed := l.passbook(4).Withdrawals[0]
	require.Equal(t, waits.WithdrawalId, failed.Id)
	require.EqualValues(t, 1, failed.Attempts)
	require.Equal(t, types.ModuleName, failed.ErrorCodespace)
	require.Equal(t, types.ErrFrozen.ABCICode(), failed.ErrorCode)
	require.Equal(t, l.clock.Seconds+day, failed.DueAt)
	require.NoError(t, l.keeper.Freezes.Remove(l.ctx, north))
	l.days(1)
	require.EqualValues(t, 150, l.holds(person(home)))
}

// A member's part carries the value at which it was paid in, and takes it along.
func TestValuesOfPassbooks(t *testing.T) {
	l := emptyLedger(t)
	require.NoError(t, l.keeper.InitGenesis(l.ctx, types.DefaultGenesis()))
	l.grant(1)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		keepPassbooks(rules)
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 10, CurrencyUnits: 7}}
	})
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	l.funded(1_000)
	l.owes(1, 101)
	l.owes(2, 202)
	require.Equal(t, map[uint64][2]int64{1: {-101, -70}, 2: {-202, -141}}, l.parts("2500"), "70.7 rounded down, and 629 of 899 for 202 more")
	l.send(nil, announces(ben, 2, "ben-home"))
	l.days(addressDays)
	l.withdrawn(withdraws(ben, 2, "ben-home", 100))
	require.Equal(t, map[uint64][2]int64{1: {-101, -70}, 2: {-102, -72}}, l.parts("2500"), "⌊141 · 100 ÷ 202⌋ = 69")
	l.days(1)
	l.withdrawn(withdraws(ben, 2, "ben-home", 100))
	l.days(1)
	l.withdrawn(withdraws(ben, 2, "ben-home", 2))
	require.Equal(t, map[uint64][2]int64{1: {-101, -70}}, l.parts("2500"), "the last coin takes the rest")
}

// Anybody sends coins with a reference; they are a receipt like any other.
func TestDeposits(t *testing.T) {
	l := newLedger(t)
	l.rich("visitor", coins(50))
	l.rich(ben, coins(50))
	deposits := func(name string, amount int64, reference string) *types.MsgDeposit {
		return &types.MsgDeposit{Depositor: testutil.Address(name), CoopId: north, Coins: sdk.Coins{{Denom: denom, Amount: sdkmath.NewInt(amount)}}, Reference: reference}
	}
	number := l.send(nil, deposits(ben, 30, "SHARE-2")).(*types.MsgDepositResponse).Entry
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: number})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_RECEIPT, entry.Entry.Source)
	require.Equal(t, "SHARE-2", entry.Entry.Narrative)
	require.EqualValues(t, 2, entry.Entry.MemberId)
	l.send(nil, deposits("visitor", 20, "INV-9"))
	require.EqualValues(t, 50, l.holds(purse("suspense")))
	require.EqualValues(t, -50, l.bears("2900", "suspense"))

	l.send(types.ErrInvalidEntry, deposits("visitor", 1, ""))
	l.send(types.ErrInvalidEntry, deposits("visitor", 1, strings.Repeat("x", 10_000_000)))
	l.send(types.ErrInvalidCoins, deposits("visitor", 0, "INV-9"))
	l.send(types.ErrInvalidCoins, deposits("visitor", -1, "INV-9"))
	other := deposits("visitor", 1, "INV-9")
	other.CoopId = 99
	l.send(membershiptypes.ErrUnknownCoop, other)
	robbed := deposits("visitor", 1, "INV-9")
	robbed.Depositor = types.PurseAddress(north, "suspense")
	l.send(types.ErrPurseClosed, robbed)
	robbed.Depositor = account(east)
	l.send(types.ErrPurseClosed, robbed)
	before := l.hash()
	_, err = l.deliver(l.ctx, deposits("visitor", 31, "INV-9"))
	require.ErrorContains(t, err, "insufficient funds")
	require.Equal(t, before, l.hash(), "the book keeps nothing that never came")
}
