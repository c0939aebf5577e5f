package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// everyStatus is a ledger in the middle of things: a resolution of every status
// there is, one of them with ballots in a vote, one with its hash half made.
func everyStatus(t testing.TB) (*ledger, map[types.Status]uint64) {
	l := newLedger(t)
	l.fund(bakery, 100)
	ids := map[types.Status]uint64{}
	executed := l.propose(worker(1), bakery, "", pay(bakery, worker(7), 1))
	failed := l.propose(worker(2), bakery, "", pay(bakery, worker(7), 1_000))
	rejected := l.propose(worker(3), bakery, "")
	expired := l.propose(worker(4), bakery, "seconded")
	withdrawn := l.propose(worker(5), bakery, "careful")
	timelock := l.propose(worker(6), bakery, "careful")
	require.NoError(t, l.second(withdrawn, worker(6)))
	require.NoError(t, l.withdraw(withdrawn, worker(5)))
	require.NoError(t, l.second(timelock, worker(1)))
	require.NoError(t, l.second(timelock, worker(2)))
	l.yes(executed, 1, 2, 3)
	l.yes(failed, 1, 2, 3)
	require.NoError(t, l.vote(rejected, worker(1), no))
	l.wait(3 * day)
	l.yes(timelock, 2, 3, 5, 7)
	l.wait(3*day - 10)
	voting := l.propose(worker(1), bakery, "special")
	l.yes(voting, 1, 4)
	require.NoError(t, l.vote(voting, worker(2), no))
	require.NoError(t, l.vote(voting, worker(3), abstain))
	passed := l.propose(worker(1), bakery, "final")
	draft := l.propose(worker(2), bakery, "careful")
	require.NoError(t, l.second(draft, worker(3)))
	discussion := l.propose(worker(3), bakery, "careful")
	require.NoError(t, l.second(discussion, worker(1)))
	require.NoError(t, l.second(discussion, worker(2)))
	l.wait(10)
	l.admit("newcomer", "workers")
	l.leave(worker(4))
	params := types.DefaultParams()
	params.ClosingGas = 10_000_000
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	l.yes(passed, 1, 2, 3, 5)
	for i := uint64(3); i <= 5; i++ {
		id := l.propose(membershiptypes.CoopAddress(i), federation, "medium")
		require.NoError(t, l.vote(id, membershiptypes.CoopAddress(2), block))
	}
	l.endBlock()
	for status, id := range map[types.Status]uint64{
		types.Status_STATUS_EXECUTED: executed, types.Status_STATUS_FAILED: failed, types.Status_STATUS_REJECTED: rejected,
		types.Status_STATUS_EXPIRED: expired, types.Status_STATUS_WITHDRAWN: withdrawn, types.Status_STATUS_TIMELOCK: timelock,
		types.Status_STATUS_VOTING: voting, types.Status_STATUS_PASSED: passed, types.Status_STATUS_DRAFT: draft,
		types.Status_STATUS_DISCUSSION: discussion,
	} {
		require.Equal(t, status, l.resolution(id).Status)
		ids[status] = id
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	return l, ids
}

// reborn is a new ledger from the exports of another.
func (l *ledger) reborn(genesis *types.GenesisState) (*ledger, error) {
	next := emptyLedger(l.t)
	chain, err := l.chain.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	require.NoError(l.t, next.chain.InitGenesis(next.ctx, *chain))
	members, err := l.membership.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	require.NoError(l.t, next.membership.InitGenesis(next.ctx, members))
	return next, next.governance.InitGenesis(next.ctx, *genesis)
}

func (l *ledger) export() *types.GenesisState {
	genesis, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	require.NoError(l.t, genesis.Validate())
	return genesis
}

func TestExportImportExportIsEqual(t *testing.T) {
	l, ids := everyStatus(t)
	first := l.export()
	text, err := l.cdc.MarshalJSON(first)
	require.NoError(t, err)
	var read types.GenesisState
	require.NoError(t, l.cdc.UnmarshalJSON(text, &read))

	next, err := l.reborn(&read)
	require.NoError(t, err)
	require.NoError(t, next.governance.CheckInvariants(next.ctx))
	again, err := next.cdc.MarshalJSON(next.export())
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	require.Equal(t, l.stateHash(), next.stateHash(), "the stores are equal too, queues, indexes and counters included")

	// The vote goes on where it was, and everything ends alike on both.
	for _, ledger := range []*ledger{l, next} {
		require.NoError(t, ledger.vote(ids[types.Status_STATUS_VOTING], worker(2), yes))
		require.ErrorIs(t, ledger.vote(ids[types.Status_STATUS_VOTING], testutil.Address("newcomer"), yes), types.ErrNotOnRoll)
	}
	clock, err := l.chain.Clock.Get(l.ctx)
	require.NoError(t, err)
	require.NoError(t, next.chain.Clock.Set(next.ctx, clock))
	for range 6 {
		l.wait(5 * day)
		next.wait(5 * day)
		require.Equal(t, l.stateHash(), next.stateHash())
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

func TestExportWhileSealing(t *testing.T) {
	l := newLedger(t)
	params := types.DefaultParams()
	params.ClosingGas = 10_000_000
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	for i := 1; i <= 5; i++ {
		id := l.propose(worker(i), bakery, "")
		l.yes(id, 1, 2, 3)
	}
	l.wait(3 * day)
	genesis := l.export()
	require.NotNil(t, genesis.Resolutions[4].Sealing, "five closings took the budget")
	next, err := l.reborn(genesis)
	require.NoError(t, err)
	require.Equal(t, l.stateHash(), next.stateHash())
	next.endBlock()
	next.endBlock()
	require.True(t, next.resolution(5).Sealed())
	require.NoError(t, next.governance.CheckInvariants(next.ctx))
}

func TestGenesisIsValidated(t *testing.T) {
	l, ids := everyStatus(t)
	entry := func(g *types.GenesisState, status types.Status) *types.GenesisResolution {
		return &g.Resolutions[slices.IndexFunc(g.Resolutions, func(r types.GenesisResolution) bool { return r.Resolution.Id == ids[status] })]
	}
	voting, closed := types.Status_STATUS_VOTING, types.Status_STATUS_EXECUTED
	for _, c := range []struct {
		name    string
		spoil   func(*types.GenesisState)
		refused string
	}{
		{"error - parameters missing", func(g *types.GenesisState) { g.Params.ClosingGas = 0 }, "closing_gas"},
		{"error - next id in use", func(g *types.GenesisState) { g.NextResolutionId = 3 }, "next id is 3"},
		{"error - ids out of order", func(g *types.GenesisState) { slices.Reverse(g.Resolutions) }, "order resolutions by id"},
		{"error - a tally above its ballots", func(g *types.GenesisState) { entry(g, voting).Tally.Classes[0].InFavour++ }, "recount"},
		{"error - a ballot turned around", func(g *types.GenesisState) { entry(g, voting).Ballots[0].Ballots[0] ^= 0b1100 }, "recount"},
		{"error - a ballot above the tally", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, voting).Ballots[0].Ballots, 5, types.PackedInFavour)
		}, "recount"},
		{"error - a ballot of somebody who joined later", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, voting).Ballots[0].Ballots, 9, types.PackedInFavour)
			entry(g, voting).Tally.Classes[0].InFavour++
		}, "not on the roll"},
		{"error - a ballot of the supporter", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, voting).Ballots[0].Ballots, 8, types.PackedInFavour)
			entry(g, voting).Tally.Classes[0].InFavour++
		}, "not on the roll"},
		{"error - a ballot of nobody", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, voting).Ballots[0].Ballots, 77, types.PackedInFavour)
			entry(g, voting).Tally.Classes[0].InFavour++
		}, "no member 77"},
		{"error - a ballot of member 0", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, voting).Ballots[0].Ballots, 0, types.PackedInFavour)
			entry(g, voting).Tally.Classes[0].InFavour++
		}, "no member 0"},
		{"error - ballots counted in a class of nobody", func(g *types.GenesisState) { entry(g, voting).Tally.Classes[0].ClassId = 2 }, "0 members on the roll"},
		{"error - counted in another class", func(g *types.GenesisState) {
			entry(g, voting).Tally.Classes[0].ClassId = 2
			entry(g, voting).Terms.Roll = []membershiptypes.ClassCount{{ClassId: 2, Members: 7}}
		}, "recount by class"},
		{"error - a record cut short", func(g *types.GenesisState) {
			entry(g, voting).Ballots[0].Ballots = entry(g, voting).Ballots[0].Ballots[:1000]
		}, "has 1000 bytes"},
		{"error - a record twice", func(g *types.GenesisState) {
			entry(g, voting).Ballots = append(entry(g, voting).Ballots, entry(g, voting).Ballots[0])
		}, "doubled"},
		{"error - an empty record", func(g *types.GenesisState) {
			entry(g, voting).Ballots = append(entry(g, voting).Ballots, types.BallotRecord{Number: 1, Ballots: types.NewBallotRecord()})
		}, "holds no ballot"},
		{"error - a roll greater than the co-op ever was", func(g *types.GenesisState) { entry(g, voting).Terms.Roll[0].Members = 99 }, "roll of 99"},
		{"error - a roll less than the ballots", func(g *types.GenesisState) { shrinkRoll(entry(g, voting), 3) }, "3 members on the roll"},
		{"error - a roll less than it was", func(g *types.GenesisState) { shrinkRoll(entry(g, voting), 4) }, "a recount by class at sequence 7"},
		{"error - fewer active than there were", func(g *types.GenesisState) { entry(g, voting).Terms.Active = 1 }, "1 on its roll were active"},
		{"error - nobody active", func(g *types.GenesisState) { entry(g, voting).Terms.Active = 0 }, "0 on its roll were active"},
		{"error - a roll with a class that nobody was in", func(g *types.GenesisState) {
			entry(g, voting).Terms.Roll = append(entry(g, voting).Terms.Roll, membershiptypes.ClassCount{ClassId: 9, Members: 1})
		}, "a recount by class at sequence 7"},
		{"error - passed without a vote", func(g *types.GenesisState) {
			passed := entry(g, types.Status_STATUS_PASSED)
			passed.Ballots, passed.Tally = nil, types.Tally{}
			passed.Resolution.BallotsHash, passed.Sealing = types.NewBallotsHash(), nil
		}, "has not passed"},
		{"error - a timelock on what was rejected", func(g *types.GenesisState) {
			entry(g, types.Status_STATUS_TIMELOCK).Resolution.Outcome.Code = types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY
		}, "has not passed"},
		{"error - a roll from the future", func(g *types.GenesisState) { entry(g, voting).Resolution.RollSequence = 999 }, "roll sequence 999"},
		{"error - a roll nobody keeps", func(g *types.GenesisState) { entry(g, voting).Resolution.RollSequence = 8 }, "not pinned"},
		{"error - no rule", func(g *types.GenesisState) { entry(g, voting).Terms.Rules = nil }, "no decision rule"},
		{"error - a rule over nothing", func(g *types.GenesisState) { entry(g, voting).Terms.Rules[0].Quorum.Denominator = 0 }, "denominator"},
		{"error - a charter from the future", func(g *types.GenesisState) { entry(g, voting).Terms.CharterVersion = 9 }, "charter version 9"},
		{"error - consent against its rules", func(g *types.GenesisState) { entry(g, voting).Resolution.Consent = true }, "consent"},
		{"error - final ballots against its rules", func(g *types.GenesisState) { entry(g, voting).Resolution.FinalBallots = true }, "final_ballots"},
		{"error - no such status", func(g *types.GenesisState) { entry(g, voting).Resolution.Status = 77 }, "not known"},
		{"error - a vote that never ends", func(g *types.GenesisState) { entry(g, voting).Resolution.DueAt = 0 }, "due_at"},
		{"error - ended, and due", func(g *types.GenesisState) { entry(g, closed).Resolution.DueAt = 5 }, "due_at"},
		{"error - ended without an end", func(g *types.GenesisState) { entry(g, closed).Resolution.EndedAt = 0 }, "ended_at"},
		{"error - closed before it opened", func(g *types.GenesisState) { entry(g, closed).Resolution.ClosedAt = 5 }, "in this order"},
		{"error - a draft with an outcome", func(g *types.GenesisState) { entry(g, types.Status_STATUS_DRAFT).Resolution.Outcome.Code = 1 }, "outcome"},
		{"error - a draft with a roll", func(g *types.GenesisState) {
			entry(g, types.Status_STATUS_DRAFT).Terms.Roll = []membershiptypes.ClassCount{{ClassId: 1, Members: 7}}
		}, "frozen roll"},
		{"error - a second too many", func(g *types.GenesisState) { entry(g, types.Status_STATUS_DRAFT).Resolution.Seconds++ }, "seconders"},
		{"error - seconded by its proposer", func(g *types.GenesisState) { entry(g, types.Status_STATUS_DRAFT).Seconders[0] = 2 }, "proposed it"},
		{"error - seconded by nobody", func(g *types.GenesisState) { entry(g, types.Status_STATUS_DRAFT).Seconders[0] = 66 }, "no member 66"},
		{"error - proposed by nobody", func(g *types.GenesisState) { entry(g, voting).Resolution.ProposerMemberId = 66 }, "no member 66"},
		{"error - decided nowhere", func(g *types.GenesisState) { entry(g, voting).Resolution.CoopId = 66 }, "66"},
		{"error - no title", func(g *types.GenesisState) { entry(g, voting).Content.Title = "" }, "title"},
		{"error - a false hash", func(g *types.GenesisState) { entry(g, closed).Resolution.BallotsHash = types.NewBallotsHash() }, "ballots_hash"},
		{"error - a closed vote changed", func(g *types.GenesisState) {
			types.WriteBallot(entry(g, closed).Ballots[0].Ballots, 1, types.PackedAgainst)
			entry(g, closed).Tally.Classes[0].InFavour--
			entry(g, closed).Tally.Classes[0].Against++
		}, "not the hash of the ballots"},
		{"error - sealed and being sealed", func(g *types.GenesisState) { entry(g, closed).Sealing = &types.Sealing{Hash: types.NewBallotsHash()} }, "must be absent"},
		{"error - an open vote sealed", func(g *types.GenesisState) { entry(g, voting).Sealing = &types.Sealing{Hash: types.NewBallotsHash()} }, "not closed"},
		{"error - sealing from a false hash", func(g *types.GenesisState) {
			entry(g, closed).Resolution.BallotsHash = nil
			entry(g, closed).Sealing = &types.Sealing{Hash: make([]byte, 32), NextRecord: 1}
		}, "not that of the ballots before record 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			genesis := l.export()
			text, err := l.cdc.MarshalJSON(genesis)
			require.NoError(t, err)
			var copied types.GenesisState
			require.NoError(t, l.cdc.UnmarshalJSON(text, &copied))
			c.spoil(&copied)
			_, err = l.reborn(&copied)
			require.ErrorContains(t, err, c.refused)
		})
	}
}

func TestDefaultGenesis(t *testing.T) {
	require.NoError(t, types.DefaultGenesis().Validate())
	l := emptyLedger(t)
	require.NoError(t, l.chain.InitGenesis(l.ctx, *chaintypes.DefaultGenesis()))
	require.NoError(t, l.governance.InitGenesis(l.ctx, *types.DefaultGenesis()))
	require.Equal(t, types.DefaultGenesis(), l.export())
}

// shrinkRoll makes the frozen roll of a genesis smaller than it was.
func shrinkRoll(entry *types.GenesisResolution, members uint64) {
	entry.Terms.Roll[0].Members, entry.Terms.Active = members, members
}
