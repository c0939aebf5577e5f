package bench

import (
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	// dueAtOnce payments are due in the same second; it is the most that a co-op can have open.
	dueAtOnce = 100_000
	// paymentBlocks are measured after two that warm the store.
	paymentBlocks = 10
)

// dueTime of all of them.
var dueTime = genesisTime.Add(30 * 24 * time.Hour)

// BenchmarkPayment is a payment by resolution into a member's passbook: the
// message's handler, and its share of writing, hashing and committing a block of 200. It is measured on a book without entries and on one
// of many; the members with passbooks are as many in both. Beside it stands the
// store alone (store/…): as many records written as a payment writes, into a tree
// of as many keys, by no module.
func BenchmarkPayment(b *testing.B) {
	for _, entries := range append([]int{0}, sizes(100_000)...) {
		b.Run(fmt.Sprintf("coop/%d", entries), func(b *testing.B) {
			payments(b, bookOf(b, entries), treasuryLedger.pay)
		})
		b.Run(fmt.Sprintf("store/%d", entries), func(b *testing.B) {
			payments(b, bookOf(b, entries), treasuryLedger.put)
		})
	}
}

// payments are made to members at random, block by block, on copies of a store.
func payments(b *testing.B, from string, pay func(treasuryLedger, sdk.Context, uint64) error) {
	b.Helper()
	var handlers, writes lap
	rounds := 0
	random := rand.New(rand.NewSource(1))
	for b.Loop() {
		ledger := openTreasuryLedger(b, copyOf(b, from))
		for block := range paymentBlocks + 2 {
			handler, write := ledger.payBlock(b, func(ctx sdk.Context) error {
				return pay(ledger, ctx, uint64(random.Intn(payingMembers))+1)
			})
			if block >= 2 {
				handlers.add(handler)
				writes.add(write)
				rounds++
			}
		}
		ledger.store.remove(b)
	}
	b.ReportMetric(handlers.micro(rounds*paymentsPerBlock), "µs-handler")
	b.ReportMetric(writes.micro(rounds*paymentsPerBlock), "µs-write")
	handlers.add(writes)
	handlers.report(b, rounds*paymentsPerBlock)
}

// put writes the records that a payment to a member leaves, and decides nothing.
func (t treasuryLedger) put(ctx sdk.Context, member uint64) error {
	book, err := t.treasury.Books.Get(ctx, votingCoop)
	if err != nil {
		return err
	}
	book.Entries++
	one := treasurytypes.Balance{Amount: math.OneInt(), Functional: math.ZeroInt()}
	entry := treasurytypes.Entry{
		CoopId: votingCoop, Number: book.Entries, Height: 7, PostedAt: genesisTime.Unix(), Source: treasurytypes.Source_SOURCE_RESOLUTION, ResolutionId: 1,
		Narrative: "SURPLUS-2027", AccountingDate: 20260105, MemberId: member,
	}
	for _, at := range [][2]string{{"1000", "operating"}, {"1000", "passbook"}, {"2500", "passbook"}, {"5000", "operating"}} {
		entry.Postings = append(entry.Postings, treasurytypes.NewPosting(at[0], at[1], payingDenom, one.Amount, one.Functional))
		if err := t.treasury.Balances.Set(ctx, collections.Join4(uint64(votingCoop), at[0], at[1], payingDenom), one); err != nil {
			return err
		}
		if err := t.treasury.EntriesByAccount.Set(ctx, collections.Join3(uint64(votingCoop), at[0], book.Entries)); err != nil {
			return err
		}
	}
	if err := t.treasury.Parts.Set(ctx, collections.Join4(uint64(votingCoop), "2500", member, payingDenom), one); err != nil {
		return err
	}
	if err := t.treasury.Entries.Set(ctx, collections.Join(uint64(votingCoop), book.Entries), entry); err != nil {
		return err
	}
	return t.treasury.Books.Set(ctx, votingCoop, book)
}

// bookOf fills a store with a book of so many payments.
func bookOf(tb testing.TB, entries int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("treasury-%d", entries), func(dir string) {
		t := openTreasuryLedger(tb, dir)
		t.foundWithMoney(tb, payingMembers)
		require.NoError(tb, t.store.batches(entries, func(ctx sdk.Context, i int) error {
			return t.pay(ctx, uint64(i%payingMembers)+1)
		}))
		t.store.close(tb)
	})
}

// payBlock makes 200 payments in a block.
func (t treasuryLedger) payBlock(b *testing.B, pay func(sdk.Context) error) (handler, write lap) {
	b.Helper()
	ctx, stores := t.store.branch(genesisTime)
	runtime.GC()
	watch := start()
	for range paymentsPerBlock {
		if err := pay(ctx); err != nil {
			b.Fatal(err)
		}
	}
	handler = watch.lap()
	watch = start()
	t.store.write(stores)
	t.store.commit()
	return handler, watch.lap()
}

// BenchmarkDue lets 100,000 payments be due in the same second. What counts is the
// slowest block but for one in a hundred: its end block, and writing and hashing
// what it changed. The others wait their turn, the oldest first.
func BenchmarkDue(b *testing.B) {
	b.Run(fmt.Sprintf("coop/%d", dueAtOnce), func(b *testing.B) {
		from := paymentsDue(b)
		var blocks []lap
		for b.Loop() {
			ledger := openTreasuryLedger(b, copyOf(b, from))
			ledger.atTime(b, dueTime)
			runtime.GC()
			blocks = append(blocks, ledger.untilAllIsPaid(b)...)
			ledger.store.remove(b)
		}
		slices.SortFunc(blocks, func(x, y lap) int { return int(x.wall - y.wall) })
		b.ReportMetric(float64(len(blocks)), "blocks")
		b.ReportMetric(blocks[len(blocks)/2].micro(1)/1000, "ms-median")
		blocks[(len(blocks)*99+99)/100-1].report(b, 1)
	})
}

// paymentsDue fills a store with approved payments that are due in the same second.
func paymentsDue(tb testing.TB) string {
	tb.Helper()
	return template(tb, "treasury-due", func(dir string) {
		t := openTreasuryLedger(tb, dir)
		t.foundWithMoney(tb, payingMembers)
		t.openBudget(tb)
		require.NoError(tb, t.store.batches(dueAtOnce, func(ctx sdk.Context, i int) error {
			asked, err := t.money.RequestPayment(ctx, &treasurytypes.MsgRequestPayment{
				Member: membershiptypes.AddressText(voterAddress(0)), CoopId: votingCoop, BudgetId: 1, PayeeMemberId: uint64(i%(payingMembers-2)) + 3,
				Coin: sdk.NewInt64Coin(payingDenom, 1), NotBefore: dueTime.Unix(), Narrative: "WAGES",
			})
			if err != nil {
				return err
			}
			_, err = t.money.ApprovePayment(ctx, &treasurytypes.MsgApprovePayment{
				Member: membershiptypes.AddressText(voterAddress(1)), CoopId: votingCoop, PaymentId: asked.PaymentId,
			})
			return err
		}))
		t.store.close(tb)
	})
}

// untilAllIsPaid makes blocks until every payment is made, and says what each took.
func (t treasuryLedger) untilAllIsPaid(b *testing.B) (blocks []lap) {
	b.Helper()
	for paid := uint64(0); paid < dueAtOnce; {
		ctx, stores := t.store.branch(dueTime)
		// The work budget is half of a block's gas, as a ledger has it by default.
		ctx = ctx.WithConsensusParams(chaintypes.DefaultConsensusParams().ToProto())
		require.NoError(b, t.chain.WorkSpent.Remove(ctx))
		watch := start()
		err := t.treasury.EndBlock(ctx)
		t.store.write(stores)
		blocks = append(blocks, watch.lap())
		t.store.commit()
		require.NoError(b, err)
		paid += t.paidSince(b, paid)
		require.Less(b, len(blocks), dueAtOnce, "the queue does not move")
	}
	return blocks
}

// paidSince counts the payments made after the first so many; they are made in order.
func (t treasuryLedger) paidSince(b *testing.B, paid uint64) (more uint64) {
	b.Helper()
	ctx, _ := t.store.branch(dueTime)
	for id := paid + 1; id <= dueAtOnce; id++ {
		payment, err := t.treasury.Payments.Get(ctx, collections.Join(uint64(votingCoop), id))
		require.NoError(b, err)
		if payment.Status != treasurytypes.PaymentStatus_PAYMENT_STATUS_PAID {
			break
		}
		more++
	}
	require.Positive(b, more, "a block paid nobody")
	return more
}
