package keeper_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/std"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdktestutil "github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	root, north, east, south, west = 1, 2, 3, 4, 5

	feeDenom = "eurc"
	mint     = "mint"
)

// ledger is a small ledger with real accounts and coins, and a clock that the test sets.
type ledger struct {
	// proofs made so far, by what they say.
	proofs   map[string]int64
	t        testing.TB
	ctx      sdk.Context
	keys     map[string]*storetypes.KVStoreKey
	clock    *testutil.Clock
	accounts authkeeper.AccountKeeper
	bank     bankkeeper.BaseKeeper
	keeper   *keeper.Keeper
	msg      types.MsgServer
	query    types.QueryServer
	cdc      codec.Codec
}

// newLedger is testutil.Genesis running: the root federation and its members
// north, east, south and west.
func newLedger(t testing.TB) *ledger {
	t.Helper()
	return newLedgerFrom(t, testutil.Genesis())
}

func newLedgerFrom(t testing.TB, state types.GenesisState) *ledger {
	t.Helper()
	l := emptyLedger(t)
	require.NoError(t, l.keeper.InitGenesis(l.ctx, state))
	return l
}

func emptyLedger(t testing.TB) *ledger {
	t.Helper()
	codecOf := addresscodec.NewBech32Codec(types.AddressPrefix)
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec: codecOf, ValidatorAddressCodec: addresscodec.NewBech32Codec(types.AddressPrefix + "valoper"),
		},
	})
	require.NoError(t, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, types.StoreKey)
	store := func(name string) *storetypes.KVStoreKey { return keys[name] }
	authority := types.CoopAddress(root)
	accounts := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(store(authtypes.StoreKey)), authtypes.ProtoBaseAccount,
		map[string][]string{mint: {authtypes.Minter}}, codecOf, types.AddressPrefix, authority)
	bank := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(store(banktypes.StoreKey)), accounts, nil, authority, log.NewNopLogger())
	clock := &testutil.Clock{Seconds: testutil.Start}
	k := keeper.NewKeeper(cdc, runtime.NewKVStoreService(store(types.StoreKey)), codecOf, accounts, bank, clock)
	ctx := sdktestutil.DefaultContextWithKeys(keys, nil, nil).WithChainID(testutil.ChainID)
	require.NoError(t, accounts.Params.Set(ctx, authtypes.DefaultParams()))
	require.NoError(t, bank.SetParams(ctx, banktypes.DefaultParams()))
	return &ledger{
		proofs: make(map[string]int64),
		t:      t, ctx: ctx, keys: keys, clock: clock, accounts: accounts, bank: bank, keeper: k, cdc: cdc,
		msg: keeper.NewMsgServer(k), query: keeper.NewQueryServer(k),
	}
}

// hash is over every record of every store.
func (l *ledger) hash() []byte {
	digest := sha256.New()
	for _, name := range []string{authtypes.StoreKey, banktypes.StoreKey, types.StoreKey} {
		iterator := l.ctx.KVStore(l.keys[name]).Iterator(nil, nil)
		for ; iterator.Valid(); iterator.Next() {
			fmt.Fprintf(digest, "%s %x %x\n", name, iterator.Key(), iterator.Value())
		}
		require.NoError(l.t, iterator.Close())
	}
	return digest.Sum(nil)
}

// send does what a message asks. If it is refused, it must be for the reason
// given, with a sentence, and leave every store as it was.
func (l *ledger) send(refusal error, message sdk.Msg) any {
	l.t.Helper()
	before := l.hash()
	l.ctx = l.ctx.WithEventManager(sdk.NewEventManager())
	response, err := l.deliver(message)
	if refusal == nil {
		require.NoError(l.t, err)
		require.NotEmpty(l.t, l.ctx.EventManager().Events(), "every change is an event")
		l.sound()
		return response
	}
	require.ErrorIs(l.t, err, refusal)
	require.Greater(l.t, len(err.Error()), len(refusal.Error())+20, "a refusal says what and why: %s", err)
	require.True(l.t, bytes.Equal(before, l.hash()), "a refusal changes nothing: %s", err)
	return nil
}

func (l *ledger) deliver(message sdk.Msg) (any, error) {
	switch message := message.(type) {
	case *types.MsgFound:
		return l.msg.Found(l.ctx, message)
	case *types.MsgAdmit:
		return l.msg.Admit(l.ctx, message)
	case *types.MsgApply:
		return l.msg.Apply(l.ctx, message)
	case *types.MsgLeave:
		return l.msg.Leave(l.ctx, message)
	case *types.MsgAddKey:
		return l.msg.AddKey(l.ctx, message)
	case *types.MsgRemoveKey:
		return l.msg.RemoveKey(l.ctx, message)
	case *types.MsgGrantPower:
		return l.msg.GrantPower(l.ctx, message)
	case *types.MsgRevokePower:
		return l.msg.RevokePower(l.ctx, message)
	case *types.MsgAmendCharter:
		return l.msg.AmendCharter(l.ctx, message)
	case *types.MsgSponsor:
		return l.msg.Sponsor(l.ctx, message)
	case *types.MsgObject:
		return l.msg.Object(l.ctx, message)
	case *types.MsgCloseApplication:
		return l.msg.CloseApplication(l.ctx, message)
	case *types.MsgAskClass:
		return l.msg.AskClass(l.ctx, message)
	case *types.MsgChangeClass:
		return l.msg.ChangeClass(l.ctx, message)
	case *types.MsgLapse:
		return l.msg.Lapse(l.ctx, message)
	case *types.MsgRecordDeath:
		return l.msg.RecordDeath(l.ctx, message)
	case *types.MsgConfirmDeath:
		return l.msg.ConfirmDeath(l.ctx, message)
	case *types.MsgContestNotice:
		return l.msg.ContestNotice(l.ctx, message)
	case *types.MsgWithdrawNotice:
		return l.msg.WithdrawNotice(l.ctx, message)
	case *types.MsgSetTrustee:
		return l.msg.SetTrustee(l.ctx, message)
	case *types.MsgAnnounceImport:
		return l.msg.AnnounceImport(l.ctx, message)
	case *types.MsgImportMembers:
		return l.msg.ImportMembers(l.ctx, message)
	case *types.MsgInvite:
		return l.msg.Invite(l.ctx, message)
	case *types.MsgConfirmInvitation:
		return l.msg.ConfirmInvitation(l.ctx, message)
	case *types.MsgWithdrawInvitation:
		return l.msg.WithdrawInvitation(l.ctx, message)
	case *types.MsgClaim:
		return l.msg.Claim(l.ctx, message)
	case *types.MsgSetGuardians:
		return l.msg.SetGuardians(l.ctx, message)
	case *types.MsgStartRecovery:
		return l.msg.StartRecovery(l.ctx, message)
	case *types.MsgSupportRecovery:
		return l.msg.SupportRecovery(l.ctx, message)
	case *types.MsgVetoRecovery:
		return l.msg.VetoRecovery(l.ctx, message)
	case *types.MsgRecover:
		return l.msg.Recover(l.ctx, message)
	case *types.MsgRecoverInPerson:
		return l.msg.RecoverInPerson(l.ctx, message)
	case *types.MsgStopRecovery:
		return l.msg.StopRecovery(l.ctx, message)
	case *types.MsgFreeze:
		return l.msg.Freeze(l.ctx, message)
	case *types.MsgKeepKey:
		return l.msg.KeepKey(l.ctx, message)
	case *types.MsgRegisterCharter:
		return l.msg.RegisterCharter(l.ctx, message)
	case *types.MsgWithdrawCharter:
		return l.msg.WithdrawCharter(l.ctx, message)
	case *types.MsgAnnulCharter:
		return l.msg.AnnulCharter(l.ctx, message)
	case *types.MsgUpdateParams:
		return l.msg.UpdateParams(l.ctx, message)
	}
	return l.deliverOfCases(message)
}

func (l *ledger) sound() {
	l.t.Helper()
	broken, err := l.keeper.BrokenInvariants(l.ctx)
	require.NoError(l.t, err)
	require.Empty(l.t, broken)
}

// account is a co-op's: what it signs was resolved by its members.
func account(coopID uint64) string { return types.CoopAddress(coopID) }

func (l *ledger) proof(name, slug string, memberID uint64) types.KeyProof {
	// No two are the same, also a second later, since each is good once.
	expires := l.clock.Seconds + testutil.Day
	made := func() string { return fmt.Sprint(name, " ", slug, " ", memberID, " ", expires) }
	for l.proofs[made()] > 0 {
		expires--
	}
	l.proofs[made()]++
	return testutil.Proof(name, slug, memberID, expires)
}

// person joins a class with one key for each name.
func (l *ledger) person(slug, class string, names ...string) types.NewMember {
	joining := types.NewMember{Class: class}
	for _, name := range names {
		joining.Keys = append(joining.Keys, l.proof(name, slug, 0))
	}
	return joining
}

// founders have signed what they found; for each, the class and the names of its keys.
func (l *ledger) founders(slug string, charter types.Charter, founders ...[]string) []types.NewMember {
	return testutil.Founders(slug, charter, l.clock.Seconds+testutil.Day, founders...)
}

func (l *ledger) fund(name string, amount int64) {
	l.t.Helper()
	coins := sdk.NewCoins(sdk.NewCoin(feeDenom, math.NewInt(amount)))
	require.NoError(l.t, l.bank.MintCoins(l.ctx, mint, coins))
	require.NoError(l.t, l.bank.SendCoinsFromModuleToAccount(l.ctx, mint, testutil.Key(name).PubKey().Address().Bytes(), coins))
}

func (l *ledger) setParams(change func(*types.Params)) {
	l.t.Helper()
	params, err := l.keeper.GetParams(l.ctx)
	require.NoError(l.t, err)
	change(&params)
	l.send(nil, &types.MsgUpdateParams{Authority: account(root), Params: params})
}

func (l *ledger) withFee(amount int64) {
	l.setParams(func(p *types.Params) {
		p.FoundingFee = sdk.NewCoins(sdk.NewCoin(feeDenom, math.NewInt(amount)))
	})
}

// found founds a co-op of two workers by the root federation's resolution.
func (l *ledger) found(slug string, charter types.Charter) uint64 {
	l.t.Helper()
	founders := l.founders(slug, charter, []string{"workers", slug + "-anna"}, []string{"workers", slug + "-ben"})
	response := l.send(nil, &types.MsgFound{Founder: account(root), Slug: slug, Charter: charter, Founders: founders})
	return response.(*types.MsgFoundResponse).CoopId
}

// mixedCharter takes persons as workers and co-ops as collectives, both voting.
func mixedCharter() types.Charter {
	charter := testutil.FederationCharter()
	charter.Classes = []types.Class{
		{Id: 1, Name: "workers", Votes: true, Admits: types.MemberKind_MEMBER_KIND_PERSON},
		{Id: 2, Name: "collectives", Votes: true, Admits: types.MemberKind_MEMBER_KIND_COOP},
	}
	federation := testutil.Ordinary()
	federation.Name, federation.VotingPeriodSeconds = "federation", 14*testutil.Day
	charter.Rules = append([]types.DecisionRule{federation}, charter.Rules...)
	return charter
}

// join lets a co-op apply and be admitted.
func (l *ledger) joinCoop(federation, applicant uint64) {
	l.t.Helper()
	l.send(nil, &types.MsgApply{Applicant: account(applicant), CoopId: federation})
	l.send(nil, admitCoop(federation, applicant))
}

func admitCoop(federation, applicant uint64) *types.MsgAdmit {
	return &types.MsgAdmit{Authority: account(federation), CoopId: federation, Member: types.NewMember{
		Class: "collectives", MemberCoopId: applicant,
	}}
}

func (l *ledger) member(coopID, memberID uint64) types.Member {
	l.t.Helper()
	member, err := l.keeper.GetMember(l.ctx, coopID, memberID)
	require.NoError(l.t, err)
	return member
}

func (l *ledger) roll(coopID uint64) types.Roll {
	l.t.Helper()
	roll, err := l.keeper.GetRoll(l.ctx, coopID)
	require.NoError(l.t, err)
	return roll
}

func moduleAccountAt(account sdk.AccountI) sdk.ModuleAccountI {
	base := authtypes.NewBaseAccount(account.GetAddress(), nil, account.GetAccountNumber(), 0)
	return authtypes.NewModuleAccount(base, "somewhere")
}
