package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// manyCases has a case at every open stage and one of each end that leaves a
// trace, and documents.
func manyCases(t *testing.T) *ledger {
	t.Helper()
	l := newCases(t, func(d *types.Discipline) { d.MediationPeriodSeconds = 20 * day })
	l.setParams(func(p *types.Params) { p.MaxOpenCasesPerCharger = 50 })
	names := []string{"joining", "mediation", "charged", "reply", "deciding", "appealable", "appealed", "final", "warned", "suspended", "expelled", "settled", "cleared"}
	member, at := map[string]uint64{}, map[string]uint64{}
	for _, name := range names {
		member[name] = l.admit("workers", name)
	}
	// Each goes as far as its name says, the farthest first.
	far := func(name string, steps ...func(id uint64)) {
		at[name] = l.charged(member[name])
		id := at[name]
		l.send(nil, &types.MsgEndMediation{Signer: key(name), CoopId: north, CaseId: id})
		l.send(nil, &types.MsgEndMediation{Signer: key("north-anna"), CoopId: north, CaseId: id})
		for _, step := range steps {
			step(id)
		}
	}
	answer := func(name string) func(uint64) { return func(id uint64) { l.send(nil, reply(key(name), id)) } }
	outcome := func(outcome types.CaseOutcome, seconds uint64) func(uint64) {
		return func(id uint64) { l.send(nil, decide(id, outcome, seconds)) }
	}
	far("warned", answer("warned"), outcome(warning, 0))
	far("suspended", answer("suspended"), outcome(suspension, 40*day))
	far("cleared", answer("cleared"), outcome(dismissed, 0))
	far("expelled", answer("expelled"), outcome(expulsion, 0))
	l.elapse(15 * day)
	far("final", answer("final"), outcome(expulsion, 0), func(id uint64) {
		l.send(nil, appeal(key("final"), id))
		l.send(nil, decideAppeal(id, suspension, day))
	})
	far("appealed", answer("appealed"), outcome(expulsion, 0), func(id uint64) { l.send(nil, appeal(key("appealed"), id)) })
	far("appealable", answer("appealable"), outcome(suspension, 5*day))
	far("deciding", answer("deciding"), func(id uint64) { l.send(nil, suspend(key("north-ben"), id, 30*day)) })
	far("reply", func(id uint64) { l.send(nil, notice(key("north-ben"), id)) })
	far("charged")
	far("settled", func(id uint64) {
		l.send(nil, &types.MsgWithdrawCharge{Authority: key("north-anna"), CoopId: north, CaseId: id})
	})
	l.charged(member["mediation"])
	l.send(nil, charge(key("carol"), member["joining"]))
	l.send(nil, publication(account(north), "one", "1"))
	l.send(nil, publication(account(north), "one", "2"))
	l.send(nil, publication(account(north), "two", "1"))
	l.send(nil, withdrawal(account(north), 2, 1))
	return l
}

func TestCasesSurviveExportAndImport(t *testing.T) {
	l := manyCases(t)
	stages := map[types.CaseStage]bool{}
	exported, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	for _, c := range exported.Cases {
		stages[c.Stage] = true
	}
	require.Len(t, stages, 9, "one case at every stage")
	l.sameAfterImport()
	other := newLedgerFrom(t, exported)
	other.clock.Seconds = l.clock.Seconds
	for range 6 {
		l.elapse(20 * day)
		other.elapse(20 * day)
		first, err := l.keeper.ExportGenesis(l.ctx)
		require.NoError(t, err)
		second, err := other.keeper.ExportGenesis(other.ctx)
		require.NoError(t, err)
		require.Equal(t, string(l.cdc.MustMarshalJSON(&first)), string(l.cdc.MustMarshalJSON(&second)), "the same happens afterwards")
		l.sameAfterImport()
	}
}

func caseAt(g *types.GenesisState, stage types.CaseStage) *types.Case {
	for i := range g.Cases {
		if g.Cases[i].Stage == stage {
			return &g.Cases[i]
		}
	}
	panic(stage.String())
}

func caseEnded(g *types.GenesisState, as types.CaseEnd) *types.Case {
	for i := range g.Cases {
		if g.Cases[i].EndedAs == as {
			return &g.Cases[i]
		}
	}
	panic(as.String())
}

func cleared(g *types.GenesisState) *types.Clearance {
	for i := range g.Conduct {
		if len(g.Conduct[i].Clearances) > 0 {
			return &g.Conduct[i].Clearances[0]
		}
	}
	panic("nobody was cleared")
}

func TestGenesisRefusesBrokenCases(t *testing.T) {
	l := manyCases(t)
	for _, tc := range []struct {
		name   string
		change func(*types.GenesisState)
		says   string
	}{
		{"cases out of order", func(g *types.GenesisState) { g.Cases[0], g.Cases[1] = g.Cases[1], g.Cases[0] }, "ids ascend"},
		{"a case of the future", func(g *types.GenesisState) { g.NextCaseId = 3 }, "ids ascend"},
		{"against nobody", func(g *types.GenesisState) { g.Cases[0].MemberId = 99 }, "does not exist"},
		{"at no stage", func(g *types.GenesisState) { g.Cases[0].Stage = 0 }, "no known stage"},
		{"a charger of itself", func(g *types.GenesisState) { c := &g.Cases[0]; c.Chargers = []uint64{c.MemberId} }, "can't charge"},
		{"chargers twice", func(g *types.GenesisState) { g.Cases[0].Chargers = []uint64{1, 1} }, "out of order"},
		{"without a charge in writing", func(g *types.GenesisState) { g.Cases[0].ChargeSha256 = nil }, "in writing"},
		{"open without a deadline", func(g *types.GenesisState) { caseAt(g, types.CaseStage_CASE_STAGE_REPLY).DueAt = 0 }, "no deadline"},
		{"closed with a deadline", func(g *types.GenesisState) { caseAt(g, types.CaseStage_CASE_STAGE_CLOSED).DueAt = 1 }, "no deadline"},
		{"in the reply without delivery", func(g *types.GenesisState) {
			c := caseAt(g, types.CaseStage_CASE_STAGE_REPLY)
			c.DeliveredAt, c.DeliverySha256 = 0, nil
		}, "delivered"},
		{"decided without a decision", func(g *types.GenesisState) { caseAt(g, types.CaseStage_CASE_STAGE_APPEALABLE).Decision = nil }, "decided"},
		{"a decision before its time", func(g *types.GenesisState) {
			caseAt(g, types.CaseStage_CASE_STAGE_DECIDING).Decision = caseAt(g, types.CaseStage_CASE_STAGE_APPEALABLE).Decision
		}, "decided"},
		{"under no appeal", func(g *types.GenesisState) {
			c := caseAt(g, types.CaseStage_CASE_STAGE_APPEALED)
			c.AppealedAt, c.AppealSha256 = 0, nil
		}, "appeal"},
		{"half a reply", func(g *types.GenesisState) { caseAt(g, types.CaseStage_CASE_STAGE_DECIDING).ReplySha256 = nil }, "half a reply"},
		{"an appeal punished", func(g *types.GenesisState) {
			c := caseAt(g, types.CaseStage_CASE_STAGE_FINAL)
			c.Decision.Outcome = warning
		}, "appeal"},
		{"ended otherwise than decided", func(g *types.GenesisState) { caseEnded(g, types.CaseEnd_CASE_END_EXPELLED).Decision.Outcome = warning }, "otherwise"},
		{"expelled without a case", func(g *types.GenesisState) {
			caseEnded(g, types.CaseEnd_CASE_END_EXPELLED).EndedAs = types.CaseEnd_CASE_END_LEFT
		}, "expelled"},
		{"conduct out of order", func(g *types.GenesisState) { g.Conduct[0], g.Conduct[1] = g.Conduct[1], g.Conduct[0] }, "out of order"},
		{"conduct without its open case", func(g *types.GenesisState) {
			for i := range g.Conduct {
				if g.Conduct[i].OpenCaseId != 0 {
					g.Conduct[i].OpenCaseId++
				}
			}
		}, "open case"},
		{"a suspension of one who isn't suspended", func(g *types.GenesisState) {
			for i := range g.Conduct {
				if g.Conduct[i].Suspended() {
					g.Conduct[i].Suspensions = nil
				}
			}
		}, "suspended"},
		{"terms longer than any charter can give", func(g *types.GenesisState) {
			caseAt(g, types.CaseStage_CASE_STAGE_CHARGED).Terms.ReplyPeriodSeconds = types.CeilingParams().MaxPeriodSeconds + 1
		}, "longer than the ledger's limit"},
		{"cleared in a case that ended otherwise", func(g *types.GenesisState) {
			cleared(g).CaseId = caseEnded(g, types.CaseEnd_CASE_END_WARNED).Id
		}, "ended otherwise"},
		{"cleared of another charge", func(g *types.GenesisState) { cleared(g).ChargeSha256 = sum("another") }, "ended otherwise"},
		{"cleared in no case", func(g *types.GenesisState) { cleared(g).CaseId = 99 }, "does not exist"},
		{"a document in no co-op", func(g *types.GenesisState) { g.Documents[0].CoopId = 99 }, "does not exist"},
		{"documents out of order", func(g *types.GenesisState) { g.Documents[0], g.Documents[1] = g.Documents[1], g.Documents[0] }, "out of order"},
		{"a version missing", func(g *types.GenesisState) { g.DocumentVersions = g.DocumentVersions[1:] }, "versions"},
		{"a document twice", func(g *types.GenesisState) { g.Documents[1].Name = g.Documents[0].Name }, "two documents"},
		{"a version without a hash", func(g *types.GenesisState) { g.DocumentVersions[0].File.Sha256 = nil }, "version 1"},
		{"half withdrawn", func(g *types.GenesisState) { g.DocumentVersions[2].WithdrawnBy = "" }, "half withdrawn"},
		{"another current version", func(g *types.GenesisState) { g.Documents[0].CurrentVersion = 1 }, "current version"},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			state, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			tc.change(&state)
			err = state.Validate()
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// Each invariant of cases and documents sees what it is for.
func TestInvariantsSeeBrokenCases(t *testing.T) {
	for _, tc := range []struct {
		name     string
		sabotage func(*ledger) error
		says     string
	}{
		{"a deadline lost", func(l *ledger) error {
			c := l.caseOf(l.heard())
			return l.keeper.CaseDeadlines.Remove(l.ctx, collections.Join(c.DueAt, c.Id))
		}, "not in its queue"},
		{"a window too many", func(l *ledger) error {
			return l.keeper.CaseWindows.Set(l.ctx, collections.Join(int64(5), l.heard()))
		}, "entries"},
		{"a case in no list", func(l *ledger) error {
			return l.keeper.CasesByCoop.Remove(l.ctx, collections.Join(uint64(north), l.heard()))
		}, "listed"},
		{"a counter off", func(l *ledger) error {
			l.heard()
			return l.keeper.OpenCasesByCoop.Set(l.ctx, collections.Join(uint64(north), uint64(1)), 7)
		}, "recount"},
		{"a charger's counter lost", func(l *ledger) error {
			l.heard()
			return l.keeper.OpenCasesByCharger.Remove(l.ctx, collections.Join(uint64(north), anna))
		}, "recount"},
		{"a suspension without end", func(l *ledger) error {
			l.send(nil, suspend(key("north-ben"), l.heard(), day))
			return l.keeper.SuspensionEnds.Remove(l.ctx, collections.Join3(l.conduct(dora).SuspendedUntil(), uint64(north), dora))
		}, "no end"},
		{"a document without its name", func(l *ledger) error {
			l.send(nil, publication(account(north), "one", "1"))
			return l.keeper.DocumentNames.Remove(l.ctx, collections.Join3(uint64(north), int32(types.DocumentKind_DOCUMENT_KIND_MINUTES), "one"))
		}, "by its name"},
		{"a hash of nothing", func(l *ledger) error {
			return l.keeper.DocumentHashes.Set(l.ctx, collections.Join4(sum("forged"), uint64(north), uint64(1), uint64(1)))
		}, "hashes"},
		{"a document not counted", func(l *ledger) error {
			l.send(nil, publication(account(north), "one", "1"))
			return l.keeper.DocumentCounts.Remove(l.ctx, collections.Join(uint64(north), uint64(0)))
		}, "recount"},
	} {
		t.Run("error - "+tc.name, func(t *testing.T) {
			l := newCases(t)
			require.NoError(t, tc.sabotage(l))
			broken, err := l.keeper.BrokenInvariants(l.ctx)
			require.NoError(t, err)
			require.Contains(t, broken[0], tc.says)
		})
	}
}
