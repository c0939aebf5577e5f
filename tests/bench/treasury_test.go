package bench

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurykeeper "github.com/coopledger/coopledger/x/treasury/keeper"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	// payingDenom of the coins that are paid; the co-op has a great many of them.
	payingDenom  = "ceur"
	payingAmount = 1_000_000_000_000
	// payingMembers each have a passbook.
	payingMembers = 100_000
	// paymentsPerBlock that are measured together.
	paymentsPerBlock = 200
)

// treasuryLedger is the ledger's modules with the treasury, on a node's store.
type treasuryLedger struct {
	coopLedger
	treasury *treasurykeeper.Keeper
	money    treasurytypes.MsgServer
}

func openTreasuryLedger(tb testing.TB, dir string) treasuryLedger {
	tb.Helper()
	t, mounted := wireTreasuryLedger(tb)
	t.membership.SetCharterHooks(t.treasury.Hooks())
	t.store = openStore(tb, dir, mounted)
	return t
}

// wireTreasuryLedger wires the modules, and says which stores they are to have.
func wireTreasuryLedger(tb testing.TB) (treasuryLedger, []storetypes.StoreKey) {
	tb.Helper()
	l, mounted := wireCoopLedger(tb)
	key := storetypes.NewKVStoreKey(treasurytypes.StoreKey)
	transient := storetypes.NewTransientStoreKey(treasurytypes.TransientStoreKey)
	t := treasuryLedger{coopLedger: l}
	t.treasury = treasurykeeper.NewKeeper(l.cdc, runtime.NewKVStoreService(key), runtime.NewTransientStoreService(transient),
		l.addresses, l.accounts, l.bank, l.chain, l.membership)
	t.treasury.SetBreaker(alwaysAllowed{})
	l.bank.AppendSendRestriction(t.treasury.Restrict)
	t.money = treasurykeeper.NewMsgServer(t.treasury)
	return t, append(mounted, key, transient)
}

// foundWithMoney starts the ledger with a co-op that keeps passbooks, has a great
// many coins to spend, and so many members.
func (t treasuryLedger) foundWithMoney(tb testing.TB, members int) {
	tb.Helper()
	t.foundAs(tb, members, func(charter *membershiptypes.Charter) { charter.Treasury = passbooks() })
}

// foundAs does so with a charter.
func (t treasuryLedger) foundAs(tb testing.TB, members int, chartered func(*membershiptypes.Charter)) {
	tb.Helper()
	ctx, stores := t.store.branch(genesisTime)
	require.NoError(tb, t.chain.InitGenesis(ctx, *chaintypes.DefaultGenesis()))
	founded := foundings(tb, voterAddress)
	chartered(&founded[1].Charter)
	state, err := membershiptypes.NewGenesis(membershiptypes.DefaultParams(), genesisTime.Unix(), founded)
	require.NoError(tb, err)
	require.NoError(tb, t.bank.SetParams(ctx, banktypes.DefaultParams()))
	given := sdk.NewInt64Coin(payingDenom, payingAmount)
	account := membershiptypes.CoopAccount(votingCoop)
	require.NoError(tb, t.bank.Balances.Set(ctx, collections.Join(account, payingDenom), given.Amount))
	require.NoError(tb, t.bank.Supply.Set(ctx, payingDenom, given.Amount))
	require.NoError(tb, t.membership.InitGenesis(ctx, state))
	require.NoError(tb, t.governance.InitGenesis(ctx, *governancetypes.DefaultGenesis()))
	genesis := treasurytypes.DefaultGenesis()
	genesis.Params.MaxRequestsPerCoop = dueAtOnce
	require.NoError(tb, genesis.Params.Validate())
	require.NoError(tb, t.treasury.InitGenesis(ctx, genesis))
	_, err = t.money.Classify(decided(ctx), &treasurytypes.MsgClassify{
		Authority: membershiptypes.CoopAddress(votingCoop), CoopId: votingCoop, Coin: given, Fund: "operating", Account: "4000",
	})
	require.NoError(tb, err)
	t.store.write(stores)
	t.store.commit()
	t.admit(tb, members)
}

// passbooks is how the co-op keeps its book.
func passbooks() *membershiptypes.TreasuryRules {
	rules := membershiptypes.DefaultTreasury()
	testutil.KeepPassbooks(&rules, membershiptypes.PassbookRules{PayoutAddressDelaySeconds: 200_000, WithdrawDelaySeconds: 200_000})
	return &rules
}

// decided is what the co-op's resolution 1 decides.
func decided(ctx sdk.Context) sdk.Context {
	return chaintypes.WithDecision(ctx, chaintypes.Decision{CoopID: votingCoop, ResolutionID: 1})
}

// pay a member one coin into its passbook, by resolution.
func (t treasuryLedger) pay(ctx sdk.Context, member uint64) error {
	_, err := t.money.Pay(decided(ctx), &treasurytypes.MsgPay{
		Authority: membershiptypes.CoopAddress(votingCoop), CoopId: votingCoop, Fund: "operating", PayeeMemberId: member,
		Coins: sdk.NewCoins(sdk.NewInt64Coin(payingDenom, 1)), Account: "5000", Narrative: "SURPLUS-2027",
	})
	return err
}

// openBudget lets the two founders spend without a cap to speak of: one asks, the
// other approves.
func (t treasuryLedger) openBudget(tb testing.TB) {
	tb.Helper()
	t.block(tb, func(ctx sdk.Context) error {
		_, err := t.money.OpenBudget(decided(ctx), &treasurytypes.MsgOpenBudget{
			Authority: membershiptypes.CoopAddress(votingCoop), CoopId: votingCoop,
			Terms: treasurytypes.BudgetTerms{
				Fund: "operating", Denom: payingDenom, Cap: math.NewInt(payingAmount), Window: treasurytypes.Window_WINDOW_ONCE, Ceiling: math.ZeroInt(),
				Account: "5000", Spenders: treasurytypes.Circle{AllMembers: true}, Approvers: treasurytypes.Circle{AllMembers: true}, Approvals: 1, Purpose: "WAGES",
			},
		})
		return err
	})
}

// atTime sets chain time in a block of its own.
func (t treasuryLedger) atTime(tb testing.TB, when time.Time) {
	tb.Helper()
	t.block(tb, func(ctx sdk.Context) error {
		return t.chain.Clock.Set(ctx, chaintypes.Clock{TimeNs: when.UnixNano(), BlockTimeNs: when.UnixNano()})
	})
}

// alwaysAllowed: nothing is switched off.
type alwaysAllowed struct{}

// IsAllowed says so.
func (alwaysAllowed) IsAllowed(context.Context, string) (bool, error) { return true, nil }
