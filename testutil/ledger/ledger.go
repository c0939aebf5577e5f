// Package ledger runs the whole application in a test's own process: a
// federation with real accounts, real signatures and real blocks, without a
// network.
package ledger

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/app"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// ChainID of every test ledger.
const ChainID = "coop-test-1"

// FeeDenom is what strangers pay fees in.
const FeeDenom = "ceur"

// Start is the genesis time of every test ledger.
var Start = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// Ledger is a running application.
type Ledger struct {
	t    testing.TB
	App  *app.App
	DB   dbm.DB
	Time time.Time

	// Height of the last block.
	Height int64
	// Seats are the consensus keys by co-op id.
	Seats map[uint64]*ed25519.PrivKey
	// LastResponse of FinalizeBlock.
	LastResponse *abci.ResponseFinalizeBlock

	coops     map[string]uint64
	sequences map[string]uint64
}

// Setup says what a test ledger starts from.
type Setup struct {
	// Foundings of the genesis; the first is the root federation.
	Foundings []membershiptypes.Founding
	// SeatCoops are the slugs of the co-ops that run validators.
	SeatCoops []string
	// Rich are addresses that begin with coins in FeeDenom.
	Rich []sdk.AccAddress
	// Adjust changes a genesis before the chain starts; may be nil.
	Adjust func(state map[string]json.RawMessage)
	// DB to run on; in memory when nil.
	DB dbm.DB
	// MaxGas of a block; 100 million when zero.
	MaxGas int64
	// BaseOptions for the application.
	BaseOptions []func(*baseapp.BaseApp)
}

// New founds a ledger and makes its first block.
func New(t testing.TB, setup Setup) *Ledger {
	t.Helper()
	l := Open(t, setup)
	state := l.genesis(setup)
	if setup.Adjust != nil {
		setup.Adjust(state)
	}
	stateJSON, err := json.Marshal(state)
	require.NoError(t, err)
	params := chaintypes.DefaultConsensusParams()
	if setup.MaxGas != 0 {
		params.Block.MaxGas = setup.MaxGas
	}
	stored := params.ToProto()
	_, err = l.App.InitChain(&abci.RequestInitChain{
		Time: Start, ChainId: ChainID, InitialHeight: 1, ConsensusParams: &stored, AppStateBytes: stateJSON,
	})
	require.NoError(t, err)
	l.Block()
	return l
}

// Open builds the application on a database without starting a chain.
func Open(t testing.TB, setup Setup) *Ledger {
	t.Helper()
	db := setup.DB
	if db == nil {
		db = dbm.NewMemDB()
	}
	options := app.DefaultOptions()
	options.Home = t.TempDir()
	node, err := app.New(log.NewNopLogger(), db, true, options,
		append([]func(*baseapp.BaseApp){baseapp.SetChainID(ChainID)}, setup.BaseOptions...)...)
	require.NoError(t, err)
	return &Ledger{
		t: t, App: node, DB: db, Time: Start, Height: node.LastBlockHeight(),
		Seats: make(map[uint64]*ed25519.PrivKey), coops: coopIDs(setup.Foundings), sequences: make(map[string]uint64),
	}
}

func coopIDs(foundings []membershiptypes.Founding) map[string]uint64 {
	ids := make(map[string]uint64, len(foundings))
	for i, founding := range foundings {
		ids[founding.Slug] = uint64(i) + 1
	}
	return ids
}

func (l *Ledger) genesis(setup Setup) map[string]json.RawMessage {
	cdc, state := l.App.Encoding().Codec, l.App.DefaultGenesis()

	chain := chaintypes.DefaultGenesis()
	chain.Params.MinFees = []chaintypes.MinFee{{Denom: FeeDenom, AmountPerMillionGas: sdk.NewInt64Coin(FeeDenom, 1_000).Amount}}
	state[chaintypes.ModuleName] = cdc.MustMarshalJSON(chain)

	limits := membershiptypes.DefaultParams()
	limits.FederationVoteMarginSeconds = 0
	limits.FoundingFee = sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, 100))
	membership, err := membershiptypes.NewGenesis(limits, Start.Unix(), setup.Foundings)
	require.NoError(l.t, err)
	state[membershiptypes.ModuleName] = cdc.MustMarshalJSON(&membership)

	var seats []validatorstypes.GenesisSeat
	for _, slug := range setup.SeatCoops {
		id := l.Coop(slug)
		l.Seats[id] = ed25519.GenPrivKeyFromSecret([]byte("consensus key of " + slug))
		seats = append(seats, validatorstypes.GenesisSeat{
			CoopID: id, Operator: OperatorOf(slug).Address(), Moniker: slug,
			ConsensusPubKey: l.Seats[id].PubKey().(*ed25519.PubKey),
		})
	}
	validators, err := validatorstypes.NewGenesis(validatorstypes.DefaultParams(), seats)
	require.NoError(l.t, err)
	state[validatorstypes.ModuleName] = cdc.MustMarshalJSON(validators)

	l.fund(state, setup)
	return state
}

// fund opens an account for every genesis key and gives coins to the rich.
func (l *Ledger) fund(state map[string]json.RawMessage, setup Setup) {
	cdc := l.App.Encoding().Codec
	seen := make(map[string]bool)
	var accounts []authtypes.GenesisAccount
	open := func(address sdk.AccAddress) {
		if !seen[address.String()] {
			seen[address.String()] = true
			accounts = append(accounts, authtypes.NewBaseAccount(address, nil, uint64(len(accounts)), 0))
		}
	}
	for _, founding := range setup.Foundings {
		for _, founder := range founding.Founders {
			for _, text := range founder.Addresses {
				open(sdk.MustAccAddressFromBech32(text))
			}
		}
	}
	for _, slug := range setup.SeatCoops {
		open(OperatorOf(slug).Address())
	}
	var balances []banktypes.Balance
	supply := sdk.NewCoins()
	for _, address := range setup.Rich {
		open(address)
		coins := sdk.NewCoins(sdk.NewInt64Coin(FeeDenom, 1_000_000_000))
		balances = append(balances, banktypes.Balance{Address: address.String(), Coins: coins})
		supply = supply.Add(coins...)
	}
	state[authtypes.ModuleName] = cdc.MustMarshalJSON(authtypes.NewGenesisState(authtypes.DefaultParams(), accounts))
	state[banktypes.ModuleName] = cdc.MustMarshalJSON(banktypes.NewGenesisState(banktypes.DefaultParams(), balances, supply, nil, nil))
}

// Coop is a genesis co-op's id.
func (l *Ledger) Coop(slug string) uint64 {
	l.t.Helper()
	id, found := l.coops[slug]
	require.True(l.t, found, "no co-op %s in this genesis", slug)
	return id
}

// Account of a genesis co-op.
func (l *Ledger) Account(slug string) string { return membershiptypes.CoopAddress(l.Coop(slug)) }

// Ctx reads the state after the last block.
func (l *Ledger) Ctx() sdk.Context {
	return sdk.NewContext(l.App.CommitMultiStore(), cmtproto.Header{ChainID: ChainID, Height: l.Height, Time: l.Time}, false, log.NewNopLogger())
}

// Now is chain time in seconds.
func (l *Ledger) Now() int64 {
	now, err := l.App.Keepers().Chain.Now(l.Ctx())
	require.NoError(l.t, err)
	return now
}

// Block makes a block of transactions one second after the last one.
func (l *Ledger) Block(transactions ...[]byte) []*abci.ExecTxResult {
	l.t.Helper()
	return l.BlockAfter(time.Second, transactions...)
}

// BlockAfter makes a block some time after the last one; every seat with power has signed.
func (l *Ledger) BlockAfter(interval time.Duration, transactions ...[]byte) []*abci.ExecTxResult {
	l.t.Helper()
	return l.block(interval, l.votes(), transactions)
}

// BlockWithoutCommit makes a block that nobody's signatures on the last one come
// with, as the first one after a genesis.
func (l *Ledger) BlockWithoutCommit() {
	l.t.Helper()
	l.block(time.Second, nil, nil)
}

func (l *Ledger) block(interval time.Duration, votes []abci.VoteInfo, transactions [][]byte) []*abci.ExecTxResult {
	l.t.Helper()
	l.Time = l.Time.Add(interval)
	l.Height++
	response, err := l.App.FinalizeBlock(&abci.RequestFinalizeBlock{
		Height: l.Height, Time: l.Time, Txs: transactions,
		DecidedLastCommit: abci.CommitInfo{Votes: votes},
		Hash:              fmt.Appendf(nil, "block %d", l.Height),
	})
	require.NoError(l.t, err)
	l.LastResponse = response
	_, err = l.App.Commit()
	require.NoError(l.t, err)
	l.sequences = make(map[string]uint64)
	return response.TxResults
}

func (l *Ledger) votes() []abci.VoteInfo {
	if l.Height <= 1 {
		return nil
	}
	seats, err := l.App.SigningSeats(l.Ctx())
	require.NoError(l.t, err)
	votes := make([]abci.VoteInfo, 0, len(seats))
	for _, seat := range seats {
		votes = append(votes, abci.VoteInfo{
			Validator:   abci.Validator{Address: seat.Address, Power: seat.Power},
			BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
	}
	return votes
}

// Pass makes blocks ten seconds apart until that much time has passed.
func (l *Ledger) Pass(duration time.Duration) {
	l.t.Helper()
	for end := l.Time.Add(duration); l.Time.Before(end); {
		l.BlockAfter(10 * time.Second)
	}
}

// Resolution as it stands.
func (l *Ledger) Resolution(id uint64) governancetypes.Resolution {
	l.t.Helper()
	resolution, err := l.App.Keepers().Governance.Resolutions.Get(l.Ctx(), id)
	require.NoError(l.t, err)
	return resolution
}

// OperatorOf is the key that runs a co-op's validator.
func OperatorOf(slug string) Person { return PersonNamed("operator of " + slug) }

// Person is somebody with a key.
type Person struct{ Key *secp256k1.PrivKey }

// PersonNamed is the same person whenever the name is the same.
func PersonNamed(name string) Person {
	return Person{Key: secp256k1.GenPrivKeyFromSecret([]byte(name))}
}

// Address of the person's key.
func (p Person) Address() sdk.AccAddress { return sdk.AccAddress(p.Key.PubKey().Address()) }

// String is the address in text.
func (p Person) String() string { return membershiptypes.AddressText(p.Address()) }
