package keeper_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/keeper"
	"github.com/coopledger/coopledger/x/surplus/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

const (
	bakery = 2
	day    = 24 * 60 * 60
	// officer and other record patronage and keep the book; ada and ben are members.
	officer, other, ada, ben = 1, 2, 3, 4
)

// coop is one co-op, as x/membership and x/treasury would tell of it: its charters by
// version, members by number with a key of the name member-N, and what its book says.
type coop struct {
	charters []membershiptypes.Charter
	classes  map[uint64]uint32
	powers   map[uint64][]string
	// byDay are results of days by number, soFar of all.
	byDay         map[uint32]treasurytypes.Result
	soFar         treasurytypes.Result
	lockedThrough uint32
	equity        map[string]int64
	capital       int64
	// coins that the operating purse has, and what was booked.
	coins    int64
	booked   []treasurytypes.Appropriation
	taken    map[uint64]int64
	setAside int64
}

// ledger is x/surplus over such a co-op.
type ledger struct {
	*testutil.Clock
	t      testing.TB
	ctx    sdk.Context
	keeper *keeper.Keeper
	msg    types.MsgServer
	query  types.QueryServer
	coop   *coop
	key    *storetypes.KVStoreKey
	// work that a block has left.
	work uint64
}

func (l *ledger) SpendWork(_ context.Context, gas uint64) (bool, error) {
	if gas > l.work {
		return false, nil
	}
	l.work -= gas
	return true, nil
}

func (l *ledger) GetCoop(_ context.Context, id uint64) (membershiptypes.Coop, error) {
	if id != bakery {
		return membershiptypes.Coop{}, membershiptypes.ErrUnknownCoop
	}
	return membershiptypes.Coop{Id: bakery, Slug: "bakery", Account: membershiptypes.CoopAddress(bakery)}, nil
}

func (l *ledger) CoopByReference(ctx context.Context, reference string) (membershiptypes.Coop, error) {
	if reference != "bakery" {
		return membershiptypes.Coop{}, membershiptypes.ErrUnknownCoop
	}
	return l.GetCoop(ctx, bakery)
}

func (l *ledger) CoopCount(context.Context) (uint64, error) { return 0, nil }

func (l *ledger) GetCharter(context.Context, uint64) (uint64, membershiptypes.Charter, error) {
	return uint64(len(l.coop.charters)), l.coop.charters[len(l.coop.charters)-1], nil
}

func (l *ledger) CharterAt(_ context.Context, _, version uint64) (membershiptypes.Charter, error) {
	return l.coop.charters[version-1], nil
}

func (l *ledger) GetMember(_ context.Context, _, id uint64) (membershiptypes.Member, error) {
	class, known := l.coop.classes[id]
	if !known {
		return membershiptypes.Member{}, membershiptypes.ErrUnknownMember.Wrapf("no member %d", id)
	}
	return membershiptypes.Member{CoopId: bakery, MemberId: id, ClassId: class, State: membershiptypes.MemberState_MEMBER_STATE_ACTIVE}, nil
}

func (l *ledger) MemberByKey(ctx context.Context, _ uint64, address []byte) (membershiptypes.Member, error) {
	for id := range l.coop.classes {
		if keyOf(id) == membershiptypes.AddressText(address) {
			return l.GetMember(ctx, bakery, id)
		}
	}
	return membershiptypes.Member{}, membershiptypes.ErrNotAMember
}

func (l *ledger) HasPower(_ context.Context, _, id uint64, power string) (bool, error) {
	return slices.Contains(l.coop.powers[id], power), nil
}

func (l *ledger) ResultOfDays(_ context.Context, _ uint64, first, last uint32) (treasurytypes.Result, error) {
	sum := treasurytypes.NoResult()
	for number, result := range l.coop.byDay {
		if number >= first && number <= last {
			sum.Member, sum.NonMember, sum.Extraordinary = sum.Member.Add(result.Member), sum.NonMember.Add(result.NonMember), sum.Extraordinary.Add(result.Extraordinary)
		}
	}
	return sum, nil
}

func (l *ledger) ResultSoFar(context.Context, uint64) (treasurytypes.Result, error) {
	return l.coop.soFar, nil
}

func (l *ledger) LockedThrough(context.Context, uint64) (uint32, error) {
	return l.coop.lockedThrough, nil
}

func (l *ledger) Figures(context.Context, uint64) (math.Int, math.Int, error) {
	return math.NewInt(l.coop.capital), math.NewInt(0), nil
}

func (l *ledger) EquityOf(_ context.Context, _ uint64, fund string) (math.Int, error) {
	return math.NewInt(l.coop.equity[fund]), nil
}

func (l *ledger) Appropriate(_ context.Context, made treasurytypes.Appropriation) (uint64, error) {
	if made.Cash.GT(math.NewInt(l.coop.coins)) {
		return 0, treasurytypes.ErrNotEnough.Wrapf("the purse holds %d", l.coop.coins)
	}
	l.coop.coins -= made.Cash.Int64()
	l.coop.setAside += made.Cash.Int64()
	for _, part := range made.ToFunds {
		l.coop.equity[part.Fund] += part.Amount.Int64()
	}
	for _, part := range made.Borne {
		l.coop.equity[part.Fund] -= part.Amount.Int64()
	}
	l.coop.booked = append(l.coop.booked, made)
	return uint64(len(l.coop.booked)), nil
}

func (l *ledger) TakeShare(_ context.Context, _, memberID, _ uint64, cash math.Int) (uint64, error) {
	if cash.GT(math.NewInt(l.coop.setAside)) {
		return 0, treasurytypes.ErrNotEnough
	}
	l.coop.setAside -= cash.Int64()
	l.coop.taken[memberID] += cash.Int64()
	return 100, nil
}

// keyOf a member.
func keyOf(id uint64) string { return testutil.Address(fmt.Sprintf("member-%d", id)) }

func hash(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// bakeryCharter shares by hours: a tenth to the reserve, which the members may make a
// fifth, and the rest to workers, half in cash.
func bakeryCharter() membershiptypes.Charter {
	charter := membershiptypes.Charter{Name: "Bakery", Classes: []membershiptypes.Class{{Id: 1, Name: "workers"}, {Id: 2, Name: "helpers"}}}
	charter.Treasury = &membershiptypes.TreasuryRules{
		Currency: "EUR", Decimals: 2, Fiscal: &membershiptypes.FiscalCalendar{StartMonth: 1, StartDay: 1, Pattern: membershiptypes.FiscalPattern_FISCAL_PATTERN_QUARTER, FirstDay: 20230101},
		Funds: []membershiptypes.Fund{
			{Name: "operating", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
			{Name: "reserve", Policy: membershiptypes.FundPolicy_FUND_POLICY_INDIVISIBLE},
			{Name: "suspense", Policy: membershiptypes.FundPolicy_FUND_POLICY_FREE},
		},
	}
	rules := membershiptypes.SurplusRules{
		Reserve: "reserve", Bases: []membershiptypes.SurplusBasis{{Name: "heads", Unit: "members", PerHead: true}, {Name: "hours", Unit: "hours"}},
		Steps: []membershiptypes.SurplusStep{
			{Name: "losses", To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_LOSSES},
			{
				Name: "reserve", To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_RESERVE, Fund: "reserve", Base: membershiptypes.SurplusBase_SURPLUS_BASE_NET,
				RatePpm: 100_000, Rounding: membershiptypes.SurplusRounding_SURPLUS_ROUNDING_UP, LeastRatePpm: 100_000, MostRatePpm: 200_000,
			},
			{
				Name: "workers", To: membershiptypes.SurplusDestination_SURPLUS_DESTINATION_MEMBERS, Base: membershiptypes.SurplusBase_SURPLUS_BASE_REMAINING, RatePpm: 1_000_000,
				Rounding: membershiptypes.SurplusRounding_SURPLUS_ROUNDING_DOWN, Basis: "hours", ClassIds: []uint32{1}, CashPpm: 500_000,
			},
		},
		LossOrder: []string{"reserve"}, Every: membershiptypes.SurplusPeriodLength_SURPLUS_PERIOD_LENGTH_FISCAL_PERIOD, AdjustingSeconds: 10 * day,
	}.WithAmounts()
	charter.Surplus = &rules
	return charter
}

func newLedger(t testing.TB, change ...func(*membershiptypes.Charter)) *ledger {
	t.Helper()
	charter := bakeryCharter()
	for _, one := range change {
		one(&charter)
	}
	keeps := []string{membershiptypes.PowerRecordPatronage, membershiptypes.PowerBook}
	l := &ledger{
		Clock: &testutil.Clock{Seconds: testutil.Start}, t: t, work: 1 << 40,
		coop: &coop{
			charters: []membershiptypes.Charter{charter}, classes: map[uint64]uint32{officer: 1, other: 1, ada: 1, ben: 1, 5: 2},
			powers: map[uint64][]string{officer: keeps, other: keeps}, byDay: make(map[uint32]treasurytypes.Result), soFar: treasurytypes.NoResult(),
			equity: make(map[string]int64), taken: make(map[uint64]int64), coins: 1 << 40,
		},
	}
	l.reopen()
	require.NoError(t, l.keeper.InitGenesis(l.ctx, types.DefaultGenesis()))
	require.NoError(t, l.keeper.Hooks().AfterFounded(l.ctx, bakery))
	return l
}

// reopen begins with an empty store.
func (l *ledger) reopen() {
	registry := codectypes.NewInterfaceRegistry()
	l.key = storetypes.NewKVStoreKey(types.StoreKey)
	l.keeper = keeper.NewKeeper(codec.NewProtoCodec(registry), runtime.NewKVStoreService(l.key), addresscodec.NewBech32Codec(membershiptypes.AddressPrefix), l, l, l)
	l.ctx = sdktestutil.DefaultContextWithKeys(map[string]*storetypes.KVStoreKey{types.StoreKey: l.key}, nil, nil)
	l.msg, l.query = keeper.NewMsgServer(l.keeper), keeper.NewQueryServer(l.keeper)
}

// send a message as the chain would: a refusal changes nothing.
func (l *ledger) send(message sdk.Msg) (any, error) {
	return chaintypes.Atomically(l.ctx, func(ctx context.Context) (any, error) {
		switch m := message.(type) {
		case *types.MsgRecordPatronage:
			return l.msg.RecordPatronage(ctx, m)
		case *types.MsgDisputePatronage:
			return l.msg.DisputePatronage(ctx, m)
		case *types.MsgAnswerDispute:
			return l.msg.AnswerDispute(ctx, m)
		case *types.MsgPresentAccounts:
			if m.Signer == membershiptypes.CoopAddress(bakery) {
				ctx = chaintypes.WithDecision(sdk.UnwrapSDKContext(ctx), chaintypes.Decision{CoopID: bakery, ResolutionID: 9})
			}
			return l.msg.PresentAccounts(ctx, m)
		case *types.MsgApproveAccounts:
			return l.msg.ApproveAccounts(chaintypes.WithDecision(sdk.UnwrapSDKContext(ctx), chaintypes.Decision{CoopID: bakery, ResolutionID: 9}), m)
		case *types.MsgReopenAccounts:
			return l.msg.ReopenAccounts(chaintypes.WithDecision(sdk.UnwrapSDKContext(ctx), chaintypes.Decision{CoopID: bakery, ResolutionID: 9}), m)
		case *types.MsgTakeShare:
			return l.msg.TakeShare(ctx, m)
		default:
			return l.msg.UpdateParams(ctx, m.(*types.MsgUpdateParams))
		}
	})
}

func (l *ledger) must(message sdk.Msg) any {
	l.t.Helper()
	response, err := l.send(message)
	require.NoError(l.t, err)
	return response
}

func (l *ledger) refused(want error, says string, message sdk.Msg) {
	l.t.Helper()
	before := l.export()
	_, err := l.send(message)
	require.ErrorIs(l.t, err, want)
	require.ErrorContains(l.t, err, says)
	require.Equal(l.t, before, l.export())
}

func (l *ledger) export() *types.GenesisState {
	l.t.Helper()
	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	return genesis
}

// block ends one, with all of a block's work to spend.
func (l *ledger) block() {
	l.t.Helper()
	l.work = 1 << 40
	require.NoError(l.t, l.keeper.EndBlock(l.ctx))
	require.NoError(l.t, l.keeper.CheckInvariants(l.ctx))
}

// elapse lets time pass, and a block end.
func (l *ledger) elapse(seconds int64) {
	l.t.Helper()
	l.Seconds += seconds
	l.block()
}

// movesOn exports everything and goes on from there in an empty store.
func (l *ledger) movesOn() {
	l.t.Helper()
	genesis := l.export()
	raw, err := genesis.Marshal()
	require.NoError(l.t, err)
	var read types.GenesisState
	require.NoError(l.t, read.Unmarshal(raw))
	l.reopen()
	require.NoError(l.t, l.keeper.InitGenesis(l.ctx, &read))
	again, err := l.export().Marshal()
	require.NoError(l.t, err)
	require.Equal(l.t, raw, again)
}

func (l *ledger) period(number uint64) types.Period {
	l.t.Helper()
	answer, err := l.query.Period(l.ctx, &types.QueryPeriodRequest{Coop: "bakery", Period: number})
	require.NoError(l.t, err)
	return answer.Period
}

func records(amounts ...int64) (list []types.PatronageRecord) {
	for i, amount := range amounts {
		if amount != 0 {
			list = append(list, types.PatronageRecord{MemberId: uint64(i) + 1, Amount: math.NewInt(amount)})
		}
	}
	return list
}

// recorded hours of members from number 1 on, by the co-op itself.
func hours(amounts ...int64) *types.MsgRecordPatronage {
	return &types.MsgRecordPatronage{Authority: keyOf(officer), CoopId: bakery, Basis: "hours", Records: records(amounts...), EvidenceSha256: hash("timesheets")}
}

func present(period uint64) *types.MsgPresentAccounts {
	return &types.MsgPresentAccounts{Signer: keyOf(officer), CoopId: bakery, Period: period, AccountsSha256: hash("accounts"), ReportSha256: hash("report")}
}

func approve(period uint64, presentation uint32, rates ...types.StepRate) *types.MsgApproveAccounts {
	return &types.MsgApproveAccounts{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Period: period, Presentation: presentation, Rates: rates}
}

func take(period, member uint64) *types.MsgTakeShare {
	return &types.MsgTakeShare{Signer: keyOf(5), CoopId: bakery, Period: period, MemberId: member}
}

// earns books a result on a day.
func (l *ledger) earns(number uint32, member, nonMember int64) {
	l.coop.byDay[number] = treasurytypes.Result{Member: math.NewInt(member), NonMember: math.NewInt(nonMember), Extraordinary: math.ZeroInt()}
}
