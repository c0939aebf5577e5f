package bench

import (
	"fmt"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"

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
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/charters"
	chainkeeper "github.com/coopledger/coopledger/x/chain/keeper"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancekeeper "github.com/coopledger/coopledger/x/governance/keeper"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	// votingCoop is the worker co-op whose members vote.
	votingCoop = 2
	// resolutionID of the one resolution that it decides.
	resolutionID = 1
)

// coopLedger is the ledger's modules on a node's store, wired as app/keepers.go does.
type coopLedger struct {
	store      *diskStore
	cdc        codec.Codec
	addresses  address.Codec
	accounts   authkeeper.AccountKeeper
	bank       bankkeeper.BaseKeeper
	chain      *chainkeeper.Keeper
	membership *membershipkeeper.Keeper
	governance *governancekeeper.Keeper
	votes      governancetypes.MsgServer
}

func openCoopLedger(tb testing.TB, dir string) coopLedger {
	tb.Helper()
	l, mounted := wireCoopLedger(tb)
	l.store = openStore(tb, dir, mounted)
	return l
}

// wireCoopLedger wires the modules, and says which stores they are to have.
func wireCoopLedger(tb testing.TB) (coopLedger, []storetypes.StoreKey) {
	tb.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles:     proto.HybridResolver,
		SigningOptions: signingOptions(),
	})
	require.NoError(tb, err)
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	var (
		l         coopLedger
		cdc       = codec.NewProtoCodec(registry)
		addresses = addresscodec.NewBech32Codec(membershiptypes.AddressPrefix)
		nobody    = authtypes.NewModuleAddress(chaintypes.ModuleName).String()
		transient = storetypes.NewTransientStoreKey(chaintypes.TransientStoreKey)
		keys      = storetypes.NewKVStoreKeys(
			authtypes.StoreKey, banktypes.StoreKey, consensustypes.StoreKey, upgradetypes.StoreKey,
			chaintypes.StoreKey, membershiptypes.StoreKey, governancetypes.StoreKey,
		)
		service = func(name string) store.KVStoreService { return runtime.NewKVStoreService(keys[name]) }
		mounted = []storetypes.StoreKey{transient}
	)
	for _, key := range keys {
		mounted = append(mounted, key)
	}
	l.cdc, l.addresses = cdc, addresses
	l.accounts = authkeeper.NewAccountKeeper(cdc, service(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		map[string][]string{}, addresses, membershiptypes.AddressPrefix, nobody)
	l.bank = bankkeeper.NewBaseKeeper(cdc, service(banktypes.StoreKey), l.accounts, nil, nobody, log.NewNopLogger())
	consensus := consensuskeeper.NewKeeper(cdc, service(consensustypes.StoreKey), nobody, runtime.EventService{})
	upgrades := upgradekeeper.NewKeeper(nil, service(upgradetypes.StoreKey), cdc, "", nil, nobody)
	l.chain = chainkeeper.NewKeeper(cdc, service(chaintypes.StoreKey), runtime.NewTransientStoreService(transient),
		addresses, consensus.ParamsStore, upgrades, membershiptypes.CoopAddress(membershiptypes.RootCoopID))
	l.membership = membershipkeeper.NewKeeper(
		cdc, service(membershiptypes.StoreKey), addresses, l.accounts, l.bank, l.chain)
	l.governance = governancekeeper.NewKeeper(cdc, service(governancetypes.StoreKey), addresses,
		l.chain, l.membership, baseapp.NewMsgServiceRouter(),
		governancetypes.AllowList{}, governancetypes.AlwaysOn{})
	l.votes = governancekeeper.NewMsgServer(l.governance)
	return l, mounted
}

// foundings are a root federation of four worker co-ops of two members each.
// Voters 0 and 1 are those of the co-op that votes.
func foundings(tb testing.TB, address func(voter int) sdk.AccAddress) []membershiptypes.Founding {
	tb.Helper()
	federation, err := charters.Preset("federation")
	require.NoError(tb, err)
	worker, err := charters.Preset("worker")
	require.NoError(tb, err)
	for i := range worker.Rules {
		worker.Rules[i].DiscussionPeriodSeconds = 0 // a vote opens at once
	}
	founded := []membershiptypes.Founding{{Slug: "federation", Charter: federation}}
	for i, slug := range []string{"alder", "birch", "cedar", "dogwood"} {
		founding := membershiptypes.Founding{Slug: slug, Charter: worker}
		for j := range 2 {
			person := address(j)
			if i > 0 {
				person = voterAddress(-2*i - j)
			}
			founding.Founders = append(founding.Founders, membershiptypes.Founder{
				Class: "workers", Addresses: []string{membershiptypes.AddressText(person)},
			})
		}
		founded[0].Founders = append(founded[0].Founders, membershiptypes.Founder{Class: "co-ops", MemberCoop: slug})
		founded = append(founded, founding)
	}
	return founded
}

// found starts the ledger with its federation.
func (l coopLedger) found(tb testing.TB) {
	tb.Helper()
	ctx, stores := l.store.branch(genesisTime)
	require.NoError(tb, l.chain.InitGenesis(ctx, *chaintypes.DefaultGenesis()))
	state, err := membershiptypes.NewGenesis(
		membershiptypes.DefaultParams(), genesisTime.Unix(), foundings(tb, voterAddress))
	require.NoError(tb, err)
	require.NoError(tb, l.membership.InitGenesis(ctx, state))
	require.NoError(tb, l.governance.InitGenesis(ctx, *governancetypes.DefaultGenesis()))
	l.store.write(stores)
	l.store.commit()
}

// admit writes members 3, 4, 5 … of the voting co-op straight into the state,
// each with one key, as admissions leave them.
func (l coopLedger) admit(tb testing.TB, members int) {
	tb.Helper()
	ctx, _ := l.store.branch(genesisTime)
	roll, err := l.membership.GetRoll(ctx, votingCoop)
	require.NoError(tb, err)
	_, charter, err := l.membership.GetCharter(ctx, votingCoop)
	require.NoError(tb, err)
	now := genesisTime.Unix()
	require.NoError(tb, l.store.batches(members, func(ctx sdk.Context, voter int) error {
		if voter < 2 {
			return nil
		}
		member := roll.NewMember(votingCoop, charter.Classes[0], membershiptypes.MemberKind_MEMBER_KIND_PERSON, 0, now, 1)
		key := []byte(voterAddress(voter))
		if err := l.membership.Members.Set(ctx, collections.Join(member.CoopId, member.MemberId), member); err != nil {
			return err
		}
		stored := membershiptypes.Key{Address: membershiptypes.AddressText(key), AddedAt: now}
		if err := l.membership.Keys.Set(ctx, collections.Join3(member.CoopId, member.MemberId, key), stored); err != nil {
			return err
		}
		if err := l.membership.Places.Set(ctx, collections.Join(key, member.CoopId), member.MemberId); err != nil {
			return err
		}
		return l.membership.Rolls.Set(ctx, votingCoop, roll)
	}))
}

// openVote lets voter 0 propose a resolution without messages under the ordinary rule.
func (l coopLedger) openVote(tb testing.TB) {
	tb.Helper()
	l.block(tb, func(ctx sdk.Context) error {
		_, err := l.votes.Propose(ctx, &governancetypes.MsgPropose{
			Proposer: membershiptypes.AddressText(voterAddress(0)), CoopId: votingCoop,
			Title: "A proposal", Summary: "To be decided.", Rule: "ordinary",
		})
		return err
	})
}

// coopVoters fills a store with a roll, an open vote and the first ballots on it.
func coopVoters(tb testing.TB, ballots int) string {
	tb.Helper()
	return template(tb, fmt.Sprintf("coop-%d", ballots), func(dir string) {
		l := openCoopLedger(tb, dir)
		l.found(tb)
		l.admit(tb, membersFor(ballots))
		l.openVote(tb)
		require.NoError(tb, l.store.batches(ballots, func(ctx sdk.Context, voter int) error {
			return l.preparedVote(voter)(ctx)
		}))
		l.store.close(tb)
	})
}

// preparedVote casts a ballot through the message's handler; two in three are in favour.
func (l coopLedger) preparedVote(voter int) func(sdk.Context) error {
	message := &governancetypes.MsgVote{
		Voter:        membershiptypes.AddressText(voterAddress(voter)),
		ResolutionId: resolutionID,
		Choice:       governancetypes.Choice_CHOICE_YES,
	}
	if voter%3 == 2 {
		message.Choice = governancetypes.Choice_CHOICE_NO
	}
	return func(ctx sdk.Context) error {
		_, err := l.votes.Vote(ctx, message)
		return err
	}
}

// meet reads a voter's place on the roll, as CheckTx of the ballot's transaction
// does before the ballot comes in a block.
func (l coopLedger) meet(ctx sdk.Context, voter int) error {
	_, err := l.membership.MemberByKey(ctx, votingCoop, voterAddress(voter))
	return err
}

// runOn makes two blocks before the one in which the vote ends, as on a node
// that runs: another vote on the same roll opens, which lasts longer, and its
// proposer votes.
func (l coopLedger) runOn(tb testing.TB) {
	tb.Helper()
	proposer := membershiptypes.AddressText(voterAddress(1))
	l.block(tb, func(ctx sdk.Context) error {
		_, err := l.votes.Propose(ctx, &governancetypes.MsgPropose{
			Proposer: proposer, CoopId: votingCoop, Title: "Another", Summary: "Decided later.", Rule: "special",
		})
		return err
	})
	l.block(tb, func(ctx sdk.Context) error {
		_, err := l.votes.Vote(ctx, &governancetypes.MsgVote{
			Voter: proposer, ResolutionId: resolutionID + 1, Choice: governancetypes.Choice_CHOICE_YES,
		})
		return err
	})
}

// block does one thing in a block of its own.
func (l coopLedger) block(tb testing.TB, do func(sdk.Context) error) {
	tb.Helper()
	ctx, stores := l.store.branch(genesisTime)
	require.NoError(tb, do(ctx))
	l.store.write(stores)
	l.store.commit()
}

// endVoting moves chain time, in a block of its own, to when the vote closes.
func (l coopLedger) endVoting(tb testing.TB) {
	tb.Helper()
	ctx, stores := l.store.branch(voteEnds)
	resolution, err := l.governance.GetResolution(ctx, resolutionID)
	require.NoError(tb, err)
	due := time.Unix(resolution.DueAt, 0).UnixNano()
	require.NoError(tb, l.chain.Clock.Set(ctx, chaintypes.Clock{TimeNs: due, BlockTimeNs: due}))
	l.store.write(stores)
	l.store.commit()
}

// close runs the ledger's end block when the voting period is over.
func (l coopLedger) close(ctx sdk.Context) error { return l.governance.EndBlock(ctx) }

// passed checks what the ledger decided, and that it counted every ballot.
func (l coopLedger) passed(ctx sdk.Context, ballots int) error {
	resolution, err := l.governance.GetResolution(ctx, resolutionID)
	if err != nil {
		return err
	}
	tally, err := l.governance.GetTally(ctx, resolutionID)
	if err != nil {
		return err
	}
	inFavour := uint64(ballots/3*2 + ballots%3)
	if resolution.Status != governancetypes.Status_STATUS_PASSED ||
		tally.InFavour() != inFavour || tally.Against() != uint64(ballots)-inFavour {
		return fmt.Errorf("status %s, %v; want passed with %d in favour", resolution.Status, tally, inFavour)
	}
	return nil
}
