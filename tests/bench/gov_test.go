package bench

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/std"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"cosmossdk.io/log/v2"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// proposalID of the one proposal that the peer decides.
const proposalID = 1

// stakingInMemory is a staking module that costs nothing: one validator, one
// delegation a voter, made up on the spot. A real one reads the store for each
// delegation, so the peer is measured faster than it is.
type stakingInMemory struct {
	validator stakingtypes.Validator
	codec     address.Codec
}

func newStakingInMemory(tb testing.TB, voters int) *stakingInMemory {
	tb.Helper()
	valoper := addresscodec.NewBech32Codec(prefix() + "valoper")
	operator, err := valoper.BytesToString(voterAddress(-1))
	require.NoError(tb, err)
	return &stakingInMemory{
		codec: valoper,
		validator: stakingtypes.Validator{
			OperatorAddress: operator,
			Status:          stakingtypes.Bonded,
			Tokens:          math.NewInt(int64(voters)),
			DelegatorShares: math.LegacyNewDec(int64(voters)),
		},
	}
}

func (s *stakingInMemory) ValidatorAddressCodec() address.Codec { return s.codec }

func (s *stakingInMemory) IterateBondedValidatorsByPower(
	_ context.Context, visit func(int64, stakingtypes.ValidatorI) bool,
) error {
	visit(0, s.validator)
	return nil
}

func (s *stakingInMemory) TotalValidatorPower(context.Context) (math.Int, error) {
	return s.validator.Tokens, nil
}

func (s *stakingInMemory) IterateDelegations(
	_ context.Context, _ sdk.AccAddress, visit func(int64, stakingtypes.DelegationI) bool,
) error {
	visit(0, stakingtypes.Delegation{ValidatorAddress: s.validator.OperatorAddress, Shares: math.LegacyOneDec()})
	return nil
}

// prefix of addresses, on both sides: the SDK keeps it in a global.
func prefix() string { return membershiptypes.AddressPrefix }

func signingOptions() signing.Options {
	return signing.Options{
		AddressCodec:          addresscodec.NewBech32Codec(prefix()),
		ValidatorAddressCodec: addresscodec.NewBech32Codec(prefix() + "valoper"),
	}
}

// govEncoding knows the peer's types.
func govEncoding(tb testing.TB) codec.Codec {
	tb.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles:     proto.HybridResolver,
		SigningOptions: signingOptions(),
	})
	require.NoError(tb, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	gov.AppModuleBasic{}.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

// govKeepers are the SDK's own, wired as a chain does it.
type govKeepers struct {
	account authkeeper.AccountKeeper
	bank    bankkeeper.BaseKeeper
	gov     *govkeeper.Keeper
}

func govStoreKeys() map[string]*storetypes.KVStoreKey {
	return storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, govtypes.StoreKey)
}

func newGovKeepers(
	tb testing.TB, cdc codec.Codec, keys map[string]*storetypes.KVStoreKey, router baseapp.MessageRouter, voters int,
) govKeepers {
	tb.Helper()
	var (
		k         govKeepers
		codec     = addresscodec.NewBech32Codec(prefix())
		authority = authtypes.NewModuleAddress(govtypes.ModuleName).String()
	)
	k.account = authkeeper.NewAccountKeeper(
		cdc, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{govtypes.ModuleName: {authtypes.Burner}, authtypes.FeeCollectorName: nil},
		codec, prefix(), authority,
	)
	k.bank = bankkeeper.NewBaseKeeper(
		cdc, runtime.NewKVStoreService(keys[banktypes.StoreKey]), k.account, nil, authority, log.NewNopLogger(),
	)
	k.gov = govkeeper.NewKeeper(
		cdc, runtime.NewKVStoreService(keys[govtypes.StoreKey]), k.account, k.bank, nil,
		router, govtypes.DefaultConfig(), authority,
		govkeeper.NewDefaultCalculateVoteResultsAndVotingPower(newStakingInMemory(tb, voters)),
	)
	return k
}

// openVote puts a proposal without messages into its voting period.
func (k govKeepers) openVote(ctx sdk.Context, ends time.Time) error {
	if err := k.gov.Params.Set(ctx, govv1.DefaultParams()); err != nil {
		return err
	}
	begins := ctx.BlockTime()
	proposal, err := govv1.NewProposal(
		nil, proposalID, begins, begins, "", "A proposal", "To be decided.", voterAddress(0), false)
	if err != nil {
		return err
	}
	proposal.Status = govv1.StatusVotingPeriod
	proposal.VotingStartTime = &begins
	proposal.VotingEndTime = &ends
	if err := k.gov.SetProposal(ctx, proposal); err != nil {
		return err
	}
	return k.gov.ActiveProposalsQueue.Set(ctx, collections.Join(ends, uint64(proposalID)), proposalID)
}

// govLedger is x/gov on a node's store.
type govLedger struct {
	store   *diskStore
	keepers govKeepers
}

func openGovLedger(tb testing.TB, dir string, voters int) govLedger {
	tb.Helper()
	keys := govStoreKeys()
	return govLedger{
		store: openStore(tb, dir, []storetypes.StoreKey{
			keys[authtypes.StoreKey], keys[banktypes.StoreKey], keys[govtypes.StoreKey],
		}),
		keepers: newGovKeepers(tb, govEncoding(tb), keys, baseapp.NewMsgServiceRouter(), voters),
	}
}

// voteEnds is when the proposal's voting period ends.
var voteEnds = genesisTime.Add(24 * time.Hour)

// govVoters fills a store with a proposal and so many ballots.
func govVoters(tb testing.TB, ballots int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("gov-%d", ballots), func(dir string) {
		ledger := openGovLedger(tb, dir, ballots)
		ctx, stores := ledger.store.branch(genesisTime)
		require.NoError(tb, ledger.keepers.openVote(ctx, voteEnds))
		ledger.store.write(stores)
		ledger.store.commit()
		require.NoError(tb, ledger.store.batches(ballots, func(ctx sdk.Context, voter int) error {
			return ledger.keepers.preparedVote(voter)(ctx)
		}))
		ledger.store.close(tb)
	})
}

// preparedVote casts a ballot; two in three are in favour.
func (k govKeepers) preparedVote(voter int) func(sdk.Context) error {
	address, option := voterAddress(voter), govv1.OptionYes
	if voter%3 == 2 {
		option = govv1.OptionNo
	}
	return func(ctx sdk.Context) error {
		return k.gov.AddVote(ctx, proposalID, address, govv1.NewNonSplitVoteOption(option), "")
	}
}

// runOn makes two blocks before the one in which the vote ends, as on a node
// that runs: two voters cast their ballots again.
func (l govLedger) runOn(tb testing.TB) {
	tb.Helper()
	for voter := range 2 {
		ctx, stores := l.store.branch(genesisTime)
		require.NoError(tb, l.keepers.preparedVote(voter)(ctx))
		l.store.write(stores)
		l.store.commit()
	}
}

// close runs the peer's end block when the voting period is over.
func (l govLedger) close(ctx sdk.Context) error { return gov.EndBlocker(ctx, l.keepers.gov) }

// passed checks what the peer decided, that it counted every ballot, and that
// it deleted them.
func (l govLedger) passed(ctx sdk.Context, ballots int) error {
	proposal, err := l.keepers.gov.Proposals.Get(ctx, proposalID)
	if err != nil {
		return err
	}
	if want := strconv.Itoa(ballots/3*2 + ballots%3); proposal.Status != govv1.StatusPassed ||
		proposal.FinalTallyResult.YesCount != want {
		return fmt.Errorf("status %s, %s; want passed with %s in favour", proposal.Status, proposal.FinalTallyResult, want)
	}
	return l.keepers.gov.Votes.Walk(ctx, nil, func(key collections.Pair[uint64, sdk.AccAddress], _ govv1.Vote) (bool, error) {
		return true, fmt.Errorf("the ballot of %s is still there", key.K2())
	})
}
