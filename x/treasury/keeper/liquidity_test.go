package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// tested is a ledger whose north has 500 in coins and 500 in the bank, owes its
// creditors 600, and has to cover 125 % of that.
func tested(t *testing.T) *ledger {
	l := withOutside(t)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Coins = append(rules.Coins, membershiptypes.CoinValue{Denom: denom, BaseUnits: 1, CurrencyUnits: 1})
		rules.Liquidity = &membershiptypes.LiquidityTest{Assets: []string{"1000", "1200", "1230"}, Liabilities: []string{"2000"}, BasisPoints: 12_500}
		require.NoError(t, rules.Validate(membershiptypes.DefaultParams()))
	})
	withFour(l, 500)
	l.attested("bank", 500, "4000")
	l.owesMore(600)
	return l
}

// owesMore is due to creditors more, by an invoice of two officers.
func (l *ledger) owesMore(amount int64) {
	l.t.Helper()
	l.entered(&types.MsgPost{
		Officer: testutil.Address(anna), CoopId: north, Narrative: "INV-9",
		Postings: []types.Posting{line("5000", "operating", amount), line("2000", "operating", -amount)},
	})
}

// liquid, due and needed by the charter's test.
func (l *ledger) liquidity() [3]int64 {
	l.t.Helper()
	answer, err := l.query.Guards(l.ctx, &types.QueryGuardsRequest{Coop: "north"})
	require.NoError(l.t, err)
	line := answer.Liquidity
	return [3]int64{line.Liquid.Int64(), line.Due.Int64(), line.Needed.Int64()}
}

// refusal is what a message is refused with.
func (l *ledger) refusal(message sdk.Msg) error {
	l.t.Helper()
	cached, _ := l.ctx.CacheContext()
	_, err := l.deliver(cached, message)
	require.Error(l.t, err)
	return err
}

// paysOut of a fund by resolution, to the supplier.
func paysOut(amount int64, account string) *types.MsgPay {
	return &types.MsgPay{
		Authority: membershiptypes.CoopAddress(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Account: account,
		Coins: sdk.Coins{{Denom: denom, Amount: math.NewInt(amount)}},
	}
}

// By budget or by resolution, in coins or through the bank: what is left covers what
// is due, down to the last cent.
func TestTheLiquidityTest(t *testing.T) {
	l := tested(t)
	require.Equal(t, [3]int64{1_000, 600, 750}, l.liquidity())
	l.send(types.ErrIlliquid, paysOut(251, "5000"))
	require.ErrorContains(t, l.refusal(paysOut(251, "5000")),
		"would be 749 minor units of EUR after it, without what is reserved; what is due is 600, and the charter wants 12500 basis points (of 10000) of it covered, which is 750")
	outside := func(amount int64) *types.MsgPayOutside {
		return &types.MsgPayOutside{
			Authority: account(north), CoopId: north, Outside: "bank", Amount: math.NewInt(amount), Account: "5000", PayeeCode: "SUP-1", PayeeSha256: supplier, Narrative: "ROOF",
		}
	}
	l.send(types.ErrIlliquid, outside(251))
	l.send(nil, outside(100))
	require.Equal(t, [3]int64{900, 600, 750}, l.liquidity(), "what is due out of the bank is no longer in hand")
	budget := l.opened(wide())
	dated := asks(budget, 50)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	require.Equal(t, reserved, l.approved(l.asked(dated)))
	require.Equal(t, [3]int64{850, 600, 750}, l.liquidity())
	l.last(types.ErrIlliquid, l.asked(asks(budget, 101)))
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 100))))
	require.Equal(t, [3]int64{750, 600, 750}, l.liquidity())
	l.send(types.ErrIlliquid, paysOut(1, "5000"))
	l.later(testutil.Day)
	require.EqualValues(t, 150, l.holds(person("supplier")), "what was reserved is paid: nothing is left to cover")
}

// What pays a debt of the test itself passes, up to what is owed.
func TestDebtsAreAlwaysPaid(t *testing.T) {
	l := tested(t)
	l.owesMore(1_000)
	require.Equal(t, [3]int64{1_000, 1_600, 2_000}, l.liquidity())
	l.send(types.ErrIlliquid, paysOut(1, "5000"))
	l.send(nil, paysOut(400, "2000"))
	require.Equal(t, [3]int64{600, 1_200, 1_500}, l.liquidity())
	debts := wide()
	debts.Account = "2000"
	budget := l.opened(debts)
	require.Equal(t, paid, l.approved(l.asked(asks(budget, 50))))
	l.entered(&types.MsgPost{
		Officer: testutil.Address(anna), CoopId: north, Narrative: "REMITTED",
		Postings: []types.Posting{line("2000", "operating", 1_140), line("4000", "operating", -1_140)},
	})
	require.Equal(t, [3]int64{550, 10, 13}, l.liquidity(), "12.5 rounded up")
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Liquidity.BasisPoints = 100_000 })
	l.attested("bank", -460, "5000")
	require.Equal(t, [3]int64{90, 10, 100}, l.liquidity())
	l.send(types.ErrIlliquid, paysOut(11, "2000"))
	l.send(nil, paysOut(10, "2000"))
	require.Equal(t, [3]int64{80, 0, 0}, l.liquidity())
}

// A payment that was reserved while enough was there is held when it is due and
// debts have come since.
func TestDebtsThatComeBeforeAPaymentIsDue(t *testing.T) {
	l := tested(t)
	dated := asks(l.opened(wide()), 200)
	dated.NotBefore = l.clock.Seconds + testutil.Day
	payment := l.asked(dated)
	require.Equal(t, reserved, l.approved(payment))
	l.owesMore(100)
	l.later(testutil.Day)
	require.Equal(t, held, l.seen(payment).Status)
	require.EqualValues(t, types.ErrIlliquid.ABCICode(), l.seen(payment).ErrorCode)
	retry := &types.MsgRetryPayment{Member: testutil.Address(dora), CoopId: north, PaymentId: payment}
	l.send(types.ErrIlliquid, retry)
	l.attested("bank", 100, "4000")
	l.send(nil, retry)
	require.Equal(t, paid, l.seen(payment).Status)
}

// What isn't in free funds covers nothing, and what it pays is not held to the test.
func TestOnlyFreeFundsAreInHand(t *testing.T) {
	l := tested(t)
	l.attested("courses", 5_000, "4000")
	require.Equal(t, [3]int64{1_000, 600, 750}, l.liquidity())
	l.receives(5_000)
	require.Equal(t, [3]int64{1_000, 600, 750}, l.liquidity(), "what is in suspense is nobody's yet")
	l.owesMore(10_000)
	l.send(types.ErrIlliquid, paysOut(1, "5000"))
	l.send(nil, &types.MsgPayOutside{
		Authority: account(north), CoopId: north, Outside: "courses", Amount: math.NewInt(5_000), Account: "5000", PayeeCode: "SUP-1", PayeeSha256: supplier, Narrative: "COURSE",
	})
}

// Totals that say other than the balances, and windows other than the payments, are seen.
func TestInvariantsOfGuards(t *testing.T) {
	l := tested(t)
	l.shares(denom, eachMonth, 9_000)
	require.Equal(t, paid, l.approved(l.asked(asks(l.opened(wide()), 10))))
	for name, spoil := range map[string]func() error{
		"a total too great": func() error {
			return l.keeper.Totals.Set(l.ctx, collections.Join3(uint64(north), "2000", "operating"), math.NewInt(-601))
		},
		"a total less": func() error {
			return l.keeper.Totals.Remove(l.ctx, collections.Join3(uint64(north), "2000", "operating"))
		},
		"a total of nothing": func() error {
			return l.keeper.Totals.Set(l.ctx, collections.Join3(uint64(north), "3000", "operating"), math.NewInt(1))
		},
		"a window too great": func() error {
			return l.keeper.Drawn.Set(l.ctx, collections.Join4(uint64(north), "coins/operating", denom, uint32(20231101)), math.NewInt(11))
		},
		"a window less": func() error {
			return l.keeper.Drawn.Remove(l.ctx, collections.Join4(uint64(north), "coins/operating", denom, uint32(20231101)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := l.ctx
			l.ctx, _ = l.ctx.CacheContext()
			require.NoError(t, spoil())
			require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
			l.ctx = before
		})
	}
}
