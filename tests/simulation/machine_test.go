package simulation

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/log/v2"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/app"
	"github.com/coopledger/coopledger/testutil/ledger"
	"github.com/coopledger/coopledger/testutil/written"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// machine drives the application and the paper side by side.
type machine struct {
	*rapid.T
	*figures
	world   *world
	app     *app.App
	keepers app.Keepers
	ctx     sdk.Context
	paper   *paper
	// signing is the validator set as CometBFT would have it from the updates.
	signing map[string]bool
}

func newMachine(t *rapid.T, w *world, f *figures) *machine {
	x := &machine{T: t, figures: f, world: w, app: w.app, keepers: w.app.Keepers(), paper: w.paper.copied()}
	x.paper.proofs = make(map[string]claim)
	x.paper.used = make(map[usedProof]bool)
	x.ctx = x.over(w.app)
	x.signing = make(map[string]bool)
	seats, err := w.app.SigningSeats(x.ctx)
	require.NoError(x, err)
	for _, seat := range seats {
		x.signing[string(seat.PubKey.Bytes())] = true
	}
	x.agree()
	x.begin(1)
	return x
}

// over is a context on a cache of an application's state that is never written.
func (x *machine) over(a *app.App) sdk.Context {
	header := cmtproto.Header{ChainID: ledger.ChainID, Height: x.paper.height, Time: time.Unix(x.paper.civil, 0)}
	return sdk.NewContext(a.CommitMultiStore().CacheMultiStore(), header, false, log.NewNopLogger()).
		WithConsensusParams(x.world.params)
}

// send does what baseapp does with a message of a transaction: on a cache that
// is written only if the message is taken. The paper must have known. A refusal
// must give one of the paper's reasons, and leave no trace even in the cache:
// the message was refused before anything was written.
func (x *machine) send(operation string, message sdk.Msg) bool {
	x.Helper()
	return x.deliver(operation, message, x.paper.faults(message), nil)
}

// deliver is send with the reasons to refuse that are sure, and those that only
// may hold.
func (x *machine) deliver(operation string, message sdk.Msg, reasons, perhaps []error) bool {
	x.Helper()
	cached, changes := written.Within(x.ctx)
	result, err := x.app.MsgServiceRouter().Handler(message)(cached, message)
	x.note(operation, err == nil)
	changed := changes.Count()
	switch {
	case err == nil && len(reasons) > 0:
		x.Fatalf("%s was taken, though: %v\n%s", operation, reasons, message)
	case err == nil && len(result.Events) == 0 && changed > 0:
		x.Fatalf("%s changed something without an event", operation)
	case err == nil:
		changes.Keep()
		x.paper.do(message)
		return true
	case len(reasons)+len(perhaps) == 0:
		x.Fatalf("%s was refused: %v\n%s", operation, err, message)
	case !slices.ContainsFunc(slices.Concat(reasons, perhaps), func(reason error) bool { return errors.Is(err, reason) }):
		x.Fatalf("%s was refused with %q instead of one of %v\n%s", operation, err, reasons, message)
	}
	if changed > 0 {
		x.Fatalf("%s was refused (%v) after it had written %d records\n%s", operation, err, changed, message)
	}
	x.unwritten++
	x.noteReason(err)
	return false
}

// block ends the block, compares everything, and begins the next one some
// seconds later.
func (x *machine) block(seconds int64) {
	x.endBlock()
	x.begin(seconds)
}

func (x *machine) endBlock() {
	statuses, stages, agendas := x.paper.statuses(), x.paper.stages(), x.paper.onAgendas()
	end, err := x.app.Modules().EndBlock(x.ctx)
	require.NoError(x, err)
	executed := x.paper.endBlock(x.gasUsed, x.note)
	require.LessOrEqual(x, len(end.ValidatorUpdates), 2*max(1, len(x.signing)/3), "a third of the seats, each gone or replaced")
	for _, update := range end.ValidatorUpdates {
		key := string(update.PubKey.GetEd25519())
		if x.signing[key] = update.Power > 0; !x.signing[key] {
			delete(x.signing, key)
		}
	}
	x.adopt(executed)
	x.agree()
	x.moved(statuses, x.paper.resolutions)
	x.metNow(stages, agendas)
	x.closedNow()
	x.renewedNow()
}

// closedNow looks at the votes that ended with this block.
func (x *machine) closedNow() {
	for _, r := range x.paper.resolutions {
		notReady := r.ended == x.paper.now && r.opened == 0 && r.status == governancetypes.Status_STATUS_FAILED
		if (r.closed == x.paper.now || notReady) && !r.seen {
			r.seen = true
			x.seeDelegated(r)
			x.seeConduct(r)
			x.seeClasses(r)
		}
	}
	x.casesNow()
}

// exportAndImport goes on from the block's export with another application.
func (x *machine) exportAndImport() {
	x.endBlock()
	x.reborn()
	x.agree()
	x.begin(1)
}

// begin starts a block. What the last one spent is forgotten, as it is when a
// transient store is committed.
func (x *machine) begin(seconds int64) {
	x.paper.beginBlock(seconds)
	x.blocks++
	x.ctx = x.ctx.WithBlockHeight(x.paper.height).WithBlockTime(time.Unix(x.paper.civil, 0).UTC()).
		WithEventManager(sdk.NewEventManager())
	require.NoError(x, x.keepers.Chain.WorkSpent.Remove(x.ctx))
	_, err := x.app.Modules().BeginBlock(x.ctx)
	require.NoError(x, err)
	now, err := x.keepers.Chain.Now(x.ctx)
	require.NoError(x, err)
	require.Equal(x, x.paper.now, now, "chain time")
	gap, err := x.keepers.Chain.LastGapHeight(x.ctx)
	require.NoError(x, err)
	require.Equal(x, x.paper.gap, gap, "the last gap")
}

// gasUsed by the execution of a resolution, which no paper can know.
func (x *machine) gasUsed(id uint64) uint64 {
	r, err := x.keepers.Governance.GetResolution(x.ctx, id)
	require.NoError(x, err)
	return r.Outcome.GasUsed
}

// adopt takes over what the paper leaves open about an execution, its gas and
// which of several reasons was given, after checking both.
func (x *machine) adopt(executed []uint64) {
	for _, id := range executed {
		stored, err := x.keepers.Governance.GetResolution(x.ctx, id)
		require.NoError(x, err)
		r := x.paper.resolution(id)
		if len(r.reasons) > 0 {
			given := slices.ContainsFunc(r.reasons, func(reason error) bool {
				space, code, _ := errorsmod.ABCIInfo(reason, false)
				return space == stored.Outcome.Codespace && code == stored.Outcome.ErrorCode
			})
			if !given {
				x.Fatalf("resolution %d failed with %s instead of one of %v", id, stored.Outcome.String(), r.reasons)
			}
			x.reasons[fmt.Sprintf("%s %d", stored.Outcome.Codespace, stored.Outcome.ErrorCode)]++
			r.outcome.Codespace, r.outcome.ErrorCode = stored.Outcome.Codespace, stored.Outcome.ErrorCode
		}
		require.LessOrEqual(x, stored.Outcome.GasUsed, x.paper.texts.ExecutionGasLimit)
		r.outcome.GasUsed = stored.Outcome.GasUsed
		x.noteExecution(r)
	}
}

// agree compares the whole state of both modules with the paper, and lets each
// module look for contradictions of its own.
func (x *machine) agree() {
	belonging, err := x.keepers.Membership.ExportGenesis(x.ctx)
	require.NoError(x, err)
	x.same("x/membership", x.paper.belonging(), &belonging)
	deciding, err := x.keepers.Governance.ExportGenesis(x.ctx)
	require.NoError(x, err)
	x.same("x/governance", x.paper.deciding(), deciding)
	stored, err := x.stored()
	require.NoError(x, err)
	if indexed := x.paper.indexed(); !slices.Equal(indexed, stored) {
		require.Equal(x, strings.Join(indexed, "\n"), strings.Join(stored, "\n"), "indexes and queues")
	}
	for address, coins := range x.paper.coins {
		account := sdk.MustAccAddressFromBech32(address)
		require.Equal(x, coins, x.keepers.Bank.GetBalance(x.ctx, account, ledger.FeeDenom).Amount.Int64(), address)
	}
	x.moneyAgrees()
	for id, entries := range x.paper.entries {
		book, err := x.keepers.Treasury.Books.Get(x.ctx, id)
		require.NoError(x, err)
		require.Equal(x, entries, book.Entries, "entries of co-op %d", id)
	}
	broken, err := x.keepers.Membership.BrokenInvariants(x.ctx)
	require.NoError(x, err)
	require.Empty(x, broken)
	require.NoError(x, x.keepers.Governance.CheckInvariants(x.ctx))
	require.NoError(x, x.keepers.Treasury.CheckInvariants(x.ctx))
	require.NoError(x, x.keepers.Validators.CheckInvariants(x.ctx))
	require.NoError(x, x.keepers.Chain.CheckInvariants(x.ctx))
	x.seatsAgree()
}

// seatsAgree: CometBFT's set, put together from the updates, is the seats', and
// it never falls below four.
func (x *machine) seatsAgree() {
	seats, err := x.app.SigningSeats(x.ctx)
	require.NoError(x, err)
	require.Len(x, x.signing, len(seats))
	require.GreaterOrEqual(x, len(seats), 4)
	for _, seat := range seats {
		require.True(x, x.signing[string(seat.PubKey.Bytes())], "the set lacks the seat of %s", seat.Name)
		require.EqualValues(x, 1, seat.Power)
	}
}

func (x *machine) same(module string, expected, found proto.Message) {
	a, err := proto.Marshal(expected)
	require.NoError(x, err)
	b, err := proto.Marshal(found)
	require.NoError(x, err)
	if bytes.Equal(a, b) {
		return
	}
	cdc := x.app.Encoding().Codec
	expectedJSON, err := cdc.MarshalJSON(expected)
	require.NoError(x, err)
	foundJSON, err := cdc.MarshalJSON(found)
	require.NoError(x, err)
	require.Equal(x, indented(expectedJSON), indented(foundJSON), "%s differs from the paper", module)
	x.Fatalf("%s differs from the paper in what JSON does not show", module)
}

// reborn exports the state, imports it into a blank application, and goes on
// there. What is exported again is the same to the byte, and so are the stores.
func (x *machine) reborn() {
	first, err := x.app.Modules().ExportGenesis(x.ctx, x.app.Encoding().Codec)
	require.NoError(x, err)
	stores := x.contents()

	x.app = x.world.blank
	x.keepers = x.app.Keepers()
	x.ctx = x.over(x.app)
	require.NoError(x, x.keepers.Consensus.ParamsStore.Set(x.ctx, x.world.params))
	_, err = x.app.Modules().InitGenesis(x.ctx, x.app.Encoding().Codec, first)
	require.NoError(x, err)
	second, err := x.app.Modules().ExportGenesis(x.ctx, x.app.Encoding().Codec)
	require.NoError(x, err)
	require.Len(x, second, len(first))
	for module, state := range first {
		if !bytes.Equal(state, second[module]) {
			require.Equal(x, indented(state), indented(second[module]), "the export of %s after an import", module)
			x.Fatalf("the export of %s after an import differs in its blanks", module)
		}
	}
	require.Equal(x, stores, x.contents(), "the stores after an import")
	x.imports++
}

// contents of the stores, hashed entry by entry so that a difference is found.
func (x *machine) contents() map[string]string {
	all, keys := make(map[string]string), x.app.StoreKeys()
	for _, name := range stores {
		iterator := x.ctx.KVStore(keys[name]).Iterator(nil, nil)
		for ; iterator.Valid(); iterator.Next() {
			all[name+" "+string(iterator.Key())] = string(iterator.Value())
		}
		require.NoError(x, iterator.Close())
	}
	return all
}

// statuses of all resolutions, in order.
func (p *paper) statuses() (all []governancetypes.Status) {
	for _, r := range p.resolutions {
		all = append(all, r.status)
	}
	return all
}
