package bench

import (
	"encoding/json"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// newCoopApp is the ledger itself with a worker co-op of so many members, who
// vote on a resolution of theirs for free.
func newCoopApp(tb testing.TB, members int) *votingApp {
	tb.Helper()
	options := app.DefaultOptions()
	options.Home = tb.TempDir()
	node, err := app.New(log.NewNopLogger(), openDatabase(tb, options.Home), true, options,
		baseapp.SetChainID(chainID), baseapp.SetIAVLCacheSize(iavlCacheNodes))
	require.NoError(tb, err)
	chain := &votingApp{
		BaseApp: node.BaseApp, txConfig: node.TxConfig(),
		keys: voterKeys(members), accounts: make([]account, members), now: genesisTime,
	}
	chain.ballot = func(voter, round int) sdk.Msg {
		choice := governancetypes.Choice_CHOICE_YES
		if (voter+round)%3 == 2 {
			choice = governancetypes.Choice_CHOICE_NO
		}
		return &governancetypes.MsgVote{
			Voter: membershiptypes.AddressText(chain.address(voter)), ResolutionId: resolutionID, Choice: choice,
		}
	}
	state, err := json.Marshal(chain.coopGenesis(tb, node))
	require.NoError(tb, err)
	params := consensusParams()
	_, err = node.InitChain(&abci.RequestInitChain{
		Time: genesisTime, ChainId: chainID, ConsensusParams: params, AppStateBytes: state, InitialHeight: 1,
	})
	require.NoError(tb, err)
	chain.block(tb, nil)
	ctx := node.NewContext(true)
	for i := range chain.accounts {
		holder := node.Keepers().Account.GetAccount(ctx, chain.address(i))
		require.NotNil(tb, holder, "voter %d", i)
		chain.accounts[i].number = holder.GetAccountNumber()
	}
	chain.block(tb, [][]byte{chain.sign(tb, 0, 10*voteGas, &governancetypes.MsgPropose{
		Proposer: membershiptypes.AddressText(chain.address(0)), CoopId: votingCoop,
		Title: "A proposal", Summary: "To be decided.", Rule: "ordinary",
	})})
	return chain
}

func (a *votingApp) address(voter int) sdk.AccAddress {
	return sdk.AccAddress(a.keys[voter].PubKey().Address())
}

// coopGenesis has the members on the roll, four seats, and quotas for more
// votes than members would ever cast in an hour.
func (a *votingApp) coopGenesis(tb testing.TB, node *app.App) map[string]json.RawMessage {
	tb.Helper()
	cdc, state := node.Encoding().Codec, node.DefaultGenesis()

	chain := chaintypes.DefaultGenesis()
	for _, allowance := range []*chaintypes.Allowance{&chain.Params.MemberAllowance, &chain.Params.CoopAllowance} {
		*allowance = chaintypes.Allowance{Gas: 1e15, GasPerHour: 1e15, Bytes: 1e12, BytesPerHour: 1e12}
	}
	state[chaintypes.ModuleName] = cdc.MustMarshalJSON(chain)

	founded := foundings(tb, a.address)
	for voter := 2; voter < len(a.keys); voter++ {
		founded[1].Founders = append(founded[1].Founders, membershiptypes.Founder{
			Class: "workers", Addresses: []string{membershiptypes.AddressText(a.address(voter))},
		})
	}
	membership, err := membershiptypes.NewGenesis(membershiptypes.DefaultParams(), genesisTime.Unix(), founded)
	require.NoError(tb, err)
	state[membershiptypes.ModuleName] = cdc.MustMarshalJSON(&membership)

	var seats []validatorstypes.GenesisSeat
	for i, founding := range founded[1:] {
		key := ed25519.GenPrivKeyFromSecret([]byte("consensus key of " + founding.Slug))
		seats = append(seats, validatorstypes.GenesisSeat{
			CoopID: uint64(i + 2), Operator: voterAddress(-100 - i), Moniker: founding.Slug,
			ConsensusPubKey: key.PubKey().(*ed25519.PubKey),
		})
	}
	validators, err := validatorstypes.NewGenesis(validatorstypes.DefaultParams(), seats)
	require.NoError(tb, err)
	state[validatorstypes.ModuleName] = cdc.MustMarshalJSON(validators)
	return state
}
