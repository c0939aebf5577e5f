package keeper

import (
	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/codec"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/membership/types"
)

// caseState is what is stored about charges against members.
type caseState struct {
	// Cases by id, those that are over too.
	Cases collections.Map[uint64, types.Case]
	// NextCaseID is the id of the next case.
	NextCaseID collections.Sequence
	// CaseDeadlines order the open cases whose stage is somebody's duty by when it ends.
	CaseDeadlines collections.KeySet[collections.Pair[int64, uint64]]
	// CaseWindows order those whose stage is the parties' time to act. They lie
	// apart, since they wait while the chain is quiet after a gap.
	CaseWindows collections.KeySet[collections.Pair[int64, uint64]]
	// CasesByCoop lists a co-op's cases.
	CasesByCoop collections.KeySet[collections.Pair[uint64, uint64]]
	// OpenCasesByCoop counts a co-op's open cases (1), and those that wait for
	// members to join in the charge (0); absent at zero.
	OpenCasesByCoop collections.Map[collections.Pair[uint64, uint64], uint64]
	// OpenCasesByCharger counts the open cases that a member charges in, by co-op
	// and number; absent at zero.
	OpenCasesByCharger collections.Map[collections.Pair[uint64, uint64], uint64]
	// Conduct by co-op and member.
	Conduct collections.Map[collections.Pair[uint64, uint64], types.Conduct]
	// SuspensionEnds order running suspensions by when they end, co-op and member.
	SuspensionEnds collections.KeySet[collections.Triple[int64, uint64, uint64]]
}

func newCaseState(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) caseState {
	pair := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	due := collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)
	return caseState{
		Cases:         collections.NewMap(sb, types.CasesPrefix, "cases", collections.Uint64Key, codec.CollValue[types.Case](cdc)),
		NextCaseID:    collections.NewSequence(sb, types.NextCaseIDPrefix, "next_case_id"),
		CaseDeadlines: chaintypes.NewProvableSet(sb, types.CaseDeadlinesPrefix, "case_deadlines", due),
		CaseWindows:   chaintypes.NewProvableSet(sb, types.CaseWindowsPrefix, "case_windows", due),
		CasesByCoop:   chaintypes.NewProvableSet(sb, types.CasesByCoopPrefix, "cases_by_coop", pair),
		OpenCasesByCoop: collections.NewMap(sb, types.OpenCasesByCoopPrefix, "open_cases_by_coop",
			pair, collections.Uint64Value),
		OpenCasesByCharger: collections.NewMap(sb, types.OpenCasesByChargerPrefix, "open_cases_by_charger",
			pair, collections.Uint64Value),
		Conduct: collections.NewMap(sb, types.ConductPrefix, "conduct", pair, codec.CollValue[types.Conduct](cdc)),
		SuspensionEnds: chaintypes.NewProvableSet(sb, types.SuspensionEndsPrefix, "suspension_ends",
			collections.TripleKeyCodec(collections.Int64Key, collections.Uint64Key, collections.Uint64Key)),
	}
}
