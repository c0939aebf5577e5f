package keeper_test

import (
	"context"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/keeper"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// H20. Coins sent to a co-op's account, or into any of its purses, go to
// suspense and are in the journal at once.
func TestWhateverArrivesIsInSuspenseAndInTheJournal(t *testing.T) {
	for name, to := range map[string]sdk.AccAddress{
		"the account": membershiptypes.CoopAccount(north), "a purse": purse("operating"), "suspense itself": purse("suspense"),
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			l.rich("visitor", coins(100))
			l.ctx = l.ctx.WithTxBytes([]byte("a transaction"))
			require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), to, coins(40)))
			require.EqualValues(t, 40, l.holds(purse("suspense")))
			require.Zero(t, l.holds(membershiptypes.CoopAccount(north)))
			require.Zero(t, l.holds(purse("operating")))
			require.EqualValues(t, 40, l.bears("1000", "suspense"))
			require.EqualValues(t, -40, l.bears("2900", "suspense"))
			entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: 1})
			require.NoError(t, err)
			require.Equal(t, types.Source_SOURCE_RECEIPT, entry.Entry.Source)
			require.EqualValues(t, 7, entry.Entry.Height)
			require.Equal(t, testutil.Start, entry.Entry.PostedAt)
			require.Len(t, entry.Entry.TxHash, 32)
			require.NoError(t, l.keeper.EndBlock(l.ctx))
			require.NoError(t, l.keeper.CheckInvariants(l.ctx))
		})
	}
}

func TestManyRecipientsAreJournaledEach(t *testing.T) {
	l := newLedger(t)
	l.rich("visitor", coins(100))
	require.NoError(t, l.bank.InputOutputCoins(l.ctx, bankInput(person("visitor"), coins(30)),
		bankOutputs(membershiptypes.CoopAccount(north), coins(10), membershiptypes.CoopAccount(east), coins(20))))
	require.EqualValues(t, 10, l.holds(purse("suspense")))
	require.EqualValues(t, 20, l.holds(types.PurseAccount(east, "suspense")))
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

// Nothing leaves a co-op's account or purse but by this module.
func TestNobodySendsFromAPurse(t *testing.T) {
	l := newLedger(t)
	l.funded(100)
	before := l.hash()
	for _, from := range []sdk.AccAddress{purse("operating"), purse("suspense"), membershiptypes.CoopAccount(north)} {
		require.ErrorIs(t, l.bank.SendCoins(l.ctx, from, person("visitor"), coins(1)), types.ErrPurseClosed)
		require.ErrorIs(t, l.bank.InputOutputCoins(l.ctx, bankInput(from, coins(1)), bankOutputs(person("visitor"), coins(1))), types.ErrPurseClosed)
	}
	require.Equal(t, before, l.hash())
}

func TestClassify(t *testing.T) {
	classify := func(change func(*types.MsgClassify)) *types.MsgClassify {
		message := &types.MsgClassify{
			Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin(denom, 60), Fund: "operating", Account: "4000", Narrative: "DUES-1",
		}
		if change != nil {
			change(message)
		}
		return message
	}
	for _, c := range []struct {
		name    string
		change  func(*types.MsgClassify)
		refusal error
	}{
		{"error - an officer without the power", func(m *types.MsgClassify) { m.Authority = testutil.Address("east-anna") }, membershiptypes.ErrNotAMember},
		{"error - another co-op", func(m *types.MsgClassify) { m.Authority = account(east) }, membershiptypes.ErrNotAMember},
		{"error - no such co-op", func(m *types.MsgClassify) { m.CoopId = 99 }, membershiptypes.ErrUnknownCoop},
		{"error - more than there is", func(m *types.MsgClassify) { m.Coin.Amount = math.NewInt(101) }, types.ErrNotEnough},
		{"error - nothing (H21)", func(m *types.MsgClassify) { m.Coin.Amount = math.ZeroInt() }, types.ErrInvalidCoins},
		{"error - less than nothing (H21)", func(m *types.MsgClassify) { m.Coin.Amount = math.NewInt(-1) }, types.ErrInvalidCoins},
		{"error - no amount (H21)", func(m *types.MsgClassify) { m.Coin = sdk.Coin{Denom: denom} }, types.ErrInvalidCoins},
		{"error - too much (H21)", func(m *types.MsgClassify) { m.Coin.Amount = huge(255) }, types.ErrOverflow},
		{"error - unknown fund", func(m *types.MsgClassify) { m.Fund = "moon" }, types.ErrUnknownFund},
		{"error - back into suspense", func(m *types.MsgClassify) { m.Fund = "suspense" }, types.ErrWrongAccount},
		{"error - unknown account", func(m *types.MsgClassify) { m.Account = "9999" }, types.ErrUnknownAccount},
		{"error - the ledger's own account", func(m *types.MsgClassify) { m.Account = "1000" }, types.ErrWrongAccount},
		{"error - an expense", func(m *types.MsgClassify) { m.Account = "5000" }, types.ErrWrongAccount},
		{"error - a story instead of a code", func(m *types.MsgClassify) { m.Narrative = "from José; he's late" }, types.ErrInvalidEntry},
		{"error - a long story", func(m *types.MsgClassify) { m.Narrative = string(make([]byte, 10_000_000)) }, types.ErrInvalidEntry},
		{"error - half a hash", func(m *types.MsgClassify) { m.DocumentSha256 = make([]byte, 16) }, types.ErrInvalidEntry},
		{"success - an officer", nil, nil},
		{"success - by resolution", func(m *types.MsgClassify) { m.Authority = account(north) }, nil},
		{"success - equity", func(m *types.MsgClassify) { m.Account = "3000" }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			l.receives(100)
			message := classify(c.change)
			l.send(c.refusal, message)
			if c.refusal != nil {
				return
			}
			require.EqualValues(t, 40, l.holds(purse("suspense")))
			require.EqualValues(t, 60, l.holds(purse("operating")))
			require.EqualValues(t, 40, l.bears("1000", "suspense"))
			require.EqualValues(t, 60, l.bears("1000", "operating"))
			require.EqualValues(t, -40, l.bears("2900", "suspense"))
			require.EqualValues(t, -60, l.bears(message.Account, "operating"))
			require.NoError(t, l.keeper.EndBlock(l.ctx))
			require.False(t, l.frozen())
		})
	}
}

func TestPay(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*types.MsgPay)
		refusal error
	}{
		{"error - a treasurer alone (H17)", func(m *types.MsgPay) { m.Authority = testutil.Address(anna) }, types.ErrUnauthorized},
		{"error - another co-op's resolution", func(m *types.MsgPay) { m.Authority = account(east) }, types.ErrUnauthorized},
		{"error - more than there is", func(m *types.MsgPay) { m.Coins = coins(101) }, types.ErrNotEnough},
		{"error - nothing (H21)", func(m *types.MsgPay) { m.Coins = nil }, types.ErrInvalidCoins},
		{"error - zero (H21)", func(m *types.MsgPay) { m.Coins = sdk.Coins{{Denom: denom, Amount: math.ZeroInt()}} }, types.ErrInvalidCoins},
		{"error - negative (H21)", func(m *types.MsgPay) { m.Coins = sdk.Coins{{Denom: denom, Amount: math.NewInt(-5)}} }, types.ErrInvalidCoins},
		{"error - one denom twice (H21)", func(m *types.MsgPay) { m.Coins = sdk.Coins{sdk.NewInt64Coin(denom, 1), sdk.NewInt64Coin(denom, 1)} }, types.ErrInvalidCoins},
		{"error - 2^255 (H21)", func(m *types.MsgPay) { m.Coins = sdk.Coins{{Denom: denom, Amount: huge(255)}} }, types.ErrOverflow},
		{"error - out of suspense", func(m *types.MsgPay) { m.Fund = "suspense" }, types.ErrFundPolicy},
		{"error - unknown fund", func(m *types.MsgPay) { m.Fund = "moon" }, types.ErrUnknownFund},
		{"error - booked as income", func(m *types.MsgPay) { m.Account = "4000" }, types.ErrWrongAccount},
		{"error - booked as equity", func(m *types.MsgPay) { m.Account = "3000" }, types.ErrWrongAccount},
		{"error - booked to suspense", func(m *types.MsgPay) { m.Account = "2900" }, types.ErrWrongAccount},
		{"error - to itself", func(m *types.MsgPay) { m.Payee = account(north) }, types.ErrInvalidPayee},
		{"error - to its own purse", func(m *types.MsgPay) { m.Payee = types.PurseAddress(north, "suspense") }, types.ErrInvalidPayee},
		{"error - to another's purse", func(m *types.MsgPay) { m.Payee = types.PurseAddress(east, "operating") }, types.ErrInvalidPayee},
		{"error - to a module", func(m *types.MsgPay) { m.Payee = membershiptypes.AddressText(authtypes.NewModuleAddress(mint)) }, types.ErrInvalidPayee},
		{"error - to nobody", func(m *types.MsgPay) { m.Payee = "coop1" }, types.ErrInvalidPayee},
		{"success - a person", nil, nil},
		{"success - another co-op", func(m *types.MsgPay) { m.Payee = account(east) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			l.funded(100)
			message := &types.MsgPay{
				Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(30), Account: "5000", Narrative: "INV/17",
			}
			if c.change != nil {
				c.change(message)
			}
			l.send(c.refusal, message)
			if c.refusal != nil {
				return
			}
			require.EqualValues(t, 70, l.holds(purse("operating")))
			require.EqualValues(t, 70, l.bears("1000", "operating"))
			require.EqualValues(t, 30, l.bears("5000", "operating"))
			entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: 3})
			require.NoError(t, err)
			require.Equal(t, types.Source_SOURCE_RESOLUTION, entry.Entry.Source)
			require.EqualValues(t, 9, entry.Entry.ResolutionId)
			if message.Payee == account(east) {
				require.EqualValues(t, 30, l.holds(types.PurseAccount(east, "suspense")), "a payment to a co-op is its receipt")
				receipt, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "east", Number: 1})
				require.NoError(t, err)
				require.Equal(t, types.Source_SOURCE_RECEIPT, receipt.Entry.Source)
				require.Zero(t, receipt.Entry.ResolutionId, "another's resolution is no decision of this co-op")
			}
		})
	}
}

// A message that the co-op's account signs outside a resolution doesn't exist,
// and if it did it would be refused.
func TestPaymentWithoutADecision(t *testing.T) {
	l := newLedger(t)
	l.funded(100)
	message := &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(1), Account: "5000"}
	_, err := l.msg.Pay(l.ctx, message)
	require.ErrorIs(t, err, types.ErrUnauthorized)
	_, err = l.msg.Pay(chaintypes.WithDecision(l.ctx, chaintypes.Decision{CoopID: east, ResolutionID: 1}), message)
	require.ErrorIs(t, err, types.ErrUnauthorized)
}

// H18. Two decisions, one coin: the second fails with its reason.
func TestTwoDecisionsOneCoin(t *testing.T) {
	l := newLedger(t)
	l.funded(100)
	pay := &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(60), Account: "5000"}
	l.send(nil, pay)
	l.send(types.ErrNotEnough, pay)
	require.EqualValues(t, 60, l.holds(person("supplier")))
}

// A purse that was somebody's address before its co-op was there.
func TestCoinsThatWereThereBeforeThePurse(t *testing.T) {
	l := newLedger(t)
	l.rich("visitor", coins(50))
	next, err := l.members.NextCoopID.Peek(l.ctx)
	require.NoError(t, err)
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), types.PurseAccount(next, "operating"), coins(50)))
	charter := testutil.WorkerCharter()
	founders := testutil.Founders("brandnew", charter, testutil.Start+testutil.Day, []string{"workers", "x-anna"}, []string{"workers", "x-ben"})
	_, err = l.found(&membershiptypes.MsgFound{Founder: account(root), Slug: "brandnew", Charter: charter, Founders: founders})
	require.NoError(t, err)
	require.EqualValues(t, 50, l.holds(types.PurseAccount(next, "suspense")))
	require.Zero(t, l.holds(types.PurseAccount(next, "operating")))
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

// A bank that holds other than the book says freezes that co-op's treasury and
// nothing else.
func TestFrozen(t *testing.T) {
	l := newLedger(t)
	l.funded(100)
	l.rich("visitor", coins(100))
	// Behind the restriction's back.
	require.NoError(t, l.bank.Balances.Set(l.ctx, bankKey(purse("operating")), math.NewInt(99)))
	require.NoError(t, l.keeper.EndBlock(l.ctx), "the chain goes on")
	require.True(t, l.frozen())
	pay := &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address("supplier"), Coins: coins(1), Account: "5000"}
	l.send(types.ErrFrozen, pay)
	l.send(types.ErrFrozen, &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: []types.Posting{line("5000", "operating", 1), line("4000", "operating", -1)}})
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), membershiptypes.CoopAccount(north), coins(5)), "receipts are still booked")
	require.EqualValues(t, -5, l.bears("2900", "suspense"))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), membershiptypes.CoopAccount(east), coins(5)))
	book, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "east"})
	require.NoError(t, err)
	require.Nil(t, book.Freeze, "others go on")
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Len(t, exported.Freezes, 1)
}

func (l *ledger) frozen() bool {
	l.t.Helper()
	book, err := l.query.Book(l.ctx, &types.QueryBookRequest{Coop: "north"})
	require.NoError(l.t, err)
	return book.Freeze != nil
}

func huge(bits uint) math.Int {
	return math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), bits))
}

// A pass opens the purses of the co-op that it is of, and what it lets into
// another's is a receipt there like any other.
func TestAPassIsOfOneCoop(t *testing.T) {
	l := withFour(newLedger(t), 100)
	l.rich("visitor", coins(50))
	require.NoError(t, l.bank.SendCoins(l.ctx, person("visitor"), membershiptypes.CoopAccount(east), coins(50)))
	northern := func(inside bool) context.Context { return keeper.WithPass(l.ctx, north, inside) }
	_, err := l.keeper.Restrict(northern(false), types.PurseAccount(east, "suspense"), person("visitor"), coins(10))
	require.ErrorIs(t, err, types.ErrPurseClosed)
	to, err := l.keeper.Restrict(northern(true), purse("operating"), types.PurseAccount(east, "operating"), coins(10))
	require.NoError(t, err)
	require.Equal(t, types.PurseAccount(east, "suspense"), to, "the east classifies it")
	to, err = l.keeper.Restrict(northern(true), purse("operating"), purse("suspense"), coins(10))
	require.NoError(t, err)
	require.Equal(t, purse("suspense"), to)
	to, err = l.keeper.Restrict(northern(true), purse("suspense"), purse("operating"), coins(10))
	require.NoError(t, err)
	require.Equal(t, purse("operating"), to, "within the co-op it goes where it is sent")
}
