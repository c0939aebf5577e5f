package keeper_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/std"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/coopledger/coopledger/testutil/written"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/keeper"
	"github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	root       uint64 = 1
	federation        = root
	bakery     uint64 = 2
	day               = testutil.Day
	start             = testutil.Start
	maxGas     int64  = 100_000_000
	denom             = "ueur"
)

// ledger is the three modules on real stores, with the SDK's accounts and coins.
type ledger struct {
	t      testing.TB
	cms    storetypes.CommitMultiStore
	ctx    sdk.Context
	height int64
	key    storetypes.StoreKey
	router *testRouter
	// changed is how many records the last transaction wrote, or would have, and
	// dirty says that the stores are other than when somebody last looked.
	changed int
	dirty   bool

	cdc        codec.Codec
	chain      *chainkeeper.Keeper
	membership *membershipkeeper.Keeper
	governance *keeper.Keeper
	bank       bankkeeper.BaseKeeper
	messages   types.MsgServer
	queries    types.QueryServer
}

// testRouter is the real router, in which a test can make a message hostile.
type testRouter struct {
	*baseapp.MsgServiceRouter
	hostile map[string]baseapp.MsgServiceHandler
}

func (r *testRouter) HandlerByTypeURL(url string) baseapp.MsgServiceHandler {
	if handler, found := r.hostile[url]; found {
		return handler
	}
	return r.MsgServiceRouter.HandlerByTypeURL(url)
}

type consensusParams struct{}

func (consensusParams) Get(context.Context) (cmtproto.ConsensusParams, error) {
	return cmtproto.ConsensusParams{Block: &cmtproto.BlockParams{MaxBytes: 2_000_000, MaxGas: maxGas}}, nil
}
func (consensusParams) Set(context.Context, cmtproto.ConsensusParams) error { return nil }

type noUpgrades struct{}

func (noUpgrades) ScheduleUpgrade(context.Context, upgradetypes.Plan) error { return nil }
func (noUpgrades) GetUpgradePlan(context.Context) (upgradetypes.Plan, error) {
	return upgradetypes.Plan{}, upgradetypes.ErrNoUpgradePlanFound
}
func (noUpgrades) GetDoneHeight(context.Context, string) (int64, error) { return 0, nil }
func (noUpgrades) ClearUpgradePlan(context.Context) error               { return nil }

// allowList is like the application's, as far as these modules go.
func allowList() types.AllowList {
	url := sdk.MsgTypeURL
	return types.AllowList{
		url(&membershiptypes.MsgAdmit{}):        {Subject: membershiptypes.SubjectAdmission},
		url(&membershiptypes.MsgGrantPower{}):   {Subject: membershiptypes.SubjectPowers},
		url(&membershiptypes.MsgAmendCharter{}): {Subject: membershiptypes.SubjectCharter, Special: true},
		url(&membershiptypes.MsgFound{}):        {Subject: membershiptypes.SubjectAdmission, RootOnly: true},
		url(&membershiptypes.MsgApply{}):        {Subject: membershiptypes.SubjectFederation},
		url(&membershiptypes.MsgLeave{}):        {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgPropose{}):                {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgAmend{}):                  {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgSecond{}):                 {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgVote{}):                   {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgWithdraw{}):               {Subject: membershiptypes.SubjectFederation},
		url(&types.MsgRescind{}):                {Subject: membershiptypes.SubjectRescission, Special: true},
		url(&banktypes.MsgSend{}):               {Subject: membershiptypes.SubjectPayments},
		url(&types.MsgCancelMeeting{}):          {Subject: membershiptypes.SubjectMeetings},
		url(&types.MsgUpdateParams{}):           {Subject: membershiptypes.SubjectChain, Special: true, RootOnly: true},
		url(&types.MsgLiftBreaker{}):            {Subject: membershiptypes.SubjectChain, Special: true, RootOnly: true, Emergency: true},

		url(&membershiptypes.MsgDecideCase{}):    {Subject: membershiptypes.SubjectDiscipline},
		url(&membershiptypes.MsgSuspendMember{}): {Subject: membershiptypes.SubjectDiscipline},
		url(&membershiptypes.MsgDecideAppeal{}):  {Subject: membershiptypes.SubjectAppeals},
	}
}

// alwaysOn is like the application's, as far as the tests go.
func alwaysOn() types.AlwaysOn {
	on := types.AlwaysOn{}
	for _, message := range []sdk.Msg{
		&types.MsgPropose{}, &types.MsgAmend{}, &types.MsgSecond{}, &types.MsgVote{}, &types.MsgVoteAsDelegate{}, &types.MsgWithdraw{},
		&types.MsgRescind{}, &types.MsgAttend{}, &types.MsgEnterAttendance{}, &types.MsgEnterBallots{}, &types.MsgConfirmSheet{},
		&types.MsgTripBreaker{}, &types.MsgLiftBreaker{}, &membershiptypes.MsgLeave{}, &membershiptypes.MsgRemoveKey{}, &membershiptypes.MsgRevokePower{},
	} {
		on[sdk.MsgTypeURL(message)] = true
	}
	return on
}

// sharedCodec knows all messages; nothing changes it.
var sharedCodec = sync.OnceValue(newCodec)

func newCodec() codec.Codec {
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          addresscodec.NewBech32Codec("coop"),
			ValidatorAddressCodec: addresscodec.NewBech32Codec("coopvaloper"),
		},
	})
	if err != nil {
		panic(err)
	}
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	chaintypes.RegisterInterfaces(registry)
	membershiptypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

// emptyLedger wires keepers on empty stores.
func emptyLedger(t testing.TB) *ledger {
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, chaintypes.StoreKey,
		membershiptypes.StoreKey, types.StoreKey)
	transient := storetypes.NewTransientStoreKey(chaintypes.TransientStoreKey)
	db := dbm.NewMemDB()
	cms := store.NewCommitMultiStore(db, log.NewNopLogger())
	for _, key := range keys {
		cms.MountStoreWithDB(key, storetypes.StoreTypeDB, nil)
	}
	cms.MountStoreWithDB(transient, storetypes.StoreTypeTransient, nil)
	require.NoError(t, cms.LoadLatestVersion())

	cdc := sharedCodec()
	addresses := addresscodec.NewBech32Codec("coop")
	nobody := membershiptypes.AddressText(authtypes.NewModuleAddress("nobody"))
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]),
		authtypes.ProtoBaseAccount, map[string][]string{"mint": {authtypes.Minter}}, addresses, "coop", nobody)
	bank := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts,
		map[string]bool{}, nobody, log.NewNopLogger())
	l := &ledger{t: t, cms: cms, key: keys[types.StoreKey], cdc: cdc, bank: bank}
	l.router = &testRouter{MsgServiceRouter: baseapp.NewMsgServiceRouter(), hostile: map[string]baseapp.MsgServiceHandler{}}
	l.router.SetInterfaceRegistry(cdc.InterfaceRegistry())
	l.chain = chainkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[chaintypes.StoreKey]),
		runtime.NewTransientStoreService(transient), addresses, consensusParams{}, noUpgrades{}, membershiptypes.CoopAddress(root))
	l.membership = membershipkeeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[membershiptypes.StoreKey]),
		addresses, accounts, bank, l.chain)
	l.governance = keeper.NewKeeper(cdc, runtime.NewKVStoreService(keys[types.StoreKey]), addresses,
		l.chain, l.membership, l.router, allowList(), alwaysOn())
	l.router.SetCircuit(l.governance)
	l.messages = keeper.NewMsgServer(l.governance)
	l.queries = keeper.NewQueryServer(l.governance)
	types.RegisterMsgServer(l.router, l.messages)
	membershiptypes.RegisterMsgServer(l.router, membershipkeeper.NewMsgServer(l.membership))
	banktypes.RegisterMsgServer(l.router, bankkeeper.NewMsgServerImpl(bank))
	l.beginContext()
	return l
}

// beginContext opens a block on the committed state.
func (l *ledger) beginContext() {
	params, _ := consensusParams{}.Get(context.Background())
	l.height++
	header := cmtproto.Header{ChainID: testutil.ChainID, Height: l.height, Time: time.Unix(start+l.height, 0).UTC()}
	l.ctx = sdk.NewContext(l.cms.CacheMultiStore(), header, false, log.NewNopLogger()).WithConsensusParams(params)
}

// newLedger is a federation of nine co-ops: the bakery (2) with seven workers
// and a supporter, and eight with one worker each.
func newLedger(t testing.TB) *ledger {
	l := emptyLedger(t)
	clock := &chaintypes.Clock{TimeNs: start * 1e9, BlockTimeNs: start * 1e9}
	genesis := chaintypes.DefaultGenesis()
	genesis.Clock = clock
	require.NoError(t, l.chain.InitGenesis(l.ctx, *genesis))
	state, err := membershiptypes.NewGenesis(membershiptypes.DefaultParams(), start, foundings())
	require.NoError(t, err)
	require.NoError(t, l.membership.InitGenesis(l.ctx, state))
	require.NoError(t, l.bank.SetParams(l.ctx, banktypes.DefaultParams()))
	require.NoError(t, l.governance.InitGenesis(l.ctx, *types.DefaultGenesis()))
	l.endBlock()
	return l
}

func worker(number int) string        { return testutil.Address(fmt.Sprintf("worker-%d", number)) }
func supporter() string               { return testutil.Address("supporter") }
func memberCoop(number uint64) string { return membershiptypes.CoopAddress(number + 1) }

func foundings() []membershiptypes.Founding {
	bakers := membershiptypes.Founding{Slug: "bakery", Charter: bakeryCharter()}
	for i := 1; i <= 7; i++ {
		bakers.Founders = append(bakers.Founders, membershiptypes.Founder{Class: "workers", Addresses: []string{worker(i)}})
	}
	bakers.Founders = append(bakers.Founders, membershiptypes.Founder{Class: "supporters", Addresses: []string{supporter()}})
	all := []membershiptypes.Founding{{Slug: "federation", Charter: federationCharter()}, bakers}
	for i := 3; i <= 10; i++ {
		slug := fmt.Sprintf("collective-%d", i)
		all = append(all, membershiptypes.Founding{Slug: slug, Charter: testutil.WorkerCharter(), Founders: []membershiptypes.Founder{
			{Class: "workers", Addresses: []string{testutil.Address(slug)}},
		}})
	}
	for _, member := range all[1:] {
		all[0].Founders = append(all[0].Founders, membershiptypes.Founder{Class: "co-ops", MemberCoop: member.Slug})
	}
	return all
}

// federationCharter has the Co-op Cloud Federation's medium and large decisions.
func federationCharter() membershiptypes.Charter {
	medium := membershiptypes.DecisionRule{
		Name: "medium", Consent: true, VotingPeriodSeconds: 14 * day,
		Approval: membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_VOTES_CAST},
		Quorum:   membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL},
	}
	large := medium
	large.Name = "large"
	large.Approval = membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: membershiptypes.Base_BASE_ROLL}
	special := testutil.Special()
	special.VotingPeriodSeconds = 14 * day
	return membershiptypes.Charter{
		Name:    "Federation",
		Classes: []membershiptypes.Class{{Id: 1, Name: "co-ops", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP}},
		Rules:   []membershiptypes.DecisionRule{large, medium, special},
		Requirements: []membershiptypes.Requirement{
			{Subject: membershiptypes.SubjectAdmission, Rule: "large"},
			{Subject: membershiptypes.SubjectChain, Rule: "large"},
			{Subject: membershiptypes.SubjectCharter, Rule: "large"},
			{Subject: membershiptypes.SubjectSeats, Rule: "large"},
		},
		DefaultRule:                 "medium",
		Admission:                   membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION,
		MaxOpenResolutionsPerMember: 5,
	}
}

// bakeryCharter has a rule for each thing that rules can ask.
func bakeryCharter() membershiptypes.Charter {
	charter := testutil.WorkerCharter()
	ordinary, special := testutil.Ordinary(), testutil.Special()
	careful := ordinary
	careful.Name, careful.Seconders, careful.SecondingPeriodSeconds = "careful", 2, 2*day
	careful.DiscussionPeriodSeconds, careful.TimelockPeriodSeconds = 3*day, 4*day
	final := ordinary
	final.Name, final.FinalBallots = "final", true
	final.Approval.Base = membershiptypes.Base_BASE_ROLL
	seconded := ordinary
	seconded.Name, seconded.Seconders, seconded.SecondingPeriodSeconds = "seconded", 1, day
	charter.Rules = []membershiptypes.DecisionRule{careful, final, ordinary, seconded, special}
	charter.Requirements = []membershiptypes.Requirement{
		{Subject: membershiptypes.SubjectAdmission, Rule: "ordinary"},
		{Subject: membershiptypes.SubjectCharter, Rule: "special"},
		{Subject: membershiptypes.SubjectPowers, Rule: "careful"},
	}
	return charter
}

// try runs a transaction: what it writes stays only if it is not refused.
func (l *ledger) try(do func(ctx context.Context) error) error {
	within, changes := written.Within(l.ctx)
	err := do(within)
	l.changed = changes.Count()
	if err != nil {
		return err
	}
	l.dirty = l.dirty || l.changed > 0
	changes.Keep()
	l.ctx.EventManager().EmitEvents(within.EventManager().Events())
	return nil
}

// endBlock ends the block, commits and opens the next one a second of chain
// time later.
func (l *ledger) endBlock() {
	l.t.Helper()
	require.NoError(l.t, l.governance.EndBlock(l.ctx))
	l.commit()
}

func (l *ledger) commit() {
	l.dirty = true
	l.ctx.MultiStore().(storetypes.CacheMultiStore).Write()
	l.cms.Commit()
	l.beginContext()
	l.tick(1)
}

// tick moves chain time, which in a test need not take a block a minute.
func (l *ledger) tick(seconds int64) {
	clock, err := l.chain.Clock.Get(l.ctx)
	require.NoError(l.t, err)
	clock.TimeNs += seconds * 1e9
	clock.BlockTimeNs += seconds * 1e9
	require.NoError(l.t, l.chain.Clock.Set(l.ctx, clock))
}

// wait lets time pass and ends a block.
func (l *ledger) wait(seconds int64) {
	l.t.Helper()
	l.tick(seconds)
	l.endBlock()
}

func (l *ledger) now() int64 {
	now, err := l.chain.Now(l.ctx)
	require.NoError(l.t, err)
	return now
}

func pack(messages ...sdk.Msg) []*codectypes.Any {
	var packed []*codectypes.Any
	for _, message := range messages {
		wrapped, err := codectypes.NewAnyWithValue(message)
		if err != nil {
			panic(err)
		}
		packed = append(packed, wrapped)
	}
	return packed
}

func (l *ledger) tryPropose(proposer string, coopID uint64, rule string, messages ...sdk.Msg) (uint64, error) {
	var id uint64
	err := l.try(func(ctx context.Context) error {
		answer, err := l.messages.Propose(ctx, &types.MsgPropose{
			Proposer: proposer, CoopId: coopID, Title: "Test", Rule: rule, Messages: pack(messages...),
		})
		if err == nil {
			id = answer.ResolutionId
		}
		return err
	})
	return id, err
}

func (l *ledger) propose(proposer string, coopID uint64, rule string, messages ...sdk.Msg) uint64 {
	l.t.Helper()
	id, err := l.tryPropose(proposer, coopID, rule, messages...)
	require.NoError(l.t, err)
	return id
}

func (l *ledger) vote(id uint64, voter string, choice types.Choice) error {
	return l.try(func(ctx context.Context) error {
		_, err := l.messages.Vote(ctx, &types.MsgVote{Voter: voter, ResolutionId: id, Choice: choice})
		return err
	})
}

func (l *ledger) second(id uint64, seconder string) error {
	return l.try(func(ctx context.Context) error {
		_, err := l.messages.Second(ctx, &types.MsgSecond{Seconder: seconder, ResolutionId: id})
		return err
	})
}

func (l *ledger) withdraw(id uint64, proposer string) error {
	return l.try(func(ctx context.Context) error {
		_, err := l.messages.Withdraw(ctx, &types.MsgWithdraw{Proposer: proposer, ResolutionId: id})
		return err
	})
}

func (l *ledger) amend(id uint64, proposer, rule string, messages ...sdk.Msg) error {
	return l.try(func(ctx context.Context) error {
		_, err := l.messages.Amend(ctx, &types.MsgAmend{
			Proposer: proposer, ResolutionId: id, Title: "Amended", Rule: rule, Messages: pack(messages...),
		})
		return err
	})
}

// yes is a ballot in favour from each of the workers numbered.
func (l *ledger) yes(id uint64, workers ...int) {
	l.t.Helper()
	for _, number := range workers {
		require.NoError(l.t, l.vote(id, worker(number), types.Choice_CHOICE_YES))
	}
}

func (l *ledger) resolution(id uint64) types.Resolution {
	l.t.Helper()
	r, err := l.governance.GetResolution(l.ctx, id)
	require.NoError(l.t, err)
	return r
}

func (l *ledger) tally(id uint64) types.Tally {
	l.t.Helper()
	tally, err := l.governance.GetTally(l.ctx, id)
	require.NoError(l.t, err)
	return tally
}

func (l *ledger) requireStatus(id uint64, status types.Status) {
	l.t.Helper()
	r := l.resolution(id)
	require.Equal(l.t, status, r.Status, "outcome %s", r.Outcome.String())
}

func (l *ledger) requireOutcome(id uint64, status types.Status, code types.OutcomeCode) {
	l.t.Helper()
	l.requireStatus(id, status)
	require.Equal(l.t, code, l.resolution(id).Outcome.Code)
	require.NoError(l.t, l.governance.CheckInvariants(l.ctx))
}

// fund gives a co-op's account coins.
func (l *ledger) fund(coopID uint64, amount int64) {
	coins := sdk.NewCoins(sdk.NewInt64Coin(denom, amount))
	require.NoError(l.t, l.bank.MintCoins(l.ctx, "mint", coins))
	require.NoError(l.t, l.bank.SendCoinsFromModuleToAccount(l.ctx, "mint", membershiptypes.CoopAccount(coopID), coins))
}

func (l *ledger) balance(address string) int64 {
	account, err := membershiptypes.AddressBytes(address)
	require.NoError(l.t, err)
	return l.bank.GetBalance(l.ctx, account, denom).Amount.Int64()
}

// pay is a message by which a co-op pays.
func pay(coopID uint64, to string, amount int64) *banktypes.MsgSend {
	return &banktypes.MsgSend{
		FromAddress: membershiptypes.CoopAddress(coopID), ToAddress: to,
		Amount: sdk.NewCoins(sdk.NewInt64Coin(denom, amount)),
	}
}

// member finds a member's number by a key.
func (l *ledger) member(coopID uint64, address string) uint64 {
	account, err := membershiptypes.AddressBytes(address)
	require.NoError(l.t, err)
	id, err := l.membership.Places.Get(l.ctx, collections.Join(account, coopID))
	require.NoError(l.t, err)
	return id
}

// stateHash is a hash over every key and value of the governance store.
func (l *ledger) stateHash() string {
	hash := sha256.New()
	iterator := l.ctx.KVStore(l.key).Iterator(nil, nil)
	defer iterator.Close()
	for ; iterator.Valid(); iterator.Next() {
		fmt.Fprintf(hash, "%x=%x\n", iterator.Key(), iterator.Value())
	}
	return fmt.Sprintf("%x", hash.Sum(nil))
}

func upper(address string) string { return strings.ToUpper(address) }
