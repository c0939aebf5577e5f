package bench

import (
	"crypto/sha256"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdkruntime "github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	surpluskeeper "github.com/coopledger/coopledger/x/surplus/keeper"
	surplustypes "github.com/coopledger/coopledger/x/surplus/types"
)

const (
	// recordsInBatch are recorded by one message.
	recordsInBatch = 1_000
	// sharedPeriod is how long the period is that is shared.
	sharedPeriod = 30 * 24 * time.Hour
	// takersPerBlock take their share in a block that is measured.
	takersPerBlock = 200
)

// periodOne is the period that is shared.
var periodOne = collections.Join(uint64(votingCoop), uint64(1))

// surplusLedger is the treasury's with a surplus to share.
type surplusLedger struct {
	treasuryLedger
	surplus *surpluskeeper.Keeper
	sends   surplustypes.MsgServer
	asks    surplustypes.QueryServer
}

func openSurplusLedger(tb testing.TB, dir string) surplusLedger {
	tb.Helper()
	t, mounted := wireTreasuryLedger(tb)
	key := storetypes.NewKVStoreKey(surplustypes.StoreKey)
	l := surplusLedger{treasuryLedger: t}
	l.surplus = surpluskeeper.NewKeeper(t.cdc, sdkruntime.NewKVStoreService(key), t.addresses, t.chain, t.membership, t.treasury)
	l.sends, l.asks = surpluskeeper.NewMsgServer(l.surplus), surpluskeeper.NewQueryServer(l.surplus)
	t.membership.SetCharterHooks(t.treasury.Hooks())
	l.store = openStore(tb, dir, append(mounted, key))
	return l
}

// foundToShare starts a co-op whose members share all that it earns by hours, half of
// it in cash, in a coin of which each is worth a cent.
func (l surplusLedger) foundToShare(tb testing.TB, members int) {
	tb.Helper()
	l.foundAs(tb, members, func(charter *membershiptypes.Charter) {
		rules := *passbooks()
		rules.Currency, rules.Decimals = "EUR", 2
		rules.Coins = []membershiptypes.CoinValue{{Denom: payingDenom, BaseUnits: 1, CurrencyUnits: 1}}
		rules.Funds = slices.Insert(slices.Clone(rules.Funds), 2, membershiptypes.Fund{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE})
		rules.Accounts = append(slices.Clone(rules.Accounts), membershiptypes.LedgerAccount{
			Code: "5900", Name: "rates", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE,
		})
		charter.Treasury = &rules
		testutil.ShareSurplus(charter, payingDenom)
		charter.Surplus.PeriodSeconds, charter.Surplus.Unapproved = uint64(sharedPeriod.Seconds()), "it is measured"
		charter.Surplus.Steps[0].CashPpm = membershiptypes.WholeRate / 2
	})
	l.block(tb, func(ctx sdk.Context) error {
		if err := l.surplus.InitGenesis(ctx, surplustypes.DefaultGenesis()); err != nil {
			return err
		}
		// What the co-op has earned was booked before; here it is the period's.
		period, err := l.surplus.Periods.Get(ctx, periodOne)
		if err != nil {
			return err
		}
		period.Opening = &surplustypes.SourceAmounts{Member: math.ZeroInt(), NonMember: math.ZeroInt(), Extraordinary: math.ZeroInt()}
		return l.surplus.Periods.Set(ctx, periodOne, period)
	})
}

// record a batch of hours of the members after the first so many.
func (l surplusLedger) record(ctx sdk.Context, after, records int) error {
	evidence := sha256.Sum256([]byte("timesheets"))
	message := &surplustypes.MsgRecordPatronage{
		Authority: membershiptypes.CoopAddress(votingCoop), CoopId: votingCoop, Basis: "hours", EvidenceSha256: evidence[:],
	}
	for i := range records {
		message.Records = append(message.Records, surplustypes.PatronageRecord{MemberId: uint64(after+i) + 1, Amount: math.NewInt(int64(100 + (after+i)%1_900))})
	}
	_, err := l.sends.RecordPatronage(decided(ctx), message)
	return err
}

// recorded is a store in whose period each of so many members has hours.
func recorded(tb testing.TB, members int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("surplus-%d", members), func(dir string) {
		l := openSurplusLedger(tb, dir)
		l.foundToShare(tb, members+recordsInBatch*paymentBlocks*2)
		for after := 0; after < members; after += recordsInBatch {
			l.block(tb, func(ctx sdk.Context) error { return l.record(ctx, after, min(recordsInBatch, members-after)) })
		}
		l.store.close(tb)
	})
}

// BenchmarkPatronage is one record of a batch of a thousand: the message's handler, and
// its share of writing, hashing and committing a block of one batch, in a period that
// has none, and in one of many.
func BenchmarkPatronage(b *testing.B) {
	for _, members := range append([]int{0}, sizes(100_000)...) {
		b.Run(fmt.Sprintf("coop/%d", members), func(b *testing.B) {
			from := recorded(b, members)
			var all lap
			rounds := 0
			for b.Loop() {
				l := openSurplusLedger(b, copyOf(b, from))
				for block := range paymentBlocks {
					ctx, stores := l.store.branch(genesisTime)
					watch := start()
					require.NoError(b, l.record(ctx, members+block*recordsInBatch, recordsInBatch))
					l.store.write(stores)
					l.store.commit()
					all.add(watch.lap())
					rounds++
				}
				l.store.remove(b)
			}
			all.report(b, rounds*recordsInBatch)
		})
	}
}

// approvedPeriod is a store in which the accounts of so many members are approved, and
// the next block begins to share.
func approvedPeriod(tb testing.TB, members int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("surplus-approved-%d", members), func(dir string) {
		require.NoError(tb, os.CopyFS(dir, os.DirFS(recorded(tb, members))))
		l := openSurplusLedger(tb, dir)
		l.atTime(tb, genesisTime.Add(sharedPeriod))
		for range 2 {
			l.endBlock(tb)
		}
		hash := sha256.Sum256([]byte("accounts"))
		l.block(tb, func(ctx sdk.Context) error {
			_, err := membershipkeeper.NewMsgServer(l.membership).GrantPower(decided(ctx), &membershiptypes.MsgGrantPower{
				Authority: membershiptypes.CoopAddress(votingCoop), CoopId: votingCoop, MemberId: 1, Power: membershiptypes.PowerBook, TermSeconds: 86_400,
			})
			if err != nil {
				return err
			}
			_, err = l.sends.PresentAccounts(ctx, &surplustypes.MsgPresentAccounts{
				Signer: membershiptypes.AddressText(voterAddress(0)), CoopId: votingCoop, Period: 1, AccountsSha256: hash[:], ReportSha256: hash[:],
			})
			return err
		})
		l.store.close(tb)
	})
}

// endBlock ends one, and says how long it took with writing and hashing what it changed.
func (l surplusLedger) endBlock(tb testing.TB) lap {
	tb.Helper()
	ctx, stores := l.store.branch(genesisTime.Add(sharedPeriod))
	ctx = ctx.WithConsensusParams(chaintypes.DefaultConsensusParams().ToProto())
	require.NoError(tb, l.chain.WorkSpent.Remove(ctx))
	watch := start()
	err := l.surplus.EndBlock(ctx)
	l.store.write(stores)
	took := watch.lap()
	l.store.commit()
	require.NoError(tb, err)
	return took
}

// settles makes blocks until the period is shared, and says what each took.
func (l surplusLedger) settles(tb testing.TB) (blocks []lap) {
	tb.Helper()
	for {
		blocks = append(blocks, l.endBlock(tb))
		ctx, _ := l.store.branch(genesisTime)
		period, err := l.surplus.Periods.Get(ctx, periodOne)
		require.NoError(tb, err)
		require.Empty(tb, period.ErrorCodespace, "%d", period.ErrorCode)
		if period.Stage == surplustypes.PeriodStage_PERIOD_STAGE_SETTLED {
			return blocks
		}
		require.Less(tb, len(blocks), 100_000, "the period is never shared")
	}
}

// BenchmarkSettle shares a period block by block. What counts is the slowest block but
// for one in a hundred: its end block, and writing and hashing what it changed.
func BenchmarkSettle(b *testing.B) {
	for _, members := range sizes(100_000) {
		b.Run(fmt.Sprintf("coop/%d", members), func(b *testing.B) {
			from := approvedPeriod(b, members)
			var blocks []lap
			for b.Loop() {
				l := openSurplusLedger(b, copyOf(b, from))
				runtime.GC()
				blocks = append(blocks, l.settles(b)...)
				l.store.remove(b)
			}
			slices.SortFunc(blocks, func(x, y lap) int { return int(x.wall - y.wall) })
			b.ReportMetric(float64(len(blocks)), "blocks")
			b.ReportMetric(blocks[len(blocks)/2].micro(1)/1000, "ms-median")
			blocks[(len(blocks)*99+99)/100-1].report(b, 1)
		})
	}
}

// settledPeriod is a store in which so many members may take their shares.
func settledPeriod(tb testing.TB, members int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("surplus-settled-%d", members), func(dir string) {
		require.NoError(tb, os.CopyFS(dir, os.DirFS(approvedPeriod(tb, members))))
		l := openSurplusLedger(tb, dir)
		l.settles(tb)
		l.store.close(tb)
	})
}

// BenchmarkShare reads a member's share with its arithmetic, and takes it: the handler,
// and its share of writing, hashing and committing a block of 200.
func BenchmarkShare(b *testing.B) {
	for _, members := range sizes(100_000) {
		b.Run(fmt.Sprintf("read/%d", members), func(b *testing.B) {
			l := openSurplusLedger(b, copyOf(b, settledPeriod(b, members)))
			random := rand.New(rand.NewSource(1))
			ctx, _ := l.store.branch(genesisTime)
			watch, reads := start(), 0
			for b.Loop() {
				_, err := l.asks.Share(ctx, &surplustypes.QueryShareRequest{Coop: fmt.Sprint(votingCoop), Period: 1, MemberId: uint64(random.Intn(members)) + 1})
				require.NoError(b, err)
				reads++
			}
			watch.lap().report(b, reads)
			l.store.remove(b)
		})
		b.Run(fmt.Sprintf("take/%d", members), func(b *testing.B) {
			from := settledPeriod(b, members)
			var all lap
			rounds := 0
			for b.Loop() {
				l := openSurplusLedger(b, copyOf(b, from))
				takers := rand.New(rand.NewSource(1)).Perm(members)
				for block := range paymentBlocks {
					all.add(l.takeBlock(b, takers[block*takersPerBlock:(block+1)*takersPerBlock]))
					rounds++
				}
				l.store.remove(b)
			}
			all.report(b, rounds*takersPerBlock)
		})
	}
}

// takeBlock lets some members take their shares in one block.
func (l surplusLedger) takeBlock(b *testing.B, takers []int) lap {
	b.Helper()
	ctx, stores := l.store.branch(genesisTime)
	watch := start()
	for _, taker := range takers {
		_, err := l.sends.TakeShare(ctx, &surplustypes.MsgTakeShare{
			Signer: membershiptypes.AddressText(voterAddress(0)), CoopId: votingCoop, Period: 1, MemberId: uint64(taker) + 1,
		})
		require.NoError(b, err)
	}
	l.store.write(stores)
	l.store.commit()
	return watch.lap()
}
